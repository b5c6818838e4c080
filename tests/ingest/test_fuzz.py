"""A few hundred mutated files of each kind; fuzz.py runs ten thousand and more."""

from __future__ import annotations

from collections import Counter

import pytest
from fuzz import watched
from seeds import SEEDS

COUNT = {"html": 100, "gz": 100, "warc": 150, "warc.gz": 150, "zip": 150}


@pytest.mark.parametrize("kind", SEEDS)
def test_mutated_files_do_no_harm(kind: str) -> None:
    count = COUNT.get(kind, 200)
    total: Counter[str] = sum(watched(kind, 0, 0, count), Counter())
    trouble = [name for name in total if name not in ("documents", "unread", "milliseconds")]
    assert not trouble
    assert total["documents"] + total["unread"] >= count

"""What signals a statement, and what only looks like it."""

from __future__ import annotations

import pytest

from reportedly.read.signals import signals
from reportedly.records import Span


@pytest.mark.parametrize(
    ("source", "cue", "nested", "wanted"),
    [
        ("Vell", "said", False, True),
        ("we", "demand", True, False),  # in one's own words
        ("I", "was pleased", True, False),
        ("we", "demand", False, True),
        ("we", "have always said", True, True),  # on another occasion
        ("I", "told", True, True),
        ("his country", "objects", True, True),
        ("Dirvan", "signed", False, False),  # a deed
        ("the ministers", "had also met", False, False),
        ("members", "will vote against", False, False),
        ("the council", "voted", False, True),
        ("the story", "appeared", False, False),  # what it looks like
        ("the minister", "signalled", False, True),
        (None, "reportedly", False, True),
        (None, "reportedly", True, True),
        (None, "formerly", False, False),
        (None, "is", False, False),
        (None, "is feared", False, True),
        ("Sundrey", "is", False, True),
        ("Vell", None, False, True),
    ],
)
def test_signals(source: str | None, cue: str | None, nested: bool, wanted: bool) -> None:
    text = f"{source or ''} {cue or ''} that."
    of = Span(0, len(source)) if source else None
    by = Span(len(source or "") + 1, len(source or "") + 1 + len(cue)) if cue else None
    assert signals(text, by, of, nested=nested) is wanted

"""Days in the name that somebody saved an article under: "20220728_talks.txt", "2022-07-28/talks.html"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportedly.mark.dates import iso_day

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?([0-3]\d)(?!\d)")
_LONGEST = 300  # characters of a name that are looked at


def dates_in_path(path: str) -> Iterator[str]:
    """The days in a file's name, then those in its folder's, as ISO dates."""
    parts = re.split(r"[/\\]", path.partition("#")[0])
    for name in reversed(parts[-2:]):
        for found in _DAY.finditer(name[:_LONGEST]):
            day = iso_day(int(found[1]), int(found[2]), int(found[3]))
            if day:
                yield day

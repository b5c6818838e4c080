"""What an article says of itself: "today (July 28, 2022)", "The Courier was unable to verify"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportedly.mark.dates import dates_in
from reportedly.mark.outlet import known
from reportedly.mark.page import Clue, Finding, Page

REACH = 20_000  # characters from the beginning that are looked at
_TODAY = re.compile(r"\btoday \((?P<date>[^()]{6,30})\)", re.IGNORECASE)
_UNVERIFIED = re.compile(
    r" (?:(?:was|were|has been) (?:unable|not able) to|could not)"
    r" (?:independently |immediately )?(?:verify|confirm)\b"
)


def own_words(page: Page) -> Iterator[Finding]:
    """The day an article calls today, and the outlet that says it could not check something."""
    text = page.document.text[:REACH]
    for found in _TODAY.finditer(text):
        when = next(dates_in(found["date"]), None)
        if when and when.start == 0:
            yield Clue("published", when.iso, "own words")
            break
    for found in _UNVERIFIED.finditer(text):
        words = text[max(0, found.start() - 60) : found.start()].split()
        tails = [words[-count:] for count in range(min(4, len(words)), 0, -1)]
        name = next(filter(None, (known(" ".join(tail)) for tail in tails if tail[0][:1].isupper())), None)
        if name:
            yield Clue("outlet", name, "own words")
            break

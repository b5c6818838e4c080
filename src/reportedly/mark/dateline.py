"""Datelines: place, day and agency before an article's first words. They are no furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from reportedly.mark import data
from reportedly.mark.address import date_in_address, own_address
from reportedly.mark.dates import EARLIEST, LATEST, MONTH, dates_in, full_year, iso_day, month_number
from reportedly.mark.filename import dates_in_path
from reportedly.mark.outlet import agency, known, named_like_news
from reportedly.mark.page import Clue, Finding, Line, Page
from reportedly.records import Mark

REACH = 260  # characters from the beginning of a line within which a dateline ends
LINES = 14  # lines with words from the top that may begin the article
NEAR_DAYS = 45  # a date this near gives a dateline its year
FILE_NEAR_DAYS = 15  # the date in a file's name is when somebody saved it: nearer still
_WORD = r"[^\W\d_a-zà-öø-ÿ][\w’'.-]{0,24}"
_PLACE = rf"{_WORD}(?:[ /-](?!(?i:{MONTH}) ?\d)(?:(?:de|del|al|el|of|la|the|and)[ -])?{_WORD}){{0,3}}"
_REGION = rf"(?: ?, ?(?!(?i:{MONTH}) ?\d){_PLACE}){{0,2}}"
_DAY = (
    rf"(?:(?P<m1>{MONTH}) ?(?P<d1>\d{{1,2}})|(?P<d2>\d{{1,2}}) (?P<m2>{MONTH}))(?P<y>,? (?:19|20)\d\d)?(?!\d)"
)
_AGENCY = (
    r"(?:\((?P<agency>[^()\n]{2,60})\)|/(?P<slashed>[^/\n]{2,40})/|(?P<plain>[A-Z][\w-]{2,14}(?: News)?))"
)
_STOP = r"(?:\s?(?P<stop>--|[–—:-])|(?<=/)\.|(?<=\)) )"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE})(?P<region>{_REGION})(?:(?: ?[,.]| ?[–—-]{{1,2}})? ?(?i:{_DAY}))?"
    rf"(?: ?[,.]? ?{_AGENCY})?"
    rf"{_STOP}(?=\s?\S)"
)
_UNSTOPPED = re.compile(rf"(?P<place>{_PLACE}) (?i:{_DAY}) (?P<plain>[A-Z][a-z]{{2,14}})(?= [A-Z])")
_DAY_FIRST = re.compile(rf"(?i:{_DAY}) \((?P<agency>[^()\n]{{2,40}})\) ?(?:--|[–—-])(?=\s?\S)")
_OUTLET_FIRST = re.compile(rf"(?P<sender>\w+(?: \w+){{0,3}}), (?i:{_DAY}) ?(?:--|[–—:-])(?=\s?\S)")
_ONLY_AGENCY = re.compile(r"\((?P<agency>[\w./’' -]{2,40})\) ?(?P<stop>--|[–—:-])? ?(?=\S)")
_REPORTER = re.compile(
    r"(?P<paper>[A-Z][\w’']+(?: [A-Z][\w’']+)?) (?:Reporters?|Correspondent|Writer) ?[-–—]{1,2} (?=[A-Z])"
)
_BEFORE = re.compile(
    r"(?:\[[^\[\]\n]{3,60}\]|\([^()\n]{3,100}\)|By(?: [A-Z][\w.’'-]+){2,4}(?=[ ,]+[A-Z]{3})[,]?)\s+"
)


class Day(NamedTuple):
    """A day of a month, with the year where it stands there."""

    month: int
    day: int
    year: int | None


def dateline(page: Page) -> Iterator[Finding]:
    """The first dateline among the lines that may begin the article, and what it tells."""
    first = _first(page)
    if first is None:
        return
    line, found = first
    if before := line.text[: found.start()].rstrip():
        yield Mark(line.part(0, len(before)), "furniture", "byline")
    end = len(line.text[: found.end()].rstrip())
    yield Mark(line.part(found.start(), end), "dateline", "dateline")
    yield from _told(found, page)


def file_name(page: Page) -> Iterator[Finding]:
    """The day in the file's name, where no dateline names one: of all clues to a date the weakest."""
    first = _first(page)
    day = next(dates_in_path(page.document.path), None)
    if day and not (first and _day(first[1].groupdict())):
        yield Clue("published", day, "file name")


def _first(page: Page) -> tuple[Line, re.Match[str]] | None:
    body = 0
    for line in page.lines:
        if line.number >= LINES or body >= 2:
            return None
        text = line.text[:REACH]
        before = _BEFORE.match(text)
        for start in (0, *((before.end(),) if before else ())):
            if found := _match(text, start):
                return line, found
        body += len(line.text) > 200 or (line.closed and len(line.text) > 80)
    return None


def _match(text: str, start: int) -> re.Match[str] | None:
    found = _REPORTER.match(text, start)
    if found:
        return found
    found = _DATELINE.match(text, start)
    if found and _plausible(found, text):
        return found
    found = _UNSTOPPED.match(text, start)
    if found and agency(found["plain"]):
        return found
    found = _OUTLET_FIRST.match(text, start)
    if found and named_like_news(found["sender"]):
        return found
    found = _DAY_FIRST.match(text, start)
    if found and _sender(found["agency"]):
        return found
    found = _ONLY_AGENCY.match(text, start)
    if found and (
        known(found["agency"])
        or (found["agency"].endswith((".com", ".net", ".org")) and " " not in found["agency"])
    ):
        return found
    return None


def _plausible(found: re.Match[str], text: str) -> bool:
    """A day, an agency in brackets, or a place in capitals before a dash make a dateline; less does not."""
    groups = found.groupdict()
    place, stop = groups["place"], groups["stop"]
    first = re.split(r"[ .-]", place.lower())[0]
    if first in data.words("no_place") or len(place) < 3 or (groups["plain"] and not agency(groups["plain"])):
        return False
    sure = bool(groups["m1"] or groups["m2"])
    bracketed = bool(groups["agency"] or groups["slashed"])
    if bracketed and groups["agency"] and not _sender(groups["agency"]):
        return bool(sure)
    if sure or (bracketed and (stop is not None or place.isupper())):
        return True
    if groups["plain"]:
        return True
    following = text[found.end() :].lstrip()[:1]
    if stop in ("--", "–", "—", "-"):
        spaced = text[found.end() : found.end() + 1].isspace() or stop in ("--", "—")
        once = stop not in text[found.end() : found.end() + 160]
        return spaced and (place.isupper() or (once and (following.isupper() or following in '"“')))
    return stop == ":" and place.isupper() and (following.isupper() or following in '"“')


def _sender(name: str) -> bool:
    """What stands in a dateline's brackets: a known agency, or one or two capitalised words."""
    words = re.split(r"[\s/-]+", name.strip())
    return bool(known(name) or agency(name)) or (
        len(words) <= 4 and all(word[:1].isupper() for word in words)
    )


def _told(found: re.Match[str], page: Page) -> Iterator[Finding]:
    groups: dict[str, str | None] = found.groupdict()
    name = groups.get("agency") or groups.get("slashed") or groups.get("plain")
    if name:
        sender = agency(name) or known(name) or " ".join(name.split())
        if sender.casefold() not in ("agency", "agencies"):
            yield Clue("outlet", sender, "dateline")
    elif paper := groups.get("paper"):
        yield Clue("outlet", f"The {paper.removeprefix('The ')}", "byline")
    else:
        first = groups.get("sender") or groups.get("place") or ""
        if named_like_news(first) and first.lower() not in data.words("place_too"):
            yield Clue("outlet", known(first) or first, "dateline")
    day = _day(groups)
    year = (day.year or year_of(day, page)) if day else None
    iso = iso_day(year, day.month, day.day) if day and year else None
    if iso:
        yield Clue("published", iso, "dateline")


def _day(groups: dict[str, str | None]) -> Day | None:
    month, day, year = (
        groups.get("m1") or groups.get("m2"),
        groups.get("d1") or groups.get("d2"),
        groups.get("y"),
    )
    if not month or not day:
        return None
    return Day(month_number(month), int(day), full_year(year[-4:]) if year else None)


def year_of(day: Day, page: Page) -> int | None:
    """The year of a dateline's day, from the nearest full date about; None where none is near."""
    url = own_address(page.document)
    hints = (page.document.facts.published, date_in_address(url) if url else None)
    return (
        _year_near(day, filter(None, hints), NEAR_DAYS)
        or _year_near(day, dates_in_path(page.document.path), FILE_NEAR_DAYS)
        or _year_near(day, (dated.iso for dated in dates_in(page.document.text[:6000])), NEAR_DAYS)
    )


def _year_near(day: Day, hints: Iterable[str], reach: int) -> int | None:
    """The year that brings the day within reach of the nearest hint."""
    best: tuple[int, int] | None = None
    for hint in hints:
        if len(hint) < 7:
            continue
        near = date.fromisoformat(hint if len(hint) == 10 else f"{hint}-15")
        for year in range(max(EARLIEST, near.year - 1), min(LATEST, near.year + 1) + 1):
            iso = iso_day(year, day.month, day.day)
            gap = abs((date.fromisoformat(iso) - near).days) if iso else reach + 1
            if gap <= reach and (best is None or gap < best[0]):
                best = (gap, year)
    return best[1] if best else None

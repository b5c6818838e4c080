"""Header lines: labels, dates, bylines and service lines between the address and the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from reportedly.mark import data
from reportedly.mark.dates import TIME, WEEKDAY, dates_in
from reportedly.mark.outlet import known, known_after_city, named_like_news
from reportedly.mark.page import Clue, Finding, Line, Page, speaks
from reportedly.records import Mark

FRONT = 14  # lines from the top among which a header line stands
FOOT = 8  # and from the end
SENTENCE = 40  # characters of a closed line that make it the article's: headers stand before the last such
LONGEST = 160  # characters of a date line
LONGEST_BYLINE = 90
LONGEST_SERVICE = 300
_STATED = (
    r"(?:first )?(?:published|posted|publication date|publish(?:ed)? date|date published|date posted|issued"
    r"|released|release date|created|pubdate|dated|date|load-date)"
)
_CHANGED = r"(?:last )?(?:updated?|modified|edited|revised)"
_DATE_LABEL = re.compile(
    rf"(?:(?P<stated>{_STATED})|(?P<changed>{_CHANGED}))(?: on| at| date)?\s*[:|-]?\s*\Z", re.IGNORECASE
)
_TRAIL = re.compile(
    rf"{TIME}(?:[\s|·•,–—-]*(?:\(?(?:SA|[A-Z]{{3}})\)?|\d+ ?min(?:ute)?s? read|local time))?[\s|·•,./–—-]*\Z",
    re.IGNORECASE,
)
_SECOND_DATE = re.compile(rf"[\s|·•,(–—-]*(?:{_CHANGED}|{_STATED})(?: on| at)?\s*:?\s*", re.IGNORECASE)
_WEEKDAY_BEFORE = re.compile(rf"(?:\A|(?<=[\s|,(:\[])){WEEKDAY}\Z", re.IGNORECASE)
_DESK = re.compile(
    r"(?:web|news|monitoring|online) desk\Z|\(?(?:news )?agencies\)?\Z"
    r"|(?:from )?(?:our|a) (?:staff )?(?:correspondent|reporter)\Z|(?:special|exclusive) to [\w ]{3,40}\Z",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:written |posted |reported |story )?by:? ", re.IGNORECASE)
_INLINE = re.compile(r"By (?P<name>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,3}) (?=[A-Z][a-z]{2})")
_SENDER = re.compile(
    r"(?:author|source|agency) ?: *(?P<name>[\w .]{2,40}?)(?: ?/[\w/]{1,12})?", re.IGNORECASE
)
_PUBLISHED_IN = re.compile(r"\A(?:first |originally )?published (?:in|by|on) ", re.IGNORECASE)
_CITY = re.compile(r"[A-Z][\w’'-]{2,20}(?: [A-Z][\w’'-]{2,20})?")
_NAME_WORD = re.compile(r"[^\W\d_][\w.’'-]*\Z")
_FIELDS: dict[str, Literal["title", "outlet", "author", "published", "url"] | None] = {
    "title": "title",
    "headline": "title",
    "subject": "title",
    "outlet": "outlet",
    "publication": "outlet",
    "publisher": "outlet",
    "newspaper": "outlet",
    "source": "outlet",
    "author": "author",
    "authors": "author",
    "byline": "author",
    "from": None,
    "to": None,
    "cc": None,
    "sent": "published",
    "date": "published",
    "reply-to": None,
    "message-id": None,
    "content-type": None,
    "mime-version": None,
    "section": None,
    "language": None,
    "length": None,
    "received": None,
}
_FIELD = re.compile(rf"(?P<field>{'|'.join(_FIELDS)})\s*:\s*(?P<value>\S.{{0,250}})$", re.IGNORECASE)
_ALONE = {
    "title",
    "headline",
    "outlet",
    "publication",
    "publisher",
    "newspaper",
    "author",
    "authors",
    "byline",
    "section",
}
_SERVICE = re.compile(  # "Text of report in English by Russian news agency Interfax"
    r"(?:excerpts? from |text of )?(?:report|commentary|article|editorial|statement|interview)[\w ]{0,30}"
    r" by (?:[\w-]+ ){1,3}(?:agency|newspaper|radio|tv|television|website|daily)"
    r" (?P<name>[A-Z][\w’' -]{2,40}?)"
    r"(?: on \d.{2,20})?\Z",
    re.IGNORECASE,
)
_MONITORED = re.compile(  # "Beijing China Daily (Internet Version) in English 17 May 02"
    r"(?:(?i:reference): ?\S+\s+)?(?P<name>[A-Z][\w’'. -]{3,60}?)\s*(?:\([^()]{3,40}\))?"
    r"\s+in [A-Z][a-z]+ (?P<date>\d{1,2} [A-Z][a-z]{2} \d\d)\b"
)


def header(page: Page) -> Iterator[Finding]:
    """What the lines at the top, and a date line at the end, state about the article."""
    fields = list(_fields(page))
    yield from fields
    page = page.less(one for one in fields if isinstance(one, Mark))
    last = max(
        (line.number for line in page.lines if line.closed and len(line.text) >= SENTENCE), default=FRONT
    )
    bare_dates: list[list[Finding]] = []
    for line in page.lines:
        front, foot = line.number <= min(FRONT - 1, last), page.from_end(line) < FOOT
        if not (front or foot):
            continue
        found = list(_service(line) if front else ()) or list(_date_line(line, front))
        if any(isinstance(one, Mark) and one.by == "date line" for one in found):
            bare_dates.append(found)
        else:
            yield from found or (_byline(line, page) if front else ())
    if len(bare_dates) == 1:  # dates alone on their lines again and again: a chronology, not a header
        yield from bare_dates[0]


def _fields(page: Page) -> Iterator[Finding]:
    """Lines "Label: value" at the very top, as mail and databases write them."""
    top = [(line, _FIELD.match(line.text)) for line in page.lines[:FRONT] if line.number < FRONT]
    block: list[tuple[Line, re.Match[str]]] = []
    for line, found in top:
        if not found:
            if block or line.number > 1:
                break
            continue
        block.append((line, found))
    several = len({found["field"].lower() for _, found in block}) >= 2
    for line, found in block:
        field = found["field"].lower()
        if several or (field in _ALONE and not line.closed and not speaks(line.text)):
            yield from _field(line, found, field)


def _field(line: Line, found: re.Match[str], field: str) -> Iterator[Finding]:
    fact, value = _FIELDS[field], found["value"].strip()
    when = next(dates_in(value), None) if fact == "published" else None
    if fact == "title":
        yield Mark(line.part(0, found.start("value")), "furniture", "label")
        yield Mark(line.part(found.start("value"), len(line.text)), "title", "label")
        yield Clue("title", value, "header line")
        return
    yield Mark(line.span, "furniture", "header line")
    if when:
        yield Clue("published", when.iso, "header line")
    elif fact == "author":
        yield from _authored(value)
    elif fact == "outlet":
        yield Clue("outlet", known(value) or value, "header line")


def _authored(value: str) -> Iterator[Clue]:
    """An author field: a name, or an agency, and at times the date behind it."""
    when = next(dates_in(value), None)
    name = re.split(r"\s*[\[(|]", value[: when.start] if when else value)[0].strip(" ,-–")
    if known(name):
        yield Clue("outlet", known(name) or name, "byline")
    elif name:
        yield Clue("author", name, "header line")
    if when:
        yield Clue("published", when.iso, "header line")


def _service(line: Line) -> Iterator[Finding]:
    """Lines with which monitoring services open a report."""
    if len(line.text) > LONGEST_SERVICE:
        return
    if found := _SERVICE.match(line.text):
        yield Mark(line.span, "furniture", "service line")
        yield Clue("outlet", found["name"].strip(), "header line")
    elif found := _MONITORED.match(line.text):
        yield Mark(line.span, "furniture", "service line")
        yield Clue("outlet", known_after_city(found["name"]) or found["name"].strip(), "header line")
        yield from (Clue("published", dated.iso, "header line") for dated in dates_in(found["date"]))


def _date_line(line: Line, front: bool) -> Iterator[Finding]:
    """A line that is a date, with a label, an hour, the outlet or a byline beside it and nothing else."""
    text = line.text
    dated = next(dates_in(text), None) if len(text) <= LONGEST else None
    if not dated or speaks(text):
        return
    before = _WEEKDAY_BEFORE.sub("", text[: dated.start].rstrip(" (")).strip(" |·•,–—-[(/")
    label = _DATE_LABEL.search(before)
    rest = before[: label.start()].strip(" |·•,–—-(") if label else before
    in_city = front and text[: dated.start].rstrip().endswith(",") and _CITY.fullmatch(rest)
    beside = () if in_city else _beside(_PUBLISHED_IN.sub("", rest.removesuffix(":")), front)
    after = _after(text[dated.end :])
    if beside is None or after is None or (not front and not label and not rest):
        return
    yield Mark(line.span, "furniture", "dated header" if label or rest else "date line")
    by = "update line" if label and label["changed"] and not label["stated"] else "header line"
    yield Clue("published", dated.iso, by if front else "closing line")
    yield from beside
    yield from after


def _after(text: str) -> tuple[Clue, ...] | None:
    """What may follow a date: an hour, a zone, a second date, the outlet. None where it is something else."""
    if _TRAIL.match(text):
        return ()
    timed = re.match(TIME, text, re.IGNORECASE)
    rest = text[timed.end() :] if timed else text
    second = _SECOND_DATE.match(rest)
    if second:
        later = next(dates_in(rest[second.end() :]), None)
        fits = later and later.start < 14 and _TRAIL.match(rest[second.end() + later.end :])
        return () if fits else None
    return _beside(rest.strip(" |·•,–—-])/"), True)


def _beside(text: str, front: bool) -> tuple[Clue, ...] | None:
    """Words beside a date: none, an outlet, a byline, a rubric. None where they are something else."""
    if not text:
        return ()
    if len(text) <= 60 and (named_like_news(text) or (text.isupper() and text.isalpha() and len(text) <= 6)):
        return (Clue("outlet", known(text) or text, "header line"),)
    author = _author(text)
    if author:
        return (Clue("author", author, "byline"),)
    parts = [part.strip() for part in text.split(",")]
    rubric = (
        front
        and len(parts) >= 2
        and all(re.fullmatch(r"[A-Z][\w-]*(?: [A-Z][\w-]*)?", part) for part in parts if part)
    )
    if rubric:
        return ()
    named = _SENDER.fullmatch(text)
    return (
        (Clue("outlet", known(named["name"]) or named["name"], "byline"),)
        if named and known(named["name"])
        else None
    )


def _byline(line: Line, page: Page) -> Iterator[Finding]:
    """A line that names the writer, the desk, or the outlet and the city."""
    text = line.text
    if len(text) > LONGEST_BYLINE or line.closed or speaks(text):
        yield from _inline(line)
        return
    author = _author(text)
    place = text.partition(",")
    if author or _DESK.match(text) or _is_post(text):
        yield Mark(line.span, "furniture", "byline")
        yield from _named(text, author)
    elif place[1] and known(place[0]) and re.fullmatch(r" [A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,2}", place[2]):
        yield Mark(line.span, "furniture", "byline")
        yield Clue("outlet", known(place[0]) or place[0], "byline")
    elif known(text) and line.number == 0 and page.total > 1:
        yield Mark(line.span, "furniture", "outlet line")
        yield Clue("outlet", known(text) or text, "header line")


def _named(text: str, author: str | None) -> Iterator[Clue]:
    if author:
        yield Clue("author", author, "byline")
    inside = re.search(r"\(([^()]{2,40})\)\Z", text)
    if inside and named_like_news(inside[1]):
        yield Clue("outlet", known(inside[1]) or inside[1], "byline")


def _inline(line: Line) -> Iterator[Finding]:
    """ "By A B Dec. 8, 2004 | The article": a byline with its date before the first words."""
    by = _INLINE.match(line.text[:80])
    when = next(dates_in(line.text[by.end() : by.end() + 30]), None) if by else None
    if by and when and when.start == 0:
        end = by.end() + when.end
        stroke = re.match(r"\s*\|", line.text[end : end + 5])
        if stroke:
            yield Mark(line.part(0, end + stroke.end()), "furniture", "byline")
            yield Clue("author", by["name"], "byline")
            yield Clue("published", when.iso, "header line")


def _is_post(text: str) -> bool:
    """ "Staff writer", "Special Projects Editor"."""
    words = text.lower().removeprefix("by ").split()
    return 2 <= len(words) <= 4 and words[-1] in data.words("post") and set(words[:-1]) <= data.words("role")


def _author(text: str) -> str | None:
    """The name in "By REIJI A. NAME, Staff Writer (Outlet)"; None where the line is no byline."""
    by = _BY.match(text)
    if not by:
        return None
    rest = re.sub(r"\s*\([^()]{2,40}\)\Z", "", text[by.end() :]).strip(" |-–—")
    name = re.split(r"\s*[,|/–—]\s*| - ", rest)[0]
    words = name.split()
    posts = [
        place for place, word in enumerate(words) if word.lower() in data.words("role") | data.words("post")
    ]
    words = words[: posts[0]] if posts else words
    if not (
        1 < len(words) <= 8 and all(map(_name_like, words)) and _only_names(rest[len(" ".join(words)) :])
    ):
        return None
    name = " ".join(words)
    return name.title() if name.isupper() else name


def _name_like(word: str) -> bool:
    low = word.lower()
    if low in data.words("particle"):
        return True
    return word[:1].isupper() and low not in data.words("no_name") and _NAME_WORD.match(word) is not None


def _only_names(text: str) -> bool:
    """Posts, places and further names behind an author: capitalised words, few small ones."""
    words = re.findall(r"[^\W\d_][\w.’'-]*", text)
    small = {word for word in words if word[0].islower()}
    allowed = (
        data.words("particle")
        | data.words("role")
        | data.words("post")
        | {"in", "at", "of", "for", "from", "the"}
    )
    return len(words) <= 12 and small <= allowed

"""The address of the page: as first line of a dump or as the form states it, with outlet and date in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import unquote

from reportedly.mark.dates import EARLIEST, MONTH_NAME, iso_day, month_number
from reportedly.mark.outlet import by_domain
from reportedly.mark.page import STRAY, Clue, Finding, Page
from reportedly.records import Document, Mark

LONGEST = 2000  # characters of an address that are looked at
_LABEL = r"(?:(?:url|link|source|web ?site|address|original(?: link)?|canonical|permalink|web)\s*:\s*)"
_ADDRESS = re.compile(
    rf"(?P<label>{_LABEL})?<?(?P<url>(?:https?://|www\.)[^\s<>\"]+)>?(?P<rest>[\s|]*)$", re.IGNORECASE
)
_COPIED = re.compile(r"\s(?P<url>https?://[^\s<>\"#]+)#ixzz\w+$")  # the notice a site adds to copied text
_HOST = re.compile(r"(?:https?://)?(?:[^/@\s]*@)?(?P<host>[\w.-]+\.[a-z]\w+)", re.IGNORECASE)
_Y, _M, _D = r"(?P<y>(?:19[89]|20[0-4])\d)", r"(?P<m>0?[1-9]|1[0-2])", r"(?P<d>0?[1-9]|[12]\d|3[01])"
_DAY_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![a-z\d]){_Y}[/_-]{_M}[/_-]{_D}(?!\d)",
        rf"(?<![a-z\d]){_Y}[/_-](?P<m>{MONTH_NAME})[/_-]{_D}(?!\d)",
        rf"/{_D}[/_-]{_M}[/_-]{_Y}(?!\d)",
        rf"[/_-]{_D}[/_-](?P<m>{MONTH_NAME})[/_-]{_Y}(?!\d)",
        rf"/{_Y}[/-]?(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=[/_.-]|$)",
        rf"(?<![\d]){_Y}/(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])/",
        r"(?<!\d)(?P<y>(?:199|20[0-4])\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?=(?:\d{4,9})?(?!\d))",
    )
)
_MONTH_FORM = re.compile(r"/(?P<y>(?:19[89]|20[0-4])\d)[/-](?P<m>0[1-9]|1[0-2])(?=[/?#]|$)")
# Two Indian papers end their addresses with 10 or 11 and the milliseconds since 1970.
_EPOCH = re.compile(r"(?:hindustantimes|livemint)\.com/.*-1[01](?P<ms>1[2-9]\d{11})\.html")
_EARLIEST_ADDRESS = 1994  # there were no news pages before


def address(page: Page) -> Iterator[Finding]:
    """The page's own address and what it tells; address lines at either end are furniture."""
    stated = page.document.facts.url
    own: str | None = stated
    for line in page.lines:
        found = _ADDRESS.match(line.text) if len(line.text) <= LONGEST else None
        if found and (line.number < 3 or page.from_end(line) < 3 or (found["label"] and line.number < 12)):
            yield Mark(line.span, "furniture", "address line")
            if own is None and (line.number < 3 or found["label"]):
                own = found["url"]
                yield Clue("url", own if "://" in own else f"http://{own}", "address line")
        elif own is None and page.from_end(line) < 6 and (copied := _COPIED.search(line.text[-LONGEST:])):
            yield from _told(copied["url"], "copied address")
    if own:
        yield from _told(own, "address")


def _told(url: str, by: str) -> Iterator[Finding]:
    host = _HOST.match(url)
    name = by_domain(host["host"]) if host else None
    if name:
        yield Clue("outlet", name, by)
    published = date_in_address(url)
    if published:
        yield Clue("published", published, by)


def own_address(document: Document) -> str | None:
    """The page's address, as the form states it or as the text begins with it."""
    first = _ADDRESS.match(document.text[:LONGEST].lstrip(STRAY).partition("\n")[0].strip(STRAY))
    return document.facts.url or (first["url"] if first else None)


def date_in_address(url: str) -> str | None:
    """The publication date that an address bears, to the day or the month; None where it bears none."""
    path = unquote(url[:LONGEST]).partition("://")[2] or url[:LONGEST]
    for form in _DAY_FORMS:
        for found in form.finditer(path):
            month = found["m"]
            number = int(month) if month.isdigit() else month_number(month)
            iso = iso_day(int(found["y"]), number, int(found["d"]))
            if iso and int(found["y"]) >= _EARLIEST_ADDRESS:
                return iso
    if epoch := _EPOCH.search(path):
        return datetime.fromtimestamp(int(epoch["ms"]) / 1000, UTC).date().isoformat()
    found_month = _MONTH_FORM.search(path)
    if found_month and int(found_month["y"]) >= max(EARLIEST, _EARLIEST_ADDRESS):
        return f"{found_month['y']}-{found_month['m']}"
    return None

"""Saved pages: the article's text and what the page says of itself, found by trafilatura and htmldate."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Iterator
from typing import Any

from reportedly.ingest.flat import flat_text, nesting
from reportedly.ingest.limits import MIB, Limits
from reportedly.ingest.part import Part
from reportedly.ingest.text import checked, decode, storable
from reportedly.records import Document, Facts

BY_PAGE = "html metadata"
# What the names mean to browsers, which is what authors tried their pages with.
CHARSETS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
}
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
XML_CHARSET = re.compile(
    rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
# Pictures written into the page by SingleFile and others; libxml2 stops at a text of 10 MB.
EMBEDDED = re.compile(
    r"data:[a-z0-9.+/-]{1,60}(?:;[a-z0-9=-]{1,40})*;base64,[A-Za-z0-9+/=]{1000,}", re.IGNORECASE
)
# The address that browsers and SingleFile leave in a comment at the top.
SAVED_FROM = re.compile(
    r"saved from url=\(\d+\)(https?://\S+)|Page saved with SingleFile\s+url:\s*(https?://\S+)"
)
TITLE = re.compile(r"<title[^>]*>([^<]{1,2000})", re.IGNORECASE)
HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)
FAR_BEYOND = 20  # times the limit of depth; below, parsing is harmless and tells the true depth
SHORT = 1000  # characters of an extraction that is held against a more generous one
NEXT_TO_NOTHING = (
    5  # times longer is the generous one where the exact one failed: 12 and 50 on 2 of 261 pages
)
LONGEST_FACT = 1000  # characters; longer "titles" and "authors" are page text taken for them

for _library in ("trafilatura", "htmldate", "courlan", "charset_normalizer"):
    logging.getLogger(_library).addHandler(logging.NullHandler())  # else their warnings reach the terminal


def read_html(part: Part, limits: Limits) -> Iterator[Document]:
    """The article of one saved page."""
    yield page(part.whole(limits), part.path, limits)


def page(
    raw: bytes, path: str, limits: Limits, charset: str | None = None, url: str | None = None
) -> Document:
    """The article of a page that came from `url`, its bytes declared to be in `charset` by the server."""
    markup = decode(raw, _declared(raw, charset))
    if len(markup) > MIB:
        markup = EMBEDDED.sub("data:,", markup)
    url = url or _saved_from(markup)
    tree = _parsed(markup, limits)
    if tree is None:
        return Document(path, raw, "html", checked(flat_text(markup), limits), _title_alone(markup, url))
    facts = _facts(tree, markup, url)  # before the text: the extraction takes the tree apart
    text = _article(tree) or flat_text(markup)
    if len(markup) > MIB:
        from trafilatura.meta import reset_caches

        reset_caches()  # they keep a thousand lines, which are small only in small pages
    return Document(path, raw, "html", checked(text, limits), facts)


def tidy(value: object) -> str | None:
    """A fact as one line of words; None where it is none."""
    if not isinstance(value, str):
        return None
    line = " ".join(storable(value).split())
    return line if line and len(line) <= LONGEST_FACT else None


def host_of(url: str | None) -> str | None:
    """The name of the site in an address, without "www."."""
    match = HOST.match(url) if url else None
    return match[1].lower() if match else None


def _declared(raw: bytes, charset: str | None) -> list[str]:
    """The encodings that server and page name, as browsers take them; none that is unlike ASCII."""
    names = [charset] if charset else []
    for pattern in (META_CHARSET, XML_CHARSET):
        names += [match[1].decode("ascii") for match in [pattern.search(raw, 0, 4096)] if match]
    return [name for name in (CHARSETS.get(name.lower(), name) for name in names) if _like_ascii(name)]


def _like_ascii(encoding: str) -> bool:
    try:
        return b"<p>\n ~".decode(encoding) == "<p>\n ~"
    except (LookupError, UnicodeError):
        return False


def _saved_from(markup: str) -> str | None:
    match = SAVED_FROM.search(markup, 0, 8192)
    return (match[1] or match[2]) if match else None


def _parsed(markup: str, limits: Limits) -> Any:
    """The page as a tree; None where it is none, or is nested deeper than can be read without loss."""
    from trafilatura.utils import load_html  # half a second to import, and not every run has pages

    tags = nesting(markup)  # tags in scripts count too: only far beyond the limit is it certain
    if tags > FAR_BEYOND * limits.depth:
        return None
    tree = load_html(markup)
    if tree is None or (tags > limits.depth and _depth(tree) > limits.depth):
        return None
    return tree


def _depth(tree: Any) -> int:
    from lxml.etree import iterwalk

    depth = deepest = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _article(tree: Any) -> str:
    """The article's text, "" where there is none. Favours precision, which leaves out captions, teasers and
    link lists; where that leaves next to nothing, it took the article for one of them."""
    from trafilatura import bare_extraction

    exact, full = "", ""
    found = bare_extraction(tree, include_comments=False, favor_precision=True)
    if found is not None:
        exact = storable(found.text or "")
    if len(exact) < SHORT:
        found = bare_extraction(tree, include_comments=False)
        full = storable(found.text or "") if found is not None else ""
    return full if len(full) > NEXT_TO_NOTHING * len(exact) else exact


def _title_alone(markup: str, url: str | None) -> Facts:
    """What can be known without a tree."""
    match = TITLE.search(markup)
    title = tidy(html.unescape(match[1])) if match else None
    return Facts(title=title, title_by=BY_PAGE if title else None, url=url)


def _facts(tree: Any, markup: str, url: str | None) -> Facts:
    from trafilatura.metadata import extract_metadata

    found = extract_metadata(
        tree, default_url=url, date_config={"original_date": True, "extensive_search": False}
    )
    address = url or tidy(found.url)
    named = tree.find(".//meta[@property='og:site_name']")  # first: JSON-LD's longer name is often a slogan
    outlet = tidy(named.get("content") if named is not None else None) or tidy(found.sitename)
    title = _without_outlet(tidy(found.title), outlet)
    published, by = _published(markup, address)
    return Facts(
        title=title,
        title_by=BY_PAGE if title else None,
        outlet=outlet,
        outlet_by=("address" if outlet.lower() == host_of(address) else BY_PAGE) if outlet else None,
        author=tidy(found.author),
        published=published,
        published_by=by,
        url=address,
    )


def _published(markup: str, url: str | None) -> tuple[str | None, str | None]:
    """The date that the page states, or else the likeliest one in its text, and which of the two it is."""
    from htmldate import find_date

    stated = find_date(markup, original_date=True, extensive_search=False, url=url)
    if stated:
        return stated, BY_PAGE
    found = find_date(markup, original_date=True, url=url)
    if not found or found.endswith("-01-01"):  # what a year in a copyright line becomes
        return None, None
    return found, "page text"


def _without_outlet(title: str | None, outlet: str | None) -> str | None:
    """The title without the " | Outlet" that pages add to it."""
    if not title or not outlet:
        return title
    short = re.sub(rf"\s+[|·•–—-]\s+{re.escape(outlet)}\Z", "", title, flags=re.IGNORECASE)
    return short or title

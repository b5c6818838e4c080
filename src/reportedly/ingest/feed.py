"""RSS and Atom files: one article an entry, from what the entry itself holds."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from reportedly.errors import InputError
from reportedly.ingest.attempt import attempt
from reportedly.ingest.dates import iso_date
from reportedly.ingest.fields import BY_FORM, language_of
from reportedly.ingest.flat import flat_text, looks_like_markup, nesting
from reportedly.ingest.html import tidy
from reportedly.ingest.limits import Limits
from reportedly.ingest.part import Part
from reportedly.ingest.text import checked, storable
from reportedly.records import Document, Facts, Unread

CLOSED = re.compile(rb"</\s*(?:[\w.-]+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)


def read_feed(part: Part, limits: Limits) -> Iterator[Document | Unread]:
    """The entries of a feed, each with the whole feed as its bytes and its number as the fragment."""
    import feedparser  # slow to import, and not every run has feeds

    raw = part.whole(limits)
    if nesting(raw.decode("utf-8", "replace")) > limits.depth:
        raise InputError(f"XML nested deeper than {limits.depth} elements (limit depth)")
    # A file object, because feedparser fetches a string that looks like an address.
    feed = feedparser.parse(io.BytesIO(raw), resolve_relative_uris=False, sanitize_html=False)
    if len(feed.entries) > limits.members:
        raise InputError(f"more than {limits.members:,} entries (limit members)")
    if not feed.entries:
        raise InputError("a feed without entries")
    for number, entry in enumerate(feed.entries, start=1):
        place = f"{part.path}#{number}"
        yield attempt(
            place,
            lambda entry=entry, number=number, place=place: Document(  # type: ignore[misc]
                place, raw, "feed", checked(_text(entry), limits), _facts(entry, feed.feed), str(number)
            ),
        )
    if feed.bozo and not CLOSED.search(raw):
        yield Unread(part.path, f"broke off after entry {len(feed.entries)}: the file is truncated")


def _text(entry: Any) -> str:
    """The longest text that the entry holds, without its markup."""
    found = [_plain(part) for part in [*entry.get("content", ()), entry.get("summary_detail", {})]]
    return storable(max(found, key=len))


def _plain(detail: Any) -> str:
    value = str(detail.get("value") or "")
    marked = "html" in str(detail.get("type", "")) or looks_like_markup(value)
    return flat_text(value) if marked else value.strip()


def _facts(entry: Any, feed: Any) -> Facts:
    title = tidy(flat_text(str(entry.get("title") or "")))
    outlet = tidy(flat_text(str(entry.get("source", {}).get("title") or feed.get("title") or "")))
    published = iso_date(entry.get("published") or entry.get("updated"))
    return Facts(
        title=title,
        title_by=BY_FORM if title else None,
        outlet=outlet,
        outlet_by=BY_FORM if outlet else None,
        author=tidy(entry.get("author")),
        published=published,
        published_by=BY_FORM if published else None,
        url=tidy(entry.get("link")),
        language=language_of(entry.get("language") or feed.get("language")),
    )

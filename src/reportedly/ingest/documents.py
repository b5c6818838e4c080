"""One source to its articles: finds its kind, reads it, and turns every trouble into a line."""

from __future__ import annotations

from collections.abc import Iterator

from reportedly.ingest.attempt import TimeIsUp, is_input_trouble, reason_of, time_limit
from reportedly.ingest.feed import read_feed
from reportedly.ingest.html import read_html
from reportedly.ingest.jsonl import read_json
from reportedly.ingest.kind import kind_of
from reportedly.ingest.limits import DEFAULT, Limits
from reportedly.ingest.packed import read_gzip, read_tar, read_zip
from reportedly.ingest.part import Part
from reportedly.ingest.pdf import read_pdf
from reportedly.ingest.source import Source, open_part
from reportedly.ingest.text import read_text
from reportedly.ingest.warc import read_warc
from reportedly.records import Document, Unread


def documents(source: Source, limits: Limits = DEFAULT) -> Iterator[Document | Unread]:
    """The articles of one source, one at a time, and a line for each thing that could not be read.

    Raises nothing for bad input. The text of a document can always be written as UTF-8. Each step may take
    `limits.seconds` where this runs in the main thread of a process.
    """
    reading = _opened(source, limits)
    while True:
        try:
            with time_limit(limits.seconds):
                item = next(reading, None)
        except TimeIsUp as error:  # between two articles: there is no going on
            yield Unread(source.shown, reason_of(error))
            return
        if item is None:
            return
        yield item


def _opened(source: Source, limits: Limits) -> Iterator[Document | Unread]:
    try:
        part = open_part(source, limits)
    except Exception as error:  # InputError, OSError, ValueError for a NUL in the path
        yield Unread(source.shown, reason_of(error))
        return
    with part.stream:
        yield from _read(part, limits)


def _read(part: Part, limits: Limits) -> Iterator[Document | Unread]:
    """What one part holds; where it breaks off, what came before is not lost."""
    count = lines = 0
    try:
        for item in _items(part, limits):
            count += isinstance(item, Document)
            lines += 1
            yield item
        if not lines:
            yield Unread(part.path, "holds nothing that could be read")
    except BaseException as error:  # any library error at all: one bad file never ends a run
        if not is_input_trouble(error):
            raise
        reason = reason_of(error)
        before = f"broke off after {count} article{'s' * (count > 1)}: " if count else ""
        yield Unread(part.path, before + reason)


def _items(part: Part, limits: Limits) -> Iterator[Document | Unread]:
    match kind_of(part.head(), part.name):
        case "gzip":
            return read_gzip(part, limits, lambda inner: _read(inner, limits))
        case "zip":
            return read_zip(part, limits, lambda inner: _read(inner, limits))
        case "tar":
            return read_tar(part, limits, lambda inner: _read(inner, limits))
        case "warc":
            return read_warc(part, limits)
        case "feed":
            return read_feed(part, limits)
        case "json":
            return read_json(part, limits)
        case "pdf":
            return read_pdf(part, limits)
        case "html":
            return read_html(part, limits)
        case "text":
            return read_text(part, limits)

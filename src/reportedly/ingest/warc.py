"""Web archives (WARC): the pages and texts that a crawl was answered with."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from reportedly.errors import InputError
from reportedly.ingest.attempt import attempt
from reportedly.ingest.html import page, tidy
from reportedly.ingest.limits import Limits
from reportedly.ingest.part import Part
from reportedly.ingest.text import checked, decode
from reportedly.records import Document, Facts, Unread

PAGES = ("text/html", "application/xhtml+xml")
TEXTS = ("text/plain",)


class Forward:
    """A stream as FastWARC wants it, with a position; it only ever goes forward."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self.stream = stream
        self.position = 0
        self.trouble: Exception | None = None  # kept, because FastWARC reads ahead of the record in hand

    def read(self, size: int = -1) -> bytes:
        try:
            data = self.stream.read1(size)
        except (InputError, EOFError, OSError) as error:
            self.trouble, data = error, b""
        self.position += len(data)
        return data

    def tell(self) -> int:
        return self.position

    def seek(self, offset: int, whence: int = 0) -> int:
        raise OSError(f"a stream does not seek to {offset}")

    def close(self) -> None:
        """The stream is closed by whoever opened it."""


def read_warc(part: Part, limits: Limits) -> Iterator[Document | Unread]:
    """The articles of a web archive; the place of a record is its number among all records.

    Read are answers with status 200 and resources whose type is HTML or plain text. Requests, redirects,
    pictures and the like are parts of a crawl and no articles; an archive of nothing else is not read.
    """
    from fastwarc.warc import ArchiveIterator

    stream = Forward(part.stream)
    try:
        yield from _records(ArchiveIterator(stream, parse_http=False), part.path, limits)
    except (InputError, OSError) as error:
        raise stream.trouble or error from error
    if stream.trouble:
        raise stream.trouble


def _records(archive: Iterable[Any], path: str, limits: Limits) -> Iterator[Document | Unread]:
    from fastwarc.warc import WarcRecordType

    wanted = (WarcRecordType.response, WarcRecordType.resource)
    number = found = 0
    for record in archive:
        number += 1
        place = f"{path}#{number}"
        length = _length(record, number)
        if record.record_type not in wanted:
            _pass_over(record, length, number)
            continue
        if length > limits.page_bytes:
            found += 1
            yield Unread(place, f"a record of {length:,} bytes (limit article_chars)")
            _pass_over(record, length, number)
            continue
        if not record.freeze() or record.content_length < length:
            raise InputError(f"record {number} is cut short; the file is truncated")
        item = attempt(place, lambda record=record, place=place: _article(record, place, limits))  # type: ignore[misc]
        if isinstance(item, Document) or item.reason != NOTHING:
            found += 1
            if found > limits.members:
                raise InputError(f"more than {limits.members:,} articles (limit members)")
            yield item
    if not found:
        raise InputError(f"a web archive of {number} records, none of them a page or a text")


NOTHING = "no article"  # marks a record that is none; never shown


def _length(record: Any, number: int) -> int:
    """How long the record says it is."""
    stated = record.headers.get("Content-Length") or ""
    if not stated.strip().isdecimal():
        raise InputError(f"record {number} does not say how long it is; the file is broken")
    return int(stated)


def _pass_over(record: Any, length: int, number: int) -> None:
    if record.reader.consume(length) < length:
        raise InputError(f"record {number} is cut short; the file is truncated")


def _article(record: Any, place: str, limits: Limits) -> Document:
    """The article of a record. Raises InputError with NOTHING where the record is not one."""
    media, charset = _parse(record)
    if media not in PAGES + TEXTS:
        raise InputError(NOTHING)
    raw = record.reader.read(limits.page_bytes + 1)
    if len(raw) > limits.page_bytes:
        raise InputError(f"unpacks to more than {limits.page_bytes:,} bytes (limit article_chars)")
    url = tidy((record.headers.get("WARC-Target-URI") or "").strip("<>"))
    if media in PAGES:
        return page(raw, place, limits, charset, url)
    text = checked(decode(raw, [charset] if charset else []), limits)
    return Document(place, raw, "text", text, Facts(url=url))


def _parse(record: Any) -> tuple[str, str | None]:
    """The type and encoding of what the record holds; "" where it is no answer worth reading."""
    if (record.headers.get("Content-Type") or "").startswith("application/http"):
        record.parse_http(auto_decode="all")
        if record.http_headers is None or record.http_headers.status_code != 200:
            return "", None
        return (record.http_content_type or "").lower(), record.http_charset
    media, _, rest = (record.headers.get("Content-Type") or "").partition(";")
    charset = rest.partition("charset=")[2].strip(" \"'") or None
    return media.strip().lower(), charset

"""JSON as news crawlers write it: one record a line, a list of records, one record a file."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator

from reportedly.errors import InputError
from reportedly.ingest.attempt import attempt, reason_of
from reportedly.ingest.fields import read_record, records_in
from reportedly.ingest.limits import Limits
from reportedly.ingest.part import Part, buffered
from reportedly.ingest.text import PATCHED, decode, storable
from reportedly.records import Document, Unread

CHUNK = 1024 * 1024
BLANK = " \t\r\n"
DECODER = json.JSONDecoder()


def read_json(part: Part, limits: Limits) -> Iterator[Document | Unread]:
    """The articles of a JSON file in any of its shapes, read as a stream."""
    part = _as_utf8(part, limits)
    if part.head().lstrip()[:1] == b"[":
        yield from _list(part, limits)
        return
    first = part.stream.readline(limits.page_bytes + 1)
    if _is_record(first):
        if not part.head().strip():
            yield from _single(first + part.stream.read(), part.path, limits)
        else:
            yield from _lines(part, first, limits)
    elif len(first) > limits.page_bytes or _is_record(part.head().partition(b"\n")[0]):
        yield from _lines(part, first, limits)  # lines of which the first is too long or broken
    else:
        rest = part.stream.read(max(0, limits.page_bytes - len(first)) + 1)
        yield from _sequence(part.over(first + rest).whole(limits), part.path, limits)


def _as_utf8(part: Part, limits: Limits) -> Part:
    """The part without a byte order mark, and in UTF-8 if it was in UTF-16, which is not streamed."""
    head = part.head()
    if head.startswith(codecs.BOM_UTF8):
        part.stream.read(len(codecs.BOM_UTF8))
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in head[:64]:
        return part.over(decode(part.whole(limits)).encode())
    return part


def _is_record(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _lines(part: Part, first: bytes, limits: Limits) -> Iterator[Document | Unread]:
    """One record a line; the place of a record is the number of its line."""
    number, line, found = 1, first, 0
    while line:
        path = f"{part.path}#{number}"
        if len(line) > limits.page_bytes:
            yield Unread(path, f"a line of more than {limits.page_bytes:,} bytes (limit article_chars)")
            while line and not line.endswith(b"\n"):
                line = part.stream.readline(CHUNK)
        elif line.strip():
            found += 1
            if found > limits.members:
                raise InputError(f"more than {limits.members:,} articles (limit members)")
            raw = line.rstrip(b"\r\n")
            yield attempt(path, lambda raw=raw, path=path: _article(_parsed(raw), raw, path, limits))  # type: ignore[misc]
        number, line = number + 1, part.stream.readline(limits.page_bytes + 1)


def _parsed(raw: bytes) -> object:
    try:
        return json.loads(decode(raw))
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg} (character {error.pos + 1} of the line)") from error


def _article(value: object, raw: bytes, path: str, limits: Limits) -> Document:
    if not isinstance(value, dict):
        raise InputError(
            "not a record but another JSON value; expected an object with the fields of an article"
        )
    text, facts = read_record(value, limits)
    return Document(path, raw, "json", text, facts)


def _single(raw: bytes, path: str, limits: Limits) -> Iterator[Document | Unread]:
    """A file of one object: a record, or a wrapper around a list of records."""
    value = _parsed(raw)
    records = records_in(value) if isinstance(value, dict) else None
    if records is None:
        yield _article(value, raw, path, limits)
    else:
        yield from _records(iter(records), path, limits)


def _sequence(raw: bytes, path: str, limits: Limits) -> Iterator[Document | Unread]:
    """One object over many lines, or several one after the other."""
    text = decode(raw)
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg != "Extra data":
            raise InputError(f"not JSON: {error.msg} (line {error.lineno})") from error
        yield from _records(_values(buffered(text.encode()), "", limits), path, limits)
    else:
        yield from _single(raw, path, limits)


def _list(part: Part, limits: Limits) -> Iterator[Document | Unread]:
    """The records of one list, parsed one by one so that the list may be larger than the memory."""
    yield from _records(_values(part.stream, "[", limits), part.path, limits)


def _records(values: Iterator[object], path: str, limits: Limits) -> Iterator[Document | Unread]:
    """Each value as an article; its bytes are the value written canonically, whatever its layout was."""
    for number, value in enumerate(values, start=1):
        if number > limits.members:
            raise InputError(f"more than {limits.members:,} articles (limit members)")
        place = f"{path}#{number}"
        yield attempt(
            place,
            lambda value=value, place=place: _article(value, _canonical(value), place, limits),  # type: ignore[misc]
        )


def _canonical(value: object) -> bytes:
    return storable(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))).encode()


def _values(stream: io.BufferedReader, start: str, limits: Limits) -> Iterator[object]:
    """The values of a list (start "[") or of a sequence (start "")."""
    window = Window(stream, limits.page_bytes)
    window.skip(BLANK + "\ufeff")
    if start:
        window.take(start)
    while True:
        window.skip(BLANK + ",")
        if window.ended():
            if start:
                raise InputError("the list is not closed; the file is truncated")
            return
        if start and window.text[window.at] == "]":
            return
        yield window.value()


class Window:
    """The stretch of a stream in which the next value is."""

    def __init__(self, stream: io.BufferedReader, longest: int) -> None:
        self.stream = stream
        self.decoder = codecs.getincrementaldecoder("utf-8")(PATCHED)
        self.longest = longest
        self.text = ""
        self.at = 0
        self.complete = False  # nothing follows in the stream

    def more(self) -> None:
        """Drops what was taken and reads on, about as much as is there."""
        self.text = self.text[self.at :]
        self.at = 0
        data = self.stream.read1(max(CHUNK, len(self.text)))  # not read(): it loses what precedes a defect
        self.complete = not data
        self.text += self.decoder.decode(data, final=self.complete)

    def ended(self) -> bool:
        while self.at >= len(self.text) and not self.complete:
            self.more()
        return self.at >= len(self.text)

    def skip(self, passed: str) -> None:
        while not self.ended() and self.text[self.at] in passed:
            self.at += 1

    def take(self, expected: str) -> None:
        if self.ended() or self.text[self.at] != expected:
            raise InputError(f"not JSON: expected {expected!r}")
        self.at += 1

    def value(self) -> object:
        """The value that begins here. Raises InputError where there is none, or it is too long."""
        while True:
            try:
                value, self.at = DECODER.raw_decode(self.text, self.at)
                return value
            except json.JSONDecodeError as error:
                if self.complete:
                    raise InputError(f"not JSON: {error.msg}; the file is broken or truncated") from error
                if len(self.text) - self.at > self.longest:
                    raise InputError(
                        f"not JSON, or a record of more than {self.longest:,} characters"
                    ) from error
            except RecursionError as error:
                raise InputError(reason_of(error)) from error
            self.more()

"""CSV: one statement a row, for spreadsheets.

Without text, the words of content, cue, source and distance are left empty; titles, names and places stay.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from reportedly.publish.quotes import encodable, quote
from reportedly.records import Reading, Span, Statement

BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # without it Excel takes the file for Latin-1
# A spreadsheet would run a cell that begins so as a formula; an apostrophe makes it text again (OWASP, "CSV
# injection").
FORMULA = ("=", "+", "-", "@", "\t", "\r")

COLUMNS = (
    "statement",  # "article:s1", as `reportedly show` takes it; a spreadsheet may take a bare id for a number
    "published",
    "outlet",
    "title",
    "speaker",
    "speaker_kind",
    "speaker_named",
    "speaker_for",
    "source",
    "cue",
    "content",
    "mode",
    "distance",
    "via",
    "toward",
    "inside",
    "confidence",
    "reader",
    "author",
    "url",
    "path",
    "article",
    "content_at",
    "cue_at",
    "source_at",
    "distance_at",
    "text_sha256",
)


def write_csv(readings: Iterable[Reading], out: BinaryIO, *, without_text: bool = False) -> int:
    """Write one row for each statement below a row of names; returns the number of readings."""
    out.write(BYTE_ORDER_MARK)
    out.write(_lines([COLUMNS]))
    number = 0
    for reading in readings:
        out.write(_lines(_row(reading, statement, without_text) for statement in reading.statements))
        number += 1
    return number


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    lines = io.StringIO(newline="")
    csv.writer(lines).writerows(rows)
    return lines.getvalue().encode("utf-8")


def _row(reading: Reading, statement: Statement, without_text: bool) -> Iterator[str]:
    """The cells of a statement in the order of COLUMNS."""
    cells = {**_about(reading), **_statement(statement), **_places(statement)}
    cells["statement"] = f"{reading.article.id}:{statement.id}"
    if not without_text:
        cells.update(_words(statement, reading.article.text))
    return (_cell(cells.get(name) or "") for name in COLUMNS)


def _about(reading: Reading) -> dict[str, str | None]:
    article = reading.article
    return {
        "article": article.id,
        "published": article.facts.published,
        "outlet": article.facts.outlet,
        "title": article.facts.title,
        "author": article.facts.author,
        "url": article.facts.url,
        "path": article.path,
        "text_sha256": article.text_sha256,
    }


def _statement(statement: Statement) -> dict[str, str | None]:
    speaker = statement.speaker
    return {
        "speaker": speaker.name,
        "speaker_kind": speaker.kind,
        "speaker_named": "yes" if speaker.named else "no",
        "speaker_for": speaker.speaks_for,
        "mode": statement.mode,
        "via": "; ".join(statement.via),
        "toward": "; ".join(statement.toward),
        "inside": statement.inside,
        "confidence": f"{statement.confidence:.3f}",
        "reader": statement.reader,
    }


def _places(statement: Statement) -> dict[str, str | None]:
    return {
        "content_at": _at(statement.content),
        "cue_at": _at(_some(statement.cue)),
        "source_at": _at(_some(statement.source)),
        "distance_at": _at(statement.distance),
    }


def _words(statement: Statement, text: str) -> dict[str, str | None]:
    return {
        "content": quote(statement.content, text),
        "cue": quote(_some(statement.cue), text),
        "source": quote(_some(statement.source), text),
        "distance": "; ".join(span.of(text) for span in statement.distance),
    }


def _some(span: Span | None) -> list[Span]:
    return [] if span is None else [span]


def _at(spans: Iterable[Span]) -> str:
    """Places in the form of JSON Lines; "12:45" would be a time of day to a spreadsheet."""
    return json.dumps([(span.start, span.end) for span in spans], separators=(",", ":"))


def _cell(text: str) -> str:
    """The text as a spreadsheet may show it."""
    safe = f"'{text}" if text.startswith(FORMULA) else text
    return encodable(safe.replace("\x00", "\ufffd"))

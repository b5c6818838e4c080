"""Readings of named files by a model that is not the shipped one, for the scorers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reportedly.ingest import Source, documents
from reportedly.mark import mark
from reportedly.publish import write_jsonl
from reportedly.read import Session, read
from reportedly.records import Document
from reportedly.resolve import register, resolve


def write_readings(model: Path, paths: Sequence[Path], out: Path) -> None:
    """The files as the model reads them on the program's own way, furniture passed over, as JSON Lines."""
    session = Session(model, threads=2)
    found = (item for path in paths for item in documents(Source(str(path))) if isinstance(item, Document))
    with out.open("wb") as lines:
        write_jsonl((resolve(read(mark(document), session), register()) for document in found), lines)

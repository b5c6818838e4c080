"""Exports: records in, files out; nothing is computed here."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from reportedly.errors import ReportedlyError
from reportedly.publish.files import replacing
from reportedly.publish.jsonl import encode, write_jsonl
from reportedly.records import Reading

FORMATS = ("jsonl", "csv", "parquet", "conllu")

__all__ = ["FORMATS", "encode", "write", "write_jsonl"]


def write(readings: Iterable[Reading], form: str, to: Path | None, *, without_text: bool = False) -> int:
    """Write the readings to a file (for parquet: a folder) or to standard output; returns their number.

    A file appears whole or not at all. Raises ReportedlyError for an unknown form or a missing folder.
    """
    if form not in FORMATS:
        raise ReportedlyError(f"--format {form}: expected one of {', '.join(FORMATS)}")
    if form == "parquet":
        from reportedly.publish.parquet import write_parquet

        if to is None:
            raise ReportedlyError("--format parquet: expected --to and a folder, as there are several files")
        return write_parquet(readings, to, without_text=without_text)
    from reportedly.publish.conllu import write_conllu
    from reportedly.publish.csv import write_csv

    writer = {"jsonl": write_jsonl, "csv": write_csv, "conllu": write_conllu}[form]
    if to is None:
        return writer(readings, sys.stdout.buffer, without_text=without_text)
    with replacing(to) as out:
        return writer(readings, out, without_text=without_text)

"""A file appears whole under its name or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from reportedly.errors import ReportedlyError


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Write to a file beside `path` that takes its name at the end; what stood there stays if it fails.

    A device or a pipe is written to directly. Raises ReportedlyError where the place cannot be written to.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as file:
                yield file
            return
        target = path.resolve()  # a link stays a link, and what it leads to is replaced
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        try:
            with part.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise _refusal(path, error, "a place for a file") from error


def make_folder(path: Path) -> None:
    """Make the folder where there is none. Raises ReportedlyError where that cannot be done."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refusal(path, error, "a folder or a place for one") from error


def _refusal(path: Path, error: OSError, expected: str) -> ReportedlyError:
    return ReportedlyError(f"{path} cannot be written: {error.strerror}; expected {expected}")

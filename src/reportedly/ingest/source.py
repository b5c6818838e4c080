"""What the user pointed at, one file after the other."""

from __future__ import annotations

import glob
import io
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from reportedly.errors import InputError
from reportedly.ingest.attempt import reason_of
from reportedly.ingest.limits import DEFAULT, Limits
from reportedly.ingest.part import SNIFF, Part, buffered
from reportedly.ingest.words import words
from reportedly.records import Unread

STANDARD_INPUT = "-"
PAGE_ENDINGS = (".html", ".htm", ".xhtml")
# Browsers put a page's pictures, styles and scripts in a folder beside it, named in the browser's language.
COMPANIONS = words(
    "_files .files -Dateien _fichiers _archivos _ficheiros _dosyalar _bestanden _file _файлы",
)


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read; what came by standard input carries its bytes, so that any process can read it."""

    path: str
    data: bytes | None = field(default=None, repr=False)

    @property
    def shown(self) -> str:
        """The path as it can be printed and stored: a name that is no UTF-8 gets replacement characters."""
        return shown(self.path)


def shown(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def sources(paths: Sequence[str], limits: Limits = DEFAULT) -> Iterator[Source | Unread]:
    """The files that the paths mean, in order: folders with all below them, sorted by name, hidden files and
    the companion folders of saved pages left out; globs; "-" for standard input."""
    for path in paths:
        if path == STANDARD_INPUT:
            yield _standard_input(limits)
        elif os.path.lexists(path):
            yield from _expand(path, set())
        elif glob.has_magic(path):
            yield from _matches(path)
        else:
            yield Unread(shown(path), "no such file or folder")


def open_part(source: Source, limits: Limits) -> Part:
    """The source as a stream; the caller closes it. Raises InputError or OSError; never waits for a pipe."""
    name = Path(source.path).name
    if source.data is not None:
        _check_size(len(source.data), limits)
        return Part(source.shown, name, buffered(source.data), len(source.data))
    _check_regular(Path(source.path).stat().st_mode)
    descriptor = os.open(source.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    file = io.FileIO(descriptor, closefd=True)
    try:
        status = os.fstat(descriptor)
        _check_regular(status.st_mode)  # again: what opens is what counts
        _check_size(status.st_size, limits)
    except BaseException:
        file.close()
        raise
    return Part(source.shown, name, io.BufferedReader(file, SNIFF), status.st_size)


def _check_regular(mode: int) -> None:
    if not stat.S_ISREG(mode):
        raise InputError(f"not a regular file but {_sort_of(mode)}")


def _check_size(size: int, limits: Limits) -> None:
    if size == 0:
        raise InputError("empty file")
    if size > limits.file_bytes:
        raise InputError(f"{size:,} bytes; expected at most {limits.file_bytes:,} (limit file_bytes)")


def _standard_input(limits: Limits) -> Source | Unread:
    data = sys.stdin.buffer.read(limits.file_bytes + 1)
    if len(data) > limits.file_bytes:
        return Unread(STANDARD_INPUT, f"more than {limits.file_bytes:,} bytes (limit file_bytes)")
    return Source(STANDARD_INPUT, data)


def _matches(pattern: str) -> Iterator[Source | Unread]:
    parts = Path(pattern).parts
    fixed = Path(*takewhile(lambda part: not glob.has_magic(part), parts))
    rest = parts[len(fixed.parts) :]
    try:
        found = sorted(str(path) for path in fixed.glob("/".join(rest)) if not _left_out(path, fixed))
    except ValueError as error:
        yield Unread(shown(pattern), reason_of(error))
        return
    if not found:
        yield Unread(shown(pattern), "no file matches")
    seen: set[tuple[int, int]] = set()
    given: set[str] = set()  # "**" finds folders as well as the files in them
    for path in found:
        for item in _expand(path, seen):
            if item.path not in given:
                given.add(item.path)
                yield item


def _left_out(path: Path, base: Path) -> bool:
    """Whether something below `base` is hidden, or belongs to a saved page."""
    below = path.relative_to(base).parts
    folders = [base.joinpath(*below[:count]) for count in range(1, len(below) + 1)]
    return any(folder.name.startswith(".") or _is_companion(folder) for folder in folders)


def _expand(path: str, seen: set[tuple[int, int]]) -> Iterator[Source | Unread]:
    """One path: itself, or all files below it. `seen` are the folders gone through: links may loop."""
    try:
        status = Path(path).stat()
    except OSError as error:
        yield Unread(shown(path), reason_of(error))
        return
    if not stat.S_ISDIR(status.st_mode):
        yield Source(path)
        return
    if (status.st_dev, status.st_ino) in seen:
        return
    seen.add((status.st_dev, status.st_ino))
    try:
        names = sorted(entry.name for entry in Path(path).iterdir())
    except OSError as error:
        yield Unread(shown(path), f"folder not readable: {reason_of(error)}")
        return
    for name in names:
        below = Path(path) / name
        if not name.startswith(".") and not _is_companion(below):
            yield from _expand(str(below), seen)


def _is_companion(path: Path) -> bool:
    """Whether it is the folder of pictures and scripts that belongs to a saved page beside it."""
    stems = [path.name.removesuffix(ending) for ending in COMPANIONS if path.name.endswith(ending)]
    pages = (path.parent / (stem + ending) for stem in stems for ending in PAGE_ENDINGS)
    return any(page.exists() for page in pages)


def _sort_of(mode: int) -> str:
    for test, what in (
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    ):
        if test(mode):
            return what
    return "something else"

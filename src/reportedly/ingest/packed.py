"""Compressed files and archives: their members are unpacked as streams, never to the disk."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, BinaryIO, Self

from reportedly.errors import InputError
from reportedly.ingest.attempt import reason_of
from reportedly.ingest.limits import Limits
from reportedly.ingest.part import Budget, Part, Pieces
from reportedly.records import Document, Unread

Items = Iterator[Document | Unread]
Reader = Callable[[Part], Items]

CHUNK = 64 * 1024
LOCAL_HEADER = struct.Struct("<4sHHHHHIIIHH")  # of a zip member: APPNOTE.TXT 4.3.7
STORED, DEFLATED = 0, 8


class Gunzip(Pieces):
    """A gzip file of one or more members as a stream."""

    def __init__(self, packed: BinaryIO) -> None:
        super().__init__()
        self.packed = packed
        self.inflater = zlib.decompressobj(wbits=31)
        self.input = b""

    def piece(self, most: int) -> bytes:
        while True:
            if self.inflater.eof:
                self.input = self.inflater.unused_data.lstrip(b"\0") or self.packed.read(CHUNK).lstrip(b"\0")
                if not self.input.startswith(b"\x1f"):  # the end, or padding that tapes and crawlers leave
                    return b""
                self.inflater = zlib.decompressobj(wbits=31)
            source = self.input or self.packed.read(CHUNK)
            if not source:
                raise EOFError
            try:
                piece = self.inflater.decompress(source, most)
            except zlib.error as error:
                raise InputError("the compressed data are broken") from error
            self.input = self.inflater.unconsumed_tail
            if piece:
                return piece


def read_gzip(part: Part, limits: Limits, read: Reader) -> Items:
    """What one gzip file holds, under the name of the gzip file."""
    budget = Budget(limits.allowance(part.packed))
    name = part.name[:-3] if part.name.lower().endswith(".gz") else part.name
    stream = io.BufferedReader(Gunzip(part.stream), CHUNK)
    inner = part.inside(stream, budget, path=part.path, name=name, archive=part.archive)
    if inner.head().startswith(b"\x1f\x8b"):
        raise InputError("a gzip file inside a gzip file; expected an article or a list of articles")
    yield from read(inner)


class StrictHeader(tarfile.TarInfo):
    """A header of a tar archive; tarfile alone takes a broken or missing one for the archive's end."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile_)
        except tarfile.HeaderError as error:
            if isinstance(error, tarfile.EOFHeaderError):  # type: ignore[attr-defined]  # not in typeshed
                raise
            raise InputError("the archive is broken or truncated") from error


def read_tar(part: Part, limits: Limits, read: Reader) -> Items:
    """The files of a tar archive, in its order."""
    _refuse_nesting(part)
    budget = Budget(max(part.packed, limits.unpacked_bytes))  # a member with holes is larger than the archive
    number = 0
    with tarfile.open(fileobj=part.stream, mode="r|", tarinfo=StrictHeader) as archive:
        for member in archive:
            number += 1
            _check_count(number, limits)
            if member.isfile() and _wanted(member.name):
                stream = archive.extractfile(member)
                if stream is not None:
                    yield from read(_member(part, stream, member.name, budget))


def read_zip(part: Part, limits: Limits, read: Reader) -> Items:
    """The files of a zip archive, in its order; of one that broke off, those that are whole."""
    _refuse_nesting(part)
    budget = Budget(limits.allowance(part.packed))
    raw = part.stream if part.stream.seekable() else part.over(part.whole(limits)).stream
    try:
        archive = zipfile.ZipFile(raw)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as error:
        raw.seek(0)
        yield from _salvage(part, raw, budget, read)
        raise InputError(f"the archive is broken or truncated ({error})") from error
    with archive:
        for number, entry in enumerate(archive.infolist(), start=1):
            _check_count(number, limits)
            if entry.is_dir() or not _wanted(entry.filename):
                continue
            yield from _zip_member(part, archive, entry, budget, read)


def _zip_member(
    part: Part, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget, read: Reader
) -> Items:
    try:
        stream = archive.open(entry)
    except (
        zipfile.BadZipFile,
        RuntimeError,
        ValueError,
        OSError,
        NotImplementedError,
        struct.error,
    ) as error:
        locked = "password" in str(error)
        yield Unread(_place(part, entry.filename), "encrypted" if locked else reason_of(error))
        return
    with stream:
        yield from read(_member(part, stream, entry.filename, budget))


def _salvage(part: Part, raw: BinaryIO, budget: Budget, read: Reader) -> Items:
    """The whole members at the beginning of a zip archive whose list of members, at its end, is missing."""
    while True:
        fixed = raw.read(LOCAL_HEADER.size)
        if len(fixed) < LOCAL_HEADER.size or not fixed.startswith(b"PK\x03\x04"):
            return
        _, _, flags, method, _, _, _, packed, _, name_length, extra_length = LOCAL_HEADER.unpack(fixed)
        name = raw.read(name_length).decode("utf-8" if flags & 0x800 else "cp437", "replace")
        raw.read(extra_length)
        data = _salvaged(raw, method, flags, packed, budget)
        if data is None:
            return
        if _wanted(name) and not name.endswith("/"):
            yield from read(_member(part, io.BytesIO(data), name, Budget(len(data))))


def _salvaged(raw: BinaryIO, method: int, flags: int, packed: int, budget: Budget) -> bytes | None:
    """The bytes of one member, None where they are cut short, and the stream at what follows it."""
    if flags & 1:  # encrypted
        return None
    if method == STORED and not flags & 8:
        data = raw.read(packed)
        budget.spend(len(data))
        return data if len(data) == packed else None
    if method != DEFLATED:
        return None
    inflater, pieces = zlib.decompressobj(wbits=-15), []
    while not inflater.eof:
        source = inflater.unconsumed_tail or raw.read(CHUNK)
        if not source:
            return None
        try:
            piece = inflater.decompress(source, CHUNK)
        except zlib.error:
            return None
        budget.spend(len(piece))
        pieces.append(piece)
    raw.seek(-len(inflater.unused_data), io.SEEK_CUR)
    if flags & 8:  # a descriptor of sizes follows, with or without its mark
        descriptor = raw.read(16)
        if not descriptor.startswith(b"PK\x07\x08"):
            raw.seek(12 - len(descriptor), io.SEEK_CUR)
    return b"".join(pieces)


def _member(part: Part, stream: IO[bytes], name: str, budget: Budget) -> Part:
    return part.inside(stream, budget, path=_place(part, name), name=PurePosixPath(name).name)


def _place(part: Part, name: str) -> str:
    return f"{part.path}#{name}".encode("utf-8", "replace").decode()


def _wanted(name: str) -> bool:
    """Whether a member is no hidden file, nor one that macOS adds to archives."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return not any(
        (piece.startswith(".") and piece not in (".", "..")) or piece == "__MACOSX" for piece in parts
    )


def _refuse_nesting(part: Part) -> None:
    if part.archive:
        raise InputError("an archive inside an archive is not opened")


def _check_count(number: int, limits: Limits) -> None:
    if number > limits.members:
        raise InputError(f"more than {limits.members:,} members (limit members)")

"""One stream of bytes to be read: a file, or a member of an archive."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import IO, Any

from reportedly.errors import InputError
from reportedly.ingest.limits import Limits

SNIFF = 64 * 1024  # how much of the beginning decides what kind of file it is


@dataclass(slots=True)
class Budget:
    """How many bytes may still be unpacked from one file."""

    left: int

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise InputError(
                "unpacks to more than a file of its size may: a bomb, or beyond limit unpacked_bytes"
            )


@dataclass(frozen=True, slots=True)
class Part:
    """A stream with the name that the user would give it."""

    path: str
    name: str  # the file name, for its extension
    stream: io.BufferedReader
    packed: int  # bytes of the file on disk that it comes from
    archive: bool = False  # it is a member of a zip or tar: no further archive is opened in it

    def head(self) -> bytes:
        """The first bytes, without taking them."""
        return self.stream.peek(SNIFF)[:SNIFF]

    def whole(self, limits: Limits) -> bytes:
        """All bytes. Raises InputError where there are more than one article can be."""
        raw = self.stream.read(limits.page_bytes + 1)
        if len(raw) > limits.page_bytes:
            most = f"{limits.page_bytes:,} bytes for one article"
            raise InputError(f"more than {most} (10 a character of limit article_chars)")
        return raw

    def inside(
        self, stream: IO[bytes], budget: Budget, *, path: str, name: str, archive: bool = True
    ) -> Part:
        """A member of this part, whose bytes are paid for from `budget`."""
        counted: io.BufferedReader = io.BufferedReader(Counted(stream, budget), SNIFF)
        return Part(path, name, counted, self.packed, archive)

    def over(self, raw: bytes) -> Part:
        """The same part with other bytes."""
        return Part(self.path, self.name, buffered(raw), self.packed, self.archive)


def buffered(raw: bytes) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(raw), SNIFF)


class Pieces(io.RawIOBase):
    """A stream made of pieces; what precedes a defect can still be read, the defect is raised after it."""

    def __init__(self) -> None:
        super().__init__()
        self.trouble: Exception | None = None

    def piece(self, most: int) -> bytes:
        """The next bytes, b"" at the end."""
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed: any writable buffer
        filled = 0
        while filled < len(buffer) and not self.trouble:
            try:
                piece = self.piece(len(buffer) - filled)
            except Exception as error:  # whatever it is, it is raised as soon as all before it was taken
                self.trouble = error
                break
            if not piece:
                break
            buffer[filled : filled + len(piece)] = piece
            filled += len(piece)
        if self.trouble and not filled:
            raise self.trouble
        return filled


class Counted(Pieces):
    """A stream whose bytes are paid for as they are read."""

    def __init__(self, inner: IO[bytes], budget: Budget) -> None:
        super().__init__()
        self.inner: Any = inner  # with read1, which IO[bytes] does not name
        self.budget = budget

    def piece(self, most: int) -> bytes:
        data = bytes(self.inner.read1(most))
        self.budget.spend(len(data))
        return data

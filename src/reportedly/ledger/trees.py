"""The words and dependency trees of a text as a few bytes a word.

Five lists, one entry a word: white space before it, length, part of speech, way to the head, relation;
each small number is one byte of MessagePack, and zlib makes the most of lists that are alike. The labels go
along as they are, so that what was packed is read by whatever comes to know other labels.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from itertools import chain, islice, repeat
from operator import ge, sub

from reportedly.errors import LedgerError, SpanError
from reportedly.records import Sentence, Span, Word

VERSION = 1
PACKING = 6  # zlib's level: 2.93 bytes a word of English Web Treebank dev; 3 takes 2 % more, 9 no less
Columns = tuple[int, list[str], list[str], list[int], list[int], list[int], list[int], list[int], list[int]]


def pack(sentences: Sequence[Sentence]) -> bytes | None:
    """The sentences as bytes, None where there are none.

    Raises LedgerError where a head is neither -1 nor a word of the sentence.
    """
    if not sentences:
        return None
    import msgspec  # opening a ledger does without it

    counts = [len(sentence.words) for sentence in sentences]
    words = [word for sentence in sentences for word in sentence.words]
    spans = [word.span for word in words]
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    parts, part_numbers = _numbered([word.upos for word in words])
    relations, relation_numbers = _numbered([word.relation for word in words])
    columns: Columns = (
        VERSION,
        parts,
        relations,
        counts,
        list(map(sub, starts, [0, *ends])),
        list(map(sub, ends, starts)),
        part_numbers,
        _ways([word.head for word in words], counts),
        relation_numbers,
    )
    return zlib.compress(msgspec.msgpack.encode(columns), PACKING)


def _numbered(labels: Sequence[str]) -> tuple[list[str], list[int]]:
    """The labels that occur, and which one each is."""
    known = sorted(set(labels))
    numbers = {label: number for number, label in enumerate(known)}
    return known, [numbers[label] for label in labels]


def _ways(heads: Sequence[int], counts: Sequence[int]) -> list[int]:
    """How far each word is from its head; a root's stands before the first word."""
    lengths = chain.from_iterable(map(repeat, counts, counts))
    if min(heads, default=0) < -1 or any(map(ge, heads, lengths)):
        raise LedgerError(
            f"heads {list(heads)} in sentences of {list(counts)}; expected -1 or a word's number"
        )
    return list(map(sub, heads, chain.from_iterable(map(range, counts))))


def unpack(packed: bytes) -> tuple[Sentence, ...]:
    """The sentences that were packed. Raises LedgerError where the bytes are not what `pack` made."""
    import msgspec

    try:
        content = zlib.decompress(packed)
        version = msgspec.msgpack.decode(content)[0]
        if version != VERSION:
            raise LedgerError(f"trees are packed in form {version!r}; expected {VERSION}")
        return _sentences(msgspec.msgpack.decode(content, type=Columns))
    except (zlib.error, msgspec.MsgspecError, SpanError, TypeError, LookupError, ValueError) as error:
        raise LedgerError(f"trees cannot be unpacked ({error}); expected what was saved") from error


def _sentences(columns: Columns) -> tuple[Sentence, ...]:
    _, parts, relations, counts, *lists = columns
    if any(len(one) != sum(counts) for one in lists):
        raise ValueError("lists of different lengths")
    words = _words(parts, relations, counts, lists)
    return tuple(Sentence(tuple(islice(words, count))) for count in counts)


def _words(
    parts: list[str], relations: list[str], counts: list[int], lists: Sequence[list[int]]
) -> Iterator[Word]:
    places = chain.from_iterable(map(range, counts))
    end = 0
    for place, gap, length, part, way, relation in zip(places, *lists, strict=True):
        start = end + gap
        end = start + length
        yield Word(Span(start, end), parts[part], place + way, relations[relation])

"""The words that spans stand for, for formats whose readers see words rather than offsets."""

from __future__ import annotations

from collections.abc import Iterable

from reportedly.records import Span

GAP = " … "  # between the pieces of one content


def quote(spans: Iterable[Span], text: str) -> str:
    """The pieces in text order with the gaps between them shown."""
    return GAP.join(span.of(text) for span in spans)


def in_one_line(words: str) -> str:
    """The words with each stretch of white space, a line's end too, as one space."""
    return " ".join(words.split())


def encodable(text: str) -> str:
    """The text with lone surrogates written out, since UTF-8 has no form for them."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")

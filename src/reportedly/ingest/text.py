"""Plain text in whatever encoding: decoded, the byte order mark removed, otherwise as it is."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from reportedly.errors import InputError
from reportedly.ingest.limits import Limits
from reportedly.ingest.part import SNIFF, Part
from reportedly.ingest.words import words
from reportedly.records import Document, Facts

# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The encodings that news is kept in; without this list short texts are taken for EBCDIC or old Macintosh.
COMMON = words(
    "cp1252 cp1254 cp1250 cp1251 cp1253 cp1255 cp1256 cp1257 cp1258 iso8859_2 iso8859_5",
    "iso8859_7 koi8_r koi8_u cp932 euc_jp iso2022_jp gb18030 big5 cp949",
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))  # escape: terminal colours, ISO-2022
MOST_CONTROLS = 0.02  # of a text's bytes; random bytes have 10 %
PADDED = 0.25  # of the bytes at even or at odd places are NUL in UTF-16 without a mark, in Latin script
JAPANESE = re.compile(rb"\x1b\$[@B]")  # ISO-2022-JP is made of ASCII bytes and would pass for UTF-8
WEST = "éèêëàâäáãåçùûüúïîíìôöòóõñßæøœÉÀÂÄÖÜÇÑÅÆØ‘’“”„‚«»‹›–—…•·°€£§©®´\xa0"
# Which letters a text with a foreign letter here and there has, in the order of what to prefer. Icelandic is
# left out: its letters stand where Turkish has its own.
LATIN = (
    ("cp1252", frozenset(WEST)),
    ("cp1254", frozenset(WEST + "ğışĞİŞ")),
    ("cp1250", frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉÍŇŘŠŤÚŽőűöüäăâîşţß‘’“”„‚«»–—…•·°€§©\xa0")),
    ("iso8859_2", frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻáčďéěíňřšťúůýžÁČĎÉÍŇŘŠŤÚŽőűöüäăâîşţß°§\xa0")),
)
MOST_LATIN = 0.3  # of the bytes: accents are 15 % of a Latin text at most, and 80 % of a Cyrillic one
WIDE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")  # what a UTF-8 character of several bytes begins with
SURROGATE = re.compile("[\ud800-\udfff]")
PATCHED = "reportedly-windows-1252"


def read_text(part: Part, limits: Limits) -> Iterator[Document]:
    """The article in a plain text file."""
    raw = part.whole(limits)
    yield Document(part.path, raw, "text", checked(decode(raw), limits), Facts())


def checked(text: str, limits: Limits) -> str:
    """The text itself. Raises InputError where it is empty or longer than an article may be."""
    if not text or text.isspace():
        raise InputError("no text in it: only white space")
    if len(text) > limits.article_chars:
        raise InputError(
            f"a text of {len(text):,} characters; expected at most {limits.article_chars:,}"
            " (limit article_chars)"
        )
    return text


def decode(raw: bytes, declared: Sequence[str] = ()) -> str:
    """The characters that the bytes stand for. Raises InputError where they are no text.

    Tried in this order: byte order mark, strict UTF-8, the declared encodings, UTF-16 without a mark, UTF-8
    with a few stray bytes, a guess. Bytes that stand for nothing become U+FFFD, and so does half a surrogate
    pair: what is stored can always be written as UTF-8.
    """
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(encoding, "replace")
    wide = _unmarked_utf16(raw[:SNIFF])
    if not wide and is_binary(raw[:SNIFF]):
        raise InputError("not a kind of file that is read: binary data")
    strict = [wide] if wide else ["utf-8", *declared]
    if JAPANESE.search(raw, 0, SNIFF):
        strict.insert(0, "iso2022_jp")
    for encoding in strict:
        try:
            return storable(raw.decode(encoding))
        except (UnicodeError, LookupError):
            continue
    return _guessed(raw)


def storable(text: str) -> str:
    """The text with half surrogate pairs, which no file can hold, as U+FFFD, and split pairs joined."""
    if not SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def is_binary(head: bytes) -> bool:
    """Whether so many bytes are control characters that these are no words."""
    found = len(head) - len(head.translate(None, CONTROLS))
    return found > max(4, MOST_CONTROLS * len(head))


def _unmarked_utf16(head: bytes) -> str | None:
    """Which UTF-16 it is without a byte order mark, seen by the byte that half of the places share."""
    if len(head) < 8 or b"\0" not in head:
        return None
    even, odd = head[0::2], head[1::2]
    for rare, common, encoding in ((even, odd, "utf-16-be"), (odd, even, "utf-16-le")):
        if rare.count(0) < PADDED * len(rare) and not _one_script(rare, common):
            continue
        if common.count(0) <= 0.02 * len(common):
            return encoding
    return None


def _one_script(high: bytes, low: bytes) -> bool:
    """Whether two values of the high byte make up nearly all, and there are spaces: Cyrillic, Greek..."""
    usual = sum(count for _, count in Counter(high).most_common(2))
    spaces = sum(1 for a, b in zip(high, low, strict=False) if a == 0 and b in b" \r\n.,")
    return usual >= 0.9 * len(high) and spaces >= 0.05 * len(high)


def _guessed(raw: bytes) -> str:
    """The text of bytes that are neither declared nor clean UTF-8."""
    patched = raw.decode("utf-8", PATCHED)
    wide = len(WIDE.findall(raw))
    stray = len(patched.encode("utf-8", "replace")) - len(raw)  # each byte patched grew by one or two
    if wide > 2 * stray:  # UTF-8 with stray bytes, as pasting from elsewhere leaves them
        return patched
    latin = _latin(raw)
    if latin:
        return raw.decode(latin, "replace")
    from charset_normalizer import from_bytes  # slow to import, seldom needed

    best = from_bytes(raw[: 4 * SNIFF], cp_isolation=list(COMMON)).best()
    return raw.decode(best.encoding if best else "cp1252", "replace")


def _latin(raw: bytes) -> str | None:
    """The single-byte encoding in which nearly all bytes beyond ASCII are letters that such texts have."""
    high = re.sub(rb"[\x00-\x7f]+", b"", raw)
    if len(high) > MOST_LATIN * len(raw):
        return None
    scores = [
        (sum(character in letters for character in high.decode(encoding, "replace")), encoding)
        for encoding, letters in LATIN
    ]
    best, encoding = max(scores, key=lambda score: score[0])
    return encoding if best >= 0.9 * len(high) else None


def _patch(error: UnicodeError) -> tuple[str, int]:
    """A stray byte in UTF-8 read as Windows-1252 has it, where it has it."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(PATCHED, _patch)

"""One way of writing for what is searched: case, accents and letter forms folded, cut into words.

The index and the query go through the same function, and both databases get the finished words, so that they
cannot disagree about what a word is.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose into a plain letter and an accent, and the dotless i.
LETTERS = {
    "ı": "i",
    "İ": "i",
    "ł": "l",
    "Ł": "l",
    "ø": "o",
    "Ø": "o",
    "đ": "d",
    "Đ": "d",
    "ð": "d",
    "Ð": "d",
    "þ": "th",
    "Þ": "th",
    "æ": "ae",
    "Æ": "ae",
    "œ": "oe",
    "Œ": "oe",
    "ħ": "h",
    "Ħ": "h",
    "ŧ": "t",
    "Ŧ": "t",
    "ŋ": "n",
    "Ŋ": "n",
    "ə": "e",
    "Ə": "e",
    "ـ": "",  # the stroke that only lengthens an Arabic word
}
APOSTROPHES = "’‘ʹʺʻʼʽʾʿ´"  # as the plain one: Sana'a, Sana’a and Sanaʿa are the same two words

# Scripts written without spaces: each sign is a word, and a search for several is a search for their row.
SIGN = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
INNER = rf"[^\W_{SIGN}]"  # a character of a word in any other script
LONGEST = 64  # a longer run is cut: PostgreSQL refuses words above 2,046 bytes, and no one types one
WORD = re.compile(rf"[{SIGN}]|{INNER}{{1,{LONGEST}}}")


class _Table(dict[int, str]):
    """What each character folds to, worked out when first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    if character in APOSTROPHES:
        return "'"
    if character in LETTERS:
        return LETTERS[character]
    parts = unicodedata.normalize("NFKD", character).casefold()
    kept = (
        part for part in unicodedata.normalize("NFKD", parts) if unicodedata.category(part) not in _SILENT
    )
    return "".join(LETTERS.get(part, part) for part in kept)


_SILENT = {"Mn", "Me", "Cf"}  # accents, enclosing signs, soft hyphens and joiners
_TABLE = _Table()


def fold(text: str) -> str:
    """The text in small letters without accents; characters may become none or several."""
    return text.lower() if text.isascii() else text.translate(_TABLE)


def places(text: str) -> list[int] | None:
    """For each character of fold(text), and for its end, the character of the text it came from.

    None where the two run in step, which is the rule.
    """
    if text.isascii() or all(len(_TABLE[ord(character)]) == 1 for character in set(text)):
        return None
    origin: list[int] = []
    for place, character in enumerate(text):
        origin.extend([place] * len(_TABLE[ord(character)]))
    origin.append(len(text))
    return origin


def words(text: str) -> list[str]:
    """The folded words of a text, in its order."""
    return WORD.findall(fold(text))


def key(text: str | None) -> str:
    """A name for comparing: its folded words, each after a space, so that " bar" finds a word's beginning."""
    found = words(text or "")
    return " " + " ".join(found) if found else ""

"""One spelling for the many that a name has: a strict key for equality, a loose one by sound.

The strict key forgets case, accents, apostrophes, hyphens and the Arabic article ("Al-Ra'i" is "rai").
The sound key also forgets what transliterations differ in ("Qadhafi", "Gaddafi"); it is far too loose for
anything but surnames and armed groups of which exactly one sounds so.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart; the apostrophes and half rings of transliteration go.
_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ə": "a",
        "&": " and ",
    }
    | dict.fromkeys("'’‘`´ʻʼʽʾʿ′.\"“”", "")
)
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b|(?<=s)['’](?=\s|$)")
_GAP = re.compile(r"[^\w]+|_")
_ARTICLES = frozenset({"al", "el", "ul"})
_SHORTEST_SOUND = 4
# Given names that each newspaper spells its own way.
_SAME = {
    spelling: spellings.split()[0]
    for spellings in (
        "mohammed mohamed mohammad muhammad mohamad muhammed mohamud mohammod",
        "ahmed ahmad",
        "hussein husayn husain hussain hossein hosein husein",
        "hassan hasan",
        "abdullah abdallah abdulla abdalla",
        "yousef youssef yusuf yousuf yusef yousif youssouf",
        "khalid khaled",
        "mahmoud mahmud mahmood",
        "mustafa mostafa moustafa",
        "omar umar",
        "osama usama",
        "saleh salih saleh",
        "sheikh shaikh sheik shaykh",
        "ibrahim ebrahim",
        "qassem qasem qasim qassim kassem kasim",
        "suleiman sulaiman soleiman",
        "abdul abdel abd",
        "aziz azeez",
        "sergei sergey",
        "andrei andrey",
        "alexei aleksei alexey aleksey",
        "alexander aleksandr alexandr aleksander",
        "dmitry dmitri dmitriy",
        "yuri yuriy yury",
        "nikolai nikolay",
        "nicolas nicholas",
    )
    for spelling in spellings.split()
}

# In this order, on one word of a strict key.
_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"[aou]llah?$|[aou]lla$", "ulah"),
        (r"(?:ij|iy|yy|y|i)$", "i"),
        (r"(?:sk|tsk)(?:ii|i|y)$", "ski"),
        (r"tsch|tch", "ch"),
        (r"dsch|dzh|dj", "j"),
        (r"sch", "sh"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"(?<=[gdtz])h", ""),
        (r"ck|[qgk]|c(?=[aou]|$)", "k"),
        (r"ou|oo|au|[ouw]", "u"),
        (r"ei|ey|ee|ie|iy|ai|ay|[eiy]", "i"),
        (r"v", "u"),
        (r"z", "s"),
        (r"(?<=.)h$", ""),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=1 << 16)
def fold(name: str) -> str:
    """The strict key: equal for two spellings of one name. Empty where nothing of it is a letter or digit."""
    text = name.casefold()
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if not unicodedata.combining(letter)).casefold()
    words = _GAP.sub(" ", text.translate(_LETTERS)).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    kept = (word for at, word in enumerate(words) if word not in _ARTICLES or at == len(words) - 1)
    return " ".join(_SAME.get(word, word) for word in kept)


def without_possessive(text: str) -> str:
    """The same without "'s": "Israel's defence chief" is "Israel defence chief"."""
    return _POSSESSIVE.sub("", text)


@lru_cache(maxsize=1 << 14)
def sound(name: str) -> str:
    """The loose key, "" where the name is too short to be told by its sound."""
    key = " ".join(_sound_of(word) for word in fold(name).split())
    return key if len(key.replace(" ", "")) >= _SHORTEST_SOUND else ""


def _sound_of(word: str) -> str:
    for pattern, to in _SOUNDS:
        word = pattern.sub(to, word)
    return word


def is_abbreviation(name: str) -> bool:
    """Whether it is written as capitals: "MİT", "U.S.", "AFP"."""
    letters = [letter for letter in name if letter.isalpha()]
    return 1 < len(letters) <= 6 and all(letter.isupper() for letter in letters)

"""Numbers in words and digits, and lengths as TIMEX3 writes them."""

from __future__ import annotations

import re

from reportedly.read.times.words import VALUES

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_VAGUE = frozenset({"few", "several", "many", "some", "numerous", "countless", "various", "dozens", "dozen"})


def number_of(said: str) -> float | None:
    """The first number that the words say ("twenty four", "1,500", "12 to 18"); None for a vague one."""
    words = said.replace("-", " ").split()
    if not words or _VAGUE & set(words) or "number" in words:
        return None
    if "couple" in words:
        return 2.0
    if digits := _DIGITS.match(words[0]):
        number = float(digits[0].replace(",", ""))
        return number * _scale(words[1:])
    return _in_words(words)


def _scale(words: list[str]) -> float:
    return (
        float(VALUES["number"][words[0]]) if words and words[0] in ("hundred", "thousand", "million") else 1.0
    )


def _in_words(words: list[str]) -> float | None:
    total, part = 0.0, 0.0
    for word in words:
        if word in ("to", "or"):
            break
        number = float(VALUES["number"].get(word, "0"))
        if number >= 100:
            part = (part or 1) * number
            if number >= 1000:
                total, part = total + part, 0.0
        else:
            part += number
    return total + part or None


def length_value(unit: str, count: float | None) -> str:
    """ "P2W", "PT3H"; X for how many where that is vague."""
    letter = VALUES["length"][unit if unit != "fortnight" else "week"]
    if unit == "fortnight" and count:
        count *= 2
    if unit in ("decade", "century") and count:
        letter, count = "Y", count * (10 if unit == "decade" else 100)
    number = "X" if count is None else f"{count:g}"
    return f"PT{number}{letter[1:]}" if letter[0] == "T" else f"P{number}{letter}"

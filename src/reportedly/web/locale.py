"""Dates and numbers as the reader's language writes them."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_decimal, format_percent

_LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3})\s*(?:;\s*q=([0-9.]{1,5}))?\s*")
DEFAULT = Locale("en", "GB")
MOST_LANGUAGES = 10


@lru_cache(maxsize=64)
def locale_of(accepted: str) -> Locale:
    """The first language of an Accept-Language header that is known; British English where none is."""
    wanted: list[tuple[float, int, str]] = []
    for part in accepted.split(",")[:MOST_LANGUAGES]:
        match = _LANGUAGE.fullmatch(part)
        if match:
            wanted.append((-_weight(match[2]), len(wanted), match[1]))
    for _, _, tag in sorted(wanted):
        try:
            return Locale.parse(tag, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return DEFAULT


def _weight(said: str | None) -> float:
    try:
        return float(said) if said else 1.0
    except ValueError:
        return 0.0


@lru_cache(maxsize=8192)
def day(iso: str | None, locale: Locale) -> str:
    """A date as precise as it is known: "4 Mar 2025", "Mar 2025", "2025"; anything else as it stands."""
    try:
        match len(iso or ""):
            case 4:
                return str(int(iso or ""))
            case 7:
                return format_skeleton("yMMM", date.fromisoformat(f"{iso}-01"), locale=locale)
            case 10:
                return format_date(date.fromisoformat(iso or ""), "medium", locale)
    except (ValueError, KeyError):
        pass
    return iso or ""


def moment(iso: str, locale: Locale) -> str:
    """A moment of UTC, to the minute."""
    try:
        return f"{format_datetime(datetime.fromisoformat(iso), 'medium', locale=locale)} UTC"
    except ValueError:
        return iso


def number(value: float, locale: Locale) -> str:
    return format_decimal(value, locale=locale)


def share(part: int, whole: int, locale: Locale) -> str:
    """A share in whole percent; a dash where there is nothing to share."""
    return format_percent(part / whole, "#,##0%", locale=locale) if whole else "–"

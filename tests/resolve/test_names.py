"""Spellings that must meet, those that must not, and what holds of any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.resolve.names import fold, is_abbreviation, sound, without_possessive

ANY = st.text(max_size=40)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Erdoğan", "Erdogan", "ERDOĞAN", "erdogan"),
        ("İstanbul", "Istanbul", "ISTANBUL"),
        ("Yıldırım", "Yildirim"),
        ("al-Ra'i", "Al-Rai", "al Rai", "Rai", "al-Ra’i"),
        ("Sa'ar", "Saar", "Sa’ar"),
        ("U.S.", "US", "u.s."),
        ("Kwaśniewski", "Kwasniewski"),
        ("Støre", "Store"),
        ("Đukanović", "Dukanovic"),
        ("the Kremlin", "Kremlin"),
        ("Mohammed Khatami", "Mohammad Khatami", "Muhammad Khatami"),
        ("Jean-Yves Le Drian", "Jean Yves Le Drian"),
    ],
)
def test_one_key(spellings: tuple[str, ...]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        ("Qadhafi", "Gaddafi", "Qaddafi", "Kadafi", "Gadhafi", "Kaddafi"),
        ("Hezbollah", "Hizbullah", "Hizballah", "Hizbollah", "Hezballah"),
        ("Zelensky", "Zelenskyy", "Zelenskiy"),
        ("Khamenei", "Khamenai", "Hamenei"),
        ("Araghchi", "Araqchi"),
        ("Soleimani", "Suleimani", "Sulaimani"),
        ("Lavrov", "Lavrow"),
    ],
)
def test_one_sound(spellings: tuple[str, ...]) -> None:
    assert len({sound(spelling) for spelling in spellings}) == 1 and sound(spellings[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Iran", "Iraq"),
        ("Austria", "Australia"),
        ("Niger", "Nigeria"),
        ("Assad", "Asad Khan"),
        ("Mali", "Malawi"),
    ],
)
def test_other_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other) and (not sound(one) or sound(one) != sound(other))


@given(ANY)
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY)
def test_case_and_spaces_do_not_matter(text: str) -> None:
    assert fold(f"  {text} ") == fold(text)
    if text.isascii():
        assert fold(text.upper()) == fold(text.lower())


@given(ANY)
def test_a_sound_is_empty_or_long_enough(text: str) -> None:
    assert not sound(text) or len(sound(text).replace(" ", "")) >= 4


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Israel's defence chief", "Israel defence chief"),
        ("Israel’s army", "Israel army"),
        ("the ministers' council", "the ministers council"),
        ("the Quai d'Orsay", "the Quai d'Orsay"),
    ],
)
def test_possessives(text: str, plain: str) -> None:
    assert without_possessive(text) == plain


def test_abbreviations() -> None:
    assert all(map(is_abbreviation, ("MİT", "U.S.", "AFP"))) and not any(
        map(is_abbreviation, ("Fars", "I", ""))
    )

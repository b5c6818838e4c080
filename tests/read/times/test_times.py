"""Expressions of time: cases, what holds for any text, and that no text takes long."""

import itertools
import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportedly.read.times import times
from reportedly.read.times.words import LETTERS
from reportedly.records import Span, Time

HERE = Path(__file__).parent
# Each file: when the texts were published; each case: what is found, as words, type, value ("" where none is
# known) and the other attributes. All are invented.
FILES = [tomllib.loads(path.read_text("utf-8")) for path in sorted((HERE / "cases").glob("*.toml"))]
CASES = [(case, cases.get("published")) for cases in FILES for case in cases["case"]]
LEXICON = Path(times.__code__.co_filename).with_name("lexicon.toml")
# Pieces of which hypothesis makes texts that are full of expressions, whole and broken.
PIECES = st.sampled_from(
    [
        *(
            "the ",
            "last ",
            "next ",
            "Monday",
            " 15",
            "October ",
            ", ",
            "2025",
            "two ",
            "-",
            "year",
            "s ",
            " ago",
        ),
        *(
            " p.m.",
            "10:30",
            "end of ",
            "\n\n",
            "\n",
            "İ",
            "😀",
            "'s ",
            "31 ",
            "February ",
            "9999",
            "0",
            "a ",
            "every ",
        ),
        *(
            "quarter ",
            "first ",
            "1990s",
            "Easter",
            "million ",
            "centuries ",
            "later",
            " will ",
            "GMT",
            "[",
            "(",
            "Q3",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))
PUBLISHED = st.sampled_from([None, "", "soon", "2025", "2025-11", "2025-11-07", "0001-01-01", "9999-12-31"])


def row(text: str, one: Time) -> list[str]:
    extras = (("mod", one.mod), ("quant", one.quant), ("freq", one.freq))
    return [
        one.span.of(text),
        one.type,
        one.value or "",
        *(f"{name}={value}" for name, value in extras if value),
    ]


@pytest.mark.parametrize(("case", "published"), CASES, ids=lambda part: str(part)[:50])
def test_times_of_a_text(case: dict, published: str | None) -> None:
    text = case["text"]
    found = times(text, (Span(0, len(text)),), published)
    assert [row(text, one) for one in found] == case["times"]


def test_there_are_cases_enough() -> None:
    assert len(CASES) >= 120


def test_no_word_has_two_kinds() -> None:
    lexicon = tomllib.loads(LEXICON.read_text("utf-8"))
    words = [word for part in ("words", "capitalised") for kind in lexicon[part].values() for word in kind]
    assert sorted(words) == sorted(set(words))
    assert len(set(LETTERS.values())) == len(LETTERS)


@given(TEXTS, PUBLISHED, st.integers(0, 30), st.integers(1, 30))
def test_times_lie_in_the_stretches_that_are_read(
    text: str, published: str | None, gap: int, size: int
) -> None:
    stretches = [Span(at, min(at + size, len(text))) for at in range(0, len(text), size + gap)]
    found = times(text, stretches, published)
    assert all(any(stretch.holds(one.span) for stretch in stretches) for one in found)
    assert all(left.span.end <= right.span.start for left, right in itertools.pairwise(found))


@example("1 OCT", "0001-01-01")  # no year before the first
@given(TEXTS, PUBLISHED)
def test_stretches_are_read_in_text_order(text: str, published: str | None) -> None:
    halves = [Span(0, len(text) // 2), Span(len(text) // 2, len(text))] if len(text) > 1 else []
    assert times(text, halves, published) == times(text, halves[::-1], published)


def test_beyond_the_last_day_of_the_calendar_no_day_is_named() -> None:
    text = "He will resign on Monday, as he said in 2024."
    assert [one.value for one in times(text, (Span(0, len(text)),), "9999-12-31")] == ["2024"]


def test_furniture_is_passed_over() -> None:
    text = "Posted on 3 May 2024. He resigned on Monday."
    assert [one.value for one in times(text, (Span(21, len(text)),), "2025-11-07")] == ["2025-11-03"]


@pytest.mark.parametrize(
    "piece", ["1", "the ", "a", " ", "\n", "1.", "1,", "one-", "'", "early late ", "end of the "]
)
def test_a_long_line_of_one_thing_takes_no_time(piece: str) -> None:
    text = piece * (500_000 // len(piece))
    started = time.process_time()
    times(text, (Span(0, len(text)),), "2025-11-07")
    assert (
        time.process_time() - started < 5
    )  # at most half a second alone; what grows with the square takes hours


def test_an_ordinary_text_is_read_fast() -> None:
    text = "The council said on Monday that the army had left the town two weeks ago, as it was told. " * 500
    started = time.process_time()
    times(text, (Span(0, len(text)),), "2025-11-07")
    assert len(text.split()) / (time.process_time() - started) > 15_000  # 60,000 and more on a free core

"""Hard cases of reading: their files are as the format has it, and the shipped model is at their floors."""

import sys
import tomllib
from collections import Counter

import pytest

from reportedly.read import Session
from reportedly.records import Span, Speaker, Statement
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "quality"))
import cases

TEXT = "She said he left. He said that she said no."
PLAIN = {
    "content": ["he left"],
    "cue": "said",
    "speaker": "her",
    "mode": "indirect",
    "occurrence": {"cue": 1},
}
OUTER = {"content": ["that she said no"], "speaker": "him", "mode": "indirect"}
MALFORMED = {
    "a string not there": [PLAIN | {"content": ["they left"]}],
    "a string there twice": [PLAIN | {"occurrence": {}}],
    "an occurrence too many": [PLAIN | {"occurrence": {"cue": 4}}],
    "an occurrence of what stands once": [PLAIN | {"occurrence": {"cue": 1, "content": [1]}}],
    "an unknown mode": [PLAIN | {"mode": "oblique"}],
    "an unknown key": [PLAIN | {"sourse": "She"}],
    "no content": [PLAIN | {"content": []}],
    "pieces out of order": [PLAIN | {"content": ["left", "he"]}],
    "out of order": [OUTER, PLAIN],
    "a container that is not there": [PLAIN | {"inside": 2}],
    "a container that holds it not": [PLAIN, OUTER | {"inside": 1}],
    "inside itself": [PLAIN | {"inside": 1}],
    "no statement": [],
}


@pytest.fixture(scope="module")
def table() -> dict[str, dict[str, float]]:
    return cases.figures(cases.outcomes(cases.load_cases(), Session()))


def floors() -> dict[str, dict[str, float]]:
    return tomllib.loads((cases.CASES / cases.FLOORS).read_text("utf-8"))


def found(
    *pieces: tuple[int, int], cue: Span | None = None, inside: str | None = None, at: int = 1
) -> Statement:
    content = tuple(Span(*piece) for piece in pieces)
    return Statement(f"s{at}", content, cue, None, Speaker("x"), "indirect", 1.0, "test", inside)


def test_every_case_is_well_formed_and_no_text_stands_twice() -> None:
    loaded = cases.load_cases()
    sizes = Counter(case.group for case in loaded)
    assert min(sizes.values()) >= 10
    assert not [key for key, times in Counter((c.group, c.name) for c in loaded).items() if times > 1]
    assert not [text for text, times in Counter(c.text for c in loaded).items() if times > 1]
    assert set(floors()) == {"all", *sizes}


@pytest.mark.parametrize("entries", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_case_is_told(entries: list[dict]) -> None:
    with pytest.raises(ValueError):
        cases.case_of("test", {"name": "bad", "text": TEXT, "statement": entries})


def test_words_within_words_are_no_occurrences() -> None:
    case = cases.case_of("test", {"name": "good", "text": TEXT, "statement": [PLAIN]})
    assert case.statements[0].content == (Span(9, 16),)
    assert list(cases.occurrences("the hen, he", "he")) == [9]


def test_pairing_needs_half_of_the_letters_and_counts_what_is_made_up() -> None:
    case = cases.case_of("test", {"name": "good", "text": TEXT, "statement": [PLAIN, OUTER]})
    half, less = found((9, 11), (12, 14), cue=Span(4, 8)), found((9, 11), at=2)
    outcome = cases.Outcome(case, (half, less), cases.pairs(case, (half, less)))
    assert outcome.paired == {0: 0}
    assert cases.group_figures([outcome]) == {"found": 0.5, "cue": 0.5, "source": 0.5}
    assert cases.pairs(case, (less,)) == {}


def test_nested_must_stand_in_the_right_one() -> None:
    inner = {"content": ["no"], "speaker": "her", "mode": "indirect", "inside": 1}
    case = cases.case_of("test", {"name": "nested", "text": TEXT, "statement": [OUTER, inner]})
    good = (found((26, 42)), found((40, 42), inside="s1", at=2))
    flat = (found((26, 42)), found((40, 42), at=2))
    rights = [cases.Outcome(case, some, cases.pairs(case, some)).right("inside", 1) for some in (good, flat)]
    assert rights == [True, False]
    turned = cases.Outcome(case, (found((26, 42), inside="s2"), flat[1]), {0: 0, 1: 1})
    assert cases.false_nested([turned]) == (1, 1)


def test_the_shipped_model_is_at_its_floors(table: dict[str, dict[str, float]]) -> None:
    low = [
        f"{group}, {figure}: {table[group].get(figure)}; the floor is {floor}"
        for group, values in floors().items()
        for figure, floor in values.items()
        if table[group].get(figure, -1) < floor
    ]
    assert low == []

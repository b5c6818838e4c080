"""Pronoun antecedents: figures counted by hand."""

import sys
from pathlib import Path

import pytest

from reportedly.records import Span
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "quality"))
import antecedents

HEAD = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset\tB-coref\tURL"
ROWS = """\
t-1\tMira met Ana before she left.\tshe\t20\tMira\t0\tTRUE\tAna\t9\tFALSE\tx
t-2\tAna wrote Mira that her car broke.\ther\t20\tAna\t0\tFALSE\tMira\t10\tTRUE\tx
t-3\tLind told Voss. His aide "knew.\tHis\t16\tLind\t0\tFALSE\tVoss\t10\tFALSE\tx
t-4\tVoss saw Lind as he spoke.\the\t17\tVoss\t0\tTRUE\tLind\t9\tFALSE\tx"""


def gap(folder: Path, rows: str = ROWS) -> Path:
    path = folder / "syntax" / "gap" / "gap-test.tsv"
    path.parent.mkdir(parents=True)
    path.write_text(f"{HEAD}\n{rows}\n", "utf-8")
    return path


def first(text: str, pronoun: Span, candidates: tuple[Span, Span]) -> list[float]:
    """Whoever stands first in the text, in place of a reader."""
    assert pronoun.of(text).lower() in {"she", "her", "his", "he"}
    return [0.6 if candidate == min(candidates) else 0.1 for candidate in candidates]


def test_f1_counts_candidates_and_bias_is_feminine_by_masculine(tmp_path: Path) -> None:
    """The first is chosen four times, right twice, of three true: 1 of 2 and 2 feminine, 1 of 2 and 1
    masculine."""
    gap(tmp_path)
    assert antecedents.measure(tmp_path, first) == pytest.approx(
        {
            "GAP F1": 2 * 2 / (4 + 3),
            "GAP masculine": 2 * 1 / (2 + 1),
            "GAP feminine": 2 * 1 / (2 + 2),
            "GAP bias": (1 / 2) / (2 / 3),
        }
    )


def test_where_none_is_found_every_figure_is_nought(tmp_path: Path) -> None:
    gap(tmp_path)
    assert set(antecedents.measure(tmp_path, lambda *_: [0.1, 0.2]).values()) == {0.0}


@pytest.mark.parametrize(
    ("probabilities", "wanted"),
    [
        ([0.5, 0.3], (True, False)),
        ([0.3, 0.4], (False, True)),
        ([0.3, 0.3], (False, False)),  # neither: 0.4
        ([0.5, 0.5], (False, False)),  # no higher than the other
        ([0.0, 0.0], (False, False)),
    ],
)
def test_a_candidate_is_chosen_where_it_beats_the_other_and_neither(
    probabilities: list[float], wanted: tuple[bool, bool]
) -> None:
    assert antecedents.chosen(probabilities) == wanted


def test_a_name_that_is_not_at_its_offset_is_told(tmp_path: Path) -> None:
    path = gap(tmp_path, ROWS.replace("Ana\t9\tFALSE", "Ana\t8\tFALSE"))
    with pytest.raises(ValueError, match="t-1: B at 8 is not 'Ana' there"):
        list(antecedents.cases_of(path))


def test_gap_has_two_thousand_pronouns_half_of_them_feminine(data: Path) -> None:
    cases = list(antecedents.cases_of(data / "syntax" / "gap" / "gap-test.tsv"))
    assert len(cases) == 2000
    assert sum(antecedents.gender(case) in antecedents.FEMININE for case in cases) == 1000
    assert sum(sum(case.gold) for case in cases) == 1773

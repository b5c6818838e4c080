"""Names: figures counted by hand, labels at their places, texts rebuilt from tokens."""

import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.records import Span
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "quality"))
import names

CASES = tomllib.loads((Path(__file__).parent / "cases_rebuilt.toml").read_text("utf-8"))["case"]
TEXT = "Mira Voss left Dirvan for Sundrey Hall."


@dataclass(frozen=True)
class Name:
    span: Span
    kind: str


@dataclass(frozen=True)
class Reading:
    names: tuple[Name, ...]


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


GOLD = frozenset({(at("Mira Voss"), "person"), (at("Dirvan"), "place"), (at("Sundrey Hall"), "place")})


def results(*found: tuple[str, str]) -> names.Results:
    reading = Reading(tuple(Name(at(words), kind) for words, kind in found))
    return names.results([names.Case(TEXT, GOLD)], {TEXT: reading}.__getitem__)


def test_a_name_counts_with_its_exact_span_and_kind() -> None:
    pairs = results(("Mira Voss", "person"), ("Dirvan", "organisation"), ("Hall", "place"), ("left", "group"))
    assert names.figures("X", pairs) == {
        "X F1": 2 * 1 / (3 + 3),
        "X organisation": 0,
        "X person": 1,
        "X place": 0,
    }


def test_a_facility_is_a_place_and_an_outlet_an_organisation() -> None:
    assert names.f1(results(("Sundrey Hall", "facility"))) == 2 * 1 / (3 + 1)
    assert results(("Mira Voss", "outlet"))[0][1] == {(at("Mira Voss"), "organisation")}


def test_every_labelled_name_has_one_fate() -> None:
    pairs = results(("Mira", "person"), ("Dirvan", "organisation"), ("left", "person"), ("for", "law"))
    assert names.errors(pairs) == {"wrong bounds": 1, "wrong kind": 1, "missed": 1, "no such name": 1}
    assert names.errors(results(("Hall", "person"))) == {
        "missed": 2,
        "wrong bounds and kind": 1,
        "no such name": 0,
    }


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        ("O B-PER I-PER O", [(1, 3, "PER")]),
        ("B-PER B-PER", [(0, 1, "PER"), (1, 2, "PER")]),
        ("I-LOC I-LOC", [(0, 2, "LOC")]),
        ("B-LOC I-ORG", [(0, 1, "LOC"), (1, 2, "ORG")]),
        ("O O", []),
    ],
)
def test_labels_make_stretches(labels: str, wanted: list[tuple[int, int, str]]) -> None:
    assert list(names.chunks(labels.split())) == wanted


def test_labels_of_the_treebank_go_by_sentence_and_characters(tmp_path: Path) -> None:
    """The tokens differ, the documents come in another order, a label of no kind of ours is dropped."""
    treebank = tmp_path / "syntax" / "ud_ewt" / "en_ewt-ud-test.conllu"
    tagged = tmp_path / "names" / "uner_ewt" / "en_ewt-ud-test.iob2"
    for path in (treebank, tagged):
        path.parent.mkdir(parents=True)
    treebank.write_text(
        "# newdoc id = a\n# sent_id = a1\n1\tHello\t_\tINTJ\t_\t_\t0\troot\t_\t_\n\n"
        "# newdoc id = b\n# sent_id = b1\n1\tMc.Voss\t_\tPROPN\t_\t_\t0\troot\t_\t_\n"
        "2\tsaw\t_\tVERB\t_\t_\t1\tdep\t_\t_\n3\tDirvanis\t_\tPROPN\t_\t_\t1\tdep\t_\t_\n"
    )
    tagged.write_text(
        "# newdoc id = b\n# sent_id = b1\n1\tMc.\tB-PER\t-\tx\n2\tVoss\tI-PER\t-\tx\n3\tsaw\tO\t-\t-\n"
        "4\tDirvanis\tB-OTH\t-\tx\n\n# newdoc id = a\n# sent_id = a1\n1\tHello\tO\t-\t-\n"
    )
    assert list(names.uner(tmp_path)) == [
        names.Case("Hello", frozenset()),
        names.Case("Mc.Voss saw Dirvanis", frozenset({(Span(0, 7), "person")})),
    ]


def test_an_article_of_tokens_becomes_a_text_with_its_names() -> None:
    """The address goes; the outermost label counts; spaces may stand for the tab."""
    lines = (
        "https://news.example/a?x=1\tO\n&\tO\ny\tO\n\n"
        "Bank\tB-Organization\nof\tI-Organization\nDirvan\tI-Organization\tB-Location\nshut\tO\n.\tO\n\n"
        "\u200b\tO\nPort\tB-Facility\nVoss\tI-Facility\ntoo    O\nTuesday\tB-Date\n"
    )
    case = names.article(lines)
    assert case.text == "Bank of Dirvan shut.\n\nPort Voss too Tuesday"
    assert {(span.of(case.text), kind) for span, kind in case.names} == {
        ("Bank of Dirvan", "organisation"),
        ("Port Voss", "place"),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_tokens_come_together_as_they_stood_in_print(case: dict[str, str]) -> None:
    assert names.rebuilt(case["tokens"].split(), 0)[0] == case["text"]


@given(st.lists(st.text("aS1.'\"’“-–$ſ(", min_size=1, max_size=3)), st.integers(0, 9))
def test_every_token_reads_back_at_its_place(forms: list[str], start: int) -> None:
    text, spans = names.rebuilt(forms, start)
    assert [span.of(" " * start + text) for span in spans] == forms


def test_the_test_sets_have_the_names_that_their_makers_count(data: Path) -> None:
    """Counts of en_ewt-ud-test.stats; of the newswire only that every article has its place for each name."""
    kinds = [kind for case in names.uner(data) for _, kind in case.names]
    assert [kinds.count(kind) for kind in ("person", "place", "organisation")] == [449, 317, 322]
    articles = list(names.worldwide(data, 25))
    assert len(articles) == 43
    assert all(span.of(case.text).strip() for case in articles for span, _ in case.names)

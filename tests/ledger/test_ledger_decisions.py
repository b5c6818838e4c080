"""Decisions: what they change, what becomes of them, and that nothing but an undo ends them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from decisions_made import action_of, fill, shown, spoken
from ledger_databases import behind_its_back, fresh
from sqlalchemy import text as sql

from reportedly.errors import ConflictError, LedgerError, SpanError
from reportedly.ledger import Ledger, StatementFilter, decision_line, decision_of, open_ledger
from reportedly.records import (
    Add,
    AmendFacts,
    Merge,
    NotSame,
    Quote,
    Reject,
    Rename,
    SaidOn,
    Span,
    Split,
    Undo,
    anchor,
)

HERE = Path(__file__).parent
TOLD = tomllib.loads((HERE / "cases_decisions.toml").read_text("utf-8"))
ARTICLES, CASES = TOLD["article"], TOLD["case"]


@pytest.fixture(params=["sqlite", "postgresql"])
def told(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    address = str(tmp_path / "reportedly.db")
    if request.param == "postgresql":
        address = fresh(request.getfixturevalue("server"), "decided")
    with open_ledger(address, create=True) as ledger:
        fill(ledger, ARTICLES)
        yield ledger


def _decide(ledger: Ledger, case: dict[str, Any]) -> dict[str, str]:
    """Make the decisions of a case; returns their ids by name."""
    made: dict[str, str] = {}
    for number, one in enumerate(case["decide"]):
        decided = ledger.decide(action_of(ledger, one, made), author=one.get("author", "ana"))
        assert len(decided.warnings) == one.get("warns", 0), decided.warnings
        made[one.get("as", str(number))] = decided.decision.id
    return made


def _expected(before: list[str], case: dict[str, Any]) -> list[str]:
    def place(line: str) -> str:
        return " ".join(line.split()[:2])

    changed = {place(line): line for line in case["now"]}
    kept = {place(line): line for line in before if place(line) not in case.get("gone", [])}
    return sorted({**kept, **changed}.values())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_cases(told: Ledger, case: dict[str, Any]) -> None:
    before = shown(told)
    made = _decide(told, case)
    expected = _expected(before, case)
    assert sorted(shown(told)) == expected
    states = {row.decision.id: row.state for row in told.decisions()}
    assert {name: states[made[name]] for name in case.get("state", {})} == case.get("state", {})
    assert list(told.verify()) == []
    fill(told, ARTICLES, "reader-2")  # as `read` does with a reader of another name
    assert sorted(shown(told)) == expected
    assert {row.decision.id: row.state for row in told.decisions()} == states
    assert list(told.verify()) == []


def test_an_added_statement_may_be_dated(told: Ledger) -> None:
    article = told.article("c.txt")
    made = anchor(article, [Span(0, 10)])
    with pytest.raises(LedgerError, match="add: said_on 'lately' is not a date"):
        told.decide(Add(made, said_on="lately"), author="ana")
    told.decide(Add(made, speaker="Harbour Office", said_on="2025-11"), author="ana")
    for _ in range(2):
        one = told.reading("c.txt").statements[0]
        assert (one.speaker.name, one.said_on) == ("Harbour Office", SaidOn(Span(0, 10), "2025-11"))
        assert list(told.verify()) == []
        fill(told, ARTICLES, "reader-2")


def test_what_is_decided_is_what_is_found_counted_and_exported(small: Ledger) -> None:
    small.decide(Merge("article:vell", "article:oskar-vell"), author="ana")
    small.decide(Rename("article:oskar-vell", "Tomas Okel"), author="ana")
    assert small.count_statements(StatementFilter(speaker="okel")) == 3
    assert small.count_statements(StatementFilter(speaker="oskar")) == 0
    assert small.count_statements(StatementFilter(actor="article:oskar-vell")) == 3
    assert {hit.path for hit in small.search("okel", kind="statements")} == {"b.txt", "c.txt"}
    names = {one.speaker.name for reading in small.readings_all() for one in reading.statements}
    assert "Tomas Okel" in names and not {"Oskar Vell", "Vell"} & names


def test_facts_are_amended_and_found(small: Ledger) -> None:
    for fact, value in (("title", "Open strait"), ("published", "2024-05"), ("outlet", "Okel Times")):
        small.decide(AmendFacts("a.txt", fact, value), author="ana")  # type: ignore[arg-type]
    facts = small.article("a.txt").facts
    assert (facts.title, facts.published, facts.outlet) == ("Open strait", "2024-05", "Okel Times")
    assert facts.published_by is not None and facts.published_by.startswith("decision of ana")
    assert [hit.path for hit in small.search('"open strait"', kind="articles")] == ["a.txt"]
    assert small.articles(limit=1)[0].path == "a.txt"
    small.decide(AmendFacts("a.txt", "title", None), author="ana")
    assert small.article("a.txt").facts.title is None
    for row in small.decisions("a.txt"):
        small.undo(row.decision.id, "ana")
    assert small.article("a.txt").facts == spoken(ARTICLES[0])[0].article.facts
    assert list(small.verify()) == []


def test_a_new_reading_of_another_text_finds_the_words_again_or_shows_an_orphan(small: Ledger) -> None:
    case = ARTICLES[2]
    article = small.article("c.txt")
    kept = Reject(anchor(article, [Span(article.text.index("that the"), len(article.text) - 1)]))
    lost = Reject(anchor(article, [Span(article.text.index("the plan"), article.text.index("the plan") + 8)]))
    for action in (kept, lost):
        small.decide(action, author="ana")
    text = "A word before it all.  Vell added that the\n port was shut. Then came more."
    said = {"content": ["that the\n port was shut"], "source": "Vell", "actor": "article:vell"}
    again, _ = spoken({**case, "text": text, "statements": [said]}, "reader-2")
    _, raw = spoken(case)
    moved = replace(again.article, id=article.id, raw_sha256=article.raw_sha256)
    small.save(replace(again, article=moved), raw, version="1")
    assert small.reading("c.txt").statements == ()
    assert [row.decision.action for row in small.orphans()] == [small.decisions("c.txt")[0].decision.action]
    assert small.orphans()[0].reason == "no statement stands where it was decided on"
    assert list(small.verify()) == []
    fill(small, ARTICLES, "reader-3")
    assert small.orphans() == []


def test_a_decision_moves_to_another_ledger_once(small: Ledger, tmp_path: Path) -> None:
    case = next(case for case in CASES if case["name"].startswith("a merge holds for"))
    made = _decide(small, case)
    small.undo(made["0"], "ben")
    lines = [decision_line(one) for one in small.decisions_all()]
    with open_ledger(tmp_path / "other.db", create=True) as other:
        assert other.take_decisions(map(decision_of, lines)) == (3, 0)
        assert {row.state for row in other.decisions() if row.state != "undone"} == {"orphan"}
        fill(other, ARTICLES)
        assert shown(other) == shown(small)
        assert other.take_decisions(map(decision_of, reversed(lines))) == (0, 3)
        rows = [(row.decision, row.state) for row in other.decisions()]
        assert rows == [(row.decision, row.state) for row in small.decisions()]
        assert list(other.verify()) == []
        fill(other, ARTICLES, "reader-2")
        assert shown(other) == shown(small)


@pytest.mark.parametrize(
    "line", ["", "{}", "[1]", "not json", '{"id": "1", "at": "", "author": "", "action": {}}']
)
def test_what_is_no_decision_is_refused(line: str) -> None:
    with pytest.raises(LedgerError, match=r"no decision|changed"):
        decision_of(line)


def test_an_undo_that_arrives_before_what_it_undoes_holds(small: Ledger, tmp_path: Path) -> None:
    reject = next(case for case in CASES if case["name"].startswith("a rejected statement"))
    made = _decide(small, reject)
    small.undo(made["0"], "ben")
    first, undo = small.decisions_all()
    with open_ledger(tmp_path / "other.db", create=True) as other:
        fill(other, ARTICLES)
        assert other.take_decisions([undo]) == (1, 0)
        assert [row.reason for row in other.orphans()] == [f"there is no decision {first.id} here"]
        assert other.take_decisions([first]) == (1, 0)
        assert shown(other) == shown(small)
        assert [row.state for row in other.decisions()] == ["holds", "undone"]


def test_a_decision_that_was_changed_is_refused_and_shown(small: Ledger) -> None:
    made = small.decide(Rename("article:vell", "Okel"), author="ana").decision
    with pytest.raises(LedgerError, match="has been changed"):
        decision_of(decision_line(made).replace("Okel", "Other"))
    with pytest.raises(LedgerError, match="has been changed"):
        small.take_decisions([replace(made, author="ben")])
    with behind_its_back(small.name) as connection:
        connection.execute(sql("UPDATE decision SET author = 'ben'"))
    assert "does not follow" in next(finding.what for finding in small.verify())


def test_corrected_rows_that_no_decision_made_are_shown(small: Ledger) -> None:
    small.decide(Merge("article:vell", "article:irena-vell"), author="ana")
    small.decide(AmendFacts("a.txt", "title", "Open"), author="ana")
    assert list(small.verify()) == []
    for change in (
        "UPDATE statement SET speaker = 'Okel' WHERE own_actor IS NOT NULL",
        "DELETE FROM decision",
    ):
        with behind_its_back(small.name) as connection:
            connection.execute(sql(change))
        assert any("not what its decisions make" in finding.what for finding in small.verify())


def test_two_who_correct_one_thing_do_not_overwrite_each_other(small: Ledger) -> None:
    seen = small.newest_decision("a.txt")
    assert seen == ""
    small.decide(AmendFacts("a.txt", "title", "First"), author="ana", seen=seen)
    with pytest.raises(ConflictError, match=r"ana on .* decided on the same"):
        small.decide(AmendFacts("a.txt", "title", "Second"), author="ben", seen=seen)
    assert small.article("a.txt").facts.title == "First"
    small.decide(AmendFacts("b.txt", "title", "Other"), author="ben", seen="")
    small.decide(AmendFacts("a.txt", "title", "Second"), author="ben", seen=small.newest_decision("a.txt"))
    seen = small.newest_decision("article:vell")
    made = small.decide(Rename("article:vell", "A"), author="ana", seen=seen).decision
    with pytest.raises(ConflictError):
        small.decide(Merge("article:vell", "article:oskar-vell"), author="ben", seen=seen)
    with pytest.raises(ConflictError):
        small.undo(made.id, "ben", seen="0" * 16)
    small.decide(Merge("article:oskar-vell", "article:vell"), author="ben", seen="")


def test_a_text_that_has_changed_since_is_not_decided_on(small: Ledger) -> None:
    article = small.article("b.txt")
    old = replace(article, text_sha256="0" * 64)
    with pytest.raises(ConflictError, match="another text since you looked"):
        small.decide(Reject(anchor(old, [Span(0, 4)])), author="ana")
    wrong = replace(anchor(article, [Span(0, 4)]), content=(Quote(Span(0, 4), "Okel"),))
    with pytest.raises(SpanError, match="expected 'Okel'"):
        small.decide(Reject(wrong), author="ana")
    beyond = replace(wrong, content=(Quote(Span(0, 4_000), "Okel"),))
    with pytest.raises(SpanError, match="does not fit"):
        small.decide(Reject(beyond), author="ana")
    assert small.decisions() == []


@pytest.mark.parametrize(
    ("action", "says"),
    [
        (Merge("article:vell", "article:vell"), "into itself"),
        (Merge("article:nobody", "article:vell"), "no statement here is by"),
        (Merge("article:vell", "article:nobody"), "no statement here is by"),
        (NotSame("article:vell", "article:vell"), "another than itself"),
        (Rename("article:vell", "  "), "expected 1 to 1000 characters"),
        (Rename("article:vell", "x" * 1_001), "expected 1 to 1000 characters"),
        (Split("article:vell"), "expected an article"),
        (Split("article:vell", "nowhere.txt"), "holds no article"),
        (AmendFacts("a.txt", "published", "yesterday"), "is not a date"),
        (Undo("0000"), "means no decision"),
    ],
)
def test_what_makes_no_sense_is_refused(small: Ledger, action: Any, says: str) -> None:
    with pytest.raises(LedgerError, match=says):
        small.decide(action, author="ana")
    assert small.decisions() == []
    with pytest.raises(LedgerError, match="needs its author"):
        small.decide(Rename("article:vell", "Okel"), author=" ")


def test_a_merge_into_an_actor_without_statements_takes_the_name_given(small: Ledger) -> None:
    small.decide(Merge("article:vell", "person/ada-vell", "Ada Vell", "person", "Orlenova"), author="ana")
    speakers = [row.statement.speaker for row in small.statements(StatementFilter(actor="person/ada-vell"))]
    assert {(one.name, one.speaks_for) for one in speakers} == {("Ada Vell", "Orlenova")}
    assert small.decisions("person/ada-vell")[0].state == "holds"
    assert small.decisions("article:vell") == small.decisions("person/ada-vell")

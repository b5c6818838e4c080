"""Lanes, moments, ties and speakers on both databases, over the affair that the desk is tested on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reportedly.ledger import Lane, Ledger, Spell, StatementFilter
from reportedly.ledger.paths import name_keys
from tests.web.affair import CASES, affair, place, spelled

ALL = 50


@pytest.fixture
def told(address: str) -> Iterator[Ledger]:
    with affair(address) as made:
        yield made


def test_lanes_and_their_moments(told: Ledger) -> None:
    lanes = told.lanes()
    assert [[lane.actor, lane.statements] for lane in lanes] == CASES["timeline"]["lanes"]
    actors = [lane.actor for lane in lanes]
    moments = told.moments(StatementFilter(), actors)
    points = [when for when, _, _ in CASES["timeline"]["points"]]
    assert [one.when for one in moments for _ in range(one.count)] == points
    dated = told.dated(StatementFilter(), actors, Spell(), limit=ALL)
    assert [place(told, row.article, row.statement.id) for row in dated] == [
        where for _, _, where in CASES["timeline"]["points"]
    ]


def test_a_spell_of_time(told: Ledger) -> None:
    rows = told.dated(StatementFilter(), ["korvelia"], Spell("2025-03", "2025-03-31"), limit=ALL)
    assert [place(told, row.article, row.statement.id) for row in rows] == ["one.txt:s2"]
    assert told.lanes(StatementFilter(text="nowhere")) == ()
    assert told.moments(StatementFilter(), []) == []


def test_lanes_of_those_asked_for(told: Ledger) -> None:
    lanes = told.lanes(actors=["person/ode-marrin", "unnamed official"])
    assert [(lane.actor, lane.has_id) for lane in lanes] == [
        ("person/ode-marrin", True),
        ("unnamed official", False),
    ]


def test_ties_of_the_affair(told: Ledger) -> None:
    found = told.ties()
    said = {
        (tie.kind, tie.one, tie.other): [
            place(told, row.article, row.statement.id) for row in told.statements_at(tie.rows, (50, 0))
        ]
        for tie in found.ties
    }
    assert said == {(one["kind"], one["one"], one["other"]): one["statements"] for one in CASES["tie"]}
    assert {lane.actor for lane in found.actors} == {end for tie in said for end in tie[1:]}


def test_who_is_asked_for_has_ties_to_everybody(told: Ledger) -> None:
    found = told.ties(StatementFilter(actor="person/ode-marrin"))
    assert [(tie.one, tie.other) for tie in found.ties] == [("person/ode-marrin", "person/jaromir-vesthal")]
    assert not told.ties(StatementFilter(text="nowhere")).ties


def test_only_the_strongest_of_each_kind(told: Ledger) -> None:
    kinds = [tie.kind for tie in told.ties(most=1).ties]
    assert kinds == ["through", "of"]


def test_a_surname_of_two_means_neither() -> None:
    """Nor does one that is short, or another's full name."""
    persons = [
        ("a", "Ode Marrin"),
        ("b", "Ilya Marrin"),
        ("c", "Kem Jo Un"),
        ("d", "Sef Tarn"),
        ("e", "Ana Vesthal"),
    ]
    lanes = [Lane(actor, name, "person", None, (name,), 1) for actor, name in persons]
    full, short = name_keys([*lanes, Lane("tarn", "Tarn", "government", None, ("Tarn",), 1)])
    assert short == {" vesthal": "e"}
    assert full[" tarn"] == "tarn"


def test_each_actor_is_one_speaker_however_it_is_spelled(address: str) -> None:
    with spelled(address) as ledger:
        found = ledger.facet("speaker")
        assert [[one.value, one.name or "", one.count] for one in found] == CASES["speakers"]["values"]
        for one in found:
            rows = ledger.statements(StatementFilter(who=(one.value,)))
            assert len(rows) == ledger.count_statements(StatementFilter(who=(one.value,))) == one.count

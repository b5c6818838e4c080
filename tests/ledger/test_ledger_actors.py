"""Actors over all articles: who there is, which one is meant, what is told of one, who may be one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from decisions_made import action_of, fill
from ledger_databases import fresh

from reportedly.errors import LedgerError
from reportedly.ledger import Ledger, Tally, open_ledger
from reportedly.records import Merge, Rename

HERE = Path(__file__).parent
ARTICLES = tomllib.loads((HERE / "cases_decisions.toml").read_text("utf-8"))["article"]
CASES = tomllib.loads((HERE / "cases_actors.toml").read_text("utf-8"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def spoken(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    address = str(tmp_path_factory.mktemp("actors") / "reportedly.db")
    if request.param == "postgresql":
        address = fresh(request.getfixturevalue("server"), "actors")
    with open_ledger(address, create=True) as ledger:
        fill(ledger, ARTICLES)
        yield ledger


@pytest.mark.parametrize("case", CASES["listed"], ids=lambda case: str(case["ask"]))
def test_actors_are_listed(spoken: Ledger, case: dict[str, Any]) -> None:
    assert [f"{row.id} {row.statements}" for row in spoken.actors(**case["ask"])] == case["found"]
    if "limit" not in case["ask"]:
        assert spoken.count_actors(**case["ask"]) == len(case["found"])


def test_an_actor_row_tells_where_and_when(spoken: Ledger) -> None:
    row = spoken.actors(text="irena")[0]
    assert (row.name, row.kind, row.speaks_for, row.articles, row.outlets) == (
        "Irena Vell",
        "person",
        "Dirvan",
        1,
        1,
    )
    assert (row.first_day, row.last_day, row.origin, row.surname_only) == (
        "2025-11-07",
        "2025-11-07",
        "articles",
        False,
    )
    assert [row.id for row in spoken.actors() if row.surname_only] == ["article:vell"]
    assert [row.id for row in spoken.actors() if row.origin == "register"] == ["dirvan/ministry"]


@pytest.mark.parametrize("case", CASES["meant"], ids=lambda case: case["ref"])
def test_which_actor_is_meant(spoken: Ledger, case: dict[str, Any]) -> None:
    if "actor" in case:
        assert spoken.actor_id(case["ref"]) == case["actor"]
        return
    with pytest.raises(LedgerError) as error:
        spoken.actor_id(case["ref"])
    assert case["several"] in str(error.value)


def test_the_page_of_an_actor(spoken: Ledger) -> None:
    page = spoken.actor("Irena Vell", newest=1)
    assert page.names == (Tally("Irena Vell", 2),)
    assert page.words == (Tally("Irena Vell", 1), Tally("Vell", 1))
    assert page.outlets == (Tally("The Varnia Post", 2),)
    assert page.reasons == (Tally("named in full", 2),)
    assert [row.content for row in page.statements] == [("the strait would stay open",)]
    assert [row.content for row in page.said_of] == [("the talks with Irena Vell had failed",)]
    assert page.said_of_total == 1
    assert spoken.actor("dirvan/ministry").through == (Tally("Dirvan Radio", 1),)


def test_a_surname_alone_tells_who_else_its_articles_name(spoken: Ledger) -> None:
    page = spoken.actor("article:vell")
    assert page.actor.surname_only
    assert page.namesakes == (Tally("Irena Vell", 1),)


def test_a_merged_actor_is_found_by_its_old_id_and_name(small: Ledger) -> None:
    small.decide(Merge("article:vell", "article:irena-vell"), author="ana")
    page = small.actor("article:vell")
    assert page.actor.id == "article:irena-vell"
    assert page.ids == ("article:irena-vell", "article:vell")
    assert page.names == (Tally("Irena Vell", 4), Tally("Vell", 2))
    assert page.actor.articles == 3


def test_in_brief_it_is_the_same_actor(spoken: Ledger) -> None:
    whole, brief = spoken.actor("Irena Vell", newest=1), spoken.actor("Irena Vell", newest=1, brief=True)
    assert (brief.actor, brief.statements) == (whole.actor, whole.statements)
    assert brief.names == ()


def test_names_before_and_after_decisions(small: Ledger) -> None:
    ids = ["article:vell", "article:irena-vell", "article:oskar-vell", "nobody"]
    own = {
        "article:vell": "Vell",
        "article:irena-vell": "Irena Vell",
        "article:oskar-vell": "Oskar Vell",
    }
    assert small.own_names(ids) == small.names(ids) == own
    small.decide(Merge("article:vell", "article:irena-vell"), author="ana")
    small.decide(Rename("article:irena-vell", "Oskar Vell", speaks_for="Dirvan"), author="ana")
    assert small.own_names(ids) == own
    assert small.names(ids) == {
        "article:irena-vell": "Oskar Vell (Dirvan)",
        "article:oskar-vell": "Oskar Vell (article:oskar-vell)",
    }


def test_the_sources_of_an_article(spoken: Ledger) -> None:
    found = spoken.sources("a.txt")
    assert [(row.actor, row.statements, row.direct) for row in found.sources] == [
        ("article:irena-vell", 2, 0),
        ("dirvan/ministry", 1, 1),
    ]
    assert (found.statements, found.named, found.unnamed, found.unknown, found.second_hand) == (3, 3, 0, 0, 1)
    other = spoken.sources("b.txt")
    assert [(row.actor, row.name, row.named) for row in other.sources] == [
        ("article:vell", "Vell", True),
        (None, "unnamed official", False),
    ]
    assert (other.named, other.unnamed) == (1, 1)


@pytest.mark.parametrize(
    "case", CASES["candidates"], ids=lambda case: f"{len(case['decide'])} {len(case['found'])}"
)
def test_who_may_be_one(small: Ledger, case: dict[str, Any]) -> None:
    for one in case["decide"]:
        small.decide(action_of(small, one, {}), author="ana")
    found = [f"{one.one.id} = {one.other.id} {one.score} {one.reason}" for one in small.candidates()]
    assert found == case["found"]


def test_names_that_sound_alike_may_be_one(small: Ledger) -> None:
    found = small.candidates(sound=lambda name: name.replace("oskar", "irena"))
    assert [(one.one.id, one.other.id) for one in found if "sound alike" in one.reason] == [
        ("article:oskar-vell", "article:irena-vell")
    ]

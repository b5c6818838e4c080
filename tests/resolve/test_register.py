"""Look-ups in the shipped register, case by case, and what must hold of every entry."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest

from register_build import make
from reportedly.resolve import KINDS, Register, register
from reportedly.resolve.store import Store

HERE = Path(__file__).parent
CASES = [
    pytest.param(group, case, id=f"{group}: {case[0]} {case[1]} {case[2]}".strip())
    for group, cases in tomllib.loads((HERE / "lookups.toml").read_text(encoding="utf-8")).items()
    for case in cases
]


@pytest.mark.parametrize(("group", "case"), CASES)
def test_lookup(group: str, case: list[str]) -> None:
    name, on, country, actor, kind = case
    found = register().find(name, on=on or None, country=country or None)
    assert found, f"{name} is not found"
    assert (found[0].actor.name, found[0].actor.kind) == (actor, kind)
    assert found[0].reason and 0 < found[0].confidence <= 1
    assert list(found) == sorted(found, key=lambda match: -match.confidence)
    if group == "offices":
        assert found[0].office is not None and found[0].office.holds_on(on)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Ankara", "capital used for its government"),
        ("Downing Street", "seat of United Kingdom"),
        ("Turkish", "demonym"),
        ("Daesh", "alias of Islamic State"),
        ("Lavrow", "same sound as Sergey Lavrov"),
        ("the Turkish foreign minister", "office held on 2022-07-28"),
        ("Erdogan", "surname of Recep Tayyip Erdoğan, office held on 2022-07-28"),
    ],
)
def test_reason(name: str, reason: str) -> None:
    assert register().find(name, on="2022-07-28")[0].reason == reason


@pytest.mark.parametrize(
    "name", ["", "—", "the dog", "foreign ministry", "police", "who", "us", "is", "officials"]
)
def test_nothing_is_found_where_the_text_does_not_tell(name: str) -> None:
    assert register().find(name) == ()


def test_two_of_one_name_both_come() -> None:
    names = [match.actor.name for match in register().find("Bush", on="2005-01-01")]
    assert names[:2] == ["George W. Bush", "George H.W. Bush"]
    mit = register().find("MIT")
    assert {match.actor.kind for match in mit} == {"agency", "organisation"}


def test_an_office_that_changed_hands() -> None:
    holders = register().holders
    assert [actor.name for actor in holders("foreign minister", "Turkey", "2023-06-03")] == [
        "Mevlüt Çavuşoğlu"
    ]
    assert [actor.name for actor in holders("foreign minister", "Türkiye", "2023-06-05")] == ["Hakan Fidan"]
    assert {actor.name for actor in holders("foreign minister", "Turkey", "2023")} == {
        "Mevlüt Çavuşoğlu",
        "Hakan Fidan",
    }


@pytest.mark.parametrize(
    ("text", "title", "of", "name", "former"),
    [
        ("Israel's defence chief", "defence minister", "Israel", "", False),
        ("the former French president Nicolas Sarkozy", "president", "France", "nicolas sarkozy", True),
        ("Foreign Minister Lavrov", "foreign minister", None, "lavrov", False),
        ("the secretary-general of the United Nations", "secretary-general", "United Nations", "", False),
        ("US ambassador to Turkey Jeff Flake", "ambassador to turkey", "United States", "jeff flake", False),
    ],
)
def test_office_of(text: str, title: str, of: str | None, name: str, former: bool) -> None:
    post = register().office_of(text)
    assert post is not None
    assert (post.titles[0], post.of, post.name, post.former) == (title, of, name, former)


@pytest.mark.parametrize("text", ["the dog", "a deputy of the party", "spokesman for the bakery", ""])
def test_no_office(text: str) -> None:
    assert register().office_of(text) is None


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Annalena Baerbock", "female"),
        ("Zhang Qiyue", "female"),
        ("Mrs Vane", "female"),
        ("Olga Bright", "female"),
        ("Kim Jong-un", "male"),
        ("Gen. Robert Vane", "male"),
        ("Xqz Vane", None),
    ],
)
def test_gender_of(name: str, gender: str | None) -> None:
    assert register().gender_of(name) == gender


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("an American destroyer", "United States"),
        ("Shanghai police", "China"),
        ("members of the Bundeswehr", "Germany"),
        ("a former CIA official", "United States"),
    ],
)
def test_country_of(text: str, state: str) -> None:
    found = register().country_of(text)
    assert found is not None and found.actor.name == state


def test_state_television_of_a_country() -> None:
    names = [actor.name for actor in register().outlets_of("Iran", form="channel", owner="state")]
    assert "IRIB" in names and all(actor.country == "Iran" for actor in register().outlets_of("Iran"))


def test_every_entry_is_whole() -> None:
    store = Store()
    for row in store.data["actors"]:
        actor = store.actor(row[0])
        assert actor is not None and actor.name and actor.kind in KINDS and actor.sources
        for office in actor.offices:
            assert office.holder == actor.id
            assert office.first is None or office.last is None or office.first <= office.last, office


def test_the_file_was_made_from_our_own_tables() -> None:
    assert Store().data["made_of"] == make.made_of(), "run python -m register_build.make"


def test_loads_fast() -> None:
    start = time.process_time()
    Register().find("Ankara")
    assert time.process_time() - start < 1.0  # 0.05 s on an idle machine

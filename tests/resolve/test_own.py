"""A user's file of own actors, and what is said of its errors."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportedly.resolve import Register, RegisterError, own_file

GOOD = """
[[actor]]
name = "Dırvan"
kind = "government"
capital = "Ismar"
demonyms = ["Dirvani"]
towns = ["Tirhan"]

[[actor]]
name = "Isil Dograr"
kind = "person"
country = "Dirvan"
office = [{ title = "Minister of Foreign Affairs", of = "Dirvan", first = 2024-05-01 }]

[[actor]]
name = "Sundrey Patriotic Front"
kind = "armed_group"
country = "Sundrey"
aliases = ["SPF"]

[[actor]]
name = "Ivo Vane"
kind = "person"
country = "Turkey"
office = [{ title = "foreign minister", of = "Turkey", first = "2031-02", last = "2031-09-01" }]

[[actor]]
id = "armed_group/hezbollah"
aliases = ["the Party of Sundrey"]
"""


def test_own_actors_are_found_beside_the_shipped_ones(tmp_path: Path) -> None:
    path = tmp_path / "actors.toml"
    path.write_text(GOOD, encoding="utf-8")
    register = Register(own_file(path))
    assert register.find("SPF")[0].actor.name == "Sundrey Patriotic Front"
    assert register.find("Sundrey Patriotik Front")[0].reason.startswith("same sound as")
    assert register.find("the Turkish foreign minister", on="2031-05-01")[0].actor.name == "Ivo Vane"
    assert register.find("the Party of Sundrey")[0].actor.name == "Hezbollah"
    assert [m.actor.name for m in register.find("Hizbullah")] == ["Hezbollah"]
    assert "actors.toml" in register.find("Hizbullah")[0].actor.sources
    assert register.find("Ankara")[0].actor.name == "Turkey"


def test_a_state_of_ones_own_is_a_state_like_others(tmp_path: Path) -> None:
    path = tmp_path / "actors.toml"
    path.write_text(GOOD, encoding="utf-8")
    register = Register(own_file(path))
    dirvan = register.find("Ismar")[0]
    assert (dirvan.actor.name, dirvan.speaks_for) == ("Dırvan", "Dırvan")
    assert dirvan.reason == "capital used for its government"
    for words in ("the Dirvani foreign minister", "Dirvan's foreign minister", "Foreign Minister Dograr"):
        (minister,) = register.find(words, on="2025-03-04", country="Dirvan")[:1]
        assert (minister.actor.name, minister.speaks_for) == ("Isil Dograr", "Dırvan"), words
    assert register.find("the Dirvani foreign ministry")[0].actor.name == "Dirvani Foreign Ministry"
    assert [m.actor.name for m in [register.country_of("Tirhan")] if m] == ["Dırvan"]


def test_a_files_mark_changes_with_its_facts_alone(tmp_path: Path) -> None:
    marks = []
    for text in (GOOD, f"# comment\n{GOOD}", GOOD.replace('"SPF"', '"SPF", "the Front"')):
        path = tmp_path / "actors.toml"
        path.write_text(text, encoding="utf-8-sig")
        marks.append(own_file(path).mark)
    assert marks[0] == marks[1] != marks[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[actor]\n", "is not TOML"),
        (
            '[[actor]]\nkind = "party"\n',
            "line 1: the actor has no name; expected one, or the id of a known actor",
        ),
        (
            '# mine\n\n[[actor]]\nname = "X"\nkind = "army"\n',
            'line 3: kind "army" is not known; expected one of person',
        ),
        (
            '[[actor]]\nname = "X"\nkind = "party"\nalias = "Y"\n',
            'line 1: "alias" is not known; expected id, name',
        ),
        (
            '[[actor]]\nname = "X"\nkind = "party"\naliases = ["Y", 3]\n',
            "line 1: aliases is ['Y', 3]; expected a list of texts",
        ),
        ("[[actor]]\nname = 3\n", "line 1: name is 3; expected a text"),
        (
            '[[actor]]\nname = "X"\nkind = "person"\n'
            'office = [{ title = "king", of = "Dirvan", first = "May 2031" }]\n',
            "line 1: first is 'May 2031'; expected a date",
        ),
        (
            '[[actor]]\nname = "X"\nkind = "person"\noffice = [{ title = "king" }]\n',
            "line 1: an office has no of",
        ),
        (
            '[[actor]]\nname = "X"\nkind = "person"\noffice = [{ title = "king", of = "Y", frist = 1 }]\n',
            'line 1: "frist" is not known; expected title, of, first, last',
        ),
        ('[[actor]]\nname = "X"\nkind = "person"\noffice = 3\n', "line 1: office is 3; expected a list"),
        ("actor = [3]\n", "line 1: actor is 3; expected tables [[actor]]"),
        (2 * '[[actor]]\nname = "X"\nkind = "party"\n', "line 4: own/x stands here a second time"),
        ('[[actor]]\nname = "."\nkind = "party"\n', "line 1: name is '.'; expected a text"),
        ('[actors]\nname = "X"\n', "line 1: expected only tables [[actor]], found actors"),
        ('[[actor]]\nname = "X"\nkind = "person"\ngender = "?"\n', 'gender "?" is not known'),
    ],
)
def test_errors_say_where_and_what(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "actors.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError) as error:
        Register(own_file(path))
    assert said in str(error.value) and str(path) in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="cannot be read"):
        own_file(tmp_path / "none.toml")

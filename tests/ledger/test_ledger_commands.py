"""The commands about actors and decisions as a user types them."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from decisions_made import fill

from reportedly.cli import main
from reportedly.ledger import open_ledger

HERE = Path(__file__).parent
ARTICLES = tomllib.loads((HERE / "cases_decisions.toml").read_text("utf-8"))["article"]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on a ledger of three reports; gives status, output and messages."""
    path = tmp_path / "affair.db"
    with open_ledger(path, create=True) as ledger:
        fill(ledger, ARTICLES)
    monkeypatch.setenv("REPORTEDLY_LEDGER", str(path))
    monkeypatch.setenv("REPORTEDLY_AUTHOR", "ana")

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


def test_actors_are_listed_and_counted(run: Run) -> None:
    status, out, err = run("actors", "--most", "2")
    assert status == 0
    assert out.splitlines() == [
        "     2  Irena Vell (named person, for Dirvan)  1 article, 1 outlet, 2025-11-07  article:irena-vell",
        "     2  Vell (named person)  2 articles, 1 outlet, 2025-11-08 to 2025-11-09  article:vell"
        "  surname only: may be several persons",
    ]
    assert err == "2 of 4 actors; --most 4 lists all\n"
    rows = [json.loads(line) for line in run("actors", "--text", "oskar", "--json")[1].splitlines()]
    assert [row["id"] for row in rows] == ["article:oskar-vell"]
    assert run("actors", "--kind", "ship")[0] == 2
    assert "surname Vell: both speak in 1 article" in run("actors", "--candidates")[1]


def test_an_actor_and_sources_are_shown(run: Run) -> None:
    _, out, _ = run("actor", "Irena Vell")
    assert "called: Irena Vell 2" in out
    assert "source words: Irena Vell 1, Vell 1" in out
    assert "Said of it by others:" in out
    told = json.loads(run("actor", "Irena Vell", "--json")[1])
    assert (told["actor"]["id"], told["register"], told["decisions"]) == ("article:irena-vell", None, [])
    _, out, _ = run("sources", "b.txt")
    assert "2 statements: 1 named (50%), 1 unnamed (50%)" in out
    assert "unnamed official (unnamed official)" in out
    assert json.loads(run("sources", "b.txt", "--json")[1])["unnamed"] == 1
    status, _, err = run("actor", "vel")
    assert status == 2
    assert "'vel' means several actors: article:irena-vell (Irena Vell, 2 statements)" in err


def test_decisions_are_taken_listed_undone_and_carried(run: Run, tmp_path: Path) -> None:
    assert run("not-same", "article:vell", "oskar vell")[0] == 0
    status, out, err = run("merge", "article:vell", "oskar vell")
    assert status == 0
    assert "merge article:vell into article:oskar-vell (Oskar Vell)" in out
    assert "warning: not-same of ana on" in err and "does not hold" in err
    assert "surname only" not in run("actors")[1]
    assert run("rename", "oskar-vell", "Oskar T. Vell", "--kind", "person", "--for", "Dirvan")[0] == 0
    assert "Oskar T. Vell (named person, for Dirvan)" in run("actors")[1]
    assert run("split", "oskar-vell", "--article", "c.txt", "--name", "Vell")[0] == 0
    listed = run("decisions", "list", "--about", "oskar-vell")[1].splitlines()
    assert [line.split()[4] for line in listed] == ["split", "rename", "merge", "article:vell"]
    assert "is called" not in run("decisions", "list", "--conflicts")[1]
    assert (
        "conflict: article:vell and article:oskar-vell are one" in run("decisions", "list", "--conflicts")[1]
    )
    assert run("decisions", "list", "--orphans")[2] == "no decisions found\n"
    for line in listed:
        assert run("decisions", "undo", line.split()[0])[0] == 0
    assert "had been undone before" in run("decisions", "undo", listed[0].split()[0])[2]
    assert run("actors")[1].count("surname only") == 1

    file = tmp_path / "decisions.jsonl"
    assert run("decisions", "export", "--to", str(file))[0] == 0
    assert run("decisions", "export")[1] == file.read_text("ascii")
    other = str(tmp_path / "other.db")
    with open_ledger(other, create=True) as ledger:
        fill(ledger, ARTICLES)
    assert (
        run("decisions", "import", str(file), "--ledger", other)[1] == "9 decisions taken, 0 known before\n"
    )
    told = json.loads(run("decisions", "import", str(file), "--ledger", other, "--json")[1])
    assert told == {"taken": 0, "known": 9, "orphans": 0}
    file.write_text(file.read_text("ascii") + '{"id": "x"}\n', "ascii")
    status, _, err = run("decisions", "import", str(file), "--ledger", other)
    assert status == 2
    assert f"{file}, line 10: this is no decision" in err


def test_a_merge_into_an_actor_of_the_register_takes_its_name(run: Run) -> None:
    assert run("merge", "dirvan/ministry", "outlet/reuters")[0] == 0
    row = json.loads(run("actors", "--text", "reuters", "--json")[1])
    assert (row["id"], row["name"], row["kind"]) == ("outlet/reuters", "Reuters", "outlet")
    assert '"outlet/reuters"' in run("actor", "reuters", "--json")[1]
    assert run("merge", "article:vell", "nobody at all")[0] == 2


def test_hostile_words_are_shown_and_not_obeyed(run: Run) -> None:
    assert run("rename", "article:vell", "\x1b[31mVell\u202e")[0] == 0
    for command in (("actors",), ("actor", "article:vell"), ("decisions", "list")):
        out = run(*command)[1]
        assert "\x1b" not in out and "\u202e" not in out

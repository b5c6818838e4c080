"""The commands as a user types them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportedly.cli import main
from reportedly.cli.commands import app
from reportedly.cli.screen import one_line, plain, source_words
from reportedly.ledger import Ledger
from reportedly.records import Speaker
from tests.conftest import ROOT

COMMANDS = sorted(command.name or command.callback.__name__ for command in app.registered_commands)


@pytest.fixture
def run(demo_ledger: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs a command on the demo's ledger; gives status, output and messages."""
    monkeypatch.setenv("REPORTEDLY_LEDGER", str(demo_ledger))

    def command(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


def test_articles(run) -> None:
    status, out, _ = run("articles")
    assert status == 0
    assert "Corant" in out
    assert "not read: language fr" in out
    status, out, _ = run("articles", "--outlet", "corant", "--until", "2025-03-04", "--json")
    assert [json.loads(line)["facts"]["published"] for line in out.splitlines()] == ["2025-03-04"]


def test_statements_answer_to_each_filter(run, demo: Ledger) -> None:
    def rows(*filters: str) -> list[dict]:
        status, out, _ = run("statements", "--json", "--most", "1000", *filters)
        assert status == 0
        return [json.loads(line) for line in out.splitlines()]

    every = rows()
    assert len(every) == demo.counts().statements
    for filters, holds in (
        (("--mode", "direct"), lambda row: row["statement"]["mode"] == "direct"),
        (("--distance",), lambda row: row["distance"]),
        (("--no-distance",), lambda row: not row["distance"]),
        (("--outlet", "corant"), lambda row: "corant" in (row["outlet"] or "").lower()),
        (("--since", "2025-04"), lambda row: (row["published"] or "") >= "2025-04"),
        (("--speaker", "minister"), lambda row: "minister" in row["statement"]["speaker"]["name"].lower()),
    ):
        found = rows(*filters)
        assert found and len(found) < len(every)
        assert found == [row for row in every if holds(row)], filters


def test_show_marks_an_article_and_a_statement(run, demo: Ledger) -> None:
    row = demo.articles(limit=1)[0]
    status, out, _ = run("show", row.id[:8])
    assert status == 0
    assert "[s1 " in out
    assert "custody: read 20" in out
    assert run("show", row.path)[1] == out
    status, out, _ = run("show", f"{row.id[:8]}:s2")
    assert status == 0
    assert "[s2 " in out
    assert "speaker: " in out and "statement: confidence" in out
    status, out, _ = run("show", row.id, "--json")
    assert json.loads(out)["article"]["id"] == row.id


def test_summary_of_an_article_and_of_a_file(run, demo: Ledger) -> None:
    row = max(demo.articles(), key=lambda one: one.statements)
    status, out, _ = run("summary", row.id, "--json")
    taken = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert 3 <= len(taken) <= 5
    text = demo.article(row.id).text
    assert all(text[one["span"]["start"] : one["span"]["end"]] == one["text"] for one in taken)
    assert any(one["speakers"] for one in taken)
    if "#" not in row.path:
        assert run("summary", row.path, "--json")[1] == out


def test_search_folds_accents_and_dots(run) -> None:
    for words in ("tirhan", "Tırhan", "korvelian"):
        status, out, _ = run("search", words, "--json")
        assert status == 0
        assert out, words
    assert run("search", "zzzzz")[2] == "no places found\n"
    assert run("search", 'un"balanced (AND')[0] == 0


def test_export_has_every_statement(run, demo: Ledger, tmp_path: Path) -> None:
    counts = demo.counts()
    status, out, _ = run("export")
    lines = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert len(lines) == counts.articles
    assert sum(len(line["statements"]) for line in lines) == counts.statements
    assert [line["article"]["id"] for line in lines] == sorted(line["article"]["id"] for line in lines)
    assert run("export", "--format", "csv", "--to", str(tmp_path / "a.csv"))[0] == 0
    assert (tmp_path / "a.csv").read_text("utf-8-sig").startswith("statement,published,")
    assert run("export", "--format", "parquet", "--to", str(tmp_path / "a"))[0] == 0
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == [
        "articles.parquet",
        "names.parquet",
        "statements.parquet",
        "times.parquet",
    ]


def test_verify(run) -> None:
    status, out, _ = run("verify")
    assert status == 0
    assert "all as it was kept" in out


def test_read_to_standard_output_keeps_nothing(run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("The envoy of Varnia said that the talks had failed.\n", "utf-8")
    status, out, _ = run("read", "a.txt", "--stdout", "--ledger", "none.db")
    reading = json.loads(out)
    assert status == 0
    assert reading["statements"][0]["speaker"]["name"] == "unnamed envoy of Varnia"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):  # a second time as well as the first
        status, out, _ = run("demo")
        assert status == 0
        assert "Read 14 articles" in out
        assert "not read: language fr" in out
        assert "Try next" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["articles", "--ledger", "none.db"], "none.db"),
        (["statements", "--since", "yesterday"], "yesterday"),
        (["statements", "--mode", "loud"], "expected one of direct, mixed, indirect"),
        (["show", "nosuch"], "nosuch"),
        (["show", "nosuch:s1"], "nosuch"),
        (["export", "--format", "word"], "expected one of"),
        (["export", "--format", "parquet"], "--to"),
        (["read", "x", "--limit", "depth"], "name=number"),
        (["read", "x", "--limit", "nosuch=3"], "article_chars"),
        (["summary", "nosuch"], "nosuch"),
        (["read", ".", "--actors", "none.toml"], "none.toml cannot be read: No such file or directory"),
        (["read", ".", "--actors", "."], "Is a directory"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_errors_are_one_sentence(run, arguments: list[str], says: str, tmp_path: Path) -> None:
    status, _, err = run(*arguments)
    assert status == 2
    assert says in err
    assert len(err.strip().splitlines()) == 1
    assert "Traceback" not in err
    assert not Path("none.db").exists()


def test_status_tells_what_was_not_read(run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run("read", str(tmp_path / "empty.txt"), "--ledger", str(tmp_path / "a.db"))[0] == 1
    assert run("nosuch")[0] == 2
    assert run("read")[0] == 2
    assert run("--version")[0] == 0


@pytest.mark.parametrize(
    ("speaker", "words"),
    [
        (Speaker("Ann Orr", "person", True, "Varnia"), "named person, for Varnia"),
        (Speaker("unnamed senior officials", "person", False, "Varnia"), "unnamed official, for Varnia"),
        (Speaker("unnamed residents", "person"), "unnamed source"),
        (Speaker("Varnia", "government", True, "Varnia"), "government"),
        (Speaker("Highland Shield", "armed_group", True), "armed group"),
        (Speaker("Basin Commission", "igo", True), "international body"),
        (Speaker("unnamed daily", "outlet"), "outlet"),
        (Speaker("unnamed summary", "document"), "document"),
        (Speaker("unnamed observers", "public"), "public"),
        (Speaker("unknown"), "unknown"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_kind_of_source_is_told_in_words(speaker: Speaker, words: str) -> None:
    assert source_words(speaker) == words


def test_nothing_a_terminal_obeys_is_printed() -> None:
    hostile = "\x1b[31mred\x07\x9b2J‮evil\r\ud800"
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", plain(hostile))
    assert "\n" not in one_line("a\n\nb")


def test_the_readmes_example_is_what_is_printed(run) -> None:
    """But for what it leaves out, shown as "..."."""
    readme = (ROOT / "README.md").read_text("utf-8")
    example = readme.partition("## An example")[2].partition("## Your own actors")[0]
    shown, listed = (part.partition("\n")[2] for part in example.split("```")[1::2])
    out = run("show", "6b08c8fe")[1]
    for part in ("\n" + shown).split("\n...\n"):
        assert part.strip("\n") in out
    assert run("statements", "--text", '"not allow"', "--most", "2")[1] == listed


OWN = """
[[actor]]
name = "Varnia"
kind = "government"
capital = "Kestrel"
"""


def speakers_in(run, ledger: Path) -> list[tuple[str, str]]:
    out = run("statements", "--ledger", str(ledger), "--json")[1]
    said_by = [json.loads(line)["statement"]["speaker"] for line in out.splitlines()]
    return [(speaker["name"], speaker["kind"]) for speaker in said_by]


def test_own_actors_are_named_or_lie_beside_the_ledger(run, tmp_path: Path) -> None:
    ledger, own = tmp_path / "a.db", tmp_path / "mine.toml"
    (tmp_path / "a.txt").write_text(
        "Kestrel denied on Monday that the dam of Varnia would be opened.\n", "utf-8"
    )
    own.write_text(OWN, "utf-8")
    read = ["read", str(tmp_path), "--ledger", str(ledger)]
    _, out, _ = run(*read, "--actors", str(own))
    assert "Read 1 articles" in out
    assert f"with 1 own actors from {own}" in out
    assert speakers_in(run, ledger) == [("Varnia", "government")]
    (tmp_path / "actors.toml").write_text(f"# the same\n{OWN}", "utf-8")
    own.unlink()
    account = json.loads(run(*read, "--json")[1])
    assert (account["read"], account["seen"]) == (0, 1)  # nothing new is said, and neither file is an article
    assert (account["own_actors"], account["actors_from"]) == (1, str(tmp_path / "actors.toml"))
    (tmp_path / "actors.toml").write_text(OWN.replace("Varnia", "Great Varnia"), "utf-8")
    assert json.loads(run(*read, "--json")[1])["read"] == 1
    assert speakers_in(run, ledger) == [("Great Varnia", "government")]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_and_has_an_example(run, name: str) -> None:
    assert f"reportedly {name}" in (ROOT / "README.md").read_text("utf-8")
    _, out, _ = run(name, "--help")
    assert f"Example: reportedly {name}" in " ".join(out.split())


def shell(script: str, ledger: Path) -> subprocess.CompletedProcess[str]:
    """A command line as a shell runs it, with "reportedly" for the program."""
    program = f"{sys.executable} -m reportedly"
    environment = {**os.environ, "REPORTEDLY_LEDGER": str(ledger)}
    command = ["bash", "-c", "set -o pipefail; " + script.replace("reportedly", program)]
    return subprocess.run(command, capture_output=True, text=True, env=environment)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize("what", ["statements -n 500", "export", "articles --json", "search tirhan"])
def test_a_reader_who_has_had_enough_is_no_failure(demo_ledger: Path, what: str) -> None:
    done = shell(f"reportedly {what} | head -n 1", demo_ledger)
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_told_in_one_line(demo_ledger: Path) -> None:
    done = shell("reportedly export > /dev/full", demo_ledger)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
def test_an_interrupted_run_says_how_to_go_on(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.txt").write_text(f"The envoy said {number} times no.\n" * 20, "utf-8")
    command = [sys.executable, "-m", "reportedly", "read", str(tmp_path), "--ledger", str(tmp_path / "a.db")]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not (tmp_path / "a.db").exists():
        time.sleep(0.05)
    time.sleep(1.5)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert said.strip().splitlines()[-1].startswith("Stopped. What was read is kept")


def test_summary_says_what_it_could_not_read(run, tmp_path: Path, demo: Ledger) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run("summary", str(tmp_path / "empty.txt"))[0] == 1
    french = next(row for row in demo.articles() if row.skipped)
    status, out, _ = run("summary", french.id)
    assert status == 0
    assert "not read: language fr" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["read", "x", "--limit", "seconds=-1"],
        ["read", "x", "--limit", "seconds=nan"],
        ["read", "nowhere"],
        ["search", "*"],
        ["statements", "--speaker", ""],
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_refused(run, arguments: list[str], tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    if arguments[0] == "read":
        monkeypatch.setenv("REPORTEDLY_LEDGER", "new.db")
    status, _, err = run(*arguments)
    assert (status, len(err.strip().splitlines())) == (2, 1)
    assert not list(tmp_path.iterdir())


def test_unread_lists_the_last_runs(run, demo: Ledger) -> None:
    _, out, _ = run("articles", "--unread", "--json")
    assert [json.loads(line)["path"] for line in out.splitlines()] == [one.path for one in demo.unread()]

"""Every export says what the records say, whole or without the articles' words."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from os import environ
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from publish_made import NAMES, STATEMENTS, TEXT, at, readings

from reportedly.errors import ReportedlyError
from reportedly.publish import FORMATS, write, write_jsonl
from reportedly.publish.conllu import write_conllu
from reportedly.publish.csv import write_csv
from reportedly.publish.files import replacing
from reportedly.publish.parquet import write_parquet
from reportedly.records import Document, Facts, Name, Reading, Sentence, Span, Speaker, Word, article_of
from training.conllu import read_conllu

HERE = Path(__file__).parent
SHARED = Path(environ.get("REPORTEDLY_DATA", HERE.parents[2] / "shared" / "data")).parent
SCORER = SHARED / "score" / "statements.py"


def _lines(**options: bool) -> list[dict[str, Any]]:
    out = io.BytesIO()
    assert write_jsonl(readings(), out, **options) == 2
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_jsonl_is_as_the_case_file_says() -> None:
    expected = [json.loads(line) for line in (HERE / "expected.jsonl").read_text("utf-8").splitlines()]
    assert _lines() == expected


def test_jsonl_keeps_places_without_text() -> None:
    whole, bare = _lines(), _lines(without_text=True)
    assert [line["article"]["text"] for line in bare] == [None, None]
    for line in (*whole, *bare):
        line["article"].pop("text")
    assert whole == bare


@given(st.text(st.characters() | st.sampled_from("\x00\ud800\udfff\u2028"), min_size=1))
def test_any_text_survives_jsonl(text: str) -> None:
    article = article_of(Document(text, text.encode("utf-8", "surrogatepass"), "text", text), Facts(text), [])
    out = io.BytesIO()
    write_jsonl([Reading(article, text, names=(Name(Span(0, len(text)), "place", 0.5),))], out)
    assert out.getvalue().count(b"\n") == 1
    line = json.loads(out.getvalue())
    assert (line["article"]["text"], line["article"]["title"]) == (_joined(text), _joined(text))
    assert line["names"][0]["name"] == " ".join(_joined(text).split())


def _joined(text: str) -> str:
    """JSON cannot tell two surrogates that stand together from the character they make."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


@pytest.mark.skipif(not SCORER.exists(), reason=f"{SCORER} is not there; it comes with the data")
def test_the_scorer_reads_jsonl(tmp_path: Path) -> None:
    """The gold statements themselves, exported, must score 1."""
    gold = SHARED / "gold"
    names = sorted(path.name.removesuffix(".offsets.json") for path in (gold / "dev").iterdir())[:3]
    with replacing(tmp_path / "out.jsonl") as out:
        write_jsonl(_gold(gold, names), out)
    (tmp_path / "ids").write_text("\n".join(names))
    line = [sys.executable, str(SCORER), str(gold / "dev"), str(tmp_path / "out.jsonl"), "--json"]
    said = json.loads(subprocess.check_output([*line, "--ids", str(tmp_path / "ids")]))
    assert (said["missing"], said["text differs"]) == (0, 0)
    assert said["detection"]["f1"] == said["exact"]["f1"] == 1.0
    for part in ("cue", "source", "speaker", "speaker for", "via", "inside", "mode", "distance"):
        assert said[part]["of all"] in (1.0, None), part


def _gold(gold: Path, names: list[str]) -> Iterator[Reading]:
    for name in names:
        raw = (gold / "texts" / f"{name}.txt").read_bytes()
        text = raw.decode("utf-8")
        article = article_of(Document(f"texts/{name}.txt", raw, "text", text), Facts(), [])
        case = json.loads((gold / "dev" / f"{name}.offsets.json").read_text("utf-8"))
        yield Reading(article, "gold", tuple(map(_gold_statement, case["statements"])))


def _gold_statement(case: dict[str, Any]) -> Any:
    places, speaker = case["offsets"], case["speaker"]
    return replace(
        STATEMENTS[0],
        id=case["id"],
        content=tuple(Span(*pair) for pair in places["content"]),
        cue=Span(*places["cue"]) if places.get("cue") else None,
        source=Span(*places["source"]) if places.get("source") else None,
        speaker=Speaker(speaker["name"], speaker["kind"], speaker["named"], speaker["for"]),
        mode=case["mode"],
        inside=case["inside"],
        via=tuple(case["via"]),
        distance=(Span(0, 1),) if case["distance"] else (),
    )


def _rows(made: list[Reading], **options: bool) -> list[dict[str, str]]:
    out = io.BytesIO()
    write_csv(made, out, **options)
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))


def test_csv() -> None:
    first, second = _rows(readings())
    article = next(one.article for one in readings() if one.statements)
    assert first["statement"] == f"{article.id}:s1"
    assert first["content"] == "The port … is reportedly closed"
    assert (first["cue"], first["source"]) == ("told", "the union’s Pavel Łoś")
    assert (first["speaker"], first["speaker_named"], first["speaker_for"]) == (
        "Pavel Łoś",
        "yes",
        "the union",
    )
    assert (first["distance"], first["via"], first["confidence"]) == ("reportedly", "Radio Dirvan", "0.938")
    assert first["toward"] == "Harbour Board; Dirvan"
    assert json.loads(first["content_at"]) == [[22, 30], [73, 93]]
    assert all(TEXT[start:end] for start, end in json.loads(first["content_at"]))
    assert (second["inside"], second["cue"], second["cue_at"], second["mode"]) == ("s1", "", "[]", "direct")


def test_a_spreadsheet_runs_no_cell() -> None:
    assert _rows(readings())[0]["title"] == "'=Report"
    for start in ("=", "+", "-", "@", "\t", "\r"):
        text = f"{start}1+1 said so"
        article = article_of(Document(start, text.encode(), "text", text), Facts(start, outlet=start), [])
        found = replace(STATEMENTS[1], content=(Span(0, 4),), speaker=Speaker(text), via=(text,))
        (row,) = _rows([Reading(article, "r", (found,))])
        assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert row["content"] == f"'{text[:4]}"


@given(st.text(st.characters() | st.sampled_from('\x00\ud800"\r\n,;='), min_size=1))
def test_any_text_is_one_row_of_csv(text: str) -> None:
    article = article_of(Document(text, text.encode("utf-8", "surrogatepass"), "text", text), Facts(text), [])
    found = replace(STATEMENTS[1], content=(Span(0, len(text)),))
    (row,) = _rows([Reading(article, text, (found,))])
    plain = text.replace("\x00", "\ufffd").encode("utf-8", "backslashreplace").decode("utf-8")
    assert row["content"].removeprefix("'") == plain.removeprefix("'")


@pytest.mark.parametrize("name", ["content", "cue", "source", "distance"])
def test_no_words_of_the_article_stand_in_what_is_without_text(name: str, tmp_path: Path) -> None:
    assert [row[name] for row in _rows(readings(), without_text=True)] == ["", ""]
    assert [row["content_at"] for row in _rows(readings(), without_text=True)] != ["", ""]
    write_parquet(readings(), tmp_path, without_text=True)
    assert duckdb.sql(f"SELECT DISTINCT {name} FROM '{tmp_path}/statements.parquet'").fetchall() == [(None,)]  # noqa: S608
    assert duckdb.sql(f"SELECT DISTINCT text FROM '{tmp_path}/articles.parquet'").fetchall() == [(None,)]  # noqa: S608


def test_parquet_is_read_by_duckdb(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "export"
    assert write_parquet(iter(readings()), folder) == 2
    duck = duckdb.connect()
    duck.execute(f"CREATE VIEW s AS FROM '{folder}/statements.parquet'")
    duck.execute(f"CREATE VIEW a AS FROM '{folder}/articles.parquet'")
    asked = "SELECT a.outlet, speaker, content, via, distance FROM s JOIN a ON article = a.id ORDER BY s.id"
    assert duck.execute(asked).fetchall() == [
        (
            "The Varnia Post",
            "Pavel Łoś",
            "The port … is reportedly closed",
            ["Radio Dirvan"],
            ["reportedly"],
        ),
        ("The Varnia Post", "unknown", "“So be it,”", [], []),
    ]
    span = at("told")
    places = "SELECT cue_at.start, cue_at.end, len(content_at) FROM s ORDER BY id"
    assert duck.execute(places).fetchall() == [(span.start, span.end, 2), (None, None, 1)]
    counted = duck.execute("SELECT path, skipped, statements, text FROM a ORDER BY statements").fetchall()
    assert counted[0] == ("b\\udcff.txt", "language fr", 0, "\\udcff\x00")
    assert counted[1] == ("post/port.txt", None, 2, TEXT)


def test_names_and_times_are_tables_of_parquet(tmp_path: Path) -> None:
    write_parquet(readings(), tmp_path / "whole")
    write_parquet(readings(), tmp_path / "bare", without_text=True)
    duck = duckdb.connect()
    names = (
        "SELECT outlet, name, kind, actor, confidence, name_at.start FROM '{}/names.parquet' ORDER BY name_at"
    )
    expected = [
        ("The Varnia Post", "Pavel Łoś", "person", None, 0.75, NAMES[0].span.start),
        ("The Varnia Post", "Radio Varnia", "outlet", None, 0.5, NAMES[1].span.start),
    ]
    for folder in ("whole", "bare"):
        assert duck.execute(names.format(tmp_path / folder)).fetchall() == expected
    times = "SELECT words, type, value, mod, quant, freq FROM '{}/times.parquet' ORDER BY words_at"
    told = [("SET", "P1D", None, "EVERY", "1D"), ("DATE", None, "APPROX", None, None)]
    whole, bare = (duck.execute(times.format(tmp_path / folder)).fetchall() for folder in ("whole", "bare"))
    assert whole == [("daily", *told[0]), ("on 3 May", *told[1])]
    assert bare == [(None, *one) for one in told]


def _conllu(made: list[Reading], **options: bool) -> str:
    out = io.BytesIO()
    assert write_conllu(made, out, **options) == len(made)
    return out.getvalue().decode("utf-8")


def test_conllu_is_as_the_case_file_says() -> None:
    assert _conllu(readings()) == (HERE / "expected.conllu").read_text("utf-8")


def test_conllu_keeps_trees_and_places_without_text() -> None:
    whole, bare = _conllu(readings()), _conllu(readings(), without_text=True)
    kept = [line.split("\t") for line in whole.splitlines() if not line.startswith("# text")]
    assert [[cells[0], "_", *cells[2:]] if cells[1:] else cells for cells in kept] == [
        line.split("\t") for line in bare.splitlines()
    ]


@given(st.text(st.characters() | st.sampled_from("\x00\ud800\r\n\t\u2028 #_'"), min_size=1), st.data())
def test_any_sentences_are_read_back_from_conllu(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    article = article_of(Document("a", text.encode("utf-8", "surrogatepass"), "text", text), Facts(), [])
    cuts = sorted(
        data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=8) | st.just({0, len(text)}))
    )
    spans = [Span(start, end) for start, end in pairwise(cuts)]
    words = tuple(Word(span, "NOUN", number - 1, "dep") for number, span in enumerate(spans))
    path = tmp_path_factory.mktemp("conllu") / "a.conllu"
    path.write_text(_conllu([Reading(article, "r", sentences=(Sentence(words), Sentence(words)))]), "utf-8")
    (document,) = read_conllu(path)
    assert document.name == article.id
    for sentence in document.sentences:
        assert [word.head for word in sentence.words] == [word.head for word in words]
        places = [f"TokenRange={span.start}:{span.end}" for span in spans]
        assert [word.misc.split("|")[-1] for word in sentence.words] == places


def test_an_empty_ledger_makes_empty_files(tmp_path: Path) -> None:
    assert write_parquet([], tmp_path) == 0
    for name in ("articles", "statements", "names", "times"):
        assert duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/{name}.parquet'").fetchall() == [(0,)]  # noqa: S608
    assert _rows([]) == []


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), replacing(path) as out:
        out.write(b"half")
        raise ZeroDivisionError
    assert path.read_bytes() == b"before"
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    with replacing(link) as out:
        out.write(b"after")
        assert path.read_bytes() == b"before"
    assert path.read_bytes() == b"after"
    assert link.is_symlink()
    assert sorted(tmp_path.iterdir()) == [link, path]


def test_a_failed_parquet_leaves_the_last_one(tmp_path: Path) -> None:
    write_parquet(readings(), tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def broken() -> Iterator[Reading]:
        yield readings()[0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_parquet(broken(), tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_device_is_written_to_and_stays() -> None:
    with replacing(Path("/dev/null")) as out:
        out.write(b"gone")
    assert Path("/dev/null").is_char_device()


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(ReportedlyError, match="cannot be written"),
        replacing(tmp_path / "no" / "out.csv") as out,
    ):
        out.write(b"")
    (tmp_path / "file").touch()
    with pytest.raises(ReportedlyError, match="cannot be written"):
        write(readings(), "parquet", tmp_path / "file")


@pytest.mark.parametrize("form", FORMATS)
def test_each_form_counts_the_readings(form: str, tmp_path: Path) -> None:
    assert write(iter(readings()), form, tmp_path / "out") == 2
    assert (tmp_path / "out").exists()

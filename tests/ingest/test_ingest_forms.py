"""Every kind of sound file gives the articles and facts that its case says, and asks nobody for them."""

from __future__ import annotations

import json
import pickle
import socket
import subprocess
import sys
import tomllib
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seeds import HTML, JSONL, OTHER, PDF, RECORD, RSS, SEEDS, TEXT, packed, pdf, tarred, warc, zipped

from reportedly.ingest import Limits, Source, documents
from reportedly.ingest.dates import iso_date
from reportedly.ingest.fields import read_record
from reportedly.ingest.flat import flat_text, nesting
from reportedly.ingest.text import decode
from reportedly.records import Document, Unread

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> Any:
    return tomllib.loads((CASES / name).read_text("utf-8"))


def read(name: str, data: bytes, limits: Limits | None = None) -> list[Document | Unread]:
    return list(documents(Source(name, data), limits or Limits()))


def only(name: str, data: bytes) -> Document:
    [item] = read(name, data)
    assert isinstance(item, Document), item
    return item


@pytest.mark.parametrize("kind", SEEDS)
def test_each_kind_gives_the_articles_of_its_case(kind: str) -> None:
    found = read(*SEEDS[kind])
    expected = cases("forms.toml")[kind]
    assert [item.path for item in found] == [case["path"] for case in expected]
    for item, case in zip(found, expected, strict=True):
        assert isinstance(item, Document)
        assert (item.media, item.fragment) == (case["media"], case.get("fragment", ""))
        assert item.text.startswith(case["begins"])
        assert item.text.endswith(case.get("ends", ""))
        assert len(item.text) == case.get("length", len(item.text))
        if "facts" in case:
            assert {name: fact for name, fact in asdict(item.facts).items() if fact} == case["facts"]


def test_every_kind_has_a_case() -> None:
    assert set(cases("forms.toml")) == set(SEEDS)


@pytest.mark.parametrize("kind", SEEDS)
def test_nothing_is_fetched(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    name, data = SEEDS[kind]
    remote = b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd"><rss'
    for bytes_ in (data, data.replace(b"<rss", remote, 1)):
        assert all(isinstance(item, Document) for item in read(name, bytes_))


def test_raw_is_what_the_text_was_taken_from() -> None:
    lines = JSONL.splitlines()
    assert [item.raw for item in read("a.jsonl", JSONL)] == lines
    assert only("a.html.gz", packed(HTML.encode())).raw == HTML.encode()
    assert {item.raw for item in read("a.rss", RSS.encode())} == {RSS.encode()}
    in_list = read("a.json", json.dumps([RECORD, OTHER], indent=7).encode())
    in_lines = read("b.json", json.dumps([RECORD, OTHER]).encode())
    assert [item.raw for item in in_list] == [item.raw for item in in_lines]
    assert [json.loads(item.raw) for item in in_list] == [RECORD, OTHER]
    assert [item.raw for item in read("a.warc", SEEDS["warc"][1])] == [HTML.encode(), TEXT.encode()]


def test_text_is_what_open_without_newline_translation_gives(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffMixed\r\nline\rends\n\n and a stray \x07 bell, said he.\r\n".encode())
    with path.open(encoding="utf-8-sig", newline="") as file:
        expected = file.read()
    [item] = documents(Source(str(path)))
    assert isinstance(item, Document)
    assert item.text == expected


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_comes_back_as_it_is(text: str) -> None:
    body = "Words. " + text
    assert only("a.txt", body.encode()).text == body


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(case["text"], encoding) for case in cases("encodings.toml")["case"] for encoding in case["encodings"]],
)
@pytest.mark.parametrize("times", [1, 5])
def test_encodings(text: str, encoding: str, times: int) -> None:
    text = "\r\n".join([text] * times)
    assert decode(text.encode(encoding)) == text


def test_utf8_with_stray_bytes_is_not_taken_for_another_encoding() -> None:
    raw = "Dışişleri Bakanı görüşmeleri ".encode() + b"\x93erteledi\x94" + " dedi; Erdoğan konuştu.".encode()
    assert decode(raw) == "Dışişleri Bakanı görüşmeleri “erteledi” dedi; Erdoğan konuştu."


def test_a_page_is_decoded_as_it_declares() -> None:
    page = HTML.replace("utf-8", "iso-8859-7").replace("theatre", "θέατρο").encode("iso-8859-7")
    assert "“θέατρο”" in only("a.html", page).text
    answer = warc(("text/html; charset=iso-8859-5", HTML.replace("theatre", "театр").encode("iso-8859-5")))
    [item] = read("a.warc", answer)
    assert isinstance(item, Document)
    assert "“театр”" in item.text


@pytest.mark.parametrize(("written", "expected"), cases("dates.toml")["dates"].items())
def test_dates(written: str, expected: str) -> None:
    assert (iso_date(written) or "") == expected


@pytest.mark.parametrize("value", [None, True, [], {}, -1, 10**30, float("nan"), {"$date": None}, "²²²²"])
def test_what_is_no_date(value: object) -> None:
    assert iso_date(value) is None


@pytest.mark.parametrize(
    ("value", "expected"), [(20251107, "2025-11-07"), (2025, "2025"), (1762507800.5, "2025-11-07")]
)
def test_numbers_that_are_dates(value: object, expected: str) -> None:
    assert iso_date(value) == expected


@pytest.mark.parametrize("case", cases("records.toml")["case"])
def test_records(case: dict[str, Any]) -> None:
    text, facts = read_record(json.loads(case["record"]), Limits())
    assert text == case["text"]
    found = {name: fact for name, fact in asdict(facts).items() if fact and not name.endswith("_by")}
    assert found == case["facts"]
    assert only("a.json", case["record"].encode()).text == case["text"]


@pytest.mark.parametrize(
    "wrapper", ['{"status": "ok", "articles": %s}', '{"response": {"results": %s}}', "%s", " [\n%s ]"]
)
def test_shapes_of_json(wrapper: str) -> None:
    records = json.dumps([RECORD, OTHER], indent=1)
    data = wrapper % (records[1:-1] if "[" in wrapper and "{" not in wrapper else records)
    assert [item.path for item in read("n.json", data.encode())] == ["n.json#1", "n.json#2"]


def test_json_over_many_lines_is_one_record_or_several() -> None:
    pretty = json.dumps(RECORD, indent=2)
    assert only("n.json", pretty.encode()).path == "n.json"
    assert [item.path for item in read("n.json", (pretty + "\n" + pretty).encode())] == [
        "n.json#1",
        "n.json#2",
    ]
    assert only("n.json", pretty.encode("utf-16")).facts.title == RECORD["title"]


def test_the_number_of_a_record_is_that_of_its_line() -> None:
    assert [item.path for item in read("n.jsonl", b"\n" + JSONL.replace(b"\n", b"\r\n\r\n"))] == [
        "n.jsonl#2",
        "n.jsonl#4",
    ]


def test_a_list_longer_than_the_window_is_read_as_a_stream() -> None:
    record = json.dumps(RECORD | {"text": "Ünïcode words. " * 20_000}, ensure_ascii=False)
    found = read("n.json", f"[{','.join([record] * 8)}]".encode())
    assert len({item.raw for item in found if isinstance(item, Document)}) == 1
    assert len(found) == 8


@pytest.mark.parametrize("case", cases("markup.toml")["case"])
def test_markup_without_a_tree(case: dict[str, str]) -> None:
    assert flat_text(case["markup"]) == case["text"]


@pytest.mark.parametrize(
    ("markup", "depth"),
    [
        ("<p>a<p>b<p>c", 0),
        ("<div><b>x</div><div></div>", 2),
        ("<div></span></span><div>", 2),
        ("<br><img><hr>", 0),
    ],
)
def test_nesting(markup: str, depth: int) -> None:
    assert nesting(markup) == depth


@given(st.text())
def test_markup_without_a_tree_takes_any_text(text: str) -> None:
    assert "\n\n\n" not in flat_text(text)
    assert nesting(text) >= 0


@pytest.mark.parametrize(
    ("name", "data", "media"),
    [
        ("a.pdf", HTML.encode(), "html"),
        ("a.html", PDF, "pdf"),
        ("a.txt", HTML.encode(), "html"),
        ("a.html", TEXT.encode(), "text"),
        ("a.gz", TEXT.encode(), "text"),
        ("a", RSS.encode(), "feed"),
        ("a.txt", JSONL, "json"),
        ("a.txt", b"[Updated] The minister spoke.", "text"),
        ("a.txt", b"{applause} The minister spoke.", "text"),
        ("a.html", b"The minister spoke.<br>Nobody <b>listened</b>.", "html"),
    ],
)
def test_the_content_says_what_it_is(name: str, data: bytes, media: str) -> None:
    assert {item.media for item in read(name, data) if isinstance(item, Document)} == {media}


def test_a_page_names_where_it_was_saved_from() -> None:
    page = HTML.replace('<link rel="canonical"', "<link").replace(
        "<html", "<!-- saved from url=(0031)https://courier.example/dam-talks -->\n<html"
    )
    assert only("a.html", page.encode()).facts.url == "https://courier.example/dam-talks"


def test_pictures_within_a_page_do_not_cut_it() -> None:
    picture = "data:image/png;base64," + "QUFB" * 4_000_000
    page = HTML.replace("<article>", f"<style>p {{ background: url({picture}) }}</style><article>")
    assert "called the demand “theatre”" in only("a.html", page.encode()).text


def test_a_year_in_a_copyright_line_is_no_date() -> None:
    page = (
        "<html><head><title>Dam</title></head><body><p>Talks could resume.</p><footer>© 2019 Courier</footer>"
    )
    assert only("a.html", page.encode()).facts.published is None


def test_facts_of_a_pdf_only_where_they_look_real() -> None:
    assert only("a.pdf", pdf("Words of a report.", title="Microsoft Word - draft3.doc")).facts.title is None


def test_tar_in_gzip_and_warc_in_zip() -> None:
    inside = zipped(w__warc__gz=packed(SEEDS["warc"][1]), __hidden=b"x")
    assert [item.path for item in read("z.zip", inside)] == ["z.zip#w.warc.gz#3", "z.zip#w.warc.gz#5"]
    both = tarred(a__txt=TEXT.encode(), b__txt=b"Other words.")
    assert [item.path for item in read("t.tgz", packed(both))] == ["t.tgz#a.txt", "t.tgz#b.txt"]


def test_articles_and_sources_travel_between_processes() -> None:
    source = Source("-", TEXT.encode())
    assert pickle.loads(pickle.dumps(source)) == source  # noqa: S301
    for item in read(*SEEDS["html"]):
        assert pickle.loads(pickle.dumps(item)) == item  # noqa: S301


def test_no_library_is_loaded_before_it_is_needed() -> None:
    heavy = "trafilatura htmldate feedparser fastwarc pypdfium2 charset_normalizer lxml"
    code = f"import reportedly.ingest, sys; print([name for name in {heavy.split()} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"

"""What is saved comes back as it was; what is saved again replaces only what may be replaced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import islice
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_made import ANY_TEXT, READER, any_reading, reading_of

from reportedly.errors import LedgerError, SpanError
from reportedly.ledger import Ledger
from reportedly.records import Mark, Name, Reading, Reference, Sentence, Span, Time, Unread, Word, article_id

EACH = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CASE: dict[str, Any] = {
    "path": "a/one.txt",
    "text": "The union said the port of Melkin was reportedly closed on Monday.",
    "outlet": "The Varnia Post",
    "statements": [
        {"content": ["the port of Melkin"], "cue": "said", "source": "The union"},
        {"content": ["closed"], "inside": "s1", "distance": ["reportedly"], "via": ["Radio Dirvan"]},
    ],
    "names": [["Melkin", "place"]],
    "times": [["on Monday", "DATE", "2025-11-03"]],
    "references": [["the port", "The union"]],
    "tree": ["The", "union", "said"],
}


@EACH
@given(made=any_reading())
def test_any_reading_comes_back_unchanged(ledger: Ledger, made: tuple[Reading, bytes]) -> None:
    reading, raw = made
    ledger.save(replace(reading, reader="other"), raw, version="0")
    first_path = ledger.article(reading.article.id).path
    reading = replace(reading, article=replace(reading.article, path=first_path))
    ledger.save(reading, raw, version="0")
    kept = ledger.reading(reading.article.id, trees=True)
    assert kept == reading
    assert kept.words == reading.words
    assert ledger.reading(reading.article.id) == replace(reading, sentences=())
    rows = ledger.statements()
    assert [row.content for row in rows if row.article == reading.article.id] == [
        tuple(span.of(reading.article.text) for span in statement.content) for statement in reading.statements
    ]


@EACH
@given(made=any_reading())
def test_whatever_is_saved_verifies(ledger: Ledger, made: tuple[Reading, bytes]) -> None:
    ledger.save(*made, version="0")
    assert list(ledger.verify()) == []


@EACH
@given(paths=st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=5))
def test_any_reason_for_not_reading_comes_back(ledger: Ledger, paths: list[tuple[str, str]]) -> None:
    unread = [Unread(path, reason) for path, reason in paths]
    ledger.note_unread(iter(unread))
    assert ledger.unread() == unread


def test_only_the_last_run_is_listed(ledger: Ledger) -> None:
    assert ledger.unread() == []
    ledger.note_unread([Unread("a.bin", "no text in it")])
    assert ledger.unread() == [Unread("a.bin", "no text in it")]
    ledger.note_unread([])
    assert ledger.unread() == []


def test_another_reader_replaces_the_findings_and_nothing_else(ledger: Ledger) -> None:
    reading, raw = reading_of(CASE)
    ledger.save(reading, raw, version="1.0")
    other = {"statements": [{"content": ["Melkin"], "source": "The union"}], "names": [["union", "group"]]}
    later, _ = reading_of({**CASE, **other, "times": [], "references": [], "tree": ["port"]}, "reader-2")
    ledger.save(later, raw, version="2.0")
    assert ledger.reading(reading.article.id, trees=True) == later
    assert not ledger.has_reading(reading.article.id, READER)
    assert ledger.has_reading(reading.article.id, "reader-2")
    assert ledger.ids_read_by(READER) == set()
    assert ledger.ids_read_by("reader-2") == {article_id(sha256(raw).hexdigest())}
    assert ledger.search("closed", kind="statements") == []
    assert len(ledger.search("closed", kind="articles")) == 1
    lines = [(line.action, line.version, line.raw_sha256) for line in ledger.custody("one.txt")]
    assert lines == [
        ("read", "1.0", reading.article.raw_sha256),
        ("read again", "2.0", reading.article.raw_sha256),
    ]
    assert list(ledger.verify()) == []


def test_the_same_bytes_from_another_path_are_the_same_article(ledger: Ledger) -> None:
    reading, raw = reading_of(CASE)
    ledger.save(reading, raw, version="0")
    copy, _ = reading_of({**CASE, "path": "b/copy.txt", "outlet": "Copyist", "statements": []})
    for _ in range(2):
        ledger.save(copy, raw, version="0")
    assert ledger.reading("b/copy.txt", trees=True) == reading
    ledger.note_seen([(reading.article.id, "c/again.txt"), (reading.article.id, "a/one.txt")], version="0")
    lines = [(line.action, line.path) for line in ledger.custody("a/one.txt")]
    assert lines == [("read", "a/one.txt"), ("seen again", "b/copy.txt"), ("seen again", "c/again.txt")]
    assert ledger.count_articles() == 1
    with pytest.raises(LedgerError, match="holds no article"):
        ledger.note_seen([("0" * 16, "d.txt")], version="0")


def test_another_text_from_the_same_bytes_takes_its_place(ledger: Ledger) -> None:
    reading, raw = reading_of(CASE)
    ledger.save(reading, raw, version="1.0")
    text = "The union said the port was shut."
    article = replace(reading.article, text=text, text_sha256=sha256(text.encode()).hexdigest())
    later = Reading(article, "reader-2")
    ledger.save(later, raw, version="2.0")
    assert ledger.reading(article.id) == later
    assert [line.text_sha256 for line in ledger.custody(article.id)] == [
        reading.article.text_sha256,
        article.text_sha256,
    ]
    assert ledger.search("closed") == []
    assert list(ledger.verify()) == []


def test_parts_of_a_container_share_its_bytes(ledger: Ledger) -> None:
    raw = b"<rss>two entries</rss>"
    reading, _ = reading_of(CASE)
    for fragment in ("1", "2"):
        digest = sha256(raw).hexdigest()
        article = replace(
            reading.article,
            id=article_id(digest, fragment),
            fragment=fragment,
            raw_sha256=digest,
            path=f"feed.xml#{fragment}",
        )
        ledger.save(replace(reading, article=article), raw, version="0")
    assert [row.path for row in ledger.articles()] != []
    assert ledger.article("feed.xml#2").fragment == "2"
    assert ledger.count_articles() == 2
    assert list(ledger.verify()) == []


def test_readings_come_by_article_id(ledger: Ledger) -> None:
    made = [reading_of({"path": f"{n}.txt", "text": f"Report {n} said so."}) for n in range(250)]
    ledger.save_many(made, version="0")
    expected = sorted((reading for reading, _ in made), key=lambda reading: reading.article.id)
    assert list(ledger.readings_all()) == expected


def test_all_readings_come_with_their_trees_where_asked(ledger: Ledger) -> None:
    made = [reading_of({**CASE, "path": f"{n}.txt", "text": f"{CASE['text']} {n}"}) for n in range(3)]
    ledger.save_many(made, version="0")
    expected = sorted((reading for reading, _ in made), key=lambda reading: reading.article.id)
    assert list(ledger.readings_all(trees=True)) == expected
    assert list(ledger.readings_all()) == [replace(reading, sentences=()) for reading in expected]


def test_readings_stay_as_they_were_when_first_asked_for(ledger: Ledger) -> None:
    made = [reading_of({"path": f"{n}.txt", "text": f"Report {n} said so."}) for n in range(300)]
    ledger.save_many(made[:200], version="0")
    stream: Iterator[Reading] = ledger.readings_all()
    first = list(islice(stream, 10))
    ledger.save_many(made[200:], version="0")
    assert len(first) + len(list(stream)) == 200
    assert ledger.count_articles() == 300


def test_what_could_not_be_checked_later_is_refused(ledger: Ledger) -> None:
    reading, raw = reading_of(CASE)
    length = len(reading.article.text)
    beyond = replace(reading.statements[0], cue=Span(length - 1, length + 1))
    empty = replace(reading.statements[0], content=())
    past = Span(length - 1, length + 1)
    found: dict[str, Any] = {
        "names": (Name(past, "place", 0.5),),
        "times": (Time(past, "DATE", None),),
        "references": (Reference(past, Span(0, 1), 0.5),),
        "sentences": (Sentence((Word(past, "X", -1, "root"),)),),
    }
    for name, one in found.items():
        with pytest.raises(SpanError, match="does not fit"):
            ledger.save(replace(reading, **{name: one}), raw, version="0")
    with pytest.raises(SpanError, match="does not fit"):
        ledger.save(replace(reading, references=(Reference(Span(0, 1), past, 0.5),)), raw, version="0")
    with pytest.raises(LedgerError, match="expected -1 or a word's number"):
        odd = Sentence((Word(Span(0, 1), "X", 1, "dep"),))
        ledger.save(replace(reading, sentences=(odd,)), raw, version="0")
    marked = replace(reading.article, marks=(Mark(Span(0, length + 1), "furniture", "test"),))
    with pytest.raises(SpanError, match="does not fit"):
        ledger.save(replace(reading, statements=(beyond,)), raw, version="0")
    with pytest.raises(SpanError, match="does not fit"):
        ledger.save(replace(reading, article=marked), raw, version="0")
    with pytest.raises(SpanError, match="no content"):
        ledger.save(replace(reading, statements=(empty,)), raw, version="0")
    with pytest.raises(LedgerError, match="not the bytes"):
        ledger.save(reading, raw + b" ", version="0")
    assert ledger.count_articles() == 0


def test_an_article_is_saved_whole_or_not_at_all(ledger: Ledger) -> None:
    good, bad = reading_of(CASE), reading_of({**CASE, "text": CASE["text"] + " It did."})
    with pytest.raises(LedgerError):
        ledger.save_many([good, (bad[0], b"")], version="0")
    assert (ledger.counts().articles, ledger.search("union")) == (0, [])
    assert list(ledger.verify()) == []


def test_words_far_apart_in_a_long_text_are_found_together(ledger: Ledger) -> None:
    """PostgreSQL counts no further than 16,383 words in one row."""
    filler = "so it went on and on " * 4_000
    case = {"path": "long.txt", "text": f"Alpha gate. {filler} Omega gate opened. {filler}"}
    ledger.save(*reading_of(case), version="0")
    ledger.save(*reading_of({"path": "short.txt", "text": "Alpha gate closed."}), version="0")
    assert [hit.path for hit in ledger.search("alpha omega")] == ["long.txt"]
    assert [hit.path for hit in ledger.search('"omega gate opened"')] == ["long.txt"]
    assert ledger.search('"alpha omega"') == []
    assert ledger.search("alpha omega closed") == []
    assert list(ledger.verify()) == []

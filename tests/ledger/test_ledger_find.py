"""Listings, references and searches over four invented reports, on both databases."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from ledger_databases import fresh
from ledger_made import ANY_TEXT, reading_of

from reportedly.errors import LedgerError
from reportedly.ledger import ArticleFilter, Hit, Ledger, StatementFilter, open_ledger

HERE = Path(__file__).parent
ARTICLES = tomllib.loads((HERE / "cases_articles.toml").read_text("utf-8"))["article"]
SEARCHES = tomllib.loads((HERE / "cases_search.toml").read_text("utf-8"))["case"]
FILTERS = tomllib.loads((HERE / "cases_filters.toml").read_text("utf-8"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    address = (
        str(tmp_path_factory.mktemp("find") / "reportedly.db")
        if request.param == "sqlite"
        else fresh(request.getfixturevalue("server"), "filled")
    )
    with open_ledger(address, create=True) as ledger:
        ledger.save_many(map(reading_of, ARTICLES), version="0")
        yield ledger


def _asked(case: dict[str, Any]) -> str:
    return str(case["filter"])


def _place(hit: Hit) -> str:
    return f"{hit.path} {hit.statement.id}" if hit.statement else hit.path


@pytest.mark.parametrize("case", SEARCHES, ids=[case["query"] for case in SEARCHES])
def test_search(filled: Ledger, case: dict[str, Any]) -> None:
    for kind in ("articles", "statements"):
        hits = filled.search(case["query"], kind=kind)  # type: ignore[arg-type]
        assert sorted(map(_place, hits)) == sorted(case[kind])
        texts = {hit.article: filled.article(hit.article).text for hit in hits}
        marked = {mark.of(texts[hit.article]) for hit in hits for mark in hit.marks}
        assert marked <= set(case["marks"])
        assert kind == "statements" or marked == set(case["marks"])
        for hit in hits:
            assert hit.passage is not None
            assert hit.words == hit.passage.of(texts[hit.article])
            assert all(hit.passage.holds(mark) for mark in hit.marks)


def test_search_of_both_kinds_gives_articles_then_statements(filled: Ledger) -> None:
    found = filled.search("melkin", limit=2)
    assert [hit.kind for hit in found] == ["article", "article", "statement", "statement"]
    assert filled.search("melkin", limit=0) == []


def test_a_word_in_the_article_counts_more_than_in_its_furniture(filled: Ledger) -> None:
    first, second = filled.search("harbour", kind="articles")
    assert (first.path, second.path) == ("post/strike.txt", "post/talks.txt")
    assert first.score > second.score


@pytest.mark.parametrize("case", FILTERS["articles"], ids=_asked)
def test_articles(filled: Ledger, case: dict[str, Any]) -> None:
    asked = ArticleFilter(**case["filter"])
    rows = filled.articles(asked)
    assert [row.path for row in rows] == case["found"]
    assert filled.count_articles(asked) == len(rows)
    assert rows[1:2] == filled.articles(asked, limit=1, offset=1)


@pytest.mark.parametrize("case", FILTERS["statements"], ids=_asked)
def test_statements(filled: Ledger, case: dict[str, Any]) -> None:
    asked = StatementFilter(**case["filter"])
    rows = filled.statements(asked)
    assert [f"{row.path} {row.statement.id}" for row in rows] == case["found"]
    assert filled.count_statements(asked) == len(rows)
    assert rows[1:3] == filled.statements(asked, limit=2, offset=1)


def test_a_statement_row_carries_its_words_and_its_article(filled: Ledger) -> None:
    row = filled.statements(StatementFilter(speaker="MİT"))[0]
    assert row.content == ("that Işık's envoys had reportedly reached Melkin",)
    assert (row.cue, row.source, row.distance) == ("said", "The intelligence agency MİT", ("reportedly",))
    assert (row.title, row.outlet, row.published) == (
        "Talks resume in Melkin",
        "The Varnia Post",
        "2025-11-07",
    )
    assert filled.statement(row.ref) == row


def test_article_rows_carry_their_counts(filled: Ledger) -> None:
    rows = {row.path: row for row in filled.articles()}
    assert (rows["post/talks.txt"].statements, rows["post/talks.txt"].skipped) == (2, None)
    assert (rows["other/note.txt"].statements, rows["other/note.txt"].skipped) == (0, "language fr")
    counts = filled.counts()
    assert (counts.articles, counts.statements, counts.skipped, counts.outlets) == (4, 5, 1, 2)


NO_DATES = ["", "yesterday", "2025-13", "2025-02-30", "2025-1-1", "25", "2025-11-07T1", "２０２５"]


@pytest.mark.parametrize("date", NO_DATES)
def test_what_is_no_date_is_refused(filled: Ledger, date: str) -> None:
    with pytest.raises(LedgerError, match="expected a form like 2025-11-07"):
        filled.articles(ArticleFilter(since=date))


@pytest.mark.parametrize("ref", ["post/talks.txt", "talks.txt", "talks", "id", "id[:6]"])
def test_an_article_is_found_by_id_path_and_name(filled: Ledger, ref: str) -> None:
    expected = reading_of(ARTICLES[0])[0].article
    asked = {"id": expected.id, "id[:6]": expected.id[:6]}.get(ref, ref)
    assert filled.article(asked) == expected
    assert filled.statement(f"{asked}:s2").statement.id == "s2"


@pytest.mark.parametrize("ref", ["", "zzzz", "post", "alks.txt", "%", "talks.txt:s1", "0000000000000000"])
def test_an_unknown_reference_is_refused(filled: Ledger, ref: str) -> None:
    with pytest.raises(LedgerError, match="holds no article"):
        filled.article(ref)


@pytest.mark.parametrize("ref", ["", "s1", ":s1", "talks.txt:s9", "nothing.txt:s1", "talks.txt:"])
def test_an_unknown_statement_is_refused(filled: Ledger, ref: str) -> None:
    with pytest.raises(LedgerError):
        filled.statement(ref)


def test_a_reference_to_several_articles_names_five(ledger: Ledger) -> None:
    cases = [{"path": f"{number}/same.txt", "text": f"Report {number}."} for number in range(7)]
    ledger.save_many(map(reading_of, cases), version="0")
    with pytest.raises(LedgerError, match="several articles") as error:
        ledger.article("same.txt")
    assert str(error.value).count("/same.txt") == 5
    assert "and more" in str(error.value)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ANY_TEXT)
def test_any_query_is_answered(filled: Ledger, query: str) -> None:
    for hit in filled.search(query):
        assert hit.passage is not None
    filled.statements(StatementFilter(speaker=query, outlet=query, text=query))
    filled.articles(ArticleFilter(outlet=query, language=query, text=query))


def test_a_pasted_page_is_a_query(filled: Ledger) -> None:
    text = ARTICLES[0]["text"]
    assert [hit.path for hit in filled.search(text, kind="articles")] == ["post/talks.txt"]
    assert filled.search(" ".join(f"word{number}" for number in range(1_500))) == []

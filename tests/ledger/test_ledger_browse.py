"""What the desk asks of the ledger, against what the listings say, on both databases."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ledger_databases import fresh
from ledger_made import reading_of

from reportedly.ledger import FACETS, ArticleFilter, Facet, Ledger, StatementFilter, StatementRow, open_ledger
from reportedly.ledger.dates import days as days_of

ARTICLES = tomllib.loads(Path(__file__).with_name("cases_articles.toml").read_text("utf-8"))["article"]
OPENINGS = tomllib.loads(Path(__file__).with_name("cases_openings.toml").read_text("utf-8"))["case"]
SORTS = ("date", "outlet", "title", "statements", "unnamed", "added")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    address = (
        str(tmp_path_factory.mktemp("browse") / "reportedly.db")
        if request.param == "sqlite"
        else fresh(request.getfixturevalue("server"), "browsed")
    )
    with open_ledger(address, create=True) as ledger:
        ledger.save_many(map(reading_of, ARTICLES), version="0")
        yield ledger


def values(facet: Facet, row: StatementRow) -> list[str]:
    one = row.statement
    if facet == "via":
        return list(dict.fromkeys(one.via)) or [""]
    known: dict[Facet, str | bool | None] = {
        "speaker": one.speaker.actor or one.speaker.name,
        "speaks_for": one.speaker.speaks_for,
        "kind": one.speaker.kind,
        "named": one.speaker.named,
        "outlet": row.outlet,
        "distance": bool(one.distance),
        "mode": one.mode,
    }
    value = known[facet]
    return [{True: "yes", False: "no"}[value] if isinstance(value, bool) else value or ""]


def chosen(facet: Facet, value: str) -> StatementFilter:
    name = {"speaker": "who", "outlet": "outlet_is"}.get(facet, facet)
    if facet in ("named", "distance"):
        return StatementFilter(**{name: value == "yes"})  # type: ignore[arg-type]
    return StatementFilter(**{name: value if facet == "mode" else (value,)})  # type: ignore[arg-type]


@pytest.mark.parametrize("facet", FACETS)
def test_facets_count_what_choosing_them_lists(filled: Ledger, facet: Facet) -> None:
    every = filled.statements()
    expected = Counter(value for row in every for value in values(facet, row))
    assert {one.value: one.count for one in filled.facet(facet, most=1000)} == dict(expected)
    for value, count in expected.items():
        asked = chosen(facet, value)
        rows = filled.statements(asked)
        assert len(rows) == filled.count_statements(asked) == count
        assert all(value in values(facet, row) for row in rows)


@pytest.mark.parametrize("sort", SORTS)
def test_the_library_is_whole_however_it_is_sorted(filled: Ledger, sort: str) -> None:
    for down in (True, False):
        rows = filled.library(ArticleFilter(), (100, 0), sort=sort, down=down)  # type: ignore[arg-type]
        assert sorted(row.article.id for row in rows) == sorted(row.id for row in filled.articles())
        paged = [
            row
            for offset in range(len(rows))
            for row in filled.library(ArticleFilter(), (1, offset), sort=sort, down=down)  # type: ignore[arg-type]
        ]
        assert paged == rows
        dates = [row.article.facts.published for row in rows]
        if sort == "date" and None in dates:
            assert all(date is None for date in dates[dates.index(None) :])


def test_shares_months_and_outlets_add_up(filled: Ledger) -> None:
    every = filled.statements()
    unnamed = sum(not row.statement.speaker.named for row in every)
    assert sum(row.unnamed for row in filled.library(ArticleFilter(), (100, 0))) == unnamed
    dated = Counter(row.published[:7] for row in every if row.published)
    assert {one.month: one.statements for one in filled.months()} == dict(dated)
    outlets = filled.outlets()
    assert sum(one.articles for one in outlets) == filled.counts().articles
    assert sum(one.unnamed for one in outlets) == unnamed
    assert {one.value: one.count for one in filled.outlet_names()} == {
        one.name or "": one.articles for one in outlets
    }


def test_the_state_changes_with_each_reading(filled: Ledger) -> None:
    before = filled.state()
    assert filled.state() == before
    reading, raw = reading_of({"path": "later.txt", "text": "Later."})
    filled.save(reading, raw, version="0")
    assert filled.state() != before


@pytest.mark.parametrize(
    "asked", [StatementFilter(), StatementFilter(mode="indirect"), StatementFilter(text="that")]
)
@pytest.mark.parametrize("page", [(None, 0), (3, 0), (3, 2), (4, 5), (2, 1000)])
def test_newest_first_is_oldest_first_by_day_reversed(
    filled: Ledger, asked: StatementFilter, page: tuple[int | None, int]
) -> None:
    limit, offset = page
    oldest = filled.statements(asked)
    days = sorted({row.published or "" for row in oldest}, key=lambda day: days_of(day)[0])
    dated = [day for day in reversed(days) if day]
    expected = [row.ref for day in [*dated, ""] for row in oldest if (row.published or "") == day]
    found = filled.statements(asked, limit=limit, offset=offset, newest_first=True)
    assert [row.ref for row in found] == expected[offset:][:limit]


@pytest.mark.parametrize("case", OPENINGS, ids=lambda case: case["name"])
def test_openings(tmp_path: Path, case: dict[str, Any]) -> None:
    reading, raw = reading_of(case | {"path": "a.txt"})
    with open_ledger(tmp_path / "a.db", create=True) as ledger:
        ledger.save(reading, raw, version="0")
        found = ledger.openings([reading.article.id, "0000"])
    assert found == ({reading.article.id: case["opening"]} if case["opening"] else {})

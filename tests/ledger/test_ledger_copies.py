"""Copy groups in the ledger: found after reading, found anew where something changed, in any order."""

from __future__ import annotations

import json
import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
from ledger_databases import behind_its_back
from ledger_made import reading_of
from sqlalchemy import text as sql

from reportedly.cli import main
from reportedly.ledger import ArticleFilter, Ledger
from reportedly.pipeline import Options, find_copies
from reportedly.records import AmendFacts, CopyGroup

ANALYSE = Path(__file__).parents[1] / "analyse"
PARTS: dict[str, str] = tomllib.loads((ANALYSE / "cases_copies.toml").read_text("utf-8"))["paragraphs"]
ARTICLES = {
    "first": (["gates", "farmers"], "The Varnia Post", "2025-03-06"),
    "second": (["gates", "farmers", "mediator"], "Corant", "2025-03-07"),
    "third": (["farmers", "gates"], None, None),
    "alone": (["railway", "harbour"], "Corant", "2025-03-07"),
}


def save(ledger: Ledger, path: str, parts: list[str], outlet: str | None, published: str | None) -> str:
    text = "\n\n".join(PARTS[part] for part in parts)
    case: dict[str, Any] = {"path": path, "text": f"{path}\n{text}", "title": path}
    case |= {"outlet": outlet} if outlet else {}
    case |= {"published": published} if published else {}
    reading, raw = reading_of(case)
    ledger.save(reading, raw, version="test")
    return reading.article.id


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    for path, told in ARTICLES.items():
        save(ledger, path, *told)
    find_copies(ledger)
    return ledger


def paths(ledger: Ledger) -> dict[str, str]:
    """The origin's path for each article in a group."""
    path = {row.id: row.path for row in ledger.articles()}
    return {path[one]: path[origin] for one, origin in ledger.copy_groups().items()}


def test_copies_are_found_and_listed(filled: Ledger) -> None:
    assert paths(filled) == dict.fromkeys(("first", "second", "third"), "first")
    group = filled.copies("second")
    assert group is not None
    assert (group.reason, group.credited) == ("published first", None)
    assert [(one.path, one.outlet, one.published) for one in group.articles] == [
        ("first", "The Varnia Post", "2025-03-06"),
        ("second", "Corant", "2025-03-07"),
        ("third", None, None),
    ]
    assert [one.shared for one in group.articles] == [
        1.0,
        pytest.approx(0.68, abs=0.01),
        pytest.approx(0.99, abs=0.01),
    ]
    assert filled.copies("third") == group
    assert filled.copies("alone") is None
    assert {row.path: row.copies for row in filled.articles()} == {
        "first": 2,
        "second": 2,
        "third": 2,
        "alone": 0,
    }
    assert filled.reading("second").copy_group == filled.article("first").id
    assert filled.reading("alone").copy_group is None
    assert list(filled.verify()) == []


def test_the_library_is_filtered_and_sorted_by_copies(filled: Ledger) -> None:
    for wanted, expected in (("only", {"first", "second", "third"}), ("without", {"first", "alone"})):
        asked = ArticleFilter(copies=wanted)  # type: ignore[arg-type]
        assert {row.path for row in filled.articles(asked)} == expected
        assert filled.count_articles(asked) == len(expected)
    last = [row.article.path for row in filled.library(ArticleFilter(), (10, 0), sort="copies")]
    assert last[-1] == "alone"


def test_an_article_that_says_more_than_its_origin_is_no_mere_copy(filled: Ledger) -> None:
    save(filled, "digest", ["gates", "farmers", "railway", "mediator", "elections"], None, "2025-03-08")
    find_copies(filled)
    assert paths(filled)["digest"] == "first"
    assert "digest" in {row.path for row in filled.articles(ArticleFilter(copies="without"))}


def test_nothing_is_done_where_nothing_changed(filled: Ledger) -> None:
    before = filled.state()
    find_copies(filled)
    assert filled.state() == before
    assert filled.without_sketch() == []


def test_what_comes_later_joins_and_may_be_the_origin(filled: Ledger) -> None:
    before = filled.state()
    save(filled, "earliest", ["gates", "farmers"], "Corant", "2025-03-01")
    save(filled, "alone too", ["railway", "harbour"], "Corant", "2025-03-09")
    find_copies(filled)
    assert filled.state() != before
    groups = paths(filled)
    assert {path for path, origin in groups.items() if origin == "earliest"} == {
        "earliest",
        "first",
        "second",
        "third",
    }
    assert groups["alone"] == groups["alone too"] == "alone"
    assert list(filled.verify()) == []


def test_a_corrected_date_makes_another_the_origin_and_undone_not(filled: Ledger) -> None:
    article = filled.article("second").id
    made = filled.decide(AmendFacts(article, "published", "2025-03-01"), author="ana")
    assert paths(filled)["third"] == "first"
    find_copies(filled)
    assert paths(filled)["third"] == "second"
    filled.undo(made.decision.id, "ana")
    find_copies(filled)
    assert paths(filled)["third"] == "first"


def test_an_article_read_anew_as_something_else_leaves_its_group(filled: Ledger) -> None:
    reading, raw = reading_of(
        {"path": "third", "text": "third\n" + PARTS["farmers"] + "\n\n" + PARTS["gates"]}
    )
    marks = [{"furniture": [PARTS["farmers"], PARTS["gates"]]}]
    again, _ = reading_of({"path": "third", "text": reading.article.text, **marks[0]}, "reader-2")
    filled.save(again, raw, version="test")
    find_copies(filled)
    assert paths(filled) == dict.fromkeys(("first", "second"), "first")
    assert list(filled.verify()) == []


def test_a_bit_at_a_time_gives_what_all_at_once_gives(address: str, filled: Ledger) -> None:
    order = random.Random(7)
    for number in range(14):
        parts = order.sample(["gates", "farmers", "mediator", "railway", "harbour", "elections"], 3)
        save(filled, f"more {number}", parts, order.choice(["Corant", None]), f"2025-03-{number % 5 + 10}")
        find_copies(filled)
    bit_by_bit = {one: filled.copies(one) for one in filled.copy_groups()}
    assert len(set(filled.copy_groups().values())) > 2
    with behind_its_back(address) as connection:
        connection.execute(sql("DELETE FROM sketch"))
        connection.execute(sql("DELETE FROM copy"))
    find_copies(filled)
    assert {one: filled.copies(one) for one in filled.copy_groups()} == bit_by_bit


def test_groups_of_others_are_not_overwritten_unseen(filled: Ledger) -> None:
    seen = filled.sketches().state
    article = save(filled, "new", ["railway"], None, None)
    alone = filled.article("alone").id
    group = CopyGroup(article, "test", None, ((article, 1.0), (alone, 0.5)))
    made = {article: (filled.article(article).text_sha256, b"")}
    assert not filled.keep_copies(made, [group], [article, alone], "other")
    assert filled.without_sketch() == [article]
    assert filled.keep_copies(made, [group], [article, alone], seen)
    assert filled.without_sketch() == []
    assert paths(filled)["alone"] == "new"


def test_a_sketch_of_another_text_is_made_again(address: str, filled: Ledger) -> None:
    with behind_its_back(address) as connection:
        connection.execute(sql("UPDATE sketch SET text_sha256 = 'other' WHERE article = 1"))
    assert len(filled.without_sketch()) == 1
    find_copies(filled)
    assert filled.without_sketch() == []


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM copy WHERE article = 2",
        "UPDATE copy SET others = 5",
        "DELETE FROM copy WHERE article = origin",
        "UPDATE copy SET others = 5 WHERE article = 3",
    ],
)
def test_verify_names_groups_that_were_changed(address: str, filled: Ledger, change: str) -> None:
    with behind_its_back(address) as connection:
        assert connection.execute(sql(change)).rowcount > 0
    assert ["the group of its copies" in one.what for one in filled.verify()] == [True]


def test_the_users_own_agency_is_known(ledger: Ledger, tmp_path: Path) -> None:
    own = tmp_path / "actors.toml"
    own.write_text('[[actor]]\nname = "Lyra Wire"\nkind = "outlet"\nform = "agency"\n', encoding="utf-8")
    save(ledger, "paper", ["gates", "farmers"], "Corant", "2025-03-06")
    save(ledger, "wire", ["gates", "farmers"], "Lyra Wire", "2025-03-06")
    find_copies(ledger, Options(actors=own))
    group = ledger.copies("paper")
    assert group is not None
    assert (group.articles[0].path, group.reason) == ("wire", "an agency")


def test_the_command_line_tells_of_copies(
    address: str, filled: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--ledger", address)
    assert main(["articles", "--copies", "only", *at]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert len(listed) == 3
    assert all(line.endswith("the same text in 2 others") for line in listed)
    assert main(["articles", "--copies", "without", "--json", *at]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["path"]: row["copies"] for row in rows} == {"first": 2, "alone": 0}
    assert main(["show", "third", *at]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("copies: ")]
    assert told[0] == "copies: the same text in 2 other articles"
    assert told[1].endswith("2025-03-06 The Varnia Post, likely origin: published first")
    assert told[3] == "copies: this article, 99% of it stands in the origin"
    for ref in ("third", "alone"):
        assert main(["show", ref, "--json", *at]) == 0
        line = json.loads(capsys.readouterr().out)
        group = line["article"]["copy_group"]
        assert group == (filled.article("first").id if ref == "third" else None)

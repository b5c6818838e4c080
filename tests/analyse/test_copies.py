"""Copies: cases, and what holds for any texts in any order."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportedly.analyse import Sketch, alike, copy_groups, sketch
from reportedly.analyse.copies import CROWD, LEAST_WORDS, STOCK
from reportedly.records import Article, CopyGroup, Document, Facts, Mark, Span, article_of

HELD = tomllib.loads(Path(__file__).with_name("cases_copies.toml").read_text("utf-8"))
PARTS: dict[str, str] = HELD["paragraphs"]


def article(case: dict[str, Any]) -> Article:
    """The article that a case tells of; `written` says how its letters are."""
    begun = case.get("dateline", "")
    text = begun + "\n\n".join(PARTS[part] for part in case["parts"])
    if case.get("written") == "loudly":
        text = "“" + text.upper().replace(" ", "\n", 5).replace(",", " –").replace("FI", "ﬁ") + "”"
    facts = Facts(**{name: case[name] for name in ("outlet", "published", "author") if name in case})
    marks = [Mark(Span(0, len(begun)), "dateline", "test")] if begun else []
    if name := case.get("furniture"):
        start = text.index(PARTS[name])
        marks.append(Mark(Span(start, start + len(PARTS[name])), "furniture", "test"))
    raw = f"{case['path']}\n{text}".encode("utf-8", "surrogatepass")
    return article_of(Document(case["path"], raw, "text", text), facts, marks)


def grouped(articles: list[Article], agencies: dict[str, str] | None = None) -> list[CopyGroup]:
    sketches = [Sketch(one.id, one.facts.outlet or "", sketch(one)) for one in articles]
    by_id = {one.id: one for one in articles}
    parts = [[by_id[one] for one in part] for part in alike(sketches)]
    return [group for part in parts for group in copy_groups(part, (agencies or {}).get)]


@pytest.mark.parametrize("case", HELD["case"], ids=[case["name"] for case in HELD["case"]])
def test_cases(case: dict[str, Any]) -> None:
    articles = [article(one) for one in case["articles"]]
    path = {one.id: one.path for one in articles}
    found = [
        {
            "origin": path[group.origin],
            "reason": group.reason,
            **({"credited": group.credited} if group.credited else {}),
            "members": {path[one]: pytest.approx(shared, abs=0.001) for one, shared in group.shared},
        }
        for group in grouped(articles, case.get("agencies"))
    ]
    assert sorted(found, key=lambda one: one["origin"]) == case["groups"]


def test_a_picture_of_an_agency_is_no_credit() -> None:
    told = {"path": "b", "parts": ["gates", "farmers"], "published": "2025-03-07"}
    plain, credited = article({**told, "path": "a", "published": "2025-03-06"}), article(told)
    for words, expected in (("Photo: Lyra", None), ("Reporting by Lyra", "Lyra")):
        text = f"{words}\n{credited.text}"
        mark = Mark(Span(0, len(words)), "furniture", "test")
        one = article_of(Document("c", text.encode(), "text", text), credited.facts, [mark])
        assert grouped([plain, one], {"Lyra": "Lyra"})[0].credited == expected


def numbered(number: int, count: int = 120) -> str:
    """A text of its own words."""
    return " ".join(f"word{number}x{place}" for place in range(count))


def plain(text: str, outlet: str | None = None) -> Article:
    return article_of(Document("a", text.encode(), "text", text), Facts(outlet=outlet), [])


def test_what_all_articles_of_an_outlet_carry_is_its_own_notice() -> None:
    stock = numbered(0, 140)
    articles = [plain(f"{numbered(number)} {stock}", "Corant") for number in range(1, STOCK + 1)]
    assert grouped(articles) == []
    assert len(grouped(articles[:-1])) == 1


def test_a_report_that_very_many_carry_is_one_group() -> None:
    report = numbered(0, 200)
    articles = [plain(f"{report} {number}", f"outlet {number}") for number in range(3 * CROWD)]
    assert [len(group.shared) for group in grouped(articles)] == [3 * CROWD]


@settings(deadline=None)
@given(st.integers(1, 400), st.integers(0, 300), st.integers(0, 100))
def test_what_is_cut_is_still_found(kept: int, own: int, before: int) -> None:
    """However little a long report leaves of itself, as long as that is most of what the other says."""
    report = numbered(0, 400).split()
    cut = " ".join([*numbered(1, before).split(), *report[:kept], *numbered(2, own).split()])
    groups = grouped([plain(" ".join(report)), plain(cut)])
    whole = kept == 400 and own == before == 0  # the same bytes are the same article
    if kept >= 2 * LEAST_WORDS and kept > own + before and not whole:
        (group,) = groups
        (_, shared), words = group.shared[1], kept + own + before
        assert round(shared * min(words, 400)) == kept  # the longer one is the origin
    if kept < LEAST_WORDS:
        assert groups == []


@settings(deadline=None, max_examples=50)
@given(st.lists(st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=4), max_size=8), st.randoms())
def test_the_order_changes_nothing_and_nobody_is_in_two_groups(parts: list[list[str]], order: Any) -> None:
    articles = [article({"path": str(number), "parts": one}) for number, one in enumerate(parts)]
    groups = grouped(articles)
    members = [one for group in groups for one, _ in group.shared]
    assert len(members) == len(set(members))
    assert all(len(group.shared) > 1 and group.shared[0] == (group.origin, 1.0) for group in groups)
    assert all(0 < shared <= 1 for group in groups for _, shared in group.shared)
    order.shuffle(articles)
    assert sorted(map(repr, grouped(articles))) == sorted(map(repr, groups))


@given(st.text(max_size=300))
def test_any_text_has_a_sketch(text: str) -> None:
    one = article_of(Document("a", b"a", "text", text), Facts(outlet="x", author=text), [])
    other = article_of(Document("b", b"b", "text", text * 40), Facts(author=text), [])
    groups = grouped([one, other], {"x": "X"})
    assert all(group.origin in (one.id, other.id) for group in groups)
    assert alike([]) == []

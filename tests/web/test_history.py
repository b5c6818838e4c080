"""Decisions as pages tell them: articles by their first words, actors by their names."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from reportedly.ledger import Ledger
from reportedly.records import (
    Action,
    Amend,
    AmendFacts,
    Merge,
    NotSame,
    Reading,
    Reject,
    Rename,
    Span,
    Split,
    anchor,
)
from tests.ledger.ledger_made import reading_of
from tests.web.test_pages import assert_harmless

SPEAKERS = {
    "Vesthal": "article:vesthal",
    "Jaromir Vesthal": "article:jaromir-vesthal",
    "Orlo": "korvelia/orlo",
}
BEGINS = "Jaromir Vesthal said the gates stay shut"


def untitled() -> tuple[Reading, bytes]:
    text = f"{BEGINS}. Vesthal added that Delvia lies. Orlo said so. Later Orlo agreed <b>again</b>."
    statements = [
        {"content": ["the gates stay shut"], "source": "Jaromir Vesthal", "confidence": 0.2, "via": ["Lyra"]},
        {"content": ["that Delvia lies"], "source": "Vesthal"},
        {"content": ["so"], "source": "Orlo"},
        {"content": ["<b>again</b>"], "source": "Orlo"},
    ]
    reading, raw = reading_of({"path": "in/00017.txt", "text": text, "statements": statements})
    actors = [SPEAKERS[one.speaker.name] for one in reading.statements]
    actors[3] = "delvia/orlo"
    spoken = (
        replace(one, speaker=replace(one.speaker, kind="person", actor=actor))
        for one, actor in zip(reading.statements, actors, strict=True)
    )
    return replace(reading, statements=tuple(spoken)), raw


@pytest.fixture
def desk(desk_on: Callable[..., TestClient], tmp_path: Path) -> TestClient:
    client = desk_on(tmp_path / "ledger.db")
    ledger_of(client).save(*untitled(), version="test")
    return client


def ledger_of(desk: TestClient) -> Ledger:
    made: Ledger = desk.app.state.desk.ledger  # type: ignore[attr-defined]
    return made


def words(desk: TestClient, path: str) -> str:
    """What a page says, without its marks."""
    answer = desk.get(path)
    assert answer.status_code == 200, answer.text[-400:]
    assert_harmless(answer.text)
    body = re.sub(r"<(script|style|head).*?</\1>", "", answer.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_articles_without_a_title_are_known_by_their_first_words(desk: TestClient) -> None:
    ledger, article = ledger_of(desk), untitled()[0].article
    one = untitled()[0].statements[0]
    ledger.decide(Amend(anchor(article, one.content), mode="mixed"), author="Bo")
    ledger.decide(Reject(anchor(article, [Span(0, 3)])), author="Bo")  # an orphan: nothing stands there
    ledger.decide(AmendFacts(article.id, "outlet", "Corant"), author="Bo")
    pages = ["/history", "/orphans", f"/history?article={article.id}", "/network/statements?one="]
    pages[-1] += "article:jaromir-vesthal&other=Lyra&ties=through"
    pages += [f"/articles/{article.id}{end}" for end in ("", "/correct", "/correct?statement=s1", "/facts")]
    for path in pages:
        assert BEGINS in words(desk, path), path
    for path in pages[:4]:
        assert "00017.txt" not in words(desk, path), path


def test_the_review_knows_them_too(desk: TestClient) -> None:
    doubtful = words(desk, "/review")
    assert "not sure of" in doubtful
    assert BEGINS in doubtful


def test_an_actor_of_two_articles_is_split_by_their_first_words(desk: TestClient) -> None:
    text = "In the morning Orlo spoke of rain."
    statements = [{"content": ["of rain"], "source": "Orlo", "kind": "person"}]
    reading, raw = reading_of({"path": "in/00018.txt", "text": text, "statements": statements})
    spoken = replace(
        reading.statements[0], speaker=replace(reading.statements[0].speaker, actor="korvelia/orlo")
    )
    ledger_of(desk).save(replace(reading, statements=(spoken,)), raw, version="test")
    told = words(desk, "/actor/correct?id=korvelia/orlo")
    assert BEGINS in told
    assert "In the morning Orlo spoke" in told


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (Merge("article:vesthal", "article:jaromir-vesthal"), "merged Vesthal into Jaromir Vesthal Bo"),
        (NotSame("article:vesthal", "korvelia/orlo"), "kept apart Vesthal and Orlo are not the same"),
        (Rename("article:vesthal", "J. Vesthal"), "renamed Vesthal is J. Vesthal"),
        (Split("article:vesthal", name="Vesthal"), "split Vesthal under the name Vesthal"),
        (Split("korvelia/orlo", article="{id}"), f"split Orlo in the article “{BEGINS}"),
        (Merge("korvelia/orlo", "delvia/orlo"), "merged Orlo (korvelia/orlo) into Orlo (delvia/orlo)"),
    ],
)
def test_actors_are_told_by_their_names(desk: TestClient, action: Action, told: str) -> None:
    if isinstance(action, Split) and action.article:
        action = replace(action, article=untitled()[0].article.id)
    decided = ledger_of(desk).decide(action, author="Bo")
    assert told in words(desk, "/history")
    undone = ledger_of(desk).undo(decided.decision.id, "Ada")
    first, _, rest = told.partition(" ")
    assert f"undone {first}: " in words(desk, "/history").replace("kept apart", "kept")
    ledger_of(desk).undo(undone.decision.id, "Ada")
    assert "done again" in words(desk, "/history")
    assert rest.removesuffix(" Bo") in words(desk, "/history")


@pytest.mark.parametrize("query", ["actor=article:vesthal", "article="])
def test_the_history_of_one_says_whose_it_is(desk: TestClient, query: str) -> None:
    ref = untitled()[0].article.id
    ledger_of(desk).decide(Rename("article:vesthal", "J. Vesthal"), author="Bo")
    ledger_of(desk).decide(AmendFacts(ref, "outlet", "Corant"), author="Bo")
    told = words(desk, f"/history?{query.replace('article=', f'article={ref}')}")
    assert f"1 decision about {BEGINS if query == 'article=' else 'J. Vesthal'}" in told


def test_contradictions_are_told_by_names(desk: TestClient) -> None:
    ledger = ledger_of(desk)
    ledger.decide(Merge("article:vesthal", "article:jaromir-vesthal"), author="Bo")
    ledger.decide(NotSame("article:vesthal", "article:jaromir-vesthal"), author="Ada")
    for path in ("/history", "/review"):
        told = words(desk, path)
        assert "Vesthal and Jaromir Vesthal are not the same by Ada" in told
        assert "article:" not in told

"""Every page over ordinary and hostile articles: it comes, it is escaped, and its data link says the same."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from reportedly.ledger import StatementFilter, open_ledger
from reportedly.web.desk import STATIC
from tests.ledger.ledger_made import reading_of
from tests.web.test_refusals import EVIL, assert_guarded

PAGES = (
    "/library",
    "/library?sort=unnamed&down=no",
    "/library?q=dam&since=2025-03&until=2025-04",
    "/library?outlet=",
    "/library?copies=only&sort=copies",
    "/saved",
    "/statements",
    "/statements?q=dam",
    "/statements?named=no&distance=yes",
    "/statements?kind=person&mode=mixed&mode=direct",
    "/statements?via=Corant&speaker=Jaromir+Vesthal&for=Korvelia",
    "/statements?who=unknown&speaker=Corant",
    "/timeline",
    "/timeline?when=2025-03&kind=person",
    "/network",
    "/network?ties=of&who=unknown",
    "/statements/counts",
    "/statements/counts?outlet=Corant&via=",
    "/search",
    "/search?q=dam",
    "/actors",
    "/actors?q=vest",
    "/actors?kind=person",
    "/outlets",
    "/outlet?name=Corant",
    "/outlet?name=",
    "/reading",
)


class Loaded(HTMLParser):
    """What a page loads or runs."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.inline: list[str] = []
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.loads += [given[name] for name in ("src", "action") if name in given]
        if tag == "link":
            self.loads.append(given["href"])
        if tag == "a":
            self.links.append(given.get("href", ""))
        self.inline += [name for name in given if name.startswith("on") or name == "style"]
        self.inline += ["script"] if tag == "script" and "src" not in given else []
        self.inline += ["style"] if tag == "style" else []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("kind", ["demo", "hostile"])
def test_pages(client: TestClient, hostile: TestClient, kind: str, path: str) -> None:
    desk = client if kind == "demo" else hostile
    answer = desk.get(path)
    assert answer.status_code == 200, answer.text[-500:]
    assert_guarded(answer.headers)
    assert_harmless(answer.text)
    address, _, query = path.partition("?")
    data = desk.get(f"{address}.json?{query}")
    assert data.status_code == 200
    assert data.headers["content-type"] == "application/json"
    json.loads(data.text)


def test_articles_of_both_ledgers(client: TestClient, hostile: TestClient) -> None:
    for desk in (client, hostile):
        for row in desk.get("/library.json").json()["articles"]:
            ref = row["article"]["id"]
            answer = desk.get(f"/articles/{ref}?at=0-3")
            assert answer.status_code == 200
            assert_harmless(answer.text)
            data = desk.get(f"/articles/{ref}.json").json()
            assert data["article"]["id"] == ref
            anchors = re.findall(r'<mark class="content d\d" data-s="\w+" id="(s\d+)"', answer.text)
            assert sorted(anchors) == sorted(one["id"] for one in data["statements"])


def test_every_actor_has_a_page(client: TestClient) -> None:
    actors = client.get("/actors.json").json()["actors"]
    assert actors
    for one in actors[:8]:
        answer = client.get("/actor", params={"id": one["id"]})
        assert answer.status_code == 200
        assert_harmless(answer.text)
        told = client.get("/actor.json", params={"id": one["id"]}).json()
        assert told["actor"]["actor"]["statements"] == one["statements"]
        assert (
            client.get("/statements.json", params={"actor": one["id"]}).json()["total"] == one["statements"]
        )


def assert_harmless(html: str) -> None:
    found = Loaded(html)
    assert not [words for words in EVIL if words in html]
    assert not found.inline
    assert not set(found.tags) & {"iframe", "object", "embed", "img", "base", "b", "u"}
    assert all(address.startswith("/") and not address.startswith("//") for address in found.loads)
    assert all(address.startswith(("/", "#")) for address in found.links), found.links
    assert "\u202e" not in html


def test_library_says_what_the_ledger_says(client: TestClient) -> None:
    ledger = client.app.state.desk.ledger  # type: ignore[attr-defined]
    rows = client.get("/library.json").json()["articles"]
    assert len(rows) == ledger.counts().articles
    for row in rows:
        said = ledger.statements(StatementFilter(article=row["article"]["id"]))
        assert row["unnamed"] == sum(not one.statement.speaker.named for one in said)
        assert row["article"]["statements"] == len(said)


@pytest.mark.parametrize("sort", ["date", "outlet", "title", "statements", "unnamed", "added"])
def test_library_sorts_both_ways(client: TestClient, sort: str) -> None:
    both = [
        [
            row["article"]["id"]
            for row in client.get(f"/library.json?sort={sort}&down={down}").json()["articles"]
        ]
        for down in ("yes", "no")
    ]
    assert sorted(both[0]) == sorted(both[1])
    assert both[0] != both[1] or sort == "added"


def test_each_count_is_what_choosing_it_lists(client: TestClient) -> None:
    counts = client.get("/statements/counts.json").json()["facets"]
    assert {facet["facet"] for facet in counts} >= {"speaker", "outlet", "via", "mode"}
    for facet in counts:
        for value in facet["values"]:
            listed = client.get("/statements.json", params={facet["parameter"]: value["value"]}).json()
            assert listed["total"] == value["count"], (facet["facet"], value)


def test_no_page_without_a_way_on(client: TestClient, desk_on, tmp_path) -> None:
    """An empty ledger says what to do."""
    empty = desk_on(tmp_path / "empty.db")
    for path in PAGES:
        answer = empty.get(path)
        assert answer.status_code == 200, path
        assert_harmless(answer.text)
    assert "reportedly read FOLDER" in empty.get("/library").text
    assert "Nobody speaks yet" in empty.get("/actors").text


def test_dates_and_numbers_follow_the_reader(client: TestClient) -> None:
    german = client.get("/library", headers={"accept-language": "de-DE,de;q=0.9,en;q=0.5"}).text
    english = client.get("/library", headers={"accept-language": "en-GB"}).text
    assert "04.03.2025" in german
    assert "4 Mar 2025" in english


def test_pages_need_no_browser_library(client: TestClient) -> None:
    """Every list can be reached and filtered by links and forms alone."""
    found = Loaded(client.get("/statements").text)
    assert any(address.startswith("/statements/counts") for address in found.links)
    counts = Loaded(client.get("/statements/counts").text)
    chosen = next(address for address in counts.links if "who=" in address)
    assert client.get(chosen).status_code == 200


@pytest.mark.parametrize("path", ["/actor?name=Jaromir+Vesthal", "/outlet?name=Corant"])
def test_what_is_counted_of_one_may_come_after_its_page(
    desk_on: Callable[..., TestClient], demo_ledger: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """A page without scripts leads there; data are always whole."""
    monkeypatch.setattr("reportedly.web.actors.MANY", 1)
    desk = desk_on(demo_ledger)
    first = desk.get(path).text
    assert_harmless(first)
    rest = next(link for link in Loaded(first).links if "now=yes" in link)
    whole = desk.get(rest).text
    assert_harmless(whole)
    assert '<table class="months"' not in first
    assert '<table class="months"' in whole
    listed = [link for link in Loaded(first).links if link.startswith("/articles/")]
    assert listed == [link for link in Loaded(whole).links if link.startswith("/articles/")][: len(listed)]
    assert desk.get(path.replace("?", ".json?")).json()["months"]
    assert "now=yes" not in desk.get(path).text


def test_styles_load_nothing_from_elsewhere() -> None:
    for path in STATIC.glob("*.css"):
        assert "url(" not in path.read_text(encoding="utf-8")
        assert "@import" not in path.read_text(encoding="utf-8")


def test_statements_come_newest_first(client: TestClient) -> None:
    """A switch turns the order round."""
    days = [row["published"] for row in client.get("/statements.json").json()["statements"]]
    assert [day for day in days if day] == sorted(filter(None, days), reverse=True)
    assert len(set(days)) > 1
    switch = next(
        address for address in Loaded(client.get("/statements").text).links if "order=oldest" in address
    )
    turned = client.get(switch.replace("/statements?", "/statements.json?")).json()["statements"]
    oldest = [row["published"] for row in turned]
    assert oldest == sorted(oldest)
    assert oldest[0] < days[0]


def test_an_article_without_a_title_is_known_by_its_words(desk_on, tmp_path) -> None:
    case = {
        "path": "saved/page-3.txt",
        "text": "Skip to content\n<b>Orsk</b> floods again. Vesthal said that it rains.",
        "furniture": ["Skip to content"],
        "statements": [{"content": ["that it rains"], "cue": "said", "source": "Vesthal", "kind": "person"}],
    }
    reading, raw = reading_of(case)
    with open_ledger(tmp_path / "untitled.db", create=True) as ledger:
        ledger.save(reading, raw, version="test")
    desk = desk_on(tmp_path / "untitled.db")
    for path in (
        "/library",
        "/statements",
        "/search?q=rains",
        "/outlet?name=",
        f"/articles/{reading.article.id}",
    ):
        html = desk.get(path).text
        assert "&lt;b&gt;Orsk&lt;/b&gt; floods again. Vesthal said that it rains. …" in html, path
        assert_harmless(html)

"""The network: every tie counts the statements that it leads to, and the picture says what the tables do."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from reportedly.ledger import Ledger
from reportedly.web import make_app, network
from tests.web.affair import CASES, affair, large
from tests.web.conftest import AT, missing
from tests.web.looking import SCREENS, expect, keys_on_chart, looked_at, too_wide, violations
from tests.web.test_pages import Loaded, assert_harmless


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with affair(tmp_path_factory.mktemp("affair") / "affair.db") as made:
        yield made


@pytest.fixture(scope="module")
def desk(ledger: Ledger) -> TestClient:
    return TestClient(make_app(ledger, ledger.name), base_url=AT, raise_server_exceptions=False)


def test_every_tie_leads_to_as_many_statements_as_it_says(desk: TestClient) -> None:
    html, data = desk.get("/network").text, desk.get("/network.json").json()
    assert_harmless(html)
    links = [link for link in Loaded(html).links if link.startswith("/network/statements?")]
    assert len(links) == len(data["ties"]) == len(CASES["tie"])
    for link, tie in zip(links, data["ties"], strict=True):
        behind = desk.get(link.replace("?", ".json?")).json()
        assert behind["tie"] == tie
        assert len(behind["statements"]) == behind["total"] == tie["count"]
        page = desk.get(link)
        assert page.status_code == 200
        assert_harmless(page.text)


@pytest.mark.parametrize("kind", ["through", "of"])
def test_one_kind_alone(desk: TestClient, kind: str) -> None:
    ties = desk.get(f"/network.json?ties={kind}").json()["ties"]
    assert {tie["kind"] for tie in ties} == {kind}


@pytest.mark.parametrize(
    ("query", "status"),
    [("ties=of&one=nobody&other=none", 404), ("ties=by&one=a&other=b", 422), ("ties=of&since=x", 400)],
)
def test_what_is_no_tie_is_refused(desk: TestClient, query: str, status: int) -> None:
    answer = desk.get(f"/network/statements.json?{query}")
    assert answer.status_code == status
    assert answer.json()["error"]


def test_an_empty_ledger_says_what_to_do(desk_on: Callable[..., TestClient], tmp_path: Path) -> None:
    html = desk_on(tmp_path / "empty.db").get("/network").text
    assert_harmless(html)
    assert "read articles" in html


def test_without_the_library_the_tables_stand_alone(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "LIBRARY", Path("none.js"))
    html = desk.get("/network").text
    assert "sigma" not in html
    assert html.count("<table") == 2


def test_hundreds_of_statements_behind_a_tie_are_paged(
    desk_on: Callable[..., TestClient], tmp_path: Path
) -> None:
    large(tmp_path / "large.db", articles=650, each=2).close()
    desk = desk_on(tmp_path / "large.db")
    days: list[str] = []
    for number in (1, 2, 13, 14):
        query = f"ties=through&one=tarn&other=Lyra&page={number}"
        behind = desk.get(f"/network/statements.json?{query}").json()
        assert len(behind["statements"]) == (50 if number < 14 else 0)
        days += [row["published"] for row in behind["statements"]]
    assert behind["total"] == 650
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("screen", SCREENS)
def test_in_a_browser(browser: Any, live: Callable[[Path], str], ledger: Ledger, screen: str) -> None:
    at = live(Path(ledger.name))
    with looked_at(browser, screen) as page:
        page.goto(f"{at}/network")
        picture = expect(page.locator(".chart-place"))
        if network.LIBRARY.is_file() and screen != "phone":
            picture.to_be_visible()
        else:
            picture.to_be_hidden()
        assert not violations(page)
        assert not too_wide(page)


def test_by_keyboard_from_an_actor_along_its_ties(
    browser: Any, live: Callable[[Path], str], ledger: Ledger
) -> None:
    if not network.LIBRARY.is_file():
        missing("sigma in static/vendor")
    with looked_at(browser) as page:
        keys_on_chart(page, f"{live(Path(ledger.name))}/network", ".chart-place canvas", "ArrowRight")
        told = expect(page.locator(".chart-said a"))
        told.to_have_text("Jaromir Vesthal")
        page.keyboard.press("ArrowDown")
        told.to_have_text(re.compile("Jaromir Vesthal (through|of) "))
        page.keyboard.press("Enter")
        page.wait_for_url("**/network/statements?**")
        expect(page.locator(".said")).to_have_count(1)

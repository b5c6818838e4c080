"""The timeline: each number opens as many statements as it says, and the picture says what the table does."""

import tomllib
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from reportedly.ledger import Ledger, Moment
from reportedly.web import make_app, spells, timeline, waiting
from reportedly.web.locale import day
from tests.web.affair import CASES, affair, large, place
from tests.web.conftest import AT, missing
from tests.web.looking import SCREENS, expect, keys_on_chart, looked_at, too_wide, violations
from tests.web.test_pages import Loaded, assert_harmless

SPELLS = tomllib.loads(Path(__file__).with_name("cases_spells.toml").read_text(encoding="utf-8"))
ENGLISH = Locale("en", "GB")
BOTH = ["/timeline", "/timeline?actor=tarn"]  # numbers, and points


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with affair(tmp_path_factory.mktemp("affair") / "affair.db") as made:
        yield made


@pytest.fixture(scope="module")
def desk(ledger: Ledger) -> TestClient:
    return TestClient(make_app(ledger, ledger.name), base_url=AT, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def large_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("large") / "large.db"
    large(path).close()
    return path


@pytest.mark.parametrize("case", SPELLS["spell"], ids=lambda case: case.get("name", case["when"]))
def test_spells(case: dict[str, Any]) -> None:
    when = case["when"]
    assert spells.called(when, lambda iso: day(iso, ENGLISH)) == case["called"]
    assert spells.ends(when) == (case["from"], case["to"])
    dates = [*case["holds"], *case["leaves"]]
    held = spells.within([Moment("Tarn", date, 1) for date in dates], when)
    assert [one.when for one in held] == case["holds"]


@pytest.mark.parametrize("case", SPELLS["refused"], ids=lambda case: case["when"])
def test_what_is_no_spell_is_refused(desk: TestClient, case: dict[str, str]) -> None:
    answer = desk.get("/timeline.json", params=case)
    assert answer.status_code == 400
    assert "expected" in answer.json()["error"]


DATES = (
    st.dates()
    .map(lambda one: one.isoformat())
    .flatmap(lambda iso: st.sampled_from([iso[:4], iso[:7], iso, f"{iso}T12:00"]))
)
MOMENTS = st.lists(st.builds(Moment, st.sampled_from("abc"), DATES, st.integers(1, 400)), max_size=40)


@given(MOMENTS, st.sampled_from(["day", "week", "month", "year"]))
def test_each_number_opens_as_many(moments: list[Moment], scale: spells.Scale) -> None:
    groups = spells.grouped(moments, scale)
    assert sum(group.count for group in groups) == sum(one.count for one in moments)
    for group in groups:
        opened = spells.within(moments, group.when)
        assert sum(one.count for one in opened if one.actor == group.actor) == group.count
        first, after = spells.ends(group.when)
        assert first < after or after.startswith("1000") or first == "9999-12-31"


@given(MOMENTS)
def test_the_scale_leaves_a_table_that_can_be_read(moments: list[Moment]) -> None:
    scale = spells.scale_for(moments, "")
    if scale not in ("statement", "year"):
        groups = spells.grouped(moments, scale)
        assert len({group.when for group in groups}) <= spells.MOST_SPELLS
        assert len(groups) <= spells.MOST_GROUPS


def test_points_have_the_date_of_the_saying_or_else_of_the_article(desk: TestClient, ledger: Ledger) -> None:
    data = desk.get("/timeline.json").json()
    points = [
        [one["when"], one["by"], place(ledger, one["row"]["article"], one["row"]["statement"]["id"])]
        for one in data["points"]
    ]
    assert points == CASES["timeline"]["points"]
    assert [[lane["actor"], lane["statements"]] for lane in data["lanes"]] == CASES["timeline"]["lanes"]
    assert (data["total"], data["of_lanes"], data["dated"]) == (8, 8, 6)


def test_the_table_says_what_the_data_say(desk: TestClient) -> None:
    data, html = desk.get("/timeline.json").json(), desk.get("/timeline").text
    assert_harmless(html)
    links = Loaded(html).links
    for one in data["points"]:
        assert f"/articles/{one['row']['article']}#{one['row']['statement']['id']}" in links
    assert "2 without any date are left out" in html


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("actor=korvelia", ["two.txt:s2", "one.txt:s2"]),
        ("speaker=Korvelia&when=2025-03", ["one.txt:s2"]),
        ("when=2025-W10", ["one.txt:s1", "one.txt:s2", "one.txt:s3", "one.txt:s4"]),
        ("via=Lyra", ["one.txt:s1", "one.txt:s2"]),
        ("q=dam", ["one.txt:s1"]),
        ("outlet=Dawn+of+Tarn&kind=person", ["two.txt:s1"]),
        ("q=nowhere", []),
        ("when=1999", []),
    ],
)
def test_it_is_filtered_as_the_list_is(
    desk: TestClient, ledger: Ledger, query: str, places: list[str]
) -> None:
    data = desk.get(f"/timeline.json?{query}").json()
    rows = [one["row"] for one in data["points"]]
    assert [place(ledger, row["article"], row["statement"]["id"]) for row in rows] == places
    assert desk.get(f"/timeline?{query}").status_code == 200


def test_many_are_counted_and_every_number_opens(
    desk_on: Callable[..., TestClient], large_path: Path
) -> None:
    desk = desk_on(large_path)
    data, html = desk.get("/timeline.json").json(), desk.get("/timeline").text
    assert data["scale"] == "day"
    assert not data["points"]
    assert sum(group["count"] for group in data["groups"]) == data["total"] == 480
    assert_harmless(html)
    cells = [link for link in Loaded(html).links if "when=" in link and "actor=" in link]
    assert len(cells) == len(data["groups"])
    for cell, group in zip(cells[:20], data["groups"], strict=False):
        assert len(desk.get(cell.replace("?", ".json?")).json()["points"]) == group["count"]


@pytest.mark.parametrize("path", ["/timeline", "/network"])
def test_what_takes_long_is_announced_and_comes_by_itself(
    desk_on: Callable[..., TestClient], large_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(waiting, "MANY", 480)
    desk = desk_on(large_path)
    first = desk.get(f"{path}?q=waits").text
    assert_harmless(first)
    assert "Counting 480 statements" in first
    there = next(link for link in Loaded(first).links if "now=yes" in link)
    assert f'content="0;url={escape(there)}"' in first
    for address in (there, f"{path}?q=waits"):
        shown = desk.get(address).text
        assert "<table" in shown
        assert not [link for link in Loaded(shown).links if "now=" in link and ".json" not in link]
    assert desk.get(f"{path}.json").json()["total"] == 480


def test_a_ledger_without_dates_or_articles_says_what_to_do(
    desk_on: Callable[..., TestClient], tmp_path: Path
) -> None:
    html = desk_on(tmp_path / "empty.db").get("/timeline").text
    assert_harmless(html)
    assert "read articles" in html


def test_without_the_library_the_table_stands_alone(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timeline, "LIBRARY", Path("none.js"))
    html = desk.get("/timeline").text
    assert "vis-timeline" not in html
    assert "<table" in html


@pytest.mark.parametrize("screen", SCREENS)
def test_in_a_browser(browser: Any, live: Callable[[Path], str], large_path: Path, screen: str) -> None:
    at = live(large_path)
    with looked_at(browser, screen) as page:
        for path in {"dark": ["/timeline"], "phone": ["/timeline?actor=tarn"]}.get(screen, BOTH):
            page.goto(at + path)
            picture = expect(page.locator(".chart-place"))
            if timeline.LIBRARY.is_file() and screen != "phone":
                picture.to_be_visible()
            else:
                picture.to_be_hidden()
            assert not violations(page)
            assert not too_wide(page)


def test_each_point_leads_to_its_sentence(
    browser: Any, live: Callable[[Path], str], large_path: Path
) -> None:
    if not timeline.LIBRARY.is_file():
        missing("vis-timeline in static/vendor")
    with looked_at(browser) as page:
        keys_on_chart(page, f"{live(large_path)}/timeline?actor=velm", ".vis-item.one")
        expect(page.locator("[data-item]")).to_have_count(60)
        expect(page.locator("tr[data-lane]")).to_have_count(60)
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        told = page.locator(".chart-said a").get_attribute("href")
        page.keyboard.press("Enter")
        page.wait_for_url("**/articles/*")
        expect(page).to_have_url(told)
        expect(page.locator(told[told.index("#") :])).to_be_visible()


def test_a_number_opens_by_a_click(browser: Any, live: Callable[[Path], str], large_path: Path) -> None:
    if not timeline.LIBRARY.is_file():
        missing("vis-timeline in static/vendor")
    with looked_at(browser) as page:
        page.goto(f"{live(large_path)}/timeline")
        page.locator(".vis-item.many a").first.click()
        page.wait_for_url("**when=2025-**")
        expect(page.locator("tr[data-lane]")).to_have_count(6)

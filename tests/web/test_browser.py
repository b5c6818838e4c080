"""The desk as a browser shows it: by keyboard alone, in both themes, at each width, with nothing fetched."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reportedly.ledger import open_ledger
from reportedly.web.desk import STATIC
from reportedly.web.shown import shown
from tests.web.conftest import missing
from tests.web.looking import SCREENS, expect, looked_at, too_wide, violations

PATHS = (
    "/library",
    "/statements",
    "/timeline",
    "/network",
    "/statements/counts",
    "/search?q=dam",
    "/actors",
    "/outlets",
    "/reading",
    "/saved",
    "/none",
)
PATHS_OF_ONE = ("/actor?name=Jaromir+Vesthal", "/outlet?name=Corant", "/articles/{ref}#s2")
MARKED = "words => [...(CSS.highlights.get('asked') ?? [])].map(String).join() === words"
# What copies is taken down here: a browser without a window has no clipboard of its own.
TAKE_DOWN = "navigator.clipboard.writeText = async (words) => { globalThis.copied = words; }"


@pytest.fixture(scope="module")
def at(live: Callable[[Path], str], demo_ledger: Path) -> str:
    return live(demo_ledger)


@pytest.fixture(scope="module")
def ref(demo_ledger: Path) -> str:
    with open_ledger(demo_ledger, create=False) as ledger:
        return max(ledger.articles(), key=lambda row: row.statements).id


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    with looked_at(browser) as page:
        yield page


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(browser: Any, at: str, ref: str, screen: str) -> None:
    found = []
    with looked_at(browser, screen) as page:
        for path in (*PATHS, *PATHS_OF_ONE):
            page.goto(at + path.format(ref=ref))
            found += [(path, *one) for one in violations(page)]
            assert not too_wide(page), f"{path} is too wide"
    assert not found


def test_statements_by_keyboard(page: Any, at: str, ref: str) -> None:
    page.goto(f"{at}/articles/{ref}")
    page.evaluate(TAKE_DOWN)
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("#s2")).to_be_focused()
    expect(page.locator(".card.held")).to_have_id("card-s2")
    expect(page.locator(".card.held dl")).to_be_visible()
    page.keyboard.press("l")
    page.wait_for_function("globalThis.copied")
    assert page.evaluate("copied") == f"{at}/articles/{ref}#s2"
    page.evaluate("globalThis.copied = null")
    page.keyboard.press("c")
    page.wait_for_function("globalThis.copied")
    said = page.locator("#s2").inner_text().split()[0]
    assert said in page.evaluate("copied")
    assert f"/articles/{ref}#s2" in page.evaluate("copied")
    page.keyboard.press("Escape")
    expect(page.locator(".held")).to_have_count(0)


def test_the_way_through_the_desk_by_keyboard(page: Any, at: str) -> None:
    page.goto(f"{at}/statements")
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/library")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/articles/"))
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.keyboard.type("dam")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=dam")
    expect(page.locator(".passage .asked").first).to_be_visible()


def test_the_theme_is_kept(page: Any, at: str) -> None:
    page.goto(f"{at}/library")
    before = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.keyboard.press("t")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(f"{at}/statements")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before


def test_facets_come_by_themselves_and_can_be_chosen(page: Any, at: str) -> None:
    if not (STATIC / "vendor" / "htmx.min.js").is_file():
        missing("htmx in static/vendor")
    page.goto(f"{at}/statements")
    page.locator(".facets a[href*='mode=direct']").click()
    page.wait_for_url(re.compile("mode=direct"))
    expect(page.locator(".chip")).to_contain_text("Mode")


def test_what_is_counted_of_one_comes_by_itself(
    browser: Any, live: Callable[[Path], str], demo_ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And leaves what is being read as it is."""
    if not (STATIC / "vendor" / "htmx.min.js").is_file():
        missing("htmx in static/vendor")
    monkeypatch.setattr("reportedly.web.actors.MANY", 1)
    at = live(demo_ledger)
    with looked_at(browser) as page:
        page.goto(f"{at}/actor?name=Jaromir+Vesthal")
        page.keyboard.press("j")
        expect(page.locator("table.months")).to_be_visible()
        expect(page.locator("#counted .counted").first).to_be_visible()
        expect(page.locator("[data-open]").first).to_be_focused()
        page.goto(f"{at}/outlet?name=Corant")
        expect(page.locator("table.months")).to_be_visible()
        expect(page.locator("#counted .counted").first).to_be_visible()
        expect(page.locator("#share")).to_contain_text("by nobody named")


def test_passages_open_to_the_character(page: Any, live: Callable[[Path], str], hostile_ledger: Path) -> None:
    """Code points in the address; an emoji is two units to the browser, a family of four is eleven."""
    with open_ledger(hostile_ledger, create=False) as ledger:
        articles = [ledger.reading(row.id) for row in ledger.articles()]
    at = live(hostile_ledger)
    for reading in articles:
        article = reading.article
        page.goto(f"{at}/articles/{article.id}")
        told = page.evaluate("document.getElementById('text').textContent")
        assert told == shown(article.text)
        for statement in reading.statements:
            span = statement.content[0]
            page.goto(f"{at}/articles/{article.id}#at={span.start}-{span.end}")
            page.wait_for_function(MARKED, arg=shown(span.of(article.text)))


def test_pages_without_scripts(browser: Any, at: str, ref: str) -> None:
    with looked_at(browser, java_script_enabled=False) as page:
        page.goto(f"{at}/articles/{ref}#s3")
        expect(page.locator("#s3")).to_be_visible()
        expect(page.locator("#card-s3 dl")).to_be_visible()
        page.goto(f"{at}/statements")
        page.get_by_role("link", name="Counts to choose from").click()
        page.wait_for_url("**/statements/counts")
        page.locator("a[href*='mode=direct']").first.click()
        page.wait_for_url("**/statements?mode=direct")
        expect(page.locator(".said").first).to_be_visible()

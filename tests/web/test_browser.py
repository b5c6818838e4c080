"""The desk as a browser shows it: by keyboard alone, in both themes, at each width, with nothing fetched."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reportedly.ledger import open_ledger
from reportedly.web.desk import STATIC
from reportedly.web.shown import shown
from tests.conftest import ROOT
from tests.web.conftest import missing

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PATHS = (
    "/library",
    "/statements",
    "/statements/counts",
    "/search?q=dam",
    "/actors",
    "/outlets",
    "/reading",
    "/none",
)
PATHS_OF_ONE = ("/actor?name=Jaromir+Vesthal", "/outlet?name=Corant", "/articles/{ref}#s2")
SCREENS = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "wide": {"viewport": {"width": 2560, "height": 1440}, "color_scheme": "dark"},
}
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
def page(browser: Any, at: str) -> Iterator[Any]:
    """A page that fails the test when it errs, or asks for anything elsewhere."""
    context = browser.new_context(locale="en-GB", **SCREENS["light"])
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: (
            trouble.append(asked.url) if not asked.url.startswith(("http://127.", "data:")) else None
        ),
    )
    page.goto(f"{at}/static/icon.svg")
    yield page
    context.close()
    assert not [one for one in trouble if "404" not in one]


@pytest.mark.slow
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(browser: Any, at: str, ref: str, screen: str) -> None:
    if not AXE.is_file():
        missing("axe-core in node_modules")
    context = browser.new_context(**SCREENS[screen])
    page = context.new_page()
    found = []
    for path in (*PATHS, *PATHS_OF_ONE):
        page.goto(at + path.format(ref=ref))
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        result = page.evaluate("async () => (await axe.run()).violations")
        found += [(path, one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in result]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is too wide"
    context.close()
    assert not found


def test_statements_by_keyboard(page: Any, at: str, ref: str) -> None:
    page.goto(f"{at}/articles/{ref}")
    page.evaluate(TAKE_DOWN)
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.id") == "s2"
    assert page.locator(".card.held").get_attribute("id") == "card-s2"
    assert page.locator(".card.held dl").is_visible()
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
    assert page.locator(".held").count() == 0


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
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()
    page.keyboard.press("/")
    page.keyboard.type("dam")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=dam")
    assert page.locator(".passage .asked").first.is_visible()


def test_the_theme_is_kept(page: Any, at: str) -> None:
    page.goto(f"{at}/library")
    before = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.keyboard.press("t")
    page.goto(f"{at}/statements")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before


def test_facets_come_by_themselves_and_can_be_chosen(page: Any, at: str) -> None:
    if not (STATIC / "vendor" / "htmx.min.js").is_file():
        missing("htmx in static/vendor")
    page.goto(f"{at}/statements")
    page.locator(".facets a[href*='mode=direct']").click()
    page.wait_for_url(re.compile("mode=direct"))
    assert page.locator(".chip").inner_text().startswith("Mode")


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
            marked = page.evaluate("[...(CSS.highlights.get('asked') ?? [])].map(String).join()")
            assert marked == shown(span.of(article.text))


def test_pages_without_scripts(browser: Any, at: str, ref: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{at}/articles/{ref}#s3")
    assert page.locator("#s3").is_visible()
    assert page.locator("#card-s3 dl").is_visible()
    page.goto(f"{at}/statements")
    page.get_by_role("link", name="Counts to choose from").click()
    page.locator("a[href*='mode=direct']").first.click()
    assert page.locator(".said").count() > 0
    context.close()

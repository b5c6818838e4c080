"""A page looked at in a browser, and what is wrong with it.

What follows a key or a click comes in its own time: it is waited for, by `expect` or a wait of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.conftest import ROOT
from tests.web.conftest import missing

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 120_000  # milliseconds, of a machine that does other work as well
SCREENS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
    "wide": {"viewport": {"width": 2560, "height": 1440}, "color_scheme": "dark"},
}


@contextmanager
def looked_at(browser: Any, screen: str = "light", **more: Any) -> Iterator[Any]:
    """A page that must not err, break the policy, or ask for anything elsewhere."""
    context = browser.new_context(locale="en-GB", **SCREENS[screen], **more)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if is_trouble(said) else None)
    page.on("request", lambda asked: None if "//127." in asked.url else trouble.append(asked.url))
    try:
        yield page
        assert not trouble, trouble
    finally:
        context.close()


def is_trouble(said: Any) -> bool:
    """Whether the console tells of an error; that there is no page at /none, or a name is taken, is none."""
    return said.type == "error" and not said.location["url"].endswith(("/none", "/saved"))


def expect(what: Any) -> Any:
    """Playwright's own, with patience; imported here, for it may be missing where there is no browser."""
    from playwright.sync_api import expect as waiting

    waiting.set_options(timeout=PATIENCE)
    return waiting(what)


def loaded(page: Any, selector: str) -> None:
    """Wait for a page that has this, until it listens to keys."""
    page.wait_for_selector(selector)
    page.wait_for_load_state()


def violations(page: Any) -> list[Any]:
    """What axe finds against the page as it stands."""
    if not AXE.is_file():
        missing("axe-core in node_modules")
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations")
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found]


def too_wide(page: Any) -> int:
    """By how many pixels the page is wider than the screen."""
    return max(0, page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def keys_on_chart(page: Any, address: str, drawn: str, *pressed: str) -> None:
    """Open a page with a picture, wait until that is drawn, and press keys on it."""
    page.goto(address)
    page.wait_for_selector(drawn)
    place = page.locator(".chart-place")
    place.focus()
    expect(place).to_be_focused()
    for key in pressed:
        page.keyboard.press(key)

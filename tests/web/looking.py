"""A page looked at in a browser, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.conftest import ROOT
from tests.web.conftest import missing

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCREENS: dict[str, dict[str, Any]] = {
    "light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "light"},
}


@contextmanager
def looked_at(browser: Any, screen: str = "light", **more: Any) -> Iterator[Any]:
    """A page that must not err, break the policy, or ask for anything elsewhere."""
    context = browser.new_context(locale="en-GB", **SCREENS[screen], **more)
    page = context.new_page()
    page.set_default_timeout(120_000)  # of a machine that does other work as well
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda said: trouble.append(said.text) if said.type == "error" else None)
    page.on("request", lambda asked: None if "//127." in asked.url else trouble.append(asked.url))
    try:
        yield page
        assert not trouble
    finally:
        context.close()


def violations(page: Any) -> list[Any]:
    """What axe finds against the page as it stands."""
    if not AXE.is_file():
        missing("axe-core in node_modules")
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations")
    return [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found]

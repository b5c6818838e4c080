"""Saved filters and copies in a browser: by keys alone, without scripts, and as axe sees them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reportedly.ledger import open_ledger
from reportedly.pipeline import find_copies
from tests.ledger.ledger_made import reading_of
from tests.web.looking import expect, looked_at, too_wide, violations
from tests.web.test_copies_shown import CASES


@pytest.fixture
def path(tmp_path: Path, demo_ledger: Path) -> Path:
    shutil.copy(demo_ledger, tmp_path / "own.db")
    with open_ledger(tmp_path / "own.db", create=False) as ledger:
        for case in CASES:
            ledger.save(*reading_of(case), version="test")
        find_copies(ledger)
    return tmp_path / "own.db"


@pytest.fixture
def at(live: Callable[[Path], str], path: Path) -> Iterator[str]:
    yield live(path)


@pytest.mark.slow
@pytest.mark.parametrize("screen", ["light", "phone"])
def test_filters_are_saved_by_keys_alone(browser: Any, at: str, path: Path, screen: str) -> None:
    with looked_at(browser, screen) as page:
        page.goto(f"{at}/library?copies=only")
        keys, summary = page.keyboard, page.get_by_text("Save these filters")
        summary.focus()
        keys.press("Enter")
        keys.press("Tab")
        keys.type("Twice, or more often")
        assert not violations(page)
        keys.press("Enter")
        chip = page.get_by_role("link", name="Library Twice, or more often")
        expect(chip).to_have_attribute("aria-current", "true")
        assert not violations(page)
        assert not too_wide(page)
        page.goto(f"{at}/statements")
        page.get_by_role("link", name="Library Twice, or more often").focus()
        keys.press("Enter")
        page.wait_for_url("**/library?copies=only")
        page.get_by_role("link", name="Edit these").click()
        assert not violations(page)
        assert not too_wide(page)
        page.get_by_role("button", name="Delete Twice, or more often").focus()
        keys.press("Enter")
        page.wait_for_selector("text=No filters were saved yet")


@pytest.mark.slow
@pytest.mark.parametrize("screen", ["dark", "phone"])
def test_copies_and_the_question_are_as_they_should_be(browser: Any, at: str, screen: str) -> None:
    with looked_at(browser, screen) as page:
        page.goto(f"{at}/library?sort=copies")
        page.locator("td.num a").first.click()
        expect(page.locator("#copies")).to_be_visible()
        assert not violations(page)
        assert not too_wide(page)
        for address in ("/library?q=dam", "/statements?named=no"):
            page.goto(at + address)
            page.get_by_text("Save these filters").click()
            page.get_by_label("Name", exact=True).fill("Dam")
            page.get_by_role("button", name="Save").click()
        page.wait_for_selector("text=Other filters have this name")
        assert not violations(page)
        assert not too_wide(page)
        page.get_by_role("button", name="Replace them").click()
        page.wait_for_url("**/statements?named=no")

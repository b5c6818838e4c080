"""Corrections as they are made in a browser: by selecting words, by keys alone, and down the review list."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reportedly.ledger import Ledger, open_ledger
from reportedly.records import AmendFacts, Reject, Rename, Span, anchor
from tests.web.conftest import missing
from tests.web.looking import expect, loaded, looked_at, too_wide, violations
from tests.web.test_corrections import readings, said

# Select words, and wait until the page has noticed.
SELECT = """async ([first, last]) => {
  const text = document.getElementById("text");
  const units = text.textContent;
  const from = units.indexOf(first);
  const to = units.indexOf(last, from) + last.length;
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let before = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const after = before + node.data.length;
    if (from >= before && from < after) range.setStart(node, from - before);
    if (to > before && to <= after) { range.setEnd(node, to - before); break; }
    before = after;
  }
  const noticed = new Promise((done) => document.addEventListener("selectionchange", done, { once: true }));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  await noticed;
}"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.db", create=True) as opened:
        opened.save_many(readings(), version="test")
        yield opened


@pytest.fixture
def ref(ledger: Ledger) -> str:
    return readings()[0][0].article.id


@pytest.fixture
def page(browser: Any, live: Callable[[Path], str], ledger: Ledger, tmp_path: Path) -> Iterator[Any]:
    """A page of the desk over that ledger."""
    with looked_at(browser, base_url=live(tmp_path / "ledger.db")) as page:
        yield page


def now(ledger: Ledger, ref: str) -> list[dict[str, Any]]:
    reading = ledger.reading(ref)
    return [said(one, reading.article.text) for one in reading.statements]


@pytest.mark.parametrize(
    ("first", "last", "content"),
    [
        ("that the ministry", "had lied", "that the ministry had lied"),
        ("أعلنت", "آمن", "أعلنت الوزارة أن السد آمن"),
        ("éte", "أعلنت", "éte\nand أعلنت"),
        ("👩‍👩‍👧‍👦", "said on", "👩‍👩‍👧‍👦 said on"),
        (" Zélan", "👩‍👩‍👧‍👦 ", "Zélan 👩‍👩‍👧‍👦"),
    ],
)
def test_selected_words_become_a_statement(
    page: Any, ledger: Ledger, ref: str, first: str, last: str, content: str
) -> None:
    page.goto(f"/articles/{ref}")
    page.evaluate(SELECT, [first, last])
    page.get_by_role("button", name="Add a statement").click()
    page.locator("#panel [name=speaker]").fill("Ministry of Water")
    page.locator("#panel [name=author]").fill("Ada Vey")
    page.evaluate(SELECT, ["denied", "denied"])
    page.get_by_role("toolbar").get_by_role("button", name="Cue").click()
    page.evaluate(SELECT, ["The Ministry", "The Ministry"])
    page.get_by_role("toolbar").get_by_role("button", name="Source").click()
    page.get_by_role("button", name="Add it").click()
    loaded(page, ".kept >> text=Added")
    made = next(one for one in now(ledger, ref) if one["speaker"] == "Ministry of Water")
    assert made["content"] == [content]
    assert (made["cue"], made["source"]) == ("denied", "The Ministry")
    assert ledger.decisions()[0].decision.author == "Ada Vey"
    page.locator(".kept").get_by_role("button", name="Undo").click()
    loaded(page, ".kept >> text=Undone")
    assert len(now(ledger, ref)) == 3


def test_correcting_by_keys_alone(page: Any, ledger: Ledger, ref: str) -> None:
    page.goto(f"/articles/{ref}")
    keys = page.keyboard
    keys.press("j")
    keys.press("e")
    page.wait_for_selector("#panel [name=speaker]:focus")
    keys.press("Control+a")
    keys.type("River Board")
    keys.press("Escape")  # out of the field, for the keys of the text
    keys.press("v")
    for _ in range(3):
        keys.press("Shift+ArrowRight")
    keys.press("1")
    expect(page.locator("#panel [name=content]")).to_have_value("that the dam at")
    keys.press("e")
    expect(page.locator("#panel [name=speaker]")).to_be_focused()
    keys.press("Control+Enter")
    loaded(page, ".kept >> text=Corrected")
    expect(page).to_have_url(re.compile("#s1$"))
    one = now(ledger, ref)[0]
    assert (one["speaker"], one["content"]) == ("River Board", ["that the dam at"])
    keys.press("z")
    loaded(page, ".kept >> text=Undone")
    assert now(ledger, ref)[0]["speaker"] == "Zélan"
    keys.press("j")
    expect(page.locator("#s1")).to_be_focused()
    keys.press("x")
    loaded(page, ".kept >> text=Rejected")
    assert len(now(ledger, ref)) == 2
    expect(page).not_to_have_url(re.compile("done="))  # so that loading it again does not tell it again


def test_adding_by_keys_alone(page: Any, ledger: Ledger, ref: str) -> None:
    page.goto(f"/articles/{ref}")
    keys = page.keyboard
    for key in ("j", "j", "j", "v", "ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Enter"):
        keys.press(key)
    page.wait_for_selector("#panel [name=speaker]:focus")
    expect(page.locator("#panel [name=content]")).to_have_value("The Ministry")
    keys.press("Control+Enter")
    loaded(page, ".kept >> text=Added")
    assert now(ledger, ref)[3]["content"] == ["The Ministry"]


def test_the_review_by_keys(page: Any, ledger: Ledger, ref: str) -> None:
    page.goto("/review")
    if not page.evaluate("Boolean(globalThis.htmx)"):
        missing("htmx in static/vendor")
    keys = page.keyboard
    keys.press("r")  # the two who may be one are two
    page.wait_for_selector("[data-item]:nth-of-type(1) [data-answered] >> text=Kept apart")
    page.wait_for_function("document.activeElement.querySelector('[data-key=a]') !== null")
    keys.press("a")
    page.wait_for_selector("[data-answered] >> text=Corrected")
    page.wait_for_function("document.activeElement.querySelector('[data-key=r]') !== null")
    keys.press("r")
    page.wait_for_selector("[data-answered] >> text=Rejected")
    assert len(now(ledger, ref)) == 2
    keys.press("z")
    page.wait_for_selector("[data-answered] >> text=Undone")
    assert len(now(ledger, ref)) == 3
    expect(page).to_have_url(re.compile("/review$"))


def decide_a_little(ledger: Ledger, ref: str) -> None:
    """So that the lists have a decision of each state."""
    article = ledger.reading(ref).article
    for name in ("Zel", "Zal"):
        ledger.decide(Rename("article:zelan", name), author="Ada Vey")
    ledger.decide(Reject(anchor(article, [Span(2, 20)])), author="Bo")  # where no statement stands
    undone = ledger.decide(AmendFacts(ref, "title", "Dam"), author="Bo")
    ledger.undo(undone.decision.id, "Ada Vey")
    assert {row.state for row in ledger.decisions()} == {"holds", "conflict", "orphan", "undone"}


@pytest.mark.parametrize("screen", ["dark", "phone"])
def test_axe_finds_nothing_in_corrections(
    browser: Any, live: Callable[[Path], str], ledger: Ledger, ref: str, tmp_path: Path, screen: str
) -> None:
    decide_a_little(ledger, ref)
    found = []
    paths = ["/review", "/history", "/orphans", "/author", "/actor/correct?id=article:vesthal"]
    paths += [f"/articles/{ref}{end}" for end in ("/facts", "/correct", "/correct?statement=s2", "#s2")]
    with looked_at(browser, screen, base_url=live(tmp_path / "ledger.db")) as page:
        for path in paths:
            page.goto(path)
            if "#" in path:
                page.keyboard.press("e")
                page.wait_for_selector("#panel [name=speaker]:focus")
            found += [(path, *one) for one in violations(page)]
            assert not too_wide(page), f"{path} is too wide"
    assert not found

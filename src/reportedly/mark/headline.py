"""The headline: short unclosed lines before the article's first paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportedly.mark.outlet import known, named_like_news
from reportedly.mark.page import STRAY, Clue, Finding, Line, Page
from reportedly.records import Mark

LINES = 12  # lines with words from the top among which the headline stands
BODY = 100  # a line this long, or closed, can be an article's paragraph
_NUMBERED = re.compile(r"(?:\d{1,3}|[a-z])[.)]\s|[-–•*]\s")
_UNFINISHED = (".", ",", ";", ":", "…", "-", "–", "—")
_SOURCE = re.compile(r"\s+source ?: ?[A-Z][\w ]{1,30}$", re.IGNORECASE)


def headline(page: Page) -> Iterator[Finding]:
    """The title that stands in the text; said twice, the second is furniture."""
    top = [line for line in page.lines if line.number < LINES]
    stated = page.document.facts.title
    if not top:
        return
    lines = (
        [line for line in top[:3] if stated and _same(line.text, stated)][:1] if stated else _found(page, top)
    )
    if not lines:
        return
    title, outlet = _without_outlet(_SOURCE.sub("", " ".join(" ".join(line.text for line in lines).split())))
    for line in lines:
        yield Mark(line.part(0, len(_without_outlet(_SOURCE.sub("", line.text))[0])), "title", "headline")
    yield Clue("title", title, "headline")
    if outlet:
        yield Clue("outlet", outlet, "headline")
    last = lines[-1].number
    for line in top:
        if line.number > last and (_same(line.text, title) or _same(line.text, lines[0].text)):
            yield Mark(line.span, "furniture", "headline repeated")


def _without_outlet(title: str) -> tuple[str, str | None]:
    """ "The talks fail | The Velmora Courier": the title of a page, with its outlet behind a stroke."""
    before, stroke, name = title.rpartition(" | ")
    return (before.rstrip(), known(name) or name) if stroke and named_like_news(name) else (title, None)


def _same(one: str, other: str) -> bool:
    return re.sub(r"\W+", " ", one).strip().casefold() == re.sub(r"\W+", " ", other).strip().casefold() != ""


def _found(page: Page, top: Sequence[Line]) -> list[Line]:
    first = top[0]
    before = page.document.text[max(0, first.start - 40) : first.start] + "|"
    begun = before.splitlines()[-1][:-1].strip(STRAY) != ""
    if not _could_be(first) or _after_byline(page, first) or (begun and not first.text.isupper()):
        return []
    if page.wrapped:
        return _paragraph(page, top)
    following = [
        line for line in page.lines if line.number > first.number and not _same(line.text, first.text)
    ]
    return [first] if following and _leads_to(first, following) else []


def _could_be(line: Line) -> bool:
    text = line.text
    if (
        not line.short
        or text.endswith((".", ",", ";", ":", "…", "-", "–", '."', ".”", ".)"))
        or _NUMBERED.match(text)
    ):
        return False
    first = text.lstrip("\"'“”‘’«`[(")[:1]
    return first.isupper() or first.isdigit() or not first.isascii()


def _after_byline(page: Page, line: Line) -> bool:
    """A byline stands above: what follows it is the article."""
    above = page.document.text[max(0, line.start - 400) : line.start]
    return re.search(r"(?:^|\n)[ \t]*by (?-i:[A-Z])", above, re.IGNORECASE) is not None


def _leads_to(first: Line, following: Sequence[Line]) -> bool:
    """An article follows: among the next three lines one is a paragraph, longer than the headline."""
    if len(first.text.split()) < 2:
        return False
    ahead = following[:3]
    for line in ahead:
        if len(line.text) >= BODY and len(line.text) > len(first.text):
            return True
        if (
            line.closed
            and ((first.gap and line.gap) or len(line.text) > len(first.text))
            and len(line.text) >= 40
        ):
            return True
    return False


def _paragraph(page: Page, top: Sequence[Line]) -> list[Line]:
    """In a text of broken lines: the first one to three lines, a paragraph of their own without a stop."""
    lines = [top[0]]
    for line in top[1:]:
        if line.gap:
            break
        lines.append(line)
    alone = len(lines) < len(top) and len(lines) <= 3 and not lines[-1].closed
    indented = len(lines) > 1 and _indented(page, lines[1])
    if not alone and indented and not lines[0].closed:
        return lines[:1]
    longest = sum(len(line.text) for line in lines)
    return lines if alone and longest <= 200 and not lines[-1].text.endswith((",", ";", ":", "-")) else []


def _indented(page: Page, line: Line) -> bool:
    return page.document.text[max(0, line.start - 2) : line.start] in ("  ", "\n\t")

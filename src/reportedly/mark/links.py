"""Links to other articles: labels such as "Related" or "Next Article", and the headlines behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from reportedly.mark import data
from reportedly.mark.furniture import HEAD_LINES, LINK_WORDS, TAIL_LINES
from reportedly.mark.page import Finding, Line, Page
from reportedly.records import Mark


@cache
def _label() -> re.Pattern[str]:
    return data.pattern(data.table("rules.toml")["labels"]["patterns"])


@cache
def _turn() -> re.Pattern[str]:
    return data.pattern(data.table("rules.toml")["labels"]["turns"])


def links(page: Page) -> Iterator[Finding]:
    """The labels, and as many lines behind each as can only be headlines of other articles."""
    lines = page.lines
    done = 0
    for place, line in enumerate(lines):
        if place < done or len(line.text) > 60:
            continue
        near = line.number < HEAD_LINES or page.from_end(line) < TAIL_LINES
        if near and _turn().match(line.text):
            done = _turn_end(lines, place)
        elif _label().match(line.text):
            done = _label_end(page, lines, place)
        else:
            continue
        yield from (Mark(link.span, "furniture", "links to other articles") for link in lines[place:done])


def _open(line: Line) -> bool:
    return line.link_like and not line.closed


def _turn_end(lines: Sequence[Line], place: int) -> int:
    """Where a run of "Previous Article" and "Next Article", each with at most one headline, ends."""
    labels = place
    while labels < len(lines) and _turn().match(lines[labels].text):
        labels += 1
    end = labels
    while (
        end < min(labels + (labels - place), len(lines))
        and _open(lines[end])
        and not _turn().match(lines[end].text)
    ):
        end += 1
    if end < len(lines) and _turn().match(lines[end].text):
        return _turn_end(lines, end)
    rest = lines[end:]
    article_follows = any(len(line.text) > 200 or line.closed for line in rest)
    has_headline = len(rest) >= 2 and _open(rest[0])
    return labels if article_follows and not has_headline else end


def _label_end(page: Page, lines: Sequence[Line], place: int) -> int:
    """At the end all that could be a link is one; before that, one line too long for a subheading."""
    end = place + 1
    while end < len(lines) and _open(lines[end]):
        end += 1
    if end == len(lines) and page.from_end(lines[place]) < TAIL_LINES:
        return end
    alone = end == place + 2 and len(lines[place + 1].text.split()) >= LINK_WORDS
    consecutive = alone and lines[place + 1].number == lines[place].number + 1
    return end if consecutive else place + 1

"""Page furniture: lines that a site puts around its articles. What they look like stands in rules.toml.

First rule: no article text is ever marked. A line must fit as a whole, and one in which somebody speaks or is
quoted is left alone unless its label leaves no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from reportedly.mark import data
from reportedly.mark.dates import dates_in
from reportedly.mark.outlet import known, known_after_city
from reportedly.mark.page import Clue, Finding, Line, Page, speaks
from reportedly.records import Mark, Span

Where = Literal["anywhere", "ends", "head", "tail"]
HEAD_LINES, TAIL_LINES = 25, 45  # how far from either end the looser rules reach
LONGEST = 420  # characters; a longer line is no notice
PARAGRAPH_LINES = 6  # lines of a notice that was broken by width
LINK_WORDS = 5  # a subheading is shorter than a link to another article


class Rule(NamedTuple):
    """One rule of rules.toml."""

    name: str
    where: Where
    lenient: bool
    by_line: bool  # fits single lines also in a text of broken lines
    patterns: tuple[re.Pattern[str], ...]

    def fits(self, text: str, spoken: bool) -> bool:
        return not (spoken and not self.lenient) and any(pattern.match(text) for pattern in self.patterns)


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            rule["name"],
            rule["where"],
            rule.get("lenient", False),
            rule.get("line", False) or rule["where"] != "tail",
            tuple(data.pattern(pattern) for pattern in rule["patterns"]),
        )
        for rule in data.table("rules.toml")["rule"]
    )


def furniture(page: Page) -> Iterator[Finding]:
    """Lines that are furniture as a whole, by rule, as menus, credits and captions."""
    wrapped = page.wrapped
    for line in page.lines:
        if len(line.text) <= LONGEST:
            name = _name_of(page, line, wrapped)
            if name:
                yield Mark(line.span, "furniture", name)
                yield from _told(line, name)
    if wrapped:
        yield from _broken_notices(page)


def _name_of(page: Page, line: Line, wrapped: bool) -> str | None:
    text = " ".join(line.text.split())
    spoken = speaks(text)
    head, tail = line.number < HEAD_LINES, page.from_end(line) < TAIL_LINES
    reached = {"anywhere": True, "ends": head or tail, "head": head, "tail": tail}
    for rule in rules():
        if reached[rule.where] and (rule.by_line or not wrapped) and rule.fits(text, spoken):
            return rule.name
    if spoken:
        return None
    if (head or tail) and is_menu(text):
        return "menu"
    if tail and is_credit(text):
        return "credit"
    return "caption" if _is_caption(text) else None


def _broken_notices(page: Page) -> Iterator[Mark]:
    """Notices of the tail that were broken over several lines."""
    group: list[Line] = []
    for line in [*page.lines, None]:
        if line and not line.gap:
            group.append(line)
            continue
        if 1 <= len(group) <= PARAGRAPH_LINES and page.from_end(group[-1]) < TAIL_LINES:
            name = _notice(" ".join(one.text for one in group))
            if name:
                yield Mark(Span(group[0].start, group[-1].end), "furniture", name)
        group = [line] if line else []


def _notice(text: str) -> str | None:
    if len(text) > LONGEST or speaks(text):
        return None
    fitting = (rule.name for rule in rules() if rule.where == "tail" and rule.fits(text, False))
    return next(fitting, "credit" if is_credit(text) else None)


_BETWEEN = re.compile(r" [/|·•>»›] |[|»›]")


def is_menu(text: str) -> bool:
    """Three or more short items between strokes or arrows, a site's own words among them."""
    items = [item.strip() for item in _BETWEEN.split(text)]
    if len(items) < 3 or len(text) > 240 or any(len(item) > 40 for item in items):
        return False
    named = sum(item.lower().split(" ")[0] in data.words("site") for item in items)
    return named >= 2 or (named >= 1 and text.lower().startswith("home"))


_CREDIT = re.compile(
    r"[-–—(\[ ]*(?:with )?(?:additional |further )?(?:reporting|writing|editing|compiled|translated|edited)"
    r" by (?-i:(?=[A-Z]))",
    re.IGNORECASE,
)


def is_credit(text: str) -> bool:
    """ "Reporting by A B in C; Editing by D": nothing but names behind it."""
    start = _CREDIT.match(text)
    if not start or len(text) > 300:
        return False
    behind = re.split(r"[ ,;/]+", text[start.end() :].strip("()[]. "))
    return all(word[:1].isupper() or word.lower() in data.words("credit") for word in behind if word)


_PHOTOGRAPHER = re.compile(
    r"[\[(](?:(?:ap |file )?(?:photo|image|picture)s?(?: credit| courtesy)?(?: ?[:/]| by)|ap photo)"
    r"[^\[\]()]{0,80}[\])]\Z"
    r"|\[[^\[\]]{2,40}/(?:AFP|AP|AP Photo|Reuters|EPA|EPA-EFE|Getty Images|Anadolu Agency)\]\Z"
    r"|(?:/|via) ?(?:Getty Images|Shutterstock)\Z",
    re.IGNORECASE,
)


def _is_caption(text: str) -> bool:
    """One sentence with the photographer or agency behind it."""
    offset = max(0, len(text) - 120)
    credit = _PHOTOGRAPHER.search(text, offset) if len(text) <= 300 else None
    return credit is not None and not re.search(r"[a-z\d)][.!?] +[A-Z“]", text[: credit.start()])


_OWNER = re.compile(
    r"(?:(?:©|\(c\)|copyright|@|by)[ ,:]*)+(?:(?:19|20)\d\d(?: ?[-–] ?\d{2,4})?[ ,]*)?"
    r"(?!all rights)(?P<name>[A-Z][^,.|©]{1,50}?)(?:[,.|]| all rights| (?:19|20)\d\d|\Z)",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"attachments? ?: ?(?P<name>[A-Z][\w’' -]{3,40}?) (?P<date>\d{1,2} \w{3} \d\d)\b", re.IGNORECASE
)


def _told(line: Line, name: str) -> Iterator[Clue]:
    """What a line of furniture says about the outlet: whose copyright it is, which paper was attached."""
    owner = _OWNER.match(line.text) if name == "copyright" else None
    if owner:
        yield Clue("outlet", known(owner["name"]) or owner["name"].strip(), "copyright notice")
    attached = _FILE.match(line.text) if name == "attachment" else None
    if attached and known_after_city(attached["name"]):
        yield Clue("outlet", known_after_city(attached["name"]) or "", "closing line")
        yield from (Clue("published", dated.iso, "closing line") for dated in dates_in(attached["date"]))

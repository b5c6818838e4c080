"""What stands behind an article's last words on the same line, and before its first ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reportedly.mark.dates import dates_in
from reportedly.mark.furniture import is_credit
from reportedly.mark.outlet import agency, known, named_like_news
from reportedly.mark.page import CLOSING, Clue, Finding, Line, Page, speaks
from reportedly.records import Mark

REACH = 400  # characters at the end of a line within which a notice begins
_BANNER = r"no time to read\?\s*(?:get (?:a|the) summary[.!]?)?"
_OPENING = re.compile(
    rf"(?:{_BANNER}\s+|\(adds [^()\n]{{1,100}}\)\s*|(?:corrects|updates|recasts) with [^.\n]{{1,80}}\.\s+)",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(r"[^\w]{0,3}<<\s*previous\s*\|\s*next\s*>>\s*", re.IGNORECASE)
_ENDINGS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("summary banner", rf"\s+{_BANNER}\Z"),
        ("copyright", r"\s(?:©|\(c\)|copyright)\s*(?:©|\(c\)|by)?\s*(?:19|20)\d\d\b[^.]{0,60}\.?\Z"),
        ("copyright", r"(?<=[.”\"])\s+[^.\"“]{0,80}\ball rights reserved\.?\Z"),
        (
            "credit",
            r"\s[(\[](?:ap |file )?(?:photo|image)s?(?: credit| courtesy)? ?[:/][^\[\]()]{1,80}[\])]\Z",
        ),
    )
)
_SIGNED = re.compile(r"\s*(?:\((?P<in>[\w./’' -]{2,40})\)|[-–—]{1,2}\s?(?P<out>[\w/]{2,20}))\Z")
_CREDIT = re.compile(
    r"\s[-–—(\[]{0,3} ?(?:additional |with additional )?(?:reporting|writing|editing|compiled) by ",
    re.IGNORECASE,
)
_DATED_END = re.compile(r"(?<=[.”\"’'!?)])\s+(?P<name>[A-Z][\w’'& ]{2,40}):\s+(?P<date>[^:]{6,30})\Z")


def opening(page: Page) -> Iterator[Finding]:
    """A banner or an editor's note before the first words of the article, on the same line."""
    for line in page.lines[:3]:
        found = _OPENING.match(line.text[:REACH])
        if found and found.end() < len(line.text):
            yield Mark(line.part(0, len(found[0].rstrip())), "furniture", "opening note")
        stamp = next(dates_in(line.text[:20]), None)
        turn = _NAVIGATION.match(line.text, stamp.end + 6) if stamp and stamp.start == 0 else None
        if stamp and turn:
            yield Mark(line.part(0, len(line.text[: turn.end()].rstrip())), "furniture", "date line")
            yield Clue("published", stamp.iso, "header line")


def closing(page: Page) -> Iterator[Finding]:
    """Credits, sign-offs and notices behind the last words, one after the other from the end."""
    for line in page.lines[-2:]:
        rest = line
        for _ in range(4):
            cut = _cut(rest)
            if cut is None:
                break
            at, name, clues = cut
            yield from clues
            begin = at + len(rest.text[at:]) - len(rest.text[at:].lstrip())
            yield Mark(rest.part(begin, len(rest.text)), "furniture", name)
            kept = rest.text[:at].rstrip()
            rest = replace(rest, end=rest.start + len(kept), text=kept)


def _cut(line: Line) -> tuple[int, str, tuple[Clue, ...]] | None:
    """Where in the line its last notice begins, what it is and what it tells."""
    offset = max(0, len(line.text) - REACH)
    tail = line.text[offset:]
    for name, pattern in _ENDINGS:
        found = pattern.search(tail)
        if found and offset + found.start() > 0 and not speaks(found[0]):
            return offset + found.start(), name, ()
    return _dated(tail, offset) or _signed(tail, offset) or _credited(tail, offset)


def _dated(tail: str, offset: int) -> tuple[int, str, tuple[Clue, ...]] | None:
    """ "The Varnia Times: Nov. 17, 2004" behind the last sentence."""
    found = _DATED_END.search(tail)
    when = next(dates_in(found["date"]), None) if found else None
    if not found or not when or when.start > 0 or when.end < len(found["date"].rstrip(". ")):
        return None
    if not named_like_news(found["name"]):
        return None
    name = known(found["name"]) or found["name"]
    clues = (Clue("outlet", name, "closing line"), Clue("published", when.iso, "closing line"))
    return offset + found.start(), "dated closing", clues


def _signed(tail: str, offset: int) -> tuple[int, str, tuple[Clue, ...]] | None:
    """ "(AFP)" or "- Reuters" behind the last sentence."""
    found = _SIGNED.search(tail)
    if not found or not tail[: found.start()].rstrip().endswith(CLOSING):
        return None
    signer = agency((found["in"] or found["out"]).split("/")[0])
    return (
        (offset + found.start(), "agency notice", (Clue("outlet", signer, "sign-off"),)) if signer else None
    )


def _credited(tail: str, offset: int) -> tuple[int, str, tuple[Clue, ...]] | None:
    """ "(Reporting by A B; Editing by C D)" behind the last sentence."""
    for found in _CREDIT.finditer(tail):
        ended = tail[: found.start()].rstrip().endswith(CLOSING)
        if ended and offset + found.start() > 0 and is_credit(tail[found.start() :].strip()):
            return offset + found.start(), "credit", ()
    return None

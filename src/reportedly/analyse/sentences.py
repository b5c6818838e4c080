"""Where the sentences of a text begin and end.

Lines are first joined into paragraphs (a hard-wrapped line is no end), then each stop is judged by the word
before it and the word after it. One pass, linear in the length of the text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from reportedly.records import Span

LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
LINE_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
CLOSERS = "\"'”’“‘»›)]}」』】"
OPENERS = "\"'“‘„«‹([{¿¡「『【"
STOP = re.compile(
    r"(?P<own>[。！？｡؟۔।॥։።]+)[" + re.escape(CLOSERS) + "]*"  # no other use than to end
    r"|(?P<stop>[.!?…．]+(?:[ \u00a0]\.){0,3})(?P<close>["
    + re.escape(CLOSERS)
    + r"]*(?:[ \u00a0\u202f]»)?(?:\[\d{1,3}\])*)"
)
AFTER = re.compile(r"\s*")
LAST_WORD = re.compile(r"[^\W\d_](?:[\w’'-]|\.(?=\w))*$|\d[\d.,]*$")
DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")  # U.S, p.m, Ph.D without its last dot
ENUMERATOR = re.compile(r"\s*[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})")
# `"Why?" Minister Smith asked`: the stop belongs to the quotation, the sentence goes on
ATTRIBUTED = re.compile(
    r"(?:[A-Z][\w.’'-]*\s+){1,4}(?:said|asked|says|asks|added|told|wrote|replied|demanded|shouted|wondered)\b"
)
ITEM = re.compile(r"\(\w{1,3}\)\s")
DASH = re.compile(r"[-–—]{1,2}\s")
LOOK_BACK = 32  # longest word that matters before a stop
LOOK_AHEAD = 80
WRAP_MIN, WRAP_MAX = 40, 110  # widths at which mail and agencies break lines
WRAP_SHARE = 0.3  # of lines that go on in lower case, where a text is hard-wrapped; prose has about .8

WORDS = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))
NEVER_LAST = frozenset(WORDS["never_last"].split())
BEFORE_NUMBER = frozenset(WORDS["before_number"].split())
AMBIGUOUS = frozenset(WORDS["ambiguous"].split())
OPENING = frozenset(WORDS["opening"].split())


def sentences(text: str, passed: Iterable[Span] = ()) -> list[Span]:
    """The sentences of a text in order, without the white space around them.

    They do not overlap and together hold every character that is neither white space nor in a passed span;
    a passed span ends the sentence before it. A heading or any other line of its own is a sentence too.
    """
    found: list[Span] = []
    for paragraph in paragraphs(text, passed):
        start = paragraph.start
        for end in ends(text, paragraph):
            found.extend(trimmed(text, start, end))
            start = end
        found.extend(trimmed(text, start, paragraph.end))
    return found


def paragraphs(text: str, passed: Iterable[Span] = ()) -> list[Span]:
    """Stretches of text that no sentence crosses the border of: lines, or hard-wrapped lines together."""
    lines = list(kept_lines(text, passed))
    width = wrap_width(text, lines)
    joined: list[Span] = []
    before: Span | None = None
    for line in lines:
        if before is not None and goes_on(text, before, line, width):
            joined[-1] = Span(joined[-1].start, line.end)
        else:
            joined.append(line)
        before = line
    return joined


def kept_lines(text: str, passed: Iterable[Span]) -> Iterator[Span]:
    """The lines that are not blank, less what is passed over."""
    skipped = iter(sorted(passed))
    skip = next(skipped, None)
    for match in LINE.finditer(text):
        start, end = match.span()
        while skip is not None and skip.start < end:
            yield from trimmed(text, start, max(start, skip.start))
            start = max(start, skip.end)
            if skip.end > end:
                break
            skip = next(skipped, None)
        yield from trimmed(text, start, max(start, end))


def trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """The range without white space at its ends, if anything is left."""
    part = text[start:end]
    bare = part.lstrip()
    start += len(part) - len(bare)
    bare = bare.rstrip()
    if bare:
        yield Span(start, start + len(bare))


def wrap_width(text: str, lines: list[Span]) -> int:
    """The width at which the text's lines were broken; 0 where they were not."""
    lower = followers = 0
    for before, after in pairwise(lines):
        if next_line(text, before.end, after.start):
            followers += 1
            lower += text[after.start].islower()
    if followers < 2 or lower < WRAP_SHARE * followers:
        return 0
    lengths = sorted(line.end - line.start for line in lines)
    width = lengths[(len(lengths) - 1) * 19 // 20]
    return width if WRAP_MIN <= width <= WRAP_MAX else 0


def next_line(text: str, end: int, start: int) -> bool:
    """Whether only one line break, and no blank line or passed span, lies between."""
    between = text[end:start] if start - end < LOOK_AHEAD else ""
    return between.isspace() and len(LINE_BREAK.findall(between)) == 1


def goes_on(text: str, before: Span, line: Span, width: int) -> bool:
    """Whether a line continues the paragraph before it: in lower case, or its first word had no room."""
    if not next_line(text, before.end, line.start):
        return False
    if text[line.start].islower() and text[before.end - 1] not in ".!?:":
        return True
    if not width:
        return False
    word = re.match(r"\S{1,40}", text[line.start : min(line.end, line.start + 40)])
    return before.end - before.start + 1 + (word.end() if word else 0) > width - 1


def ends(text: str, paragraph: Span) -> Iterator[int]:
    """Where sentences end inside a paragraph, behind the stop and what closes after it."""
    start = paragraph.start
    for match in STOP.finditer(text, paragraph.start, paragraph.end):
        if match["own"] or is_end(text, start, match, paragraph.end):
            yield match.end()
            start = match.end()


def is_end(text: str, start: int, match: re.Match[str], limit: int) -> bool:
    """Whether a Latin stop ends the sentence that began at start."""
    at = AFTER.match(text, match.end(), limit)
    after = at.end() if at else match.end()
    if after >= limit:
        return False  # the paragraph ends there anyway
    following = text[after : min(limit, after + LOOK_AHEAD)]
    if after == match.end():
        return glued(text, start, match, following)
    first = following.lstrip(OPENERS)
    if not first or (first[0].islower() and not ITEM.match(following)):
        return False
    if match["close"] and DASH.match(following):
        return False  # "A quotation." - Name
    if match["stop"] == ".":
        return ends_at_dot(text, start, match, first)
    asked = match["stop"][-1] in "!?" and match["close"]
    return not (asked and ATTRIBUTED.match(following))


def glued(text: str, start: int, match: re.Match[str], following: str) -> bool:
    """Whether a stop with no space behind it is an end all the same: "in need.And most of all"."""
    if match["close"] and following[0].isalnum() and match["close"][-1] in "”»":
        return following[0].isupper()
    word = last_word(text, start, match.start())
    long_enough = len(word) > 2 and word.islower() and word.isalpha()
    before = text[max(start, match.start() - len(word) - 1) : match.start() - len(word)]
    address = before in {"/", ".", "@", "-", "_"}
    return long_enough and not address and re.match(r"[A-Z][a-z]*[ ,]", following) is not None


def ends_at_dot(text: str, start: int, match: re.Match[str], first: str) -> bool:
    """Whether a single dot followed by white space and no lower case ends the sentence."""
    word = last_word(text, start, match.start())
    if not word:
        return not (match.start() == start and not match["close"])  # a dot alone ends nothing
    if word in NEVER_LAST:
        return False
    if ENUMERATOR.fullmatch(text[start : match.start()][-LOOK_BACK:]) and match.start() - start < LOOK_BACK:
        return False
    if word in BEFORE_NUMBER:
        return not first[0].isdigit()
    if (len(word) == 1 and word.isalpha()) or word in AMBIGUOUS or DOTTED.fullmatch(word):
        return opens(first)
    return True


def last_word(text: str, start: int, end: int) -> str:
    found = LAST_WORD.search(text[max(start, end - LOOK_BACK) : end])
    return found.group() if found else ""


def opens(first: str) -> bool:
    """Whether the words after an abbreviation are more likely a new sentence than its continuation."""
    word = re.match(r"[^\W\d_]+", first)
    return word.group() in OPENING if word else not first[0].isdigit()

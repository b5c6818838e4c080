"""What a form says of a statement, checked, and the decision that it makes."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from fastapi import HTTPException

from reportedly.records import (
    MODES,
    Add,
    Amend,
    Article,
    Clearable,
    Mode,
    Quote,
    Reject,
    Span,
    Statement,
    anchor,
    quote,
)
from reportedly.resolve import KINDS
from reportedly.web.deciding import Sent
from reportedly.web.shown import shown
from reportedly.web.standing import words_at

NOBODY = ("", "unknown", "nobody named")
MOST_VIA = 10
_ARROW = re.compile(r"\s*(?:→|->|>|;|\n)\s*")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form says of a statement."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    speaker: str | None  # None for nobody
    kind: str | None
    speaks_for: str | None
    named: bool | None  # None: as the name tells
    via: tuple[str, ...]
    mode: Mode | None  # None: as the quotation marks tell
    said_on: str | None


def wanted(sent: Sent, article: Article) -> Wanted:
    """What the form says. Raises ReportedlyError or HTTPException where that cannot be."""

    def words(name: str) -> tuple[Span, ...]:
        return words_at(sent.get(name), sent.get(f"{name}_at"), article.text)

    speaker, kind, mode = sent.get("speaker"), sent.get("kind"), sent.get("mode")
    via = tuple(name for name in _ARROW.split(sent.get("via")) if name)
    chosen(kind, KINDS, "kind of speaker")
    chosen(mode, MODES, "mode")
    chosen(sent.get("named"), ("yes", "no"), "answer")
    if len(via) > MOST_VIA:
        raise HTTPException(400, f"through {len(via)} names; expected at most {MOST_VIA}")
    for name in via:
        short(name, "a name in the chain")
    return Wanted(
        content=words("content"),
        cue=only(words("cue"), "cue"),
        source=only(words("source"), "source"),
        speaker=None if speaker.lower() in NOBODY else short(speaker, "speaker"),
        kind=kind or None,
        speaks_for=short(sent.get("for"), "for whom the speaker speaks") or None,
        named=named(sent.get("named"), speaker),
        via=via,
        mode=cast(Mode, mode) if mode else None,
        said_on=in_the_calendar(sent.get("said_on")) or None,
    )


def named(said: str, speaker: str) -> bool | None:
    if said:
        return said == "yes"
    return False if speaker.lower().startswith(("unnamed ", "anonymous ")) else None


def chosen(value: str, choices: tuple[str, ...], what: str) -> None:
    if value and value not in choices:
        raise HTTPException(400, f"{value[:40]!r} is no {what}; expected {', '.join(choices)}")


def short(value: str, what: str) -> str:
    value = " ".join(value.split())
    if len(value) > 300 or shown(value) != value:
        raise HTTPException(400, f"{what} is {value[:40]!r}; expected at most 300 printable characters")
    return value


def in_the_calendar(value: str) -> str:
    """The date; whether it has the form of one, the ledger looks."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            date.fromisoformat(value)
        except ValueError:
            raise HTTPException(400, f"{value} is not a date; expected a day of the calendar") from None
    return value


def only(spans: tuple[Span, ...], what: str) -> Span | None:
    if len(spans) > 1:
        raise HTTPException(400, f"a {what} of {len(spans)} pieces was sent; expected one piece")
    return spans[0] if spans else None


def quoted(article: Article, span: Span | None) -> Quote | None:
    return quote(article.text, span) if span else None


def addition(article: Article, asked: Wanted) -> Add:
    if not asked.content:
        raise HTTPException(400, "the statement has no content; expected words of the article")
    return Add(
        anchor(article, asked.content, asked.cue),
        source=quoted(article, asked.source),
        speaker=asked.speaker,
        kind=asked.kind if asked.speaker else None,
        speaks_for=asked.speaks_for if asked.speaker else None,
        named=asked.named if asked.speaker else None,
        via=asked.via,
        mode=asked.mode,
        said_on=asked.said_on,
    )


def amendment(article: Article, one: Statement, asked: Wanted) -> Amend:
    """What the form changes of a statement, and no more: the rest stays the reader's."""
    if not asked.content:
        raise HTTPException(400, "a statement has a content; expected words of the article, or to reject it")
    made = Amend(anchor(article, one.content, one.cue), cleared=cleared(one, asked))
    if asked.content != one.content:
        made = replace(made, content=tuple(quote(article.text, span) for span in asked.content))
    if asked.cue and asked.cue != one.cue:
        made = replace(made, cue=quoted(article, asked.cue))
    if asked.source and asked.source != one.source:
        made = replace(made, source=quoted(article, asked.source))
    if asked.via and asked.via != one.via:
        made = replace(made, via=asked.via)
    if asked.mode and asked.mode != one.mode:
        made = replace(made, mode=asked.mode)
    if asked.said_on and (one.said_on is None or asked.said_on != one.said_on.iso):
        made = replace(made, said_on=asked.said_on)
    return respoken(made, one, asked)


def respoken(made: Amend, one: Statement, asked: Wanted) -> Amend:
    """With what changes of the speaker."""
    old = one.speaker
    if asked.speaker is None:
        return made
    if asked.speaker != old.name:
        made = replace(made, speaker=asked.speaker, named=asked.named)
    elif asked.named is not None and asked.named != old.named:
        made = replace(made, speaker=old.name if asked.named else None, named=asked.named)
    if asked.kind and asked.kind != old.kind:
        made = replace(made, kind=asked.kind)
    if asked.speaks_for and asked.speaks_for != old.speaks_for:
        made = replace(made, speaks_for=asked.speaks_for)
    return made


def cleared(one: Statement, asked: Wanted) -> tuple[Clearable, ...]:
    """What stood there and is empty in the form. A kind that is not known cannot be emptied further."""
    old, nobody = one.speaker, asked.speaker is None
    emptied: dict[Clearable, bool] = {
        "cue": bool(one.cue and not asked.cue),
        "source": bool(one.source and not asked.source),
        "speaker": nobody and old.name != "unknown",
        "kind": not nobody and bool(old.kind and not asked.kind),
        "speaks_for": not nobody and bool(old.speaks_for and not asked.speaks_for),
        "via": bool(one.via and not asked.via),
        "said_on": bool(one.said_on and one.said_on.iso and not asked.said_on),
    }
    return tuple(name for name, is_so in emptied.items() if is_so)


def restatement(article: Article, gone: Reject, asked: Wanted) -> Amend:
    """What the form says of a statement that was rejected meanwhile: all of it, for nothing of it stands."""
    return Amend(
        gone.anchor,
        content=tuple(quote(article.text, span) for span in asked.content),
        cue=quoted(article, asked.cue),
        source=quoted(article, asked.source),
        speaker=asked.speaker,
        kind=asked.kind if asked.speaker else None,
        speaks_for=asked.speaks_for if asked.speaker else None,
        named=asked.named if asked.speaker else None,
        via=asked.via,
        mode=asked.mode,
        said_on=asked.said_on,
    )

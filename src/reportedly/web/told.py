"""Decisions in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reportedly.records import (
    Action,
    Add,
    Amend,
    AmendFacts,
    Merge,
    NotSame,
    Quote,
    Reject,
    Rename,
    Split,
    Undo,
)

FACTS = {"title": "title", "published": "date", "outlet": "outlet", "author": "author"}
FIELDS = {
    "speaker": "speaker",
    "kind": "kind",
    "speaks_for": "speaks for",
    "said_on": "said on",
    "mode": "mode",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What was decided: `words` are the article's own, `rest` is ours."""

    act: str
    words: str = ""
    rest: str = ""


def told(action: Action) -> Told:
    match action:
        case Reject():
            return Told("rejected", _words(action.anchor.content), "it is no statement")
        case Add():
            return Told("added", _words(action.anchor.content), f"said by {action.speaker or 'nobody named'}")
        case Amend():
            return Told("corrected", _words(action.anchor.content), "; ".join(_changes(action)))
        case AmendFacts():
            return Told(f"{FACTS[action.fact]} set", rest=action.value or "not known")
        case Undo():
            return Told("undone", rest=f"decision {action.decision[:8]}")
    return _of_actors(action)


def _of_actors(action: Merge | NotSame | Rename | Split) -> Told:
    match action:
        case Merge():
            called = f" ({action.name})" if action.name else ""
            return Told("merged", rest=f"{action.actor} into {action.into}{called}")
        case NotSame():
            return Told("kept apart", rest=f"{action.one} and {action.other} are not the same")
        case Rename():
            side = f"for {action.speaks_for}" if action.speaks_for else ""
            more = ", ".join(filter(None, (action.kind, side)))
            return Told("renamed", rest=f"{action.actor} is {action.name}" + (f" ({more})" if more else ""))
        case Split():
            where = [f"in article {action.article[:8]}" if action.article else ""]
            where += [f"under the name {action.name}" if action.name else ""]
            return Told("split", rest=f"{action.actor} {' '.join(filter(None, where))}")


def _words(quotes: Iterable[Quote]) -> str:
    return " … ".join(quote.words for quote in quotes)


def _changes(action: Amend) -> Iterator[str]:
    if action.content:
        yield f"content: “{_words(action.content)}”"
    for name, quote in (("cue", action.cue), ("source", action.source)):
        if quote:
            yield f"{name}: “{quote.words}”"
    for field, name in FIELDS.items():
        if getattr(action, field) is not None:
            yield f"{name}: {getattr(action, field)}"
    if action.via is not None:
        yield f"through: {' → '.join(action.via) or 'nobody between'}"
    for cleared in action.cleared:
        yield f"no {FIELDS.get(cleared, cleared)}"


def quotes_of(action: Action) -> Sequence[Quote]:
    """The words of a text that a decision is about."""
    return action.anchor.content if isinstance(action, Reject | Add | Amend) else ()

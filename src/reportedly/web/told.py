"""Decisions in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportedly.errors import LedgerError
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
from reportedly.web.desk import Desk
from reportedly.web.shown import clipped

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


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells decisions: `names` are what the actors in them are called, `titles` the articles, `known` what
    other decisions undo."""

    names: Mapping[str, str]
    titles: Mapping[str, str]
    known: Mapping[str, Action]

    def __call__(self, action: Action) -> Told:
        match action:
            case Reject():
                return Told("rejected", _words(action.anchor.content), "it is no statement")
            case Add():
                said = f"said by {action.speaker or 'nobody named'}"
                said += f" on {action.said_on}" if action.said_on else ""
                return Told("added", _words(action.anchor.content), said)
            case Amend():
                return Told("corrected", _words(action.anchor.content), "; ".join(_changes(action)))
            case AmendFacts():
                return Told(f"{FACTS[action.fact]} set", rest=action.value or "not known")
            case Undo():
                return self._undone(action)
        return self._of_actors(action)

    def _undone(self, action: Undo) -> Told:
        undone = self.known.get(action.decision)
        if undone is None:
            return Told("undone", rest=f"decision {action.decision[:8]}")
        was = self(undone)
        if isinstance(undone, Undo):
            return replace(was, act="done again")
        return Told("undone", was.words, f"{was.act}: {was.rest}")

    def _of_actors(self, action: Merge | NotSame | Rename | Split) -> Told:
        match action:
            case Merge():
                one, into = self.apart(action.actor, action.into)
                called = f" ({action.name})" if action.name not in (None, self.names.get(action.into)) else ""
                return Told("merged", rest=f"{one} into {into}{called}")
            case NotSame():
                one, other = self.apart(action.one, action.other)
                return Told("kept apart", rest=f"{one} and {other} are not the same")
            case Rename():
                side = f"for {action.speaks_for}" if action.speaks_for else ""
                more = ", ".join(filter(None, (action.kind, side)))
                renamed = f"{self.name(action.actor)} is {action.name}"
                return Told("renamed", rest=renamed + (f" ({more})" if more else ""))
            case Split():
                where = [f"under the name {action.name}" if action.name else ""]
                title = self.titles.get(action.article or "", "one that is not here")
                where += [f"in the article “{title}”" if action.article else ""]
                return Told("split", rest=f"{self.name(action.actor)} {' '.join(filter(None, where))}")

    def name(self, actor: str) -> str:
        return self.names.get(actor, actor)

    def apart(self, one: str, other: str) -> tuple[str, str]:
        """The names of two; with their ids where they have one name."""
        first, second = self.name(one), self.name(other)
        return (first, second) if first != second else (f"{first} ({one})", f"{second} ({other})")

    def reason(self, words: str | None) -> str:
        """Why a decision does not hold, with names in the place of ids."""
        found = sorted(self.names, key=len, reverse=True)
        ids = "|".join(map(re.escape, found))
        whole = re.compile(rf"(?<![\w/:~-])(?:{ids})(?![\w/:~-])")
        return whole.sub(lambda match: self.names[match[0]], words or "") if ids else words or ""


def teller(desk: Desk, actions: Iterable[Action]) -> Teller:
    """Tells these decisions."""
    ledger = desk.ledger
    asked = list(actions)
    known: dict[str, Action] = {}
    if any(isinstance(one, Undo) for one in asked):
        known = {row.decision.id: row.decision.action for row in ledger.decisions()}
    undone = [known[one.decision] for one in asked if isinstance(one, Undo) and one.decision in known]
    actors = {actor for one in (*asked, *undone) for actor in of_actors(one)}
    split = {one.article for one in (*asked, *undone) if isinstance(one, Split) and one.article}
    titles = {one: title_of(desk, one) for one in split if is_here(desk, one)}
    return Teller(ledger.own_names(actors) if actors else {}, titles, known)


def is_here(desk: Desk, article: str) -> bool:
    try:
        return desk.ledger.article(article).id == article
    except LedgerError:
        return False


def title_of(desk: Desk, article: str) -> str:
    return clipped(desk.called(desk.ledger.article(article)), 80)


def of_actors(action: Action) -> tuple[str, ...]:
    """The ids of the actors that a decision is about."""
    match action:
        case Merge():
            return action.actor, action.into
        case NotSame():
            return action.one, action.other
        case Rename() | Split():
            return (action.actor,)
    return ()


def _words(quotes: Iterable[Quote]) -> str:
    return " … ".join(quote.words for quote in quotes)


def _changes(action: Amend) -> Iterator[str]:
    if action.content:
        yield f"content: “{_words(action.content)}”"
    for name, quote in (("cue", action.cue), ("source", action.source)):
        if quote:
            yield f"{name}: “{quote.words}”"
    for one, name in FIELDS.items():
        if getattr(action, one) is not None:
            yield f"{name}: {getattr(action, one)}"
    if action.via is not None:
        yield f"through: {' → '.join(action.via) or 'nobody between'}"
    for cleared in action.cleared:
        yield f"no {FIELDS.get(cleared, cleared)}"


def quotes_of(action: Action) -> Sequence[Quote]:
    """The words of a text that a decision is about."""
    return action.anchor.content if isinstance(action, Reject | Add | Amend) else ()

"""A ledger of a few invented reports by invented speakers, and actions written as a case has them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ledger_made import reading_of

from reportedly.ledger import Ledger
from reportedly.records import (
    Action,
    Add,
    Amend,
    AmendFacts,
    Article,
    Merge,
    NotSame,
    Quote,
    Reading,
    Reject,
    Rename,
    Span,
    Speaker,
    Split,
    Undo,
    anchor,
    quote,
)

ACTORS = {"merge": Merge, "not-same": NotSame, "rename": Rename, "split": Split}


def spoken(case: dict[str, Any], reader: str = "reader-1") -> tuple[Reading, bytes]:
    """As reading_of, with the actor each statement's case names."""
    reading, raw = reading_of(case, reader)
    told = zip(reading.statements, case.get("statements", []), strict=True)
    made = [replace(one, speaker=_speaker(one.speaker, words)) for one, words in told]
    return replace(reading, statements=tuple(made)), raw


def _speaker(speaker: Speaker, case: dict[str, Any]) -> Speaker:
    named = case.get("named", "actor" in case)
    return replace(speaker, actor=case.get("actor"), named=named, reason=case.get("reason", "named in full"))


def fill(ledger: Ledger, articles: list[dict[str, Any]], reader: str = "reader-1") -> None:
    ledger.save_many((spoken(case, reader) for case in articles), version="0")


def action_of(ledger: Ledger, case: dict[str, Any], made: dict[str, str]) -> Action:
    """The action of a case: statements by the words of their content, decisions by the names in `made`."""
    case = {name: value for name, value in case.items() if name not in ("as", "author", "warns")}
    what = case.pop("what")
    if what in ACTORS:
        return ACTORS[what](**case)
    if what == "undo":
        return Undo(made[case["decision"]])
    if what == "facts":
        return AmendFacts(**case)
    article = ledger.article(case.pop("article"))
    spans = [_span(article, words) for words in case.pop("at")]
    if what == "reject":
        return Reject(anchor(article, spans))
    quotes: dict[str, Any] = {name: _quote(article, case.pop(name)) for name in ("source",) if name in case}
    cue = _span(article, case.pop("cue")) if "cue" in case else None
    lists = {name: tuple(case.pop(name)) for name in ("via", "cleared") if name in case}
    if what == "add":
        return Add(anchor(article, spans, cue), **quotes, **lists, **case)
    content = tuple(_quote(article, words) for words in case.pop("content", [])) or None
    told = quote(article.text, cue) if cue else None
    return Amend(anchor(article, spans), content=content, cue=told, **quotes, **lists, **case)


def _span(article: Article, words: str) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def _quote(article: Article, words: str) -> Quote:
    return quote(article.text, _span(article, words))


def shown(ledger: Ledger) -> list[str]:
    """All statements as the cases expect them: article, id, name, actor, content."""
    return [
        f"{row.path} {row.statement.id} {row.statement.speaker.name} "
        f"({row.statement.speaker.actor or '-'}): {' … '.join(row.content)}"
        for row in ledger.statements()
    ]

"""What a terminal shows of actors, an article's sources and decisions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from reportedly.cli.screen import SOURCE, one_line, origin, plain, source_words, statement_lines
from reportedly.records import (
    Add,
    Amend,
    AmendFacts,
    Decision,
    Merge,
    NotSame,
    Reject,
    Rename,
    Speaker,
    Split,
)

if TYPE_CHECKING:
    from reportedly.ledger import (
        ActorPage,
        ActorRow,
        ArticleSources,
        Candidate,
        DecisionRow,
        SourceRow,
        StatementRow,
        Tally,
    )
    from reportedly.resolve import Actor

MOST_TALLIES = 8  # names, reasons and the like in one line
STATES = {"undone": "dim", "orphan": "yellow", "conflict": "yellow"}


def number_of(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _days(row: ActorRow) -> str:
    if row.first_day is None or row.last_day is None:
        return "no date"
    return row.first_day if row.first_day == row.last_day else f"{row.first_day} to {row.last_day}"


def _about(row: ActorRow | SourceRow) -> str:
    told = source_words(Speaker(row.name, row.kind, row.named, row.speaks_for))
    return f" ({one_line(told, 80)})" if row.name != "unknown" else ""


def actor_line(row: ActorRow) -> Text:
    line = Text(f"{row.statements:6,}  ")
    line.append(one_line(row.name, 80), SOURCE).append(_about(row), "dim")
    spread = f"{number_of(row.articles, 'article')}, {number_of(row.outlets, 'outlet')}"
    line.append(f"  {spread}, {_days(row)}  ")
    line.append(one_line(row.id, 100), "dim")
    return line.append("  surname only: may be several persons", "yellow") if row.surname_only else line


def candidate_lines(row: Candidate) -> Iterator[Text]:
    """Both actors and the reason, with the command that would join them."""
    line = Text(f"{row.score:.2f}  ", "dim").append(one_line(row.reason, 200))
    yield line
    for one in (row.one, row.other):
        yield Text("  ").append_text(actor_line(one))


def page_lines(page: ActorPage, known: Actor | None, made: Sequence[DecisionRow]) -> Iterator[Text]:
    row = page.actor
    yield Text(one_line(row.name, 120), "bold").append(f"{_about(row)}  {one_line(row.id, 100)}", "dim")
    spread = f"{number_of(row.articles, 'article')} of {number_of(row.outlets, 'outlet')}"
    yield Text(f"{number_of(row.statements, 'statement')} in {spread}, {_days(row)}")
    if row.surname_only:
        yield Text("Known by the surname only: it may be several persons.", "yellow")
        yield from _tallied("full names in its articles", page.namesakes)
    if known is not None:
        yield from _registered(known)
    yield from _tallied("called", page.names)
    yield from _tallied("source words", page.words)
    yield from _tallied("through", page.through)
    yield from _tallied("outlets", page.outlets)
    yield from _tallied("why", page.reasons)
    if page.ids != (row.id,):
        yield Text("joined of: ", "dim").append(one_line(", ".join(page.ids), 300))
    for decision in [one for one in made if one.state != "undone" and one.decision.action.what != "undo"]:
        yield Text("decision: ", "dim").append_text(decision_line(decision))
    yield from _statements("Said", page.statements, row.statements)
    yield from _statements("Said of it by others", page.said_of, page.said_of_total)


def _tallied(what: str, tallies: Sequence[Tally]) -> Iterator[Text]:
    if tallies:
        told = ", ".join(f"{one_line(one.what, 60)} {one.count:,}" for one in tallies[:MOST_TALLIES])
        rest = f", and {len(tallies) - MOST_TALLIES} more" if len(tallies) > MOST_TALLIES else ""
        yield Text(f"{what}: ", "dim").append(told + rest)


def _registered(known: Actor) -> Iterator[Text]:
    names = [alias.text for alias in known.aliases if alias.use in ("name", "alias", "short")]
    if names:
        yield Text("register: ", "dim").append(one_line(", ".join(names[:MOST_TALLIES]), 300))
    for office in known.offices:
        when = f"{office.first or '…'} to {office.last or '…'}"
        yield Text("office: ", "dim").append(f"{plain(office.title)} of {plain(office.of)}, {when}")


def _statements(what: str, rows: Sequence[StatementRow], total: int) -> Iterator[Text]:
    if rows:
        yield Text()
        newest = f", the newest {len(rows)} of {total:,}" if len(rows) < total else ""
        yield Text(f"{what}{newest}:", "bold")
    for row in rows:
        yield from statement_lines(row)


def sources_lines(found: ArticleSources) -> Iterator[Text]:
    yield Text(one_line(found.title or found.path, 200), "bold")
    yield Text(f"{origin(found.outlet, found.published)}  {found.article[:8]}", "dim")
    yield Text(_shares(found))
    for row in found.sources:
        line = Text(f"{row.statements:5}  ")
        named = row.name if row.name != "unknown" else "no source named"
        line.append(one_line(named, 80), SOURCE if row.named else "dim " + SOURCE)
        line.append(_about(row), "dim")
        modes = (("direct", row.direct), ("mixed", row.mixed), ("indirect", row.indirect))
        line.append("  " + ", ".join(f"{number} {mode}" for mode, number in modes if number))
        if row.via:
            line.append(f"  through {one_line(', '.join(one.what for one in row.via), 100)}", SOURCE)
        yield line


def _shares(found: ArticleSources) -> str:
    def share(number: int, what: str) -> str:
        return f"{number} {what} ({number / found.statements:.0%})"

    total = number_of(found.statements, "statement")
    if not found.statements:
        return total
    parts = [share(found.named, "named"), share(found.unnamed, "unnamed"), share(found.unknown, "no source")]
    parts += [share(found.second_hand, "second-hand"), share(found.documents, "of documents")]
    return f"{total}: {', '.join(parts)}"


def decision_line(row: DecisionRow) -> Text:
    decision = row.decision
    line = Text(f"{decision.id[:8]}  ", "dim")
    line.append(f"{decision.at[:16].replace('T', ' ')}  {one_line(decision.author, 40)}  ", "dim")
    line.append(one_line(in_words(decision), 200))
    where = row.title or row.path
    if where is not None:
        at = f"{(row.article or '')[:8]}{':' + row.statement if row.statement else ''}"
        line.append(f"  {one_line(where, 60)} {at}", "dim")
    if row.state != "holds":
        line.append(f"  {row.state}: {one_line(row.reason or '', 200)}", STATES[row.state])
    return line


def in_words(decision: Decision) -> str:
    """What was decided, in one line."""
    action = decision.action
    match action:
        case Merge():
            return f"merge {action.actor} into {action.into} ({action.name})"
        case NotSame():
            return f"{action.one} is not {action.other}"
        case Rename():
            more = [action.kind, f"for {action.speaks_for}" if action.speaks_for else None]
            told = ", ".join(filter(None, more))
            return f"rename {action.actor} to {action.name}" + (f" ({told})" if told else "")
        case Split():
            parts = [f"in {action.article[:8]}" if action.article else None]
            parts += [f"under {action.name!r}" if action.name else None]
            return f"split {action.actor} {' '.join(filter(None, parts))} off as {action.to}"
        case AmendFacts():
            return f"{action.fact} is {action.value!r}"
        case Reject() | Add() | Amend():
            return _of_statement(action)
    return f"undo {action.decision[:8]}"


def _of_statement(action: Reject | Add | Amend) -> str:
    words = one_line(" … ".join(quote.words for quote in action.anchor.content), 80)
    if isinstance(action, Reject):
        return f"reject “{words}”"
    if isinstance(action, Add):
        dated = f" on {action.said_on}" if action.said_on else ""
        return f"add “{words}” by {action.speaker or 'nobody named'}{dated}"
    said = ("speaker", "kind", "speaks_for", "said_on", "mode")
    changes = [f"{name} {getattr(action, name)}" for name in said if getattr(action, name) is not None]
    places = (("cue", action.cue), ("source", action.source))
    changes += [f"{name} “{quote.words}”" for name, quote in places if quote]
    changes += ["content"] if action.content else []
    changes += [f"through {', '.join(action.via)}"] if action.via is not None else []
    changes += [f"no {name}" for name in action.cleared]
    return f"amend “{words}”: {', '.join(changes)}"

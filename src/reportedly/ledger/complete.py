"""Actions checked before they become decisions, and completed by what the ledger knows at that moment.

What a decision needs later must stand in it: a replay looks nothing up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from sqlalchemy import Connection, func, or_, select

from reportedly.errors import ConflictError, LedgerError, SpanError
from reportedly.ledger import find, load, schema
from reportedly.ledger.dates import is_date
from reportedly.ledger.fold import key, words
from reportedly.records import (
    Action,
    Add,
    Amend,
    AmendFacts,
    Anchor,
    Merge,
    NotSame,
    Quote,
    Reject,
    Rename,
    Split,
    Undo,
)

STATEMENT, DECISION = schema.statement, schema.decision
LONGEST = 1_000  # characters of a name or title
FROM_ARTICLES = "article:"  # begins the id of an actor that only articles know


def article_of(action: Action) -> str | None:
    """The id of the article that an action is about; None where it is about actors, or undoes."""
    if isinstance(action, AmendFacts):
        return action.article
    return action.anchor.article if isinstance(action, Reject | Add | Amend) else None


def complete(connection: Connection, action: Action) -> Action:
    """The action with all that it needs. Raises LedgerError where it makes no sense."""
    for name, value in _texts(action):
        if not value.strip() or len(value) > LONGEST:
            raise LedgerError(f"{action.what}: {name} is {value[:40]!r}; expected 1 to {LONGEST} characters")
    if isinstance(action, Merge):
        return _merge(connection, action)
    if isinstance(action, NotSame):
        return _not_same(connection, action)
    if isinstance(action, Rename):
        _known(connection, action.actor)
    elif isinstance(action, Split):
        return _split(connection, action)
    elif isinstance(action, AmendFacts):
        return _facts(connection, action)
    elif isinstance(action, Undo):
        return Undo(decision_called(connection, action.decision))
    elif isinstance(action, Reject | Add | Amend):
        return _statement(connection, action)
    return action


def _texts(action: Action) -> Iterator[tuple[str, str]]:
    for field in fields(action):
        value = getattr(action, field.name)
        if isinstance(value, str):
            yield field.name, value


def knows(connection: Connection, actor: str) -> bool:
    """Whether a statement is by an actor, now or before a decision."""
    columns = STATEMENT.c
    found = select(columns.row).where(or_(columns.actor == actor, columns.own_actor == actor)).limit(1)
    return connection.scalar(found) is not None


def _known(connection: Connection, actor: str) -> None:
    if not knows(connection, actor):
        raise LedgerError(f"no statement here is by an actor {actor!r}; expected an id as `actors` lists it")


def called(connection: Connection, actor: str) -> tuple[str, str | None, str | None] | None:
    """What most statements of an actor call it: name, kind, for whom it speaks."""
    columns = (STATEMENT.c.speaker, STATEMENT.c.speaker_kind, STATEMENT.c.speaks_for)
    number = func.count()
    found = select(*columns).where(STATEMENT.c.actor == actor).group_by(*columns)
    row = connection.execute(found.order_by(number.desc(), func.length(columns[0]).desc(), *columns)).first()
    return None if row is None else (row.speaker, row.speaker_kind, row.speaks_for)


def _merge(connection: Connection, action: Merge) -> Merge:
    if action.actor == action.into:
        raise LedgerError(f"{action.actor!r} is to be merged into itself; expected two actors")
    _known(connection, action.actor)
    if action.name is not None:  # of an actor of the register, which may have no statement here
        return action
    _known(connection, action.into)
    name, kind, side = called(connection, action.into) or (None, None, None)
    return replace(action, name=name, kind=action.kind or kind, speaks_for=action.speaks_for or side)


def _not_same(connection: Connection, action: NotSame) -> NotSame:
    if action.one == action.other:
        raise LedgerError(f"{action.one!r} cannot be another than itself; expected two actors")
    _known(connection, action.one)
    _known(connection, action.other)
    return action


def _split(connection: Connection, action: Split) -> Split:
    """`to` tells article and name, so that the same split twice makes one actor."""
    _known(connection, action.actor)
    if action.article is None and action.name is None:
        raise LedgerError(f"split of {action.actor!r}: expected an article, a speaker's name, or both")
    article = None if action.article is None else load_id(connection, action.article)
    by_name = "-".join(words(action.name)) if action.name else ""
    ending = ".".join(filter(None, (article[:8] if article else "", by_name)))
    return replace(action, article=article, to=action.to or f"{action.actor}~{ending}")


def load_id(connection: Connection, ref: str) -> str:
    """The id of the article that a reference means."""
    row = find.article_row(connection, ref)
    return str(connection.scalar(select(schema.article.c.id).where(schema.article.c.row == row)))


def _facts(connection: Connection, action: AmendFacts) -> AmendFacts:
    if action.fact == "published" and action.value is not None and not is_date(action.value):
        expected = "expected a form like 2025-11-07, 2025-11 or 2025"
        raise LedgerError(f"published {action.value!r} is not a date; {expected}")
    return replace(action, article=load_id(connection, action.article))


def decision_called(connection: Connection, ref: str) -> str:
    """The id of the decision that an id, or the beginning of one (four characters), means."""
    begins = DECISION.c.id.startswith(ref, autoescape=True) if len(ref) >= 4 else DECISION.c.id == ref
    found = list(connection.scalars(select(DECISION.c.id).where(begins).limit(2)))
    if len(found) != 1:
        what = "several decisions" if found else "no decision"
        raise LedgerError(f"{ref!r} means {what}; expected an id as `decisions list` shows it")
    return str(found[0])


def _statement(connection: Connection, action: Reject | Add | Amend) -> Reject | Add | Amend:
    found = load_id(connection, action.anchor.article)
    article = load.articles(connection, [find.article_row(connection, found)])[0]
    anchor = replace(action.anchor, article=found)
    if anchor.text_sha256 != article.text_sha256:
        raise ConflictError(f"{article.path} has another text since you looked; expected you to look again")
    if not anchor.content:
        raise LedgerError(f"{action.what}: the statement has no content; expected a span at least")
    for quote in _quotes(replace(action, anchor=anchor)):
        stands = quote.span.of(article.text)
        if stands != quote.words:
            at = f"{article.path}: at {quote.span.start}:{quote.span.end}"
            raise SpanError(f"{at} stands {stands[:40]!r}; expected {quote.words[:40]!r}")
    if isinstance(action, Reject):
        return Reject(anchor)
    return _spoken(connection, replace(action, anchor=anchor))


def _quotes(action: Reject | Add | Amend) -> Iterator[Quote]:
    yield from _of_anchor(action.anchor)
    if not isinstance(action, Reject) and action.source:
        yield action.source
    if isinstance(action, Amend):
        yield from action.content or ()
        if action.cue:
            yield action.cue


def _of_anchor(anchor: Anchor) -> Iterator[Quote]:
    yield from anchor.content
    if anchor.cue:
        yield anchor.cue


def _spoken(connection: Connection, action: Add | Amend) -> Add | Amend:
    """With the actor of a speaker who is named: the one of that name here, else a new one."""
    if isinstance(action, Amend) and action == Amend(action.anchor):
        raise LedgerError("amend: nothing is changed; expected one field at least")
    if action.said_on is not None and not is_date(action.said_on[:10]):
        raise LedgerError(
            f"{action.what}: said_on {action.said_on!r} is not a date; expected one like 2025-11-07"
        )
    if action.speaker is None or action.actor is not None or action.named is False:
        return _with_label(connection, action)
    known = connection.execute(
        select(STATEMENT.c.actor, func.count().label("number"))
        .where(STATEMENT.c.actor.is_not(None), STATEMENT.c.speaker_key == key(action.speaker))
        .group_by(STATEMENT.c.actor)
        .order_by(func.count().desc(), STATEMENT.c.actor)
    ).first()
    made = FROM_ARTICLES + "-".join(words(action.speaker))
    return _with_label(connection, replace(action, actor=known.actor if known else made))


def _with_label(connection: Connection, action: Add | Amend) -> Add | Amend:
    """With the kind and side of a known actor where they are not given."""
    known = called(connection, action.actor) if action.actor else None
    if known is None:
        return action
    name, kind, side = known
    cleared = action.cleared if isinstance(action, Amend) else ()
    return replace(
        action,
        speaker=action.speaker or name,
        kind=action.kind or (None if "kind" in cleared else kind),
        speaks_for=action.speaks_for or (None if "speaks_for" in cleared else side),
    )

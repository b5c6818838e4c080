"""Facets: what statements can be chosen by, exactly, and how many there are of each value."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_

from reportedly.ledger import schema
from reportedly.ledger.rows import Facet, FacetCount, StatementFilter

ARTICLE, STATEMENT = schema.article, schema.statement
Condition = ColumnElement[bool]

WHO = func.coalesce(STATEMENT.c.actor, STATEMENT.c.speaker)
NOTHING = ""  # the value of what is not known, and of a statement that came through nobody
COLUMNS: dict[Facet, ColumnElement[Any]] = {
    "speaker": WHO,
    "speaks_for": STATEMENT.c.speaks_for,
    "kind": STATEMENT.c.speaker_kind,
    "named": STATEMENT.c.speaker_named,
    "outlet": ARTICLE.c.outlet,
    "via": STATEMENT.c.via,
    "distance": STATEMENT.c.distant,
    "mode": STATEMENT.c.mode,
}


def conditions(asked: StatementFilter) -> list[Condition]:
    """What the exact values of the filter ask for; several of one facet are either-or."""
    exact = (
        (STATEMENT.c.speaker, asked.speaker_is),
        (STATEMENT.c.speaks_for, asked.speaks_for),
        (STATEMENT.c.speaker_kind, asked.kind),
        (ARTICLE.c.outlet, asked.outlet_is),
    )
    found = [one_of(column, values) for column, values in exact if values]
    if asked.who:
        found.append(by(asked.who))
    if asked.via:
        found.append(or_(*map(_through, asked.via)))
    if asked.named is not None:
        found.append(STATEMENT.c.speaker_named.is_(asked.named))
    if asked.speaker_not is not None:
        found.append(STATEMENT.c.speaker != asked.speaker_not)
    return found


def one_of(column: ColumnElement[Any], values: tuple[str, ...]) -> Condition:
    named = [value for value in values if value != NOTHING]
    asked: list[Condition] = [column.in_(named)] if named else []
    return or_(*asked, column.is_(None)) if NOTHING in values else asked[0]


def by(who: Collection[str]) -> Condition:
    """Whether it is a statement of one of these: an actor by its id, or who has none by the words."""
    column, names = STATEMENT.c.actor, list(who)
    return or_(column.in_(names), and_(column.is_(None), STATEMENT.c.speaker.in_(names)))


def _through(name: str) -> Condition:
    """A chain is kept as JSON, so that a name with its quotation marks is a whole name."""
    if name == NOTHING:
        return STATEMENT.c.via == json.dumps([])
    return STATEMENT.c.via.contains(json.dumps(name), autoescape=True)


def counted(facet: Facet, groups: list[tuple[Any, int]], most: int) -> tuple[FacetCount, ...]:
    """The commonest values of a facet; each outlet of a chain is counted by itself."""
    totals: Counter[str] = Counter()
    for value, count in groups:
        for one in _values(facet, value):
            totals[one] += count
    ranked = sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(FacetCount(value, count) for value, count in ranked[:most])


def _values(facet: Facet, value: Any) -> list[str]:
    if facet == "via":
        return list(dict.fromkeys(json.loads(value))) or [NOTHING]
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    return [NOTHING if value is None else str(value)]

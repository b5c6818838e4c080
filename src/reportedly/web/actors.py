"""Who speaks and who publishes: lists, and a page for each."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query

from reportedly.errors import LedgerError
from reportedly.ledger import ArticleFilter, Ledger, Month, StatementFilter
from reportedly.resolve import KINDS, Kind, Register, own_file, register
from reportedly.web.desk import Desk, Page, desk_of, page

router = APIRouter()
ROWS = 100
SHOWN = 12  # statements on an actor's page; the list of all is a link away
MONTHS = 30  # shown one by one; beyond that, years
DeskHere = Annotated[Desk, Depends(desk_of)]
Name = Annotated[str, Query(max_length=1000)]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


@page(router, "/actors")
def actors(
    desk: DeskHere,
    q: Annotated[str, Query(max_length=300)] = "",
    kind: Kind | None = None,
    page: PageNumber = 1,
) -> Page:
    """Who speaks, the most frequent first."""
    ledger, wanted = desk.ledger, q.strip() or None
    made = desk.remembered(("actors", q, kind, page), lambda: ledger.actors(wanted, kind, page * ROWS))
    total = desk.remembered(("actors", q, kind), lambda: ledger.count_actors(wanted, kind))
    data = {"asked": q, "kind": kind, "total": total, "actors": made[(page - 1) * ROWS :]}
    return Page("actors.html", "Actors", data, {"number": page, "rows_a_page": ROWS, "kinds": KINDS})


@page(router, "/actor")
def actor(desk: DeskHere, id: Name = "", name: Name = "") -> Page:
    """What somebody said, what was said of them, and who carries their words."""
    ledger = desk.ledger
    try:
        asked = id or name
        found = desk.remembered(("actor", asked), lambda: ledger.actor(asked, newest=SHOWN))
    except LedgerError as error:
        raise HTTPException(404, str(error)) from error
    about = found.actor
    said = StatementFilter(actor=about.id)
    data = {
        "actor": found,
        "registered": own_register(desk).actor(about.id),
        "months": coarse(desk.remembered(("months", said), lambda: ledger.months(said))),
    }
    told = [*found.statements, *found.said_of]
    more = {"openings": desk.openings((row.article, row.title) for row in told)}
    return Page("actor.html", about.name, data, more)


def own_register(desk: Desk) -> Register:
    """The register with the user's own actors."""
    path = desk.settings.actors
    return register(own_file(path) if path else None)


@page(router, "/outlets")
def outlets(desk: DeskHere, page: PageNumber = 1) -> Page:
    """The outlets, those with the most articles first."""
    offset = (page - 1) * ROWS
    made = desk.remembered(("outlets", page), lambda: desk.ledger.outlets(most=ROWS + 1, offset=offset))
    more = {"number": page, "goes_on": len(made) > ROWS}
    return Page("outlets.html", "Outlets", {"outlets": made[:ROWS]}, more)


@page(router, "/outlet")
def outlet(desk: DeskHere, name: Name = "") -> Page:
    """What an outlet published, and from whom it takes its news."""
    data = desk.remembered(("outlet", name), lambda: about_outlet(desk.ledger, name))
    more = {"openings": desk.openings((row.article.id, row.article.facts.title) for row in data["articles"])}
    return Page("outlet.html", name or "Outlet not known", data, more)


def about_outlet(ledger: Ledger, name: str) -> dict[str, Any]:
    asked = StatementFilter(outlet_is=(name,))
    return {
        "name": name,
        "articles": ledger.library(ArticleFilter(outlet_is=(name,)), (SHOWN, 0)),
        "articles_total": ledger.count_articles(ArticleFilter(outlet_is=(name,))),
        "statements_total": ledger.count_statements(asked),
        "named": ledger.facet("named", asked),
        "kinds": ledger.facet("kind", asked),
        "speakers": ledger.facet("speaker", asked),
        "via": ledger.facet("via", asked),
        "months": coarse(ledger.months(asked)),
    }


def coarse(months: Sequence[Month]) -> list[Month]:
    """Months, or years where there are too many of them. An article stands in one month only."""
    if len(months) <= MONTHS:
        return list(months)
    years: dict[str, Month] = {}
    for one in months:
        year = one.month[:4]
        before = years.get(year, Month(year, 0, 0, 0))
        years[year] = Month(
            year,
            before.articles + one.articles,
            before.statements + one.statements,
            before.unnamed + one.unnamed,
        )
    return list(years.values())

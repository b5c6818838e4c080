"""Who speaks and who publishes: lists, and a page for each."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request

from reportedly.errors import LedgerError
from reportedly.ledger import ArticleFilter, Ledger, Month, StatementFilter
from reportedly.resolve import KINDS, Kind, Register, own_file, register
from reportedly.web.desk import Desk, Page, desk_of, page
from reportedly.web.waiting import may_wait

router = APIRouter()
ROWS = 100
SHOWN = 12  # statements on an actor's page; the list of all is a link away
MANY = 3_000  # statements of one: what is counted of fewer comes with the page, of more right after it
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
def actor(request: Request, desk: DeskHere, id: Name = "", name: Name = "") -> Page:
    """What somebody said, what was said of them, and who carries their words."""
    ledger, asked = desk.ledger, id or name
    try:
        found, soon = ledger.actor(asked, newest=SHOWN, brief=True), may_wait(request)
        soon = soon and found.actor.statements >= MANY and not desk.recalls(("actor", asked))
        if not soon:
            found = desk.remembered(("actor", asked), lambda: ledger.actor(asked, newest=SHOWN))
    except LedgerError as error:
        raise HTTPException(404, str(error)) from error
    about = found.actor
    said = StatementFilter(actor=about.id)
    data = {
        "actor": found,
        "registered": own_register(desk).actor(about.id),
        "months": [] if soon else coarse(desk.remembered(("months", said), lambda: ledger.months(said))),
    }
    told = [*found.statements, *found.said_of]
    more = {"openings": desk.openings((row.article, row.title) for row in told), "soon": soon}
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
def outlet(request: Request, desk: DeskHere, name: Name = "") -> Page:
    """What an outlet published, and from whom it takes its news."""
    data = desk.remembered(("outlet in brief", name), lambda: published(desk.ledger, name))
    soon = may_wait(request) and data["statements_total"] >= MANY and not desk.recalls(("outlet", name))
    data = data | ({} if soon else desk.remembered(("outlet", name), lambda: rests_on(desk.ledger, name)))
    begun = desk.openings((row.article.id, row.article.facts.title) for row in data["articles"])
    return Page("outlet.html", name or "Outlet not known", data, {"openings": begun, "soon": soon})


def published(ledger: Ledger, name: str) -> dict[str, Any]:
    """What an outlet published."""
    asked = ArticleFilter(outlet_is=(name,))
    return {
        "name": name,
        "articles": ledger.library(asked, (SHOWN, 0)),
        "articles_total": ledger.count_articles(asked),
        "statements_total": ledger.count_statements(StatementFilter(outlet_is=(name,))),
    }


def rests_on(ledger: Ledger, name: str) -> dict[str, Any]:
    """Whom an outlet rests on, which takes longer to count."""
    asked = StatementFilter(outlet_is=(name,))
    return {
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

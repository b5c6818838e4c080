"""The library: all articles, and the drop that brings in more."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from reportedly.ledger import LibraryRow
from reportedly.web.asked import ROWS, LibraryAsked
from reportedly.web.desk import Desk, Page, desk_of, page
from reportedly.web.drops import ENDINGS
from reportedly.web.saved import saved_here

router = APIRouter()


@page(router, "/library")
def library(
    request: Request, desk: Annotated[Desk, Depends(desk_of)], asked: Annotated[LibraryAsked, Query()]
) -> Page:
    """The articles of the ledger, sorted and filtered."""
    rows = rows_of(desk, asked)
    total = desk.ledger.count_articles(asked.filter)
    more = {
        "asked": asked,
        "rows_a_page": ROWS,
        "openings": desk.openings((row.article.id, row.article.facts.title) for row in rows),
        "outlets": desk.remembered("outlet names", desk.ledger.outlet_names),
        "held": desk.counts.articles,
        "run": desk.runs.last,
        "endings": ",".join(sorted(filter(None, ENDINGS))),
        "upload_bytes": desk.settings.upload_bytes,
    } | saved_here(desk, request)
    return Page("library.html", "Library", {"total": total, "articles": rows}, more)


def rows_of(desk: Desk, asked: LibraryAsked) -> list[LibraryRow]:
    """A page of the articles; all statements are counted for the order by unnamed sources, so it is kept."""

    def found() -> list[LibraryRow]:
        return desk.ledger.library(asked.filter, (ROWS, asked.offset), sort=asked.sort, down=asked.goes_down)

    if asked.sort != "unnamed":
        return found()
    return desk.remembered(("by unnamed", asked.filter, asked.goes_down, asked.page), found)

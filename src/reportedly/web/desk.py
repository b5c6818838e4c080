"""What every page works with: the ledger, the templates, and what was counted before."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast

import msgspec
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from reportedly.ledger import ActorRow, Counts, DecisionRow, Ledger
from reportedly.records import Article
from reportedly.web import links, shown
from reportedly.web.author import author_kept, author_of
from reportedly.web.keeper import Keeper
from reportedly.web.locale import day, locale_of, moment, number, share
from reportedly.web.reading import Runs
from reportedly.web.settings import Settings
from reportedly.web.standing import stands

T = TypeVar("T")
STATIC = Path(__file__).with_name("static")
THEMES = ("light", "dark")
MOST_KEPT = 512  # answers of one state of the ledger


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `data` is what its data link gives, `more` what only its template needs."""

    template: str
    title: str
    data: Any
    more: dict[str, Any] = field(default_factory=dict)


class Desk:
    """What the pages share. Safe to be used from several threads at once."""

    def __init__(self, ledger: Ledger, address: str, settings: Settings) -> None:
        self.ledger = ledger
        self.settings = settings
        self.keeper = Keeper(settings.password)
        self.runs = Runs(address, settings.actors)
        self.kept: OrderedDict[str, Any] = OrderedDict()  # decisions just made, for the page that follows
        self.frequent: tuple[float, tuple[ActorRow, ...]] | None = None  # actors, and when they were counted
        self._templates = templates()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def remembered(self, what: Hashable, make: Callable[[], T]) -> T:
        """What `make` answers, kept for as long as nothing is read or decided."""
        key = (self.ledger.state(), what)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(T, self._kept[key])
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made

    def openings(self, known: Iterable[tuple[str, str | None]]) -> dict[str, str]:
        """How those articles begin that have no title; `known` are ids with titles."""
        untitled = {ref for ref, title in known if not title}
        return self.ledger.openings(untitled) if untitled else {}

    def openings_of(self, decided: Iterable[DecisionRow]) -> dict[str, str]:
        """How the articles begin that have no title and that somebody decided about."""
        return self.openings((row.article, row.title) for row in decided if row.article)

    def called(self, article: Article) -> str:
        """Its title, else the first words of its text, else the name of its file."""
        begun = self.openings([(article.id, article.facts.title)]).get(article.id)
        return article.facts.title or (f"{begun} …" if begun else shown.file_name(article.path))

    def recalls(self, what: Hashable) -> bool:
        """Whether the answer to this is remembered."""
        key = (self.ledger.state(), what)
        with self._lock:
            return key in self._kept

    @property
    def counts(self) -> Counts:
        return self.remembered("counts", self.ledger.counts)

    def render(self, request: Request, page: Page, status: int = 200) -> HTMLResponse:
        locale = locale_of(request.headers.get("accept-language", ""))
        pairs = tuple(pair for pair in request.query_params.multi_items() if pair[0] != "done")
        here = links.Here(request.url.path, pairs)
        theme = request.cookies.get("theme")
        words = {
            "page": page.data,
            "title": page.title,
            "here": here,
            "ledger_name": Path(self.ledger.name).name,
            "token": self.keeper.token,
            "theme": theme if theme in THEMES else None,
            "kept": self.kept.get(request.query_params.get("done", "")),
            "author": author_kept(request),
            "login": author_of(request, is_open=self.settings.is_open),
            "has_vendor": (STATIC / "vendor" / "htmx.min.js").is_file(),
            "asks_password": self.keeper.asks,
            "language": str(locale).replace("_", "-"),
            "day": lambda iso: day(iso, locale),
            "moment": lambda iso: moment(iso, locale),
            "n": lambda value: number(value, locale),
            "share": lambda part, whole: share(part, whole, locale),
        }
        html = self._templates.get_template(page.template).render(words | page.more)
        return HTMLResponse(html.encode("utf-8", "replace"), status, {"Vary": "Accept-Language, Cookie"})


@cache
def templates() -> Environment:
    """Everything printed is escaped, and nothing that is missing passes for empty."""
    made = Environment(
        loader=PackageLoader("reportedly.web"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=shown.finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["clipped"] = shown.clipped
    made.filters["file_name"] = shown.file_name
    made.filters["speaker"] = shown.speaker
    made.globals |= {
        "article_link": links.article_link,
        "passage_link": links.passage_link,
        "actor_link": links.actor_link,
        "id_link": links.id_link,
        "outlet_link": links.outlet_link,
        "list_at": links.Here,
        "stands": stands,
        "partial": lambda there, name: lambda value: there.add(name, value),
        "spans": lambda there: lambda month: there.set(since=month, until=month),
    }
    return made


def desk_of(request: Request) -> Desk:
    return cast(Desk, request.app.state.desk)


def as_json(data: Any) -> Response:
    """Plain data as JSON; what UTF-8 cannot hold is written as JSON's own escapes."""
    body = json.dumps(msgspec.to_builtins(data), separators=(",", ":"))
    return Response(body, media_type="application/json")


def page(router: APIRouter, path: str) -> Callable[[Callable[..., Page]], Callable[..., Page]]:
    """Registers what makes a page at an address, and its data at the same address with .json."""

    def register(make: Callable[..., Page]) -> Callable[..., Page]:
        def html(request: Request, made: Page = Depends(make)) -> Response:  # noqa: B008
            return desk_of(request).render(request, made)

        def data(made: Page = Depends(make)) -> Response:  # noqa: B008
            return as_json(made.data)

        about = (make.__doc__ or "").partition("\n")[0]
        name = make.__name__
        # The data first, for "/articles/{ref}" would answer to it as well.
        router.add_api_route(f"{path}.json", data, methods=["GET"], name=f"{name} data", description=about)
        router.add_api_route(
            path, html, methods=["GET"], name=name, description=about, response_class=HTMLResponse
        )
        return make

    return register

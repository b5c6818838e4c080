"""What the address of a list asks for."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from reportedly.ledger import ArticleFilter, Facet, Sort, StatementFilter
from reportedly.records import Mode

ROWS = 50  # on a page
Words = Annotated[str, Field(max_length=300)]
Chosen = Annotated[list[Words], Field(max_length=50)]
PageNumber = Annotated[int, Field(ge=1, le=1_000_000)]
ANY = "*"  # of a list to choose one from
YesNo = Literal["yes", "no"]
Order = Literal["newest", "oldest"]
View = Literal["statements", "timeline", "network"]  # what the counts lead to


class LibraryAsked(BaseModel):
    """The library's address."""

    q: Words = ""
    outlet: Chosen = []
    since: Words = ""
    until: Words = ""
    language: Words = ""
    copies: Literal["", "only", "without"] = ""
    sort: Sort = "date"
    down: YesNo | None = None
    page: PageNumber = 1

    @property
    def filter(self) -> ArticleFilter:
        return ArticleFilter(
            since=self.since.strip() or None,
            until=self.until.strip() or None,
            language=self.language.strip() or None,
            text=self.q.strip() or None,
            outlet_is=tuple(name for name in self.outlet if name != ANY),
            copies=self.copies or None,
        )

    @property
    def goes_down(self) -> bool:
        """Names go up by themselves, dates and numbers down."""
        return self.sort not in ("outlet", "title") if self.down is None else self.down == "yes"

    @property
    def offset(self) -> int:
        return (self.page - 1) * ROWS


class StatementsAsked(BaseModel):
    """The address of a list of statements."""

    model_config = ConfigDict(populate_by_name=True)

    q: Words = ""
    who: Chosen = []
    speaker: Chosen = []  # in these words, whoever it is
    speaks_for: Chosen = Field(default=[], alias="for")
    kind: Chosen = []
    named: YesNo | None = None
    outlet: Chosen = []
    via: Chosen = []
    distance: YesNo | None = None
    mode: Mode | None = None
    actor: Words | None = None
    since: Words = ""
    until: Words = ""
    page: PageNumber = 1
    view: View = "statements"
    order: Order = "newest"

    @property
    def filter(self) -> StatementFilter:
        return StatementFilter(
            since=self.since.strip() or None,
            until=self.until.strip() or None,
            mode=self.mode,
            distance=_bool(self.distance),
            text=self.q.strip() or None,
            who=tuple(self.who),
            speaker_is=tuple(self.speaker),
            speaks_for=tuple(self.speaks_for),
            kind=tuple(self.kind),
            named=_bool(self.named),
            actor=self.actor or None,
            outlet_is=tuple(self.outlet),
            via=tuple(self.via),
        )

    def chosen(self, facet: Facet) -> tuple[str, ...]:
        """What is chosen of a facet."""
        value: list[str] | str | None = getattr(self, FIELDS.get(facet, facet))
        return (value,) if isinstance(value, str) else tuple(value or ())

    def without(self, facet: Facet) -> StatementFilter:
        """The filter less one facet, for the counts of what else could be chosen of it."""
        field = FIELDS.get(facet, facet)
        return self.model_copy(update={field: [] if field in LISTS else None}).filter

    def only(self, facet: Facet, value: str) -> StatementFilter:
        """The filter with this value alone of a facet."""
        field = FIELDS.get(facet, facet)
        return self.model_copy(update={field: [value] if field in LISTS else value}).filter

    @property
    def offset(self) -> int:
        return (self.page - 1) * ROWS


FIELDS: dict[Facet, str] = {"speaker": "who"}  # of other names than their facets
LISTS = ("who", "speaks_for", "kind", "outlet", "via")


def _bool(said: YesNo | None) -> bool | None:
    return None if said is None else said == "yes"

"""What the register says of an actor, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "person",
    "government",
    "agency",
    "armed_group",
    "party",
    "igo",
    "company",
    "outlet",
    "organisation",
    "public",
    "document",
    "unknown",
]
KINDS: tuple[Kind, ...] = get_args(Kind)

# What a name is to its actor. "narrow" is a name that others have too and that only its state tells apart:
# "NPA" of the Philippines, the "Democratic Party" of Albania.
Use = Literal["name", "alias", "capital", "seat", "demonym", "people", "surname", "short", "narrow"]
Gender = Literal["female", "male"]


@dataclass(frozen=True, slots=True)
class Alias:
    """A name and what it is to its actor."""

    text: str
    use: Use


@dataclass(frozen=True, slots=True)
class Office:
    """A post held by an actor. `first` and `last` are ISO dates as precise as they are known, both included;
    None where the post began before, or lasts beyond, what the register knows."""

    holder: str  # the actor's id
    title: str  # "foreign minister"
    of: str  # the state or body it is held in: "Turkey", "NATO"
    first: str | None
    last: str | None
    source: str

    def holds_on(self, day: str | None) -> bool:
        """Whether it was held on that day, month or year; with None, whether it still is."""
        if day is None:
            return self.last is None
        return not (self.first and _before(day, self.first)) and not (self.last and _before(self.last, day))

    def sure_on(self, day: str) -> bool:
        """Whether it was held then, and the day is not within the month or year in which holders changed."""
        ends = [end for end in (self.first, self.last) if end]
        return self.holds_on(day) and not any(_same(end, day) for end in ends if len(end) < len(day))


def _before(earlier: str, later: str) -> bool:
    """Whether one date is wholly before the other, compared as precisely as both are known."""
    length = min(len(earlier), len(later))
    return earlier[:length] < later[:length]


def _same(one: str, other: str) -> bool:
    length = min(len(one), len(other))
    return one[:length] == other[:length]


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, body, group, outlet or person. `country` is the state it belongs to, `speaks_for` the state,
    organisation or movement on whose behalf it speaks, both as newspapers name them."""

    id: str
    name: str
    kind: Kind
    country: str | None = None
    speaks_for: str | None = None
    aliases: tuple[Alias, ...] = ()
    offices: tuple[Office, ...] = ()
    sources: tuple[str, ...] = ()
    gender: Gender | None = None
    form: str | None = None  # of an outlet: agency, paper, channel, radio, site, magazine
    owner: str | None = None  # of an outlet, where plain: state, public, party, private


@dataclass(frozen=True, slots=True)
class Match:
    """An actor that a name may stand for, with the reason and a confidence between 0 and 1."""

    actor: Actor
    reason: str
    confidence: float
    office: Office | None = None

    @property
    def speaks_for(self) -> str | None:
        """The state or body whose office is meant, else whom the actor speaks for at all."""
        return self.office.of if self.office else self.actor.speaks_for


@dataclass(frozen=True, slots=True)
class Post:
    """An office as a text names it: "Israel's former defence chief Benny Gantz".

    `titles` are the offices the words may mean, `of` the state or body, `name` what follows the title.
    """

    titles: tuple[str, ...]
    of: str | None
    name: str
    former: bool = False

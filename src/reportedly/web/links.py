"""Addresses: the one a page stands at with something changed, and those of the things it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from reportedly.records import Speaker

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Here:
    """The address of the page in hand. A change leads to the first page of what it then lists."""

    path: str
    pairs: Pairs = ()

    def set(self, **values: object) -> str:
        """With these values in the place of what stood there; None takes one away."""
        kept = [pair for pair in self._pages_left() if pair[0] not in values]
        return self._to([*kept, *((name, str(value)) for name, value in values.items() if value is not None)])

    def add(self, name: str, value: str) -> str:
        kept = [pair for pair in self._pages_left() if pair != (name, value)]
        return self._to([*kept, (name, value)])

    def drop(self, name: str, value: str | None = None) -> str:
        """Without the value, or without all values of the name."""
        kept = self._pages_left()
        return self._to(one for one in kept if one[0] != name or value not in (None, one[1]))

    def only(self, name: str, value: str) -> str:
        return self._to([(name, value)])

    def at(self, path: str) -> str:
        """Another page that is asked the same."""
        return Here(path, tuple(self._pages_left()))._to(self._pages_left())

    def without(self, *names: str) -> list[tuple[str, str]]:
        """What is asked besides these, for a form that asks for them."""
        return [pair for pair in self._pages_left() if pair[0] not in names]

    @property
    def data(self) -> str:
        """The same as JSON."""
        return Here(f"{self.path}.json", self.pairs)._to(self.pairs)

    def _pages_left(self) -> list[tuple[str, str]]:
        return [pair for pair in self.pairs if pair[0] not in ("page", "now")]

    def _to(self, pairs: Iterable[tuple[str, str]]) -> str:
        query = urlencode(list(pairs), errors="replace")
        return f"{self.path}?{query}" if query else self.path


def article_link(article: str, statement: str | None = None) -> str:
    return f"/articles/{quote(article)}" + (f"#{quote(statement)}" if statement else "")


def passage_link(article: str, start: int, end: int) -> str:
    return f"/articles/{quote(article)}?at={start}-{end}#at={start}-{end}"


def actor_link(speaker: Speaker) -> str:
    """The page of who speaks; where nobody in particular does, all that is said by that description."""
    if speaker.actor:
        return id_link(speaker.actor)
    return f"/statements?{urlencode({'who': speaker.name}, errors='replace')}"


def id_link(actor: str) -> str:
    return f"/actor?{urlencode({'id': actor}, errors='replace')}"


def outlet_link(name: str | None) -> str:
    return f"/outlet?{urlencode({'name': name or ''}, errors='replace')}"

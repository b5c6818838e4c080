"""A user's own actors, from a file `actors.toml`: new ones, and further facts on those of the register."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportedly.errors import ReportedlyError
from reportedly.resolve.actors import KINDS, Actor, Alias, Office, Use
from reportedly.resolve.names import fold

_TEXTS = ("id", "name", "kind", "country", "speaks_for", "gender", "form", "owner")
# Lists of names, and what such a name is to its actor; towns are not names of the state they lie in.
_NAMES: dict[str, Use] = {
    "aliases": "alias",
    "capital": "capital",
    "seats": "seat",
    "demonyms": "demonym",
    "people": "people",
}
_LISTS = (*_NAMES, "towns")
_FIELDS = (*_TEXTS, *_LISTS, "office")
_OFFICE_TEXTS = ("title", "of", "first", "last")
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_MARK_LENGTH = 8  # of 64 signs: enough to tell a user's files apart, short enough to stand in a name


class RegisterError(ReportedlyError, ValueError):
    """A file of own actors cannot be read as such."""


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of own actors as it was read, once for all processes of a run."""

    path: Path
    text: str

    @property
    def mark(self) -> str:
        """What tells its facts from those of another file; its comments and layout do not count."""
        facts = json.dumps(tomllib.loads(self.text), sort_keys=True, default=str)
        return sha256(facts.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK_LENGTH]


@dataclass(frozen=True, slots=True)
class Own:
    """An actor of such a file, with the towns that lie in it where it is a state."""

    actor: Actor
    towns: tuple[str, ...] = ()


def own_file(path: Path) -> OwnFile:
    """The file's text. Raises RegisterError where it is not readable, not UTF-8 or not TOML."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RegisterError(f"{path} cannot be read: {error.strerror}; expected a file of actors") from error
    except UnicodeDecodeError as error:
        raise RegisterError(f"{path} cannot be read as UTF-8 text: {error.reason}") from error
    try:
        tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise RegisterError(f"{path} is not TOML: {error}") from error
    return OwnFile(path, text)


def read_own(own: OwnFile, known: Callable[[str], Actor | None]) -> list[Own]:
    """The actors of a file; those whose `id` the register knows are the register's with the changes made.

    Raises RegisterError, with the line.
    """
    data, path = tomllib.loads(own.text), own.path
    lines = own.text.splitlines()
    lines_of = [at for at, line in enumerate(lines, 1) if re.match(r"\s*\[\[\s*actor\s*\]\]", line)]
    entries = data.get("actor", [])
    if set(data) - {"actor"} or not isinstance(entries, list):
        raise RegisterError(
            f"{path}, line 1: expected only tables [[actor]], found {', '.join(sorted(data))}"
        )
    found: dict[str, Own] = {}
    for at, entry in enumerate(entries):
        place = f"{path}, line {lines_of[at] if at < len(lines_of) else 1}"
        one = _own(entry, place, path.name, known)
        if one.actor.id in found:
            raise RegisterError(
                f"{place}: {one.actor.id} stands here a second time; expected an id of its own"
            )
        found[one.actor.id] = one
    return _with_states_as_named(list(found.values()))


def _own(entry: Any, place: str, source: str, known: Callable[[str], Actor | None]) -> Own:
    _check(entry, place)
    base = (known(entry["id"]) if "id" in entry else None) or _new(entry, place)
    texts = {name: entry[name] for name in _TEXTS if name in entry}
    aliases = [Alias(text, use) for field, use in _NAMES.items() for text in _listed(entry, field)]
    offices = [_office(office, base.id, place, source) for office in entry.get("office", [])]
    actor = replace(
        base,
        **texts,
        aliases=(*base.aliases, *aliases),
        offices=(*base.offices, *offices),
        sources=(*base.sources, source),
    )
    return Own(actor, tuple(_listed(entry, "towns")))


def _new(entry: dict[str, Any], place: str) -> Actor:
    for field in ("name", "kind"):
        if field not in entry:
            raise RegisterError(
                f"{place}: the actor has no {field}; expected one, or the id of a known actor"
            )
    name, kind = entry["name"], entry["kind"]
    id = entry.get("id") or f"own/{fold(name).replace(' ', '-')}"
    country = entry.get("country") or (name if kind == "government" else None)
    own_voice = country if kind in ("government", "agency", "person") else None
    surname = name.split()[-1]
    parts = (Alias(surname, "surname"),) if kind == "person" and surname != name else ()
    return Actor(id, name, kind, country, own_voice, parts)


def _listed(entry: dict[str, Any], field: str) -> list[str]:
    """The names under a field; a single one may stand without brackets."""
    names = entry.get(field, [])
    return [names] if isinstance(names, str) else names


def _check(entry: Any, place: str) -> None:
    if not isinstance(entry, dict):
        raise RegisterError(f"{place}: actor is {entry!r}; expected tables [[actor]]")
    unknown = sorted(set(entry) - set(_FIELDS))
    if unknown:
        raise RegisterError(f'{place}: "{unknown[0]}" is not known; expected {", ".join(_FIELDS)}')
    for field in _TEXTS:
        text = entry.get(field, field)
        if not isinstance(text, str) or not text.strip() or (field == "name" and not fold(text)):
            raise RegisterError(f"{place}: {field} is {entry[field]!r}; expected a text")
    for field in _LISTS:
        names = _listed(entry, field)
        if not isinstance(names, list) or not all(isinstance(name, str) and fold(name) for name in names):
            raise RegisterError(f"{place}: {field} is {entry[field]!r}; expected a list of texts")
    if not isinstance(entry.get("office", []), list):
        raise RegisterError(f"{place}: office is {entry['office']!r}; expected a list of tables")
    if "kind" in entry and entry["kind"] not in KINDS:
        raise RegisterError(
            f'{place}: kind "{entry["kind"]}" is not known; expected one of {", ".join(KINDS)}'
        )
    if entry.get("gender", "female") not in ("female", "male"):
        raise RegisterError(f'{place}: gender "{entry["gender"]}" is not known; expected female or male')


def _office(entry: Any, holder: str, place: str, source: str) -> Office:
    fields = entry if isinstance(entry, dict) else {}
    for field in _OFFICE_TEXTS[:2]:
        if not isinstance(fields.get(field), str):
            raise RegisterError(
                f"{place}: an office has no {field}; expected title and of, and first and last"
            )
    if unknown := sorted(set(fields) - set(_OFFICE_TEXTS)):
        raise RegisterError(f'{place}: "{unknown[0]}" is not known; expected {", ".join(_OFFICE_TEXTS)}')
    first, last = (_day(fields.get(field), field, place) for field in ("first", "last"))
    return Office(holder, fields["title"], fields["of"], first, last, source)


def _day(value: Any, field: str, place: str) -> str | None:
    """A date as an ISO text, whether it stands in quotes or not."""
    text = str(value) if isinstance(value, date | int) else value
    if text is not None and not (isinstance(text, str) and _DATE.fullmatch(text)):
        raise RegisterError(
            f'{place}: {field} is {value!r}; expected a date in quotes: "2022-07-28", "2022-07", "2022"'
        )
    return text


def _with_states_as_named(found: list[Own]) -> list[Own]:
    """The actors with the file's own states called by one name throughout: "Dırvan" is "Dirvan"."""
    states = {fold(name): one.actor.name for one in found for name in _state_names(one.actor)}

    def named(state: str | None) -> str | None:
        return states.get(fold(state), state) if state else state

    def settled(actor: Actor) -> Actor:
        offices = tuple(replace(office, of=named(office.of) or office.of) for office in actor.offices)
        country, speaks_for = named(actor.country), named(actor.speaks_for)
        return replace(actor, country=country, speaks_for=speaks_for, offices=offices)

    return [replace(one, actor=settled(one.actor)) for one in found]


def _state_names(actor: Actor) -> Iterable[str]:
    if actor.kind == "government":
        yield actor.name
        yield from (alias.text for alias in actor.aliases if alias.use == "alias")

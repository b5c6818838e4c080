"""A user's own actors, from a file `actors.toml`: new ones, and further facts on those of the register."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportedly.errors import ReportedlyError
from reportedly.resolve.actors import KINDS, Actor, Alias, Office
from reportedly.resolve.names import fold

_TEXTS = ("id", "name", "kind", "country", "speaks_for", "gender", "form", "owner")
_OFFICE_TEXTS = ("title", "of", "first", "last")
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


class RegisterError(ReportedlyError, ValueError):
    """A file of own actors cannot be read as such."""


def read_own(path: Path, known: Callable[[str], Actor | None]) -> list[Actor]:
    """The actors of a file; those whose `id` the register knows are the register's with the changes made.

    Raises RegisterError, with the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError(f"{path} cannot be read as UTF-8 text: {error}") from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RegisterError(f"{path} is not TOML: {error}") from error
    lines = [at for at, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*actor\s*\]\]", line)]
    entries = data.get("actor", [])
    if set(data) - {"actor"} or not isinstance(entries, list):
        raise RegisterError(
            f"{path}, line 1: expected only tables [[actor]], found {', '.join(sorted(data))}"
        )
    places = [f"{path}, line {lines[at] if at < len(lines) else 1}" for at in range(len(entries))]
    return [_actor(entry, place, path.name, known) for entry, place in zip(entries, places, strict=True)]


def _actor(entry: dict[str, Any], place: str, source: str, known: Callable[[str], Actor | None]) -> Actor:
    _check(entry, place)
    base = known(entry["id"]) if "id" in entry else None
    if base is None:
        base = _new(entry, place)
    texts = {name: entry[name] for name in _TEXTS if name in entry}
    aliases = (*base.aliases, *(Alias(text, "alias") for text in entry.get("aliases", [])))
    offices = (
        *base.offices,
        *(_office(office, base.id, place, source) for office in entry.get("office", [])),
    )
    return replace(base, **texts, aliases=aliases, offices=offices, sources=(*base.sources, source))


def _new(entry: dict[str, Any], place: str) -> Actor:
    for field in ("name", "kind"):
        if field not in entry:
            raise RegisterError(
                f"{place}: the actor has no {field}; expected one, or the id of a known actor"
            )
    id = entry.get("id") or f"own/{fold(entry['name']).replace(' ', '-')}"
    own_voice = entry.get("country") if entry["kind"] in ("government", "agency", "person") else None
    return Actor(id, entry["name"], entry["kind"], entry.get("country"), own_voice)


def _check(entry: dict[str, Any], place: str) -> None:
    unknown = sorted(set(entry) - {*_TEXTS, "aliases", "office"})
    if unknown:
        raise RegisterError(
            f'{place}: "{unknown[0]}" is not known; expected {", ".join((*_TEXTS, "aliases", "office"))}'
        )
    for field in _TEXTS:
        if not isinstance(entry.get(field, ""), str):
            raise RegisterError(f"{place}: {field} is {entry[field]!r}; expected a text")
    aliases = entry.get("aliases", [])
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise RegisterError(f"{place}: aliases is {aliases!r}; expected a list of texts")
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
    dates = {field: fields.get(field) for field in ("first", "last")}
    for field, value in dates.items():
        if value is not None and not (isinstance(value, str) and _DATE.fullmatch(value)):
            raise RegisterError(
                f'{place}: {field} is {value!r}; expected a date in quotes: "2022-07-28", "2022-07", "2022"'
            )
    return Office(holder, fields["title"], fields["of"], dates["first"], dates["last"], source)

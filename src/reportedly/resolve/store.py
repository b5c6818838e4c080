"""The register as it lies in memory: rows by id, ids by key. Rows become actors when they are asked for."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from importlib import resources
from typing import Any

from reportedly.resolve.actors import Actor, Alias, Office
from reportedly.resolve.names import fold, sound
from reportedly.resolve.own import Own

FILE = "register.json"
_SOUNDING = ("person", "armed_group")


class Store:
    """Reads the shipped file; takes a user's own actors on top."""

    def __init__(self) -> None:
        text = resources.files("reportedly.register").joinpath(FILE).read_text(encoding="utf-8")
        self.data: dict[str, Any] = json.loads(text)
        self._rows: list[list[Any]] = self.data["actors"]
        self._keys: dict[str, int | list[int]] = self.data["keys"]
        self._sounds: dict[str, int | list[int]] = self.data["sounds"]
        self._made: dict[int, Actor] = {}
        self._own: dict[str, Actor] = {}
        self._own_keys: dict[str, list[Actor]] = defaultdict(list)
        self._own_sounds: dict[str, list[Actor]] = defaultdict(list)
        self._numbers: dict[str, int] | None = None
        self._held: dict[int, list[Office]] | None = None
        self._titled: dict[tuple[str, str], list[Office]] = defaultdict(list)

    def called(self, key: str) -> list[Actor]:
        """The actors that a strict key may stand for."""
        return self._with_own(self._keys.get(key), self._own_keys.get(key, ()))

    def sounding(self, key: str) -> list[Actor]:
        """The persons and armed groups that sound so."""
        return self._with_own(self._sounds.get(key), self._own_sounds.get(key, ())) if key else []

    def _with_own(self, numbers: int | list[int] | None, own: Iterable[Actor]) -> list[Actor]:
        if numbers is None:
            return list(own)
        shipped = [self._actor(n) for n in ([numbers] if isinstance(numbers, int) else numbers)]
        return [*own, *(actor for actor in shipped if actor.id not in self._own)]

    def actor(self, id: str) -> Actor | None:
        """The actor under an id."""
        if id in self._own:
            return self._own[id]
        if self._numbers is None:
            self._numbers = {row[0]: number for number, row in enumerate(self._rows)}
        number = self._numbers.get(id)
        return None if number is None else self._actor(number)

    def offices(self, title: str, of: str | None) -> list[Office]:
        """All terms of an office, in the order of the file. Without its owner, only of an office that no two
        have: "pope", "mossad chief"."""
        self._read_offices()
        if of is None:
            owners = [owner for named, owner in self._titled if named == title]
            of = owners[0] if len(owners) == 1 else ""
        return self._titled.get((title, of), [])

    def _actor(self, number: int) -> Actor:
        if number not in self._made:
            self._made[number] = self._actor_of(number)
        return self._made[number]

    def _actor_of(self, number: int) -> Actor:
        id, name, kind, country, speaks_for, sources, uses, about = self._rows[number]
        return Actor(
            id,
            name,
            kind,
            country,
            speaks_for,
            tuple(Alias(text, use) for use, texts in uses.items() for text in texts),
            tuple(self._read_offices().get(number, ())),
            tuple(self.data["sources"][source] for source in sources),
            **about,
        )

    def _read_offices(self) -> dict[int, list[Office]]:
        if self._held is None:
            self._held = defaultdict(list)
            for holder, title, of, first, last, source in self.data["offices"]:
                office = Office(self._rows[holder][0], title, of, first, last, self.data["sources"][source])
                self._held[holder].append(office)
                self._titled[title, of].append(office)
        return self._held

    def take(self, own: Own) -> None:
        """Takes a user's actor: in place of the shipped one under its id, or beside all."""
        actor = replace(own.actor, offices=tuple(map(self._as_titled, own.actor.offices)))
        self.data["places"] |= {fold(town): actor.name for town in own.towns}
        if actor.kind == "government" and (adjectives := [a for a in actor.aliases if a.use == "demonym"]):
            self.data["states"].setdefault(actor.name, adjectives[0].text)
        self._read_offices()
        self._own[actor.id] = actor
        for name in dict.fromkeys((actor.name, *(alias.text for alias in actor.aliases))):
            self._own_keys[fold(name)].append(actor)
            if actor.kind in _SOUNDING and sound(name):
                self._own_sounds[sound(name)].append(actor)
        for terms in self._titled.values():
            terms[:] = [office for office in terms if office.holder != actor.id]
        for office in actor.offices:
            self._titled[office.title, office.of].append(office)

    def _as_titled(self, office: Office) -> Office:
        """The office by the title that look-ups use: "Minister of Foreign Affairs" is "foreign minister"."""
        title = fold(office.title)
        return replace(office, title=self.data["titles"].get(title, [title])[0])

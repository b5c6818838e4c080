"""The register while it is being made."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from reportedly.resolve.actors import Gender, Kind, Office, Use
from reportedly.resolve.names import fold, sound

GENERAL = "general knowledge"
# "NPA of the Philippines", "The Star (Malaysia)": the name, and the state that tells it from its like.
_NARROWED = re.compile(r"(?P<name>.+?)(?: of (?:the )?| \()(?P<place>[A-Z][\w .'’-]+?)\)?$")


@dataclass(slots=True)
class Row:
    """An actor in the making."""

    id: str
    name: str
    kind: Kind
    country: str | None = None
    speaks_for: str | None = None
    sources: list[str] = field(default_factory=list)
    gender: Gender | None = None
    form: str | None = None
    owner: str | None = None
    aliases: dict[str, Use] = field(default_factory=dict)

    def call(self, names: Iterable[str], use: Use = "alias") -> None:
        """Gives it further names; the first use that a name was given stays."""
        for name in names:
            if name and name != self.name:
                self.aliases.setdefault(name, use)


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", " ".join(fold(name).split())).strip("-") or "x"


class Draft:
    """All rows and offices, by id and by name, and the words that offices and bodies are called by."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.offices: list[Office] = []
        self.states: dict[str, str] = {}  # name of a state, or an entity within one -> its adjective
        self.bodies_of: dict[str, dict[str, str]] = defaultdict(dict)
        self.places: dict[str, str] = {}
        self.person_keys: dict[tuple[str, str], str] = {}
        self.given: dict[Gender, list[str]] = {"female": [], "male": []}
        self.notes: list[str] = []

    def add(self, row: Row) -> Row:
        """Keeps a row under an id of its own."""
        base, number = row.id, 2
        while row.id in self.rows:
            row.id, number = f"{base}-{number}", number + 1
        self.rows[row.id] = row
        return row

    def person(self, name: str, country: str | None, source: str, surname: str | None = None) -> Row:
        """The person of that name in that state, or in any where none is given: one already known, or a new
        one. Who leads an international body is the statesman of that name, if there is one."""
        known = self.person_keys.get((fold(name), country or ""))
        if not known and not country:
            known = next((id for (key, _), id in self.person_keys.items() if key == fold(name)), None)
        if known:
            row = self.rows[known]
            if source not in row.sources:
                row.sources.append(source)
            return row
        row = self.add(Row(f"person/{slug(name)}", name, "person", country, country, [source]))
        self.name_person(row, [name], surname)
        return row

    def name_person(self, row: Row, names: Iterable[str], surname: str | None = None) -> None:
        for name in names:
            row.call([name])
            self.person_keys.setdefault((fold(name), row.country or ""), row.id)
        if surname and " ".join(surname.split()) != row.name:
            row.call([surname], "surname")

    def holds(self, row: Row, title: str, of: str, term: tuple[str | None, str | None], source: str) -> None:
        office = Office(row.id, title, of, *term, source)
        if office not in self.offices:
            self.offices.append(office)

    def narrow(self) -> None:
        """Gives "NPA of the Philippines" the name "NPA" too, for texts about the Philippines."""
        for row in self.rows.values():
            if row.kind in ("government", "person"):
                continue
            for name in [row.name, *row.aliases]:
                found = _NARROWED.match(name)
                if found and self.is_place(found["place"]) and len(found["name"]) > 1:
                    row.call([found["name"]], "narrow")

    def is_place(self, name: str) -> bool:
        return name in self.states or fold(name) in self.places

    def keys(self) -> dict[str, list[str]]:
        """The strict keys of all names, each with the ids of the actors that it may stand for."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for row in self.rows.values():
            for name in (row.name, *row.aliases):
                if key := fold(name):
                    found[key][row.id] = None
        return {key: list(ids) for key, ids in sorted(found.items())}

    def sounds(self) -> dict[str, list[str]]:
        """The loose keys of persons and armed groups."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for row in self.rows.values():
            if row.kind not in ("person", "armed_group"):
                continue
            for name in (row.name, *(text for text, use in row.aliases.items() if use != "narrow")):
                if key := sound(name):
                    found[key][row.id] = None
        return {key: list(ids) for key, ids in sorted(found.items())}

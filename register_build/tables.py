"""Reads our own tables: states, places, bodies, agencies, groups, outlets."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from register_build.draft import GENERAL, Draft, Row, slug
from reportedly.resolve.actors import KINDS, Kind, Use
from reportedly.resolve.names import fold

CURATED = Path(__file__).parent / "curated"
# Parties that are the state: their papers speak for it.
RULING = frozenset(
    {
        "Communist Party of China",
        "Workers' Party of Korea",
        "Communist Party of Vietnam",
        "Communist Party of Cuba",
    }
)
OUTLET_FORMS = frozenset({"agency", "paper", "channel", "radio", "site", "magazine"})


@cache
def table(name: str) -> dict[str, Any]:
    return tomllib.loads((CURATED / name).read_text(encoding="utf-8"))


def words(text: str) -> list[str]:
    """The words of one field: parted by ";"."""
    return [word.strip() for word in text.split(";") if word.strip()]


def parted(text: str) -> tuple[list[str], dict[str, list[str]]]:
    """Plain names, and those with a label before them: "is:foreign ministry", "seat:Foggy Bottom"."""
    plain: list[str] = []
    labelled: dict[str, list[str]] = {}
    for word in words(text):
        label, colon, rest = word.partition(":")
        if colon and label in ("is", "seat", "for"):
            labelled.setdefault(label, []).append(rest.strip())
        else:
            plain.append(word)
    return plain, labelled


def add_states(draft: Draft) -> None:
    states = table("states.toml")
    for name, fields in states.items():
        if name != "within":
            code, capitals, adjectives, people, others, seats = fields
            row = draft.add(Row(code.lower(), name, "government", name, name, [GENERAL]))
            _call_state(row, [others, seats, capitals, adjectives, people])
            draft.states[name] = words(adjectives)[0] if words(adjectives) else name
    for name, (state, capitals, adjectives, people, others) in states["within"].items():
        row = draft.add(Row(slug(name), name, "government", state, name, [GENERAL]))
        _call_state(row, [others, "", capitals, adjectives, people])
        draft.states[name] = words(adjectives)[0] if words(adjectives) else name


def _call_state(row: Row, fields: list[str]) -> None:
    uses: tuple[Use, ...] = ("alias", "seat", "capital", "demonym", "people")
    for use, text in zip(uses, fields, strict=True):
        row.call(words(text), use)


def add_places(draft: Draft) -> None:
    for state, text in table("places.toml").items():
        for place in words(text):
            draft.places[fold(place)] = state


def add_agencies(draft: Draft) -> None:
    for state, bodies in table("agencies.toml").items():
        country = _state_above(draft, state)
        for name, text in bodies.items():
            plain, labelled = parted(text)
            row = draft.add(
                Row(f"{_code(draft, state)}/{slug(name)}", name, "agency", country, state, [GENERAL])
            )
            row.call(labelled.get("seat", []), "seat")
            row.call(plain)
            for body in labelled.get("is", []):
                draft.bodies_of[state].setdefault(body, row.id)


def add_groups(draft: Draft) -> None:
    kinds: dict[str, Kind] = {kind: kind for kind in KINDS}
    for name_of_kind, states in table("groups.toml").items():
        kind = kinds[name_of_kind]
        for state, groups in states.items():
            for name, text in groups.items():
                plain, labelled = parted(text)
                country = _state_above(draft, state) if state else None
                speaks_for = labelled.get("for", [None])[0]
                row = draft.add(Row(f"{kind}/{slug(name)}", name, kind, country, speaks_for, [GENERAL]))
                row.call(labelled.get("seat", []), "seat")
                row.call(plain)


def add_outlets(draft: Draft) -> None:
    for state, outlets in table("outlets.toml").items():
        country = None if state == "international" else _state_above(draft, state)
        for name, text in outlets.items():
            first, *others = words(text)
            form, _, owner = first.partition(" ")
            if form not in OUTLET_FORMS:
                raise ValueError(f'outlets.toml: "{name}" has the form "{form}", which is not known')
            row = draft.add(Row(f"outlet/{slug(name)}", name, "outlet", country, None, [GENERAL], form=form))
            row.owner = owner.partition(":")[0] or None
            party = owner.partition(":")[2] or None
            row.speaks_for = country if owner == "state" or party in RULING else party
            row.call(others)


def _state_above(draft: Draft, state: str) -> str:
    """The state itself, or the one that an entity lies within."""
    if state == "European Union":
        return state
    for row in draft.rows.values():
        if row.kind == "government" and row.name == state:
            return row.country or state
    raise ValueError(f'"{state}" is not among the states of states.toml')


def _code(draft: Draft, state: str) -> str:
    return next(row.id for row in draft.rows.values() if row.kind == "government" and row.name == state)


def add_marked_outlets(draft: Draft, domains: dict[str, str]) -> None:
    """The outlets that mark/ knows by their domain and our table lacks, with the state of the domain."""
    codes = table("domains.toml")["codes"]
    known = {fold(name) for row in draft.rows.values() for name in (row.name, *row.aliases)}
    for domain, name in domains.items():
        if fold(name) in known or fold(name).split()[:1] == ["ministry"]:
            continue
        known.add(fold(name))
        state = codes.get(domain.rpartition(".")[2])
        kind: Kind = "organisation" if domain.endswith((".org", ".edu", ".int")) else "outlet"
        row = draft.add(
            Row(f"{kind}/{slug(name)}", name, kind, state, None, [f"its domain, {domain}"], form="site")
        )
        row.form = "site" if kind == "outlet" else None

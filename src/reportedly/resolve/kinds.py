"""Names of what the register knows take the kind that it has: "Hamas" is no place, "Xinhua" no person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reportedly.records import Name, NameKind
from reportedly.resolve.actors import Actor, Use
from reportedly.resolve.register import Register

_BODIES = frozenset(("agency", "armed_group", "party", "igo", "company", "organisation"))
_PROPER = frozenset(("name", "alias", "short"))
_OF_STATES: dict[Use, NameKind] = {"name": "place", "alias": "place", "demonym": "group", "people": "group"}
LEAST = 0.6  # confidence of the look-up: below it stand "Nina" for NINA and names that others have too


def with_known_kinds(text: str, names: Iterable[Name], known: Register) -> tuple[Name, ...]:
    """The names, each that stands for one kind of thing only in the register with that kind."""
    told: dict[str, NameKind | None] = {}
    out = []
    for name in names:
        words = name.span.of(text)
        if words not in told:
            told[words] = _kind(words, known)
        kind = told[words]
        state_for_people = name.kind == "group" and kind == "place"  # "the British"
        out.append(name if kind is None or state_for_people else replace(name, kind=kind))
    return tuple(out)


def _kind(words: str, known: Register) -> NameKind | None:
    """The kind that all have whom the name may stand for, if any."""
    found = known.called(words)
    kinds = {_kind_of(actor, use) for actor, use, sure in found if sure >= LEAST}
    return kinds.pop() if len(kinds) == 1 else None


def _kind_of(actor: Actor, use: Use) -> NameKind | None:
    if actor.kind == "government":
        return _OF_STATES.get(use)
    if use not in _PROPER:
        return None
    return "organisation" if actor.kind in _BODIES else "outlet" if actor.kind == "outlet" else None

"""What a rule of the grammar says an expression means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reportedly.read.times.context import Context
from reportedly.read.times.grammar import Found
from reportedly.read.times.words import VALUES
from reportedly.records import TimeType


@dataclass(frozen=True, slots=True)
class Meaning:
    """The attributes of a TIMEX3."""

    type: TimeType
    value: str | None
    mod: str | None = None
    quant: str | None = None
    freq: str | None = None


# None where the words only look like what the rule is for.
Rule = Callable[[Found, Context], Meaning | None]


def edge_of(found: Found) -> str | None:
    """START, MID or END of what is meant, by the first word of the kind ("the end of")."""
    words = found.said("edge").split()
    return next((VALUES["edge"][word] for word in words if word in VALUES["edge"]), None)


def step_of(rel: str) -> int | None:
    """How many units from the anchor "last", "this" and "next" lead; None where nothing says."""
    words = set(rel.split())
    if words & {"last", "previous", "preceding", "prior"} or rel == "past":
        return -1
    if words & {"next", "coming", "upcoming", "following"}:
        return 1
    return 0 if words & {"this", "current", "that", "same"} else None

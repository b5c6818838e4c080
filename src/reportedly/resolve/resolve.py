"""A reading with its sources resolved."""

from __future__ import annotations

from dataclasses import replace

from reportedly.records import Reading
from reportedly.resolve.chains import chains
from reportedly.resolve.dates import said_on
from reportedly.resolve.register import Register
from reportedly.resolve.speakers import speakers

RULES = "1"  # of this package; raised whenever its results change


def resolve(reading: Reading, known: Register) -> Reading:
    """The reading, each statement with its speaker, its chain and when it was said; nothing else changes."""
    who = speakers(reading, known)
    through, when = chains(reading, who, known), said_on(reading)
    name = f"{reading.reader}-{RULES}"
    statements = tuple(
        replace(statement, speaker=speaker, via=via, said_on=date, reader=name)
        for statement, speaker, via, date in zip(reading.statements, who, through, when, strict=True)
    )
    return replace(reading, reader=name, statements=statements)

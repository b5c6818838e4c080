"""A reading with its sources resolved."""

from __future__ import annotations

from dataclasses import replace

from reportedly.records import Reading
from reportedly.resolve.chains import chains
from reportedly.resolve.cited import with_cited
from reportedly.resolve.dates import said_on
from reportedly.resolve.kinds import with_known_kinds
from reportedly.resolve.own import OwnFile
from reportedly.resolve.register import Register
from reportedly.resolve.speakers import speakers
from reportedly.resolve.toward import toward

RULES = "6"  # of this package; raised whenever its results change


def rules(own: OwnFile | None) -> str:
    """What a reader that resolves is called by behind its own name; another file of actors is another one."""
    return f"{RULES}-{own.mark}" if own else RULES


def resolve(reading: Reading, known: Register) -> Reading:
    """The reading, each statement with its speaker, its chain, to whom and when it was said, and names of
    what the register knows with their kind there; where an outlet only passes words on, the source that it
    cites. Nothing else changes."""
    reading = with_cited(reading, known)
    who = speakers(reading, known)
    through, when = chains(reading, who, known), said_on(reading, who)
    to_whom = toward(reading, who, through, known)
    name = f"{reading.reader}-{rules(known.own)}"
    statements = tuple(
        replace(statement, speaker=speaker, via=via, said_on=date, toward=addressed, reader=name)
        for statement, speaker, via, date, addressed in zip(
            reading.statements, who, through, when, to_whom, strict=True
        )
    )
    names = with_known_kinds(reading.article.text, reading.names, known)
    return replace(reading, reader=name, statements=statements, names=names)

"""Scores of the actor register: states of NGEC's test actors, and coverage of the annotated speakers.

    python quality/register.py [--misses]

The data lies at $REPORTEDLY_DATA, the annotated articles beside it in ../gold. Nothing of either is in the
register; both only measure it.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from reportedly.resolve import Match, Register

# NGEC counts bodies under codes of their own.
_BODIES = {"European Union": "EUR", "United Nations": "UNO"}
_UN = frozenset({"WHO", "International Court of Justice", "UN Security Council"})
BODIES = ("government", "agency", "igo", "outlet", "armed_group", "party")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class Asked(NamedTuple):
    """A name, what is right, and what the register said."""

    name: str
    right: str
    said: str
    fits: bool


def measure(data: Path) -> dict[str, float]:
    """Share of NGEC's actors under the right state; shares of annotated speakers that the register has."""
    register = Register()
    countries = list(ngec(register, data / "registers" / "ngec"))
    bodies = list(speakers(register, data.parent / "gold" / "dev", BODIES))
    people = list(speakers(register, data.parent / "gold" / "dev", ("person",)))
    known = [asked for asked in people if asked.said != "None"]
    simple = [asked for asked in bodies if " and " not in asked.name and "," not in asked.name]
    return {
        "ngec actors": len(countries),
        "ngec country right": share(countries),
        "gold bodies": len(bodies),
        "gold bodies, kind and for right": share(bodies),
        "gold single bodies": len(simple),
        "gold single bodies, kind and for right": share(simple),
        "gold persons": len(people),
        "gold persons known": round(len(known) / len(people), 4) if people else 0.0,
        "gold persons known, for right": share(known),
    }


def share(asked: list[Asked]) -> float:
    return round(sum(one.fits for one in asked) / len(asked), 4) if asked else 0.0


def ngec(register: Register, folder: Path) -> Iterator[Asked]:
    """Each assertion of a state about a name; an empty one means that no state may be named."""
    with (folder / "actor_agent_tests.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["field"] not in ("country", "cc"):
                continue
            day = _DATE.search(row["extra"] or "")
            found = _said(register, row["input"], row["extra"] or "", day[0] if day else None)
            said = _code(register, found)
            right = (row["expected"] or "").strip()
            yield Asked(row["input"], right, said, said == right)


def _said(register: Register, name: str, extra: str, on: str | None) -> Match | None:
    """The state of the name, else the one that the test gives along with it."""
    told = register.country_of(extra.partition("|")[0].removeprefix("known_country=")) if extra else None
    if told:
        hinted = register.find(name, on=on, country=told.actor.name)
        if hinted and told.actor.name in (hinted[0].actor.country, hinted[0].actor.speaks_for):
            return told
    found = register.find(name, on=on)
    if found and found[0].actor.kind == "igo":
        return found[0]
    return register.country_of(name, on=on) or told


def _code(register: Register, found: Match | None) -> str:
    """NGEC's code: ISO's for states, its own for bodies of states."""
    if found is None:
        return ""
    actor = found.actor
    if actor.kind == "igo":
        owner = actor.name if actor.name in _BODIES else actor.speaks_for or ""
        return "UNO" if actor.name in _UN else _BODIES.get(owner, "IGO")
    state = register.government_of(actor.country or actor.name)
    return state.actor.id.upper() if state else ""


def speakers(register: Register, folder: Path, kinds: tuple[str, ...]) -> Iterator[Asked]:
    """Each named speaker of an article once: whether the register's first answer has its kind and `for`."""
    for path in sorted(folder.glob("*.offsets.json")):
        article = json.loads(path.read_text(encoding="utf-8"))
        seen: set[str] = set()
        for statement in article["statements"]:
            speaker = statement["speaker"]
            if speaker["named"] and speaker["kind"] in kinds and speaker["name"] not in seen:
                seen.add(speaker["name"])
                yield _asked(register, speaker, (article.get("published") or "")[:10] or None)


def _asked(register: Register, speaker: dict[str, Any], on: str | None) -> Asked:
    wanted = (speaker["kind"], speaker.get("for"))
    hint = speaker.get("for") if speaker["kind"] == "agency" else None  # the article tells it
    found = register.find(speaker["name"], on=on, country=hint)
    said = (found[0].actor.kind, found[0].speaks_for) if found else None
    fits = said is not None and said[0] == wanted[0] and _same_for(register, said[1], wanted[1], speaker)
    return Asked(speaker["name"], str(wanted), str(said), fits)


def _same_for(register: Register, said: str | None, wanted: str | None, speaker: dict[str, Any]) -> bool:
    """Whether both mean one actor. Governments speak for themselves, whether or not that was annotated."""
    if said == wanted or (
        wanted is None and speaker["kind"] in ("government", "igo", "outlet", "armed_group")
    ):
        return True
    if not said or not wanted:
        return False
    ours, theirs = register.find(said), register.find(wanted)
    return bool(ours and theirs) and ours[0].actor.id == theirs[0].actor.id


def main(argv: list[str]) -> int:
    data = Path(os.environ.get("REPORTEDLY_DATA", Path(__file__).parents[2] / "shared" / "data"))
    for name, value in measure(data).items():
        print(f"{name:45} {value:g}")
    if "--misses" in argv:
        register = Register()
        gold = data.parent / "gold" / "dev"
        for title, asked in (
            ("ngec", ngec(register, data / "registers" / "ngec")),
            ("bodies", speakers(register, gold, BODIES)),
            ("persons", speakers(register, gold, ("person",))),
        ):
            print(f"\n{title}: name, right, said")
            print("\n".join(f"  {one.name} | {one.right} | {one.said}" for one in asked if not one.fits))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

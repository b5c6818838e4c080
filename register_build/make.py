"""Makes `src/reportedly/register/register.json` and counts what is in it.

    python -m register_build.make [--notes]

Public facts come from $REPORTEDLY_DATA/registers, everything else from our own tables in curated/.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from register_build import facts_uk, facts_wikidata, people, tables
from register_build.draft import Draft, Row
from register_build.facts_factbook import add_factbook
from register_build.facts_uk import add_ifg
from register_build.facts_us import add_pocom
from register_build.facts_wikidata import add_everypolitician
from reportedly.resolve.actors import Gender, Office
from reportedly.resolve.names import fold

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src" / "reportedly" / "register" / "register.json"
OUTLETS = ROOT / "src" / "reportedly" / "mark" / "outlets.toml"
CLEAR = 0.95  # share of one gender from which a first name tells it


def main(argv: list[str]) -> int:
    draft = make(Path(os.environ.get("REPORTEDLY_DATA", ROOT.parent / "shared" / "data")) / "registers")
    TARGET.write_text(packed(draft), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {len(draft.rows)} actors, {len(draft.offices)} offices")
    print(counted(draft))
    if "--notes" in argv:
        print("\n".join(draft.notes))
    return 0


def make(folder: Path) -> Draft:
    """The whole register, our own tables first, so that facts join what is there."""
    draft = Draft()
    tables.add_states(draft)
    tables.add_places(draft)
    tables.add_agencies(draft)
    tables.add_groups(draft)
    tables.add_outlets(draft)
    tables.add_marked_outlets(draft, tomllib.loads(OUTLETS.read_text(encoding="utf-8"))["domains"])
    people.add_people(draft)
    add_pocom(draft, folder)
    add_ifg(draft, folder)
    add_factbook(draft, folder)
    add_everypolitician(draft, folder)
    draft.narrow()
    draft_genders(draft, folder)
    return draft


def draft_genders(draft: Draft, folder: Path) -> None:
    """First names of clear gender, from the facts and our own list."""
    counts = facts_uk.genders(folder) + facts_wikidata.genders(folder)
    for row in draft.rows.values():
        if row.gender and row.country not in people.SURNAME_FIRST:
            counts[fold(row.name).split()[0], row.gender] += 1
    own = tables.table("given.toml")
    lists: dict[Gender, set[str]] = {"female": _listed(own["female"]), "male": _listed(own["male"])}
    both = lists["female"] & lists["male"]
    names = {name for name, _ in counts} | lists["female"] | lists["male"]
    for name in sorted(names - both):
        gender = _gender(counts[name, "female"], counts[name, "male"], lists, name)
        if gender and len(name) > 1 and name.isalpha():
            draft.given[gender].append(name)


def _listed(text: str) -> set[str]:
    return {fold(name) for name in text.split() if "-" not in name}


def _gender(women: int, men: int, lists: dict[Gender, set[str]], name: str) -> Gender | None:
    total = women + men
    if total > 1 and max(women, men) / total >= CLEAR:
        return "female" if women > men else "male"
    if total < 2 or max(women, men) / total >= 0.8:  # too few to tell: our own list
        return next((gender for gender, listed in lists.items() if name in listed), None)
    return None


def packed(draft: Draft) -> str:
    """The register as JSON, an actor a line, in an order that does not change."""
    sources = sorted({source for row in draft.rows.values() for source in row.sources})
    numbers = {id: number for number, id in enumerate(draft.rows)}
    parts: dict[str, Any] = {
        "made_of": made_of(),
        "sources": sources,
        "states": draft.states,
        "bodies": tables.table("bodies.toml"),
        "bodies_of": draft.bodies_of,
        "places": draft.places,
        "titles": _titles(),
        "stands_for": tables.table("offices.toml")["stands_for"],
        "honours": tables.table("offices.toml")["honours"]["words"],
        "given": {gender: " ".join(names) for gender, names in draft.given.items()},
        "actors": [_actor(row, sources) for row in draft.rows.values()],
        "offices": [_office(office, numbers, sources) for office in draft.offices],
        "keys": {key: _numbers(ids, numbers) for key, ids in draft.keys().items()},
        "sounds": {key: _numbers(ids, numbers) for key, ids in draft.sounds().items()},
    }
    lines = [f"{json.dumps(name)}:{_lines(part)}" for name, part in parts.items()]
    return "{" + ",\n".join(lines) + "}\n"


def _lines(part: Any) -> str:
    def plain(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    if isinstance(part, list) and part and isinstance(part[0], list):
        return "[\n" + ",\n".join(plain(item) for item in part) + "]"
    return plain(part)


def made_of() -> str:
    """A digest of our own tables, by which a test tells whether the register was made after they changed."""
    digest = hashlib.sha256()
    for path in sorted(tables.CURATED.glob("*.toml")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _titles() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for title, phrases in tables.table("offices.toml")["titles"].items():
        for phrase in (title, *phrases):
            found.setdefault(fold(phrase), []).append(title)
    for of in tables.table("people.toml").values():
        for title in of:
            found.setdefault(fold(title), [title])
    return found


def _actor(row: Row, sources: list[str]) -> list[Any]:
    uses: dict[str, list[str]] = {}
    for text, use in row.aliases.items():
        uses.setdefault(use, []).append(text)
    about = {"gender": row.gender, "form": row.form, "owner": row.owner}
    numbers = [sources.index(source) for source in row.sources]
    known = {name: value for name, value in about.items() if value}
    return [row.id, row.name, row.kind, row.country, row.speaks_for, numbers, uses, known]


def _office(office: Office, numbers: dict[str, int], sources: list[str]) -> list[Any]:
    return [
        numbers[office.holder],
        office.title,
        office.of,
        office.first,
        office.last,
        sources.index(office.source),
    ]


def _numbers(ids: list[str], numbers: dict[str, int]) -> int | list[int]:
    found = [numbers[id] for id in ids]
    return found[0] if len(found) == 1 else found


def counted(draft: Draft) -> str:
    """A table of what is in it, by kind."""
    kinds = Counter(row.kind for row in draft.rows.values())
    names = Counter[str]()
    for row in draft.rows.values():
        names[row.kind] += 1 + len(row.aliases)
    lines = [f"| {kind} | {count:,} | {names[kind]:,} |" for kind, count in kinds.most_common()]
    return "\n".join(["| kind | actors | names |", "|---|---|---|", *lines])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

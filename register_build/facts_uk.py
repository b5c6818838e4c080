"""UK ministers since 1997 from the Institute for Government's database (CC BY 4.0)."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

from register_build.draft import Draft
from reportedly.resolve.actors import Gender
from reportedly.resolve.names import fold

SOURCE = "Institute for Government ministers database (CC BY 4.0)"
SINCE = "1997-05-01"
UK = "United Kingdom"
GENDERS: dict[str, Gender] = {"F": "female", "M": "male"}
# Departments whose junior ministers speak in foreign affairs.
ABROAD = frozenset({"FCO", "FCDO", "MoD", "HO", "DfID", "DExEU", "DIT", "DBT", "NIO"})
TITLES = {
    "prime minister": "prime minister",
    "deputy prime minister": "deputy prime minister",
    "chancellor of the exchequer": "finance minister",
    "secretary of state for the home department": "interior minister",
    "secretary of state for defence": "defence minister",
}
_FOREIGN = re.compile(r"secretary of state for foreign", re.IGNORECASE)
_LORDLY = re.compile(r"^(?:Lord|Baroness|Viscount|Earl|Lady|Sir|Dame)\b")


def add_ifg(draft: Draft, folder: Path) -> None:
    people = _people(folder)
    posts = {row["id"]: row for row in _rows(folder, "post")}
    departments = {row["id"]: row["short_name"] for row in _rows(folder, "organisation")}
    for row in _rows(folder, "appointment"):
        post, person = posts.get(row["post_id"]), people.get(row["person_id"])
        first, last = row["start_date"], row["end_date"] or None
        if not post or not person or (last or "9") < SINCE or (last and last < first):
            continue
        title = _title(post, departments.get(post["organisation_id"], ""))
        if title:
            actor = draft.person(person["display_name"], UK, SOURCE, person["short_name"])
            actor.gender = GENDERS.get(person["gender"], actor.gender)
            draft.holds(actor, title, UK, (first, last), SOURCE)


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "ifg_uk" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _people(folder: Path) -> dict[str, dict[str, str]]:
    """Each person once, under the name without a peerage where there is one."""
    found: dict[str, dict[str, str]] = {}
    for row in _rows(folder, "person"):
        known = found.get(row["id"])
        if not known or _LORDLY.match(known["display_name"]):
            found[row["id"]] = row
    return found


def _title(post: dict[str, str], department: str) -> str | None:
    name, rank = post["name"].casefold(), post["rank_equivalence"]
    if _FOREIGN.match(name):
        return "foreign minister"
    if name in TITLES:
        return TITLES[name]
    if rank in ("SoS", "PM") or name.startswith("secretary of state"):
        return re.sub(r"\s+", " ", name)
    return f"minister ({department})" if department in ABROAD and rank in ("MoS", "PUSS") else None


def genders(folder: Path) -> Counter[tuple[str, Gender]]:
    """How often each first name stands for a woman and for a man."""
    counts: Counter[tuple[str, Gender]] = Counter()
    for row in _people(folder).values():
        first = fold(row["display_name"].split()[0])
        if row["gender"] in GENDERS and not _LORDLY.match(row["display_name"]):
            counts[first, GENDERS[row["gender"]]] += 1
    return counts

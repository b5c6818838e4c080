"""UN offices and foreign ministers from Wikidata (CC0) by way of every-politician-scrapers, January 2023."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from register_build.draft import Draft
from register_build.people import surname_of
from reportedly.resolve.actors import Gender
from reportedly.resolve.names import fold

SOURCE = "Wikidata by way of EveryPolitician, January 2023"
SNAPSHOT = "2023-01"
POSITIONS = {
    "Deputy Secretary-General of the United Nations": ("deputy secretary-general", "United Nations"),
    "President of the United Nations General Assembly": (
        "president of the general assembly",
        "United Nations",
    ),
    "President of the International Court of Justice": ("president", "International Court of Justice"),
    "OSCE High Commissioner on National Minorities": ("high commissioner on national minorities", "OSCE"),
    "president of the Parliamentary Assembly of the Council of Europe": (
        "assembly president",
        "Council of Europe",
    ),
    "Speaker of the Arab Parliament": ("speaker of the arab parliament", "Arab League"),
}
STATES = {
    "People's Republic of China": "China",
    "Republic of Ireland": "Ireland",
    "Czechia": "Czech Republic",
}


def add_everypolitician(draft: Draft, folder: Path) -> None:
    root = folder / "everypolitician_world"
    for row in _rows(root / "html" / "holders21.csv"):
        if row["position"] in POSITIONS and row["start"]:
            title, of = POSITIONS[row["position"]]
            person = draft.person(row["person"], None, SOURCE, surname_of(row["person"], ""))
            person.speaks_for = person.speaks_for or of
            last = row["end"] or SNAPSHOT  # who comes after the snapshot is not known
            if last >= row["start"]:
                draft.holds(person, title, of, (row["start"], last), SOURCE)
    _add_foreign_ministers(draft, root / "sources" / "foreign")


def _add_foreign_ministers(draft: Draft, folder: Path) -> None:
    """Those on which Wikidata and Wikipedia agree, where our table has none for the state."""
    agreed = {
        row["country"]: row["wpperson"]
        for row in _rows(folder / "comparison.csv")
        if row["wpperson"] == row["wdperson"]
    }
    have = {office.of for office in draft.offices if office.title == "foreign minister"}
    for row in _rows(folder / "scraped.csv"):
        state = STATES.get(row["countryLabel"], row["countryLabel"])
        if (
            state in draft.states
            and state not in have
            and row["start"]
            and agreed.get(row["country"]) == row["person"]
        ):
            person = draft.person(row["name"], state, SOURCE, surname_of(row["name"], state))
            draft.holds(person, "foreign minister", state, (row["start"], SNAPSHOT), SOURCE)


def genders(folder: Path) -> Counter[tuple[str, Gender]]:
    """How often each first name stands for a woman and for a man."""
    counts: Counter[tuple[str, Gender]] = Counter()
    for row in _rows(folder / "everypolitician_world" / "html" / "bio.csv"):
        if row["gender"] == "female":
            counts[fold(row["name"].split()[0]), "female"] += 1
        elif row["gender"] == "male":
            counts[fold(row["name"].split()[0]), "male"] += 1
    return counts


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

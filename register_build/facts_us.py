"""US secretaries, their deputies and ambassadors since 1997 from HistoryAtState's pocom (CC0)."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from register_build.draft import Draft
from reportedly.resolve.names import fold

SOURCE = "US Office of the Historian, pocom"
SINCE = "1997"
UNITED_STATES = "United States"
PRINCIPALS = {
    "secretary": "foreign minister",
    "deputy-secretary": "deputy foreign minister",
    "us-trade-representative": "trade minister",
    "administrator-aid": "administrator of usaid",
    "counselor": "state department counselor",
    "director-policy-planning": "director of policy planning",
    "legal-adviser": "state department legal adviser",
}
ORGANISATIONS = {
    "representative-to-un": "ambassador to the united nations",
    "representative-to-nato": "ambassador to nato",
    "representative-to-eu": "ambassador to the european union",
    "representative-to-osce": "ambassador to the osce",
    "representative-to-oas": "ambassador to the organization of american states",
    "representative-to-iaea": "ambassador to the iaea",
    "representative-to-asean": "ambassador to asean",
    "representative-to-au": "ambassador to the african union",
}
TERRITORIES = {
    "burma": "Myanmar",
    "cote-divoire": "Ivory Coast",
    "congo-democratic-republic": "Democratic Republic of Congo",
    "congo-republic": "Congo-Brazzaville",
    "holy-see": "Vatican",
    "korea": "South Korea",
    "macedonia": "North Macedonia",
    "timor-leste": "East Timor",
    "swaziland": "Eswatini",
    "cape-verde": "Cape Verde",
    "bosnia-herzegovina": "Bosnia and Herzegovina",
}
Person = tuple[str, str]  # first names, surname


def add_pocom(draft: Draft, folder: Path) -> None:
    with tarfile.open(folder / "pocom" / "pocom.tar.gz") as archive:
        files = {name: archive.extractfile(name) for name in archive.getnames() if name.endswith(".xml")}
        texts = {name: file.read() for name, file in files.items() if file}
    people = dict(_people(texts))
    territories = {fold(name).replace(" ", "-"): name for name in draft.states} | TERRITORIES
    for name, text in texts.items():
        folder_name, _, file = name.removeprefix("./").partition("/")
        key = file.removesuffix(".xml")
        if folder_name == "positions-principals":
            title = PRINCIPALS.get(key) or ("assistant secretary of state" if "secretary" in key else None)
        elif folder_name == "missions-orgs":
            title = ORGANISATIONS.get(key)
        else:
            state = territories.get(key) if folder_name == "missions-countries" else None
            title = f"ambassador to {fold(state)}" if state else None
        if title:
            _add_terms(draft, title, text, people)


def _people(texts: dict[str, bytes]) -> Iterator[tuple[str, Person]]:
    for name, text in texts.items():
        if "people/" in name:
            tree = ElementTree.fromstring(text)  # noqa: S314
            given = tree.findtext("persName/forename") or ""
            surname = tree.findtext("persName/surname") or ""
            yield tree.findtext("id") or "", (given, surname)


def _add_terms(draft: Draft, title: str, text: bytes, people: dict[str, Person]) -> None:
    tree = ElementTree.fromstring(text)  # noqa: S314
    for entry in [*tree.iter("principal"), *tree.iter("chief")]:
        first = _date(entry, "started") or _date(entry, "appointed")
        last = _date(entry, "ended")
        person = people.get(entry.findtext("person-id") or "")
        # Rows without an end are of persons now in office, or who never took it up.
        if not person or not first or (last or "9") < SINCE or (not last and first < "2022"):
            continue
        if last and last < first:
            draft.notes.append(f"pocom, {title}, {person[1]}: ends before it begins")
            continue
        _add_term(draft, title, person, (first, last))


def _date(entry: ElementTree.Element, part: str) -> str | None:
    text = (entry.findtext(f"{part}/date") or "").strip()
    return text if re.fullmatch(r"\d{4}(-\d\d){0,2}", text) else None


def _add_term(draft: Draft, title: str, person: Person, term: tuple[str, str | None]) -> None:
    given, surname = person
    names = given.split()
    plain = f"{names[0]} {surname}"
    if any(
        office.title == title and office.first == term[0]
        for office in draft.offices
        if office.of == UNITED_STATES
    ):
        return
    row = draft.person(plain, UNITED_STATES, SOURCE, surname)
    draft.name_person(row, [f"{given} {surname}".strip()])
    if len(names) > 1:
        draft.name_person(row, [f"{names[0]} {names[1][0]}. {surname}"])
    ours = [o for o in draft.offices if o.of == UNITED_STATES and o.title == title and o.holder == row.id]
    if not any((o.first or "")[:4] == term[0][:4] for o in ours):
        draft.holds(row, title, UNITED_STATES, term, SOURCE)

"""Leaders, parties and forces from the World Factbook (CC0), as of May 2026."""

from __future__ import annotations

import html
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from register_build.draft import Draft, Row, slug
from register_build.people import SURNAME_FIRST
from reportedly.resolve.actors import Office
from reportedly.resolve.names import fold, sound

SOURCE = "World Factbook, May 2026"
CLOSE = 100  # days between two dates of one taking of office: sworn in, appointed, re-elected
# Names of states that the Factbook writes otherwise than newspapers do.
NAMES = {
    "DRC": "Democratic Republic of Congo",
    "Congo (Brazzaville)": "Congo-Brazzaville",
    "Côte d'Ivoire": "Ivory Coast",
    "Cabo Verde": "Cape Verde",
    "The Gambia": "Gambia",
    "The Bahamas": "Bahamas",
    "Czechia": "Czech Republic",
    "Burma": "Myanmar",
    "Korea, North": "North Korea",
    "Korea, South": "South Korea",
    "Holy See (Vatican City)": "Vatican",
    "Timor-Leste": "East Timor",
}
CODES = {
    "us": "United States",
    "uk": "United Kingdom",
    "ae": "United Arab Emirates",
    "kn": "North Korea",
    "ks": "South Korea",
}
_LEADER = re.compile(
    r"(?P<title>(?:Transitional |Transition |Interim |Acting |Caretaker )?"
    r"(?:Prime Minister|President|King|Queen|Sultan|Amir|Emperor|Chancellor|Supreme Leader|Premier"
    r"|Prince|Grand Duke|Pope))\s+(?!of |and )"
    r"(?P<name>[^();,/\d]+?)\s*\(since (?P<since>[^)]+)\)"
)
_TITLES = {"amir": "emir", "premier": "prime minister", "chancellor": "chancellor"}
_HONOURS = re.compile(r"^(?:Gen\.|General|Capt\.|Col\.|Lt\. ?Gen\.|Dr\.|Sir|Gen)\s+")
_PARTY = re.compile(r"^(?P<name>[A-Z][\w’'.,&/ -]{5,60}?) or (?P<short>[A-Z][\w.-]{1,11})$")


def add_factbook(draft: Draft, folder: Path) -> None:
    entries = json.loads((folder / "factbook" / "factbook_government.json").read_text(encoding="utf-8"))
    for code, entry in entries.items():
        state = state_of(draft, code, entry)
        if state:
            for part in ("chief of state", "head of government"):
                _add_leader(draft, state, _text(entry, "Executive branch", part))
            _add_parties(draft, state, _text(entry, "Political parties"))


def state_of(draft: Draft, code: str, entry: Any) -> str | None:
    short = _text(entry, "Country name", "conventional short form")
    name = CODES.get(code) or NAMES.get(short, short)
    if name in ("none", "") and _text(entry, "Country name", "conventional long form"):
        name = _text(entry, "Country name", "conventional long form")
    return name if name in draft.states else None


def _text(entry: Any, *path: str) -> str:
    for step in path:
        entry = entry.get(step, {}) if isinstance(entry, dict) else {}
    return html.unescape(entry.get("text", "")).strip() if isinstance(entry, dict) else ""


def _add_leader(draft: Draft, state: str, text: str) -> None:
    found = _LEADER.search(text)
    if not found or "represented by" in text:
        return
    title = re.sub(r"^(transitional|transition|interim|acting|caretaker) ", "", found["title"].lower())
    title = _TITLES.get(title, title)
    first = iso(found["since"])
    name, surname = spelled(_HONOURS.sub("", found["name"].strip()), state)
    if first and len(name.split()) >= 1:
        _settle(draft, state, title, (name, surname, first))


def iso(text: str) -> str | None:
    """ "28 August 2014" as "2014-08-28"; None for what is no date, or is not in the past."""
    months = [date(2000, month, 1).strftime("%B") for month in range(1, 13)]
    found = re.search(r"(?:(\d{1,2}) )?(?:(\w+) )?(\d{4})", text)
    if not found or (found[2] and found[2] not in months):
        return None
    day, month, year = found[1], found[2], found[3]
    parts = [
        year,
        *([f"{months.index(month) + 1:02}"] if month else []),
        *([f"{int(day):02}"] if day and month else []),
    ]
    return "-".join(parts) if "1945" <= year <= "2026" else None


def spelled(name: str, state: str) -> tuple[str, str]:
    """A name with its surname in capitals as newspapers write it, and the surname."""
    parts = [part for part in name.split() if part]
    capital = [part for part in parts if len(part) > 1 and part.upper() == part and part[-1] != "."]
    plain = [_small(part) if part in capital else part for part in parts]
    surname = " ".join(_small(part) for part in capital) or (
        plain[0] if state in SURNAME_FIRST else plain[-1]
    )
    return " ".join(plain), surname


def _small(word: str) -> str:
    if re.fullmatch(r"[IVX]+", word):
        return word
    return re.sub(r"\w+", lambda found: found[0].capitalize(), word)


def _settle(draft: Draft, state: str, title: str, person: tuple[str, str, str]) -> None:
    """Takes a leader over where our own table has nobody in the office, or somebody of the same name."""
    name, surname, first = person
    ours = [office for office in draft.offices if office.of == state and office.title == title]
    last = max(ours, key=lambda office: office.first or "", default=None)
    if last and _same_person(draft.rows[last.holder], surname):
        row = draft.rows[last.holder]
        draft.name_person(row, [name])
        row.sources.append(SOURCE)
    elif last and last.last is None and _near(last, first):
        draft.notes.append(f"{state}, {title}: ours {draft.rows[last.holder].name}, the Factbook's {name}")
    else:
        if last and last.last is None:
            draft.offices[draft.offices.index(last)] = Office(
                last.holder, last.title, last.of, last.first, first, last.source
            )
        row = draft.person(name, state, SOURCE, surname)
        draft.holds(row, title, state, (first, None), SOURCE)


def _same_person(row: Row, surname: str) -> bool:
    names = [row.name, *row.aliases]
    wanted = {fold(word) for word in surname.split() if len(word) > 2} | {sound(surname)}
    have = {word for name in names for word in fold(name).split()} | {
        sound(w) for n in names for w in n.split()
    }
    return bool(wanted & have - {""})


def _near(office: Office, first: str) -> bool:
    """Whether our holder began so close to the date, or after it, that the two rows contradict each other."""
    if not office.first or len(office.first) < 7 or len(first) < 7:
        return True
    ours = date.fromisoformat((office.first + "-15")[:10])
    theirs = date.fromisoformat((first + "-15")[:10])
    return (theirs - ours).days < CLOSE


def _add_parties(draft: Draft, state: str, text: str) -> None:
    """Parties with an abbreviation, where our table has none of that name in the state."""
    known = {fold(n) for row in draft.rows.values() if row.country == state for n in (row.name, *row.aliases)}
    for line in re.split(r"<br>|;", text):
        found = _PARTY.match(re.sub(r"<[^>]+>|\s+\(.*?\)", "", line).strip())
        if found and found["short"].isupper() and not {fold(found["name"]), fold(found["short"])} & known:
            row = draft.add(
                Row(f"party/{slug(found['name'])}", found["name"], "party", state, None, [SOURCE])
            )
            row.call([found["short"]], "narrow")
            row.aliases[row.name] = "narrow"  # half the world has a "Democratic Party"

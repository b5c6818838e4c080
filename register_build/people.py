"""Who held which office, from our own table: starts in order, each holder until the next."""

from __future__ import annotations

import re

from register_build.draft import GENERAL, Draft, Row
from register_build.tables import table
from reportedly.resolve.names import fold

# "2009-03-31 Avigdor Lieberman / Avigdor Liberman (f) until 2012-12"
_ENTRY = re.compile(
    r"(?P<first>\d{4}(?:-\d\d){0,2}) (?:-|(?P<names>.+?)(?P<woman> \(f\))?(?P<more> / .+?)?"
    r"(?: until (?P<last>\S+))?)$"
)
# States whose people write the surname first, also in English newspapers.
SURNAME_FIRST = frozenset(
    {"China", "Taiwan", "South Korea", "North Korea", "Hong Kong", "Vietnam", "Macau", "Cambodia"}
)
_PARTICLES = frozenset({"al", "el", "de", "da", "do", "dos", "del", "van", "von", "der", "bin", "ben", "abu"})


def add_people(draft: Draft) -> None:
    titles = canonical_titles()
    for of, offices in table("people.toml").items():
        for title, entries in offices.items():
            _add_office(draft, of, titles.get(fold(title), title), entries)


def canonical_titles() -> dict[str, str]:
    """Each phrase for an office that has one meaning only, and that meaning."""
    found: dict[str, list[str]] = {}
    for title, phrases in table("offices.toml")["titles"].items():
        for phrase in (title, *phrases):
            found.setdefault(fold(phrase), []).append(title)
    return {phrase: titles[0] for phrase, titles in found.items() if titles[0] == phrase or len(titles) == 1}


def _add_office(draft: Draft, of: str, title: str, entries: list[str]) -> None:
    parsed = []
    for entry in entries:
        found = _ENTRY.match(entry)
        if not found:
            raise ValueError(f'people.toml, {of}, {title}: "{entry}" is not "DATE NAME"')
        parsed.append(found)
    for at, found in enumerate(parsed):
        if found["names"] is None:
            continue
        following = parsed[at + 1]["first"] if at + 1 < len(parsed) else None
        if following and following < found["first"]:
            raise ValueError(f"people.toml, {of}, {title}: {following} stands after {found['first']}")
        person = _person(draft, of, found)
        # Spokesmen serve side by side: where an end is given, the next one's beginning ends nothing.
        draft.holds(person, title, of, (found["first"], found["last"] or following), GENERAL)


def _person(draft: Draft, of: str, found: re.Match[str]) -> Row:
    names = [name.strip() for name in f"{found['names']}{found['more'] or ''}".split(" / ")]
    marked = names[0]
    name = marked.replace("*", "")
    country = _country_of(draft, of)
    row = draft.person(name, country, GENERAL)
    country = row.country
    row.speaks_for = row.speaks_for or of
    if row.gender is None or found["woman"]:
        row.gender = "female" if found["woman"] else "male"
    draft.name_person(row, [other for other in names[1:] if " " in other], surname_of(marked, country or ""))
    for other in names:
        if " " not in other and other != name:
            row.call([other], "surname")
        elif not (country in SURNAME_FIRST and "-" in other):
            row.call([surname_of(other if other != name else marked, country or "")], "surname")
    row.call(shorter(marked, country or ""), "short")
    return row


def _country_of(draft: Draft, of: str) -> str | None:
    for row in draft.rows.values():
        if row.name == of and row.kind != "person":
            return row.country
    raise ValueError(f'people.toml: "{of}" is no state and no body of the register')


def surname_of(name: str, country: str) -> str:
    """The surname: what "*" marks, the first word in East Asia, else the last with its particles."""
    before, star, after = name.partition("*")
    if star:
        return after.strip()
    parts = before.split()
    if country in SURNAME_FIRST and len(parts) > 1 and not parts[0].endswith("."):
        return parts[0]
    return " ".join(parts[_start_of_surname(parts) :])


def _start_of_surname(parts: list[str]) -> int:
    start = len(parts) - 1
    if start > 0 and fold(parts[start]) in ("jr", "ii", "iii", "iv", "vi", "xiv", "xvi"):
        start -= 1
    while start > 1 and parts[start - 1].lower() in _PARTICLES:
        start -= 1
    return start


def shorter(name: str, country: str) -> list[str]:
    """First name and surname of a name of more words; nothing where that would be the same."""
    plain = name.replace("*", "")
    parts = plain.split()
    surname = surname_of(name, country)
    if country in SURNAME_FIRST or len(parts) - len(surname.split()) < 2:
        return []
    return [f"{parts[0]} {surname}"] if not parts[0].endswith(".") else []

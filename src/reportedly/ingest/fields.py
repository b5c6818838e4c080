"""A record of a news crawler: which of its fields is what, under the names that crawlers use."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reportedly.errors import InputError
from reportedly.ingest.dates import iso_date
from reportedly.ingest.flat import flat_text, looks_like_markup
from reportedly.ingest.html import tidy
from reportedly.ingest.limits import Limits
from reportedly.ingest.text import checked, storable
from reportedly.ingest.words import words
from reportedly.records import Facts

# Names are compared in small letters without "_", "-" and blanks; the first that holds something counts.
TEXTS = words(
    "maintext text body fulltext articletext articlebody bodytext contenttext plaintext content",
    "contenthtml article story cleanedtext",
)
TITLES = words("title headline articletitle webtitle heading titlepage")
DATES = words(
    "datepublish datepublished publishedat publisheddate publishdate publicationdate datepub",
    "pubdate published publishedon publishtime firstpublished webpublicationdate date datetime",
)
ADDRESSES = words("url link canonicalurl articleurl sourceurl weburl uri permalink")
OUTLETS = words(
    "publisher outlet source sourcename publication newspaper sitename site mediaoutlet",
    "sourcedomain domain hostname",
)
AUTHORS = words("author authors byline creator writer")
LANGUAGES = words("language lang languagecode")
# Where a crawler's export wraps the record itself, and where it wraps the list of records.
WRAPPED = ("source", "article", "fields", "data")
LISTS = words("articles items results records documents docs data entries news hits response")
NAMES_WITHIN = ("name", "title", "#text", "value")
LANGUAGE_NAMES = {
    "english": "en",
    "french": "fr",
    "german": "de",
    "spanish": "es",
    "turkish": "tr",
    "russian": "ru",
}
LANGUAGE = re.compile(r"([a-z]{2})(?:[-_][A-Za-z]{2,8})*", re.IGNORECASE)
BY_FORM = "file form"

Record = Mapping[str, object]


def read_record(record: Record, limits: Limits) -> tuple[str, Facts]:
    """Text and facts of one record. Raises InputError where it has no text."""
    fields = _by_plain_name(record)
    text = _text(fields)
    if not text:
        raise InputError(f"a record without text; expected one of the fields {', '.join(TEXTS[:6])}...")
    title, outlet = _words(fields, TITLES), _words(fields, OUTLETS)
    published = next(filter(None, (iso_date(value) for value in _values(fields, DATES))), None)
    return checked(storable(text), limits), Facts(
        title=title,
        title_by=BY_FORM if title else None,
        outlet=outlet,
        outlet_by=BY_FORM if outlet else None,
        author=_words(fields, AUTHORS),
        published=published,
        published_by=BY_FORM if published else None,
        url=_address(fields),
        language=language_of(next(_values(fields, LANGUAGES), None)),
    )


def records_in(record: Record) -> list[object] | None:
    """The records of a wrapper such as {"articles": [...]}; None where the object is a record itself."""
    fields = _by_plain_name(record)
    if _text(fields):
        return None
    for name in LISTS:
        value = fields.get(name)
        if isinstance(value, dict):
            value = records_in(value)
        if isinstance(value, list) and any(isinstance(item, dict) for item in value):
            return value
    return None


def language_of(value: object) -> str | None:
    """The ISO 639-1 code of a language as forms state it: "en", "en-US", "English"."""
    if not isinstance(value, str):
        return None
    match = LANGUAGE.fullmatch(value.strip())
    return match[1].lower() if match else LANGUAGE_NAMES.get(value.strip().lower())


def _by_plain_name(record: Record) -> dict[str, object]:
    """The fields under their plain names; those of a wrapped record count where the record has none."""
    fields = {re.sub(r"[\s_-]", "", name).lower(): value for name, value in record.items()}
    for name in WRAPPED:
        inner = fields.get(name)
        if isinstance(inner, dict) and (name != "source" or "_source" in record):
            fields = {
                **_by_plain_name_flat(inner),
                **{key: value for key, value in fields.items() if key != name},
            }
    return fields


def _by_plain_name_flat(record: Record) -> dict[str, object]:
    return {re.sub(r"[\s_-]", "", name).lower(): value for name, value in record.items()}


def _values(fields: Mapping[str, object], names: tuple[str, ...]) -> Iterator[object]:
    for name in names:
        value = fields.get(name)
        if value not in (None, "", [], {}):
            yield value


def _text(fields: Mapping[str, object]) -> str:
    for value in _values(fields, TEXTS):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            value = "\n\n".join(map(str, value))
        if isinstance(value, dict):  # Atom's form: {"type": "html", "content": "..."}
            value = value.get("content") or value.get("value") or value.get("text")
        if isinstance(value, str) and value.strip():
            return flat_text(value) if looks_like_markup(value) else value
    return ""


def _words(fields: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    return next(filter(None, (_name(value) for value in _values(fields, names))), None)


def _name(value: object) -> str | None:
    """A name in any of the shapes that exports give it: a string, {"name": ...}, or a list of these."""
    if isinstance(value, dict):
        value = next((value[key] for key in NAMES_WITHIN if value.get(key)), None)
    if isinstance(value, list):
        names = [_name(item) for item in value[:50] if not isinstance(item, list)]
        return tidy(", ".join(filter(None, names)))
    line = tidy(value)
    return flat_text(line) or None if line and looks_like_markup(line) else line


def _address(fields: Mapping[str, object]) -> str | None:
    for value in _values(fields, ADDRESSES):
        line = tidy(value)
        if line and "://" in line and " " not in line:
            return line
    return None

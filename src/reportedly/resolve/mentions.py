"""The persons whom an article names: their mentions, titles and fullest names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reportedly.records import Name, Span
from reportedly.resolve.actors import Gender
from reportedly.resolve.descriptions import EDGES, about_behind, descriptions, title_before
from reportedly.resolve.names import fold
from reportedly.resolve.register import Register
from reportedly.resolve.sources import (
    gender_of_word,
    is_title,
    kind_of_head,
    kind_of_name,
    word_set,
)

_CAPITALISED = re.compile(r"(?<![\w’'-])[A-Z][\w-]*")
_IN_FULL = 0.9  # confidence of a match by a whole name
_SHORTEST = 4  # letters of a surname by which full names are looked for
LEAST = 0.35  # of a name's confidence: below it, half of the persons are none (dev articles)
_POSSESSIVE = re.compile(r"(?:'s|’s|(?<=s)['’])$")
_FOLLOWS = re.compile(r"[ \n]([A-Z][a-zà-ÿ]+(?:-[A-Z]?[a-zà-ÿ]+)*)(?![\w’'])")
_BEFORE = re.compile(r"(?<![\w’'-])([A-Z](?:[a-zà-ÿ]+(?:-[A-Za-z][a-zà-ÿ]+)*|[A-Z]?\.?))\s$")
_GOVERNED = re.compile(r"\b(the|for|of|on)\s+$")
_OFFICE = re.compile(r"\b(?:the|for|of|on|and)\s+$")  # "of Trade and Rural Cooperation Irena Vell"
# "Minister of Trade and | Fisheries Irena Vell", where the reader begins the name too early.
_OF_OFFICE = re.compile(
    r"\b(?:[Mm]inister|[Ss]ecretary|[Cc]ommissioner)\s+(of|for)\s+(?:(?:[A-Z][\w-]+,?|and|the)\s+)+$"
)
_MINISTER = re.compile(r"(?:\w+\s+){0,3}(?:[Mm]inister|[Ss]ecretary|[Cc]ommissioner)\s+(?:of|for)\s")
_HONOUR = re.compile(r"\bH\.?\s?E\.?\s$")  # His Excellency
_TO = re.compile(r"(?:to|in|for|of)\s+(?=[A-Z])")
_DAY = re.compile(r"\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")
_INSIDE = re.compile(r"[\w,]\s$")
_WORD = re.compile(r" ([\w.-]+)")
_DATELINE = re.compile(r"(?<![^\n])[A-Z]{3}[A-Z ]*(?:,[\w .]{2,20})?\s?(?:--|–|—)")  # "TARN -- "
# The rest of a name that the reader cut at its hyphen: "Kim Je-won", not "Vell-led".
_PART = re.compile(r"(?<=[a-z])-(?!\w*(?:ed|ing|era|run|style|like|born)\b)[a-z]{2,5}(?![\w-])")
_PARTISAN = re.compile(r"[A-Z]{1,2}-")


@dataclass(slots=True)
class Person:
    """One person of the article. `about` are the titles and appositions that it gives him."""

    name: str
    keys: list[tuple[str, ...]]
    spans: list[Span] = field(default_factory=list)
    about: list[str] = field(default_factory=list)
    gender: Gender | None = None


class Cast:
    """The persons of an article, found by name and by place."""

    def __init__(self, text: str, names: Iterable[Name], known: Register) -> None:
        self._text = text
        self._known = known
        self._by_last: dict[str, list[Person]] = {}
        self._mentions: list[tuple[Span, Person]] = []
        self.persons: list[Person] = []
        names = list(names)
        others = [name.span for name in names if name.kind != "person"]
        persons = (name for name in names if name.kind == "person" or _titled(text, name, known))
        spans = [self._without_state(span) for name in persons for span in _person_spans(text, name)]
        spans = [whole_name(text, span, known, others) for span in spans]
        found = [(span, span.of(text)) for span in spans]
        for span, words in found:
            if len(words.split()) > 1 and not is_body(words, known):
                self._take(span, words)
        for span, words in found:  # "Hayat" is a paper, save where Samih Hayat was named
            if len(words.split()) == 1 and (self.named(words) or not is_body(words, known)):
                self._take(span, words)
        for span in list(self._unmarked([name.span for name in names])):
            self._take(span, span.of(text))
        self._mentions.sort(key=lambda mention: mention[0])
        self._starts = [span.start for span, _ in self._mentions]
        for person in self.persons:
            self._finish(person)

    def _unmarked(self, marked: Sequence[Span]) -> Iterator[Span]:
        """Full names of persons found by their surnames alone, where the reader has marked no name."""
        surnames = {p.name for p in self.persons if " " not in p.name and len(p.name) >= _SHORTEST}
        taken = {at for one in marked for at in range(one.start, one.end)} if surnames else set()
        for found in _CAPITALISED.finditer(self._text):
            if found[0] in surnames and found.start() not in taken:
                span = Span(found.start(), found.end())
                whole = trimmed(self._text, whole_name(self._text, span, self._known, marked))
                if whole and " " in whole.of(self._text):
                    yield whole

    def _without_state(self, span: Span) -> Span:
        """The name without the state that stands before it: "ambassador to Dirvan Irena Vell"."""
        governed = _TO.match(self._text, span.start, span.end)  # "to Dirvan Irena Vell"
        span = Span(governed.end(), span.end) if governed else span
        first, _, rest = span.of(self._text).partition(" ")
        before = self._text[max(0, span.start - 4) : span.start]
        if (
            " " in rest
            and before.endswith((" to ", " of ", " in ", " for "))
            and self._known.government_of(first)
        ):
            return Span(span.end - len(rest), span.end)
        return span

    def within(self, span: Span) -> list[tuple[Span, Person]]:
        """The mentions in a stretch of the text."""
        first = bisect_right(self._starts, span.start - 1)
        found = []
        for mention in self._mentions[max(0, first - 1) :]:
            if mention[0].start >= span.end:
                break
            if mention[0].overlaps(span):
                found.append(mention)
        return found

    def before(self, place: int, most: int = 12) -> list[tuple[Span, Person]]:
        """The mentions before a place, the nearest first."""
        last = bisect_right(self._starts, place - 1)
        return self._mentions[max(0, last - most) : last][::-1]

    def named(self, words: str) -> Person | None:
        """The person of that name, as fully as it is given."""
        fits = self.so_called(words)
        return fits[-1] if fits else None

    def so_called(self, words: str) -> list[Person]:
        """All persons that a name may be one of."""
        key = _key(words)
        fits = [person for person in self._by_last.get(key[-1], ()) if _one(key, person)] if key else []
        return fits or ([p for p in self._by_last.get(key[-1], ()) if _amid(key, p)] if key else [])

    def add(self, span: Span) -> Person:
        """A person whom only a source names."""
        person = self._take(span, span.of(self._text))
        self._mentions.sort(key=lambda mention: mention[0])
        self._starts = [one.start for one, _ in self._mentions]
        self._finish(person)
        return person

    def _take(self, span: Span, words: str) -> Person:
        key = _key(words)
        person = self._joined(key, span)
        if person is None:
            person = Person(words, [key])
            self.persons.append(person)
            for part in dict.fromkeys(key[::-1]):
                self._by_last.setdefault(part, []).append(person)
        elif len(key) > 1 and key not in person.keys:
            person.keys.append(key)
            self._by_last.setdefault(key[-1], []).append(person)
            if len(key) > len(_key(person.name)):
                person.name = words
        person.spans.append(span)
        self._mentions.append((span, person))
        return person

    def _joined(self, key: tuple[str, ...], span: Span) -> Person | None:
        """Whom of those found so far a name means: of two by one surname, the one whose title or sex stands
        before it, else the nearest named before."""
        fits = [person for person in self._by_last.get(key[-1], ()) if _one(key, person)]
        fits = fits or [person for person in self._by_last.get(key[-1], ()) if _amid(key, person)]
        if len(key) > 1 and not fits:
            fits = [p for p in self._by_last.get(key[0], ()) if _one(key, p)]
        if len({id(person) for person in fits}) < 2:
            return fits[0] if fits else None
        title = title_before(self._text, span)
        sex = next((s for word in title.split() if (s := gender_of_word(word))), None)
        if sex:
            fits = [p for p in fits if self._gender(p) in (sex, None)] or fits
        words = set(title.lower().split())
        if words:
            held = {id(p): len(words & set(" ".join(self._titles(p)).lower().split())) for p in fits}
            best = max(held.values())
            if best:
                fits = [p for p in fits if held[id(p)] == best]
        return max(fits, key=lambda p: max((s.start for s in p.spans if s.start <= span.start), default=-1))

    def _titles(self, person: Person) -> list[str]:
        return [
            title_before(self._text, span) + " " + about_behind(self._text, span) for span in person.spans[:2]
        ]

    def _gender(self, person: Person) -> Gender | None:
        for span in person.spans:
            for word in (title_before(self._text, span) + " " + about_behind(self._text, span)).split():
                sex = gender_of_word(word.strip(EDGES))
                if sex:
                    return "female" if sex == "female" else "male"
        return self._known.gender_of(person.name)

    def _finish(self, person: Person) -> None:
        person.spans.sort()
        for span in person.spans[:6]:
            for about in descriptions(self._text, span):
                if about not in person.about:
                    person.about.append(about)
        person.gender = person.gender or self._gender(person)


def is_body(words: str, known: Register) -> bool:
    """Whether the register has a name only as that of a state, body or outlet."""
    if len(words.split()) > 1 and kind_of_name(words) in ("organisation", "agency", "company", "igo"):
        return True
    if all(known.government_of(word) or word.lower() in word_set("no_name") for word in words.split()):
        return True
    found = known.find(words)
    if " " in words and found and found[0].actor.kind != "person" and found[0].confidence >= _IN_FULL:
        return True  # "Asahi Shimbun", "White House"
    if (
        len(words.split()) > 1
        and not kind_of_name(words)
        and words != words.upper()
        and "al" not in words.lower()
        and not known.government_of(words.split()[0])
    ):
        return False
    first, _, rest = words.partition(" ")
    if not found and rest and known.government_of(first):
        found = known.find(rest)  # "the US White House"
    return bool(found) and found[0].confidence >= 0.8 and all(m.actor.kind != "person" for m in found)


def _titled(text: str, name: Name, known: Register) -> bool:
    """Whether what is marked as a body or place is a name behind a rank: "Division General Irena Vell"."""
    rest = trimmed(text, name.span) if name.kind in ("organisation", "group", "place") else None
    if rest is None or " " not in rest.of(text) or known.gender_of(rest.of(text)) is None:
        return False
    return rest.start > name.span.start or title_before(text, rest) != ""


def _person_spans(text: str, name: Name) -> Iterator[Span]:
    """The name alone, without titles, dashes and possessive; two where "and" joins two persons."""
    if name.confidence < LEAST or _DATELINE.match(text, name.span.start):
        return
    start = name.span.start
    parts = list(re.finditer(r"(?:(?!\s+(?:and|&)\s).)+", name.span.of(text), re.DOTALL))
    for part in parts[-1:] if _MINISTER.match(name.span.of(text)) else parts:
        lead = len(part[0]) - len(part[0].removeprefix(" and ").removeprefix(" & "))
        if part[0].strip():
            found = trimmed(text, Span(start + part.start() + lead, start + part.end()))
            if found:
                yield found


def whole_name(text: str, span: Span, known: Register, others: Sequence[Span]) -> Span:
    """The name without words of an office that the reader took into it, with a first name that it left out.

    `others` are the names in the text that are no person's."""
    found = _GOVERNED.search(text, max(0, span.start - 8), span.start)
    found = found or _OF_OFFICE.search(text, max(0, span.start - 80), span.start)
    words = [span.start + word.start() for word in re.finditer(r"\S+", span.of(text))]
    if found and len(words) > 2 and not known.gender_of(span.of(text)):
        given = [at for at in words[1:-1] if known.gender_of(text[at : span.end])]
        if given or found[1] == "the":  # "High Commissioner for Human Rights Irena Vell"
            return Span(given[0] if given else words[1], span.end)
    return Span(_first_name(text, span, known, others), span.end)


def _first_name(text: str, span: Span, known: Register, others: Sequence[Span]) -> int:
    """Where a name begins, with the capitals right before it that are its own."""
    start = span.start
    while found := _BEFORE.search(text, max(0, start - 25), start):
        word = found[1]
        foreign = any(other.start < found.end() and found.start(1) < other.end for other in others)
        if foreign or is_title(word) or kind_of_head(word.lower()) or kind_of_name(word):
            break
        opens = not text[max(0, found.start() - 1) : found.start()].isalnum() and not _INSIDE.search(
            text, max(0, found.start() - 2), found.start(1)
        )
        initial = len(word.strip(".")) == 1 or (word.isupper() and len(word) == 2)
        if _HONOUR.search(text, max(0, start - 6), start) or is_body(word, known) or word.endswith("-born"):
            break
        fits = initial or known.gender_of(word) or (not opens and not word.isupper())
        if not fits or word.lower() in word_set("no_name") | word_set("no_body") or known.government_of(word):
            break
        start = found.start(1)
    office = _OFFICE.search(text, max(0, start - 8), start) and not known.gender_of(text[start : span.end])
    return span.start if office else start


def _is_before_name(word: str) -> bool:
    """Whether a word tells who somebody is and is no part of his name: "Minister", "woman"."""
    return is_title(word) or (word.islower() and kind_of_head(word) == "person")


def trimmed(text: str, span: Span) -> Span | None:
    """A person's name without the titles before it."""
    start, end = span.start, span.end
    words = list(re.finditer(r"\S+", text[start:end]))
    if len(words) > 2 and words[0].group() + words[1].group() in ("HE", "H.E."):
        words = words[2:]  # His Excellency
    titles = [at for at, word in enumerate(words) if _is_before_name(word.group().strip(EDGES))]
    if titles:
        words = words[titles[-1] + 1 :]  # "AmCham president Landis Hicks"
    while (
        words
        and (words[0].group().lower() in word_set("no_name") or words[0].group()[-2:] in ("'s", "’s"))
        and len(words) > 1
    ):
        words = words[1:]
    while words and not any(letter.isalpha() for letter in words[-1].group()):
        words = words[:-1]
    if (
        not words
        or words[-1].group().lower().strip(EDGES) in word_set("no_name")
        or _PARTISAN.match(words[0].group())
    ):
        return None
    if kind_of_head(words[-1].group().lower().strip(EDGES)) and (
        len(words) == 1 or words[-1].group().islower()
    ):
        return None
    start, end = _edges(text, span.start + words[0].start(), span.start + words[-1].end())
    following = _WORD.match(text, end)
    if following and _is_post(following[1], alone=" " not in text[start:end]):
        return None  # "Information Minister", "Business leader": no person
    good = start < end and text[start].isalpha() and any(c.isupper() for c in text[start:end])
    return Span(start, end) if good and _key(text[start:end]) else None


def _edges(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a name begins and ends without its possessive, marks, and what follows it."""
    found = _POSSESSIVE.search(text[start:end])
    end = start + found.start() if found else _extended(text, end)
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    day = _DAY.search(text, start, end)  # "told Vell Monday"
    end = day.start() if day and day.end() == end and day.start() > start else end
    for stop in (" of ", " ("):
        cut = text.find(stop, start, end)
        end = cut if cut > start and not (stop == " (" and text.find(")", cut, end) > 0) else end
    opened = text.find(") ", start, end)  # "Maj (retd) Irena Vell"
    start = opened + 2 if opened >= 0 and "(" not in text[start:opened] else start
    part = _PART.match(text, end)
    return start, part.end() if part else end


def _is_post(word: str, *, alone: bool) -> bool:
    capital = word[:1].isupper()
    return (capital and is_title(word)) or (alone and not capital and kind_of_head(word) == "person")


def _extended(text: str, end: int) -> int:
    """Where a name really ends: the capitals that follow without a break belong to it."""
    while found := _FOLLOWS.match(text, end):
        word = found[1]
        if is_title(word) or kind_of_head(word.lower()) or word.lower() in word_set("no_name"):
            break
        end = found.end(1)
    return end


def _key(words: str) -> tuple[str, ...]:
    return tuple(word for word in fold(words).split() if word)


def _one(key: tuple[str, ...], person: Person) -> bool:
    """Whether a name may be one of the person's: the same, a part of it, or initials and surname."""
    return any(_same(key, known) for known in person.keys)


def _amid(key: tuple[str, ...], person: Person) -> bool:
    """Whether one word stands in the middle of a person's name: "Lura" of "Ivo Ignaz Lura da Selva"."""
    within = any(key[0] in known[1:-1] for known in person.keys)
    return len(key) == 1 and len(key[0]) >= _SHORTEST and within


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    small, big = sorted((one, other), key=len)
    if set(small) <= set(big):
        return small[-1] == big[-1] or (len(small) == 1 and small[0] == big[0]) or small[0] == big[0]
    if len(one) < 2 or len(other) < 2 or one[-1] != other[-1]:
        return False
    first, second = one[0], other[0]
    return first[0] == second[0] and (len(first) == 1 or len(second) == 1)

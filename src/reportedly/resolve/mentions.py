"""The persons whom an article names: their mentions, titles and fullest names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from reportedly.records import Name, Span
from reportedly.resolve.actors import Gender
from reportedly.resolve.names import fold
from reportedly.resolve.register import Register
from reportedly.resolve.sources import (
    gender_of_word,
    is_title,
    kind_of_head,
    kind_of_name,
    serves_state,
    word_set,
)

LEAST = 0.35  # of a name's confidence: below it, half of the persons are none (dev articles)
_REACH = 110  # characters of a title before, or an apposition behind, a name
_EDGES = " \t\n\"'“”‘’`.,;:()[]-–—"
_POSSESSIVE = re.compile(r"(?:'s|’s|(?<=s)['’])$")
# Not the point of "Col." or "U.S.".
_BEFORE = re.compile(r"[!?;:()\"“”]\s|\n\s*\n|,|(?<![A-Z])(?<![A-Z][a-z])(?<![A-Z][a-z]{2})\.\s")
_BEHIND = re.compile(
    r"\s*(?:,|--|–|—|\()\s*(?P<about>(?:the|an?|its|his|who|whose|former|then|[\w.’'-]+)\s[^,;()–—]{2,100})"
)
_FOLLOWS = re.compile(r"[ \n]([A-Z][a-zà-ÿ]+(?:-[A-Z]?[a-zà-ÿ]+)*)(?![\w’'])")
_SERVES = re.compile(
    r"who\s+(?:also\s+)?(?:is|was|heads?|headed|leads?|led|chairs?|chaired|represents?|serves?|runs?|works?)\b"
)
_STOP = re.compile(r"(?<![A-Z])\.[”\"’']?\s+(?=[A-Z“\"])|\n\s*\n|\s(?:said|told|added|says)\s")
_WORD = re.compile(r" ([\w.-]+)")
_LETTERS = re.compile(r"\((?:the\s)?[A-Z][A-Za-z.&/-]{1,9}\)\s?")
_PARTISAN = re.compile(r"[A-Z]{1,2}-")
_LINKS = ("of", "for", "the", "and", "to", "in")


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
        spans = [self._without_state(span) for name in names if (span := _person_span(text, name))]
        found = [(span, words) for span in spans if not is_body(words := span.of(text), known)]
        for span, words in found:
            if len(words.split()) > 1:
                self._take(span, words)
        for span, words in found:
            if len(words.split()) == 1:
                self._take(span, words)
        self._mentions.sort(key=lambda mention: mention[0])
        self._starts = [span.start for span, _ in self._mentions]
        for person in self.persons:
            self._finish(person)

    def _without_state(self, span: Span) -> Span:
        """The name without the state that stands before it: "ambassador to Dirvan Irena Vell"."""
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
        key = _key(words)
        fits = [person for person in self._by_last.get(key[-1], ()) if _one(key, person)] if key else []
        return fits[-1] if fits else None

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
            for part in dict.fromkeys((key[-1], key[0])):
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
                sex = gender_of_word(word.strip(_EDGES))
                if sex:
                    return "female" if sex == "female" else "male"
        return self._known.gender_of(person.name)

    def _finish(self, person: Person) -> None:
        person.spans.sort()
        for span in person.spans[:6]:
            for about in (title_before(self._text, span), about_behind(self._text, span)):
                if about and about not in person.about:
                    person.about.append(about)
        person.gender = person.gender or self._gender(person)


def is_body(words: str, known: Register) -> bool:
    """Whether the register has a name only as that of a state, body or outlet."""
    if len(words.split()) > 1 and kind_of_name(words) in ("organisation", "agency", "company", "igo"):
        return True
    if all(known.government_of(word) or word.lower() in word_set("no_name") for word in words.split()):
        return True
    if (
        len(words.split()) > 1
        and not kind_of_name(words)
        and words != words.upper()
        and "al" not in words.lower()
    ):
        return False
    found = known.find(words)
    return bool(found) and found[0].confidence >= 0.8 and all(m.actor.kind != "person" for m in found)


def _person_span(text: str, name: Name) -> Span | None:
    """The name alone, without titles, dashes and possessive; None where it is no person's."""
    if name.kind != "person" or name.confidence < LEAST:
        return None
    return trimmed(text, name.span)


def trimmed(text: str, span: Span) -> Span | None:
    """A person's name without the titles before it."""
    start, end = span.start, span.end
    words = list(re.finditer(r"\S+", text[start:end]))
    titles = [at for at, word in enumerate(words) if is_title(word.group().strip(_EDGES))]
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
        or words[-1].group().lower().strip(_EDGES) in word_set("no_name")
        or _PARTISAN.match(words[0].group())
    ):
        return None
    if kind_of_head(words[-1].group().lower().strip(_EDGES)) and (
        len(words) == 1 or words[-1].group().islower()
    ):
        return None
    start, end = span.start + words[0].start(), span.start + words[-1].end()
    found = _POSSESSIVE.search(text[start:end])
    end = start + found.start() if found else _extended(text, end)
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    cut = text.find(" of ", start, end)
    end = cut if cut > start else end
    following = _WORD.match(text, end)
    if following and _is_post(following[1], alone=" " not in text[start:end]):
        return None  # "Information Minister", "Business leader": no person
    good = start < end and text[start].isalpha() and any(c.isupper() for c in text[start:end])
    return Span(start, end) if good and _key(text[start:end]) else None


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


def title_before(text: str, span: Span) -> str:
    """The title that stands before a name, with its state or body: "Israel's foreign minister"."""
    before = _LETTERS.sub("", text[max(0, span.start - _REACH) : span.start])
    stops = list(_BEFORE.finditer(before))
    words = before[stops[-1].end() if stops else 0 :].split()
    if span.start > _REACH and not stops:
        words = words[1:]
    taken: list[str] = []
    for word in reversed(words):
        lower = word.lower().strip(_EDGES)
        linked = lower in _LINKS and bool(taken)
        if lower in word_set("no_title") and not linked:
            break
        if not (
            word[:1].isupper()
            or is_title(lower)
            or kind_of_head(_POSSESSIVE.sub("", lower))
            or linked
            or serves_state(lower)
        ):
            break
        if lower == "and" and not _goes_on(words[: len(words) - len(taken) - 1]):
            break
        taken.append(word)
    while taken and taken[-1].lower() in _LINKS:
        taken.pop()
    title = " ".join(reversed(taken))
    words = [word.lower().strip(_EDGES) for word in title.split()]
    return title if words and (any(map(is_title, words)) or kind_of_head(words[-1])) else ""


def _goes_on(words: Sequence[str]) -> bool:
    """Whether a title may go on before "and": "Justice and Interior Minister", not "Vell and Minister"."""
    return bool(words) and (is_title(words[-1].strip(_EDGES)) or kind_of_head(words[-1].lower()) != "")


def about_behind(text: str, span: Span) -> str:
    """The apposition behind a name: "the Sundrey foreign minister"."""
    found = _BEHIND.match(_LETTERS.sub("", text[span.end : span.end + _REACH + 30]))
    if not found:
        return ""
    about = " ".join(_STOP.split(found["about"])[0].split()).rstrip(".”\"’'")
    if not about:
        return ""
    head = re.split(r"\s(?:of|for|at|from|in|to|with|who|and|on)\s", about)[0].split()[-1].lower()
    if _SERVES.match(about) or kind_of_head(head) == "person" or is_title(head):
        return about
    return ""


def _key(words: str) -> tuple[str, ...]:
    return tuple(word for word in fold(words).split() if word)


def _one(key: tuple[str, ...], person: Person) -> bool:
    """Whether a name may be one of the person's: the same, a part of it, or initials and surname."""
    return any(_same(key, known) for known in person.keys)


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    small, big = sorted((one, other), key=len)
    if set(small) <= set(big):
        return small[-1] == big[-1] or (len(small) == 1 and small[0] == big[0]) or small[0] == big[0]
    if len(one) < 2 or len(other) < 2 or one[-1] != other[-1]:
        return False
    first, second = one[0], other[0]
    return first[0] == second[0] and (len(first) == 1 or len(second) == 1)

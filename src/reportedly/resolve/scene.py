"""What resolving needs to know of one article: its persons, its bodies by name, its states, its day."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from reportedly.records import NameKind, Reading, Rival, Span, Speaker, Word
from reportedly.resolve.actors import Actor, Kind, Match
from reportedly.resolve.mentions import Cast, Person, is_body
from reportedly.resolve.names import fold
from reportedly.resolve.register import Register
from reportedly.resolve.sources import (
    Phrase,
    kind_of_head,
    kind_of_name,
    phrase_of,
    plain,
    serves_state,
)

_ACRONYM = re.compile(r"\s*\((?:the\s+)?([A-Z][A-Za-z.&-]{1,9})\)")
_LETTERS = re.compile(r"\s*\((?:the\s+)?[A-Z][A-Za-z.&/-]{1,9}\)")
CAPITALS = re.compile(
    r"(?<![\w-])(?:[A-Z0-9][\w.&'’-]*|al-[A-Z][\w'’-]*|[a-z]-[A-Z]\w*)"
    r"(?:\s+(?:(?:of|for|and|the|de|del|la|al|el|on|to)\s+){0,2}(?:[A-Z][\w.&'’-]*|al-[A-Z][\w'’-]*|al\s+[A-Z]\w*))*"
)
_NEWS_AGENCY = re.compile(r"\b(?:news|press|information|state) agency\b", re.IGNORECASE)
_BODIES = frozenset({"organisation", "outlet", "group", "place", "facility"})
# By trial on dev articles: what tells the state that an article is about.
_HEAD, _AT_HOME, _AT_DATELINE = 700, 6, 6
_DATELINE = re.compile(
    r"^\s*([A-Z][A-Za-z .]{2,20}(?:, [A-Z][\w. ]{2,16})?)(?: \(\w+\))?(?: --? |: | [–—] )", re.MULTILINE
)
_MINISTRY = re.compile(r"\bministry\b|^Department of Foreign Affairs$", re.IGNORECASE)  # every state has one
_CLOSE = 0.7  # of the best match's confidence, from which another is kept beside it
SURE = 0.55  # of the register: below it a name is read by its own words
_WORLDWIDE = ("President", "US President", "Pope", "Queen")  # whom no article introduces
_WORLD_PRESS = ("United States", "United Kingdom", "France")  # whose agencies write of every state


class Scene:
    """One article under resolution."""

    def __init__(self, reading: Reading, known: Register) -> None:
        self.reading = reading
        self.text = reading.article.text
        self.known = known
        self.on = reading.article.facts.published
        self.cast = Cast(self.text, reading.names, known)
        self._bodies: dict[str, Speaker | None] = {}
        self._states: dict[str, str | None] = {}
        self.sides: dict[int, str | None] = {}  # of the persons, by their identity; None while asked for
        self._sentences = [sentence.span.start for sentence in reading.sentences]
        self.antecedents = {ref.mention: ref for ref in reading.references}

    @cached_property
    def home(self) -> str | None:
        """The state that the article is about: the one it names most, those at its head twice."""
        counts = self._states_named() + self._states_at_home()
        article = self.reading.article
        lines = [mark.span.of(self.text) for mark in article.marks if mark.kind == "dateline"]
        for line in lines or _DATELINE.findall(self.text[:600])[:1]:
            if state := self._sovereign(self.state_in(line) or self._state_of_place(line)):
                counts[state] += _AT_DATELINE
        own = self._state_of_outlet(counts)
        if own and own not in _WORLD_PRESS:
            counts[own] += _AT_HOME
        return counts.most_common(1)[0][0] if counts else None

    def _state_of_outlet(self, counts: Counter[str]) -> str | None:
        """The state the article's outlet is of; of several outlets of one name the one that is named most."""
        outlet = self.reading.article.facts.outlet
        found = (
            [m.actor.country for m in self.known.find(outlet) if m.actor.kind == "outlet"] if outlet else []
        )
        states = [state for state in found if state]
        if len(states) < 2:
            own = self.known.country_of(outlet) if outlet else None
            return own.actor.name if own else None
        best = max(states, key=lambda state: counts[state])
        return best if counts[best] else None

    def _state_of_place(self, words: str) -> str | None:
        place = self.known.country_of(words)
        return place.actor.name if place else None

    def _sovereign(self, state: str | None) -> str | None:
        """The state that a territory belongs to, a state itself."""
        found = self.known.government_of(state) if state else None
        return found.actor.country or found.actor.name if found else None

    def _states_named(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for name in self.reading.names:
            if name.kind in ("place", "group", "organisation"):
                words = name.span.of(self.text)
                state = self.state_named(words)
                if not state and name.kind == "place":
                    state = self._state_of_place(words)
                if state := self._sovereign(state):
                    counts[state] += 2 if name.span.start < _HEAD else 1
        return counts

    def _states_at_home(self) -> Counter[str]:
        """At home an office needs no state: "Prime Minister Vell" tells where an article is at home."""
        counts: Counter[str] = Counter()
        for person in self.cast.persons:
            told = [about for about in person.about if serves_state(about) and about not in _WORLDWIDE]
            if told and not any(map(self.state_in, person.about)):
                state = self._sovereign(self.state_of_register(person))
                if state:
                    counts[state] += _AT_HOME + len(self.reading.names) // 6
        return counts

    @cached_property
    def acronyms(self) -> dict[str, str]:
        """The full names that the text gives with their letters: "Lebanese Armed Forces (LAF)"."""
        found: dict[str, str] = {}
        for match in _ACRONYM.finditer(self.text):
            letters = match[1].replace(".", "")
            before = self.text[max(0, match.start() - 90) : match.start()]
            runs = [run for run in CAPITALS.finditer(before) if run.end() == len(before)]
            if runs and letters.isupper():
                found[letters] = _cut_to(plain(runs[0].group()), letters)
        return found

    def sentence_at(self, place: int) -> int:
        """The number of the sentence in which a place lies."""
        return bisect_right(self._sentences, place) - 1

    def noun_before(self, relative: Span) -> Span | None:
        """The noun phrase that a relative pronoun belongs to, by the tree of its sentence."""
        number = self.sentence_at(relative.start)
        words = self.reading.sentences[number].words if number >= 0 else ()
        at = next((n for n, word in enumerate(words) if word.span.overlaps(relative)), None)
        head = words[at].head if at is not None else -1
        while head >= 0 and not words[head].relation.startswith("acl"):
            head = words[head].head
        noun = words[head].head if head >= 0 else -1
        if at is None or noun < 0 or noun >= at:
            noun = _last_noun(words[:at]) if at else -1
            if at is None or noun < 0:
                return self._stretch_before(relative)
        first = min((n for n in range(noun) if _hangs_on(words, n, noun)), default=noun)
        last = max(n for n in range(noun, at) if n == noun or _hangs_on(words, n, noun))
        return Span(words[first].span.start, words[last].span.end)

    def _stretch_before(self, relative: Span) -> Span | None:
        """What stands between the last article and the pronoun, where the tree does not tell."""
        start = max(0, relative.start - 70)
        found = list(
            re.finditer(
                r"\b(?:an?|the|some|those|many|several)\s+(?=\w)",
                self.text[start : relative.start],
                re.IGNORECASE,
            )
        )
        if not found:
            return None
        end = start + len(self.text[start : relative.start].rstrip(" ,\n"))
        first = start + found[-1].start()
        return Span(first, end) if first < end else None

    def state_named(self, words: str) -> str | None:
        """The state that a name, demonym, capital or seat stands for."""
        key = plain(words)
        if key not in self._states:
            found = self.known.government_of(key)
            self._states[key] = found.actor.name if found else None
        return self._states[key]

    def state_in(self, words: str) -> str | None:
        """The state that some word of a description belongs to."""
        key = "in " + words
        if key not in self._states:
            self._states[key] = self._state_in(words)
        return self._states[key]

    def _state_in(self, words: str) -> str | None:
        parts = [part.strip(".,;:()\"“”'") for part in words.replace("-based", "").split()]
        for length in (3, 2, 1):
            for start in range(len(parts) - length + 1):
                stretch = " ".join(parts[start : start + length])
                if stretch[:1].isupper() and (found := self.state_named(stretch)):
                    return found
        return None

    def body(self, words: str) -> Speaker | None:
        """The state, body or outlet that a phrase names; None where no name is in it."""
        key = self._without_owner(plain(words))
        if key not in self._bodies:
            self._bodies[key] = self._body(key)
        return self._bodies[key]

    def _without_owner(self, words: str) -> str:
        """A name without the state before it, "Dirvan's Lyra Herald", where it is a name without it, too: not
        "Dirvan's Defence Ministry"."""
        owner, _, rest = words.replace("’s ", "'s ", 1).partition("'s ")
        owned = rest[:1].isupper() and " " not in owner.strip()
        if owned and kind_of_head(rest.split()[-1].lower()) in ("agency", "government"):
            return words
        return rest if owned and (self.state_named(owner) or self.cast.named(owner)) else words

    def _body(self, key: str) -> Speaker | None:
        key = _LETTERS.sub("", key)
        full = self.acronyms.get(key.replace(".", ""), key)
        match = self.match(key) or (self.match(full) if full != key else None)
        if match:
            return replace(of_register(match, full), others=self._rivals(key, match))
        name = self.name_in(key)
        if name and name != key:
            match = self.match(name)
            if match and match.confidence >= 0.8 and match.actor.kind != "government":
                return of_register(match, self.acronyms.get(name, name))
        return self._by_words(full, self.acronyms.get(name, name)) if name else None

    def _rivals(self, words: str, match: Match) -> tuple[Rival, ...]:
        """Who else of the register may be called so."""
        found = (one for one in self.known.find(words, on=self.on) if one.actor.id != match.actor.id)
        close = (one for one in found if one.confidence >= _CLOSE * match.confidence)
        return tuple(Rival(one.actor.name, one.actor.id, one.reason, one.confidence) for one in close)[:2]

    def name_in(self, words: str) -> str:
        """The longest run of capitals in a phrase that is no state's, nor only whose the rest is."""
        runs = [run.group().strip(".,") for run in CAPITALS.finditer(words)]
        alone = len(words.split()) == len(" ".join(runs).split())
        if not alone and runs and words.startswith(runs[0]) and self._only_opens(runs[0]):
            runs = runs[1:]
        good = [run for run in runs if alone or not self._is_adjective(run)]
        return max(good, key=len, default="")

    def _only_opens(self, word: str) -> bool:
        """Whether a first word is a capital for its place alone: "Human rights groups"."""
        unmarked = fold(word) not in self._tags and not word.isupper()
        return unmarked and " " not in word and not self.known.find(word)

    def _is_adjective(self, run: str) -> bool:
        if run.endswith(("'s", "’s", "s'", "s’")):
            return True
        words = [word for word in run.split() if word not in ("and", "of", "the")]
        return bool(self.state_named(run)) or all(
            ADJECTIVE.search(word) or self.state_named(word) for word in words
        )

    def body_known(self, words: str) -> bool:
        """Whether the register has a state, body or outlet of that name."""
        return self.match(words) is not None

    def tagged(self, name: str, *, whole: bool = False) -> NameKind | None:
        """As what the reader marked a name: that very name, or one that it is the greater part of."""
        if whole:
            return self._tags.get(fold(name))
        return self._tags.get(fold(name)) or next(
            (kind for key, kind in self._tags.items() if key and _greater_part(fold(name), key)), None
        )

    @cached_property
    def _tags(self) -> dict[str, NameKind]:
        return {fold(name.span.of(self.text)): name.kind for name in self.reading.names}

    def person_known(self, words: str) -> bool:
        """Whether the register has a person of that name."""
        return any(
            m.actor.kind == "person" and m.confidence >= 0.3 for m in self.known.find(words, on=self.on)
        )

    def match(self, words: str) -> Match | None:
        """The body of the register that a name is; the article's state tells two of a name apart."""
        found = self.known.find(words, on=self.on)
        unsure = bool(found) and found[0].confidence < 0.8 and not self.state_named(words)
        unsure = unsure or (bool(_MINISTRY.search(words)) and not self.state_in(words))
        if (unsure and self.home) or (not found and kind_of_name(words) == "agency"):
            found = self.known.find(words, on=self.on, country=self.home)
        match = found[0] if found else None
        if match is None or match.confidence < SURE or match.reason.startswith("same sound"):
            return None
        return None if match.actor.kind == "person" else match

    def _by_words(self, words: str, name: str) -> Speaker | None:
        """A body that the register lacks, by the words of its name and those before it."""
        phrase = phrase_of(words)
        head = kind_of_head(phrase.head)
        kind = kind_of_name(name) or _KINDS.get(head) or self._kind_before(words, name)
        state = self.state_in(words) or (self.home if kind == "agency" else None)
        if kind == "government":
            name = state or name
        else:
            name = words if name in words and words.endswith(name) and head in _KINDS else name
        side = state if kind in ("agency", "government") else None
        return Speaker(name, kind, True, side, article_actor(name), "name in the article", 0.7)

    def _kind_before(self, words: str, name: str) -> Kind:
        """What the noun before a name tells: "the daily As-Safir"."""
        if _NEWS_AGENCY.search(words):
            return "outlet"
        before = words[: words.find(name)].split()
        behind = words[words.find(name) + len(name) :].split()
        for word in [*before[::-1], *behind[::-1]]:
            kind = kind_of_head(word.strip(".,'’").lower())
            if kind in _KINDS:
                return _KINDS[kind]
        return "organisation"

    def state_of_register(self, person: Person) -> str | None:
        """For whom all speak whom the register has under that name."""
        found = [m for m in self.known.find(person.name, on=self.on) if m.actor.kind == "person"]
        good = [m for m in found if m.confidence >= (0.5 if " " in person.name else 0.45)]
        sides = {m.speaks_for or m.actor.country for m in good}
        return sides.pop() if len(sides) == 1 else None

    def register_person(self, person: Person) -> Match | None:
        """The register's entry for a person, where it is sure of it."""
        found = [m for m in self.known.find(person.name, on=self.on) if m.actor.kind == "person"]
        least = 0.8 if " " in person.name else 0.75
        return found[0] if found and found[0].confidence >= least else None


def _greater_part(one: str, other: str) -> bool:
    """Whether the words of one name are most of the other's."""
    small, big = sorted((one, other), key=len)
    return f" {small} " in f" {big} " and 2 * len(small) > len(big)


def _last_noun(words: Sequence[Word]) -> int:
    """The noun that words end with, but for marks: -1 where they end otherwise."""
    last = next((at for at in range(len(words) - 1, -1, -1) if words[at].upos != "PUNCT"), -1)
    return last if last >= 0 and words[last].upos == "NOUN" else -1


def _hangs_on(words: Sequence[Word], one: int, noun: int) -> bool:
    for _ in range(6):
        if words[one].relation in ("case", "punct", "cc") and words[one].head == noun:
            return False
        one = words[one].head
        if one == noun:
            return True
        if one < 0:
            return False
    return False


_KINDS: dict[str, Kind] = {
    "government": "government", "agency": "agency", "armed_group": "armed_group", "party": "party",
    "igo": "igo", "company": "company", "outlet": "outlet", "organisation": "organisation",
}  # fmt: skip


def only_described(scene: Scene, phrase: Phrase) -> bool:
    """Whether the capitals of a phrase are but its state's: "the Chinese agency"."""
    return phrase.named and not scene.name_in(phrase.core)


def of_register(match: Match, words: str) -> Speaker:
    """The speaker that an actor of the register is; bodies keep the name that the text gives them."""
    actor = match.actor
    turned = sorted(fold(words).split()) == sorted(w for w in fold(actor.name).split() if w != "of")
    name = actor.name if actor.kind == "government" or turned else words  # "Defence Department"
    return Speaker(name, actor.kind, True, side_of_actor(actor), actor.id, match.reason, match.confidence)


def side_of_actor(actor: Actor) -> str | None:
    """For whom a body itself speaks."""
    if actor.kind == "government":
        return actor.name
    return (actor.speaks_for or actor.country) if actor.kind == "agency" else actor.speaks_for


def article_actor(name: str) -> str:
    """The id of an actor that only articles know."""
    return "article:" + fold(name).replace(" ", "-")


ADJECTIVE = re.compile(r"(?:ish|ian|ean|ese|can|[lnq]i|based|-(?:run|owned|backed|led|funded))$")


def _cut_to(name: str, letters: str) -> str:
    """As many of the last words of a name as have these initials."""
    words = name.split()
    for start in range(len(words)):
        initials = "".join(word[0] for word in words[start:] if word[0].isupper())
        if initials.upper() == letters:
            return " ".join(words[start:])
    return name


def nearest_body(
    scene: Scene, place: int, kinds: frozenset[str], words: str = "", *, after: int = 0
) -> Speaker | None:
    """The last body of these kinds named before a place and behind another, one with that word in its name
    first."""
    last: Speaker | None = None
    for name in reversed(scene.reading.names):
        if name.span.end > place:
            continue
        if name.span.start < after:
            break
        name_words = name.span.of(scene.text)
        if name.kind not in _BODIES and not (name.kind == "person" and is_body(name_words, scene.known)):
            continue
        found = scene.body(name_words)
        where = name.kind in ("place", "facility") and found and found.kind == "organisation"
        if found and found.kind in kinds and not where:
            if words and words in found.name.lower():
                return found
            last = last or found
    return last


def of_state(scene: Scene, state: str, phrase: Phrase) -> Speaker:
    match = scene.known.government_of(state)
    actor = match.actor.id if match else article_actor(state)
    return Speaker(state, "government", True, state, actor, f"{phrase.head} of {state}", 0.85)

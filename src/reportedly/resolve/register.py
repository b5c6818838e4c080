"""Looks actors up: by any of their names, by the office they held on a day, by the place used for them.

Every answer says why, and how sure it is; where several fit, all of them come, the best first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property, lru_cache

from reportedly.resolve.actors import Actor, Alias, Gender, Kind, Match, Office, Post, Use
from reportedly.resolve.names import fold, is_abbreviation, sound, without_possessive
from reportedly.resolve.own import OwnFile, read_own
from reportedly.resolve.phrases import Bodies, Titles, tokens
from reportedly.resolve.store import Store

# How sure a name is by what it is to its actor; found by trial on the look-ups of the tests.
_SURE: dict[Use, float] = {
    "name": 0.98,
    "alias": 0.95,
    "seat": 0.9,
    "demonym": 0.9,
    "capital": 0.8,
    "short": 0.85,
    "people": 0.6,
    "surname": 0.6,
    "narrow": 0.4,
}
_REASONS: dict[Use, str] = {
    "name": "name",
    "alias": "alias of {name}",
    "capital": "capital used for its government",
    "seat": "seat of {name}",
    "demonym": "demonym",
    "people": "people of {name}",
    "surname": "surname of {name}",
    "short": "short for {name}",
    "narrow": "name that others have too, here of {country}",
}
_OTHER_COUNTRY = 0.4  # what is left of the confidence where the text is about another state
_LEAST = 0.05
# Words that may follow the name of a state, body or group without making it another actor.
_FOLLOWING = frozenset(
    {"government", "authorities", "administration", "regime", "officials", "leadership", "state", "leaders"}
    | {"secretariat", "mission", "headquarters", "fighters", "militants", "militia", "members", "rebels"}
    | {"movement", "group", "party", "organization", "organisation", "militiamen", "insurgents", "diplomats"}
)
_LED = ("government", "igo", "armed_group", "party")
_WOMEN, _MEN = (
    re.compile(r"(?:Mrs|Ms|Miss|Madam|Lady|Queen|Baroness|Princess)\b"),
    re.compile(r"(?:Mr|Lord|King)\b"),
)


class Register:
    """The shipped register, with a user's own actors on top where a file of them is given.

    Raises RegisterError where that file cannot be read.
    """

    def __init__(self, own: OwnFile | None = None) -> None:
        self._store = Store()
        found = read_own(own, self._store.actor) if own else []
        for one in found:
            self._store.take(one)
        self.own, self.own_actors = own, len(found)

    @cached_property
    def _titles(self) -> Titles:
        return Titles(self._store.data["titles"], self._owner)

    @cached_property
    def _bodies(self) -> Bodies:
        return Bodies(self._store.data["bodies"], self._owner)

    @cached_property
    def _honours(self) -> frozenset[str]:
        return frozenset(fold(word) for word in self._store.data["honours"])

    @cached_property
    def _given(self) -> dict[str, Gender]:
        lists: dict[Gender, str] = self._store.data["given"]
        return {name: gender for gender, names in lists.items() for name in names.split()}

    def actor(self, id: str) -> Actor | None:
        """The actor under an id."""
        return self._store.actor(id)

    def find(self, name: str, *, on: str | None = None, country: str | None = None) -> tuple[Match, ...]:
        """Who a name may stand for, best first; () where the register knows none.

        `on` is the ISO date of the article: it tells which holder of an office is meant. `country` is the
        state the text speaks of; it tells bodies and outlets of one name apart.
        """
        whole = " ".join(name.split())
        text = without_possessive(whole)
        state = self.country_named(country) if country else None
        found = self._by_name(whole, on, state) or self._by_name(text, on, state)
        if not found or max(match.confidence for match in found) < 0.8:
            found = [*found, *self._by_phrase(text, on, state)]
        if not found:
            found = self._without_honours(text, on, state) or self._by_sound(text, on, state)
        return _ranked(found)

    def called(self, name: str) -> list[tuple[Actor, Use, float]]:
        """Everybody who has this very name, what it is to each, and how sure it is that he is meant."""
        found = self._by_name(name, None, None)
        return [(one.actor, _best_alias(one.actor, name).use, one.confidence) for one in found]

    def holders(self, office: str, country: str, on: str | None = None) -> tuple[Actor, ...]:
        """Who held an office of a state or body on a day, the surest first; with no day, who holds it now."""
        of = self._owner(" ".join(tokens(country))) or country
        titles = self._titles.named(office) or (fold(office),)
        matches = self._held(Post(titles, of, ""), on)
        return tuple(match.actor for match in _ranked(matches))

    def office_of(self, text: str) -> Post | None:
        """The office that a phrase names: "the French president", "Israel's defence chief", "Foreign
        Minister X". None where it names none."""
        return self._titles.read(text)

    def government_of(self, place: str) -> Match | None:
        """The government that a state, its capital, seat of power, adjective or people stand for."""
        key = " ".join(tokens(place))
        if not any(letter.isupper() for letter in place):
            return None
        for actor in self._store.called(key) or self._store.called(fold(place)):
            if actor.kind == "government":
                return self._named(actor, place, None, None)
        return None

    def country_named(self, name: str) -> str | None:
        """A state as newspapers call it, by any of its names: "Türkiye" is "Turkey"."""
        found = next((a for a in self._store.called(fold(name)) if a.kind == "government"), None)
        return found.speaks_for if found else None

    def country_of(self, text: str, *, on: str | None = None) -> Match | None:
        """The government of the state that a phrase belongs to, by its actor or by any word in it."""
        for match in self.find(text, on=on)[:1]:
            if match.actor.kind == "government":
                return match
            if match.actor.country and match.confidence >= 0.3:
                return self._government(match.actor.country, match.reason, match.confidence)
        words = without_possessive(text).replace("’", "'").split()
        for length in range(min(6, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                stretch = " ".join(words[start : start + length]).strip(" ,.;:()")
                around = words[max(0, start - 1) : start] + words[start + length : start + length + 1]
                found = self._country_in(stretch, on, part_of_name=any(map(self._in_name, around)))
                if found:
                    return found
        return None

    def _in_name(self, word: str) -> bool:
        return word[:1].isupper() and fold(word) not in self._honours

    def gender_of(self, name: str) -> Gender | None:
        """Of a person of the register, or as an honour or the first name tells; None where nothing does."""
        if _WOMEN.match(name):
            return "female"
        if _MEN.match(name):
            return "male"
        words = [word for word in tokens(name) if word not in self._honours]
        known = {a.gender for a in self._store.called(" ".join(words)) if a.kind == "person" and a.gender}
        if len(known) == 1:
            return known.pop()
        return self._given.get(words[0]) if words else None

    def outlets_of(
        self, country: str, *, form: str | None = None, owner: str | None = None
    ) -> tuple[Actor, ...]:
        """The outlets of a state; those of form "channel" and owner "state" are its state television."""
        state = self.country_named(country) or country
        rows = [row for row in self._store.data["actors"] if row[2] == "outlet" and row[3] == state]
        found = [self._store.actor(row[0]) for row in rows]
        return tuple(a for a in found if a and form in (None, a.form) and owner in (None, a.owner))

    # How each way of finding works.

    def _owner(self, key: str) -> str | None:
        """The state or body that an office or ministry belongs to, by its strict key: "israeli", "nato"."""
        found = self._store.called(key)
        states = [a for a in found if a.kind == "government" and not _is_people(a, key)]
        if states:
            return states[0].name
        bodies = [
            a for a in found if a.kind in ("igo", "armed_group", "party", "agency") and not _narrow(a, key)
        ]
        return bodies[0].name if len(bodies) == 1 else None

    def _by_name(self, text: str, on: str | None, state: str | None) -> list[Match]:
        if not any(letter.isupper() for letter in text):
            return []
        key = fold(text)
        actors = self._store.called(key)
        if not actors and key.rpartition(" ")[2] in _FOLLOWING:
            text = text.rpartition(" ")[0]
            actors = [a for a in self._store.called(key.rpartition(" ")[0]) if a.kind in _LED]
        matches = [self._named(actor, text, on, state) for actor in actors]
        return [match for match in matches if match.confidence >= _LEAST]

    def _named(self, actor: Actor, text: str, on: str | None, state: str | None) -> Match:
        alias = _best_alias(actor, text)
        sure, reason = _SURE[alias.use], _REASONS[alias.use].format(name=actor.name, country=actor.country)
        if alias.use == "narrow" and state and state in (actor.country, actor.speaks_for):
            sure = 0.95
        elif state and actor.country and state not in (actor.country, actor.speaks_for):
            sure *= _OTHER_COUNTRY if actor.kind != "government" else 0.8
        if is_abbreviation(alias.text) and not is_abbreviation(text) and alias.text != text:
            sure *= 0.6  # "Mit", "Is": a word, more likely than the letters
        if actor.kind == "person" and alias.use in ("surname", "short"):
            return _person_by_part(actor, (sure, reason), on, state)
        held = [office for office in actor.offices if on and office.holds_on(on)]
        return Match(actor, reason, round(sure, 3), held[-1] if held else None)

    def _by_phrase(self, text: str, on: str | None, state: str | None) -> list[Match]:
        body = self._bodies.read(text)
        if body:
            owner = body[1] or state
            return [self._body(body[0], owner, 0.95 if body[1] else 0.85)] if owner else []
        post = self._titles.read(text)
        if post is None:
            return []
        of = post.of or state
        post = Post(post.titles, of, post.name, post.former)
        if not post.name:
            return self._held(post, on)
        return self._titled_person(post, on, state)

    def _body(self, body: str, state: str, sure: float) -> Match:
        """A ministry, army or police: the one our tables name, else one made of the state and the body."""
        known = self._store.data["bodies_of"].get(state, {}).get(body)
        actor = self._store.actor(known) if known else None
        if actor is None:
            owner = next((a for a in self._store.called(fold(state)) if a.name == state), None)
            adjective = self._store.data["states"].get(state, state)
            phrase = self._store.data["bodies"][body][0]
            code = owner.id if owner else fold(state).replace(" ", "-")
            country = owner.country if owner and owner.kind == "government" else None
            name = f"{adjective} {phrase}"
            kind: Kind = "government" if body == "cabinet" else "agency"
            actor = Actor(f"{code}/{fold(body).replace(' ', '-')}", name, kind, country, state)
        return Match(actor, f"{body} of {state}", sure)

    def _titled_person(self, post: Post, on: str | None, state: str | None) -> list[Match]:
        """A name behind a title: a holder of the office by that name, else anybody of that name."""
        holders: list[Match] = []
        people = [a for a in self._store.called(post.name) if a.kind == "person"]
        people += [a for a in self._store.sounding(sound(post.name)) if a not in people]
        for actor in people:
            for office in actor.offices:
                if office.title in self._wider(post.titles) and post.of in (None, office.of, actor.country):
                    then = on is None or post.former or office.holds_on(on)
                    reason = f"{office.title} of {office.of}" + (f", held on {on}" if on and then else "")
                    holders.append(Match(actor, reason, 0.97 if then else 0.7, office))
        if holders:
            return holders
        named = [
            self._named(actor, post.name, on, post.of or state) for actor in people if actor.kind == "person"
        ]
        return [match for match in named if match.confidence >= 0.3]

    def _held(self, post: Post, on: str | None) -> list[Match]:
        found: list[Match] = []
        for rank, title in enumerate(self._wider(post.titles)):
            # Where two rows claim one day, the later beginning knows better.
            terms = sorted(
                self._store.offices(title, post.of), key=lambda term: term.first or "", reverse=True
            )
            for office in terms:
                actor = self._store.actor(office.holder)
                if actor and office.holds_on(on):
                    sure = 0.9 if on is None or office.sure_on(on) else 0.6
                    day = f"office held on {on}" if on else "office held now, as far as the register knows"
                    found.append(Match(actor, day, round(sure * 0.85 ** min(rank, 3), 3), office))
            if found and title in post.titles[:1]:
                return found
        return found

    def _wider(self, titles: Iterable[str]) -> list[str]:
        """The titles, and those that stand for them in states of another kind."""
        stands_for: dict[str, list[str]] = self._store.data["stands_for"]
        found = list(titles)
        return list(
            dict.fromkeys([*found, *(other for title in found for other in stands_for.get(title, ()))])
        )

    def _without_honours(self, text: str, on: str | None, state: str | None) -> list[Match]:
        words = text.split()
        while len(words) > 1 and fold(words[0]) in self._honours:
            words = words[1:]
            found = self._by_name(" ".join(words), on, state)
            if found:
                return [replace(match, confidence=round(match.confidence * 0.9, 3)) for match in found]
        return []

    def _by_sound(self, text: str, on: str | None, state: str | None) -> list[Match]:
        if not any(letter.isupper() for letter in text):
            return []
        actors = self._store.sounding(sound(text))
        if state:
            actors = [a for a in actors if state in (a.country, a.speaks_for)] or actors
        if len({actor.id for actor in actors}) != 1:
            return []
        return [Match(actors[0], f"same sound as {actors[0].name}", 0.65 if " " in text else 0.55)]

    def _government(self, state: str, reason: str, sure: float) -> Match | None:
        found = next((a for a in self._store.called(fold(state)) if a.name == state), None)
        return Match(found, reason, sure) if found else None

    def _country_in(self, words: str, on: str | None, *, part_of_name: bool) -> Match | None:
        if not any(letter.isupper() for letter in words):
            return None
        place = self._store.data["places"].get(fold(words))
        if place:
            return self._government(place, f"{words} lies in {place}", 0.7)
        government = self.government_of(words)
        if government and (words != words.upper() or len(words) != 2 or words in ("US", "UK", "EU")):
            return government
        for match in _ranked(self._by_name(words, on, None))[:1]:
            whole = match.actor.kind != "person" or not part_of_name
            plain = len(words) < 4 and words != words.upper()
            if match.actor.country and match.confidence >= 0.5 and whole and not plain:
                return self._government(match.actor.country, match.reason, match.confidence * 0.8)
        return None


@lru_cache(maxsize=2)
def register(own: OwnFile | None = None) -> Register:
    """The shipped register, with a user's own actors on top if there are any; read when first asked for."""
    return Register(own)


def _ranked(found: Iterable[Match]) -> tuple[Match, ...]:
    """Each actor once, with its best reason; the surest first."""
    best: dict[str, Match] = {}
    for match in found:
        known = best.get(match.actor.id)
        if known is None or match.confidence > known.confidence:
            best[match.actor.id] = match
    return tuple(sorted(best.values(), key=lambda match: -match.confidence))


def _best_alias(actor: Actor, text: str) -> Alias:
    """The name of an actor that a text has: the very spelling before one of the same key."""
    key = fold(text)
    narrow = any(alias.text == actor.name for alias in actor.aliases)  # its name, too, needs its state
    names = [*([] if narrow else [Alias(actor.name, "name")]), *actor.aliases]
    fits = [alias for alias in names if alias.text == text] or [
        alias for alias in names if fold(alias.text) == key
    ]
    return max(fits, key=lambda alias: _SURE[alias.use], default=Alias(text, "alias"))


def _is_people(actor: Actor, key: str) -> bool:
    return (
        all(alias.use == "people" for alias in actor.aliases if fold(alias.text) == key)
        and fold(actor.name) != key
    )


def _narrow(actor: Actor, key: str) -> bool:
    return (
        all(alias.use == "narrow" for alias in actor.aliases if fold(alias.text) == key)
        and fold(actor.name) != key
    )


def _person_by_part(actor: Actor, known: tuple[float, str], on: str | None, state: str | None) -> Match:
    """A surname is sure as far as its bearer was in office on the day, less so where he had left it."""
    sure, reason = known
    office = _office_near(actor.offices, on)
    if office and on:
        if office.holds_on(on):
            sure, reason = max(sure, 0.85), f"{reason}, office held on {on}"
        elif office.last and office.last < on:
            sure, reason = sure * 0.8, f"{reason}, former {office.title} of {office.of}"
        else:
            sure, reason = sure * 0.5, f"{reason}, later {office.title} of {office.of}"
    if state and state in (actor.country, actor.speaks_for, office.of if office else None):
        sure = min(0.95, sure + 0.08)
    return Match(actor, reason, round(sure, 3), office)


def _office_near(offices: tuple[Office, ...], on: str | None) -> Office | None:
    """The office held on a day, else the last before it, else the first after it."""
    if not offices or on is None:
        return offices[-1] if offices else None
    held = [office for office in offices if office.holds_on(on)]
    past = [office for office in offices if office.last and office.last < on]
    return (held or sorted(past, key=lambda office: office.last or "")[-1:] or list(offices))[0]

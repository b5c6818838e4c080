"""For whom somebody speaks: by what the text says of him, by the register, by the state of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportedly.records import Speaker
from reportedly.resolve.actors import Kind
from reportedly.resolve.mentions import Person
from reportedly.resolve.names import fold, without_possessive
from reportedly.resolve.scene import ADJECTIVE, CAPITALS, Scene, article_actor, of_state
from reportedly.resolve.sources import (
    Phrase,
    is_title,
    kind_of_head,
    kind_of_name,
    plain,
    serves_state,
    word_set,
)

# Bodies that speak for themselves where their people speak; the others speak for their state.
_FOR_STATES = ("person", "agency", "government", "document")
_OWN_VOICE = frozenset({"igo", "armed_group", "party", "organisation", "company", "outlet"})
_FORMER = frozenset({"former", "ex", "ousted", "retired", "onetime", "deposed", "previous"})
# They work for whom "to" names; an ambassador or envoy does not.
_SERVANTS = frozenset(
    {"adviser", "advisor", "aide", "secretary", "counsel", "assistant", "consultant", "deputy"}
)
_PORTFOLIOS = frozenset({"minister", "ministers", "secretary", "undersecretary"})
_OF_STATES = frozenset({"minister", "ministers", "ambassador", "ambassadors", "consul", "envoy"})
_LINK = re.compile(r"\s(of|for|at|from|with|within|inside|in|to|on|against|over)\s")
_WHOSE = re.compile(
    r"(?:^|\s)(?:[Tt]he\s+)?([A-Z][\w.&-]*(?:\s+[A-Z][\w.&-]*){0,3})(?:'s|’s|(?<=s)['’])(?=\s)"
)
_NAME_BEFORE = re.compile(r"(?:[A-Z][\w.&'’-]*(?:\s(?:of|for|and|the))*\s?)+$")
_BORN = re.compile(r"-(?:born|based|led|backed|run|speaking)\b")
_MARKED = ("organisation", "outlet")  # as the reader marks bodies
_SMALL = ("of", "the", "and", "for", "to", "a", "an")
_EDGES = " .,;:()[]\"'“”’"


def side_of_person(scene: Scene, person: Person) -> str | None:
    """For whom a person of the article speaks: by his titles there, else by the register."""
    key = id(person)
    if key not in scene.sides:
        scene.sides[key] = None  # "X, aide of Y" and "Y, whom X served"
        scene.sides[key] = _side_of_person(scene, person)
    return scene.sides[key]


def _side_of_person(scene: Scene, person: Person) -> str | None:
    held = [about for about in person.about if not is_former(about)]
    sides = [side for about in held if (side := side_of(scene, about))]
    own = next((side for side in sides if not scene.state_named(side)), None) or _still(scene, person)
    if own:
        return own
    match = scene.register_person(person)
    now = (
        match is not None and match.office is not None and bool(scene.on) and match.office.holds_on(scene.on)
    )
    if not sides and len(held) < len(person.about) and not now:
        return None  # who has left his office speaks for himself
    if match and match.confidence >= 0.9 and match.actor.country and " " in person.name:
        return match.speaks_for or match.actor.country
    if sides:
        return sides[0]
    return scene.state_of_register(person) or (scene.home if any(map(serves_state, held)) else None)


def _still(scene: Scene, person: Person) -> str | None:
    """The party of somebody who led it before."""
    left = (side_of(scene, about) for about in person.about if is_former(about))
    sides = (scene.body(side) for side in left if side)
    return next((body.name for body in sides if body and body.kind == "party"), None)


def is_former(about: str) -> bool:
    """Whether a description is of an office that somebody has left."""
    for word in about.lower().replace("ex-", "ex ").split():
        if word in _FORMER:
            return True
        if kind_of_head(word.strip(_EDGES)) == "person":
            return False
    return False


def side_of(scene: Scene, about: str) -> str | None:
    """For whom somebody speaks of whom the text says this: "Israel's defence chief" for Israel."""
    if not any(letter.isupper() for letter in about):
        return None
    line = " ".join(about.split())
    for stretch in _stretches(line):
        side = _side_in(scene, stretch)
        if side:
            return side
    if line.startswith(("of ", "from ")):
        return None
    post = scene.known.office_of(about)
    if post and post.of:
        return scene.state_named(post.of) or _side_of_body(scene, post.of)
    return _principal(scene, about)


def _stretches(about: str) -> Iterator[str]:
    """The parts of a description that may name whose somebody is, the likeliest first: what stands before its
    noun, then what its prepositions bring, save where he is sent and what he is in charge of."""
    links = [link for link in _LINK.finditer(about) if not _is_within_name(about, link)]
    noun = about[: links[0].start() if links else len(about)].partition(",")[0]
    head = _head(noun)
    yield noun
    ends = [link.start() for link in links[1:]] + [len(about)]
    for link, end in zip(links, ends[: len(links)], strict=True):
        words = about[link.end() : end].partition(",")[0].strip()
        if link[1] in ("on", "against", "over") or (link[1] == "to" and head not in _SERVANTS):
            return
        if not (link[1] in ("of", "for") and _is_portfolio(head, words)):
            yield words
        if link[1] in ("at", "with", "within", "inside"):
            return


def _is_within_name(about: str, link: re.Match[str]) -> bool:
    """Whether a preposition belongs to a body's own name: "Department of Trade", "University of Tarn for Law"."""
    if link[1] not in ("of", "for"):
        return False
    after = about[link.end() :].removeprefix("the ")
    before = _NAME_BEFORE.search(about[: link.start()])
    return bool(after[:1].isupper() and before and any(map(kind_of_name, before[0].split())))


def _is_portfolio(head: str, words: str) -> bool:
    """Whether "of" brings what a minister is in charge of: "minister of planning"."""
    first = words.split()[0] if words else ""
    if head not in _PORTFOLIOS or first in ("the", "his", "its"):
        return head in _PORTFOLIOS and is_title(plain(words).split()[0] if plain(words) else "")
    return head != "secretary" or is_title(first)


def _head(noun: str) -> str:
    words = noun.lower().split()
    return words[-1].strip(_EDGES) if words else ""


def _side_in(scene: Scene, words: str) -> str | None:
    """Whom a stretch of a description names: a state or body that owns the rest, a body, a state."""
    owner = _WHOSE.search(words)
    if owner:
        state = scene.state_named(owner[1])
        body = None if state else scene.body(owner[1])
        if state or (body and body.kind == "igo"):
            return state or (body.name if body else None)
    if _head(words) in _OF_STATES:
        return scene.state_in(words) or _state_of_body(scene, words)
    return _organisation(scene, words) or _party(scene, words) or scene.state_in(words)


def _state_of_body(scene: Scene, words: str) -> str | None:
    """A minister or ambassador of a body: "EU ambassador" for the EU, "FCO minister" for its state."""
    for run in CAPITALS.finditer(words):
        for name in _without_titles(plain(run.group())):
            known = scene.match(name)
            if known and known.actor.kind in ("igo", "armed_group", "agency"):
                body = scene.body(name)
                return known.actor.speaks_for or (body.name if body else None)
    return None


def _organisation(scene: Scene, words: str) -> str | None:
    """The side that the first name in a stretch which is not only a state's speaks for."""
    for run in CAPITALS.finditer(without_possessive(words.replace("'s ", "' | ").replace("’s ", "’ | "))):
        for name in _whole_or_parts(scene, plain(run.group())):
            parts = name.split()
            for end in range(len(parts), 0, -1):  # "EU External Relations" is the EU's
                part = " ".join(parts[:end])
                if scene.state_named(part):
                    break
                known = scene.match(part)
                if known and (end == len(parts) or known.actor.kind == "igo"):
                    return _side_of_body(scene, part)
            if _may_be_body(scene, name):
                return _side_of_body(scene, name)
    return None


def _whole_or_parts(scene: Scene, run: str) -> Iterator[str]:
    """A run of capitals itself where it is a name as it stands, then what offices leave of it."""
    if " " in run and (scene.tagged(run, whole=True) in _MARKED or scene.match(run)):
        yield run
    yield from _without_titles(run)


def _side_of_body(scene: Scene, name: str) -> str | None:
    """For whom the people of a body speak: for itself, those of ministries and forces for their state."""
    body = scene.body(name)
    if body is None:
        return None
    words = set(fold(body.name).split())
    own = body.kind in _OWN_VOICE or (body.kind == "agency" and not words & word_set("of_state"))
    return body.name if own else body.speaks_for


def _may_be_body(scene: Scene, name: str) -> bool:
    """Whether a run of capitals without an entry in the register is a body's name."""
    if len(name) < 2 or scene.state_named(name) or scene.cast.named(name) or not name[0].isalpha():
        return False
    if name.split()[0].lower() in word_set("no_body"):
        return False
    if _BORN.search(name) or not any(len(word) > 2 and word.isalpha() for word in name.split()):
        return False
    if " " in name and kind_of_name(name):
        return True
    tagged = scene.tagged(name)
    if tagged:
        return tagged in _MARKED
    if " " in name:
        own = [word for word in name.split() if not scene.state_named(word) and not ADJECTIVE.search(word)]
        return len(own) > 1 and not scene.state_in(name)
    return name.isupper() or name in scene.acronyms


def _party(scene: Scene, words: str) -> str | None:
    """ "Liberal leader": the party that the text, or the register for its state, has under that word."""
    for word in words.split():
        name = f"{word} Party"
        if not word[:1].isupper() or is_title(word) or scene.state_named(word):
            continue
        found = scene.known.find(name, on=scene.on, country=scene.home)[:1]
        if name in scene.text or (found and found[0].confidence >= 0.8 and found[0].actor.kind == "party"):
            return name
    return None


def _principal(scene: Scene, about: str) -> str | None:
    """For whom the person speaks whose man somebody is: "secretary to President Vell"."""
    for run in CAPITALS.finditer(about):
        for name in _without_titles(plain(run.group())):
            master = scene.cast.named(name)
            if master:
                return side_of_person(scene, master)
    return None


def _without_titles(words: str) -> Iterator[str]:
    """What offices leave of a run of capitals: of "US Secretary of State" "US"."""
    parts: list[str] = []
    for word in [*words.split(), ""]:
        if word and not (is_title(word) and kind_of_head(word.lower()) == "person"):
            parts.append(word)
            continue
        while parts and (is_title(parts[-1]) or parts[-1] in _SMALL):
            parts.pop()
        while parts and (is_title(parts[0]) or parts[0].lower() in _SMALL):
            parts.pop(0)
        if parts:
            yield " ".join(parts)
        parts = []


def by_words(scene: Scene, phrase: Phrase) -> Speaker:
    """Who is only described: "a senior official", "the police", "observers"."""
    whole = phrase.whole
    if (phrase.kind == "government" and not phrase.plural) or phrase.head == "authorities":
        state = scene.state_in(whole) or scene.home
        if state and phrase.reach != "indefinite":
            return of_state(scene, state, phrase)
    kind: Kind = "document" if phrase.kind == "utterance" else (phrase.kind or "person")  # type: ignore[assignment]
    if kind == "document" and phrase.head == "reports":
        kind = "outlet"
    side = _side_of_words(scene, phrase, kind)
    vague = kind == "government" and (phrase.plural or phrase.reach == "indefinite")
    known = kind not in ("person", "public", "outlet") and phrase.named and not vague
    definite = kind == "document" and phrase.reach == "definite"
    if kind in ("agency", "party") or known or definite:
        name = plain(whole)
        return Speaker(name, kind, True, side, article_actor(name), "described", 0.6)
    return Speaker(
        f"unnamed {_uncapitalised(plain(whole))}", kind, False, side, None, "described, not named", 0.7
    )


def _side_of_words(scene: Scene, phrase: Phrase, kind: Kind) -> str | None:
    if kind in ("outlet", "public", "company", "organisation", "igo"):
        return None
    side = side_of(scene, phrase.words)
    if side is None and kind in _FOR_STATES and serves_state(phrase.whole):
        side = scene.home
    return side


def _uncapitalised(words: str) -> str:
    """The words with a small first letter where only the sentence's beginning made it a capital."""
    first = words.split()[0] if words else ""
    lower = first.lower()
    common = kind_of_head(lower) or is_title(first) or lower in word_set("common") | word_set("no_name")
    return lower + words[len(first) :] if common and not first.isupper() else words

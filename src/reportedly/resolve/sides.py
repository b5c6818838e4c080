"""For whom somebody speaks: by what the text says of him, by the register, by the state of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportedly.records import Speaker
from reportedly.resolve.actors import Kind, Match
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
    | {"spokesman", "spokeswoman", "spokesperson", "lawyer", "attorney"}
)
_HONOURS = frozenset({"mr", "mrs", "ms", "dr", "prof", "sir", "lord", "lady", "miss"})
_PORTFOLIOS = frozenset({"minister", "ministers", "secretary", "undersecretary"})
_OF_STATES = frozenset({"minister", "ministers", "ambassador", "ambassadors", "consul", "envoy"})
_LINK = re.compile(r"\s(of|for|at|from|with|within|inside|in|to|on|against|over)\s")
_WHOSE = re.compile(
    r"(?:^|\s)(?:[Tt]he\s+)?([A-Z][\w.&-]*(?:\s+[A-Z][\w.&-]*){0,3})(?:'s|’s|(?<=s)['’])(?=\s)"
)
_COMMISSION = ["High", "Commissioner"]  # an office that is a body, too
_NAME_BEFORE = re.compile(r"(?:[A-Z][\w.&'’-]*\s(?:(?:of|for|and|the)\s)*)*[A-Z][\w.&'’-]*$")
_RUN = r"(?-i:\b[A-Z][\w&'’-]*(?:\.[A-Z]){0,5}\.?(?<![a-z]\.)\s(?:(?:of|for|and|the)\s){0,2}){1,8}"
_MEANT = ("agency", "igo", "company", "organisation", "party", "armed_group")
_OF_STATE = re.compile(r"\bstate(?:-(?:run|owned|controlled|funded))?\s", re.IGNORECASE)
_INSIDE = re.compile(r"\b(?:source|sources)\s(?:within|inside)\s(?:the\s)?(?P<body>[A-Z][^,;()]*)")
_OPPOSITION = re.compile(r"(?<!in )\bopposition\b(?! to\b)\s*", re.IGNORECASE)
_BORN = re.compile(r"-(?:born|based|led|backed|run|speaking)\b")
_MARKED = ("organisation", "outlet")  # as the reader marks bodies
_SMALL = ("of", "the", "and", "for", "to", "a", "an")
_COMPASS = ("north", "south", "east", "west", "world")
_DAY = re.compile(r"(?:to|yester)day|tonight|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
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
    place = person.spans[0].start
    sides = [side for about in held if (side := side_of(scene, about, place))]
    own = next((side for side in sides if not scene.state_named(side)), None) or _still(scene, person)
    if own:
        return own
    if any(_OPPOSITION.search(about) for about in held):
        return _party_led(scene, person) or _opposition(scene)
    match = scene.register_person(person)
    now = (
        match is not None and match.office is not None and bool(scene.on) and match.office.holds_on(scene.on)
    )
    if not sides and len(held) < len(person.about) and not now:
        return None  # who has left his office speaks for himself
    if match and match.confidence >= 0.9 and match.actor.country and " " in person.name:
        told = None if now else _of_office_told(scene, match, held)
        return told or match.speaks_for or match.actor.country
    if sides:
        return sides[0]
    return scene.state_of_register(person) or (scene.home if any(map(serves_state, held)) else None)


def _party_led(scene: Scene, person: Person) -> str | None:
    """The party that the text calls somebody's: "Vell's opposition Reform Party"."""
    surname = re.escape(person.name.rpartition(" ")[2])
    for found in re.finditer(rf"\b{surname}(?:'s|’s)\s(?:[a-z]+\s){{0,2}}", scene.text):
        run = CAPITALS.match(scene.text, found.end())
        body = scene.body(run[0].strip(_EDGES)) if run else None
        if body and body.kind == "party":
            return body.name
    return None


def _opposition(scene: Scene) -> str:
    """The one party that the text calls the opposition's, else the opposition."""
    runs = (CAPITALS.match(scene.text, found.end()) for found in _OPPOSITION.finditer(scene.text))
    names = [run[0].strip(_EDGES) for run in runs if run]
    bodies = [scene.body(name) for name in names if kind_of_head(name.split()[-1].lower()) != "person"]
    parties = {body.name for body in bodies if body and body.kind in ("party", "organisation")}
    return parties.pop() if len(parties) == 1 else "opposition"


def _of_office_told(scene: Scene, match: Match, held: Sequence[str]) -> str | None:
    """Whose office of those the register has for somebody the text gives him: "Secretary General"."""
    told = [set(fold(about).replace("-", " ").split()) for about in held]
    posts = [post for about in held if (post := scene.known.office_of(about))]
    named = {title for post in posts for title in post.titles}
    for office in reversed(match.actor.offices):
        words = set(office.title.replace("-", " ").split())
        if office.title in named or any(words <= one for one in told):
            return office.of
    return None


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


def side_of(scene: Scene, about: str, place: int | None = None) -> str | None:
    """For whom somebody speaks of whom the text says this: "Israel's defence chief" for Israel. `place` is
    where it says so; what was named before may be meant."""
    honour = all(word.lower().strip(_EDGES) in _HONOURS for word in about.split()[-1:])
    told = any(letter.isupper() for letter in about) and not (honour and not _is_office(about))
    inside = _INSIDE.search(about)
    body = scene.body(inside["body"].strip(_EDGES)) if inside else None
    if body and body.named and not scene.state_named(body.name):
        return body.name
    side = _side_told(scene, about) if told else None
    return side or (None if place is None else _side_named_before(scene, about, place))


def _is_office(about: str) -> bool:
    """Whether a description names more than a body and how its bearer is addressed: "The Herald Dr."."""
    return any(kind_of_head(word.lower()) == "person" for word in about.split())


def _side_told(scene: Scene, about: str) -> str | None:
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


def _side_named_before(scene: Scene, about: str, place: int) -> str | None:
    """For whom the body speaks that is meant by its common noun: "the council's president", "an embassy
    official" where an embassy was named before."""
    about = " ".join(about.split()).partition(",")[0]
    words = [without_possessive(word).strip(_EDGES) for word in about.split()]
    link = _LINK.search(about)
    head = (len(link.string[: link.start()].split()) if link else len(words)) - 1
    for at, word in enumerate(words):
        if at != head and word.lower() == "police":
            return _police_of(scene, about)
        if (
            at != head
            and word.islower()
            and kind_of_head(word) in _MEANT
            and word not in word_set("rather_what_than_who")
        ):
            portfolio = at > 0 and is_title(words[at - 1])
            noun = f"{words[at - 1]} {word}" if portfolio else word
            body = _body_named_before(scene, noun, kind_of_head(word), place)
            if body:
                return body.name if _is_own_voice(body) else body.speaks_for or body.name
    return None


def _police_of(scene: Scene, about: str) -> str | None:
    """The police of the state that a description names, else of the article's; they speak for themselves."""
    state = scene.state_in(about) or scene.home
    found = scene.known.find("police", country=state)[:1] if state else ()
    return found[0].actor.name if found else "police"


def _body_named_before(scene: Scene, noun: str, kind: str, place: int) -> Speaker | None:
    """The last body before a place, else the first behind it, whose name ends with a common noun."""
    pattern = rf"(?:{_RUN}(?:[a-z]+\s)?){re.escape(noun)}(?![\w-])"
    found = [run for run in re.finditer(pattern, scene.text, re.IGNORECASE) if _may_begin(plain(run[0]))]
    before = [run for run in found if run.start() < place]
    for run in [*reversed(before), *found[len(before) :]]:
        words = plain(run[0])
        officer = any(kind_of_head(word.lower()) == "person" for word in words.split())
        body = scene.body([words, *_without_titles(words)][-1] if officer else words)
        known = run.start() < place or (body and body.actor and not body.actor.startswith("article:"))
        if body and known and (body.kind == kind or kind == "organisation"):
            return body
    return None


def _may_begin(name: str) -> bool:
    first = name.partition(" ")[0]
    return first[:1].isupper() and first.lower() not in word_set("no_name")


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
    """Whether a preposition belongs to a body's own name: "Department of Trade"."""
    if link[1] not in ("of", "for"):
        return False
    after = about[link.end() :].removeprefix("the ")
    found = _NAME_BEFORE.search(about[: link.start()])
    words = found[0].split() if found else []
    offices = [at for at, word in enumerate(words) if kind_of_head(word.lower()) == "person"]
    name = words[offices[-1] + 1 :] if offices and words[-2:] != _COMMISSION else words
    return after[:1].isupper() and any(map(kind_of_name, name))


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
    whole = plain(words)  # "the European commission", with a small letter
    known = scene.match(whole) if " " in whole and whole[:1].isupper() else None
    if known and known.actor.kind == "igo" and not scene.state_named(whole):
        return _side_of_body(scene, whole)
    for run in CAPITALS.finditer(without_possessive(words.replace("'s ", "' | ").replace("’s ", "’ | "))):
        for name in _whole_or_parts(scene, _without_person(scene, plain(run.group()))):
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


def _has_preposition(run: str) -> bool:
    """Whether a run of capitals is one name with a preposition in it: "Dirvan Department of Transport"."""
    words = run.split()
    link = next((at for at, word in enumerate(words) if word in ("of", "for")), 0)
    officer = any(kind_of_head(word.lower()) == "person" for word in words)
    return link > 0 and not officer and kind_of_name(words[link - 1]) is not None


def _without_person(scene: Scene, run: str) -> str:
    """A run of capitals without the person whom "and" joins to it: "Lyra Union and Irena Vell"."""
    body, _, person = run.rpartition(" and ")
    return body if body and " " in person and scene.cast.named(person) else run


def _whole_or_parts(scene: Scene, run: str) -> Iterator[str]:
    """A run of capitals itself where it is a name as it stands, then what offices leave of it."""
    office = kind_of_head(run.rpartition(" ")[2].lower()) == "person" or is_former(run)
    marked = scene.tagged(run, whole=True) in _MARKED or scene.match(run) is not None
    if " " in run and not office and (marked or _has_preposition(run)):
        yield run
    yield from _without_titles(run)


def _side_of_body(scene: Scene, name: str) -> str | None:
    """For whom the people of a body speak: for itself, those of ministries and forces for their state."""
    body = scene.body(name)
    if body is None:
        return None
    return body.name if _is_own_voice(body) else body.speaks_for or body.name


def _is_own_voice(body: Speaker) -> bool:
    """Whether the people of a body speak for it rather than for its state."""
    name = fold(body.name)
    of_state = "department of" in name or bool(set(name.split()) & word_set("of_state"))
    return body.kind in _OWN_VOICE or (body.kind == "agency" and not of_state)


def _may_be_body(scene: Scene, name: str) -> bool:
    """Whether a run of capitals without an entry in the register is a body's name."""
    telling = " " in name and kind_of_name(name) is not None
    if len(name) < 2 or scene.state_named(name) or not name[0].isalpha():
        return False
    if scene.cast.named(name) and not telling:
        return False
    if name.split()[0].lower() in word_set("no_body"):
        return False
    words = [word for word in name.split() if word.lower() not in _SMALL]
    if _BORN.search(name) or not any(len(word) > 2 and word.isalpha() for word in words):
        return False
    if kind_of_head(words[-1].lower()) == "person" or (" " not in name and ADJECTIVE.search(name)):
        return scene.body_known(name)
    if telling:
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
                served = _head(about.partition(" of ")[0]) in _SERVANTS
                return side_of_person(scene, master) or (master.name if served else None)
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


_UNNAMED = re.compile(r"(?:unnamed|anonymous|unidentified)\s+(?=\w)", re.IGNORECASE)


def by_words(scene: Scene, phrase: Phrase, place: int) -> Speaker:
    """Who is only described: "a senior official", "the police", "observers"."""
    whole = phrase.whole
    if (phrase.kind == "government" and not phrase.plural) or phrase.head == "authorities":
        state = scene.state_in(whole) or scene.home
        if state and phrase.reach != "indefinite":
            return of_state(scene, state, phrase)
    kind: Kind = "document" if phrase.kind == "utterance" else (phrase.kind or "person")  # type: ignore[assignment]
    if kind == "document" and phrase.head == "reports":
        kind = "outlet"
    side = _side_of_words(scene, phrase, kind, place)
    vague = kind == "government" and (phrase.plural or phrase.reach == "indefinite")
    known = kind not in ("person", "public", "outlet") and phrase.named and not vague
    definite = kind == "document" and phrase.reach == "definite"
    several = phrase.plural and not phrase.named  # "opposition parties"
    if (kind in ("agency", "party") and not several) or known or definite:
        name = plain(whole)
        return Speaker(name, kind, True, side, article_actor(name), "described", 0.6)
    label = _UNNAMED.sub("", _uncapitalised(_trimmed(plain(whole))))
    return Speaker(f"unnamed {label}", kind, False, side, None, "described, not named", 0.7)


def _trimmed(words: str) -> str:
    """A description without what does not belong to it where the source was cut: "leaders in", "among"."""
    parts = words.split()
    while parts and (parts[-1].lower() in word_set("no_end") or _DAY.fullmatch(parts[-1])):
        parts.pop()
    while parts and parts[0].lower() in word_set("no_end"):
        parts.pop(0)
    return " ".join(parts) or "source"


def _side_of_words(scene: Scene, phrase: Phrase, kind: Kind, place: int) -> str | None:
    if kind == "outlet" and _OF_STATE.search(phrase.words):
        return scene.state_in(phrase.words) or scene.home
    if kind in ("outlet", "public", "company", "organisation", "igo"):
        return None
    side = side_of(scene, phrase.words, place)
    opposed = kind == "person" and " and " not in phrase.whole and _OPPOSITION.search(phrase.whole)
    if opposed and (side is None or scene.state_named(side)):
        return "opposition"
    if side is None and kind in _FOR_STATES and serves_state(phrase.whole):
        side = scene.home
    return side


def _uncapitalised(words: str) -> str:
    """The words with a small first letter where only the sentence's beginning made it a capital."""
    first, _, rest = words.partition(" ")
    lower = first.lower()
    if first.isupper() or (rest[:1].isupper() and (is_title(first) or lower in _COMPASS)):
        return words  # "Foreign Ministry", "South Korean"
    common = kind_of_head(lower) or is_title(first) or lower in word_set("common") | word_set("no_name")
    proper = "-" in first and lower not in word_set("common")  # "Buddhist-majority"
    return lower + words[len(first) :] if common and not proper else words

"""Whom a pronoun, a description or a silent source means: somebody who spoke or was named before."""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from reportedly.records import Rival, Span, Speaker, Statement
from reportedly.resolve.mentions import Person
from reportedly.resolve.names import fold, without_possessive
from reportedly.resolve.scene import Scene, article_actor, nearest_body, of_state
from reportedly.resolve.sides import by_words, side_of_person
from reportedly.resolve.sources import (
    FIRST,
    RELATIVE,
    SINGULAR_PERSON,
    Phrase,
    gender_of_word,
    is_title,
    kind_of_head,
    phrase_of,
    serves_state,
    word_set,
)

_BODY_KINDS = frozenset(
    {"government", "agency", "armed_group", "party", "igo", "company", "outlet", "organisation"}
)
# What a description of one kind may have been called before.
_COMPATIBLE: dict[str, frozenset[str]] = {
    "person": frozenset({"person"}),
    "public": frozenset({"public"}),
    "government": frozenset({"government"}),
    "agency": frozenset({"agency", "igo"}),
    "armed_group": frozenset({"armed_group"}),
    "party": frozenset({"party"}),
    "igo": frozenset({"igo"}),
    "company": frozenset({"company"}),
    "outlet": frozenset({"outlet"}),
    "organisation": frozenset({"organisation", "armed_group", "igo", "party", "company", "agency", "outlet"}),
    "document": frozenset({"document", "outlet"}),
    "utterance": _BODY_KINDS | {"person", "document"},
}
# Other words for one office.
_SAME_OFFICE = {
    word: group
    for group in (
        ("mp", "lawmaker", "legislator", "deputy", "senator", "representative", "parliamentarian"),
        ("spokesman", "spokeswoman", "spokesperson"),
        ("premier", "minister"),
        ("president", "leader"),
        ("army", "military"),
    )
    for word in group
}
_ARMY = ("army", "military", "armed forces", "defence forces", "defense forces")
_TWO = re.compile(r"(?:the (?:two|2)|both|these two)\s+[\w ]+[sn]$", re.IGNORECASE)
_MEMBER = re.compile(
    r"\bmember of (?:the )?(?:\w+ ){0,2}"
    r"(?:parliament|congress|senate|assembly|knesset|bundestag|majlis|duma)\b"
)
_MARKED = ("organisation", "group", "outlet")  # as what the reader marks bodies
_TOGETHER = "named together before"
_ANY_PERSON = frozenset({"official", "leader", "politician", "man", "woman", "diplomat"})
CLOSE = 0.7  # of the likeliest one's weight, from which another is kept beside it
_LEAD = 3  # sentences in which a report may hold back a name that it gives later
_OUTLET_LATER = 8  # statements in which it may hold back the name of an outlet
_SPOKE_LAST, _SPOKE, _SUBJECT, _OUTER = 0.8, 0.45, 0.35, 0.5  # weights, by trial on dev
_NETWORK, _FAR = ((2, 1.0), (4, 0.7)), 0.4  # the same, up to how many sentences back and beyond


@dataclass(frozen=True, slots=True)
class Said:
    """One statement that is resolved, in the order in which the sources stand."""

    place: int
    statement: Statement
    speaker: Speaker
    phrase: Phrase | None
    person: Person | None = None


class History:
    """What has been resolved so far."""

    def __init__(self) -> None:
        self._said: list[Said] = []
        self.of: dict[str, Said] = {}

    def add(self, said: Said) -> None:
        insort(self._said, said, key=lambda one: one.place)
        self.of[said.statement.id] = said

    def before(self, place: int, *, but: Statement | None = None) -> Iterator[Said]:
        """Who spoke before a place, the last first; not the statement's own outer one."""
        for said in reversed(self._said):
            if said.place < place and said.statement is not but:
                yield said

    def after(self, place: int, most: int) -> list[Said]:
        """Who spoke after a place, the next ones first."""
        return [said for said in self._said if said.place > place][:most]

    def replace(self, said: Said, speaker: Speaker) -> None:
        """Puts another speaker to a statement, and to those that were taken to be his."""
        for one in self._said:
            if one.speaker.name == said.speaker.name and one.speaker.kind == said.speaker.kind:
                self.of[one.statement.id] = replace(one, speaker=speaker)

    def outer(self, statement: Statement) -> Said | None:
        """The statement that this one lies in."""
        return self.of.get(statement.inside) if statement.inside else None


def rival(speaker: Speaker, confidence: float) -> Rival:
    """A speaker as one who may be meant instead."""
    return Rival(speaker.name, speaker.actor, speaker.reason or "", confidence)


def again(said: Said, reason: str, confidence: float) -> Speaker:
    """The same speaker once more."""
    return replace(said.speaker, reason=reason, confidence=round(min(confidence, said.speaker.confidence), 3))


def of_person(scene: Scene, person: Person, reason: str, confidence: float = 0.9) -> Speaker:
    """The speaker that a person of the article is."""
    match = scene.register_person(person)
    actor = match.actor.id if match else article_actor(person.name)
    return Speaker(person.name, "person", True, side_of_person(scene, person), actor, reason, confidence)


def first_person(scene: Scene, history: History, statement: Statement, word: str) -> Speaker | None:
    """ "I" in a quotation is its speaker, "we" his side."""
    place = _place(statement)
    outer = history.outer(statement) or next(iter(history.before(place)), None)
    if outer is None:
        return None
    if (
        word in ("we", "our", "us", "ourselves")
        and outer.speaker.kind == "person"
        and outer.speaker.speaks_for
    ):
        side = scene.body(outer.speaker.speaks_for)
        if side:
            return replace(side, reason=f'"{word}" of {outer.speaker.name}', confidence=0.75)
    return again(outer, f'"{word}" of the one who is quoted', 0.85)


def pronoun(
    scene: Scene, history: History, statement: Statement, phrase: Phrase, span: Span
) -> Speaker | None:
    """Whom "he", "it" or "they" means."""
    word = phrase.words.lower()
    if word in RELATIVE:
        return _relative(scene, history, span)
    if word in FIRST:
        return first_person(scene, history, statement, word)
    if word in SINGULAR_PERSON:
        return _he(scene, history, statement, word, span)
    if word in ("it", "its", "which"):
        return _it(scene, history, statement, span)
    return _they(scene, history, statement, span)


def _he(scene: Scene, history: History, statement: Statement, word: str, span: Span) -> Speaker | None:
    sex = "female" if word in ("she", "her", "herself") else "male"
    votes: dict[str, float] = {}
    who: dict[str, Callable[[], Speaker]] = {}

    def vote(name: str, weight: float, speaker: Callable[[], Speaker]) -> None:
        votes[name] = votes.get(name, 0.0) + weight
        who.setdefault(name, speaker)

    outer = history.outer(statement)
    for rank, said in enumerate(_persons_before(history, span.start, statement)):
        if _fits(scene, said, sex):
            far = scene.sentence_at(span.start) - scene.sentence_at(said.place)
            weight = (_SPOKE_LAST if rank == 0 and far <= 3 else _SPOKE) if far <= 8 else 0.15
            if said is outer:
                weight = _OUTER + (0.2 if outer.statement.mode == "indirect" else -0.3)
            vote(said.speaker.name, weight, lambda said=said: again(said, "who spoke before", 0.8))  # type: ignore[misc]
            if rank >= 3:
                break
    for person, weight, reason in _named_before(scene, span):
        if person.gender in (sex, None):
            vote(person.name, weight, lambda p=person, r=reason: of_person(scene, p, r, 0.75))  # type: ignore[misc]
    if not votes:
        return None
    total = sum(votes.values())
    best, *rest = sorted(votes, key=lambda name: -votes[name])
    near = [who[name]() for name in rest if votes[name] >= CLOSE * votes[best]]
    others = (rival(one, round(votes[one.name] / total, 3)) for one in near[:2])
    return replace(who[best](), confidence=round(min(0.95, votes[best] / total), 3), others=tuple(others))


def _relative(scene: Scene, history: History, span: Span) -> Speaker | None:
    """Whom "who" or "which" means: the noun phrase that stands right before it."""
    mentions = scene.cast.before(span.start, 1)
    if mentions and not scene.text[mentions[0][0].end : span.start].strip(" ,\n"):
        return of_person(scene, mentions[0][1], 'the name that "who" follows', 0.9)
    noun = scene.noun_before(span)
    if not noun:
        return None
    phrase = phrase_of(noun.of(scene.text))
    for said in history.before(span.start):
        if said.statement.source and said.statement.source.overlaps(noun):
            return again(said, 'the source that "who" follows', 0.9)
    if phrase.kind == "pronoun":
        return None
    body = scene.body(phrase.words) if phrase.named and phrase.kind not in ("person", "public") else None
    sure = body is not None and (scene.body_known(body.name) or scene.tagged(body.name) in _MARKED)
    if body and sure and body.kind in _BODY_KINDS and span.of(scene.text).lower() != "who":
        return replace(body, reason='the name that "which" follows', confidence=0.8)
    who = phrase.kind not in ("person", "public") and span.of(scene.text).lower() == "who"
    if who and mentions and scene.sentence_at(mentions[0][0].start) == scene.sentence_at(span.start):
        return of_person(scene, mentions[0][1], 'the person before "who"', 0.7)
    return by_words(scene, phrase, span.start)


def _persons_before(history: History, place: int, statement: Statement) -> Iterator[Said]:
    seen: set[str] = set()
    for said in history.before(place):
        plural = said.phrase is not None and said.phrase.plural
        if (
            said.speaker.kind == "person"
            and not plural
            and said.speaker.name not in seen
            and " and " not in said.speaker.name
        ):
            seen.add(said.speaker.name)
            yield said


def _named_before(scene: Scene, span: Span) -> Iterator[tuple[Person, float, str]]:
    """The persons whom the network or the order of the sentence points to."""
    found = scene.antecedents.get(span)
    here = scene.sentence_at(span.start)
    if found:
        trust = _trust(here - scene.sentence_at(found.antecedent.start))
        for _, person in scene.cast.within(found.antecedent)[:1]:
            yield person, trust * found.confidence, "antecedent by the network"
    seen: dict[int, Span] = {}
    for mention, person in scene.cast.before(span.start, 8):
        back = here - scene.sentence_at(mention.start)
        if back <= 2:
            seen[back] = mention
            yield person, 0.2 if back <= 1 else 0.1, "named before"
    for back in (0, 1):
        if back in seen:  # the first of a sentence is most often its subject
            for _, person in scene.cast.within(seen[back])[:1]:
                yield (
                    person,
                    _SUBJECT,
                    "subject of the sentence before" if back else "named first in the sentence",
                )


def _trust(back: int) -> float:
    """How much the network's word weighs about an antecedent that many sentences back."""
    return next((weight for most, weight in _NETWORK if back <= most), _FAR)


def _fits(scene: Scene, said: Said, sex: str) -> bool:
    if said.person:
        return said.person.gender in (sex, None)
    told = {gender_of_word(word) for word in said.speaker.name.lower().split()} - {None}
    return not told or sex in told


def _it(scene: Scene, history: History, statement: Statement, span: Span) -> Speaker | None:
    outer = history.outer(statement)
    if outer and outer.speaker.kind != "person" and outer.statement.mode != "direct":
        return again(outer, "who is speaking of itself", 0.75)
    network = _network_body(scene, span)
    here = scene.sentence_at(span.start)
    for said in history.before(span.start, but=outer.statement if outer else None):
        near = here - scene.sentence_at(said.place)
        plural = said.phrase is not None and said.phrase.plural
        if near > 4:
            break
        if said.speaker.kind in _BODY_KINDS | {"document"} and not plural and said.speaker.name != "unknown":
            if network and network.confidence > 0.7 and near > 1:
                return network
            return again(said, "what spoke before", 0.75)
    return network or nearest_body(scene, span.start, _BODY_KINDS)


def _network_body(scene: Scene, span: Span) -> Speaker | None:
    found = scene.antecedents.get(span)
    if not found:
        return None
    for _, person in scene.cast.within(found.antecedent)[:1]:
        return of_person(scene, person, "antecedent by the network", found.confidence)
    words = found.antecedent.of(scene.text)
    body = scene.body(words)
    if body is None or (body.kind == "organisation" and scene.tagged(words) in ("place", "facility")):
        return None  # where, not who
    return replace(body, reason="antecedent by the network", confidence=found.confidence)


def _they(scene: Scene, history: History, statement: Statement, span: Span) -> Speaker | None:
    outer = history.outer(statement)
    here = scene.sentence_at(span.start)
    for said in history.before(span.start, but=outer.statement if outer else None):
        if " and " in said.speaker.name and here - scene.sentence_at(said.place) <= 4:
            return again(said, "the two who spoke before", 0.7)
    for said in history.before(span.start, but=outer.statement if outer else None):
        many = said.phrase is not None and said.phrase.plural
        body = said.speaker.kind in (_BODY_KINDS | {"public"}) - {"outlet"}
        many = many and said.speaker.kind != "outlet"
        if here - scene.sentence_at(said.place) <= 4 and (many or body) and said.speaker.name != "unknown":
            return again(said, "who spoke before", 0.65 if many else 0.5)
    network = _network_body(scene, span)
    if network and network.kind != "person":
        return network
    if outer and outer.speaker.kind != "person":
        return again(outer, "who is speaking of itself", 0.5)
    return nearest_body(scene, span.start, _BODY_KINDS)


def described(
    scene: Scene, history: History, statement: Statement, phrase: Phrase, span: Span
) -> Speaker | None:
    """Whom "the minister", "the Turkish official" or "the group" means."""
    if phrase.words.lower() == "the latter":
        named = scene.cast.before(span.start, 1)
        return of_person(scene, named[0][1], "named last before", 0.7) if named else None
    if phrase.reach == "own":
        return _owned(scene, history, statement, phrase, span)
    if phrase.core.lower() == "opposition":
        return None  # all who are opposed, not the party of it that was named last
    state = scene.state_in(phrase.core) if phrase.named else None
    if not state and phrase.kind == "person" and phrase.link == "of":
        state = scene.state_in(phrase.after)  # "the foreign minister of Dirvan"
    said = _spoke(scene, history, phrase, span, state)
    if phrase.kind == "outlet" and not phrase.named:
        since = said.place if said else 0
        outlet = nearest_body(scene, span.start, _COMPATIBLE["outlet"], after=since)
        if outlet:  # "Citing officials, the Lyra Post said", "told the Post": it has not spoken itself
            return replace(outlet, reason=f'"{phrase.head}" for {outlet.name}, named before', confidence=0.7)
    if said:
        return again(said, f'"{phrase.head}" for who spoke before', 0.75)
    if phrase.kind == "person":
        return _officer(scene, phrase, span, state)
    if phrase.kind in _BODY_KINDS and not phrase.named:
        return _body_described(scene, phrase, span)
    return None


def _owned(
    scene: Scene, history: History, statement: Statement, phrase: Phrase, span: Span
) -> Speaker | None:
    """Whom "his country" or "their group" means: the side of him who is meant by "his"."""
    if phrase.kind not in _BODY_KINDS or len(phrase.core.split()) > 1:
        return None
    owner = phrase_of(phrase.words.split()[0])
    master = pronoun(scene, history, statement, owner, span)
    side = scene.body(master.speaks_for) if master and master.speaks_for else None
    if side and master and (side.kind == phrase.kind or phrase.kind == "organisation"):
        return replace(side, reason=f'"{phrase.words}" of {master.name}', confidence=0.7)
    return None


def _spoke(scene: Scene, history: History, phrase: Phrase, span: Span, state: str | None) -> Said | None:
    """The last one who spoke and may be called so, one who was called so first."""
    kinds = _COMPATIBLE.get(phrase.kind, frozenset())
    fallback: Said | None = None
    for said in history.before(span.start):
        if said.speaker.kind not in kinds or said.speaker.name == "unknown":
            continue
        if state and state not in (said.speaker.speaks_for, said.speaker.name):
            continue
        if phrase.named and not state and not _named_alike(scene, said, phrase):
            continue
        if _called(said, phrase):
            return said
        if phrase.head == "source" and not said.speaker.named and not phrase.plural:
            fallback = fallback or said
        untitled = said.person is not None and not said.person.about and said.speaker.named
        if untitled and phrase.kind == "person" and phrase.head not in ("source", "official"):
            fallback = fallback or (said if _near(scene, said, span) else None)
        loose = (phrase.head in _ANY_PERSON and said.speaker.named) or phrase.kind not in ("person", "public")
        loose = loose and phrase.head not in word_set("constituted")
        if loose and fallback is None and not phrase.plural:
            fallback = said
    untitled = fallback is not None and fallback.person is not None and not fallback.person.about
    return fallback if untitled or _may_fall_back(phrase) else None


def _named_alike(scene: Scene, said: Said, phrase: Phrase) -> bool:
    """Whether the names in a description stand in what is known of who spoke: "Lyra officials"."""
    words = [without_possessive(word) for word in phrase.core.split() if word[:1].isupper()]
    names = [word for word in words if not (is_title(word) or kind_of_head(word.lower()))]
    about = said.person.about if said.person else []
    told = fold(" ".join([said.speaker.name, said.speaker.speaks_for or "", *about]))
    return not names or any(fold(scene.acronyms.get(name, name)) in told for name in names)


def _near(scene: Scene, said: Said, span: Span) -> bool:
    return scene.sentence_at(span.start) - scene.sentence_at(said.place) <= 4


def _may_fall_back(phrase: Phrase) -> bool:
    return phrase.kind in (
        "organisation",
        "outlet",
        "company",
        "utterance",
        "document",
        "party",
        "armed_group",
    ) or (phrase.head in _ANY_PERSON or phrase.head == "source")


def _called(said: Said, phrase: Phrase) -> bool:
    """Whether who spoke was called by that noun."""
    words = said.phrase.core.lower().split() if said.phrase else []
    about = _titles(said.person) if said.person else []
    known = {word.strip(".,'’()") for word in [*words, *about, *said.speaker.name.lower().split()]}
    known |= {same for word in known for same in _SAME_OFFICE.get(word, ())}
    title = phrase.core.lower().split()[-2:-1]  # "prime" of "the prime minister"
    return phrase.head in known and (not title or not is_title(title[0]) or title[0] in known)


def _titles(person: Person) -> list[str]:
    """The words of what is told of a person; a member of parliament is a lawmaker."""
    about = " ".join(person.about).lower().replace(",", " ")
    return [*about.split(), *(["lawmaker"] if _MEMBER.search(about) else [])]


def _officer(scene: Scene, phrase: Phrase, span: Span, state: str | None) -> Speaker | None:
    """The person named before whose title is that."""
    if phrase.plural or phrase.head in ("source", "official"):
        return None
    title = phrase.core.lower().split()
    before = [person for _, person in scene.cast.before(span.start, 40)]
    for person in [*before, *scene.cast.persons]:
        about = _titles(person)
        about += [same for word in about for same in _SAME_OFFICE.get(word, ())]
        fits = phrase.head in about and (len(title) < 2 or state or title[-2] in about)
        fits = fits and _serves(scene, person, phrase)
        if fits and (not state or side_of_person(scene, person) == state):
            return of_person(scene, person, f'"{phrase.head}" is the title of {person.name}', 0.75)
    return _by_office(scene, phrase)


def _serves(scene: Scene, person: Person, phrase: Phrase) -> bool:
    """Whether what a title is followed by, "of the Lyra Corps", is told of the person too."""
    names = [word for word in without_possessive(phrase.after).split() if word[:1].isupper()]
    told = fold(" ".join([*person.about, side_of_person(scene, person) or ""])).split()
    state = scene.state_in(phrase.after) if names else None
    return (
        not names
        or bool(set(fold(" ".join(names)).split()) & set(told))
        or (state is not None and state == side_of_person(scene, person))
    )


def _by_office(scene: Scene, phrase: Phrase) -> Speaker | None:
    if not scene.on or phrase.reach == "indefinite":
        return None
    post = scene.known.office_of(phrase.whole)
    if post is None or post.former or post.name:
        return None
    for match in scene.known.find(phrase.whole, on=scene.on, country=scene.home)[:1]:
        if match.actor.kind == "person" and match.confidence >= 0.75:
            return Speaker(
                match.actor.name,
                "person",
                True,
                match.speaks_for,
                match.actor.id,
                match.reason,
                match.confidence,
            )
    return None


def the_two(scene: Scene, phrase: Phrase, span: Span) -> tuple[Speaker, ...]:
    """The two persons, or states, that the nearest sentence with two of them names: "the two leaders"."""
    if not _TWO.match(phrase.words) or phrase.kind not in ("person", "government"):
        return ()
    here = scene.sentence_at(span.start)
    found: dict[int, dict[str, Speaker]] = {}
    if phrase.kind == "person":
        for mention, person in scene.cast.before(span.start, 12):
            found.setdefault(scene.sentence_at(mention.start), {}).setdefault(
                person.name, of_person(scene, person, _TOGETHER, 0.65)
            )
    else:
        for name in scene.reading.names:
            state = scene.state_named(name.span.of(scene.text)) if name.span.end <= span.start else None
            if state:
                found.setdefault(scene.sentence_at(name.span.start), {})[state] = of_state(
                    scene, state, phrase
                )
    near = [found.get(number, {}) for number in range(here, here - _LEAD - 1, -1)]
    together = {name: one for named in near for name, one in named.items()}
    two = next((named.values() for named in [*near, together] if len(named) == 2), ())
    return tuple(sorted(two, key=lambda one: scene.text.find(one.name.split()[-1])))


def _body_described(scene: Scene, phrase: Phrase, span: Span) -> Speaker | None:
    kinds = _COMPATIBLE[phrase.kind]
    named = nearest_body(scene, span.start, kinds, phrase.head)
    army = phrase.head in _ARMY and (not named or phrase.head not in named.name.lower())
    for word in _ARMY if army else ():
        other = nearest_body(scene, span.start, kinds, word)
        if other and word in other.name.lower():
            return replace(other, reason=f'"{phrase.head}" for {other.name}, named before', confidence=0.65)
    own = phrase.kind not in ("agency", "government") and phrase.head not in word_set("constituted")
    if named and (own or phrase.head in named.name.lower()):
        return replace(named, reason=f'"{phrase.head}" for {named.name}, named before', confidence=0.65)
    return None


def name_later(scene: Scene, history: History, said: Said) -> None:
    """Gives "a senior official" of the first sentences the name by which the next ones introduce him."""
    phrase, place = said.phrase, said.place
    if not phrase or phrase.reach != "indefinite" or phrase.plural or said.speaker.named:
        return
    if scene.sentence_at(place) > _LEAD or said.statement.inside:
        return
    if said.speaker.kind == "outlet":
        _outlet_later(scene, history, said)
    if said.speaker.kind != "person" or not said.speaker.speaks_for:
        return
    for later in history.after(place, 4):
        person = later.person
        if person and later.speaker.named and later.phrase and later.phrase.kind != "pronoun":
            side = said.speaker.speaks_for
            new = person.spans[0].start > place and later.speaker.speaks_for in (side, None)
            new = new and _may_be_called(person, phrase)
            outer = history.outer(later.statement)
            if new and (outer is None or outer.speaker.name != said.speaker.name):
                reason = "named in the sentences after"
                named = replace(later.speaker, speaks_for=side, reason=reason, confidence=0.6)
                history.replace(said, named)
            return


def _outlet_later(scene: Scene, history: History, said: Said) -> None:
    """Gives "a Dirvani newspaper" of the first sentences the name of that state's outlet that comes next."""
    state = scene.state_in(said.phrase.whole) if said.phrase else None
    for later in history.after(said.place, _OUTLET_LATER):
        one = later.speaker
        if one.kind == "outlet" and one.named and state and not later.statement.inside:
            home = scene.known.country_of(one.name)
            if home and home.actor.name == state:
                reason = "named in the sentences after"
                history.replace(said, replace(one, reason=reason, confidence=0.6))
            return


def _may_be_called(person: Person, phrase: Phrase) -> bool:
    """Whether nothing is told of a person that another office than the phrase's says: no spokesman is a
    president."""
    about = " ".join(person.about).lower().split()
    titles = [word for word in about if is_title(word)]
    fits = phrase.head in about or any(phrase.head in _SAME_OFFICE.get(word, ()) for word in about)
    return fits or not titles or phrase.head in _ANY_PERSON


def share_sides(scene: Scene, history: History) -> None:
    """A side that one statement tells of a named person holds for all his statements."""
    sides: dict[str, str] = {}
    for said in history.of.values():
        one = said.speaker
        state = said.phrase is not None and said.phrase.kind == "person" and serves_state(said.phrase.core)
        side = one.speaks_for or (scene.home if state else None)
        if one.kind == "person" and one.named and side:
            sides.setdefault(one.name, side)
    for id, said in [*history.of.items()]:
        if said.speaker.kind == "person" and said.speaker.named and not said.speaker.speaks_for:
            speaker = replace(said.speaker, speaks_for=sides.get(said.speaker.name))
            history.of[id] = replace(said, speaker=speaker)


def silent(scene: Scene, history: History, statement: Statement) -> Speaker | None:
    """Whose words a statement without source and cue goes on with."""
    place = _place(statement)
    outer = history.outer(statement)
    for said in history.before(place, but=outer.statement if outer else None):
        if said.statement.inside == statement.inside:
            return again(said, "same source as the statement before", 0.8)
    return again(outer, "within what the outer one says", 0.6) if outer else None


def _place(statement: Statement) -> int:
    return statement.source.start if statement.source else statement.content[0].start

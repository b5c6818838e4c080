"""Through whom each statement reached the article, outermost first."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import pairwise

from reportedly.records import Reading, Speaker, Statement
from reportedly.resolve.outlets import Outlets, is_agency, one_of_other
from reportedly.resolve.register import Register
from reportedly.resolve.venues import Page, Venue, page, venues, who

Chain = tuple[str, ...]

_NOUN = ("NOUN", "PROPN", "ADJ")
_TELLERS = 2  # who tell one outlet their words, before it is taken for the article's own
_STILL = 10  # sentences without a word of his until a speaker's chain no longer holds
_RELAYED = 2  # the same for one whose words another outlet reported
_FAR_OFF = ("government", "public", "unknown")  # who seldom pass on another's words, save where they tell
_LEAD = 2  # statements at the head of an article that the next sentence may tell the outlet of


def chains(reading: Reading, speakers: Sequence[Speaker], known: Register) -> tuple[Chain, ...]:
    """The chain of each statement, in the order of the reading; `speakers` are theirs, in the same order."""
    article, told = _told(reading, speakers, known)
    at = {statement.id: place for place, statement in enumerate(reading.statements)}
    found: dict[int, Chain] = {}
    carried = _Carried()
    credits = article.press.credits()
    for place, statement in enumerate(reading.statements):
        outer = at.get(statement.inside) if statement.inside else None
        if outer is None or outer not in found:
            start = statement.content[0].start
            credit = next((name for line, name in reversed(credits) if line <= start), "")
            found[place] = _after(credit, _straight(article, place, told, carried))
        else:
            found[place] = _nested(article, place, outer, found[outer], told)
            if found[place] and article.speakers[outer].kind == "outlet":
                carried.keep(article, place, found[place], _RELAYED)
    return tuple(found.values())


def _told(reading: Reading, speakers: Sequence[Speaker], known: Register) -> tuple[Page, Mapping[int, Venue]]:
    """What each sentence tells of its statements, once it is clear which outlet is the article's own."""
    press = Outlets(reading.article.text, reading.article.facts.outlet, known)
    article = page(reading, speakers, press)
    told = venues(article)
    own = None if press.own else _own(article, told, known)
    if own:
        article = page(reading, speakers, Outlets(press.text, own, known))
        told = venues(article)
    return article, _with_lead(article, told)


def _own(article: Page, told: Mapping[int, Venue], known: Register) -> str | None:
    """The outlet of an article that does not say: several speakers told it, and it is nobody's source."""
    tellers: dict[str, set[str]] = defaultdict(set)
    for place, venue in told.items():
        if venue.through and not venue.through.startswith("unnamed "):
            tellers[venue.through].add(who(article.speakers[place]))
    for outlet, telling in tellers.items():
        quoted = any(one_of_other(speaker.name, outlet) for speaker in article.speakers)
        if len(telling) >= _TELLERS and not quoted and not is_agency(outlet, known):
            return outlet
    return None


def _with_lead(article: Page, told: Mapping[int, Venue]) -> Mapping[int, Venue]:
    """The same, with the opening sentence of an interview: the next one names whom the words were said to."""
    places = [place for place, home in enumerate(article.homes) if home is not None]
    for first, second in pairwise(places[: _LEAD + 1]):
        same = who(article.speakers[first]) == who(article.speakers[second])
        if same and first not in told and second in told and told[second].lasts:
            return {**told, first: told[second]}
    return told


@dataclass(frozen=True, slots=True)
class _Carried:
    """The chain that each person's words had last, and the last sentence it holds for unless he goes on."""

    last: dict[str, tuple[Chain, int]] = field(default_factory=dict)

    def keep(self, article: Page, place: int, chain: Chain, reach: int) -> None:
        speaker = article.speakers[place]
        one = speaker.name != "unknown" and (not speaker.named or speaker.kind in (None, "person"))
        if one:  # a ministry speaks to many at once
            self.last[who(speaker)] = chain, _sentence(article, place) + reach

    def held(self, article: Page, place: int) -> Chain:
        chain, until = self.last.get(who(article.speakers[place]), ((), 0))
        return chain if _sentence(article, place) <= until else ()


def _after(credit: str, chain: Chain) -> Chain:
    """The chain within a report that is credited to an agency."""
    return (credit, *chain) if credit and credit not in chain else chain


def _sentence(article: Page, place: int) -> int:
    """The sentence that signals a statement; that of the one before where nothing signals it."""
    homes = (article.homes[at] for at in range(place, -1, -1))
    return next((home for home in homes if home is not None), 0)


def _straight(article: Page, place: int, told: Mapping[int, Venue], carried: _Carried) -> Chain:
    """The chain of a statement that stands by itself: what its sentence tells, else what held before."""
    venue = told.get(place)
    if venue is None:
        chain = carried.held(article, place)
        if chain:
            carried.keep(article, place, chain, _STILL)
        return chain
    chain = (venue.through,) if venue.through else ()
    carried.keep(article, place, chain if venue.lasts else (), _STILL)
    return chain


def _nested(article: Page, place: int, outer: int, around: Chain, told: Mapping[int, Venue]) -> Chain:
    """The outer chain, with the outer speaker where he relays it."""
    name = article.speakers[outer].name
    chain = around
    other = who(article.speakers[outer]) != who(article.speakers[place]) and name != "unknown"
    if other and not article.press.is_own(name) and _relays(article, outer, place):
        chain = (*around, name)
    venue = told.get(place)
    if not venue or not venue.through or any(article.press.same(link, venue.through) for link in chain):
        return chain
    return (*chain, venue.through)


def _relays(article: Page, outer: int, inner: int) -> bool:
    """Whether the outer speaker passes the words on, rather than feeling or judging something about them."""
    around, within = article.reading.statements[outer], article.reading.statements[inner]
    cue = around.cue.of(article.text).lower() if around.cue else ""
    if is_cue("feels", cue):
        return False
    if within.source is None and not (within.cue and _hedged(within.cue.of(article.text).lower())):
        return False  # nobody's words in particular: "considered", "concern about"
    judged = is_cue("judges", cue)
    if article.speakers[outer].kind in _FAR_OFF and not judged and not is_cue("tells", cue):
        return False
    return not (judged and _by_noun(article, within))


def _hedged(cue: str) -> bool:
    """Whether a cue without a source reports hearsay: "is believed", "reportedly"."""
    return is_cue("hearsay", cue)


def _by_noun(article: Page, statement: Statement) -> bool:
    """Whether a statement is signalled by a noun: "the charge that", "their criticism of"."""
    if statement.cue is None:
        return False
    return all(word.upos in _NOUN for word in article.words_in(statement.cue))


def is_cue(kind: str, cue: str) -> bool:
    """Whether a cue, in lower case, has a word of one of the lists of `chains.toml`: "feels", "judges"."""
    return _pattern(kind).search(cue) is not None


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    text = resources.files("reportedly.resolve").joinpath("chains.toml").read_text(encoding="utf-8")
    words: Iterable[str] = tomllib.loads(text)[kind]
    return re.compile(r"\b(?:" + "|".join(words) + ")")

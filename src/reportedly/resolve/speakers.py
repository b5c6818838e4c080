"""Whose words each statement is: sources become speakers, one after the other through the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportedly.records import Reading, Span, Speaker, Statement
from reportedly.resolve.antecedents import (
    History,
    Said,
    described,
    name_later,
    of_person,
    pronoun,
    rival,
    share_sides,
    silent,
    the_two,
)
from reportedly.resolve.mentions import Person, is_body, trimmed
from reportedly.resolve.register import Register
from reportedly.resolve.scene import Scene, article_actor, nearest_body, of_state, only_described
from reportedly.resolve.sides import by_words, side_of_person
from reportedly.resolve.sources import (
    POINTING,
    Phrase,
    is_title,
    kind_of_head,
    kind_of_name,
    phrase_of,
    plain,
)

UNKNOWN = Speaker("unknown", "unknown", False, None, None, "nobody is named", 0.9)
_IN_PHRASE = re.compile(
    r"\b(?:of|for|to|from|with|in|against|about|under|including|than|on)\s+(?:[\w.’'-]+\s+){0,6}$"
)
_WRITTEN = re.compile(r"\b(?:by|from|of)\s+(?:[\w.’'-]+\s+){0,6}$")
_PRINTED_IN = re.compile(
    r"\s(?:published|printed|posted|carried|broadcast|aired|run|out)\s(?:by|in|on)\s(.+)$"
)
_OWNER = re.compile(r"([A-Z][\w-]+)(?:'s|’s)\s")
_THIS_OUTLET = re.compile(
    r"(?:this|our)\s+(?:own\s+)?(?:newspaper|paper|daily|weekly|magazine|agency|website|channel)",
    re.IGNORECASE,
)
_WHO_REPORT = ("source", "sources", "report", "reports")  # "Iraqi media sources" are not called so
_AND_BEHIND = re.compile(r"(?:he|she|they|we|I)\s+and\s+", re.IGNORECASE)
_TOLD_BEHIND = re.compile(r"\s+(?:former|then|ex-\w+|the|an?)\s")
_AND_OTHERS = re.compile(r"\s+and\s+(?:[\w-]+\s+){0,3}[a-z]\w+s$")
_PARTICIPLE = re.compile(r"\s*\w+ing\b")
_HEDGED = re.compile(
    r"\b(?:is|are|was|were|be|been|being|reportedly|allegedly|purportedly|supposedly|apparently|seems?|appears?)\b",
    re.IGNORECASE,
)


def speakers(reading: Reading, known: Register) -> tuple[Speaker, ...]:
    """One speaker for each statement of a reading, in their order."""
    if not reading.statements:
        return ()
    scene, history = Scene(reading, known), History()
    for statement in reading.statements:
        history.add(_resolve(scene, history, statement))
    for said in [*history.of.values()]:
        name_later(scene, history, said)
    share_sides(scene, history)
    return tuple(history.of[statement.id].speaker for statement in reading.statements)


def _resolve(scene: Scene, history: History, statement: Statement) -> Said:
    if statement.source is None or not any(map(str.isalnum, statement.source.of(scene.text))):
        speaker = _without_source(scene, history, statement)
        return Said(statement.content[0].start, statement, speaker, None, scene.cast.named(speaker.name))
    words = statement.source.of(scene.text)
    phrase = phrase_of(words)
    speaker = _of_source(scene, history, statement, phrase, statement.source)
    person = scene.cast.named(speaker.name) if speaker.kind == "person" and speaker.named else None
    return Said(statement.source.start, statement, speaker, phrase, person)


def _without_source(scene: Scene, history: History, statement: Statement) -> Speaker:
    cue = statement.cue
    if cue is None:
        return silent(scene, history, statement) or UNKNOWN
    if _HEDGED.search(cue.of(scene.text)):
        return UNKNOWN
    here = scene.sentence_at(cue.start)
    for said in history.before(cue.start):
        if _PARTICIPLE.match(cue.of(scene.text)) and scene.sentence_at(said.place) == here:
            return replace(said.speaker, reason="subject of the sentence", confidence=0.6)
        break
    return UNKNOWN


def _of_source(scene: Scene, history: History, statement: Statement, phrase: Phrase, span: Span) -> Speaker:
    if phrase.kind == "pronoun":
        meant = pronoun(scene, history, statement, phrase, span) or UNKNOWN
        return _and_others(scene, history, statement, meant, span)
    if phrase.words.lower() in POINTING:
        return UNKNOWN
    home = _own_outlet(scene, phrase)
    if home:
        return home
    persons = persons_in(scene, span) or _led(scene, phrase, span)
    if persons:
        return _joint([_of_name(scene, person, span) for person in persons])
    if phrase.kind in ("utterance", "document"):
        author = _author(scene, history, statement, phrase, span)
        if author:
            return author
    several = _several(scene, phrase, span)
    if several:
        return several
    return _single(scene, history, statement, phrase, span)


def _own_outlet(scene: Scene, phrase: Phrase) -> Speaker | None:
    """The outlet that an article came out in, which calls itself "this newspaper"."""
    name = scene.reading.article.facts.outlet
    if not name or not _THIS_OUTLET.fullmatch(phrase.words):
        return None
    outlet = scene.body(name) or Speaker(name, "outlet", True, None, article_actor(name))
    return replace(outlet, kind="outlet", reason="the article's own outlet", confidence=0.8)


def _of_name(scene: Scene, person: Person, span: Span) -> Speaker:
    """A person by the name that stands there, with who else of the article is called so."""
    speaker = of_person(scene, person, _how(scene, person, span))
    words = next((mention.of(scene.text) for mention, one in scene.cast.within(span) if one is person), "")
    namesakes = [one for one in scene.cast.so_called(words) if one is not person] if words else []
    if not namesakes:
        return speaker
    others = (rival(of_person(scene, one, f"also called {words}"), 0.4) for one in namesakes[:2])
    return replace(speaker, confidence=0.6, others=tuple(others))


def _single(scene: Scene, history: History, statement: Statement, phrase: Phrase, span: Span) -> Speaker:
    """A source that is one phrase without a person's name."""
    whole = _whole_name(scene, phrase, span)
    if whole:
        return whole
    if phrase.reach == "definite" and phrase.kind != "government" and only_described(scene, phrase):
        meant = described(scene, history, statement, phrase, span)
        if meant:
            return meant
    told = phrase.kind in ("person", "public", "document", "utterance") or phrase.head in _WHO_REPORT
    if phrase.named and not told:
        named = _named_body(scene, phrase)
        if named:
            return named
    if phrase.reach in ("definite", "own") or (
        phrase.kind == "person" and phrase.named and phrase.reach == "bare"
    ):
        meant = described(scene, history, statement, phrase, span)
        if meant:
            return meant
    return by_words(scene, phrase, span.start)


def _whole_name(scene: Scene, phrase: Phrase, span: Span) -> Speaker | None:
    """The body that all words of a source name, in full or for short: "Voice of America", "The Post"."""
    outlet = _short_outlet(scene, phrase, span) if phrase.reach == "definite" else None
    if outlet:
        return outlet
    law = _named_law(scene, phrase, span) if phrase.reach == "definite" else None
    if law:
        return law
    known = phrase.core.split()[-1][:1].isupper() and scene.body_known(plain(phrase.words))
    return scene.body(phrase.words) if known else None


def _named_law(scene: Scene, phrase: Phrase, span: Span) -> Speaker | None:
    """The law or agreement named before that "the Resolution" is short for."""
    if " " in phrase.core or kind_of_head(phrase.head) != "document":
        return None
    for name in reversed(scene.reading.names):
        words = name.span.of(scene.text)
        if name.kind == "law" and name.span.end <= span.start and phrase.head in words.lower().split():
            reason = f"short for {words}"
            return Speaker(words, "document", True, None, article_actor(words), reason, 0.7)
    return None


def _short_outlet(scene: Scene, phrase: Phrase, span: Span) -> Speaker | None:
    """The outlet named before whose last word stands there with "the": "The Post" of the Lyra Post."""
    if " " in phrase.core or not phrase.core[:1].isupper() or scene.body_known(phrase.core):
        return None
    found = nearest_body(scene, span.start, frozenset({"outlet"}), phrase.head)
    if found is None or not found.name.lower().endswith(f" {phrase.head}"):
        return None
    return replace(found, reason=f"short for {found.name}", confidence=0.75)


def persons_in(scene: Scene, span: Span) -> list[Person]:
    """The persons whom a stretch of text names, not those who stand in a phrase of another's."""
    phrase = phrase_of(span.of(scene.text))
    return _persons(scene, phrase, span) or _unlisted(scene, phrase, span)


def _persons(scene: Scene, phrase: Phrase, span: Span) -> list[Person]:
    """The persons whom a source names as its speakers, not those who stand in a phrase of another's."""
    mentions = scene.cast.within(span)
    written = phrase.kind in ("utterance", "document")
    common = _is_common(phrase)
    found: list[Person] = []
    for mention, person in mentions:
        before = scene.text[span.start : max(span.start, mention.start)]
        behind = scene.text[mention.end : min(span.end, mention.end + 2)]
        owner = behind in ("'s", "’s") or (behind[:1] in ("'", "’") and scene.text[mention.end - 1] == "s")
        owned = owner and mention.end + 2 < span.end and not written
        inner = _is_inner(before) and not (written and _WRITTEN.search(before))
        clause = bool(re.search(r",\s+(?:who|which|whose|an?|the)\s|\bwho\b|\bwhose\b", before))
        apposed = re.search(r"[,(–—-]\s*(?:[\w.]+\s+){0,3}$", before)
        leads = mention.start == span.start and _TOLD_BEHIND.match(scene.text, mention.end)
        if common and not (written or apposed or leads or _closes(scene, phrase, mention, span)):
            continue  # "al Shabab fighters", "residents of Kobani"
        joined = bool(re.search(r"\band\s+(?:[\w.’'-]+\s+){0,4}$", before))
        if not (owned or inner or (clause and found and not joined)) and person not in found:
            found.append(person)
    if len(found) > 1 and not re.search(r"\band\b|&|,", phrase.words):
        return found[:1]
    return found


def _closes(scene: Scene, phrase: Phrase, mention: Span, span: Span) -> bool:
    """Whether a name ends the phrase without being the object in it: "ambassador to Dirvan Irena Vell"."""
    rest = scene.text[mention.end : max(mention.end, span.end)].strip()
    inner = _is_inner(scene.text[span.start : max(span.start, mention.start)])
    return (
        bool(phrase.after)
        and not inner
        and rest[:1] in ("", ",", "(")
        and not scene.state_named(phrase.after)
    )


def _is_common(phrase: Phrase) -> bool:
    """Whether the phrase's head is a common noun, so that a name in it is not the head: "Vell's aides"."""
    last = phrase.core.split()[-1]
    alone = " " not in phrase.core and phrase.kind in ("person", "public")  # "Sources in Dirvan"
    return phrase.kind not in ("", "pronoun") and (last.islower() or alone)


def _unlisted(scene: Scene, phrase: Phrase, span: Span) -> list[Person]:
    """A person whom the names lack: "Secretary Irena Vell", "Vell" whom the register has."""
    if _is_common(phrase):
        return []
    words = list(re.finditer(r"[^\s,;(]+[,;(]?", scene.text[span.start : span.end]))
    stop = next((at for at, word in enumerate(words) if word.group()[-1] in ",;("), len(words) - 1)
    words = words[: stop + 1]
    first = len(words)
    while first and words[first - 1].group()[:1].isupper() and not is_title(words[first - 1].group()):
        first -= 1
    while first < len(words) and scene.state_named(words[first].group()):
        first += 1
    titled = first > 0 and any(is_title(word.group()) for word in words[:first])
    if first == len(words) or len(words) - first > 4:
        return []
    name = trimmed(scene.text, Span(span.start + words[first].start(), span.start + words[-1].end()))
    if name is None or is_body(name.of(scene.text), scene.known) or kind_of_name(name.of(scene.text)):
        return []
    adjacent = titled and is_title(words[first - 1].group())
    if adjacent or (titled and len(words) - first > 1 and not scene.body_known(name.of(scene.text))):
        return [scene.cast.add(name)]
    named = scene.cast.named(name.of(scene.text)) if first == 0 else None
    if named and not scene.body_known(name.of(scene.text)):
        return [named]
    if first == 0 and _looks_a_person(scene, name, span):
        return [scene.cast.add(name)]
    return []


def _looks_a_person(scene: Scene, name: Span, span: Span) -> bool:
    """Whether a bare name is a person's: the reader half thinks so, or the register has one."""
    if any(one.kind == "person" and one.span.overlaps(span) for one in scene.reading.names):
        return True
    return scene.body_known(name.of(scene.text)) is False and scene.person_known(name.of(scene.text))


def _is_inner(before: str) -> bool:
    """Whether a name stands behind a preposition as its object: "aides of President Vell", but not
    "ambassador to Dirvan Irena Vell"."""
    found = _IN_PHRASE.search(before)
    if not found:
        return False
    words = [word for word in found.group().split()[1:] if word.lower() not in ("the", "a", "then", "former")]
    return not words or (phrase_of(words[-1]).kind == "person" and not before.rstrip().endswith(","))


def _how(scene: Scene, person: Person, span: Span) -> str:
    """Why a name is that person."""
    words = span.of(scene.text)
    if " ".join(words.split()) == person.name or person.name in " ".join(words.split()):
        return "named in full"
    first = person.spans[0]
    back = scene.sentence_at(span.start) - scene.sentence_at(first.start)
    if back < 0:
        return f"part of the name of {person.name}"
    return f"surname of {person.name}, {back} sentence{'' if back == 1 else 's'} before"


def _joint(parts: Sequence[Speaker]) -> Speaker:
    """Several who speak as one."""
    first = parts[0]
    if len(parts) == 1:
        return first
    sides = list(dict.fromkeys(part.speaks_for for part in parts if part.speaks_for))
    names = [part.name for part in parts]
    name = ", ".join(names[:-1]) + " and " + names[-1]
    return Speaker(
        name,
        first.kind,
        all(part.named for part in parts),
        " and ".join(sides) or None,
        article_actor(name),
        "several named together",
        min(part.confidence for part in parts),
    )


def _and_others(scene: Scene, history: History, statement: Statement, first: Speaker, span: Span) -> Speaker:
    """Him whom a pronoun means with those named after it: "he and his Dirvani counterpart"."""
    behind = _AND_BEHIND.match(scene.text, span.start, span.end)
    if behind is None or first.name == "unknown":
        return first
    rest = Span(behind.end(), span.end)
    if rest.of(scene.text)[:1].isupper() and not persons_in(scene, rest):
        return first
    other = _of_source(scene, history, statement, phrase_of(rest.of(scene.text)), rest)
    both = _joint([first, replace(other, name=other.name.removeprefix("unnamed "))])
    return replace(both, named=first.named)


def _led(scene: Scene, phrase: Phrase, span: Span) -> list[Person]:
    """The persons named before others who are not: "Vell and other officials"."""
    others = phrase.plural and _AND_OTHERS.search(scene.text, span.start, span.end)
    return persons_in(scene, Span(span.start, others.start())) if others else []


def _several(scene: Scene, phrase: Phrase, span: Span) -> Speaker | None:
    """States or bodies that speak together: "France and Germany", and after them "the two countries"."""
    two = the_two(scene, phrase, span)
    if len(two) > 1:
        return replace(_joint(two), reason="the two named before")
    if " and " not in phrase.words or phrase.kind in ("person", "public"):
        return None
    halves = re.split(r",\s*(?:and\s+)?|\s+and\s+", phrase.words)
    bodies = [scene.body(half) for half in halves if half]
    whole = scene.body(phrase.words)
    if whole and whole.actor and not whole.actor.startswith("article:"):
        return None
    good = [body for body in bodies if body and body.actor and not body.actor.startswith("article:")]
    return _joint(good) if len(good) == len(bodies) > 1 else None


def _author(
    scene: Scene, history: History, statement: Statement, phrase: Phrase, span: Span
) -> Speaker | None:
    """Whose word a statement, letter or report is, where it tells."""
    words = phrase.words
    found = re.search(r"\b(?:by|from|of|in|to)\s+(.+)$", words) if phrase.after or " by " in words else None
    before = phrase.core.rsplit(" ", 1)[0] if " " in phrase.core else ""
    for part in (before, found[1] if found and phrase.kind == "utterance" else ""):
        inner = phrase_of(part) if part else None
        telling = (
            ("agency", "government", "person") if phrase.kind == "utterance" else ("agency", "government")
        )
        if inner and (inner.named or inner.kind in telling) and inner.kind != "document":
            if inner.kind == "person":
                return _single(scene, history, statement, inner, span)
            body = _named_body(scene, inner) or (
                described(scene, history, statement, inner, span) if inner.kind == "agency" else None
            )
            if body and (phrase.kind == "utterance" or body.kind == "outlet"):
                return replace(body, reason=f"whose {phrase.head} it is")
    return _printed(scene, phrase, span) if phrase.kind == "document" else None


def _printed(scene: Scene, phrase: Phrase, span: Span) -> Speaker | None:
    """The outlet or body that a report came out in: "a report published in the Post", "in a daily"."""
    found = _PRINTED_IN.search(phrase.words)
    behind = found[1] if found else phrase.after if phrase.link in ("by", "from", "in") else ""
    where = phrase_of(behind) if behind else None
    if where is None or where.kind in ("person", "public"):
        return None
    if where.kind == "outlet":
        return replace(by_words(scene, where, span.start), reason="whose report it is")
    body = scene.body(where.whole) if where.core[:1].isupper() else None
    return replace(body, reason="whose report it is") if body and body.kind in ("outlet", "igo") else None


def _named_body(scene: Scene, phrase: Phrase) -> Speaker | None:
    """A state or body by its name, alone or with a common noun: "the Turkish government"."""
    if phrase.kind == "government":
        owner = _OWNER.match(phrase.core)  # "Vell's conservative government", "the Vell administration"
        leader = scene.cast.named(owner[1] if owner else phrase.core.rpartition(" ")[0] or "-")
        state = scene.state_in(phrase.whole) or (side_of_person(scene, leader) if leader else None)
        if phrase.reach == "indefinite":
            return None
        if state:
            if phrase.plural and phrase.head not in ("authorities",):
                return None
            return of_state(scene, state, phrase)
    for words in (phrase.whole, phrase.core):
        body = scene.body(words)
        if body and body.actor and not body.actor.startswith("article:"):
            return body
    body = scene.body(phrase.core if phrase.link not in ("of", "for") else phrase.whole)
    return body

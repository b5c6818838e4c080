"""Whose words somebody passes on, where the sentence tells: "Citing officials, the daily said that", "Vell
was quoted as saying by the agency", "the agency quoted Vell as saying". CODEBOOK.md takes who is cited for
the source, and who cites for the way."""

from __future__ import annotations

import re
from dataclasses import replace

from reportedly.records import Reading, Span, Statement
from reportedly.resolve.outlets import Outlets
from reportedly.resolve.register import Register
from reportedly.resolve.sources import phrase_of
from reportedly.resolve.venues import Page, page

_OPENS = re.compile(r"[\"“”\s]*(?P<verb>(?:Quot|Cit)ing)\s+(?P<whom>[^\"“”;:\n]{3,120}?),\s*")
_QUOTES = re.compile(
    r"\s+(?:has\s|had\s|have\s|also\s)*(?:quot|cit)(?:ed|es|e)\s+(?P<whom>[^,.;:\"“”\n]{2,70}?)\s+(?P<cue>as\s+\w+ing)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\b(?:quoted|cited)\s+(?:\w+ly\s+)?as\s+\w+ing\s*$", re.IGNORECASE)
_QUOTED_BY = re.compile(r"\b(?:quoted|cited)\s+by\s+(?:the\s+)?$", re.IGNORECASE)
_REACH = 20  # characters before a source in which "quoted by the" stands
_BY = re.compile(r"\s*by\s+(?:the\s+)?", re.IGNORECASE)
_SPEAKING = ("person", "public", "agency", "government", "utterance", "armed_group", "party", "outlet")


def with_cited(reading: Reading, known: Register) -> Reading:
    """The reading, each statement that an outlet only passes on with the source it cites."""
    press = Outlets(reading.article.text, reading.article.facts.outlet, known)
    article = page(reading, (), press)
    return replace(reading, statements=tuple(_cited(article, one) for one in reading.statements))


def _cited(article: Page, statement: Statement) -> Statement:
    cue, source = statement.cue, statement.source
    if cue is None or source is None:
        return statement
    quotes = _QUOTES.match(article.text, source.end)
    if quotes and cue.end <= quotes.end() and cue.start >= source.end:
        whom = Span(quotes.start("whom"), quotes.end("whom"))
        return replace(statement, source=whom, cue=Span(quotes.start("cue"), quotes.end("cue")))
    if article.press.in_phrase(source) is None:
        return statement
    behind = article.text[max(0, source.start - _REACH) : source.start]
    after = _QUOTED.search(cue.of(article.text)) and _BY.fullmatch(article.text[cue.end : source.start])
    if after or _QUOTED_BY.search(behind):
        subject = _subject(article, cue)
        return replace(statement, source=subject) if subject else statement
    sentence = article.sentence_of(source)
    opens = _OPENS.match(article.text, sentence.span.start, source.start) if sentence else None
    if not opens or article.text[opens.end() : source.start].lower().strip() not in ("", "the"):
        return statement
    whom = Span(opens.start("whom"), opens.end("whom"))
    phrase = phrase_of(whom.of(article.text))
    speaks = phrase.kind in _SPEAKING or (phrase.named and not phrase.kind)
    if not speaks or any(piece.overlaps(whom) for piece in statement.content):
        return statement
    return replace(statement, source=whom, cue=Span(opens.start("verb"), opens.end("verb")))


def _subject(article: Page, cue: Span) -> Span | None:
    """The noun phrase that is the subject of a cue, by the tree."""
    sentence = article.sentence_of(cue)
    words = sentence.words if sentence else ()
    for at, word in enumerate(words):
        subject = word.relation.startswith("nsubj") and word.head >= 0
        if sentence and subject and cue.overlaps(words[word.head].span):
            return sentence.branch(at)
    return None

"""Finds, sentence by sentence, through whom a speaker's words came: "told Reuters", "quoted by the daily",
"in an interview with state television", "Kirsel cited the ministry as saying"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reportedly.records import Reading, Sentence, Span, Speaker, Statement, Word
from reportedly.resolve.names import fold
from reportedly.resolve.outlets import RUN, Outlets, phrases

# What stands before an outlet that had the words from the speaker; looked for at the end of what precedes it.
_TO = re.compile(
    r"""\b(?:
      told | tell | tells | telling | informed | assured | reminded
    | (?:confirmed|revealed|leaked|explained|said|wrote|complained|admitted|spoke|speaking|speaks|talked
        |talking)\s+(?:to|with)
    | interviewed \s+(?:by|on|in|for)
    | (?:interview|interviews)\s+(?:\w+\s+)?(?:with|to|for|by|on|in)
    | (?:statement|statements|remarks|comments|message|email|e-mail|letter|speech|address|note)
      \s+(?:\w+\s+)?(?:to|by|on|for|via|through|in)
    | (?<!\bfirst\s)(?:quoted|cited|carried|broadcast|aired|published|posted|run|released|relayed|shown
        |reported|printed|quoted\s+as\s+saying|cited\s+as\s+saying|saying|obtained|seen|reviewed|viewed)\s+(?:\w+ly\s+)?(?:by|in|on|via)
    | (?:wrote|writing|writes|written|said|says|saying|appearing|appeared|speaking|spoke|announced|declared)
      \s+(?:in|on|for)
    | (?:op-ed|article|column|commentary|essay|editorial|piece|blog|excerpt)\s+(?:\w+\s+)?(?:in|for|by)
    )\s+(?:(?:his|her|its|their|our|your)\s+)?$""",
    re.VERBOSE | re.IGNORECASE,
)
_ENDS = re.compile(r"[.!?:;\"“”’)\]]|\n")  # between two sentences
_LONGEST = 150  # words of a sentence put together
_LEFT = 60  # characters before the outlet that the longest of these takes
_CITE = re.compile(r"\b(?:quot(?:ed|es|e|ing)|cit(?:ed|es|e|ing))\s+(?!by\b|as\b|in\b)", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_REPORTS = re.compile(
    r"^[\s,]*(?:has|have|had|also|later|first|\s)*\b(?:report|reports|reported|reporting|said|says|wrote|writes)\b",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"\b(?:according to|(?<!first\s)reported by|report (?:by|in|from|published in|on))\s+$",
    re.IGNORECASE,
)
# Said before many, so of no one outlet.
_PUBLIC = re.compile(
    r"\b(?:reporters|journalists|(?:news|press) (?:conference|briefing)|tweet(?:ed)?|parliament"
    r"|the (?:media|press)(?! (?:office|watch|agency))|newsmen|(?:media|press) ?(?:persons?|men|people)"
    r"|lawmakers|twitter|facebook|rally|hearing|summit)\b",
    re.IGNORECASE,
)
_MANY = re.compile(r"\b(?:media|press) ?(?:persons?|men|people)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|an?|this|that)\s+", re.IGNORECASE)
_CLIMB = 3  # heads above the verb to look for its subject
_INTRODUCES = 2  # sentences that may lie between "gave an interview to" and the first words of it
_OBJECT_GAP = 2  # characters between "citing" and the source cited


@dataclass(frozen=True, slots=True)
class Page:
    """An article with its resolved speakers, and which statements are signalled in which sentence."""

    reading: Reading
    speakers: Sequence[Speaker]
    press: Outlets
    sentences: tuple[Sentence, ...]
    homes: tuple[int | None, ...]  # of each statement, the place of the sentence that signals it
    starts: tuple[int, ...]  # of the sentences, for bisecting

    @property
    def text(self) -> str:
        return self.reading.article.text

    def sentence_of(self, span: Span) -> Sentence | None:
        """The sentence in which a span begins."""
        home = bisect_right(self.starts, span.start) - 1
        return self.sentences[home] if home >= 0 else None

    def words_in(self, span: Span) -> list[Word]:
        """The words of the sentence at its start that lie in a span."""
        sentence = self.sentence_of(span)
        return [word for word in sentence.words if span.holds(word.span)] if sentence else []


def page(reading: Reading, speakers: Sequence[Speaker], press: Outlets) -> Page:
    """The article with its statements put into sentences."""
    sentences = tuple(mended(reading))
    starts = tuple(sentence.words[0].span.start for sentence in sentences)

    def home(statement: Statement) -> int | None:
        sign = statement.cue or statement.source
        return bisect_right(starts, sign.start) - 1 if sign and starts else None

    return Page(reading, speakers, press, sentences, tuple(map(home, reading.statements)), starts)


def mended(reading: Reading) -> Iterable[Sentence]:
    """The sentences, with those put together that the reader cut in the middle: no stop, no new line."""
    text = reading.article.text
    words: tuple[Word, ...] = ()
    for sentence in reading.sentences:
        if words:
            between = text[words[-1].span.start : sentence.words[0].span.start]
            if _ENDS.search(between) or len(words) > _LONGEST:
                yield Sentence(words)
                words = ()
        shift = len(words)
        moved = (replace(word, head=word.head + shift if word.head >= 0 else -1) for word in sentence.words)
        words = (*words, *moved) if shift else sentence.words
    if words:
        yield Sentence(words)


@dataclass(frozen=True, slots=True)
class Venue:
    """Through whom a statement came: "" where the article has it straight, said before many or to its own
    outlet. `lasts` where the speaker spoke to it, so that what he says next came through it too."""

    through: str
    lasts: bool = True


def venues(article: Page) -> dict[int, Venue]:
    """For each statement of which its own sentence tells it, or the one before, through whom it came."""
    here: dict[int, list[int]] = defaultdict(list)
    for at, home in enumerate(article.homes):
        if home is not None and home >= 0:
            here[home].append(at)
    found: dict[int, Venue] = {}
    for home, members in here.items():
        for at, venue in _in_sentence(article, article.sentences[home], members):
            if at not in found or not found[at].through:
                found[at] = venue
        for place in range(max(0, home - _INTRODUCES), home):
            if place not in here and members[0] not in found:
                found |= _introduced(article, article.sentences[place], members[0])
    return found


def _introduced(article: Page, sentence: Sentence, at: int) -> dict[int, Venue]:
    """ "Kirsel gave the daily Lyra an interview. He said": the first sentence has no statement of its own."""
    names = [name for name in article.speakers[at].name.split() if name[:1].isupper()]
    if not names or names[-1] not in sentence.span.of(article.text):
        return {}
    for first, end in phrases(sentence, article.text):
        words = sentence.words[first:end]
        if _TO.search(_left(article, sentence, words)):
            through = article.press.in_phrase(_with_apposition(sentence, words, article.text))
            if through is not None and through != article.speakers[at].name:
                return {at: Venue(through)}
    return {}


def _left(article: Page, sentence: Sentence, words: tuple[Word, ...]) -> str:
    start = words[0].span.start
    return article.text[max(sentence.words[0].span.start, start - _LEFT) : start]


def _in_sentence(article: Page, sentence: Sentence, members: Sequence[int]) -> Iterable[tuple[int, Venue]]:
    span = sentence.span
    words = span.of(article.text)
    public = _PUBLIC.search(words)
    if public:
        yield from (
            (at, Venue("")) for at in members if not _covers(article, at, span.start + public.start())
        )
    yield from _cited(article, sentence, members)
    for first, end in phrases(sentence, article.text):
        yield from _at_phrase(article, sentence, sentence.words[first:end], members)


def _at_phrase(
    article: Page, sentence: Sentence, words: tuple[Word, ...], members: Sequence[int]
) -> Iterable[tuple[int, Venue]]:
    start, end = words[0].span.start, words[-1].span.end
    left = _left(article, sentence, words)
    to = _TO.search(left)
    if to is None:
        yield from _credited(article, words, left, members)
        return
    if _MANY.search(article.text, start, end):
        return
    through = article.press.in_phrase(_with_apposition(sentence, words, article.text))
    if through is None:
        return
    trigger = Span(start - len(left) + to.start(), end)
    for at in _told(article, trigger, members):
        if not _is_vaguer(article, at, through) and not article.press.same(
            article.speakers[at].name, through
        ):
            yield at, Venue(through)


def _is_vaguer(article: Page, at: int, through: str) -> bool:
    """Whether an outlet is only another word for the one that speaks: "state media" for Lyra Television."""
    return article.speakers[at].kind == "outlet" and through.startswith("unnamed ")


def _with_apposition(sentence: Sentence, words: tuple[Word, ...], text: str) -> Span:
    """ "her town's newspaper, The Lyra Courier": the phrase with the name behind the comma."""
    place = sentence.words.index(words[-1]) + 1
    rest = sentence.words[place:]
    end = words[-1].span.end
    common = words[-1].span.of(text).islower()
    if len(rest) > 1 and rest[0].upos == "PUNCT" and common:
        for word in rest[1:]:
            if word.upos not in ("PROPN", "DET"):
                break
            end = word.span.end
    return Span(words[0].span.start, end)


def _told(article: Page, trigger: Span, members: Sequence[int]) -> list[int]:
    """The statements of a sentence that the words "told Reuters" are about."""
    statements = article.reading.statements
    open_ = [at for at in members if not _covers(article, at, trigger.start)]
    cues = [(at, cue) for at in open_ if (cue := statements[at].cue)]
    own = [at for at in open_ if (source := statements[at].source) and source.holds(trigger)]
    own = own or [at for at, cue in cues if cue.overlaps(trigger)]
    if not own:
        around = {statements[at].id for at in members if at not in open_}
        level = [(at, cue) for at, cue in cues if not around or statements[at].inside in around]
        level = level if around else [pair for pair in level if not _nested_here(article, pair[0], members)]
        own = [at for at, cue in sorted(level, key=lambda pair: _gap(pair[1], trigger))[:1]]
    whose = {who(article.speakers[at]) for at in own}
    return [at for at in open_ if at in own or who(article.speakers[at]) in whose]


def _nested_here(article: Page, at: int, members: Sequence[int]) -> bool:
    statements = article.reading.statements
    return any(statements[other].id == statements[at].inside for other in members)


def _credited(
    article: Page, words: tuple[Word, ...], left: str, members: Sequence[int]
) -> Iterable[tuple[int, Venue]]:
    """ "..., the daily Lyra reported", where no statement of the daily's own was found."""
    start, end = words[0].span.start, words[-1].span.end
    if not (_ACCORDING.search(left) or _REPORTS.match(article.text[end : end + 30])):
        return
    statements = article.reading.statements
    phrase = Span(start, end)
    if any(statement.source and statement.source.overlaps(phrase) for statement in statements):
        return
    open_ = [at for at in members if not _covers(article, at, start) and statements[at].inside is None]
    through = article.press.in_phrase(phrase) if open_ else None
    if through is not None:
        yield from ((at, Venue(through, lasts=False)) for at in open_ if not _is_vaguer(article, at, through))


def _cited(article: Page, sentence: Sentence, members: Sequence[int]) -> Iterable[tuple[int, Venue]]:
    """ "Lyra quoted the minister as saying", "citing officials, Lyra said"."""
    span = sentence.span
    words = span.of(article.text)
    for verb in _CITE.finditer(words):
        if _PASSIVE.search(words[: verb.start()]):
            continue
        place = Span(span.start + verb.start(), span.start + verb.end())
        for at in members:
            source = article.reading.statements[at].source
            if source and 0 <= source.start - place.end <= _OBJECT_GAP:
                through = _citing(article, sentence, place, at, members)
                if through is not None and through != article.speakers[at].name:
                    yield at, Venue(through, lasts=False)


def _citing(article: Page, sentence: Sentence, verb: Span, cited: int, members: Sequence[int]) -> str | None:
    """Who cites: the subject of the verb, else the other speaker of the sentence."""
    subject = _subject(sentence, verb, article.text)
    if subject:
        through = article.press.in_phrase(Span(subject[0].span.start, subject[-1].span.end))
        if through is not None:
            return through
    whole = Span(subject[0].span.start, subject[-1].span.end) if subject else None
    statements = article.reading.statements
    for at in members:
        source = statements[at].source
        fits = source is not None and (whole is None or source.overlaps(whole))
        if at != cited and fits and who(article.speakers[at]) != who(article.speakers[cited]):
            return "" if article.press.is_own(article.speakers[at].name) else article.speakers[at].name
    return _named(article, whole) if whole else None


def _subject(sentence: Sentence, verb: Span, text: str) -> tuple[Word, ...] | None:
    """The noun phrase of the subject of a verb, or of the one it hangs on: "doubted it, citing officials"."""
    words = sentence.words
    place = next((at for at, word in enumerate(words) if word.span.overlaps(verb)), -1)
    for _ in range(_CLIMB):
        if place < 0:
            return None
        for at, word in enumerate(words):
            if word.head == place and word.relation == "nsubj" and word.span.start != verb.start:
                around = ((first, end) for first, end in phrases(sentence, text) if first <= at < end)
                first, end = next(around, (at, at + 1))
                return words[first:end]
        place = words[place].head
    return None


def _named(article: Page, phrase: Span) -> str | None:
    """The speaker whose source, or part of whose name, the phrase is; of a pronoun, who spoke last."""
    spoke: str | None = None
    for statement, speaker in zip(article.reading.statements, article.speakers, strict=True):
        if statement.source and statement.source.overlaps(phrase):
            return speaker.name
        if statement.cue and statement.cue.end <= phrase.start and speaker.kind == "person":
            spoke = speaker.name
    words = phrase.of(article.text)
    if words.lower() in ("he", "she", "i"):
        return spoke
    capitals = RUN.search(_ARTICLE.sub("", words))
    if capitals is None:
        return f"unnamed {_ARTICLE.sub('', words)}" if _ARTICLE.match(words) else None
    short = fold(capitals[0])
    fuller = (speaker.name for speaker in article.speakers if fold(speaker.name).endswith(short))
    return next(fuller, capitals[0])


def _covers(article: Page, at: int, place: int) -> bool:
    return any(piece.start <= place < piece.end for piece in article.reading.statements[at].content)


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def who(speaker: Speaker) -> str:
    """By what two speakers are known to be one."""
    return speaker.actor or fold(speaker.name)

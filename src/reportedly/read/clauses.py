"""Contents set right by the dependency tree: one that breaks off in the middle of a clause is brought to its
end, one that begins with the one addressed begins after him."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from reportedly.records import Sentence, Span, Word

# What stands before its head and makes no sense without it: "that the law | would be difficult".
LEFT = frozenset(
    ("nsubj", "csubj", "mark", "aux", "cop", "expl", "det", "case", "amod", "compound", "nummod")
)
# What stands after its head and belongs to it, where no comma parts them: "to meet | in the spring".
RIGHT = frozenset(("obj", "iobj", "obl", "nmod", "xcomp", "ccomp", "advcl", "acl"))
# What makes a cue passive, so that its subject does not say it.
_BE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|got)\b", re.IGNORECASE)
# Participles whose subject speaks or feels: "is committed to", "was quoted as warning".
_MINDED = re.compile(
    r"\b(?:quoted|cited|committed|concerned|convinced|determined|opposed|prepared|worried|pleased|alarmed)\b",
    re.IGNORECASE,
)
_NOBODY = frozenset(("it", "there", "this", "what"))
_SPEAKING = frozenset(("NOUN", "PROPN", "PRON", "NUM", "X"))  # a source has a word of these

_BEFORE_NOUN = frozenset(("DET", "ADJ", "NUM", "NOUN", "PROPN"))
_HYPHENED = re.compile(r"(?:-\w+){0,4}")  # the rest of "El-Sisi"

# Cues that address nobody: "wants Dirvan to reopen it".
WANTING = re.compile(r"(?i)\b(?:want|wish|like|love|hate|prefer|expect|need|would have)")
# Cues whose object is told to do it: "urged Dirvan to reopen it", not "demanded the gate to be opened".
_ADDRESSING = re.compile(
    r"(?i)(?:urg|ask|tell|told|order|request|advis|instruct|invit|encourag|remind|persuad|command|press|warn)"
)
# Words that open what the one addressed is blamed or praised for, and the cues after which they do.
_PRAISE = (
    r"(?i)\b(?:applau|blam|censur|commend|condemn|congratulat|critici[sz]|denounc|fault|prais|rebuk|reprimand|"
    r"reproach|scold|slam|thank)"
)
BLAMED = {
    "of": re.compile(r"(?i)\b(?:accus|suspect|warn)"),
    "for": re.compile(_PRAISE),
    "over": re.compile(_PRAISE),
    "against": re.compile(r"(?i)\bwarn"),
}


class Clauses:
    """The sentences of a text, ready to be asked where a clause ends."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._starts = [sentence.words[0].span.start for sentence in sentences]

    def completed(self, content: Sequence[Span], taken: Sequence[int]) -> tuple[Span, ...]:
        """The pieces, each that breaks off before the head of its last words, or before what hangs on them,
        drawn out to the end of that, at most up to the next place that is `taken`: where a content, cue or
        source begins (sorted)."""
        out = []
        for piece in content:
            at = bisect_left(taken, piece.end)
            out.append(Span(piece.start, self._end(piece, taken[at] if at < len(taken) else None)))
        return tuple(out)

    def unaddressed(self, text: str, content: tuple[Span, ...], cue: Span) -> tuple[Span, ...]:
        """The pieces, the first without the one addressed: "urged | Dirvan | to reopen the gate", "accused |
        Dirvan | of closing it". So CODEBOOK.md has it.
        """
        number = bisect_right(self._starts, content[0].start) - 1
        if number < 0 or WANTING.search(cue.of(text)):
            return content
        words = self._sentences[number].words
        places = [word.span.start for word in words]
        cues = range(bisect_left(places, cue.start), bisect_left(places, cue.end))
        first, last = (bisect_left(places, at) for at in (content[0].start, content[0].end))
        if not cues.stop == first < last:
            return content
        opens = _begins_to(text, words, cues, range(first, last))
        if opens is None:
            after = [word for word, cued in BLAMED.items() if cued.search(cue.of(text))]
            opens = _begins_of(text, words, cues, range(first, last), after)
        return content if opens is None else (Span(places[opens], content[0].end), *content[1:])

    def own(self, content: tuple[Span, ...], cue: Span | None, source: Span | None) -> tuple[Span, ...]:
        """The pieces without a later one that is the object of a verb outside the statement: "could cost it a
        third, ending | months of talks"."""
        return content[:1] + tuple(
            piece for piece in content[1:] if not self._is_foreign(piece, content, cue, source)
        )

    def _is_foreign(
        self, piece: Span, content: tuple[Span, ...], cue: Span | None, source: Span | None
    ) -> bool:
        number = bisect_right(self._starts, piece.start) - 1
        words = self._sentences[number].words if number >= 0 else ()
        own = [at for at, word in enumerate(words) if piece.overlaps(word.span)]
        tops = [words[at] for at in own if words[at].head not in own and words[at].relation != "punct"]
        if len(tops) != 1 or tops[0].relation not in ("obj", "iobj") or tops[0].head < 0:
            return False
        verb = words[tops[0].head].span
        said = (*content, *(span for span in (cue, source) if span))
        return verb.end <= piece.start and not any(span.overlaps(verb) for span in said)

    def sourced(self, text: str, source: Span, cue: Span | None) -> Span | None:
        """The source as a noun phrase. One that breaks off before its noun ("the | ministry", "a report in |
        a daily") is brought to it, a slip beside it ("good" of "Vell, good humoured, said") gives way to the
        subject of the cue; None where the tree has none."""
        number = bisect_right(self._starts, source.start) - 1
        if number < 0:
            return source
        rest = _HYPHENED.match(text, source.end)
        source = Span(source.start, rest.end() if rest else source.end)
        sentence = self._sentences[number]
        words = sentence.words
        own = [at for at, word in enumerate(words) if source.overlaps(word.span)]
        if not own:
            return source
        heads = [at for at, word in enumerate(words) if cue and cue.overlaps(word.span)]
        noun = words[own[-1]].head
        if _is_amid_name(words, own[-1]) and noun not in heads:
            return Span(source.start, sentence.branch(noun).end)
        if any(_may_speak(words[at], text) for at in own):
            room = next((at for at in heads if at > own[-1]), len(words))
            end = _to_the_noun(words, range(own[0], own[-1] + 1), room, text)
            return Span(source.start, max(source.end, words[end].span.end))
        if noun > own[-1] and noun not in heads and words[noun].upos in _SPEAKING:
            return Span(source.start, sentence.branch(noun).end)
        subjects = [at for at, w in enumerate(words) if w.head in heads and w.relation.startswith("nsubj")]
        subject = sentence.branch(subjects[0]) if subjects else None
        return source if subject and source.holds(subject) else subject

    def subject(self, text: str, cue: Span) -> Span | None:
        """Who does what a cue says, where no source was found: the subject of its verb, or of the one that it
        hangs on ("met Vell, | demanding | talks"); None for a passive, and for "it" and "there"."""
        number = bisect_right(self._starts, cue.start) - 1
        if number < 0:
            return None
        sentence = self._sentences[number]
        words = sentence.words
        for at, word in enumerate(words):
            if not (word.upos == "VERB" and cue.overlaps(word.span)):
                continue
            doing = word.span.of(text).endswith("ing")
            if _BE.search(cue.of(text)) and not doing and not _MINDED.search(cue.of(text)):
                return None
            found = _subject(words, at, climb=doing)
            if found is not None:
                said = cue.overlaps(words[found].span) or words[found].span.of(text).lower() in _NOBODY
                return None if said else sentence.branch(found)
        return None

    def _end(self, piece: Span, limit: int | None) -> int:
        number = bisect_right(self._starts, piece.end - 1) - 1
        if number < 0:
            return piece.end
        words = self._sentences[number].words
        places = [word.span.start for word in words]
        first, last = bisect_left(places, piece.start), bisect_left(places, piece.end) - 1
        room = len(words) if limit is None else bisect_left(places, limit)
        last = _to_the_head(words, first, last, room)
        last = _with_the_rest(words, first, last, room)
        return max(piece.end, words[last].span.end) if last >= 0 else piece.end


def _begins_to(text: str, words: Sequence[Word], cues: range, content: range) -> int | None:
    """The word with which "to do it" or "that it was done" begins, where only an object of the cue, or a
    time, stands before it."""
    clauses = ("xcomp", "ccomp")
    doing = next((k for k in content if words[k].relation in clauses and words[k].head in cues), None)
    if doing is None:
        return None
    opens = min(k for k in content if words[k].head == doing or k == doing)
    if words[doing].relation == "ccomp":
        told = any(_ADDRESSING.match(words[k].span.of(text)) for k in cues)
        after = ("that", "to") if told else ("that",)
        marks = (k for k in content if words[k].head == doing and words[k].span.of(text).lower() in after)
        opens = next(marks, doing)
    addressed = _is_addressed(words, cues, range(content.start, opens))
    return opens if words[opens].relation == "mark" and addressed else None


def _begins_of(
    text: str, words: Sequence[Word], cues: range, content: range, after: Sequence[str]
) -> int | None:
    """The word, one of `after`, with which "of it", "for it" begins, where only an object of the cue stands
    before it."""
    for at in content:
        word = words[at]
        opens = word.relation in ("case", "mark") and word.span.of(text).lower() in after
        if opens and words[word.head].head in cues:
            return at if _is_addressed(words, cues, range(content.start, at)) else None
    return None


def _is_addressed(words: Sequence[Word], cues: range, before: range) -> bool:
    """Whether there are words and all of them belong to an object of the cue."""
    return bool(before) and all(_hangs_by(words, at, cues) in ("obj", "iobj", "obl") for at in before)


def _hangs_by(words: Sequence[Word], at: int, cues: range) -> str:
    """The relation of the branch of the cue that a word is on, "" where it is on none."""
    for _ in words:
        if words[at].head in cues:
            return words[at].relation.partition(":")[0]
        if words[at].head < 0:
            break
        at = words[at].head
    return ""


def _to_the_head(words: Sequence[Word], first: int, last: int, room: int) -> int:
    """The last word of the clause whose head is still to come, `last` where all heads are there."""
    heads = [
        words[at].head
        for at in range(first, last + 1)
        if words[at].head > last and words[at].relation in LEFT
    ]
    if not heads or max(heads) >= room:
        return last
    edge = min(_right_edge([word.head for word in words], max(heads)), room - 1)
    while words[edge].relation == "punct":
        edge -= 1
    return edge


def _with_the_rest(words: Sequence[Word], first: int, last: int, room: int) -> int:
    """The last of the words that follow without a mark between and hang on those before."""
    edge = last
    while edge + 1 < room and words[edge + 1].relation != "punct":
        at = edge + 1
        for _ in words:  # up to the word by which it hangs on the content
            if words[at].head < 0 or first <= words[at].head <= last:
                break
            at = words[at].head
        if not first <= words[at].head <= last or words[at].relation not in RIGHT:
            break
        edge += 1
    return edge


def _subject(words: Sequence[Word], verb: int, *, climb: bool) -> int | None:
    """The word that is the subject of a verb, of the one it is joined to, or, with `climb`, hangs on."""
    for _ in range(3):
        for at, word in enumerate(words):
            if word.head == verb and word.relation in ("nsubj", "nsubj:outer"):
                return at
        linked = words[verb].relation.partition(":")[0]
        if words[verb].head < 0 or not (linked in ("conj", "xcomp") or (climb and linked == "advcl")):
            return None
        verb = words[verb].head
    return None


def _to_the_noun(words: Sequence[Word], own: range, room: int, text: str) -> int:
    """The last word of the noun phrase that the words `own` of a source break off in, before `room`: after a
    preposition, an article or an adjective, or in the midst of a name."""
    last = own.stop - 1
    small = words[last].upos == "ADJ" and words[last].span.of(text).islower()
    if words[last].upos in ("ADP", "DET") or (small and words[last].relation == "amod"):
        edge = last + 1
        while edge < room and words[edge].upos in _BEFORE_NOUN:
            edge += 1
        last = next((at for at in range(edge - 1, last, -1) if words[at].upos in ("NOUN", "PROPN")), last)
    while (
        last + 1 < room and words[last + 1].relation == "flat" and own.start <= words[last + 1].head <= last
    ):
        last += 1
    return last


def _is_amid_name(words: Sequence[Word], at: int) -> bool:
    """Whether a name goes on behind a word that only opens it: "Prime | Minister Vell"."""
    head = words[at].head
    opens = words[at].relation.partition(":")[0] in ("compound", "nmod", "flat", "amod") and head > at
    return opens and all(word.upos == "PROPN" for word in words[at : head + 1])


def _may_speak(word: Word, text: str) -> bool:
    """Whether a word may be a source, or the end of one: a noun, a name, "British" of "the British offer"."""
    named = word.upos == "ADJ" and word.span.of(text)[:1].isupper()
    return named or word.upos in _SPEAKING


def _right_edge(heads: Sequence[int], top: int) -> int:
    """The last word below `top`."""
    below = {top}
    edge = top
    for _ in heads:
        more = {at for at, head in enumerate(heads) if head in below and at not in below}
        if not more:
            break
        below |= more
        edge = max(edge, *more)
    return edge

"""What a text says of a person beside his name: titles before it, appositions around it, whose he is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportedly.records import Span
from reportedly.resolve.sources import is_title, kind_of_head, serves_state, word_set

EDGES = " \t\n\"'“”‘’`.,;:()[]-–—\u200b\u200e\u200f"  # with marks of direction, which nobody sees
_REACH = 110  # characters of a title before, or an apposition beside, a name
_POSSESSIVE = re.compile(r"(?:'s|’s|(?<=s)['’])$")
# Not the point of "Col." or "U.S.".
_BEFORE = re.compile(r"[!?;:()\"“”]\s|\n\s*\n|,|(?<![A-Z])(?<![A-Z][a-z])(?<![A-Z][a-z]{2})\.\s")
_AGE = r"(?:\s*(?:,\s*|\()(?:aged\s+)?\d{1,3}\)?(?=[\s,]))?"
_BEHIND = re.compile(
    _AGE
    + r"\s*(?:,|--|–|—|\()\s*"
    + r"(?P<about>(?:the|an?|its|his|who|whose|former|then|[\w.’'-]+),?\s[^;()–—]{2,110})"
)
_OF = re.compile(
    r"\s+(?:of|from|at|with)\s+(?=(?:the\s+(?:[\w-]+\s+){0,3})?[A-Z])(?P<about>[^,;()–—.\n]{3,80})"
)
_LEADS = ("heads", "leads", "chairs")
_IS = re.compile(
    r"\s+(?P<verb>is|serves\s+as|works\s+as|heads|leads|chairs)\s+(?:also\s+|now\s+|currently\s+)?"
    r"(?P<about>(?:the\s+|an?\s+)?[^,;:()\"“”–—.\n]{3,90})"
)
_PARTISAN = re.compile(r",?\s*\(?[RDI]-[A-Z][A-Za-z.]+")
_SERVES = re.compile(
    r"who\s+(?:also\s+)?(?:is|was|heads?|headed|leads?|led|chairs?|chaired|represents?|serves?|runs?|works?)\b"
)
_STOP = re.compile(r"(?<![A-Z])\.[”\"’']?\s+(?=[A-Z“\"])|\n\s*\n|\s(?:said|told|added|says)\b")
_RELATIVE = re.compile(r"\s(?:who|whom|whose|which)\s")
_LETTERS = re.compile(r"\((?:the\s)?[A-Z][A-Za-z.&/-]{1,9}\)\s?|[“\"][A-Z]{2,8}[”\"]\s?")
_OWNER = re.compile(r"(?:[Tt]he\s+)?((?:[A-Z][\w.&-]*\s+){0,5}[A-Z][\w.&-]*)(?:'s|’s)\s+$")
# "the president of the Lyra Union, Irena Vell": a noun phrase with an article, then a comma, then the name.
_APPOSED = re.compile(
    r"(?:^|[.,;:!?\"“”]\s+|\s)(?P<about>(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[A-Z][\w.-]*(?:'s|’s))\s[^,;:()\"“”]{3,100}),\s*$"
)
_BEGINS = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[A-Z][\w.-]*(?:'s|’s))\s")
_LAST = re.compile(r"\s([\w.-]+)\s+$")
_SENTENCE = re.compile(r"(?<![A-Z])[.!?][”\"’']?\s+(?=[A-Z“\"])|\n\s*\n")
_CLAUSE = re.compile(r"\s(?:is|are|was|were|has|have|had|will|would|that|said|who|which|when|where)\s")
_VERBS = ("is", "are", "was", "were", "has", "have", "had", "will", "would", "said", "says")
_BEARERS = ("person", "public", "outlet", "agency")  # what may stand before a name as a title
_LINKS = ("of", "for", "the", "and", "to", "in")


def descriptions(text: str, span: Span) -> Iterator[str]:
    """What stands beside one mention of a name, the nearest to it first; nothing where nothing does."""
    found = (
        title_before(text, span),
        about_behind(text, span),
        apposed_before(text, span),
        _owner_before(text, span),
        _whence(text, span),
        _told(text, span),
    )
    yield from (about for about in found if about)


def title_before(text: str, span: Span) -> str:
    """The title that stands before a name, with its state or body: "Israel's foreign minister"."""
    before = _LETTERS.sub("", text[max(0, span.start - _REACH) : span.start])
    stops = list(_BEFORE.finditer(before))
    words = before[stops[-1].end() if stops else 0 :].split()
    if span.start > _REACH and not stops:
        words = words[1:]
    taken: list[str] = []
    for word in reversed(words):
        lower = word.lower().strip(EDGES)
        linked = (lower in _LINKS or lower in word_set("rank")) and bool(taken)
        if lower in word_set("no_title") and not linked:
            break
        if not (
            word.lstrip("[")[:1].isupper()
            or is_title(lower)
            or kind_of_head(_POSSESSIVE.sub("", lower))
            or linked
            or serves_state(lower)
        ):
            break
        if lower == "and" and not _goes_on(words[: len(words) - len(taken) - 1]):
            break
        taken.append(word.strip("[]"))
        if word.startswith("["):
            break
    while taken and (taken[-1].lower() in _LINKS or taken[-1].lower() in word_set("rank")):
        taken.pop()
    title = " ".join(reversed(taken))
    words = [word.lower().strip(EDGES) for word in title.split()]
    return title if words and (any(map(is_title, words)) or kind_of_head(words[-1]) in _BEARERS) else ""


def _goes_on(words: Sequence[str]) -> bool:
    """Whether a title may go on before "and": "Justice and Interior Minister", "Minister for Lyra and", not
    "Vell and Minister"."""
    charge = len(words) > 2 and words[-2] in ("for", "of") and words[-1].istitle() and is_title(words[-3])
    return bool(words) and (
        charge or is_title(words[-1].strip(EDGES)) or kind_of_head(words[-1].lower()) != ""
    )


def about_behind(text: str, span: Span) -> str:
    """The apposition behind a name: "the Sundrey foreign minister"."""
    behind = _LETTERS.sub("", text[span.end : span.end + _REACH + 30])
    found = _BEHIND.match(behind)
    if not found:
        return ""
    told = found["about"]
    if behind[found.end() : found.end() + 1].isalnum():  # cut in the midst of a word
        told = told.rpartition(" ")[0]
    about = " ".join(_STOP.split(told)[0].split()).rstrip(".,”\"’' ")
    first, _, rest = about.partition(", ")
    if not first or first.split()[0] in _VERBS:
        return ""
    if first.startswith("who"):
        return first if _SERVES.match(first) else ""
    first = _RELATIVE.split(first)[0]
    if not _is_of_person(first):
        return ""
    body = rest.partition(", ")[0]  # "commander, Lyra Corps"
    return f"{first} of {body}" if len(first.split()) < 3 and body.istitle() else first


def _is_of_person(about: str) -> bool:
    """Whether a noun phrase is of a person: its last word, before what its prepositions bring, is one's."""
    head = re.split(r"\s(?:of|for|at|from|in|to|with|who|whose|and|on)\s", about)[0].split()[-1:]
    word = _POSSESSIVE.sub("", head[0].lower().strip(EDGES)) if head else ""
    return kind_of_head(word) == "person" or is_title(word)


def apposed_before(text: str, span: Span) -> str:
    """The noun phrase that a name explains: "the president of the Lyra Union, Irena Vell"."""
    before = _without_last_titles(text[max(0, span.start - _REACH) : span.start])
    if not before.rstrip().endswith(","):
        return ""
    sentence = _SENTENCE.split(_LETTERS.sub("", before))[-1]
    found = _APPOSED.search(sentence)
    if not found or _CLAUSE.search(found["about"]):
        return ""
    starts = [place.start() for place in _BEGINS.finditer(found["about"])]
    phrases = (" ".join(found["about"][start:].split()) for start in starts)
    return next((phrase for phrase in phrases if _is_of_person(phrase)), "")


def _without_last_titles(before: str) -> str:
    """The text without the short titles that it ends with: "the minister, Dr"."""
    while (found := _LAST.search(before)) and is_title(found[1]):
        before = before[: found.start()] + " "
    return before


def _owner_before(text: str, span: Span) -> str:
    """ "The Lyra Herald's Irena Vell" is "of the Lyra Herald"."""
    found = _OWNER.search(text[max(0, span.start - _REACH) : span.start])
    return "of " + " ".join(found[1].split()) if found else ""


def _told(text: str, span: Span) -> str:
    """What a sentence says of its subject: "Vell is head of Lyra Watch", "Vell heads Lyra Watch"."""
    found = _IS.match(text[span.end : span.end + _REACH])
    if not found:
        return ""
    about = " ".join(found["about"].split())
    return about if found["verb"] in _LEADS or _is_of_person(about) else ""


def _whence(text: str, span: Span) -> str:
    """ "Irena Vell of Lyra University", "Irena Vell (W-Tarn)"."""
    behind = text[span.end : span.end + _REACH]
    if _PARTISAN.match(behind):
        return "US lawmaker"
    found = _OF.match(behind)
    return "of " + " ".join(_STOP.split(found["about"])[0].split()) if found else ""

"""Copies: which articles carry the same text, and from which of them it likely comes.

A text is taken as its runs of five words (shingles). One in eight of them, chosen by its hash, is an
article's sketch: two sketches have about as large a part in common as the texts (Broder 1997), also where one
is the first paragraphs of the other, which signatures of whole texts for MinHash pass over. What sketches say
is then counted on the texts themselves.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from reportedly.records import Article, CopyGroup

RUN = 5  # words of a shingle: of four, unrelated articles of one affair share up to a third
KEPT = 8  # one shingle in so many is in the sketch: 60 of an article of 500 words, 240 bytes
LEAST_WORDS = 50  # in common, so that a notice or a phrase of an official's makes no copy
LEAST_SHARE = 0.5  # of the shorter text: of 254 articles unrelated ones share up to 0.21, copies from 0.90
SURE_WORDS = 100  # with fewer in common nearly all of the shorter must be: forms of announcements are alike
SURE_SHARE = 0.8
NEAR_DAYS = 10  # further apart as well: a week's figures are told in the words of the last week's
NEAR = 0.3  # of the shorter sketch: the texts are then compared
STOCK = 20  # articles of one outlet: what so many of them carry is the outlet's own notice
CROWD = 40  # articles that share a shingle, of which all pairs are looked at
REACH = 20  # beyond that, each is looked at with so many of the next: that holds all of them together
# A script without spaces has a character for a word.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_FACTORS = np.array([pow(0x9E3779B97F4A7C15, power, 1 << 64) for power in range(1, RUN + 1)], np.uint64)
_CAPITALS = re.compile(r"[A-Z][\w’'./&-]*(?: (?:of )?[A-Z][\w’'./&-]*){0,4}")
_PICTURE = re.compile(r"photo|image|picture|file", re.IGNORECASE)
LONGEST_CREDIT = 200  # characters of furniture that may name an agency: more is a notice about something else

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sketch:
    """What stands for an article's text where many are compared. `outlet` is "" where it is not known."""

    article: str
    outlet: str
    packed: bytes


def sketch(article: Article) -> bytes:
    """The article's text without its furniture, for comparing; the same on every machine."""
    kept = np.unique(_sample(_shingles(_words(article))) >> np.uint64(32))
    return kept.astype("<u4").tobytes()


def alike(sketches: Sequence[Sketch], joined: Iterable[tuple[str, str]] = ()) -> list[list[str]]:
    """The articles that may carry the same text, two or more together; none stands in two of the lists.

    `joined` are pairs that stay together whatever their sketches say.
    """
    values = np.concatenate([np.frombuffer(one.packed, "<u4") for one in sketches] or [np.array([], "<u4")])
    owners = np.repeat(np.arange(len(sketches)), [len(one.packed) // 4 for one in sketches])
    kept = ~_stock(values, owners, sketches)
    values, owners = values[kept], owners[kept]
    sizes = np.bincount(owners, minlength=len(sketches))
    codes, counts = np.unique(_pairs(values, owners, len(sketches)), return_counts=True)
    one, other = codes // max(1, len(sketches)), codes % max(1, len(sketches))
    near = _is_near(counts, np.minimum(sizes[one], sizes[other]))
    names = np.array([one.article for one in sketches], object)
    return _parts(chain(joined, zip(names[one[near]], names[other[near]], strict=True)))


def copy_groups(articles: Iterable[Article], agency: Callable[[str], str | None]) -> list[CopyGroup]:
    """The groups among articles that may carry the same text; `agency` tells which news agency a name means.

    The first of a group shares with each of it the greater part of the shorter text, so that a digest of
    several reports does not make these one; what hardly differs from one of the group is in it, too.
    """
    texts = _Texts(sorted((_Text(article, agency) for article in articles), key=lambda one: one.rank))
    groups = []
    for place in range(len(texts.all)):
        if place in texts.left:
            texts.left.discard(place)
            same = [place, *texts.take(place, _Text.is_same)]
            same += [twin for one in same[1:] for twin in texts.take(one, _Text.is_twin)]
            if len(same) > 1:
                groups.append(_group([texts.all[one] for one in sorted(same)]))
    return groups


class _Text:
    """An article as it is compared, without its text. `sender` is the agency that published it, if one did;
    `credits` are those that it names as its source."""

    __slots__ = ("credits", "id", "published", "sample", "sender", "shingles", "words")

    def __init__(self, article: Article, agency: Callable[[str], str | None]) -> None:
        words, facts = _words(article), article.facts
        self.id = article.id
        self.published = facts.published
        self.words = len(words)
        self.shingles = _shingles(words)
        self.sample = _sample(self.shingles)
        self.sender = agency(facts.outlet) if facts.outlet else None
        names = {agency(name) for name in _credits(article)}
        self.credits = {name for name in names if name and name != self.sender}

    @property
    def rank(self) -> tuple[str, int, str]:
        """The earliest first; a date known to the month comes after all days of it, none after all."""
        return f"{self.published or ''}~", -self.words, self.id

    def is_same(self, other: _Text) -> bool:
        """Whether most of the shorter text stands in the longer one."""
        short, long = sorted((self, other), key=lambda one: one.words)
        common = short.covered(long)
        sure = common >= SURE_WORDS and _near_in_time(self.published, other.published)
        share = LEAST_SHARE if sure else SURE_SHARE
        return common >= max(LEAST_WORDS, share * short.words)

    def is_twin(self, other: _Text) -> bool:
        """Whether hardly anything stands in one of them only."""
        words = max(LEAST_WORDS, SURE_SHARE * max(self.words, other.words))
        return min(self.covered(other), other.covered(self)) >= words

    def covered(self, other: _Text) -> int:
        """How many of its words stand in the other text, five or more in a row."""
        common = np.isin(self.shingles, other.shingles)
        words = np.zeros(self.words, bool)
        for number in range(RUN):
            words[number : number + len(common)] |= common
        return int(words.sum())


class _Texts:
    """Texts in order of their ranks, found by what their samples have in common; `left` are not yet taken."""

    def __init__(self, texts: Sequence[_Text]) -> None:
        self.all = texts
        self.left = set(range(len(texts)))
        samples = [text.sample for text in texts] or [np.array([], np.uint64)]
        values = np.concatenate(samples)
        owners = np.repeat(np.arange(len(samples)), [len(sample) for sample in samples])
        order = np.argsort(values, kind="stable")
        self._values, self._owners = values[order], owners[order]

    def take(self, place: int, fits: Callable[[_Text, _Text], bool]) -> list[int]:
        """The texts left that fit the one there, out of those that are near it."""
        text = self.all[place]
        near = (other for other in self._near(text) if other in self.left)
        taken = [other for other in near if fits(text, self.all[other])]
        self.left.difference_update(taken)
        return taken

    def _near(self, text: _Text) -> list[int]:
        starts = np.searchsorted(self._values, text.sample, "left")
        ends = np.searchsorted(self._values, text.sample, "right")
        found = [self._owners[start:end] for start, end in zip(starts, ends, strict=True)]
        places, shared = np.unique(np.concatenate([*found, np.array([], np.int64)]), return_counts=True)
        sizes = np.array([len(self.all[place].sample) for place in places], np.int64)
        near = _is_near(shared, np.minimum(sizes, len(text.sample)))
        return [int(place) for place in places[near]]


def _group(texts: Sequence[_Text]) -> CopyGroup:
    named = Counter(name for text in texts for name in text.credits)
    origin, reason = _origin(texts, named)
    credited = min(named, key=lambda name: (-named[name], name), default=None)
    rest = [text for text in texts if text is not origin]
    return CopyGroup(
        origin=origin.id,
        reason=reason,
        credited=None if origin.sender == credited else credited,
        shared=((origin.id, 1.0), *((one.id, _share(one, origin)) for one in rest)),
    )


def _share(text: _Text, origin: _Text) -> float:
    return round(text.covered(origin) / text.words, 4)


def _origin(texts: Sequence[_Text], named: Counter[str]) -> tuple[_Text, str]:
    """Who it likely comes from, of texts in order of their dates, and why."""
    credited = [text for text in texts if text.sender in named]
    if credited:
        most = max(named[text.sender or ""] for text in credited)
        first = next(text for text in credited if named[text.sender or ""] == most)
        return first, "an agency that others name"
    first = texts[0]
    # At most a day later than the first, as clocks differ; a date that is not known may be the earliest.
    sent = next(
        (one for one in texts if one.sender and (_days_apart(one.published, first.published) or 0) < 2), None
    )
    if sent and any(text.sender != sent.sender for text in texts):
        return sent, "an agency"
    if not first.published:
        return first, "the longest, none is dated"
    alone = first.published != texts[1].published
    return first, "published first" if alone else "the longest of the earliest"


def _near_in_time(one: str | None, other: str | None) -> bool:
    apart = _days_apart(one, other)
    return apart is None or abs(apart) <= NEAR_DAYS


def _days_apart(one: str | None, other: str | None) -> int | None:
    """How many days the one date is after the other, None where either is not known to the day."""
    try:
        return (date.fromisoformat(one or "") - date.fromisoformat(other or "")).days
    except ValueError:
        return None


def _credits(article: Article) -> Iterator[str]:
    """Names that stand where an article says whose report it is: dateline, byline, credit, author."""
    lines = [article.facts.author or ""]
    for mark in article.marks:
        words = mark.span.of(article.text)
        if mark.kind == "dateline" or (mark.kind == "furniture" and len(words) <= LONGEST_CREDIT):
            lines.append("" if mark.kind == "furniture" and _PICTURE.search(words) else words)
    for line in lines:
        for run in _CAPITALS.findall(" ".join(line.split())):
            parts = run.split(" ")
            ends = [(start, end) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)]
            yield from (" ".join(parts[start:end]).strip(".,-/") for start, end in ends)


def _words(article: Article) -> list[str]:
    """Its words without furniture; marks between words, capitals and forms of letters do not count."""
    pieces, last = [], 0
    for span in article.furniture:
        pieces.append(article.text[last : span.start])
        last = max(last, span.end)
    pieces.append(article.text[last:])
    return _WORD.findall(unicodedata.normalize("NFKC", " ".join(pieces)).casefold())


def _shingles(words: Sequence[str]) -> Hashes:
    """A number for each run of words, in order."""
    count = len(words) - RUN + 1
    if count < 1:
        return np.array([], np.uint64)
    coded = (crc32(word.encode("utf-8", "surrogatepass")) + 1 for word in words)
    single = np.fromiter(coded, np.uint64, len(words))
    mixed = np.zeros(count, np.uint64)
    for number, factor in enumerate(_FACTORS):
        mixed += single[number : number + count] * factor
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return mixed ^ (mixed >> np.uint64(32))


def _sample(shingles: Hashes) -> Hashes:
    return np.unique(shingles[shingles % np.uint64(KEPT) == 0])


def _is_near(shared: Places, smaller: Places) -> NDArray[np.bool_]:
    """Whether texts need to be compared; two numbers in common, for one may be chance or a phrase."""
    return (shared >= 2) & (shared >= NEAR * smaller)


def _stock(values: NDArray[np.uint32], owners: Places, sketches: Sequence[Sketch]) -> NDArray[np.bool_]:
    """Which values many articles of one outlet carry."""
    outlets: dict[str, int] = {"": 0}
    numbers = np.array([outlets.setdefault(one.outlet, len(outlets)) for one in sketches], np.uint64)
    at = numbers[owners] if len(owners) else np.array([], np.uint64)
    whole = (at << np.uint64(32)) | values.astype(np.uint64)
    _, back, counts = np.unique(whole, return_inverse=True, return_counts=True)
    common = (counts >= STOCK)[back] & (at > 0)
    return np.isin(values, values[common])


def _pairs(values: NDArray[np.uint32], owners: Places, size: int) -> Places:
    """Both owners of each value that two have, as one number: the lower times `size`, and the higher."""
    order = np.argsort(values, kind="stable")  # owners stay in order
    owners = owners[order]
    _, starts, counts = np.unique(values[order], return_index=True, return_counts=True)
    found = [np.array([], np.int64)]
    for count in np.unique(counts[counts > 1]).tolist():
        together = owners[starts[counts == count][:, None] + np.arange(count)]
        one, other = _each_pair(count)
        found.append((together[:, one] * size + together[:, other]).ravel())
    return np.concatenate(found)


def _each_pair(count: int) -> tuple[Places, Places]:
    if count <= CROWD:
        return np.triu_indices(count, 1)
    one, further = np.divmod(np.arange(count * REACH), REACH)
    inside = one + further + 1 < count
    return one[inside], (one + further + 1)[inside]


def _parts(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The articles that are joined by pairs, directly or through others."""
    above: dict[str, str] = {}

    def top(one: str) -> str:
        while (higher := above.setdefault(one, one)) != one:
            above[one] = one = above[higher]
        return one

    for one, other in pairs:
        above[top(one)] = top(other)
    parts: dict[str, list[str]] = defaultdict(list)
    for one in sorted(above):
        parts[top(one)].append(one)
    return [part for part in parts.values() if len(part) > 1]

"""Labelled articles in forms that the corpora hardly have: headlines that attribute, transcripts, hearsay
without a holder, odd quotation marks. The words are the corpora's own, put together anew by a seeded draw.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reportedly.records import Span
from training.data import Attribution, Labelled

SHORT_SOURCE, SHORT_CONTENT, LONG_CONTENT = 7, 4, 32  # words


@dataclass(frozen=True, slots=True)
class Said:
    """A statement's own words: who, without its article, and what, without its marks and final stop."""

    source: str
    content: str
    direct: bool


Parts = list[tuple[str, str]]  # words with their layer: "source", "cue", "content" or "" for none


def rewritten(articles: Sequence[Labelled], seed: int) -> Iterator[Labelled]:
    """Each article's opening under a headline made of a statement of its own, then a transcript and lines."""
    draw = random.Random(seed)
    for article in articles:
        said = [one for entry in article.attributions if (one := _said(article.text, entry))]
        if not said:
            continue
        title = _headline(draw.choice(said), draw)
        opening = _opening(article)
        body = _requoted(opening, draw) if draw.random() < 0.4 else opening
        yield _together(f"{article.name}-headed", title, body, draw)
        turns = [one for one in said if len(one.source.split()) <= 4]
        if len(turns) >= 3:
            yield _laid_out(f"{article.name}-turns", _transcript(turns, draw))
        yield _laid_out(f"{article.name}-lines", _lines(said, draw))


def _said(text: str, entry: Attribution) -> Said | None:
    if len(entry.content) != 1 or len(entry.source) != 1 or entry.inside is not None:
        return None
    source = re.sub(
        r"^(?:the|an?)\s+|,.*$", "", " ".join(entry.source[0].of(text).split()), flags=re.IGNORECASE
    )
    content = " ".join(entry.content[0].of(text).split())
    words = re.sub(r"^(?:that|to)\s+", "", content.strip('"“”„»« ')).strip('"“”„»«.,;: ')
    if not (0 < len(source.split()) <= SHORT_SOURCE and SHORT_CONTENT <= len(words.split()) <= LONG_CONTENT):
        return None
    if (
        not re.match(r"(?!(?:It|He|She|They|We|I)$)[A-Z]", source)
        or '"' in words
        or "”" in words
        or "“" in words
    ):
        return None
    return Said(source, words[0].upper() + words[1:], content[:1] in '"“„«')


OPENING = 1500  # characters


def _opening(article: Labelled) -> Labelled:
    """The first paragraphs, with the statements that lie in them."""
    end = article.text.rfind("\n", 0, OPENING) if len(article.text) > OPENING else len(article.text)
    kept = [
        one
        for one in article.attributions
        if one.inside is None and all(s.end <= end for s in (*one.content, *one.cue, *one.source))
    ]
    return Labelled(article.name, article.text[: max(end, 0)], tuple(kept))


def _headline(said: Said, draw: random.Random) -> Parts:
    source, content = said.source, said.content
    if draw.random() < 0.25:
        source, content = source.upper(), content.upper()
    if said.direct and draw.random() < 0.6:
        marks = draw.choice(["''", '""', "‘’", "“”"])
        content = marks[0] + content + marks[1]
    forms: list[Parts] = [
        [(source, "source"), (":", "cue"), (" ", ""), (content, "content")],
        [(content, "content"), (":", "cue"), (" ", ""), (source, "source")],
        [(content, "content"), (" ", ""), (draw.choice("-–—"), "cue"), (" ", ""), (source, "source")],
        [(content, "content"), (", ", ""), (source, "source"), (" ", ""), ("says", "cue")],
        [(content, "content"), (", ", ""), ("says", "cue"), (" ", ""), (source, "source")],
    ]
    return draw.choices(forms, weights=[4, 2, 2, 1, 1])[0]


def _transcript(turns: Sequence[Said], draw: random.Random) -> Parts:
    """Turns of "NAME: words", the speakers few, as in an interview or a briefing."""
    speakers = [one.source for one in draw.sample(list(turns), min(3, len(turns)))]
    if draw.random() < 0.3:
        speakers = ["Q", draw.choice(["A", speakers[0]])]
    changes: list[Callable[[str], str]] = [str.upper, str.strip, str.title]
    change = draw.choice(changes)
    gap = draw.choice(["\n\n", "\n"])
    out: Parts = []
    for number, one in enumerate(draw.sample(list(turns), min(len(turns), draw.randint(3, 8)))):
        if number:
            out.append((gap, ""))
        speaker = change(speakers[number % len(speakers)])
        out += [(speaker, "source"), (":", "cue"), (" ", ""), (f"{one.content}.", "content")]
    return out


_HEARSAY = ("Reportedly", "Allegedly", "Supposedly", "Purportedly", "Apparently")
_NOTES = (
    "Photo: {}",
    "Tags: {}",
    "By {}",
    "Written by {}",
    "Source: {}",
    "Read more: {}",
    "Related: {}",
    "Location: {}",
)


def _lines(said: Sequence[Said], draw: random.Random) -> Parts:
    """A few paragraphs: hearsay, quotations under a name, and notes that attribute nothing."""
    out: Parts = []
    for one in draw.sample(list(said), min(len(said), 4)):
        out += [("\n\n", "")] if out else []
        lowered = one.content[0].lower() + one.content[1:]
        quoted = "{}{}{}".format(
            "“" if draw.random() < 0.5 else '"', one.content, "”" if draw.random() < 0.5 else '"'
        )
        forms: list[Parts] = [
            [(draw.choice(_HEARSAY), "cue"), (", ", ""), (lowered, "content"), (".", "")],
            [(quoted, "content"), (" ", ""), (draw.choice("-–—"), "cue"), (" ", ""), (one.source, "source")],
            [(quoted, "content"), ("\n", ""), (draw.choice("-–—"), "cue"), (" ", ""), (one.source, "source")],
            [(draw.choice(_NOTES).format(one.source), "")],
            [("Per", "cue"), (" ", ""), (one.source, "source"), (", ", ""), (lowered, "content"), (".", "")],
            [
                ("As", ""),
                (" ", ""),
                (one.source, "source"),
                (" ", ""),
                ("put it", "cue"),
                (", ", ""),
                (lowered, "content"),
                (".", ""),
            ],
        ]
        out += draw.choices(forms, weights=[3, 2, 2, 3, 1, 1])[0]
    return out


def _laid_out(name: str, parts: Parts) -> Labelled:
    """The parts as a text; a content with the source and cue nearest to it in the same paragraph."""
    text = "".join(words for words, _ in parts)
    entries: list[dict[str, Span]] = [{}]
    at = 0
    for words, layer in parts:
        if "\n" in words and "content" in entries[-1] and "source" in entries[-1]:
            entries.append({})
        if layer:
            entries[-1][layer] = Span(at, at + len(words))
        elif "\n\n" in words and entries[-1]:
            entries.append({})
        at += len(words)
    made = tuple(
        Attribution(
            (entry["content"],),
            (entry["cue"],) if "cue" in entry else (),
            (entry["source"],) if "source" in entry else (),
        )
        for entry in entries
        if "content" in entry
    )
    return Labelled(name, text, made)


def _together(name: str, title: Parts, body: Labelled, draw: random.Random) -> Labelled:
    """The title, a blank line or none, and the article below it."""
    head = _laid_out(name, title)
    gap = draw.choice(["\n\n", "\n\n", "\n"])
    by = len(head.text) + len(gap)

    def moved(spans: Sequence[Span]) -> tuple[Span, ...]:
        return tuple(Span(span.start + by, span.end + by) for span in spans)

    below = tuple(
        Attribution(
            moved(one.content),
            moved(one.cue),
            moved(one.source),
        )
        for one in body.attributions
    )
    return Labelled(name, head.text + gap + body.text, head.attributions + below)


_MARKS = ("«»", "„“", "‘’", "„”", "””", "‹›")


def _requoted(article: Labelled, draw: random.Random) -> Labelled:
    """The same text with other quotation marks, each of one letter, so that nothing moves."""
    marks = draw.choice(_MARKS)
    text = re.sub(r"[“\"](?=\w)", marks[0], article.text)
    return Labelled(article.name, re.sub(r"[”\"]", marks[1], text), article.attributions)

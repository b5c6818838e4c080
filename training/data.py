"""One small reader for each format of labelled statements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportedly.records import Span
from training.corpora import Reference

Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A labelled statement; `inside` is the index of the one that contains it in the same article."""

    content: Spans
    cue: Spans
    source: Spans
    inside: int | None = None


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled article."""

    name: str
    text: str
    attributions: tuple[Attribution, ...]
    references: tuple[Reference, ...] = ()


def polnear(split: Path) -> list[Labelled]:
    """PolNeAR's brat files; an article that several people annotated is taken from the first by name."""
    out = []
    for path in sorted((split / "text").glob("*.txt")):
        files = sorted((split / "attributions").glob(_literal(path.stem) + "*.ann"))
        if files:
            text = path.read_bytes().decode("utf-8")
            out.append(Labelled(path.stem, text, tuple(_brat(files[0], text))))
    return out


def _literal(stem: str) -> str:
    return "".join(f"[{letter}]" if letter in "[]*?" else letter for letter in stem)


def _brat(path: Path, text: str) -> Iterator[Attribution]:
    spans: dict[str, Spans] = {}
    events: list[str] = []
    for line in path.read_text("utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) > 1 and fields[0].startswith("T"):
            places = fields[1].split(" ", 1)[1].split(";")
            spans[fields[0]] = tuple(sorted(Span(*map(int, place.split())) for place in places))
        elif len(fields) > 1 and fields[0].startswith("E"):
            events.append(fields[1])
    for event in events:
        roles: dict[str, list[Span]] = {"Content": [], "Cue": [], "Source": []}
        for part in event.split():
            role, name = part.split(":")
            if role.rstrip("0123456789") in roles and name in spans:
                roles[role.rstrip("0123456789")] += spans[name]
        if roles["Content"]:
            yield Attribution(
                tuple(by_paragraph(sorted(roles["Content"]), text)),
                tuple(sorted(roles["Cue"])),
                tuple(sorted(roles["Source"])),
            )


def by_paragraph(spans: Iterable[Span], text: str) -> Iterator[Span]:
    """The spans, cut at blank lines, as CODEBOOK.md has them."""
    for span in spans:
        start = span.start
        for piece in span.of(text).split("\n\n"):
            lead = len(piece) - len(piece.lstrip())
            if piece.strip():
                yield Span(start + lead, start + lead + len(piece.strip()))
            start += len(piece) + 2


def gold(folder: Path, names: Iterable[str] | None = None) -> list[Labelled]:
    """Our own annotations: `folder` holds dev/<name>.offsets.json and texts/<name>.txt."""
    if names is None:
        names = (path.name.removesuffix(".offsets.json") for path in (folder / "dev").glob("*.offsets.json"))
    return [_gold_article(folder, name) for name in sorted(names)]


def _gold_article(folder: Path, name: str) -> Labelled:
    text = (folder / "texts" / f"{name}.txt").read_bytes().decode("utf-8")
    entries = json.loads((folder / "dev" / f"{name}.offsets.json").read_text("utf-8"))["statements"]
    place = {entry["id"]: index for index, entry in enumerate(entries)}
    attributions = []
    references = [found for entry in entries if (found := _reference(text, entry))]
    for entry in entries:
        offsets = entry["offsets"]
        attributions.append(
            Attribution(
                content=tuple(Span(*pair) for pair in offsets["content"]),
                cue=_optional(offsets.get("cue")),
                source=_optional(offsets.get("source")),
                inside=place.get(entry["inside"]),
            )
        )
    return Labelled(name, text, tuple(attributions), tuple(references))


_PRONOUN = re.compile(r"he|she|they|it", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][\w’'-]+(?:\s+(?:(?:of|bin|ben|de|van|al-|el-)\s*)?[A-Z][\w’'-]+)*")
_NO_NAME = {"the", "a", "an", "in", "on", "at", "but", "and", "he", "she", "it", "they", "we", "this", "that"}
BACK = 1500  # characters before a pronoun in which its name is looked for
MOST = 24


def _reference(text: str, entry: dict[str, Any]) -> Reference | None:
    """A source that is a pronoun with the capitalised words before it, right where they name its speaker."""
    place = entry["offsets"].get("source")
    if not place or not entry["speaker"]["named"] or not _PRONOUN.fullmatch(text[slice(*place)]):
        return None
    surname = entry["speaker"]["name"].split()[-1].lower()
    candidates = []
    for match in _NAME.finditer(text, max(0, place[0] - BACK), place[0]):
        words = match[0].split()
        start = match.start()
        if words[0].lower() in _NO_NAME:
            start += len(words[0]) + 1
            words = words[1:]
        if words:
            candidates.append((Span(start, match.end()), surname in (w.lower() for w in words)))
    candidates = candidates[-MOST:]
    right = frozenset(at for at, (_, same) in enumerate(candidates) if same)
    return Reference(Span(*place), tuple(span for span, _ in candidates), right) if right else None


def _optional(pair: list[int] | None) -> Spans:
    return (Span(*pair),) if pair else ()

"""One small reader for each format of labelled statements."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportedly.records import Span

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
    return Labelled(name, text, tuple(attributions))


def _optional(pair: list[int] | None) -> Spans:
    return (Span(*pair),) if pair else ()

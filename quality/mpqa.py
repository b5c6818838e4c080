"""Nested sources on MPQA 2.0 (Wiebe, Wilson and Cardie 2005): who says it, and through whom.

    python quality/mpqa.py

Measuring only; every eighth document is read, those left out that we annotated ourselves. An event is an
explicit speech event or private state that is not the writer's own. It is found where the cue of a statement
shares a character with it. Its sequence is right where we have as many speakers, and each is called by one of
the names that the annotators' chain has for it, or stands where the annotators saw it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from reportedly.resolve.names import fold

EVERY = 8
EVENTS = ("GATE_direct-subjective", "GATE_objective-speech-event")
_SOURCE = re.compile(r'nested-source="([^"]*)"')
_NAMED = re.compile(r'\bid="([^"]*)"')
_PRONOUNS = frozenset(
    {"he", "she", "they", "it", "we", "i", "you", "who", "which", "that", "him", "them", "us", "me"}
    | {"his", "her", "their", "its", "our", "my"}
)
_SMALL = frozenset(
    {"the", "of", "and", "a", "an", "mr", "mrs", "ms", "dr", "unnamed", "president", "minister", "prime"}
)
Range = tuple[int, int]


class Event(NamedTuple):
    """A stretch that signals whose words follow, and the ids of the speakers, the outermost first."""

    place: Range
    chain: tuple[str, ...]


class Gold(NamedTuple):
    """The annotations of one document; `mentions` are the places where each id is named."""

    events: tuple[Event, ...]
    mentions: dict[str, list[Range]]


def documents(data: Path) -> Iterator[tuple[str, Path, Path]]:
    """Name, text and annotations of the documents to be read."""
    root = data / "mpqa2"
    ours = {path.name.removesuffix(".offsets.json") for path in (data.parent / "gold" / "dev").glob("mpqa-*")}
    for number, path in enumerate(sorted(path for path in (root / "docs").glob("*/*") if path.is_file())):
        name = f"mpqa-{path.parent.name}_{path.name}"
        marks = root / "man_anns" / path.parent.name / path.name / "gateman.mpqa.lre.2.0"
        if number % EVERY == 0 and name not in ours and marks.is_file():
            yield name, path, marks


def gold_of(raw: bytes, lines: str) -> Gold:
    """What the annotators marked, in code points of the text."""
    events: list[Event] = []
    mentions: dict[str, list[Range]] = defaultdict(list)
    for line in lines.splitlines():
        fields = line.split("\t")
        if line.startswith("#") or len(fields) < 5:
            continue
        start, end = (int(place) for place in fields[1].split(","))
        place = (_points(raw, start), _points(raw, end))
        found = _SOURCE.search(fields[4])
        chain = tuple(part.strip() for part in found[1].split(",")) if found else ()
        if fields[3] == "GATE_agent" and start < end:
            named = _NAMED.search(fields[4])
            for id in {*chain[-1:], *([named[1]] if named else [])}:
                mentions[id].append(place)
        elif fields[3] in EVENTS and start < end and "implicit=" not in fields[4] and _whole(chain):
            events.append(Event(place, chain[1:]))
    return Gold(tuple(events), dict(mentions))


def _whole(chain: Sequence[str]) -> bool:
    """Whether a chain leads from the writer to somebody whom the text names."""
    return len(chain) > 1 and chain[0] == "w" and "implicit" not in chain


def _points(raw: bytes, place: int) -> int:
    return len(raw[:place].decode("utf-8", "replace"))


def figures(pairs: Iterator[tuple[Gold, dict[str, Any]]]) -> dict[str, float]:
    """The shares, over all events and over those with another speaker in between."""
    counts: dict[str, int] = defaultdict(int)
    for gold, reading in pairs:
        for event in gold.events:
            nested = ["", " nested"] if len(event.chain) > 1 else [""]
            statement = _signalled(reading["statements"], event.place)
            right = statement is not None and is_right(gold, event, reading, statement)
            for kind in nested:
                counts["events" + kind] += 1
                counts["found" + kind] += statement is not None
                counts["right" + kind] += right
    return {
        f"{name}{kind}": round(counts[part + kind] / counts[whole + kind], 4) if counts[whole + kind] else 0.0
        for kind in ("", " nested")
        for name, part, whole in (
            ("events found", "found", "events"),
            ("speakers right of found", "right", "found"),
        )
    } | {"events": counts["events"], "events nested": counts["events nested"]}


def _signalled(statements: Sequence[dict[str, Any]], place: Range) -> dict[str, Any] | None:
    """The statement whose cue is nearest to being the event."""
    fits = [one for one in statements if one["cue"] and _overlap(one["cue"], place)]
    return max(fits, key=lambda one: _overlap(one["cue"], place), default=None)


def _overlap(one: Sequence[int], other: Sequence[int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def is_right(gold: Gold, event: Event, reading: dict[str, Any], statement: dict[str, Any]) -> bool:
    """Whether our speakers, the outermost first, are those of the annotators' chain."""
    ours = sequence(reading["statements"], statement)
    if len(ours) != len(event.chain):
        return False
    text = reading["article"]["text"]
    return all(
        _same(text, gold.mentions.get(id, []), name, place)
        for id, (name, place) in zip(event.chain, ours, strict=True)
    )


def sequence(
    statements: Sequence[dict[str, Any]], statement: dict[str, Any]
) -> list[tuple[str, Sequence[int] | None]]:
    """Through whom a statement came and whose it is: names, with the source's place where one stands."""
    at = {one["id"]: one for one in statements}
    around: list[dict[str, Any]] = [statement]
    while around[0]["inside"] in at:
        around.insert(0, at[around[0]["inside"]])
    names = [(one["speaker"]["name"], one["source"]) for one in around]
    held = {name for name, _ in names}
    links = [(link, None) for link in statement["via"] if link not in held]
    found: list[tuple[str, Sequence[int] | None]] = []
    for name, place in [*links, *names]:
        if not found or found[-1][0] != name:
            found.append((name, place))
    return found


def _same(text: str, mentions: Sequence[Range], name: str, place: Sequence[int] | None) -> bool:
    """Whether a name is one of the mentions'; where none of them is a name, whether it stands there."""
    words = _words(name)
    called = [_words(text[start:end]) for start, end in mentions]
    if any(words and one and (words <= one or one <= words) for one in called):
        return True
    last = [word for start, end in mentions for word in text[start:end].split()[-1:]]
    proper = any(word[:1].isupper() and word.lower() not in _PRONOUNS for word in last)
    return not proper and place is not None and any(_overlap(place, mention) for mention in mentions)


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(name).split()) - _PRONOUNS - _SMALL


def copy(data: Path, work: Path) -> dict[str, Gold]:
    """Puts the documents where the program takes them from; gives their annotations by name."""
    found: dict[str, Gold] = {}
    for name, path, marks in documents(data):
        raw = path.read_bytes()
        (work / f"{name}.txt").write_bytes(raw)
        found[name] = gold_of(raw, marks.read_text("utf-8", "replace"))
    return found


def measure(readings: Path, gold: dict[str, Gold]) -> dict[str, float]:
    """The figures of what the program read."""
    lines = (json.loads(line) for line in readings.read_text("utf-8").splitlines())
    by_name = ((Path(line["article"]["path"]).name.removesuffix(".txt"), line) for line in lines)
    return figures((gold[name], line) for name, line in by_name if name in gold)


def main() -> int:
    import tempfile

    from measure import mpqa_chains

    data = Path(os.environ.get("REPORTEDLY_DATA", "../shared/data")).resolve()
    with tempfile.TemporaryDirectory() as work:
        for name, value in mpqa_chains(data, Path(work)).items():
            print(f"{name:32} {value:g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

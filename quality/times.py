"""Scores of `read/times/`: TIMEX3 on TimeBank + AQUAINT and on MEANTIME, and the dates of gold statements.

    python quality/times.py [--misses]

The measures are TempEval-3's: relaxed is the F1 of expressions that overlap, strict of those with the same
span, value the F1 of those that overlap and have the right value. The date of the document itself is given
and not scored. MEANTIME is split in two by document: the rules were tuned on one half, the other is reported.
"""

from __future__ import annotations

import json
import os
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from reportedly.read.times import times
from reportedly.records import Span

ANNOTATED_SENTENCES = 6  # MEANTIME annotates the headline, the date line and the next four
CREATION = "CREATION_TIME"
_NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:!?)%\]]|'s|'|n't|'[a-z]+)$")


class Expression(NamedTuple):
    start: int
    end: int
    value: str


class Case(NamedTuple):
    """A document with what its annotators marked; `given` are spans whose date is given and not scored."""

    name: str
    text: str
    within: Span
    published: str | None
    gold: list[Expression]
    given: list[Span]


def measure(data: Path) -> dict[str, float]:
    """The scores on TBAQ and on the half of MEANTIME that was held out; the share of dated statements."""
    figures = scores("TBAQ", tbaq(data / "time" / "tbaq"))
    figures |= scores("MEANTIME", list(meantime(data / "time" / "meantime"))[1::2])
    return figures | said_on(data.parent / "gold")


def tuning_half(data: Path) -> dict[str, float]:
    """The half of MEANTIME that the rules were tuned on."""
    return scores("MEANTIME tuned", list(meantime(data / "time" / "meantime"))[::2])


def scores(name: str, cases: Iterable[Case]) -> dict[str, float]:
    wanted = found = relaxed_wanted = relaxed_found = strict = right = 0
    for case in cases:
        answers = expressions(case)
        pairs = matched(case.gold, answers)
        wanted, found = wanted + len(case.gold), found + len(answers)
        relaxed_wanted += len(pairs)
        relaxed_found += len({answer for _, answer in pairs})
        strict += sum(gold[:2] == answer[:2] for gold, answer in pairs)
        right += sum(gold.value == answer.value for gold, answer in pairs)
    return {
        f"{name} relaxed": f1(relaxed_found, found, relaxed_wanted, wanted),
        f"{name} strict": f1(strict, found, strict, wanted),
        f"{name} value": f1(right, found, right, wanted),
    }


def f1(right_found: int, found: int, right_wanted: int, wanted: int) -> float:
    precision, recall = right_found / max(found, 1), right_wanted / max(wanted, 1)
    return round(100 * 2 * precision * recall / max(precision + recall, 1e-9), 2)


def expressions(case: Case) -> list[Expression]:
    """What the program finds, without what only repeats the given date of the document."""
    found = times(case.text, (case.within,), case.published)
    return [
        Expression(one.span.start, one.span.end, one.value or "")
        for one in found
        if not any(one.span.overlaps(span) for span in case.given)
    ]


def matched(gold: list[Expression], answers: list[Expression]) -> list[tuple[Expression, Expression]]:
    """Each gold expression with the answer that overlaps it, one with the same span before others."""
    pairs = []
    for one in gold:
        over = [answer for answer in answers if answer.start < one.end and one.start < answer.end]
        if over:
            pairs.append((one, min(over, key=lambda answer: answer[:2] != one[:2])))
    return pairs


def tbaq(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.glob("TimeBank/*.tml")) + sorted(folder.glob("AQUAINT/*.tml")):
        root = ET.parse(path).getroot()  # noqa: S314  # files of the corpus
        created = root.find("DCT/TIMEX3")
        body = root.find("TEXT")
        if body is None or created is None:
            continue
        text, marked = flattened(body)
        gold = [Expression(start, end, mark.get("value", "")) for start, end, mark in marked if end > start]
        yield Case(path.stem, text, Span(0, len(text)), iso(created.get("value", "")), gold, [])


def iso(value: str) -> str:
    """ "19980108" and "1998-01-08T14:00" as "1998-01-08"."""
    digits = re.sub(r"\D", "", value.partition("T")[0])
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"


def flattened(body: ET.Element) -> tuple[str, list[tuple[int, int, ET.Element]]]:
    """The text of an element, and where its TIMEX3 stand in it."""
    text: list[str] = []
    marked: list[tuple[int, int, ET.Element]] = []

    def walk(node: ET.Element) -> None:
        start = sum(map(len, text))
        text.append(node.text or "")
        for child in node:
            walk(child)
            text.append(child.tail or "")
        if node.tag == "TIMEX3":
            marked.append((start, sum(map(len, text)), node))

    walk(body)
    return "".join(text), marked


def meantime(folder: Path) -> Iterator[Case]:
    """The 120 documents in sorted order."""
    for path in sorted(folder.glob("intra_cross-doc_annotation/*/*.xml")):
        yield meantime_case(path)


def meantime_case(path: Path) -> Case:
    root = ET.parse(path).getroot()  # noqa: S314  # files of the corpus
    text, places, end = joined(root.findall("token"))
    gold, given, published = [], [], None
    for mark in root.iterfind("Markables/TIMEX3"):
        spans = [places[anchor.get("t_id", "")] for anchor in mark.findall("token_anchor")]
        if not spans or spans[0].start >= end:
            continue  # an anchor that no words express, or beyond the annotated part
        span = Span(min(one.start for one in spans), max(one.end for one in spans))
        if mark.get("functionInDocument") == CREATION:
            published = mark.get("value")
            given.append(span)
        else:
            gold.append(Expression(span.start, span.end, mark.get("value", "")))
    known = published if published and re.match(r"\d{4}-\d\d-\d\d", published) else header_date(text)
    return Case(path.stem, text, Span(0, end), known, gold, given)


def header_date(text: str) -> str | None:
    """The day in the second line, where the annotators did not name it as the document's own."""
    found = times(text, (Span(0, min(len(text), 200)),), None)
    return next((one.value for one in found if re.fullmatch(r"\d{4}-\d\d-\d\d", one.value or "")), None)


def joined(tokens: list[ET.Element]) -> tuple[str, dict[str, Span], int]:
    """The text as it was before it was cut into tokens, their places, and the end of the annotated part."""
    text, places, end, sentence = "", {}, 0, 0
    for token in tokens:
        word, here = token.text or "", int(token.get("sentence", "0"))
        if here != sentence:
            text += "\n\n"
        elif text and not _NO_SPACE_BEFORE.match(word) and not text.endswith(("(", "[", "$")):
            text += " "
        places[token.get("t_id", "")] = Span(len(text), len(text) + len(word))
        text, sentence = text + word, here
        end = len(text) if here < ANNOTATED_SENTENCES else end
    return text, places, end


def said_on(folder: Path) -> dict[str, float]:
    """How many of the times at which a statement was made are found, and dated as the annotators did."""
    cases = list(dated(folder))
    hits = [(found, bool(found) and agrees(iso_date, value)) for iso_date, found, value in cases]
    return {
        "said_on dated": len(hits),
        "said_on found": share([found for found, _ in hits]),
        "said_on right": share([right for _, right in hits]),
    }


def share(right: list[bool]) -> float:
    return round(sum(right) / len(right), 4) if right else 0.0


def dated(folder: Path) -> Iterator[tuple[str, bool, str]]:
    """The ISO date of each dated `said_on`, whether a time was found there, and its value."""
    for path in sorted((folder / "dev").glob("*.offsets.json")):
        gold = json.loads(path.read_text("utf-8"))
        text = (folder / "texts" / f"{gold['doc']}.txt").read_text("utf-8")
        found = times(text, (Span(0, len(text)),), gold["published"])
        for statement in gold["statements"]:
            said = statement.get("said_on")
            if said and said.get("iso"):
                places = [match.span() for match in re.finditer(re.escape(said["text"]), text)]
                values = [
                    one.value or ""
                    for start, end in places
                    for one in found
                    if one.span.overlaps(Span(start, end))
                ]
                right = [value for value in values if agrees(said["iso"], value)]
                yield said["iso"], bool(values), (right or values or [""])[0]


def agrees(wanted: str, value: str) -> bool:
    """Whether the value is that date, or lies in it, or is known only to the month that holds it."""
    if week := re.match(r"(\d{4})-W(\d\d)", value):
        return date.fromisocalendar(int(week[1]), int(week[2]), 1).isoformat()[:7] == wanted[:7]
    return value.startswith(wanted) or (len(value) >= len("2025-11") and wanted.startswith(value))


def misses(data: Path) -> Iterator[str]:
    """What was not found, found wrongly or valued wrongly, one line each."""
    for case in [*tbaq(data / "time" / "tbaq"), *list(meantime(data / "time" / "meantime"))[::2]]:
        answers = expressions(case)
        pairs = matched(case.gold, answers)
        paired = {gold for gold, _ in pairs}, {answer for _, answer in pairs}
        for kind, ones in (("missed", set(case.gold) - paired[0]), ("spurious", set(answers) - paired[1])):
            yield from (f"{kind}\t{shown(case, one)}\t{one.value}" for one in sorted(ones))
        for gold, answer in pairs:
            if gold[:2] != answer[:2]:
                yield f"span\t{shown(case, gold)}\t{case.text[answer.start : answer.end]!r}"
            if gold.value != answer.value:
                yield f"value\t{shown(case, gold)}\t{gold.value}, found {answer.value}, {case.published}"


def shown(case: Case, one: Expression) -> str:
    words = case.text[one.start : one.end]
    around = f"{case.text[max(0, one.start - 60) : one.start]}[{words}]{case.text[one.end : one.end + 30]}"
    return f"{words}\t{case.name[:12]}\t{' '.join(around.split())}"


def main() -> int:
    data = Path(os.environ.get("REPORTEDLY_DATA", "../shared/data"))
    if "--misses" in sys.argv:
        print(*misses(data), sep="\n")
        return 0
    for name, value in (measure(data) | tuning_half(data)).items():
        print(f"{name:24} {value:g}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

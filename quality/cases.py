"""Scores of `read/` on hard cases: short invented texts, one file a class, in tests/read/cases.

    python quality/cases.py [--model PATH] [--errors] [--only CLASS ...]

Without --model the shipped model reads. --errors prints each case with a statement missed, made up, or with
a wrong cue, source or container.

A case has a name, a text and all its statements, as CODEBOOK.md defines them, in order of the content's first
character. The strings are verbatim; `inside` is the number, from 1, of the statement in the same case that
holds this one; `occurrence` tells which is meant where a string stands more than once as words of its own.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportedly.read import Session, read
from reportedly.records import MODES, Document, Facts, Mode, Span, Statement, article_of

CASES = Path(__file__).parent.parent / "tests" / "read" / "cases"
FLOORS = "floors.toml"  # lies among the cases and is none
QUOTES = frozenset("\"'“”‘’«»„‹›`")  # not counted when contents are compared, nor is white space
FIGURES = ("found", "cue", "source", "inside")
KEYS = {
    "case": {"name", "text", "statement"},
    "statement": {"content", "cue", "source", "speaker", "inside", "mode", "occurrence"},
    "occurrence": {"content", "cue", "source"},
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A statement that must be found; `inside` is the place of its container in the case, from 0."""

    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None
    speaker: str
    inside: int | None
    mode: Mode


@dataclass(frozen=True, slots=True)
class Case:
    """A text and all its statements, in order of the content's first character."""

    group: str
    name: str
    text: str
    statements: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found in a case: `paired` maps wanted statements to found ones, both by place."""

    case: Case
    found: tuple[Statement, ...]
    paired: dict[int, int]

    def right(self, figure: str, at: int) -> bool:
        """Whether the wanted statement at a place was found, with the right cue, source or container."""
        wanted, other = self.case.statements[at], self.paired.get(at)
        if other is None:
            return False
        got = self.found[other]
        if figure == "cue":
            return same_place(wanted.cue, got.cue)
        if figure == "source":
            return same_place(wanted.source, got.source)
        if figure == "inside":
            outer = None if wanted.inside is None else self.paired.get(wanted.inside, -1)
            return outer == next((i for i, one in enumerate(self.found) if one.id == got.inside), None)
        return True

    def wrong(self) -> bool:
        perfect = all(self.right(name, at) for name in FIGURES for at in range(len(self.case.statements)))
        return not perfect or len(self.found) > len(self.paired)


def measure(data: Path) -> dict[str, float]:
    """Figures over all cases and F1 by class. The cases are the project's own: nothing of `data` is read."""
    table = figures(outcomes(load_cases(), Session()))
    named = {f"all {name}": value for name, value in table["all"].items()}
    return named | {f"{group} found": values["found"] for group, values in table.items() if group != "all"}


def load_cases(folder: Path = CASES) -> list[Case]:
    """All cases, by class. Raises ValueError where one is not as the format has it."""
    cases = []
    for path in sorted(folder.glob("*.toml")):
        if path.name == FLOORS:
            continue
        for entry in tomllib.loads(path.read_text("utf-8"))["case"]:
            try:
                cases.append(case_of(path.stem, entry))
            except (ValueError, KeyError) as error:
                raise ValueError(f"{path.name}, case {entry.get('name')!r}: {error}") from error
    return cases


def case_of(group: str, entry: dict[str, Any]) -> Case:
    only_known("case", entry)
    text = entry["text"]
    statements = tuple(wanted_of(text, one) for one in entry["statement"])
    starts = [one.content[0].start for one in statements]
    if not starts or starts != sorted(starts):
        raise ValueError("statements must be there, in order of the content's first character")
    for at, one in enumerate(statements):
        if one.inside is not None and not is_within(statements, at, one.inside):
            raise ValueError(f"statement {at + 1} does not lie inside statement {one.inside + 1}")
    return Case(group, entry["name"], text, statements)


def wanted_of(text: str, entry: dict[str, Any]) -> Wanted:
    only_known("statement", entry)
    which = entry.get("occurrence", {})
    only_known("occurrence", which)
    pieces = entry["content"]
    numbers = which.get("content", [None] * len(pieces))
    content = tuple(locate(text, words, nth) for words, nth in zip(pieces, numbers, strict=True))
    if not content or list(content) != sorted(content):
        raise ValueError(f"content {pieces} must be one or more strings in text order")
    cue, source = (
        locate(text, entry[name], which.get(name)) if name in entry else None for name in ("cue", "source")
    )
    if entry["mode"] not in MODES:
        raise ValueError(f"mode {entry['mode']!r}; expected one of {MODES}")
    inside = entry["inside"] - 1 if "inside" in entry else None
    return Wanted(content, cue, source, entry["speaker"], inside, entry["mode"])


def only_known(table: str, entry: dict[str, Any]) -> None:
    if unknown := sorted(set(entry) - KEYS[table]):
        raise ValueError(f"{table} has {unknown}; expected only {sorted(KEYS[table])}")


def locate(text: str, words: str, nth: int | None) -> Span:
    """Where the words stand, as words of their own. `nth`, from 1, is needed where that is more than once."""
    places = list(occurrences(text, words))
    if nth is None and len(places) != 1:
        raise ValueError(f"{words!r} stands {len(places)} times in the text; expected once, or `occurrence`")
    if nth is not None and not (1 <= nth <= len(places) > 1):
        raise ValueError(f"{words!r} stands {len(places)} times in the text, yet occurrence {nth} is named")
    start = places[(nth or 1) - 1]
    return Span(start, start + len(words))


def occurrences(text: str, words: str) -> Iterator[int]:
    """Where the words begin, "he" within "they" not counted."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        cut_before = at > 0 and text[at - 1].isalnum() and text[at].isalnum()
        cut_after = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
        if not (cut_before or cut_after):
            yield at
        at = text.find(words, at + 1)


def is_within(statements: Sequence[Wanted], inner: int, outer: int) -> bool:
    if outer == inner or not 0 <= outer < len(statements):
        return False
    pieces = statements[outer].content
    return all(any(piece.holds(one) for piece in pieces) for one in statements[inner].content)


def outcomes(cases: Iterable[Case], session: Session) -> list[Outcome]:
    """All cases read by one model, each as an article of its own."""
    done = []
    for case in cases:
        document = Document(f"{case.group}.txt", case.text.encode(), "text", case.text)
        found = read(article_of(document, Facts(), ()), session).statements
        done.append(Outcome(case, found, pairs(case, found)))
    return done


def pairs(case: Case, found: Sequence[Statement]) -> dict[int, int]:
    """Wanted and found statements one to one, best overlap first, that share half of their letters."""
    wanted = [letters(case.text, one.content) for one in case.statements]
    got = [letters(case.text, one.content) for one in found]
    candidates = []
    for i, these in enumerate(wanted):
        for j, those in enumerate(got):
            shared = len(these & those) / len(these | those) if these | those else 0.0
            if shared >= 0.5:
                candidates.append((-shared, abs(len(these) - len(those)), i, j))
    paired: dict[int, int] = {}
    for _, _, i, j in sorted(candidates):
        if i not in paired and j not in paired.values():
            paired[i] = j
    return paired


def letters(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """The places in a content that count for pairing."""
    places = (at for span in spans for at in range(span.start, span.end))
    return frozenset(at for at in places if not text[at].isspace() and text[at] not in QUOTES)


def same_place(wanted: Span | None, got: Span | None) -> bool:
    if wanted is None or got is None:
        return wanted is got
    return wanted.overlaps(got)


def figures(done: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """By class, and "all": F1 of the statements found; shares of all wanted statements that were found with
    their cue (none, where none is wanted) and source; share of the wanted nested ones in the right place."""
    groups = {"all": list(done)}
    for outcome in done:
        groups.setdefault(outcome.case.group, []).append(outcome)
    return {group: group_figures(several) for group, several in groups.items()}


def group_figures(several: Sequence[Outcome]) -> dict[str, float]:
    wanted = [(outcome, at) for outcome in several for at in range(len(outcome.case.statements))]
    paired = sum(len(outcome.paired) for outcome in several)
    total = len(wanted) + sum(len(outcome.found) for outcome in several)
    out = {"found": 2 * paired / total}
    for name in ("cue", "source"):
        out[name] = sum(outcome.right(name, at) for outcome, at in wanted) / len(wanted)
    nested = [(outcome, at) for outcome, at in wanted if outcome.case.statements[at].inside is not None]
    if nested:
        out["inside"] = sum(outcome.right("inside", at) for outcome, at in nested) / len(nested)
    return {name: round(value, 4) for name, value in out.items()}


def false_nested(done: Iterable[Outcome]) -> tuple[int, int]:
    """How many nested statements were found that are not nested, or are none; of how many."""
    false = total = 0
    for outcome in done:
        place = {other: at for at, other in outcome.paired.items()}
        for other, statement in enumerate(outcome.found):
            if statement.inside is not None:
                total += 1
                false += other not in place or not outcome.right("inside", place[other])
    return false, total


def told(outcome: Outcome) -> Iterator[str]:
    """What went wrong in a case, one line a statement."""
    case, text = outcome.case, outcome.case.text
    yield f"\n[{case.group}] {case.name}: {text!r}"
    for at, wanted in enumerate(case.statements):
        bad = [name for name in FIGURES if not outcome.right(name, at)]
        if bad:
            got = outcome.paired.get(at)
            yield f"  wanted  {described(text, wanted, wanted.inside)}"
            if got is not None:
                yield f"  wrong {', '.join(bad)}: {found_line(outcome, got)}"
    for other in set(range(len(outcome.found))) - set(outcome.paired.values()):
        yield f"  made up {found_line(outcome, other)}"


def found_line(outcome: Outcome, at: int) -> str:
    ids = [statement.id for statement in outcome.found]
    statement = outcome.found[at]
    return described(outcome.case.text, statement, ids.index(statement.inside) if statement.inside else None)


def described(text: str, statement: Wanted | Statement, inside: int | None) -> str:
    content = " … ".join(span.of(text) for span in statement.content)
    cue, source = (span.of(text) if span else None for span in (statement.cue, statement.source))
    return (
        f"content {content!r} cue {cue!r} source {source!r} inside {None if inside is None else inside + 1}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", type=Path, help="another model file than the shipped one")
    parser.add_argument("--errors", action="store_true", help="print each wrong case")
    parser.add_argument("--only", nargs="*", help="classes, by the names of their files")
    chosen = parser.parse_args()
    cases = [case for case in load_cases() if not chosen.only or case.group in chosen.only]
    done = outcomes(cases, Session(chosen.model))
    if chosen.errors:
        print(*(line for outcome in done if outcome.wrong() for line in told(outcome)), sep="\n")
    print(f"{'class':20}" + "".join(f"{name:>8}" for name in FIGURES))
    for group, values in figures(done).items():
        cells = (f"{values[name]:8.2f}" if name in values else " " * 8 for name in FIGURES)
        print(f"{group:20}" + "".join(cells))
    print("false nested statements: {} of {}".format(*false_nested(done)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

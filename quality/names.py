"""Scores of names on the test set of UNER EWT and on worldwide newswire, which no model may be trained on.

    python quality/names.py [--every N] [--errors] [--model PATH]

F1 by exact span and kind, from the raw text of each document, over three kinds: person, place, organisation.
A facility counts as a place: UNER labels buildings, parks, airports and hotels LOC, and the newswire's
authors fold Facility into LOC when they compare. An outlet counts as an organisation (both label Reuters or
the BBC so). Nationalities, events, weapons and laws are in neither's three kinds (UNER leaves them out, the
newswire has NORP, Misc and Product): ours and theirs are left out of the count. Of nested labels in the
newswire the outermost is taken, as its authors do.

The newswire comes as tokens without their spaces; each article's text is rebuilt from them. Its paragraphs
are those of the file; the address in the first one is left out.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from reportedly.records import Span

sys.path.append(str(Path(__file__).parent.parent))  # training/ is not installed, it lies beside quality/
from training.conllu import Sentence, read_conllu

KINDS = {"person": "person", "place": "place", "facility": "place"}
KINDS |= {"organisation": "organisation", "outlet": "organisation"}
UNER = {"PER": "person", "LOC": "place", "ORG": "organisation"}
WORLDWIDE = {"Person": "person", "Location": "place", "Facility": "place", "Organization": "organisation"}


class Name(Protocol):
    """A name that a reading found."""

    @property
    def span(self) -> Span: ...
    @property
    def kind(self) -> str: ...


class Reading(Protocol):
    """What is scored of a reading."""

    @property
    def names(self) -> Sequence[Name]: ...


Read = Callable[[str], Reading]
Names = frozenset[tuple[Span, str]]
Results = list[tuple[Names, Names]]  # labelled and found, a pair for each document


class Case(NamedTuple):
    """A document with its labelled names."""

    text: str
    names: Names


def measure(data: Path, read: Read, every: int = 4) -> dict[str, float]:
    """F1 on both sets, of all names and of each kind; of the newswire every fourth article, or every n-th."""
    return figures("UNER EWT", results(uner(data), read)) | figures(
        "worldwide", results(worldwide(data, every), read)
    )


def results(cases: Iterable[Case], read: Read) -> Results:
    out = []
    for case in cases:
        found = {(name.span, KINDS[name.kind]) for name in read(case.text).names if name.kind in KINDS}
        out.append((case.names, frozenset(found)))
    return out


def figures(title: str, pairs: Results) -> dict[str, float]:
    """F1 of all names and of each kind."""
    out = {f"{title} F1": f1(pairs)}
    for kind in sorted(set(KINDS.values())):
        out[f"{title} {kind}"] = f1([(_only(gold, kind), _only(found, kind)) for gold, found in pairs])
    return out


def _only(names: Names, kind: str) -> Names:
    return frozenset(name for name in names if name[1] == kind)


def f1(pairs: Results) -> float:
    right = sum(len(gold & found) for gold, found in pairs)
    total = sum(len(gold) + len(found) for gold, found in pairs)
    return 2 * right / total if total else 0.0


def errors(pairs: Results) -> Counter[str]:
    """What became of each labelled name, and how many found names touch none."""
    out: Counter[str] = Counter()
    for gold, found in pairs:
        out.update(fate(name, found) for name in gold)
        out["no such name"] += sum(not any(span.overlaps(other) for other, _ in gold) for span, _ in found)
    return out


def fate(name: tuple[Span, str], found: Names) -> str:
    """How a labelled name was found: "right", "missed", or what is wrong with the one found there."""
    if name in found:
        return "right"
    span, kind = name
    there = [other for other in found if span.overlaps(other[0])]
    if not there:
        return "missed"
    if any(other[0] == span for other in there):
        return "wrong kind"
    return "wrong bounds" if any(other[1] == kind for other in there) else "wrong bounds and kind"


def chunks(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """The stretches of tokens with one name: (first, after the last, kind). A stray I- begins one."""
    start, kind = 0, ""
    for index, label in enumerate([*labels, "O"]):
        begins, _, now = label.partition("-")
        if kind and (begins != "I" or now != kind):
            yield start, index, kind
            kind = ""
        if now and not kind:
            start, kind = index, now


def uner(data: Path) -> Iterator[Case]:
    """UNER EWT test: its labels at their places in the raw text that the treebank's file gives."""
    tagged = _iob2(data / "names" / "uner_ewt" / "en_ewt-ud-test.iob2")
    for document in read_conllu(data / "syntax" / "ud_ewt" / "en_ewt-ud-test.conllu"):
        names: set[tuple[Span, str]] = set()
        for sentence in document.sentences:
            rows = tagged.get(sentence.name, [])
            spans = placed([form for form, _ in rows], document.text, sentence)
            names |= _names(spans, [label for _, label in rows], UNER)
        yield Case(document.text, frozenset(names))


def _iob2(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Tokens and labels by the name of the sentence."""
    out: dict[str, list[tuple[str, str]]] = {}
    name = ""
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith("# sent_id"):
            name = line.partition("=")[2].strip()
        elif line and not line.startswith("#"):
            _, form, label, *_ = line.split("\t")
            out.setdefault(name, []).append((form, label))
    return out


def placed(forms: Sequence[str], text: str, sentence: Sentence) -> list[Span]:
    """Where tokens stand in a sentence, by their characters: the treebank has joined some since."""
    span = sentence.span
    places = [place for place in range(span.start, span.end) if not text[place].isspace()]
    letters = "".join(text[place] for place in places)
    if forms and "".join(forms) != letters:
        raise ValueError(f"{sentence.name} reads {''.join(forms)!r}; expected {letters!r}")
    out = []
    for form in forms:
        out.append(Span(places[0], places[len(form) - 1] + 1))
        places = places[len(form) :]
    return out


def _names(spans: Sequence[Span], labels: Sequence[str], kinds: dict[str, str]) -> set[tuple[Span, str]]:
    return {
        (Span(spans[first].start, spans[after - 1].end), kinds[kind])
        for first, after, kind in chunks(labels)
        if kind in kinds
    }


def worldwide(data: Path, every: int = 1) -> Iterator[Case]:
    """The articles of the worldwide newswire, or every n-th of them by file name."""
    folder = data / "names" / "worldwide_newswire_nolicence" / "processed_annotated"
    for path in sorted(folder.glob("*.tsv"))[::every]:
        yield article(path.read_text("utf-8"))


def article(lines: str) -> Case:
    """An article of the newswire: its text rebuilt, its names where they stand in it."""
    text = ""
    names: set[tuple[Span, str]] = set()
    for rows in _paragraphs(lines):
        written, spans = rebuilt([form for form, _ in rows], len(text))
        names |= _names(spans, [label for _, label in rows], WORLDWIDE)
        text += written + "\n\n"
    return Case(text.rstrip(), frozenset(names))


def _paragraphs(lines: str) -> Iterator[list[tuple[str, str]]]:
    """Tokens and labels of each paragraph after the address, which may run over several tokens."""
    for block in lines.split("\n\n")[1:]:
        rows = [_row(line) for line in block.split("\n") if line.strip()]
        if rows := [row for row in rows if _visible(row[0])]:
            yield rows


def _row(line: str) -> tuple[str, str]:
    fields = line.split("\t") if "\t" in line else line.rsplit(maxsplit=1)  # a few have spaces for the tab
    return fields[0].strip(), fields[1]


def _visible(form: str) -> bool:
    return any(unicodedata.category(letter) not in ("Cf", "Zs", "Cc") for letter in form)


# How tokens stood in print: what has no space before it, what has none after it, what joins two words.
CLOSING = frozenset(",.;:!?)]}%…”»’°")
OPENING = frozenset("([{“‘«`$£€¥₹₡#@¿¡")
JOINING = frozenset("-/_")
CLITIC = re.compile(r"['’](s|re|ve|m|ll|d)|n['’]t", re.IGNORECASE)
CLITIC_REST = frozenset({"s", "S", "re", "ve", "m", "ll", "d", "t"})  # of one cut behind the apostrophe
CURRENCY = re.compile(r"[A-Z]{1,3}")  # US$, HK$
STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}  # the press mixes the two forms of a pair


def rebuilt(forms: Sequence[str], start: int) -> tuple[str, list[Span]]:
    """The text of a paragraph from its tokens, and where each stands, counted from `start`."""
    text = ""
    spans = []
    tied = True  # the token before has no space after it
    for form, (left, right) in zip(forms, _ties(forms), strict=True):
        text += "" if left or tied else " "
        spans.append(Span(start + len(text), start + len(text) + len(form)))
        text += form
        tied = right
    return text, spans


def _ties(forms: Sequence[str]) -> Iterator[tuple[bool, bool]]:
    """For each token whether it is tied to the one before it, and to the one after it."""
    open_quotes: set[str] = set()
    for index, form in enumerate(forms):
        before = forms[index - 1] if index else ""
        after = forms[index + 1] if index + 1 < len(forms) else ""
        if form in ("'", "’") and after in CLITIC_REST:
            yield True, True
        elif form in ("'", '"'):
            opens = _opens(form, before, after, open_quotes)
            yield not opens, opens
        elif form == "." and _initial(before) and _initial(after) and forms[index + 2 : index + 3] == ["."]:
            yield True, True  # U.S., p.m.
        else:
            _account(form, open_quotes)
            yield _tie(form, before, after)


def _opens(mark: str, before: str, after: str, open_quotes: set[str]) -> bool:
    """Whether a straight quotation mark opens; keeps account of the open ones."""
    if mark in open_quotes:
        open_quotes.discard(mark)
        return False
    possessive = mark == "'" and before[-1:] in ("s", "S") and not after.endswith("'")
    if not after or possessive:
        return False
    open_quotes.add(mark)
    return True


def _account(form: str, open_quotes: set[str]) -> None:
    """Notes a curly mark, or a straight one stuck to the end of its word ("the ' commander'")."""
    if form in ("“", "‘"):
        open_quotes.add(STRAIGHT[form])
    elif form in ("”", "’") or form.endswith("'"):
        open_quotes.discard(STRAIGHT.get(form, "'"))


def _initial(form: str) -> bool:
    return len(form) == 1 and form.isalpha()


def _tie(form: str, before: str, after: str) -> tuple[bool, bool]:
    if CLITIC.fullmatch(form) or form in CLOSING:
        return True, False
    if form in OPENING:
        return form == "$" and CURRENCY.fullmatch(before) is not None, True
    if form in JOINING and before[-1:].isalnum() and after[:1].isalnum():
        return True, True
    if form == "–" and before[-1:].isdigit() and after[:1].isdigit():
        return True, True
    return form == "s" and before.isdigit(), False  # the 1990s


def main() -> int:
    from found import reader

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=4, help="newswire: every n-th article; 1 for all")
    parser.add_argument("--errors", action="store_true", help="what became of each labelled name")
    parser.add_argument("--model", type=Path, help="another model than the shipped one")
    options = parser.parse_args()
    read = reader(options.model)
    data = Path(os.environ.get("REPORTEDLY_DATA", "../shared/data"))
    sets = {"UNER EWT": uner(data), "worldwide": worldwide(data, options.every)}
    for title, cases in sets.items():
        pairs = results(cases, read)
        for name, value in figures(title, pairs).items():
            print(f"{name:28} {value:.4f}")
        if options.errors:
            for name, count in errors(pairs).most_common():
                print(f"  {name:26} {count}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Labelled texts of every corpus in one shape; one small reader for each format.

DATA.md beside the project says which corpora may be trained on; models/CARD.md which were.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from reportedly.read.form import NAME_KINDS
from reportedly.records import Span
from training.conllu import Document, Sentence, Word, read_conllu

OUT = "out"
EVERY = frozenset({OUT, *NAME_KINDS})
OTHER = EVERY - {"person", "place", "organisation"}  # what corpora of three kinds call miscellaneous


@dataclass(frozen=True, slots=True)
class NameLabel:
    """A name, or what may be one: `kinds` are those its corpus leaves open, OUT where it may be none."""

    span: Span
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention and who it may be: `right` of `candidates`, none of them where it is empty."""

    mention: Span
    candidates: tuple[Span, ...]
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with the labels its corpus has; None where the corpus does not label that at all."""

    name: str
    text: str
    sentences: tuple[Sentence, ...] | None = None
    names: tuple[NameLabel, ...] | None = None
    references: tuple[Reference, ...] = field(default=())


def ewt(data: Path, part: str = "train") -> Iterator[Annotated]:
    """UD English EWT with the names of Universal NER."""
    path = data / "syntax" / "ud_ewt" / f"en_ewt-ud-{part}.conllu"
    iob = next((data / "names" / "uner_ewt").glob(f"en_ewt-ud-{part}*.iob2"))
    labels = dict(_iob(iob))
    for document in read_conllu(path):
        names = [name for one in document.sentences for name in _uner(one, labels.get(one.name, []))]
        yield Annotated(document.name, document.text, document.sentences, tuple(names))


_THREE = {"PER": "person", "LOC": "place", "ORG": "organisation"}
# What the corpora of three kinds call a place by its last word, and we a facility.
_FACILITY = re.compile(
    r".*\b(?:airport|airfield|airbase|base|barracks|bridge|building|camp|canal|cathedral|centre|center|church|"
    r"compound|court|dam|embassy|gate|hall|harbou?r|highway|hospital|hotel|house|library|mall|mosque|museum|palace|"
    r"park|pipeline|plant|plaza|port|prison|road|school|site|square|stadium|station|street|temple|terminal|theat(?:er|re)|"
    r"tower|tunnel|university|zoo|avenue|crossing|checkpoint)",
    re.IGNORECASE,
)


def _three(label: str, words: str) -> frozenset[str]:
    """What a label of the corpora of three kinds leaves open: a single other name is mostly a people's."""
    kind = _THREE.get(label)
    if kind == "place" and _FACILITY.fullmatch(words):
        return frozenset({"facility"})
    if kind:
        return frozenset({kind})
    return frozenset({"group", OUT}) if len(words.split()) == 1 and words[:1].isupper() else OTHER


def _uner(sentence: Sentence, labels: list[str]) -> Iterator[NameLabel]:
    """Names of one sentence; a dropped label leaves every kind but the three."""
    if len(labels) != len(sentence.words):
        yield NameLabel(sentence.span, EVERY)
        return
    for kind, first, stop in _runs(labels):
        span = Span(sentence.words[first].span.start, sentence.words[stop - 1].span.end)
        words = " ".join(word.form for word in sentence.words[first:stop])
        yield NameLabel(span, _three(kind, words))


def _iob(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Each sentence's name and its labels, a word a label."""
    for block in re.split(r"\n\s*\n", path.read_text("utf-8")):
        name = re.search(r"# sent_id = (\S+)", block)
        if name:
            rows = [line for line in block.split("\n") if line and not line.startswith("# ")]
            yield name[1], [row.split("\t")[2] for row in rows]


def _blocks(path: Path) -> Iterator[list[str]]:
    """The lines between empty ones, without comments."""
    lines = path.read_text("utf-8", errors="replace").split("\n")
    for filled, block in groupby(lines, key=lambda line: bool(line.strip())):
        kept = [line for line in block if not line.startswith("# ")]
        if filled and kept:
            yield kept


def _runs(labels: list[str]) -> Iterator[tuple[str, int, int]]:
    """Names as (kind, first, stop) from labels in IOB or IO form."""
    start, kind = 0, "O"
    for at, label in enumerate([*labels, "O"]):
        prefix, _, own = label.partition("-")
        if kind != "O" and (prefix == "B" or own != kind):
            yield kind, start, at
            kind = "O"
        if own and kind == "O":
            start, kind = at, own


_GUM_KINDS = {
    "person": frozenset({"person"}),
    "place": frozenset({"place"}),
    "organization": frozenset({"organisation"}),
    "event": frozenset({"event"}),
}


def gum(data: Path, part: str = "train") -> Iterator[Annotated]:
    """GUM's free documents: trees, named entities, and coreference as OntoGUM has it."""
    folder = data / "syntax" / "gum"
    for name in gum_split(folder / "splits.md", part):
        path = folder / "free" / f"{name}.conllu"
        if not path.exists():
            continue
        document = read_conllu(path)[0]
        other = read_conllu(folder / "ontogum_free" / f"{name}.conllu")[0]
        names = tuple(_gum_names(document))
        references = tuple(_references(_entities(other))) if other.text == document.text else ()
        yield Annotated(name, document.text, document.sentences, names, references)


def gum_split(path: Path, part: str) -> list[str]:
    """The names of a split's documents."""
    section = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)
    found = next(text for text in section if text.startswith(f"{part}\n"))
    return re.findall(r"\* (\S+)", found)


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention: the words it covers, the number of what it is of, and the kind where that is told."""

    words: tuple[Word, ...]
    number: str
    kind: str

    @property
    def span(self) -> Span:
        return Span(self.words[0].span.start, self.words[-1].span.end)


def _entities(document: Document) -> list[Entity]:
    """The mentions that CorefUD's Entity marks open and close, in order of their first word."""
    found: list[Entity] = []
    for sentence in document.sentences:
        open_: list[tuple[str, str, int]] = []
        for at, word in enumerate(sentence.words):
            mark = next((p[7:] for p in word.misc.split("|") if p.startswith("Entity=")), "")
            for part in re.finditer(r"\([^()]+\)?|[^()]+\)", mark):
                piece = part[0]
                fields = piece.strip("()").split("-")
                number = fields[0].split("[")[0]
                if piece.startswith("("):
                    open_.append((number, fields[1] if len(fields) > 1 else "", at))
                if piece.endswith(")"):
                    place = max((i for i, one in enumerate(open_) if one[0] == number), default=None)
                    if place is not None:
                        _, kind, first = open_.pop(place)
                        found.append(Entity(sentence.words[first : at + 1], number, kind))
    return sorted(found, key=lambda entity: (entity.span.start, -entity.span.end))


def _gum_names(document: Document) -> Iterator[NameLabel]:
    """The proper nouns of each mention that has one for its head; at their edges a title may stand."""
    taken = 0
    for entity in _entities(document):
        runs = [word for word in entity.words if word.upos == "PROPN"]
        if not runs or entity.span.start < taken or not _headed_by_name(entity):
            continue
        span = Span(runs[0].span.start, runs[-1].span.end)
        kinds = _GUM_KINDS.get(entity.kind, EVERY - {"person", "place", "organisation", "group"})
        if kinds == {"place"}:
            kinds = _three("LOC", span.of(document.text))
        yield NameLabel(span, kinds)
        taken = entity.span.end


def _headed_by_name(entity: Entity) -> bool:
    return entity.words[-1].upos == "PROPN" or (len(entity.words) > 1 and entity.words[-2].upos == "PROPN")


_PRONOUNS = {"he", "she", "they", "it", "his", "her", "hers", "their", "theirs", "its", "him", "them"}
_OPENS = {"the", "this", "that", "these", "those"}
CANDIDATES = 24


def _references(entities: list[Entity]) -> Iterator[Reference]:
    """Pronouns and definite mentions with the mentions before them that name something."""
    for at, entity in enumerate(entities):
        first = entity.words[0].form.lower()
        pronoun = len(entity.words) == 1 and first in _PRONOUNS
        if not pronoun and first not in _OPENS:
            continue
        before = [
            other
            for other in entities[max(0, at - 3 * CANDIDATES) : at]
            if not (len(other.words) == 1 and other.words[0].upos == "PRON")
            and other.span.end <= entity.span.start
        ][-CANDIDATES:]
        right = frozenset(place for place, other in enumerate(before) if other.number == entity.number)
        if before and (right or not pronoun):
            yield Reference(entity.span, tuple(other.span for other in before), right)


def gap(data: Path, parts: Iterable[str] = ("development", "validation")) -> Iterator[Annotated]:
    """GAP's ambiguous pronouns, each with two names of which one, or none, is meant."""
    for part in parts:
        with (data / "syntax" / "gap" / f"gap-{part}.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield gap_row(row)


def gap_row(row: dict[str, str]) -> Annotated:
    def span(name: str) -> Span:
        start = int(row[f"{name}-offset"])
        return Span(start, start + len(row[name]))

    right = frozenset(at for at, name in enumerate("AB") if row[f"{name}-coref"].upper() == "TRUE")
    reference = Reference(span("Pronoun"), (span("A"), span("B")), right)
    return Annotated(row["ID"], row["Text"], references=(reference,))


_RE3D = {
    "Person": EVERY,  # titles are part of it there, which other corpora leave out
    "Organisation": frozenset({"organisation"}),
    "Location": frozenset({"place"}),
    "Nationality": frozenset({"group"}),
    "Weapon": frozenset({"weapon"}),
    "MilitaryPlatform": frozenset({"weapon", OUT}),
    "Vehicle": frozenset({"weapon", OUT}),
    "DocumentReference": frozenset({"law"}),
}


def re3d(data: Path) -> Iterator[Annotated]:
    """Defence reports with entities; its BBC folder is not for training. Common nouns are marked there too:
    only what has a capital letter is taken for a name."""
    for folder in sorted((data / "names" / "re3d").iterdir()):
        if not (folder / "documents.json").exists() or folder.name == "BBC Online":
            continue
        entities: dict[str, list[NameLabel]] = {}
        for line in (folder / "entities.json").read_text("utf-8").splitlines():
            entry = json.loads(line)
            kinds = _RE3D.get(entry["type"])
            if kinds:
                if not any(letter.isupper() for letter in entry["value"]):
                    kinds = frozenset({OUT})
                if kinds == {"place"}:
                    kinds = _three("LOC", entry["value"])
                span = Span(entry["begin"], entry["end"])
                entities.setdefault(entry["documentId"], []).append(NameLabel(span, kinds))
        for line in (folder / "documents.json").read_text("utf-8").splitlines():
            entry = json.loads(line)
            names = _apart(entities.get(entry["_id"], []))
            yield Annotated(entry["_id"], entry["text"], names=tuple(names))


def _apart(names: list[NameLabel]) -> Iterator[NameLabel]:
    """The longest of those that overlap, without the article before them."""
    end = 0
    for name in sorted(names, key=lambda one: (one.span.start, -one.span.end)):
        if name.span.start >= end:
            yield name
            end = name.span.end


def wikigold(data: Path) -> Iterator[Annotated]:
    """Names in Wikipedia articles, in IO form."""
    yield from _columns(data / "names" / "wikigold" / "CONLL-format" / "data" / "wikigold.conll.txt")


def multiner(data: Path) -> Iterator[Annotated]:
    """Names in Sri Lankan government documents."""
    yield from _columns(data / "names" / "multiner" / "Final_English.txt")


SENTENCES = 12  # of a corpus without documents that make one text


def _columns(path: Path) -> Iterator[Annotated]:
    """A file of words with their labels, `SENTENCES` of it to a text."""
    blocks = [[line.split() for line in lines if len(line.split()) > 1] for lines in _blocks(path)]
    blocks = [block for block in blocks if block and block[0][0] != "-DOCSTART-"]
    for at in range(0, len(blocks), SENTENCES):
        text, names = "", []
        for block in blocks[at : at + SENTENCES]:
            written, places = join([row[0] for row in block])
            text += " " if text else ""
            for kind, first, stop in _runs([row[-1] for row in block]):
                span = Span(len(text) + places[first].start, len(text) + places[stop - 1].end)
                words = written[places[first].start : places[stop - 1].end]
                names.append(NameLabel(span, _three(kind, words)))
            text += written
        yield Annotated(f"{path.stem}-{at}", text, names=tuple(names))


_NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:!?%)\]}…’”]+|''|n't|['’](?:s|re|ve|ll|d|m)?)$", re.IGNORECASE)
_NO_SPACE_AFTER = re.compile(r"^(?:[(\[{$£€“‘]|``)$")


def join(words: list[str]) -> tuple[str, list[Span]]:
    """Words as running text again, and where each stands in it."""
    text, places, open_ = "", [], False
    glue = True
    for word in words:
        shown = '"' if word in ("``", "''") else word
        closes = shown == '"' and open_
        if not (glue or closes or _NO_SPACE_BEFORE.match(word)):
            text += " "
        places.append(Span(len(text), len(text) + len(shown)))
        text += shown
        glue = bool(_NO_SPACE_AFTER.match(word)) or (shown == '"' and not open_)
        open_ ^= shown == '"'
    return text, places

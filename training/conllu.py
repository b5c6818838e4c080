"""Reads CoNLL-U: documents as raw text, with every sentence and word at its place in that text.

    read_conllu(path) -> list[Document]
    Document(name, text, sentences)     name from "# newdoc id", text as below
    Sentence(name, words, opens)        opens: a paragraph begins with this sentence; .span, .of(text)
    Word(span, form, upos, head, deprel, misc)
        span    code points of Document.text, half-open
        head    index into Sentence.words, -1 for the root
        deprel  universal relation, without its subtype
        misc    the MISC column as it stands ("" where it is "_")

The raw text is made as for the CoNLL 2018 shared task: a space after each token and each sentence unless
SpaceAfter=No, a blank line between paragraphs. The words of a multi-word token have their own character
ranges where their forms put together are the token ("do|n't", "can|not"), else each has the whole token's.
Empty nodes (8.1) are left out. A file without "# newdoc" is one document, named after the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportedly.records import Span

FORM, UPOS, HEAD, DEPREL, MISC = 1, 3, 6, 7, 9
COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Word:
    """A syntactic word; `head` is the index of its head in the sentence, -1 for the root."""

    span: Span
    form: str
    upos: str
    head: int
    deprel: str
    misc: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its words in order; `opens` where a paragraph begins with it."""

    name: str
    words: tuple[Word, ...]
    opens: bool

    @property
    def span(self) -> Span:
        return Span(self.words[0].span.start, self.words[-1].span.end)


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its raw text and the sentences in it."""

    name: str
    text: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one sentence as they stand in the file."""

    notes: dict[str, str]  # the comments: {"newdoc id": "a-1", "newpar": ""}
    rows: list[list[str]]

    def note(self, name: str) -> str | None:
        """The value of "# name = value" or "# name id = value", "" for a bare "# name"."""
        return self.notes.get(name, self.notes.get(f"{name} id"))


def read_conllu(path: Path) -> list[Document]:
    """The documents of a CoNLL-U file, in order."""
    out: list[Document] = []
    group: list[Block] = []
    for block in _blocks(path):
        if group and block.note("newdoc") is not None:
            out.append(_document(group, path))
            group = []
        group.append(block)
    return [*out, _document(group, path)] if group else out


def _blocks(path: Path) -> Iterator[Block]:
    block = Block({}, [])
    for number, line in enumerate([*path.read_text("utf-8").split("\n"), ""], 1):
        if line.startswith("#"):
            name, _, value = line[1:].partition("=")
            block.notes[name.strip()] = value.strip()
        elif line.strip():
            row = line.rstrip("\r").split("\t")
            if len(row) != COLUMNS:
                raise ValueError(f"{path}:{number} has {len(row)} columns; expected {COLUMNS}")
            if "." not in row[0]:
                block.rows.append(row)
        elif block.rows:
            yield block
            block = Block({}, [])


def _document(blocks: list[Block], path: Path) -> Document:
    text = ""
    sentences = []
    for index, block in enumerate(blocks):
        opens = not index or block.note("newpar") is not None
        if opens and index:
            text = text.rstrip() + "\n\n"
        written, words = _sentence(block.rows, len(text))
        text += written
        sentences.append(Sentence(block.notes.get("sent_id", ""), tuple(words), opens))
    return Document(blocks[0].note("newdoc") or path.stem, text.rstrip(), tuple(sentences))


def _sentence(rows: list[list[str]], start: int) -> tuple[str, list[Word]]:
    """The sentence's text, with the white space after it, and its words placed from `start` on."""
    text = ""
    words = []
    for token, parts in _tokens(rows):
        forms = [part[FORM] for part in parts]
        for part, span in zip(parts, place(token[FORM], forms, start + len(text)), strict=True):
            words.append(_word(part, span))
        text += token[FORM] if "SpaceAfter=No" in token[MISC].split("|") else token[FORM] + " "
    return text, words


def _tokens(rows: list[list[str]]) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Each surface token with its words: itself, or those of a multi-word token."""
    place = 0
    while place < len(rows):
        row = rows[place]
        first, _, last = row[0].partition("-")
        size = int(last) - int(first) + 1 if last else 0
        yield row, rows[place + 1 : place + 1 + size] if last else [row]
        place += size + 1


def place(token: str, forms: list[str], start: int) -> list[Span]:
    """Where a token's words stand: side by side where they make up the token, else each in all of it."""
    if "".join(forms).casefold() != token.casefold() or sum(map(len, forms)) != len(token):
        return [Span(start, start + len(token))] * len(forms)
    out = []
    for form in forms:
        out.append(Span(start, start + len(form)))
        start += len(form)
    return out


def _word(row: list[str], span: Span) -> Word:
    misc = "" if row[MISC] == "_" else row[MISC]
    relation = row[DEPREL].partition(":")[0]
    return Word(span, row[FORM], row[UPOS], int(row[HEAD]) - 1, relation, misc)

"""An article's text with its findings marked in it, as HTML whose text is the article's own.

Elements nest as the spans do. Where two overlap, the one that began later is cut where the earlier one ends
and goes on behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from markupsafe import Markup, escape

from reportedly.records import Article, Span, Statement
from reportedly.web.shown import shown

LayerKind = Literal["furniture", "title", "dateline", "content", "source", "cue", "distance", "asked", "br"]
RANK: dict[LayerKind, int] = {
    "furniture": 0,
    "title": 1,
    "dateline": 2,
    "content": 3,
    "source": 4,
    "cue": 5,
    "distance": 6,
    "asked": 7,
    "br": 8,
}
BREAK = re.compile(r"(?<=[^\n])\n(?=[^\s])")  # a line end that ends no paragraph
DEEPEST = 4  # levels of nesting with a line of their own


@dataclass(frozen=True, slots=True)
class Layer:
    """A span to be marked. `of` are the ids of its statements; `anchor` is where links to it lead."""

    span: Span
    kind: LayerKind
    of: tuple[str, ...] = ()
    depth: int = 0
    anchor: str | None = None


def layers_of(
    article: Article, statements: Iterable[Statement], asked: Iterable[Span] = (), *, breaks: bool = False
) -> list[Layer]:
    """All that is marked in an article, the outermost first. `asked` are passages that a link points at; with
    `breaks`, line ends within paragraphs are marked, so that a page can let the lines flow."""
    found = [Layer(mark.span, mark.kind) for mark in article.marks]
    known = {one.id: one for one in statements}
    shared: dict[tuple[Span, LayerKind], list[str]] = {}
    for one in known.values():
        depth = depth_of(one, known)
        for number, piece in enumerate(one.content):
            found.append(Layer(piece, "content", (one.id,), depth, None if number else one.id))
        for kind, span in _frame(one):
            shared.setdefault((span, kind), []).append(one.id)
    found += [Layer(span, kind, tuple(ids)) for (span, kind), ids in shared.items()]
    found += [Layer(span, "asked", anchor=None if number else "at") for number, span in enumerate(asked)]
    if breaks:
        found += [Layer(Span(*one.span()), "br") for one in BREAK.finditer(article.text)]
    return sorted(found, key=_outermost_first)


def _outermost_first(layer: Layer) -> tuple[int, int, int, int]:
    return layer.span.start, -layer.span.end, RANK[layer.kind], layer.depth


def _frame(statement: Statement) -> Iterator[tuple[LayerKind, Span]]:
    if statement.source:
        yield "source", statement.source
    if statement.cue:
        yield "cue", statement.cue
    for span in statement.distance:
        yield "distance", span


def depth_of(statement: Statement, known: Mapping[str, Statement]) -> int:
    """In how many other statements it stands."""
    depth, outer = 0, statement.inside
    while outer is not None and outer in known and depth < DEEPEST:
        depth, outer = depth + 1, known[outer].inside
    return depth


def marked(text: str, layers: Iterable[Layer]) -> Markup:
    """The text with the layers over it."""
    return Markup("").join(_pieces(text, [layer for layer in layers if layer.span.start < len(text)]))


def _pieces(text: str, layers: list[Layer]) -> Iterator[Markup]:
    coming = sorted(layers, key=_outermost_first)
    borders = sorted({0, len(text), *(min(place, len(text)) for one in coming for place in _ends(one))})
    open_: list[Layer] = []
    met: set[int] = set()
    at = 0
    for start, end in pairwise(borders):
        going = [one for one in open_ if one.span.end > start]
        kept = _shared(open_, going)
        yield from _closing(open_[kept:])
        begun = []
        while at < len(coming) and coming[at].span.start <= start:
            begun.append(coming[at])
            at += 1
        for layer in going[kept:] + begun:
            yield _opening(layer, first=id(layer) not in met)
            met.add(id(layer))
        open_ = going + begun
        yield _words(text[start:end])
    yield from _closing(open_)


def _ends(layer: Layer) -> tuple[int, int]:
    return layer.span.start, layer.span.end


def _shared(before: list[Layer], after: list[Layer]) -> int:
    """How many elements can stay open."""
    count = 0
    while count < len(after) and before[count] is after[count]:
        count += 1
    return count


def _closing(layers: list[Layer]) -> Iterator[Markup]:
    for layer in reversed(layers):
        yield Markup("</mark>") if layer.kind in ("content", "asked") else Markup("</span>")


def _opening(layer: Layer, *, first: bool) -> Markup:
    ids = " ".join(layer.of)
    if layer.kind == "content":
        anchor = layer.anchor if first else None
        place = Markup(' id="{}" tabindex="0" data-n="{}"')
        begins = place.format(anchor, anchor[1:]) if anchor else Markup("")
        return Markup('<mark class="content d{}" data-s="{}"{}>').format(layer.depth, ids, begins)
    if layer.kind == "asked":
        begins = Markup(' id="at"') if first and layer.anchor else Markup("")
        return Markup('<mark class="asked"{}>').format(begins)
    told = Markup(' data-s="{}"').format(ids) if ids else Markup("")
    return Markup('<span class="{}"{}>').format(layer.kind, told)


def _words(text: str) -> Markup:
    """A carriage return is written as a reference, for a page's own are taken as line ends and joined."""
    return escape(shown(text)).replace("\r", Markup("&#13;"))

"""Markup to text without a tree, in one pass and without recursion: for fragments, and for pages nested so
deep that no parser should be trusted with them."""

from __future__ import annotations

import html
import re

from reportedly.ingest.words import words

TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]*)")
# Elements whose content is no text of the page.
UNSEEN = frozenset(
    words(
        "script style noscript template svg math head title iframe object nav footer button select",
        "textarea",
    )
)
# Elements that end a line, and those that end a paragraph.
LINES = frozenset(words("br li tr dt dd option hr"))
PARAGRAPHS = frozenset(
    words(
        "p div section article main header aside blockquote pre figure figcaption ul ol dl table h1",
        "h2 h3 h4 h5 h6 address body html center",
    )
)
# Elements that never hold others, or that the next of their kind closes without a closing tag.
SHALLOW = frozenset(
    words(
        "area base br col embed hr img input link meta param source track wbr p li dt dd tr td th",
        "thead tbody tfoot option optgroup colgroup rp rt frame script style",
    )
)
BLOCK = re.compile(r"<(?:p|br|div|li|tr|h[1-6]|blockquote)\b", re.IGNORECASE)
SPACES = re.compile(r"[^\S\n]+")
BREAKS = re.compile(r" ?\n ?")
MANY_BREAKS = re.compile(r"\n{3,}")


def looks_like_markup(text: str) -> bool:
    """Whether a field holds HTML and not prose with a "<" in it."""
    return (
        re.search(r"</?(?:p|br|div|span|a|b|i|em|strong|ul|li|h[1-6]|img|blockquote)\b[^<>]*>", text, re.I)
        is not None
    )


def flat_text(markup: str) -> str:
    """The visible words, paragraphs separated by a blank line, lines by a line break.

    Line breaks of the source count only where no tag makes any, in prose with a bold word here and there.
    """
    newline = " " if BLOCK.search(markup) else "\n"
    pieces: list[str] = []
    unclosed: set[str] = set()  # what no closing follows any more: keeps the scan linear
    at = 0
    while at < len(markup):
        tag = markup.find("<", at)
        if tag < 0:
            tag = len(markup)
        pieces.append(html.unescape(markup[at:tag]).replace("\r", " ").replace("\n", newline))
        at = _after_tag(markup, tag, pieces, unclosed)
    text = BREAKS.sub("\n", SPACES.sub(" ", "".join(pieces)))
    return MANY_BREAKS.sub("\n\n", text).strip()


def _after_tag(markup: str, at: int, pieces: list[str], unclosed: set[str]) -> int:
    """Where the text goes on after what begins with "<" here; line breaks that it means are added."""
    if markup.startswith("<!--", at):
        return _after(markup, "-->", at + 4)
    match = TAG.match(markup, at)
    if not match:
        if markup.startswith(("<!", "<?"), at):
            return _after(markup, ">", at)
        pieces.append(markup[at : at + 1])
        return at + 1
    end = markup.find(">", match.end()) + 1 if ">" not in unclosed else 0
    if not end:  # a "<" in prose, not a tag
        unclosed.add(">")
        pieces.append("<")
        return at + 1
    name = match[1].lower()
    if name in PARAGRAPHS:
        pieces.append("\n\n")
    elif name in LINES:
        pieces.append("\n")
    if name not in UNSEEN or markup[at + 1] == "/" or name in unclosed:
        return end
    close = re.compile(f"</{re.escape(name)}\\b", re.IGNORECASE).search(markup, end)
    if not close:
        unclosed.add(name)
        return end
    return _after(markup, ">", close.end())


def _after(markup: str, ending: str, at: int) -> int:
    found = markup.find(ending, at)
    return len(markup) if found < 0 else found + len(ending)


def nesting(markup: str) -> int:
    """How deep the elements are nested, found by one pass over the tags."""
    stack: list[str] = []
    open_now: dict[str, int] = {}
    deepest = 0
    for match in TAG.finditer(markup):
        name = match[1].lower()
        if name in SHALLOW:
            continue
        if markup[match.start() + 1] != "/":
            stack.append(name)
            open_now[name] = open_now.get(name, 0) + 1
            deepest = max(deepest, len(stack))
        elif open_now.get(name):
            while (last := stack.pop()) != name:
                open_now[last] -= 1
            open_now[name] -= 1
    return deepest

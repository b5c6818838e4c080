"""Which stretches of a text stand inside quotation marks: straight, curly, angled or wire-style marks."""

from __future__ import annotations

import re
from functools import lru_cache

from reportedly.records import Span

# A straight or wire-style mark tells its side only by what stands around it; curly ones tell by themselves,
# save U+2019, which is an apostrophe far more often than a closing mark.
_EVENT = re.compile(
    r"""(?P<open>[“„«]|``)
      | (?P<close>[”»]|''(?!'))
      | (?P<straight>")
      | (?P<single_open>(?<!\w)[‘‚`](?=\S))
      | (?P<single_close>[’](?!\w))
      | (?P<ascii_open>(?<![\w'])'(?=\w))
      | (?P<ascii_close>(?<=[\w.,!?…])'(?!\w))
      | (?P<break>\n[^\S\n]*\n\s* | (?<=[.!?"”’'»])[^\S\n]*\n\s*)""",
    re.VERBOSE,
)
_LONGEST_SINGLE = 400  # characters; a longer stretch in single marks is two apostrophes


# What also closes a quotation that one of these opens: „German“, »Danish«.
_ALSO_CLOSES = {"„": ("“", "``"), "»": ("«", "``")}


def _opens(text: str, at: int, end: int) -> bool:
    """Whether a closing mark stands where only an opening one can: ”Swedish”, ''wire'', »Danish«."""
    return (not at or text[at - 1].isspace()) and text[end : end + 1].isalnum()


@lru_cache(maxsize=2)  # the same text is asked for again with each of its contents
def quoted(text: str) -> tuple[Span, ...]:
    """The quoted stretches, marks included, sorted and apart; quotations within one are part of it.

    A quotation that is not closed ends with its paragraph, as those do that run over several.
    """
    spans: list[Span] = []
    opened: int | None = None  # a double mark
    single: int | None = None  # a single one, which may yet be an apostrophe
    for event in _EVENT.finditer(text):
        kind, at, end = event.lastgroup or "", event.start(), event.end()
        if opened is not None:
            if kind in ("close", "straight", "break") or event.group() in _ALSO_CLOSES.get(
                text[opened], ("``",)
            ):
                spans.append(Span(opened, max(at, opened + 1) if kind == "break" else end))
                opened = None
        elif kind in ("open", "straight") or (kind == "close" and _opens(text, at, end)):
            opened, single = at, None
        elif kind == "break":
            single = None
        elif kind != "close":
            single = _single(kind, single, event, spans)
    if opened is not None:
        spans.append(Span(opened, len(text)))
    return tuple(spans)


def _single(kind: str, single: int | None, event: re.Match[str], spans: list[Span]) -> int | None:
    """Where a quotation in single marks is open after this mark; one that it closes goes to `spans`."""
    if kind.endswith("open"):
        return event.start()
    if single is not None and event.end() - single <= _LONGEST_SINGLE:
        spans.append(Span(single, event.end()))
    return None

"""Two readings to be written: one with everything in it, one with nothing."""

from __future__ import annotations

from reportedly.records import (
    Document,
    Facts,
    Mark,
    Reading,
    Span,
    Speaker,
    Statement,
    article_of,
)

TEXT = """Get a summary
=Report
The port, the union’s Pavel Łoś told Radio Dirvan, is reportedly closed.
“So be it,” 😀"""


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


STATEMENTS = (
    Statement(
        id="s1",
        content=(at("The port"), at("is reportedly closed")),
        cue=at("told"),
        source=at("the union’s Pavel Łoś"),
        speaker=Speaker("Pavel Łoś", "person", True, "the union", "actor-7"),
        mode="indirect",
        confidence=0.9375,
        reader="reader-1",
        distance=(at("reportedly"),),
        via=("Radio Dirvan",),
    ),
    Statement(
        id="s2",
        content=(at("“So be it,”"),),
        cue=None,
        source=None,
        speaker=Speaker("unknown"),
        mode="direct",
        confidence=0.5,
        reader="reader-1",
        inside="s1",
    ),
)


def readings() -> list[Reading]:
    facts = Facts(
        title="=Report",
        outlet="The Varnia Post",
        published="2025-11",
        published_by="dateline",
        language="en",
    )
    full = article_of(
        Document("post/port.txt", TEXT.encode(), "text", TEXT),
        facts,
        [Mark(at("Get a summary"), "furniture", "banner lines")],
    )
    bare = article_of(Document("b\udcff.txt", b"\xff", "text", "\udcff\x00"), Facts(), [])
    return sorted(
        [Reading(full, "reader-1", STATEMENTS, None, 15), Reading(bare, "reader-1", (), "language fr", 1)],
        key=lambda reading: reading.article.id,
    )

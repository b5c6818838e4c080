"""Two readings to be written: one with everything in it, one with nothing."""

from __future__ import annotations

from reportedly.records import (
    Document,
    Facts,
    Mark,
    Name,
    Reading,
    Sentence,
    Span,
    Speaker,
    Statement,
    Time,
    Word,
    article_of,
)

TEXT = """Get a summary
=Report
The port, the union’s Pavel Łoś told Radio Dirvan, is reportedly closed.
“So be it,” 😀 didn’t Radio
Varnia say daily on 3 May?"""


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
        toward=("Harbour Board", "Dirvan"),
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


NAMES = (Name(at("Pavel Łoś"), "person", 0.75), Name(at("Radio\nVarnia"), "outlet", 0.5))
TIMES = (
    Time(at("daily"), "SET", "P1D", quant="EVERY", freq="1D"),
    Time(at("on 3 May"), "DATE", None, mod="APPROX"),
)


def _words(told: str) -> Sentence:
    """A sentence from lines of a word, its part of speech, its head and their relation."""
    words: list[Word] = []
    for line in told.strip().splitlines():
        word, upos, head, role = line.split()
        start = TEXT.index(word, words[-1].span.start if words else TEXT.index("The port"))
        words.append(Word(Span(start, start + len(word)), upos, int(head), role))
    return Sentence(tuple(words))


# The second one's "didn’t" is two words that share their letters, as "du" is in French.
SENTENCES = (
    _words("""
        The DET 1 det
        port NOUN 4 nsubj:pass
        , PUNCT 1 punct
        reportedly ADV 4 advmod
        closed ADJ -1 root
        """),
    _words("""
        didn’t AUX 3 aux
        didn’t PART 3 advmod
        Varnia PROPN 3 nsubj
        say VERB -1 root
        ? PUNCT 3 punct
        """),
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
        [
            Reading(full, "reader-1", STATEMENTS, names=NAMES, times=TIMES, sentences=SENTENCES, words=22),
            Reading(bare, "reader-1", (), "language fr", words=1),
        ],
        key=lambda reading: reading.article.id,
    )

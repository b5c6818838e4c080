"""The reader with the shipped model: what holds for any text, and a few plain sentences."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportedly.read import Session, read
from reportedly.read.reader import _common, readable
from reportedly.read.tokens import tokenise
from reportedly.read.windows import windows
from reportedly.records import Article, Document, Facts, Mark, Reading, Span, article_of

HERE = Path(__file__).parent
CASES = tomllib.loads((HERE / "cases_reader.toml").read_text("utf-8"))["case"]
WORDS = st.sampled_from(
    ["The minister", "said", "that", "Ankara", "“we", "will not”", ",", ".", "\n\n", "told", "he", '"', "\n"]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


@pytest.fixture(scope="module")
def session() -> Session:
    return Session()


def article(text: str, furniture: tuple[Span, ...] = ()) -> Article:
    document = Document("a.txt", text.encode("utf-8", "surrogatepass"), "text", text)
    return article_of(document, Facts(), [Mark(span, "furniture", "test") for span in furniture])


def spans_of(reading: Reading) -> list[Span]:
    return [
        span
        for s in reading.statements
        for span in (*s.content, *s.distance, *(one for one in (s.cue, s.source) if one))
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_any_text_gives_spans_inside_it(session: Session, text: str) -> None:
    reading = read(article(text), session)
    assert all(span.end <= len(text) for span in spans_of(reading))
    ids = [statement.id for statement in reading.statements]
    assert ids == [f"s{number}" for number in range(1, len(ids) + 1)]
    assert all(s.inside is None or s.inside in ids for s in reading.statements)
    assert all(0 <= s.confidence <= 1 for s in reading.statements)
    starts = [s.content[0].start for s in reading.statements]
    assert starts == sorted(starts)


def test_a_content_is_read_again_without_its_furniture() -> None:
    within = [Span(0, 10), Span(20, 30), Span(40, 50)]
    assert _common([Span(5, 25)], within) == [Span(5, 10), Span(20, 25)]
    assert _common([Span(10, 20), Span(45, 60)], within) == [Span(45, 50)]


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, at=st.integers(0, 200), length=st.integers(1, 100))
def test_furniture_is_passed_over(session: Session, text: str, at: int, length: int) -> None:
    at = min(at, max(0, len(text) - 1))
    if not text:
        return
    furniture = Span(at, min(len(text), at + length))
    reading = read(article(text, (furniture,)), session)
    for statement in reading.statements:
        for edge in (s.start for s in (*statement.content, statement.cue, statement.source) if s):
            assert not furniture.start <= edge < furniture.end


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, body=st.integers(4, 40), context=st.integers(0, 10))
def test_windows_cover_every_piece_once(session: Session, text: str, body: int, context: int) -> None:
    within = [Span(0, len(text))] if text else []
    tokens = tokenise(text, session.tokenizer, within)
    cut = windows(tokens, text, body, context)
    assert [window.body for window in cut] == [0, *(window.end for window in cut)][: len(cut)]
    assert (cut[-1].end if cut else 0) == len(tokens)
    assert all(w.body - w.context <= context and w.end - w.body <= body for w in cut)


def test_readable_is_the_text_without_furniture() -> None:
    one = article("abcdef", (Span(0, 1), Span(3, 4)))
    assert readable(one) == [Span(1, 3), Span(4, 6)]
    assert readable(article("", ())) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_plain_sentences(session: Session, case: dict) -> None:
    reading = read(article(case["text"]), session)
    found = [
        {
            "content": [span.of(case["text"]).strip('"“”.,') for span in s.content],
            "cue": s.cue and s.cue.of(case["text"]),
            "source": s.source and s.source.of(case["text"]),
            "mode": s.mode,
        }
        for s in reading.statements
    ]
    for wanted in case["statements"]:
        expected = {"cue": None, "source": None, **wanted}
        expected["content"] = [piece.strip('"“”.,') for piece in wanted["content"]]
        assert expected in found, json.dumps(found, ensure_ascii=False, indent=1)


def test_a_text_reads_alike_with_more_threads(session: Session) -> None:
    text = "\n\n".join(case["text"] for case in CASES) * 3
    assert read(article(text), session) == read(article(text), Session(threads=2))


def test_a_content_stays_in_the_one_it_stands_in_and_out_of_furniture(session: Session) -> None:
    """Also where the tree would draw it out further."""
    for case in CASES:
        text = case["text"]
        for cut in range(10, len(text) - 20, 15):
            furniture = Span(cut, cut + 12)
            reading = read(article(text, (furniture,)), session)
            held = {statement.id: statement for statement in reading.statements}
            for statement in reading.statements:
                ends = {piece.end for piece in statement.content}
                assert not any(furniture.start < end <= furniture.end for end in ends)
                if statement.inside:
                    outer = held[statement.inside].content
                    assert all(any(o.start < end <= o.end for o in outer) for end in ends)

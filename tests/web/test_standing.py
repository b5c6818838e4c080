"""Places in forms: spans are read as they were written, and words are found where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportedly.errors import SpanError
from reportedly.records import Span
from reportedly.web.standing import find, in_one_line, places, spans_of, words_at

TEXT = st.text(st.characters() | st.sampled_from("\u0301🕊\u200dأ \n\r\t\x00\ud800'\".*"), min_size=1)


@st.composite
def cut(draw: st.DrawFn) -> tuple[str, tuple[Span, ...]]:
    """A text with spans in it that lie apart."""
    text = draw(TEXT)
    ends = sorted(draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=12)))
    pairs = [(start, end) for start, end in zip(ends[::2], ends[1::2], strict=False) if start < end]
    return text, tuple(Span(*pair) for pair in pairs)


@given(cut())
def test_places_are_read_as_they_were_written(made: tuple[str, tuple[Span, ...]]) -> None:
    text, spans = made
    assert spans_of(places(spans), text) == spans


@given(cut())
def test_words_of_a_form_stand_where_the_form_says(made: tuple[str, tuple[Span, ...]]) -> None:
    """A form sent as it came changes nothing, but for pieces that are nothing but white space."""
    text, spans = made
    shown = [in_one_line(span.of(text)) for span in spans]
    if all(shown):
        assert words_at("\r\n".join(shown), places(spans), text) == spans


@given(cut())
def test_words_are_found_as_they_stand(made: tuple[str, tuple[Span, ...]]) -> None:
    text, spans = made
    for span in spans:
        words = in_one_line(span.of(text))
        if words:
            assert in_one_line(find(words, text, span.start).of(text)) == words


@given(TEXT, TEXT)
def test_any_words_are_found_or_refused(said: str, text: str) -> None:
    try:
        spans = spans_of(said, text)
    except SpanError:
        return
    assert all(span.end <= len(text) for span in spans)


def test_the_nearest_place_is_meant() -> None:
    text = "he said it, she said it, they said it"
    assert find("said it", text, 0) == Span(3, 10)
    assert find("said  it", text, 20) == Span(16, 23)
    assert find("said it", text, 99) == Span(30, 37)
    with pytest.raises(SpanError, match="the article has no words"):
        find("says it", text, 0)

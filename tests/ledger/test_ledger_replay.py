"""Replay: whatever the decisions and the text, nothing raises and every span lies in the text."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_made import ANY_TEXT, any_reading

from reportedly.ledger.cast import cast_of, changed
from reportedly.ledger.codec import action_json, action_of, decision_line, decision_of, pack, unpack
from reportedly.ledger.codec import decision_id as id_of
from reportedly.ledger.findings import spans_of
from reportedly.ledger.replay import replay
from reportedly.records import (
    Action,
    Add,
    Amend,
    AmendFacts,
    Anchor,
    Decision,
    Merge,
    NotSame,
    Quote,
    Reading,
    Reject,
    Rename,
    Span,
    Speaker,
    Split,
    Undo,
)

EACH = settings(max_examples=150, deadline=None)
SPANS = st.tuples(st.integers(0, 12), st.integers(1, 8)).map(lambda pair: Span(pair[0], sum(pair)))
MAYBE = st.none() | ANY_TEXT
QUOTES = st.builds(Quote, SPANS, ANY_TEXT.filter(bool), ANY_TEXT, ANY_TEXT)
ACTORS = st.sampled_from(["a", "b", "c", "d", "a~1"])


def _anchors(text_sha256: st.SearchStrategy[str]) -> st.SearchStrategy[Anchor]:
    pieces = st.lists(QUOTES, min_size=1, max_size=3).map(tuple)
    return st.builds(Anchor, st.just("x"), text_sha256, pieces, st.none() | QUOTES)


def _about_article(text_sha256: str) -> st.SearchStrategy[Action]:
    anchors = _anchors(st.sampled_from([text_sha256, "0" * 64]))
    via = st.lists(ANY_TEXT, max_size=2).map(tuple)
    cleared = st.lists(st.sampled_from(["cue", "source", "speaker", "via", "said_on"]), max_size=2).map(tuple)
    content = st.none() | st.lists(QUOTES, min_size=1, max_size=2).map(tuple)
    return st.one_of(
        st.builds(Reject, anchors),
        st.builds(Add, anchors, source=st.none() | QUOTES, speaker=MAYBE, actor=MAYBE, via=via),
        st.builds(
            Amend, anchors, content=content, cue=st.none() | QUOTES, speaker=MAYBE, via=via, cleared=cleared
        ),
        st.builds(AmendFacts, st.just("x"), st.sampled_from(["title", "published", "author"]), MAYBE),
    )


ABOUT_ACTORS: st.SearchStrategy[Action] = st.one_of(
    st.builds(Merge, ACTORS, ACTORS, MAYBE),
    st.builds(NotSame, ACTORS, ACTORS),
    st.builds(Rename, ACTORS, ANY_TEXT.filter(bool)),
    st.builds(Split, ACTORS, st.sampled_from([None, "x"]), st.sampled_from([None, "Vell"]), ACTORS),
)


def _decisions(draw: st.DrawFn, actions: st.SearchStrategy[Action]) -> list[Decision]:
    """Decisions one after the other, some of them undoing an earlier one."""
    made: list[Decision] = []
    for number, action in enumerate(draw(st.lists(actions, max_size=8))):
        if made and draw(st.integers(0, 4)) == 0:
            action = Undo(draw(st.sampled_from(made)).id)
        at = f"2031-03-01T00:00:{number:02}.000000+00:00"
        made.append(Decision(id_of(at, "ana", action_json(action)), at, "ana", action))
    return made


@st.composite
def _corrected(draw: st.DrawFn) -> tuple[Reading, list[Decision]]:
    reading, _ = draw(any_reading())
    text = draw(st.just(reading.article.text) | st.text("ab “”'\n", max_size=30))
    if text != reading.article.text:
        told = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        article = replace(reading.article, text=text, text_sha256=told, marks=())
        reading = Reading(article, "other")
    return reading, _decisions(draw, _about_article(reading.article.text_sha256))


@EACH
@given(made=_corrected())
def test_replay_never_raises_and_every_span_lies_in_the_text(made: tuple[Reading, list[Decision]]) -> None:
    reading, decisions = made
    replayed = replay(reading, decisions)
    length = len(reading.article.text)
    statements = replayed.reading.statements
    ids = [one.id for one in statements]
    assert len(set(ids)) == len(ids)
    for one in statements:
        assert one.content
        assert all(span.end <= length for span in spans_of(one))
        assert one.inside is None or one.inside in ids or not decisions
    assert set(replayed.outcomes) == {one.id for one in decisions}
    assert replay(reading, decisions[::-1]) == replayed
    if not decisions:
        assert replayed.reading == reading


@st.composite
def _about(draw: st.DrawFn) -> list[Decision]:
    return _decisions(draw, ABOUT_ACTORS)


@EACH
@given(decisions=_about(), name=st.sampled_from(["Vell", "Okel"]))
def test_every_actor_has_one_end_and_a_name(decisions: list[Decision], name: str) -> None:
    cast = cast_of(decisions)
    for actor in ("a", "b", "c", "d"):
        speaker = cast.speaker("x", Speaker(name, "person", True, None, actor))
        assert speaker.actor is not None and cast.root(speaker.actor) == speaker.actor
        assert speaker.name
        assert actor in cast.members(actor)
    assert cast.speaker("x", Speaker(name)) == Speaker(name)
    apart = [one.action for one in decisions if cast.outcomes[one.id].state == "holds"]
    for action in apart:
        if isinstance(action, NotSame) and action.one != action.other:
            assert cast.root(action.one) != cast.root(action.other)


@EACH
@given(decisions=_about())
def test_who_is_not_named_as_changed_is_treated_alike(decisions: list[Decision]) -> None:
    old, new = cast_of(decisions[:-1]), cast_of(decisions)
    touched = changed(old, new)
    for actor in ("a", "b", "c", "d", "a~1"):
        for article, name in (("x", "Vell"), ("y", "Vell"), ("x", "Okel")):
            speaker = Speaker(name, "person", True, None, actor)
            same = old.speaker(article, speaker) == new.speaker(article, speaker)
            assert same or actor in touched


@EACH
@given(made=_corrected())
def test_what_is_written_comes_back(made: tuple[Reading, list[Decision]]) -> None:
    reading, decisions = made
    facts, statements = reading.article.facts, reading.statements
    assert unpack(pack(facts, statements)) == (facts, statements)
    for one in decisions:
        assert action_of(action_json(one.action)) == one.action
        assert decision_of(decision_line(one)) == one

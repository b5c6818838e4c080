"""Trees, names, contents and antecedents from numbers made by hand, and against brute force."""

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reportedly.read.clauses import Clauses
from reportedly.read.contents import tidied
from reportedly.read.form import NAME_KINDS, NAME_TAGS
from reportedly.read.names import _alone, _parts, best_tags, names
from reportedly.read.reader import _completed, _Draft
from reportedly.read.references import stands_for_another
from reportedly.read.tokens import Tokens
from reportedly.read.trees import _parted, spanning_tree
from reportedly.records import Name, NameKind, Sentence, Span, Word

SQUARES = st.integers(2, 5).flatmap(
    lambda n: arrays(np.float64, (n, n), elements=st.integers(-9, 9).map(float))
)


def is_tree(heads: tuple[int, ...], root: int) -> bool:
    for word in range(len(heads)):
        met = set()
        while word != root:
            if word in met or heads[word] == word:
                return False
            met.add(word)
            word = heads[word]
    return True


@given(SQUARES, st.data())
def test_the_tree_is_the_best_one_below_its_root(scores: np.ndarray, data: st.DataObject) -> None:
    n = len(scores)
    root = data.draw(st.integers(0, n - 1))
    np.fill_diagonal(scores, -np.inf)
    found = spanning_tree(scores, root)
    assert found[root] == -1 and is_tree(tuple(found.tolist()), root)
    others = [at for at in range(n) if at != root]
    every = (dict(zip(others, heads, strict=True)) for heads in product(range(n), repeat=n - 1))
    best = max(
        sum(scores[at, head] for at, head in one.items())
        for one in every
        if is_tree(tuple(one.get(at, -1) for at in range(n)), root)
    )
    assert sum(scores[at, found[at]] for at in others) == best


def test_cannot_is_two_words_and_the_heads_move_along() -> None:
    text = "We cannot stay"
    words = [
        Word(Span(0, 2), "PRON", 2, "nsubj"),
        Word(Span(3, 9), "AUX", 2, "aux"),
        Word(Span(10, 14), "VERB", -1, "root"),
    ]
    parted = _parted(words, text)
    assert [(w.span.of(text), w.head, w.relation) for w in parted] == [
        ("We", 3, "nsubj"),
        ("can", 3, "aux"),
        ("not", 3, "advmod"),
        ("stay", -1, "root"),
    ]


def test_names_are_told_by_all_their_words() -> None:
    text = "Irena Vell of Sundrey"
    starts = np.array([0, 6, 11, 14])
    ends = np.array([5, 10, 13, 21])
    zeros = np.zeros((4, 4), np.int64)
    tokens = Tokens(np.arange(4), starts, ends, zeros, np.arange(4))
    scores = np.full((4, NAME_TAGS), -9.0, np.float32)
    person, place = (1 + 2 * NAME_KINDS.index(kind) for kind in ("person", "place"))
    scores[0, person], scores[1, person + 1], scores[2, 0], scores[3, place] = 9, 9, 9, 9
    found = names(text, tokens, scores, ())
    assert [(one.span.of(text), one.kind) for one in found] == [
        ("Irena Vell", "person"),
        ("Sundrey", "place"),
    ]
    assert all(one.confidence > 0.99 for one in found)


def test_a_name_ends_with_its_word() -> None:
    text = "In Ont. now"
    starts, ends = np.array([0, 3, 6, 8]), np.array([2, 6, 7, 11])
    tokens = Tokens(np.arange(4), starts, ends, np.zeros((4, 4), np.int64), np.arange(4))
    scores = np.full((4, NAME_TAGS), -9.0, np.float32)
    scores[[0, 2, 3], 0], scores[1, 1 + 2 * NAME_KINDS.index("place")] = 9, 9
    words = (Word(Span(0, 2), "X", 1, "a"), Word(Span(3, 7), "X", -1, "root"), Word(Span(8, 11), "X", 1, "a"))
    (found,) = names(text, tokens, scores, (Sentence(words),))
    assert found.span.of(text) == "Ont."


@pytest.mark.parametrize(
    ("found", "kind", "wanted"),
    [
        ("Larn, Dirvan", "place", ["Larn", "Dirvan"]),
        ("Vell, Dorn & Co.", "organisation", ["Vell, Dorn & Co."]),
        ("southern city of Larn", "place", ["Larn"]),
        ("Irena Vell of the", "person", ["Irena Vell"]),
        ("al-Harun", "person", ["al-Harun"]),
        ("de la Harun", "person", ["de la Harun"]),
        ("the lowlands", "place", ["the lowlands"]),  # no capital: nothing tells where it begins
        ("“Sundrey,", "place", ["Sundrey"]),
        ("Ilir Dorn\n\nIrena Vell", "person", ["Ilir Dorn", "Irena Vell"]),
        (", of", "place", []),
    ],
)
def test_a_name_is_without_what_is_no_part_of_it(found: str, kind: str, wanted: list[str]) -> None:
    text = f"in {found} now"
    spans = list(_parts(text, Span(3, 3 + len(found)), kind))
    assert [span.of(text) for span in spans] == wanted


@pytest.mark.parametrize(
    ("text", "found", "kind", "wanted"),
    [
        ("with Foreign Minister Irena Vell", "Foreign Minister Irena Vell", "person", "Irena Vell"),
        ("with Minister of Trade Irena Vell", "Minister of Trade Irena Vell", "person", "Irena Vell"),
        ("with R. J. Vell", "Vell", "person", "R. J. Vell"),
        ("with Gen. R. Vell", "Gen. R. Vell", "person", "R. Vell"),
        ("in the Dirvan U.S. Vell likes", "Vell", "person", "Vell"),
        ("with President", "President", "person", "President"),  # nobody is left without it
        ("with Minister Vell Square", "Minister Vell Square", "place", "Minister Vell Square"),
    ],
)
def test_a_name_stands_alone(text: str, found: str, kind: NameKind, wanted: str) -> None:
    start = text.index(found)
    state = text.find("U.S.")
    before = [Name(Span(state, state + 4), "place", 0.9)] if state >= 0 else []
    assert _alone(text, Span(start, start + len(found)), kind, before).of(text) == wanted


@pytest.mark.parametrize("words", ["The", "vell@post.example"])
def test_an_article_or_an_address_is_no_name(words: str) -> None:
    tokens = Tokens(
        np.arange(1), np.array([0]), np.array([len(words)]), np.zeros((1, 4), np.int64), np.arange(1)
    )
    scores = np.full((1, NAME_TAGS), -9.0, np.float32)
    scores[0, 1 + 2 * NAME_KINDS.index("organisation")] = 9
    assert names(words, tokens, scores, ()) == ()


@given(st.text(alphabet="aB ,.\n-“of the", min_size=1, max_size=30), st.sampled_from(["person", "law"]))
def test_parts_of_a_name_lie_in_it_in_order(words: str, kind: str) -> None:
    spans = list(_parts(words, Span(0, len(words)), kind))
    assert spans == sorted(spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(span.end <= len(words) for span in spans)


@given(
    arrays(
        np.float32, st.tuples(st.integers(1, 3), st.just(NAME_TAGS)), elements=st.integers(-5, 0).map(float)
    )
)
def test_only_what_has_begun_goes_on(logs: np.ndarray) -> None:
    def allowed(path: tuple[int, ...]) -> bool:
        steps = zip((0, *path), path, strict=False)
        return all(to == 0 or to % 2 or of in (to - 1, to) for of, to in steps)

    found = tuple(best_tags(logs))
    every = [path for path in product(range(NAME_TAGS), repeat=len(logs)) if allowed(path)]
    best = max(sum(logs[at, tag] for at, tag in enumerate(path)) for path in every)
    assert allowed(found) and sum(logs[at, tag] for at, tag in enumerate(found)) == best


@pytest.mark.parametrize(
    ("text", "pieces", "wanted"),
    [
        ("to wait, which is long", ["to wait", "which is long"], ["to wait, which is long"]),
        ("It was, he said, late", ["It was", "late"], ["It was", "late"]),
        ("“One.\n\n“Two.”", ["“One.", "“Two.”"], ["“One.", "“Two.”"]),
        ("the talks, of", ["the talks", "of"], ["the talks"]),
        ("said the", ["the"], []),
        ("“No,” she", ["“No,”"], ["“No,”"]),
    ],
)
def test_pieces_of_a_content_are_tidied(text: str, pieces: list[str], wanted: list[str]) -> None:
    spans = [Span(text.index(piece), text.index(piece) + len(piece)) for piece in pieces]
    assert [span.of(text) for span in tidied(text, spans)] == wanted


@pytest.mark.parametrize(
    ("source", "another"),
    [
        ("he", True),
        ("They", True),
        ("the minister", True),
        ("the group’s leader", True),
        ("the Dirvan minister", False),
        ("Irena Vell", False),
        ("an official", False),
        ("officials", False),
    ],
)
def test_pronouns_and_descriptions_stand_for_another(source: str, another: bool) -> None:
    assert stands_for_another(source) is another


def sentence(*words: tuple[str, int, str]) -> tuple[str, Sentence]:
    """A text of the words with a space between, and its tree: (word, head, relation) each."""
    text, made = "", []
    for form, head, relation in words:
        start = len(text) + bool(text)
        made.append(Word(Span(start, start + len(form)), "X", head, relation))
        text += " " * bool(text) + form
    return text, Sentence(tuple(made))


LAW = sentence(
    ("He", 1, "nsubj"),
    ("said", -1, "root"),
    ("that", 6, "mark"),
    ("the", 4, "det"),
    ("law", 6, "nsubj"),
    ("would", 6, "aux"),
    ("fail", 1, "ccomp"),
    ("soon", 6, "advmod"),
    (",", 1, "punct"),
    ("adding", 1, "advcl"),
    ("more", 9, "obj"),
)


@pytest.mark.parametrize(
    ("content", "taken", "wanted"),
    [
        ("that the law", [], "that the law would fail soon"),
        ("that", [], "that the law would fail soon"),
        ("that the law would fail", [], "that the law would fail"),  # "soon" may be the writer's
        ("that the law", ["fail"], "that the law"),
        ("that the law", ["soon"], "that the law would fail"),
        ("that the law", ["adding"], "that the law would fail soon"),
    ],
)
def test_a_content_that_breaks_off_is_brought_to_its_clauses_end(
    content: str, taken: list[str], wanted: str
) -> None:
    text, tree = LAW
    start = text.index(content)
    places = [text.index(word) for word in taken]
    (found,) = Clauses([tree]).completed([Span(start, start + len(content))], places)
    assert found.of(text) == wanted


def test_what_hangs_on_a_content_without_a_comma_is_part_of_it() -> None:
    text, tree = sentence(
        ("It", 1, "nsubj"),
        ("agreed", -1, "root"),
        ("to", 3, "mark"),
        ("meet", 1, "xcomp"),
        ("in", 5, "case"),
        ("spring", 3, "obl"),
        (",", 7, "punct"),
        ("reversing", 3, "advcl"),
        ("course", 7, "obj"),
    )
    start = text.index("to meet")
    (found,) = Clauses([tree]).completed([Span(start, start + len("to meet"))], [])
    assert found.of(text) == "to meet in spring"


URGED = sentence(
    ("She", 1, "nsubj"),
    ("urged", -1, "root"),
    ("the", 3, "det"),
    ("council", 1, "obj"),
    ("of", 5, "case"),
    ("elders", 3, "nmod"),
    ("to", 7, "mark"),
    ("meet", 1, "xcomp"),
)
HELPED = sentence(
    ("He", 1, "nsubj"),
    ("noted", -1, "root"),
    ("efforts", 1, "obj"),
    ("to", 4, "mark"),
    ("meet", 2, "acl"),
)


ACCUSED = sentence(
    ("They", 1, "nsubj"),
    ("accused", -1, "root"),
    ("the", 3, "det"),
    ("council", 1, "obj"),
    ("of", 5, "case"),
    ("elders", 3, "nmod"),
    ("of", 7, "mark"),
    ("closing", 1, "advcl"),
    ("it", 7, "obj"),
)
BLAMED = sentence(
    ("They", 1, "nsubj"),
    ("blamed", -1, "root"),
    ("fires", 1, "obj"),
    ("on", 4, "case"),
    ("drought", 1, "obl"),
)
SHOWN = sentence(
    ("They", 1, "nsubj"),
    ("announced", -1, "root"),
    ("talks", 1, "obj"),
    ("for", 4, "case"),
    ("May", 1, "obl"),
)
WANTED = sentence(
    ("They", 1, "nsubj"),
    ("wanted", -1, "root"),
    ("her", 1, "obj"),
    ("to", 4, "mark"),
    ("go", 1, "xcomp"),
)


SAID_WHEN = sentence(
    ("She", 1, "nsubj"),
    ("said", -1, "root"),
    ("the", 4, "det"),
    ("same", 4, "amod"),
    ("day", 1, "obl"),
    ("that", 7, "mark"),
    ("nobody", 7, "nsubj"),
    ("came", 1, "ccomp"),
)
TOLD = sentence(
    ("She", 1, "nsubj"),
    ("told", -1, "root"),
    ("them", 1, "obj"),
    ("to", 4, "mark"),
    ("go", 1, "ccomp"),
)
DEMANDED = sentence(
    ("She", 1, "nsubj"),
    ("demanded", -1, "root"),
    ("gates", 1, "obj"),
    ("to", 4, "mark"),
    ("open", 1, "ccomp"),
)


@pytest.mark.parametrize(
    ("made", "cue", "content", "wanted"),
    [
        (SAID_WHEN, "said", "the same day that nobody came", "that nobody came"),
        (TOLD, "told", "them to go", "to go"),
        (DEMANDED, "demanded", "gates to open", "gates to open"),  # what is demanded, nobody addressed
        (ACCUSED, "accused", "the council of elders of closing it", "of closing it"),
        (ACCUSED, "They", "the council of elders of closing it", "the council of elders of closing it"),
        (BLAMED, "blamed", "fires on drought", "fires on drought"),  # both are what is said
        (SHOWN, "announced", "talks for May", "talks for May"),
        (WANTED, "wanted", "her to go", "her to go"),  # addresses nobody
        (URGED, "urged", "the council of elders to meet", "to meet"),
        (URGED, "urged", "the council of elders", "the council of elders"),
        (URGED, "urged", "to meet", "to meet"),
        (URGED, "She", "the council of elders to meet", "the council of elders to meet"),
        (HELPED, "noted", "efforts to meet", "efforts to meet"),  # what was noted, nobody addressed
    ],
)
def test_a_content_begins_after_the_one_addressed(
    made: tuple[str, Sentence], cue: str, content: str, wanted: str
) -> None:
    text, tree = made
    start, at = text.index(content), text.index(cue)
    piece, spoken = Span(start, start + len(content)), Span(at, at + len(cue))
    (found,) = Clauses([tree]).unaddressed(text, (piece,), spoken)
    assert found.of(text) == wanted


def test_a_content_is_not_drawn_out_of_the_stretch_it_was_read_in() -> None:
    text, tree = LAW
    piece = Span(text.index("that"), text.index("law") + len("law"))
    draft = _Draft((piece,), None, None, 1.0, None, 0.0)
    (apart,) = _completed([draft], Clauses([tree]), [Span(0, piece.end)])
    assert apart.content == (piece,)
    (whole,) = _completed([draft], Clauses([tree]), [Span(0, len(text))])
    assert whole.content[0].of(text) == "that the law would fail soon"


def tagged(*words: tuple[str, int, str, str]) -> tuple[str, Sentence]:
    text, made = sentence(*(word[:3] for word in words))
    return text, Sentence(tuple(replace(w, upos=word[3]) for w, word in zip(made.words, words, strict=True)))


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("the harbour", "the harbour"),
        ("the", "the harbour office"),  # brought to its noun
        ("kindly", "the harbour office"),  # beside the subject
        ("British", "British"),  # of "British offer"
        ("reported", None),  # no subject
    ],
)
def test_a_source_is_a_noun_phrase(source: str, wanted: str | None) -> None:
    text, tree = tagged(
        ("the", 2, "det", "DET"),
        ("harbour", 2, "compound", "NOUN"),
        ("office", 4, "nsubj", "NOUN"),
        ("kindly", 4, "advmod", "ADV"),
        ("refused", -1, "root", "VERB"),
        ("British", 6, "amod", "ADJ"),
        ("plans", 4, "obj", "NOUN"),
        ("reported", 6, "acl", "VERB"),
    )
    cue = "reported" if wanted is None else "refused"
    start, at = text.index(source), text.index(cue)
    span = Span(start, start + len(source))
    found = Clauses([tree]).sourced(text, span, Span(at, at + len(cue)))
    assert (found.of(text) if found else None) == wanted


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("a report in", "a report in a Lyran daily"),  # its preposition has its noun
        ("a report in a", "a report in a Lyran daily"),
        ("Vell", "Vell-Orr"),  # the whole of a hyphened name
        ("Lyran social", "Lyran social media Kran"),
        ("Minister", "Minister Irena Dorn"),
        ("Lyran", "Lyran"),
    ],
)
def test_a_source_does_not_end_before_its_last_noun(source: str, wanted: str) -> None:
    text, tree = tagged(
        ("a", 1, "det", "DET"),
        ("report", 6, "nsubj", "NOUN"),
        ("in", 5, "case", "ADP"),
        ("a", 5, "det", "DET"),
        ("Lyran", 5, "amod", "ADJ"),
        ("daily", 1, "nmod", "NOUN"),
        ("told", -1, "root", "VERB"),
        ("Vell-Orr", 6, "obj", "PROPN"),
        ("Lyran", 10, "amod", "ADJ"),
        ("social", 10, "amod", "ADJ"),
        ("media", 6, "obj", "NOUN"),
        ("Kran", 10, "appos", "PROPN"),
        ("and", 13, "cc", "CCONJ"),
        ("Minister", 10, "conj", "PROPN"),
        ("Irena", 13, "flat", "PROPN"),
        ("Dorn", 13, "flat", "PROPN"),
    )
    start, at = text.rindex(source), text.index("told")
    span = Span(start, start + len(source))
    found = Clauses([tree]).sourced(text, span, Span(at, at + len("told")))
    assert found is not None and found.of(text) == wanted


@pytest.mark.parametrize(("cue", "kept"), [("says", 1), ("ending", 2)])
def test_a_piece_is_not_what_an_outside_verb_governs(cue: str, kept: int) -> None:
    text, tree = tagged(
        ("Dirvan", 1, "nsubj", "PROPN"),
        ("says", -1, "root", "VERB"),
        ("harm", 1, "obj", "NOUN"),
        (",", 4, "punct", "PUNCT"),
        ("ending", 1, "advcl", "VERB"),
        ("the", 6, "det", "DET"),
        ("talks", 4, "obj", "NOUN"),
    )
    pieces = tuple(Span(text.index(words), text.index(words) + len(words)) for words in ("harm", "the talks"))
    span = Span(text.index(cue), text.index(cue) + len(cue))
    assert len(Clauses([tree]).own(pieces, span, None)) == kept


DENIED = tagged(
    ("the", 2, "det", "DET"),
    ("harbour", 2, "compound", "NOUN"),
    ("office", 3, "nsubj", "NOUN"),
    ("denied", -1, "root", "VERB"),
    ("leaks", 3, "obj", "NOUN"),
    ("demanding", 3, "advcl", "VERB"),
    ("talks", 5, "obj", "NOUN"),
    ("while", 9, "mark", "SCONJ"),
    ("it", 9, "nsubj", "PRON"),
    ("rained", 3, "advcl", "VERB"),
)
WAS_DENIED = tagged(("entry", 2, "nsubj", "NOUN"), ("was", 2, "aux", "AUX"), ("denied", -1, "root", "VERB"))
WAS_QUOTED = tagged(("Vell", 2, "nsubj", "PROPN"), ("was", 2, "aux", "AUX"), ("quoted", -1, "root", "VERB"))


@pytest.mark.parametrize(
    ("made", "cue", "wanted"),
    [
        (DENIED, "denied", "the harbour office"),
        (DENIED, "demanding", "the harbour office"),  # by the verb it hangs on
        (DENIED, "leaks", None),  # no verb
        (DENIED, "the harbour office denied", None),  # in the cue itself
        (DENIED, "rained", None),  # "it"
        (WAS_DENIED, "was denied", None),  # by whom is not told
        (WAS_QUOTED, "was quoted", "Vell"),
    ],
)
def test_who_does_what_a_cue_says(made: tuple[str, Sentence], cue: str, wanted: str | None) -> None:
    text, tree = made
    at = text.index(cue)
    found = Clauses([tree]).subject(text, Span(at, at + len(cue)))
    assert (found.of(text) if found else None) == wanted

"""The numbers' way into stretches: against brute force, and against hand-made numbers."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reportedly.read.decode import BEGINS, INSIDE, OUT, Output, best_path, decode
from reportedly.read.links import (
    BETWEEN,
    BUCKETS,
    ROLES,
    WIDTH,
    LinkTables,
    between,
    buckets,
    gaps,
    link_probabilities,
)

SCORES = arrays(np.float32, st.tuples(st.integers(0, 6), st.just(3)), elements=st.integers(-8, 0).map(float))
TABLES = LinkTables(
    np.zeros((4, BUCKETS), np.float32), np.zeros((4, BETWEEN), np.float32), np.zeros(4, np.float32)
)


def allowed(path: tuple[int, ...]) -> bool:
    return all(tag != INSIDE or (at and path[at - 1] != OUT) for at, tag in enumerate(path))


@given(SCORES)
def test_best_path_is_the_best_allowed_one(scores: np.ndarray) -> None:
    path = best_path(scores)
    assert allowed(tuple(path))
    every = [p for p in product((OUT, BEGINS, INSIDE), repeat=len(scores)) if allowed(p)]
    best = max(sum(scores[at, tag] for at, tag in enumerate(p)) for p in every)
    assert sum(scores[at, tag] for at, tag in enumerate(path)) == best


def output(tags: str, links: dict[tuple[int, str], int]) -> Output:
    """Numbers for "ssk.ccc": s source, k cue, c content, . out, capital where one begins anew.

    `links` gives the one axis on which a word's vector of a role stands.
    """
    scores = np.full((len(tags), 3, 3), -20, np.float32)
    scores[:, :, OUT] = 0
    for at, tag in enumerate(tags):
        if tag != ".":
            layer = "skc".index(tag.lower())
            begins = tag.isupper() or at == 0 or tags[at - 1].lower() != tag
            scores[at, layer] = (-20, 0, -20) if begins else (-20, -20, 0)
    vectors = np.zeros((len(tags), len(ROLES) * WIDTH), np.float16)
    for (at, role), axis in links.items():
        vectors[at, ROLES.index(role) * WIDTH + axis] = 8
    return Output(scores, vectors, np.zeros(len(tags), np.float32))


def test_a_content_takes_the_cue_and_source_it_asks_for() -> None:
    asked = {(3, "content>cue"): 1, (4, "content>cue"): 1, (2, "cue"): 1, (6, "cue"): 2}
    asked |= {(3, "content>source"): 1, (4, "content>source"): 1, (5, "source"): 1, (0, "source"): 2}
    (found,) = decode(output("ss" + "k" + "cc" + "s" + "k", asked), TABLES)
    assert (found.content, found.cue, found.source) == (((3, 5),), (2, 3), (5, 6))


def test_a_content_that_asks_for_nothing_near_has_none() -> None:
    strict = LinkTables(TABLES.distance, TABLES.between, np.full(4, 5, np.float32))
    (found,) = decode(output("skcc", {}), strict)
    assert (found.cue, found.source) == (None, None)


def test_pieces_that_continue_each_other_are_one_statement() -> None:
    asked = {(0, "before"): 1, (1, "before"): 1, (4, "content>before"): 1, (5, "content>before"): 1}
    strict = LinkTables(TABLES.distance, TABLES.between, np.full(4, 5, np.float32))
    (found,) = decode(output("ccskcc", asked), strict)
    assert found.content == ((0, 2), (4, 6))
    assert len(decode(output("ccskcc", {}), strict)) == 2


def test_nothing_is_found_in_nothing() -> None:
    assert decode(output("", {}), TABLES) == []
    assert decode(output("skss.k", {}), TABLES) == []


def test_gaps_count_the_words_between() -> None:
    asking, answering = np.array([[4, 6]]), np.array([[0, 2], [2, 4], [6, 7], [9, 12]])
    assert gaps(asking, answering).tolist() == [[-3, -1, 0, 3]]
    assert (buckets(gaps(asking, answering)) < BUCKETS).all()
    assert between(asking, answering, np.array([[4, 6], [7, 8], [9, 10]])).tolist() == [[0, 0, 0, 1]]


def test_no_link_reaches_further_than_the_training_data() -> None:
    far = link_probabilities(
        np.full((1, 2), 9, np.float32), np.array([[500, 3]]), TABLES, 0, np.zeros((1, 2), np.int64)
    )
    assert far[0, 0] == 0 and far[0, 1] > 0.99

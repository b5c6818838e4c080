"""What the network gives for each word piece, column by column; training and running share it.

`tags` are scores of classes, `links` vectors of roles (links.py), `syntax` vectors for the dependency tree.
"""

from __future__ import annotations

from itertools import accumulate, pairwise

FORM = "3"  # of the model file: its inputs, outputs and metadata

LAYERS = ("source", "cue", "content")  # of a statement, each out, begins, inside
STARTS = ("goes on", "word", "sentence")  # what begins with a piece

# Universal Dependencies 2 (universaldependencies.org/u): parts of speech and relations without subtypes.
UPOS = tuple(
    "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split()  # noqa: SIM905
)
RELATIONS = tuple(
    (  # noqa: SIM905
        "acl advcl advmod amod appos aux case cc ccomp clf compound conj cop csubj dep det discourse "
        "dislocated expl fixed flat goeswith iobj list mark nmod nsubj nummod obj obl orphan parataxis "
        "punct reparandum root vocative xcomp"
    ).split()
)

# Kinds of names that the network tells apart; outlets are told by the register.
NAME_KINDS = ("person", "place", "organisation", "group", "facility", "event", "weapon", "law")
NAME_TAGS = 1 + 2 * len(NAME_KINDS)  # out, then begins and inside of each kind

# "inner" is the score of being a cue within a content: what has none need not be read again.
SIZES = {"statement": 3 * len(LAYERS), "start": len(STARTS), "upos": len(UPOS), "name": NAME_TAGS, "inner": 1}
COLUMNS = {
    name: slice(*edge)
    for name, edge in zip(SIZES, pairwise(accumulate(SIZES.values(), initial=0)), strict=True)
}
TAGS = sum(SIZES.values())

ARC, LABEL = 128, 64  # numbers of an arc's and of a relation's vector, one as dependent and one as head
SYNTAX = 2 * (ARC + LABEL)
PARTS = dict(  # columns of `syntax`
    zip(
        ("dependent", "head", "relation of dependent", "relation of head"),
        (slice(*edge) for edge in pairwise(accumulate((ARC, ARC, LABEL, LABEL), initial=0))),
        strict=True,
    )
)

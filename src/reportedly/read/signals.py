"""What is taken for a statement's signal, and is none by CODEBOOK.md."""

from __future__ import annotations

import re

from reportedly.read.distance import distance_words
from reportedly.records import Span

_OWN = frozenset(("i", "we"))
# What one said on another occasion, within one's own words: "we have always said", "I told him".
_THEN = re.compile(
    r"\b(?:have|has|had|told|said|asked|warned|urged|called|informed|agreed|promised|demanded|proposed|suggested"
    r"|offered|requested|wrote|stated|announced|thought)\b|[’']ve\b",
    re.IGNORECASE,
)
# What somebody does or looks like, where nothing is said: "signed the treaty", "appears to be ill".
_DEED = re.compile(
    r"(?:(?:\w+ly|also|has|have|had|is|are|was|were|been|being|will|to)\s+)*"
    r"(?:sign(?:s|ed|ing)?|appear(?:s|ed|ing)?|seem(?:s|ed|ing)?|vot(?:e|es|ed|ing)\s+(?:for|against)|met|meets?|meeting"
    r"|appoint(?:s|ed)?|elect(?:s|ed)?|nominat(?:es?|ed))\b",
    re.IGNORECASE,
)
_ADVERB = re.compile(r"\w+ly", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"(?:is|are|was|were|be|been|has|have|had|will|would|can|could|may|might|must|should)", re.IGNORECASE
)


def signals(text: str, cue: Span | None, source: Span | None, *, nested: bool) -> bool:
    """Whether a cue and a source, as found, signal a statement.

    "I think", "we demand" within one's own words signal none beside the one they stand in, nor does a bare
    "is", or a deed ("signed the treaty"), or an adverb that is none of hearsay.
    """
    if cue is None:
        return True
    said = cue.of(text)
    if _DEED.match(said):
        return False
    if source is not None:
        own = nested and source.of(text).lower() in _OWN
        return not own or _THEN.search(said) is not None
    if _ADVERB.fullmatch(said):
        return bool(distance_words(text, (), cue, None, ()))
    return _AUXILIARY.fullmatch(said) is None

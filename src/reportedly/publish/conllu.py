"""CoNLL-U: the sentences with parts of speech and dependency trees, for tools of linguistics.

What the reader does not tell (lemma, features, enhanced dependencies) is "_"; TokenRange is each word's place
in the article's text. `# text` is what the words make, without the furniture between them. Words that share
letters stand as tokens of their own. Without text, there is no `# text` and each word is "_".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import BinaryIO

from reportedly.publish.quotes import encodable, in_one_line
from reportedly.records import Reading, Sentence, Word

NOT_TOLD = "_"


def write_conllu(readings: Iterable[Reading], out: BinaryIO, *, without_text: bool = False) -> int:
    """Write the sentences of each reading that has any; returns the number of readings."""
    number = 0
    for reading in readings:
        for lines in _documents(reading, without_text):
            out.write(encodable("\n".join(lines) + "\n\n").encode("utf-8"))
        number += 1
    return number


def _documents(reading: Reading, without_text: bool) -> Iterator[list[str]]:
    """The lines of each sentence, the first with what opens a document."""
    article = reading.article
    text = None if without_text else article.text
    glued = _glued(reading.sentences)
    for number, sentence in enumerate(reading.sentences, 1):
        opening = [f"# newdoc id = {article.id}"] if number == 1 else []
        lines = _sentence(sentence, list(islice(glued, len(sentence.words))), text)
        yield [*opening, f"# sent_id = {article.id}-{number}", *lines]


def _glued(sentences: Iterable[Sentence]) -> Iterator[bool]:
    """For each word, whether the next one follows without white space or shares its letters."""
    spans = [word.span for sentence in sentences for word in sentence.words]
    yield from (after.start <= span.end for span, after in pairwise(spans))
    yield False


def _sentence(sentence: Sentence, glued: Sequence[bool], text: str | None) -> Iterator[str]:
    if text is None:
        forms = [NOT_TOLD] * len(glued)
    else:
        forms = [in_one_line(word.span.of(text)) or NOT_TOLD for word in sentence.words]
        spaces = ("" if close else " " for close in glued)
        yield f"# text = {''.join(chain.from_iterable(zip(forms, spaces, strict=True))).rstrip()}"
    for number, (word, form, close) in enumerate(zip(sentence.words, forms, glued, strict=True), 1):
        yield _token(number, word, form, close)


def _token(number: int, word: Word, form: str, glued: bool) -> str:
    place = f"TokenRange={word.span.start}:{word.span.end}"
    misc = f"SpaceAfter=No|{place}" if glued else place
    told = (word.upos, NOT_TOLD, NOT_TOLD, str(word.head + 1), word.relation)
    return "\t".join((str(number), form, NOT_TOLD, *told, NOT_TOLD, misc))

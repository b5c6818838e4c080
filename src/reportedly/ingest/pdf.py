"""PDF files that have a text layer, by pdfium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reportedly.errors import InputError
from reportedly.ingest.dates import iso_date
from reportedly.ingest.html import tidy
from reportedly.ingest.limits import Limits
from reportedly.ingest.part import Part
from reportedly.ingest.text import checked, storable
from reportedly.records import Document, Facts

MOST_BYTES = 5  # times Limits.page_bytes: a report of many pictures is far larger than its text
HYPHEN = "\ufffe"  # what pdfium gives for a hyphen at a line's end
BY_PDF = "pdf metadata"
# What programs write when nobody gave a title or a name.
NO_TITLE = re.compile(
    r"untitled|microsoft word|document\d*\b|.*\.(?:docx?|pdf|indd|pptx?|qxd|rtf|html?)\b|\S*|https?:.*",
    re.IGNORECASE,
)
NO_AUTHOR = re.compile(
    r"admin\w*|administrator|user\d*|owner|unknown|anonymous|author|microsoft.*|adobe.*|.*\\.*|.*@.*|\W*",
    re.IGNORECASE,
)


def read_pdf(part: Part, limits: Limits) -> Iterator[Document]:
    """The article in a PDF. Raises InputError where it is encrypted or made of pictures."""
    import pypdfium2  # brings its own library, and not every run has PDF files

    most = MOST_BYTES * limits.page_bytes
    raw = part.stream.read(most + 1)
    if len(raw) > most:
        raise InputError(f"a PDF of more than {most:,} bytes (limit article_chars)")
    try:
        pdf = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise InputError("an encrypted PDF" if locked else f"a broken PDF: {error}") from error
    try:
        text = _text(pdf, limits)
        if not text.strip():
            raise InputError("a PDF without a text layer (scanned pages?); text recognition is not built in")
        yield Document(part.path, raw, "pdf", checked(text, limits), _facts(pdf.get_metadata_dict()))
    finally:
        pdf.close()


def _text(pdf: Any, limits: Limits) -> str:
    """The text of all pages, a blank line between two; line ends and hyphens as the page has them."""
    pages: list[str] = []
    length = 0
    for number in range(len(pdf)):
        words = _page_text(pdf, number)
        length += len(words)
        if length > limits.article_chars:
            raise InputError(f"a text of more than {limits.article_chars:,} characters (limit article_chars)")
        pages.append(words)
    return "\n\n".join(filter(None, pages))


def _page_text(pdf: Any, number: int) -> str:
    page = pdf[number]
    words = page.get_textpage()
    try:
        found = str(words.get_text_bounded())
    finally:
        words.close()
        page.close()
    return storable(found).replace("\r\n", "\n").replace(HYPHEN, "-").strip("\n")


def _facts(stated: dict[str, str]) -> Facts:
    """What the PDF says of itself, where that looks like more than its program's default."""
    title, author = tidy(stated.get("Title")), tidy(stated.get("Author"))
    if (title and NO_TITLE.fullmatch(title)) or len(title or "") < 8:
        title = None
    if author and NO_AUTHOR.fullmatch(author):
        author = None
    published = iso_date((stated.get("CreationDate") or "").removeprefix("D:")[:8])
    return Facts(
        title=title,
        title_by=BY_PDF if title else None,
        author=author,
        published=published,
        published_by=BY_PDF if published else None,
    )

"""What kind of file the bytes are: by their content first, by the name's extension only second."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal

from reportedly.errors import InputError
from reportedly.ingest.text import MARKS, is_binary

Kind = Literal["gzip", "zip", "tar", "pdf", "warc", "feed", "html", "json", "text"]

NOT_READ = "not a kind of file that is read: "
OFFICE = "Word or another office document"
# First bytes of what people keep beside articles, to say what it is.
FOREIGN = (
    (b"\x89PNG", "PNG picture"),
    (b"\xff\xd8\xff", "JPEG picture"),
    (b"GIF8", "GIF picture"),
    (b"RIFF", "WebP picture, sound or film"),
    (b"\x00\x00\x01\x00", "icon"),
    (b"BM", "bitmap picture"),
    (b"wOF", "web font"),
    (b"\xd0\xcf\x11\xe0", "Word or another office document, or an Outlook message"),
    (b"{\\rtf", "RTF document"),
    (b"7z\xbc\xaf", "7-Zip archive"),
    (b"Rar!", "RAR archive"),
    (b"BZh", "bzip2 archive"),
    (b"\xfd7zXZ", "xz archive"),
    (b"\x28\xb5\x2f\xfd", "zstd archive"),
    (b"SQLite format 3", "SQLite database"),
    (b"PAR1", "Parquet table"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"bplist", "property list or web archive of Safari"),
    (b"ID3", "sound"),
    (b"OggS", "sound or film"),
    (b"%!PS", "PostScript document"),
)
# Text that is no article, whatever it says; only the name tells it.
NO_ARTICLES = {
    ".css": "style sheet",
    ".js": "script",
    ".mjs": "script",
    ".map": "script",
    ".py": "program text",
    ".sh": "program text",
    ".csv": "table",
    ".tsv": "table",
    ".ris": "reference list",
    ".bib": "reference list",
}
MAIL_ENDINGS = {".eml", ".mbox", ".mht", ".mhtml", ".msg"}
MAIL = re.compile(r"\A(?:[A-Za-z][A-Za-z-]*:[^\n]*\n|[ \t][^\n]*\n)*?MIME-Version:", re.IGNORECASE)
JSON_ENDINGS = {".json", ".jsonl", ".ndjson", ".jl"}
PAGE_ENDINGS = {".html", ".htm", ".xhtml", ".shtml"}
PAGE_TAGS = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|link|base|script|noscript|style|div|p|article|section|main|"
    r"header|nav|table|h[1-6]|span|a|br|ul|ol|center|font|form|img|b|i|em|strong|blockquote|iframe)\b",
    re.IGNORECASE,
)
PAGE_BELOW = re.compile(r"^[ \t]*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.MULTILINE)
ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
ROOT = re.compile(r"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")


def kind_of(head: bytes, name: str) -> Kind:
    """The kind of a file that begins so. Raises InputError where it is none that is read."""
    if not head:
        raise InputError("empty file")
    packed = _by_magic(head)
    if packed:
        return packed
    for magic, what in FOREIGN:
        if head.startswith(magic):
            raise InputError(f"{NOT_READ}{what}")
    return _by_words(opening(head), PurePath(name).suffix.lower())


def opening(head: bytes) -> str:
    """The first characters without byte order mark and white space, good enough to see a form by."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return head[len(mark) :].decode(encoding, "replace").lstrip()
    if b"\0" in head and not is_binary(head.replace(b"\0", b"")):
        head = head.replace(b"\0", b"")  # UTF-16 without a mark: the Latin letters of the form remain
    return head.decode("utf-8", "replace").lstrip()


def _by_magic(head: bytes) -> Kind | None:
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if b"[Content_Types].xml" in head or b"mimetypeapplication/" in head:
            raise InputError(f"{NOT_READ}{OFFICE}")
        return "zip"
    if head[257:262] == b"ustar":
        return "tar"
    if b"%PDF-" in head[:1024]:  # a reader must allow for that much in front of it
        return "pdf"
    return "warc" if head.startswith(b"WARC/") else None


def _by_words(begins: str, ending: str) -> Kind:
    if begins.startswith("<"):
        kind = _by_root(begins)
        if kind:
            return kind
    if _is_json(begins, ending):
        return "json"
    if ending in JSON_ENDINGS:
        raise InputError(f"named {ending} but not JSON; it begins {begins[:30]!r}")
    if MAIL.match(begins) or ending in MAIL_ENDINGS:
        raise InputError(f"{NOT_READ}mail, or a page saved as mail (MHTML)")
    if PAGE_BELOW.search(begins[:4096]) or (ending in PAGE_ENDINGS and "</" in begins):
        return "html"
    if ending in NO_ARTICLES:
        raise InputError(f"{NOT_READ}{NO_ARTICLES[ending]} ({ending})")
    return "text"


def _is_json(begins: str, ending: str) -> bool:
    """Whether it begins as an object or a list of objects; "[Updated] ..." begins an article."""
    rest = begins[1:].lstrip()[:1]
    if begins.startswith("{"):
        return rest in ('"', "}")
    return begins.startswith("[") and (rest == "{" or (ending in JSON_ENDINGS and rest in ("]", '"', "[")))


def _by_root(begins: str) -> Kind | None:
    """The kind of what begins as markup. Raises InputError for XML that is neither feed nor page."""
    start = _after_prolog(begins)
    prolog = begins[:start]
    root = ROOT.match(begins, start)
    name = root[2].lower() if root else ""
    page = name == "html" or (not prolog.startswith("<?xml") and PAGE_TAGS.match(begins, start))
    if page or re.search(r"<!doctype\s+html", prolog, re.IGNORECASE):
        return "html"
    if ENTITY.search(prolog):
        raise InputError("XML that declares entities of its own; none is resolved, nor is anything fetched")
    if name in ("rss", "feed", "rdf"):
        return "feed"
    if prolog.startswith("<?xml"):
        raise InputError(f"{NOT_READ}XML that is neither a feed nor a page (its root is <{name or '?'}>)")
    return None


def _after_prolog(begins: str) -> int:
    """Where the first element starts, after XML declaration, comments and document type."""
    at = 0
    while True:
        while begins[at : at + 1].isspace():
            at += 1
        if begins.startswith("<!--", at):
            end = begins.find("-->", at)
            step = 3
        elif begins.startswith(("<?", "<!"), at):
            end, step = _end_of_declaration(begins, at), 1
        else:
            return at
        if end < 0:
            return len(begins)
        at = end + step


def _end_of_declaration(begins: str, at: int) -> int:
    """The ">" that closes a declaration; a document type may hold others in its brackets."""
    close = begins.find(">", at)
    bracket = begins.find("[", at, close) if close >= 0 else begins.find("[", at)
    if bracket < 0 or begins.startswith("<?", at):
        return close
    end = begins.find("]", bracket)
    return begins.find(">", end) if end >= 0 else -1

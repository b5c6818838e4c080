"""The tables as this version of the program knows them; migrations/ makes them."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

REVISION = "0004"  # the newest script in migrations/versions

# PostgreSQL takes neither NUL nor lone surrogates in text, SQLite no surrogates; articles and file names have
# both. They are written as this noncharacter and four hex digits, and so is the noncharacter itself.
_ESCAPE = "\ufdd0"
_UNFIT = re.compile("[\x00\ud800-\udfff\ufdd0]")
_WRITTEN = re.compile(f"{_ESCAPE}([0-9a-f]{{4}})")


def escape(text: str) -> str:
    """The text as both databases can hold it; nothing is lost, and ordinary text stays as it is."""
    return _UNFIT.sub(lambda match: f"{_ESCAPE}{ord(match[0]):04x}", text)


def unescape(text: str) -> str:
    return _WRITTEN.sub(lambda match: chr(int(match[1], 16)), text) if _ESCAPE in text else text


class AnyText(TypeDecorator[str]):
    """Any Python string at all, compared by code point in both databases."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text(collation="C" if dialect.name == "postgresql" else None))

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else escape(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else unescape(value)


Number = BigInteger().with_variant(Integer, "sqlite")  # only "INTEGER" is a row number in SQLite
ROOM = 1_000_000  # row numbers kept for the statements of one article, so that they lie together

metadata = MetaData()

meta = Table("meta", metadata, Column("key", AnyText, primary_key=True), Column("value", AnyText))

raw = Table(
    "raw",
    metadata,
    Column("sha256", AnyText, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("packed", LargeBinary, nullable=False),  # zlib
)

# Texts stay when a later version takes another text from the same bytes: decisions are anchored in them.
text = Table(
    "text",
    metadata,
    Column("sha256", AnyText, primary_key=True),
    Column("body", AnyText, nullable=False),
)

article = Table(
    "article",
    metadata,
    Column("row", Number, primary_key=True),
    Column("id", AnyText, nullable=False, unique=True),
    Column("path", AnyText, nullable=False),
    Column("fragment", AnyText, nullable=False),
    Column("media", AnyText, nullable=False),
    Column("raw_sha256", ForeignKey("raw.sha256"), nullable=False),
    Column("text_sha256", ForeignKey("text.sha256"), nullable=False),
    Column("title", AnyText),
    Column("title_by", AnyText),
    Column("outlet", AnyText),
    Column("outlet_by", AnyText),
    Column("author", AnyText),
    Column("published", AnyText),
    Column("published_by", AnyText),
    Column("url", AnyText),
    Column("language", AnyText),
    Column("outlet_key", AnyText, nullable=False),
    # The days that `published` may mean: "2025-11" is 2025-11-01 to 2025-11-31; see dates.py.
    Column("first_day", AnyText, nullable=False),
    Column("last_day", AnyText, nullable=False),
    Column("added_at", AnyText, nullable=False),
    Index("article_by_path", "path"),
    Index("article_by_day", "first_day", "id"),
    Index("article_by_outlet", "outlet_key", "first_day", "id"),
)

mark = Table(
    "mark",
    metadata,
    Column("article", ForeignKey("article.row"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", AnyText, nullable=False),
    Column("by", AnyText, nullable=False),
)

reading = Table(
    "reading",
    metadata,
    Column("article", ForeignKey("article.row"), primary_key=True),
    Column("reader", AnyText, nullable=False),
    Column("read_at", AnyText, nullable=False),
    Column("skipped", AnyText),
    Column("words", Integer, nullable=False),
    Column("statements", Integer, nullable=False),
    Column("findings_sha256", AnyText, nullable=False),
)

statement = Table(
    "statement",
    metadata,
    Column("row", Number, primary_key=True, autoincrement=False),  # article row * ROOM + number
    Column("article", ForeignKey("article.row"), nullable=False),
    Column("id", AnyText, nullable=False),
    Column("content", AnyText, nullable=False),  # [[start, end], ...]
    Column("cue_start", Integer),
    Column("cue_end", Integer),
    Column("source_start", Integer),
    Column("source_end", Integer),
    Column("speaker", AnyText, nullable=False),
    Column("speaker_key", AnyText, nullable=False),
    Column("speaker_kind", AnyText),
    Column("speaker_named", Boolean, nullable=False),
    Column("speaks_for", AnyText),
    Column("actor", AnyText),
    Column("mode", AnyText, nullable=False),
    Column("distance", AnyText, nullable=False),  # [[start, end], ...]
    Column("distant", Boolean, nullable=False),  # whether there is any
    Column("via", AnyText, nullable=False),  # ["name", ...]
    Column("inside", AnyText),
    Column("confidence", Float, nullable=False),
    Column("reader", AnyText, nullable=False),
    Column("speaker_reason", AnyText),
    Column("speaker_confidence", Float),
    Column("speaker_others", AnyText),  # [[name, actor, reason, confidence], ...], NULL for none
    Column("said_start", Integer),
    Column("said_end", Integer),
    Column("said_iso", AnyText),
    Column("toward", AnyText),  # ["name", ...], NULL for none
    # What a decision about an actor has put something else in the place of; NULL where none has.
    Column("own_actor", AnyText),
    Column("own_speaker", AnyText),  # {"name": ..., "kind": ..., "speaks_for": ...}
    # Holds all that a listing filters by, so that the rows themselves need not be touched.
    Index("statement_by_article", "article", "mode", "distant", "speaker_key"),
    # All that is counted of an actor.
    Index("statement_by_actor", "actor", "speaker_kind", "speaker_key", "article"),
    Index("statement_by_own_actor", "own_actor"),
)

# Findings in the order the reader gave them. In SQLite the key is the table itself, not a second copy of it.
name = Table(
    "name",
    metadata,
    Column("article", ForeignKey("article.row"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("kind", AnyText, nullable=False),
    Column("key", AnyText, nullable=False),  # as fold.key makes it of the words
    Column("confidence", Float, nullable=False),
    Index("name_by_key", "key", "article"),
    sqlite_with_rowid=False,
)

time = Table(
    "time",
    metadata,
    Column("article", ForeignKey("article.row"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("type", AnyText, nullable=False),
    Column("value", AnyText),
    Column("mod", AnyText),
    Column("quant", AnyText),
    Column("freq", AnyText),
    Index("time_by_value", "value", "article"),
    sqlite_with_rowid=False,
)

reference = Table(
    "reference",
    metadata,
    Column("article", ForeignKey("article.row"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("mention_start", Integer, nullable=False),
    Column("mention_end", Integer, nullable=False),
    Column("antecedent_start", Integer, nullable=False),
    Column("antecedent_end", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    sqlite_with_rowid=False,
)

# Apart from `reading`, which is gone through whole to count: these are longer than all else in its rows.
trees = Table(
    "trees",
    metadata,
    Column("article", ForeignKey("article.row"), primary_key=True),
    Column("packed", LargeBinary, nullable=False),  # as trees.py packs them
)

custody = Table(
    "custody",
    metadata,
    Column("row", Number, primary_key=True),
    Column("article", ForeignKey("article.row"), nullable=False, index=True),
    Column("at", AnyText, nullable=False),  # UTC
    Column("path", AnyText, nullable=False, index=True),
    Column("version", AnyText, nullable=False),
    Column("raw_sha256", AnyText, nullable=False),
    Column("text_sha256", AnyText, nullable=False),
    Column("action", AnyText, nullable=False),
)

run = Table(
    "run",
    metadata,
    Column("row", Number, primary_key=True),
    Column("at", AnyText, nullable=False),  # UTC, when it ended
)

unread = Table(
    "unread",
    metadata,
    Column("row", Number, primary_key=True),
    Column("run", ForeignKey("run.row"), nullable=False, index=True),
    Column("path", AnyText, nullable=False),
    Column("reason", AnyText, nullable=False),
)

# What a user has put right; nothing of it is ever changed or deleted but the last three columns, which say
# what became of it at the last replay.
decision = Table(
    "decision",
    metadata,
    Column("id", AnyText, primary_key=True),
    Column("at", AnyText, nullable=False),
    Column("author", AnyText, nullable=False),
    Column("action", AnyText, nullable=False),  # JSON, as codec.py writes it
    Column("article", AnyText),  # the article's id, which may not be here yet; NULL for one about actors
    Column("state", AnyText, nullable=False),
    Column("reason", AnyText),
    Column("statement", AnyText),  # "s3", where it applies to one
    Index("decision_by_article", "article", "at"),
)

# What the machine found in an article that decisions have corrected: the other tables hold the corrected.
machine = Table(
    "machine",
    metadata,
    Column("article", ForeignKey("article.row"), primary_key=True),
    Column("packed", LargeBinary, nullable=False),  # as codec.py packs facts and statements
)

# What stands for an article's text where copies are looked for. They were not looked for yet where there is
# none, or one of another text.
sketch = Table(
    "sketch",
    metadata,
    Column("article", ForeignKey("article.row"), primary_key=True),
    Column("text_sha256", AnyText, nullable=False),
    Column("packed", LargeBinary, nullable=False),  # as analyse/copies.py packs it
)

# The articles whose text others carry, each with the origin of its group, which has a row itself.
copy = Table(
    "copy",
    metadata,
    Column("article", ForeignKey("article.row"), primary_key=True),
    Column("origin", ForeignKey("article.row"), nullable=False, index=True),
    Column("shared", Float, nullable=False),  # the part of its words that stands in the origin
    Column("others", Integer, nullable=False),  # articles of the group besides it
    Column("reason", AnyText, nullable=False),  # why the origin is the likely one
    Column("credited", AnyText),
)

# Filters of a list that somebody gave a name; all browsers of one ledger share them.
saved_filter = Table(
    "saved_filter",
    metadata,
    Column("name", AnyText, primary_key=True),
    Column("page", AnyText, nullable=False),  # "library" or "statements"
    Column("query", AnyText, nullable=False),  # as it stands in the page's address
    Column("author", AnyText, nullable=False),
    Column("at", AnyText, nullable=False),  # UTC
)

"""The first tables: articles, their texts and bytes, statements, custody, what was not read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table("meta", sa.Column("key", TEXT, primary_key=True), sa.Column("value", TEXT))
    op.execute("INSERT INTO meta (key, value) VALUES ('program', 'reportedly')")
    _received()
    _articles()
    _statements()
    _account()
    if op.get_context().dialect.name == "postgresql":
        _words_postgres("article_words")
        _words_postgres("statement_words")
    else:
        _words_sqlite("article_words", "title, body, furniture")
        _words_sqlite("statement_words", "content, frame")


def _text(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, TEXT, nullable=nullable) for name in names]


def _article_row(*, primary_key: bool = False, index: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey("article.row")
    return sa.Column("article", NUMBER, key, primary_key=primary_key, nullable=False, index=index)


def _received() -> None:
    op.create_table(
        "raw",
        sa.Column("sha256", TEXT, primary_key=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
    )
    op.create_table("text", sa.Column("sha256", TEXT, primary_key=True), *_text("body"))


def _articles() -> None:
    op.create_table(
        "article",
        sa.Column("row", NUMBER, primary_key=True),
        sa.Column("id", TEXT, nullable=False, unique=True),
        *_text("path", "fragment", "media"),
        sa.Column("raw_sha256", TEXT, sa.ForeignKey("raw.sha256"), nullable=False),
        sa.Column("text_sha256", TEXT, sa.ForeignKey("text.sha256"), nullable=False),
        *_text("title", "title_by", "outlet", "outlet_by", "author", nullable=True),
        *_text("published", "published_by", "url", "language", nullable=True),
        *_text("outlet_key", "first_day", "last_day", "added_at"),
    )
    op.create_index("article_by_path", "article", ["path"])
    op.create_index("article_by_day", "article", ["first_day", "id"])
    op.create_index("article_by_outlet", "article", ["outlet_key", "first_day", "id"])
    op.create_table(
        "mark",
        _article_row(primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        *_text("kind", "by"),
    )


def _statements() -> None:
    op.create_table(
        "reading",
        _article_row(primary_key=True),
        *_text("reader", "read_at", "findings_sha256"),
        *_text("skipped", nullable=True),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
    )
    op.create_table(
        "statement",
        sa.Column("row", NUMBER, primary_key=True, autoincrement=False),
        _article_row(),
        *_text("id", "content"),
        *(sa.Column(name, sa.Integer()) for name in ("cue_start", "cue_end", "source_start", "source_end")),
        *_text("speaker", "speaker_key"),
        *_text("speaker_kind", nullable=True),
        sa.Column("speaker_named", sa.Boolean(), nullable=False),
        *_text("speaks_for", "actor", nullable=True),
        *_text("mode", "distance"),
        sa.Column("distant", sa.Boolean(), nullable=False),
        *_text("via"),
        *_text("inside", nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        *_text("reader"),
    )
    op.create_index("statement_by_article", "statement", ["article", "mode", "distant", "speaker_key"])


def _account() -> None:
    op.create_table(
        "custody",
        sa.Column("row", NUMBER, primary_key=True),
        _article_row(index=True),
        *_text("at", "path", "version", "raw_sha256", "text_sha256", "action"),
    )
    op.create_index("ix_custody_path", "custody", ["path"])
    op.create_table("run", sa.Column("row", NUMBER, primary_key=True), *_text("at"))
    op.create_table(
        "unread",
        sa.Column("row", NUMBER, primary_key=True),
        sa.Column("run", NUMBER, sa.ForeignKey("run.row"), nullable=False, index=True),
        *_text("path", "reason"),
    )


def _words_sqlite(table: str, columns: str) -> None:
    """The words come folded and cut, a space between them: nothing is left for the tokenizer to decide."""
    op.execute(f"CREATE VIRTUAL TABLE {table} USING fts5({columns}, tokenize = 'ascii')")


def _words_postgres(table: str) -> None:
    """`part`: a tsvector counts no further than 16,383 words, so that a long text takes several."""
    op.create_table(
        table,
        sa.Column("owner", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("part", sa.Integer(), primary_key=True),
        sa.Column("words", TSVECTOR(), nullable=False),
    )
    # Each search goes through a list of what is yet to be indexed, by default up to 4 MB. With 512 kB saving
    # costs the same (1.5 ms of the server's time an article); with no list at all it costs 2.5 ms.
    pending = {"gin_pending_list_limit": 512}
    op.create_index(f"{table}_index", table, ["words"], postgresql_using="gin", postgresql_with=pending)
    op.create_index(f"{table}_long", table, ["owner"], postgresql_where=sa.text("part = 1"))

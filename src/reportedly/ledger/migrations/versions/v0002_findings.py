"""What the reader finds beside statements: names, times, references, trees; why a source is whom it is, and
when a thing was said."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    columns: list[sa.Column[Any]] = [sa.Column(name, TEXT) for name in ("speaker_reason", "said_iso")]
    columns += [sa.Column(name, sa.Integer()) for name in ("said_start", "said_end")]
    for column in (*columns, sa.Column("speaker_confidence", sa.Float())):
        op.add_column("statement", column)
    _table(
        "name",
        *_integers("start", "end"),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
    )
    op.create_index("name_by_key", "name", ["key", "article"])
    _table(
        "time",
        *_integers("start", "end"),
        sa.Column("type", TEXT, nullable=False),
        *(sa.Column(name, TEXT) for name in ("value", "mod", "quant", "freq")),
    )
    op.create_index("time_by_value", "time", ["value", "article"])
    _table(
        "reference",
        *_integers("mention_start", "mention_end", "antecedent_start", "antecedent_end"),
        sa.Column("confidence", sa.Float(), nullable=False),
    )
    op.create_table("trees", _article(), sa.Column("packed", sa.LargeBinary(), nullable=False))


def _table(name: str, *columns: sa.Column[Any]) -> None:
    """A table of an article's findings in their order; in SQLite the key is the table, not a copy of it."""
    number = sa.Column("number", sa.Integer(), primary_key=True)
    op.create_table(name, _article(), number, *columns, sqlite_with_rowid=False)


def _article() -> sa.Column[int]:
    return sa.Column("article", NUMBER, sa.ForeignKey("article.row"), primary_key=True, nullable=False)


def _integers(*names: str) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]

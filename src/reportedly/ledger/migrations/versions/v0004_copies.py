"""Copies: sketches of the texts and the groups found by them. Filters with a name. Who is addressed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sketch",
        _article("article", primary_key=True),
        sa.Column("text_sha256", TEXT, nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "copy",
        _article("article", primary_key=True),
        _article("origin", index=True),
        sa.Column("shared", sa.Float(), nullable=False),
        sa.Column("others", sa.Integer(), nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("credited", TEXT),
    )
    op.create_table(
        "saved_filter",
        sa.Column("name", TEXT, primary_key=True),
        *(sa.Column(name, TEXT, nullable=False) for name in ("page", "query", "author", "at")),
    )
    op.add_column("statement", sa.Column("toward", TEXT))


def _article(name: str, *, primary_key: bool = False, index: bool = False) -> sa.Column[int]:
    key = sa.ForeignKey("article.row")
    return sa.Column(name, NUMBER, key, primary_key=primary_key, nullable=False, index=index)

"""Decisions, what the machine found where they correct it, and actors by which statements are counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name in ("own_actor", "own_speaker", "speaker_others"):
        op.add_column("statement", sa.Column(name, TEXT))
    op.create_index("statement_by_actor", "statement", ["actor", "speaker_kind", "speaker_key", "article"])
    op.create_index("statement_by_own_actor", "statement", ["own_actor"])
    op.create_table(
        "decision",
        sa.Column("id", TEXT, primary_key=True),
        *(sa.Column(name, TEXT, nullable=False) for name in ("at", "author", "action", "state")),
        *(sa.Column(name, TEXT) for name in ("article", "reason", "statement")),
    )
    op.create_index("decision_by_article", "decision", ["article", "at"])
    article = sa.Column("article", NUMBER, sa.ForeignKey("article.row"), primary_key=True, nullable=False)
    op.create_table("machine", article, sa.Column("packed", sa.LargeBinary(), nullable=False))

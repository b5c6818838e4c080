"""The ledger: the only place that speaks SQL. Open one with open_ledger."""

from reportedly.ledger.ledger import Ledger
from reportedly.ledger.open import open_ledger
from reportedly.ledger.rows import (
    ArticleFilter,
    ArticleRow,
    Counts,
    Custody,
    Finding,
    Hit,
    StatementFilter,
    StatementRow,
)

__all__ = [
    "ArticleFilter",
    "ArticleRow",
    "Counts",
    "Custody",
    "Finding",
    "Hit",
    "Ledger",
    "StatementFilter",
    "StatementRow",
    "open_ledger",
]

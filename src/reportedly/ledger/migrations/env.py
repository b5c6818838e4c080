"""Run by Alembic: brings the ledger behind the given connection to the newest revision."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
context.run_migrations()

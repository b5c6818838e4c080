"""The scripts that make and change the tables, in order; opening a ledger runs those it lacks."""

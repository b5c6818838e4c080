"""Every error a user can meet: one sentence that says what, where and what was expected."""


class ReportedlyError(Exception):
    """Base of all errors the program raises on purpose; its text is shown to the user as it stands."""


class SpanError(ReportedlyError, ValueError):
    """A span does not fit the text it points into."""


class InputError(ReportedlyError):
    """An input file cannot be read as what it seems to be; the run goes on without it."""


class LedgerError(ReportedlyError):
    """The ledger cannot be opened, or does not hold what was asked for."""


class ConflictError(LedgerError):
    """Somebody decided on the same thing after the user looked at it."""


class ModelError(ReportedlyError):
    """The reader's model is missing or is not the one this version expects."""

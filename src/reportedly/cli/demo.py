"""The demo: the invented articles that come with the program, read and shown."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path

from rich.text import Text

from reportedly.analyse import summarise
from reportedly.cli import screen
from reportedly.cli.showing import progress_bar, show_account, show_summary
from reportedly.ledger import Ledger, StatementFilter, open_ledger
from reportedly.pipeline import read_into

LEDGER = "reportedly-demo.db"  # in the working directory; made anew each time
TO_TRY = """\
export REPORTEDLY_LEDGER={ledger}
reportedly articles
reportedly statements --speaker minister
reportedly statements --distance
reportedly search {word}
reportedly show {article}
reportedly export --format csv --to demo.csv
reportedly read YOUR/FOLDER --ledger mine.db"""


def run() -> int:
    """Read the articles into a new ledger in the working directory and show parts of it."""
    for name in (LEDGER, f"{LEDGER}-wal", f"{LEDGER}-shm"):
        Path(name).unlink(missing_ok=True)
    with (
        as_file(files("reportedly") / "examples" / "articles") as folder,
        progress_bar(quiet=False) as told,
        open_ledger(LEDGER, create=True) as ledger,
    ):
        account = read_into(ledger, [str(folder)], told=told)
        show_account(account, LEDGER)
        return _show(ledger)


def _show(ledger: Ledger) -> int:
    out = screen.console()
    _heading("What the articles say only at a distance")
    for row in ledger.statements(StatementFilter(distance=True), limit=4):
        for line in screen.statement_lines(row):
            out.print(line)
    _heading("Who will not allow what")
    for row in ledger.statements(StatementFilter(text='"not allow"'), limit=3):
        for line in screen.statement_lines(row):
            out.print(line)
    longest = max(ledger.articles(limit=None), key=lambda row: row.statements)
    _heading("No time to read?")
    reading = ledger.reading(longest.id)
    show_summary(reading, summarise(reading))
    _heading("Try next")
    out.print(TO_TRY.format(ledger=LEDGER, word="dam", article=longest.id[:8]))
    return 0


def _heading(words: str) -> None:
    screen.console().print(Text(f"\n{words}", "bold"))

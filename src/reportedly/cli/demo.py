"""The demo: the invented articles that come with the program, read and shown."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import as_file, files
from pathlib import Path

from rich.text import Text

from reportedly.analyse import summarise
from reportedly.cli import screen
from reportedly.cli.showing import progress_bar, show_account, show_summary
from reportedly.ledger import Ledger, StatementFilter, StatementRow, open_ledger
from reportedly.pipeline import Options, read_into

LEDGER = "reportedly-demo.db"  # in the working directory; made anew each time
TO_TRY = """\
export REPORTEDLY_LEDGER={ledger}
reportedly articles
reportedly statements --speaker vesthal
reportedly search {word}
reportedly show {article}
reportedly show {article}:s10
reportedly serve
reportedly export --format csv --to demo.csv
reportedly read YOUR/FOLDER --ledger mine.db"""


def run() -> int:
    """Read the articles into a new ledger in the working directory and show parts of it."""
    for name in (LEDGER, f"{LEDGER}-wal", f"{LEDGER}-shm"):
        Path(name).unlink(missing_ok=True)
    with (
        as_file(files("reportedly") / "examples") as folder,
        progress_bar(quiet=False) as told,
        open_ledger(LEDGER, create=True) as ledger,
    ):
        actors = folder / "actors.toml"
        account = read_into(ledger, [str(folder / "articles")], Options(actors=actors), told)
        show_account(account, LEDGER)
        return _show(ledger, actors)


def _show(ledger: Ledger, actors: Path) -> int:
    _list("Who will not allow what", ledger.statements(StatementFilter(text='"not allow"'), limit=3))
    _list(
        "What the articles say only at a distance", ledger.statements(StatementFilter(distance=True), limit=3)
    )
    relayed = [row for row in ledger.statements() if row.statement.via and row.statement.speaker.named]
    _list("Who is heard only through others", sorted(relayed, key=_links, reverse=True)[:3])
    first = ledger.articles(limit=1)[0]
    _heading("No time to read?")
    reading = ledger.reading(first.id, trees=True)
    show_summary(reading, summarise(reading))
    _heading("Try next")
    out = screen.console()
    out.print(TO_TRY.format(ledger=LEDGER, word="isil", article=first.id[:8]))
    out.print(
        f"\nThe states and persons are invented; the program knows them from {screen.plain(str(actors))},"
    )
    out.print("an example of the actors.toml that tells it of those in your own affair.")
    return 0


def _links(row: StatementRow) -> int:
    return len(row.statement.via)


def _list(heading: str, rows: Iterable[StatementRow]) -> None:
    _heading(heading)
    for row in rows:
        for line in screen.statement_lines(row):
            screen.console().print(line)


def _heading(words: str) -> None:
    screen.console().print(Text(f"\n{words}", "bold"))

"""What single commands print: the account of a run, an article, a statement, a summary."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.text import Text

from reportedly.cli import screen
from reportedly.records import Article, Reading, Statement

if TYPE_CHECKING:
    from reportedly.analyse import Taken
    from reportedly.ledger import Copies, CopyRow, Custody, StatementRow
    from reportedly.pipeline import Account, Progress


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Callable[[Progress], None]]:
    """A bar on standard error where that is a terminal; nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"), TimeRemainingColumn())
    with Bar(*columns, console=screen.console(to_stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def told(progress: Progress) -> None:
            account = progress.account
            speed = account.words / account.seconds if account.seconds else 0
            what = f"{account.read} articles, {speed:,.0f} words a second"
            bar.update(task, completed=progress.files, total=progress.of, description=what)

        yield told


def show_account(account: Account, ledger: str) -> None:
    out = screen.console()
    speed = account.words / account.seconds if account.seconds else 0
    parts = [f"Read {account.read} articles", f"{account.statements} statements"]
    line = Text(", ".join(parts), "bold")
    if account.read:
        line.append(f" in {account.seconds:.1f} s ({speed:,.0f} words a second)", "not bold")
    if account.actors_from:
        own = f", with {account.own_actors} own actors from {screen.plain(account.actors_from)}"
        line.append(own, "not bold")
    out.print(line.append(f". Ledger: {screen.plain(ledger)}", "not bold"))
    if account.seen:
        out.print(f"{account.seen} had been read before, or are the same to the byte as another here.")
    if account.unread:
        out.print(Text(f"Not read: {len(account.unread)}", "yellow"))
        for unread in screen.unread_lines(account.unread):
            out.print(unread)


def show_article(reading: Reading, custody: Sequence[Custody], copies: Copies | None = None) -> int:
    out = screen.console()
    article = reading.article
    out.print(Text(screen.one_line(article.facts.title or article.path, 200), "bold"))
    out.print(Text(screen.origin(article.facts.outlet, article.facts.published)))
    for what, value in _particulars(article):
        out.print(Text(f"{what}: ", "dim").append(screen.one_line(value, 300)))
    for line in custody:
        what = f"{line.action} {line.at} from {line.path} by version {line.version}"
        out.print(Text("custody: ", "dim").append(screen.one_line(what, 300)))
    for told in _copies(copies, article) if copies else ():
        out.print(Text("copies: ", "dim").append(screen.one_line(told, 300)))
    if reading.skipped:
        out.print(Text(f"not read: {screen.plain(reading.skipped)}", "yellow"))
    out.print(_legend(signs=out.color_system is None))
    out.print()
    out.print(screen.article_text(article, reading.statements, signs=out.color_system is None))
    return 0


def _copies(copies: Copies, article: Article) -> Iterator[str]:
    """The articles that carry the same text, and from which it likely comes."""
    number = len(copies.articles) - 1
    credited = f"; they name {copies.credited}" if copies.credited else ""
    yield f"the same text in {number} other article{'' if number == 1 else 's'}{credited}"
    yield _copied(copies.articles[0], article, f"likely origin: {copies.reason}")
    for one in copies.articles[1:]:
        yield _copied(one, article, f"{one.shared:.0%} of it stands in the origin")


def _copied(row: CopyRow, article: Article, what: str) -> str:
    if row.article == article.id:
        return f"this article, {what}"
    return f"{row.article[:8]} {screen.origin(row.outlet, row.published)}, {what}"


def _particulars(article: Article) -> Iterator[tuple[str, str]]:
    yield "article", article.id
    facts = article.facts
    for what, value, by in (
        ("title by", facts.title, facts.title_by),
        ("outlet by", facts.outlet, facts.outlet_by),
        ("date by", facts.published, facts.published_by),
    ):
        if value and by:
            yield what, by
    if facts.author:
        yield "author", facts.author
    if facts.url:
        yield "address", facts.url
    yield "bytes sha256", article.raw_sha256


def _legend(*, signs: bool) -> Text:
    line = Text("marked: ", "dim")
    names = (("content", screen.CONTENT), ("cue", screen.CUE), ("source", screen.SOURCE))
    shapes = {"content": "[s1 …]", "cue": "<…>", "source": "{…}"}
    for name, style in names:
        line.append(f"{shapes[name]} {name}" if signs else name, style).append("  ")
    line.append("~…~ distance" if signs else "distance", screen.DISTANCE).append("  ")
    return line.append("(( … )) furniture" if signs else "furniture", screen.FURNITURE)


def show_statement(row: StatementRow, article: Article) -> int:
    out = screen.console()
    for line in screen.statement_lines(row):
        out.print(line)
    if row.title:
        out.print(Text(f"  {screen.one_line(row.title, 200)}", "dim"))
    out.print(Text(f"  {screen.plain(row.path)}", "dim"))
    for ground in _grounds(row.statement):
        out.print(Text(f"  {screen.one_line(ground, 200)}", "dim"))
    out.print()
    out.print(screen.passage(article, row.statement, signs=out.color_system is None))
    return 0


def _grounds(statement: Statement) -> Iterator[str]:
    """Why the program says so, and how sure it is."""
    speaker = statement.speaker
    if speaker.reason:
        actor = f", {speaker.actor}" if speaker.actor else ""
        yield f"speaker: {speaker.reason}, confidence {speaker.confidence:.2f}{actor}"
    for other in speaker.others:
        yield f"or {other.name}: {other.reason}, confidence {other.confidence:.2f}"
    yield f"statement: confidence {statement.confidence:.2f}, {statement.reader}"


def show_summary(reading: Reading, taken: Sequence[Taken]) -> None:
    out = screen.console()
    article = reading.article
    out.print(Text(screen.one_line(article.facts.title or article.path, 200), "bold"))
    out.print(Text(screen.origin(article.facts.outlet, article.facts.published), "dim"))
    if not taken:
        why = f"not read: {reading.skipped}" if reading.skipped else "no sentence found to take"
        out.print(Text(screen.plain(why), "yellow"))
    for one in taken:
        line = Text("- ").append(screen.one_line(one.span.of(article.text), 700))
        if one.speakers:
            line.append(f"  — {screen.one_line(', '.join(one.speakers), 120)}", screen.SOURCE)
        out.print(line.append(f"  [{one.span.start}:{one.span.end}]", "dim"))

"""The commands, each an argument list and one call."""

from __future__ import annotations

import sys
from dataclasses import asdict, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from reportedly import __version__
from reportedly.errors import InputError, LedgerError

if TYPE_CHECKING:
    from reportedly.ingest import Limits
    from reportedly.ledger import Ledger
    from reportedly.pipeline import Account, Progress
    from reportedly.records import Reading, Unread

app = typer.Typer(
    name="reportedly",
    help="Keeps a ledger of who said what, on whose word, from folders of saved articles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

LedgerOption = Annotated[
    str,
    typer.Option(
        "--ledger", envvar="REPORTEDLY_LEDGER", help="The ledger: a file, or a postgresql:// address."
    ),
]
MOST = 10**9  # of rows in a listing: as good as all, and a number that every database takes
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
LimitOption = Annotated[int, typer.Option("--most", "-n", min=1, max=MOST, help="List at most so many.")]
OutletOption = Annotated[str | None, typer.Option(help="Only from this outlet (a part of its name).")]
SinceOption = Annotated[str | None, typer.Option(help="Published on or after: 2031, 2031-03 or 2031-03-07.")]
UntilOption = Annotated[str | None, typer.Option(help="Published on or before.")]
ActorsOption = Annotated[
    Path | None,
    typer.Option(
        "--actors",
        envvar="REPORTEDLY_ACTORS",
        help="A file of your own actors; an actors.toml beside the ledger is taken without being named.",
    ),
]
DEFAULT_LEDGER = "reportedly.db"
OWN_ACTORS = "actors.toml"


class Which(StrEnum):
    """Which articles are listed of those that carry the same text."""

    only = "only"
    without = "without"


class Among(StrEnum):
    """What a search looks through."""

    articles = "articles"
    statements = "statements"
    both = "both"


def _version(asked: bool) -> None:
    if asked:
        print(f"reportedly {__version__}")
        raise typer.Exit


@app.callback()
def reportedly(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Keeps a ledger of who said what, on whose word, from folders of saved articles."""


@app.command()
def read(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, patterns, or - for standard input.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    stdout: Annotated[
        bool, typer.Option("--stdout", help="Print the readings as JSON Lines and keep nothing.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Read also what this reader has read before.")
    ] = False,
    jobs: Annotated[int, typer.Option(min=0, help="Worker processes; 0 for one a core.")] = 0,
    limit: Annotated[
        list[str] | None, typer.Option(help="Raise a limit: name=number, as in file_bytes=1000000000.")
    ] = None,
    actors: ActorsOption = None,
    json: JsonOption = False,
) -> int:
    """Read articles into the ledger: text, HTML, JSON Lines, feeds, WARC, PDF, and archives of these.

    Example: reportedly read saved-pages/ wires.jsonl.gz
    """
    from reportedly.pipeline import Options, read_into, read_only

    own = _own_actors(actors, ledger)
    options = Options(limits=_limits(limit or []), jobs=jobs, again=again, actors=own)
    _refuse_nothing(paths)
    if stdout:
        return _print_readings(read_only(paths, options))
    with _progress(quiet=json) as told, _open(ledger, create=True) as opened:
        account = read_into(opened, paths, options, told)
    _tell(account, ledger, json)
    return 1 if account.unread else 0


@app.command()
def articles(
    ledger: LedgerOption = DEFAULT_LEDGER,
    outlet: OutletOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    language: Annotated[str | None, typer.Option(help="Only in this language: en, fr...")] = None,
    text: Annotated[str | None, typer.Option(help="Only with these words.")] = None,
    copies: Annotated[Which | None, typer.Option(help="Texts met more than once, or each text once.")] = None,
    unread: Annotated[bool, typer.Option("--unread", help="List what the last run did not read.")] = False,
    most: LimitOption = 50,
    json: JsonOption = False,
) -> int:
    """List the articles of the ledger.

    Example: reportedly articles --outlet courier --since 2031-03
    """
    from reportedly.cli import screen
    from reportedly.ledger import ArticleFilter

    _refuse_wordless(outlet=outlet, text=text)
    asked = ArticleFilter(outlet, since, until, language, text, copies=_which(copies))
    with _open(ledger) as opened:
        if unread:
            return _print_unread(opened.unread(), json)
        rows, total = opened.articles(asked, limit=most), opened.count_articles(asked)
    if json:
        return _print_json(rows)
    out = screen.console()
    for row in rows:
        out.print(screen.article_line(row))
    return _more(len(rows), total, "articles")


@app.command()
def statements(
    ledger: LedgerOption = DEFAULT_LEDGER,
    speaker: Annotated[str | None, typer.Option(help="Only by this source (a part of its words).")] = None,
    outlet: OutletOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    mode: Annotated[str | None, typer.Option(help="direct, mixed or indirect.")] = None,
    distance: Annotated[
        bool | None, typer.Option(help="Only with, or only without, words of distance.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="Only with these words in what is said.")] = None,
    article: Annotated[str | None, typer.Option(help="Only of this article.")] = None,
    most: LimitOption = 50,
    json: JsonOption = False,
) -> int:
    """List statements: who, in what words, what.

    Example: reportedly statements --speaker minister --distance --since 2031-03-01
    """
    from reportedly.cli import screen
    from reportedly.ledger import StatementFilter
    from reportedly.records import MODES

    if mode is not None and mode not in MODES:
        raise LedgerError(f"--mode {mode}: expected one of {', '.join(MODES)}")
    _refuse_wordless(speaker=speaker, outlet=outlet, text=text)
    asked = StatementFilter(
        speaker=speaker,
        outlet=outlet,
        since=since,
        until=until,
        mode=next((known for known in MODES if known == mode), None),
        distance=distance,
        text=text,
        article=article,
    )
    with _open(ledger) as opened:
        rows, total = opened.statements(asked, limit=most), opened.count_statements(asked)
    if json:
        return _print_json(rows)
    out = screen.console()
    for row in rows:
        for line in screen.statement_lines(row):
            out.print(line)
    return _more(len(rows), total, "statements")


@app.command()
def show(
    ref: Annotated[str, typer.Argument(help="An article (id, its beginning, or file name) or ARTICLE:s3.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    json: JsonOption = False,
) -> int:
    """Show an article or one statement's passage with its spans marked.

    Example: reportedly show 3f2a91bc:s4
    """
    from reportedly.cli.showing import show_article, show_statement

    with _open(ledger) as opened:
        if ":s" in ref and "/" not in ref.rpartition(":s")[2]:
            row = opened.statement(ref)
            return _print_json([row]) if json else show_statement(row, opened.article(row.article))
        reading = opened.reading(ref)
        custody, copies = opened.custody(reading.article.id), opened.copies(reading.article.id)
    return _print_readings([reading]) if json else show_article(reading, custody, copies)


@app.command()
def summary(
    ref: Annotated[str, typer.Argument(help="A file to read now, or an article of the ledger.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    most: Annotated[int, typer.Option("--most", "-n", min=1, max=20, help="At most so many sentences.")] = 5,
    actors: ActorsOption = None,
    json: JsonOption = False,
) -> int:
    """No time to read? Three to five sentences of the article, each with its place and who speaks.

    Example: reportedly summary saved/article.html
    """
    from reportedly.analyse import summarise
    from reportedly.cli.showing import show_summary

    readings, status = _readings_of(ref, ledger, _own_actors(actors, ledger))
    for reading in readings:
        taken = () if reading.skipped else summarise(reading, most)
        if json:
            _print_json(
                [
                    {"article": reading.article.id, **asdict(one), "text": one.span.of(reading.article.text)}
                    for one in taken
                ]
            )
        else:
            show_summary(reading, taken)
    return status


@app.command()
def search(
    words: Annotated[
        list[str], typer.Argument(help='Words; "in quotes" for a phrase, an ending * for a beginning.')
    ],
    ledger: LedgerOption = DEFAULT_LEDGER,
    among: Annotated[Among, typer.Option(help="What is searched.")] = Among.both,
    most: LimitOption = 20,
    json: JsonOption = False,
) -> int:
    """Search articles and statements; accents and dots need not be typed.

    Example: reportedly search erdogan "red line"
    """
    from reportedly.cli import screen

    query = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    _refuse_wordless(words=query)
    with _open(ledger) as opened:
        hits = opened.search(query, kind=among.value, limit=most)
    if json:
        return _print_json(hits)
    out = screen.console()
    for hit in hits:
        for line in screen.hit_lines(hit):
            out.print(line)
    return _more(len(hits), len(hits), "places")


@app.command()
def export(
    ledger: LedgerOption = DEFAULT_LEDGER,
    format: Annotated[str, typer.Option(help="jsonl, csv, parquet or conllu.")] = "jsonl",
    to: Annotated[
        Path | None,
        typer.Option(help="The file (for parquet: the folder) to write; standard output without it."),
    ] = None,
    without_text: Annotated[
        bool, typer.Option("--without-text", help="Leave out the articles' text.")
    ] = False,
) -> int:
    """Write the whole ledger for other tools.

    Example: reportedly export --format csv --to statements.csv
    """
    from reportedly.publish import write

    if to is not None and Path(ledger).exists() and to.exists() and to.samefile(ledger):
        raise InputError(f"--to {to} is the ledger itself; expected another place for the export")
    with _open(ledger) as opened:
        readings = opened.readings_all(trees=format == "conllu")
        write(readings, format, to, without_text=without_text)
    return 0


@app.command()
def verify(ledger: LedgerOption = DEFAULT_LEDGER, json: JsonOption = False) -> int:
    """Hash everything again and name what is not as it was kept.

    Example: reportedly verify --ledger affair.db
    """
    from reportedly.cli.screen import plain

    with _open(ledger) as opened:
        findings = list(opened.verify())
        counts = opened.counts()
    if json:
        _print_json(findings)
    else:
        for finding in findings:
            print(plain(f"{finding.article or 'ledger'}  {finding.path or ''}  {finding.what}"))
        what = f"{len(findings)} findings" if findings else "all as it was kept"
        print(f"{counts.articles} articles, {counts.statements} statements: {what}")
    return 1 if findings else 0


@app.command()
def demo() -> int:
    """Read fourteen invented articles and show what the ledger can tell of them.

    Example: reportedly demo
    """
    from reportedly.cli.demo import run

    return run()


def _open(address: str, *, create: bool = False) -> Ledger:
    from reportedly.ledger import open_ledger

    return open_ledger(address, create=create)


def _refuse_wordless(**given: str | None) -> None:
    """Raise where words are asked for and none is given: that would find nothing, whatever there is."""
    for name, words in given.items():
        if words is not None and not any(map(str.isalnum, words)):
            raise LedgerError(f"{name} {words!r}: expected a word at least")


def _refuse_nothing(paths: list[str]) -> None:
    """Raise where there is no input at all, before a ledger is made for it."""
    from reportedly.ingest import Source, sources

    if "-" in paths:
        return
    missing = ""
    for item in sources(paths):
        if isinstance(item, Source):
            return
        missing = missing or f"{item.path or repr('')}: {item.reason}"
    raise InputError(missing or f"{', '.join(paths)}: no file in it; expected articles to read")


def _limits(given: list[str]) -> Limits:
    from reportedly.ingest import Limits

    known = {field.name: type(getattr(Limits(), field.name)) for field in fields(Limits)}
    changed: dict[str, Any] = {}
    for entry in given:
        name, _, number = entry.partition("=")
        try:
            changed[name] = known[name](number)
            if not 0 < changed[name] < sys.maxsize:
                raise ValueError(number)
        except (KeyError, ValueError):
            what = f"expected name=number, a number above 0, name one of {', '.join(known)}"
            raise InputError(f"--limit {entry}: {what}") from None
    return replace(Limits(), **changed)


def _own_actors(given: Path | None, ledger: str) -> Path | None:
    """The file of own actors: the one that is named, else one that lies beside the ledger."""
    beside = Path(ledger).parent / OWN_ACTORS
    return given or (beside if "://" not in ledger and beside.is_file() else None)


def _readings_of(ref: str, ledger: str, actors: Path | None) -> tuple[list[Reading], int]:
    """The readings of a file, or that of an article in the ledger; and 1 where something was not read."""
    from reportedly.pipeline import Options, read_only
    from reportedly.records import Unread

    if ref != "-" and not (ref and Path(ref).exists()):
        with _open(ledger) as opened:
            return [opened.reading(ref, trees=True)], 0
    readings = list(read_only([ref], Options(actors=actors)))
    if not readings:
        raise InputError(f"{ref}: no file in it; expected an article to read")
    for item in readings:
        if isinstance(item, Unread):
            _complain(item)
    read = [item for item in readings if not isinstance(item, Unread)]
    return read, int(len(read) < len(readings) or any(item.skipped for item in read))


def _print_readings(readings: Any) -> int:
    from reportedly.publish import encode
    from reportedly.records import Unread

    status = 0
    for item in readings:
        if isinstance(item, Unread):
            _complain(item)
            status = 1
        else:
            sys.stdout.buffer.write(encode(item) + b"\n")
    sys.stdout.buffer.flush()
    return status


def _complain(unread: Unread) -> None:
    from reportedly.cli.screen import plain

    print(plain(f"reportedly: {unread.path}: {unread.reason}"), file=sys.stderr)


def _print_json(rows: Any) -> int:
    import msgspec

    for row in rows:
        sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
    sys.stdout.buffer.flush()
    return 0


def _print_unread(unread: list[Unread], json: bool) -> int:
    from reportedly.cli import screen

    if json:
        return _print_json(unread)
    for line in screen.unread_lines(unread, most=len(unread)):
        screen.console().print(line)
    return _more(len(unread), len(unread), "inputs that were not read")


def _which(copies: Which | None) -> Literal["only", "without"] | None:
    return None if copies is None else "only" if copies is Which.only else "without"


def _more(shown: int, total: int, what: str) -> int:
    if shown < total:
        print(f"{shown} of {total} {what}; --most {total} lists all", file=sys.stderr)
    elif not shown:
        print(f"no {what} found", file=sys.stderr)
    return 0


def _tell(account: Account, ledger: str, json: bool) -> None:
    """The short account of a run."""
    if json:
        _print_json([account])
        return
    from reportedly.cli.showing import show_account

    show_account(account, ledger)


def _progress(*, quiet: bool) -> Any:
    from reportedly.cli.showing import progress_bar

    return progress_bar(quiet=quiet)


__all__ = ["Progress", "app"]

from reportedly.cli import actors as actors  # noqa: E402  commands with a file of their own
from reportedly.cli import serve as serve  # noqa: E402  a command with a file of its own

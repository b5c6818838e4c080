"""The commands about actors: who speaks, who is who, and what was decided of it."""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli.commands import DEFAULT_LEDGER, JsonOption, LedgerOption, LimitOption, app
from reportedly.cli.commands import _more as tell_more
from reportedly.cli.commands import _open as open_at
from reportedly.cli.commands import _own_actors as own_actors
from reportedly.cli.commands import _print_json as print_json
from reportedly.cli.commands import _refuse_wordless as refuse_wordless
from reportedly.errors import InputError, LedgerError

if TYPE_CHECKING:
    from reportedly.ledger import Decided, Ledger
    from reportedly.records import Action, Decision, Merge
    from reportedly.resolve import Register

AuthorOption = Annotated[
    str | None,
    typer.Option(envvar="REPORTEDLY_AUTHOR", help="Who decides; without it, the name you are logged in by."),
]
ActorArgument = Annotated[str, typer.Argument(help="An actor: its id, the end of it, or a name.")]
KindOption = Annotated[str | None, typer.Option(help="person, government, agency, outlet...")]

SURE = 0.9  # of a name in the register that is taken for an actor without asking

decided = typer.Typer(
    name="decisions", help="What was put right: list, undo, carry to another ledger.", no_args_is_help=True
)
app.add_typer(decided)


@app.command()
def actors(
    text: Annotated[str | None, typer.Option(help="Only with these words in a name.")] = None,
    kind: KindOption = None,
    candidates: Annotated[
        bool, typer.Option("--candidates", help="List pairs that may be one actor, with the reason.")
    ] = False,
    most: LimitOption = 50,
    ledger: LedgerOption = DEFAULT_LEDGER,
    json: JsonOption = False,
) -> int:
    """List who speaks in the ledger, those with the most statements first.

    Example: reportedly actors --kind agency
    """
    from reportedly.cli import listing, screen

    _refuse_kind(kind)
    refuse_wordless(text=text)
    with open_at(ledger) as opened:
        if candidates:
            return _print_candidates(opened, most, json)
        rows, total = opened.actors(text, kind, most), opened.count_actors(text, kind)
    if json:
        return print_json(rows)
    for row in rows:
        screen.console().print(listing.actor_line(row))
    return tell_more(len(rows), total, "actors")


@app.command()
def actor(
    ref: ActorArgument,
    most: Annotated[int, typer.Option("--most", "-n", min=1, help="Show at most so many statements.")] = 5,
    ledger: LedgerOption = DEFAULT_LEDGER,
    json: JsonOption = False,
) -> int:
    """Show an actor: names, offices, what it said, through whom, and what was said of it.

    Example: reportedly actor "Irena Vell"
    """
    from reportedly.cli import listing, screen

    with open_at(ledger) as opened:
        page = opened.actor(ref, newest=most)
        made = opened.decisions(page.actor.id)
    ids = (page.actor.id, *page.ids)
    known = next(filter(None, map(_register(ledger).actor, ids)), None)
    if json:
        import msgspec

        return print_json([{**msgspec.to_builtins(page), "register": known, "decisions": made}])
    for line in listing.page_lines(page, known, made):
        screen.console().print(line)
    return 0


@app.command()
def sources(
    article: Annotated[str, typer.Argument(help="An article: its id, the beginning of it, or its path.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    json: JsonOption = False,
) -> int:
    """Show an article's sources at a glance: named, unnamed, second-hand.

    Example: reportedly sources 6b08c8fe
    """
    from reportedly.cli import listing, screen

    with open_at(ledger) as opened:
        found = opened.sources(article)
    if json:
        return print_json([found])
    for line in listing.sources_lines(found):
        screen.console().print(line)
    return 0


@app.command()
def merge(
    ref: ActorArgument,
    into: Annotated[str, typer.Argument(help="The actor it is, in the ledger or the register.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    author: AuthorOption = None,
    json: JsonOption = False,
) -> int:
    """Decide that an actor is another one; its statements are listed as the other's from then on.

    Example: reportedly merge article:vell "Irena Vell"
    """
    from reportedly.records import Merge

    with open_at(ledger) as opened:
        one = opened.actor_id(ref)
        try:
            action = Merge(one, opened.actor_id(into))
        except LedgerError as unknown:
            action = _of_register(_register(ledger), one, into, unknown)
        return _decide(opened, action, author, json)


@app.command("not-same")
def not_same(
    one: ActorArgument,
    other: ActorArgument,
    ledger: LedgerOption = DEFAULT_LEDGER,
    author: AuthorOption = None,
    json: JsonOption = False,
) -> int:
    """Decide that two actors are not one, so that they are not proposed for merging again.

    Example: reportedly not-same article:vell "Oskar Vell"
    """
    from reportedly.records import NotSame

    with open_at(ledger) as opened:
        action = NotSame(_id(opened, one), _id(opened, other))
        return _decide(opened, action, author, json)


@app.command()
def rename(  # noqa: PLR0913  an option each
    ref: ActorArgument,
    name: Annotated[str, typer.Argument(help="What it is called.")],
    kind: KindOption = None,
    speaks_for: Annotated[str | None, typer.Option("--for", help="For whom it speaks.")] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    author: AuthorOption = None,
    json: JsonOption = False,
) -> int:
    """Decide what an actor is called, and of what kind it is or for whom it speaks.

    Example: reportedly rename article:foreign-minister-vell "Irena Vell" --for Dirvan
    """
    from reportedly.records import Rename

    _refuse_kind(kind)
    with open_at(ledger) as opened:
        return _decide(opened, Rename(opened.actor_id(ref), name, kind, speaks_for), author, json)


@app.command()
def split(
    ref: ActorArgument,
    article: Annotated[str | None, typer.Option(help="Its statements in this article.")] = None,
    name: Annotated[str | None, typer.Option(help="Its statements under this name.")] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
    author: AuthorOption = None,
    json: JsonOption = False,
) -> int:
    """Decide that an actor's statements in an article, or under a name, are somebody else's.

    Example: reportedly split article:vell --article 6b08c8fe
    """
    from reportedly.records import Split

    with open_at(ledger) as opened:
        return _decide(opened, Split(opened.actor_id(ref), article, name), author, json)


@decided.command("list")
def list_(
    about: Annotated[str | None, typer.Option(help="Only about this article or actor.")] = None,
    orphans: Annotated[bool, typer.Option("--orphans", help="Only those that fit nothing now.")] = False,
    conflicts: Annotated[
        bool, typer.Option("--conflicts", help="Only those that a later one contradicts.")
    ] = False,
    most: LimitOption = 50,
    ledger: LedgerOption = DEFAULT_LEDGER,
    json: JsonOption = False,
) -> int:
    """List decisions, newest first, with what became of each.

    Example: reportedly decisions list --orphans
    """
    from reportedly.cli import listing, screen

    asked = {state for state, wanted in (("orphan", orphans), ("conflict", conflicts)) if wanted}
    with open_at(ledger) as opened:
        rows = [row for row in opened.decisions(_about(opened, about)) if not asked or row.state in asked]
    if json:
        return print_json(rows[:most])
    for row in rows[:most]:
        screen.console().print(listing.decision_line(row))
    return tell_more(len(rows[:most]), len(rows), "decisions")


@decided.command()
def undo(
    decision: Annotated[str, typer.Argument(help="The decision's id, or the beginning of it.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    author: AuthorOption = None,
    json: JsonOption = False,
) -> int:
    """Have a decision hold no longer; undoing that has it hold again.

    Example: reportedly decisions undo 4b8bdd3f
    """
    from reportedly.records import Undo

    with open_at(ledger) as opened:
        return _decide(opened, Undo(decision), author, json)


@decided.command()
def export(
    to: Annotated[Path | None, typer.Option(help="The file to write; standard output without it.")] = None,
    ledger: LedgerOption = DEFAULT_LEDGER,
) -> int:
    """Write all decisions as JSON Lines, for another ledger of the same articles.

    Example: reportedly decisions export --to decisions.jsonl
    """
    from reportedly.ledger import decision_line

    with open_at(ledger) as opened:
        lines = "".join(f"{decision_line(one)}\n" for one in opened.decisions_all())
    if to is None:
        sys.stdout.write(lines)
    else:
        to.write_text(lines, encoding="ascii")
    return 0


@decided.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A file of `decisions export`, or - for standard input.")],
    ledger: LedgerOption = DEFAULT_LEDGER,
    json: JsonOption = False,
) -> int:
    """Take decisions from another ledger; what is known already is not taken twice.

    Example: reportedly decisions import decisions.jsonl
    """
    with open_at(ledger) as opened:
        taken, known = opened.take_decisions(_decisions_in(file))
        orphans = len(opened.orphans())
    if json:
        return print_json([{"taken": taken, "known": known, "orphans": orphans}])
    print(f"{taken} decisions taken, {known} known before")
    if orphans:
        print(f"{orphans} decisions fit nothing here; `reportedly decisions list --orphans` lists them")
    return 0


def _decisions_in(file: Path) -> list[Decision]:
    from reportedly.ledger import decision_of

    text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8", "replace")
    made = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            made += [decision_of(line)] if line.strip() else []
        except LedgerError as error:
            raise InputError(f"{file}, line {number}: {error}") from None
    return made


def _decide(opened: Ledger, action: Action, author: str | None, json: bool) -> int:
    made = opened.decide(action, author=author or _login())
    return print_json([made]) if json else _tell(made)


def _tell(made: Decided) -> int:
    from reportedly.cli import listing
    from reportedly.cli.screen import one_line

    print(one_line(f"{made.decision.id[:8]}  {listing.in_words(made.decision)}"))
    for warning in made.warnings:
        print(one_line(f"warning: {warning}"), file=sys.stderr)
    return 0


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise LedgerError("nobody is logged in by a name; expected --author to say who decides") from None


def _id(opened: Ledger, ref: str) -> str:
    """An actor as it was before merges, where an id says so: two merged ones can be told apart again."""
    return ref if opened.knows_actor(ref) else opened.actor_id(ref)


def _about(opened: Ledger, about: str | None) -> str | None:
    """An article's or actor's reference as ids, so that a name will do."""
    if about is None or opened.decisions(about):
        return about
    try:
        return opened.article(about).id
    except LedgerError:
        return opened.actor_id(about)


def _register(ledger: str) -> Register:
    """The register, with the user's own actors as `read` takes them."""
    from reportedly.resolve import own_file, register

    given = os.environ.get("REPORTEDLY_ACTORS")
    own = own_actors(Path(given) if given else None, ledger)
    return register(own_file(own) if own else None)


def _of_register(known_ones: Register, one: str, into: str, unknown: LedgerError) -> Merge:
    """A merge into an actor of the register that has no statement here."""
    from reportedly.records import Merge

    known = known_ones.actor(into)
    sure = [match.actor for match in known_ones.find(into) if match.confidence >= SURE]
    found = known or (sure[0] if len(sure) == 1 else None)
    if found is None or "several" in str(unknown):
        raise unknown
    return Merge(one, found.id, found.name, found.kind, found.speaks_for)


def _refuse_kind(kind: str | None) -> None:
    from reportedly.resolve import KINDS

    if kind is not None and kind not in KINDS:
        raise LedgerError(f"--kind {kind}: expected one of {', '.join(KINDS)}")


def _print_candidates(opened: Ledger, most: int, json: bool) -> int:
    from reportedly.cli import listing, screen
    from reportedly.resolve.names import sound

    rows = opened.candidates(most, sound)
    if json:
        return print_json(rows)
    for row in rows:
        for line in listing.candidate_lines(row):
            screen.console().print(line)
    return tell_more(len(rows), len(rows), "pairs that may be one")

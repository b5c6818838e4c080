"""The command that serves the desk."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from reportedly.cli.commands import DEFAULT_LEDGER, ActorsOption, LedgerOption, _own_actors, app


@app.command()
def serve(
    ledger: LedgerOption = DEFAULT_LEDGER,
    host: Annotated[
        str, typer.Option(help="The address to listen at; any but this machine's own needs --password.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen at.")] = 8484,
    password: Annotated[
        bool, typer.Option("--password", help="Ask for a password; REPORTEDLY_PASSWORD gives it unasked.")
    ] = False,
    actors: ActorsOption = None,
) -> int:
    """Open the desk: read, check and search the ledger in a browser.

    Example: reportedly serve --ledger affair.db
    """
    from reportedly.web import Settings
    from reportedly.web import serve as serve_desk

    settings = Settings(host, port, _password(asked=password), _own_actors(actors, ledger))

    def ready() -> None:
        named = f"[{host}]" if ":" in host else host
        print(f"The desk is at http://{named}:{port}/ until you press Ctrl+C.", file=sys.stderr, flush=True)

    if settings.is_open:
        print(
            f"Other machines can reach {host}, and what is sent, the password too, may be overheard.",
            file=sys.stderr,
        )
    serve_desk(ledger, settings, ready=ready)
    return 0


def _password(*, asked: bool) -> str | None:
    """The password the desk asks for; it is not taken from the command line, which others can list."""
    given = os.environ.get("REPORTEDLY_PASSWORD")
    if given or not asked:
        return given or None
    return str(typer.prompt("Password of the desk", hide_input=True, confirmation_prompt=True, err=True))

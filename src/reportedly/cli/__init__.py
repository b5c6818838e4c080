"""The command line: arguments, one call, exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

USAGE = 2
STOPPED = 130  # as shells say of a program that was interrupted


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. 0: all done; 1: something not read, or not as it was; 2: anything else."""
    try:
        return _run(argv)
    except (KeyboardInterrupt, ImportError) as error:
        if not _interrupted(error):
            raise
        print("\nStopped. What was read is kept; run the same command again to go on.", file=sys.stderr)
        return STOPPED


def _interrupted(error: BaseException | None) -> bool:
    """Whether it comes of an interrupt: one while a library is loading becomes an ImportError."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _run(argv: Sequence[str] | None) -> int:
    import typer

    from reportedly.cli.commands import app
    from reportedly.errors import ReportedlyError

    # Click's, wherever typer has it: within itself or beside it.
    usage_error: type[Exception] = typer.BadParameter.__bases__[0]
    try:
        command = typer.main.get_command(app)  # called in parts: typer's own way hides interrupts and pipes
        with command.make_context("reportedly", list(sys.argv[1:] if argv is None else argv)) as context:
            status = command.invoke(context)
        sys.stdout.flush()
    except typer.Exit as exit_:
        return int(exit_.exit_code)
    except usage_error as error:
        error.show()  # type: ignore[attr-defined]
        return USAGE
    except ReportedlyError as error:
        _say(f"reportedly: {error}")
        return USAGE
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _say(f"reportedly: {error.filename or 'output'}: {error.strerror or error}")
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return USAGE
    except typer.Abort:
        raise KeyboardInterrupt from None
    return int(status or 0)


def _say(message: str) -> None:
    """One line for the user; what it quotes may be any file's name."""
    from reportedly.cli.screen import one_line

    print(one_line(message, 1000), file=sys.stderr)

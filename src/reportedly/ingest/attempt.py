"""The one place where trouble with an input becomes a line in the list of what was not read."""

from __future__ import annotations

import signal
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from reportedly.errors import InputError
from reportedly.records import Document, Unread

LONGEST_REASON = 300  # characters; a reason is one line for a person


class TimeIsUp(BaseException):
    """One input took too long; a BaseException so that no library's `except Exception` swallows it."""


def attempt(path: str, make: Callable[[], Document]) -> Document | Unread:
    """The article that `make` takes from one place, or why there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what libraries think of a page is no news to the user
            return make()
    except BaseException as error:  # any library error at all: one bad file never ends a run
        if not is_input_trouble(error):
            raise
        return Unread(path, reason_of(error))


def is_input_trouble(error: BaseException) -> bool:
    """Whether an input, and not the user or the system, ended the work. FastWARC panics with a
    BaseException."""
    return isinstance(error, Exception | TimeIsUp) or type(error).__name__ == "PanicException"


def reason_of(error: BaseException) -> str:
    """One line that tells a user what was wrong."""
    match error:
        case InputError():
            reason = str(error)
        case TimeIsUp():
            reason = f"took longer than {error.args[0]:g} seconds (limit seconds)"
        case RecursionError():
            reason = "nested too deep to be read"
        case MemoryError():
            reason = "needs more memory than there is"
        case EOFError():
            reason = "the compressed data end too early; the file is truncated"
        case OSError() if error.strerror:
            reason = error.strerror.lower()
        case _:
            reason = f"cannot be read: {error or type(error).__name__}"
    line = " ".join(reason.split()).encode("utf-8", "replace").decode()
    return line if len(line) <= LONGEST_REASON else line[: LONGEST_REASON - 1] + "…"


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises TimeIsUp in the block after so many seconds, where the system allows it: in the main thread of a
    Unix process. Leaves handler and timer of whoever had them before as they were."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TimeIsUp(seconds)

    began = time.monotonic()
    handler = signal.signal(signal.SIGALRM, ring)
    # The repeat is for libraries whose callbacks drop the first exception.
    left, interval = signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    finally:  # twice, because the alarm may ring inside the first
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(0.001, left - (time.monotonic() - began)), interval)

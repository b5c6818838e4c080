"""How the desk is served."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass, field
from pathlib import Path

from reportedly.errors import ReportedlyError

MIB = 1024 * 1024
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


class DeskError(ReportedlyError):
    """The desk cannot be served as asked."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the desk listens and what it takes. Raises DeskError for an open address without a password."""

    host: str = "127.0.0.1"
    port: int = 8484
    password: str | None = field(default=None, repr=False)
    actors: Path | None = None  # a file of the user's own actors
    upload_bytes: int = 256 * MIB  # of one drop: what one file may have at most when it is read
    upload_files: int = 2_000

    def __post_init__(self) -> None:
        if not self.password and not is_loopback(self.host):
            raise DeskError(
                f"{self.host} can be reached by other machines; expected a password as well "
                "(--password, or REPORTEDLY_PASSWORD)"
            )

    @property
    def is_open(self) -> bool:
        """Whether other machines can reach it."""
        return not is_loopback(self.host)

    def answers_to(self, name: str) -> bool:
        """Whether a request may call the desk by this name: a page elsewhere must not reach it by a name of
        its own that it lets mean this machine (DNS rebinding). An address cannot be made to mean another."""
        if name in LOOPBACK_NAMES or name == self.host.lower():
            return True
        return self.is_open and (is_address(name) or name in own_names())


def is_loopback(host: str) -> bool:
    return host == "localhost" or (is_address(host) and ipaddress.ip_address(host).is_loopback)


def is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def own_names() -> frozenset[str]:
    name = socket.gethostname().lower()
    return frozenset({name, f"{name}.local", name.partition(".")[0]})

"""Who may come in: the password, sessions, and the token that every change must carry."""

from __future__ import annotations

import secrets
import time
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

STAYS = 12 * 3600.0  # seconds a session lasts after its last use: a long working day
MOST_SESSIONS = 1_000
PAUSE = 1.0  # seconds after a wrong password; guesses wait for each other


class Keeper:
    """Keeps the desk's secrets; without a password everybody on this machine may come in."""

    def __init__(self, password: str | None) -> None:
        self._hasher = PasswordHasher()
        self._hash = self._hasher.hash(password) if password else None
        self._sessions: dict[str, float] = {}
        self._lock = Lock()
        self.token = secrets.token_urlsafe(24)

    @property
    def asks(self) -> bool:
        return self._hash is not None

    def enter(self, password: str) -> str | None:
        """A new session for the right password, None for another."""
        with self._lock:
            if self._hash is None or not self._is_right(password):
                return None
            session = secrets.token_urlsafe(32)
            self._sessions = dict(list(self._sessions.items())[-MOST_SESSIONS + 1 :])
            self._sessions[session] = time.monotonic() + STAYS
            return session

    def _is_right(self, password: str) -> bool:
        try:
            return self._hasher.verify(self._hash or "", password)
        except VerifyMismatchError:
            time.sleep(PAUSE)
            return False

    def knows(self, session: str | None) -> bool:
        """Whether the session is one that has entered; it lasts from its last use."""
        if not self.asks:
            return True
        now = time.monotonic()
        if not session or self._sessions.get(session, 0.0) < now:
            return False
        self._sessions[session] = now + STAYS
        return True

    def leave(self, session: str | None) -> None:
        self._sessions.pop(session or "", None)

    def trusts(self, token: str | None) -> bool:
        return secrets.compare_digest((token or "").encode("utf-8", "replace"), self.token.encode())

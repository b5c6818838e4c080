"""Decisions and findings as JSON, and what a decision is known by.

msgspec is imported where it is used: most ledgers hold no decision, and opening one should not wait for it.
"""

from __future__ import annotations

import json
import zlib
from functools import lru_cache
from hashlib import sha256
from typing import Any

from reportedly.errors import LedgerError
from reportedly.records import (
    Action,
    Add,
    Amend,
    AmendFacts,
    Decision,
    Facts,
    Merge,
    NotSame,
    Reject,
    Rename,
    Split,
    Statement,
    Undo,
)

KINDS: dict[str, type[Action]] = {
    "merge": Merge,
    "not-same": NotSame,
    "rename": Rename,
    "split": Split,
    "reject": Reject,
    "add": Add,
    "amend": Amend,
    "facts": AmendFacts,
    "undo": Undo,
}


def action_json(action: Action) -> str:
    """The action as it is kept and hashed: in ASCII, keys in order, without what is empty.

    A field that a later version adds and leaves empty does not change what an older decision is known by.
    """
    import msgspec

    return _json(_without_empty(msgspec.to_builtins(action)))


@lru_cache(maxsize=4096)
def action_of(text: str) -> Action:
    """The action of its JSON. Raises LedgerError where it is none."""
    import msgspec

    try:
        found = json.loads(text)
        return msgspec.convert(found, KINDS[found["what"]])
    except (ValueError, KeyError, TypeError) as error:
        what = f"{error} is not known" if isinstance(error, KeyError) else str(error)
        raise LedgerError(f"this is no decision ({what}); expected one written by this program") from None


def decision_id(at: str, author: str, action: str) -> str:
    """What a decision is known by; `action` as action_json writes it."""
    return sha256(_json([at, author, action]).encode("ascii")).hexdigest()[:16]


def decision_line(decision: Decision) -> str:
    """The decision as one line of JSON."""
    head = {"id": decision.id, "at": decision.at, "author": decision.author}
    return _json({**head, "action": json.loads(action_json(decision.action))})


def decision_of(line: str) -> Decision:
    """The decision of such a line. Raises LedgerError where it is none or has been changed."""
    try:
        found = json.loads(line)
        at, author, told = str(found["at"]), str(found["author"]), str(found["id"])
        action = found["action"]
    except (ValueError, KeyError, TypeError):
        raise LedgerError("this is no decision; expected a line of `reportedly decisions export`") from None
    decision = Decision(told, at, author, action_of(_json(action)))
    check(decision)
    return decision


def check(decision: Decision) -> None:
    """Raise LedgerError where a decision is not what its id says."""
    if decision_id(decision.at, decision.author, action_json(decision.action)) != decision.id:
        raise LedgerError(f"decision {decision.id} has been changed: its id does not follow from the rest")


def pack(facts: Facts, statements: tuple[Statement, ...]) -> bytes:
    """What the machine found of an article that decisions may correct."""
    import msgspec

    found = {"facts": msgspec.to_builtins(facts), "statements": msgspec.to_builtins(statements)}
    return zlib.compress(_json(found).encode("ascii"))


def unpack(packed: bytes) -> tuple[Facts, tuple[Statement, ...]]:
    import msgspec

    found = json.loads(zlib.decompress(packed))
    return (
        msgspec.convert(found["facts"], Facts),
        msgspec.convert(found["statements"], tuple[Statement, ...]),
    )


def _json(value: object) -> str:
    """ASCII, for texts may hold what no database and no UTF-8 takes."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_empty(one) for name, one in value.items() if one is not None and one != []}
    return [_without_empty(one) for one in value] if isinstance(value, list) else value

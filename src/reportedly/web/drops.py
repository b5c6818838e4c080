"""Files dropped on the desk: checked, and laid into a folder under harmless names."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO

from reportedly.records import Unread
from reportedly.web.shown import shown

ENDINGS = frozenset(
    (
        "", ".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".json", ".jsonl",
        ".ndjson", ".xml", ".rss", ".atom", ".feed", ".warc", ".pdf", ".gz", ".tgz", ".tar", ".zip",
    )
)  # fmt: skip
SAVED_PAGE = ("_files", "_dateien", ".files")  # folders of pictures and scripts that a saved page comes with
LONGEST, DEEPEST = 120, 8
_HARMFUL = re.compile(r"[\x00-\x1f\x7f-\x9f:*?\"<>|\u202a-\u202e\u2066-\u2069]")

Dropped = tuple[str, BinaryIO]


def safe_parts(name: str) -> list[str]:
    """The folders and the name of a dropped file, without anything that leads out of where it is laid."""
    parts = (_HARMFUL.sub("_", part).strip(" ") for part in shown(name).replace("\\", "/").split("/"))
    kept = [_short(part) for part in parts if part.strip(".")]
    return kept[-DEEPEST:]


def _short(part: str) -> str:
    """A file system takes 255 bytes at most; the ending is kept, for it tells the kind."""
    ending = Path(part).suffix
    ending = ending if len(ending.encode()) <= 12 else ""
    stem = part[: len(part) - len(ending)] if ending else part
    while len((stem + ending).encode()) > LONGEST:
        stem = stem[:-1]
    return stem + ending


def refusal(name: str) -> str | None:
    """Why a file of this name is not taken; None where it is."""
    parts = safe_parts(name)
    if not parts:
        return "it has no name; expected a file"
    ending = Path(parts[-1]).suffix.lower()
    if ending not in ENDINGS and re.fullmatch(r"\.[a-z][a-z0-9]{0,7}", ending):
        return (
            f"a file of kind {ending}; expected text, HTML, JSON, a feed, WARC, PDF, or an archive of these"
        )
    return None


def lay(dropped: Sequence[Dropped]) -> tuple[Path, list[Unread]]:
    """The files in a new folder of their own, and those that were refused."""
    folder = Path(mkdtemp(prefix="reportedly-"))
    inside = folder / f"dropped {datetime.now(UTC):%Y-%m-%d %H.%M.%S}"
    inside.mkdir()
    try:
        refused = _lay(dropped, inside)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder, refused


def _lay(dropped: Sequence[Dropped], inside: Path) -> list[Unread]:
    refused: list[Unread] = []
    for name, file in dropped:
        parts = safe_parts(name)
        if any(part.lower().endswith(SAVED_PAGE) for part in parts[:-1]):
            continue
        reason = refusal(name)
        if reason:
            refused.append(Unread(shown(name)[:300], reason))
            continue
        place = free(inside.joinpath(*parts))
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as kept:
            shutil.copyfileobj(file, kept)
    return refused


def free(place: Path) -> Path:
    """The place, or one like it where something has it already; a file is no folder for others."""
    parents = [parent for parent in place.parents if parent.is_file()]
    if parents:
        place = parents[0].with_name(f"{parents[0].name} {place.name}")
    number = 1
    found = place
    while found.exists():
        number += 1
        found = place.with_name(f"{place.stem} ({number}){place.suffix}")
    return found

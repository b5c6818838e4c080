"""What a page shows: nothing in an article's words may hide, reorder or run."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

# A character for a character, so that places still fit: signs for what would not be seen, and the mark of a
# character that cannot be shown for those that turn the writing direction of others around.
_TABLE: dict[int, int] = {code: 0x2400 + code for code in range(32) if code not in (9, 10, 13)}
_TABLE |= {0x7F: 0x2421, **dict.fromkeys([*range(0x80, 0xA0), 0x202D, 0x202E], 0xFFFD)}
_TABLE |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


def shown(text: str) -> str:
    """The text as a page can show it, as long as before."""
    return text.translate(_TABLE)


def finalize(value: Any) -> Any:
    """Every value that a template prints goes through here."""
    if value is None:
        return ""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def clipped(text: str, most: int) -> str:
    """The words in one line, the middle left out where it is long."""
    words = " ".join(text.split())
    half = most // 2
    return words if len(words) <= most else f"{words[:half].rstrip()} … {words[-half:].lstrip()}"


def file_name(path: str) -> str:
    """The last part of a path, to stand for an article without a title."""
    return path.rstrip("/").rpartition("/")[2] or path


def speaker(name: str) -> str:
    return "nobody named" if name == "unknown" else name

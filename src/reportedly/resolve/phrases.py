"""Reads the words by which newspapers name offices and bodies of states: "Israel's former defence chief",
"the Iraqi Ministry of Defence". Works on the words of a strict key; knows tables, no actors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from reportedly.resolve.actors import Post
from reportedly.resolve.names import fold, without_possessive

LONGEST_OWNER = 7  # words: "united nations high commissioner for human rights"
LONGEST_TITLE = 8
_PAST = frozenset({"former", "ex", "then", "late", "ousted", "previous", "deposed", "onetime", "retired"})
_PRESENT = frozenset(
    {"acting", "interim", "new", "newly", "current", "visiting", "incumbent", "outgoing", "his", "her", "its"}
    | {"caretaker", "own", "top", "senior", "transitional", "embattled", "their", "our"}
)
_LINKS = ("of", "for", "to", "in")

Owner = Callable[[str], str | None]  # what a state or body is called in the register, by its strict key


def tokens(text: str) -> list[str]:
    """The words of a phrase as strict keys, without possessives and "the"."""
    return [word for word in fold(without_possessive(text)).split() if word != "the"]


class Titles:
    """Finds offices in phrases."""

    def __init__(self, titles: Mapping[str, list[str]], owner: Owner) -> None:
        self._titles = titles
        self._owner = owner

    def named(self, office: str) -> tuple[str, ...]:
        """The offices that a title may mean."""
        return tuple(self._titles.get(" ".join(tokens(office)), ()))

    def read(self, text: str) -> Post | None:
        """The office that a phrase begins with or consists of; None where it names none."""
        words = tokens(text)
        former = bool(set(words[:4]) & _PAST)
        words = [word for at, word in enumerate(words) if at > 4 or word not in _PAST | _PRESENT]
        best: tuple[int, Post] | None = None
        for end in range(min(LONGEST_OWNER, len(words)), -1, -1):
            of = self._owner(" ".join(words[:end])) if end else None
            if end and not of:
                continue
            length, post = self._titled(words[end:], of, former)
            if post and (best is None or length > best[0]):  # "Mossad chief" is an office of its own
                best = length, post
        return best[1] if best else None

    def _titled(self, words: list[str], of: str | None, former: bool) -> tuple[int, Post | None]:
        """The longest title that the words begin with, and its length."""
        for end in range(min(LONGEST_TITLE, len(words)), 0, -1):
            found = self._titles.get(" ".join(words[:end]))
            if found:
                return end, self._owned(tuple(found), words[end:], of, former)
        return 0, None

    def _owned(self, titles: tuple[str, ...], rest: list[str], of: str | None, former: bool) -> Post | None:
        """The office with the state or body that follows it: "of Iran", "for the United Nations"."""
        if "ambassador" in titles and rest[:1] == ["to"]:
            return self._ambassador(rest[1:], of, former)
        if rest and rest[0] in _LINKS:
            for end in range(min(LONGEST_OWNER, len(rest) - 1), 0, -1):
                owner = self._owner(" ".join(rest[1 : end + 1]))
                if owner:
                    return Post(titles, owner if of is None else of, " ".join(rest[end + 1 :]), former)
            return None
        return Post(titles, of, " ".join(rest), former)

    def _ambassador(self, rest: list[str], of: str | None, former: bool) -> Post | None:
        for end in range(min(LONGEST_OWNER, len(rest)), 0, -1):
            host = self._owner(" ".join(rest[:end]))
            if host:
                titles = (f"ambassador to {fold(host)}", f"ambassador to the {fold(host)}")
                return Post(titles, of, " ".join(rest[end:]), former)
        return None


class Bodies:
    """Finds ministries, armies and the like in phrases."""

    def __init__(self, bodies: Mapping[str, Iterable[str]], owner: Owner) -> None:
        self._phrases = {
            " ".join(tokens(phrase)): body for body, phrases in bodies.items() for phrase in phrases
        }
        self._owner = owner

    def read(self, text: str) -> tuple[str, str | None] | None:
        """The body that a phrase names and its state: ("foreign ministry", "Iran"), or None."""
        words = tokens(text)
        found = self._behind_owner(words)
        if not found and "in" in words:  # "the Korean embassy in Beijing"
            found = self._behind_owner(words[: words.index("in")])
            found = found if found and found[1] else None
        if found:
            return found
        for at, word in enumerate(words):
            if word in _LINKS and " ".join(words[:at]) in self._phrases:
                of = self._owner(" ".join(words[at + 1 :]))
                if of:
                    return self._phrases[" ".join(words[:at])], of
        return None

    def _behind_owner(self, words: list[str]) -> tuple[str, str | None] | None:
        for end in range(min(LONGEST_OWNER, len(words) - 1), -1, -1):
            of = self._owner(" ".join(words[:end])) if end else None
            if (of or not end) and " ".join(words[end:]) in self._phrases:
                return self._phrases[" ".join(words[end:])], of
        return None

"""Takes the words of a source apart: what it is a phrase of, and who in it might be the speaker."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, cast

from reportedly.resolve.actors import KINDS, Kind

Head = Literal[
    "person", "public", "government", "agency", "armed_group", "party", "igo", "company", "outlet",
    "organisation", "document", "utterance", "unknown", "pronoun", "",
]  # fmt: skip
Reach = Literal["definite", "indefinite", "own", "bare"]

FIRST = frozenset({"i", "we", "my", "our", "us", "me", "myself", "ourselves"})
THIRD = frozenset(
    {"he", "she", "they", "it", "him", "her", "them", "his", "its", "their", "himself", "herself"}
)
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
POINTING = frozenset({"this", "these", "those", "such", "the"})  # at no one who speaks
SINGULAR_PERSON = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
PLURAL = frozenset({"they", "them", "their", "both", "the two", "the latter two", "both sides"})

_DETERMINER = re.compile(
    r"(?:(?P<definite>the|this|that|these|those|both)|(?P<indefinite>an?|some|one|two|three|four|five|several|"
    r"many|most|other|others|another|various|multiple|numerous|all|few|unnamed|anonymous)|(?P<own>his|her|its|their|our|my))\s+"
    r"(?:own\s+)?",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"[Nn]eighbou?ring\s+(?=[A-Z])")  # says where a state lies, and is no part of its name
_OF = re.compile(r"\s+(?:of|for|from|in|at|with|by|on|to|about|inside|within|near|under|including|close)\s+")
_AT = re.compile(r"\s+(?:in|at|from|on|inside|within|near)\s")
_END = re.compile(
    r"\s*(?:,(?!\d)|[(;:—–])|\s+(?:who|which|that|whose|where|when|while|led|released|published|quoted|here|there|based|familiar|aware|"
    r"speaking|involved|obtained|linked|posted|issued|signed|made|written|seen|circulated|distributing|carried|"
    r"believed|cited|contacted|present)\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"\s*\((?:the\s+)?[A-Z][A-Za-z.&/-]{1,9}\)")
_EDGES = " \t\n\"'“”‘’`.,;:()[]"
_WRITTEN = ("document", "utterance", "public", "outlet")
_POSSESSIVE = re.compile(r"(?:'s|’s|(?<=s)['’])$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A source in one line. `core` ends before the first preposition, comma or clause; `after` is what the
    first preposition brings; `head` is the core's last word, `kind` what it names."""

    words: str
    core: str
    after: str
    link: str
    head: str
    kind: Head
    reach: Reach

    @property
    def whole(self) -> str:
        """The core with what its prepositions bring, as far as the next comma or clause."""
        return f"{self.core} {self.link} {self.after}" if self.after else self.core

    @property
    def named(self) -> bool:
        """Whether a name stands in the core; the capital of a common noun that begins a sentence is none."""
        words = self.core.split()
        if len(words) == 1 and kind_of_head(self.core.lower()):
            return False  # "The Government"
        first = words[0] if self.reach == "bare" and len(words) > 1 else ""
        common = first and (
            is_title(first) or kind_of_head(first.lower()) or first.lower() in word_set("common")
        )
        return any(word[:1].isupper() or word[:3] == "al-" for word in (words[1:] if common else words))

    @property
    def plural(self) -> bool:
        return self.words.lower() in PLURAL or _singular(self.head) != self.head


_MEDIA_SOURCES = re.compile(r"\b(?:media|press)\s+(?:sources?|reports?)$", re.IGNORECASE)
_OPENS_CLAUSE = re.compile(
    r"(he|she|they|we|I)\s+(?:\w+ly\s+)?(?:and|had|has|have|was|were|is|are|will|would|said)\b", re.IGNORECASE
)
_OFFICES = {"FM": "foreign minister", "PM": "prime minister"}  # of headlines
_OFFICE_LETTERS = re.compile(r"\b(?:FM|PM)\b")
_HONOUR = re.compile(
    r"(?:His|Her|Their)\s+(?:Royal\s+)?(?:Highness|Majesty|Excellency|Holiness|Eminence)(?:,?\s+)(?=\w)"
)
# Where a source was cut before its last noun: "leaders in".
_CUT = re.compile(r"(?<=\w)(?:\s+(?:of|in|to|for|by|from|with|and|or|at|on|among|against|about|the|an?))+$")
# The article before a name, and what made its sentence begin with a capital: "However Lyra officials".
_OPENS = re.compile(
    r"^(?:(?:although|however|but|while|when|since|after|before|if|despite|meanwhile|also|moreover)\s+(?=\S))?"
    r"(?:(?:the|a|an)\s+)?",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 12)
def phrase_of(words: str) -> Phrase:
    """The phrase that a source's words are."""
    line = _CUT.sub("", _LETTERS.sub("", " ".join(words.split())).strip(_EDGES))
    line = _OFFICE_LETTERS.sub(lambda letters: _OFFICES[letters[0]], line)
    capitals = len(line) > 1 and line.isupper()  # "WHO", "US"
    if not capitals and line.lower() in FIRST | THIRD | RELATIVE | PLURAL:
        return Phrase(line, line, "", "", line.lower(), "pronoun", "definite")
    opens = _OPENS_CLAUSE.match(line)
    if opens:  # "she had heard the news": the clause with its subject
        return Phrase(opens[1], opens[1], "", "", opens[1].lower(), "pronoun", "definite")
    line = _HONOUR.sub("", line, count=1)
    determiner = _DETERMINER.match(line)
    determiner = (
        None if determiner and _AT.match(line, determiner.end() - 1) else determiner
    )  # "many in Tarn"
    reach = cast(Reach, determiner.lastgroup) if determiner else "bare"
    rest = _BESIDE.sub("", line[determiner.end() :] if determiner else line, count=1)
    if reach == "indefinite" or (reach == "definite" and re.match(r"(?:two|other|same|three)\s", rest)):
        rest = _partitive(rest)
    end = next((found for found in _END.finditer(rest, 1) if not _is_before_head(rest, found)), None)
    noun = rest[: end.start()] if end else rest
    link = _OF.search(noun)
    core = (noun[: link.start()] if link else noun).strip(_EDGES) or line
    after = noun[link.end() :].strip(_EDGES) if link else ""
    core = core if core.strip() else line or "somebody"
    head = _POSSESSIVE.sub("", core.split()[-1]).lower()
    word = link.group().strip() if link else ""
    behind = after.split()[-1].lower() if after else ""
    if word == "of" and core.split()[-1][:1].isupper() and kind_of_head(behind) in ("person", "utterance"):
        core, head, after, word = f"{core} of {after}", behind, "", ""  # "a Ministry of Defence source"
    kind = "outlet" if _MEDIA_SOURCES.search(core) else kind_of_head(head)
    if core.split()[-1][:1].isupper() and kind in _WRITTEN and (" " in core or reach == "definite"):
        kind = ""  # "The Washington Post"
    return Phrase(line, core, after, word, head, kind, reach)


def _is_before_head(rest: str, found: re.Match[str]) -> bool:
    """Whether what may begin a clause only tells which one a noun is: "unconfirmed published reports"."""
    behind = rest[found.end() :].split()[:1]
    verbal = found.group().strip().endswith("ed") or found.group().strip() in ("made", "written", "seen")
    return verbal and bool(behind) and kind_of_head(behind[0].strip(_EDGES).lower()) in _WRITTEN


def _partitive(rest: str) -> str:
    """What is counted: "number of officials" is "officials"."""
    found = re.match(r"(?:number|group|handful|dozens|couple|of)\s+(?:of\s+)?(?:the\s+|his\s+|her\s+)?", rest)
    return rest[found.end() :] if found and found.end() < len(rest) else rest


@cache
def _lexicon() -> dict[str, dict[str, str]]:
    table = tomllib.loads((files("reportedly.resolve") / "sources.toml").read_text("utf-8"))
    heads = {word: kind for kind, words in table.items() if isinstance(words, str) for word in words.split()}
    named = {word: kind for kind, words in table["named"].items() for word in words.split()}
    titles = dict.fromkeys(table["titles"]["words"].split(), "title")
    genders = {word: sex for sex in ("female", "male") for word in table["titles"][sex].split()}
    state = dict.fromkeys(table["state"]["words"].split(), "state")
    return {"heads": heads, "named": named, "titles": titles, "genders": genders, "state": state}


@cache
def word_set(name: str) -> frozenset[str]:
    """One of the small sets of words that are no part of names or titles."""
    table = tomllib.loads((files("reportedly.resolve") / "sources.toml").read_text("utf-8"))
    return frozenset(table["sets"][name].split())


def kind_of_head(head: str) -> Head:
    """What a common noun names: "minister" a person, "" where it tells nothing."""
    heads = _lexicon()["heads"]
    return cast(Head, heads.get(head) or heads.get(_singular(head)) or heads.get(head.rpartition("-")[2], ""))


def kind_of_name(name: str) -> Kind | None:
    """What a body's name tells of its kind: "Sundrey Times" an outlet; by its last telling word, or, for
    "Ministry of X", its first."""
    found = [_lexicon()["named"].get(word) for word in name.lower().replace("’s", "").split()]
    telling = [kind for word in found for kind in KINDS if word == kind]
    if not telling:
        return None
    kind = telling[0] if " of " in name or " for " in name or "igo" in telling else telling[-1]
    if "igo" in telling:
        kind = "igo"
    return kind if kind in KINDS else None


def is_title(word: str) -> bool:
    """Whether a word may stand before a name without being part of it."""
    titles = _lexicon()["titles"]
    plain = word.lower().strip("\u200b\u200e\u200f")
    parts = _POSSESSIVE.sub("", plain).split("/")
    return all(part in titles or (part[:-1] in titles and kind_of_head(part) == "person") for part in parts)


def gender_of_word(word: str) -> str | None:
    """The sex that a title or noun tells."""
    return _lexicon()["genders"].get(word.lower())


def serves_state(words: str) -> bool:
    """Whether a description is of somebody in a state's service."""
    state = _lexicon()["state"]
    return any(_singular(word.strip(_EDGES)) in state or word in state for word in words.lower().split())


def plain(words: str) -> str:
    """The words without quotation marks, article and possessive ending."""
    line = " ".join(words.split()).strip(_EDGES)
    line = _OPENS.sub("", line)
    return _POSSESSIVE.sub("", line)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith(("ches", "sses")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is", "news")) else word

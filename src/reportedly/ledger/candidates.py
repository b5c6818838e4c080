"""Pairs of actors who may be one, each with its reason. They are proposed, never joined by themselves."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from sqlalchemy import Connection, select

from reportedly.ledger import schema
from reportedly.ledger.actors import Met, from_articles, met, rows_of, surname_only
from reportedly.ledger.cast import Cast
from reportedly.ledger.corrections import OF_ACTORS, actors_cast, decision
from reportedly.ledger.fold import words
from reportedly.ledger.load import batches
from reportedly.ledger.rows import ActorRow, Candidate
from reportedly.records import NotSame

STATEMENT = schema.statement
Sound = Callable[[str], str]
AT_MOST_DROPPED = 4  # pairs looked at for each that is listed, for some speak for different states
MOST_ALIKE = 6  # actors under one key: more of them say that the key tells nothing
MOST_NAMESAKES = 3  # who may be meant where no article has both
SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "de", "la", "al"})
NO_BODY = frozenset({"person", "public", "unknown", "document", None})


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two actors, and why; {0} and {1} in the reason are names as the statements in `rows` have them."""

    one: str
    other: str
    reason: str
    score: float
    rows: tuple[int, ...] = ()


def candidates(connection: Connection, limit: int | None, sound: Sound | None) -> list[Candidate]:
    """The likeliest pairs first; never two whom a decision keeps apart."""
    known = met(connection)
    apart = _apart(connection)
    best: dict[frozenset[str], _Pair] = {}
    found = (_same_name(known), _acronyms(known), _surnames(connection, known), _sounds(known, sound))
    for pair in chain.from_iterable(found):
        who = frozenset((pair.one, pair.other))
        if who not in apart and (who not in best or best[who].score < pair.score):
            best[who] = pair

    def weight(pair: _Pair) -> tuple[float, int, str, str]:
        met_less = min(known[actor].names.total() for actor in (pair.one, pair.other))
        return -pair.score, -met_less, pair.one, pair.other

    chosen = sorted(best.values(), key=weight)[: limit and limit * AT_MOST_DROPPED]
    ids = list(dict.fromkeys(actor for pair in chosen for actor in (pair.one, pair.other)))
    rows = {row.id: row for row in rows_of(connection, ids)}
    fits = [pair for pair in chosen if _one_side(rows[pair.one], rows[pair.other])][:limit]
    reasons = _reasons(connection, fits)
    return [Candidate(rows[pair.one], rows[pair.other], reasons[pair], pair.score) for pair in fits]


def _one_side(one: ActorRow, other: ActorRow) -> bool:
    """Whether both may speak for the same: every state has a foreign ministry."""
    sides = {one.speaks_for, other.speaks_for} - {None}
    return len(sides) < 2 or one.kind == other.kind == "person"


def _reasons(connection: Connection, pairs: Sequence[_Pair]) -> dict[_Pair, str]:
    """The reasons with the names as they are written."""
    written: dict[int, str] = {}
    for batch in batches(sorted({row for pair in pairs for row in pair.rows}), 300):
        found = select(STATEMENT.c.row, STATEMENT.c.speaker).where(STATEMENT.c.row.in_(batch))
        written.update({row.row: row.speaker for row in connection.execute(found)})
    return {pair: pair.reason.format(*(written[row] for row in pair.rows)) for pair in pairs}


def _apart(connection: Connection) -> set[frozenset[str]]:
    """The pairs that are decided not to be the same, as they are called now."""
    cast: Cast = actors_cast(connection)
    made = [decision(row) for row in connection.execute(OF_ACTORS)]
    return {
        frozenset((cast.root(one.action.one), cast.root(one.action.other)))
        for one in made
        if isinstance(one.action, NotSame) and cast.outcomes[one.id].state == "holds"
    }


def _groups(known: dict[str, Met], keys: Callable[[Met], Iterable[str]]) -> Iterator[tuple[str, list[str]]]:
    """Each key with the actors that share it, where they are few; the one met most comes last."""
    found: dict[str, set[str]] = defaultdict(set)
    for actor, one in known.items():
        for key in keys(one):
            found[key].add(actor)
    for key, actors in found.items():
        if 1 < len(actors) <= MOST_ALIKE:
            yield key, sorted(actors, key=lambda actor: (known[actor].names.total(), actor))


def _fits(one: Met, other: Met) -> bool:
    """Whether two kinds may be one actor's: a person is no body."""
    return one.kind == other.kind or "person" not in (one.kind, other.kind) or None in (one.kind, other.kind)


def _same_name(known: dict[str, Met]) -> Iterator[_Pair]:
    """Two of the register are told apart by it; what a surname alone tells, _surnames says."""

    def keys(one: Met) -> list[str]:
        return [name for name in one.names if name and (one.kind != "person" or len(name.split()) > 1)]

    for name, actors in _groups(known, keys):
        for one, other in combinations(actors, 2):
            if _fits(known[one], known[other]) and (from_articles(one) or from_articles(other)):
                yield _Pair(one, other, "both are called {0}", 0.9, (known[one].rows[name],))


def _acronyms(known: dict[str, Met]) -> Iterator[_Pair]:
    """A short name of a body made of the initials of another's: three letters at least."""
    long: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for actor, one in known.items():
        for name in one.names if one.kind not in NO_BODY else ():
            initials = "".join(word[0] for word in name.split() if word not in SMALL)
            if len(initials) >= 3:
                long[initials].append((actor, one.rows[name]))
    for actor, one in known.items():
        for name in one.names if one.kind not in NO_BODY else ():
            fits = [pair for pair in long.get(name.strip(), ()) if pair[0] != actor]
            for other, whole in fits if len(fits) <= MOST_ALIKE else ():
                yield _Pair(actor, other, "{0} are the initials of {1}", 0.7, (one.rows[name], whole))


def _surnames(connection: Connection, known: dict[str, Met]) -> Iterator[_Pair]:
    """A person known by surname, and persons of that surname: those of the same articles, or of the few."""
    full: dict[str, set[str]] = defaultdict(set)
    for actor, one in known.items():
        for name in _full_names(actor, one) if one.kind == "person" else ():
            full[name.split()[-1]].add(actor)
    alone = {actor: one.name_key.strip() for actor, one in known.items() if surname_only(actor, one)}
    alone = {actor: surname for actor, surname in alone.items() if surname in full}
    asked = set(alone).union(*(full[surname] for surname in alone.values()))
    articles = _articles(connection, asked)
    for actor, surname in alone.items():
        for other in full[surname] - {actor}:
            shared = len(articles[actor] & articles[other])
            number = len(full[surname] - {actor, other})
            if shared or number < MOST_NAMESAKES:
                reason, row = _by_surname(shared, number), known[actor].rows[known[actor].name_key]
                yield _Pair(actor, other, reason, _score(shared, number), (row,))


def _full_names(actor: str, one: Met) -> Iterator[str]:
    """The names of a person that are more than a surname; a person of the register has one in the id."""
    registered = [] if from_articles(actor) else [" ".join(words(actor.rpartition("/")[2]))]
    for name in (*one.names, *registered):
        parts = name.split()
        if len(parts) > 1 and "and" not in parts:
            yield name


def _by_surname(shared: int, others: int) -> str:
    """Why a surname may be this person's, and how many others it may be."""
    where = f"both speak in {shared} article{'' if shared == 1 else 's'}" if shared else "in other articles"
    rest = (
        f"{others} other{'' if others == 1 else 's'} here with it" if others else "the only one here with it"
    )
    return f"surname {{0}}: {where}, {rest}"


def _score(shared: int, others: int) -> float:
    return round((0.8 if shared else 0.5) / math.sqrt(1 + others), 2)


def _articles(connection: Connection, actors: Iterable[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    pairs = select(STATEMENT.c.actor, STATEMENT.c.article).distinct()
    for batch in batches(sorted(actors), 300):
        for row in connection.execute(pairs.where(STATEMENT.c.actor.in_(batch))):
            found[row.actor].add(row.article)
    return found


def _sounds(known: dict[str, Met], sound: Sound | None) -> Iterator[_Pair]:
    """Full names of one sound: spellings of one name in other letters."""
    if sound is None:
        return
    named = {actor: one for actor, one in known.items() if one.kind not in NO_BODY - {"person"}}

    def keys(one: Met) -> set[str]:
        return {sound(name.strip()) for name in one.names if len(name.split()) > 1} - {""}

    for _, actors in _groups(named, keys):
        for one, other in combinations(actors, 2):
            if known[one].kind == known[other].kind and (from_articles(one) or from_articles(other)):
                rows = tuple(known[actor].rows[known[actor].name_key] for actor in (one, other))
                yield _Pair(one, other, "{0} and {1} sound alike", 0.6, rows)

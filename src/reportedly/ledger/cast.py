"""Decisions about actors, made into who each speaker is. Pure: decisions in, speakers out.

The reader's actor is followed through splits (the statements of one article or name that are another's), then
through merges to the last one; a name given to that one holds for all who are it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from reportedly.ledger.fold import key
from reportedly.ledger.force import Outcome, Outcomes, by, in_force
from reportedly.records import Decision, Merge, NotSame, Rename, Speaker, Split


@dataclass(frozen=True, slots=True)
class Label:
    """What an actor is called; None leaves what its statements say."""

    name: str | None = None
    kind: str | None = None
    speaks_for: str | None = None

    def on(self, speaker: Speaker) -> Speaker:
        return replace(
            speaker,
            name=self.name or speaker.name,
            kind=self.kind or speaker.kind,
            speaks_for=self.speaks_for or speaker.speaks_for,
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """The statements of `members` in an article or under a name, or both, are those of `to`."""

    members: frozenset[str]
    article: str | None
    name_key: str | None
    to: str

    def takes(self, actor: str, article: str, name: str) -> bool:
        return (
            actor in self.members
            and self.article in (None, article)
            and (self.name_key is None or self.name_key == key(name))
        )


@dataclass(frozen=True, slots=True)
class _Edge:
    into: str
    label: Label
    decision: Decision
    order: int


@dataclass(slots=True)
class Cast:
    """Who is who by the decisions so far; made by cast_of."""

    edges: dict[str, _Edge] = field(default_factory=dict)
    parts: list[_Part] = field(default_factory=list)
    labels: dict[str, Label] = field(default_factory=dict)
    outcomes: Outcomes = field(default_factory=dict)

    def root(self, actor: str) -> str:
        """The actor that an actor is by all merges."""
        while actor in self.edges:
            actor = self.edges[actor].into
        return actor

    def members(self, actor: str) -> frozenset[str]:
        """All actors that are the same as this one, itself among them."""
        root = self.root(actor)
        return frozenset({root, actor, *(one for one in self.edges if self.root(one) == root)})

    def speaker(self, article: str, speaker: Speaker) -> Speaker:
        """The speaker of a statement in an article as decided."""
        if speaker.actor is None:
            return speaker
        actor = speaker.actor
        for part in self.parts:
            if part.takes(actor, article, speaker.name):
                actor = part.to
        cast = replace(speaker, actor=self.root(actor))
        if actor in self.edges:
            cast = self._last(actor).label.on(cast)
        label = self.labels.get(self.root(actor))
        return label.on(cast) if label else cast

    def _last(self, actor: str) -> _Edge:
        while self.edges[actor].into in self.edges:
            actor = self.edges[actor].into
        return self.edges[actor]

    def decided(self) -> set[str]:
        """All actors that any decision which holds may change."""
        split = {one for part in self.parts for one in (*part.members, part.to)}
        return {*self.edges, *(edge.into for edge in self.edges.values()), *self.labels, *split}

    def fate(self, actor: str, since: int = 0) -> tuple[object, ...]:
        """What makes of this actor's statements what they are: casts with the same fate treat it alike."""
        root = self.root(actor)
        last = self._last(actor).label if actor in self.edges else None
        taken = [
            (part, self.fate(part.to, number + 1))
            for number, part in enumerate(self.parts)
            if number >= since and actor in part.members
        ]
        return root, last, self.labels.get(root), tuple(taken)


def changed(old: Cast, new: Cast) -> set[str]:
    """The actors whose statements two casts may treat otherwise."""
    return {actor for actor in old.decided() | new.decided() if old.fate(actor) != new.fate(actor)}


def cast_of(decisions: Sequence[Decision]) -> Cast:
    """Take the decisions about actors in their order; where two contradict each other, the later wins."""
    holding, outcomes = in_force(decisions)
    cast = Cast(outcomes=outcomes)
    apart: dict[str, NotSame] = {}
    named: dict[str, tuple[str, str]] = {}  # by actor, the id of the decision that named it and the name
    for order, decision in enumerate(holding):
        action = decision.action
        if isinstance(action, Merge):
            _merge(cast, _Edge(action.into, _label(action), decision, order), action.actor, apart)
        elif isinstance(action, NotSame):
            _keep_apart(cast, decision, action)
            apart[decision.id] = action
        elif isinstance(action, Rename):
            _rename(cast, decision, action, named)
        elif isinstance(action, Split) and action.to is not None:
            name_key = None if action.name is None else key(action.name)
            cast.parts.append(_Part(cast.members(action.actor), action.article, name_key, action.to))
    return cast


def _label(action: Merge) -> Label:
    return Label(action.name, action.kind, action.speaks_for)


def _merge(cast: Cast, edge: _Edge, actor: str, apart: dict[str, NotSame]) -> None:
    into, decision = edge.into, edge.decision
    if actor == into:
        return
    if cast.root(into) == actor:  # they are one already, and from now on under the other's name
        cast.edges.pop(into, None)
    elif cast.root(into) == cast.root(actor):
        return
    known = cast.edges.get(actor)
    if known is not None:
        cast.outcomes[known.decision.id] = Outcome("conflict", f"merged into {into} by {by(decision)}")
    cast.edges[actor] = edge
    for told_by, told in list(apart.items()):
        if cast.root(told.one) == cast.root(told.other):
            reason = f"{told.one} and {told.other} are one by a later merge of {by(decision)}"
            cast.outcomes[told_by] = Outcome("conflict", reason)
            del apart[told_by]


def _keep_apart(cast: Cast, decision: Decision, action: NotSame) -> None:
    """Cut the last merge between two who are not the same, until they are apart."""
    while action.one != action.other and cast.root(action.one) == cast.root(action.other):
        between = set(_path(cast, action.one)) ^ set(_path(cast, action.other))
        cut = max(between, key=lambda actor: cast.edges[actor].order)
        reason = f"{action.one} and {action.other} are not the same by {by(decision)}"
        cast.outcomes[cast.edges.pop(cut).decision.id] = Outcome("conflict", reason)


def _path(cast: Cast, actor: str) -> Iterable[str]:
    """The actors from this one up whose edges lead to its root."""
    while actor in cast.edges:
        yield actor
        actor = cast.edges[actor].into


def _rename(cast: Cast, decision: Decision, action: Rename, named: dict[str, tuple[str, str]]) -> None:
    root = cast.root(action.actor)
    told_by, name = named.get(root, ("", action.name))
    if name != action.name:
        reason = f"{root} was called {action.name!r} by {by(decision)}"
        cast.outcomes[told_by] = Outcome("conflict", reason)
    old = cast.labels.get(root, Label())
    cast.labels[root] = Label(action.name, action.kind or old.kind, action.speaks_for or old.speaks_for)
    named[root] = decision.id, action.name


def mentioned(decision: Decision) -> tuple[str, ...]:
    """The actors that a decision names, the one it is about first."""
    action = decision.action
    if isinstance(action, Merge):
        return action.actor, action.into
    if isinstance(action, NotSame):
        return action.one, action.other
    if isinstance(action, Split):
        return (action.actor,) if action.to is None else (action.actor, action.to)
    return (action.actor,) if isinstance(action, Rename) else ()

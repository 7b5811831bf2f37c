"""Two snapshots → what changed from one to the next: facts added, changed, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.facts import listed
from generator.model import Relation, ReleasedFact, ReleasedReading
from generator.problems import counted

Kind = Literal["added", "changed", "withdrawn"]
KINDS: tuple[Kind, ...] = ("added", "changed", "withdrawn")


class Change(Struct, frozen=True):
    """What happened to a fact from one release to the next."""

    kind: Kind
    id: str
    question: str
    relation: Relation
    old_question: str  # empty where it is the same
    old_relation: Relation | None  # None where it is the same
    before: tuple[ReleasedReading, ...]  # readings that were there and are no more
    after: tuple[ReleasedReading, ...]  # readings that were not there

    @property
    def readings(self) -> tuple[tuple[str, tuple[ReleasedReading, ...]], ...]:
        """The readings, under what became of them. What an article says "now" it said otherwise
        before; what another one says is added, and need not be so now."""
        if self.kind != "changed":
            return (("readings", self.before or self.after),)
        was, says = ({r.article for r in some} for some in (self.before, self.after))
        parts = (
            ("before", tuple(r for r in self.before if r.article in says)),
            ("now", tuple(r for r in self.after if r.article in was)),
            ("added readings", tuple(r for r in self.after if r.article not in was)),
            ("readings taken away", tuple(r for r in self.before if r.article not in says)),
        )
        return tuple((label, some) for label, some in parts if some)


def between(
    before: Sequence[ReleasedFact],
    after: Sequence[ReleasedFact],
    facts: Mapping[str, str],
    articles: Mapping[str, str],
) -> tuple[Change, ...]:
    """The changes in the order of the facts, those withdrawn last.

    `facts` and `articles` have the new ids of what was renamed, by the old: another name is no
    change.
    """
    old = _by_id(before, facts, articles)
    new = _by_id(after, facts, articles)
    found = [_change(old.get(id), fact) for id, fact in new.items()]
    found += [
        Change("withdrawn", id, fact.question, fact.relation, "", None, fact.readings, ())
        for id, fact in old.items()
        if id not in new
    ]
    return tuple(change for change in found if change)


def summary(found: Sequence[Change]) -> str:
    """How many facts were added, changed and withdrawn, in words."""
    counts = {kind: sum(each.kind == kind for each in found) for kind in KINDS}
    told = [f"{counted(count, 'fact')} {kind}" for kind, count in counts.items() if count]
    return listed(told) if told else "no fact changed"


def _by_id(
    found: Sequence[ReleasedFact], facts: Mapping[str, str], articles: Mapping[str, str]
) -> dict[str, ReleasedFact]:
    taken = {fact.id for fact in found}
    by_id = {}
    for fact in found:
        id = facts.get(fact.id, fact.id)
        if id in taken:  # as before two facts were made one
            id = fact.id
        taken.add(id)
        readings = (replace(r, article=articles.get(r.article, r.article)) for r in fact.readings)
        by_id[id] = replace(fact, id=id, readings=tuple(readings))
    return by_id


def _change(old: ReleasedFact | None, new: ReleasedFact) -> Change | None:
    if old is None:
        return Change("added", new.id, new.question, new.relation, "", None, (), new.readings)
    change = Change(
        "changed",
        new.id,
        new.question,
        new.relation,
        old.question if old.question != new.question else "",
        old.relation if old.relation != new.relation else None,
        _without(old.readings, new.readings),
        _without(new.readings, old.readings),
    )
    is_same = not (change.old_question or change.old_relation or change.before or change.after)
    return None if is_same else change


def _without(
    readings: Iterable[ReleasedReading], others: Iterable[ReleasedReading]
) -> tuple[ReleasedReading, ...]:
    """The readings that are not among the others, one for one."""
    left = list(others)
    found = []
    for reading in readings:
        if reading in left:
            left.remove(reading)
        else:
            found.append(reading)
    return tuple(found)

"""Rows of the fact table → how often articles agree with each other, and what each speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations, product

from msgspec import Struct

from generator import facts
from generator.memory import Memory
from generator.model import MOST_MARKS, RELATIONS, Reading, Relation, Row


class Pair(Struct, frozen=True):
    """Two articles: the facts that both speak of, by what their readings are to each other."""

    one: str
    other: str
    relations: Mapping[Relation, int]  # those that occur

    @property
    def shared(self) -> int:
        """How many facts both speak of."""
        return sum(self.relations.values())


def pairs(
    rows: Sequence[Row], articles: Sequence[str], memory: Memory | None = None
) -> tuple[Pair, ...]:
    """Every two articles, in their order; two that share no fact have no relations.

    Of more articles than are shown side by side, those that share a fact.
    """
    jobs = [(f"pairs of {row.fact.id}", row, partial(_of_row, row)) for row in rows]
    counts: dict[tuple[str, str], Counter[Relation]] = {}
    for found in (memory or Memory()).remember_each(jobs):
        for one, other, relation in found:
            counts.setdefault((one, other), Counter())[relation] += 1
    if len(articles) > MOST_MARKS:
        place = {slug: number for number, slug in enumerate(articles)}
        shared = sorted(counts, key=lambda pair: (place[pair[0]], place[pair[1]]))
    else:
        shared = list(combinations(articles, 2))
    return tuple(Pair(one, other, counts.get((one, other), {})) for one, other in shared)


def _of_row(row: Row) -> tuple[tuple[str, str, Relation], ...]:
    """What every two articles that speak of a fact are to each other on it."""
    by_article: dict[str, list[Reading]] = {}
    for reading in row.readings:
        by_article.setdefault(reading.article, []).append(reading)
    return tuple(
        (one, other, _between(row.fact.changes, by_article[one], by_article[other]))
        for one, other in combinations(by_article, 2)
    )


def _between(changes: bool, ones: Sequence[Reading], others: Sequence[Reading]) -> Relation:
    """The first of differ, changed, compatible, agree that any two of the readings are.

    What an article says against itself does not count here.
    """
    found = {facts.relation(changes, pair) for pair in product(ones, others)}
    return next(relation for relation in RELATIONS if relation in found)


def coverage(rows: Sequence[Row]) -> Mapping[tuple[str, str], int]:
    """How many facts of a topic ("" for none) an article speaks to, by topic and article."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for article in {reading.article for reading in row.readings}:
            counts[row.fact.topic or "", article] += 1
    return counts

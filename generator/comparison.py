"""Rows of the fact table → how often articles agree with each other, and what each speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, product, repeat

from msgspec import Struct

from generator import facts
from generator.model import RELATIONS, Reading, Relation, Row


class Pair(Struct, frozen=True):
    """Two articles: the facts that both speak of, by what their readings are to each other."""

    one: str
    other: str
    relations: Mapping[Relation, int]  # those that occur

    @property
    def shared(self) -> int:
        """How many facts both speak of."""
        return sum(self.relations.values())


def pairs(rows: Sequence[Row], articles: Sequence[str], of: str = "") -> tuple[Pair, ...]:
    """Every two of the articles, in their order; two that share no fact have no relations. Where
    `of` names an article, it is one of the two."""
    counts: dict[tuple[str, str], Counter[Relation]] = {}
    for row in rows:
        for one, other, relation in _of_row(row, of):
            counts.setdefault((one, other), Counter())[relation] += 1
    both: Iterable[tuple[str, str]] = combinations(articles, 2)
    if of:
        at = articles.index(of)
        both = chain(zip(articles[:at], repeat(of)), zip(repeat(of), articles[at + 1 :]))
    return tuple(Pair(one, other, counts.get((one, other), {})) for one, other in both)


def most_shared(rows: Sequence[Row]) -> int:
    """The most facts that two articles share."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        counts.update(combinations(dict.fromkeys(reading.article for reading in row.readings), 2))
    return max(counts.values(), default=0)


def _of_row(row: Row, of: str) -> Iterator[tuple[str, str, Relation]]:
    """What every two articles that speak of a fact are to each other on it."""
    by_article: dict[str, list[Reading]] = {}
    for reading in row.readings:
        by_article.setdefault(reading.article, []).append(reading)
    for one, other in combinations(by_article, 2):
        if not of or of in (one, other):
            yield one, other, _between(row.fact.changes, by_article[one], by_article[other])


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

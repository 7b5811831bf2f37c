"""`Content` → which page prints what, where it is too much for one page.

What is printed weighs about as many bytes as its HTML. The content alone decides, so that a place
is known before anything is rendered; what is more than a page holds goes on with the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

from generator import urls
from generator.digests import digest
from generator.markdown import Document
from generator.model import MOST_MARKS, Content, Fact, Person, Row, Topic

MOST_WEIGHT = 250_000  # of the facts on a page: with what is around them less than 300 kB
MOST_IN_TOPIC = 75_000  # of the differences that a topic shows in full
MOST_LINES = 400  # in a list or a picture of one page
MOST_SOURCES = 250  # articles with what is known of them, on one page
MOST_NAMED = 50  # articles, in the data on a page that machines read

_FACT, _READING, _CITATION, _SILENCE = 450, 220, 300, 35  # the HTML around their words
_TOPIC = 250  # of the links to where a topic names someone

_T = TypeVar("_T")


def pages(content: Content) -> dict[str, str]:
    """By their addresses the facts and people that stand on another page than these tell."""
    return {**_pages_of_facts(content), **_pages_of_people(content)}


def given(content: Content) -> bytes:
    """A digest of all that tells on which pages they stand."""
    return digest(
        len(content.articles),
        [topic.slug for topic in content.topics],
        [(f.id, f.topic, f.question, _weight_of_text(f.note)) for f in content.facts],
        [of_article.said for of_article in content.folded_readings],
        [(p.id, p.kind, _weight_of_text(p.description)) for p in content.people],
    )


def shown_in_topics(rows: Iterable[Row], topics: Iterable[Topic]) -> frozenset[str]:
    """The facts that their topic shows in full: those that differ or are open, while they fit
    beside its own text."""
    room = {
        topic.slug: min(MOST_WEIGHT - _weight_of_topic(topic), MOST_IN_TOPIC) for topic in topics
    }
    by_topic: dict[str, list[Row]] = {}
    for row in rows:
        if row.fact.topic and row.relation in ("differ", "changed", "none"):
            by_topic.setdefault(row.fact.topic, []).append(row)
    return frozenset(
        row.fact.id
        for slug, of_topic in by_topic.items()
        for row in _first_that_fit(of_topic, room.get(slug, 0))
    )


def _first_that_fit(rows: Iterable[Row], room: int) -> Iterator[Row]:
    for row in rows:
        room -= _weight_of_row(row)
        if room < 0:
            return
        yield row


def parts(
    items: Iterable[_T], most: int, weight: Callable[[_T], int] = lambda item: 1
) -> tuple[tuple[_T, ...], ...]:
    """The items in their order, in parts of at most so much; an item alone may be more."""
    found: list[list[_T]] = []
    left = 0
    for item in items:
        weighs = weight(item)
        if weighs > left or not found:
            found.append([])
            left = most
        found[-1].append(item)
        left -= weighs
    return tuple(map(tuple, found))


def _pages_of_facts(content: Content) -> Mapping[str, str]:
    """None where one page holds all facts, else by fact that of its topic, or what it goes on to.

    The first page of a topic has its name, each further one the first free of name-2, name-3 …
    """
    silent = len(content.articles) * _SILENCE if len(content.articles) <= MOST_MARKS else 0
    weights = {
        str(fact.id): _FACT + silent + len(fact.question) + _weight_of_text(fact.note)
        for fact in content.facts
    }
    said = (each for of_article in content.folded_readings for each in of_article.said)
    for id, length in said:
        if id in weights:
            weights[id] += _READING + length
    if sum(weights.values()) <= MOST_WEIGHT:
        return {}
    by_topic: dict[str, list[Fact]] = {topic.slug: [] for topic in content.topics}
    for fact in content.facts:
        by_topic.setdefault(str(fact.topic or ""), []).append(fact)
    taken = set(by_topic)
    found = {}
    for slug, facts in by_topic.items():
        of_topic = parts(facts, MOST_WEIGHT, lambda fact: weights[fact.id])
        for number, part in enumerate(of_topic, 1):
            name = slug
            if number > 1 or not slug:
                name = _free(slug or urls.GENERAL, number, taken)
                taken.add(name)
            found.update({urls.fact(fact.id): urls.facts(name) for fact in part})
    return found


def _free(name: str, number: int, taken: set[str]) -> str:
    found = name if number == 1 else f"{name}-{number}"
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found


def _pages_of_people(content: Content) -> Mapping[str, str]:
    """None where one page holds all people and organisations; people go first."""
    people = [person for person in content.people if person.kind == "person"]
    others = [person for person in content.people if person.kind != "person"]
    of_topics = _TOPIC * len(content.topics)  # where each may be named

    def weight(person: Person) -> int:
        return _FACT + of_topics + 2 * _weight_of_text(person.description)

    of_pages = parts([*people, *others], MOST_WEIGHT, weight)
    return {
        urls.person(person.id): urls.numbered(urls.PEOPLE, number)
        for number, part in enumerate(of_pages, 1)
        for person in (part if number > 1 else ())
    }


def _weight_of_topic(topic: Topic) -> int:
    """Its answer, its text and its key facts, each paragraph cited with its card, its sources."""
    statements = (*topic.answer.statements, *topic.body.statements)
    cited = {
        (str(part.article), str(number))
        for statement in statements
        if statement.citation
        for part in statement.citation.parts
        for number in part.paragraphs
    }
    words = sum(len(statement.words) + 2 * _CITATION for statement in statements)
    sources = {article for article, _ in cited}
    return words + _CITATION * (len(cited) + len(sources)) + _FACT * len(topic.key_facts)


def _weight_of_row(row: Row) -> int:
    weight = _FACT + len(row.fact.question) + _weight_of_text(row.fact.note)
    for r in row.readings:
        words = (r.shown, r.quote, r.said_by, r.origin, r.inferred)
        weight += _READING + sum(map(len, words))
    return weight


def _weight_of_text(text: Document) -> int:
    return len(text.words) + _CITATION * len(text.statements)

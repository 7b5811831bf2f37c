"""`Content` → `Site`: citations, fact table, backlinks, mentions and evidence, joined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from generator import evidence, facts, links, paging, support, urls
from generator.evidence import Proof
from generator.memory import Memory
from generator.model import Assertion, Content, Fact, Failure, Passage, Row, Site
from generator.names import Names, names_of
from generator.problems import Problem, Problems


def proof(
    content: Content, texts: Mapping[str, Sequence[str]], memory: Memory | None = None
) -> Proof:
    """What the assertions of the content are held against: the texts, else the lock."""

    def made() -> Proof:
        own = {
            article.slug: tuple(block.words for block in article.body.paragraphs)
            for article in content.articles
            if article.rights == "full"
        }
        at_hand = {slug: tuple(paragraphs) for slug, paragraphs in texts.items()}
        published = {a.slug: a.published for a in content.articles if a.published}
        return Proof(names_of(content.people), content.lock, {**at_hand, **own}, published)

    given = content.articles, content.people, content.lock, texts
    return (memory or Memory()).remember("proof", given, made)


def site(content: Content, proof: Proof, problems: Problems, memory: Memory | None = None) -> Site:
    """Resolve every name of the content; what names nothing is noted as a problem.

    With a memory, what is known of the facts is not found out again while the facts, the readings
    and the articles are the same, nor what is proven of a text that is.
    """
    memory = memory or Memory()
    names = proof.names
    rows = _rows(content, proof, problems, memory)
    resolver = links.Resolver(content, problems)
    given = content.facts, content.readings, content.topics, content.people, len(content.articles)
    placed = memory.remember("pages", given, lambda: paging.pages(content))
    titles = _titles(content, placed)
    front = resolver.passage(content.front.body, titles[urls.FRONT], urls.FRONT)
    answers, bodies, notes = {}, {}, {}
    for topic in content.topics:
        page = urls.topic(topic.slug)
        answers[topic.slug] = resolver.passage(topic.answer, topic.title, page)
        bodies[topic.slug] = resolver.passage(topic.body, topic.title, page)
    in_topics = paging.shown_in_topics(rows, content.topics)
    pages = {row.fact.id: _pages(row.fact, placed, in_topics) for row in rows}
    for row in rows:
        notes[row.fact.id] = resolver.passage(row.fact.note, row.fact.question, *pages[row.fact.id])
    descriptions = {
        person.id: resolver.passage(
            person.description,
            person.name,
            placed.get(urls.person(person.id), urls.PEOPLE),
            subject=person.name,
        )
        for person in content.people
    }
    about = resolver.passage(content.about.body, content.about.title, urls.ABOUT)
    topics = [passage for slug in answers for passage in (answers[slug], bodies[slug])]
    others = (*notes.values(), *descriptions.values())
    passages = (front, *topics, *others, about)
    return Site(
        content=content,
        rows=rows,
        pages=placed,
        in_topics=in_topics,
        answers=answers,
        bodies=bodies,
        notes=notes,
        descriptions=descriptions,
        front=front,
        about=about,
        backlinks=links.backlinks(passages, rows, pages, titles),
        mentions=links.mentions(passages, rows, names, titles),
        failures=tuple(_failures(content, passages, rows, proof, memory)),
        checkable={
            cited.id: bool(passage.subject) or evidence.is_checkable(cited.statement, names)
            for passage in passages
            for cited in passage.cited.values()
        },
        fits=memory.remember(
            "fits", (content.articles, rows), lambda: support.fits(content.articles, rows)
        ),
    )


def _rows(content: Content, proof: Proof, problems: Problems, memory: Memory) -> tuple[Row, ...]:
    def made() -> tuple[tuple[Row, ...], list[Problem]]:
        told = Problems()
        return facts.rows(content, proof, told), told.found

    given = content.facts, content.readings, content.articles, content.unread, proof
    rows, told = memory.remember("rows", given, made)
    problems.found += told
    return rows


def _failures(
    content: Content,
    passages: Sequence[Passage],
    rows: tuple[Row, ...],
    proof: Proof,
    memory: Memory,
) -> Iterator[Failure]:
    """What is not proven; of the texts that are the same it is known."""
    names = proof.names

    def known(
        name: str, given: object, assertions: Callable[[], Iterator[Assertion]]
    ) -> tuple[Failure, ...]:
        return memory.remember(
            f"failures {name}", (given, proof), lambda: tuple(proof.failures(assertions()))
        )

    yield from known("of digests", content.articles, lambda: _of_digests(content, names))
    by_fact = {row.fact.id: row for row in rows}
    for number, passage in enumerate(passages):
        made = partial(evidence.of_passage, passage, by_fact, names)
        yield from known(f"of passage {number}", (passage, rows), made)
    yield from proof.failures(_of_titles(content, names))
    given = rows, content.articles, content.readings
    yield from known("of facts", given, lambda: _of_facts(content, rows, names))


def assertions(
    content: Content, passages: Sequence[Passage], rows: Sequence[Row], names: Names
) -> Iterator[Assertion]:
    """Everything that the site asserts of the articles' paragraphs."""
    by_fact = {row.fact.id: row for row in rows}
    yield from _of_digests(content, names)
    for passage in passages:
        yield from evidence.of_passage(passage, by_fact, names)
    yield from _of_titles(content, names)
    yield from _of_facts(content, rows, names)


def _of_digests(content: Content, names: Names) -> Iterator[Assertion]:
    for article in content.articles:
        yield from evidence.of_digest(article, names)


def _of_titles(content: Content, names: Names) -> Iterator[Assertion]:
    """What titles and questions of pages assert: of any article."""
    anywhere = _anywhere(content)
    if not anywhere:
        return
    for page in (content.front, content.about):
        yield from evidence.of_words(page.title, anywhere, page.title.place, names)
    for topic in content.topics:
        for words in (topic.title, topic.question):
            yield from evidence.of_words(words, anywhere, words.place, names)


def _of_facts(content: Content, rows: Sequence[Row], names: Names) -> Iterator[Assertion]:
    """What readings assert, and the lines of facts: of any article, or of the fact's readings."""
    anywhere = _anywhere(content)
    if not anywhere:
        return
    for row in rows:
        fact = row.fact
        yield from evidence.of_words(fact.question, anywhere, fact.question.place, names)
        where = tuple(dict.fromkeys((r.article, r.paragraph) for r in row.readings)) or anywhere
        yield from evidence.of_words(fact.event, where, fact.event.place, names)
        if fact.type == "answer":
            for reading in row.readings:
                yield from evidence.of_words(reading.shown, where, reading.place, names)
    known = {article.slug: len(article.body.paragraphs) for article in content.articles}
    for written in content.readings:
        paragraph = int(written.paragraph[:9]) if written.paragraph.isdecimal() else 0
        if 1 <= paragraph <= known.get(written.article, 0):  # else it is told already
            yield from evidence.of_reading(written, paragraph, names)


def _anywhere(content: Content) -> tuple[tuple[str, int], ...]:
    return tuple((article.slug, evidence.ANYWHERE) for article in content.articles)


def _pages(fact: Fact, placed: Mapping[str, str], in_topics: frozenset[str]) -> list[str]:
    """The pages that print a fact's readings and note, its home first."""
    home = placed.get(urls.fact(fact.id), urls.FACTS)
    return [home, urls.topic(fact.topic)] if fact.topic and fact.id in in_topics else [home]


def _titles(content: Content, placed: Mapping[str, str]) -> dict[str, str]:
    """What the pages that print passages are called."""
    parts = {page: address.partition("#")[0] for address, page in placed.items()}
    names = {urls.FACTS: "Fact table", urls.PEOPLE: "People and organisations"}
    return {
        **{page: names[whole] for page, whole in parts.items()},
        **names,
        urls.FRONT: "Front page",
        urls.ABOUT: content.about.title,
        # A fact may name a topic that does not exist; check tells so.
        **{urls.topic(fact.topic): fact.topic for fact in content.facts if fact.topic},
        **{urls.topic(topic.slug): topic.title for topic in content.topics},
    }

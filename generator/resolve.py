"""`Content` → `Site`: citations, fact table, backlinks, mentions and evidence, joined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator import evidence, facts, links, urls
from generator.evidence import Proof
from generator.model import Assertion, Content, Passage, Row, Site
from generator.names import Names, names_of
from generator.problems import Problems


def proof(content: Content, texts: Mapping[str, Sequence[str]]) -> Proof:
    """What the assertions of the content are held against: the texts, else the lock."""
    own = {
        article.slug: tuple(block.words for block in article.body.paragraphs)
        for article in content.articles
        if article.rights == "full"
    }
    at_hand = {slug: tuple(paragraphs) for slug, paragraphs in texts.items()}
    published = {a.slug: a.published for a in content.articles if a.published}
    return Proof(names_of(content.people), content.lock, {**at_hand, **own}, published)


def site(content: Content, proof: Proof, problems: Problems) -> Site:
    """Resolve every name of the content; what names nothing is noted as a problem."""
    names = proof.names
    rows = facts.rows(content, proof, problems)
    resolver = links.Resolver(content, problems)
    titles = _titles(content)
    front = resolver.passage(content.front.body, titles[urls.FRONT], urls.FRONT)
    answers, bodies, notes = {}, {}, {}
    for topic in content.topics:
        page = urls.topic(topic.slug)
        answers[topic.slug] = resolver.passage(topic.answer, topic.title, page)
        bodies[topic.slug] = resolver.passage(topic.body, topic.title, page)
    pages = {row.fact.id: _pages(row) for row in rows}
    for row in rows:
        notes[row.fact.id] = resolver.passage(row.fact.note, row.fact.question, *pages[row.fact.id])
    descriptions = {
        person.id: resolver.passage(
            person.description, person.name, urls.PEOPLE, subject=person.name
        )
        for person in content.people
    }
    about = resolver.passage(content.about.body, content.about.title, urls.ABOUT)
    topics = [passage for slug in answers for passage in (answers[slug], bodies[slug])]
    passages = (front, *topics, *notes.values(), *descriptions.values(), about)
    found = assertions(content, passages, rows, names)
    return Site(
        content=content,
        rows=rows,
        answers=answers,
        bodies=bodies,
        notes=notes,
        descriptions=descriptions,
        front=front,
        about=about,
        backlinks=links.backlinks(passages, rows, pages, titles),
        mentions=links.mentions(passages, rows, names, titles),
        failures=tuple(proof.failures(found)),
        checkable={
            cited.id: bool(passage.subject) or evidence.is_checkable(cited.statement, names)
            for passage in passages
            for cited in passage.cited.values()
        },
    )


def assertions(
    content: Content, passages: Sequence[Passage], rows: Sequence[Row], names: Names
) -> Iterator[Assertion]:
    """Everything that the site asserts of the articles' paragraphs."""
    by_fact = {row.fact.id: row for row in rows}
    for article in content.articles:
        yield from evidence.of_digest(article, names)
    for passage in passages:
        yield from evidence.of_passage(passage, by_fact, names)
    yield from _of_lines(content, rows, names)
    known = {article.slug: len(article.body.paragraphs) for article in content.articles}
    for reading in content.readings:
        paragraph = int(reading.paragraph[:9]) if reading.paragraph.isdecimal() else 0
        if 1 <= paragraph <= known.get(reading.article, 0):  # else it is told already
            yield from evidence.of_reading(reading, paragraph, names)


def _of_lines(content: Content, rows: Sequence[Row], names: Names) -> Iterator[Assertion]:
    """What titles, questions and answers assert: of any article, or of the fact's readings."""
    anywhere = tuple((article.slug, evidence.ANYWHERE) for article in content.articles)
    if not anywhere:
        return
    for page in (content.front, content.about):
        yield from evidence.of_words(page.title, anywhere, page.title.place, names)
    for topic in content.topics:
        for words in (topic.title, topic.question):
            yield from evidence.of_words(words, anywhere, words.place, names)
    for row in rows:
        fact = row.fact
        yield from evidence.of_words(fact.question, anywhere, fact.question.place, names)
        where = tuple(dict.fromkeys((r.article, r.paragraph) for r in row.readings)) or anywhere
        yield from evidence.of_words(fact.event, where, fact.event.place, names)
        if fact.type == "answer":
            for reading in row.readings:
                yield from evidence.of_words(reading.shown, where, reading.place, names)


def _pages(row: Row) -> list[str]:
    """The pages that print a fact's readings and note: its topic prints what differs or is open."""
    if row.fact.topic and row.relation in ("differ", "changed", "none"):
        return [urls.FACTS, urls.topic(row.fact.topic)]
    return [urls.FACTS]


def _titles(content: Content) -> dict[str, str]:
    """What the pages that print passages are called."""
    return {
        urls.FRONT: "Front page",
        urls.FACTS: "Fact table",
        urls.PEOPLE: "People and organisations",
        urls.ABOUT: content.about.title,
        # A fact may name a topic that does not exist; check tells so.
        **{urls.topic(fact.topic): fact.topic for fact in content.facts if fact.topic},
        **{urls.topic(topic.slug): topic.title for topic in content.topics},
    }

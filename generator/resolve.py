"""`Content` → `Site`: citations, fact table, backlinks, mentions and evidence, joined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from generator import evidence, facts, links, paging, support, urls
from generator.digests import digest, joined
from generator.evidence import Proof
from generator.facts import Understood
from generator.memory import Job, Memory
from generator.model import (
    Article,
    Assertion,
    Cited,
    Content,
    Fact,
    Failure,
    Misfit,
    Passage,
    Row,
    Site,
)
from generator.names import Names, digest_of, names_of
from generator.problems import Problem, Problems


def proof(
    content: Content, texts: Mapping[str, Sequence[str]], memory: Memory | None = None
) -> Proof:
    """What the assertions of the content are held against: the texts, else the lock."""

    def make() -> Proof:
        at_hand = evidence.Texts(content.articles, texts)
        published = {a.slug: a.published for a in content.articles if a.published}
        digests = {a.slug: a.digest for a in content.articles if a.rights == "full"}
        return Proof(names_of(content.people), content.lock, at_hand, published, digests)

    given = content.articles, content.people, content.lock, texts
    return (memory or Memory()).remember("proof", given, make, is_passing=True)


def site(content: Content, proof: Proof, problems: Problems, memory: Memory | None = None) -> Site:
    """Resolve every name of the content; what names nothing is noted as a problem.

    With a memory, what is known of a reading, a fact, an article or a text is not found out again
    while all that it depends on is the same.
    """
    memory = memory or Memory()
    names = proof.names
    understood, rows = _said(content, proof, problems, memory)
    resolver = links.Resolver(content, problems)
    placed = memory.remember("pages", paging.given(content), lambda: paging.pages(content))
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
    by_fact = {row.fact.id: row for row in rows}
    proven_by = _ProvenBy(content, proof, support.Fits(content.articles, rows), by_fact)
    own = {id(note): by_fact[fact] for fact, note in notes.items()}
    statements, jobs = [], []
    for passage in passages:
        digests, of = passage.document.digests, own.get(id(passage))
        for number, cited in passage.cited.items():
            statements.append(cited.id)
            jobs.append(_proof_of(digests[number], cited, passage.subject, of, proven_by))
    found = memory.remember_each(jobs)
    proofs = dict(zip(statements, found, strict=True))
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
        backlinks=links.Backlinks(passages, rows, pages, titles),
        mentions=links.Mentions(passages, rows, names, titles),
        failures=tuple(_failures(content, proofs.values(), rows, understood, proven_by, memory)),
        checkable={id: of.is_checkable for id, of in proofs.items()},
        misfits=tuple(misfit for of in proofs.values() for misfit in of.misfits),
    )


def _said(
    content: Content, proof: Proof, problems: Problems, memory: Memory
) -> tuple[Mapping[str, Understood], tuple[Row, ...]]:
    """What the articles say on the facts; nothing of it is looked at where all is the same."""

    def make() -> tuple[Mapping[str, Understood], tuple[Row, ...], list[Problem]]:
        told = Problems()
        understood = facts.understood(content, proof, told, memory)
        return understood, facts.rows(content, understood, proof.names, memory), told.found

    given = content.facts, content.folded_readings, content.articles, content.unread, proof
    understood, rows, told = memory.remember("said", given, make, is_passing=True)
    problems.found += told
    return understood, rows


class _ProofOf(Struct, frozen=True):
    """What is proven of a statement."""

    failures: tuple[Failure, ...]
    is_checkable: bool  # whether it asserts what can be checked
    misfits: tuple[Misfit, ...]


class _ProvenBy:
    """What statements are held against."""

    def __init__(
        self, content: Content, proof: Proof, fits: support.Fits, rows: Mapping[str, Row]
    ) -> None:
        self.proof, self.fits, self.rows = proof, fits, rows
        self.people = digest_of(content.people)
        self._lock = digest(proof.lock)
        self._texts: dict[str, bytes] = {}
        self._articles: dict[str, bytes] = {}

    def text(self, slug: str) -> bytes:
        """All that tells what stands in an article, in few bytes."""
        if slug not in self._texts:
            of, _ = self.fits.known(slug)
            text, lock, _ = self.proof.of(slug)  # the date is one of the article's own
            held = b"" if text == of else self._lock if lock else digest(text)
            self._texts[slug] = f"{slug} {of}".encode() + held
        return self._texts[slug]

    def article(self, slug: str) -> bytes:
        """A digest of all that tells what is proven of an article."""
        if slug not in self._articles:
            _, said = self.fits.known(slug)
            self._articles[slug] = joined([self.text(slug), *(row.digest for row, _ in said)])
        return self._articles[slug]

    def given(self, of: bytes, cited: Cited, subject: str, own: Row | None) -> bytes:
        """A digest of all that tells what is proven of a statement, given its own; which cited
        paragraphs exist its articles tell."""
        tied = (self.rows.get(span.fact) for span in cited.statement.spans)
        rows = [row.digest if row else _NOTHING for row in (own, *tied)]
        articles = [self.article(slug) for slug, _ in cited.parts]
        return joined([of, self.people, *rows, *articles, digest(subject) if subject else b""])


_NOTHING = bytes(32)  # in the place of a digest


def _proof_of(
    of: bytes, cited: Cited, subject: str, own: Row | None, by: _ProvenBy
) -> Job[_ProofOf]:
    """What tells what is proven of a statement of a text, given the statement's digest; the text is
    about a subject, if about any, and the note of an own fact, if of any."""

    def make() -> _ProofOf:
        names = by.proof.names
        facts = {span.fact: by.rows.get(span.fact) for span in cited.statement.spans}
        failures = by.proof.failures(evidence.of_cited(cited, subject, by.rows, names))
        is_checkable = bool(subject) or evidence.is_checkable(cited.statement, names)
        # One that asserts nothing that can be checked is passed over.
        misfits = support.misfits(cited, subject, (own, *facts.values()), by.fits)
        return _ProofOf(tuple(failures), is_checkable, tuple(misfits) if is_checkable else ())

    return f"proof of {cited.id}", by.given(of, cited, subject, own), make


def _failures(
    content: Content,
    proofs: Iterable[_ProofOf],
    rows: Sequence[Row],
    understood: Mapping[str, Understood],
    by: _ProvenBy,
    memory: Memory,
) -> Iterator[Failure]:
    """What is not proven; of what is the same it is known."""
    proof, people = by.proof, content.people

    def of_digests() -> tuple[Failure, ...]:
        jobs = [
            (
                f"proof of {article.place.path}",
                (article.digest, proof.of(article.slug), people),
                partial(_of_digest, article, proof),
            )
            for article in content.articles
            if article.rights != "full"  # which prints its text, and says nothing of it
        ]
        return tuple(failure for of in memory.remember_each(jobs) for failure in of)

    given: object = content.articles, proof
    yield from memory.remember("proof of digests", given, of_digests, is_passing=True)
    for of in proofs:
        yield from of.failures
    yield from proof.failures(_of_titles(content, proof.names))

    def of_facts() -> tuple[Failure, ...]:
        return tuple(_of_facts(content, rows, by, memory))

    given = rows, content.articles, proof
    yield from memory.remember("proof of facts", given, of_facts, is_passing=True)
    for of_article in understood.values():
        yield from of_article.failures


def _of_facts(
    content: Content, rows: Sequence[Row], by: _ProvenBy, memory: Memory
) -> Iterator[Failure]:
    """What is not proven of the lines of facts."""
    proof, names, anywhere = by.proof, by.proof.names, _anywhere(content)

    def is_held(row: Row, where: Sequence[tuple[str, int]]) -> bool:
        return all(map(proof.holds, _of_fact(row, where, names)))

    for row in rows if anywhere else ():
        slugs = tuple(dict.fromkeys(reading.article for reading in row.readings))
        near = tuple((slug, evidence.ANYWHERE) for slug in slugs)
        of_row = joined([row.digest, by.people, *map(by.text, slugs)])
        held = partial(is_held, row, near)
        # What its own articles have, some article has: of many, few are looked into.
        if not near or not memory.remember(f"proof of fact {row.fact.id}", of_row, held):
            yield from proof.failures(_of_fact(row, anywhere, names))


def _of_digest(article: Article, proof: Proof) -> tuple[Failure, ...]:
    """What is not proven of a digest."""
    return tuple(proof.failures(evidence.of_digest(article, proof.names)))


def assertions(
    content: Content, passages: Sequence[Passage], rows: Sequence[Row], names: Names
) -> Iterator[Assertion]:
    """Everything that the site asserts of the articles' paragraphs."""
    by_fact = {row.fact.id: row for row in rows}
    yield from _of_digests(content, names)
    for passage in passages:
        yield from evidence.of_passage(passage, by_fact, names)
    yield from _of_titles(content, names)
    anywhere = _anywhere(content)
    for row in rows if anywhere else ():
        yield from _of_fact(row, anywhere, names)
    articles = {article.slug: article for article in content.articles}
    for of_article in content.folded_readings:
        if article := articles.get(of_article.article):
            yield from evidence.of_readings(of_article.readings, article, names)


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


def _of_fact(row: Row, anywhere: Sequence[tuple[str, int]], names: Names) -> Iterator[Assertion]:
    """What the lines of a fact assert: of any article, or of the fact's readings."""
    fact = row.fact
    yield from evidence.of_words(fact.question, anywhere, fact.question.place, names)
    where = tuple(dict.fromkeys((r.article, r.paragraph) for r in row.readings)) or anywhere
    yield from evidence.of_words(fact.event, where, fact.event.place, names)
    if fact.type == "answer":
        for reading in row.readings:
            yield from evidence.of_words(reading.shown, where, reading.place, names)


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

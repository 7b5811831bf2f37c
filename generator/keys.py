"""`Site` → the key of each file: what it depends on, in few bytes.

What a page prints is much work to find out. What it depends on is known by digests: of an article
and a topic by those of their files, of a row of the fact table by its own. A key is made of those
of all that a file has of the site. It may change where the file does not, and never the other way
round. What every page has around it, its title, and the places of facts and people are in no key:
whoever asks holds those against what was, too. A key is for what is published, where nothing is
unproven or uncited.

Most edits change what the paragraphs of one article say, and of the content the outline leaves out
nothing else: while it is the same, a file is, too, if what it has beyond the outline is. That is
found out with less work than a key.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from generator import paging, urls
from generator.digests import digest, joined
from generator.markdown import Span
from generator.model import Article, Passage, Row, Topic
from generator.names import digest_of
from generator.search import Part
from generator.viewer import Viewer, speakers


class Keys:
    """The keys of the files of one site, given what makes the views of its pages.

    Of pages that are numbered through, some have one key: their paths are told apart with it.
    """

    def __init__(self, viewer: Viewer) -> None:
        self._viewer, self._site, self._content = viewer, viewer.site, viewer.content
        self._facts: dict[str, bytes] = {}
        self._sources: dict[str, bytes] = {}

    # ---------------------------------------------------------------------------- pages

    def article(self, article: Article) -> bytes:
        viewer, slug = self._viewer, article.slug
        return digest(
            article.digest,
            self._source(slug),
            [self._fact(row.fact.id) for row in viewer.spoken.get(slug, ())],
            self._resting.get(slug),
            list(viewer.gone_paragraphs(slug)),
            viewer.beside_article(article),
            viewer.numbers.most_shared,
        )

    def topic(self, topic: Topic) -> bytes:
        viewer, (answer, body, *notes) = self._viewer, self._in_topic(topic)
        own = (row.fact.id for row in viewer.rows_of.get(topic.slug, ()))
        tied = (row.fact.id for passage in (answer, body) for row in self._tied(passage))
        return digest(
            topic.digest,
            list(map(self._citing, (answer, body))),
            list(map(self._fact, dict.fromkeys([*own, *topic.key_facts, *tied]))),
            self._evidence([answer, body, *notes]),
            viewer.fact_targets.get(topic.slug),
            viewer.beside_topic(topic),
        )

    def fact_page(self, path: str) -> bytes:
        """The key of a page of the fact table, where it has several."""
        rows = self._viewer.rows_on[path]
        facts = [self._fact(row.fact.id) for row in rows]
        targets = self._viewer.fact_targets[rows[0].fact.topic or ""]
        return digest(facts, targets, self._all_sources if self._viewer.has_few else ())

    def comparison(self, number: int) -> bytes:
        return digest(self._all_facts, self._titles)

    def timeline(self, number: int) -> bytes:
        return self._all_dates

    def people(self, number: int) -> bytes:
        return digest(self._named, self._evidence(self._on_people(number)))

    def articles(self, number: int) -> bytes:
        """The key of the number-th page of the articles."""
        some = self._viewer.article_parts[number - 1]
        sources = [self._source(article.slug) for article in some]
        return digest(len(self._viewer.articles), sources, self._viewer.article_targets)

    def index(self) -> bytes:
        content = self._content
        dates = [page.updated for page in (content.front, content.about)]
        known = content.settings, content.front.title, dates, self._named, self._all_sources
        return digest(known, self._all_dates, self._evidence([self._site.front]))

    def fact_table(self) -> bytes:
        """The key of the fact table on one page, or of its index."""
        gone = list(self._viewer.withdrawn_facts())
        few = self._all_sources if self._viewer.has_few else ()
        return digest(self._all_facts, self._titles, gone, few)

    def search(self, texts: Sequence[str], more: Sequence[str]) -> bytes:
        listed = self._viewer.articles if len(self._viewer.articles) <= paging.MOST_LINES else ()
        sources = [self._source(slug) for slug in listed]
        return digest(self._named, texts, more, sources, self._viewer.article_targets)

    # --------------------------------------------------------------- beyond the outline

    def beyond_topic(self, topic: Topic) -> Iterable[str]:
        return self._beyond(self._in_topic(topic))

    def beyond_people(self, number: int) -> Iterable[str]:
        return self._beyond(self._on_people(number))

    def beyond_index(self) -> Iterable[str]:
        return self._beyond([self._site.front])

    def beyond_searched(self, part: Part) -> Iterable[str]:
        return (f"{article.slug} {article.digest}" for article in part.articles)

    def _beyond(self, passages: Iterable[Passage]) -> Iterable[str]:
        """The digests of the articles that texts cite: a card has what the cited paragraph says."""
        cited = (cited for passage in passages for cited in passage.cited.values())
        slugs = dict.fromkeys(slug for each in cited for slug, _ in each.parts)
        return (self._viewer.articles[slug].digest for slug in slugs)

    # ---------------------------------------------------------------------------- data

    def searched(self, part: Part) -> bytes:
        """The key of a part of what is searched."""
        return digest(part.entries(), [(article.slug, article.digest) for article in part.articles])

    def of_articles(self, some: Iterable[Article]) -> bytes:
        """The key of what machines read of some articles."""
        return joined(article.of_fields for article in some)

    def references(self) -> bytes:
        """The key of what machines read of all articles."""
        return self.of_articles(self._content.articles)

    def rows(self) -> bytes:
        """The key of the fact table as machines read it."""
        return digest([(row.digest, row.fact.note.words) for row in self._site.rows])

    # ---------------------------------------------------------------------------- parts

    def _in_topic(self, topic: Topic) -> list[Passage]:
        """The texts that a topic's page prints: its answer, its own, and notes."""
        site, rows = self._site, self._viewer.rows_of.get(topic.slug, ())
        notes = (site.notes[row.fact.id] for row in rows if row.fact.id in site.in_topics)
        return [site.answers[topic.slug], site.bodies[topic.slug], *notes]

    def _on_people(self, number: int) -> list[Passage]:
        """The texts that the number-th page of the people prints."""
        parts = self._viewer.people_parts
        people = parts[number - 1] if parts else ()
        return [self._site.descriptions[person.id] for person in people]

    @cached_property
    def _titles(self) -> list[tuple[str, str]]:
        """Of topics, by their slugs; in their order."""
        return list(self._viewer.titles.items())

    @cached_property
    def _named(self) -> bytes:
        """What names someone, and all that is known of them."""
        site, content = self._site, self._content
        bodies = {slug: self._citing(body) for slug, body in site.bodies.items()}
        answers = {slug: self._citing(answer) for slug, answer in site.answers.items()}
        own = (site.front, site.about, *site.descriptions.values())
        return digest(
            self._all_facts,
            [(each.slug, each.digest, answers[each.slug]) for each in content.topics],
            bodies,
            [(passage.title, self._passage(passage)) for passage in own],
            digest_of(content.people),
            [(article.label, article.credit) for article in content.articles],
        )

    @cached_property
    def _all_facts(self) -> bytes:
        return digest(len(self._viewer.marks), list(map(self._fact, self._viewer.rows)))

    @cached_property
    def _all_sources(self) -> bytes:
        return digest([self._source(article.slug) for article in self._content.articles])

    @cached_property
    def _all_dates(self) -> bytes:
        articles = self._content.articles
        dated = [(self._dated(article.slug), article.published_inferred) for article in articles]
        return digest(self._all_facts, dated)

    @cached_property
    def _resting(self) -> dict[str, list[object]]:
        """The statements that rest on each article, by its slug; its readings are of its facts."""
        titles = {urls.topic(slug): title for slug, title in self._titles}
        found: dict[str, list[object]] = {}
        for passage in self._site.passages:
            home = passage.title, [(page, titles.get(page)) for page in passage.pages]
            for cited in passage.cited.values():
                for slug, numbers in cited.parts:
                    # The id alone would tell, were it not that short.
                    said = cited.id, numbers, cited.statement.words, home
                    found.setdefault(slug, []).append(said)
        return found

    def _fact(self, id: str) -> bytes:
        """What is printed of a fact on any page, and where that is."""
        if id not in self._facts:
            row, note = self._viewer.rows[id], self._site.notes[id]
            slugs = self._viewer.marks if self._viewer.has_few else speakers(row)
            self._facts[id] = digest(
                row.digest,
                self._passage(note) if note.document.blocks else (),
                id in self._site.in_topics,
                self._viewer.titles[row.fact.topic] if row.fact.topic else "",
                self._viewer.old_ids.get(urls.fact(id)),
                list(map(self._dated, slugs)),
                len(self._viewer.marks),
            )
        return self._facts[id]

    def _source(self, slug: str) -> bytes:
        """What is printed of an article as a source."""
        if slug not in self._sources:
            article, viewer = self._viewer.articles[slug], self._viewer
            counts = article.folded.count, viewer.counts[slug]
            self._sources[slug] = digest(article.of_fields, viewer.marks[slug], counts)
        return self._sources[slug]

    def _dated(self, slug: str) -> object:
        """An article's mark, with its date."""
        published = self._viewer.articles[slug].published
        return self._viewer.marks[slug], published.edtf if published else ""

    def _passage(self, passage: Passage) -> object:
        """A text, for those of which no file is known by its digest."""
        return passage.document.tokens, self._citing(passage)

    def _citing(self, passage: Passage) -> object:
        """What the citations of a text have of the rest of the site."""
        return [
            (
                cited.id,
                [(self._viewer.marks[slug], numbers) for slug, numbers in cited.parts],
                [row.digest for row in self._rows(cited.statement.spans)],
            )
            for cited in passage.cited.values()
        ]

    def _tied(self, passage: Passage) -> Iterable[Row]:
        """The rows of the facts that the words of a text are tied to."""
        return self._rows(s for cited in passage.cited.values() for s in cited.statement.spans)

    def _rows(self, spans: Iterable[Span]) -> Iterable[Row]:
        rows = self._viewer.rows
        return (rows[span.fact] for span in spans if span.fact in rows)

    def _evidence(self, passages: Iterable[Passage]) -> object:
        """What the cards of the paragraphs that texts cite have of them."""
        viewer = self._viewer
        cited = [cited for passage in passages for cited in passage.cited.values()]
        return [
            (
                self._source(slug),
                number,
                viewer.articles[slug].digest,
                [viewer.rows[r.fact].digest for r in viewer.readings_of.get((slug, number), ())],
            )
            for slug, number in dict.fromkeys(where for each in cited for where in each.where)
        ]

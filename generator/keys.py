"""`Site` → the key of each file: what it depends on, in few bytes.

What a page prints is much work to find out. What it depends on is known by digests: of an article
and a topic by those of their files, of a row of the fact table by its own. A key is made of those
of all that a file has of the site. It may change where the file does not, and never the other way
round. What every page has around it, its title, and the places of facts and people are in no key:
whoever asks holds those against what was, too. A key is for what is published, where nothing is
unproven or uncited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from generator import urls
from generator.digests import but, digest
from generator.markdown import Span
from generator.model import Article, Passage, Row, Topic
from generator.search import Part
from generator.viewer import Viewer, speakers


class Keys:
    """The keys of the files of one site, given what makes the views of its pages."""

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
            [self._site.backlinks.get((slug, n), ()) for n in article.numbers],
            list(viewer.gone_paragraphs(slug)),
            viewer.beside_article(article),
            viewer.most_shared,
        )

    def topic(self, topic: Topic) -> bytes:
        viewer, site = self._viewer, self._site
        passages = [site.answers[topic.slug], site.bodies[topic.slug]]
        own = [row.fact.id for row in viewer.rows_of.get(topic.slug, ())]
        notes = [site.notes[id] for id in own if id in site.in_topics]
        tied = (row.fact.id for passage in passages for row in self._tied(passage))
        return digest(
            topic.digest,
            list(map(self._citing, passages)),
            list(map(self._fact, dict.fromkeys([*own, *topic.key_facts, *tied]))),
            self._evidence([*passages, *notes]),
            viewer.fact_targets.get(topic.slug),
            viewer.beside_topic(topic),
        )

    def fact_page(self, path: str) -> bytes:
        """The key of a page of the fact table, where it has several."""
        rows = self._viewer.rows_on[path]
        facts = [self._fact(row.fact.id) for row in rows]
        targets = self._viewer.fact_targets[rows[0].fact.topic or ""]
        return digest(facts, targets, self._all_sources if self._viewer.has_few else ())

    def comparison(self, number: int = 1) -> bytes:
        return digest(self._all_facts, list(self._viewer.titles.items()))

    def timeline(self, number: int = 1) -> bytes:
        return self._all_dates

    def people(self, number: int) -> bytes:
        parts = self._viewer.people_parts
        people = parts[number - 1] if parts else ()
        passages = [self._site.descriptions[person.id] for person in people]
        return digest(self._named, self._evidence(passages))

    def articles(self, number: int) -> bytes:
        """The key of the number-th page of the articles."""
        some = self._viewer.article_parts[number - 1]
        return digest(self.of_articles(some), self._viewer.article_targets())

    def index(self) -> bytes:
        return digest(self.whole(), self._evidence([self._site.front]))

    def search(self, texts: Sequence[str], more: Sequence[str]) -> bytes:
        return digest(self.whole(), texts, more, self._evidence(self._site.descriptions.values()))

    # ---------------------------------------------------------------------------- data

    def searched(self, part: Part) -> bytes:
        """The key of a part of what is searched."""
        return digest(part.own, [(article.slug, article.digest) for article in part.articles])

    def of_articles(self, some: Iterable[Article]) -> bytes:
        """The key of what is known of some articles as sources."""
        return digest([self._source(article.slug) for article in some])

    def sources(self) -> bytes:
        """The key of what is known of all articles as sources."""
        return self._all_sources

    def rows(self) -> bytes:
        """The key of the fact table as machines read it."""
        return digest([(row.digest, row.fact.note.words) for row in self._site.rows])

    def whole(self) -> bytes:
        """The key of what has all of the site but the paragraphs of its articles."""
        return self._whole

    # ---------------------------------------------------------------------------- parts

    @cached_property
    def _whole(self) -> bytes:
        content = self._content
        own = [(page.title, page.updated) for page in (content.front, content.about)]
        known = content.settings, content.ledger, content.releases, own
        return digest(known, self._named, self._all_sources)

    @cached_property
    def _named(self) -> bytes:
        """What names someone, and all that is known of them."""
        site, content = self._site, self._content
        own = (site.front, site.about, *site.descriptions.values())
        return digest(
            self._all_facts,
            [
                (topic.digest, self._citing(site.answers[slug]), self._citing(site.bodies[slug]))
                for topic in content.topics
                for slug in (topic.slug,)
            ],
            [(passage.title, self._passage(passage)) for passage in own],
            [but(person, "description", "place") for person in content.people],
            [(article.label, article.credit) for article in content.articles],
        )

    @cached_property
    def _all_facts(self) -> bytes:
        return digest(list(map(self._fact, self._viewer.rows)))

    @cached_property
    def _all_sources(self) -> bytes:
        return self.of_articles(self._content.articles)

    @cached_property
    def _all_dates(self) -> bytes:
        articles = self._content.articles
        dated = [(self._dated(article.slug), article.published_inferred) for article in articles]
        return digest(self._all_facts, dated)

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
            article = self._viewer.articles[slug]
            dates = [when.edtf for when in (article.published, article.retrieved) if when]
            self._sources[slug] = digest(self._viewer.source(slug), dates)
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
                [self._viewer.marks[slug] for slug, _ in cited.parts],
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

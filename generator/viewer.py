"""`Site` → the views: whatever sorts, counts, joins or puts into words."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from generator import changes, comparison, exports, ledger, paging, pictures, support, urls
from generator.changes import Change
from generator.digests import joined
from generator.facts import digest_of_dates, listed
from generator.fields import Text
from generator.figures import figures
from generator.markdown import Block, explains
from generator.memory import Memory
from generator.model import (
    MOST_MARKS,
    RELATIONS,
    Article,
    Backlink,
    Cited,
    LedgerEntry,
    Passage,
    Person,
    Reading,
    Relation,
    ReleasedReading,
    Row,
    Site,
    Snapshot,
    Topic,
    When,
)
from generator.names import names_of
from generator.phrases import typographic
from generator.problems import counted
from generator.values import Dates, read_date
from generator.views import (
    AboutView,
    Agreement,
    Amounts,
    ArticlesView,
    ArticleView,
    BacklinkView,
    Card,
    Cell,
    ChangesView,
    ChangeView,
    CitationView,
    CitedParagraph,
    ComparisonView,
    Coverage,
    EvidenceCard,
    FactGroup,
    FactIndexView,
    FactPage,
    FactsView,
    FactTopic,
    FactView,
    Filter,
    Frame,
    GonePageView,
    GoneView,
    IndexView,
    Mark,
    NotFoundView,
    ParagraphView,
    Part,
    PeopleView,
    PersonView,
    Phrase,
    Prose,
    ReadingView,
    ReferenceView,
    ReleasedReadingView,
    ReleaseView,
    Said,
    SearchView,
    SitemapView,
    SourceView,
    Stance,
    Strip,
    StripMark,
    StyleView,
    Support,
    Target,
    TimelineView,
    TopicView,
)
from generator.wording import show

RELATION_LABELS: dict[Relation, str] = {
    "agree": "Agree",
    "compatible": "Compatible",
    "differ": "Differ",
    "changed": "Changed",
    "single": "One article",
    "none": "No article",
}
RELATION_MEANINGS: dict[Relation, str] = {
    "agree": "all that speak of it say the same",
    "compatible": "what they say is not the same, but all of it can be true",
    "differ": "some of what they say has nothing in common",
    "changed": "what they say differs because they speak for different dates",
    "single": "one article alone speaks of it",
    "none": "no article speaks of it",
}
_SILENCE_WORDS = {
    "not said": "does not say",
    "published before": "published before it happened",
    "unknown": "does not say; perhaps published before it happened",
}
STANCES: dict[Stance, tuple[str, str]] = {  # of one article, of several
    "says": ("says this", "say this"),
    "compatible": ("says something compatible", "say something compatible"),
    "otherwise": ("says otherwise", "say otherwise"),
    "silent": ("is silent", "are silent"),
}
MOST_SOUGHT = 5  # words that a browser looks for in the original: these find the place
MOST_TOPICS = 12  # in the head of every page; more are on the front page alone
MOST_ON_FRONT = 50  # differing facts, and articles, on the front page; more have their own pages
MOST_CHARTED = 100  # of a topic's facts in its pictures; of more only its key facts
MOST_STANDING = 50  # articles that an article is compared with on its page
MOST_BOXED = 50  # facts in a box of an article's page; its paragraphs lead to all of them
MOST_QUESTIONS = 1000  # in the index of the fact table; of more it has the addresses alone
MOST_NUMBERED = 5  # places on one page that name someone; more are counted
MOST_LISTED = 8  # facts that name someone; more are counted
GENERAL = "In general"  # the title of the facts of no topic
UNDESCRIBED = {
    "person": "No article says who this is.",
    "organisation": "No article says what it is.",
}
_MARKS = string.ascii_uppercase
_T = TypeVar("_T")


class Numbers(Struct, frozen=True):
    """What is counted of all the facts of a site."""

    comparisons: int  # pages of the comparison
    timelines: int  # pages of the timeline
    most_shared: int  # the most facts that two articles share


class Viewer:
    """Makes the views of one site; what several pages print is made once.

    With a memory, what all the facts are needed for is not found out again while they are the same.
    """

    def __init__(self, site: Site, memory: Memory | None = None) -> None:
        self.site = site
        self.memory = memory or Memory()
        self.has_few = len(site.content.articles) <= MOST_MARKS
        self.unproven = [failure.assertion.place for failure in site.failures]
        self.content = site.content
        self.articles = {article.slug: article for article in self.content.articles}
        self.marks = {
            article.slug: Mark(
                _MARKS[n] if n < len(_MARKS) else str(n + 1),
                n % 6 + 1,
                article.label,
                urls.article(article.slug),
            )
            for n, article in enumerate(self.content.articles)
        }
        self.order = {slug: number for number, slug in enumerate(self.articles)}
        self.topic_order = {topic.slug: number for number, topic in enumerate(self.content.topics)}
        self.titles = {topic.slug: str(topic.title) for topic in self.content.topics}
        self.names = names_of(self.content.people)
        self.rows = {row.fact.id: row for row in site.rows}
        self.rows_of: dict[str, list[Row]] = {}  # by topic, "" for none
        for row in site.rows:
            self.rows_of.setdefault(row.fact.topic or "", []).append(row)
        self.gone = ledger.gone(self.content)
        # What a feed's readers know its entries by has to be an address.
        self.has_feed = bool(self.content.settings.base_url and self.content.releases)
        self.old_ids: dict[str, list[str]] = {}  # by address, the ids of what became it
        self.gone_of: dict[str, list[tuple[int, LedgerEntry]]] = {}  # paragraphs, by article
        for entry in self.gone.values():
            of = urls.permanent(entry.address)
            self.old_ids.setdefault(entry.alias, []).append(of.id)
            if of.kind == "paragraph":
                self.gone_of.setdefault(of.id, []).append((of.number, entry))
        self._facts: dict[str, FactView] = {}
        self._sources: dict[str, SourceView] = {}

    # What not every page asks for: in a preview one page is made at a time.

    def fact(self, id: str) -> FactView:
        """What is printed of a fact, by its id."""
        if id not in self._facts:
            row = self.rows[id]
            make = partial(self._fact, row)
            note = self.site.notes[id]
            if note.document.statements:  # which may be tied to any other fact
                self._facts[id] = make()
            else:
                given = row, note, self._around(row)
                self._facts[id] = self.memory.remember(
                    f"view of {id}", given, make, is_passing=True
                )
        return self._facts[id]

    def _around(self, row: Row) -> tuple[object, ...]:
        """What the view of a fact whose note is empty depends on besides it."""
        slugs = tuple(self.marks if self.has_few else speakers(row))
        topic = self.titles[row.fact.topic] if row.fact.topic else ""
        return (
            len(self.marks),
            [(self.marks[slug], self.articles[slug].published) for slug in slugs],
            topic,
            self.old_ids.get(urls.fact(row.fact.id)),
        )

    @cached_property
    def spoken(self) -> dict[str, list[Row]]:
        """The facts that each article speaks of, by its slug."""
        found: dict[str, list[Row]] = {}
        for row in self.site.rows:
            for slug in speakers(row):
                found.setdefault(slug, []).append(row)
        return found

    @cached_property
    def readings_of(self) -> dict[tuple[str, int], list[Reading]]:
        """The readings of each paragraph, by article and number."""
        found: dict[tuple[str, int], list[Reading]] = {}
        for reading in self._readings():
            found.setdefault((reading.article, reading.paragraph), []).append(reading)
        return found

    @cached_property
    def counts(self) -> Counter[str]:
        """How many readings each article has, by its slug."""
        return Counter(reading.article for reading in self._readings())

    @cached_property
    def addresses(self) -> frozenset[str]:
        """What a release promises to keep."""
        return frozenset(ledger.addresses(self.content))

    @cached_property
    def said(self) -> Counter[str]:
        return self._named(reading.said_by for reading in self._readings())

    @cached_property
    def given(self) -> Counter[str]:
        return self._named(reading.origin for reading in self._readings())

    @cached_property
    def credited(self) -> dict[str, list[str]]:
        """The labels of the articles that credit someone, by person."""
        found: dict[str, list[str]] = {}
        for article in self.content.articles:
            for id in self.names.find(article.credit):
                found.setdefault(id, []).append(article.label)
        return found

    @cached_property
    def sources(self) -> tuple[SourceView, ...]:
        return tuple(map(self.source, self.articles))

    def source(self, slug: str) -> SourceView:
        """An article as a source, by its slug."""
        if slug not in self._sources:
            self._sources[slug] = self._source(self.articles[slug])
        return self._sources[slug]

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        return tuple(map(self._card, self.content.topics))

    @cached_property
    def numbers(self) -> Numbers:
        """What is counted of all facts; not counted again while they are the same."""

        def make() -> Numbers:
            shared = comparison.most_shared(self.site.rows)
            return Numbers(len(self.amounts), len(self.dated), shared)

        rows = joined(row.digest for row in self.site.rows)
        given = rows, digest_of_dates(self.content.articles)
        return self.memory.remember("numbers", given, make)

    def _agreements(self, slug: str) -> dict[str, Agreement]:
        """How an article stands to each other one; of many, to those that share a fact with it."""
        spoken = self.spoken.get(slug, [])
        speaking = {slug, *(other for row in spoken for other in speakers(row))}
        articles = sorted(self.marks if self.has_few else speaking, key=self.order.__getitem__)
        return {
            other: pictures.agreement(pair, self.marks[other], self.numbers.most_shared)
            for pair in comparison.pairs(spoken, articles, of=slug)
            for other in (pair.other if pair.one == slug else pair.one,)
        }

    # ---------------------------------------------------------------------------- pages

    def frame(self) -> Frame:
        settings = self.content.settings
        return Frame(
            site=settings.title,
            language=settings.language,
            description=settings.description,
            publisher=settings.publisher,
            repository=settings.repository,
            mail=settings.mail,
            license_name=settings.license.name if settings.license else "",
            license_url=settings.license.url if settings.license else "",
            feed=urls.FEED if self.has_feed else "",
            covers=covers(self.content.articles),
            marks=tuple(self.marks.values()) if self.has_few else (),
            pages=(
                Target("Facts", urls.FACTS),
                Target("Compare", urls.COMPARISON),
                Target("Timeline", urls.TIMELINE),
                Target("People", urls.PEOPLE),
                *([Target("Articles", urls.ARTICLES)] if self.article_parts else []),
                Target("Search", urls.SEARCH),
                Target("About", urls.ABOUT),
            ),
            topics=tuple(Target(t.title, urls.topic(t.slug)) for t in self.content.topics)
            if len(self.content.topics) <= MOST_TOPICS
            else (),
        )

    def updated(self, own: When | None = None) -> When | None:
        """When a page's content last changed: its own date, or else the latest of the site."""
        return own or self._updated

    @cached_property
    def _updated(self) -> When | None:
        content = self.content
        dates = [content.front.updated, content.about.updated, *(t.updated for t in content.topics)]
        known = [date for date in dates if date]
        return max(known, key=lambda date: _start(date.dates), default=None)

    def citation(self, path: str, title: str, updated: When | None) -> str:
        """How a page is cited; what is not known is left out."""
        settings = self.content.settings
        parts = [f"{settings.publisher}: {title or settings.title}", title and settings.title]
        parts += [updated.shown if updated else "", settings.base_url and settings.base_url + path]
        return ". ".join(filter(None, parts)) + "."

    def index(self) -> IndexView:
        differing = [row for row in self.site.rows if row.relation == "differ"]
        has_few = len(differing) <= MOST_ON_FRONT
        return IndexView(
            title=self.content.front.title,
            linked_data=exports.linked_data(self.site, self.updated()),
            body=self._prose(self.site.front),
            cards=self.cards,
            differing=tuple(self.fact(row.fact.id) for row in differing) if has_few else (),
            differing_by_topic=() if has_few else self._by_topic(differing),
            counts=_relation_counts(self.site.rows),
            strip=pictures.time_strip(self.site.rows, self.content.articles, self.marks),
            totals=self._totals(),
            sources=() if self.article_parts else self.sources,
            articles=self._articles(),
            evidence=self._evidence([self.site.front]),
        )

    def topic(self, topic: Topic) -> TopicView:
        rows = self._rows_of(topic.slug)
        facts = [self.fact(row.fact.id) for row in rows]
        terms = {str(term): urls.term_id(n) for n, (term, _) in enumerate(topic.terms, 1)}
        previous, next = self.beside_topic(topic)
        passages = [self.site.answers[topic.slug], self.site.bodies[topic.slug]]
        disputed = [f for f in facts if f.relation in ("differ", "changed")]
        differing = tuple(f for f in disputed if f.id in self.site.in_topics)
        unanswered = tuple(f for f in facts if f.relation == "none")
        shown = [f for f in (*differing, *unanswered) if f.id in self.site.in_topics]
        notes = [self.site.notes[fact.id] for fact in shown]
        elsewhere = (
            *(f for f in disputed if f.id not in self.site.in_topics),
            *self._disputed_elsewhere(passages, rows),
        )
        more = len(elsewhere) - MOST_CHARTED
        is_whole = len(rows) <= MOST_CHARTED
        charted = rows if is_whole else [self.rows[id] for id in topic.key_facts]
        in_answer = {t: id for t, id in terms.items() if explains(topic.answer, t)}
        in_body = {t: id for t, id in terms.items() if t not in in_answer}
        return TopicView(
            title=topic.title,
            question=topic.question,
            answer=replace(self._prose(self.site.answers[topic.slug]), terms=in_answer),
            summary=_summary(topic),
            key_facts=tuple(self.fact(id) for id in topic.key_facts),
            facts=tuple(facts),
            differing=differing,
            elsewhere=elsewhere[:MOST_CHARTED],
            more_elsewhere=counted(more, "fact") if more > 0 else "",
            open_questions=tuple((f, f.id in self.site.in_topics) for f in unanswered),
            fact_pages=self.fact_targets.get(topic.slug, ()),
            body=replace(self._prose(self.site.bodies[topic.slug]), terms=in_body),
            contents=tuple(h for h in topic.body.headings if h.level == 2),
            terms=tuple(
                (terms[term], term, Prose(words.tokens, {})) for term, words in topic.terms
            ),
            evidence=self._evidence([*passages, *notes]),
            events=pictures.events(pictures.dated(charted, (), self.marks), 1, self.marks),
            amounts=pictures.amounts(charted, self._reading),
            is_whole=is_whole,
            sources=tuple(self._cited_sources(passages)),
            checked=self._checked(passages, facts),
            previous=previous,
            next=next,
        )

    def beside_topic(self, topic: Topic) -> tuple[Target | None, Target | None]:
        """The topics before and after one."""
        return _beside(
            self.content.topics,
            self.topic_order[topic.slug],
            lambda other: Target(other.title, urls.topic(other.slug)),
        )

    def article(self, article: Article) -> ArticleView:
        spoken = self.spoken.get(article.slug, [])
        agreements = list(self._agreements(article.slug).values())
        if len(agreements) > MOST_STANDING:
            agreements.sort(key=lambda agreement: -agreement.shared)
        others = len(agreements) - MOST_STANDING
        alone = [row for row in spoken if len(speakers(row)) == 1]
        against = [
            row
            for row in spoken
            if row.relation in ("differ", "changed") and _stands_against(article.slug, row)
        ]
        links = [self.site.backlinks.get((article.slug, n), ()) for n in article.numbers]
        counts = list(map(len, links))
        previous, next = self.beside_article(article)
        return ArticleView(
            source=self.source(article.slug),
            is_full=article.rights == "full",
            paragraphs=tuple(self._blocks(article, links)),
            gone=tuple(self.gone_paragraphs(article.slug)),
            coverage=f"{sum(map(bool, counts))} of {counted(len(counts), 'paragraph')} used here",
            reference=ReferenceView(
                exports.reference(article),
                exports.bibtex([article]),
                exports.csl_json([article]),
                f"[@{article.slug}, para. {min(len(counts), 4)}]",
            ),
            uses=pictures.uses(counts),
            most_used=pictures.most_used(counts),
            agreements=tuple(agreements[:MOST_STANDING]),
            others=counted(others, "more article") if others > 0 else "",
            alone=tuple(self.fact(row.fact.id) for row in alone[:MOST_BOXED]),
            more_alone=_more(alone),
            against=tuple(self.fact(row.fact.id) for row in against[:MOST_BOXED]),
            more_against=_more(against),
            previous=previous,
            next=next,
        )

    def beside_article(self, article: Article) -> tuple[Target | None, Target | None]:
        """The articles before and after one."""
        return _beside(
            self.content.articles,
            self.order[article.slug],
            lambda other: Target(other.label, urls.article(other.slug)),
        )

    def _blocks(
        self, article: Article, links: Sequence[Sequence[Backlink]]
    ) -> Iterator[tuple[str, ParagraphView | None]]:
        """The blocks of an article's body: a heading's words, or a paragraph, given what rests on
        each."""
        unproven = {
            number
            for failure in self.site.failures
            if failure.assertion.place.path == article.place.path
            for slug, number in failure.assertion.where
            if slug == article.slug
        }
        number = 0
        for block in article.body.blocks:
            if block.is_heading:
                yield block.words, None
                continue
            number += 1
            yield "", _paragraph_view(number, block, links[number - 1], number not in unproven)

    def fact_table(self) -> FactsView:
        """The fact table on one page."""
        part = Part("Fact table", ())
        whole = self._fact_table(part, None, self.groups, self.site.rows)
        return replace(whole, gone=tuple(self.withdrawn_facts()))

    def fact_pages(self) -> Iterator[tuple[str, str]]:
        """Each page of the fact table, where it has several: its path and title."""
        for slug, targets in self.fact_targets.items():
            for number, target in enumerate(targets, 1):
                yield target.address, f"Facts: {_numbered(self.titles.get(slug, GENERAL), number)}"

    def fact_page(self, path: str) -> FactsView:
        """A page of the fact table, where it has several."""
        rows = self.rows_on[path]
        slug = rows[0].fact.topic or ""
        targets = self.fact_targets[slug]
        number = [target.address for target in targets].index(path) + 1
        title = _numbered(self.titles.get(slug, GENERAL), number)
        part = Part(title, targets if len(targets) > 1 else ())
        facts = tuple(self.fact(row.fact.id) for row in rows)
        group = FactGroup(slug or urls.GENERAL, title, facts)
        table = self._fact_table(part, Target("Fact table", urls.FACTS), (group,), rows)
        topic = Target(self.titles[slug], urls.topic(slug)) if slug else None
        return replace(table, topic=topic)

    @cached_property
    def rows_on(self) -> Mapping[str, Sequence[Row]]:
        """The rows on each page of the fact table, by its path."""
        found: dict[str, list[Row]] = {}
        for row in self.site.rows:
            found.setdefault(self._page_of(row), []).append(row)
        return found

    def fact_index(self) -> FactIndexView:
        """The index of the fact table, where it has several pages."""
        return FactIndexView(
            topics=tuple(
                FactTopic(
                    slug=group.slug,
                    title=group.title,
                    total=counted(len(group.facts), "fact"),
                    counts=_relation_counts(group.facts),
                    page=targets[0] if len(targets) == 1 else None,
                    pages=tuple(
                        FactPage(
                            target,
                            tuple(
                                fact
                                for fact in group.facts
                                if self._page_of(self.rows[fact.id]) == target.address
                            ),
                        )
                        for target in targets
                    ),
                )
                for group, targets in zip(self.groups, self.fact_targets.values(), strict=True)
            ),
            total=len(self.rows),
            counts=_relation_counts(self.site.rows),
            is_listed=len(self.rows) <= MOST_QUESTIONS,
            gone=tuple(self.withdrawn_facts()),
        )

    @cached_property
    def fact_targets(self) -> Mapping[str, tuple[Target, ...]]:
        """The pages of the fact table by topic ("" for none); no topic where it has one page."""
        if not self.site.rows or self._page_of(self.site.rows[0]) == urls.FACTS:
            return {}
        found = {}
        for slug, title in self._groups_of_facts():
            pages = Counter(map(self._page_of, self._rows_of(slug)))
            words = _ranges(pages.values()) if len(pages) > 1 else [title]
            found[slug] = tuple(map(Target, words, pages))
        return found

    def _page_of(self, row: Row) -> str:
        return self.site.pages.get(urls.fact(row.fact.id), urls.FACTS)

    def _fact_table(
        self,
        part: Part,
        index: Target | None,
        groups: tuple[FactGroup, ...],
        rows: Sequence[Row],
    ) -> FactsView:
        speaks = Counter(slug for row in rows for slug in speakers(row))
        counts = _relation_counts(fact for group in groups for fact in group.facts)
        filters = {
            ("How they stand", "relation"): [
                Filter(relation, label, count) for relation, count, label in counts
            ],
        }
        if index is None:  # else all are of one topic
            filters["Topic", "topic"] = [
                Filter(f"t{number}", group.title, len(group.facts))
                for number, group in enumerate(groups, 1)
            ]
        if self.has_few:
            filters["Article speaks", "article"] = [
                Filter(f"a{number}", mark.label, speaks[slug])
                for number, (slug, mark) in enumerate(self.marks.items(), 1)
            ]
        return FactsView(
            part=part,
            index=index,
            topic=None,
            articles=self.sources if self.has_few else (),
            columns=1 + (len(self.marks) if self.has_few else 1),
            filters=tuple((*names, tuple(choices)) for names, choices in filters.items()),
            groups=groups,
            total=len(rows),
            gone=(),
        )

    @cached_property
    def groups(self) -> tuple[FactGroup, ...]:
        """The facts by topic, those of no topic last."""
        return tuple(
            FactGroup(
                slug or urls.GENERAL,
                title,
                tuple(self.fact(row.fact.id) for row in self._rows_of(slug)),
            )
            for slug, title in self._groups_of_facts()
        )

    def _groups_of_facts(self) -> Iterator[tuple[str, str]]:
        """The slug and the title of each topic with facts; "" for those of no topic, the last."""
        for slug, title in (*self.titles.items(), ("", GENERAL)):
            if self._rows_of(slug):
                yield slug, title

    @cached_property
    def dated(self) -> tuple[tuple[pictures.Dated, ...], ...]:
        """What each page of the timeline has; none where nothing has a date."""
        return pictures.dated(self.site.rows, self.content.articles, self.marks)

    def timeline(self, number: int) -> TimelineView:
        """The number-th page of the timeline."""
        targets = _parts(urls.TIMELINE, [pictures.years(part) for part in self.dated])
        part = Part(_numbered("Timeline", number), targets)
        return TimelineView(part, pictures.events(self.dated, number, self.marks))

    @cached_property
    def amounts(self) -> tuple[tuple[Amounts, ...], ...]:
        """The amounts on each page of the comparison; none where there are none."""
        return pictures.in_parts(pictures.amounts(self.site.rows, self._reading))

    def comparison(self, number: int) -> ComparisonView:
        """The number-th page of the comparison; the first has what is counted, too."""
        sizes = [sum(len(each.amounts) for each in page) for page in self.amounts]
        targets = _parts(urls.COMPARISON, _ranges(sizes))
        part = Part(_numbered("How the articles compare", number), targets)
        amounts = self.amounts[number - 1] if self.amounts else ()
        slugs = list(self.marks) if self.has_few and number == 1 else []
        topics = [
            (title, urls.topic(slug) if slug else "", slug, self._rows_of(slug))
            for slug, title in (*self.titles.items(), ("", GENERAL))
        ]
        counts = comparison.coverage(self.site.rows) if slugs else {}
        sides = pictures.sides(
            [counts.get((topic, slug), 0) for *_, topic, _ in topics for slug in slugs]
        )
        return ComparisonView(
            part=part,
            marks=tuple(self.marks[slug] for slug in slugs),
            agreements=tuple(
                (self.marks[one], tuple(map(self._agreements(one).get, slugs))) for one in slugs
            ),
            coverage=tuple(
                Coverage(
                    title,
                    address,
                    len(rows),
                    tuple((counts.get((topic, slug), 0), next(sides)) for slug in slugs),
                )
                for title, address, topic, rows in topics
            ),
            amounts=amounts,
        )

    @cached_property
    def people_parts(self) -> tuple[tuple[Person, ...], ...]:
        """Who is on each page of the people; none where there is nobody."""
        by_page: dict[str, list[Person]] = {}
        for person in self.content.people:
            page = self.site.pages.get(urls.person(person.id), urls.PEOPLE)
            by_page.setdefault(page, []).append(person)
        pages = (urls.numbered(urls.PEOPLE, number) for number in range(1, len(by_page) + 1))
        return tuple(tuple(by_page[page]) for page in pages)

    def people(self, number: int) -> PeopleView:
        """The number-th page of the people."""
        persons = self.people_parts[number - 1] if self.people_parts else ()
        people = [(person, self._person(person)) for person in persons]
        return PeopleView(
            part=Part(_numbered("People and organisations", number), self._people_targets()),
            people=tuple(view for person, view in people if person.kind == "person"),
            organisations=tuple(view for person, view in people if person.kind != "person"),
            evidence=self._evidence(self.site.descriptions[person.id] for person in persons),
        )

    def _people_targets(self) -> tuple[Target, ...]:
        return _parts(urls.PEOPLE, _ranges(map(len, self.people_parts)))

    def search(self, texts: Sequence[str], more: Sequence[str]) -> SearchView:
        """With the paths of the data that is always searched, and of what is where it is asked."""
        most = paging.MOST_LINES
        people = self.content.people if len(self.content.people) <= most else ()
        has_facts = len(self.rows) <= most or not self.fact_targets
        has_articles = len(self.articles) <= most
        return SearchView(
            texts=tuple(texts),
            more=tuple(more),
            groups=self.groups if has_facts else (),
            fact_pages=() if has_facts else tuple(self._titled_fact_pages()),
            people=tuple(
                (Target(person.name, urls.person(person.id)), listed(person.other_names))
                for person in sorted(people, key=lambda person: person.name.lower())
            ),
            people_pages=() if people else self._people_targets(),
            topics=self.cards,
            sources=self.sources if has_articles else (),
            article_pages=() if has_articles else self.article_targets,
        )

    def _titled_fact_pages(self) -> Iterator[Target]:
        for slug, targets in self.fact_targets.items():
            title = self.titles.get(slug, GENERAL)
            for number, target in enumerate(targets, 1):
                yield Target(_numbered(title, number), target.address)

    @cached_property
    def article_parts(self) -> tuple[tuple[Article, ...], ...]:
        """Which articles are on each of their pages; none where the front page has them all."""
        articles = self.content.articles
        if len(articles) <= MOST_ON_FRONT:
            return ()
        return paging.parts(articles, paging.MOST_SOURCES)

    def articles_page(self, number: int) -> ArticlesView:
        """The number-th page of the articles."""
        return ArticlesView(
            part=Part(_numbered("The articles", number), self.article_targets),
            total=counted(len(self.articles), "article"),
            sources=tuple(self.source(a.slug) for a in self.article_parts[number - 1]),
        )

    @cached_property
    def article_targets(self) -> tuple[Target, ...]:
        """The pages of the articles, where they have several."""
        words = [covers(part) or "no date" for part in self.article_parts]
        if len(words) == 1:
            return (Target(self._articles(), urls.ARTICLES),)
        return _parts(urls.ARTICLES, words)

    def _articles(self) -> str:
        """How many articles there are, where they have pages of their own."""
        return counted(len(self.articles), "article") if self.article_parts else ""

    def _by_topic(self, rows: Iterable[Row]) -> tuple[tuple[Target, str], ...]:
        """How many facts, on which articles differ, each topic has, and where they are told."""
        counts = Counter(row.fact.topic or "" for row in rows)
        found = []
        for slug, title in self._groups_of_facts():
            count = counts[slug]
            page = urls.topic(slug) if slug else self._page_of(self._rows_of(slug)[0])
            at = f"{page}#section-differences" if slug else page
            if count:
                found.append((Target(title, at), counted(count, "fact")))
        return tuple(found)

    def about(self, build_id: str) -> AboutView:
        return AboutView(
            title=self.content.about.title,
            body=self._prose(self.site.about),
            relations=tuple(
                (RELATION_LABELS[r], RELATION_MEANINGS[r], self._count(r)) for r in RELATIONS
            ),
            totals=self._totals(),
            sources=() if self.article_parts else self.sources,
            articles=self._articles(),
            evidence=self._evidence([self.site.about]),
            build_id=build_id,
        )

    def not_found(self) -> NotFoundView:
        base = self.content.settings.base_url
        links = [("Front page", urls.FRONT), ("Facts", urls.FACTS), ("Search", urls.SEARCH)]
        return NotFoundView(tuple(Target(words, base + at) for words, at in links) if base else ())

    def gone_pages(self) -> Iterator[tuple[str, GonePageView]]:
        """The page of each topic and article that is no more, by its path."""
        for path, entry in self.gone.items():
            of = urls.permanent(path)
            if of.kind == "topic":
                yield path, GonePageView(self._gone(entry, of.id), ())
            elif of.kind == "article":
                paragraphs = tuple(self.gone_paragraphs(of.id))
                yield path, GonePageView(self._gone(entry, of.id), paragraphs)

    def withdrawn_facts(self) -> Iterator[GoneView]:
        questions = {f.id: f.question for each in self.content.releases for f in each.facts}
        for entry in self.gone.values():
            of = urls.permanent(entry.address)
            if of.kind == "fact" and entry.tombstone:
                yield self._gone(entry, questions.get(of.id, of.id), of.id)

    def gone_paragraphs(self, slug: str) -> Iterator[GoneView]:
        """The paragraphs of an article that are no more; without a word of their own, as it."""
        whole = self.gone.get(urls.article(slug))
        for number, entry in self.gone_of.get(slug, ()):
            id, name = urls.paragraph_id(number), f"Paragraph {number}"
            if whole and not (entry.alias or entry.tombstone):
                same = whole.alias and urls.paragraph(urls.permanent(whole.alias).id, number)
                alias = Text(same if same in self.addresses else whole.alias, whole.place)
                entry = replace(whole, alias=alias)
            yield self._gone(entry, name, id)

    def _gone(self, entry: LedgerEntry, name: str, id: str = "") -> GoneView:
        stone = entry.tombstone
        return GoneView(
            id=id,
            name=name,
            target=Target(self._name(entry.alias), entry.alias) if entry.alias else None,
            date=stone.date.shown if stone else "",
            reason=typographic(stone.reason) if stone else "",
        )

    def _name(self, address: str) -> str:
        """What stands at a permanent address, in words."""
        of = urls.permanent(address)
        if of.kind == "topic":
            return self.titles[of.id]
        if of.kind == "fact":
            return self.fact(of.id).question
        label = self.articles[of.id].label
        return f"{label}, paragraph {of.number}" if of.kind == "paragraph" else label

    def changes(self) -> ChangesView:
        """Each release, held against the one before it."""
        before: Snapshot | None = None
        found = []
        for release in self.content.releases:
            found.append(self._release(release, before))
            before = release
        found.reverse()
        return ChangesView(tuple(found), found[0].time if found else "")

    def _release(self, release: Snapshot, before: Snapshot | None) -> ReleaseView:
        found = changes.between(
            before.facts if before else release.facts,
            release.facts,
            ledger.renamed(self.content.ledger, "fact"),
            ledger.renamed(self.content.ledger, "article"),
        )
        ranked = sorted(found, key=lambda each: each.old_relation is None)  # what matters first
        by_kind = {kind: [each for each in ranked if each.kind == kind] for kind in changes.KINDS}
        summary = changes.summary(found)
        if not before:
            summary = f"the first release, with {counted(len(release.facts), 'fact')}"
        id = urls.release_id(release.day.isoformat())
        return ReleaseView(
            id=id,
            address=f"{urls.CHANGES}#{id}",
            date=show(Dates(release.day, release.day), "date"),
            time=f"{release.day.isoformat()}T00:00:00Z",
            summary=f"{summary[0].upper()}{summary[1:]}.",
            groups=tuple(
                (kind.capitalize(), tuple(map(self._change, some)))
                for kind, some in by_kind.items()
                if some
            ),
        )

    def _change(self, change: Change) -> ChangeView:
        address = urls.fact(change.id)
        stone = self.gone[address].tombstone if address in self.gone else None
        return ChangeView(
            question=change.question,
            address=address if address in self.addresses or address in self.gone else "",
            relation=RELATION_LABELS[change.relation],
            old_question=change.old_question,
            old_relation=RELATION_LABELS[change.old_relation] if change.old_relation else "",
            readings=tuple(
                (label.capitalize(), tuple(map(self._released, some)))
                for label, some in change.readings
                if some
            ),
            reason=typographic(stone.reason) if stone else "",
        )

    def _released(self, reading: ReleasedReading) -> ReleasedReadingView:
        address = urls.paragraph(reading.article, reading.paragraph)
        as_of = read_date(reading.as_of)
        known = self.articles.get(reading.article)
        return ReleasedReadingView(
            label=known.label if known else reading.article,
            value=reading.value,
            as_of=show(as_of, "date", written=reading.as_of) if as_of else "",
            paragraph=reading.paragraph,
            address=address if address in self.addresses or address in self.gone else "",
        )

    def sitemap(self, pages: Iterable[tuple[str, When | None]]) -> SitemapView:
        """Pages (path, when it last changed), for those who look for all pages of the site."""
        base = self.content.settings.base_url
        return SitemapView(
            tuple((urls.absolute(base, path), exports.day(when)) for path, when in pages),
            urls.absolute(base, urls.SITEMAP),
        )

    def style(self) -> StyleView:
        settings = self.content.settings
        return StyleView(settings.accent, settings.accent_dark)

    # ---------------------------------------------------------------------------- parts

    def _prose(self, passage: Passage) -> Prose:
        return Prose(
            passage.document.tokens,
            {
                number: CitationView(
                    cited.id,
                    self._is_proven(cited),
                    tuple(
                        (self.marks[slug], _paragraph(slug, n))
                        for slug, numbers in cited.parts
                        for n in numbers
                    ),
                    tuple(self._supports(cited)),
                )
                for number, cited in passage.cited.items()
            },
            passage.uncited,
        )

    def _is_proven(self, cited: Cited) -> bool:
        statement = cited.statement
        end = statement.citation.place if statement.citation else statement.place
        return not any(statement.place <= place <= end for place in self.unproven)

    def _fact(self, row: Row) -> FactView:
        """The view of a fact; what it depends on is all in `_around`, but the row and its note."""
        fact = row.fact
        readings = [(r, self._reading(r)) for r in row.readings]
        silences = {silence.article: silence for silence in row.silent}
        cells = tuple(
            Cell(
                self.marks[slug],
                tuple(view for reading, view in readings if reading.article == slug),
                _SILENCE_WORDS[silences[slug].reason] if slug in silences else "",
            )
            for slug in (self.marks if self.has_few else speakers(row))
        )
        values: dict[str, list[ReadingView]] = {}
        for _, view in readings:
            values.setdefault(pictures.qualified(view), []).append(view)
        return FactView(
            id=fact.id,
            old_ids=tuple(self.old_ids.get(urls.fact(fact.id), ())),
            address=urls.fact(fact.id),
            question=fact.question,
            topic=str(fact.topic or urls.GENERAL),
            topic_title=self.titles[fact.topic] if fact.topic else "",
            topic_address=urls.topic(fact.topic) if fact.topic else "",
            relation=row.relation,
            relation_label=RELATION_LABELS[row.relation],
            support=self._support(row),
            cells=cells if self.has_few else (),
            speaking=tuple(cell for cell in cells if cell.readings),
            readings=tuple(view for _, view in readings),
            said=() if self.has_few else tuple(_said_by_value(view for _, view in readings)),
            values=tuple(
                (shown, pictures.givers(r.mark for r in same)) for shown, same in values.items()
            ),
            silent=tuple(self.marks[silence.article] for silence in row.silent),
            note=self._prose(self.site.notes[fact.id]),
            has_note=bool(fact.note.blocks) or row.relation in ("differ", "changed"),
            is_unexplained=row.relation in ("differ", "changed") and not fact.note.blocks,
            strip=self._strip(row, _reference(row)),
        )

    def _reading(self, reading: Reading) -> ReadingView:
        published = self.articles[reading.article].published
        own = published.edtf if published else ""
        is_own_date = reading.as_of is None or reading.as_of.edtf == own
        return ReadingView(
            id=reading.id,
            mark=self.marks[reading.article],
            shown=reading.shown,
            quote=typographic(reading.quote),
            said_by=reading.said_by,
            origin=reading.origin,
            # A hedge that the printed value shows is not printed twice.
            hedge="" if reading.hedge.lower() in reading.shown.lower() else reading.hedge,
            as_of=reading.as_of.shown if reading.as_of and not is_own_date else "",
            inferred=reading.inferred,
            paragraph=_paragraph(reading.article, reading.paragraph),
            is_proven=reading.is_proven,
        )

    def _support(self, row: Row) -> str:
        if not row.readings:
            return f"{counted(len(self.marks), 'article')}, none speaks of it"
        origins = counted(row.origins, "origin")
        at_most = "at most " if row.origins_at_most else ""
        return f"{row.articles} of {counted(len(self.marks), 'article')}, {at_most}{origins}"

    def _supports(self, cited: Cited) -> Iterator[Support]:
        """For each of a statement's ties: how the articles stand to what its words say."""
        spans = dict.fromkeys((span.fact, span.words) for span in cited.statement.spans)
        where = cited.where
        for id, words in spans:
            row = self.rows.get(id)
            tied = [r for r in (row.readings if row else ()) if (r.article, r.paragraph) in where]
            if row is None or not tied:
                continue
            said = _said(words, tied, row)
            if said is None:  # the words are about the difference itself
                fact = self.fact(id)
                yield Support(fact.relation_label, fact.address, self._strip(row, None))
                continue
            sayers = {r.article for r in tied if r.value == said.value}
            yield Support(said.shown, urls.fact(id), self._strip(row, said, sayers))

    def _evidence(self, passages: Iterable[Passage]) -> tuple[EvidenceCard, ...]:
        """A card for each paragraph that the passages of one page cite."""
        citing: dict[tuple[str, int], list[Cited]] = {}
        for cited in (cited for passage in passages for cited in passage.cited.values()):
            for where in cited.where:
                citing.setdefault(where, []).append(cited)
        return tuple(
            self._evidence_card(slug, number, citing[slug, number])
            for slug, number in sorted(citing, key=lambda where: (self.order[where[0]], where[1]))
        )

    def _evidence_card(self, slug: str, number: int, citing: Sequence[Cited]) -> EvidenceCard:
        """What a paragraph has for each statement citing it: phrases, else all in our words."""
        source = self.source(slug)
        here = self.readings_of.get((slug, number), [])
        found = [_told(cited, here) for cited in citing]
        told = [reading for reading in here if any(reading in each for each in found)]
        digest = "" if all(found) else self.articles[slug].body.paragraphs[number - 1].words
        quotes = {reading.quote for reading in told}
        phrases = {
            reading.quote: Phrase(
                typographic(reading.quote),
                reading.said_by,
                "" if reading.origin == reading.said_by else reading.origin,
            )
            for reading in told
            if not any(reading.quote != quote and reading.quote in quote for quote in quotes)
        }
        # Of marks such as apostrophes nobody knows which form the original has; a few words do.
        sure = [quote for quote in phrases if re.fullmatch(r"[\w ,.$%]+", quote)]
        words = min(sure, key=lambda quote: (quote.count(" ") < 3, len(quote)), default="")
        start = " ".join(words.split()[:MOST_SOUGHT])
        return EvidenceCard(
            source=source,
            paragraph=_paragraph(slug, number),
            phrases=tuple(phrases.values()),
            digest=digest,
            original=urls.at_words(source.url, start) if source.url and start else source.url,
        )

    def _strip(self, row: Row, reference: Reading | None, sayers: Container[str] = ()) -> Strip:
        """How each article stands to the value of a reading, or without one to the others; sayers
        are cited for saying it."""
        stances: dict[str, Stance] = {silence.article: "silent" for silence in row.silent}
        for slug in speakers(row):
            own = [reading for reading in row.readings if reading.article == slug]
            if slug in sayers:
                stances[slug] = "says"
            elif reference is None:
                stances[slug] = "otherwise" if _stands_against(slug, row) else "compatible"
            elif any(not r.value.meets(reference.value) for r in own):
                stances[slug] = "otherwise"  # even where it says the other thing too
            elif any(r.value == reference.value for r in own):
                stances[slug] = "says"
            else:
                stances[slug] = "compatible"
        counts = self._stance_counts(stances)
        words = _strip_words(counts) if reference or not row.readings else _tied_words(counts)
        if row.origins:
            at_most = "at most " if row.origins_at_most else ""
            words = f"{words}; {at_most}{counted(row.origins, 'origin')}"
        return self._strip_of(stances, words)

    def _strip_of(self, stances: Mapping[str, Stance], words: str) -> Strip:
        if self.has_few:
            marks = tuple(
                StripMark(mark, stances.get(slug, "silent")) for slug, mark in self.marks.items()
            )
            return Strip(marks, (), words)
        counts = self._stance_counts(stances)
        return Strip((), tuple((s, counts[s]) for s in STANCES if counts[s]), words)

    def _stance_counts(self, stances: Mapping[str, Stance]) -> Counter[Stance]:
        """How many articles have each stance; those without one are silent."""
        counts = Counter(stances.values())
        counts["silent"] += len(self.articles) - len(stances)
        return counts

    def _source(self, article: Article) -> SourceView:
        return SourceView(
            mark=self.marks[article.slug],
            title=article.title,
            publisher=article.publisher,
            author=article.author,
            url=article.url,
            archived=article.archived,
            kind=article.kind,
            credit=article.credit,
            published=article.published.shown if article.published else "",
            published_inferred=article.published_inferred,
            retrieved=article.retrieved.shown if article.retrieved else "",
            paragraphs=article.folded.count,
            readings=self.counts[article.slug],
        )

    def _card(self, topic: Topic) -> Card:
        rows = self._rows_of(topic.slug)
        differ = sum(row.relation == "differ" for row in rows)
        agree = sum(row.relation in ("agree", "compatible") for row in rows)
        counts = [counted(len(rows), "fact")]
        if agree:
            counts.append(f"{agree} agreed or compatible")
        if differ:
            counts.append(f"{differ} differing")
        stances: dict[str, Stance] = {slug: "says" for row in rows for slug in speakers(row)}
        return Card(
            title=topic.title,
            address=urls.topic(topic.slug),
            question=topic.question,
            answer=_summary(topic),
            counts=tuple(counts),
            strip=self._strip_of(stances, _topic_words(self._stance_counts(stances))),
        )

    def _person(self, person: Person) -> PersonView:
        mentions = self.site.mentions.get(person.id, ())
        facts = [m for m in mentions if m.fact]
        is_short = len(facts) <= MOST_LISTED
        roles = list(self._roles(person))
        return PersonView(
            id=person.id,
            name=person.name,
            other_names=listed(person.other_names),
            description=self._prose(self.site.descriptions[person.id]),
            undescribed=UNDESCRIBED[person.kind],
            roles=f"Named {listed(roles)}." if roles else "",
            statements=_grouped((m.title, m.address) for m in mentions if not m.fact),
            facts=tuple(Target(m.title, m.address) for m in facts) if is_short else (),
            facts_by_topic=()
            if is_short
            else _grouped(
                (self.titles.get(self.rows[m.fact].fact.topic or "", GENERAL), m.address)
                for m in facts
            ),
        )

    def _roles(self, person: Person) -> Iterator[str]:
        """As what someone is named beside the facts themselves."""
        for role, counts in (("as who said it in", self.said), ("as the origin of", self.given)):
            if counts[person.id]:
                yield f"{role} {counted(counts[person.id], 'reading')}"
        if person.id in self.credited:
            yield f"in the credit of {listed(self.credited[person.id])}"

    def _named(self, texts: Iterable[str]) -> Counter[str]:
        """How many of the texts name someone, by person."""
        return Counter(id for text in texts for id in self.names.find(text))

    # --------------------------------------------------------------------------- counts

    def _disputed_elsewhere(
        self, passages: Iterable[Passage], own: Sequence[Row]
    ) -> Iterator[FactView]:
        """Facts that words are tied to, on which articles differ, and that are none of the own."""
        statements = [c.statement for passage in passages for c in passage.cited.values()]
        ids = dict.fromkeys(span.fact for statement in statements for span in statement.spans)
        for id in ids:
            row = self.rows.get(id)
            if row and row.relation in ("differ", "changed") and row not in own:
                yield self.fact(id)

    def _rows_of(self, topic: str) -> list[Row]:
        return self.rows_of.get(topic, [])

    def _readings(self) -> Iterable[Reading]:
        return (reading for row in self.site.rows for reading in row.readings)

    def _count(self, relation: Relation) -> int:
        return sum(row.relation == relation for row in self.site.rows)

    def _totals(self) -> str:
        parts = [
            counted(len(self.articles), "article"),
            counted(sum(a.folded.count for a in self.articles.values()), "paragraph"),
            counted(len(self.rows), "fact"),
            counted(len(list(self._readings())), "reading"),
            counted(sum(len(p.cited) for p in self.site.passages), "cited statement"),
        ]
        return listed(parts)

    def _cited_sources(self, passages: Sequence[Passage]) -> Iterable[tuple[SourceView, str]]:
        cited = Counter(slug for slug, _ in _cited_paragraphs(passages))
        for slug in sorted(cited, key=self.order.__getitem__):
            source = self.source(slug)
            yield source, f"{cited[slug]} of {counted(source.paragraphs, 'paragraph')} cited"

    def _checked(self, passages: Sequence[Passage], facts: Sequence[FactView]) -> str:
        statements = sum(len(passage.cited) for passage in passages)
        cited = _cited_paragraphs(passages)
        return (
            f"{counted(statements, 'statement')} on this page lead to"
            f" {counted(len(cited), 'paragraph')} of"
            f" {counted(len({slug for slug, _ in cited}), 'article')}."
            f" {counted(len(facts), 'fact')} of this topic rest on"
            f" {counted(sum(len(fact.readings) for fact in facts), 'reading')}."
        )


def _paragraph_view(
    number: int, block: Block, links: Sequence[Backlink], is_proven: bool
) -> ParagraphView:
    readings = tuple(_backlink(link) for link in links if link.kind == "reading")
    statements = tuple(_backlink(link) for link in links if link.kind == "statement")
    parts: list[str] = []
    if statements:
        parts.append(counted(len(statements), "statement"))
    if readings:
        parts.append(counted(len(readings), "reading"))
    return ParagraphView(
        id=urls.paragraph_id(number),
        number=number,
        prose=Prose(block.tokens, {}),
        is_proven=is_proven,
        readings=readings,
        statements=statements,
        count=listed(parts) if parts else "",
    )


def _said_by_value(readings: Iterable[ReadingView]) -> Iterator[Said]:
    """The readings by their values, that which most articles give first."""
    by_value: dict[str, list[ReadingView]] = {}
    for reading in readings:
        by_value.setdefault(reading.shown, []).append(reading)
    counts = {shown: len({r.mark for r in same}) for shown, same in by_value.items()}
    for shown in sorted(by_value, key=lambda shown: -counts[shown]):
        yield Said(shown, counted(counts[shown], "article"), tuple(by_value[shown]))


def _relation_counts(facts: Iterable[FactView | Row]) -> tuple[tuple[Relation, int, str], ...]:
    """How many of the facts stand in each relation that occurs, with its label."""
    counts = Counter(fact.relation for fact in facts)
    return tuple((r, counts[r], RELATION_LABELS[r]) for r in RELATIONS if counts[r])


def _more(rows: Sequence[Row]) -> str:
    """How many facts a box has no room for, in words; empty where it has."""
    more = len(rows) - MOST_BOXED
    return counted(more, "more fact") if more > 0 else ""


def _numbered(title: str, number: int) -> str:
    """The title of the number-th page of what goes on over several."""
    return title if number == 1 else f"{title} ({number})"


def _ranges(counts: Iterable[int]) -> list[str]:
    """What each part holds of a list that is numbered through."""
    found, last = [], 0
    for count in counts:
        found.append(f"{last + 1} to {last + count}")
        last += count
    return found


def _parts(path: str, words: Sequence[str]) -> tuple[Target, ...]:
    """All pages of what goes on over several, by their words; none for a page alone."""
    if len(words) < 2:
        return ()
    return tuple(Target(each, urls.numbered(path, n)) for n, each in enumerate(words, 1))


def _summary(topic: Topic) -> str:
    """A topic's answer without its citations."""
    return " ".join(statement.words for statement in topic.answer.statements)


def _beside(
    items: Sequence[_T], position: int, target: Callable[[_T], Target]
) -> tuple[Target | None, Target | None]:
    """What stands before and after the one at a position."""
    previous = target(items[position - 1]) if position else None
    return previous, target(items[position + 1]) if position + 1 < len(items) else None


def _start(dates: Dates) -> date:
    return dates.earliest or dates.latest or date.min


def covers(articles: Sequence[Article]) -> str:
    """The months that the articles cover, in words; empty where no date is known."""
    dates = [article.published.dates for article in articles if article.published]
    starts = [d.earliest for d in dates if d.earliest]
    ends = [d.latest or d.earliest for d in dates]
    if not starts:
        return ""
    first, last = min(starts), max(end for end in ends if end)
    is_open = any(d.latest is None for d in dates)
    words = f"{first:%B} {first.year}"
    if (first.year, first.month) != (last.year, last.month):
        words = f"{first:%B} {first.year} to {last:%B} {last.year}"
    return f"{words} or later" if is_open else words


def _reference(row: Row) -> Reading | None:
    """A reading with the value that most articles give; None where as many give one it excludes.

    Where some values exclude each other it is one of these: a broader one would hide it.
    """
    disputed = [r for r in row.readings if any(not r.value.meets(o.value) for o in row.readings)]
    best = max(disputed or row.readings, key=partial(_givers, row), default=None)
    is_tied = best is not None and any(
        not other.value.meets(best.value) and _givers(row, other) == _givers(row, best)
        for other in disputed
    )
    return None if is_tied else best


def _said(words: str, tied: Sequence[Reading], row: Row) -> Reading | None:
    """The reading that words tied to a fact repeat; None where they are about what is disputed.

    It is the one with the value of the words, or whose words fit best; among equals the one that
    most articles give.
    """
    values = [figure.value for figure in figures(words)]
    near = [reading for reading in tied if reading.value in values]
    if not near:
        fits = support.fitting(words, [f"{reading.shown} {reading.quote}" for reading in tied])
        near = [reading for reading, fit in zip(tied, fits, strict=True) if fit == max(fits)]
    if any(not one.value.meets(other.value) for one in near for other in near):
        return None
    return max(near, key=partial(_givers, row))


def _told(cited: Cited, here: Sequence[Reading]) -> list[Reading]:
    """What a paragraph's readings have for a statement that cites it.

    Those of the facts that it is tied to, and the one that fits its words best.
    """
    facts = {span.fact for span in cited.statement.spans}
    fits = support.fitting(cited.statement.words, [f"{r.quote} {r.shown}" for r in here])
    best = max(fits, default=0)
    return [r for r, fit in zip(here, fits, strict=True) if r.fact in facts or fit == best > 0]


def _givers(row: Row, reading: Reading) -> int:
    """How many articles give a reading's value."""
    return len({other.article for other in row.readings if other.value == reading.value})


def _strip_words(counts: Counter[Stance]) -> str:
    """How many articles have each stance, in words."""
    return ", ".join(_counted_stances(counts)).replace(" ", f" of {counts.total()} ", 1)


def _counted_stances(counts: Counter[Stance]) -> list[str]:
    return [
        f"{counts[stance]} {one if counts[stance] == 1 else many}"
        for stance, (one, many) in STANCES.items()
        if counts[stance]
    ]


def _tied_words(counts: Counter[Stance]) -> str:
    """The same where they are held against each other, not against one value."""
    count = counts["otherwise"]
    words = f"{count} of {counts.total()} {'says' if count == 1 else 'say'} different things"
    others = Counter(counts)
    del others["otherwise"]
    return ", ".join([words, *_counted_stances(others)])


def _topic_words(counts: Counter[Stance]) -> str:
    """How many articles speak of a topic, in words."""
    speaking = counts.total() - counts["silent"]
    return f"{speaking} of {counts.total()} {'speaks' if speaking == 1 else 'speak'} of it"


def speakers(row: Row) -> list[str]:
    return list(dict.fromkeys(reading.article for reading in row.readings))


def _stands_against(slug: str, row: Row) -> bool:
    return any(
        not one.value.meets(other.value)
        for one in row.readings
        if one.article == slug
        for other in row.readings
    )


def _cited_paragraphs(passages: Iterable[Passage]) -> set[tuple[str, int]]:
    return {where for passage in passages for c in passage.cited.values() for where in c.where}


def _paragraph(slug: str, number: int) -> CitedParagraph:
    return CitedParagraph(number, urls.paragraph(slug, number), urls.evidence_id(slug, number))


def _backlink(link: Backlink) -> BacklinkView:
    targets = tuple(
        Target(title, address) for title, address in zip(link.titles, link.addresses, strict=True)
    )
    return BacklinkView(link.kind, link.words, targets)


def _grouped(places: Iterable[tuple[str, str]]) -> tuple[tuple[str, tuple[Target, ...]], ...]:
    """Places (title, address) by title, numbered; many are counted, with a link to the first.

    A title is empty where the link itself says it.
    """
    groups: dict[str, list[str]] = {}
    for title, address in places:
        groups.setdefault(title, []).append(address)
    found = []
    for title, addresses in groups.items():
        if 1 < len(addresses) <= MOST_NUMBERED:
            numbered = (Target(str(number), a) for number, a in enumerate(addresses, 1))
            found.append((title, tuple(numbered)))
        else:
            count = f" ({len(addresses)})" if len(addresses) > 1 else ""
            found.append(("", (Target(f"{title}{count}", addresses[0]),)))
    return tuple(found)

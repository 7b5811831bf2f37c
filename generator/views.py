"""What each template prints: a small frozen type for every one of them, and for their parts.

Addresses in views are paths from the site's root; `render` makes them relative to the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from generator.axis import Bar, Tick
from generator.markdown import Heading, Token
from generator.model import (
    Relation,
)

Stance = Literal["says", "compatible", "otherwise", "silent"]


class Frame(Struct, frozen=True):
    """What every page has around its content."""

    site: str
    language: str
    description: str
    publisher: str
    repository: str
    mail: str
    license_name: str
    license_url: str
    feed: str  # its address; empty where there is none
    covers: str  # which months the articles cover
    marks: tuple[Mark, ...]  # none where there are more articles than marks can show
    pages: tuple[Target, ...]
    topics: tuple[Target, ...]  # none where there are more than fit on every page


class Target(Struct, frozen=True):
    """A link: its words and its address."""

    words: str
    address: str


class Mark(Struct, frozen=True):
    """An article's sign in the source strip: the same letter and shape everywhere."""

    letter: str
    shape: int  # 1 to 6
    label: str
    address: str


class Givers(Struct, frozen=True):
    """Which articles give a value."""

    marks: tuple[Mark, ...]  # none where they are too many to be shown
    words: str  # how many, instead of them


class Part(Struct, frozen=True):
    """A page of what is too much for one: its title, and those that it goes on with."""

    title: str
    parts: tuple[Target, ...]  # all of them, this one too; none where it is the only one


class StripMark(Struct, frozen=True):
    """A mark with how its article stands to the fact."""

    mark: Mark
    stance: Stance


class Strip(Struct, frozen=True):
    """One look tells how well something is supported."""

    marks: tuple[StripMark, ...]  # none where there are more articles than marks can show
    counts: tuple[tuple[Stance, int], ...]  # instead of them
    words: str  # the same in words


class Support(Struct, frozen=True):
    """How the articles stand to what a statement says on a fact."""

    shown: str
    address: str
    strip: Strip


class CitedParagraph(Struct, frozen=True):
    """A paragraph that is cited, with its address."""

    number: int
    address: str
    card: str  # the id of its evidence card, on pages that have one


class Phrase(Struct, frozen=True):
    """Words of an article: who said them, and where the article has them from."""

    quote: str
    said_by: str
    origin: str


class EvidenceCard(Struct, frozen=True):
    """What an article's paragraph gives as evidence on a page, however often it is cited there."""

    source: SourceView
    paragraph: CitedParagraph
    phrases: tuple[Phrase, ...]
    digest: str  # where there is no phrase: the paragraph as the site prints it
    original: str  # with a text fragment; empty where it is not known


class CitationView(Struct, frozen=True):
    """The citation that closes a statement: the paragraphs that it rests on."""

    id: str
    is_proven: bool  # in a published site all are
    paragraphs: tuple[tuple[Mark, CitedParagraph], ...]
    support: tuple[Support, ...]  # one for each fact that the statement is tied to


class Prose(Struct, frozen=True):
    """A text to be rendered, with the citation of each of its statements by number."""

    tokens: tuple[Token, ...]
    citations: Mapping[int, CitationView]
    uncited: Mapping[int, str] = {}  # ids; in a published site none
    terms: Mapping[str, str] = {}  # explained here: the ids of their cards

    @property
    def is_empty(self) -> bool:
        return not self.tokens


class ReadingView(Struct, frozen=True):
    """What one article says on a fact, as it is printed."""

    id: str
    mark: Mark
    shown: str
    quote: str
    said_by: str
    origin: str
    hedge: str
    as_of: str  # empty where it is the article's own date
    inferred: str
    paragraph: CitedParagraph
    is_proven: bool  # in a published site all are


class Cell(Struct, frozen=True):
    """What one article says on one fact: readings, or why there are none."""

    mark: Mark
    readings: tuple[ReadingView, ...]
    silence: str


class Said(Struct, frozen=True):
    """A value of a fact, with all that is said for it."""

    shown: str
    count: str  # how many articles give it, in words
    readings: tuple[ReadingView, ...]


class FactView(Struct, frozen=True):
    """A fact with everything that is printed of it, wherever that is."""

    id: str
    old_ids: tuple[str, ...]  # that it had in earlier releases
    address: str
    question: str
    topic: str  # slug; "general" for a fact of no topic
    topic_title: str
    topic_address: str
    relation: Relation
    relation_label: str
    support: str  # "3 of 5 articles, at most 2 origins"
    cells: tuple[Cell, ...]  # one for each article; none where there are many
    speaking: tuple[Cell, ...]  # those with readings
    readings: tuple[ReadingView, ...]
    said: tuple[Said, ...]  # by value, where there are many articles; else none
    values: tuple[tuple[str, Givers], ...]  # each value as printed, and who gives it
    silent: tuple[Mark, ...]
    note: Prose
    has_note: bool
    is_unexplained: bool  # the articles differ, and no note says why
    strip: Strip


class SourceView(Struct, frozen=True):
    """An article as a source."""

    mark: Mark
    title: str  # empty where it is not known
    publisher: str
    author: str
    url: str
    archived: str
    kind: str
    credit: str
    published: str
    published_inferred: str
    retrieved: str
    paragraphs: int
    readings: int


class Card(Struct, frozen=True):
    """A topic in brief."""

    title: str
    address: str
    question: str
    answer: str
    counts: tuple[str, ...]
    strip: Strip


class Event(Struct, frozen=True):
    """A line of the timeline."""

    date: str
    words: str
    address: str
    givers: Givers
    is_disputed: bool
    kind: Literal["event", "article"]
    bars: tuple[Bar, ...]  # its own, and behind it what other articles say instead


class Events(Struct, frozen=True):
    """Events in order of time, on one axis."""

    ticks: tuple[Tick, ...]
    events: tuple[Event, ...]
    first: int  # year
    last: int


class Strand(Struct, frozen=True):
    """A bar of a strip, with the article's mark where it is an article's."""

    bar: Bar
    y: int  # pixels from the top
    mark: Mark | None


class TimeStrip(Struct, frozen=True):
    """The timeline at a glance: above its line the events, below it the articles."""

    ticks: tuple[Tick, ...]
    events: tuple[Strand, ...]
    articles: tuple[Strand, ...]
    told: tuple[Event, ...]  # what the events are
    line: int  # pixels from the top
    height: int
    words: str  # the same in words


class Amount(Struct, frozen=True):
    """What articles give as the amount of a fact, to scale."""

    question: str
    address: str
    shown: str
    givers: Givers
    sure: Bar  # up to the least it can be
    possible: Bar | None  # from there to the most


class Amounts(Struct, frozen=True):
    """Amounts of one unit, on one axis."""

    id: str
    name: str
    ticks: tuple[Tick, ...]
    amounts: tuple[Amount, ...]


class Share(Struct, frozen=True):
    """A part of a bar: how many facts stand in a relation."""

    relation: Relation
    count: int
    x: str  # per cent
    width: str


class Agreement(Struct, frozen=True):
    """How two articles stand to each other on the facts that both speak of."""

    other: Mark
    shared: int
    shares: tuple[Share, ...]
    words: str


class Coverage(Struct, frozen=True):
    """How many facts of a topic each article speaks to."""

    title: str
    address: str  # empty for the facts of no topic
    facts: int
    counts: tuple[tuple[int, str], ...]  # for each article, and the side of its square


class ComparisonView(Struct, frozen=True):
    """comparison.html, and what it goes on with."""

    part: Part
    marks: tuple[Mark, ...]
    agreements: tuple[tuple[Mark, tuple[Agreement | None, ...]], ...]  # a row for each article
    coverage: tuple[Coverage, ...]
    amounts: tuple[Amounts, ...]


class IndexView(Struct, frozen=True):
    """index.html."""

    title: str
    linked_data: Mapping[str, object]  # JSON-LD
    body: Prose
    cards: tuple[Card, ...]
    differing: tuple[FactView, ...]  # none where they are too many for the page
    differing_by_topic: tuple[tuple[Target, str], ...]  # instead of them: how many, in words
    counts: tuple[tuple[str, int, str], ...]  # relation, how many facts, in words
    strip: TimeStrip | None  # None where nothing has a date
    totals: str
    sources: tuple[SourceView, ...]  # none where they have pages of their own
    articles: str  # instead of them: how many, in words
    evidence: tuple[EvidenceCard, ...]


class TopicView(Struct, frozen=True):
    """topic.html."""

    title: str
    question: str
    answer: Prose
    summary: str  # the answer without its citations
    key_facts: tuple[FactView, ...]
    facts: tuple[FactView, ...]
    differing: tuple[FactView, ...]
    # Facts of other topics on which what it tells of differs, and its own that do not fit.
    elsewhere: tuple[FactView, ...]
    more_elsewhere: str  # how many besides these, in words; empty where there are none
    open_questions: tuple[tuple[FactView, bool], ...]  # and whether its note fits
    fact_pages: tuple[Target, ...]  # where all of its facts are; none where one page has all facts
    body: Prose
    contents: tuple[Heading, ...]
    terms: tuple[tuple[str, str, Prose], ...]  # id, term, meaning
    evidence: tuple[EvidenceCard, ...]
    events: Events | None  # None where there are none
    amounts: tuple[Amounts, ...]
    is_whole: bool  # whether its pictures have all of its facts, not the key facts alone
    sources: tuple[tuple[SourceView, str], ...]  # with how much of it is cited here
    checked: str
    previous: Target | None
    next: Target | None


class BacklinkView(Struct, frozen=True):
    """What rests on a paragraph: its words, and the places that print it."""

    kind: str
    words: str
    targets: tuple[Target, ...]


class ParagraphView(Struct, frozen=True):
    """A numbered paragraph of an article page."""

    id: str
    number: int
    prose: Prose
    is_proven: bool
    readings: tuple[BacklinkView, ...]
    statements: tuple[BacklinkView, ...]
    count: str


class ReferenceView(Struct, frozen=True):
    """How an article is cited."""

    words: str
    bibtex: str
    csl: str  # CSL-JSON
    paragraph: str  # one of its paragraphs, as Pandoc cites it


class Use(Struct, frozen=True):
    """A column of the picture of what rests on an article's paragraphs."""

    number: int
    count: int  # of statements and readings
    x: str  # per cent
    width: str
    y: str
    height: str


class GoneView(Struct, frozen=True):
    """What stands at an address that was released and is no more: where it went, or why."""

    id: str  # its anchor; empty for a page
    name: str
    target: Target | None  # where it is found now
    date: str  # when it went, where it is found nowhere
    reason: str


class GonePageView(Struct, frozen=True):
    """gone.html: the page of a topic or an article that is no more."""

    gone: GoneView
    paragraphs: tuple[GoneView, ...]  # of an article


class ArticleView(Struct, frozen=True):
    """article.html."""

    source: SourceView
    is_full: bool
    paragraphs: tuple[tuple[str, ParagraphView | None], ...]  # a heading's words, or a paragraph
    gone: tuple[GoneView, ...]  # paragraphs that are no more
    coverage: str
    reference: ReferenceView
    uses: tuple[Use, ...]  # how much rests on each paragraph
    most_used: str  # the same in words
    agreements: tuple[Agreement, ...]  # with other articles; of many, where most is shared
    others: str  # how many more share a fact with it, in words; empty where none
    alone: tuple[FactView, ...]  # facts that this article alone speaks of
    more_alone: str  # how many more of them, in words; empty where there are none
    against: tuple[FactView, ...]  # facts on which it differs from another
    more_against: str
    previous: Target | None
    next: Target | None


class Filter(Struct, frozen=True):
    """One choice of a filter of the fact table: what its button says, and how many facts it has."""

    value: str
    words: str
    count: int


class FactGroup(Struct, frozen=True):
    """The facts of a topic, or of none."""

    slug: str
    title: str
    facts: tuple[FactView, ...]


class FactsView(Struct, frozen=True):
    """facts.html, or a page of the fact table where it has several."""

    part: Part
    index: Target | None  # None for facts.html
    topic: Target | None  # whose facts these are; None for those of all, or of none
    articles: tuple[SourceView, ...]
    columns: int  # one for the fact, one for each article or one for all that speak
    filters: tuple[tuple[str, str, tuple[Filter, ...]], ...]  # what it is by, its name, choices
    groups: tuple[FactGroup, ...]
    total: int
    gone: tuple[GoneView, ...]  # facts that were withdrawn


class FactPage(Struct, frozen=True):
    """A page of the fact table in its index."""

    page: Target
    facts: tuple[FactView, ...]


class FactTopic(Struct, frozen=True):
    """A topic, or none, in the index of the fact table."""

    slug: str
    title: str
    total: str  # how many facts, in words
    counts: tuple[tuple[str, int, str], ...]  # relation, how many facts, in words
    page: Target | None  # the only one that it has; None where it has several
    pages: tuple[FactPage, ...]


class FactIndexView(Struct, frozen=True):
    """facts.html where the fact table has several pages."""

    topics: tuple[FactTopic, ...]
    total: int
    counts: tuple[tuple[str, int, str], ...]  # relation, how many facts, in words
    is_listed: bool  # whether each question has a line; else the old addresses alone are served
    gone: tuple[GoneView, ...]  # facts that were withdrawn


class ReleasedReadingView(Struct, frozen=True):
    """What an article said on a fact when it was released."""

    label: str
    value: str
    as_of: str  # empty where it was not known
    paragraph: int
    address: str  # of the paragraph; empty where it is no more


class ChangeView(Struct, frozen=True):
    """What happened to a fact from one release to the next."""

    question: str
    address: str
    relation: str
    old_question: str  # empty where it is the same
    old_relation: str  # empty where it is the same
    readings: tuple[tuple[str, tuple[ReleasedReadingView, ...]], ...]  # what became of which
    reason: str  # why it was withdrawn since; else empty


class ReleaseView(Struct, frozen=True):
    """A release, and what it changed."""

    id: str
    address: str
    date: str
    time: str  # the same for machines, by RFC 3339
    summary: str
    groups: tuple[tuple[str, tuple[ChangeView, ...]], ...]  # what happened, and to which facts


class ChangesView(Struct, frozen=True):
    """changes.html and feed.xml."""

    releases: tuple[ReleaseView, ...]  # the last one first
    updated: str  # the time of the last one; empty where there is none


class TimelineView(Struct, frozen=True):
    """timeline.html, and what it goes on with."""

    part: Part
    events: Events | None  # None where nothing has a date


class PersonView(Struct, frozen=True):
    """A person or organisation, with where it is named."""

    id: str
    name: str
    other_names: str
    description: Prose
    undescribed: str  # said where no article describes them
    roles: str  # as what they are named beside the facts themselves
    statements: tuple[tuple[str, tuple[Target, ...]], ...]  # a page's title, places on it
    facts: tuple[Target, ...]  # none where they are too many to be listed
    facts_by_topic: tuple[tuple[str, tuple[Target, ...]], ...]  # instead of them


class PeopleView(Struct, frozen=True):
    """people.html, and what it goes on with."""

    part: Part
    people: tuple[PersonView, ...]
    organisations: tuple[PersonView, ...]
    evidence: tuple[EvidenceCard, ...]


class SearchView(Struct, frozen=True):
    """search.html. Of what is too much for a list the pages are named instead."""

    texts: tuple[str, ...]  # the paths of the data that is always searched
    more: tuple[str, ...]  # of what is searched where it is asked for
    groups: tuple[FactGroup, ...]
    fact_pages: tuple[Target, ...]
    people: tuple[tuple[Target, str], ...]  # with their other names
    people_pages: tuple[Target, ...]
    topics: tuple[Card, ...]
    sources: tuple[SourceView, ...]
    article_pages: tuple[Target, ...]


class ArticlesView(Struct, frozen=True):
    """articles.html, and what it goes on with."""

    part: Part
    total: str  # how many in all, in words
    sources: tuple[SourceView, ...]


class AboutView(Struct, frozen=True):
    """about.html."""

    title: str
    body: Prose
    relations: tuple[tuple[str, str, int], ...]  # label, meaning, how many facts
    totals: str
    sources: tuple[SourceView, ...]  # none where they have pages of their own
    articles: str  # instead of them: how many, in words
    evidence: tuple[EvidenceCard, ...]
    build_id: str


class NotFoundView(Struct, frozen=True):
    """404.html."""

    links: tuple[Target, ...]  # absolute; none where the site's address is not known


class SitemapView(Struct, frozen=True):
    """sitemap.xml and robots.txt."""

    pages: tuple[tuple[str, str], ...]  # whole address, when it last changed: may be empty
    sitemap: str  # its own whole address; empty where that of the site is not known


class ScriptView(Struct, frozen=True):
    """site.js."""

    articles: tuple[str, ...]  # the paths of the data on the articles


class StyleView(Struct, frozen=True):
    """site.css and icon.svg: CSS colours."""

    accent: str
    accent_dark: str

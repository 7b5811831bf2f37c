"""What each template prints: a small frozen type for every one of them, and for their parts.

Addresses in views are paths from the site's root; `render` makes them relative to the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.axis import Bar, Tick
from generator.markdown import Document, Heading
from generator.model import (
    Relation,
)

Stance = Literal["says", "compatible", "otherwise", "silent"]


@dataclass(frozen=True, slots=True)
class Frame:
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


@dataclass(frozen=True, slots=True)
class Target:
    """A link: its words and its address."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Mark:
    """An article's sign in the source strip: the same letter and shape everywhere."""

    letter: str
    shape: int  # 1 to 6
    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Givers:
    """Which articles give a value."""

    marks: tuple[Mark, ...]  # none where they are too many to be shown
    words: str  # how many, instead of them


@dataclass(frozen=True, slots=True)
class Part:
    """A page of what is too much for one: its title, and those that it goes on with."""

    title: str
    parts: tuple[Target, ...]  # all of them, this one too; none where it is the only one


@dataclass(frozen=True, slots=True)
class StripMark:
    """A mark with how its article stands to the fact."""

    mark: Mark
    stance: Stance


@dataclass(frozen=True, slots=True)
class Strip:
    """One look tells how well something is supported."""

    marks: tuple[StripMark, ...]  # none where there are more articles than marks can show
    counts: tuple[tuple[Stance, int], ...]  # instead of them
    words: str  # the same in words


@dataclass(frozen=True, slots=True)
class Support:
    """How the articles stand to what a statement says on a fact."""

    shown: str
    address: str
    strip: Strip


@dataclass(frozen=True, slots=True)
class CitedParagraph:
    """A paragraph that is cited, with its address."""

    number: int
    address: str
    card: str  # the id of its evidence card, on pages that have one


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of an article: who said them, and where the article has them from."""

    quote: str
    said_by: str
    origin: str


@dataclass(frozen=True, slots=True)
class EvidenceCard:
    """What an article's paragraph gives as evidence on a page, however often it is cited there."""

    source: SourceView
    paragraph: CitedParagraph
    phrases: tuple[Phrase, ...]
    digest: str  # where there is no phrase: the paragraph as the site prints it
    original: str  # with a text fragment; empty where it is not known


@dataclass(frozen=True, slots=True)
class CitationView:
    """The citation that closes a statement: the paragraphs that it rests on."""

    id: str
    is_proven: bool  # in a published site all are
    paragraphs: tuple[tuple[Mark, CitedParagraph], ...]
    support: tuple[Support, ...]  # one for each fact that the statement is tied to


@dataclass(frozen=True, slots=True)
class Prose:
    """A text to be rendered, with the citation of each of its statements by number."""

    document: Document
    citations: Mapping[int, CitationView]
    uncited: Mapping[int, str] = field(default_factory=dict)  # ids; in a published site none
    terms: Mapping[str, str] = field(default_factory=dict)  # explained here: the ids of their cards

    @property
    def is_empty(self) -> bool:
        return not self.document.blocks


@dataclass(frozen=True, slots=True)
class ReadingView:
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


@dataclass(frozen=True, slots=True)
class Cell:
    """What one article says on one fact: readings, or why there are none."""

    mark: Mark
    readings: tuple[ReadingView, ...]
    silence: str


@dataclass(frozen=True, slots=True)
class Said:
    """A value of a fact, with all that is said for it."""

    shown: str
    count: str  # how many articles give it, in words
    readings: tuple[ReadingView, ...]


@dataclass(frozen=True, slots=True)
class FactView:
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


@dataclass(frozen=True, slots=True)
class SourceView:
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


@dataclass(frozen=True, slots=True)
class Card:
    """A topic in brief."""

    title: str
    address: str
    question: str
    answer: str
    counts: tuple[str, ...]
    strip: Strip


@dataclass(frozen=True, slots=True)
class Event:
    """A line of the timeline."""

    date: str
    words: str
    address: str
    givers: Givers
    is_disputed: bool
    kind: Literal["event", "article"]
    bars: tuple[Bar, ...]  # its own, and behind it what other articles say instead


@dataclass(frozen=True, slots=True)
class Events:
    """Events in order of time, on one axis."""

    ticks: tuple[Tick, ...]
    events: tuple[Event, ...]
    first: int  # year
    last: int


@dataclass(frozen=True, slots=True)
class Strand:
    """A bar of a strip, with the article's mark where it is an article's."""

    bar: Bar
    y: int  # pixels from the top
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class TimeStrip:
    """The timeline at a glance: above its line the events, below it the articles."""

    ticks: tuple[Tick, ...]
    events: tuple[Strand, ...]
    articles: tuple[Strand, ...]
    told: tuple[Event, ...]  # what the events are
    line: int  # pixels from the top
    height: int
    words: str  # the same in words


@dataclass(frozen=True, slots=True)
class Amount:
    """What articles give as the amount of a fact, to scale."""

    question: str
    address: str
    shown: str
    givers: Givers
    sure: Bar  # up to the least it can be
    possible: Bar | None  # from there to the most


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts of one unit, on one axis."""

    id: str
    name: str
    ticks: tuple[Tick, ...]
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a bar: how many facts stand in a relation."""

    relation: Relation
    count: int
    x: str  # per cent
    width: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two articles stand to each other on the facts that both speak of."""

    other: Mark
    shared: int
    shares: tuple[Share, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many facts of a topic each article speaks to."""

    title: str
    address: str  # empty for the facts of no topic
    facts: int
    counts: tuple[tuple[int, str], ...]  # for each article, and the side of its square


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """comparison.html, and what it goes on with."""

    part: Part
    marks: tuple[Mark, ...]
    agreements: tuple[tuple[Mark, tuple[Agreement | None, ...]], ...]  # a row for each article
    coverage: tuple[Coverage, ...]
    amounts: tuple[Amounts, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
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


@dataclass(frozen=True, slots=True)
class TopicView:
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


@dataclass(frozen=True, slots=True)
class BacklinkView:
    """What rests on a paragraph: its words, and the places that print it."""

    kind: str
    words: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """A numbered paragraph of an article page."""

    id: str
    number: int
    prose: Prose
    is_proven: bool
    readings: tuple[BacklinkView, ...]
    statements: tuple[BacklinkView, ...]
    count: str


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """How an article is cited."""

    words: str
    bibtex: str
    csl: str  # CSL-JSON
    paragraph: str  # one of its paragraphs, as Pandoc cites it


@dataclass(frozen=True, slots=True)
class Use:
    """A column of the picture of what rests on an article's paragraphs."""

    number: int
    count: int  # of statements and readings
    x: str  # per cent
    width: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class GoneView:
    """What stands at an address that was released and is no more: where it went, or why."""

    id: str  # its anchor; empty for a page
    name: str
    target: Target | None  # where it is found now
    date: str  # when it went, where it is found nowhere
    reason: str


@dataclass(frozen=True, slots=True)
class GonePageView:
    """gone.html: the page of a topic or an article that is no more."""

    gone: GoneView
    paragraphs: tuple[GoneView, ...]  # of an article


@dataclass(frozen=True, slots=True)
class ArticleView:
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


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice of a filter of the fact table: what its button says, and how many facts it has."""

    value: str
    words: str
    count: int


@dataclass(frozen=True, slots=True)
class FactGroup:
    """The facts of a topic, or of none."""

    slug: str
    title: str
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class FactsView:
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


@dataclass(frozen=True, slots=True)
class FactPage:
    """A page of the fact table in its index."""

    page: Target
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class FactTopic:
    """A topic, or none, in the index of the fact table."""

    slug: str
    title: str
    total: str  # how many facts, in words
    counts: tuple[tuple[str, int, str], ...]  # relation, how many facts, in words
    page: Target | None  # the only one that it has; None where it has several
    pages: tuple[FactPage, ...]


@dataclass(frozen=True, slots=True)
class FactIndexView:
    """facts.html where the fact table has several pages."""

    topics: tuple[FactTopic, ...]
    total: int
    counts: tuple[tuple[str, int, str], ...]  # relation, how many facts, in words
    is_listed: bool  # whether each question has a line; else the old addresses alone are served
    gone: tuple[GoneView, ...]  # facts that were withdrawn


@dataclass(frozen=True, slots=True)
class ReleasedReadingView:
    """What an article said on a fact when it was released."""

    label: str
    value: str
    as_of: str  # empty where it was not known
    paragraph: int
    address: str  # of the paragraph; empty where it is no more


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What happened to a fact from one release to the next."""

    question: str
    address: str
    relation: str
    old_question: str  # empty where it is the same
    old_relation: str  # empty where it is the same
    readings: tuple[tuple[str, tuple[ReleasedReadingView, ...]], ...]  # what became of which
    reason: str  # why it was withdrawn since; else empty


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """A release, and what it changed."""

    id: str
    address: str
    date: str
    time: str  # the same for machines, by RFC 3339
    summary: str
    groups: tuple[tuple[str, tuple[ChangeView, ...]], ...]  # what happened, and to which facts


@dataclass(frozen=True, slots=True)
class ChangesView:
    """changes.html and feed.xml."""

    releases: tuple[ReleaseView, ...]  # the last one first
    updated: str  # the time of the last one; empty where there is none


@dataclass(frozen=True, slots=True)
class TimelineView:
    """timeline.html, and what it goes on with."""

    part: Part
    events: Events | None  # None where nothing has a date


@dataclass(frozen=True, slots=True)
class PersonView:
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


@dataclass(frozen=True, slots=True)
class PeopleView:
    """people.html, and what it goes on with."""

    part: Part
    people: tuple[PersonView, ...]
    organisations: tuple[PersonView, ...]
    evidence: tuple[EvidenceCard, ...]


@dataclass(frozen=True, slots=True)
class SearchView:
    """search.html. Of what is too much for a list the pages are named instead."""

    texts: tuple[str, ...]  # the paths of the data that is always searched
    more: tuple[str, ...]  # of what is searched where it is asked for
    groups: tuple[FactGroup, ...]
    fact_pages: tuple[Target, ...]
    people: tuple[PersonView, ...]
    people_pages: tuple[Target, ...]
    topics: tuple[Card, ...]
    sources: tuple[SourceView, ...]
    article_pages: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class ArticlesView:
    """articles.html, and what it goes on with."""

    part: Part
    total: str  # how many in all, in words
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class AboutView:
    """about.html."""

    title: str
    body: Prose
    relations: tuple[tuple[str, str, int], ...]  # label, meaning, how many facts
    totals: str
    sources: tuple[SourceView, ...]  # none where they have pages of their own
    articles: str  # instead of them: how many, in words
    evidence: tuple[EvidenceCard, ...]
    build_id: str


@dataclass(frozen=True, slots=True)
class NotFoundView:
    """404.html."""

    links: tuple[Target, ...]  # absolute; none where the site's address is not known


@dataclass(frozen=True, slots=True)
class SitemapView:
    """sitemap.xml and robots.txt."""

    pages: tuple[tuple[str, str], ...]  # whole address, when it last changed: may be empty
    sitemap: str  # its own whole address; empty where that of the site is not known


@dataclass(frozen=True, slots=True)
class ScriptView:
    """site.js."""

    articles: tuple[str, ...]  # the paths of the data on the articles


@dataclass(frozen=True, slots=True)
class StyleView:
    """site.css and icon.svg: CSS colours."""

    accent: str
    accent_dark: str

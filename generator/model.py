"""The vocabulary: what is read (`Content`), and what is made of it (`Site`). Frozen, no I/O."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from generator.fields import Text
from generator.markdown import Document, Folded, Statement
from generator.packing import unpack
from generator.problems import Place
from generator.values import Dates, Value

FactType = Literal["money", "percent", "number", "date", "set", "answer"]
Relation = Literal["agree", "compatible", "differ", "changed", "single", "none"]
SilenceReason = Literal["not said", "published before", "unknown"]

FACT_TYPES: tuple[FactType, ...] = ("money", "percent", "number", "date", "set", "answer")
MOST_MARKS = 12  # articles that are shown side by side; more are counted
AssertionKind = Literal["quotation", "figure", "name"]
RELATIONS: tuple[Relation, ...] = ("differ", "changed", "compatible", "agree", "single", "none")

# ------------------------------------------------------------------ Content: as it was written


class License(Struct, frozen=True):
    """Under what terms the text may be used."""

    name: str
    url: str


class Settings(Struct, frozen=True):
    """site.yaml."""

    title: str
    description: str
    language: str
    publisher: str
    base_url: str  # ends with "/"; empty where it is not known
    repository: str
    mail: str  # where errors are reported while there is no repository
    license: License | None
    image: Text  # the path of the picture shown where the site is shared; empty for none
    accent: str  # a CSS colour, "#rrggbb"
    accent_dark: str  # the same on a dark ground
    quotation_words: int  # the most words of one quotation
    quoted_words: int  # the most words that the readings quote of one article
    topics: tuple[Text, ...]  # slugs, in the order of the site


class When(Struct, frozen=True):
    """A date as precise as it is known."""

    edtf: str
    dates: Dates
    shown: str  # in plain English
    place: Place


class Article(Struct, frozen=True):
    """content/articles/<slug>.md; what is not known is empty or None."""

    slug: str
    label: str  # the short name in tables and citations
    title: str
    publisher: str
    author: str
    url: str
    archived: str
    kind: str
    credit: str
    published: When | None
    published_inferred: str  # why the date is taken to be this one
    retrieved: When | None
    rights: Literal["digest", "full"]  # full: the body is the text itself
    folded: Folded  # the body
    place: Place
    of_fields: bytes  # a digest of its slug and its fields, wherever they stand
    digest: str  # the SHA-256 of its file, and so of all that is here

    @property
    def body(self) -> Document:
        """The digest, or the text itself; unfolded, so of many articles better not asked for."""
        return self.folded.document

    @property
    def numbers(self) -> range:
        """Those of its paragraphs."""
        return range(1, self.folded.count + 1)


class Answer(Struct, frozen=True):
    """One of the answers that a fact lists."""

    id: str
    label: str
    includes: tuple[Text, ...]  # narrower answers


class Fact(Struct, frozen=True):
    """An entry of content/facts.yaml: a question that articles answer with a value."""

    id: str
    question: Text
    type: FactType
    topic: Text | None  # None: the explainer's subject in general
    unit: str
    happened: When | None
    changes: bool
    event: Text  # what a date's line on the timeline says
    answers: tuple[Answer, ...]
    note: Document
    place: Place
    places: tuple[Place, ...]  # of its texts: words are equal wherever they stand


class WrittenReading(Struct, frozen=True):
    """An entry of content/readings/<slug>.yaml, its value as it was written."""

    fact: Text
    article: str
    paragraph: Text
    value: tuple[Text, ...]
    quote: Text
    words: Text  # the part of the quote that holds the value
    said_by: Text
    origin: Text
    hedge: Text
    as_of: When | None
    inferred: str
    place: Place


class FoldedReadings(Struct, frozen=True):
    """content/readings/<slug>.yaml in few bytes, with what is asked of many such files at once."""

    article: str
    packed: bytes
    said: tuple[tuple[str, int], ...]  # of each reading: its fact, and how long its words are
    quoted: int  # how many words they quote of the article
    longest: int  # the most words of one quotation
    digest: str  # the SHA-256 of its file, and so of all that is here

    @property
    def readings(self) -> tuple[WrittenReading, ...]:
        """The readings; unfolded, so of many articles better not asked for."""
        readings: tuple[WrittenReading, ...] = unpack(self.packed)
        return readings


class Topic(Struct, frozen=True):
    """content/topics/<slug>.md."""

    slug: str
    title: Text
    question: Text
    answer: Document
    terms: tuple[tuple[Text, Document], ...]
    updated: When | None  # when its content last changed
    key_facts: tuple[Text, ...]  # ids of the facts in the box, in order
    body: Document
    place: Place
    digest: str  # the SHA-256 of its file, and so of all that is here


class Person(Struct, frozen=True):
    """An entry of content/people.yaml."""

    id: str
    name: str
    kind: Literal["person", "organisation"]
    names: tuple[str, ...]  # all names it goes by, the printed one first
    unprinted: frozenset[str]  # those of them that only articles use
    description: Document  # what the articles say they are
    place: Place

    @property
    def other_names(self) -> list[str]:
        """Those that are printed besides the name."""
        return [name for name in self.names[1:] if name not in self.unprinted]


class OwnPage(Struct, frozen=True):
    """content/index.md or content/about.md."""

    title: Text
    updated: When | None
    body: Document
    place: Place


class Lock(Struct, frozen=True):
    """content/evidence.lock: what verify found in the articles' texts."""

    normalisation: int  # the version of the rule it was found under
    articles: Mapping[str, tuple[int, str]]  # number of paragraphs, fingerprint of the text
    proven: frozenset[str]  # a SHA-256 for each assertion in a paragraph


class Tombstone(Struct, frozen=True):
    """Why a released address went, and when."""

    date: When
    reason: Text


class LedgerEntry(Struct, frozen=True):
    """A line of content/ledger.yaml: an address that was released, and what became of it."""

    address: Text
    alias: Text  # the address that it has now; empty where it is still there
    tombstone: Tombstone | None
    place: Place


class ReleasedReading(Struct, frozen=True):
    """What one article said on a fact when it was released."""

    article: str
    paragraph: int
    value: str  # as it was printed
    as_of: str  # EDTF; empty where it was not known


class ReleasedFact(Struct, frozen=True):
    """A fact as it was released."""

    id: str
    question: str
    relation: Relation
    readings: tuple[ReleasedReading, ...]


class Snapshot(Struct, frozen=True):
    """content/releases/<date>.json: the facts as they were released on a day."""

    day: date
    facts: tuple[ReleasedFact, ...]


class Picture(Struct, frozen=True):
    """A picture, which is published as it is."""

    ending: str  # of its file: ".png" or ".jpg"
    content: bytes


class Content(Struct, frozen=True):
    """Everything that was read, each part as it was written."""

    settings: Settings
    image: Picture | None  # that of the settings
    articles: tuple[Article, ...]  # by date, the unknown last: their order everywhere
    folded_readings: tuple[FoldedReadings, ...]  # the readings, in the order of their files
    facts: tuple[Fact, ...]
    topics: tuple[Topic, ...]  # in the order of site.yaml
    people: tuple[Person, ...]
    front: OwnPage
    about: OwnPage
    lock: Lock | None
    ledger: tuple[LedgerEntry, ...]
    releases: tuple[Snapshot, ...]  # by date
    unread: frozenset[str]  # paths of files that exist and could not be made sense of
    outline: bytes  # a digest of all but the articles' bodies, of which it has the count

    @property
    def readings(self) -> Iterator[WrittenReading]:
        """All readings, unfolded one file after the other."""
        return (reading for of_article in self.folded_readings for reading in of_article.readings)

    def is_broken(self, article: Article) -> bool:
        """Whether an article's file was not all read, or its digest has more or fewer paragraphs
        than the article: until that is mended, the numbers of its paragraphs tell nothing."""
        if article.place.path in self.unread:
            return True
        if article.rights == "full" or not self.lock or article.slug not in self.lock.articles:
            return False
        return article.folded.count != self.lock.articles[article.slug][0]


# ------------------------------------------------------------- Site: names resolved to things


class Reading(Struct, frozen=True):
    """What one article says on one fact."""

    id: str
    fact: str
    article: str
    paragraph: int
    value: Value
    shown: str
    quote: str
    said_by: str
    origin: str
    hedge: str
    as_of: When | None  # None where neither it nor the article's date is known
    inferred: str
    is_proven: bool
    place: Place


class Silence(Struct, frozen=True):
    """An article without a reading on a fact, and why."""

    article: str
    reason: SilenceReason


class Row(Struct, frozen=True):
    """A fact with everything the articles say on it; one row of the fact table."""

    fact: Fact
    readings: tuple[Reading, ...]  # in the order of the articles
    relation: Relation
    articles: int
    origins: int
    origins_at_most: bool  # some reading does not say where the article has it from
    silent: tuple[Silence, ...]  # empty where there are more articles than marks
    silent_counts: Mapping[SilenceReason, int]  # how many are silent for each reason that occurs
    digest: bytes  # a hash of all that is here but places and the fact's note


class Cited(Struct, frozen=True):
    """A statement that rests on article paragraphs, with the id it has on its page."""

    id: str
    statement: Statement
    parts: tuple[tuple[str, tuple[int, ...]], ...]  # article, paragraphs

    @property
    def where(self) -> tuple[tuple[str, int], ...]:
        """Each paragraph that it rests on, once."""
        return tuple(dict.fromkeys((slug, n) for slug, numbers in self.parts for n in numbers))


class Assertion(Struct, frozen=True):
    """ "This stands in one of these paragraphs"."""

    kind: AssertionKind
    words: str  # as they are printed
    key: str  # what is compared: a normalised phrase, a value, the names someone goes by
    where: tuple[tuple[str, int], ...]  # article and paragraph; 0 for anywhere in the article
    said_in: Statement | Place

    @property
    def place(self) -> Place:
        """Where the words stand: looked for when they are told of, since most never are."""
        said_in = self.said_in
        return said_in.place_of(self.words) if isinstance(said_in, Statement) else said_in


class Failure(Struct, frozen=True):
    """An assertion that nothing proves."""

    assertion: Assertion
    has_text: bool  # the texts of its articles were at hand, and it does not stand there
    suggestion: str  # where it stands instead, or what stands there


class Passage(Struct, frozen=True):
    """One text of the site: where it is printed, and its statements that rest on paragraphs."""

    pages: tuple[str, ...]  # paths; the first is its home
    title: str  # what a backlink calls it
    document: Document
    cited: Mapping[int, Cited]  # by the number of the statement in the document
    uncited: Mapping[int, str]  # the ids of statements that should be cited; published are none
    subject: str = ""  # whom every statement is about, though it may not name them


class Backlink(Struct, frozen=True):
    """A statement or a reading seen from the paragraph it rests on."""

    kind: Literal["statement", "reading"]
    addresses: tuple[str, ...]  # where it is printed, its home first
    titles: tuple[str, ...]  # what stands there, for each address
    words: str


class Mention(Struct, frozen=True):
    """Where a person or organisation is named."""

    address: str
    title: str
    fact: str  # the id of the fact that names them; empty for a statement


class Misfit(Struct, frozen=True):
    """A cited paragraph that fits its statement much less than one that is not cited."""

    cited: Cited
    article: str
    number: int
    better: int | None  # the paragraph that fits; None where none does


class Site(Struct, frozen=True):
    """The whole explainer, every name resolved; no later stage adds to it."""

    content: Content
    rows: tuple[Row, ...]  # in the order of content/facts.yaml
    pages: Mapping[str, str]  # by the address of a fact or a person, where it is on another page
    in_topics: frozenset[str]  # the facts that their topic shows in full
    answers: Mapping[str, Passage]  # by topic
    bodies: Mapping[str, Passage]  # by topic
    notes: Mapping[str, Passage]  # by fact
    descriptions: Mapping[str, Passage]  # by person
    front: Passage
    about: Passage
    backlinks: Mapping[tuple[str, int], tuple[Backlink, ...]]  # by article and paragraph
    mentions: Mapping[str, tuple[Mention, ...]]  # by person
    failures: tuple[Failure, ...]  # what the texts or the lock do not prove
    checkable: Mapping[str, bool]  # by statement id: whether it asserts what can be checked
    misfits: tuple[Misfit, ...]  # what a text cites without need, as it seems

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Every text that cites, in the order of the site."""
        return (
            self.front,
            *(passage for t in self.answers for passage in (self.answers[t], self.bodies[t])),
            *self.notes.values(),
            *self.descriptions.values(),
            self.about,
        )

"""What each file of a site may hold, declared once: what is read, what an editor completes."""

from __future__ import annotations

from msgspec import Struct

from generator.kinds import (
    ADDRESS,
    COLOUR,
    DATE,
    FLAG,
    FOLDER_ADDRESS,
    ID,
    LINE,
    MAIL,
    MARKDOWN,
    PARAGRAPH,
    PERMANENT,
    TEXT,
    WHOLE,
    Field,
    Kind,
    Where,
    choice,
    either_of,
    list_of,
    pairs_of,
    table_of,
)
from generator.model import FACT_TYPES

LICENSE = Kind(
    "license",
    "The terms under which the explainer's text may be used.",
    (
        Field("name", TEXT, "The licence's name, as it is printed.", needed=True),
        Field("url", ADDRESS, "The address of its text."),
    ),
)

SITE = Kind(
    "site.yaml",
    "The explainer as a whole.",
    (
        Field("title", LINE, "The explainer's name, printed on every page.", needed=True),
        Field("description", LINE, "What it is about, in a sentence or two.", needed=True),
        Field("language", choice("en"), "The language that it is written in.", default="en"),
        Field("publisher", LINE, "Who publishes it.", needed=True),
        Field("base_url", FOLDER_ADDRESS, "The address at which it is published."),
        Field(
            "repository", FOLDER_ADDRESS, "The address of its source; errors are reported there."
        ),
        Field("mail", MAIL, "Where errors are reported while there is no repository."),
        Field("license", table_of(LICENSE, "takes a name and a url"), LICENSE.about),
        Field(
            "image",
            TEXT,
            "A picture in content/, PNG or JPEG, shown where a page is shared: best 1200 x 630.",
        ),
        Field("accent", COLOUR, "The colour of links and marks.", default="#7a1f2b"),
        Field("accent_dark", COLOUR, "The same on a dark ground.", default="#e39aa3"),
        Field("quotation_words", WHOLE, "The most words that one quotation may have.", default=12),
        Field(
            "quoted_words",
            WHOLE,
            "The most words that the readings may quote of one article.",
            default=300,
        ),
        Field(
            "topics",
            list_of(TEXT),
            "The topics in order: the names of the files in content/topics/, without .md.",
            needed=True,
        ),
    ),
)

ARTICLE = Kind(
    "an article",
    "An article that the explainer rests on. What is not known is left out.",
    (
        Field("label", LINE, "Its short name, in tables and citations.", needed=True),
        Field("title", LINE, "Its title."),
        Field("publisher", LINE, "Who published it."),
        Field("author", LINE, "Who wrote it."),
        Field("url", ADDRESS, "Where it can be read."),
        Field("archived", ADDRESS, "Where a copy of it is kept."),
        Field("kind", LINE, "What it is: a news report, an opinion, an interview …"),
        Field("credit", LINE, "The thanks or the notice that its licence asks for."),
        Field("published", DATE, "The day it appeared, as precisely as it is known."),
        Field("published_inferred", LINE, "Why it is taken to be this day, where it has no date."),
        Field("retrieved", DATE, "The day it was read."),
        Field(
            "rights",
            choice("digest", "full"),
            "digest: the body retells the article. full: the body is its text, which may be"
            " published.",
            default="digest",
        ),
    ),
)

TOPIC = Kind(
    "a topic",
    "A page of the explainer.",
    (
        Field("title", LINE, "Its name, in headings and menus.", needed=True),
        Field("question", LINE, "The question that it answers.", needed=True),
        Field("answer", MARKDOWN, "The answer in short, with citations.", needed=True),
        Field(
            "terms",
            pairs_of(MARKDOWN),
            "Words of the text that need explaining, each with its meaning in plain English.",
        ),
        Field("updated", DATE, "The day its content last changed."),
        Field("key_facts", list_of(TEXT), "The ids of the facts in its box, in order."),
    ),
)

PAGE = Kind(
    "a page",
    "The front page or the about page.",
    (
        Field("title", LINE, "Its heading.", needed=True),
        Field("updated", DATE, "The day its content last changed."),
    ),
)

ANSWER = Kind(
    "an answer",
    "One of the answers that a fact lists.",
    (
        Field("label", LINE, "The answer, as it is printed.", needed=True),
        Field("includes", list_of(TEXT), "The ids of narrower answers, which give this one too."),
    ),
)

FACT = Kind(
    "a fact",
    "A question that articles answer with a value.",
    (
        Field("id", ID, "Its name in readings, topics and addresses.", needed=True),
        Field("question", LINE, "The question.", needed=True),
        Field("type", choice(*FACT_TYPES), "What its values are.", needed=True),
        Field("topic", TEXT, "The topic it belongs to; left out: the subject in general."),
        Field(
            "unit",
            TEXT,
            "What is counted: a currency such as USD, or the things.",
            needed=Where("type", ("money", "number")),
        ),
        Field("happened", DATE, "When it happened: articles from before cannot tell of it."),
        Field("changes", FLAG, "true: its value changes over time, and is given for a date."),
        Field(
            "event",
            LINE,
            "What its date is called on the timeline; says only what the paragraphs of the fact's"
            " readings say.",
        ),
        Field(
            "answers",
            pairs_of(either_of(ANSWER, "takes a label"), are_slugs=True),
            "The possible answers: an id each, with what is printed for it.",
            needed=Where("type", ("answer",)),
            only=Where("type", ("answer",)),
        ),
        Field("note", MARKDOWN, "What explains the differences, with citations."),
    ),
)

READING = Kind(
    "a reading",
    "What the article says on a fact.",
    (
        Field("fact", TEXT, "The id of the fact.", needed=True),
        Field("paragraph", PARAGRAPH, "The number of the paragraph that says it.", needed=True),
        Field(
            "value",
            list_of(TEXT),
            "The value that the words give; of a set its members, of answers the ids.",
            needed=True,
        ),
        Field("quote", TEXT, "The article's own words, as few as hold the value.", needed=True),
        Field("words", TEXT, "The part of the quote that holds the value, where not all does."),
        Field("said_by", LINE, "Whom the article has saying it."),
        Field("origin", LINE, "The outlet or person the article names as where it has it from."),
        Field("hedge", TEXT, "The article's reserve, in its words: reportedly, perhaps …"),
        Field("as_of", DATE, "The date it speaks for; left out: the article's own."),
        Field("inferred", LINE, "Why the value is this one, where the words alone do not say it."),
    ),
)

PERSON = Kind(
    "a person or organisation",
    "Someone or something the articles name.",
    (
        Field("id", ID, "Its name in addresses.", needed=True),
        Field("name", TEXT, "The name that is printed.", needed=True),
        Field("kind", choice("person", "organisation"), "Which of the two it is.", needed=True),
        Field("names", list_of(TEXT), "Other names it goes by, in our texts and in articles."),
        Field("article_names", list_of(TEXT), "Names that only articles use."),
        Field(
            "description",
            MARKDOWN,
            "What the articles say they are, with citations; a cited paragraph has to name them.",
        ),
    ),
)

TOMBSTONE = Kind(
    "a tombstone",
    "Why something that was released went, which its address goes on to say.",
    (
        Field("date", DATE, "The day it went.", needed=True),
        Field(
            "reason",
            TEXT,
            "Why it went, in a sentence without figures, quotations and listed names.",
            needed=True,
        ),
    ),
)

LEDGER_ENTRY = Kind(
    "an entry of the ledger",
    "An address that was released, which has to lead somewhere for good. make release adds a"
    " line for each article, paragraph, fact and topic that is new; an editor adds to a line what"
    " became of its address, where that is no longer there.",
    (
        Field("address", PERMANENT, "The address, as in output/.", needed=True),
        Field("alias", PERMANENT, "The address at which the same thing is found now."),
        Field("tombstone", table_of(TOMBSTONE, "takes a date and a reason"), TOMBSTONE.about),
    ),
)


class File(Struct, frozen=True):
    """A file, or the files of a folder: one thing of a kind, or a list of them."""

    title: str
    path: str
    kind: Kind
    schema: str  # the path of its JSON Schema
    is_list: bool = False


FILES = (
    File("The site", "site.yaml", SITE, "schemas/site.json"),
    File("Articles", "content/articles/<slug>.md", ARTICLE, "schemas/article.json"),
    File("Readings", "content/readings/<slug>.yaml", READING, "schemas/readings.json", True),
    File("Facts", "content/facts.yaml", FACT, "schemas/facts.json", True),
    File("Topics", "content/topics/<slug>.md", TOPIC, "schemas/topic.json"),
    File("People", "content/people.yaml", PERSON, "schemas/people.json", True),
    File("The ledger", "content/ledger.yaml", LEDGER_ENTRY, "schemas/ledger.json", True),
    File("Front page and about page", "content/index.md, about.md", PAGE, "schemas/page.json"),
)

"""`Site` → the data of the site's script, as scripts: from a folder nothing else can be loaded.

What is too much for one script is in several, each with some entries of some groups.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter

from generator import exports, paging, urls
from generator.memory import Memory
from generator.model import Article, Passage, Row, Site

Entry = tuple[str, str, str]  # address, title, text
Part = tuple[tuple[str, Entry], ...]  # entries, each with the name of its group

MOST_BYTES = 270_000  # of a script; what has to be escaped in it comes on top
MOST_ARTICLES = 1000  # in a script with what is known of them
_AROUND = 15  # the bytes of quotation marks, commas and brackets around an entry


def parts(site: Site, memory: Memory) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """What is always searched, and what is where someone asks for it: the articles' paragraphs,
    where not everything is in one part."""
    own = [
        *(("Facts", entry) for entry in _facts(site)),
        *(("Statements", entry) for passage in site.passages for entry in _statements(passage)),
        *(("People and organisations", entry) for entry in _people(site)),
    ]
    of_articles = [_of_article(article, memory) for article in site.content.articles]
    if sum(map(_weight, own)) + sum(weight for weight, _ in of_articles) <= MOST_BYTES:
        return ((*own, *(entry for _, entries in of_articles for entry in entries)),), ()
    together = paging.parts(of_articles, MOST_BYTES, itemgetter(0))
    paragraphs = (tuple(entry for _, entries in part for entry in entries) for part in together)
    return paging.parts(own, MOST_BYTES, _weight), tuple(paragraphs)


def data(part: Part) -> str:
    """Sets window.searched: groups, each with its name and entries."""
    return _script(
        "searched",
        [
            (name, [entry for _, entry in entries])
            for name, entries in groupby(part, key=itemgetter(0))
        ],
    )


def articles(some: Sequence[Article]) -> str:
    """Sets window.articles: each as CSL-JSON, by its slug. They change less often than the texts,
    and so does the name of their file, which every page that can copy a source knows."""
    return _script("articles", {a.slug: exports.csl(a) for a in some})


def _script(name: str, value: object) -> str:
    return f"window.{name}={json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"


def _weight(named: tuple[str, Entry]) -> int:
    return _AROUND + sum(map(_bytes, named[1]))


def _bytes(words: str) -> int:
    return len(words) if words.isascii() else len(words.encode())


def _facts(site: Site) -> Iterator[Entry]:
    for row in site.rows:
        yield urls.placed(urls.fact(row.fact.id), site.pages), row.fact.question, _values(row)


def _values(row: Row) -> str:
    return "; ".join(dict.fromkeys(reading.shown for reading in row.readings))


def _statements(passage: Passage) -> Iterator[Entry]:
    for cited in passage.cited.values():
        yield f"{passage.pages[0]}#{cited.id}", passage.title, cited.statement.words


def _people(site: Site) -> Iterator[Entry]:
    for person in site.content.people:
        others = [name for name in person.names[1:] if name not in person.unprinted]
        address = urls.placed(urls.person(person.id), site.pages)
        yield address, person.name, ", ".join(others)


def _of_article(article: Article, memory: Memory) -> tuple[int, Part]:
    """How much an article's paragraphs weigh, and their entries."""

    def make() -> tuple[int, Part]:
        entries = tuple(("Paragraphs of the articles", entry) for entry in _paragraphs(article))
        return sum(map(_weight, entries)), entries

    return memory.remember(f"to search {article.slug}", article.digest, make, is_passing=True)


def _paragraphs(article: Article) -> Iterator[Entry]:
    for number, paragraph in enumerate(article.body.paragraphs, 1):
        title = f"{article.label}, paragraph {number}"
        yield urls.paragraph(article.slug, number), title, paragraph.words

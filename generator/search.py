"""`Site` → the data of the site's script, as scripts: from a folder nothing else can be loaded.

What is too much for one script is in several, each with some entries of some groups.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import accumulate, groupby, pairwise
from operator import itemgetter

from msgspec import Struct

from generator import exports, paging, urls
from generator.memory import Memory
from generator.model import Article, Passage, Row, Site

Entry = tuple[str, str, str]  # address, title, text
Named = tuple[str, Entry]  # with the name of its group


class Part(Struct, frozen=True):
    """What is in one script: entries, and after them the paragraphs of articles."""

    entries: Callable[[], Sequence[Named]] = tuple  # which many builds need not look at
    articles: tuple[Article, ...] = ()


MOST_BYTES = 270_000  # of a script; what has to be escaped in it comes on top
MOST_ARTICLES = 1000  # in a script with what is known of them
_AROUND = 15  # the bytes of quotation marks, commas and brackets around an entry


def parts(site: Site, memory: Memory) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """What is always searched, and what is where someone asks for it: the articles' paragraphs,
    where not everything is in one part."""
    own = cache(partial(_own, site))
    articles = site.content.articles

    def sizes() -> tuple[int, list[int]]:
        return sum(map(_weight, own())), list(map(len, paging.parts(own(), MOST_BYTES, _weight)))

    def weigh() -> dict[str, int]:
        return {article.slug: _weight_of_article(article) for article in articles}

    size, counts = memory.remember("searched", site.content.outline, sizes)
    weights = memory.remember("weights", articles, weigh, is_passing=True)
    if size + sum(weights.values()) <= MOST_BYTES:
        return (Part(own, articles),), ()
    on_demand = paging.parts(articles, MOST_BYTES, lambda article: weights[article.slug])
    ends = list(accumulate(counts))
    return (
        tuple(Part(partial(_between, own, *ends)) for ends in pairwise([0, *ends])),
        tuple(Part(articles=some) for some in on_demand),
    )


def _between(own: Callable[[], Sequence[Named]], begin: int, end: int) -> Sequence[Named]:
    return own()[begin:end]


def _own(site: Site) -> Sequence[Named]:
    """All entries but the paragraphs of articles."""
    return (
        *(("Facts", entry) for entry in _facts(site)),
        *(("Statements", entry) for passage in site.passages for entry in _statements(passage)),
        *(("People and organisations", entry) for entry in _people(site)),
    )


def data(part: Part) -> str:
    """Sets window.searched: groups, each with its name and entries."""
    groups = [
        (name, [entry for _, entry in entries])
        for name, entries in groupby(part.entries(), key=itemgetter(0))
    ]
    paragraphs = [entry for article in part.articles for entry in _paragraphs(article)]
    if paragraphs:
        groups.append(("Paragraphs of the articles", paragraphs))
    return _script("searched", groups)


def articles(some: Sequence[Article]) -> str:
    """Sets window.articles: each as CSL-JSON, by its slug. They change less often than the texts,
    and so does the name of their file, which every page that can copy a source knows."""
    return _script("articles", {a.slug: exports.csl(a) for a in some})


def _script(name: str, value: object) -> str:
    return f"window.{name}={json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"


def _weight(named: Named) -> int:
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
        address = urls.placed(urls.person(person.id), site.pages)
        yield address, person.name, ", ".join(person.other_names)


def _weight_of_article(article: Article) -> int:
    """What its paragraphs weigh."""
    of_each = _AROUND + _bytes(_address(article, 0)) + _bytes(_title(article, 0)) - 2
    count = article.folded.count
    return article.folded.size + of_each * count + 2 * _digits(count)


@cache
def _digits(last: int) -> int:
    """How many digits the numbers from 1 to the last have."""
    return sum(len(str(number)) for number in range(1, last + 1))


def _paragraphs(article: Article) -> Iterator[Entry]:
    for number, paragraph in enumerate(article.body.paragraphs, 1):
        yield _address(article, number), _title(article, number), paragraph.words


def _address(article: Article, number: int) -> str:
    return urls.paragraph(article.slug, number)


def _title(article: Article, number: int) -> str:
    return f"{article.label}, paragraph {number}"

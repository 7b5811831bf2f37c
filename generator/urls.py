"""The only place where a path, an address or an id is decided."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping
from functools import lru_cache
from typing import Literal
from urllib.parse import quote

from msgspec import Struct

from generator.fields import FILE_SLUG, SLUG

FRONT = "index.html"
FACTS = "facts.html"
COMPARISON = "comparison.html"
TIMELINE = "timeline.html"
PEOPLE = "people.html"
ARTICLES = "articles.html"
SEARCH = "search.html"
ABOUT = "about.html"
CHANGES = "changes.html"
NOT_FOUND = "404.html"
FACTS_JSON = "facts.json"
FACTS_SCHEMA = "facts.schema.json"
FACTS_CSV = "facts.csv"
ARTICLES_JSON = "articles.json"
ARTICLES_BIB = "articles.bib"
STYLESHEET = "site.css"
SCRIPT = "site.js"
SEARCH_DATA = "search-data.js"
ARTICLES_DATA = "articles-data.js"
ICON = "icon.svg"
SITEMAP = "sitemap.xml"
ROBOTS = "robots.txt"
BUILD_JSON = "build.json"
FEED = "feed.xml"
CHECK_SITE = "check_site.py"


GENERAL = "general"  # the name of what belongs to no topic

# Ids of the templates, which nothing else may have.
RESERVED_IDS = frozenset({"content", "q", "found", "results", "index"})


def picture(ending: str) -> str:
    """The picture that stands for the site where it is shared; `ending` is its file's."""
    return f"share{ending}"


def by_content(path: str, digest: str) -> str:
    """A file's path with some of the SHA-256 of its content in it: who has the file never has an
    older one."""
    stem, dot, ending = path.rpartition(".")
    return f"{stem}.{digest[:8]}{dot}{ending}"


def absolute(base_url: str, path: str) -> str:
    """The whole address of a path; empty where nobody knows where the site is published."""
    return base_url + path.removesuffix(FRONT) if base_url else ""


def topic(slug: str) -> str:
    """The page of a topic."""
    return f"topics/{slug}.html"


def article(slug: str) -> str:
    """The page of an article."""
    return f"articles/{slug}.html"


def paragraph_id(number: int | str) -> str:
    """The id of an article's paragraph on its page."""
    return f"p{number}"


def paragraph(slug: str, number: int | str) -> str:
    """The address of an article's paragraph."""
    return f"{article(slug)}#{paragraph_id(number)}"


def evidence_id(slug: str, number: int) -> str:
    """The id of the card with the evidence that an article's paragraph gives."""
    return f"e-{slug}-{number}"


def term_id(number: int) -> str:
    """The id of what explains a term on its topic's page."""
    return f"term-{number}"


def fact(id: str) -> str:
    """The permanent address of a fact; where its row stands is told by `placed`."""
    return f"{FACTS}#{id}"


def facts(name: str) -> str:
    """A page of the fact table, where it has several."""
    return f"facts/{name}.html"


def placed(address: str, pages: Mapping[str, str]) -> str:
    """Where what has an address stands: with its own anchor on the page that `pages` has for it.

    What is not in `pages` stands where its address tells.
    """
    page = pages.get(address)
    return f"{page}#{address.partition('#')[2]}" if page else address


def numbered(path: str, number: int) -> str:
    """The path of the number-th part (from 1) of what is too much for one file."""
    stem, dot, ending = path.rpartition(".")
    return path if number == 1 else f"{stem}-{number}{dot}{ending}"


def reading_id(fact: str, article: str, count: int, articles: Container[str]) -> str:
    """The id of a reading in the fact table: the count-th (from 1) of an article on a fact. Where
    one of the articles is called as that would be numbered, it is numbered otherwise."""
    name = article if count == 1 else f"{article}-{count}"
    return f"{fact}--{article}--{count}" if count > 1 and name in articles else f"{fact}--{name}"


def person(id: str) -> str:
    """The address of a person or organisation."""
    return f"{PEOPLE}#{id}"


def release_id(date: str) -> str:
    """The id of a release on the page of changes."""
    return f"release-{date}"


# The addresses that are kept for good: see `permanent`.
PERMANENT = (
    rf"articles/{FILE_SLUG}\.html(#p[1-9][0-9]{{0,8}})?|facts\.html#{SLUG}|topics/{FILE_SLUG}\.html"
)


class Permanent(Struct, frozen=True):
    """What a permanent address is that of."""

    kind: Literal["article", "fact", "paragraph", "topic"]
    id: str  # of a paragraph: its article's
    number: int = 0  # of a paragraph


def permanent(address: str) -> Permanent:
    """What an address that PERMANENT matches is that of."""
    page, _, anchor = address.partition("#")
    if page == FACTS:
        return Permanent("fact", anchor)
    slug = page.partition("/")[2].removesuffix(".html")
    if anchor:
        return Permanent("paragraph", slug, int(anchor[1:]))
    return Permanent("topic" if page.startswith("topics/") else "article", slug)


class StatementIds:
    """Gives each statement an id that stays the same when the text around it changes."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def give(self, words: str, citation: Iterable[str]) -> str:
        """An id from the statement's words and what it cites; each id is given once."""
        digest = hashlib.sha256("\n".join([words, *citation]).encode()).hexdigest()[:6]
        count = self._given[digest] = self._given.get(digest, 0) + 1
        return f"s-{digest}" if count == 1 else f"s-{digest}-{count}"


def at_words(url: str, words: str) -> str:
    """The address with a text fragment: a browser scrolls to the words.

    Syntax: https://wicg.github.io/scroll-to-text-fragment/#syntax.
    """
    if "#" in url:
        return url
    return f"{url}#:~:text={quote(words, safe='').replace('-', '%2D')}"


def report(repository: str, mail: str, address: str) -> str:
    """Where an error in what stands at an address is reported: an issue or a mail, begun.

    Empty where neither a repository nor a mail address is known.
    """
    if not repository and not mail:
        return ""
    subject, body = quote(f"Error in {address}"), quote("What is wrong? Which article says so?")
    if repository:
        return f"{repository}/issues/new?title={subject}&body={body}"
    return f"mailto:{mail}?subject={subject}&body={body}"


def relative(page: str, address: str) -> str:
    """The address, as a link on the page at path `page` has to give it."""
    path, mark, anchor = address.partition("#")
    if path == page and mark:
        return f"#{anchor}"
    folder, _, _ = page.rpartition("/")
    return _way(folder, path) + mark + anchor


@lru_cache(maxsize=4096)  # all pages lead to some, and to many that lie together
def _way(folder: str, path: str) -> str:
    """The way from a folder to the file at a path."""
    here, (*there, name) = folder.split("/") if folder else [], path.split("/")
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    return "/".join([".."] * (len(here) - shared) + there[shared:] + [name])

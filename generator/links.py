"""Names → things: citations to article paragraphs, and their inversion, the backlinks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator import read, support, urls
from generator.markdown import Citation, Document
from generator.model import Backlink, Cited, Content, Mention, Passage, Row
from generator.names import Names
from generator.problems import Problems, counted, did_you_mean


class Resolver:
    """Resolves the citations of one text after the other; ids are given once in the site."""

    def __init__(self, content: Content, problems: Problems) -> None:
        self.problems = problems
        self.content = content
        self.articles = {article.slug: article for article in content.articles}
        self.ids = urls.StatementIds()

    def passage(self, document: Document, title: str, *pages: str, subject: str = "") -> Passage:
        """A text with its citations resolved; what they name and does not exist is noted."""
        cited, uncited = {}, {}
        for number, statement in enumerate(document.statements):
            if statement.citation is None:
                if not statement.is_framing and not statement.is_heading:
                    uncited[number] = self.ids.give(statement.words, [])
                continue
            parts = self.parts(statement.citation, statement.words)
            written = [f"{slug}:{numbers}" for slug, numbers in parts]
            id = self.ids.give(statement.words, written)
            cited[number] = Cited(id, statement, parts)
        return Passage(pages, title, document, cited, uncited, subject)

    def parts(self, citation: Citation, words: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Articles with the cited paragraphs that exist; `words` are those that rest on them."""
        found = []
        for part in citation.parts:
            article = self.articles.get(part.article)
            if article is None:
                if f"{read.ARTICLES}/{part.article}.md" not in self.content.unread:
                    slugs = read.slugs(read.ARTICLES, self.articles, self.content)
                    help = did_you_mean(part.article, slugs)
                    known = f"articles are: {', '.join(slugs)}"
                    message = f'there is no article "{part.article}"'
                    self.problems.add(
                        "unknown-article",
                        message,
                        part.place,
                        help or known,
                        missing=urls.article(part.article),
                    )
                continue
            last = len(article.body.paragraphs)
            wrong = [number for number in part.paragraphs if not 1 <= number <= last]
            if wrong and not self.content.is_broken(article):
                self.problems.add(
                    "unknown-paragraph",
                    f'article "{article.slug}" has {counted(last, "paragraph")}, not "{wrong[0]}"',
                    part.place,
                    support.paragraph_help(
                        words, [block.words for block in article.body.paragraphs], part.paragraphs
                    ),
                    missing=urls.paragraph(article.slug, wrong[0]),
                )
            existing = tuple(number for number in part.paragraphs if number not in wrong)
            if existing:
                found.append((article.slug, existing))
        return tuple(found)


def backlinks(
    passages: Iterable[Passage],
    rows: Iterable[Row],
    pages: Mapping[str, Sequence[str]],
    titles: Mapping[str, str],
) -> dict[tuple[str, int], tuple[Backlink, ...]]:
    """For each article paragraph what rests on it: readings first, then statements.

    `pages` has, by fact, those that print its readings, their home first; `titles` names pages.
    """
    found: dict[tuple[str, int], list[Backlink]] = {}
    for row in rows:
        for reading in row.readings:
            link = Backlink(
                "reading",
                tuple(f"{page}#{reading.id}" for page in pages[row.fact.id]),
                (row.fact.question, *(titles[page] for page in pages[row.fact.id][1:])),
                reading.shown,
            )
            found.setdefault((reading.article, reading.paragraph), []).append(link)
    for passage in passages:
        for cited in passage.cited.values():
            link = Backlink(
                "statement",
                tuple(f"{page}#{cited.id}" for page in passage.pages),
                (passage.title, *(titles[page] for page in passage.pages[1:])),
                cited.statement.words,
            )
            for paragraph in cited.where:
                found.setdefault(paragraph, []).append(link)
    return {paragraph: tuple(links) for paragraph, links in found.items()}


def mentions(
    passages: Sequence[Passage], rows: Iterable[Row], names: Names, titles: Mapping[str, str]
) -> dict[str, tuple[Mention, ...]]:
    """For each person or organisation the facts and the statements that name it."""
    found: dict[str, list[Mention]] = {}
    for row in rows:
        said: list[str] = [row.fact.question]
        for reading in row.readings:
            said += [reading.shown, reading.said_by, reading.origin]
        for id in names.find("; ".join(said)):
            mention = Mention(urls.fact(row.fact.id), row.fact.question, is_fact=True)
            found.setdefault(id, []).append(mention)
    for passage in passages:
        home = passage.pages[0]
        for cited in passage.cited.values():
            for id in names.find(cited.statement.words):
                mention = Mention(f"{home}#{cited.id}", titles[home], is_fact=False)
                found.setdefault(id, []).append(mention)
    return {id: tuple(found_) for id, found_ in found.items()}

"""Names → things: citations to article paragraphs, and their inversion, the backlinks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from generator import read, support, urls
from generator.markdown import Citation, Document
from generator.model import Backlink, Cited, Content, Mention, Passage, Reading, Row
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
            last = article.folded.count
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


class Backlinks(Mapping[tuple[str, int], tuple[Backlink, ...]]):
    """For each article paragraph what rests on it: readings first, then statements.

    `pages` has, by fact, those that print its readings, their home first; `titles` names pages.
    What rests on a paragraph is looked for and put into words when it is asked for.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        rows: Sequence[Row],
        pages: Mapping[str, Sequence[str]],
        titles: Mapping[str, str],
    ) -> None:
        self._passages, self._rows, self._pages, self._titles = passages, rows, pages, titles

    def __getitem__(self, where: tuple[str, int]) -> tuple[Backlink, ...]:
        found = [self._of_reading(*each) for each in self._readings.get(where, ())]
        found += [self._of_statement(*each) for each in self._statements.get(where, ())]
        if not found:
            raise KeyError(where)
        return tuple(found)

    def __iter__(self) -> Iterator[tuple[str, int]]:
        return iter({**self._readings, **self._statements})

    def __len__(self) -> int:
        return len({**self._readings, **self._statements})

    @cached_property
    def _readings(self) -> dict[tuple[str, int], list[tuple[Row, Reading]]]:
        found: dict[tuple[str, int], list[tuple[Row, Reading]]] = {}
        for row in self._rows:
            for reading in row.readings:
                where = reading.article, reading.paragraph
                found.setdefault(where, []).append((row, reading))
        return found

    @cached_property
    def _statements(self) -> dict[tuple[str, int], list[tuple[Passage, Cited]]]:
        found: dict[tuple[str, int], list[tuple[Passage, Cited]]] = {}
        for passage in self._passages:
            for cited in passage.cited.values():
                for where in cited.where:
                    found.setdefault(where, []).append((passage, cited))
        return found

    def _of_reading(self, row: Row, reading: Reading) -> Backlink:
        pages = self._pages[row.fact.id]
        return Backlink(
            "reading",
            tuple(f"{page}#{reading.id}" for page in pages),
            (row.fact.question, *(self._titles[page] for page in pages[1:])),
            reading.shown,
        )

    def _of_statement(self, passage: Passage, cited: Cited) -> Backlink:
        return Backlink(
            "statement",
            tuple(f"{page}#{cited.id}" for page in passage.pages),
            (passage.title, *(self._titles[page] for page in passage.pages[1:])),
            cited.statement.words,
        )


class Mentions(Mapping[str, tuple[Mention, ...]]):
    """For each person or organisation the facts and the statements that name it; looked for when
    the first is asked for."""

    def __init__(
        self,
        passages: Sequence[Passage],
        rows: Sequence[Row],
        names: Names,
        titles: Mapping[str, str],
    ) -> None:
        self._passages, self._rows, self._names, self._titles = passages, rows, names, titles

    def __getitem__(self, id: str) -> tuple[Mention, ...]:
        return self._found[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @cached_property
    def _found(self) -> dict[str, tuple[Mention, ...]]:
        found: dict[str, list[Mention]] = {}
        for row in self._rows:
            said: list[str] = [row.fact.question]
            for reading in row.readings:
                said += [reading.shown, reading.said_by, reading.origin]
            for id in self._names.find("; ".join(said)):
                mention = Mention(urls.fact(row.fact.id), row.fact.question, row.fact.id)
                found.setdefault(id, []).append(mention)
        for passage in self._passages:
            home = passage.pages[0]
            for cited in passage.cited.values():
                for id in self._names.find(cited.statement.words):
                    mention = Mention(f"{home}#{cited.id}", self._titles[home], "")
                    found.setdefault(id, []).append(mention)
        return {id: tuple(mentions) for id, mentions in found.items()}

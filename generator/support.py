"""How well an article's paragraphs fit a statement, by the words that they share.

The gates for quotations, figures and names cannot tell two paragraphs apart that both name the
same companies. This can: a paragraph is known by the words of its digest and of its readings, and
rare words weigh more (inverse document frequency among the paragraphs of the article). It is a
rule of thumb: it only ever compares the paragraphs of one article with each other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from generator.evidence import quotations
from generator.model import Article, Cited, Misfit, Reading, Row

# Another paragraph has to fit this much better to be worth a word. Measured on five articles with
# 235 cited paragraphs and three wrong ones for each: it finds 19 of 20 of the wrong ones.
_MUCH_BETTER = 1.5
_REMEMBERED = 2**12  # texts of which the stems are known to the next build of a preview
_ARTICLES = 2**8  # of which it is known at a time what the stems of their paragraphs weigh
_STEM = 6  # letters of a word that count: "investment" and "invested" are one

_COMMON = frozenset(
    re.findall(
        "[a-z]+",
        """
        a about after all also an and another any are article as at be been before being between
        both but by can could did do does each for from had has have he her his how in into is it
        its just like may might more most much no nor not of on one only or other others our out
        over own said same say says she should so some still such than that the their them then
        there these they this those to too under until up was were what when where which while who
        whose why will with would yet
        """,
    )
)


def misfits(
    cited: Cited, subject: str, facts: Iterable[Row | None], fits: Fits
) -> Iterator[Misfit]:
    """The paragraphs cited for a statement that do not fit.

    A paragraph is passed over that has a reading of one of the facts: those that the statement's
    words are tied to, or that its text is the note of; and the only one cited for words that are
    quoted, since whether they stand there is proven.
    """
    statement = cited.statement
    if len(cited.where) == 1 and quotations(statement.words):
        return
    said = stems(f"{subject} {statement.words}")
    tied = {(r.article, r.paragraph) for fact in facts if fact for r in fact.readings}
    for slug, numbers in cited.parts:
        if all((slug, number) in tied for number in numbers):
            continue  # as nearly all are: how well they fit would be counted for nothing
        of_article = fits.of(slug, said)
        uncited = [number for number in of_article if number not in numbers]
        best = max(uncited, key=lambda number: of_article[number], default=None)
        for number in numbers:
            if (slug, number) in tied:
                continue
            if best is not None and of_article[best] > _MUCH_BETTER * of_article[number]:
                yield Misfit(cited, slug, number, best)
            elif of_article[number] == 0:
                yield Misfit(cited, slug, number, None)


def paragraph_help(words: str, paragraphs: Sequence[str], cited: Container[int] = ()) -> str:
    """What to write for a number that no paragraph has, by the words that rest on it."""
    last = len(paragraphs)
    known = "its only paragraph is 1" if last == 1 else f"its paragraphs are 1 to {last}"
    near = nearest(words, paragraphs, cited)
    return f"did you mean para. {near}, which fits the words best? {known}" if near else known


def nearest(words: str, paragraphs: Sequence[str], but: Container[int] = ()) -> int | None:
    """The number of the paragraph that fits the words best; None where none or no single one does.

    Those in `but` are left out.
    """
    fits = {n: fit for n, fit in enumerate(fitting(words, paragraphs), 1) if n not in but}
    best = max(fits.values(), default=0.0)
    found = [number for number, fit in fits.items() if fit == best]
    return found[0] if best > 0 and len(found) == 1 else None


def fitting(words: str, texts: Sequence[str]) -> tuple[float, ...]:
    """How well each of the texts fits the words: 0 where they share none."""
    said = stems(words)
    known = _weighted(dict(enumerate(map(stems, texts))))
    return tuple(_fit(said, weighted) for weighted in known.values())


def _fit(said: frozenset[str], weights: Mapping[str, float]) -> float:
    return math.fsum(weights[stem] for stem in said if stem in weights)  # in whatever order


class Fits:
    """Tells how well the paragraphs of an article fit some words."""

    def __init__(self, articles: Iterable[Article], rows: Iterable[Row]) -> None:
        self._articles = {article.slug: article for article in articles}
        self._said: dict[str, list[tuple[Row, Reading]]] = {}  # by article
        for row in rows:
            for reading in row.readings:
                self._said.setdefault(reading.article, []).append((row, reading))
        self._weights = lru_cache(_ARTICLES)(self._weighed)  # most are never asked for

    def known(self, slug: str) -> tuple[str, Sequence[tuple[Row, Reading]]]:
        """All that tells how an article's paragraphs fit: the SHA-256 of its file, and what is
        read in it."""
        return self._articles[slug].digest, self._said.get(slug, ())

    def of(self, slug: str, said: frozenset[str]) -> Mapping[int, float]:
        """How well each paragraph of an article fits some stems."""
        return {number: _fit(said, known) for number, known in self._weights(slug).items()}

    def _weighed(self, slug: str) -> Mapping[int, Mapping[str, float]]:
        """By its number, the stems of each paragraph of an article with what they weigh."""
        paragraphs = self._articles[slug].body.paragraphs
        words = {n: [block.words] for n, block in enumerate(paragraphs, 1)}
        for row, reading in self._said.get(slug, ()):
            said = f"{reading.quote} {reading.shown} {row.fact.question}"
            words[reading.paragraph].append(said)
        return _weighted({number: stems(" ".join(texts)) for number, texts in words.items()})


def _weighted(paragraphs: Mapping[int, frozenset[str]]) -> dict[int, dict[str, float]]:
    """The stems of each paragraph of an article, the more weight the fewer have them."""
    held = Counter(stem for said in paragraphs.values() for stem in said)
    rarity = {stem: math.log((len(paragraphs) + 1) / count) for stem, count in held.items()}
    return {number: {stem: rarity[stem] for stem in said} for number, said in paragraphs.items()}


@lru_cache(maxsize=_REMEMBERED)
def stems(text: str) -> frozenset[str]:
    """The beginnings of a text's words, those that every text has left out."""
    words = re.findall(r"[a-z0-9$%]{2,}", text.lower())
    return frozenset(word[:_STEM] for word in words if word not in _COMMON)

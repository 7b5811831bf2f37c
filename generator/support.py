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
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from msgspec import Struct

from generator.evidence import quotations
from generator.memory import Memory
from generator.model import Article, Cited, Row, Site

# Another paragraph has to fit this much better to be worth a word. Measured on five articles with
# 235 cited paragraphs and three wrong ones for each: it finds 19 of 20 of the wrong ones.
_MUCH_BETTER = 1.5
_REMEMBERED = 2**12  # texts of which the stems are known to the next build of a preview
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


class Misfit(Struct, frozen=True):
    """A cited paragraph that fits its statement much less than one that is not cited."""

    cited: Cited
    article: str
    number: int
    better: int | None  # the paragraph that fits; None where none does


def misfits(site: Site) -> Iterator[Misfit]:
    """The cited paragraphs that do not fit.

    A statement that asserts nothing that can be checked is passed over, and so is a paragraph
    with a reading of a fact that the statement's words are tied to, or that it is the note of, and
    the only paragraph that is cited for words that are quoted.
    """
    readings = {
        row.fact.id: {(reading.article, reading.paragraph) for reading in row.readings}
        for row in site.rows
    }
    notes = {id(note): fact for fact, note in site.notes.items()}
    for passage in site.passages:
        own = readings.get(notes.get(id(passage), ""), set())
        for cited in passage.cited.values():
            is_quoted = len(cited.where) == 1 and quotations(cited.statement.words)
            if not site.checkable[cited.id] or is_quoted:  # whether they stand there is proven
                continue
            said = stems(f"{passage.subject} {cited.statement.words}")
            tied = own.union(*(readings.get(span.fact, set()) for span in cited.statement.spans))
            for slug, numbers in cited.parts:
                fits = site.fits(slug, said)
                uncited = [number for number in fits if number not in numbers]
                best = max(uncited, key=lambda number: fits[number], default=None)
                for number in numbers:
                    if (slug, number) in tied:
                        continue
                    if best is not None and fits[best] > _MUCH_BETTER * fits[number]:
                        yield Misfit(cited, slug, number, best)
                    elif fits[number] == 0:
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


def fits(
    articles: Iterable[Article], rows: Iterable[Row], memory: Memory | None = None
) -> Callable[[str, frozenset[str]], Mapping[int, float]]:
    """What tells how well each paragraph of an article, given by its slug, fits some stems.

    Most articles of many are never asked for; with a memory, those that are the same are known.
    """
    memory = memory or Memory()
    by_slug = {article.slug: article for article in articles}
    readings: dict[str, list[tuple[int, str]]] = {}  # the words of an article's, by paragraph
    for row in rows:
        for reading in row.readings:
            said = f"{reading.quote} {reading.shown} {row.fact.question}"
            readings.setdefault(reading.article, []).append((reading.paragraph, said))

    @cache
    def weights(slug: str) -> Mapping[int, Mapping[str, float]]:
        of_readings = tuple(readings.get(slug, ()))
        paragraphs = tuple(block.words for block in by_slug[slug].body.paragraphs)

        def make() -> Mapping[int, Mapping[str, float]]:
            words = {number: [said] for number, said in enumerate(paragraphs, 1)}
            for number, said in of_readings:
                words[number].append(said)
            return _weighted({number: stems(" ".join(texts)) for number, texts in words.items()})

        return memory.remember(f"weights {slug}", (paragraphs, of_readings), make)

    @cache
    def fitted(slug: str) -> Callable[[frozenset[str]], Mapping[int, float]]:
        known = weights(slug)

        def make() -> Callable[[frozenset[str]], Mapping[int, float]]:
            return cache(lambda said: {number: _fit(said, held) for number, held in known.items()})

        return memory.remember(f"fits {slug}", (known,), make, is_passing=True)

    return lambda slug, said: fitted(slug)(said)


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

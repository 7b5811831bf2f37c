"""Our words and an article's → what of them was taken over word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from msgspec import Struct

from generator.phrases import normalise

_REMEMBERED = 2**6  # articles of which the words are known at a time
_WORD = re.compile(r"\S+")  # as the words of a quotation are counted
_Where = tuple[int, int]  # the number of a paragraph, and of a word in it


class Run(Struct, frozen=True):
    """Words that stand in a row in both."""

    start: int  # where they begin in ours
    words: str  # as they stand in ours
    count: int
    paragraph: int  # the number of the article's that has them


def copied(words: str, paragraphs: Sequence[str], most: int) -> Iterator[Run]:
    """The runs of more than `most` words that stand in one of an article's paragraphs, too.

    Case, and marks in words and around them, are passed over: who changes a comma has still copied.
    """
    ours, article = _words(words), _article(tuple(paragraphs), most + 1)
    said = [word for word, _ in ours]
    begin = 0
    while begin + most < len(said):
        count, paragraph = article.longest(said, begin)
        if not count:
            begin += 1
            continue
        start, end = ours[begin][1].start(), ours[begin + count - 1][1].end()
        yield Run(start, words[start:end], count, paragraph)
        begin += count


class _Article:
    """The words of an article's paragraphs, and where each run of so many begins."""

    def __init__(self, paragraphs: Sequence[str], length: int) -> None:
        self._length = length
        self._words = [[word for word, _ in _words(paragraph)] for paragraph in paragraphs]
        self._begin: dict[tuple[str, ...], list[_Where]] = {}
        for number, words in enumerate(self._words):
            for at in range(len(words) - length + 1):
                self._begin.setdefault(tuple(words[at : at + length]), []).append((number, at))

    def longest(self, said: Sequence[str], begin: int) -> _Where:
        """How many words from one on stand in a paragraph, at most, and its number; 0 for fewer
        than the length of a run."""
        where = self._begin.get(tuple(said[begin : begin + self._length]), ())
        runs = ((self._in_common(said[begin:], *each), each[0] + 1) for each in where)
        return max(runs, key=lambda run: run[0], default=(0, 0))

    def _in_common(self, said: Sequence[str], number: int, at: int) -> int:
        pairs = zip(said, self._words[number][at:], strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


_article = lru_cache(_REMEMBERED)(_Article)


def _words(text: str) -> list[tuple[str, re.Match[str]]]:
    """The words of a text as they are compared, each with its place; a mark alone is none."""
    found = ((_plain(match.group()), match) for match in _WORD.finditer(text))
    return [(word, match) for word, match in found if word]


def _plain(word: str) -> str:
    return "".join(filter(str.isalnum, normalise(word).casefold()))

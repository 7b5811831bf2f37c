"""Our words and an article's → what of them was taken over word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from generator.phrases import normalise

_WORD = re.compile(r"\w+(?:[.,'’-]\w+)*")
_REMEMBERED = 2**6  # articles of which the runs are known at a time


class Run(Struct, frozen=True):
    """Words that stand in a row in both."""

    words: str  # as they stand in ours
    count: int
    paragraph: int  # the number of the first one in which they begin


def copied(words: str, paragraphs: Sequence[str], most: int) -> Iterator[Run]:
    """The runs of more than `most` words that stand in one of an article's paragraphs, too.

    Marks and case are passed over: who changes a comma has still copied.
    """
    found = list(_WORD.finditer(words))
    said = [_plain(match.group()) for match in found]
    known = _runs(tuple(paragraphs), most + 1)
    begin = 0
    while begin + most < len(said):
        end = begin + most + 1
        number = known.get(tuple(said[begin:end]))
        if number is None:
            begin += 1
            continue
        while end < len(said) and tuple(said[end - most : end + 1]) in known:
            end += 1
        run = words[found[begin].start() : found[end - 1].end()]
        yield Run(run, end - begin, number)
        begin = end


@lru_cache(_REMEMBERED)
def _runs(paragraphs: tuple[str, ...], length: int) -> Mapping[tuple[str, ...], int]:
    """All runs of so many words, with the number of the first paragraph that has them."""
    runs: dict[tuple[str, ...], int] = {}
    for number, paragraph in enumerate(paragraphs, 1):
        words = [_plain(word) for word in _WORD.findall(paragraph)]
        for begin in range(len(words) - length + 1):
            runs.setdefault(tuple(words[begin : begin + length]), number)
    return runs


def _plain(word: str) -> str:
    return normalise(word).casefold()

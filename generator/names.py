"""Which of the listed people and organisations a text names, and which it nearly names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import combinations
from typing import NamedTuple

from generator.digests import but, digest
from generator.model import Person
from generator.phrases import is_whole, normalise

_WORD = re.compile(r"\w+")
_SHORTEST = 5  # letters of a word that is told to be like another: short ones are all alike
_LONG = 8  # from which on two letters may be wrong
_REMEMBERED = 2**13  # texts of which the names are known: the same words are asked for often


class Names:
    """Finds listed names, whole words and case kept, the longest name first."""

    def __init__(self, people: Sequence[Person] | Sequence[_Listed]) -> None:
        self._ids = {
            normalise(name): person.id for person in people for name in person.names if name.strip()
        }
        self._by_id = {person.id: person.name for person in people}
        self._keys = {person.id: "\n".join(map(normalise, person.names)) for person in people}
        # Names by their first word, each with where that word stands in it; the first to try first.
        self._by_word: dict[str, list[tuple[int, str]]] = {}
        for name in self._ids:
            word = _WORD.search(name)
            if word:
                self._by_word.setdefault(word.group(), []).append((word.start(), name))
        for names in self._by_word.values():
            names.sort(key=lambda found: (-found[0], -len(found[1]), found[1]))
        self._named = lru_cache(maxsize=_REMEMBERED)(lambda text: tuple(self._found(text)))
        self._like = lru_cache(maxsize=_REMEMBERED)(self._listed_like)

    @property
    def are_listed(self) -> bool:
        """Whether there is anybody to be found at all."""
        return bool(self._ids)

    def find(self, text: str) -> list[str]:
        """Ids of the people that the text names, in order, each once."""
        return list(dict.fromkeys(id for id, _ in self.named(text)))

    def named(self, text: str) -> list[tuple[str, str]]:
        """The same with the name by which the text has them, each naming once."""
        return [(self._ids[name], name) for name in dict.fromkeys(self._named(text))]

    def key(self, id: str) -> str:
        """All names of someone: with another name it is to be proven anew that a text has one."""
        return self._keys[id]

    def printed(self, name: str) -> str:
        """The name that the site prints for any of the names someone goes by."""
        id = self._ids.get(normalise(name))
        return self._by_id[id] if id else name

    def id(self, name: str) -> str | None:
        return self._ids.get(normalise(name))

    def name(self, id: str) -> str:
        """The name that the site prints of a person or organisation."""
        return self._by_id[id]

    def misspelt(self, text: str) -> list[str]:
        """The capitalised words of a text that are no listed name's and nearly one's, each once."""
        words = _WORD.findall(normalise(text))
        return [word for word in dict.fromkeys(words) if self.like(word)]

    def like(self, word: str) -> str:
        """The word of a listed name that a capitalised word nearly is: one letter (of long words,
        two) wrong, missing, too many or moved, or another case; empty where it is none."""
        is_looked_at = word[:1].isupper() and len(word) >= _SHORTEST
        return self._like(word) if is_looked_at else ""

    def _listed_like(self, word: str) -> str:
        known, by_rest = self._words
        if word in known:
            return ""
        return next((by_rest[rest] for rest in _rests(word) if rest in by_rest), "")

    @cached_property
    def _words(self) -> tuple[frozenset[str], dict[str, str]]:
        """The words of the names, and those that are looked at by what a mistake leaves of them."""
        known = frozenset(word for name in self._ids for word in _WORD.findall(name))
        by_rest: dict[str, str] = {}
        for word in sorted(known):
            if word[0].isupper() and len(word) >= _SHORTEST:
                for rest in _rests(word):
                    by_rest.setdefault(rest, word)
        return known, by_rest

    def _found(self, text: str) -> Iterator[str]:
        text = normalise(text)
        if self._by_word.keys().isdisjoint(_WORD.findall(text)):
            return
        end = 0
        for word in _WORD.finditer(text):
            for before, name in self._by_word.get(word.group(), ()):
                start = word.start() - before
                stop = start + len(name)
                if start >= end and text.startswith(name, start) and is_whole(text, start, stop):
                    end = stop
                    yield name
                    break


def _rests(word: str) -> Iterator[str]:
    """What is left of a word, whatever the case, without the letters that may be wrong in it: two
    words are alike where they leave the same. The most of it first."""
    letters = word.lower()
    for dropped in range(3 if len(letters) >= _LONG else 2):
        for places in combinations(range(len(letters)), dropped):
            yield "".join(letter for at, letter in enumerate(letters) if at not in places)


class _Listed(NamedTuple):
    """What there is to know of someone in order to find them."""

    id: str
    name: str
    names: tuple[str, ...]


def names_of(people: Iterable[Person]) -> Names:
    """The names of these people: made once, with what is known of the texts asked for."""
    return _names_of(tuple(_Listed(person.id, person.name, person.names) for person in people))


@lru_cache(maxsize=2)
def _names_of(people: tuple[_Listed, ...]) -> Names:
    return Names(people)


def digest_of(people: Iterable[Person]) -> bytes:
    """A digest of all that tells who is named."""
    return digest([but(person, "description", "place") for person in people])

"""Names and phrases are found as the plain definition in terms of a pattern finds them."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.markdown import Document
from generator.model import Person
from generator.names import Names
from generator.phrases import find, normalise
from generator.problems import Place

texts = st.lists(st.sampled_from(["a", "b", "ab", "A", "é", "-", "_", ".", "&", " "])).map("".join)
names = st.lists(texts | st.sampled_from(["a", "a b", "a-b", "b a", ".a", "a b a"]))


def person(name: str) -> Person:
    return Person(name, name, "person", (name,), frozenset(), Document(), Place(""))


@settings(deadline=None)
@given(names, texts)
@example(["a", "a b"], "a b")
def test_the_longest_name_that_stands_first_is_found(names: list[str], text: str) -> None:
    listed = [name for name in map(normalise, names) if re.search(r"\w", name)]
    longest = sorted(set(listed), key=lambda name: (-len(name), name))
    any_of = "|".join(map(re.escape, longest)) or "(?!)"
    expected = re.findall(rf"(?<!\w)(?:{any_of})(?!\w)", normalise(text))
    found = Names([person(name) for name in dict.fromkeys(listed)]).find(text)
    assert found == list(dict.fromkeys(expected))


@settings(deadline=None)
@given(texts, texts)
def test_a_phrase_is_found_as_whole_words(phrase: str, text: str) -> None:
    before = r"(?<!\w)" if phrase[:1].isalnum() else ""
    after = r"(?!\w)" if phrase[-1:].isalnum() else ""
    match = re.search(before + re.escape(phrase) + after, text) if phrase else None
    assert find(phrase, text) == (match.start() if match else -1)


ALTERED = {  # one letter of "Harrow" wrong, missing, too many, moved; another case
    "Harrow": "",
    "Harow": "Harrow",
    "Harroow": "Harrow",
    "Harraw": "Harrow",
    "Harorw": "Harrow",
    "HARROW": "Harrow",
    "harow": "",  # a name has a capital
    "Haraw": "",  # two letters of a short word
    "Wetherbyy": "Wetherby",
    "Weatherbey": "Wetherby",  # two of a long one
    "Weatherbees": "",
    "Kaj": "",  # too short to be like anything
    "Kays": "",
}


@pytest.mark.parametrize("word", ALTERED)
def test_a_word_that_is_nearly_a_listed_names_is_like_it(word: str) -> None:
    names = Names([person("Wetherby & Harrow"), person("Kay")])
    assert names.like(word) == ALTERED[word]
    assert names.misspelt(f"It was {word}, {word}’s.") == ([word] if ALTERED[word] else [])


def test_another_listed_word_is_no_mistake() -> None:
    names = Names([person("Harrow"), person("Harrows Bank")])
    assert names.misspelt("Harrow and Harrows") == []

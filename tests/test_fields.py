"""YAML is read as it was typed, and every value knows its place."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fields import Entries, Table, Text, parse
from generator.problems import Problems


def table(text: str, problems: Problems | None = None) -> Table:
    node = parse(text, "t.yaml", problems or Problems())
    assert isinstance(node, Table)
    return node


def value(text: str) -> Text:
    node = table(text).entries["k"]  # type: ignore[index]
    assert isinstance(node, Text)
    return node


@pytest.mark.parametrize(
    "typed",
    ["no", "1.10", "2025-01-22", "12:30", "010", "null", "~", "0x1F", "1_000", "Yes", "1e3"],
)
def test_a_scalar_is_the_words_that_were_typed(typed: str) -> None:
    assert value(f"k: {typed}\n") == typed


def test_a_field_given_twice_is_a_problem_at_the_second() -> None:
    problems = Problems()
    assert parse("a: 1\nb: 2\na: 3\n", "t.yaml", problems) is None
    (found,) = problems.found
    places = [str(place) for place in (found.place, *found.also)]
    assert (found.code, places) == ("duplicate-field", ["t.yaml:3:1", "t.yaml:1:1"])


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("k: some words here\n", "here", "t.yaml:1:15"),
        ("k: >-\n  some words\n  over lines\n", "lines", "t.yaml:3:8"),
        ("k: |\n  some words\n\n  over lines\n", "over", "t.yaml:4:3"),
        ("k: some words\n  over lines\n", "over", "t.yaml:2:3"),
        ('k: "some words"\n', "words", "t.yaml:1:10"),
        ("k: 'some\n  words'\n", "words", "t.yaml:2:3"),
        ("a: 1\nk:   [x, some words]\n", "words", "t.yaml:2:15"),
    ],
)
def test_a_word_in_a_scalar_is_found_again(text: str, word: str, place: str) -> None:
    node = table(text).entries["k"]  # type: ignore[index]
    scalar = node.items[-1] if isinstance(node, Entries) else node
    assert isinstance(scalar, Text)
    assert str(scalar.at(scalar.index(word))) == place
    kept = pickle.loads(pickle.dumps(scalar))
    assert (kept, kept.typed, kept.lost) == (scalar, scalar.typed, scalar.lost)
    assert str(kept.at(scalar.index(word))) == place


@given(st.lists(st.text("ab @,.[]", min_size=1, max_size=12), min_size=1, max_size=5))
def test_every_word_of_a_folded_scalar_is_found_again(lines: list[str]) -> None:
    lines = [line.strip() or "x" for line in lines]
    text = "k: >-\n" + "".join(f"  {line}\n" for line in lines)
    scalar = value(text)
    source = text.split("\n")
    for offset, character in enumerate(scalar):
        if not character.isspace():
            place = scalar.at(offset)
            assert source[place.line - 1][place.column - 1] == character


def test_an_alias_bomb_is_refused_at_once() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60)
    )
    problems = Problems()
    assert parse(bomb, "t.yaml", problems) is None
    assert {found.code for found in problems.found} == {"alias"}


def test_deep_nesting_is_refused() -> None:
    problems = Problems()
    assert parse("[" * 5000, "t.yaml", problems) is None
    assert parse("k: " + "[" * 40 + "]" * 40, "t.yaml", problems) is None
    assert {found.code for found in problems.found} == {"yaml"}

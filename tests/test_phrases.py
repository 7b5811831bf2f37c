"""Phrases: one normalisation, where a phrase stands, and how text is printed."""

from __future__ import annotations

import pytest

from generator.phrases import count_words, find, normalise, typographic


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u00a0b \n c", "a b c"),
        ("“so” ‘it’ is", "\"so\" 'it' is"),
        ("2019–2023 — well‑known", "2019-2023 - well-known"),
        ("soft\u00adhyphen", "softhyphen"),
        ("e\u0301te\u0301", "été"),
        ("½ m²", "½ m²"),
        ("wait…", "wait..."),
    ],
)
def test_text_is_normalised(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("phrase", "text", "place"),
    [
        ("fair", "a fair price", 2),
        ("fair", "an unfair price, a fairer one", -1),
        ("$4", "it costs $4.", 9),
        ("$4", "it costs $45", -1),
        ("", "anything", -1),
    ],
)
def test_a_phrase_stands_in_a_text_as_whole_words(phrase: str, text: str, place: int) -> None:
    assert find(phrase, text) == place


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's the line's \"best\" boat", "It’s the line’s “best” boat"),
        ("\"Why?\" ('so')", "“Why?” (‘so’)"),
        ("the '90s and the boats'", "the ’90s and the boats’"),
    ],
)
def test_text_is_printed_with_curly_marks(text: str, expected: str) -> None:
    assert typographic(text) == expected


def test_words_are_counted_by_the_white_space_between_them() -> None:
    assert count_words(" $4.50 for a  well-known\nboat ") == 5

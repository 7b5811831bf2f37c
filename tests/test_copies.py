"""What of an article's words is taken over word for word is told where its text is at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.build import build, preview, verify
from generator.copies import copied
from generator.memory import Memory
from generator.phrases import count_words
from generator.problems import BuildFailed
from tests.sites import write

THEIRS = [f"their{number}" for number in range(40)]
OURS = st.lists(st.sampled_from(["we", "say", "it", "so"]), max_size=8)
MOST = 12


@given(st.integers(0, 30), st.integers(1, 40), OURS, OURS, st.booleans())
def test_runs_that_are_too_long_are_found_and_no_others(
    begin: int, count: int, before: list[str], after: list[str], is_changed: bool
) -> None:
    taken = THEIRS[begin : begin + count]
    words = ", ".join(word.upper() for word in taken) if is_changed else " ".join(taken)
    paragraphs = ["Another one.", f"“{' '.join(THEIRS[:20])} – {' '.join(THEIRS[20:])}.”"]
    found = list(copied(" ".join([*before, words, *after]), paragraphs, MOST))
    assert [(run.words, run.count, run.paragraph) for run in found] == (
        [(words, len(taken), 2)] if len(taken) > MOST else []
    )


@given(st.permutations(THEIRS[:30]), st.permutations(THEIRS[:30]), st.integers(2, 12))
def test_all_that_is_said_of_a_run_is_so(ours: list[str], theirs: list[str], most: int) -> None:
    paragraphs = [" ".join(theirs), " ".join(ours[5:]), " ".join(ours[:20])]
    found = list(copied(" ".join(ours), paragraphs, most))
    assert found
    for run in found:
        assert len(run.words.split()) == run.count > most
        assert run.words in paragraphs[run.paragraph - 1]
        assert " ".join(ours)[run.start :].startswith(run.words)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("Ferry’s", "ferry's"),
        ("well-known", "well\u2011known"),
        ("café", "cafe\u0301"),
        ("misses", "_misses_"),
        ("1,000", "1000"),
        ("co-operate", "co\u00adoperate"),
    ],
)
def test_however_a_word_is_marked_it_is_that_word(ours: str, theirs: str) -> None:
    before, after = " ".join(THEIRS[:6]), " ".join(THEIRS[6:12])
    words = f"{before} {ours} {after}"
    assert [run.words for run in copied(words, [f"{before} {theirs} {after}"], MOST)] == [words]


def test_words_are_counted_as_those_of_a_quotation_are() -> None:
    words = " ".join(["Alpha–Beta", "24/7", "R&D", *THEIRS[:9]])
    assert count_words(words) == MOST and not list(copied(words, [words], MOST))


def test_a_citation_cuts_no_run(plain: Path) -> None:
    path, cited = "content/topics/fares.md", "[@island-post, para. 2]"
    text = (plain / path).read_text(encoding="utf-8")
    said = "The *Heron* came into service in early 2031", "and nobody misses the old boat"
    write(plain, {path: f"{text}\n{said[0]} {cited}, {said[1]} {cited}.\n"})
    with pytest.raises(BuildFailed) as failed:
        verify(plain, plain / "texts")
    (problem,) = failed.value.problems
    line = len(text.splitlines()) + 2
    assert problem.code == "copied-words"
    assert (problem.place.path, problem.place.line, problem.place.column) == (path, line, 1)


def test_of_two_paragraphs_that_say_it_the_one_that_says_more_is_named() -> None:
    paragraphs = [" ".join(THEIRS[:13]), " ".join(THEIRS[:15]), " ".join(THEIRS[:14])]
    (run,) = copied(" ".join(THEIRS[:20]), paragraphs, MOST)
    assert (run.count, run.paragraph) == (15, 2)


def test_words_of_two_paragraphs_are_no_run() -> None:
    paragraphs = [" ".join(THEIRS[:10]), " ".join(THEIRS[10:20])]
    assert not list(copied(" ".join(THEIRS[:20]), paragraphs, MOST))


def test_without_the_text_nobody_can_tell_and_the_preview_shows_it_all_the_same(
    plain: Path,
) -> None:
    path = "content/topics/fares.md"
    said = "The Heron came into service in early 2031, and nobody misses the old boat"
    text = (plain / path).read_text(encoding="utf-8")
    write(plain, {path: f"{text}\n{said} [@island-post, para. 2].\n"})
    build(plain)
    shown = preview(plain, "id", Memory(), plain / "texts")
    assert [problem.code for problem in shown.unproven] == ["copied-words"]
    assert said.encode() in shown.file("topics/fares.html")
    with pytest.raises(BuildFailed) as failed:
        verify(plain, plain / "texts")
    assert [problem.code for problem in failed.value.problems] == ["copied-words"]

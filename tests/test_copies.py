"""What of an article's words is taken over word for word is told where its text is at hand."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.build import build, preview, verify
from generator.copies import copied
from generator.memory import Memory
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
    try:
        verify(plain, plain / "texts")
    except BuildFailed as failed:
        assert [problem.code for problem in failed.problems] == ["copied-words"]
    else:
        raise AssertionError

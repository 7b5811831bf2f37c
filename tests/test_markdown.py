"""Markdown to HTML by the pairs in markdown_cases.md, and the places of what is parsed."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import markdown
from generator.fields import Text
from generator.markdown import Block, Document, Rendering, Statement
from generator.problems import Place, Problems

CASES = re.findall(
    r"^(\S[^\n]*)\n\.\n(.*?)\n\.\n(.*?)^\.$",
    Path(__file__).with_name("markdown_cases.md").read_text(encoding="utf-8"),
    re.MULTILINE | re.DOTALL,
)


def parse(text: str, problems: Problems | None = None, line: int = 1) -> Document:
    place = Place("t.md", line, 1)
    return markdown.parse(Text(text, place, (text, line, 1)), problems or Problems())


@pytest.mark.parametrize(("title", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_markdown_gives_html(title: str, text: str, expected: str) -> None:
    problems = Problems()
    document = parse(text, problems)
    statements = {}
    for number, statement in enumerate(document.statements):
        if statement.citation:
            parts = "; ".join(
                f"{part.article}:{','.join(map(str, part.paragraphs))}"
                for part in statement.citation.parts
            )
            statements[number] = markdown.Mark(f"s{number}", f"<c {parts}>")
    rendering = Rendering(
        statements,
        link=lambda target: target if target.startswith("https") else f"to:{target}",
        fact=lambda id: f"fact:{id}",
    )
    assert markdown.to_html(document.tokens, rendering).strip() == expected.strip()
    assert problems.found == []


def test_the_file_of_cases_is_read_whole() -> None:
    text = Path(__file__).with_name("markdown_cases.md").read_text(encoding="utf-8")
    assert len(CASES) == len(re.findall(r"^\.$", text, re.MULTILINE)) / 3


def test_a_statement_knows_its_words_and_its_place() -> None:
    document = parse("# Head\n\nFirst *one* [@a, para. 1]. Now\nsecond\n  [@b, para. 2].", line=10)
    _, first, second = document.statements
    assert (first.words, str(first.place)) == ("First one.", "t.md:12:1")
    assert (second.words, str(second.place)) == ("Now second.", "t.md:12:28")
    assert second.citation is not None
    assert str(second.citation.place) == "t.md:14:3"
    assert str(second.citation.parts[0].place) == "t.md:14:4"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- one\n- two [@a, p. 3]", "t.md:2:8"),
        ("1. one [x @a, para. 3]", "t.md:1:9"),
        ("> quoted *code*\n> [@a; @b]", "t.md:2:4"),
        ("## Head [@a, para. 3]", "t.md:1:9"),
        ("para\nof two *lines\nwith* code @who said", "t.md:3:12"),
    ],
)
def test_a_problem_stands_at_the_line_and_column_of_its_cause(text: str, place: str) -> None:
    problems = Problems()
    parse(text, problems)
    assert str(problems.found[0].place) == place


def test_a_digest_counts_paragraphs_and_list_items_but_no_headings() -> None:
    document = parse("## Head\n\nOne.\n\n- Two.\n- Three.\n\n> Four.\n\n***\n\nFive\nlong.")
    words = [block.words for block in document.paragraphs]
    assert words == ["One.", "Two.", "Three.", "Four.", "Five long."]
    html = [markdown.to_html(block.tokens).strip() for block in document.paragraphs]
    assert html[0] == "<p>One.</p>"
    assert html[1] == "Two."
    assert html[3] == "<blockquote>\n<p>Four.</p>\n</blockquote>"


PIECES = st.sampled_from(
    ["tide", "Ebb", "ö", "½", "7", "_", "*", "**", "`", "\\", "[", "]", "(", ")", "<i>", "<", ">"]
    + ["&amp;", "&", "!", "@", "@who", "[@a, para. 1]", "[x]{fact=f}", "{", "}", "{.framing}", '"']
    + ["'", "’", "“", "$", "%", "|", "|-|", "#", "~", "=", "===", "---", "-", "+", ":", ".", "1."]
    + [" ", " ", "  ", "\t", "\xa0", "\u2003", "\n", "  \n", "\n ", "\n\n", "\n\n", "[x](/y.html)"]
)


@given(st.lists(PIECES, max_size=30).map("".join))
@example("One [@a, para. 1].\n\n## Two\n\n[Three](/facts.html) [@b, paras. 2-3].")
def test_a_folded_text_is_what_it_was(text: str) -> None:
    document = parse(text)
    folded = markdown.fold(document)
    assert folded.document == document
    assert folded.count == len(document.paragraphs)
    assert folded.size == sum(len(block.words.encode()) for block in document.paragraphs)
    assert folded.links == document.links
    assert folded.citations == tuple(s.citation for s in document.statements if s.citation)
    places = [statement.place for statement in folded.document.statements]
    assert places == [statement.place for statement in document.statements]


@given(st.lists(PIECES, max_size=30).map("".join))
@example("One  \nline.  \n\nTwo *more* [@a, para. 1].\nThree\n\n\nFour")
def test_paragraphs_alone_are_what_they_are_beside_other_blocks(text: str) -> None:
    alone, beside = Problems(), Problems()
    found, expected = parse(text, alone), parse(f"***\n\n{text}", beside, line=-1)
    assert found.tokens == expected.tokens[1:]
    assert alone.found == beside.found
    assert [said(statement) for statement in found.statements] == [
        said(statement) for statement in expected.statements
    ]
    assert list(map(printed, found.blocks)) == list(map(printed, expected.blocks))
    assert (found.links, found.headings) == (expected.links, expected.headings)


def said(of: Statement) -> tuple[object, ...]:
    """What a statement says, and where, whatever text it is a part of."""
    return (of.words, of.citation, of.spans, of.is_framing, of.is_heading, of.place)


def printed(block: Block) -> tuple[object, ...]:
    """What is printed of a block, and where it stands, if anything stands in it."""
    return (block.tokens, block.words, block.is_heading, block.place if block.tokens else None)


def test_text_and_attributes_of_any_kind_are_escaped() -> None:
    text = '"\'<>& [a](https://example.org/?a=1&b=<">) [@a, para. 1].'
    html = markdown.to_html(parse(text).tokens)
    assert "<>" not in html
    assert escape("<") in html


def explained(text: str, **terms: str) -> str:
    known = {term.replace("_", " "): id for term, id in terms.items()}
    return markdown.to_html(parse(text).tokens, Rendering(terms=known)).strip()


def test_a_term_is_a_button_where_it_first_stands() -> None:
    html = explained("## The tide\n\nA *spring* tide is no Tide table. Tides turn.", tide="t")
    assert html == (
        '<h2 id="the-tide"><a href="#the-tide">The tide</a></h2>\n'
        '<p>A <em>spring</em> <button class="term" popovertarget="t">tide</button>'
        " is no Tide table. Tides turn.</p>"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Two ebb\ntides.", "ebb\ntides"),
        ("[The ebb tide](/facts.html) and [an ebb tide]{fact=a}, then an Ebb tide.", "Ebb tide"),
        ("Ebb tidewater & ebb tide.", "ebb tide"),
    ],
)
def test_a_term_is_found_in_running_text_as_a_reader_would(text: str, words: str) -> None:
    assert f'<button class="term" popovertarget="t">{words}</button>' in explained(
        text, ebb_tide="t"
    )
    assert markdown.explains(parse(text), "ebb tide")


def test_a_term_in_headings_and_links_alone_is_not_explained() -> None:
    text = "## Ebb tide\n\nSee [ebb tide](/facts.html), ebb and tide."
    assert "<button" not in explained(text, ebb_tide="t")
    assert not markdown.explains(parse(text), "ebb tide")


def test_of_terms_that_overlap_the_longer_one_is_explained() -> None:
    html = explained("The ebb tide, then a tide.", tide="one", ebb_tide="two")
    assert html == (
        '<p>The <button class="term" popovertarget="two">ebb tide</button>,'
        ' then a <button class="term" popovertarget="one">tide</button>.</p>'
    )


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("One [@a, para. 1]. Two [@a, para. 2].\n", "Six [@a, para. 1]. Two [@a, para. 2].\n", [1]),
        (
            "One [@a, para. 1].\n\nTwo [@a, para. 2].",
            "One is more [@a, para. 1].\n\nTwo [@a, para. 2].",
            [1],
        ),
        (
            "One [@a, para. 1].\n\nTwo [@a, para. 2].",
            "One [@a, para. 1].\n\nTwo [@a, para. 3].",
            [0],
        ),
        (
            "One [@a, para. 1].\n\nTwo [@a, para. 2].",
            "\nOne [@a, para. 1].\n\nTwo [@a, para. 2].",
            [],
        ),
        ("One [@a, para. 1]. Two [@a, para. 2].", "Ones [@a, para. 1]. Two [@a, para. 2].", []),
        ("[One]{fact=b} [@a, para. 1].", "[One]{fact=c} [@a, para. 1].", []),
        ("*One* two [@a, para. 1].", "_One_ two [@a, para. 1].", []),
    ],
)
def test_a_statement_is_known_by_what_it_says_and_where_it_stands(
    before: str, after: str, same: list[int]
) -> None:
    one, other = parse(before).digests, parse(after).digests
    assert len(one) == len(other) == len(parse(after).statements)
    assert [n for n in range(len(one)) if one[n] == other[n]] == same

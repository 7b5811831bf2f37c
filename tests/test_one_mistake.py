"""One mistake is one problem, whatever rests on what is broken."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.build import build, preview, release
from generator.memory import Memory
from generator.problems import BuildFailed, Problem

HERALD = "content/articles/harbour-herald.md"
FARES = "content/topics/fares.md"
FILES = ("site.yaml", "content/facts.yaml", "content/people.yaml", HERALD, FARES)


def problems_of(site: Path) -> list[Problem]:
    with pytest.raises(BuildFailed) as failed:
        build(site)
    return failed.value.problems


def codes_of(site: Path) -> list[str]:
    return [found.code for found in problems_of(site)]


def alter(file: Path, change: Callable[[str], str]) -> None:
    before = file.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    file.write_text(after, encoding="utf-8")


@pytest.mark.parametrize("path", FILES)
@pytest.mark.parametrize(
    "change",
    [
        lambda text: "",
        lambda text: text.replace("\n", "\n\t", 2),
        lambda text: f"<<<<<<< ours\n{text}",
    ],
    ids=["empty", "tab", "conflict"],
)
def test_of_a_file_that_cannot_be_read_that_alone_is_told(
    plain: Path, path: str, change: Callable[[str], str]
) -> None:
    alter(plain / path, change)
    assert len(problems_of(plain)) == 1


@pytest.mark.parametrize(("path", "code"), [(HERALD, "unknown-article"), (FARES, "unknown-topic")])
def test_what_was_deleted_is_told_once_with_all_that_names_it(
    plain: Path, path: str, code: str
) -> None:
    release(plain, date(2031, 7, 1))
    (plain / path).unlink()
    (found,) = problems_of(plain)
    assert found.code == code
    named = {
        "unknown-article": ["content/facts.yaml:12:67", "content/facts.yaml:25:18"],
        "unknown-topic": ["content/facts.yaml:10:10"],
    }
    assert [str(place) for place in found.also][: len(named[code])] == named[code]


@pytest.mark.parametrize("known_by", ["the lock", "the ledger"])
def test_of_a_deleted_article_it_is_told_first_that_its_file_is_gone(
    plain: Path, known_by: str
) -> None:
    if known_by == "the ledger":
        release(plain, date(2031, 7, 1))
        lock = plain / "content/evidence.lock"
        alter(lock, lambda text: re.sub("(?m)^.*harbour-herald.*\n", "", text))
    (plain / HERALD).rename(plain / "content/articles/harbour-news.md")
    found = next(each for each in problems_of(plain) if each.code == "unknown-article")
    assert str(found).splitlines()[:2] == [
        f'{HERALD}: unknown-article: there is no article "harbour-herald" any more',
        "  help: put the file back, or take away what names it; if it is harbour-news now, rename"
        " what names it",
    ]
    assert "content/readings/harbour-herald.yaml" in map(str, found.also)


def test_a_deleted_fact_is_told_once(plain: Path) -> None:
    fact = "- id: fare\n  question: What does a crossing cost?\n  type: money\n  unit: USD\n"
    alter(plain / "content/facts.yaml", lambda text: text.replace(f"{fact}  topic: fares\n", ""))
    (found,) = problems_of(plain)
    assert found.code == "unknown-fact"
    assert "content/readings/island-post.yaml:1:9" in map(str, found.also)
    assert "content/topics/fares.md:5:13" in map(str, found.also)


@pytest.mark.parametrize("number", [1, 3])
def test_a_deleted_paragraph_is_told_once_with_all_that_rests_behind(
    plain: Path, number: int
) -> None:
    def without(text: str) -> str:
        blocks = text.split("\n\n")
        return "\n\n".join([*blocks[:number], *blocks[number + 1 :]])

    alter(plain / HERALD, without)
    (found,) = problems_of(plain)
    assert (found.code, str(found.place)) == ("paragraph-count", f"{HERALD}:1:1")
    assert "content/readings/harbour-herald.yaml:31:14" in map(str, found.also)
    assert "content/topics/boat.md:7:25" in map(str, found.also)
    # A preview shows all the same what is there.
    assert [found.code for found in preview(plain, "0", Memory()).unproven] == [found.code]


def test_a_misspelt_article_that_cannot_be_read_is_still_found(plain: Path) -> None:
    alter(plain / HERALD, lambda text: text.replace("label: Herald", "label: [Herald"))
    alter(plain / FARES, lambda text: text.replace("@harbour-herald", "@harbor-herald", 1))
    read, unknown = problems_of(plain)
    assert read.place.path == HERALD
    assert unknown.help == 'did you mean "harbour-herald"?'


@pytest.mark.parametrize(
    ("citation", "code"),
    [
        ("[see @island-post, para. 1; -@harbour-herald, para. 2]", "bad-citation"),
        ("[@island-post; @harbour-herald]", "bad-citation"),
        ("[@island-post, para. 1; [@harbour-herald, para. 2]]", "bad-citation"),
        ("@island-post, para. 1]", "bad-citation"),
        ("{@island-post, para. 1}", "bad-citation"),
        ("[@island-post, para. 1}", "bad-citation"),
        ("[@island-post, para. 1] [@harbour-herald, para. 2]", "misplaced-citation"),
        ("*so [@island-post, para. 1]*", "misplaced-citation"),
    ],
)
def test_of_a_citation_that_is_none_that_alone_is_told(
    plain: Path, citation: str, code: str
) -> None:
    alter(plain / FARES, lambda text: f"{text}\nBrightwater Lines asks $4.50 {citation}.\n")
    assert codes_of(plain) == [code]


def test_a_statement_behind_a_citation_that_is_none_is_uncited(plain: Path) -> None:
    alter(plain / FARES, lambda text: f"{text}\nIt costs $4.50 [@island-post]. It is dear.\n")
    assert codes_of(plain) == ["bad-citation", "uncited-statement"]


def test_a_topic_that_is_listed_under_a_misspelt_name_is_no_unused_one(plain: Path) -> None:
    alter(plain / "site.yaml", lambda text: text.replace("- boat", "- baot"))
    (found,) = problems_of(plain)
    assert (found.code, found.help) == ("unknown-topic", 'did you mean "boat"?')

"""What readings of one fact are to each other, where they come from, and who is silent."""

from __future__ import annotations

from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest

from generator import facts, read, resolve
from generator.fields import Text
from generator.model import Answer, Row, Site
from generator.problems import Place, Problems
from tests.sites import write

FACT = "- id: f\n  question: How much?\n  type: {type}\n  unit: {unit}\n{more}"
READING = "- fact: f\n  value: {value}\n  paragraph: 1\n  quote: {value}\n{more}"


def site_of(root: Path) -> Site:
    problems = Problems()
    content = read.content(root, problems)
    site = resolve.site(content, resolve.proof(content, {}), problems)
    problems.stop_if_any()
    return site


def row(root: Path, fact: str, **readings: str) -> Row:
    """The row of one fact, given each article's readings by the article's short name."""
    names = {"herald": "harbour-herald", "post": "island-post"}
    files: dict[str, str | bytes] = {"content/facts.yaml": fact}
    for topic in ("fares", "boat"):
        path = root / "content" / "topics" / f"{topic}.md"
        text = path.read_text().replace("{fact=fare}", "{fact=f}")
        files[f"content/topics/{topic}.md"] = text.replace("[fare, fare-change]", "f")
    for name, slug in names.items():
        files[f"content/readings/{slug}.yaml"] = readings.get(name, "[]")
    return site_of(write(root, files)).rows[0]


def money(value: str, more: str = "") -> str:
    return READING.format(value=value, more=more)


def fact(more: str = "", type: str = "money", unit: str = "USD") -> str:
    return FACT.format(type=type, unit=unit, more=more)


def test_readings_have_ids_of_their_own_whatever_the_articles_are_called(plain: Path) -> None:
    post = (plain / "content/articles/island-post.md").read_text()
    files: dict[str, str | bytes] = {"content/articles/island-post-2.md": post}
    files["content/readings/island-post-2.yaml"] = money("$5") * 2
    found = row(write(plain, files), fact(), post=money("$5") * 3)
    ids = {"f--island-post", "f--island-post--2", "f--island-post-3"}
    assert {reading.id for reading in found.readings} == ids | {
        "f--island-post-2",
        "f--island-post-2-2",
    }


@pytest.mark.parametrize(
    ("herald", "post", "relation"),
    [
        ("$13.8 million", "$13.8 million", "agree"),
        ("over $13 million", "$13.8 million", "compatible"),
        ("$13 million", "$13.8 million", "differ"),
        ("about $10", "$11", "compatible"),
        ("about $10", "$12", "differ"),
        ("up to $5", "over $5", "compatible"),
        ("up to $4", "over $5", "differ"),
    ],
)
def test_two_articles_agree_are_compatible_or_differ(
    plain: Path, herald: str, post: str, relation: str
) -> None:
    assert row(plain, fact(), herald=money(herald), post=money(post)).relation == relation


def test_one_article_is_single_unless_it_contradicts_itself(plain: Path) -> None:
    assert row(plain, fact(), herald=money("$5")).relation == "single"
    assert row(plain, fact(), herald=money("$5") + money("over $4")).relation == "single"
    assert row(plain, fact(), herald=money("$5") + money("$6")).relation == "differ"


def test_no_reading_is_none(plain: Path) -> None:
    found = row(plain, fact())
    assert (found.relation, found.articles, found.origins) == ("none", 0, 0)


def test_what_may_change_has_changed_only_where_the_dates_tell_the_values_apart(
    plain: Path,
) -> None:
    may_change = fact("  changes: true\n")
    early, late = "  as_of: 2030\n", "  as_of: 2031-05\n"
    assert row(plain, may_change, herald=money("$5", early), post=money("$6", late)).relation == (
        "changed"
    )
    assert row(plain, may_change, herald=money("$5", late), post=money("$6", late)).relation == (
        "differ"
    )
    # A third article that speaks for the same date as one it contradicts.
    three = money("$5", early) + money("$6", late)
    assert row(plain, may_change, herald=three, post=money("$7", late)).relation == "differ"
    assert row(plain, fact(), herald=money("$5", early), post=money("$6", late)).relation == (
        "differ"
    )


def test_a_reading_speaks_for_its_articles_date_unless_it_says_otherwise(plain: Path) -> None:
    found = row(plain, fact(), herald=money("$5"), post=money("$5", "  as_of: 2030\n"))
    assert [reading.as_of and reading.as_of.edtf for reading in found.readings] == [
        "2031-03-02",
        "2030",
    ]


def test_relation_does_not_depend_on_the_order_of_readings(plain: Path) -> None:
    found = row(plain, fact(), herald=money("over $4") + money("$5"), post=money("$4.50"))
    relations = {facts.relation(False, order) for order in permutations(found.readings)}
    assert relations == {"differ"}


def test_articles_that_have_it_from_one_origin_are_one_witness(plain: Path) -> None:
    wire, own = "  origin: The Wire\n", "  origin: Ada Finch\n"
    found = row(plain, fact(), herald=money("$5", wire), post=money("$5", wire))
    assert (found.articles, found.origins, found.origins_at_most) == (2, 1, False)
    found = row(plain, fact(), herald=money("$5", wire), post=money("$5", own))
    assert (found.origins, found.origins_at_most) == (2, False)
    found = row(plain, fact(), herald=money("$5", wire), post=money("$5"))
    assert (found.origins, found.origins_at_most) == (2, True)
    found = row(plain, fact(), herald=money("$5"))
    assert (found.origins, found.origins_at_most) == (1, False)


@pytest.mark.parametrize(
    ("happened", "reasons"),
    [
        ("", ["not said", "not said"]),
        ("2031-01", ["not said", "not said"]),
        ("2031-04", ["published before", "not said"]),
        ("2031-03-02", ["not said", "not said"]),
        ("2031-06", ["published before", "unknown"]),
        ("2032", ["published before", "published before"]),
    ],
)
def test_silence_is_told_from_published_before_it_happened(
    plain: Path, happened: str, reasons: list[str]
) -> None:
    found = row(plain, fact(f"  happened: {happened}\n" if happened else ""))
    assert [silence.reason for silence in found.silent] == reasons


@pytest.mark.parametrize("happened", ["", "2031-01", "2031-04", "2031-03-02", "2031-06", "2032"])
@pytest.mark.parametrize("herald", ["[]", READING.format(value="$5", more="")])
def test_of_many_articles_the_silent_are_counted(
    plain: Path, monkeypatch: pytest.MonkeyPatch, happened: str, herald: str
) -> None:
    """By the same reasons, whatever the number from which they are many."""
    question = fact(f"  happened: {happened}\n" if happened else "")
    few = row(plain, question, herald=herald)
    monkeypatch.setattr(facts, "MOST_MARKS", 1)
    many = row(plain, question, herald=herald)
    assert many.silent == ()
    assert many.silent_counts == few.silent_counts == Counter(s.reason for s in few.silent)


def test_an_answer_includes_narrower_ones_at_any_depth() -> None:
    def answer(id: str, *includes: str) -> Answer:
        place = Place("f")
        return Answer(id, id, tuple(Text(name, place) for name in includes))

    answers = [answer("a", "b"), answer("b", "c"), answer("c"), answer("d", "d", "a")]
    assert facts.included("a", answers) == {"a", "b", "c"}
    assert facts.included("d", answers) == {"a", "b", "c", "d"}


def test_broader_answers_are_compatible_with_narrower_ones_and_others_differ(plain: Path) -> None:
    listed = (
        "  answers:\n    any: They like it\n    warm: {label: Warmly, includes: []}\n"
        "    like: {label: They like it, includes: [warm]}\n"
    )
    answers = fact(listed, "answer", "")
    assert row(plain, answers, herald=money("like"), post=money("warm")).relation == "compatible"
    assert row(plain, answers, herald=money("like"), post=money("any")).relation == "differ"


@pytest.mark.parametrize(
    ("herald", "post", "relation"),
    [
        ("Alma and Bo", "Bo and Alma", "agree"),
        ("Alma and others", "Bo and Alma", "compatible"),
        ("Alma and others", "Bo and others", "compatible"),
        ("Alma and others", "Bo and Cy", "differ"),
        ("Alma", "Bo and Alma", "differ"),
    ],
)
def test_sets_are_closed_unless_they_leave_room_for_others(
    plain: Path, herald: str, post: str, relation: str
) -> None:
    def reading(words: str) -> str:
        members = ", ".join(words.split(" and ")).replace("others", "and others")
        return f"- fact: f\n  value: [{members}]\n  paragraph: 1\n  quote: {words}\n"

    found = row(plain, fact("", "set", ""), herald=reading(herald), post=reading(post))
    assert found.relation == relation


def test_a_set_is_printed_in_one_order(plain: Path) -> None:
    """Also where its names are one but for their case."""
    names = ["works", "woRKS", "WORks", "Works", "wOrks", "WORKS", "worKs", "workS"]
    said = f"{', '.join(names[:-1])} and {names[-1]}"
    fields = "---\nlabel: Gazette\nrights: full\n---\n"
    reading = f"- fact: builder\n  value: [{', '.join(names)}]\n  paragraph: 1\n  quote: {said}\n"
    write(
        plain,
        {
            "content/articles/gazette.md": f"{fields}\nIt was built by {said}.\n",
            "content/readings/gazette.yaml": reading,
        },
    )
    (row,) = (row for row in site_of(plain).rows if row.fact.id == "builder")
    (shown,) = (reading.shown for reading in row.readings if reading.article == "gazette")
    assert shown.replace(" and", ",").split(", ") == sorted(names)

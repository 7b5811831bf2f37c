"""Suggestions for a new article, with the ferry's facts."""

from __future__ import annotations

from pathlib import Path

from generator import read, resolve
from generator.model import Content
from generator.problems import Problems
from generator.suggest import Suggestion, Suggestions, suggest
from generator.values import Names
from tests.made import exactly
from tests.sites import copy_plain
from tests.suggestions import measure

PARAGRAPHS = (
    "The museum shows pictures of the harbour until the winter.",
    "It rained. A crossing on the ferry now costs $5, and the line spent $2 million on paint.",
    "The boat was built by Tidal Works. Ada Finch saw it come into service in May 2031.",
)


def content_of(plain: Path) -> Content:
    problems = Problems()
    content = read.content(plain, problems)
    problems.stop_if_any()
    return content


def by_fact(found: Suggestions) -> dict[str, tuple[Suggestion, ...]]:
    by_fact: dict[str, tuple[Suggestion, ...]] = {}
    for suggestions in found.facts.values():
        for row, suggestion in suggestions:
            by_fact[row.fact.id] = (*by_fact.get(row.fact.id, ()), suggestion)
    return by_fact


def test_a_figure_of_the_facts_type_is_suggested_with_what_it_would_be(plain: Path) -> None:
    (fare,) = by_fact(suggest(content_of(plain), PARAGRAPHS))["fare"]
    assert (fare.paragraph, fare.value, fare.shown) == (2, exactly(5), "$5")
    assert (fare.words, fare.relation) == ("$5", "differ")  # over $4, but $4.50 too
    assert fare.quote == "crossing on the ferry now costs $5, and the line"
    assert "has an amount in USD, as the fact asks" in fare.why
    assert fare.why[0].startswith("shares the words ")
    assert {"crossing", "costs"} <= set(fare.why[0].replace(",", "").split())


def test_a_set_is_read_from_the_names(plain: Path) -> None:
    (builder,) = by_fact(suggest(content_of(plain), PARAGRAPHS))["builder"]
    assert (builder.paragraph, builder.words) == (3, "Tidal Works")
    assert builder.value == Names(frozenset({"Tidal Works"}), False)
    assert builder.relation == "compatible"
    assert "names Tidal Works" in builder.why


def test_a_date_agrees_or_differs(plain: Path) -> None:
    (start,) = by_fact(suggest(content_of(plain), PARAGRAPHS))["start"]
    assert (start.paragraph, start.shown, start.relation) == (3, "May 2031", "differ")


def test_the_best_come_first_and_what_shares_nothing_is_left_out(plain: Path) -> None:
    found = suggest(content_of(plain), PARAGRAPHS)
    for suggestions in found.facts.values():
        scores = [suggestion.score for _, suggestion in suggestions]
        assert scores == sorted(scores, reverse=True)
    assert found.facts[1] == ()
    assert len(found.facts[2]) > 1
    assert suggest(content_of(plain), PARAGRAPHS[:1]).facts == {1: ()}


def test_a_paragraph_has_the_best_few_alone(plain: Path) -> None:
    fact = "- id: fare-{0}\n  question: What does a crossing cost on line {0}?\n  type: set\n"
    with (plain / "content" / "facts.yaml").open("a", encoding="utf-8") as file:
        file.writelines(fact.format(number) for number in range(30))
    found = suggest(content_of(plain), PARAGRAPHS)
    assert len(found.facts[2]) == 20


def test_figures_that_no_fact_knows_are_listed(plain: Path) -> None:
    found = suggest(content_of(plain), PARAGRAPHS).unknown
    assert [(number, figure.words) for number, figure in found] == [(2, "$2 million")]


def test_each_paragraph_has_its_topics(plain: Path) -> None:
    assert suggest(content_of(plain), PARAGRAPHS).topics == {
        1: (),
        2: ("fares",),
        3: ("boat",),
    }


def test_nothing_is_known_where_there_is_nothing(plain: Path) -> None:
    assert suggest(content_of(plain), ()).facts == {}


def test_the_measure_counts_what_is_found_of_an_article_that_is_left_out(tmp_path: Path) -> None:
    site = copy_plain(tmp_path)
    content = content_of(site)
    texts = read.texts(site / "texts", content.articles, Problems())
    rows = resolve.site(content, resolve.proof(content, texts), Problems()).rows
    counts, missed = measure(content, rows, "island-post", texts["island-post"])
    assert (counts["readings"], counts["figures"]) == (4, 2)
    assert counts["found"] == 4 - len(missed)
    assert counts["found"] >= 3
    # An article that says something else has none of its readings found.
    counts, missed = measure(content, rows, "island-post", ("A gull sat there.",) * 3)
    assert (counts["found"], counts["right"], len(missed)) == (0, 0, 4)


def test_a_figure_that_a_reading_has_is_not_listed_as_unknown(plain: Path) -> None:
    found = suggest(content_of(plain), ("A pint of ale is $3 in town, a pie is $7.",))
    assert [(number, figure.words) for number, figure in found.unknown] == [(1, "$7")]

"""Fields are read as they are declared; what is wrong is told with its place."""

from __future__ import annotations

import pytest

from generator import kinds
from generator.declarations import FACT, SITE, TOPIC
from generator.fields import Table, parse
from generator.problems import Problem, Problems


def problems_of(text: str, kind: kinds.Kind) -> list[Problem]:
    """What is wrong with the fields of a table, but for those that are left out."""
    problems = Problems()
    table = parse(text, "t.yaml", problems)
    assert isinstance(table, Table)
    kinds.read(table, kind, problems)
    return [found for found in problems.found if found.code != "missing-field"]


def test_unknown_fields_are_told_with_the_nearest_known_one() -> None:
    (found,) = problems_of("titel: x\n", TOPIC)
    assert found.message == '"titel" is not a field of a topic'
    assert found.help == (
        'did you mean "title"? fields are: title, question, answer, terms, updated, key_facts'
    )


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("updated: [2031]\n", "t.yaml:1:10", '"updated" takes a date, not a list'),
        ("key_facts: {a: b}\n", "t.yaml:1:12", '"key_facts" takes a list of texts, not a table'),
        ("key_facts: [a, [b]]\n", "t.yaml:1:16", '"key_facts" takes a list of texts, not a list'),
        ("terms: gangway\n", "t.yaml:1:8", '"terms" takes names with values, not "gangway"'),
        ("terms:\n  gangway:\n", "t.yaml:2:11", '"gangway" takes a text, not ""'),
        ("terms:\n  gangway: [a]\n", "t.yaml:2:12", '"gangway" takes a text, not a list'),
    ],
)
def test_a_value_of_another_kind_is_told_at_its_place(text: str, place: str, message: str) -> None:
    (found,) = problems_of(text, TOPIC)
    assert (found.code, str(found.place), found.message) == ("bad-value", place, message)


def test_a_license_is_a_table() -> None:
    (found,) = problems_of("license: CC BY 4.0\n", SITE)
    assert found.message == '"license" takes a name and a url, not "CC BY 4.0"'


def test_only_a_fact_of_type_answer_has_answers() -> None:
    (found,) = problems_of("type: set\nanswers:\n  fair: It is fair\n", FACT)
    assert found.message == 'a fact of type set has no "answers"'
    assert found.help == "write type: answer"


def test_entries_that_are_no_tables_are_told() -> None:
    problems = Problems()
    node = parse("- a: 1\n- just words\n", "t.yaml", problems)
    assert len(list(kinds.tables(node, FACT, problems))) == 1
    assert [str(found.place) for found in problems.found] == ["t.yaml:2:3"]

"""Values: sets of possibilities, how they stand to each other, dates in EDTF."""

import json
from datetime import date
from itertools import permutations

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.figures import read_value, read_words
from generator.values import (
    Answers,
    Dates,
    Names,
    Value,
    read_date,
    relate,
)
from tests.made import BN, days, exactly, interval, intervals, names, spans

MEETING = [
    (exactly(5), exactly("5.0"), True),
    (exactly(5), exactly(6), False),
    (interval(5, None), exactly("5.1"), True),
    (interval(5, None), exactly("4.9"), False),
    (interval(5, None), interval(None, 5), True),
    (interval(5, None), interval(None, 4), False),
    (interval(1, 2), interval(2, 3), True),
    (interval(None, None), exactly(7), True),
    (days("2024-01-01", "2024-04-30"), days("2024-03-01", "2024-03-31"), True),
    (days("2024-01-01", "2024-04-30"), days("2024-05-01", "2024-05-31"), False),
    (days(None, "2030-12-31"), days("2030-12-31", "2031-01-01"), True),
    (days(None, "2030-12-31"), days("2031-01-01", None), False),
    (names("Ada", "Ben"), names("Ben", "Ada"), True),
    (names("Ada", "Ben"), names("Ada"), False),
    (names("Ada", is_open=True), names("Ada", "Ben"), True),
    (names("Ada", "Cid", is_open=True), names("Ada", "Ben"), False),
    (names("Ada", is_open=True), names("Ben", is_open=True), True),
    (names("Ada", is_open=True), names("Ben"), False),
    (Answers(frozenset({"sole", "main"})), Answers(frozenset({"main"})), True),
    (Answers(frozenset({"sole"})), Answers(frozenset({"none"})), False),
    (exactly(2019), days("2019-01-01", "2019-12-31"), False),
    (days("2019-01-01", "2019-12-31"), exactly(2019), False),
    (names("sole"), Answers(frozenset({"sole"})), False),
    (Answers(frozenset({"sole"})), names("sole"), False),
]


@pytest.mark.parametrize(("one", "other", "expected"), MEETING)
def test_values_meet_where_they_share_a_possibility(
    one: Value, other: Value, expected: bool
) -> None:
    assert one.meets(other) is expected
    assert other.meets(one) is expected


def test_values_with_the_same_possibilities_are_equal() -> None:
    assert exactly("1.50") == exactly("1.5")
    assert hash(exactly("1.50")) == hash(exactly("1.5"))
    assert names("Ada", "Ben") == names("Ben", "Ada")
    assert names("Ada") != names("Ada", is_open=True)
    assert exactly(1) != interval(1, None)


@pytest.mark.parametrize(
    "make",
    [
        lambda: interval(2, 1),
        lambda: days("2024-01-02", "2024-01-01"),
        lambda: Answers(frozenset()),
    ],
)
def test_a_value_without_possibilities_cannot_be_made(make: object) -> None:
    assert callable(make)
    with pytest.raises(ValueError):
        make()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (exactly(500 * BN), '{"low": 500000000000, "high": 500000000000}'),
        (interval("11.5", None), '{"low": 11.5, "high": null}'),
        (interval(None, "33.333333"), '{"low": null, "high": 33.333333}'),
        (exactly("6.0"), '{"low": 6, "high": 6}'),
        (days("2024-03-01", None), '{"earliest": "2024-03-01", "latest": null}'),
        (days(None, "2030-12-31"), '{"earliest": null, "latest": "2030-12-31"}'),
        (names("Cid", "Ada", "Ben"), '{"members": ["Ada", "Ben", "Cid"], "open": false}'),
        (names("Ada", is_open=True), '{"members": ["Ada"], "open": true}'),
        (Answers(frozenset({"sole", "main"})), '{"answers": ["main", "sole"]}'),
    ],
)
def test_normalized_values_are_the_json_of_the_contract(value: Value, expected: str) -> None:
    assert json.dumps(value.normalized()) == expected


RELATIONS = [
    ("money", ["$500 billion", "half a trillion dollars"], "agree"),
    ("money", ["over $13 billion", "$13.8 billion"], "compatible"),
    ("money", ["over $13 billion", "$13.8 billion", "$12 billion"], "differ"),
    ("money", ["over $13 billion", "over $10 billion"], "compatible"),
    ("money", ["$11.5-13 billion", "up to $12 billion", "$12.5 billion"], "differ"),
    ("percent", ["about 10%", "approximately 10 per cent"], "agree"),
    ("percent", ["about 10%", "11%"], "compatible"),
    ("percent", ["about 10%", "12%"], "differ"),
    ("date", ["early 2024", "March 2024"], "compatible"),
    ("date", ["early 2024", "May 2024"], "differ"),
    ("date", ["early 2024", "between January and April 2024"], "agree"),
    ("date", ["by 2030", "2030", "2029"], "differ"),
]


@pytest.mark.parametrize(("type", "wordings", "expected"), RELATIONS)
def test_relation_of_wordings(type: str, wordings: list[str], expected: str) -> None:
    values = [read_words(type, words, "USD") for words in wordings]
    assert relate([value for value in values if value]) == expected
    assert None not in values


def test_relation_of_open_and_closed_sets_of_names() -> None:
    open_ada = names("Ada", is_open=True)
    assert relate([open_ada, names("Ada", "Ben")]) == "compatible"
    assert relate([open_ada, names("Ada", "Ben"), names("Ada", "Cid")]) == "differ"
    assert relate([open_ada, open_ada]) == "agree"


some_names = st.builds(Names, st.frozensets(st.sampled_from("ABCD")), st.booleans())
answers = st.builds(Answers, st.frozensets(st.sampled_from("abcd"), min_size=1))
values_of_one_type = (
    st.lists(intervals, min_size=1, max_size=4)
    | st.lists(spans, min_size=1, max_size=4)
    | st.lists(some_names, min_size=1, max_size=4)
    | st.lists(answers, min_size=1, max_size=4)
)


@given(values_of_one_type)
def test_relation_does_not_depend_on_order(values: list[Value]) -> None:
    assert len({relate(order) for order in permutations(values)}) == 1


@given(values_of_one_type)
def test_meeting_is_mutual_and_every_value_meets_itself(values: list[Value]) -> None:
    for one in values:
        assert one.meets(one)
        assert relate([one]) == relate([one, one]) == "agree"
        for other in values:
            assert one.meets(other) == other.meets(one)


@given(st.frozensets(st.sampled_from("ABCD")), st.booleans(), some_names)
def test_names_meet_as_the_sets_they_stand_for_do(
    members: frozenset[str], is_open: bool, other: Names
) -> None:
    # The definition itself, spelled out over a small world: all sets that a value leaves possible.
    world = [
        frozenset(name for name, bit in zip("ABCDE", f"{number:05b}", strict=True) if bit == "1")
        for number in range(32)
    ]

    def possible(value: Names) -> set[frozenset[str]]:
        return {
            one for one in world if one == value.members or value.is_open and one >= value.members
        }

    one = Names(members, is_open)
    assert one.meets(other) == bool(possible(one) & possible(other))
    assert (one == other) == (possible(one) == possible(other))


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024-03-19", "2024-03-19", "2024-03-19"),
        ("2024-21", "2024-03-01", "2024-05-31"),
        ("2024-23", "2024-09-01", "2024-11-30"),
        ("2024-36", "2024-10-01", "2024-12-31"),
        ("2024-37", "2024-01-01", "2024-04-30"),
        ("2024-38", "2024-05-01", "2024-08-31"),
        ("2024-39", "2024-09-01", "2024-12-31"),
        ("2024-41", "2024-07-01", "2024-12-31"),
        ("2019~", "2018-01-01", "2020-12-31"),
        ("2025-03~", "2025-02-01", "2025-04-30"),
        ("2025-12~", "2025-11-01", "2026-01-31"),
        ("2024-03-01~", "2024-02-29", "2024-03-02"),
        ("2024-37~", "2023-09-01", "2024-08-31"),
        ("[2023-10..2023-12]", "2023-10-01", "2023-12-31"),
        ("[..2030]", None, "2030-12-31"),
        ("[2025-06..]", "2025-06-01", None),
        ("../2030", None, "2030-12-31"),
        ("2025-06/..", "2025-06-01", None),
        ("2023/2024", "2023-01-01", "2024-12-31"),
        ("2023~/2024-01", "2022-01-01", "2024-01-31"),
        (" 2024 ", "2024-01-01", "2024-12-31"),
    ],
)
def test_dates_in_edtf(written: str, earliest: str | None, latest: str | None) -> None:
    assert read_date(written) == read_value("date", written) == days(earliest, latest)


@pytest.mark.parametrize(
    "written",
    [
        *("", "2024-02-30", "2023-02-29", "2024-13", "2024-00", "2024-03-00", "0000", "24"),
        *("2024-24", "2024-37-01", "2024-45", "2019?", "2019%", "201X", "2024-3", "2024-03-9"),
        *("2024/2023", "[2024..2023]", "[2023, 2024]", "[2023,2024]", "{2023..2024}"),
        *("../..", "[..]", "/2030", "2019/", "2023..2024", "[2023..2024", "2023/2024/2025"),
        *("early 2024", "March 2024", "9999~", "0001~", "9999-12-31~", "2024-03-19T12:00"),
    ],
)
def test_other_edtf_and_impossible_dates_are_refused(written: str) -> None:
    assert read_date(written) is None


years = st.integers(1000, 9998).map(str)
months = st.tuples(years, st.integers(1, 12)).map(lambda parts: f"{parts[0]}-{parts[1]:02}")
edtf_days = st.dates(date(1000, 1, 1), date(9998, 12, 31)).map(date.isoformat)
divisions = st.tuples(years, st.sampled_from([21, 22, 23, 33, 34, 35, 36, 37, 38, 39, 40, 41])).map(
    lambda parts: f"{parts[0]}-{parts[1]}"
)
plain_dates = years | months | edtf_days
pairs = st.tuples(years, years) | st.tuples(months, months) | st.tuples(edtf_days, edtf_days)
closed_ranges = st.tuples(pairs, st.sampled_from(["{}/{}", "[{}..{}]"])).map(
    lambda parts: parts[1].format(*sorted(parts[0]))
)


@given(plain_dates | divisions | closed_ranges)
def test_closed_edtf_has_the_bounds_that_the_edtf_package_gives(written: str) -> None:
    parsed = edtf.parse_edtf(written)
    expected = [date(*bound[:3]) for bound in (parsed.lower_strict(), parsed.upper_strict())]
    assert read_date(written) == Dates(*expected)

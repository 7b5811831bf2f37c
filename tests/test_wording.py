"""Wording: values in plain English, which reads back to the same values."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.figures import read_value, read_words
from generator.values import (
    Dates,
    Interval,
    read_date,
)
from generator.wording import show
from tests.made import days, interval, intervals, ordinary_days, spans


@pytest.mark.parametrize(
    ("type", "written", "unit", "printed"),
    [
        ("money", "$500,000,000,000", "USD", "$500 billion"),
        ("money", "\u00a32.5m", "GBP", "\u00a32.5 million"),
        ("money", "\u20ac3 bn", "EUR", "\u20ac3 billion"),
        ("money", "5 million Swiss francs", "CHF", "CHF 5 million"),
        ("money", "$1,234,567", "USD", "$1,234,567"),
        ("money", "$999,999.50", "USD", "$999,999.50"),
        ("money", "$2,500bn", "USD", "$2.5 trillion"),
        ("money", "more than $13bn", "USD", "over $13 billion"),
        ("money", "less than $1bn", "USD", "up to $1 billion"),
        ("money", "roughly $5m", "USD", "about $5 million"),
        ("money", "almost $10bn", "USD", "nearly $10 billion"),
        ("money", "$9bn-$10bn", "USD", "$9 billion to $10 billion"),
        ("money", "$9bn to $11bn", "USD", "$9 billion to $11 billion"),
        ("money", "$11.5-13bn", "USD", "$11.5 billion to $13 billion"),
        ("money", "$900,000 to $1m", "USD", "$900,000 to $1,000,000"),
        ("money", "$1m to $2m", "USD", "$1 million to $2 million"),
        ("money", "tens of billions of euros", "EUR", "tens of billions of euros"),
        ("money", "millions of CHF", "CHF", "millions of CHF"),
        ("percent", "20 per cent", "", "20%"),
        ("percent", "0.50%", "", "0.5%"),
        ("percent", "about 10 percent", "", "about 10%"),
        ("percent", "a third", "", "one-third"),
        ("percent", "nearly two-thirds", "", "nearly two-thirds"),
        ("number", "five", "", "5"),
        ("number", "2019", "", "2,019"),
        ("number", "100,000", "", "100,000"),
        ("number", "3m", "", "3 million"),
        ("number", "two to three", "", "2 to 3"),
        ("number", "hundreds of thousands", "", "hundreds of thousands"),
        ("date", "2019", "", "2019"),
        ("date", "2024-03", "", "March 2024"),
        ("date", "2024-03-09", "", "9 March 2024"),
        ("date", "2024-23", "", "autumn 2024"),
        ("date", "2024-35", "", "third quarter of 2024"),
        ("date", "2024-37", "", "early 2024"),
        ("date", "2023-38", "", "mid-2023"),
        ("date", "2023-39", "", "late 2023"),
        ("date", "2024-40", "", "first half of 2024"),
        ("date", "../2030", "", "by 2030"),
        ("date", "[..2030-03]", "", "by March 2030"),
        ("date", "../2030-03-09", "", "by 9 March 2030"),
        ("date", "2025-06/..", "", "June 2025 or later"),
        ("date", "[2025..]", "", "2025 or later"),
        ("date", "2025-06-02/..", "", "2 June 2025 or later"),
        ("date", "[2023-10..2023-12]", "", "between October and December 2023"),
        ("date", "2023-36", "", "fourth quarter of 2023"),
        ("date", "2023-10/2024-01", "", "between October 2023 and January 2024"),
        ("date", "2025-01-21/2025-01-27", "", "between 21 and 27 January 2025"),
        ("date", "2025-01-21/2025-03-03", "", "between 21 January and 3 March 2025"),
        ("date", "2024-12-21/2025-01-03", "", "between 21 December 2024 and 3 January 2025"),
        ("date", "2019/2023", "", "between 2019 and 2023"),
        ("date", "2018/2020", "", "between 2018 and 2020"),
        ("date", "2019~", "", "about 2019"),
        ("date", "2025-03~", "", "about March 2025"),
        ("date", "2025-03-09~", "", "about 9 March 2025"),
        ("date", "2024-37~", "", "about early 2024"),
        ("date", "2024-03-01/2024-03-31", "", "March 2024"),
    ],
)
def test_printed_form_of_what_editors_write(
    type: str, written: str, unit: str, printed: str
) -> None:
    value = read_value(type, written, unit)
    assert value
    assert show(value, type, unit, written) == printed
    assert read_words(type, printed, unit) == value


def test_printed_form_where_nobody_tells_how_it_was_written() -> None:
    assert show(interval(9, 11), "percent") == "about 10%"
    assert show(interval(9, 10), "percent") == "9% to 10%"
    assert show(days("2024-01-01", "2024-04-30"), "date") == "early 2024"
    assert show(days("2025-02-01", "2025-04-30"), "date") == "between February and April 2025"


@given(intervals, st.sampled_from(["money", "percent", "number"]), st.sampled_from(["USD", "CHF"]))
def test_reading_a_printed_amount_gives_it_again(value: Interval, type: str, unit: str) -> None:
    printed = show(value, type, unit)
    assert read_words(type, printed, unit) == value
    assert read_value(type, printed, unit) == value
    assert show(value, type, unit, printed) == show(value, type, unit, written=printed)
    assert read_words(type, show(value, type, unit, printed), unit) == value


@given(spans)
def test_reading_a_printed_date_gives_it_again(value: Dates) -> None:
    assert read_words("date", show(value, "date")) == value


ordinary_years = st.integers(1905, 2094).map(str)
ordinary_parts = st.tuples(
    ordinary_years, st.sampled_from([*range(1, 13), 21, 22, 23, *range(33, 42)])
).map(lambda parts: f"{parts[0]}-{parts[1]:02}")
ordinary_edtf = ordinary_years | ordinary_parts | ordinary_days.map(date.isoformat)


@given(
    st.tuples(
        st.sampled_from(["{}", "{}~", "../{}", "{}/..", "[..{}]", "[{}..]", "{}/{}", "[{}..{}]"]),
        ordinary_edtf,
        ordinary_edtf,
    ).map(lambda parts: parts[0].format(*parts[1:]))
)
def test_reading_what_is_printed_of_edtf_gives_it_again(written: str) -> None:
    value = read_date(written)
    if value:  # else its end lies before its start
        assert read_words("date", show(value, "date", written=written)) == value

"""Where values are on an axis: in per cent of its length."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import axis
from generator.axis import Axis, Bar
from generator.values import Dates, Interval
from tests.made import days, intervals, spans


def bar(dates: Dates, low: int = 2020, high: int = 2024) -> Bar:
    """A date on the axis of the years from low until high."""
    return axis.time_axis([days(f"{low}-01-01", f"{high - 1}-12-31")]).dates(dates)


def test_a_day_is_a_point_and_a_longer_time_a_bar_of_its_length() -> None:
    # Of the 1,461 days of 2020 to 2023.
    assert bar(days("2022-01-01", "2022-01-01")) == Bar("50", "0", "", False)
    assert bar(days("2022-01-01", "2022-12-31")) == Bar("50", "25", "", False)
    assert bar(days("2021-05-01", "2021-08-31")) == Bar("33.3", "8.4", "", False)


def test_what_is_open_reaches_to_the_end_and_says_so() -> None:
    assert bar(days("2022-01-01", None)) == Bar("50", "50", "high", False)
    assert bar(days(None, "2021-12-31")) == Bar("0", "50", "low", False)


def test_the_axis_of_time_has_whole_years() -> None:
    found = axis.time_axis([days("2021-05-01", None), days("2023-03-03", "2023-03-03")])
    assert (found.low, found.high) == (date(2021, 1, 1).toordinal(), date(2024, 1, 1).toordinal())
    assert [tick.words for tick in axis.years(found)] == ["2021", "2022", "2023"]
    assert [tick.x for tick in axis.years(found)] == ["0", "33.3", "66.7"]


def test_many_years_have_round_ticks() -> None:
    found = axis.time_axis([days("1987-01-01", "2031-01-01")])
    assert [tick.words for tick in axis.years(found)] == ["1990", "2000", "2010", "2020", "2030"]


@pytest.mark.parametrize(
    ("amounts", "end", "ticks"),
    [
        ([(500, 500), (1, 1)], 500, ["0", "200", "400"]),
        ([(13, None), (1, 1)], 14.95, ["0", "5", "10"]),  # room behind what is open
        ([(9, 11)], 11, ["0", "5", "10"]),
        ([(1, 999), (4, 4)], 4, ["0", "1", "2", "3", "4"]),  # "units": its end says nothing
        ([(None, 8)], 8, ["0", "2", "4", "6", "8"]),
        ([(0, 0)], 1e-9, None),
    ],
)
def test_the_axis_of_amounts_begins_at_nothing(
    amounts: list[tuple[int | None, int | None]], end: float, ticks: list[str] | None
) -> None:
    given = [Interval(*(None if n is None else Decimal(n) for n in pair)) for pair in amounts]
    found = axis.amount_axis(given)
    assert found.low == 0
    assert found.high == pytest.approx(end)
    if ticks:
        assert [f"{tick:f}" for tick in axis.amounts(found)] == ticks


def test_shares_are_shown_on_the_whole() -> None:
    assert axis.amount_axis([Interval(Decimal(20), Decimal(20))], at_least=100).high == 100


@given(st.lists(spans, min_size=1))
def test_dates_are_on_their_axis_in_their_order(dates: list[Dates]) -> None:
    scale = axis.time_axis(dates)
    for each in dates:
        found = scale.dates(each)
        assert 0 <= float(found.x) <= 100
        assert float(found.x) + float(found.width) <= 100.1  # each is rounded
    starts = sorted((d for d in dates if d.earliest), key=lambda d: str(d.earliest))
    places = [float(scale.dates(d).x) for d in starts]
    assert places == sorted(places)


@given(st.lists(intervals, min_size=1))
def test_amounts_are_on_their_axis(amounts: list[Interval]) -> None:
    scale = axis.amount_axis(amounts)
    for amount in amounts:
        high = None if amount.high is None else float(amount.high)
        found = scale.bar(float(amount.low or 0), high)
        assert 0 <= float(found.x) <= 100
        assert float(found.x) + float(found.width) <= 100.1
    ticks = axis.amounts(scale)
    assert 1 <= len(ticks) <= 5
    assert all(float(tick) <= scale.high for tick in ticks)


@given(st.lists(st.tuples(st.integers(0, 95), st.integers(0, 40)), max_size=30), st.integers(0, 10))
def test_bars_of_one_lane_are_apart(places: list[tuple[int, int]], gap: int) -> None:
    bars = [Bar(str(x), str(width), "", False) for x, width in sorted(places)]
    lanes = list(axis.lanes(bars, gap))
    by_lane: dict[int, list[Bar]] = {}
    for each, lane in zip(bars, lanes, strict=True):
        by_lane.setdefault(lane, []).append(each)
    for of_lane in by_lane.values():
        for left, right in zip(of_lane, of_lane[1:], strict=False):
            assert float(left.x) + float(left.width) + gap <= float(right.x)
    assert sorted(by_lane) == list(range(len(by_lane)))


def test_parts_of_a_whole_stand_side_by_side() -> None:
    assert axis.shares([2, 1, 1], 8) == (("0", "25"), ("25", "12.5"), ("37.5", "12.5"))


def test_an_amount_beyond_the_axis_goes_on() -> None:
    assert Axis(0, 10).bar(2, 30) == Bar("20", "80", "high", False)

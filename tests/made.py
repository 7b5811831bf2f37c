"""Values for the tests of values, figures and wording, made from short notation."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from generator.values import (
    Dates,
    Interval,
    Names,
)

BN = 10**9


def interval(low: str | int | None, high: str | int | None) -> Interval:
    return Interval(None if low is None else Decimal(low), None if high is None else Decimal(high))


def exactly(amount: str | int) -> Interval:
    return interval(amount, amount)


def days(earliest: str | None, latest: str | None) -> Dates:
    return Dates(
        date.fromisoformat(earliest) if earliest else None,
        date.fromisoformat(latest) if latest else None,
    )


def names(*members: str, is_open: bool = False) -> Names:
    return Names(frozenset(members), is_open)


amounts = (
    st.decimals(0, 10**14, places=0)
    | st.decimals(0, 1000, places=6)
    | st.sampled_from(
        [Decimal(n) for n in (0, 1, 1900, 2000, 10**6, 15 * 10**8, 10**12)]
        + [Decimal("33.333333"), Decimal("66.666667"), Decimal("99.999999")]
    )
)
intervals = st.one_of(
    amounts.map(lambda amount: Interval(amount, amount)),
    amounts.map(lambda amount: Interval(amount, None)),
    amounts.map(lambda amount: Interval(None, amount)),
    amounts.map(lambda amount: Interval(amount * 9 / 10, amount * 11 / 10)),
    amounts.map(lambda amount: Interval(amount * 9 / 10, amount)),
    st.tuples(amounts, amounts).map(lambda ends: Interval(min(ends), max(ends))),
)
ordinary_days = st.dates(date(1905, 1, 1), date(2094, 12, 31))
spans = st.one_of(
    ordinary_days.map(lambda day: Dates(day, day)),
    ordinary_days.map(lambda day: Dates(day, None)),
    ordinary_days.map(lambda day: Dates(None, day)),
    st.tuples(ordinary_days, ordinary_days).map(lambda ends: Dates(min(ends), max(ends))),
)

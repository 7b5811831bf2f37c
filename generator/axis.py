"""Values → places on an axis, in per cent of its length: what the pictures are drawn from.

In per cent, because a picture that is as wide as its window then keeps its lines and letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from generator.values import Dates, Interval

_MOST_YEARS, _MOST_AMOUNTS = 7, 4  # such that the words of both have room on a phone
_LAST = 92  # per cent
_ROOM = 1.15  # behind an amount that is open
_STEPS = (1, 2, 5)  # of a power of ten


class Bar(Struct, frozen=True):
    """A value on an axis; a single day is a point."""

    x: str  # per cent
    width: str  # per cent; "0" for a point
    opens: Literal["", "low", "high", "both"]  # where it goes on, nobody knows how far
    is_faint: bool  # what may be besides, or what another article says instead


class Tick(Struct, frozen=True):
    """A line across the picture, with its words."""

    x: str  # per cent
    words: str
    is_last: bool  # so far right that its words stand left of it


class Axis(Struct, frozen=True):
    """From low to high: days (as ordinals) or amounts."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Where a value is, in per cent; what lies outside is at the end."""
        return min(max((value - self.low) / (self.high - self.low) * 100, 0), 100)

    def bar(self, low: float | None, high: float | None, is_faint: bool = False) -> Bar:
        """All from low to high; None where open."""
        start = 0 if low is None else self.place(low)
        end = 100 if high is None else self.place(high)
        opens: Literal["", "low", "high", "both"] = ""
        if high is None or high > self.high:
            opens = "both" if low is None else "high"
        elif low is None:
            opens = "low"
        return Bar(per_cent(start), per_cent(end - start), opens, is_faint)

    def dates(self, dates: Dates, is_faint: bool = False) -> Bar:
        """All days of a date; one day alone is a point."""
        earliest, latest = dates.earliest, dates.latest
        low = earliest.toordinal() if earliest else None
        if earliest is not None and earliest == latest:
            return self.bar(low, low, is_faint)
        # A day lasts until the next.
        return self.bar(low, latest.toordinal() + 1 if latest else None, is_faint)


def time_axis(dates: Iterable[Dates]) -> Axis:
    """The whole years that hold all known ends of the dates; there has to be one."""
    years = [day.year for d in dates for day in (d.earliest, d.latest) if day]
    return Axis(_first_of(min(years)), _first_of(max(years) + 1))


def years(axis: Axis) -> tuple[Tick, ...]:
    """The first days of years, or of every second, fifth … year where there are many."""
    first, last = year(axis.low), year(axis.high)
    step = _step((last - first) / _MOST_YEARS)
    return tuple(
        tick(axis, _first_of(each), str(each)) for each in range(first, last) if each % step == 0
    )


def year(day: float) -> int:
    """The year that a place on an axis of time is in."""
    return date.fromordinal(int(day)).year


def amount_axis(intervals: Iterable[Interval], at_least: int = 0) -> Axis:
    """From nothing to the largest amount, with room behind what is open.

    A range that spans more than a factor of two tells the order of its amount; it sets no end.
    """
    ends = [float(at_least) or 1e-9]
    for interval in intervals:
        low, high = float(interval.low or 0), float(interval.high or 0)
        ends.append(high if high and (not low or high <= 2 * low) else low * _ROOM)
    return Axis(0, max(ends))


def amounts(axis: Axis) -> tuple[Decimal, ...]:
    """Round amounts along the axis, nothing among them."""
    step = _step(axis.high / _MOST_AMOUNTS)
    return tuple(step * n for n in range(int(axis.high / float(step)) + 1))


def tick(axis: Axis, value: float, words: str) -> Tick:
    """A line at a value."""
    place = axis.place(value)
    return Tick(per_cent(place), words, place > _LAST)


def lanes(bars: Sequence[Bar], gap: float) -> Iterator[int]:
    """The lane of each bar (from 0), such that none is nearer than gap (per cent) to the last."""
    ends: list[float] = []
    for bar in bars:
        start = float(bar.x)
        lane = next((n for n, end in enumerate(ends) if end + gap <= start), len(ends))
        ends[lane : lane + 1] = [start + float(bar.width)]
        yield lane


def shares(counts: Sequence[int], whole: int) -> tuple[tuple[str, str], ...]:
    """Counts as parts of a whole, one after the other: start and width of each, in per cent."""
    found, start = [], 0
    for count in counts:
        found.append((per_cent(start / whole * 100), per_cent(count / whole * 100)))
        start += count
    return tuple(found)


def _step(least: float) -> Decimal:
    """The smallest of 1, 2, 5, 10, 20 … (or 0.5, 0.2 …) that is not below the least."""
    exponent = Decimal(f"{least:e}").adjusted()
    return next(
        step
        for power in (exponent, exponent + 1)
        for factor in _STEPS
        if (step := factor * Decimal(10) ** power) >= Decimal(least)
    )


def _first_of(year: int) -> int:
    return date(min(max(year, 1), date.max.year), 1, 1).toordinal()


def per_cent(number: float) -> str:
    """One digit after the point is about a pixel of any screen."""
    return f"{number:.1f}".removesuffix(".0")

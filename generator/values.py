"""Values as sets of possibilities, how they stand to each other, and dates in EDTF.

"Over $13 billion" is every amount from there upwards, "early 2024" every day of four months. One
definition of agreement then serves all types.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any, Literal, TypeAlias

from msgspec import Struct

Relation = Literal["agree", "compatible", "differ"]


# --- Values and how they stand to each other


class Interval(Struct, frozen=True):
    """All amounts from low to high, both included; None where open."""

    low: Decimal | None  # in whole units: dollars, per cent, things counted
    high: Decimal | None

    def __post_init__(self) -> None:
        _refuse_reversed(self.low, self.high)

    def meets(self, other: "Value") -> bool:
        """Tell whether both leave some amount possible."""
        return isinstance(other, Interval) and (
            in_order(self.low, other.high) and in_order(other.low, self.high)
        )

    def normalized(self) -> dict[str, object]:
        """Give {"low", "high"} for JSON: numbers, null where open."""
        return {"low": _json_number(self.low), "high": _json_number(self.high)}


class Dates(Struct, frozen=True):
    """All days from earliest to latest, both included; None where open."""

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        _refuse_reversed(self.earliest, self.latest)

    def meets(self, other: "Value") -> bool:
        """Tell whether both leave some day possible."""
        return isinstance(other, Dates) and (
            in_order(self.earliest, other.latest) and in_order(other.earliest, self.latest)
        )

    def normalized(self) -> dict[str, object]:
        """Give {"earliest", "latest"} for JSON: ISO 8601 days, null where open."""
        return {
            "earliest": self.earliest and self.earliest.isoformat(),
            "latest": self.latest and self.latest.isoformat(),
        }


class Names(Struct, frozen=True):
    """Exactly these names or, where open, every set of names that includes them."""

    members: frozenset[str]
    is_open: bool  # "and others"

    def meets(self, other: "Value") -> bool:
        """Tell whether both leave some set of names possible."""
        if not isinstance(other, Names):
            return False
        if self.is_open and other.is_open:
            return True  # the union of the two is such a set
        if self.is_open:
            return self.members <= other.members
        if other.is_open:
            return other.members <= self.members
        return self.members == other.members

    def normalized(self) -> dict[str, object]:
        """Give {"members", "open"} for JSON, the members sorted."""
        return {"members": sorted(self.members), "open": self.is_open}


class Answers(Struct, frozen=True):
    """An answer to a question: the ids of all the answers that it includes."""

    answers: frozenset[str]

    def __post_init__(self) -> None:
        if not self.answers:
            raise ValueError("an answer includes at least itself")

    def meets(self, other: "Value") -> bool:
        """Tell whether both include some answer."""
        return isinstance(other, Answers) and not self.answers.isdisjoint(other.answers)

    def normalized(self) -> dict[str, object]:
        """Give {"answers"} for JSON, sorted."""
        return {"answers": sorted(self.answers)}


Value: TypeAlias = Interval | Dates | Names | Answers


def relate(values: Sequence[Value]) -> Relation:
    """Tell how values that answer one question stand to each other, in any order."""
    if not all(one.meets(other) for one, other in combinations(values, 2)):
        return "differ"
    return "agree" if len(set(values)) <= 1 else "compatible"


def in_order(low: Any, high: Any) -> bool:
    return low is None or high is None or bool(low <= high)


def _refuse_reversed(low: Any, high: Any) -> None:
    # A set without possibilities would not even meet itself.
    if not in_order(low, high):
        raise ValueError(f"{low} comes after {high}")


def _json_number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    # JSON has no decimals; a float is printed with the digits it was made from, up to 15.
    return int(amount) if amount == amount.to_integral_value() else float(amount)


# --- Dates as editors write them: EDTF (ISO 8601-2:2019)

DAY = timedelta(days=1)

# EDTF's divisions of a year, by the number that follows the year: first and last month. Winter
# (24) is left out: it lies in two years, and EDTF does not say in which.
MONTHS_OF: dict[int, tuple[int, int]] = {
    **{month: (month, month) for month in range(1, 13)},
    **{21: (3, 5), 22: (6, 8), 23: (9, 11)},  # northern spring, summer, autumn
    **{33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)},  # quarters
    **{37: (1, 4), 38: (5, 8), 39: (9, 12)},  # thirds
    **{40: (1, 6), 41: (7, 12)},  # halves
}

_EDTF_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)")
_EDTF_SET = re.compile(r"\[([^][,/]*)\.\.([^][,/]*)\]")
_EDTF_INTERVAL = re.compile(r"([^][,/]+)/([^][,/]+)")


def read_date(edtf: str) -> Dates | None:
    """Read a date in EDTF (ISO 8601-2:2019); None for all but the forms below.

    2024, 2024-03, 2024-03-19; 2024-21 to 23 (spring to autumn), 33 to 36 (quarters), 37 to 39
    (thirds), 40 and 41 (halves); any of these with ~ (about: as much again to either side);
    2023/2024 and [2023-10..2023-12] (some time in it), ../2030, [..2030], 2025-06/.., [2025-06..].
    """
    try:
        if among := _EDTF_SET.fullmatch(edtf.strip()):
            return _edtf_range(among[1], among[2], unbounded="")
        if interval := _EDTF_INTERVAL.fullmatch(edtf.strip()):
            return _edtf_range(interval[1], interval[2], unbounded="..")
        return _edtf_date(edtf.strip())
    except (ValueError, OverflowError):  # 30 February, an end before its start, the year 10000
        return None


def edtf(dates: Dates) -> str:
    """Write dates as read_date reads them, in the shortest form."""
    first, last = dates.earliest, dates.latest
    if not first:
        return f"../{_as_whole(last, last + DAY)}" if last else ""
    if not last:
        return f"{_as_whole(first, first)}/.."
    if first == last:
        return first.isoformat()
    if dates == period(first.year):
        return f"{first.year:04}"
    for division in MONTHS_OF:
        if dates == period(first.year, division):
            return f"{first.year:04}-{division:02}"
    return f"[{first}..{last}]"


def _as_whole(day: date, bound: date) -> str:
    """An end of a range: its year or month, where one begins at the bound, else the day."""
    if bound.day > 1:
        return day.isoformat()
    return str(day.year) if bound.month == 1 else f"{day:%Y-%m}"


def _edtf_range(start: str, end: str, unbounded: str) -> Dates | None:
    if start == end == unbounded:
        return None  # any time at all is no date
    first = Dates(None, None) if start == unbounded else _edtf_date(start)
    last = Dates(None, None) if end == unbounded else _edtf_date(end)
    return Dates(first.earliest, last.latest) if first and last else None


def _edtf_date(text: str) -> Dates | None:
    parts = _EDTF_DATE.fullmatch(text)
    if not parts:
        return None
    year, division, day, about = parts.groups()
    if division and int(division) not in MONTHS_OF or day and int(division) > 12:
        return None
    if day == "00":
        return None
    dates = period(int(year), int(division or 0), int(day or 0))
    return around(dates) if about else dates


def period(year: int, division: int = 0, day: int = 0) -> Dates:
    """Give the days of a year, of a division of it, or a single day; 0 where not given."""
    first, last = MONTHS_OF[division] if division else (1, 12)
    return Dates(date(year, first, day or 1), date(year, last, day or monthrange(year, last)[1]))


def around(dates: Dates) -> Dates:
    """Widen dates to either side by their own length: a year, a quarter, a day."""
    if not dates.earliest or not dates.latest:
        return dates
    if dates.earliest.day == 1 and ends_month(dates.latest):
        start, end = _month_index(dates.earliest), _month_index(dates.latest) + 1
        length = end - start
        return Dates(_month_start(start - length), _month_start(end + length) - DAY)
    span = dates.latest - dates.earliest + DAY
    return Dates(dates.earliest - span, dates.latest + span)


def _month_index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_start(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]

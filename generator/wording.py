"""Values → plain English: "over $13 billion", "about 10%", "early 2024"."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from generator.figures import (
    AMOUNT_HEDGES,
    MONTH_NAMES,
    SCALES,
    about,
    nearly,
    plural_bounds,
    sole_figure,
)
from generator.values import (
    MONTHS_OF,
    Dates,
    Interval,
    around,
    ends_month,
    period,
    read_date,
)

_SIGNS = {"USD": "$", "GBP": "£", "EUR": "€", "JPY": "¥", "INR": "₹"}
_NOUNS = {"USD": "dollars", "GBP": "pounds", "EUR": "euros", "JPY": "yen", "INR": "rupees"}
_THIRDS = {Decimal("33.333333"): "one-third", Decimal("66.666667"): "two-thirds"}
_DIVISION_NAMES = {
    **{21: "spring {}", 22: "summer {}", 23: "autumn {}"},
    **{33: "first quarter of {}", 34: "second quarter of {}"},
    **{35: "third quarter of {}", 36: "fourth quarter of {}"},
    **{37: "early {}", 38: "mid-{}", 39: "late {}"},
    **{40: "first half of {}", 41: "second half of {}"},
}


def show(value: Interval | Dates, type: str, unit: str = "", written: str = "") -> str:
    """Print a value in plain English: "over $13 billion", "about 10%", "between 2019 and 2023".

    `written`, as the editor wrote it for read_value, decides where one set has two names: 9% to
    11% is about 10%, October to December 2023 is a fourth quarter. Reading what is printed
    (read_words) gives the value again; dates from 1900 to 2099 only.
    """
    if isinstance(value, Interval):
        return _show_interval(value, type, unit, written)
    return _show_dates(value, written.strip())


def currency(unit: str) -> str:
    """What a currency's amounts are called: "dollars"; the unit itself where it is not known."""
    return _NOUNS.get(unit, unit)


def _show_interval(value: Interval, type: str, unit: str, written: str) -> str:
    low, high = value.low, value.high
    if low is None:
        return "any amount" if high is None else f"up to {_show_amount(high, type, unit)}"
    if high is None:
        return f"over {_show_amount(low, type, unit)}"
    if low == high:
        return _show_amount(low, type, unit)
    if plural := _show_plural(value, type, unit):
        return plural
    figure = sole_figure(type, written, unit) if written else None
    hedge = AMOUNT_HEDGES.get(figure.hedge) if figure else about
    for word, hedged, core in (("about", about, (low + high) / 2), ("nearly", nearly, high)):
        if hedge is hedged and hedged(Interval(core, core)) == value:
            return f"{word} {_show_amount(core, type, unit)}"
    # "$5 to $10 million" would lend the five a million.
    scales = _ROUND if low >= SCALES[_ROUND[-1]] else ()
    return f"{_show_amount(low, type, unit)} to {_show_amount(high, type, unit, scales)}"


_ROUND = ("trillion", "billion", "million")


def _show_amount(number: Decimal, type: str, unit: str, scales: Sequence[str] = _ROUND) -> str:
    if type == "percent":
        return _THIRDS.get(number) or f"{_digits(number)}%"
    words = _digits(number)
    scale = next((name for name in scales if number >= SCALES[name]), "")
    if scale and number / SCALES[scale] == round(number / SCALES[scale], 3):
        words = f"{_digits(number / SCALES[scale])} {scale}"  # but 1,234,567 stays as it is
    if type == "money":
        words = re.sub(r"\.[0-9]$", r"\g<0>0", words)  # $4.50, but $4.5 million
        return f"{_SIGNS[unit]}{words}" if unit in _SIGNS else f"{unit} {words}"
    return words


def _digits(number: Decimal) -> str:
    return f"{number.normalize():,f}"


def _show_plural(value: Interval, type: str, unit: str) -> str:
    """Print "tens of billions of dollars" where the amounts are just those, else nothing."""
    for word in ("hundred", "thousand", *_ROUND):
        for times in ("", "tens", "hundreds"):
            if type != "percent" and Interval(*plural_bounds(word, times)) == value:
                words = f"{times} of {word}s" if times else f"{word}s"
                return f"{words} of {_NOUNS.get(unit, unit)}" if type == "money" else words
    return ""


def _show_dates(dates: Dates, written: str) -> str:
    first, last = dates.earliest, dates.latest
    if not first:
        return f"by {_show_end(last)}" if last else "any time"
    if not last:
        return f"{_show_start(first)} or later"
    core = read_date(written[:-1]) if written.endswith("~") else None
    if core and around(core) == dates:
        return f"about {_show_dates(core, written[:-1])}"
    is_range = ".." in written or "/" in written
    return _show_period(dates, is_range) or _show_between(first, last)


def _show_period(dates: Dates, is_range: bool) -> str:
    """Name a day, a month, a year or, unless the editor wrote a range, a part of a year."""
    first = dates.earliest or date.min
    if first == dates.latest:
        return _show_day(first)
    if dates == period(first.year):
        return str(first.year)
    for division in MONTHS_OF:
        if dates == period(first.year, division):
            if division <= 12:
                return _show_month(first)
            if not is_range:
                return _DIVISION_NAMES[division].format(first.year)
    return ""


def _show_between(first: date, last: date) -> str:
    """Print both ends as exactly as they are, and what they share but once."""
    if first.day == 1 and ends_month(last):
        if first.month == 1 and last.month == 12:
            return f"between {first.year} and {last.year}"
        start = MONTH_NAMES[first.month - 1] if first.year == last.year else _show_month(first)
        return f"between {start} and {_show_month(last)}"
    start = _show_day(first)
    if first.year == last.year:
        start = start.removesuffix(f" {first.year}")
        if first.month == last.month:
            start = str(first.day)
    return f"between {start} and {_show_day(last)}"


def _show_start(day: date) -> str:
    if day.day > 1:
        return _show_day(day)
    return str(day.year) if day.month == 1 else _show_month(day)


def _show_end(day: date) -> str:
    if not ends_month(day):
        return _show_day(day)
    return str(day.year) if day.month == 12 else _show_month(day)


def _show_day(day: date) -> str:
    return f"{day.day} {_show_month(day)}"


def _show_month(day: date) -> str:
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"

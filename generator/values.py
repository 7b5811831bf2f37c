"""Turn words and EDTF into values, compare values, and print them.

A value is a set of possibilities: "over $13 billion" is every amount from there upwards,
"early 2024" every day of four months. One definition of agreement then serves all types.
Dates follow EDTF (ISO 8601-2:2019); figures are read from English text.
"""

import re
from calendar import month_name, monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any, Literal, TypeAlias

FigureType = Literal["money", "percent", "number", "date"]
Relation = Literal["agree", "compatible", "differ"]


# Values


@dataclass(frozen=True, slots=True)
class Interval:
    """All amounts from low to high, both included; None where open."""

    low: Decimal | None  # in whole units: dollars, per cent, things counted
    high: Decimal | None

    def __post_init__(self) -> None:
        _refuse_reversed(self.low, self.high)

    def meets(self, other: "Value") -> bool:
        """Tell whether some amount is possible by both."""
        return isinstance(other, Interval) and (
            _reaches(self.low, other.high) and _reaches(other.low, self.high)
        )

    def normalized(self) -> dict[str, object]:
        """Give {"low", "high"} for JSON: numbers, null where open."""
        return {"low": _json_number(self.low), "high": _json_number(self.high)}


@dataclass(frozen=True, slots=True)
class Dates:
    """All days from earliest to latest, both included; None where open."""

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        _refuse_reversed(self.earliest, self.latest)

    def meets(self, other: "Value") -> bool:
        """Tell whether some day is possible by both."""
        return isinstance(other, Dates) and (
            _reaches(self.earliest, other.latest) and _reaches(other.earliest, self.latest)
        )

    def normalized(self) -> dict[str, object]:
        """Give {"earliest", "latest"} for JSON: ISO 8601 days, null where open."""
        return {
            "earliest": self.earliest and self.earliest.isoformat(),
            "latest": self.latest and self.latest.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Names:
    """Exactly these names or, where open, every set of names that includes them."""

    members: frozenset[str]
    is_open: bool  # "and others"

    def meets(self, other: "Value") -> bool:
        """Tell whether some set of names is possible by both."""
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


@dataclass(frozen=True, slots=True)
class Answers:
    """An answer to a question: the ids of all the answers that it includes."""

    answers: frozenset[str]

    def __post_init__(self) -> None:
        if not self.answers:
            raise ValueError("an answer includes at least itself")

    def meets(self, other: "Value") -> bool:
        """Tell whether some answer is included by both."""
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


def _reaches(low: Any, high: Any) -> bool:
    return low is None or high is None or low <= high


def _refuse_reversed(low: Any, high: Any) -> None:
    # An empty set would not even meet itself.
    if not _reaches(low, high):
        raise ValueError(f"{low} comes after {high}")


def _json_number(amount: Decimal | None) -> int | float | None:
    if amount is None:
        return None
    # JSON has no decimals. A float prints the same digits up to the 15 that it keeps.
    return int(amount) if amount == amount.to_integral_value() else float(amount)


# Dates as editors write them: EDTF

_DAY = timedelta(days=1)

# EDTF's divisions of a year, by their two digits after the year: first and last month. Winter
# (24) is not among them, because it lies in two years and EDTF does not say in which.
_MONTHS: dict[int, tuple[int, int]] = {
    **{month: (month, month) for month in range(1, 13)},
    **{21: (3, 5), 22: (6, 8), 23: (9, 11)},  # northern spring, summer, autumn
    **{33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)},  # quarters
    **{37: (1, 4), 38: (5, 8), 39: (9, 12)},  # thirds
    **{40: (1, 6), 41: (7, 12)},  # halves
}

_EDTF_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)")
_EDTF_RANGE = re.compile(r"\[([^][,]*)\.\.([^][,]*)\]|([^][,]+)/([^][,]+)")


def read_date(edtf: str) -> Dates | None:
    """Read one date of EDTF (ISO 8601-2:2019); None where it is not one of the forms below.

    2024, 2024-03, 2024-03-19; 2024-21 to 23 (spring to autumn), 33 to 36 (quarters), 37 to 39
    (thirds), 40 and 41 (halves); any of these with ~ (about: as much again to either side);
    2023/2024 and [2023-10..2023-12] (some time in it), ../2030, [..2030], 2025-06/.., [2025-06..].
    """
    text = edtf.strip()
    ends = _EDTF_RANGE.fullmatch(text)
    try:
        if not ends:
            return _edtf_date(text)
        bracketed = text.startswith("[")
        start, end = ends.group(1, 2) if bracketed else ends.group(3, 4)
        is_open = "" if bracketed else ".."
        if start == end == is_open:
            return None  # any time at all is no date
        first = Dates(None, None) if start == is_open else _edtf_date(start)
        last = Dates(None, None) if end == is_open else _edtf_date(end)
        return Dates(first.earliest, last.latest) if first and last else None
    except (ValueError, OverflowError):  # no such day, an end before its start, the year 10000
        return None


def _edtf_date(text: str) -> Dates | None:
    parts = _EDTF_DATE.fullmatch(text)
    if not parts:
        return None
    year, division, day, about = parts.groups()
    if division and int(division) not in _MONTHS or day and int(division) > 12:
        return None
    dates = _period(int(year), int(division or 0), int(day or 0))
    return _around(dates) if about else dates


def _period(year: int, division: int = 0, day: int = 0) -> Dates:
    """Give the days of a year, of a division of it, or one day; 0 where not given."""
    first, last = _MONTHS[division] if division else (1, 12)
    return Dates(
        date(year, first, day or 1), date(year, last, day or monthrange(year, last)[1])
    )


def _around(dates: Dates) -> Dates:
    """Widen dates to either side by their own length: a year, three months, a day."""
    if not dates.earliest or not dates.latest:
        return dates
    if _starts_month(dates.earliest) and _ends_month(dates.latest):
        start, end = _month_index(dates.earliest), _month_index(dates.latest) + 1
        length = end - start
        return Dates(_month_start(start - length), _month_start(end + length) - _DAY)
    span = dates.latest - dates.earliest + _DAY
    return Dates(dates.earliest - span, dates.latest + span)


def _month_index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month_start(index: int) -> date:
    return date(index // 12, index % 12 + 1, 1)


def _starts_month(day: date) -> bool:
    return day.day == 1


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


# Figures in text

_TENTH = Decimal("0.1")


def _about(value: Interval) -> Interval:
    return Interval(_times(value.low, 1 - _TENTH), _times(value.high, 1 + _TENTH))


def _nearly(value: Interval) -> Interval:
    return Interval(_times(value.low, 1 - _TENTH), value.high)


def _at_least(value: Interval) -> Interval:
    return Interval(value.low, None)


def _at_most(value: Interval) -> Interval:
    return Interval(None, value.high)


def _times(amount: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if amount is None else amount * factor


def _not_before(dates: Dates) -> Dates:
    return Dates(dates.earliest, None)


def _by(dates: Dates) -> Dates:
    return Dates(None, dates.latest)


def _before(dates: Dates) -> Dates:
    return Dates(None, dates.earliest and dates.earliest - _DAY)


def _after(dates: Dates) -> Dates:
    return Dates(dates.latest and dates.latest + _DAY, None)


# What a hedge makes of the amount or the date after it. "Since", "from" and "until" are not
# here: with a date they name the date itself.
_AMOUNT_HEDGES: dict[str, Callable[[Interval], Interval]] = {
    **dict.fromkeys(
        ("about", "around", "approximately", "approx.", "roughly", "some", "estimated")
        + ("an estimated", "circa", "ca.", "c.", "~", "in the region of"),
        _about,
    ),
    **dict.fromkeys(("nearly", "almost", "just under", "just short of", "close to"), _nearly),
    **dict.fromkeys(
        ("over", "above", "more than", "greater than", "at least", "upwards of", "upward of")
        + ("in excess of", "exceeding", "no less than", "not less than", "no fewer than")
        + ("not fewer than", "a minimum of"),
        _at_least,
    ),
    **dict.fromkeys(
        ("under", "below", "less than", "fewer than", "up to", "at most", "no more than")
        + ("not more than", "as much as", "as many as", "a maximum of"),
        _at_most,
    ),
}
_DATE_HEDGES: dict[str, Callable[[Dates], Dates]] = {
    **dict.fromkeys(
        ("about", "around", "approximately", "approx.", "roughly", "circa", "ca.", "c.", "~"),
        _around,
    ),
    **dict.fromkeys(("at least", "as early as", "no earlier than", "not before"), _not_before),
    **dict.fromkeys(
        ("by", "no later than", "not later than", "by the end of", "before the end of"), _by
    ),
    **dict.fromkeys(("before", "prior to", "earlier than", "pre-"), _before),
    **dict.fromkeys(("after", "later than", "post-"), _after),
}
# What stands after the amount or the date.
_AMOUNT_TAILS: dict[str, Callable[[Interval], Interval]] = {
    **dict.fromkeys(("or more", "+", "-plus"), _at_least),
    **dict.fromkeys(("or less", "or fewer"), _at_most),
    "or so": _about,
}
_DATE_TAILS: dict[str, Callable[[Dates], Dates]] = {
    "or later": _not_before,
    "or earlier": _by,
    "or so": _around,
}

_NUMBERS = {
    word: number
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        " sixteen seventeen eighteen nineteen".split(),
        start=1,
    )
} | {
    word: 10 * number
    for number, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_SCALES = {
    **dict.fromkeys(("thousand", "k"), 3),
    **dict.fromkeys(("million", "mn", "mln", "m"), 6),
    **dict.fromkeys(("billion", "bn", "b"), 9),
    **dict.fromkeys(("trillion", "trn", "tn", "t"), 12),
}
_FRACTIONS = {
    word: number
    for number, words in enumerate(
        "half third quarter,fourth fifth sixth seventh eighth ninth tenth".split(), start=2
    )
    for word in words.split(",")
}
_SYMBOLS = {
    **{"$": "USD", "US$": "USD", "U.S.$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR"},
    **{"₩": "KRW", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD"},
    **{"NZ$": "NZD", "S$": "SGD", "R$": "BRL"},
}
_CURRENCY_NOUNS = {
    **{"dollar": "USD", "us dollar": "USD", "u.s. dollar": "USD", "american dollar": "USD"},
    **{"euro": "EUR", "pound": "GBP", "pound sterling": "GBP", "yen": "JPY", "yuan": "CNY"},
    **{"rupee": "INR", "swiss franc": "CHF", "canadian dollar": "CAD", "australian dollar": "AUD"},
}
_CODES = (
    "AED ARS AUD BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR JPY KRW MXN MYR"
    " NGN NOK NZD PHP PKR PLN QAR RON RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR"
).split()
_PARTS = {  # of a year; what EDTF calls divisions
    **dict.fromkeys(("early", "beginning of", "start of"), 37),
    **dict.fromkeys(("mid", "middle of"), 38),
    **dict.fromkeys(("late", "end of"), 39),
    **{"spring": 21, "summer": 22, "autumn": 23, "fall": 23},
    **{"q1": 33, "q2": 34, "q3": 35, "q4": 36, "h1": 40, "h2": 41},
    **{"first quarter": 33, "second quarter": 34, "third quarter": 35, "fourth quarter": 36},
    **{"first half": 40, "second half": 41},
}
_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(month_name) if name}


def _any_of(words: Iterable[str]) -> str:
    """Give a pattern for any of the words, the longest first, however they are spaced."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)


_DASH = "[-\u2010\u2011\u2013]"
_SPACE = rf"(?:\s|{_DASH})"
_YEAR = r"""(?:19|20)[0-9]{2}(?!\w|[.,][0-9]|\s?%)
    (?!\s+(?i:per\s?cent|thousand|[mb]illion|trillion|dollars|euros|pounds|yen|people|employees
        |workers|staff|users|customers|subscribers|jobs|members|companies|copies|times|hours
        |days|miles|kilomet|[kMG]W)\b)"""
_MONTH = (
    "(?:"
    + "|".join(rf"{name}\b|{name[:3]}\b\.?" for name in month_name if name)
    + r"|Sept\b\.?)"
)
_ORDINAL = r"(?:st|nd|rd|th)?(?![\w%]|[.,][0-9])"
_ORDINALS = "first|second|third|fourth"
_UNIT = _any_of(word for word, number in _NUMBERS.items() if number < 10)
_TENS = _any_of(word for word, number in _NUMBERS.items() if number >= 20)
_BELOW_100 = rf"(?:(?:{_TENS})(?:{_SPACE}(?:{_UNIT})\b)?|{_any_of(_NUMBERS)})\b"
_BELOW_1000 = (
    rf"(?:(?:an?|{_UNIT}){_SPACE}hundred\b(?:(?:\s+and)?\s+{_BELOW_100})?|{_BELOW_100})"
)
_SCALE = r"thousand|million|billion|trillion"
_NOUN = rf"(?i:{_any_of(_CURRENCY_NOUNS)})s?(?:\ssterling)?|{'|'.join(_CODES)}"

# Everything that the scanner knows, in the order in which it is tried. What is "passed" holds
# digits that are no figures, or dates that cannot be placed without knowing more.
_SOURCES = {
    "passed": rf"""
        \[@[^\]]*\] | https?://\S+ | www\.\S+
      | (?i:paras?\.?|paragraphs?|pp?\.|pages?|chapters?|sections?|nos?\.|vol\.|version|§)
            \s?[0-9]+(?:\.[0-9]+)*(?:{_DASH}[0-9]+)?(?!\w)
      | [0-9]{{1,2}}(?:[:.][0-9]{{2}})?\s?[ap]\.?m\b
      | (?:19|20)[0-9]{{2}}(?:{_DASH}[0-9]{{2}}|{_SPACE}?[QH][1-4])(?![\w-])
      | (?i:winter)\s+(?:of\s+)?(?:19|20)[0-9]{{2}}(?:{_DASH}[0-9]{{2,4}})?
      | (?:(?i:early|mid|late|Q[1-4]|(?:{_ORDINALS}){_SPACE}(?:quarter|half)){_SPACE}(?:of\s+)?)?
            (?:FY|(?i:fiscal(?:\s+year)?|financial\s+year)\b)
            (?:\s+(?i:Q[1-4]|(?:{_ORDINALS})\s+(?:quarter|half)))?(?:\s+of)?\s*[0-9]{{2,4}}(?!\w)
    """,
    "iso": r"(?P<year>(?:19|20)[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?!\w)",
    "decade": r"(?:(?P<third>(?i:early|mid|late))[\s-](?:the\s)?)?(?P<decade>(?:19|20)[0-9])0s\b",
    "day_month": rf"""
        (?P<day>[0-9]{{1,2}}){_ORDINAL}\s(?:of\s)?(?P<name>{_MONTH})(?:,?\s(?P<year>{_YEAR}))?
    """,
    "month_day": rf"""
        (?P<name>{_MONTH})\s(?P<day>[0-9]{{1,2}}){_ORDINAL}
        (?:(?:\s?{_DASH}\s?|\s(?:to|and)\s)(?P<last_day>[0-9]{{1,2}}){_ORDINAL})?
        (?:,?\s(?P<year>{_YEAR}))?
    """,
    "month": rf"""
        (?:(?P<third>(?i:early|mid|late))[\s-])?
        (?P<name>{_MONTH})(?:,?\s(?:of\s)?(?P<year>{_YEAR}))?
    """,
    "part": rf"""
        (?P<part>(?i:{_any_of(_PARTS).replace(r"\s+", _SPACE + "+")}))\b
        (?:(?:\sof|\sin)?{_SPACE}(?P<year>{_YEAR}))?
    """,
    "bare_year": rf"(?P<year>{_YEAR})",
    "between": r"(?i:between)\b",
    "hedge": rf"(?i:{_any_of({**_AMOUNT_HEDGES, **_DATE_HEDGES})})(?:(?<=\W)|(?!\w))",
    "tail": rf"(?i:{_any_of(word for word in {**_AMOUNT_TAILS, **_DATE_TAILS} if ' ' in word)})\b",
    "joint": rf"{_DASH}?(?i:to|and|or|through|until|till)\b{_DASH}?",
    "plural": rf"""
        (?i:(?:(?P<tens>tens|hundreds)\s+of\s+)?(?P<plural>hundred|{_SCALE})s
          |(?:multi-?|several\s+|a\s+few\s+)(?P<scale>{_SCALE}))\b
        (?:(?:\s+of\s+|{_SPACE})(?P<noun>{_NOUN})(?!\w))?
    """,
    "fraction": rf"""
        (?<!first\s)(?<!second\s)(?<!latter\s)(?<!other\s)(?<!last\s)(?<!final\s)
        (?i:(?:(?P<parts>an?|{_UNIT})(?P<gap>{_SPACE}))?(?P<whole>{_any_of(_FRACTIONS)})s?)\b
        (?!{_SPACE}an?{_SPACE}(?:{_SCALE}|dozen|per\s?cent)\b)
    """,
    "amount": rf"""
        (?:(?P<symbol>{_any_of(_SYMBOLS)})\s?|(?P<code>{"|".join(_CODES)})\s?|(?<![.$£€¥₹₩+#]))
        (?P<number>
            [0-9]{{1,3}}(?:,[0-9]{{3}}){{1,5}}(?:\.[0-9]{{1,9}})? | [0-9]{{1,18}}(?:\.[0-9]{{1,9}})?
          | (?i:half{_SPACE}an?(?={_SPACE}(?:{_SCALE}|dozen|per\s?cent)\b)
              | an?(?={_SPACE}(?:{_SCALE}|dozen)\b)
              | {_BELOW_1000}(?:{_SPACE}thousand\b(?:(?:\s+and)?\s+{_BELOW_1000})?)?
                    (?:\s+and\s+a\s+half\b)?)
        )
        (?P<scale>{_SPACE}?(?i:{_SCALE}|dozen|bn|tn|trn|mn|mln)(?!\w)
          | \s?[kKmMbBtT](?!\w|-[a-z]))?
        (?:(?P<percent>\s?%|{_SPACE}?(?i:per{_SPACE}?cent|pct)(?!\w))
          | {_SPACE}(?P<noun>{_NOUN})(?!\w))?
        (?:(?<=%)|(?=(?:[kMGT](?:W|Wh|B|Hz)|km|kg|x)\b)|(?!\w|[.,:/][0-9]))
    """,
    "word_with_digits": r"(?=[\w-]*[0-9])[^\W\d][\w-]*(?:\.[0-9][\w-]*)*",
    "odd_digits": r"[0-9](?:\w|[.,/:](?=\w))*",
}
_PATTERNS = {kind: re.compile(source, re.VERBOSE) for kind, source in _SOURCES.items()}
# One pattern finds the tokens; the pattern of the token's kind then takes it apart. Only thus
# can each name its groups as it likes.
_TOKEN = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        f"(?P<{kind}>{re.sub(r'[?]P<[a-z_]+>', '?:', source)})" for kind, source in _SOURCES.items()
    )
    + rf")|(?P<dash>{_DASH}(?!plus\b)|\u2212)|(?P<plus>-plus\b|(?<=[\w%])\+)",
    re.VERBOSE,
)

# A number word alone is a figure only where it counts: "five-year", "two of them", "two tech
# giants", with a plural at most three words on; not "the two seemed to clash".
_NO_NOUN = (
    "and|or|but|nor|to|in|on|at|by|for|from|with|as|is|was|are|were|be|been|has|have|had|do|does"
    "|did|its|his|this|thus|will|would|can|could|may|might|must|should|than|that|which|who|the"
    "|when|where|while|if|so|not|also|always|perhaps|across|plus|versus|besides|sometimes|says"
)
_COUNTS = re.compile(
    rf"""
    -(?!(?:{_ORDINALS}|fifth|sixth|seventh|eighth|ninth|to|on)\b)[a-z]+
    | \s+of\b
    | (?:\s+(?!(?:{_NO_NOUN})\b)[\w'’-]+){{0,2}}?
      \s+(?!(?:{_NO_NOUN})\b)
      (?:people|men|women|children|staff|year|month|week|day|hour|[A-Za-z][\w-]*[^\Wsui]s)\b
    """,
    re.VERBOSE,
)
_COUNTS_PARTS = re.compile(rf"\s+of\b(?!\s+{_YEAR})", re.VERBOSE)
_HALVES = re.compile(rf"\s+(?:of\b(?!\s+{_YEAR})|(?:the|its|their|his|her|our)\b)", re.VERBOSE)
_PLURAL_FOLLOWS = re.compile(r"\s+[a-z]+s\b")
_CHANGES_FROM = re.compile(r"(?<!ranging )(?<!range )(?<!ranges )\bfrom(?:\s\w+){0,2}\s$")


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount, a percentage, a number or a date in a text, with the hedge that belongs to it."""

    start: int
    end: int
    words: str  # the text from start to end
    type: FigureType
    unit: str  # ISO 4217 code for money, else ""
    value: Interval | Dates
    hedge: str  # in lower case: "over", "by around"; "" where there is none


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that only means something beside an amount or a moment."""

    start: int
    end: int
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class _Amount:
    start: int
    end: int
    low: Decimal
    high: Decimal
    scale: Decimal | None = None  # what low and high are to be multiplied by; None: unsaid
    unit: str = ""  # "%", ISO 4217 code, or "" for a number
    has_unit_before: bool = False
    needs: re.Pattern[str] | None = None  # what must follow to make it a figure

    @property
    def type(self) -> FigureType:
        return "percent" if self.unit == "%" else "money" if self.unit else "number"

    def value(self) -> Interval:
        scale = self.scale or 1
        return Interval(self.low * scale, self.high * scale)


@dataclass(frozen=True, slots=True)
class _Moment:
    start: int
    end: int
    year: int | None  # None: unsaid, but in "October to December 2023" it can be supplied
    last_year: int | None = None  # of a decade
    division: int = 0
    day: int = 0
    last_day: int = 0
    needs: None = None

    @property
    def type(self) -> FigureType:
        return "date"

    @property
    def unit(self) -> str:
        return ""

    def value(self) -> Dates | None:
        if self.year is None:
            return None
        try:
            first = _period(self.year, self.division, self.day)
            last = _period(self.last_year or self.year, self.division, self.last_day or self.day)
            return Dates(first.earliest, last.latest)
        except ValueError:  # 30 February
            return None


_Token: TypeAlias = _Word | _Amount | _Moment


def figures(text: str) -> list[Figure]:
    """Find every amount, percentage, number and date in an English text, in order.

    Digits are figures unless they belong to a name (GPT-4, 4chan), an ordinal, a citation or a
    date that cannot be placed. Number words are figures from "two" upwards where a noun follows;
    "one" is only with a unit or a scale. Four digits from 1900 to 2099 are a year unless something
    is counted. A hedge beside a figure belongs to it. Negative amounts are not read.
    """
    return _figures(text, _tokens(text))


def read_words(type: str, words: str, unit: str = "") -> Value | None:
    """Read the one value that the words hold for a fact of that type (money: in that currency).

    None where there is no such figure or more than one. Words that are nothing but a number or a
    fraction are read even where they would not count as figures in a text: "five", "half".
    """
    figure = _sole_figure(type, words, unit)
    return figure and figure.value


def read_value(type: str, written: str, unit: str = "") -> Value | None:
    """Read a value as editors write it: for dates EDTF, else words that hold nothing more."""
    if type == "date":
        return read_date(written)
    figure = _sole_figure(type, written, unit)
    return figure.value if figure and figure.words == written.strip() else None


def _sole_figure(type: str, words: str, unit: str) -> Figure | None:
    currency = unit if type == "money" else ""
    tokens = _tokens(words)
    found = [
        figure
        for figure in _figures(words, tokens) or _lone_figure(words.strip(), type)
        if figure.type == type and figure.unit == currency
    ]
    return found[0] if len(found) == 1 else None


def _lone_figure(words: str, type: str) -> list[Figure]:
    return []


def _tokens(text: str) -> list[_Token]:
    return []


def _figures(text: str, tokens: list[_Token]) -> list[Figure]:
    return []

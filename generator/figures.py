"""English text → the figures in it: amounts, percentages, numbers and dates, with their hedges."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from generator.values import DAY, Dates, Interval, around, in_order, period, read_date

FigureType = Literal["money", "percent", "number", "date"]


# --- The words of figures

_Meaning = TypeVar("_Meaning")
_OfAmounts: TypeAlias = Callable[[Interval], Interval]
_OfDates: TypeAlias = Callable[[Dates], Dates]


def _by_word(words_of: Mapping[_Meaning, str]) -> dict[str, _Meaning]:
    return {word: meaning for meaning, words in words_of.items() for word in words.split(", ")}


def about(amounts: Interval) -> Interval:
    return Interval(_times("0.9", amounts.low), _times("1.1", amounts.high))


def nearly(amounts: Interval) -> Interval:
    return Interval(_times("0.9", amounts.low), amounts.high)


def _at_least(amounts: Interval) -> Interval:
    return Interval(amounts.low, None)


def _at_most(amounts: Interval) -> Interval:
    return Interval(None, amounts.high)


def _times(factor: str, amount: Decimal | None) -> Decimal | None:
    return None if amount is None else amount * Decimal(factor)


def _not_before(dates: Dates) -> Dates:
    return Dates(dates.earliest, None)


def _by(dates: Dates) -> Dates:
    return Dates(None, dates.latest)


def _before(dates: Dates) -> Dates:
    return Dates(None, dates.earliest and dates.earliest - DAY)


def _after(dates: Dates) -> Dates:
    return Dates(dates.latest and dates.latest + DAY, None)


# What a hedge makes of the amount or the date that it stands before. "Since", "from" and "until"
# are none: with a date they name that date.
AMOUNT_HEDGES: dict[str, _OfAmounts] = _by_word(
    {
        about: "about, around, approximately, approx., roughly, some, estimated, an estimated"
        ", circa, ca., c., ~, in the region of",
        nearly: "nearly, almost, just under, just short of, close to",
        _at_least: "over, above, more than, greater than, at least, upwards of, upward of"
        ", in excess of, exceeding, no less than, not less than, no fewer than, not fewer than"
        ", a minimum of",
        _at_most: "under, below, less than, fewer than, up to, at most, no more than"
        ", not more than, as much as, as many as, a maximum of",
    }
)
_DATE_HEDGES: dict[str, _OfDates] = _by_word(
    {
        around: "about, around, approximately, approx., roughly, circa, ca., c., ~",
        _not_before: "at least, as early as, no earlier than, not before",
        _by: "by, no later than, not later than, by the end of, before the end of",
        _before: "before, prior to, earlier than, pre-",
        _after: "after, later than, post-",
    }
)
# The same for what stands after them.
_AMOUNT_TAILS: dict[str, _OfAmounts] = _by_word(
    {_at_least: "or more, +, -plus", _at_most: "or less, or fewer", about: "or so"}
)
_DATE_TAILS: dict[str, _OfDates] = _by_word(
    {_not_before: "or later", _by: "or earlier", around: "or so"}
)

_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_NUMBERS = {
    **{word: number for number, word in enumerate(f"{_UNITS}|{_TEENS}".split("|"), start=1)},
    **{word: 10 * number for number, word in enumerate(_TENS.split("|"), start=2)},
}
SCALES = {
    **{"dozen": Decimal(12), "hundred": Decimal(100)},
    **_by_word({Decimal("1E3"): "thousand, k", Decimal("1E6"): "million, mn, mln, m"}),
    **_by_word({Decimal("1E9"): "billion, bn, b", Decimal("1E12"): "trillion, trn, tn, t"}),
}
_FRACTIONS = _by_word(
    {2: "half, halve", 3: "third", 4: "quarter, fourth", 5: "fifth", 6: "sixth"}
    | {7: "seventh", 8: "eighth", 9: "ninth", 10: "tenth"}
)
_SYMBOLS = _by_word(
    {"USD": "$, US$, U.S.$", "GBP": "£", "EUR": "€", "JPY": "¥", "INR": "₹", "KRW": "₩"}
    | {"AUD": "A$, AU$", "CAD": "C$, CA$", "HKD": "HK$", "NZD": "NZ$", "SGD": "S$", "BRL": "R$"}
)
_CURRENCY_NOUNS = _by_word(
    {"USD": "dollar, us dollar, u.s. dollar, american dollar", "EUR": "euro", "GBP": "pound"}
    | {"JPY": "yen", "INR": "rupee", "CNY": "yuan", "CHF": "swiss franc"}
    | {"CAD": "canadian dollar", "AUD": "australian dollar"}
)
_CURRENCIES = (  # ISO 4217
    "AED|ARS|AUD|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EGP|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KRW|MXN|MYR"
    "|NGN|NOK|NZD|PHP|PKR|PLN|QAR|RON|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR"
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTH_NAMES = _MONTHS.split("|")
_MONTH_NUMBERS = {name[:3]: number for number, name in enumerate(MONTH_NAMES, start=1)}
_YEAR_PARTS = _by_word(  # EDTF's divisions
    {37: "early, beginning of, start of", 38: "mid, middle of", 39: "late, end of"}
    | {21: "spring", 22: "summer", 23: "autumn, fall"}
    | {33: "first quarter, q1", 34: "second quarter, q2"}
    | {35: "third quarter, q3", 36: "fourth quarter, q4"}
    | {40: "first half, h1", 41: "second half, h2"}
)
_MONTH_PARTS = {"early": (1, 10), "mid": (11, 20), "late": (21, 0)}  # days; 0: its last
_DECADE_PARTS = {"": (0, 9), "early": (0, 3), "mid": (4, 6), "late": (7, 9)}  # years


# --- The patterns of figures


def _any_of(words: Iterable[str], space: str = r"\s+") -> str:
    """Give a pattern for any of the words, the longest first, however they are spaced."""
    longest_first = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", space) for word in longest_first)


_DASH = "[-\u2010\u2011\u2013]"
_SPACE = rf"(?:\s|{_DASH})"  # "$500-billion", "five-year"
_SCALE = "thousand|million|billion|trillion"
_NOUN = rf"(?:(?i:{_any_of(_CURRENCY_NOUNS)})s?(?:\ssterling)?|{_CURRENCIES})"
_COUNTED = (  # after four digits they tell a count from a year
    "people|employees|workers|staff|users|customers|subscribers|jobs|members|companies|copies"
    "|times|hours|days|miles|kilomet[er]+s|[kMG]W"
)
_YEAR = rf"""(?:19|20)[0-9]{{2}}(?!\w|[.,/][0-9]|\s?%
    |{_SPACE}(?:(?i:per\s?cent|{_SCALE}|bn|{_COUNTED})|{_NOUN})\b)"""
_DAY_NUMBER = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?![\w%]|[.,][0-9])"
_LAST_DAY = rf"""(?:(?:\s?{_DASH}\s?|\s(?:to|(?P<and>and))\s)
    {_DAY_NUMBER.replace("day", "last_day")})?"""
_MONTH = rf"""(?P<month>{_MONTHS}
    |(?:{"|".join(_MONTH_NUMBERS)}|Sept)\b\.?)(?!\w)"""
_ORDINAL = "first|second|third|fourth"
_BELOW_100 = rf"(?:(?:{_TENS}){_SPACE}(?:{_UNITS})|{_any_of(_NUMBERS)})\b"
_BELOW_1000 = rf"""(?:(?:an?|{_UNITS}){_SPACE}hundred\b(?:(?:\s+and)?\s+{_BELOW_100})?
    |{_BELOW_100})"""
_NUMBER = rf"""(?P<number>
    [0-9]{{1,3}}(?:[,\ \xa0\u202f][0-9]{{3}}){{1,4}}(?:\.[0-9]{{1,9}})?
  | [0-9]{{1,15}}(?:\.[0-9]{{1,9}})?
  | (?i:half{_SPACE}an?(?={_SPACE}(?:{_SCALE}|dozen|per\s?cent)\b)
      | an?(?={_SPACE}(?:{_SCALE}|dozen)\b)
      | {_BELOW_1000}(?:{_SPACE}thousand\b(?:(?:\s+and)?\s+{_BELOW_1000})?)?
        (?:{_SPACE}and{_SPACE}a{_SPACE}half\b)?))"""
_SCALE_WORD = rf"(?i:{_SCALE}|dozen|bn|tn|trn|mn|mln)"
_ENDING = rf"""
    (?:(?P<percent>\s?%|{_SPACE}?(?i:per{_SPACE}?cent|pct|pc)(?!\w))|{_SPACE}(?P<noun>{_NOUN})(?!\w))?
    (?:(?<=%)|(?=(?:[kMGT](?:W|Wh|B|Hz)|km|kg|x)\b)|(?!\w|[.,:/'\u2019][0-9]))"""

# The tokens of the scanner, in the order in which they are tried. "Passed" are digits that are
# no figures, and dates that cannot be placed without knowing more. The hedges "c.", "~" and
# "pre-" end in no letter, so no word may be said to end there.
_SOURCES = {
    "passed": rf"""
        \[@[^\]]*\] | https?://\S+ | www\.\S+
      | (?i:paras?\.?|paragraphs?|pp?\.|pages?|chapters?|sections?|nos?\.|vol\.|version|§)
            \s?[0-9]+(?:\.[0-9]+)*(?:{_DASH}[0-9]+)?(?!\w)
      | [0-9]{{1,2}}(?:[:.][0-9]{{2}})?\s?(?i:[ap]\.?m)\b
      | (?:19|20)[0-9]{{2}}
            (?:{_DASH}[0-9]{{2}}|{_SPACE}?[QH][1-4]|\s(?i:fiscal|financial)\syear)(?![\w-])
      | (?i:first|last|final)\s\w+\s(?i:days|weeks|months|quarters)\sof\s(?:19|20)[0-9]{{2}}\b
      | (?i:winter)\s+(?:of\s+)?(?:19|20)[0-9]{{2}}(?:{_DASH}[0-9]{{2,4}})?
      | (?:(?i:early|mid|late|Q[1-4]|(?:{_ORDINAL}){_SPACE}(?:quarter|half)){_SPACE}(?:of\s+)?)?
            (?:FY|(?i:fiscal(?:\s+year)?|financial\s+year)\b)
            (?:\s+(?i:Q[1-4]|(?:{_ORDINAL})\s+(?:quarter|half)))?(?:\s+of)?\s*[0-9]{{2,4}}(?!\w)
    """,
    "iso": r"(?P<year>(?:19|20)[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![\w-])",
    "decade": r"""
        (?:(?P<part>(?i:early|mid|late))[\s-](?:the\s)?)?(?P<decade>(?:19|20)[0-9])0s\b
    """,
    "day_month": rf"{_DAY_NUMBER}{_LAST_DAY}\s(?:of\s)?{_MONTH}(?:,?\s(?P<year>{_YEAR}))?",
    "month_day": rf"{_MONTH}\s{_DAY_NUMBER}{_LAST_DAY}(?:,?\s(?P<year>{_YEAR}))?",
    "month": rf"""
        (?:(?P<part>(?i:early|mid|late))[\s-])?
        {_MONTH}(?:(?:,?\s(?:of\s)?|{_DASH})(?P<year>{_YEAR}))?
    """,
    "year_part": rf"""
        (?P<part>(?i:{_any_of(_YEAR_PARTS, _SPACE)}))\b
        (?:(?:\sof|\sin)?{_SPACE}(?P<year>{_YEAR}))?
    """,
    "year": rf"(?P<year>{_YEAR})",
    "between": r"(?i:between)\b",
    "hedge": rf"(?i:{_any_of((*AMOUNT_HEDGES, *_DATE_HEDGES))})(?:(?<!\w)|(?!\w))",
    "tail": r"(?i:or\s+(?:more|less|fewer|so|later|earlier))\b",
    "joint": r"(?i:to|and|or|through|until|till)\b",
    "plural": rf"""
        (?i:(?:(?P<times>tens|hundreds)\s+of\s+)?(?P<plural>hundred|{_SCALE})s
          |(?:multi-?|several\s+|a\s+few\s+)(?P<several>{_SCALE}))\b
        (?:(?:\s+of\s+|{_SPACE})(?P<noun>{_NOUN})(?!\w))?
    """,
    "fraction": rf"""
        (?<!first\s)(?<!second\s)(?<!latter\s)(?<!other\s)(?<!last\s)(?<!final\s)
        (?i:(?P<parts>an?|{_UNITS})(?P<gap>{_SPACE})(?P<whole>{_any_of(_FRACTIONS)})s?
          |half)\b
        (?!{_SPACE}an?{_SPACE}(?:{_SCALE}|dozen|per\s?cent)\b)
    """,
    "amount": rf"""
        (?:(?P<prefix>(?:(?P<symbol>{_any_of(_SYMBOLS)})|(?P<code>{_CURRENCIES}))\s?)
          |(?<![.$£€¥₹₩+\#]))
        {_NUMBER}
        (?:{_SPACE}?(?P<scale>{_SCALE_WORD}
          |(?(amount__prefix)[kKmMbBtT](?:(?<=[0-9]\w)|(?!-))|(?<=[0-9])[kKmMB]))(?!\w))?{_ENDING}
    """,
    "name": r"(?=[\w-]*[0-9])[^\W\d][\w-]*(?:\.[0-9][\w-]*)*",
    "odd_digits": r"[0-9](?:\w|[.,/:](?=\w)|['\u2019](?=[0-9]))*",
}
# One pattern finds the tokens and takes them apart. A group's name may stand only once in it, so
# those of a kind begin with the kind.
_TOKEN = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        f"(?P<{kind}>{source.replace('?P<', f'?P<{kind}__')})" for kind, source in _SOURCES.items()
    )
    + rf")|(?P<plus>-plus\b|(?<=[\w%])\+)|(?P<dash>{_DASH}(?:to{_DASH})?|\u2212)",
    re.VERBOSE,
)

# What every figure has: a digit, or a word of a number. Most texts have none, which is seen much
# sooner than that they have no token.
_SPELLED = (*_NUMBERS, *_FRACTIONS, *_SCALE.split("|"), "hundred", "dozen", "multi")
_MAY_BE = re.compile(rf"[0-9]|(?<![a-z])(?i:{_any_of(_SPELLED)})")

# What must follow a number word below a hundred to make it a figure: "five-year", "two of them",
# "two tech giants", so a plural at most three words on; not "the two seemed to clash".
_NO_NOUN = (
    "and|or|but|nor|to|in|on|at|by|for|from|with|as|is|was|are|were|be|been|has|have|had|do|does"
    "|did|its|his|this|thus|will|would|can|could|may|might|must|should|than|that|which|who|the"
    "|when|where|while|if|so|not|also|always|perhaps|across|plus|versus|besides|sometimes|says"
)
_COUNTS = re.compile(
    rf"""
    -(?!(?:{_ORDINAL}|fifth|sixth|seventh|eighth|ninth|to|on)\b)[a-z]+
  | \s+of\b
  | (?:\s+(?!(?:{_NO_NOUN})\b)[\w'\u2019-]+){{0,2}}?
    \s+(?!(?:{_NO_NOUN})\b)
    (?:people|men|women|children|staff|year|month|week|day|hour|[A-Za-z][\w-]*[^\Wsui]s)\b
    """,
    re.VERBOSE,
)
_COUNTS_PARTS = re.compile(rf"\s+of\b(?!\s+{_YEAR})", re.VERBOSE)
_COUNTS_HALF = re.compile(rf"\s+(?:of\b(?!\s+{_YEAR})|(?:the|its|their|his|her|our)\b)", re.VERBOSE)
_NEVER = re.compile(r"(?!)")
_NOTHING = re.compile(r"\s*")
_NOTHING_BUT_THE = re.compile(r"\s*(?:the\s+)?")
_PLURAL = re.compile(r"\s+[a-z]+s\b")
# "From 20% to 10%" is a change, so two figures; "ranging from 10% to 20%" is a range.
_CHANGE = re.compile(r"(?<!range )(?<!ranges )(?<!ranging )\b[Ff]rom(?:\s\w+){0,2}\s+$")


# --- Finding figures

_REMEMBERED = 2**13  # texts of which the figures are known: the same words are asked for often


class Figure(Struct, frozen=True):
    """An amount, a percentage, a number or a date in a text, with the hedges that belong to it."""

    start: int
    end: int
    words: str  # the text from start to end
    type: FigureType
    unit: str  # of money its ISO 4217 code, else ""
    value: Interval | Dates
    hedge: str  # in lower case, "over" or "by around"; "" where there is none


def figures(text: str) -> list[Figure]:
    """Find every amount, percentage, number and date in an English text, in order.

    Digits are figures unless they belong to a name ("GPT-4", "4chan"), an ordinal, a citation or
    a date that cannot be placed ("January 21st", "FY2025"). A number word is one where a noun
    follows ("two companies", "five-year"), "one" only with a unit or a scale. Four digits from
    1900 to 2099 are a year unless something is counted. Negative amounts are not read.
    """
    return list(_figures(text))


def read_words(type: str, words: str, unit: str = "") -> Interval | Dates | None:
    """Read the one value that the words hold for a fact of that type (money: in that currency).

    None where they hold no such figure, or more than one. Words that are nothing but a number or
    a fraction are read even where they would be no figure in a text: "five", "half".
    """
    figure = sole_figure(type, words, unit)
    return figure.value if figure else None


def read_value(type: str, written: str, unit: str = "") -> Interval | Dates | None:
    """Read a value as editors write it: for dates EDTF, else words that hold nothing more."""
    if type == "date":
        return read_date(written)
    figure = sole_figure(type, written, unit)
    return figure.value if figure and figure.words == written.strip() else None


def sole_figure(type: str, words: str, unit: str) -> Figure | None:
    found = [figure for figure in _figures(words) if figure.type == type]
    if not found:
        alone = _figures(words, is_alone=True)
        found = [
            figure for figure in alone if figure.type == type and figure.words == words.strip()
        ]
    if type == "money":
        found = [figure for figure in found if figure.unit == unit]
    return found[0] if len(found) == 1 else None


class _Word(Struct, frozen=True):
    """Means something only beside an amount or a moment: a hedge, a joint, "between"."""

    start: int
    end: int
    kind: str
    words: str  # in lower case, with single spaces


class _Amount(Struct, frozen=True):
    start: int
    end: int
    low: Decimal
    high: Decimal
    scale: Decimal | None = None  # what low and high are multiplied by; None where unsaid
    unit: str = ""  # "%", ISO 4217 code, "" for a number
    is_prefixed: bool = False  # the unit stands before the number
    needs: re.Pattern[str] | None = None  # what must follow to make it a figure

    @property
    def type(self) -> FigureType:
        return "percent" if self.unit == "%" else "money" if self.unit else "number"

    @property
    def value(self) -> Interval:
        scale = self.scale or 1
        return Interval(self.low * scale, self.high * scale)


class _Moment(Struct, frozen=True):
    start: int
    end: int
    year: int | None = None  # None where unsaid, as of October in "October to December 2023"
    last_year: int = 0
    division: int = 0  # as in EDTF
    day: int = 0
    last_day: int | None = None  # None: the same day
    is_pair: bool = False  # "21 and 27 January 2025": a span only after "between"

    @property
    def value(self) -> Dates | None:
        if self.year is None:
            return None
        try:
            first = period(self.year, self.division, self.day)
            last_day = self.day if self.last_day is None else self.last_day
            last = period(self.last_year or self.year, self.division, last_day)
            return Dates(first.earliest, last.latest)
        except (KeyError, ValueError):  # the 13th month, 30 February
            return None


_Token: TypeAlias = _Word | _Amount | _Moment
_Parts: TypeAlias = dict[str, str]  # a token's named groups, those that are there


class _Piece(Struct, frozen=True):
    """The tokens that together make one value: an amount, a moment, a range."""

    first: int  # positions among the tokens, both included
    last: int
    type: FigureType
    unit: str
    value: Interval | Dates
    needs: re.Pattern[str] | None = None


@lru_cache(maxsize=_REMEMBERED)
def _figures(text: str, is_alone: bool = False) -> tuple[Figure, ...]:
    """Find the figures; where a number is all there is, "two" and "2000" are numbers too."""
    tokens = _tokens(text, is_alone)
    found: list[Figure] = []
    index = 0
    while index < len(tokens):
        piece = _piece(text, tokens, index)
        index = piece.last + 1 if piece else index + 1
        if piece:
            figure = _hedged_figure(text, tokens, piece)
            if is_alone or not piece.needs or piece.needs.match(text, figure.end):
                found.append(figure)
    return tuple(found)


def _tokens(text: str, is_alone: bool) -> list[_Token]:
    tokens: list[_Token] = []
    text = text.translate(_PLAIN_LETTERS)
    if not _MAY_BE.search(text):
        return tokens
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup or ""
        if kind in _WORD_KINDS:
            words = " ".join(found.group().lower().split())
            tokens.append(_Word(found.start(), found.end(), kind, words))
        elif kind == "year" and (is_alone or _is_count(text, found, tokens)):
            number = Decimal(found.group())
            tokens.append(_Amount(found.start(), found.end(), number, number))
        elif kind in _READERS:
            parts = {name: part for name, group in _PARTS[kind] if (part := found[group])}
            tokens.append(_READERS[kind](found.start(), found.end(), parts))
    return tokens


def _is_count(text: str, year: re.Match[str], before: list[_Token]) -> bool:
    """Tell whether four digits count something after all: "more than 2000 widgets"."""
    hedge = before[-1] if before else None
    return (
        isinstance(hedge, _Word)
        and hedge.words in AMOUNT_HEDGES
        and hedge.words not in _DATE_HEDGES
        and _NOTHING.fullmatch(text, hedge.end, year.start()) is not None
        and _PLURAL.match(text, year.end()) is not None
    )


def _amount(start: int, end: int, parts: _Parts) -> _Amount:
    written = parts["number"].lower()
    digits = re.sub(r"[,\s]", "", written)
    number = Decimal(digits) if written[0].isdigit() else _number(written)
    scale = SCALES[parts["scale"].lower()] if "scale" in parts else None
    prefix = _SYMBOLS.get(parts.get("symbol", ""), parts.get("code", ""))
    unit = prefix or _currency(parts) or ("%" if "percent" in parts else "")
    needs = None
    if not written[0].isdigit() and number < 100:
        needs = None if unit or scale else _NEVER if number == 1 else _COUNTS
    return _Amount(start, end, number, number, scale, unit, bool(prefix), needs)


def _number(words: str) -> Decimal:
    """Work out "two hundred and fifty thousand", "one and a half", "half a", "a"."""
    total = current = Decimal(0)
    for word in re.split(r"\W+", words):
        if word == "hundred":
            current = (current or Decimal(1)) * 100
        elif word == "thousand":
            total, current = total + current * 1000, Decimal(0)
        else:
            current += Decimal("0.5") if word == "half" else _NUMBERS.get(word, 0)
    return total + current or Decimal(1)


def _currency(parts: _Parts) -> str:
    noun = " ".join(parts.get("noun", "").lower().split()).removesuffix(" sterling")
    return _CURRENCY_NOUNS.get(noun.removesuffix("s"), parts.get("noun", ""))


def _plural(start: int, end: int, parts: _Parts) -> _Amount:
    word = (parts.get("plural") or parts["several"]).lower()
    bounds = plural_bounds(word, parts.get("times", "").lower())
    return _Amount(start, end, *bounds, Decimal(1), _currency(parts))


def plural_bounds(word: str, times: str) -> tuple[Decimal, Decimal]:
    """Bound "billions": from one billion to the last whole number below a trillion."""
    low = SCALES[word] * {"": 1, "tens": 10, "hundreds": 100}[times]
    return low, low * (10 if times or word == "hundred" else 1000) - 1


def _fraction(start: int, end: int, parts: _Parts) -> _Amount:
    count, whole = parts.get("parts", "").lower(), parts.get("whole", "half").lower()
    percent = Decimal(_NUMBERS.get(count, 1) * 100) / _FRACTIONS[whole]
    percent = percent.quantize(Decimal("0.000001"))
    if not count:
        needs: re.Pattern[str] | None = _COUNTS_HALF
    elif count in _NUMBERS and not parts["gap"].isspace():
        needs = None
    else:
        needs = _COUNTS_PARTS  # "a third" may be the next after the second
    return _Amount(start, end, percent, percent, unit="%", needs=needs)


def _moment(start: int, end: int, parts: _Parts) -> _Moment:
    part = " ".join(re.split(rf"{_SPACE}+", parts.get("part", "").lower()))
    moment = _Moment(start, end, int(parts["year"]) if "year" in parts else None)
    if "decade" in parts:
        first, last = _DECADE_PARTS[part]
        decade = int(parts["decade"]) * 10
        return replace(moment, year=decade + first, last_year=decade + last)
    if "month" not in parts:
        return replace(moment, division=_YEAR_PARTS.get(part, 0))
    month = _MONTH_NUMBERS.get(parts["month"][:3]) or int(parts["month"])
    day, last_day = int(parts.get("day", 0)), int(parts.get("last_day", 0)) or None
    if part:
        day, last_day = _MONTH_PARTS[part]
    return replace(moment, division=month, day=day, last_day=last_day, is_pair="and" in parts)


# What re takes for s, k and i where case is ignored, but no table of ours lists.
_PLAIN_LETTERS = str.maketrans("\u017f\u212a\u0130\u0131", "skIi")
# By kind: its parts, each with its group in the pattern.
_PARTS = {
    kind: [
        (name.removeprefix(f"{kind}__"), group)
        for name, group in _TOKEN.groupindex.items()
        if name.startswith(f"{kind}__")
    ]
    for kind in _SOURCES
}
_WORD_KINDS = {"between", "hedge", "tail", "joint", "dash", "plus"}
_READERS: dict[str, Callable[[int, int, _Parts], _Amount | _Moment]] = {
    **{"amount": _amount, "plural": _plural, "fraction": _fraction},
    **dict.fromkeys(
        ("iso", "decade", "day_month", "month_day", "month", "year_part", "year"), _moment
    ),
}


def _piece(text: str, tokens: list[_Token], index: int) -> _Piece | None:
    """Read the value that begins at a token: that of a range or of the token alone."""
    left = tokens[index]
    if isinstance(left, _Word) or _is_negative(text, tokens, index):
        return None
    before = tokens[index - 1] if index else None
    is_between = (
        isinstance(before, _Word) and before.kind == "between" and _adjoin(text, before, left)
    )
    right = tokens[index + 1 : index + 3]
    if len(right) == 2 and _adjoin(text, left, right[0]) and _adjoin(text, *right):
        span = _range(text, left, right[0], right[1], is_between)
        if span:
            return replace(span, first=index - is_between, last=index + 2)
    if isinstance(left, _Amount):
        return _Piece(index, index, left.type, left.unit, left.value, left.needs)
    if not left.value or left.is_pair and not is_between:
        return None
    return _Piece(index - left.is_pair, index, "date", "", left.value)


def _adjoin(text: str, left: _Token, right: _Token) -> bool:
    return _NOTHING.fullmatch(text, left.end, right.start) is not None


def _is_negative(text: str, tokens: list[_Token], index: int) -> bool:
    """Tell whether a minus belongs to the token: without it, it would be another amount."""
    sign = tokens[index - 1] if index else None
    return (
        isinstance(sign, _Word)
        and sign.kind == "dash"
        and sign.end == tokens[index].start
        and (sign.start == 0 or text[sign.start - 1] == "(" or text[sign.start - 1].isspace())
    )


def _range(
    text: str, left: _Amount | _Moment, joint: _Token, right: _Token, is_between: bool
) -> _Piece | None:
    """Read two ends and what joins them: "$11.5-13 billion", "between 2019 and 2023"."""
    if not isinstance(joint, _Word):
        return None
    is_joint = joint.kind == "dash" or joint.words == "to" or is_between and joint.words == "and"
    if isinstance(left, _Moment) and isinstance(right, _Moment):
        if not is_joint and joint.words not in ("through", "until", "till"):
            return None
        dates = _span_of_time(left, right)
        return _Piece(0, 0, "date", "", dates) if dates else None
    if isinstance(left, _Amount) and isinstance(right, _Amount):
        if not is_joint and joint.words != "or":
            return None
        if joint.words == "to" and _CHANGE.search(text, 0, left.start):
            return None
        is_close = is_between or joint.kind == "dash"
        return _span_of_amounts(left, right, is_close)
    return None


def _span_of_time(left: _Moment, right: _Moment) -> Dates | None:
    """Give the days from left to right; "October to December 2023" lends October its year."""
    if left.year is None and right.division:
        left = replace(left, year=right.year)
    start, end = left.value, right.value
    if not start or not end or not in_order(start.earliest, end.latest):
        return None
    return Dates(start.earliest, end.latest)


def _span_of_amounts(left: _Amount, right: _Amount, is_close: bool) -> _Piece | None:
    """Give the amounts from left to right; what only one end says of unit and scale is lent."""
    if left.is_prefixed and not right.unit and (is_close or right.scale and not left.scale):
        right = replace(right, unit=left.unit)  # not in "paid $5 million to 10 companies"
    elif right.unit and not right.is_prefixed and not left.unit:
        left = replace(left, unit=right.unit)  # "5 to 10 percent"
    if left.unit != right.unit:
        return None
    if right.scale and not left.scale and left.low <= right.low:
        left = replace(left, scale=right.scale)  # "$11.5-13 billion"
    low, high = left.value.low, right.value.high
    if not in_order(low, high):
        return None
    return _Piece(0, 0, left.type, left.unit, Interval(low, high), right.needs)


def _hedged_figure(text: str, tokens: list[_Token], piece: _Piece) -> Figure:
    """Give the piece with the hedges on both sides, applied from the innermost outwards."""
    start, end, value = tokens[piece.first].start, tokens[piece.last].end, piece.value
    gap = _NOTHING_BUT_THE if piece.type == "date" else _NOTHING
    hedges: list[str] = []
    for tail in tokens[piece.last + 1 : piece.last + 2]:
        hedged = _hedged(value, tail, _AMOUNT_TAILS, _DATE_TAILS)
        if hedged and _NOTHING.fullmatch(text, end, tail.start):
            end, value = tail.end, hedged
            hedges.append(" ".join(text[tail.start : tail.end].lower().split()))
    for hedge in reversed(tokens[: piece.first]):
        hedged = _hedged(value, hedge, AMOUNT_HEDGES, _DATE_HEDGES)
        if not hedged or not gap.fullmatch(text, hedge.end, start):
            break
        start, value = hedge.start, hedged
        hedges.insert(0, " ".join(text[hedge.start : hedge.end].lower().split()))
    unit = piece.unit if piece.type == "money" else ""
    return Figure(start, end, text[start:end], piece.type, unit, value, " ".join(hedges))


def _hedged(
    value: Interval | Dates,
    hedge: _Token,
    of_amounts: Mapping[str, _OfAmounts],
    of_dates: Mapping[str, _OfDates],
) -> Interval | Dates | None:
    """Give what the hedge makes of the value; None where it is no hedge of such a value."""
    if not isinstance(hedge, _Word):
        return None
    if isinstance(value, Dates):
        return of_dates[hedge.words](value) if hedge.words in of_dates else None
    return of_amounts[hedge.words](value) if hedge.words in of_amounts else None

"""Figures: what is found in English text, and what it is read as."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import figures as scanner
from generator.figures import figures, read_value, read_words
from generator.values import (
    Value,
    read_date,
)
from generator.wording import show
from tests.made import BN, days, exactly, interval

MONEY = [
    ("$500 billion", exactly(500 * BN)),
    ("$500\u00a0billion", exactly(500 * BN)),
    ("$157-billion valuation", exactly(157 * BN)),
    ("US$1bn", exactly(BN)),
    ("$1B", exactly(BN)),
    ("USD 1 billion", exactly(BN)),
    ("$2.5m", exactly(2_500_000)),
    ("$5 m", exactly(5_000_000)),
    ("$20 T-shirts", exactly(20)),
    ("$40k", exactly(40_000)),
    ("$1,234.50", exactly("1234.5")),
    ("$2019", exactly(2019)),
    ("2019 dollars", exactly(2019)),
    ("13 billion dollars", exactly(13 * BN)),
    ("13-billion-dollar plan", exactly(13 * BN)),
    ("five hundred billion US dollars", exactly(500 * BN)),
    ("one dollar", exactly(1)),
    ("half a trillion dollars", exactly(500 * BN)),
    ("a billion dollars", exactly(BN)),
    ("one and a half billion dollars", exactly(1_500_000_000)),
    ("$11.5-13 billion", interval(11_500_000_000, 13 * BN)),
    ("$11.5\u201313 billion", interval(11_500_000_000, 13 * BN)),
    ("$11.5 billion to $13 billion", interval(11_500_000_000, 13 * BN)),
    ("11.5 to 13 billion dollars", interval(11_500_000_000, 13 * BN)),
    ("ranging from $1 billion to $2 billion", interval(BN, 2 * BN)),
    ("between $1 billion and $2 billion", interval(BN, 2 * BN)),
    ("$900,000 to $1 million", interval(900_000, 1_000_000)),
    ("$10-$20 billion", interval(10 * BN, 20 * BN)),
    ("$5-10", interval(5, 10)),
    ("between $5 and 10", interval(5, 10)),
    ("over $13 billion", interval(13 * BN, None)),
    ("Over $13 billion", interval(13 * BN, None)),
    ("more than $1 trillion", interval(10**12, None)),
    ("at least $13 billion", interval(13 * BN, None)),
    ("upwards of $13 billion", interval(13 * BN, None)),
    ("$13 billion or more", interval(13 * BN, None)),
    ("$13 billion-plus", interval(13 * BN, None)),
    ("$13bn+", interval(13 * BN, None)),
    ("under $1 billion", interval(None, BN)),
    ("less than $1 billion", interval(None, BN)),
    ("up to $1 billion", interval(None, BN)),
    ("at most $1 billion", interval(None, BN)),
    ("no more than $1 billion", interval(None, BN)),
    ("nearly $10 billion", interval(9 * BN, 10 * BN)),
    ("almost $10 billion", interval(9 * BN, 10 * BN)),
    ("about $10 billion", interval(9 * BN, 11 * BN)),
    ("around $10 billion", interval(9 * BN, 11 * BN)),
    ("roughly $10 billion", interval(9 * BN, 11 * BN)),
    ("some $10 billion", interval(9 * BN, 11 * BN)),
    ("an estimated $10 billion", interval(9 * BN, 11 * BN)),
    ("up to an estimated $10 billion", interval(None, 11 * BN)),
    ("billions of dollars", interval(BN, 10**12 - 1)),
    ("several billion dollars", interval(BN, 10**12 - 1)),
    ("a multibillion-dollar deal", interval(BN, 10**12 - 1)),
    ("tens of billions of dollars", interval(10 * BN, 100 * BN - 1)),
    ("hundreds of millions of dollars", interval(10**8, 10**9 - 1)),
    ("paid $5 million to 10 companies", exactly(5_000_000)),
    ("nothing but words", None),
    ("from $1 billion to $2 billion", None),  # a change, so two amounts
    ("$1 billion and $2 billion", None),
    ("$1 billion, later $1 billion", None),
    ("500 billion", None),
    ("\u00a35 million", None),
    ("-$5 million", None),
    ("AED$5", None),
    ("$1.234,56", None),
    ("$.5 billion", None),
]


@pytest.mark.parametrize(("words", "expected"), MONEY)
def test_money_in_words(words: str, expected: Value | None) -> None:
    assert read_words("money", words, "USD") == expected


@pytest.mark.parametrize(
    ("hedges", "expected"),
    [
        (
            "about, around, approximately, approx., roughly, some, estimated, an estimated, circa"
            ", ca., c., ~, in the region of",
            interval(90, 110),
        ),
        ("nearly, almost, just under, just short of, close to", interval(90, 100)),
        (
            "over, above, more than, greater than, at least, upwards of, upward of, in excess of"
            ", exceeding, no less than, not less than, no fewer than, not fewer than"
            ", a minimum of",
            interval(100, None),
        ),
        (
            "under, below, less than, fewer than, up to, at most, no more than, not more than"
            ", as much as, as many as, a maximum of",
            interval(None, 100),
        ),
    ],
)
def test_hedges_before_amounts(hedges: str, expected: Value) -> None:
    for hedge in hedges.split(", "):
        (figure,) = figures(f"It took {hedge} 100 days.")
        assert (figure.hedge, figure.value) == (hedge, expected)


@pytest.mark.parametrize(
    ("hedges", "earliest", "latest"),
    [
        (
            "about, around, approximately, approx., roughly, circa, ca., c., ~",
            "2018-01-01",
            "2020-12-31",
        ),
        ("at least, as early as, no earlier than, not before", "2019-01-01", None),
        (
            "by, no later than, not later than, by the end of, before the end of",
            None,
            "2019-12-31",
        ),
        ("before, prior to, earlier than, pre-", None, "2018-12-31"),
        ("after, later than, post-", "2020-01-01", None),
    ],
)
def test_hedges_before_dates(hedges: str, earliest: str | None, latest: str | None) -> None:
    for hedge in hedges.split(", "):
        (figure,) = figures(f"It came {hedge}{'' if hedge.endswith('-') else ' '}2019.")
        assert (figure.hedge, figure.value) == (hedge, days(earliest, latest))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        *(("100 or more", interval(100, None)), ("100+", interval(100, None))),
        *(("100-plus", interval(100, None)), ("100 or less", interval(None, 100))),
        *(("100 or fewer", interval(None, 100)), ("100 or so", interval(90, 110))),
        *(
            ("2019 or later", days("2019-01-01", None)),
            ("2019 or earlier", days(None, "2019-12-31")),
        ),
        ("2019 or so", days("2018-01-01", "2020-12-31")),
    ],
)
def test_hedges_after_figures(words: str, expected: Value) -> None:
    (figure,) = figures(words)
    assert (figure.words, figure.value) == (words, expected)


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        *(("one-half", "50"), ("two-thirds", "66.666667"), ("one-quarter", "25")),
        *(("three-fourths", "75"), ("two-fifths", "40"), ("one-sixth", "16.666667")),
        *(("one-seventh", "14.285714"), ("five-eighths", "62.5"), ("one-ninth", "11.111111")),
        *(("nine-tenths", "90"), ("two thirds of", "66.666667"), ("a fifth of", "20")),
    ],
)
def test_fractions_are_percentages(words: str, percent: str) -> None:
    assert [figure.value for figure in figures(f"It lost {words} it.")] == [exactly(percent)]


@pytest.mark.parametrize(
    ("words", "division"),
    [
        *(("early", 37), ("the beginning of", 37), ("the start of", 37), ("mid", 38)),
        *(("the middle of", 38), ("late", 39), ("the end of", 39), ("spring", 21)),
        *(("summer", 22), ("autumn", 23), ("fall", 23), ("Q1", 33), ("Q2", 34), ("Q3", 35)),
        *(("Q4", 36), ("H1", 40), ("H2", 41), ("first quarter of", 33), ("second quarter", 34)),
        *(("third-quarter", 35), ("the fourth quarter of", 36), ("first half of", 40)),
        *(("second half of", 41), ("early in", 37)),
    ],
)
def test_parts_of_a_year(words: str, division: int) -> None:
    assert read_words("date", f"{words} 2024") == read_date(f"2024-{division}")


@pytest.mark.parametrize(
    ("words", "unit", "amount"),
    [
        ("\u00a32.5m", "GBP", 2_500_000),
        ("5 million pounds sterling", "GBP", 5_000_000),
        ("\u20ac3 bn", "EUR", 3 * BN),
        ("3 billion euros", "EUR", 3 * BN),
        ("EUR3bn", "EUR", 3 * BN),
        ("CHF 5 million", "CHF", 5_000_000),
        ("5 million CHF", "CHF", 5_000_000),
        ("5 million Swiss francs", "CHF", 5_000_000),
        ("5 million rupees", "INR", 5_000_000),
        ("5 million yen", "JPY", 5_000_000),
        ("5 million yuan", "CNY", 5_000_000),
        ("5 million Canadian dollars", "CAD", 5_000_000),
        ("5 million Australian dollars", "AUD", 5_000_000),
        ("5 million U.S. dollars", "USD", 5_000_000),
        ("5 million American dollars", "USD", 5_000_000),
        ("U.S.$5 million", "USD", 5_000_000),
        ("\u00a55 million", "JPY", 5_000_000),
        ("\u20b95 million", "INR", 5_000_000),
        ("\u20a95 million", "KRW", 5_000_000),
        ("A$5 million", "AUD", 5_000_000),
        ("AU$5 million", "AUD", 5_000_000),
        ("C$5 million", "CAD", 5_000_000),
        ("CA$5 million", "CAD", 5_000_000),
        ("HK$5 million", "HKD", 5_000_000),
        ("NZ$5 million", "NZD", 5_000_000),
        ("S$5 million", "SGD", 5_000_000),
        ("R$5 million", "BRL", 5_000_000),
        ("$6 million (\u20ac5 million)", "EUR", 5_000_000),
    ],
)
def test_money_in_other_currencies(words: str, unit: str, amount: int) -> None:
    assert read_words("money", words, unit) == exactly(amount)


PERCENT = [
    ("20%", exactly(20)),
    ("20 %", exactly(20)),
    ("20 per cent", exactly(20)),
    ("20 percent", exactly(20)),
    ("a 20-percent stake", exactly(20)),
    ("0.25%", exactly("0.25")),
    ("twenty-one per cent", exactly(21)),
    ("one percent", exactly(1)),
    ("half a per cent", exactly("0.5")),
    ("one-third", exactly("33.333333")),
    ("two-thirds", exactly("66.666667")),
    ("a third of the cost", exactly("33.333333")),
    ("half of it", exactly(50)),
    ("half its income", exactly(50)),
    ("three-quarters", exactly(75)),
    ("half", exactly(50)),
    ("a third", exactly("33.333333")),
    ("over half of it", interval(50, None)),
    ("5-10%", interval(5, 10)),
    ("5% to 10%", interval(5, 10)),
    ("5 to 10 percent", interval(5, 10)),
    ("between 5 and 10 per cent", interval(5, 10)),
    ("approximately 10%", interval(9, 11)),
    ("up to 10%", interval(None, 10)),
    ("to approximately 10% by 2030", interval(9, 11)),
    ("from the current 20% to approximately 10%", None),
    ("from 20% to 30%", None),
    ("20 percentage points", None),
    ("a third company", None),
    ("the second half of the year", None),
    ("a quarter of 2024", None),
    ("\u22125%", None),
    ("(-5%)", None),
]


@pytest.mark.parametrize(("words", "expected"), PERCENT)
def test_percentages_in_words(words: str, expected: Value | None) -> None:
    assert read_words("percent", words) == expected


NUMBERS = [
    ("100,000 chips", exactly(100_000)),
    ("10\u202f000 chips", exactly(10_000)),
    ("10 000 chips", exactly(10_000)),
    ("4.5", exactly("4.5")),
    ("4.5GW", exactly("4.5")),
    ("5", exactly(5)),
    ("five", exactly(5)),
    ("one", exactly(1)),
    ("2000", exactly(2000)),
    ("over 2000", interval(2000, None)),
    ("more than 2000 widgets", interval(2000, None)),
    ("2000 people", exactly(2000)),
    ("five-year", exactly(5)),
    ("twenty-one people", exactly(21)),
    ("two and a half years", exactly("2.5")),
    ("three-and-a-half years", exactly("3.5")),
    ("two hundred and fifty thousand", exactly(250_000)),
    ("two thousand five hundred chips", exactly(2500)),
    ("a hundred years", exactly(100)),
    ("a dozen firms", exactly(12)),
    ("two dozen firms", exactly(24)),
    ("half a million users", exactly(500_000)),
    ("10M users", exactly(10_000_000)),
    ("5 m of rope", exactly(5)),
    ("two to three years", interval(2, 3)),
    ("two or three years", interval(2, 3)),
    ("5 to 10 million users", interval(5_000_000, 10_000_000)),
    ("five or more outlets", interval(5, None)),
    ("300+ staff", interval(300, None)),
    ("some 300 people", interval(270, 330)),
    ("fewer than 300", interval(None, 300)),
    ("thousands of people", interval(1000, 999_999)),
    ("five days later", exactly(5)),
    ("in 2019, five companies for $5 million", exactly(5)),
    ("2019", exactly(2019)),  # nothing but a number, for a fact that is one
    ("in 2019", None),
    ("one company", None),
    ("from 5 to 10 people", None),
    ("the five", None),
    ("5t", None),
]


@pytest.mark.parametrize(("words", "expected"), NUMBERS)
def test_numbers_in_words(words: str, expected: Value | None) -> None:
    assert read_words("number", words) == expected


DATES = [
    ("2019", "2019-01-01", "2019-12-31"),
    ("July 2019", "2019-07-01", "2019-07-31"),
    ("Feb. 2024", "2024-02-01", "2024-02-29"),
    ("Sept 2024", "2024-09-01", "2024-09-30"),
    ("19 March 2024", "2024-03-19", "2024-03-19"),
    ("19th of March 2024", "2024-03-19", "2024-03-19"),
    ("March 19, 2024", "2024-03-19", "2024-03-19"),
    ("on Tuesday, March 19th, 2024,", "2024-03-19", "2024-03-19"),
    ("2024-03-19", "2024-03-19", "2024-03-19"),
    ("early 2024", "2024-01-01", "2024-04-30"),
    ("mid-2023", "2023-05-01", "2023-08-31"),
    ("since mid 2023", "2023-05-01", "2023-08-31"),
    ("late 2023", "2023-09-01", "2023-12-31"),
    ("the end of 2023", "2023-09-01", "2023-12-31"),
    ("mid-to-late 2023", "2023-05-01", "2023-12-31"),
    ("early March 2024", "2024-03-01", "2024-03-10"),
    ("late February 2024", "2024-02-21", "2024-02-29"),
    ("spring 2024", "2024-03-01", "2024-05-31"),
    ("the summer of 2024", "2024-06-01", "2024-08-31"),
    ("autumn 2024", "2024-09-01", "2024-11-30"),
    ("fall 2024", "2024-09-01", "2024-11-30"),
    ("Q3 2024", "2024-07-01", "2024-09-30"),
    ("third quarter of 2024", "2024-07-01", "2024-09-30"),
    ("first half of 2024", "2024-01-01", "2024-06-30"),
    ("by 2030", None, "2030-12-31"),
    ("by the end of March 2030", None, "2030-03-31"),
    ("by the summer of 2030", None, "2030-08-31"),
    ("before 2030", None, "2029-12-31"),
    ("before the end of 2030", None, "2030-12-31"),
    ("pre-2019", None, "2018-12-31"),
    ("2030 or earlier", None, "2030-12-31"),
    ("after 2019", "2020-01-01", None),
    ("until at least 2030", "2030-01-01", None),
    ("June 2025 or later", "2025-06-01", None),
    ("since 2019", "2019-01-01", "2019-12-31"),
    ("from 2019", "2019-01-01", "2019-12-31"),
    ("until 2030", "2030-01-01", "2030-12-31"),
    ("about 2019", "2018-01-01", "2020-12-31"),
    ("around March 2025", "2025-02-01", "2025-04-30"),
    ("about 1 March 2024", "2024-02-29", "2024-03-02"),
    ("around early 2024", "2023-09-01", "2024-08-31"),
    ("by around 2030", None, "2031-12-31"),
    ("2019-2023", "2019-01-01", "2023-12-31"),
    ("from 2019 to 2023", "2019-01-01", "2023-12-31"),
    ("between 2019 and 2023", "2019-01-01", "2023-12-31"),
    ("between October and December 2023", "2023-10-01", "2023-12-31"),
    ("October\u2013December 2023", "2023-10-01", "2023-12-31"),
    ("between 21 and 27 January 2025", "2025-01-21", "2025-01-27"),
    ("21-27 January 2025", "2025-01-21", "2025-01-27"),
    ("between January 21 and 27, 2025", "2025-01-21", "2025-01-27"),
    ("January 21-27, 2025", "2025-01-21", "2025-01-27"),
    ("between 21 January and 3 March 2025", "2025-01-21", "2025-03-03"),
    ("the 2010s", "2010-01-01", "2019-12-31"),
    ("the late 2010s", "2017-01-01", "2019-12-31"),
]


@pytest.mark.parametrize(("words", "earliest", "latest"), DATES)
def test_dates_in_words(words: str, earliest: str | None, latest: str | None) -> None:
    assert read_words("date", words) == days(earliest, latest)


@pytest.mark.parametrize(
    "words",
    [
        "January 21st",
        "on January 21",
        "last fall",
        "in January",
        "on Tuesday",
        "five days later",
        "winter 2024",
        "FY2025",
        "fiscal 2025",
        "Q3 FY2025",
        "third quarter of fiscal year 2025",
        "the 2025 financial year",
        "first three months of 2024",
        "2024 Q3",
        "2024-25",
        "2024/25",
        "30 February 2024",
        "2024-13-01",
        "1/21/2025",
        "2019 and 2023",
        "21 and 27 January 2025",
        "2,019",
        "$2019",
        "2019 per cent",
        "1850",
        "",
    ],
)
def test_dates_that_the_words_do_not_give_are_not_invented(words: str) -> None:
    assert read_words("date", words) is None


# What price-parser, quantulum3, text2num, number-parser, pint, dateparser and edtf.text_to_edtf
# get wrong (reference/field-notes.md, section 6).
@pytest.mark.parametrize(
    ("type", "words", "printed"),
    [
        ("money", "$500 billion", "$500 billion"),
        ("money", "US$1bn", "$1 billion"),
        ("money", "more than $1 trillion", "over $1 trillion"),
        ("money", "$157-billion valuation", "$157 billion"),
        ("number", "100,000 GPUs", "100,000"),
        ("percent", "one-third", "one-third"),
        ("number", "4.5GW", "4.5"),
        ("date", "2019", "2019"),
        ("date", "July 2019", "July 2019"),
        ("date", "early 2024", "early 2024"),
        ("date", "mid-2023", "mid-2023"),
        ("date", "2019-2023", "between 2019 and 2023"),
        ("date", "by 2030", "by 2030"),
        ("date", "Q3 2024", "third quarter of 2024"),
    ],
)
def test_wordings_on_which_parsing_libraries_fail(type: str, words: str, printed: str) -> None:
    value = read_words(type, words, "USD")
    assert value
    assert show(value, type, "USD") == printed


def test_facts_of_other_types_are_not_read_from_words() -> None:
    assert read_words("set", "Ada and Ben") is None
    assert read_words("answer", "5") is None


# --- Figures in text


def found(text: str) -> list[tuple[str, str, str]]:
    return [(figure.words, figure.type, figure.hedge) for figure in figures(text)]


def test_figures_of_a_text_in_order() -> None:
    text = (
        "In 2019 the mill took $1 billion, since then nearly two-thirds more, for its five-year"
        " plan; by 2030 the two owners want 40,000 looms, or 20% to 30% of all."
    )
    assert found(text) == [
        ("2019", "date", ""),
        ("$1 billion", "money", ""),
        ("nearly two-thirds", "percent", "nearly"),
        ("five", "number", ""),
        ("by 2030", "date", "by"),
        ("two", "number", ""),
        ("40,000", "number", ""),
        ("20% to 30%", "percent", ""),
    ]


def test_figure_knows_its_place_and_unit() -> None:
    text = "It cost Over \u00a32.5m and 5 per cent."
    cost, share = figures(text)
    assert text[cost.start : cost.end] == cost.words == "Over \u00a32.5m"
    assert (cost.unit, cost.hedge) == ("GBP", "over")
    assert cost.value == interval(2_500_000, None)
    assert (share.words, share.unit) == ("5 per cent", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a change from the current 20% to approximately 10%", ["20%", "approximately 10%"]),
        ("it fell from $13 billion to $11 billion", ["$13 billion", "$11 billion"]),
        ("$2 billion to $1 billion", ["$2 billion", "$1 billion"]),
        ("sold for \u00a35 to 10 buyers", ["\u00a35", "10"]),
        ("at least about $5 billion", ["at least about $5 billion"]),
        ("well over 300 or so", ["over 300 or so"]),
        ("by the 2010s", ["by the 2010s"]),
        ("over the 2010s", ["2010s"]),
        ("a project\u2014$5 billion\u2014for 2019\u20142020", ["$5 billion", "2019", "2020"]),
        ("the plan\u2013$5 billion", ["$5 billion"]),
        ("2019\u2019s harvest", ["2019"]),
        ("$5, 10% and 3.", ["$5", "10%", "3"]),
        ("on March 5, 2024, 20 people", ["March 5, 2024", "20"]),
        ("2019, 2020 and 2021", ["2019", "2020", "2021"]),
        ("on January 21, 2,000 people", ["2,000"]),
        ("between them 5", ["5"]),
        ("one million of one's own", ["one million"]),
        ("a hundred and more", ["a hundred"]),
    ],
)
def test_what_belongs_to_a_figure(text: str, words: list[str]) -> None:
    assert [figure.words for figure in figures(text)] == words


@pytest.mark.parametrize(
    "text",
    [
        "Models o1, GPT-4, GPT-4.5-mini, MAI-1 and A100 on Web3 and 4chan.",
        "COVID-19 on a top-5 list",
        "It came third, on the 21st, in the twenty-first century, in the 1st of all.",
        "As said [@some-article, paras. 4-6, 8; @other, para. 12].",
        "See para. 4, pp. 5-6, section 230, No. 7 and version 2.0.",
        "https://example.org/2024/01/05/500",
        "at 12:30, 9 a.m. or 5pm, on 24/7",
        "no one, one of them, one more company, a one-year plan",
        "where the two seemed to clash",
        "the two are, the three agree, all five and more",
        "a half-hearted third try, one third company, a third one",
        "1.2.3 and 1,5 and 5'000",
        "dozens of tenfold increases",
    ],
)
def test_what_is_not_a_figure(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "two companies",
        "the two tech giants",
        "two of them",
        "two very large mills",
        "two people",
        "a two-part plan",
        "two or more",
        "two years",
    ],
)
def test_number_words_are_figures_where_they_count(text: str) -> None:
    counted = text if text != "two or more" else "two or more mills"
    assert [figure.value for figure in figures(counted)] == [
        interval(2, None) if "or more" in text else exactly(2)
    ]


VOCABULARY = (
    "$ US$ \u00a3 5 13 2.5 500 2019 2030 21 % per cent percent billion bn million hundred and two"
    " five one twenty - \u2013 to between from by about over at least nearly up or more later early"
    " mid late March May January winter quarter half third of a an the dollars years Q3 FY Sept. c."
    " ~ + , . 's ( ) [@ ] spring first second 2010s tens thousands companies people 30 February"
    " \u017fix m\u0131llion \u212a"
)
vocabulary = st.lists(st.sampled_from(VOCABULARY.split(" ")), max_size=12)


@given(vocabulary.map(" ".join) | vocabulary.map("".join) | st.text())
def test_any_text_gives_figures_in_order_and_apart(text: str) -> None:
    end = 0
    for figure in figures(text):
        assert end <= figure.start < figure.end
        assert figure.words == text[figure.start : figure.end]
        end = figure.end


spelled = st.lists(
    st.sampled_from(
        [
            "USD",
            "EUR",
            "U.S.$",
            "$",
            "USDfive",
            "Usdfive",
            "an",
            "a",
            "hundred",
            "dozen",
            "multi",
            "multimillion",
            "several",
            "Multi-billion",
            "hundreds",
            "thirds",
            "quarter",
            "half",
            "halves",
            "halve",
            "one-third",
            "forty",
            "fourteen",
            "ten",
            "tens",
            "often",
            "ONE",
            "six",
            "ſixth",
            "oneK",
            "mıllion",
            "million",
            "of",
            "dollars",
            "per",
            "cent",
            "%",
            "people",
            "in",
            "-",
            "–",
            ".",
            "spring",
            "January",
            "early",
            "mid",
            "billion-dollar",
            "twofold",
            "twenty-one",
            "and",
            "over",
        ]
    ),
    max_size=8,
)


@given(spelled.map(" ".join) | spelled.map("".join) | vocabulary.map(" ".join) | st.text())
@example("a multimillion dollar deal")
@example("a third of it")
@example("USDfive")
@example("a dozen people")
@example("two \u017fixths of it")
def test_no_figure_is_in_a_text_that_is_not_scanned_for_any(text: str) -> None:
    for is_alone in (False, True):
        known = scanner._figures.__wrapped__(text, is_alone)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(scanner, "_MAY_BE", re.compile(""))  # as if every text may have some
            assert scanner._figures.__wrapped__(text, is_alone) == known


@pytest.mark.parametrize(
    ("type", "written", "unit", "expected"),
    [
        ("money", "$500 billion", "USD", exactly(500 * BN)),
        ("money", " over $13 billion ", "USD", interval(13 * BN, None)),
        ("money", "$11.5 billion to $13 billion", "USD", interval(11_500_000_000, 13 * BN)),
        ("money", "between $1 billion and $2 billion", "USD", interval(BN, 2 * BN)),
        ("money", "billions of dollars", "USD", interval(BN, 10**12 - 1)),
        ("money", "$500 billion in all", "USD", None),
        ("money", "$500 billion", "EUR", None),
        ("money", "500", "USD", None),
        ("percent", "about 10%", "", interval(9, 11)),
        ("percent", "one-third", "", exactly("33.333333")),
        ("percent", "10", "", None),
        ("number", "5", "years", exactly(5)),
        ("number", "two", "years", exactly(2)),
        ("number", "over 300", "people", interval(300, None)),
        ("number", "over 2000", "people", interval(2000, None)),
        ("number", "5 to 10", "", interval(5, 10)),
        ("number", "five years", "years", None),
        ("number", "many", "", None),
        ("date", "2024-37", "", days("2024-01-01", "2024-04-30")),
        ("date", "early 2024", "", None),
        ("set", "Ada", "", None),
    ],
)
def test_values_as_editors_write_them(
    type: str, written: str, unit: str, expected: Value | None
) -> None:
    assert read_value(type, written, unit) == expected

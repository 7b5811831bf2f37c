"""Rows of the fact table → the views of the pictures: what happened when, amounts, agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby

from msgspec.structs import replace

from generator import axis, comparison, paging, urls
from generator.axis import Axis, Bar
from generator.facts import listed
from generator.markdown import slugify
from generator.model import MOST_MARKS, RELATIONS, Article, FactType, Reading, Relation, Row
from generator.problems import counted
from generator.values import Dates, Interval
from generator.views import (
    Agreement,
    Amount,
    Amounts,
    Event,
    Events,
    Givers,
    Mark,
    ReadingView,
    Share,
    Strand,
    TimeStrip,
    Use,
)
from generator.wording import currency, show

Marks = Mapping[str, Mark]  # by article
View = Callable[[Reading], ReadingView]  # what is printed of a reading
_Source = tuple[Row, Sequence[Reading]] | Article  # what dates something
Dated = tuple[_Source, Dates, Sequence[Dates]]  # with its date, and those of other articles

# Amounts of these types can be compared by length; a number counts now this, now that.
_SCALED: tuple[FactType, ...] = ("money", "percent")
_RELATION_VERBS: dict[Relation, tuple[str, str]] = {
    "differ": ("differs", "differ"),
    "changed": ("changed", "changed"),
    "compatible": ("is compatible", "are compatible"),
    "agree": ("agrees", "agree"),
}
_LINE, _MARK = 350, 90  # bytes of a line of a picture, and of each mark and bar in it
_GAP = 0.6  # per cent of a strip between two bars of one lane
_GAP_OF_MARKS = 6.0  # where a letter stands behind the bar
_REMEMBERED = 2**10  # agreements as they are drawn
_LANE, _LANE_OF_YEARS, _LANE_OF_MARKS = 12, 22, 16  # pixels


# ----------------------------------------------------------------------------------- time


def dated(
    rows: Iterable[Row], articles: Iterable[Article], marks: Marks
) -> tuple[tuple[Dated, ...], ...]:
    """What the rows and the articles date, in order of time, in parts that a page holds; none
    where they date nothing."""
    found = [*_dated(rows), *_published(articles)]
    if not any(dates.earliest or dates.latest for _, dates, _ in found):
        return ()
    found.sort(key=lambda each: (*_days(each[1]), *_kind_and_words(each[0], marks)))
    return paging.parts(found, paging.MOST_WEIGHT, _weight_of_event)


def events(parts: Sequence[Sequence[Dated]], number: int, marks: Marks) -> Events | None:
    """The number-th (from 1) part of what is dated, on an axis of its own; None where there is
    none."""
    if not parts:
        return None
    part, everything = parts[number - 1], [each for part in parts for each in part]
    known = [dates for _, dates, _ in part if dates.earliest or dates.latest]
    scale = axis.time_axis(known or [dates for _, dates, _ in everything])
    first, last = (axis.year(end) for end in (scale.low, scale.high - 1))
    found = (_event(what, dates, others, scale, marks) for what, dates, others in part)
    return Events(axis.years(scale), tuple(found), first, last)


def years(part: Sequence[Dated]) -> str:
    """From which year to which a part of what is dated is, in words."""
    days = [d for _, dates, _ in part for d in (dates.earliest or dates.latest,) if d]
    if not days:
        return "no date"
    first, last = days[0].year, days[-1].year
    return f"{first}" if first == last else f"{first} to {last}"


def _weight_of_event(of: Dated) -> int:
    """About as many bytes as its line has."""
    what, _, others = of
    given = 1 if isinstance(what, Article) else min(len(what[1]), MOST_MARKS)
    return _LINE + _MARK * (given + len(others))


def _kind_and_words(what: _Source, marks: Marks) -> tuple[str, str]:
    if isinstance(what, Article):
        return "article", f"{marks[what.slug].label} is published"
    return "event", what[0].fact.event


def _dated(rows: Iterable[Row]) -> Iterator[Dated]:
    """Each date of a fact with an event, with the readings that give it and the other dates."""
    for row in rows:
        by_value: dict[Dates, list[Reading]] = {}
        for reading in row.readings if row.fact.event else ():
            if isinstance(reading.value, Dates):
                by_value.setdefault(reading.value, []).append(reading)
        for value, readings in by_value.items():
            yield (row, readings), value, [other for other in by_value if other != value]


def _published(articles: Iterable[Article]) -> Iterator[Dated]:
    for article in articles:
        if article.published:
            yield article, article.published.dates, ()


def _event(
    what: _Source,
    dates: Dates,
    others: Sequence[Dates],
    scale: Axis,
    marks: Marks,
) -> Event:
    bars = (*(scale.dates(other, is_faint=True) for other in others), scale.dates(dates))
    if isinstance(what, Article):
        mark = marks[what.slug]
        shown = what.published.shown if what.published else ""
        return Event(
            date=with_inferred(shown, bool(what.published_inferred)),
            words=_kind_and_words(what, marks)[1],
            address=mark.address,
            givers=givers([mark]),
            is_disputed=False,
            kind="article",
            bars=bars,
        )
    row, readings = what
    return Event(
        date=with_inferred(readings[0].shown, all(r.inferred for r in readings)),
        words=row.fact.event,
        address=urls.fact(row.fact.id),
        givers=givers(marks[reading.article] for reading in readings),
        is_disputed=row.relation == "differ",
        kind="event",
        bars=bars,
    )


def time_strip(rows: Sequence[Row], articles: Sequence[Article], marks: Marks) -> TimeStrip | None:
    """The timeline at a glance; None where nothing has a date, or more than a glance takes in."""
    parts = dated(rows, articles, marks) if len(articles) <= MOST_MARKS else ()
    whole = events(parts, 1, marks) if len(parts) == 1 else None
    if whole is None:
        return None
    bars = [event.bars[-1] for event in whole.events if event.kind == "event"]
    bars.sort(key=lambda bar: (float(bar.x), float(bar.width)))
    published = [event for event in whole.events if event.kind == "article"]
    above = tuple(axis.lanes(bars, _GAP))
    below = tuple(axis.lanes([event.bars[-1] for event in published], _GAP_OF_MARKS))
    line = _LANE * (1 + max(above, default=0)) + _LANE
    top = line + _LANE_OF_YEARS
    return TimeStrip(
        ticks=whole.ticks,
        # The first lane is the one next to the line.
        events=tuple(
            Strand(bar, line - _LANE * (lane + 1), None)
            for bar, lane in zip(bars, above, strict=True)
        ),
        articles=tuple(
            Strand(event.bars[-1], top + _LANE_OF_MARKS * lane, event.givers.marks[0])
            for event, lane in zip(published, below, strict=True)
        ),
        told=tuple(event for event in whole.events if event.kind == "event"),
        line=line,
        height=top + _LANE_OF_MARKS * (1 + max(below, default=-1)),
        words=f"{counted(len(bars), 'date')} of events and {counted(len(published), 'date')} of"
        f" articles, on a line from {whole.first} to {whole.last}",
    )


def givers(marks: Iterable[Mark]) -> Givers:
    """Each article that gives a value once: its mark, or how many they are."""
    found = tuple(dict.fromkeys(marks))
    if len(found) <= MOST_MARKS:
        return Givers(found, "")
    return Givers((), counted(len(found), "article"))


def qualified(reading: ReadingView) -> str:
    """A value with the date that it speaks for, and whether it is inferred."""
    dated = f"{reading.shown} ({reading.as_of})" if reading.as_of else reading.shown
    return with_inferred(dated, bool(reading.inferred))


def with_inferred(shown: str, is_inferred: bool) -> str:
    """A value as printed, and whether it is inferred."""
    return f"{shown} (inferred)" if is_inferred else shown


def _days(dates: Dates) -> tuple[date, date]:
    """By which dates are sorted: the first day, and of those that begin together the last."""
    first = dates.earliest or dates.latest or date.min
    return first, dates.latest or date.max


# -------------------------------------------------------------------------------- amounts


def amounts(rows: Iterable[Row], view: View) -> tuple[Amounts, ...]:
    """The amounts of each unit, to scale, the largest first; of a unit with one there is none."""
    by_unit: dict[tuple[FactType, str], list[Row]] = {}
    for row in rows:
        if row.fact.type in _SCALED and row.readings:
            by_unit.setdefault((row.fact.type, row.fact.unit), []).append(row)
    found = (_amounts(type, unit, of_unit, view) for (type, unit), of_unit in by_unit.items())
    return tuple(each for each in found if len(each.amounts) > 1)


def in_parts(found: Sequence[Amounts]) -> tuple[tuple[Amounts, ...], ...]:
    """Amounts of all units in parts that a page holds; those of a unit keep their axis."""
    lines = [(number, amount) for number, each in enumerate(found) for amount in each.amounts]
    return tuple(
        tuple(
            replace(found[number], amounts=tuple(amount for _, amount in of_unit))
            for number, of_unit in groupby(part, key=lambda line: line[0])
        )
        for part in paging.parts(lines, paging.MOST_WEIGHT, _weight_of_amount)
    )


def _weight_of_amount(line: tuple[int, Amount]) -> int:
    return _LINE + len(line[1].question) + _MARK * len(line[1].givers.marks)


def _amounts(type: FactType, unit: str, rows: Sequence[Row], view: View) -> Amounts:
    questions = {row.fact.id: row.fact.question for row in rows}
    given: dict[tuple[str, str, Interval], list[Mark]] = {}
    for row in rows:
        for reading in row.readings:
            if isinstance(reading.value, Interval):
                printed = view(reading)
                key = (row.fact.id, qualified(printed), reading.value)
                given.setdefault(key, []).append(printed.mark)
    scale = axis.amount_axis((value for *_, value in given), 100 if type == "percent" else 0)
    found = sorted(given.items(), key=lambda each: -(each[0][2].low or each[0][2].high or 0))
    ticks = axis.amounts(scale)
    return Amounts(
        id=slugify(f"{type} {unit}"),
        name="Shares" if type == "percent" else f"Amounts in {currency(unit)}",
        ticks=tuple(
            axis.tick(
                scale, float(amount), show(Interval(amount, amount), type, unit) if amount else "0"
            )
            for amount in ticks
        ),
        amounts=tuple(
            Amount(
                question=questions[id],
                address=urls.fact(id),
                shown=shown,
                givers=givers(marks),
                sure=scale.bar(0, float(value.low or 0)),
                possible=_possible(value, scale),
            )
            for (id, shown, value), marks in found
        ),
    )


def _possible(value: Interval, scale: Axis) -> Bar | None:
    if value.low == value.high:
        return None
    high = None if value.high is None else float(value.high)
    return scale.bar(float(value.low or 0), high, is_faint=True)


# ------------------------------------------------------------------------------ agreement


def agreement(pair: comparison.Pair, other: Mark, most: int) -> Agreement:
    """How one of a pair of articles stands to the other, to the scale of the most shared facts of
    any pair."""
    counts = tuple((r, pair.relations[r]) for r in reversed(RELATIONS) if pair.relations.get(r))
    shares, words = _shares(counts, most or 1)
    return Agreement(other=other, shared=pair.shared, shares=shares, words=words)


@lru_cache(maxsize=_REMEMBERED)
def _shares(counts: tuple[tuple[Relation, int], ...], most: int) -> tuple[tuple[Share, ...], str]:
    """Counts to the scale of the most, and in words; of many pairs they are the same."""
    places = axis.shares([count for _, count in counts], most)
    parts = [f"{count} {_RELATION_VERBS[r][count != 1]}" for r, count in counts]
    shares = tuple(
        Share(relation, count, *place)
        for (relation, count), place in zip(counts, places, strict=True)
    )
    shared = counted(sum(count for _, count in counts), "fact")
    return shares, f"{shared}: {listed(parts)}" if parts else "no fact"


# -------------------------------------------------------------------------------- coverage


def sides(counts: Sequence[int]) -> Iterator[str]:
    """The sides of squares whose areas are as the counts; the largest has 1."""
    most = max(counts, default=0)
    for count in counts:
        yield f"{(count / most) ** 0.5 if most else 0:.3f}".rstrip("0").rstrip(".")


def most_used(counts: Sequence[int]) -> str:
    """How much rests on the paragraphs, in words."""
    unused = [n for n, count in enumerate(counts, 1) if not count]
    most = [n for n, count in enumerate(counts, 1) if count and count == max(counts)]
    if not most:
        return "Nothing rests on any of its paragraphs."
    words = f"Statements and readings that rest on each of its {counted(len(counts), 'paragraph')},"
    words += f" from the first to the last. Most rest on {_paragraphs(most)}: {max(counts)}."
    return f"{words} Nothing rests on {_paragraphs(unused)}." if unused else words


def _paragraphs(numbers: Sequence[int]) -> str:
    word = "paragraph" if len(numbers) == 1 else "paragraphs"
    return f"{word} {listed([str(number) for number in numbers])}"


def uses(counts: Sequence[int]) -> tuple[Use, ...]:
    """Columns as high as the counts, side by side."""
    most = max(counts, default=0) or 1
    places = axis.shares([1] * len(counts), len(counts))
    heights = axis.shares(counts, most)
    return tuple(
        Use(number, count, x, width, axis.per_cent(100 - float(height)), height)
        for number, (count, (x, width), (_, height)) in enumerate(
            zip(counts, places, heights, strict=True), 1
        )
    )

"""`Site` → what an editor asks in the terminal: how a relation came about, what is not used."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from generator.figures import figures
from generator.model import Article, Reading, Row, Site
from generator.problems import counted


def explain(row: Row) -> str:
    """How a fact's relation was reached: reading by reading, pair by pair, and the rule."""
    fact = row.fact
    unit = f" in {fact.unit}" if fact.unit else ""
    lines = [fact.question, f"{fact.id}: {fact.type}{unit}, topic {fact.topic or 'none'}", ""]
    for number, reading in enumerate(row.readings, 1):
        lines += _reading(number, reading)
    for silence in row.silent:
        lines.append(f"   {silence.article}: silent, {silence.reason}")
    if not row.silent:
        for reason, count in row.silent_counts.items():
            lines.append(f"   {counted(count, 'article')}: silent, {reason}")
    lines += ["", *_pairs(row), *_rule(row), _origins(row)]
    return "\n".join(lines)


def _reading(number: int, reading: Reading) -> Iterator[str]:
    normalised = json.dumps(reading.value.normalized(), ensure_ascii=False)
    yield f"{number}. {reading.article}, para. {reading.paragraph}: {reading.shown}"
    yield f"   is {normalised}"
    yield f'   from "{reading.quote}" ({"proven" if reading.is_proven else "not proven"})'
    for what, words in (
        ("said by", reading.said_by),
        ("origin", reading.origin or "not stated"),
        ("hedge", reading.hedge),
        ("as of", reading.as_of.shown if reading.as_of else "not known"),
        ("inferred", reading.inferred),
    ):
        if words:
            yield f"   {what}: {words}"


def _pairs(row: Row) -> Iterator[str]:
    for (one, first), (other, second) in combinations(enumerate(row.readings, 1), 2):
        if first.value == second.value:
            continue
        if first.value.meets(second.value):
            yield f"{one} and {other} have something in common and are not equal"
            continue
        dates = [reading.as_of for reading in (first, second) if reading.as_of]
        apart = len(dates) == 2 and not dates[0].dates.meets(dates[1].dates)
        when = "speak for different dates" if apart else "may speak for the same date"
        yield f"{one} and {other} have nothing in common, and {when}"


def _rule(row: Row) -> Iterator[str]:
    rules = {
        "none": "there is no reading",
        "single": "all readings are one article's, and no two of them exclude each other",
        "agree": "all values are equal",
        "compatible": "any two values have something in common, but not all are equal",
        "changed": "the fact may change, and what excludes each other speaks for different dates",
        "differ": "some two values have nothing in common"
        + (", and not all of these speak for different dates" if row.fact.changes else ""),
    }
    yield f"{row.relation}: {rules[row.relation]}"


def _origins(row: Row) -> str:
    at_most = "at most " if row.origins_at_most else ""
    return f"{counted(row.articles, 'article')}, {at_most}{counted(row.origins, 'origin')}"


def coverage(site: Site, texts: Mapping[str, Sequence[str]]) -> str:
    """For each article the paragraphs that nothing rests on and, where its text is at hand, the
    figures in it that no reading records."""
    return "\n\n".join(
        "\n".join(_coverage(article, site, texts.get(article.slug)))
        for article in site.content.articles
    )


def _coverage(article: Article, site: Site, text: Sequence[str] | None) -> Iterator[str]:
    numbers = range(1, len(article.body.paragraphs) + 1)
    readings = [r for row in site.rows for r in row.readings if r.article == article.slug]
    unused = [n for n in numbers if (article.slug, n) not in site.backlinks]
    unread = [n for n in numbers if all(reading.paragraph != n for reading in readings)]
    yield (
        f"{article.slug}: {counted(len(numbers), 'paragraph')}, {counted(len(readings), 'reading')}"
    )
    yield f"  nothing rests on: {_numbers(unused)}"
    yield f"  no reading of: {_numbers(unread)}"
    for number, paragraph in enumerate(text or (), 1):
        recorded = [r.value for r in readings if r.paragraph == number]
        for figure in figures(paragraph):
            if figure.value not in recorded:
                yield f"  para. {number}: no reading records {figure.type} {figure.words!r}"


def _numbers(numbers: Sequence[int]) -> str:
    return ", ".join(f"para. {number}" for number in numbers) or "none"


def unchecked(site: Site) -> str:
    """The statements in which nothing can be checked: where only care protects the reader."""
    found = [
        cited.statement
        for passage in site.passages
        for cited in passage.cited.values()
        if not site.checkable[cited.id]
    ]
    lines = [f"{s.place}: {s.words}" for s in sorted(found, key=lambda s: s.place)]
    total = sum(len(passage.cited) for passage in site.passages)
    head = f"{len(lines)} of {counted(total, 'statement')} hold nothing that can be checked"
    return "\n".join([*lines, head])

"""`Site` → what an editor asks in the terminal: the fact table, how a relation came about, what
changed since the last release, what is not used. Plain text, fitted to a width where that is wide
enough for the longest words."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from generator import ledger, releases
from generator.changes import Change, Kind, between, summary
from generator.figures import figures
from generator.model import Article, Reading, ReleasedReading, Row, SilenceReason, Site
from generator.problems import Place, counted
from generator.values import read_date
from generator.wording import show

_SILENT: dict[SilenceReason, str] = {"not said": ".", "published before": "-", "unknown": "?"}
_GAP = "  "
_KINDS: tuple[Kind, ...] = ("changed", "added", "withdrawn")


def facts(site: Site, width: int) -> str:
    """The fact table: id, relation, a mark for each article, and what each value is said by."""
    letters = {a.slug: _letter(number) for number, a in enumerate(site.content.articles)}
    rows = [
        (row.fact.id, row.relation, _marks(row, letters), _values(row, letters))
        for row in site.rows
    ]
    signs = ", ".join(f'"{sign}" {reason}' for reason, sign in _SILENT.items())
    return "\n".join(
        [
            *_wrapped(", ".join(f"{letter} {slug}" for slug, letter in letters.items()), width),
            *_wrapped(f"{signs}; the letter of an article that says something", width),
            "",
            *_table(("FACT", "RELATION", "SAID BY", "VALUES"), rows, width),
        ]
    )


def _letter(number: int) -> str:
    """A to Z as on the site; further articles are numbered."""
    return chr(ord("A") + number) if number < 26 else str(number + 1)


def _marks(row: Row, letters: Mapping[str, str]) -> str:
    silent = {silence.article: _SILENT[silence.reason] for silence in row.silent}
    marks = [silent.get(slug, letter) for slug, letter in letters.items()]
    return ("" if len(letters) <= 26 else ",").join(marks)


def _values(row: Row, letters: Mapping[str, str]) -> str:
    said: dict[str, list[str]] = {}
    for reading in row.readings:
        said.setdefault(reading.shown, []).append(letters[reading.article])
    return "; ".join(f"{shown} ({', '.join(dict.fromkeys(by))})" for shown, by in said.items())


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Lines of a table: the widest columns are wrapped, down to their longest word."""
    columns = list(zip(head, *rows, strict=True))
    widths = [max(map(len, cells)) for cells in columns]
    least = [max(len(word) for cell in cells for word in cell.split() or [""]) for cells in columns]
    room = width - len(_GAP) * (len(head) - 1)
    while sum(widths) > room and widths != least:
        wide = [index for index in range(len(widths)) if widths[index] > least[index]]
        widths[max(wide, key=widths.__getitem__)] -= 1
    for row in (head, *rows):
        cells = [_wrapped(cell, at) or [""] for cell, at in zip(row, widths, strict=True)]
        for number in range(max(map(len, cells))):
            line = (
                (cell[number] if number < len(cell) else "").ljust(at)
                for cell, at in zip(cells, widths, strict=True)
            )
            yield _GAP.join(line).rstrip()


def _wrapped(words: str, width: int) -> list[str]:
    """Lines that break between words alone, so that an id can be copied."""
    return textwrap.wrap(words, width, break_on_hyphens=False, break_long_words=False)


def explain(row: Row, width: int) -> str:
    """How a fact's relation was reached: reading by reading, pair by pair, and the rule."""
    fact = row.fact
    unit = f" in {fact.unit}" if fact.unit else ""
    lines = _wrapped(fact.question, width)
    lines += [f"{fact.id}: {fact.type}{unit}, topic {fact.topic or 'none'}", ""]
    rows = [
        (
            str(number),
            reading.article,
            str(reading.paragraph),
            reading.shown,
            reading.as_of.shown if reading.as_of else "not known",
            reading.origin or "not stated",
        )
        for number, reading in enumerate(row.readings, 1)
    ]
    rows += [("", s.article, "", f"silent, {s.reason}", "", "") for s in row.silent]
    if not row.silent:
        rows += [
            ("", counted(count, "article"), "", f"silent, {reason}", "", "")
            for reason, count in row.silent_counts.items()
        ]
    lines += _table(("", "ARTICLE", "PARA.", "VALUE", "AS OF", "ORIGIN"), rows, width)
    lines.append("")
    for number, reading in enumerate(row.readings, 1):
        for line in _reading(number, reading):
            lines += textwrap.wrap(line, width, subsequent_indent="      ")
    found = [*_pairs(row), *_rule(row), _origins(row)]
    lines += ["", *(part for line in found for part in _wrapped(line, width))]
    return "\n".join(lines)


def _reading(number: int, reading: Reading) -> Iterator[str]:
    proven = "its words stand there" if reading.is_proven else "not all of it was found there"
    yield f'{number}. from "{reading.quote}" ({proven})'
    yield f"   is {json.dumps(reading.value.normalized(), ensure_ascii=False)}"
    for what, words in (
        ("said by", reading.said_by),
        ("hedge", reading.hedge),
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
        if apart and not row.fact.changes:
            when += ", but the fact does not say that it changes (changes: true)"
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


def changes(site: Site, width: int) -> str:
    """What changed in the facts since the last release, other relations first, each with the
    statements that speak of it."""
    if not site.content.releases:
        return "nothing was released yet: there is nothing to compare with"
    last = site.content.releases[-1]
    found = between(
        last.facts,
        releases.facts(site.rows),
        ledger.renamed(site.content.ledger, "fact"),
        ledger.renamed(site.content.ledger, "article"),
    )
    lines = [f"{summary(found)} since the release of {last.day}"]
    for change in sorted(found, key=lambda c: (_KINDS.index(c.kind), c.old_relation is None)):
        lines.append("")
        for line in _change(change, site):
            indent = line[: len(line) - len(line.lstrip())] + _GAP
            lines += textwrap.wrap(
                line,
                width,
                subsequent_indent=indent,
                break_on_hyphens=False,
                break_long_words=False,
            )
    new = ledger.new_articles(site.content)
    general = dict(sorted(_of_all_articles(site))) if new else {}
    if general:
        lines += ["", f"{', '.join(new)} came since; statements on how many articles say a thing:"]
        lines += [f"{_GAP}{place}: {words}" for place, words in general.items()]
    return "\n".join(lines)


def _of_all_articles(site: Site) -> Iterator[tuple[Place, str]]:
    """The statements that another article may make wrong, since they speak of all or of a number
    of them, by place."""
    for passage in site.passages:
        for statement in passage.document.statements:
            if _ALL_ARTICLES.search(statement.words):
                yield statement.place, statement.words


_ALL_ARTICLES = re.compile(
    r"\b(?:every|each|no|none|all|any|both|only|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|\d+)(?: of)?(?: the| these| those)?(?: \w+)? articles?\b",
    re.IGNORECASE,
)


def _change(change: Change, site: Site) -> Iterator[str]:
    yield f"{change.kind}: {change.id}: {change.question}"
    if change.old_question:
        yield f"  the question was: {change.old_question}"
    old = f"{change.old_relation} → " if change.old_relation else ""
    yield f"  relation: {old}{change.relation}"
    for label, some in change.readings:
        if len(some) == 1:
            label = label.replace("readings", "reading")
            yield f"  {label}: {_released(some[0])}"
        elif some:
            yield f"  {label}:"
            yield from (f"    {_released(reading)}" for reading in some)
    if change.kind != "changed":
        return
    if not (change.before or change.after):
        yield "  readings: as they were"
    spoken = dict(sorted(_spoken(change.id, site)))
    yield "  statements to look over:" if spoken else "  no statement is tied to it"
    for place, words in spoken.items():
        yield f"    {place}: {words}"


def _released(reading: ReleasedReading) -> str:
    as_of = read_date(reading.as_of)
    when = f"; as of {show(as_of, 'date', written=reading.as_of)}" if as_of else ""
    return f"{reading.value} ({reading.article}, para. {reading.paragraph}{when})"


def _spoken(fact: str, site: Site) -> Iterator[tuple[Place, str]]:
    """The statements that have words tied to a fact, and those of its note, by place."""
    for passage in site.passages:
        is_note = passage is site.notes.get(fact)
        for statement in passage.document.statements:
            tied = [span.place for span in statement.spans if span.fact == fact]
            if tied or is_note:
                yield (tied or [statement.place])[0], statement.words


def coverage(site: Site, texts: Mapping[str, Sequence[str]], width: int) -> str:
    """For each article the paragraphs that nothing rests on and, where its text is at hand, the
    figures in it that no reading records."""
    articles = site.content.articles
    lines = list(
        _table(
            ("ARTICLE", "PARAGRAPHS", "READINGS", "NOTHING RESTS ON", "NO READING OF"),
            [_coverage(article, site) for article in articles],
            width,
        )
    )
    if texts:
        unread = [
            (article.slug, *figure)
            for article in articles
            for figure in _unread(article, site, texts.get(article.slug, ()))
        ]
        lines += ["", f"{counted(len(unread), 'figure')} that no reading records"]
        if unread:
            lines += _table(("ARTICLE", "PARA.", "TYPE", "WORDS"), unread, width)
    return "\n".join(lines)


def _coverage(article: Article, site: Site) -> tuple[str, ...]:
    numbers = article.numbers
    readings = _readings(article, site)
    unused = [n for n in numbers if (article.slug, n) not in site.backlinks]
    unread = [n for n in numbers if all(reading.paragraph != n for reading in readings)]
    return (
        article.slug,
        str(len(numbers)),
        str(len(readings)),
        _numbers(unused),
        _numbers(unread),
    )


def _unread(article: Article, site: Site, text: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    readings = _readings(article, site)
    for number, paragraph in enumerate(text, 1):
        recorded = [reading.value for reading in readings if reading.paragraph == number]
        for figure in figures(paragraph):
            if figure.value not in recorded:
                yield str(number), figure.type, " ".join(figure.words.split())


def _readings(article: Article, site: Site) -> list[Reading]:
    return [r for row in site.rows for r in row.readings if r.article == article.slug]


def _numbers(numbers: Sequence[int]) -> str:
    return f"para. {', '.join(map(str, numbers))}" if numbers else "none"


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
    return "\n".join([f"{head}:" if lines else head, *lines])

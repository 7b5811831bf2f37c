"""Readings of all articles → the fact table: values, relations, origins, silences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import combinations

from msgspec import Struct

from generator import evidence, read, support, urls, values
from generator.digests import but, digest, joined
from generator.evidence import Proof
from generator.figures import figures, read_value, read_words
from generator.memory import Memory
from generator.model import (
    MOST_MARKS,
    Answer,
    Article,
    Content,
    Fact,
    Failure,
    FoldedReadings,
    Reading,
    Relation,
    Row,
    Silence,
    SilenceReason,
    WrittenReading,
)
from generator.names import Names
from generator.phrases import find, normalise
from generator.problems import Place, Problem, Problems, counted, did_you_mean
from generator.values import Answers, Dates, Value
from generator.values import Names as NameSet
from generator.wording import show

_AND_OTHERS = "and others"
_OPEN = re.compile(r"\b(?:others?|other|another|including|includes?|such as|among|like|e\.g\.)\b")


class Understood(Struct, frozen=True):
    """What the readings of one article are understood as."""

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...]
    failures: tuple[Failure, ...]  # what is not proven of them


def understood(
    content: Content, proof: Proof, problems: Problems, memory: Memory | None = None
) -> dict[str, Understood]:
    """The readings by article, in the order of their files.

    With a memory, those that are the same, of an article that is, are not understood again.
    """
    memory = memory or Memory()
    facts = {fact.id: fact for fact in content.facts}
    articles = {article.slug: article for article in content.articles}
    numbered: dict[str, list[str]] = {}  # the articles that are called as another one and a number
    for slug in articles:
        numbered.setdefault(slug.rpartition("-")[0], []).append(slug)
    jobs, slugs = [], []
    for written in content.folded_readings:
        article, slug = articles.get(written.article), written.article
        of_facts = tuple(facts.get(fact) for fact, _ in written.said)
        if None in of_facts and read.FACTS not in content.unread:
            for each in written.readings:
                if each.fact and each.fact not in facts:
                    help = unknown(each.fact, facts)
                    note_unknown(each.fact, each.fact.place, help, problems)
        if article is None:
            continue  # check tells that the file's name is no article's
        is_broken = content.is_broken(article)
        namesakes = tuple(numbered.get(slug, ()))
        known = written.digest, of_facts, article.digest, is_broken, proof.of(slug)
        given = (*known, content.people, namesakes)
        make = partial(_understood, written, of_facts, article, is_broken, proof, namesakes)
        jobs.append((f"readings of {slug}", given, make))
        slugs.append(slug)
    found = memory.remember_each(jobs)
    problems.found += (problem for each in found for problem in each.problems)
    return dict(zip(slugs, found, strict=True))


def note_unknown(id: str, place: Place, help: str, problems: Problems) -> None:
    """Note that there is no fact of an id, which stands at a place; `help` is that of unknown."""
    message = f'"{id}" is not in {read.FACTS}'
    problems.add("unknown-fact", message, place, help, missing=urls.fact(id))


def unknown(id: str, facts: Iterable[str]) -> str:
    """What helps where there is no fact of an id, given the ids of those that there are."""
    return did_you_mean(id, facts, f"add it to {read.FACTS}")


def rows(
    content: Content,
    by_article: Mapping[str, Understood],
    names: Names,
    memory: Memory | None = None,
) -> tuple[Row, ...]:
    """The fact table, a row for each fact in the order of content/facts.yaml; readings by article
    as they are understood."""
    memory = memory or Memory()
    by_fact: dict[str, list[Reading]] = {fact.id: [] for fact in content.facts}
    for article in content.articles:
        if found := by_article.get(article.slug):
            for reading in found.readings:
                by_fact[reading.fact].append(reading)
    silences = _Silences(content.articles)
    dates = digest_of_dates(content.articles)

    def row(fact: Fact) -> Row:
        readings = tuple(by_fact[fact.id])

        def make() -> Row:
            silent = silences.on(fact, {reading.article for reading in readings})
            return _row(fact, readings, *silent, names)

        return memory.remember(f"row {fact.id}", (fact, readings, dates, content.people), make)

    return tuple(map(row, content.facts))


def digest_of_dates(articles: Iterable[Article]) -> bytes:
    """A digest of which articles there are, in their order, and when each was published."""
    dates = ((each.slug, each.published.edtf if each.published else "") for each in articles)
    return joined(f"{slug} {date}\n".encode() for slug, date in dates)


def relation(changes: bool, readings: Sequence[Reading]) -> Relation:
    """What readings of one fact are to each other; `changes` as the fact says."""
    if not readings:
        return "none"
    of_values = values.relate([reading.value for reading in readings])
    if of_values == "differ":
        apart = [
            (one, other)
            for one, other in combinations(readings, 2)
            if not one.value.meets(other.value)
        ]
        has_changed = changes and all(_speak_for_different_dates(*pair) for pair in apart)
        return "changed" if has_changed else "differ"
    if len({reading.article for reading in readings}) == 1:
        return "single"
    return of_values


def included(answer: str, answers: Sequence[Answer]) -> frozenset[str]:
    """The ids of an answer and of all narrower ones that it includes."""
    by_id = {known.id: known for known in answers}
    found: set[str] = set()
    waiting = [answer]
    while waiting:
        id = waiting.pop()
        if id in by_id and id not in found:
            found.add(id)
            waiting.extend(map(str, by_id[id].includes))
    return frozenset(found)


def _speak_for_different_dates(one: Reading, other: Reading) -> bool:
    if one.as_of is None or other.as_of is None:
        return False
    return not one.as_of.dates.meets(other.as_of.dates)


def _row(
    fact: Fact,
    readings: tuple[Reading, ...],
    silent: tuple[Silence, ...],
    silent_counts: Mapping[SilenceReason, int],
    names: Names,
) -> Row:
    speaking = {reading.article for reading in readings}
    stated = {names.printed(reading.origin) for reading in readings if reading.origin}
    # What an article says besides without naming an origin adds none.
    naming = {reading.article for reading in readings if reading.origin}
    origins = len(stated) + len(speaking - naming)
    # One article that does not say where it has it from is one origin, whatever that is.
    at_most = any(not r.origin for r in readings) and origins > 1
    return Row(
        fact=fact,
        readings=readings,
        relation=relation(fact.changes, readings),
        articles=len(speaking),
        origins=origins,
        origins_at_most=at_most,
        silent=silent,
        silent_counts=silent_counts,
        digest=digest(
            but(fact, "note", "place", "places", "happened"),
            fact.happened and fact.happened.edtf,
            [(but(r, "place", "as_of"), r.as_of and r.as_of.edtf) for r in readings],
            (origins, at_most, silent, silent_counts),
        ),
    )


class _Silences:
    """Which articles are silent on a fact; of many, how many, without a look at each."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = {article.slug: article for article in articles}
        dated = [article.published.dates for article in articles if article.published]
        self.firsts = sorted(dates.earliest for dates in dated if dates.earliest)
        self.lasts = sorted(dates.latest for dates in dated if dates.latest)

    def on(
        self, fact: Fact, speaking: set[str]
    ) -> tuple[tuple[Silence, ...], Mapping[SilenceReason, int]]:
        if len(self.articles) <= MOST_MARKS:
            silent = tuple(
                Silence(slug, _why_silent(fact, article))
                for slug, article in self.articles.items()
                if slug not in speaking
            )
            return silent, Counter(silence.reason for silence in silent)
        counts = self._of_all(fact)
        counts.subtract(_why_silent(fact, self.articles[slug]) for slug in speaking)
        return (), +counts

    def _of_all(self, fact: Fact) -> Counter[SilenceReason]:
        """What _why_silent gives of each article, counted."""
        everyone = len(self.articles)
        if fact.happened is None:
            return Counter({"not said": everyone})
        first, last = fact.happened.dates.earliest, fact.happened.dates.latest
        before = bisect_left(self.lasts, first) if first else 0
        after = len(self.firsts) - bisect_left(self.firsts, last) if last else 0
        unknown = everyone - before - after
        return Counter({"published before": before, "not said": after, "unknown": unknown})


def _why_silent(fact: Fact, article: Article) -> SilenceReason:
    if fact.happened is None:
        return "not said"
    if article.published is None:
        return "unknown"
    happened, published = fact.happened.dates, article.published.dates
    if published.latest and happened.earliest and published.latest < happened.earliest:
        return "published before"
    if published.earliest and happened.latest and published.earliest >= happened.latest:
        return "not said"
    return "unknown"


def _understood(
    written: FoldedReadings,
    facts: Sequence[Fact | None],
    article: Article,
    is_broken: bool,
    proof: Proof,
    namesakes: Sequence[str],  # articles that may be called as its readings are numbered
) -> Understood:
    problems, readings, failures = Problems(), list[Reading](), list[Failure]()
    counts = Counter[str]()
    for each, fact in zip(written.readings, facts, strict=True):
        unproven = list(proof.failures(evidence.of_readings([each], article, proof.names)))
        failures += unproven
        if fact is None:
            continue
        id = urls.reading_id(fact.id, article.slug, counts[fact.id] + 1, namesakes)
        reading = _reading(id, each, fact, article, is_broken, not unproven, proof, problems)
        if reading is not None:
            readings.append(reading)
            counts[fact.id] += 1
    return Understood(tuple(readings), tuple(problems.found), tuple(failures))


def _reading(
    id: str,
    written: WrittenReading,
    fact: Fact,
    article: Article,
    is_broken: bool,
    is_proven: bool,
    proof: Proof,
    problems: Problems,
) -> Reading | None:
    """A reading, if it is one; what is wrong with it is noted."""
    names = proof.names
    paragraph = _paragraph(written, article, is_broken, proof, problems)
    if written.quote and find(normalise(written.words), normalise(written.quote)) < 0:
        problems.add(
            "missing-quote",
            f'"{written.words}" does not stand in the quote',
            written.words.place,
            "words is the part of the quote that holds the value",
        )
        return None
    value = _value(written, fact, names, problems)
    if value is None or paragraph is None:
        return None
    return Reading(
        id=id,
        fact=fact.id,
        article=article.slug,
        paragraph=paragraph,
        value=value,
        shown=_shown(value, written, fact, names),
        quote=str(written.quote),
        said_by=str(names.printed(written.said_by)),
        origin=str(names.printed(written.origin)),
        hedge=str(written.hedge) or _hedge(written, fact),
        as_of=written.as_of or article.published,
        inferred=str(written.inferred),
        is_proven=is_proven,
        place=written.place,
    )


def _paragraph(
    written: WrittenReading, article: Article, is_broken: bool, proof: Proof, problems: Problems
) -> int | None:
    """The number of a paragraph that the article has; None, with the problem, where it has not."""
    last = article.folded.count
    number = written.paragraph
    if number.isdecimal() and 1 <= int(number[:9]) <= last:
        return int(number)
    if number and not is_broken:
        own = [block.words for block in article.body.paragraphs]
        text = list(proof.texts.get(article.slug, ()))
        problems.add(
            "unknown-paragraph",
            f'article "{article.slug}" has {counted(last, "paragraph")}, not "{number}"',
            number.place,
            support.paragraph_help(written.quote, text if len(text) == last else own),
            missing=urls.paragraph(article.slug, number),
        )
    return None


def _value(written: WrittenReading, fact: Fact, names: Names, problems: Problems) -> Value | None:
    if not written.value:
        return None
    if fact.type == "answer":
        return _answer(written, fact, problems)
    if fact.type == "set":
        return _set(written, names, problems)
    first = written.value[0]
    value = read_value(fact.type, first, fact.unit) if len(written.value) == 1 else None
    if value is None:
        kind = f"{fact.type} in {fact.unit}" if fact.type == "money" else fact.type
        problems.add(
            "bad-value", f'"{first}" is not a value of type {kind}', first.place, _HELP[fact.type]
        )
        return None
    if written.inferred:
        reasoned = figures(written.inferred)
        if not reasoned or reasoned[-1].value != value:
            problems.add(
                "mismatched-value",
                f'the reason of the inference does not come to "{first}"',
                first.place,
                "close the reason with the value in words"
                f' ("{show(value, fact.type, fact.unit, first)}")',
            )
            return None
        return value
    said = read_words(fact.type, written.words, fact.unit)
    if said != value:
        reads = (
            f"reads as {show(said, fact.type, fact.unit)}"
            if said is not None
            else f"does not read as one value of type {fact.type}"
        )
        problems.add(
            "mismatched-value",
            f'the value is "{first}", but "{written.words}" {reads}',
            first.place,
            "correct the value or the words; where the words need the article's date to be"
            " understood, give the reason as inferred",
            written.words.place,
        )
        return None
    return value


_HELP = {
    "money": 'write an amount such as "$500 billion", "over $13 billion" or "about $5 million"',
    "percent": 'write a share such as "20%" or "about 10%"',
    "number": 'write a number such as "5", "over 300" or "about 100,000"',
    "date": "write it in EDTF: 2024, 2024-03, 2024-03-19, 2024-37 for early 2024, ../2030 for by"
    " 2030",
}


def _answer(written: WrittenReading, fact: Fact, problems: Problems) -> Value | None:
    ids = [answer.id for answer in fact.answers]
    for id in written.value:
        if id not in ids:
            problems.add(
                "unknown-answer",
                f'"{id}" is not an answer of "{fact.id}"',
                id.place,
                did_you_mean(id, ids, f"answers are: {', '.join(ids)}"),
                fact.place,
            )
            return None
    chosen = frozenset[str]().union(*(included(id, fact.answers) for id in written.value))
    return Answers(chosen)


def _members(written: WrittenReading, names: Names) -> tuple[list[str], bool]:
    is_open = written.value[-1] == _AND_OTHERS
    members = written.value[:-1] if is_open else written.value
    return [names.printed(member) for member in members], is_open


def _set(written: WrittenReading, names: Names, problems: Problems) -> Value | None:
    members, is_open = _members(written, names)
    value = NameSet(frozenset(members), is_open)
    if written.inferred:
        return value
    words = normalise(written.words)
    said = {names.name(id) for id in names.find(words)}
    missing = [
        member
        for member in members
        if member not in said and find(normalise(member).lower(), words.lower()) < 0
    ]
    further = sorted(said - set(members))
    place, wrong = written.value[0].place, ""
    near = ""
    if missing:
        wrong = f'"{missing[0]}" does not stand in "{written.words}"'
        near = did_you_mean(missing[0], said)
    elif further:
        wrong = f'"{written.words}" also names {", ".join(further)}'
    elif is_open != bool(_OPEN.search(words)):
        wrong = (
            f'"{written.words}" names no others'
            if is_open
            else f'"{written.words}" leaves room for others'
        )
    if wrong:
        problems.add(
            "mismatched-value",
            wrong,
            place,
            near or f'correct the value or the words; an open list ends in "{_AND_OTHERS}"',
            written.words.place,
        )
        return None
    return value


def _shown(value: Value, written: WrittenReading, fact: Fact, names: Names) -> str:
    if isinstance(value, Answers):
        labels: Mapping[str, str] = {answer.id: answer.label for answer in fact.answers}
        return "; ".join(labels[id] for id in written.value)
    if isinstance(value, NameSet):
        members = sorted(value.members, key=_by_letter)  # equal sets are printed alike
        return listed([*members, "others"] if value.is_open else members)
    if isinstance(value, Dates):
        return show(value, "date", written=written.value[0])
    shown = show(value, fact.type, fact.unit, written.value[0])
    return f"{shown} {fact.unit}" if fact.type == "number" else shown


def _by_letter(name: str) -> tuple[str, str]:
    return name.casefold(), name


def listed(names: Sequence[str]) -> str:
    """["a", "b", "c"] → "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _hedge(written: WrittenReading, fact: Fact) -> str:
    """The hedge that stands with the figure itself: "over", "about"."""
    found = [figure for figure in figures(written.words) if figure.type == fact.type]
    return found[0].hedge if len(found) == 1 else ""

"""The proof that what the site prints stands in the articles.

Every quotation, figure and listed name of a published text is an assertion: this stands in
paragraph N of article A. `Proof` tells whether an assertion holds, from the articles' texts where
they are at hand, else from the lock that `verify` wrote when they were.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from generator.figures import Figure, figures
from generator.markdown import Span, Statement
from generator.model import (
    Article,
    Assertion,
    AssertionKind,
    Cited,
    Failure,
    Lock,
    Passage,
    Row,
    When,
    WrittenReading,
)
from generator.names import Names
from generator.phrases import NORMALISATION, find, normalise
from generator.problems import Place
from generator.values import Dates, Interval, Value, period

# Single marks around several words quote too; around one word, they may be an apostrophe.
_QUOTATION = re.compile(r"“([^“”]*)”|(?<!\w)‘([^‘’]*\s[^‘’]*)’(?!\w)")
_ODD_MARKS = re.compile('["«»„‟‹›〝〞＂]')
# A month or a day of the week is asserted, too, where no year makes it a date.
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_MONTHS = "January|February|March|April|June|July|August|September|October|November|December"
_DIGIT = re.compile("[\\d½⅓⅔¼¾]")
_CALENDAR = re.compile(rf"\b(?:{_DAYS}|{_MONTHS})\b|(?<=\bin )May\b|(?<=\bof )May\b|(?<=\d )May\b")
UNWRITTEN = "TODO"  # how a paragraph of a digest begins until it is written
ANYWHERE = 0  # in place of a paragraph's number: anywhere in the article

# ------------------------------------------------------------------------------- assertions


def of_statement(
    statement: Statement, where: Sequence[tuple[str, int]], rows: Mapping[str, Row], names: Names
) -> Iterator[Assertion]:
    """What a statement asserts of the paragraphs cited for it, of which one has to hold it."""
    cited = {slug for slug, _ in where}
    derived = [span for span in statement.spans if span.derived]

    def is_held_otherwise(figure: Figure) -> bool:
        # The result of arithmetic is computed again by check; its operands are asserted here.
        is_ours = any(figure.words in span.words for span in derived)
        return is_ours or any(_is_tied(figure, s, rows, cited) for s in statement.spans)

    yield from _asserted(statement.words, where, statement, names, is_held_otherwise)
    for span in derived:
        for operand in figures(span.derived):
            yield _figure(operand, where, statement)


def of_digest(article: Article, names: Names) -> Iterator[Assertion]:
    """What each paragraph of a digest asserts of the article's paragraph of its number."""
    if article.rights == "full":
        return
    for number, block in enumerate(article.body.paragraphs, 1):
        for statement in () if is_unwritten(block.words) else block.statements:
            yield from of_statement(statement, [(article.slug, number)], {}, names)


def is_unwritten(words: str) -> bool:
    """Whether a paragraph of a digest only marks where one is to be written."""
    return words.split(" ", 1)[0].rstrip(":") == UNWRITTEN


def of_passage(passage: Passage, rows: Mapping[str, Row], names: Names) -> Iterator[Assertion]:
    """What the statements of a text assert, and that whom it is about is named there."""
    for cited in passage.cited.values():
        yield from of_cited(cited, passage.subject, rows, names)


def of_cited(
    cited: Cited, subject: str, rows: Mapping[str, Row], names: Names
) -> Iterator[Assertion]:
    """The same of one statement of a text that is about a subject, if about any."""
    where = [(slug, number) for slug, numbers in cited.parts for number in numbers]
    citation = cited.statement.citation
    written = sum(len(part.paragraphs) for part in citation.parts) if citation else 0
    # One that cites what does not exist is told of already.
    if where and len(where) == written:
        yield from of_statement(cited.statement, where, rows, names)
        for id, name in names.named(subject):
            yield Assertion("name", name, names.key(id), tuple(where), cited.statement.place)


def of_reading(reading: WrittenReading, paragraph: int, names: Names) -> Iterator[Assertion]:
    """What a reading asserts: its quote, its hedge and the date it speaks for stand in its
    paragraph; those who said it and the origin are named in its article, or stand there."""
    here = ((reading.article, paragraph),)
    for phrase in (reading.quote, reading.hedge):
        if phrase:
            yield Assertion("quotation", str(phrase), normalise(phrase), here, phrase.place)
    if reading.as_of and not reading.inferred:
        key = _as_of_key(reading.as_of.dates)
        yield Assertion("figure", reading.as_of.edtf, key, here, reading.as_of.place)
    anywhere = ((reading.article, ANYWHERE),)
    for said in (reading.said_by, reading.origin):
        named = names.named(said)
        for id, name in named:
            yield Assertion("name", name, names.key(id), anywhere, said.place)
        if said and not named and names.are_listed:
            yield Assertion("quotation", str(said), normalise(said), anywhere, said.place)


def of_readings(
    readings: Iterable[WrittenReading], article: Article, names: Names
) -> Iterator[Assertion]:
    """What readings of an article assert; of a paragraph that it does not have it is told
    already."""
    for written in readings:
        number = int(written.paragraph[:9]) if written.paragraph.isdecimal() else 0
        if number in article.numbers:
            yield from of_reading(written, number, names)


def of_words(
    words: str, where: Sequence[tuple[str, int]], place: Place, names: Names
) -> Iterator[Assertion]:
    """What a line without a citation of its own asserts: a title, a question, an answer."""
    yield from _asserted(words, where, place, names, lambda _: False)


def _asserted(
    words: str,
    where: Sequence[tuple[str, int]],
    said_in: Statement | Place,
    names: Names,
    is_held_otherwise: Callable[[Figure], bool],
) -> Iterator[Assertion]:
    paragraphs = tuple(where)
    for phrase in quotations(words):
        yield Assertion("quotation", phrase, normalise(phrase), paragraphs, said_in)
    for figure in figures(words):
        if not is_held_otherwise(figure):
            yield _figure(figure, where, said_in)
    for word in loose(words):
        yield Assertion("figure", word, normalise(word), paragraphs, said_in)
    for id, name in names.named(words):
        yield Assertion("name", name, names.key(id), paragraphs, said_in)
    for word in names.misspelt(words):  # most likely: else the article has it, too
        yield Assertion("name", word, _SPELT + word, paragraphs, said_in)


def quotations(words: str) -> list[str]:
    """The quotations of a printed text, without a comma or full stop set within their marks."""
    found = (double or single for double, single in _QUOTATION.findall(words))
    return [phrase for match in found if (phrase := match.strip().rstrip(".,"))]


def odd_marks(words: str) -> list[str]:
    """The quotation marks of a printed text that quote nothing that is checked."""
    left = _QUOTATION.sub("", words)
    return _ODD_MARKS.findall(words) + [mark for mark in left if mark in "“”"]


def loose(words: str) -> list[str]:
    """What of a text is asserted word for word, since it has no value of its own: months and days
    of the week without a year, names with digits ("o1"), digits that no figure is read from."""
    for figure in reversed(figures(words)):
        words = words[: figure.start] + " " + words[figure.end :]
    found = _CALENDAR.findall(words)
    for token in words.split():
        bare = token.strip("\"“”'‘’.,;:!?()[]—–")
        if _DIGIT.search(bare):
            found.append(bare.removesuffix("’s"))
    return list(dict.fromkeys(found))


def arithmetic(derived: str) -> Figure | None:
    """The result of one operation on two exact figures, such as "$5 - $3"; None where it is none.

    Sums are of one type and unit. A factor or divisor is a number, a factor may be a percentage,
    and what is divided by its like gives a number.
    """
    parts = re.split(r"\s+([-+*/−×÷])\s+", derived.strip())
    found = [figures(part) for part in parts[::2]]
    if len(found) != 2 or any(len(operands) != 1 for operands in found):
        return None
    (one,), (other,) = found
    low, high = _exact(one), _exact(other)
    if low is None or high is None:
        return None
    is_like = (one.type, one.unit) == (other.type, other.unit)
    operator = parts[1]
    if operator in "+-−" and is_like:
        result, like = (low + high if operator == "+" else low - high), one
    elif operator in "*×" and other.type in ("number", "percent"):
        result, like = (low * high / (100 if other.type == "percent" else 1)), one
    elif operator in "/÷" and high and other.type == "number":
        result, like = low / high, one
    elif operator in "/÷" and high and is_like:
        result, like = low / high, replace(one, type="number", unit="")
    else:
        return None
    return replace(like, value=Interval(result, result))


def _exact(figure: Figure) -> Decimal | None:
    value = figure.value
    return value.low if isinstance(value, Interval) and value.low == value.high else None


def is_checkable(statement: Statement, names: Names) -> bool:
    """Whether a statement holds anything that the gates can check."""
    words = statement.words
    return bool(quotations(words) or figures(words) or loose(words) or names.find(words))


def _figure(
    figure: Figure, where: Sequence[tuple[str, int]], said_in: Statement | Place
) -> Assertion:
    return Assertion("figure", figure.words, _figure_key(figure), tuple(where), said_in)


def _figure_key(figure: Figure) -> str:
    """A figure by its value: "half a trillion dollars" and "$500 billion" have one key."""
    return _value_key(figure.type, figure.unit, figure.value)


def _value_key(type: str, unit: str, value: Value) -> str:
    return f"{type} {unit} {json.dumps(value.normalized(), sort_keys=True)}"


_SPELT = "spelt "  # how the keys of words begin that are nearly a listed name's
_VALUED = ("money ", "percent ", "number ", "date ", "as of ")  # how the keys of values begin


def _as_of_key(dates: Dates) -> str:
    return f"as of {_value_key('date', '', dates)}"


def _is_tied(figure: Figure, span: Span, rows: Mapping[str, Row], cited: set[str]) -> bool:
    """Whether the words that hold the figure are tied to a fact of which a cited article has a
    reading that holds it; an inferred one proves nothing."""
    row = rows.get(span.fact)
    if row is None or figure.words not in span.words:
        return False
    return any(
        reading.value == figure.value and not reading.inferred and reading.article in cited
        for reading in row.readings
    )


# ------------------------------------------------------------------------------------ proof


class Texts(Mapping[str, tuple[str, ...]]):
    """The articles' texts: by slug, the paragraphs in order as they were written.

    Of an article that the site prints in full it is looked at when it is asked for.
    """

    def __init__(
        self, articles: Iterable[Article], at_hand: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self._full = {article.slug: article for article in articles if article.rights == "full"}
        self._at_hand = {slug: tuple(text) for slug, text in (at_hand or {}).items()}

    def __getitem__(self, slug: str) -> tuple[str, ...]:
        article = self._full.get(slug)
        if article is None:
            return self._at_hand[slug]
        return tuple(block.words for block in article.body.paragraphs)

    def __iter__(self) -> Iterator[str]:
        return iter({**self._at_hand, **self._full})

    def __len__(self) -> int:
        return len({**self._at_hand, **self._full})

    def __contains__(self, slug: object) -> bool:
        return slug in self._full or slug in self._at_hand


_REMEMBERED = 2**10  # articles of which it is known what their paragraphs hold


class Proof(Struct, frozen=True, dict=True):
    """Tells what is proven: by the texts of the articles at hand, by the lock for the others."""

    names: Names
    lock: Lock | None
    texts: Mapping[str, tuple[str, ...]]  # by article: its paragraphs in order, as written
    published: Mapping[str, When]  # by article; a date of publication needs no paragraph
    digests: Mapping[str, str] = {}  # of the files of the articles that the site prints in full

    @cached_property
    def _read(self) -> dict[str, tuple[_Paragraph, ...]]:
        return {}

    def of(self, slug: str) -> tuple[str | tuple[str, ...] | None, Lock | None, When | None]:
        """All that tells what is proven of an article; equal where nothing of it changed."""
        text = self.digests.get(slug) or self.texts.get(slug)
        return text, self.lock if text is None else None, self.published.get(slug)

    def holds(self, assertion: Assertion) -> bool:
        """Whether one of the assertion's paragraphs has what it says."""
        is_date = assertion.key.startswith("date ")
        return any(
            self._in(assertion, slug, number) or (is_date and self._is_published(assertion, slug))
            for slug, number in assertion.where
        )

    def failures(self, assertions: Iterable[Assertion]) -> Iterator[Failure]:
        """The assertions that do not hold, each with what may help."""
        for assertion in assertions:
            if not self.holds(assertion):
                has_text = any(slug in self.texts for slug, _ in assertion.where)
                yield Failure(assertion, has_text, self.suggestion(assertion))

    def entries(self, assertions: Iterable[Assertion]) -> Iterator[tuple[str, int, str]]:
        """The lock's entries (article, paragraph, hash) that prove the assertions."""
        for assertion in assertions:
            for slug, number in assertion.where:
                if self._in(assertion, slug, number):
                    yield slug, number, fingerprint(assertion, slug, number)

    def _is_published(self, assertion: Assertion, slug: str) -> bool:
        when = self.published.get(slug)
        return when is not None and assertion.key == _value_key("date", "", when.dates)

    def _in(self, assertion: Assertion, slug: str, number: int) -> bool:
        if slug not in self.texts:
            if self.lock is None or self.lock.normalisation != NORMALISATION:
                return False
            return fingerprint(assertion, slug, number) in self.lock.proven
        paragraphs = self._paragraphs(slug)
        if number != ANYWHERE:
            paragraphs = paragraphs[number - 1 : number]
        kind, key = assertion.kind, assertion.key
        return any(paragraph.has(kind, key) for paragraph in paragraphs)

    def _paragraphs(self, slug: str) -> tuple[_Paragraph, ...]:
        """The paragraphs of an article's text, as far as they were asked for."""
        if slug not in self._read:
            if len(self._read) == _REMEMBERED:
                del self._read[next(iter(self._read))]
            self._read[slug] = tuple(_Paragraph(text, self.names) for text in self.texts[slug])
        return self._read[slug]

    def suggestion(self, assertion: Assertion) -> str:
        """Where the thing stands instead, or the nearest words; nothing without the texts."""
        slugs = dict.fromkeys(slug for slug, _ in assertion.where if slug in self.texts)
        elsewhere = [
            f"{slug}, para. {number}"
            for slug in slugs
            for number, paragraph in enumerate(self._paragraphs(slug), 1)
            if paragraph.has(assertion.kind, assertion.key)
        ]
        if elsewhere:
            return f"it stands in {'; '.join(elsewhere[:3])}"
        if assertion.kind == "quotation":
            near = [
                nearest(assertion.key, self._paragraphs(slug)[number - 1].words)
                for slug, number in assertion.where
                if slug in slugs and 0 < number <= len(self._paragraphs(slug))
            ]
            words = max(near, default=(0.0, ""))[1]
            if words:
                return f"the paragraph has: {difference(assertion.key, words)}"
        if assertion.kind == "figure":
            held = [
                figure.words
                for slug, number in assertion.where
                if slug in slugs
                for paragraph in self._paragraphs(slug)[number - 1 : number]
                for figure in paragraph.figures
            ]
            if held:
                return f"the figures there are: {', '.join(dict.fromkeys(held))}"
        return ""


class _Paragraph:
    """A paragraph of an article's text, with what it holds."""

    def __init__(self, text: str, names: Names) -> None:
        self.text, self.names = text, names

    @cached_property
    def words(self) -> str:
        return normalise(self.text)

    @cached_property
    def figures(self) -> list[Figure]:
        return figures(self.words)

    @cached_property
    def _figures(self) -> set[str]:
        found = {_figure_key(figure) for figure in self.figures}
        # A reading may speak for a date of the paragraph or, of "by 2030", for the year 2030.
        for dates in (f.value for f in self.figures if isinstance(f.value, Dates)):
            years = {day.year for day in (dates.earliest, dates.latest) if day}
            found |= {_as_of_key(d) for d in (dates, *map(period, years))}
        return found

    @cached_property
    def _names(self) -> set[str]:
        return {self.names.key(id) for id in self.names.find(self.text)}

    def has(self, kind: AssertionKind, key: str) -> bool:
        if kind == "figure" and (key in self._figures or key.startswith(_VALUED)):
            return key in self._figures
        if kind == "name" and key.startswith(_SPELT):
            word = key.removeprefix(_SPELT)
            # It may be no name, and have its capital from the sentence that it begins.
            return any(find(w, self.words) >= 0 for w in (word, word[0].lower() + word[1:]))
        if kind == "name":
            return key in self._names
        return find(key, self.words) >= 0


def nearest(phrase: str, text: str) -> tuple[float, str]:
    """The run of the text's words that is nearest to the phrase, and how near it is (0 to 1)."""
    wanted, words = _bare(phrase), _bare(text)
    best = (0.0, 0, "")
    for length in {max(len(wanted) - 1, 1), len(wanted), len(wanted) + 1}:
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            matcher = difflib.SequenceMatcher(None, wanted, run, autojunk=False)
            same = sum(block.size for block in matcher.get_matching_blocks())
            share = same / max(len(wanted), length)
            in_place = sum(one == other for one, other in zip(wanted, run, strict=False))
            best = max(best, (share, in_place, " ".join(run)))
    return (best[0], best[2]) if best[0] >= 0.5 else (0.0, "")


def _bare(text: str) -> list[str]:
    """The words of a text, without the marks around them."""
    return [word.strip("\"'.,;:!?()") for word in text.split()]


def difference(written: str, found: str) -> str:
    """Two phrases word by word: [-what is written-] {+what is found+}."""
    one, other = _bare(written), found.split()
    parts = []
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "equal":
            parts.append(" ".join(one[a:b]))
            continue
        if b > a:
            parts.append(f"[-{' '.join(one[a:b])}-]")
        if d > c:
            parts.append(f"{{+{' '.join(other[c:d])}+}}")
    return " ".join(parts)


# ------------------------------------------------------------------------------------- lock


def fingerprint(assertion: Assertion, slug: str, number: int) -> str:
    """SHA-256 over the normalisation's version, the kind, article, paragraph and phrase."""
    parts = (str(NORMALISATION), assertion.kind, slug, str(number), assertion.key)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def text_fingerprint(paragraphs: Sequence[str]) -> str:
    """SHA-256 over an article's normalised paragraphs."""
    return hashlib.sha256("\n\n".join(map(normalise, paragraphs)).encode()).hexdigest()


_LOCK_HEAD = """\
# What the site prints was found in the articles' texts: written by `make verify`, not by hand.
# It guards against mistakes, not against forgery. After a merge: run `make verify` again.
"""


def lock_text(
    articles: Mapping[str, tuple[int, str]], entries: Iterable[tuple[str, int, str]]
) -> str:
    """The lock's file: a line for each article (paragraphs, fingerprint) and for each entry."""
    lines = [f"normalisation {NORMALISATION}"]
    by_article: dict[str, set[tuple[int, str]]] = {slug: set() for slug in articles}
    for slug, number, digest in entries:
        if slug in by_article:
            by_article[slug].add((number, digest))
    for slug in sorted(articles):
        count, text = articles[slug]
        lines += ["", f"article {slug} {count} {text}"]
        lines += [f"{slug} {number} {digest}" for number, digest in sorted(by_article[slug])]
    return _LOCK_HEAD + "\n".join(lines) + "\n"


def parse_lock(text: str) -> Lock | int:
    """The lock's text → Lock; the number of the first line that is none of it, where one is."""
    normalisation = 0
    articles: dict[str, tuple[int, str]] = {}
    proven: set[str] = set()
    for number, line in enumerate(text.split("\n"), 1):
        parts = line.split()
        if not parts or line.startswith("#"):
            continue
        if parts[0] == "normalisation" and len(parts) == 2 and parts[1].isdecimal():
            normalisation = int(parts[1])
        elif parts[0] == "article" and len(parts) == 4 and parts[2].isdecimal():
            articles[parts[1]] = (int(parts[2]), parts[3])
        elif re.fullmatch("[a-z0-9-]+ [0-9]+ [0-9a-f]{64}", line):
            proven.add(parts[2])
        else:
            return number
    return Lock(normalisation, articles, frozenset(proven))

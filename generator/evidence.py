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
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from generator.figures import Figure, figures
from generator.markdown import Span, Statement
from generator.model import (
    Article,
    Assertion,
    AssertionKind,
    Failure,
    Lock,
    Passage,
    Row,
    WrittenReading,
)
from generator.names import Names
from generator.phrases import NORMALISATION, find, normalise
from generator.values import Interval

_QUOTATION = re.compile("“([^”]*)”")
_ANYWHERE = 0  # in place of a paragraph's number: anywhere in the article

# ------------------------------------------------------------------------------- assertions


def of_statement(
    statement: Statement, where: Sequence[tuple[str, int]], rows: Mapping[str, Row], names: Names
) -> Iterator[Assertion]:
    """What a statement asserts of the paragraphs cited for it, of which one has to hold it."""
    ties = [span for span in statement.spans if span.fact]
    words = statement.words
    for span in statement.spans:
        if span.derived:  # the operands are the articles', the result is ours
            words = words.replace(span.words, " ", 1)
            for figure in figures(span.derived):
                yield _figure(figure, statement, where)
    for phrase in quotations(words):
        place = statement.place_of(phrase)
        yield Assertion("quotation", phrase, normalise(phrase), tuple(where), place)
    for figure in figures(words):
        if not any(_is_tied(figure, span, rows) for span in ties):
            yield _figure(figure, statement, where)
    for id, name in names.named(words):
        place = statement.place_of(name)
        yield Assertion("name", name, names.key(id), tuple(where), place)


def of_digest(article: Article, names: Names) -> Iterator[Assertion]:
    """What each paragraph of a digest asserts of the article's paragraph of its number."""
    if article.rights == "full":
        return
    for number, block in enumerate(article.body.paragraphs, 1):
        for statement in block.statements:
            yield from of_statement(statement, [(article.slug, number)], {}, names)


def of_passage(passage: Passage, rows: Mapping[str, Row], names: Names) -> Iterator[Assertion]:
    """What the statements of a text assert."""
    for cited in passage.cited.values():
        where = [(slug, number) for slug, numbers in cited.parts for number in numbers]
        citation = cited.statement.citation
        written = sum(len(part.paragraphs) for part in citation.parts) if citation else 0
        if len(where) == written:  # else it cites what does not exist, which is told already
            yield from of_statement(cited.statement, where, rows, names)


def of_reading(reading: WrittenReading, paragraph: int, names: Names) -> Iterator[Assertion]:
    """What a reading asserts: its quote and its hedge stand in its paragraph, those who said it
    and the origin are named in its article."""
    here = ((reading.article, paragraph),)
    phrase = normalise(reading.quote)
    yield Assertion("quotation", str(reading.quote), phrase, here, reading.quote.place)
    if reading.hedge:
        phrase = normalise(reading.hedge)
        yield Assertion("quotation", reading.hedge, phrase, here, reading.place)
    anywhere = ((reading.article, _ANYWHERE),)
    for said in (reading.said_by, reading.origin):
        for id, name in names.named(said):
            yield Assertion("name", name, names.key(id), anywhere, reading.place)


def quotations(words: str) -> list[str]:
    """The quotations of a printed text, without a comma or full stop set within their marks."""
    found = (match.strip().rstrip(".,") for match in _QUOTATION.findall(words))
    return [phrase for phrase in found if phrase]


def arithmetic(derived: str) -> Figure | None:
    """The result of "$5 - $3", computed from left to right; None where it cannot be computed.

    The figures have to be exact, and of one type and unit but for the factor of * and /.
    """
    parts = re.split(r"\s+([-+*/−×÷])\s+", derived.strip())
    found = [figures(part) for part in parts[::2]]
    if any(len(operands) != 1 for operands in found) or len(found) < 2:
        return None
    first = found[0][0]
    total = _exact(first)
    for operator, (figure,) in zip(parts[1::2], found[1:], strict=True):
        operand = _exact(figure)
        is_sum = operator in "-+−"
        if total is None or operand is None or (is_sum and figure.type != first.type):
            return None
        if operator in "/÷" and not operand:
            return None
        total = _OPERATIONS[operator](total, operand)
    return replace(first, value=Interval(total, total)) if total is not None else None


_OPERATIONS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": Decimal.__add__,
    "-": Decimal.__sub__,
    "−": Decimal.__sub__,
    "*": Decimal.__mul__,
    "×": Decimal.__mul__,
    "/": Decimal.__truediv__,
    "÷": Decimal.__truediv__,
}


def _exact(figure: Figure) -> Decimal | None:
    value = figure.value
    return value.low if isinstance(value, Interval) and value.low == value.high else None


def is_checkable(statement: Statement, names: Names) -> bool:
    """Whether a statement holds anything that the gates can check."""
    words = statement.words
    return bool(quotations(words) or figures(words) or names.find(words))


def _figure(figure: Figure, statement: Statement, where: Sequence[tuple[str, int]]) -> Assertion:
    place = statement.place_of(figure.words)
    return Assertion("figure", figure.words, _figure_key(figure), tuple(where), place)


def _figure_key(figure: Figure) -> str:
    """A figure by its value: "half a trillion dollars" and "$500 billion" have one key."""
    value = json.dumps(figure.value.normalized(), sort_keys=True)
    return f"{figure.type} {figure.unit} {value}"


def _is_tied(figure: Figure, span: Span, rows: Mapping[str, Row]) -> bool:
    """Whether the words that hold the figure are tied to a fact whose readings hold it."""
    row = rows.get(span.fact)
    if row is None or figure.words not in span.words:
        return False
    return any(reading.value == figure.value and not reading.inferred for reading in row.readings)


# ------------------------------------------------------------------------------------ proof


@dataclass(frozen=True)
class Proof:
    """Tells what is proven: by the texts of the articles at hand, by the lock for the others.

    texts has, by article, its paragraphs in order as they were written.
    """

    names: Names
    lock: Lock | None
    texts: Mapping[str, tuple[str, ...]]

    def holds(self, assertion: Assertion) -> bool:
        """Whether one of the assertion's paragraphs has what it says."""
        return any(self._in(assertion, slug, number) for slug, number in assertion.where)

    def failures(self, assertions: Iterable[Assertion]) -> Iterator[Failure]:
        """The assertions that do not hold, each with what may help."""
        for assertion in assertions:
            if not self.holds(assertion):
                is_read = any(slug in self.texts for slug, _ in assertion.where)
                yield Failure(assertion, is_read, self.suggestion(assertion))

    def entries(self, assertions: Iterable[Assertion]) -> Iterator[tuple[str, int, str]]:
        """The lock's entries (article, paragraph, hash) that prove the assertions."""
        for assertion in assertions:
            for slug, number in assertion.where:
                if self._in(assertion, slug, number):
                    yield slug, number, fingerprint(assertion, slug, number)

    def _in(self, assertion: Assertion, slug: str, number: int) -> bool:
        if slug not in self.texts:
            if self.lock is None or self.lock.normalisation != NORMALISATION:
                return False
            return fingerprint(assertion, slug, number) in self.lock.proven
        paragraphs = self._read[slug]
        if number != _ANYWHERE:
            paragraphs = paragraphs[number - 1 : number]
        return any(paragraph.has(assertion.kind, assertion.key) for paragraph in paragraphs)

    @cached_property
    def _read(self) -> dict[str, tuple[_Paragraph, ...]]:
        return {
            slug: tuple(_Paragraph(text, self.names) for text in paragraphs)
            for slug, paragraphs in self.texts.items()
        }

    def suggestion(self, assertion: Assertion) -> str:
        """Where the thing stands instead, or the nearest words; nothing without the texts."""
        slugs = dict.fromkeys(slug for slug, _ in assertion.where if slug in self.texts)
        elsewhere = [
            f"{slug}, para. {number}"
            for slug in slugs
            for number, paragraph in enumerate(self._read[slug], 1)
            if paragraph.has(assertion.kind, assertion.key)
        ]
        if elsewhere:
            return f"it stands in {'; '.join(elsewhere[:3])}"
        if assertion.kind == "quotation":
            near = [
                nearest(assertion.key, self._read[slug][number - 1].words)
                for slug, number in assertion.where
                if slug in slugs and 0 < number <= len(self._read[slug])
            ]
            words = max(near, default=(0.0, ""))[1]
            if words:
                return f"the paragraph has: {difference(assertion.key, words)}"
        if assertion.kind == "figure":
            held = [
                figure.words
                for slug, number in assertion.where
                if slug in slugs
                for paragraph in self._read[slug][number - 1 : number]
                for figure in paragraph.figures
            ]
            if held:
                return f"the figures there are: {', '.join(dict.fromkeys(held))}"
        return ""


class _Paragraph:
    """A paragraph of an article's text, with what it holds."""

    def __init__(self, text: str, names: Names) -> None:
        self.words = normalise(text)
        self.figures = figures(self.words)
        self._figures = {_figure_key(figure) for figure in self.figures}
        self._names = {names.key(id) for id in names.find(text)}

    def has(self, kind: AssertionKind, key: str) -> bool:
        if kind == "figure":
            return key in self._figures
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

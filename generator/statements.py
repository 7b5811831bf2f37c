"""The rules that each text of ours keeps, statement by statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from msgspec import Struct

from generator import evidence, facts
from generator.figures import Figure, figures
from generator.markdown import Document, Span, Statement
from generator.model import Person, Row
from generator.names import Names, names_of
from generator.phrases import count_words
from generator.problems import Problem, Problems, counted
from generator.wording import show


class Around(Struct, frozen=True, dict=True):
    """All but the text itself that tells whether it keeps the rules."""

    people: tuple[Person, ...]
    quotation_words: int  # the most of one quotation
    is_definition: bool  # of a term
    rows: Mapping[str, Row]  # of the facts that its words are tied to, all readings understood
    unknown: Mapping[str, str]  # of those that there are not: what helps

    @cached_property
    def names(self) -> Names:
        return names_of(self.people)


def problems_of(text: Document, around: Around) -> tuple[Problem, ...]:
    """Every breach of a rule in a text."""
    problems = Problems()
    for statement in text.statements:
        for rule in RULES:
            rule(statement, around, problems)
    return tuple(problems.found)


def ties_are_known(statement: Statement, around: Around, problems: Problems) -> None:
    """Words are tied to facts that exist."""
    for span in statement.spans:
        if span.fact in around.unknown:
            facts.note_unknown(span.fact, span.place, around.unknown[span.fact], problems)


def tied_figures_are_read(statement: Statement, around: Around, problems: Problems) -> None:
    """A figure tied to a fact is one that a reading of the fact says, or leaves possible."""
    for span in statement.spans:
        row = around.rows.get(span.fact)
        figure = _unread_figure(span, statement, row) if row else None
        if row and figure:
            said = ", ".join(dict.fromkeys(reading.shown for reading in row.readings))
            problems.add(
                "wrong-tie",
                f'no reading of "{span.fact}" says {figure.words}',
                span.place,
                (f"its readings say {said}" if said else "it has no reading")
                + "; tie the words to the fact that they tell, or correct them",
                [reading.place for reading in row.readings],
            )


def _unread_figure(span: Span, statement: Statement, row: Row) -> Figure | None:
    """The first figure of tied words that no reading of the fact meets; None where there is none.

    Figures of another type may say which deal or year is meant, unless they are all the words.
    """
    fact = row.fact
    if fact.type in ("set", "answer") or span.derived:
        return None

    def is_read(figure: Figure) -> bool:
        if figure.type != fact.type or (fact.type == "money" and figure.unit != fact.unit):
            return figure.words != span.words.strip()
        return any(reading.value.meets(figure.value) for reading in row.readings)

    # The words may stand in the statement more than once, and a hedge beside them.
    found: list[Figure] = []
    start = statement.words.find(span.words)
    while start >= 0:
        end = start + len(span.words)
        unread = [
            figure
            for figure in figures(statement.words)
            if figure.start < end and start < figure.end and not is_read(figure)
        ]
        if not unread:
            return None
        found += unread
        start = statement.words.find(span.words, max(end, start + 1))
    return found[0] if found else None


def arithmetic_is_right(statement: Statement, around: Around, problems: Problems) -> None:
    """Words marked as derived are what their arithmetic gives."""
    for span in statement.spans:
        if not span.derived:
            continue
        result = evidence.arithmetic(span.derived)
        said = [figure.value for figure in figures(span.words)]
        if result is None or said != [result.value]:
            shown = show(result.value, result.type, result.unit) if result else ""
            problems.add(
                "wrong-arithmetic",
                f'"{span.words}" is not {span.derived}' + (f", which is {shown}" if shown else ""),
                span.place,
                'write two figures with + - * or / between them: {derived="$5 - $3"}',
            )


def names_are_those_the_site_prints(
    statement: Statement, around: Around, problems: Problems
) -> None:
    """Our texts use no name that only articles use."""
    for id, name in around.names.named(statement.words):
        if any(name in person.unprinted for person in around.people):
            problems.add(
                "unprinted-name",
                f'"{name}" is what an article calls {around.names.name(id)}',
                statement.place_of(name),
                f'write "{around.names.name(id)}"',
            )


def quotations_are_short(statement: Statement, around: Around, problems: Problems) -> None:
    """No quotation has more words than site.yaml allows."""
    most = around.quotation_words
    for quotation in evidence.quotations(statement.words):
        count = count_words(quotation)
        if count > most:
            message = f'{counted(count, "word")} quoted: "{start_of(quotation)}"'
            problems.add("long-quotation", message, statement.place, shorter(most))


def framing_asserts_nothing(statement: Statement, around: Around, problems: Problems) -> None:
    """Framing, headings and definitions hold nothing that needs a source."""
    is_framing = statement.is_framing or around.is_definition
    if statement.citation or not (is_framing or statement.is_heading):
        return
    what = "a definition" if around.is_definition else "framing"
    found = [("a quotation", words) for words in evidence.quotations(statement.words)]
    found += [("a figure", figure.words) for figure in figures(statement.words)]
    if statement.is_heading:  # names what the paragraphs below it are about
        what = "a heading"
    else:
        found += [("a name", name) for _, name in around.names.named(statement.words)]
    for kind, words in found:
        problems.add(
            "unsourced-framing",
            f'{what} holds {kind}, "{words}"',
            statement.place_of(words),
            "framing rests on nothing: take it out, or cite the paragraph that has it",
        )


def quotation_marks_quote(statement: Statement, around: Around, problems: Problems) -> None:
    """Every quotation mark belongs to a quotation, so that none escapes the gate."""
    for mark in evidence.odd_marks(statement.words):
        problems.add(
            "odd-quotation-mark",
            f"the mark {mark} opens or closes no quotation",
            statement.place_of(mark),
            'put a quotation between "…", within one statement and without emphasis',
        )


def shorter(most: int) -> str:
    """What to do with a quotation of more words."""
    return f"quote at most {counted(most, 'word')}, and tell the rest in your own"


def start_of(words: str) -> str:
    """How words begin."""
    return words if len(words) <= 60 else words[:60].rsplit(" ", 1)[0] + " …"


RULES: tuple[Callable[[Statement, Around, Problems], None], ...] = (
    arithmetic_is_right,
    names_are_those_the_site_prints,
    quotations_are_short,
    framing_asserts_nothing,
    quotation_marks_quote,
    ties_are_known,
    tied_figures_are_read,
)

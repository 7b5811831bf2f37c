"""`Content` and the paragraphs of a new article → what they may say on the facts, ranked.

A fact is known by the words of its question, of its answers, of the quotes of its readings and,
least of all, of the digests that these rest on; rare words weigh more. A paragraph may speak of it
where enough of that weight stands there, above all within one sentence, and a figure of the type
that the fact asks for makes it likelier. It is a rule of thumb for an editor who looks at each
suggestion; `make suggestions` measures it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from generator import facts, values
from generator.evidence import Proof
from generator.figures import Figure, figures
from generator.model import Content, Fact, Row
from generator.names import Names
from generator.phrases import count_words, normalise
from generator.problems import Problems
from generator.support import stems as beginnings
from generator.values import Names as NameSet
from generator.values import Value
from generator.wording import show

Strength = Literal["likely", "possible"]

# How much a word counts for a fact, by where it is from; the digest of a reading says much else.
_QUESTION, _ANSWER, _QUOTE, _DIGEST = 1.0, 0.8, 0.5, 0.1
_WORDS = 12  # of a fact count towards the whole: a long list of answers is never all there
_PARAGRAPH = 0.3  # what the whole paragraph counts beside its best sentence
_FIGURE = 1.5  # how much likelier a figure of the fact's type makes it
# Chosen with `make suggestions`: below, a suggestion is right less often than it is worth a look.
_POSSIBLE, _LIKELY = 0.13, 0.25
_NEAR_BEST = 0.5  # of the best paragraph's score
_MOST_PARAGRAPHS, _MOST_FACTS = 4, 20  # for one fact, for one paragraph

_SENTENCE = re.compile(r"(?<=[.!?][\"'”’)])\s+|(?<=[.!?])\s+")
_ENDING = re.compile(r"(?<=[a-z]{3})(?:(?<!s)s|e|ed|d|ing)$")
_FIGURE_TYPES = ("money", "percent", "number", "date")


class Suggestion(Struct, frozen=True):
    """A paragraph that may speak of a fact, and what it would say."""

    fact: Fact
    paragraph: int
    score: float
    value: Value | None  # None where none can be read
    shown: str  # the value in plain English
    words: str  # those that hold the value
    quote: str  # those with a few around them
    relation: values.Relation | None  # with the readings there are; None without a value or those
    why: tuple[str, ...]

    @property
    def strength(self) -> Strength:
        return "likely" if self.score >= _LIKELY else "possible"


class Suggestions(Struct, frozen=True):
    """All that may be said of a new article."""

    facts: Mapping[int, tuple[tuple[Row, Suggestion], ...]]  # by paragraph, the best first
    unknown: tuple[tuple[int, Figure], ...]  # paragraph and figure that no fact knows
    topics: Mapping[int, tuple[str, ...]]  # slugs, by paragraph


def suggest(content: Content, paragraphs: Sequence[str]) -> Suggestions:
    """What the paragraphs may say on the facts of the content; pure, and nothing is decided."""
    names = Names(content.people)
    understood = facts.understood(content, Proof(names, None, {}, {}), Problems())
    rows = facts.rows(content, understood, names)
    texts = [_Paragraph(number, text, names) for number, text in enumerate(paragraphs, 1)]
    weigh = _Weights(content, rows, texts)
    found = []
    for row in rows:
        for suggestion in _of_fact(row, texts, weigh.of_fact(row), names, content):
            found.append((row, suggestion))
    found.sort(key=lambda item: (-item[1].score, item[0].fact.id))
    by_paragraph = {
        text.number: [s for s in found if s[1].paragraph == text.number] for text in texts
    }
    best = {number: tuple(few[:_MOST_FACTS]) for number, few in by_paragraph.items()}
    return Suggestions(
        facts=best,
        unknown=tuple(_unknown(rows, best, texts)),
        topics={text.number: tuple(_topics(content, rows, text, weigh)) for text in texts},
    )


def stems(text: str) -> set[str]:
    """The beginnings of a text's words, without the ends that they take in use: cost, costs."""
    return {_ENDING.sub("", stem) for stem in beginnings(text)}


class _Sentence:
    def __init__(self, words: str) -> None:
        self.words = words
        self.stems = stems(words)
        self.figures = figures(words)


class _Paragraph:
    def __init__(self, number: int, text: str, names: Names) -> None:
        self.number = number
        self.words = normalise(text)
        self.sentences = [_Sentence(words) for words in _SENTENCE.split(self.words)]
        self.stems = stems(self.words)
        self.figures = figures(self.words)
        self.names = names.find(text)


class _Weights:
    """How much each word counts: the rarer in the paragraphs and among the facts, the more."""

    def __init__(self, content: Content, rows: Sequence[Row], texts: Sequence[_Paragraph]) -> None:
        self._digests = {
            (article.slug, number): stems(block.words)
            for article in content.articles
            for number, block in enumerate(article.body.paragraphs, 1)
        }
        documents = [*self._digests.values(), *(text.stems for text in texts)]
        self._held = Counter(stem for document in documents for stem in document)
        self._all = len(documents)
        self._known = {row.fact.id: self._words(row) for row in rows}
        self._asked = Counter(
            stem
            for known in self._known.values()
            for stem, source in known.items()
            if source > _DIGEST
        )

    def of_fact(self, row: Row) -> dict[str, float]:
        """The words that a fact is known by, with their weights."""
        known = self._known[row.fact.id]
        among = len(self._known) + 1
        return {
            stem: source * self.rarity(stem) * math.sqrt(math.log(among / self._asked[stem] + 1))
            if self._asked[stem]
            else source * self.rarity(stem)
            for stem, source in known.items()
        }

    def rarity(self, stem: str) -> float:
        return math.log((self._all + 1) / max(self._held[stem], 1))

    def _words(self, row: Row) -> dict[str, float]:
        known: dict[str, float] = {}
        fact = row.fact
        for source, texts in (
            (_DIGEST, [self._digests.get((r.article, r.paragraph), ()) for r in row.readings]),
            (_QUOTE, [stems(reading.quote) for reading in row.readings]),
            (_ANSWER, [stems(answer.label) for answer in fact.answers]),
            (_QUESTION, [stems(f"{fact.question} {fact.unit}")]),
        ):
            known |= dict.fromkeys((stem for text in texts for stem in text), source)
        return known


def _of_fact(
    row: Row,
    texts: Sequence[_Paragraph],
    weights: Mapping[str, float],
    names: Names,
    content: Content,
) -> tuple[Suggestion, ...]:
    whole = sum(sorted(weights.values(), reverse=True)[:_WORDS])
    if not whole:
        return ()
    scored = []
    for text in texts:
        best = max(_weight(weights, sentence.stems) for sentence in text.sentences)
        score = (best + _PARAGRAPH * _weight(weights, text.stems)) / ((1 + _PARAGRAPH) * whole)
        if row.fact.type in _FIGURE_TYPES:
            is_there = any(_is_of_type(figure, row.fact) for figure in text.figures)
            score = score * _FIGURE if is_there else score / _FIGURE
        scored.append((score, text))
    scored.sort(key=lambda item: (-item[0], item[1].number))
    least = max(_POSSIBLE, _NEAR_BEST * scored[0][0]) if scored else 0
    return tuple(
        _suggestion(row, text, score, weights, names, content)
        for score, text in scored[:_MOST_PARAGRAPHS]
        if score >= least
    )


def _weight(weights: Mapping[str, float], said: Iterable[str]) -> float:
    return sum(weights.get(stem, 0) for stem in said)


def _is_of_type(figure: Figure, fact: Fact) -> bool:
    return figure.type == fact.type and (fact.type != "money" or figure.unit == fact.unit)


def _suggestion(
    row: Row,
    text: _Paragraph,
    score: float,
    weights: Mapping[str, float],
    names: Names,
    content: Content,
) -> Suggestion:
    fact = row.fact
    # The sentence with the value, the one that shares most with the fact first.
    sentences = sorted(text.sentences, key=lambda s: -_weight(weights, s.stems))
    value, shown, words = None, "", ""
    sentence = sentences[0]
    for sentence in sentences:
        value, shown, words = _value(row, sentence, names)
        if value is not None:
            break
    known = [reading.value for reading in row.readings]
    quote = _quote(sentence, words, weights, content.settings.quotation_words) if words else ""
    return Suggestion(
        fact=fact,
        paragraph=text.number,
        score=score,
        value=value,
        shown=shown,
        words=words,
        quote=quote,
        relation=values.relate([*known, value]) if known and value is not None else None,
        why=tuple(_why(row, text, weights, names)),
    )


def _value(row: Row, sentence: _Sentence, names: Names) -> tuple[Value | None, str, str]:
    """The value that a sentence may give, in plain English, and the words that hold it."""
    fact = row.fact
    if fact.type == "set":
        return _set(row, sentence, names)
    fitting = [figure for figure in sentence.figures if _is_of_type(figure, fact)]
    if not fitting:
        return None, "", ""
    known = [reading.value for reading in row.readings]
    # Of several, the one that a reading has too, or else could have.
    figure = max(
        fitting,
        key=lambda f: (f.value in known, any(f.value.meets(value) for value in known)),
    )
    return figure.value, show(figure.value, fact.type, fact.unit), figure.words


def _set(row: Row, sentence: _Sentence, names: Names) -> tuple[Value | None, str, str]:
    asked = {name for _, name in names.named(row.fact.question)}
    known = {
        member
        for reading in row.readings
        if isinstance(reading.value, NameSet)
        for member in reading.value.members
    }
    spans: dict[str, tuple[int, int]] = {}
    candidates = {name: names.printed(name) for _, name in names.named(sentence.words)}
    for name, printed in {**{member: member for member in known}, **candidates}.items():
        match = re.search(rf"(?<!\w){re.escape(normalise(name))}(?!\w)", sentence.words)
        if match and printed not in {names.printed(name) for name in asked}:
            spans.setdefault(printed, match.span())
    if not spans:
        return None, "", ""
    words = sentence.words[min(a for a, _ in spans.values()) : max(b for _, b in spans.values())]
    value = NameSet(frozenset(spans), False)
    return value, facts.listed(sorted(spans)), words


def _quote(sentence: _Sentence, words: str, weights: Mapping[str, float], most: int) -> str:
    """A run of at most so many words with the given ones in it: where most weight stands."""
    start = sentence.words.find(words)
    tokens = list(re.finditer(r"\S+", sentence.words))
    inside = [
        index
        for index, token in enumerate(tokens)
        if token.end() > start and token.start() < start + len(words)
    ]
    if not inside or count_words(words) > most:
        return ""
    first, last = inside[0], inside[-1]

    def run(begin: int) -> str:
        end = min(begin + most, len(tokens)) - 1
        return sentence.words[tokens[begin].start() : tokens[end].end()]

    begins = range(max(0, last - most + 1), first + 1)
    best = max(begins, key=lambda begin: (_weight(weights, stems(run(begin))), begin))
    chosen = tokens[best : best + most]
    # Words at the ends that the fact does not know only blur what is quoted.
    while chosen[0] is not tokens[first] and not _weight(weights, stems(chosen[0].group())):
        chosen = chosen[1:]
    while chosen[-1] is not tokens[last] and not _weight(weights, stems(chosen[-1].group())):
        chosen = chosen[:-1]
    return sentence.words[chosen[0].start() : chosen[-1].end()].strip(" \"'.,;:()")


def _why(row: Row, text: _Paragraph, weights: Mapping[str, float], names: Names) -> Iterable[str]:
    shared = sorted(
        (stem for stem in text.stems if weights.get(stem)), key=lambda s: (-weights[s], s)
    )
    if shared:
        typed = {
            stem: word
            for word in reversed(re.findall(r"[\w$%-]+", text.words.lower()))
            for stem in stems(word)
        }
        words = dict.fromkeys(typed.get(stem, stem) for stem in shared[:5])
        yield f"shares the words {', '.join(words)}"
    if any(_is_of_type(figure, row.fact) for figure in text.figures):
        amount = f"an amount in {row.fact.unit}"
        what = {"money": amount, "percent": "a percentage"}.get(row.fact.type, f"a {row.fact.type}")
        yield f"has {what}, as the fact asks"
    about = set(names.find(" ".join([row.fact.question, *(r.quote for r in row.readings)])))
    named = [names.name(id) for id in text.names if id in about]
    if named:
        yield f"names {facts.listed(named)}"


def _unknown(
    rows: Sequence[Row],
    found: Mapping[int, Sequence[tuple[Row, Suggestion]]],
    texts: Sequence[_Paragraph],
) -> Iterable[tuple[int, Figure]]:
    """The figures that no reading has and no likely suggestion offers."""
    known = {reading.value for row in rows for reading in row.readings}
    offered = {
        (s.paragraph, s.value)
        for suggestions in found.values()
        for _, s in suggestions
        if s.strength == "likely"
    }
    for text in texts:
        for figure in text.figures:
            if figure.value not in known and (text.number, figure.value) not in offered:
                yield text.number, figure


def _topics(
    content: Content, rows: Sequence[Row], text: _Paragraph, weigh: _Weights
) -> Iterable[str]:
    """The topics with which a paragraph shares most: the best, and those nearly as good."""
    words: dict[str, set[str]] = {}
    for topic in content.topics:
        asked = [row.fact.question for row in rows if row.fact.topic == topic.slug]
        words[topic.slug] = stems(
            " ".join([topic.title, topic.question, topic.answer.words, topic.body.words, *asked])
        )
    in_topics = Counter(stem for said in words.values() for stem in said)
    # What every topic speaks of tells none apart.
    scores = {
        slug: sum(
            weigh.rarity(stem) * math.log((len(words) + 1) / in_topics[stem])
            for stem in text.stems & said
        )
        for slug, said in words.items()
    }
    best = max(scores.values(), default=0)
    ranked = sorted(scores, key=lambda slug: (-scores[slug], slug))
    return [slug for slug in ranked if scores[slug] and scores[slug] >= 0.7 * best][:2]

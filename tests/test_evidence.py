"""Evidence: what a text asserts, what proves it, and what the lock keeps of that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import evidence, markdown
from generator.build import build, prepare, preview, verify
from generator.evidence import Proof
from generator.fields import Text
from generator.markdown import Document
from generator.memory import Memory
from generator.model import Assertion, Person
from generator.names import Names
from generator.phrases import find, normalise
from generator.problems import BuildFailed, Place, Problems
from generator.wording import show
from tests.sites import write

PLACE = Place("t.md", 1, 1)
PEOPLE = [
    Person(id, names[0], "person", names, frozenset(), Document(), PLACE)
    for id, names in (("ada-finch", ("Ada Finch", "Finch")), ("finch-works", ("Finch Works",)))
]
NAMES = Names(PEOPLE)
WHERE = [("herald", 2)]


def assertions(text: str) -> list[tuple[str, str]]:
    """What one statement asserts, as kind and words."""
    document = markdown.parse(Text(text, PLACE, (text, 1, 1)), Problems())
    found = evidence.of_statement(document.statements[0], WHERE, {}, NAMES)
    return [(assertion.kind, assertion.words) for assertion in found]


def holds(assertion_text: str, paragraph: str) -> bool:
    document = markdown.parse(Text(assertion_text, PLACE, (assertion_text, 1, 1)), Problems())
    proof = Proof(NAMES, None, {"herald": ("Another.", paragraph)}, {})
    found = evidence.of_statement(document.statements[0], WHERE, {}, NAMES)
    return all(map(proof.holds, found))


def test_quotations_figures_and_names_are_asserted_and_nothing_else() -> None:
    text = 'Finch paid $4 in 2019 for the *Heron* and its "old, grey" GP-200 engine.'
    assert assertions(text) == [
        ("quotation", "old, grey"),
        ("figure", "$4"),
        ("figure", "2019"),
        ("figure", "GP-200"),
        ("name", "Finch"),
    ]
    assert assertions("It is a boat that nobody knew.") == []


@pytest.mark.parametrize(
    ("statement", "paragraph", "expected"),
    [
        ('It is "fair and simple".', "A fair and simple price.", True),
        ('It is "fair and simple".', "A fair\n and simple price.", True),
        ('It is "fair and simple".', "A fair, and simple price.", False),
        ('It is "fair and simple".', "Unfair and simple.", False),
        ('It is "fair and simple".', "A Fair and simple price.", False),
        ('It is "the line\'s best".', "She calls it the line’s best.", True),
        ('It is "low-cost".', "A low–cost line.", True),
        ("It costs half a million dollars.", "They paid $500,000.", True),
        ("It costs $4.5 million.", "It cost 4.5 million dollars.", True),
        ("It costs $4.", "It cost over $4.", False),
        ("It costs $4.", "It cost €4.", False),
        ("It costs about 10%.", "It is approximately 10 per cent.", True),
        ("It came in 2019.", "Back in 2019 it came.", True),
        ("It came in March 2019.", "Back in 2019 it came.", False),
        ("It takes five years.", "A five-year plan.", True),
        ("Finch says so.", "Ada Finch says so.", True),
        ("Ada Finch says so.", "Finch Works says so.", False),
        ("Ada Finch says so.", "Ada says so.", False),
        ("Ada Fnich says so.", "Ada Finch says so.", False),
        ("Ada Fincher says so.", "Ada Finch says so.", True),  # not nearly
        ("Ada Finche says so.", "Ada Finch met Ada Finche.", True),
        ("Finchs came.", "Ada Finch says so.", False),
        ("Workers built it.", "The workers of Finch Works.", True),
    ],
)
def test_what_a_statement_asserts_stands_in_its_paragraph(
    statement: str, paragraph: str, expected: bool
) -> None:
    assert holds(statement, paragraph) is expected


def test_the_operands_of_arithmetic_are_asserted_and_not_its_result() -> None:
    text = 'It rose by [two dollars]{derived="$5 - $3"}.'
    assert assertions(text) == [("figure", "$5"), ("figure", "$3")]


@pytest.mark.parametrize(
    ("derived", "result"),
    [
        ("$5 - $3", "$2"),
        ("$5 million + $500,000", "$5.5 million"),
        ("$4.50 − $3", "$1.50"),
        ("20% / 2", "10%"),
        ("$500 billion * 20%", "$100 billion"),
        ("$500 billion / $1 billion", "500"),
        ("3 years * 2", "6"),
        ("over $5 - $3", None),
        ("$5 - 3%", None),
        ("$5 - €3", None),
        ("$5 * $3", None),
        ("$5 / 0", None),
        ("2 + 3 * 4", None),
        ("$5", None),
        ("five dollars less three", None),
    ],
)
def test_arithmetic_is_computed_from_exact_figures(derived: str, result: str | None) -> None:
    figure = evidence.arithmetic(derived)
    assert (figure and show(figure.value, figure.type, figure.unit)) == result


def test_the_place_of_an_assertion_is_that_of_its_words() -> None:
    text = "First *words* here, and\nthen it cost $4."
    document = markdown.parse(Text(text, PLACE, (text, 1, 1)), Problems())
    (found,) = evidence.of_statement(document.statements[0], WHERE, {}, NAMES)
    assert str(found.place) == "t.md:2:14"


def test_what_verify_proved_a_build_without_the_texts_accepts(plain: Path) -> None:
    verify(plain, plain / "texts")
    build(plain)


def test_verify_writes_the_same_lock_again(plain: Path) -> None:
    lock = plain / "content" / "evidence.lock"
    before = lock.read_bytes()
    lock.unlink()
    verify(plain, plain / "texts")
    assert lock.read_bytes() == before


def test_a_new_statement_adds_its_lines_to_the_lock_and_changes_no_other(plain: Path) -> None:
    lock = plain / "content" / "evidence.lock"
    before = set(lock.read_text().split("\n"))
    topic = plain / "content" / "topics" / "boat.md"
    topic.write_text(
        topic.read_text() + '\nQuillmarsh has a boat "of its own" [@harbour-herald, para. 1].\n'
    )
    with pytest.raises(BuildFailed):
        build(plain)
    verify(plain, plain / "texts")
    build(plain)
    after = set(lock.read_text().split("\n"))
    assert before < after and len(after - before) == 1


def test_an_article_whose_text_is_not_at_hand_keeps_its_evidence(plain: Path) -> None:
    lock = plain / "content" / "evidence.lock"
    before = lock.read_bytes()
    (plain / "texts" / "island-post.txt").unlink()
    assert verify(plain, plain / "texts").without_text == ("island-post",)
    assert lock.read_bytes() == before


def test_a_changed_text_is_taken_only_when_it_is_meant(plain: Path) -> None:
    text = plain / "texts" / "island-post.txt"
    text.write_text(text.read_text() + "\n", encoding="utf-8")
    verify(plain, plain / "texts")  # white space is no change
    text.write_text(text.read_text().replace("It is dear", "It is cheap"))
    with pytest.raises(BuildFailed, match="changed-text"):
        verify(plain, plain / "texts")
    verify(plain, plain / "texts", accept_changed=True)
    build(plain)


def test_the_lock_holds_no_words_of_an_article(plain: Path) -> None:
    lock = (plain / "content" / "evidence.lock").read_text()
    lines = [line for line in lock.split("\n") if line and not line.startswith("#")]
    assert all(set(line.split()[-1]) <= set("0123456789abcdef") for line in lines[1:])


def test_with_the_rights_to_the_text_the_body_is_what_proves(plain: Path) -> None:
    body = (plain / "texts" / "harbour-herald.txt").read_text()
    article = plain / "content" / "articles" / "harbour-herald.md"
    head = article.read_text().partition("\n---\n")[0]
    write(plain, {"content/articles/harbour-herald.md": f"{head}\nrights: full\n---\n\n{body}"})
    lock = plain / "content" / "evidence.lock"
    lines = [line for line in lock.read_text().split("\n") if "harbour-herald" not in line]
    lock.write_text("\n".join(lines))
    build(plain)
    topic = plain / "content" / "topics" / "fares.md"
    topic.write_text(topic.read_text().replace("fair and simple", "fair and sensible"))
    with pytest.raises(BuildFailed, match="false-quotation"):
        build(plain)


def test_inferred_values_prove_nothing_else(plain: Path) -> None:
    """Words tied to a fact are proven by a reading of a cited article, if it is not inferred."""
    topic = plain / "content" / "topics" / "boat.md"
    text = topic.read_text()
    statement = "\nIt came into service in [{date}]{{fact=start}} [@{where}].\n"
    topic.write_text(text + statement.format(date="early 2031", where="island-post, para. 2"))
    prepare(plain)
    # The cited article says nothing of the kind, whatever another article's reading holds.
    topic.write_text(text + statement.format(date="early 2031", where="harbour-herald, para. 1"))
    with pytest.raises(BuildFailed, match='"early 2031" was never proven'):
        prepare(plain)
    topic.write_text(text + statement.format(date="1 May 2031", where="harbour-herald, para. 1"))
    with pytest.raises(BuildFailed, match='"1 May 2031" was never proven'):
        prepare(plain)


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ('He said "so" and "no".', []),
        ("It's the boats' 'fair and simple' price.", []),
        ('He said "so.', ['"']),
        ("He said «so».", ["«", "»"]),
        ('He said "so *and" no*.', ["“"]),
    ],
)
def test_quotation_marks_that_quote_nothing_are_odd(text: str, marks: list[str]) -> None:
    document = markdown.parse(Text(text, PLACE, (text, 1, 1)), Problems())
    found = evidence.odd_marks(document.statements[0].words)
    assert len(found) >= len(marks) and bool(found) == bool(marks)


def test_single_marks_around_several_words_quote_too() -> None:
    assert assertions("They call it 'fair and simple'.") == [("quotation", "fair and simple")]
    assert assertions("They call it 'fair'.") == []


def test_a_month_or_a_weekday_without_a_year_is_asserted() -> None:
    text = "It came on a Tuesday in May, in March 2031, and may stay."
    assert assertions(text) == [("figure", "March 2031"), ("figure", "Tuesday"), ("figure", "May")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The GP-200’s engine is new.", ["GP-200"]),
        ("It fell in FY2025 and 2024-25.", ["FY2025", "2024-25"]),
        ("About ½ of it, or 1.000.000, is gone.", ["½", "1.000.000"]),
        ("It cost $5 in 2019.", []),
    ],
)
def test_digits_that_are_no_figure_are_asserted_word_for_word(text: str, words: list[str]) -> None:
    assert evidence.loose(text) == words


def test_a_name_with_digits_stands_in_its_paragraph() -> None:
    assert holds("It runs on a GP-200.", "The GP-200 engine is new.")
    assert not holds("It runs on a GP-300.", "The GP-200 engine is new.")


def test_the_date_of_a_cited_article_needs_no_paragraph(plain: Path) -> None:
    topic = plain / "content" / "topics" / "boat.md"
    text = topic.read_text()
    statement = "\nOn {date} the *Heron* was still a plan [@harbour-herald, para. 1].\n"
    topic.write_text(text + statement.format(date="2 March 2031"))
    prepare(plain)
    topic.write_text(text + statement.format(date="3 March 2031"))
    with pytest.raises(BuildFailed, match='"3 March 2031" was never proven'):
        prepare(plain)


def test_another_name_of_someone_is_to_be_proven_anew(plain: Path) -> None:
    people = plain / "content" / "people.yaml"
    people.write_text(people.read_text().replace("names: [Brightwater]", "names: [The Line]"))
    with pytest.raises(BuildFailed, match="unproven-name"):
        prepare(plain)


def test_a_phrase_fits_a_paragraph_by_whom_it_describes(plain: Path) -> None:
    people = plain / "content" / "people.yaml"
    text = people.read_text()
    people.write_text(text.replace("She reports that Tidal Works builds the boat", "A journalist"))
    prepare(plain)


PHRASES = st.text("ab “”‘’\"'-–—\u00a0\n.", max_size=30)


@given(PHRASES)
def test_normalisation_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.lists(st.text("abc", min_size=1), min_size=1, max_size=8), st.data())
def test_every_run_of_words_of_a_paragraph_is_found_in_it(
    words: list[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert find(" ".join(words[start:end]), " ".join(words)) >= 0


def test_a_difference_shows_what_is_written_and_what_is_found() -> None:
    found = evidence.difference("a fair and plain price", "a fair and very simple price")
    assert found == "a fair and [-plain-] {+very simple+} price"


@given(
    st.dictionaries(
        st.sampled_from(["a", "b-c"]), st.tuples(st.integers(0, 99), st.just("f" * 64))
    ),
    st.lists(
        st.tuples(st.sampled_from(["a", "b-c"]), st.integers(0, 9), st.just("0" * 64)), max_size=5
    ),
)
def test_a_lock_that_is_written_is_read_again(
    articles: dict[str, tuple[int, str]], entries: list[tuple[str, int, str]]
) -> None:
    text = evidence.lock_text(articles, entries)
    lock = evidence.parse_lock(text)
    assert not isinstance(lock, int)
    assert lock.articles == articles
    assert lock.proven == {digest for slug, _, digest in entries if slug in articles}
    assert evidence.lock_text(lock.articles, reversed(entries)) == text


def test_the_fingerprint_tells_kind_article_paragraph_and_phrase_apart() -> None:
    def of(kind: str, key: str, slug: str, number: int) -> str:
        assertion = Assertion("name" if kind == "name" else "figure", "", key, (), PLACE)
        return evidence.fingerprint(assertion, slug, number)

    found = {
        of("name", "x", "a", 1),
        of("figure", "x", "a", 1),
        of("name", "y", "a", 1),
        of("name", "x", "b", 1),
        of("name", "x", "a", 2),
    }
    assert len(found) == 5


def test_a_text_that_is_of_no_article_is_named(plain: Path) -> None:
    texts = plain / "texts"
    (texts / "notes.txt").write_text("What is no article's.")
    assert verify(plain, texts).strays == ("notes.txt",)
    (plain / "content/evidence.lock").unlink()
    (texts / "island-post.txt").rename(texts / "Island.txt")
    message = "there is no island-post.txt; of no article are: Island.txt, notes.txt"
    with pytest.raises(BuildFailed, match=re.escape(message)):
        verify(plain, texts)
    (texts / "harbour-herald.txt").unlink()
    with pytest.raises(BuildFailed, match="there is no text of any article .*: Island.txt, notes"):
        verify(plain, texts)


def test_a_preview_is_shown_although_the_only_text_is_of_no_article(plain: Path) -> None:
    texts = plain.parent / "others"
    texts.mkdir()
    (texts / "notes.txt").write_text("What is no article's.")
    assert preview(plain, "0", Memory(), texts).unproven == ()

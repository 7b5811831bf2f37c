"""What changed from one snapshot to the next."""

from __future__ import annotations

from msgspec.structs import replace

from generator.changes import Change, between
from generator.model import ReleasedFact, ReleasedReading

HERALD = ReleasedReading("herald", 2, "over $4", "2031-03-02")
POST = ReleasedReading("post", 1, "$4.50", "2031-06~")
FARE = ReleasedFact("fare", "What does it cost?", "compatible", (HERALD, POST))
START = ReleasedFact("start", "When does it start?", "none", ())


def changes(
    before: list[ReleasedFact],
    after: list[ReleasedFact],
    facts: dict[str, str] | None = None,
    articles: dict[str, str] | None = None,
) -> list[Change]:
    return list(between(before, after, facts or {}, articles or {}))


def test_the_same_facts_are_no_change_in_whatever_order() -> None:
    assert changes([FARE, START], [START, FARE]) == []


def test_a_new_fact_is_added_with_its_readings() -> None:
    (change,) = changes([START], [START, FARE])
    assert (change.kind, change.id, change.before) == ("added", "fare", ())
    assert change.after == (HERALD, POST)


def test_a_fact_that_went_is_withdrawn_with_the_readings_it_had() -> None:
    (change,) = changes([FARE, START], [START])
    assert (change.kind, change.id, change.after) == ("withdrawn", "fare", ())
    assert change.before == (HERALD, POST)


def test_a_changed_fact_has_the_readings_that_are_not_the_same_before_and_after() -> None:
    now = replace(POST, value="$5")
    (change,) = changes([FARE], [replace(FARE, relation="differ", readings=(HERALD, now))])
    assert (change.kind, change.before, change.after) == ("changed", (POST,), (now,))
    assert (change.old_relation, change.relation) == ("compatible", "differ")
    assert change.old_question == ""


def test_every_part_of_a_reading_counts() -> None:
    for now in (
        replace(POST, article="herald"),
        replace(POST, paragraph=3),
        replace(POST, as_of="2031-07"),
    ):
        (change,) = changes([FARE], [replace(FARE, readings=(HERALD, now))])
        assert (change.before, change.after) == ((POST,), (now,))


def test_a_reading_given_twice_and_then_once_has_changed() -> None:
    (change,) = changes([replace(FARE, readings=(HERALD, HERALD))], [FARE])
    assert (change.before, change.after) == ((HERALD,), (POST,))


def test_another_question_is_a_change() -> None:
    (change,) = changes([FARE], [replace(FARE, question="What is the price?")])
    assert (change.old_question, change.question) == ("What does it cost?", "What is the price?")
    assert (change.old_relation, change.before, change.after) == (None, (), ())


def test_another_id_of_a_fact_or_an_article_is_no_change() -> None:
    gazette = tuple(replace(r, article="gazette") for r in (HERALD,))
    renamed = replace(FARE, id="price", readings=(*gazette, POST))
    assert changes([FARE], [renamed], {"fare": "price"}, {"herald": "gazette"}) == []
    # Long after, both snapshots have the old ids, or the new ones.
    assert changes([FARE], [FARE], {"fare": "price"}, {"herald": "gazette"}) == []
    assert [change.id for change in changes([], [FARE], {"fare": "price"})] == ["price"]


def test_of_two_facts_made_one_the_other_is_withdrawn() -> None:
    price = replace(FARE, id="price")
    assert [(c.kind, c.id) for c in changes([FARE, price], [price], {"fare": "price"})] == [
        ("withdrawn", "fare")
    ]
    both = {"fare": "cost", "price": "cost"}
    found = changes([FARE, price], [replace(FARE, id="cost")], both)
    assert [(c.kind, c.id) for c in found] == [("withdrawn", "price")]


def test_changes_stand_in_the_order_of_the_facts_the_withdrawn_last() -> None:
    asked = replace(START, question="When did it start?")
    found = changes([replace(START, id="old"), START], [asked, FARE])
    assert [(c.kind, c.id) for c in found] == [
        ("changed", "start"),
        ("added", "fare"),
        ("withdrawn", "old"),
    ]

"""Snapshots: the facts as they were released, in a file of its own for each release."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from msgspec.structs import asdict

from generator import urls
from generator.model import RELATIONS, ReleasedFact, ReleasedReading, Row, Snapshot
from generator.problems import UNWANTED
from generator.values import read_date


def snapshot(day: date, rows: Iterable[Row]) -> Snapshot:
    """The facts of the rows, as released on a day."""
    return Snapshot(day, facts(rows))


def facts(rows: Iterable[Row]) -> tuple[ReleasedFact, ...]:
    """The facts of the rows, as they would be released."""
    return tuple(map(_fact, rows))


def _fact(row: Row) -> ReleasedFact:
    readings = (
        ReleasedReading(r.article, r.paragraph, r.shown, r.as_of.edtf if r.as_of else "")
        for r in row.readings
    )
    return ReleasedFact(row.fact.id, row.fact.question, row.relation, tuple(readings))


def day(text: str) -> date | None:
    """A day written as 2031-06-01; None for all else."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None
    except ValueError:
        return None


def text(snapshot: Snapshot) -> str:
    """The file of a snapshot; its name has the day."""
    facts = [{**asdict(f), "readings": [*map(asdict, f.readings)]} for f in snapshot.facts]
    return json.dumps({"facts": facts}, ensure_ascii=False, indent=1) + "\n"


def addresses(snapshot: Snapshot) -> Iterator[str]:
    """The permanent addresses that a snapshot names."""
    for fact in snapshot.facts:
        yield urls.fact(fact.id)
        for reading in fact.readings:
            yield urls.article(reading.article)
            yield urls.paragraph(reading.article, reading.paragraph)


def parse(text: str) -> tuple[ReleasedFact, ...] | None:
    """The facts of such a file; None where it is none."""
    try:
        match json.loads(text, object_pairs_hook=_each_once):
            case {"facts": list() as found, **more} if not more:
                facts = tuple(map(_parsed_fact, found))
                _each_once((fact.id, fact) for fact in facts)
                return facts
    except (ValueError, RecursionError):
        pass
    return None


def _parsed_fact(found: Any) -> ReleasedFact:
    match found:
        case {
            "id": str() as id,
            "question": str() as question,
            "relation": str() as relation,
            "readings": list() as readings,
            **more,
        } if relation in RELATIONS and not more:
            _refuse_unwanted(question)
            _demand_permanent(urls.fact(id))
            return ReleasedFact(id, question, relation, tuple(map(_parsed_reading, readings)))
    raise ValueError("not a fact")


def _parsed_reading(found: Any) -> ReleasedReading:
    match found:
        case {
            "article": str() as article,
            "paragraph": int() as paragraph,
            "value": str() as value,
            "as_of": str() as as_of,
            **more,
        } if not more and (not as_of or read_date(as_of)):
            _refuse_unwanted(value + as_of)
            _demand_permanent(urls.paragraph(article, paragraph))
            return ReleasedReading(article, paragraph, value, as_of)
    raise ValueError("not a reading")


def _each_once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError("a name is given twice")
        found[name] = value
    return found


def _demand_permanent(address: str) -> None:
    if not re.fullmatch(urls.PERMANENT, address):
        raise ValueError("not an address that is released")


def _refuse_unwanted(text: str) -> None:
    """What no other file may hold, JSON can write with \\u."""
    text.encode()  # where it has half a character, it is no text
    if UNWANTED.search(text):
        raise ValueError("a character that no text needs")

"""Changes the real content at random and counts how many of the changes verify catches.

    python -m tests.mutants --texts DIR [--count 500] [--seed 1]

A mutant is the content with one thing changed: a digit of a figure, a word of a quotation, a name
for another listed name, or the paragraph of a citation or reading whose statement asserts
something. Prints the share caught by kind, and every mutant that escaped.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator import check, evidence, read, resolve
from generator.model import Content, Site
from generator.problems import Place, Problems

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Spot:
    """Where something may be changed: the words that are typed there."""

    kind: str
    place: Place
    words: str


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copy(ROOT / "site.yaml", root)
        shutil.copytree(ROOT / "content", root / "content")
        texts = options.texts.resolve()
        content, site, found = verify(root, texts)
        if found.found:
            print("the content itself does not hold: run make verify first", file=sys.stderr)
            return 1
        by_kind: dict[str, list[Spot]] = {}
        for spot in spots(content, site):
            by_kind.setdefault(spot.kind, []).append(spot)
        names = {name: person.id for person in content.people for name in person.names}
        paragraphs = {a.slug: len(a.body.paragraphs) for a in content.articles}
        tried: Counter[str] = Counter()
        caught: Counter[str] = Counter()
        kinds = sorted(by_kind)
        pool = [spot for kind in kinds for spot in by_kind[kind]]
        print(", ".join(f"{len(by_kind[kind])} {kind}" for kind in kinds), "places to change")
        while sum(tried.values()) < options.count:
            spot = chance.choice(pool)
            file = root / spot.place.path
            before = file.read_text(encoding="utf-8")
            after = mutate(spot, before, names, paragraphs, chance)
            if after is None or after == before:
                continue
            file.write_text(after, encoding="utf-8")
            _, _, problems = verify(root, texts)
            file.write_text(before, encoding="utf-8")
            tried[spot.kind] += 1
            if problems.found:
                caught[spot.kind] += 1
            else:
                line = after.split("\n")[spot.place.line - 1].strip()
                print(f"escaped: {spot.kind}: {spot.place}: {line}")
        for kind in kinds:
            print(f"{kind}: {caught[kind]} of {tried[kind]} caught")
        total, all_caught = sum(tried.values()), sum(caught.values())
        print(f"all: {all_caught} of {total} caught, {100 * all_caught / total:.1f} of 100")
        return 0 if all_caught >= 0.95 * total else 1


def verify(root: Path, texts: Path) -> tuple[Content, Site, Problems]:
    problems = Problems()
    content = read.content(root, problems)
    at_hand = read.texts(texts, content.articles, problems)
    site = resolve.site(content, resolve.proof(content, at_hand), problems)
    check.site(site, problems)
    return content, site, problems


def spots(content: Content, site: Site) -> Iterator[Spot]:
    """Everything that can be changed so that something asserted is no longer so."""
    proof = resolve.proof(content, {})
    rows = {row.fact.id: row for row in site.rows}
    for article in content.articles:
        for assertion in evidence.of_digest(article, proof.names):
            yield Spot(assertion.kind, assertion.place, assertion.words)
    for passage in site.passages:
        for assertion in evidence.of_passage(passage, rows, proof.names):
            if assertion.words != passage.subject:  # which its statements need not say
                yield Spot(assertion.kind, assertion.place, assertion.words)
        for cited in passage.cited.values():
            where = [(slug, number) for slug, numbers in cited.parts for number in numbers]
            asserted = evidence.of_statement(cited.statement, where, rows, proof.names)
            is_held = bool(passage.subject) or any(True for _ in asserted)
            if cited.statement.citation and is_held:
                for part in cited.statement.citation.parts:
                    yield Spot("paragraph of a citation", part.place, part.article)
    for reading in content.readings:
        yield Spot("quotation", reading.quote.place, reading.quote)
        yield Spot("paragraph of a reading", reading.paragraph.place, reading.article)
        if re.search("[0-9]", reading.value[0]):
            yield Spot("figure", reading.value[0].place, reading.value[0])


def mutate(
    spot: Spot, text: str, names: dict[str, str], paragraphs: dict[str, int], chance: random.Random
) -> str | None:
    """The file's text with one thing at the spot changed; None where it is not found there."""
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: spot.place.line - 1]) + spot.place.column - 1
    if spot.kind.startswith("paragraph"):
        found = re.compile(r"\d+").search(text, start)
        if found is None:
            return None
        others = [n for n in range(1, paragraphs[spot.words] + 1) if str(n) != found.group()]
        return text[: found.start()] + str(chance.choice(others)) + text[found.end() :]
    pattern = re.escape(spot.words).replace(r"\ ", r"\s+").replace("’", "['’]")
    found = re.compile(pattern).search(text, start)
    if found is None:
        return None
    typed = found.group()
    if spot.kind == "figure":
        digits = [match.start() for match in re.finditer("[0-9]", typed)]
        if not digits:
            return None
        at = chance.choice(digits)
        other = chance.choice([digit for digit in "0123456789" if digit != typed[at]])
        changed = typed[:at] + other + typed[at + 1 :]
    elif spot.kind == "name":
        # Another name of the same person would say the same.
        own = names.get(spot.words)
        changed = chance.choice(sorted(name for name in names if names[name] != own))
    else:
        words = re.split(r"(\s+)", typed)
        at = chance.randrange(0, len(words), 2)
        words[at] = chance.choice(["some", "often", "quite", "perhaps"])
        changed = "".join(words)
    return text[: found.start()] + changed + text[found.end() :]


if __name__ == "__main__":
    sys.exit(main())

"""Measures the suggestions for a new article: leaves each article out, and looks what is found.

    python -m tests.suggestions --texts DIR [--missed]

An article's readings are taken away and then suggested from its text. Prints by article how many
of them are suggested at the right paragraph, how many of the figures with the right value, how
many suggestions are right, and the same for the facts that another article speaks to as well:
the question of a fact with one article was worded from that article.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from msgspec.structs import replace

from generator import read, resolve
from generator.model import Content, Reading, Row
from generator.problems import Problems
from generator.suggest import suggest

ROOT = Path(__file__).parent.parent
FIGURES = ("money", "percent", "number", "date")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--missed", action="store_true", help="list the readings that are missed")
    options = parser.parse_args()
    problems = Problems()
    content = read.content(options.root.resolve(), problems)
    texts = read.texts(options.texts.resolve(), content.articles, problems)
    rows = resolve.site(content, resolve.proof(content, texts), problems).rows
    if problems.found:
        print("the content itself does not hold: run make check first", file=sys.stderr)
        return 1
    total: Counter[str] = Counter()
    for slug, paragraphs in texts.items():
        counts, missed = measure(content, rows, slug, paragraphs)
        total += counts
        print(told(slug, counts))
        for reading in missed if options.missed else ():
            print(f"  missed: {reading.fact}, para. {reading.paragraph}: {reading.shown}")
    print(told("all", total))
    return 0


def left_out(content: Content, slug: str) -> Content:
    """The content as it was before the article came."""
    return replace(
        content,
        articles=tuple(article for article in content.articles if article.slug != slug),
        folded_readings=tuple(each for each in content.folded_readings if each.article != slug),
    )


def measure(
    content: Content, rows: tuple[Row, ...], slug: str, paragraphs: tuple[str, ...]
) -> tuple[Counter[str], list[Reading]]:
    """What is found of an article's readings, counted, and those that are missed."""
    suggested = [
        suggestion
        for suggestions in suggest(left_out(content, slug), paragraphs).facts.values()
        for _, suggestion in suggestions
    ]
    values = {(s.fact.id, s.paragraph): s.value for s in suggested}
    counts: Counter[str] = Counter()
    recorded: set[tuple[str, int]] = set()
    missed = []
    for row in rows:
        for reading in (reading for reading in row.readings if reading.article == slug):
            here = (row.fact.id, reading.paragraph)
            recorded.add(here)
            is_found = here in values
            counts["readings"] += 1
            counts["found"] += is_found
            counts["shared"] += row.articles > 1
            counts["shared found"] += is_found and row.articles > 1
            if row.fact.type in FIGURES:
                is_right = is_found and values[here] == reading.value
                counts["figures"] += 1
                counts["right values"] += is_right
                counts["read"] += not reading.inferred
                counts["right read"] += is_right and not reading.inferred
            if not is_found:
                missed.append(reading)
    counts["suggestions"] = len(suggested)
    counts["right"] = len(recorded & values.keys())
    counts["facts"] = len(rows)
    return counts, missed


def told(what: str, counts: Counter[str]) -> str:
    def share(part: str, whole: str) -> str:
        ratio = counts[part] / counts[whole] if counts[whole] else 0
        return f"{counts[part]} of {counts[whole]} ({ratio:.0%})"

    return "\n".join(
        [
            f"{what}:",
            f"  readings suggested at the right paragraph: {share('found', 'readings')}",
            f"  of facts that other articles speak to: {share('shared found', 'shared')}",
            f"  figures with the right value: {share('right values', 'figures')}",
            f"  of those that need no inference: {share('right read', 'read')}",
            f"  suggestions that are right: {share('right', 'suggestions')}",
            f"  suggestions for each fact: {counts['suggestions'] / max(counts['facts'], 1):.2f}",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())

"""How often articles agree with each other, and what they cover; the pictures of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import combinations, product
from pathlib import Path
from typing import Any

from generator import comparison, pictures
from generator.build import Report, build
from tests.sites import main_of, write
from tests.test_facts import site_of

Real = tuple[Path, Report]


def test_each_two_articles_are_counted_by_relation(plain: Path) -> None:
    (pair,) = comparison.pairs(site_of(plain).rows, ["harbour-herald", "island-post"])
    # The fare and the builder are compatible, the operator is the same, the start differs.
    assert pair.relations == {"compatible": 2, "agree": 1, "differ": 1}
    assert pair.shared == 4


def test_what_an_article_says_against_itself_is_none_of_the_others(plain: Path) -> None:
    path = "content/readings/harbour-herald.yaml"
    more = "- fact: fare\n  value: $3\n  paragraph: 2\n  quote: up from $3 now\n"
    # The Herald says both $3 and over $4; the Post's "$3 to $5" has something of either.
    post = "- fact: fare\n  value: $3 to $5\n  paragraph: 1\n  quote: $3 to $5\n"
    write(plain, {path: (plain / path).read_text() + more})
    write(plain, {"content/readings/island-post.yaml": post})
    site = site_of(plain)
    assert next(row for row in site.rows if row.fact.id == "fare").relation == "differ"
    (pair,) = comparison.pairs(site.rows, ["harbour-herald", "island-post"])
    assert pair.relations == {"compatible": 1}


def test_articles_that_share_no_fact_have_no_relation(plain: Path) -> None:
    write(plain, {"content/readings/island-post.yaml": "[]"})
    (pair,) = comparison.pairs(site_of(plain).rows, ["harbour-herald", "island-post"])
    assert (pair.shared, dict(pair.relations)) == (0, {})


def test_coverage_counts_facts_not_readings(plain: Path) -> None:
    found = comparison.coverage(site_of(plain).rows)
    assert found == {
        ("fares", "harbour-herald"): 2,  # with two readings on one of them
        ("fares", "island-post"): 1,
        ("boat", "harbour-herald"): 2,
        ("boat", "island-post"): 2,
        ("", "harbour-herald"): 2,
        ("", "island-post"): 1,
    }


def test_squares_have_areas_as_the_counts() -> None:
    assert list(pictures.sides([4, 1, 0, 16])) == ["0.5", "0.25", "0", "1"]
    assert list(pictures.sides([0, 0])) == ["0", "0"]


def test_the_pictures_count_what_the_published_facts_say(real: Real) -> None:
    """Counted again from facts.json alone, by other code than the generator's."""
    root, report = real
    facts = json.loads((root / "facts.json").read_text(encoding="utf-8"))["facts"]
    slugs = [article.slug for article in report.site.content.articles]
    pairs = {(p.one, p.other): p for p in comparison.pairs(report.site.rows, slugs)}
    for one, other in combinations(slugs, 2):
        counts = Counter(filter(None, (between(fact, one, other) for fact in facts)))
        assert pairs[one, other].relations == counts, (one, other)


def between(fact: dict[str, Any], one: str, other: str) -> str:
    sides = [[r for r in fact["readings"] if r["article"] == slug] for slug in (one, other)]
    if not all(sides):
        return ""
    met = [meets(a["normalized"], b["normalized"]) for a, b in product(*sides)]
    if not all(met):
        return str(fact["relation"])  # differ or changed
    same = all(a["normalized"] == b["normalized"] for a, b in product(*sides))
    return "agree" if same else "compatible"


def meets(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if "answers" in one:
        return bool(set(one["answers"]) & set(other["answers"]))
    if "members" in one:
        mine, yours = set(one["members"]), set(other["members"])
        fits = (one["open"] or yours <= mine) and (other["open"] or mine <= yours)
        return fits
    (low, high), (least, most) = one.values(), other.values()
    return (most is None or low is None or low <= most) and (
        high is None or least is None or least <= high
    )


def chart(site: Path, path: str) -> str:
    build(site)
    return main_of((site / "output" / path).read_text(encoding="utf-8"))


def test_a_disputed_date_shows_what_the_other_article_says(plain: Path) -> None:
    rows = re.findall(r"<li class=\"event\">.*?</li>", chart(plain, "timeline.html"), re.DOTALL)
    by_date = {re.findall(r'class="date">(.*?)<', row)[0]: row for row in rows}
    assert set(by_date) == {"early 2031", "1 May 2031 (inferred)"}
    for row in by_date.values():
        assert "Disputed" in row
        assert row.count('class="bar"') == row.count('class="bar faint"') == 1
    assert '<circle class="bar" cx="32.9%"' in by_date["1 May 2031 (inferred)"]  # day 121 of 365
    assert '<rect class="bar" x="0%" y="4" width="32.9%"' in by_date["early 2031"]


def test_of_what_begins_together_the_shorter_time_comes_first(plain: Path) -> None:
    write(
        plain,
        {
            f"content/articles/{name}.md": f"---\nlabel: {name}\npublished: {when}\nrights: full\n"
            f"published_inferred: So it says.\n---\n\nNobody knows.\n"
            for name, when in {"day": "2031-05-01", "any": '"[2031-05-01..2031-05-08]"'}.items()
        },
    )
    rows = re.findall(r'class="date">(.*?)<', chart(plain, "timeline.html"))
    assert rows[-4:-1] == [
        "1 May 2031 (inferred)",
        "1 May 2031 (inferred)",
        "between 1 and 8 May 2031 (inferred)",
    ]


def test_amounts_are_drawn_to_one_scale(plain: Path) -> None:
    html = chart(plain, "comparison.html")
    rows = re.findall(r'class="value">(.*?)<.*?(<svg class="track".*?</svg>)', html, re.DOTALL)
    widths = {
        (shown, is_open): float(width)
        for shown, track in rows
        for is_open, width in re.findall(r'class="bar([^"]*)"[^>]* width="(.*?)%"', track)
    }
    # Over $4 sets the end of the axis, at $4.60 to have room for what may be above.
    assert widths["$4.50", ""] == 97.8
    assert widths["over $4", ""] == 87
    assert widths["over $4", " faint open"] == 13
    assert widths["$3", ""] == 65.2


def test_agreement_is_told_in_words_and_signs(plain: Path) -> None:
    html = chart(plain, "comparison.html")
    assert html.count("4 facts: 1 agrees, 2 are compatible and 1 differs") == 2
    shares = re.findall(r'<svg class="shares".*?</svg>', html)[0]
    assert re.findall(r'class="(\w+)" x="(.*?)%" width="(.*?)%"', shares) == [
        ("agree", "0", "25"),
        ("compatible", "25", "50"),
        ("differ", "75", "25"),
    ]


def test_more_articles_than_marks_can_show_have_no_matrix(plain: Path) -> None:
    extra: dict[str, str | bytes] = {
        f"content/articles/gull-{n}.md": f"---\nlabel: Gull {n}\nrights: full\n---\n\nA gull.\n"
        for n in range(11)
    }
    assert "<table" not in chart(write(plain, extra), "comparison.html")


def test_an_article_shows_what_rests_on_each_paragraph(plain: Path) -> None:
    html = chart(plain, "articles/harbour-herald.html")
    uses = re.findall(r'<svg class="uses".*?</svg>', html)[0]
    heights = [float(height) for height in re.findall(r'height="(.*?)%"', uses)]
    resting = [
        len(re.findall(r"<li>", block))
        for block in re.findall(r'<div class="paragraph".*?</details>', html, re.DOTALL)
    ]
    assert len(heights) == len(resting) == 3
    assert heights == [round(100 * count / max(resting), 1) for count in resting]
    assert f"Most rest on paragraph 2: {max(resting)}." in html


def test_the_pairs_of_one_article_are_those_of_all_that_have_it(plain: Path) -> None:
    rows = site_of(plain).rows
    articles = ["harbour-herald", "island-post", "nobody"]
    every = comparison.pairs(rows, articles)
    for slug in articles:
        of = [pair for pair in every if slug in (pair.one, pair.other)]
        assert list(comparison.pairs(rows, articles, of=slug)) == of
    assert comparison.most_shared(rows) == max(pair.shared for pair in every) == 4
    assert comparison.most_shared(()) == 0

"""This explainer: what it has to hold. Another explainer has its own, or none."""

from __future__ import annotations

import json
from pathlib import Path

from generator.build import Report

Real = tuple[Path, Report]


def test_every_paragraph_of_the_five_articles_has_its_digest(real: Real) -> None:
    _, report = real
    counts = {
        article.slug: len(article.body.paragraphs) for article in report.site.content.articles
    }
    assert sorted(counts.values()) == [8, 8, 12, 15, 16]


def test_the_fact_table_is_as_full_as_the_articles(real: Real) -> None:
    root, _ = real
    facts = json.loads((root / "facts.json").read_text(encoding="utf-8"))["facts"]
    assert len(facts) >= 100
    assert sum(len(fact["readings"]) for fact in facts) >= 250
    assert all(len(reading["quote"].split()) <= 12 for f in facts for reading in f["readings"])
    found = {fact["relation"] for fact in facts}
    assert found == {"agree", "compatible", "differ", "changed", "single", "none"}


def test_the_site_says_which_months_its_articles_cover(real: Real) -> None:
    root, _ = real
    for name in ("index.html", "about.html"):
        assert "January 2025 to June 2025" in (root / name).read_text(encoding="utf-8")


def test_five_topics_of_at_most_700_words(real: Real) -> None:
    _, report = real
    topics = report.site.content.topics
    assert len(topics) == 5
    assert all(300 <= len(topic.body.words.split()) <= 700 for topic in topics)

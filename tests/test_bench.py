"""The synthetic content of the benchmark builds, and is the same each time."""

from __future__ import annotations

import json
import re
from pathlib import Path

from bench.content import write_site
from generator.build import build
from tests.sites import bytes_of


def test_synthetic_content_builds_and_repeats(tmp_path: Path) -> None:
    one, other = write_site(tmp_path / "one", 12), write_site(tmp_path / "other", 12)
    assert bytes_of(one) == bytes_of(other)
    site = build(one).site
    assert (len(site.content.articles), len(site.rows)) == (12, 6)
    assert all(len(row.readings) == 5 for row in site.rows)
    assert {row.relation for row in site.rows} == {"agree", "differ"}


def test_another_seed_gives_other_content(tmp_path: Path) -> None:
    one, other = write_site(tmp_path / "one", 5), write_site(tmp_path / "other", 5, seed=2)
    assert bytes_of(one) != bytes_of(other)


def test_of_many_articles_only_those_that_speak_are_shown(tmp_path: Path) -> None:
    """A page and a fact are as large as what is said on them, however many articles there are."""
    rows = build(write_site(tmp_path / "80", 80)).site.rows
    assert [row.silent for row in rows] == [()] * 40
    facts = json.loads((tmp_path / "80" / "output" / "facts.json").read_text())["facts"]
    assert {str(fact["silent"]) for fact in facts} == {"[{'articles': 75, 'reason': 'not said'}]"}
    for row in rows:
        page = (tmp_path / "80" / "output" / "facts.html").read_text()
        cells = page.partition(f'<tr id="{row.fact.id}">')[2].partition("</tr>")[0]
        assert cells.count("<td") == 1
        assert cells.count("<li id=") == 5
    pages = [file.read_text() for file in (tmp_path / "80" / "output" / "articles").iterdir()]
    assert max(len(set(re.findall(r'href="(article-\d+\.html)"', page))) for page in pages) < 40

"""The synthetic content of the benchmark builds, and is the same each time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from bench.content import write_site
from bench.peers.translate import translate
from generator.build import build
from tests.sites import ROOT, bytes_of


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


def test_the_floor_writes_every_page_with_its_joins_and_follows_an_edit(tmp_path: Path) -> None:
    """It is compared with the peers, which have to make the same links."""
    joins = translate(12, tmp_path)
    site, output = tmp_path / "floor", tmp_path / "floor" / "output"
    article, page = site / "content/articles/article-3.md", output / "articles/article-3.html"
    floor = [sys.executable, str(ROOT / "bench" / "floor.py"), str(site)]
    subprocess.run(floor, check=True)
    pages = {file: file.read_text("utf-8") for file in output.rglob("*.html")}
    assert len(pages) == 12 + 5 + 5 + 3  # articles, topics, facts by topic; front, about, facts
    for name, links in joins.items():
        assert sum(text.count(f'class="{name}"') for text in pages.values()) == links, name
    article.write_text(article.read_text("utf-8") + "Nobody mended it.\n", encoding="utf-8")
    subprocess.run(floor, check=True)
    changed = {file for file, text in pages.items() if file.read_text("utf-8") != text}
    assert changed == {page}
    assert "Nobody mended it." in page.read_text("utf-8")


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


def test_the_benchmark_tells_of_each_stage(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", 5)
    command = [sys.executable, "-m", "bench.build", "--stages", str(site)]
    told = json.loads(subprocess.check_output(command, cwd=ROOT))
    assert set(told) == {"read", "resolve", "check", "plan", "render", "write"}
    assert all(seconds > 0 for seconds in told.values())

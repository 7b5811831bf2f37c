"""The synthetic content of the benchmark builds, and is the same each time."""

from __future__ import annotations

from pathlib import Path

from bench.content import write_site
from generator.build import build
from tests.test_build import all_bytes


def test_synthetic_content_builds_and_repeats(tmp_path: Path) -> None:
    one, other = write_site(tmp_path / "one", 12), write_site(tmp_path / "other", 12)
    assert all_bytes(one) == all_bytes(other)
    site = build(one).site
    assert (len(site.content.articles), len(site.rows)) == (12, 6)
    assert all(len(row.readings) == 5 for row in site.rows)
    assert {row.relation for row in site.rows} == {"agree", "differ"}


def test_another_seed_gives_other_content(tmp_path: Path) -> None:
    one, other = write_site(tmp_path / "one", 5), write_site(tmp_path / "other", 5, seed=2)
    assert all_bytes(one) != all_bytes(other)

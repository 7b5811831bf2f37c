"""Each folder of sites/broken lays files over the plain site; expected.txt is the exact report.

Folders named verify-… are held against the texts as well.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.build import build, verify
from generator.problems import CODES, BuildFailed, report
from tests.sites import SITES, copy_plain, overlay

BROKEN = sorted(folder for folder in (SITES / "broken").iterdir() if folder.is_dir())


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_broken_site_gives_its_exact_report(folder: Path, tmp_path: Path) -> None:
    site = overlay(copy_plain(tmp_path), folder)
    with pytest.raises(BuildFailed) as failed:
        if folder.name.startswith("verify-"):
            verify(site, site / "texts")
        else:
            build(site)
    assert not (site / "output" / "index.html").exists()
    expected = folder / "expected.txt"
    found = report(failed.value.problems) + "\n"
    if os.environ.get("GOLDEN") == "overwrite":
        assert "CI" not in os.environ, "expected reports are accepted by a person"
        expected.write_text(found, encoding="utf-8")
    assert found == expected.read_text(encoding="utf-8")


def test_every_code_has_a_broken_site() -> None:
    reports = "".join((folder / "expected.txt").read_text("utf-8") for folder in BROKEN)
    # This one needs a file that cannot be opened: see test_read.
    elsewhere = {"unreadable-file"}
    assert {code for code in CODES if f": {code}: " not in reports} == elsewhere

"""Fixtures shared by the tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import Report, build
from tests.sites import ROOT, copy_plain


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A copy of the plain site, free to be changed."""
    return copy_plain(tmp_path / "plain")


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The project's own site, built once: its output and the report."""
    output = tmp_path_factory.mktemp("real") / "output"
    return output, build(ROOT, output)

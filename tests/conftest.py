"""Fixtures shared by the tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from generator.build import Report, build
from tests.sites import ROOT, copy_plain

settings.register_profile("untimed", deadline=None)  # how busy the machine is proves nothing
settings.load_profile("untimed")


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A copy of the plain site, free to be changed."""
    return copy_plain(tmp_path / "plain")


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """The project's own site, built once: its output and the report."""
    output = tmp_path_factory.mktemp("real") / "output"
    return output, build(ROOT, output)


@pytest.fixture(scope="module")  # its event loop would be in the way of other modules'
def browser() -> Iterator[Browser]:
    """Chromium; without it the browser tests are skipped, or fail if BROWSER_TESTS=required."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        if os.environ.get("BROWSER_TESTS") == "required":
            pytest.fail("no Chromium is installed, and BROWSER_TESTS=required")
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking", "--disable-quic"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()

"""What the audit, the pictures and the browser tests share: the pages of an output."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path


def of(output: Path) -> tuple[str, ...]:
    """The addresses of an output's pages, in order."""
    return tuple(sorted(file.relative_to(output).as_posix() for file in output.rglob("*.html")))


def of_each_kind(output: Path) -> tuple[str, ...]:
    """A page of each kind: the pages of the main folder, and the largest of each other one."""

    def of_folders() -> Iterator[str]:
        for folder, pages in groupby(of(output), lambda page: page.rpartition("/")[0]):
            if folder:
                yield max(pages, key=lambda page: (output / page).stat().st_size)
            else:
                yield from pages

    return tuple(sorted(set(of_folders())))


def chromium() -> str | None:
    """Where Chromium is installed."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)

"""Small sites for the tests: `plain`, and others that change some of its files."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent
SITES = Path(__file__).parent / "sites"


def copy_plain(target: Path) -> Path:
    """Copy the plain site, with the project's templates, to target."""
    ignore = shutil.ignore_patterns("expected")
    shutil.copytree(SITES / "plain", target, dirs_exist_ok=True, ignore=ignore)
    shutil.copytree(ROOT / "templates", target / "templates", dirs_exist_ok=True)
    return target


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    """Write files below root."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def overlay(root: Path, folder: Path) -> Path:
    """Lay a folder's files over the site at root; removed.txt names files to drop."""
    removed = folder / "removed.txt"
    if removed.exists():
        for path in removed.read_text().split():
            (root / path).unlink()
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if file.is_file() and name not in ("expected.txt", "removed.txt"):
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    return root


def main_of(page: str) -> str:
    """The inside of a page's <main>."""
    match = re.search(r"<main\b.*?>(.*)</main>", page, re.DOTALL)
    assert match, "the page has no <main>"
    return match[1].strip() + "\n"

"""Small sites for the tests: `starter`, with which an explainer begins, and what is made of it.

`plain` changes some of its files: digests in place of the articles' text, which is kept apart and
verified, and more facts. The broken sites change some of plain's.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent
SITES = Path(__file__).parent / "sites"


def copy_plain(target: Path) -> Path:
    """Copy the plain site, with the project's templates and the articles' texts, to target."""
    copy_starter(target)
    for article in (target / "content" / "articles").iterdir():
        text = article.read_text(encoding="utf-8").split("---\n\n", 1)[1]
        write(target, {f"texts/{article.stem}.txt": text})
    return overlay(target, SITES / "plain")


def copy_starter(target: Path) -> Path:
    """Copy the starter, with the project's templates, to target."""
    ignore = shutil.ignore_patterns("README.md")
    shutil.copytree(SITES / "starter", target, dirs_exist_ok=True, ignore=ignore)
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
        is_site = name not in ("expected.txt", "removed.txt") and not name.startswith("expected/")
        if file.is_file() and is_site:
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    return root


def main_of(page: str) -> str:
    """The inside of a page's <main>."""
    match = re.search(r"<main\b.*?>(.*)</main>", page, re.DOTALL)
    assert match, "the page has no <main>"
    return match[1].strip() + "\n"


def bytes_of(folder: Path) -> dict[str, bytes]:
    """The files of a folder by path."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }

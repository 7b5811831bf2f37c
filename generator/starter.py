"""This project → the files of a new one: the generator as it is, and the starter's content.

An explainer is a project of its own: a folder with all that builds, tests and publishes it. The
starter is stored with the sites that the tests are made of, since it is one of them.
"""

from __future__ import annotations

from pathlib import Path

_PROJECT = Path(__file__).parent.parent
_STARTER = "tests/sites/starter"
# What makes a project of a folder with content.
_PARTS = (
    ".ci",
    ".editorconfig",
    ".gitattributes",
    ".github",
    ".gitignore",
    "LICENSE",
    "Makefile",
    "bench",
    "docs",
    "generator",
    "pyproject.toml",
    "requirements.txt",
    "requirements-add.txt",
    "requirements-test.txt",
    "schemas",
    "templates",
    "tests",
)
_LEFT = {"__pycache__", "node_modules", ".installed"}  # what is made, not written
_OWN = {"tests/test_explainer.py"}  # tests of the explainer that this project holds


def files() -> dict[str, tuple[bytes, bool]]:
    """The files of a new project by path: content, and whether it is a program."""
    found = {}
    for part in _PARTS:
        path = _PROJECT / part
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            name = file.relative_to(_PROJECT).as_posix()
            is_left = not _LEFT.isdisjoint(file.parts) or file.suffix == ".png"
            if file.is_file() and not is_left and name not in _OWN:
                found[name] = _content(file)
    starter = _PROJECT / _STARTER
    for file in sorted(starter.rglob("*")):
        if file.is_file():
            found[file.relative_to(starter).as_posix()] = _content(file)
    return found


def _content(file: Path) -> tuple[bytes, bool]:
    return file.read_bytes(), bool(file.stat().st_mode & 0o111)

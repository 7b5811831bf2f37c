"""Whether what the last build was made from, and what it wrote, are as they were.

A build of an unchanged site gives the site that is there. To tell so takes no look into a file:
as in Git's index, a file is the same while its size, its times and its inode are. The time of its
last change (ctime) cannot be set back, so a file with an old modification time is seen, too. Uses
the standard library alone: it runs before anything else is loaded.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

_INPUTS = ("site.yaml", "content", "templates")
_OUTPUT = "output"
_NOTE = Path(".cache", "build", "last")  # two hashes, and what the build said
TICK = 50_000_000  # ns; some disks give two changes that close to each other one time


class Unseen(Exception):
    """What is behind a link may change without a trace."""


def last(root: Path) -> str:
    """What the last build of the site at root said, where a build would write what is there; else
    nothing."""
    try:
        inputs, output, said = _noted(root)
        is_same = inputs == _hash(_inputs(root)) and output == _hash([root / _OUTPUT])
    except (OSError, ValueError, Unseen):
        return ""
    return said if is_same else ""


def is_as_written(root: Path) -> bool:
    """Whether the output is as the last build left it, whatever that was made from."""
    try:
        return _noted(root)[1] == _hash([root / _OUTPUT])
    except (OSError, ValueError, Unseen):
        return False


def _noted(root: Path) -> tuple[str, str, str]:
    """Names for what the last build was made from and for what it wrote, and what it said."""
    inputs, output, said = (root / _NOTE).read_text(encoding="utf-8").split("\n", 2)
    return inputs, output, said


def inputs(root: Path) -> str:
    """A name for all that a build is made from, to be asked for before it reads anything; empty
    where a file changed that lately that it may change again without a trace."""
    try:
        return _hash(_inputs(root), time.time_ns() - TICK)
    except (OSError, Unseen):
        return ""


def note(root: Path, inputs: str, said: str) -> None:
    """Note what was built, and what was said of it."""
    try:
        noted = root / _NOTE
        noted.unlink(missing_ok=True)
        if inputs:
            noted.parent.mkdir(parents=True, exist_ok=True)
            with noted.open("x", encoding="utf-8") as file:  # follows no link
                file.write(f"{inputs}\n{_hash([root / _OUTPUT])}\n{said}")
    except (OSError, Unseen):
        return  # the next build is made anew


def seen(found: os.stat_result) -> tuple[int, ...]:
    """What is the same while a file is, if it was seen a TICK after its last change or later."""
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _inputs(root: Path) -> list[Path]:
    own = Path(__file__).parent
    # Where packages are installed, the folder changes.
    packages = [Path(path) for path in sys.path if path.endswith("-packages")]
    return [*(root / name for name in _INPUTS), *own.glob("*.py"), *packages]


def _hash(paths: Iterable[Path], before: int = 0) -> str:
    """A hash of what is known of the paths, and of all that is in those that are not packages,
    without a look into a file; raises Unseen where one of them changed after `before`."""
    digest = hashlib.sha256(sys.version.encode())
    for path in paths:
        is_whole = not path.name.endswith("-packages")
        for name, found in _stats(path, is_whole):
            if before and found.st_ctime_ns > before:
                raise Unseen
            known = f"{name}\0{found.st_mode}\0{seen(found)}\n"
            digest.update(known.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _stats(path: Path, is_whole: bool) -> Iterator[tuple[str, os.stat_result]]:
    """Every path from one down, in an order that is always the same."""
    found = os.lstat(path)
    yield str(path), found
    waiting = [str(path)] if is_whole and path.is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                if entry.is_symlink():
                    raise Unseen
                yield entry.path, entry.stat(follow_symlinks=False)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)

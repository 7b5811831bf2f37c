"""Whether what the last build was made from, and what it wrote, are as they were.

A build of an unchanged site gives the site that is there. To tell so takes no look into a file:
as in Git's index, a file is the same while its size, its times and its inode are. The time of its
last change (ctime) cannot be set back, so a file with an old modification time is seen, too. Uses
the standard library alone: it runs before anything else is loaded.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from operator import attrgetter
from pathlib import Path

_INPUTS = ("site.yaml", "content", "templates")
_OUTPUT = "output"
_NOTE = Path(".cache", "build", "last")  # two hashes, and what the build said
TICK = 50_000_000  # ns; some disks give two changes that close to each other one time


class Unseen(Exception):
    """What is behind a link may change without a trace."""


class Inputs:
    """All that the site at root is made from, as it is seen at one time: before a build reads any
    of it."""

    def __init__(self, root: Path) -> None:
        self._root, settled = root, time.time_ns() - TICK
        self._seen: dict[str, os.stat_result] = {}
        self._name = ""
        with suppress(OSError, Unseen):
            self._seen = dict(_all_stats(_inputs(root)))
            self._name = _hash_of(self._seen.items())
        self._is_settled = all(found.st_ctime_ns <= settled for found in self._seen.values())

    @property
    def name(self) -> str:
        """A name for it; empty where a file changed that lately that it may change again without a
        trace."""
        return self._name if self._is_settled else ""

    def take(self) -> dict[str, os.stat_result]:
        """What was seen of each path, to be asked for once: of a large site it is much; nothing
        where a link is among them."""
        seen, self._seen = self._seen, {}
        return seen

    @property
    def last(self) -> str:
        """What the last build said, where a build would write what is there; else nothing."""
        if not self._name:
            return ""
        try:
            inputs, output, said = _noted(self._root)
            is_same = inputs == self._name and output == _hash_of(_stats(self._root / _OUTPUT))
        except (OSError, ValueError, Unseen):
            return ""
        return said if is_same else ""


def _noted(root: Path) -> tuple[str, str, str]:
    """Names for what the last build was made from and for what it wrote, and what it said."""
    inputs, output, said = (root / _NOTE).read_text(encoding="utf-8").split("\n", 2)
    return inputs, output, said


class Output:
    """The output of the site at root while a build writes it."""

    def __init__(self, root: Path) -> None:
        self._root, self._began = root, 0
        self._before: dict[str, os.stat_result] = {}
        self.left = ""  # a name for it as the build left it; empty where that is not known

    def is_as_left(self) -> bool:
        """Whether it is as the last build left it, whatever that was made from; to be asked before
        anything is written."""
        self._began = time.time_ns() - TICK
        try:
            self._before = dict(_stats(self._root / _OUTPUT))
            return _noted(self._root)[1] == _hash_of(self._before.items())
        except (OSError, ValueError, Unseen):
            return False

    def leave(self, written: int) -> None:
        """See how it is now that all is done, given when all was written (in ns). What somebody
        changed meanwhile is told by its time: an old file keeps its own, a new one has one of this
        build."""
        try:
            found = dict(_stats(self._root / _OUTPUT))
        except (OSError, Unseen):
            return
        for path, now in found.items():
            before = self._before.get(path)
            if stat.S_ISDIR(now.st_mode):
                continue
            if before and before.st_ino == now.st_ino:
                is_ours = seen(before)[:3] == seen(now)[:3]  # links change the last, ctime
            else:
                is_ours = self._began <= now.st_mtime_ns <= written
            if not is_ours:
                return
        self.left = _hash_of(found.items())


def note(root: Path, inputs: str, said: str, left: str = "") -> None:
    """Note what was built: names for what it was made from and for the output as it was left, and
    what was said of it; nothing where either name is empty."""
    try:
        noted = root / _NOTE
        noted.unlink(missing_ok=True)
        if inputs and left:
            noted.parent.mkdir(parents=True, exist_ok=True)
            with noted.open("x", encoding="utf-8") as file:  # follows no link
                file.write(f"{inputs}\n{left}\n{said}")
    except OSError:
        return  # the next build is made anew


def seen(found: os.stat_result) -> tuple[int, ...]:
    """What is the same while a file is, if it was seen a TICK after its last change or later."""
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _inputs(root: Path) -> list[Path]:
    own = Path(__file__).parent
    # Where packages are installed, the folder changes.
    packages = [Path(path) for path in sys.path if path.endswith("-packages")]
    return [*(root / name for name in _INPUTS), *own.glob("*.py"), *packages]


def _hash_of(stats: Iterable[tuple[str, os.stat_result]]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name, found in stats:
        known = f"{name}\0{found.st_mode}\0{seen(found)}\n"
        digest.update(known.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _all_stats(paths: Iterable[Path]) -> Iterator[tuple[str, os.stat_result]]:
    """Every path, with what is known of it without a look into a file, and all that is in those
    that are not packages."""
    for path in paths:
        if path.name.endswith("-packages"):
            yield str(path), os.lstat(path)
        else:
            yield from _stats(path)


def _stats(path: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every path from one down, in an order that is always the same."""
    found = os.lstat(path)
    yield str(path), found
    waiting = [str(path)] if path.is_dir() else []
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in sorted(entries, key=attrgetter("name")):
                if entry.is_symlink():
                    raise Unseen
                yield entry.path, entry.stat(follow_symlinks=False)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)

"""What pure functions gave before, so that they are not asked again: in this process, on disk."""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from generator.folders import leads_out
from generator.unchanged import TICK, seen

_T = TypeVar("_T")

CACHE = ".cache/build"  # below the site's root; may be deleted at any time


class Memory:
    """Remembers, by name, the last thing that a pure function was given, and what it gave.

    What is remembered is given again for an equal input alone: it is what the function would give,
    whatever happened in between. So `given` has to be all that the function depends on, and
    neither it nor what the function gives may be changed by anyone. The same object is equal
    without a look at it: what is made of remembered parts is compared fast.

    With a folder, things and bytes are kept for the next process, too. The folder may be deleted
    at any time.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder / _version() if folder else None
        self._passing: dict[str, tuple[object, object]] = {}
        self._new = 0  # of what is known, how much no other process was told
        self._asked = set[str]()  # what is asked for no more is not kept
        self.files = Files()

    @cached_property
    def _known(self) -> dict[str, tuple[object, object]]:
        return self._loaded()

    def remember(
        self, name: str, given: object, make: Callable[[], _T], is_passing: bool = False
    ) -> _T:
        """What make gives, which depends on `given` alone. What it raises is not remembered.

        What is passing, as it cannot be pickled or is made faster than loaded, is for this process.
        """
        among = self._passing if is_passing else self._known
        self._asked.add(name)
        known = among.get(name)
        if known is not None and known[0] == given:
            return cast(_T, known[1])
        made = make()
        among[name] = (given, made)
        self._new += not is_passing
        return made

    @property
    def is_kept(self) -> bool:
        """Whether there is a folder for what the next process may know."""
        return self._folder is not None

    def keep_all(self) -> None:
        """Keep what is known for the next process, unless it would find nearly all of it anyway."""
        if self._folder is not None and self._new * _NEARLY > len(self._known):
            asked = {name: of for name, of in self._known.items() if name in self._asked}
            with suppress(MemoryError, RecursionError):  # it is only slower then
                self.keep(_ALL, pickle.dumps(asked, pickle.HIGHEST_PROTOCOL))
            self._clear(_ALL)
            self._new = 0

    def _loaded(self) -> dict[str, tuple[object, object]]:
        kept = self.load(_ALL)
        try:
            found = pickle.loads(kept) if kept else {}
        except Exception:  # whatever somebody else put there
            return {}
        return found if isinstance(found, dict) else {}

    def load(self, key: str) -> bytes | None:
        """What was kept under a key, which is a hash of all that it depends on, or a name where it
        tells that itself; None where nothing is."""
        if self._folder is None:
            return None
        try:
            kept = (self._folder / key).read_bytes()
        except OSError:
            return None
        digest, content = kept[:_DIGEST], kept[_DIGEST:]
        if digest != hashlib.sha256(content).digest():
            return None  # it is damaged
        return content

    def keep(self, key: str, content: bytes) -> None:
        """Keep bytes on disk, where there is a folder that takes them."""
        if self._folder is None:
            return
        staged = self._folder / f".{key}-{os.getpid()}"
        try:
            if not self._folder.is_dir():
                self._folder.mkdir(parents=True)
                _remove_others(self._folder)
            with staged.open("xb") as file:  # follows no link
                file.write(hashlib.sha256(content).digest() + content)
            staged.replace(self._folder / key)
        except OSError:  # it is only slower then
            self._clear(key)

    def _clear(self, key: str) -> None:
        """Remove what is left of keeping something, as by a process that was killed."""
        if self._folder is not None:
            with suppress(OSError):
                for left in self._folder.glob(f".{key}-*"):
                    left.unlink()


def of_site(root: Path) -> Memory:
    """What is remembered from build to build of the site at root, unless a link would have it
    written elsewhere."""
    return Memory(None if leads_out(root, CACHE) else root / CACHE)


class Files:
    """The bytes of files that were read; they are known while a file's size, times and inode are
    the same. The time of its last change (ctime) cannot be set back, whatever changes it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[tuple[int, ...], bytes]] = {}

    def known(self, file: str) -> bytes | None:
        """What was and is in a file; None where that is not known. Raises OSError."""
        before, content = self._known.get(file, ((), b""))
        return content if before and before == seen(os.stat(file)) else None

    def read(self, file: str) -> bytes:
        """What is in a file. Raises OSError."""
        found, now = os.stat(file), time.time_ns()
        content = Path(file).read_bytes()
        if found.st_ctime_ns < now - TICK:  # else it may change again and have the same times
            self._known[file] = seen(found), content
        return content


_DIGEST = hashlib.sha256().digest_size
_ALL = "known"
_NEARLY = 50  # one in so many is not known: it is made anew sooner than all the others are kept


def _remove_others(folder: Path) -> None:
    """Remove what other versions kept: they come back seldom."""
    for other in folder.parent.iterdir():
        if other != folder and _VERSION.fullmatch(other.name) and not other.is_symlink():
            shutil.rmtree(other, ignore_errors=True)


_VERSION = re.compile(r"[0-9a-f]{16}")


def _version() -> str:
    """A name for this generator with this Python and these packages: no other reads its folder."""
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    # A package's version stands in the name of the folder that describes it.
    for name in sorted(f.name for path in sys.path for f in Path(path).glob("*.dist-info")):
        digest.update(name.encode())
    return digest.hexdigest()[:16]

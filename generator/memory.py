"""What pure functions gave before, so that they are not asked again: in this process, on disk."""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import shutil
import stat
import sys
import time
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias, TypeVar, cast

from generator.folders import leads_out
from generator.processes import aside, each
from generator.unchanged import TICK, seen

_T = TypeVar("_T")
# A name, what the thing depends on, and what makes it.
Job: TypeAlias = tuple[str, object, Callable[[], _T]]
Held: TypeAlias = tuple[tuple[int, ...], bytes]  # what was seen of a file, its SHA-256

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
        self._apart = set[str]()  # folders; see keep_apart

    @cached_property
    def _known(self) -> dict[str, tuple[object, object]]:
        return self._loaded[0]

    @cached_property
    def files(self) -> Files:
        """What is known of files."""
        return Files(self._loaded[1])

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

    def remember_each(self, jobs: Sequence[Job[_T]]) -> list[_T]:
        """The same of many things, given their names, what they depend on and what makes them;
        those that are new are made by two processes where that is faster."""
        are_known = [self.knows(name, given) for name, given, _ in jobs]
        new = [job for job, is_known in zip(jobs, are_known, strict=True) if not is_known]
        made = iter(each(_made, new))
        found = []
        for (name, given, _), is_known in zip(jobs, are_known, strict=True):
            self._asked.add(name)
            if not is_known:
                self.learn(name, given, next(made))
            found.append(cast(_T, self._known[name][1]))
        return found

    def learn(self, name: str, given: object, made: object) -> None:
        """Take for known what was made elsewhere."""
        self._known[name] = (given, made)
        self._new += 1

    def knows(self, name: str, given: object, is_passing: bool = False) -> bool:
        """Whether it is known what was made of something."""
        known = (self._passing if is_passing else self._known).get(name)
        return known is not None and known[0] == given

    @property
    def is_kept(self) -> bool:
        """Whether there is a folder for what the next process may know."""
        return self._folder is not None

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Meanwhile have a second process keep all that is known by now, where there may be one.

        What is found out, or asked for, in the meantime alone is not kept.
        """
        if not self._is_worth_keeping:
            yield
            return
        with aside(self.keep_all) as wait:
            try:
                yield
            finally:
                if not wait():
                    self.keep_all()
                self._new = self.files.new = 0

    @property
    def _is_worth_keeping(self) -> bool:
        """Whether the next process would not find nearly all of it anyway."""
        new = self._new + self.files.new
        return self.is_kept and new * _NEARLY > len(self._known)

    def keep_apart(self, folder: str) -> None:
        """Tell that things whose names are a folder's, and a name in it, have no part that has to
        stay the same object as one of another thing. They are pickled apart: whoever pickles
        remembers each part of all that it holds."""
        self._apart.add(folder)

    def keep_all(self) -> None:
        """Keep what is known for the next process."""
        parts: dict[str, dict[str, tuple[object, object]]] = {}
        for name, of in self._known.items():
            if name in self._asked:
                folder = name.rpartition("/")[0]
                parts.setdefault(folder if folder in self._apart else "", {})[name] = of
        with suppress(MemoryError, RecursionError):  # it is only slower then
            self._keep(_ALL, partial(_dump, [self.files.held, *parts.values()]))
        self._clear(_ALL)

    @cached_property
    def _loaded(self) -> tuple[dict[str, tuple[object, object]], dict[str, Held]]:
        try:
            match self._load(_ALL, _undumped):
                case [dict() as held, *parts]:
                    return {name: of for part in parts for name, of in part.items()}, held
        except Exception:  # whatever somebody else put there
            pass
        return {}, {}

    def load(self, key: str) -> bytes | None:
        """What was kept under a key, which is a hash of all that it depends on, or a name where it
        tells that itself; None where nothing is."""
        return self._load(key, lambda file: file.read())

    def keep(self, key: str, content: bytes) -> None:
        """Keep bytes on disk, where there is a folder that takes them."""
        self._keep(key, lambda file: file.write(content))

    def _load(self, key: str, read: Callable[[BinaryIO], _T]) -> _T | None:
        if self._folder is None:
            return None
        try:
            with (self._folder / key).open("rb") as file:
                digest = file.read(_DIGEST)
                if digest != hashlib.file_digest(file, "sha256").digest():
                    return None  # it is damaged
                file.seek(_DIGEST)
                return read(file)
        except OSError:
            return None

    def _keep(self, key: str, write: Callable[[BinaryIO], object]) -> None:
        if self._folder is None:
            return
        staged = self._folder / f".{key}-{os.getpid()}"
        try:
            if not self._folder.is_dir():
                self._folder.mkdir(parents=True)
                _remove_others(self._folder)
            with staged.open("xb+") as file:  # follows no link
                file.write(bytes(_DIGEST))
                write(file)
                file.seek(_DIGEST)
                digest = hashlib.file_digest(file, "sha256").digest()
                file.seek(0)
                file.write(digest)
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


def _dump(things: Sequence[object], file: BinaryIO) -> None:
    """Write things to a file one after the other, so that less is in memory."""
    pickle.dump(len(things), file, _PROTOCOL)
    for thing in things:
        pickle.dump(thing, file, _PROTOCOL)


def _undumped(file: BinaryIO) -> list[Any]:
    """The things that were written to a file."""
    return [pickle.load(file) for _ in range(pickle.load(file))]


def _made(job: Job[_T]) -> _T:
    return job[2]()


class Files:
    """The SHA-256 of files that were read; it is known while a file's size, times and inode are
    the same. The time of its last change (ctime) cannot be set back, whatever changes it. What a
    link leads to is read each time: it may lead elsewhere by now."""

    def __init__(self, held: dict[str, Held] | None = None) -> None:
        self._held = {} if held is None else held
        self._asked = set[str]()  # files that went are asked for no more
        self._just_seen: dict[str, bytes] | None = None
        self.new = 0  # how many are held that were not, or otherwise

    @property
    def held(self) -> dict[str, Held]:
        """What is known of those that were asked for, by name."""
        return {file: held for file, held in self._held.items() if file in self._asked}

    def get(self, file: str) -> Held | None:
        """What is known of a file."""
        return self._held.get(file)

    def hold(self, file: str, held: Held) -> None:
        """Take for known what was found out elsewhere."""
        self._asked.add(file)
        self._held[file] = held
        self.new += 1

    def known(self, file: str, found: os.stat_result | None = None) -> bytes | None:
        """The hash of what was and is in a file; None where it is not known. `found` is what was
        seen of it just now, links not followed."""
        if self._just_seen and (just_seen := self._just_seen.get(file)):
            return just_seen
        self._asked.add(file)
        before = self._held.get(file)
        if before is None:
            return None
        try:
            is_same = before[0] == seen(found or os.lstat(file))
        except OSError:
            return None
        if is_same and self._just_seen is not None:
            self._just_seen[file] = before[1]
        return before[1] if is_same else None

    def all_known(self, found: Mapping[str, os.stat_result]) -> dict[str, bytes]:
        """The hashes of what was and is in files, given what was seen of them just now."""
        return {file: known for file, at in found.items() if (known := self.known(file, at))}

    def read(self, file: str) -> bytes:
        """What is in a file. Raises OSError."""
        found, now = os.lstat(file), time.time_ns()
        content = Path(file).read_bytes()
        is_settled = found.st_ctime_ns < now - TICK  # else it may change and have the same times
        if is_settled and not stat.S_ISLNK(found.st_mode):
            self.hold(file, (seen(found), hashlib.sha256(content).digest()))
        return content

    def digest(self, file: str) -> bytes:
        """The hash of what is in a file. Raises OSError."""
        return self.known(file) or hashlib.sha256(self.read(file)).digest()

    @contextmanager
    def as_seen(self, known: Mapping[str, bytes]) -> Iterator[None]:
        """Have what was just known of many files, by name, taken for known meanwhile; and look at
        each other file once."""
        self._just_seen = dict(known)
        try:
            yield
        finally:
            self._just_seen = None

    def forget_all_but(self, files: Container[str]) -> None:
        """Forget the files that are no more, given those that there are."""
        for file in [file for file in self._held if file not in files]:
            del self._held[file]


_DIGEST = hashlib.sha256().digest_size
_ALL = "known"
_PROTOCOL = pickle.HIGHEST_PROTOCOL
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

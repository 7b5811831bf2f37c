"""The builds of the preview: each takes the place of the one before when it can be shown."""

from __future__ import annotations

import gc
import os
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator import read, templates
from generator.build import Preview, preview
from generator.memory import Memory
from generator.preview import places, watch
from generator.problems import BuildFailed, Place, Problem

_HALF_SAVED = 0.1  # seconds in which a file that cannot be built may still be completed
_LONGEST = 3.0  # seconds after which a build is shown although the input keeps changing
_TURN = 0.0005  # seconds between two pages that nobody asked for
_SHOWN = 0.2  # seconds in which browsers have loaded what they show of a new build


class Build(Struct, frozen=True):
    """A site whose files are rendered when they are asked for, by one thread at a time."""

    time: str
    unproven: tuple[tuple[Problem, str], ...]  # what is marked, with its address; may be empty
    sources: Mapping[str, tuple[str, ...]]  # by page, the files it is made from
    paths: frozenset[str]  # of all files
    assets: frozenset[str]  # of those that pages load
    _preview: Preview
    _lock: threading.RLock

    def file(self, path: str) -> bytes:
        """What is in a file. Raises BuildFailed where a template cannot be filled in."""
        with self._lock:
            return self._preview.file(path)


class State(Struct, frozen=True):
    """What the preview shows: the last good build, and why the input of now cannot be built."""

    version: str = ""  # no two states of any preview have the same
    good: Build | None = None
    problems: tuple[Problem, ...] = ()
    failure: str = ""  # what went wrong where the input is not to blame
    seconds: float = 0.0  # that the build took

    @property
    def is_current(self) -> bool:
        """Whether the good build is that of the input of now."""
        return self.good is not None and not self.problems and not self.failure

    def differs(self, before: State, path: str) -> bool:
        """Whether a file is another than in the state before; it is where one of the two shows
        what is wrong instead, or comes to it while the file is rendered."""
        if not (self.is_current and before.is_current and self.good and before.good):
            return True
        if path not in self.good.paths & before.good.paths:
            return path in self.good.paths ^ before.good.paths
        try:
            return self.good.file(path) != before.good.file(path)
        except BuildFailed:
            return True


def _nobody(before: State, now: State) -> None:
    """Who is told nothing."""


class Builds:
    """Keeps `state` in step with the site at root."""

    def __init__(self, root: Path, texts: Path | None) -> None:
        self.root, self.texts = root, texts
        self.state = State()
        self._memory = Memory()
        self._lock = threading.RLock()
        self._changed = threading.Event()
        self._told = deque[frozenset[str]]()  # what the watch said, and nobody has looked at yet
        self._built_from = ""
        self._whole: Build | None = None  # the last of which every file was rendered
        self._inputs = [root / read.SETTINGS, root / "content", root / templates.FOLDER]
        self._inputs += [texts] if texts else []
        self._fingerprints = watch.Fingerprints(self._inputs, self._memory.files)

    def follow(self, tell: Callable[[State, State], None], stopped: threading.Event) -> None:
        """Build at each change until stopped; `tell` is given the state before and after.

        What browsers show is rendered first, and what is wrong with other pages found after. Who
        asks for a page meanwhile gets it once it is told.
        """
        watching = threading.Thread(target=self._watch, args=(stopped,), daemon=True)
        watching.start()
        while not stopped.is_set():
            self._changed.wait()
            self._changed.clear()
            gc.disable()  # a look for garbage would be seen: there is time once all is shown
            with self._lock:
                before = self.state
                if not stopped.is_set() and self.catch_up():
                    tell(before, self.state)
            if not self._changed.wait(_SHOWN):
                gc.enable()
                self.complete(tell)
        gc.enable()
        watching.join(timeout=5)

    def _watch(self, stopped: threading.Event) -> None:
        for paths in watch.signals(self._inputs, stopped):
            self._told.append(paths)
            self._changed.set()
        self._changed.set()

    def catch_up(self) -> bool:
        """Build until what is built is what is there; gives whether there was anything to do.

        What changes while it is built, such as the rest of the files of a branch, is built before
        anything is shown. So is a file that was read before its editor had saved all of it.
        """
        before = state = self.state
        latest = time.monotonic() + _LONGEST
        with self._lock:
            found = self._fingerprints.now(self._touched())
            while found != self._built_from:
                self._built_from = found
                state = self._built(state, found)
                if time.monotonic() > latest:
                    break
                if not state.is_current:
                    time.sleep(_HALF_SAVED)
                found = self._fingerprints.now()
                if found == self._built_from and not state.is_current:
                    # It may have been half saved when it was read, and be as before by now.
                    state = self._built(state, found)
            self.state = state
        return state is not before

    def _touched(self) -> set[str]:
        """The files that may have changed since the last look; none where it may be any."""
        told = [self._told.popleft() for _ in range(len(self._told))]
        return set().union(*told) if all(told) else set()

    def settled(self) -> State:
        """The state, once what is being built is built: who asks meanwhile gets what is new."""
        with self._lock:
            return self.state

    def complete(self, tell: Callable[[State, State], None] = _nobody) -> None:
        """Render what nobody has asked for yet, until the input changes; where anything is wrong
        with it, that is the state then, and `tell` is given the state before and after."""
        good = self.state.good
        if not self.state.is_current or good is None:
            return
        try:
            for path in sorted(good.paths):
                if self._changed.is_set():
                    return
                good.file(path)
                time.sleep(_TURN)  # in which who asks for a page has the lock
        except BuildFailed as failed:
            wrong = State(_version(), self._whole, tuple(failed.problems))
        except Exception:
            wrong = State(_version(), self._whole, failure=traceback.format_exc())
        else:
            self._whole = good
            gc.collect()
            gc.freeze()  # what is known by now is not looked at again
            return
        with self._lock:
            before, self.state = self.state, wrong
            tell(before, wrong)

    def _built(self, last: State, found: str) -> State:
        start = time.perf_counter()
        last = replace(last, version=_version(), seconds=0.0)
        is_collecting = gc.isenabled()
        gc.disable()  # nearly all that there is stays
        try:
            with self._lock:
                made = self._build(found)
        except BuildFailed as failed:
            return replace(last, problems=tuple(failed.problems), failure="")
        except OSError as error:
            return self._unreadable(last, error)
        except Exception:  # a fault of the generator must not end the preview
            return replace(last, problems=(), failure=traceback.format_exc())
        finally:
            if is_collecting:
                gc.enable()
        return State(last.version, made, seconds=time.perf_counter() - start)

    def _build(self, found: str) -> Build:
        texts = self.texts if self.texts and any(self.texts.glob("*.txt")) else None
        with self._memory.files.as_seen(self._fingerprints.known):
            made = preview(self.root, found[:16], self._memory, texts)
        addresses = places.Addresses(made.site)
        return Build(
            time=time.strftime("%H:%M:%S"),
            unproven=tuple((problem, addresses.of(problem.place)) for problem in made.unproven),
            sources=places.sources(made.site),
            paths=frozenset(made.paths),
            assets=frozenset(made.rendering.assets),
            _preview=made,
            _lock=self._lock,
        )

    def _unreadable(self, last: State, error: OSError) -> State:
        """A file of the input that cannot be read."""
        said = error.strerror or str(error)
        file = Path(os.fsdecode(error.filename)) if error.filename else self.root
        if file.is_relative_to(self.root):
            place = Place(file.relative_to(self.root).as_posix())
            problem = Problem("unreadable-file", said, place)
            return replace(last, problems=(problem,), failure="")
        return replace(last, problems=(), failure=f"{file}: {said}")


def _version() -> str:
    return f"{os.getpid()}-{time.time_ns()}"

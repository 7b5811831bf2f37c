"""The builds of the preview: each beside the one that is served, which takes its place."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from generator import read, render, urls
from generator.build import Preview, build
from generator.memory import Memory
from generator.preview import places, watch
from generator.problems import BuildFailed, Place, Problem

_HALF_SAVED = 0.1  # seconds in which a file that cannot be built may still be completed
_LONGEST = 3.0  # seconds after which a build is shown although the input keeps changing


@dataclass(frozen=True, slots=True)
class Build:
    """A site that was built, in a folder of its own."""

    folder: Path
    files: Mapping[str, str]  # by path, the hash of what is in it
    time: str
    unproven: tuple[tuple[Problem, str], ...]  # what is marked, with its address; may be empty
    sources: Mapping[str, tuple[str, ...]]  # by page, the files it is made from


@dataclass(frozen=True, slots=True)
class State:
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

    def changed_since(self, before: State) -> frozenset[str] | None:
        """The paths of the files that differ; None where one of the two could not be built."""
        if not (self.is_current and before.is_current and self.good and before.good):
            return None
        return frozenset(path for path, _ in self.good.files.items() ^ before.good.files.items())


class Builds:
    """Keeps `state` in step with the site at root; what is built goes into folder."""

    def __init__(self, root: Path, folder: Path, texts: Path | None) -> None:
        self.root, self.folder, self.texts = root, folder, texts
        self.state = State()
        self._memory = Memory()
        self._count = 0
        self._made: set[Path] = set()
        self._built_from = ""
        self._inputs = [root / read.SETTINGS, root / "content", root / render.FOLDER]
        self._inputs += [texts] if texts else []

    def follow(self, tell: Callable[[State, State], None], stopped: threading.Event) -> None:
        """Build at each change until stopped; `tell` is given the state before and after."""
        for _ in watch.signals(self._inputs, stopped):
            before = self.state
            if self.catch_up():
                tell(before, self.state)
                self._clear(before)

    def catch_up(self) -> bool:
        """Build until what is built is what is there; gives whether there was anything to do.

        What changes while it is built, such as the rest of the files of a branch, is built before
        anything is shown. So is a file that was read before its editor had saved all of it.
        """
        state, latest = self.state, time.monotonic() + _LONGEST
        while (found := watch.fingerprint(self._inputs)) != self._built_from:
            self._built_from = found
            state = self._built(state)
            if time.monotonic() > latest:
                break
            if not state.is_current:
                time.sleep(_HALF_SAVED)
        was_built = state is not self.state
        self.state = state
        return was_built

    def _clear(self, before: State) -> None:
        """Remove what was built and is not shown; the state before may be until this moment."""
        kept = {state.good.folder for state in (before, self.state) if state.good}
        for folder in self._made - kept:
            shutil.rmtree(folder, ignore_errors=True)
        self._made &= kept

    def _built(self, last: State) -> State:
        self._count += 1
        folder = self.folder / str(self._count)
        self._made.add(folder)
        start = time.perf_counter()
        last = replace(last, version=f"{os.getpid()}-{time.time_ns()}", seconds=0.0)
        try:
            made = self._build(folder)
        except BuildFailed as failed:
            return replace(last, problems=tuple(failed.problems), failure="")
        except OSError as error:
            return self._unreadable(last, error)
        except Exception:  # a fault of the generator must not end the preview
            return replace(last, problems=(), failure=traceback.format_exc())
        return State(last.version, made, seconds=time.perf_counter() - start)

    def _build(self, folder: Path) -> Build:
        texts = self.texts if self.texts and any(self.texts.glob("*.txt")) else None
        report = build(self.root, folder, Preview(texts), self._memory)
        addresses = places.Addresses(report.site)
        files = json.loads((folder / urls.BUILD_JSON).read_bytes())["files"]
        return Build(
            folder=folder,
            files={**files, urls.BUILD_JSON: ""},
            time=time.strftime("%H:%M:%S"),
            unproven=tuple((problem, addresses.of(problem.place)) for problem in report.unproven),
            sources=places.sources(report.site),
        )

    def _unreadable(self, last: State, error: OSError) -> State:
        """A file of the input that cannot be read, or a disk that does not take what is built."""
        said = error.strerror or str(error)
        file = Path(os.fsdecode(error.filename)) if error.filename else self.folder
        if file.is_relative_to(self.root) and not file.is_relative_to(self.folder):
            place = Place(file.relative_to(self.root).as_posix())
            problem = Problem("unreadable-file", said, place)
            return replace(last, problems=(problem,), failure="")
        return replace(last, problems=(), failure=f"{file}: {said}")

"""Work that comes in many pieces → what it gives, by two processes where that is faster."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

from generator.progress import Progress

_T = TypeVar("_T")
_R = TypeVar("_R")

FEW = 16  # pieces of which a second process would take longer than it saves


def each(
    work: Callable[[_T], _R], pieces: Sequence[_T], what: str, progress: Progress | None = None
) -> list[_R]:
    """What work gives for each of the pieces, in their order; `what` tells what it does.

    A second process does every other piece, on the files and with the memory that are there. It
    changes nothing in the memory of this one: what work gives is all that comes back, by pickle.
    What it raises is raised here, for the first of the pieces of this process that it concerns.
    """
    if progress:
        progress.begin(what, len(pieces))
    if not _are_two_faster(pieces):
        return _done(work, pieces, 1, progress)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _end_with(work, pieces[1::2], writing)
    os.close(writing)
    try:
        own = _done(work, pieces[::2], 2, progress)
        with open(reading, "rb", closefd=False) as pipe:
            told = pipe.read()
    finally:
        os.close(reading)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)  # it is done, or nobody needs it any more
        os.waitpid(child, 0)
    # What the other one could not do is done again here, where all that is wrong is told.
    others = pickle.loads(told) if told else _done(work, pieces[1::2], 1, None)
    found: list[_R] = [*own, *others]
    found[::2], found[1::2] = own, others
    return found


@contextmanager
def aside(work: Callable[[], object]) -> Iterator[Callable[[], None]]:
    """Let a second process do work meanwhile; gives what waits until it is done.

    What comes of it are files alone. It may not be done at all, and nobody is told why.
    """
    if not _is_possible() or _cores() < 2:
        yield _nothing
        return
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)

    def wait() -> None:
        with suppress(ChildProcessError):
            os.waitpid(child, 0)

    try:
        yield wait
    except BaseException:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        raise
    finally:
        wait()


def _nothing() -> None:
    """What is done already."""


def _are_two_faster(pieces: Sequence[object]) -> bool:
    return _is_possible() and len(pieces) >= FEW and _cores() > 1


def _is_possible() -> bool:
    # Of a process with threads no copy can be made in which all that is locked comes free.
    return hasattr(os, "fork") and threading.active_count() == 1


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _done(
    work: Callable[[_T], _R], pieces: Sequence[_T], steps: int, progress: Progress | None
) -> list[_R]:
    found = []
    for piece in pieces:
        found.append(work(piece))
        if progress:
            progress.step(steps)
    return found


def _end_with(work: Callable[[_T], _R], pieces: Sequence[_T], writing: int) -> None:
    """Be the second process: do the pieces, tell what they gave, and end; tell nothing where
    that is not possible."""
    parent = os.getppid()
    try:
        found = []
        for piece in pieces:
            found.append(work(piece))
            if os.getppid() != parent:
                return  # nobody waits for it
        told = pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
        with open(writing, "wb") as pipe:
            pipe.write(told)
    finally:
        os._exit(0)  # at once: whatever else there is to be ended is the other one's to end

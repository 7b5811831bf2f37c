"""Work that comes in many pieces → what it gives, by two processes where that is faster."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from generator.progress import Progress

_T = TypeVar("_T")
_R = TypeVar("_R")

FEW = 16  # pieces of which a second process would take longer than it saves


def each(
    work: Callable[[_T], _R],
    pieces: Sequence[_T],
    what: str = "",
    progress: Progress | None = None,
) -> list[_R]:
    """What work gives for each of the pieces, in their order; progress is told `what` it does.

    A second process shares the work, on the files and with the memory that are there: each takes
    the next piece that nobody has begun. It changes nothing in the memory of this one: what work
    gives is all that comes back, by pickle. What work raises is raised here.
    """
    if progress:
        progress.begin(what, len(pieces))
    found: dict[int, _R] = {}
    if len(pieces) >= FEW and _is_possible():
        with _waiting(len(pieces)) as numbers:
            found = _shared(work, pieces, numbers, progress)
    for number, piece in enumerate(pieces):
        # What the other one could not do is done again here, where all that is wrong is told.
        if number not in found:
            found[number] = work(piece)
            if progress:
                progress.step()
    return [found[number] for number in range(len(pieces))]


def _shared(
    work: Callable[[_T], _R],
    pieces: Sequence[_T],
    numbers: Iterator[int],
    progress: Progress | None,
) -> dict[int, _R]:
    """What work gives for the pieces, by their numbers, where a second process takes some of them:
    for all, or for those alone that were done here where it fails; for none where there is no
    second process to be had."""
    reading, writing = os.pipe()
    parent, child = os.getpid(), _forked()
    if child is None:
        os.close(reading)
        os.close(writing)
        return {}
    if not child:
        os.close(reading)
        _end_with(work, pieces, numbers, writing, parent)
    os.close(writing)
    found: dict[int, _R] = {}
    told, done = b"", 0
    try:
        for number in numbers:
            found[number] = work(pieces[number])
            if progress:
                progress.step(number + 1 - done)
                done = number + 1
        with open(reading, "rb", closefd=False) as pipe:
            told = pipe.read()
    finally:
        os.close(reading)
        has_told = _ended(child, is_needed=bool(told))
    if has_told:
        found.update(pickle.loads(told))
        if progress:
            progress.step(len(pieces) - done)
    return found


@contextmanager
def _waiting(count: int) -> Iterator[Iterator[int]]:
    """Numbers from 0 on, as many as count: each is given once, to one of the processes that ask."""
    reading, writing = os.pipe()
    at_once = 1 + count // _MOST_WAITING
    os.write(writing, b"".join(n.to_bytes(_NUMBER, "big") for n in range(0, count, at_once)))
    os.close(writing)

    def taken() -> Iterator[int]:
        while number := os.read(reading, _NUMBER):
            first = int.from_bytes(number, "big")
            yield from range(first, min(first + at_once, count))

    try:
        yield taken()
    finally:
        os.close(reading)


_NUMBER = 4  # bytes
_MOST_WAITING = 4_000  # numbers: what every system keeps in a pipe of which nobody reads yet


@contextmanager
def aside(work: Callable[[], object]) -> Iterator[Callable[[], bool]]:
    """Let a second process do work meanwhile; gives what waits until it ends, and then tells
    whether it was done.

    What comes of it are files alone. It may not be done at all, and nobody is told why.
    """
    child = _forked() if _is_possible() else None
    if child is None:
        yield _nothing
        return
    if not child:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    running = [child]

    def wait() -> bool:
        return bool(running) and _ended(running.pop(), is_needed=True)

    try:
        yield wait
    finally:
        while running:
            _ended(running.pop(), is_needed=False)


def _nothing() -> bool:
    """Of what was never begun there is nothing to wait for."""
    return False


def _forked() -> int | None:
    """A second process: its number, in itself 0; None where the system gives no more of them."""
    try:
        return os.fork()
    except OSError:
        return None


def _ended(child: int, is_needed: bool) -> bool:
    """Wait for a process, and end it first where nobody needs it; gives whether it did all."""
    try:
        if not is_needed:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    except (ChildProcessError, ProcessLookupError):
        return False  # whoever started this process has the system forget of such ends
    return os.waitstatus_to_exitcode(status) == 0


def _is_possible() -> bool:
    """Whether a second process can work beside this one."""
    # Of a process with threads no copy can be made in which all that is locked comes free.
    return hasattr(os, "fork") and threading.active_count() == 1 and _cores() > 1


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _end_with(
    work: Callable[[_T], _R],
    pieces: Sequence[_T],
    numbers: Iterator[int],
    writing: int,
    parent: int,
) -> None:
    """Be the second process: do pieces, tell what they gave, and end with 0 where all of it was
    told."""
    status = 1
    try:
        found = {}
        for number in numbers:
            found[number] = work(pieces[number])
            if os.getppid() != parent:
                return  # nobody waits for it
        told = pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
        with open(writing, "wb") as pipe:
            pipe.write(told)
        status = 0
    finally:
        os._exit(status)  # at once: whatever else there is to be ended is the other one's to end

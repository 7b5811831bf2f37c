"""Inputs → a signal whenever they may have changed; and fingerprints of what they are."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import watchfiles
from watchfiles import Change

from generator.memory import Files

_STEP = 3  # ms of quiet that close a group of changes; what comes later is a new signal
_LONGEST = 200  # ms that a group of changes takes at most
_BEGUN = 200  # ms after which a watch has surely begun


def signals(inputs: Sequence[Path], stopped: threading.Event) -> Iterator[frozenset[str]]:
    """Yield when the watch has begun, and whenever one of the inputs, files or folders, may have
    changed: the paths that may have, none where it may be any.

    Each folder is watched by itself: those that are in the inputs and those that the inputs are
    in. When one comes or goes the watch begins anew, so that an input may be made, replaced or
    renamed at any time.
    """
    while not stopped.is_set():
        watched = _folders(inputs)
        try:
            has_begun = False
            for found in watchfiles.watch(
                *watched,
                watch_filter=lambda _, path: _concerns(Path(path), inputs),
                step=_STEP,
                debounce=_LONGEST,
                recursive=False,
                stop_event=stopped,
                raise_interrupt=False,
                rust_timeout=_BEGUN,
                yield_on_timeout=True,
            ):
                if has_begun and not found:
                    continue
                moved = {Path(path) for change, path in found if change is not Change.modified}
                if moved & watched or _folders(inputs) != watched:
                    break
                yield frozenset(path for _, path in found) if has_begun else frozenset()
                has_begun = True
        except FileNotFoundError:  # a folder went before its watch began
            continue


class Fingerprints:
    """Fingerprints of inputs, one after the other; what is known of files is not read again."""

    def __init__(self, inputs: Sequence[Path], files: Files | None = None) -> None:
        self._inputs, self._files = inputs, files or Files()
        self._found: dict[str, bytes] = {}  # of the last one: of each file the SHA-256
        self.known: dict[str, bytes] = {}  # the same of those that were not read again

    def now(self, touched: Collection[str] = ()) -> str:
        """A hash of every file of the inputs but those that editors keep beside what they edit.

        Where `touched` has all files that may have changed since the last one, no other is looked
        at; none where it is not known.
        """
        if touched and all(file in self._found for file in touched):
            for file in touched:
                self.known.pop(file, None)
                self._found[file] = self._read(file)
        else:
            self._found, self.known = {}, {}
            for path in self._inputs:
                for file, status in _files(path):
                    if known := self._files.known(file, status):
                        self.known[file] = known
                    self._found[file] = known or self._read(file)
            self._files.forget_all_but(self._found)
        held = (os.fsencode(file) + b"\0" + self._found[file] for file in sorted(self._found))
        return hashlib.sha256(b"\0".join(held)).hexdigest()

    def _read(self, file: str) -> bytes:
        try:
            return hashlib.sha256(self._files.read(file)).digest()
        except OSError as error:  # that it cannot be read is a state like others
            return str(error.errno).encode()


def _folders(inputs: Sequence[Path]) -> set[Path]:
    """The folders below the inputs, and for each input the nearest that exists above it."""
    above = {next(folder for folder in path.parents if folder.is_dir()) for path in inputs}
    return above | {folder for path in inputs for folder, _ in _walk(path)}


def _files(path: Path) -> Iterator[tuple[str, os.stat_result | None]]:
    """An input, or each file in it but those of editors, with what is seen of it."""
    if not path.is_dir():
        yield str(path), None
    for folder, _ in _walk(path):
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if not (name.startswith(".") or name.endswith("~") or entry.is_dir()):
                    yield entry.path, entry.stat(follow_symlinks=False)


def _walk(path: Path) -> Iterator[tuple[Path, list[str]]]:
    """Each folder from path down that is not hidden, with its files; links are followed."""
    seen = set()
    for folder, folders, files in os.walk(path, followlinks=True):
        real = os.path.realpath(folder)
        # A link that leads back up would be followed for ever.
        folders[:] = [name for name in folders if real not in seen and not name.startswith(".")]
        seen.add(real)
        yield Path(folder), files


def _concerns(path: Path, inputs: Sequence[Path]) -> bool:
    return any(path.is_relative_to(given) or given.is_relative_to(path) for given in inputs)

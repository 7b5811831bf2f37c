"""Inputs → a signal whenever they may have changed; and fingerprints of what they are."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import watchfiles
from watchfiles import Change

from generator.memory import Files

_STEP = 3  # ms of quiet that close a group of changes; what comes later is a new signal
_LONGEST = 200  # ms that a group of changes takes at most
_BEGUN = 200  # ms after which a watch has surely begun


def signals(inputs: Sequence[Path], stopped: threading.Event) -> Iterator[None]:
    """Yield when the watch has begun, and whenever one of the inputs, files or folders, may have
    changed.

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
                has_begun = True
                yield
        except FileNotFoundError:  # a folder went before its watch began
            continue


class Fingerprints:
    """Fingerprints of inputs, one after the other; what is known of files is not read again."""

    def __init__(self, inputs: Sequence[Path], files: Files | None = None) -> None:
        self._inputs, self._files = inputs, files or Files()
        self.digests: dict[str, bytes] = {}  # of each file of the last one, the SHA-256

    def now(self) -> str:
        """A hash of every file of the inputs but those that editors keep beside what they edit."""
        found = {}
        for path in self._inputs:
            files = [str(path)] if not path.is_dir() else []
            for folder, names in _walk(path):
                files += [
                    f"{folder}/{name}"
                    for name in names
                    if not name.startswith(".") and not name.endswith("~")
                ]
            for file in files:
                try:
                    found[file] = self._files.digest(file)
                except OSError as error:  # that it cannot be read is a state like others
                    found[file] = str(error.errno).encode()
        self.digests = found
        held = (part for file in sorted(found) for part in (os.fsencode(file), found[file]))
        return hashlib.sha256(b"\0".join(held)).hexdigest()


def _folders(inputs: Sequence[Path]) -> set[Path]:
    """The folders below the inputs, and for each input the nearest that exists above it."""
    above = {next(folder for folder in path.parents if folder.is_dir()) for path in inputs}
    return above | {folder for path in inputs for folder, _ in _walk(path)}


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

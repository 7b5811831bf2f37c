"""How far long work is: a bar on a terminal, elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

_OFTEN, _SELDOM = 0.1, 5.0  # seconds between two words on a terminal, and elsewhere
_WIDTH = 30  # of a bar


class Progress:
    """Tells on a stream what is being done; of short work only a terminal is told."""

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream or sys.stderr
        self._clock = clock
        self._is_terminal = self._stream.isatty()
        self._what, self._done, self._total = "", 0, 0
        self._told = self._clock()

    def begin(self, what: str, total: int = 0) -> None:
        """Begin to do something, in so many steps where that is known."""
        self._what, self._done, self._total = what, 0, total
        if self._is_terminal:
            self._draw()
        else:
            self._tell()

    def step(self, count: int = 1) -> None:
        """One step is done, or several."""
        self._done = min(self._done + count, self._total)
        self._tell()

    def end(self) -> None:
        """All is done, or nothing more will be; the terminal is as it was."""
        if self._is_terminal:
            self._write("\r\033[K")

    def _tell(self) -> None:
        now = self._clock()
        if now - self._told < (_OFTEN if self._is_terminal else _SELDOM):
            return
        self._told = now
        if self._is_terminal:
            self._draw()
        else:
            count = f": {self._done:,} of {self._total:,}" if self._total else ""
            self._write(f"{self._what}{count}\n")

    def _draw(self) -> None:
        shown = f"{self._what} …"
        if self._total:
            filled = _WIDTH * self._done // self._total
            bar = "█" * filled + "░" * (_WIDTH - filled)
            shown = f"{self._what} {bar} {self._done:,} of {self._total:,}"
        self._write(f"\r\033[K{shown}")

    def _write(self, words: str) -> None:
        with suppress(BrokenPipeError):  # nobody reads it any more, and the work goes on
            self._stream.write(words)
            self._stream.flush()

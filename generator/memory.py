"""What pure functions gave before, so that they are not asked again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

_T = TypeVar("_T")


class Memory:
    """Remembers, by name, the last thing that a pure function was given, and what it gave.

    What is remembered is given again for an equal input alone: it is what the function would give,
    whatever happened in between. So `given` has to be all that the function depends on, and
    neither it nor what the function gives may be changed by anyone. The same object is equal
    without a look at it: what is made of remembered parts is compared fast.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, object]] = {}

    def remember(self, name: str, given: object, make: Callable[[], _T]) -> _T:
        """What make gives, which depends on `given` alone. What it raises is not remembered."""
        known = self._known.get(name)
        if known is not None and known[0] == given:
            return cast(_T, known[1])
        made = make()
        self._known[name] = (given, made)
        return made

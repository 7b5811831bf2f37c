"""What long work says of itself."""

from __future__ import annotations

from io import StringIO

from generator.progress import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_short_work_says_nothing_where_nobody_looks() -> None:
    said, clock = StringIO(), Clock()
    progress = Progress(said, clock)
    progress.begin("printing pages", 3)
    for _ in range(3):
        clock.now += 1
        progress.step()
    progress.end()
    assert said.getvalue() == ""


def test_long_work_says_a_line_now_and_then() -> None:
    said, clock = StringIO(), Clock()
    progress = Progress(said, clock)
    progress.begin("reading")
    clock.now = 6
    progress.begin("printing pages", 4000)
    for _ in range(3000):
        clock.now += 1 / 256
        progress.step()
    progress.end()
    lines = ["printing pages: 0 of 4,000", "printing pages: 1,280 of 4,000"]
    assert said.getvalue().splitlines() == [*lines, "printing pages: 2,560 of 4,000"]


def test_a_terminal_shows_a_bar_and_is_as_it_was_afterwards() -> None:
    said, clock = Terminal(), Clock()
    progress = Progress(said, clock)
    progress.begin("checking")
    progress.begin("printing pages", 10)
    for _ in range(5):
        clock.now += 0.06
        progress.step()
    progress.end()
    drawn = said.getvalue().split("\r\033[K")
    assert drawn[1] == "checking …"
    assert drawn[2] == f"printing pages {'░' * 30} 0 of 10"
    # Not at each step: that would be as long as the work.
    assert drawn[3:] == [
        f"printing pages {'█' * 6}{'░' * 24} 2 of 10",
        f"printing pages {'█' * 12}{'░' * 18} 4 of 10",
        "",
    ]

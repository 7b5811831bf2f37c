"""Problems → what an editor is shown of them: by file, each with its line and a caret; and that
as text for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from generator.preview.editor import Editor
from generator.problems import Place, Problem, counted, first_of, listed

_WIDTH = 100  # of a line as it is shown; a longer one is cut around its caret


class Spot(Struct, frozen=True):
    """A place as it is shown, with the link that opens it; the link may be empty."""

    words: str
    link: str


class Excerpt(Struct, frozen=True):
    """A line of a file, before and from the place that it is shown for."""

    number: int
    before: str
    after: str

    @property
    def line(self) -> str:
        return (self.before + self.after).rstrip()

    @property
    def caret(self) -> str:
        """The line to be shown below: a caret at the place."""
        # A tab is as wide below as it is above.
        indent = "".join("\t" if character == "\t" else " " for character in self.before)
        return f"{indent}^"


class Told(Struct, frozen=True):
    """A problem as it is shown."""

    problem: Problem
    spot: Spot
    excerpt: Excerpt | None
    also: tuple[Spot, ...]
    more: str  # how many further places there are besides; empty for none
    address: str  # where in the preview it is seen; empty where nowhere


class ToldFile(Struct, frozen=True):
    """A file with its problems."""

    spot: Spot
    problems: tuple[Told, ...]


class Teller(Struct, frozen=True):
    """Shows problems of the site at root; a place in none of its files is one in the texts."""

    root: Path
    texts: Path | None
    editor: Editor

    def files(self, problems: Iterable[Problem]) -> tuple[ToldFile, ...]:
        """Problems, which are sorted by place, by file."""
        return tuple(
            ToldFile(self.spot(Place(path)), tuple(self.told(problem) for problem in found))
            for path, found in groupby(problems, key=lambda problem: problem.place.path)
        )

    def told(self, problem: Problem, address: str = "") -> Told:
        """One problem."""
        spot, excerpt = self.spot(problem.place), self._excerpt(problem.place)
        also, more = first_of(problem.also)
        return Told(problem, spot, excerpt, tuple(map(self.spot, also)), more, address)

    def spot(self, place: Place) -> Spot:
        """A place, with its link."""
        return Spot(str(place), self.editor.link(self._file(place), place.line, place.column))

    def _file(self, place: Place) -> Path:
        file = self.root / place.path
        if self.texts and not file.exists() and (self.texts / place.path).exists():
            return self.texts / place.path
        return file

    def _excerpt(self, place: Place) -> Excerpt | None:
        try:
            text = self._file(place).read_bytes().decode("utf-8-sig", "replace")
        except OSError:
            return None
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if not 1 <= place.line <= len(lines):
            return None
        line, caret = lines[place.line - 1], max(place.column - 1, 0)
        start = max(0, caret - _WIDTH * 2 // 3) if len(line) > _WIDTH else 0
        shown = line[start : start + _WIDTH].rstrip()
        shown = "…" * bool(start) + shown + "…" * (len(line) > start + _WIDTH)
        width = caret - start + bool(start)
        return Excerpt(place.line, shown[:width].ljust(width), shown[width:])


def lines(files: Iterable[ToldFile], is_coloured: bool) -> Iterator[str]:
    """Problems by file as lines for a terminal, in colour where it shows colours."""
    red, bold, faint, plain = (
        ("\033[31m", "\033[1m", "\033[2m", "\033[0m") if is_coloured else ("", "", "", "")
    )
    count = 0
    files = tuple(files)
    for file in files:
        for told in file.problems:
            problem = told.problem
            yield f"{bold}{told.spot.words}{plain}: {red}{problem.code}{plain}: {problem.message}"
            if told.excerpt:
                margin = " " * len(str(told.excerpt.number))
                yield f"  {faint}{told.excerpt.number} |{plain} {told.excerpt.line}"
                yield f"  {faint}{margin} |{plain} {red}{told.excerpt.caret}{plain}"
            if problem.help:
                yield f"  help: {problem.help}"
            if problem.also:
                yield f"  also: {listed(problem.also)}"
            yield ""
            count += 1
    yield f"{red}{counted(count, 'problem')} in {counted(len(files), 'file')}{plain}"

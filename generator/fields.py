"""YAML text → nodes that know their place; nothing is converted: a value is as it was typed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import yaml
from msgspec import Struct

from generator import mistakes
from generator.mistakes import Failure, Mistake
from generator.problems import Place, Problems, unwanted


# The C parser where PyYAML was built with it. Base loaders resolve nothing: `no`, `1.10` and
# `2025-01-22` stay the words that the editor typed.
class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return ""  # nobody asks for the tags that nothing is resolved to


LONGEST_SLUG = 100  # with an ending, a name that every disk takes
# What may stand in an address.
SLUG = f"(?![a-z0-9-]{{{LONGEST_SLUG + 1}}})[a-z0-9]+(?:-[a-z0-9]+)*"
# The same where it names a file: Windows has devices of these names, whatever the ending.
FILE_SLUG = rf"(?!(?:aux|con|nul|prn|com[0-9]|lpt[0-9])(?![a-z0-9-])){SLUG}"
_WORD = re.compile(r"\S+")
_LOST = re.compile(r"\s+(#\w\S*)")  # to YAML a comment, to its writer most likely a word


class Text(str):
    """Words of a file, with their place.

    `at(offset)` is the place of one character. In a scalar that YAML folds over several lines
    the n-th word is still the n-th word of the source, which is how it is found again.
    """

    place: Place
    # Lines of the scalar as typed, None where they are the text itself; first line, first column.
    _source: tuple[str | None, int, int] | None
    _starts: list[int] | None  # where the lines begin, once asked for; empty where some are folded
    lost: Text | None  # a word such as #1 behind it, which YAML takes for a comment

    __slots__ = ("_source", "_starts", "lost", "place")

    def __new__(
        cls,
        value: str,
        place: Place,
        source: tuple[str | None, int, int] | None = None,
        lost: Text | None = None,
    ) -> Text:
        text = super().__new__(cls, value)
        text.place = place
        text._source = (None, *source[1:]) if source and source[0] == value else source
        text._starts = None
        text.lost = lost
        return text

    @property
    def typed(self) -> tuple[object, ...]:
        """Where each of its characters stands: texts are equal wherever they do."""
        return self.place, self._source

    @property
    def is_folded(self) -> bool:
        """Whether it was typed over other lines than it has, as YAML lets scalars be."""
        return self._source is None or self._source[0] is not None

    def __reduce__(self) -> tuple[Any, ...]:
        place = self.place
        if self._source == (None, place.line, place.column) and self.lost is None:
            return (_text, (str(self), place.path, place.line, place.column))  # most, in few bytes
        return (Text, (str(self), place, self._source, self.lost))

    def at(self, offset: int) -> Place:
        """The place of the character at offset."""
        if self._source is None:
            return self.place
        typed, line, column = self._source
        if self._starts is None:
            is_as_typed = typed is None  # the text of a file, or a scalar in one line
            self._starts = [0, *(n.end() for n in re.finditer("\n", self))] if is_as_typed else []
        if typed is None:
            number = bisect_right(self._starts, offset) - 1
            first = column if number == 0 else 1
            return Place(self.place.path, line + number, first + offset - self._starts[number])
        index, within = _word_at(self, offset)
        words = list(_WORD.finditer(typed))
        if index >= len(words):
            return self.place
        start = min(words[index].start() + within, words[index].end() - 1)
        before = typed[:start]
        newlines = before.count("\n")
        if newlines:
            return Place(self.place.path, line + newlines, start - before.rindex("\n"))
        return Place(self.place.path, line, column + start)


def _text(value: str, path: str, line: int, column: int) -> Text:
    return Text(value, Place(path, line, column), (None, line, column))


def _word_at(value: str, offset: int) -> tuple[int, int]:
    """Which word of value the offset is in, and how far into it."""
    index = -1
    for index, word in enumerate(_WORD.finditer(value)):
        if offset < word.end():
            return index, max(0, offset - word.start())
    return index + 1, 0


class Entries(Struct, frozen=True):
    """A YAML sequence."""

    items: tuple[Node, ...]
    place: Place


class Table(Struct, frozen=True):
    """A YAML mapping; keys keep their own places."""

    entries: Mapping[Text, Node]
    place: Place


Node = Text | Entries | Table


def parse(text: str, path: str, problems: Problems, first_line: int = 1) -> Node | None:
    """YAML text → its nodes, or None with the problem noted.

    first_line is the line of the file at which the text starts (2 for front matter).
    """
    try:
        deep = _too_deep(text)
        root = None if deep else yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        found = _mistake(error, text)
        place = Place(path, found.line + first_line, found.column + 1)
        problems.add(found.code, found.message, place, found.help)
        return None
    except yaml.YAMLError as error:  # characters that YAML does not allow
        problems.add("yaml", str(error).splitlines()[0], Place(path))
        return None
    if deep:
        place = Place(path, deep.line + first_line, deep.column + 1)
        problems.add("yaml", "nested too deeply", place, "write the value out")
    if root is None:
        return None
    before = problems.count
    reader = _NodeReader(text, path, problems, first_line)
    node = reader.node(root, depth=0)
    return node if problems.count == before else None


_DEEPEST = 20  # deeper than any file of a site


def _too_deep(text: str) -> Any:
    """The mark where values nest too deep, else None: the C parser composes them by recursion,
    and ends the process where the stack does."""
    # The cheap look first: each level takes a bracket, or a column of some line.
    if text.count("[") + text.count("{") + max(map(len, text.split("\n"))) < 1000:
        return None
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST + 1:
            return event.start_mark
    return None


class _NodeReader:
    def __init__(self, text: str, path: str, problems: Problems, first_line: int) -> None:
        self.lines, self.path, self.problems = text.split("\n"), path, problems
        self.first_line = first_line
        self.seen: set[int] = set()

    def place(self, mark: Any) -> Place:
        return Place(self.path, mark.line + self.first_line, mark.column + 1)

    def node(self, node: Any, depth: int) -> Node:
        place = self.place(node.start_mark)
        is_deep = depth > _DEEPEST
        if id(node) in self.seen or is_deep:
            # An alias is the same node again; following it could go on for ever.
            message = "nested too deeply" if is_deep else "an alias repeats a value"
            code = "yaml" if is_deep else "alias"
            self.problems.add(code, message, place, "write the value out")
            return Text("", place)
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, place)
        if isinstance(node, yaml.SequenceNode):
            return Entries(tuple(self.node(item, depth + 1) for item in node.value), place)
        entries: dict[Text, Node] = {}
        for key_node, value_node in node.value:
            key_place = self.place(key_node.start_mark)
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.add("yaml", "a field's name must be a word", key_place)
                continue
            key = Text(key_node.value, key_place)
            self.refuse_unwanted(key)
            if found := mistakes.in_value(key):
                code, message, help = found
                self.problems.add(code, message, key_place, help)
            if key in entries:
                first = next(known for known in entries if known == key)
                self.problems.add(
                    "duplicate-field",
                    f'"{key}" is given twice',
                    key_place,
                    "keep one of them",
                    first.place,
                )
            entries[key] = self.node(value_node, depth + 1)
        return Table(entries, place)

    def scalar(self, node: Any, place: Place) -> Text:
        start, end = node.start_mark, node.end_mark
        line, column = start.line, start.column
        lines = self.lines[line : end.line + 1]
        if len(lines) > 1 and end.line - line < len(lines):
            lines[-1] = lines[-1][: end.column]
        typed = "\n".join([lines[0][column:], *lines[1:]]) if lines else ""
        lost = None
        if node.style in ("|", ">"):  # the content begins on the line after the mark
            line, column, typed = line + 1, 0, typed.partition("\n")[2]
        elif node.style in ("'", '"'):
            column, typed = column + 1, typed[1:]
        else:
            lost = self.lost(end)
            if found := mistakes.in_value(node.value):
                code, message, help = found
                self.problems.add(code, message, place, help)
        text = Text(node.value, place, (typed, line + self.first_line, column + 1), lost)
        self.refuse_unwanted(text)
        return text

    def lost(self, end: Any) -> Text | None:
        """What stands behind a value without quotes that ends at a mark, if it may be a part."""
        rest = self.lines[end.line] if end.line < len(self.lines) else ""
        match = _LOST.match(rest, end.column) if end.column < len(rest) else None
        if match is None:
            return None
        place = Place(self.path, end.line + self.first_line, match.start(1) + 1)
        return Text(match[1], place)

    def refuse_unwanted(self, text: Text) -> None:
        found = unwanted(text)
        if found:  # written as an escape such as "\u202e"
            refuse_character(found.group(), text.place, self.problems)


def _mistake(error: yaml.MarkedYAMLError, text: str) -> Mistake:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    is_scanning = error.context_mark and (error.context or "").startswith("while scanning")
    began = error.context_mark.line if error.context_mark and is_scanning else line
    said = ", ".join(part for part in (error.problem, error.context) if part)
    return mistakes.explain(Failure(text.split("\n"), line, column, began, said))


def refuse_character(character: str, place: Place, problems: Problems) -> None:
    """Note a character that is not one of a written text."""
    problems.add(
        "control-character",
        f"U+{ord(character):04X} is not a written character",
        place,
        "remove it; it is not visible in most editors",
    )


@lru_cache(maxsize=2**14)  # a preview asks for the same again at each save
def is_file_slug(name: str) -> bool:
    """Whether a name can stand in an address and name a file."""
    return bool(re.fullmatch(SLUG, name) and re.fullmatch(FILE_SLUG, name))


def check_file_slug(name: str, place: Place, problems: Problems, cure: str) -> None:
    """The same as check_slug for what names a file."""
    if re.fullmatch(SLUG, name) and not re.fullmatch(FILE_SLUG, name):
        message = f'"{name}" is the name of a device on Windows, where no file can have it'
        problems.add("bad-slug", message, place, cure.format(f"{name}-1"))
    else:
        check_slug(name, place, problems, cure)


def check_slug(name: str, place: Place, problems: Problems, cure: str = "write {}") -> None:
    """Note a problem where the name cannot stand in an address; `cure` takes one that can."""
    if re.fullmatch(SLUG, name):
        return
    if len(name) > LONGEST_SLUG:
        message = f'"{name[:60]} …" is too long for a part of an address'
        problems.add("bad-slug", message, place, f"use at most {LONGEST_SLUG} characters")
        return
    has_capitals = re.fullmatch(SLUG, name.lower())
    message = (
        f'"{name[:60]}" has capital letters, which addresses on some servers tell apart'
        if has_capitals
        else f'"{name[:60]}" cannot be part of an address'
    )
    near = as_slug(name)
    rule = "use a-z, 0-9 and single hyphens between them"
    help = f"{cure.format(near)}; {rule}" if near and len(near) <= 60 else rule
    problems.add("bad-slug", message, place, help)


def as_slug(words: str) -> str:
    """Words → what of them may stand in an address; empty where nothing may."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")

"""YAML text → fields that know their place; nothing is converted unless a getter asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from generator.problems import Place, Problems, did_you_mean

# The C parser where PyYAML was built with it. Base loaders resolve nothing: `no`, `1.10` and
# `2025-01-22` stay the words that the editor typed.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_WORD = re.compile(r"\S+")
# Control characters, and those that are not seen but change what is read or how it is shown.
UNWANTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


class Text(str):
    """Words of a file, with their place.

    `at(offset)` is the place of one character. In a scalar that YAML folds over several lines
    the n-th word is still the n-th word of the source, which is how it is found again.
    """

    place: Place
    _source: tuple[str, int, int] | None  # lines of the scalar as typed, first line, first column

    __slots__ = ("_source", "place")

    def __new__(cls, value: str, place: Place, source: tuple[str, int, int] | None = None) -> Text:
        text = super().__new__(cls, value)
        text.place = place
        text._source = source
        return text

    def __reduce__(self) -> tuple[Any, ...]:
        return (Text, (str(self), self.place, self._source))

    def at(self, offset: int) -> Place:
        """The place of the character at offset."""
        if self._source is None:
            return self.place
        typed, line, column = self._source
        if typed == self:  # nothing is folded: the text of a file
            newlines = typed.count("\n", 0, offset)
            if newlines:
                return Place(
                    self.place.path, line + newlines, offset - typed.rfind("\n", 0, offset)
                )
            return Place(self.place.path, line, column + offset)
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


def _word_at(value: str, offset: int) -> tuple[int, int]:
    """Which word of value the offset is in, and how far into it."""
    index = -1
    for index, word in enumerate(_WORD.finditer(value)):
        if offset < word.end():
            return index, max(0, offset - word.start())
    return index + 1, 0


@dataclass(frozen=True, slots=True)
class Entries:
    """A YAML sequence."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A YAML mapping; keys keep their own places."""

    entries: Mapping[Text, Node]
    place: Place


Node = Text | Entries | Table


def parse(text: str, path: str, problems: Problems, first_line: int = 1) -> Node | None:
    """YAML text → its nodes, or None with the problem noted.

    first_line is the line of the file at which the text starts (2 for front matter).
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, mark.line + first_line, mark.column + 1) if mark else Place(path)
        problems.add("yaml", _yaml_message(error), place, _yaml_help(error, text))
        return None
    except yaml.YAMLError as error:  # characters that YAML does not allow
        problems.add("yaml", str(error).splitlines()[0], Place(path))
        return None
    except RecursionError:
        problems.add("yaml", "the values are nested too deeply", Place(path))
        return None
    if root is None:
        return None
    before = problems.count
    reader = _NodeReader(text, path, problems, first_line)
    node = reader.node(root, depth=0)
    return node if problems.count == before else None


class _NodeReader:
    def __init__(self, text: str, path: str, problems: Problems, first_line: int) -> None:
        self.text, self.path, self.problems = text, path, problems
        self.first_line = first_line
        self.seen: set[int] = set()

    def place(self, mark: Any) -> Place:
        return Place(self.path, mark.line + self.first_line, mark.column + 1)

    def node(self, node: Any, depth: int) -> Node:
        place = self.place(node.start_mark)
        if id(node) in self.seen or depth > 20:
            # An alias is the same node again; following it could go on for ever.
            message = "an alias repeats a value" if depth <= 20 else "nested too deeply"
            code = "alias" if depth <= 20 else "yaml"
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
        lines = self.text.split("\n")[line : end.line + 1]
        if end.line - line < len(lines):
            lines[-1] = lines[-1][: end.column] if end.line > line else lines[-1]
        typed = "\n".join([lines[0][column:], *lines[1:]]) if lines else ""
        if node.style in ("|", ">"):  # the content begins on the line after the mark
            line, column, typed = line + 1, 0, typed.partition("\n")[2]
        elif node.style in ("'", '"'):
            column, typed = column + 1, typed[1:]
        unwanted = UNWANTED.search(node.value)
        if unwanted:  # written as an escape such as "\u202e"
            refuse_character(unwanted.group(), place, self.problems)
        return Text(node.value, place, (typed, line + self.first_line, column + 1))


def _yaml_message(error: yaml.MarkedYAMLError) -> str:
    parts = [part for part in (error.problem, error.context) if part]
    return ", ".join(parts) or "the YAML cannot be read"


def _yaml_help(error: yaml.MarkedYAMLError, text: str) -> str:
    problem = error.problem or ""
    mark = error.problem_mark
    lines = text.split("\n")
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())] or "cannot start any token" in problem:
        return "indent with spaces, not with tabs; put a value that begins with @, ` or % in quotes"
    if "mapping values are not allowed" in problem:
        return 'put a value that holds ": " in quotes'
    if "did not find expected" in problem or "could not find expected" in problem:
        return "look at the indentation and the quotation marks of this line and the one before"
    return "look at the indentation, the colons and the quotation marks of this line"


class Fields:
    """Typed getters over one table; each notes its own problems and what it was asked for.

    `what` names the thing in messages ("a fact", "an article").
    """

    def __init__(self, table: Table, what: str, problems: Problems) -> None:
        self.table, self.what, self.problems = table, what, problems
        self.place = table.place
        self._asked: list[str] = []

    def get(self, key: str, required: bool = False) -> Node | None:
        """The value as it is, or None where it is left out or empty."""
        self._asked.append(key)
        node = self.table.entries.get(key)  # type: ignore[call-overload]
        if isinstance(node, Text):
            empty = not node.strip()
        else:
            empty = node is None or not (node.items if isinstance(node, Entries) else node.entries)
        if empty and required:
            self.problems.add(
                "missing-field", f'{self.what} needs "{key}"', node.place if node else self.place
            )
        return None if empty else node

    def text(self, key: str, required: bool = False) -> Text | None:
        """A text, with the white space around it gone."""
        node = self.get(key, required)
        if node is None or isinstance(node, Text):
            return node
        self._refuse(node, key, "a text")
        return None

    def needed(self, key: str) -> Text:
        """A text that has to be there; empty where it is not, with the problem noted."""
        return self.text(key, required=True) or Text("", self.place)

    def slug(self, key: str) -> Text:
        """A needed text that may stand in an address."""
        text = self.needed(key)
        if text:
            check_slug(text, text.place, self.problems)
        return text

    def whole(self, key: str, default: int | None = None) -> int:
        """A whole number from 1; needed unless there is a default."""
        text = self.text(key, required=default is None)
        if text is None:
            return default or 0
        if not re.fullmatch(r"[1-9][0-9]{0,8}", text):
            self._refuse(text, key, "a whole number from 1")
            return default or 0
        return int(text)

    def flag(self, key: str) -> bool:
        """true or false; false where it is left out."""
        text = self.text(key)
        if text is not None and text not in ("true", "false"):
            self._refuse(text, key, "true or false")
        return text == "true"

    def choice(self, key: str, choices: Sequence[str], default: str = "") -> str:
        """One of a few words; needed unless there is a default."""
        text = self.text(key, required=not default)
        if text is None:
            return default
        if text not in choices:
            help = did_you_mean(text, choices, f"write one of: {', '.join(choices)}")
            message = f'"{key}" is one of {", ".join(choices)}, not "{text}"'
            self.problems.add("bad-value", message, text.place, help)
        return str(text)

    def texts(self, key: str, required: bool = False) -> tuple[Text, ...]:
        """A list of texts; one text stands for a list of one."""
        node = self.get(key, required)
        if isinstance(node, Text):
            return (node,)
        if isinstance(node, Table):
            self._refuse(node, key, "a list of texts")
            return ()
        found = []
        for item in node.items if node else ():
            if isinstance(item, Text):
                found.append(item)
            else:
                self._refuse(item, key, "a list of texts")
        return tuple(found)

    def pairs(self, key: str) -> Iterator[tuple[Text, Node]]:
        """The entries of a table."""
        node = self.get(key)
        if isinstance(node, Table):
            yield from node.entries.items()
        elif node is not None:
            self._refuse(node, key, "names with values")

    def done(self) -> None:
        """Note every field that no getter asked for."""
        for key in self.table.entries:
            if key not in self._asked:
                known = f"fields are: {', '.join(self._asked)}"
                near = did_you_mean(key, self._asked)
                self.problems.add(
                    "unknown-field",
                    f'"{key}" is not a field of {self.what}',
                    key.place,
                    f"{near} {known}" if near else known,
                )

    def _refuse(self, node: Node, key: str, kind: str) -> None:
        got = f'"{node}"' if isinstance(node, Text) else _kind(node)
        self.problems.add("bad-value", f'"{key}" takes {kind}, not {got}', node.place)


def tables(node: Node | None, what: str, problems: Problems) -> Iterator[Fields]:
    """The tables of a list, each as Fields."""
    if node is None:
        return
    if not isinstance(node, Entries):
        problems.add("bad-value", f"expected a list, each entry {what}", node.place)
        return
    for item in node.items:
        if isinstance(item, Table):
            yield Fields(item, what, problems)
        else:
            problems.add("bad-value", f"expected {what} with its fields", item.place)


def refuse_character(character: str, place: Place, problems: Problems) -> None:
    """Note a character that is not one of a written text."""
    problems.add(
        "control-character",
        f"U+{ord(character):04X} is not a written character",
        place,
        "remove it; it is not visible in most editors",
    )


def is_slug(name: str) -> bool:
    """Whether the name can stand in an address."""
    return _SLUG.fullmatch(name) is not None


def check_slug(name: str, place: Place, problems: Problems) -> None:
    """Note a problem where the name cannot stand in an address."""
    if not is_slug(name):
        problems.add(
            "bad-slug",
            f'"{name[:60]}" cannot be part of an address',
            place,
            "use a-z, 0-9 and single hyphens between them",
        )


def _kind(node: Node) -> str:
    return "a list" if isinstance(node, Entries) else "a table"

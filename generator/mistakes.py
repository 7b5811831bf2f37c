"""Where YAML cannot be read: what the person who typed it most likely did wrong, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

_CURLY_MARKS = "“”„‘‚"
# A line that begins an entry or a field with a value: what stands before the value, the value.
_ENTRY = re.compile(r"(?P<before>\s*(?:-\s+)*(?:[\w-][^:#\"'\[\]{}]*:\s+)?)(?P<value>\S.*)")
_DASH = re.compile(r"\s*(?:- +)*-(?=[^\W\d_])")
_NAME = re.compile(r"\s*(?:- +)*[a-z_]+:(?=[^\s/:])")
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
_BLOCK = re.compile(r"[|>][-+0-9]*(?:\s+#.*)?")
_MARKS = "@`%*&!|>[{"


class Mistake(Struct, frozen=True):
    """What is wrong: a code, its message, line and column from 0, what to do."""

    code: str
    message: str
    line: int
    column: int
    help: str


class Failure(Struct, frozen=True):
    """Where a parser gave up, lines and column from 0, and what it said."""

    lines: Sequence[str]
    line: int
    column: int
    began: int  # the line at which what it was reading began
    said: str

    @property
    def near(self) -> list[int]:
        """The lines in which the mistake may be, the likeliest first."""
        return [n for n in dict.fromkeys((self.began, self.line, self.line - 1)) if self.has(n)]

    def has(self, number: int) -> bool:
        return 0 <= number < len(self.lines)

    def entries(self) -> Iterator[tuple[int, int, str]]:
        """The lines so far that begin an entry or a field: number, column of the value, value.

        What a block holds (`|`, `>`) is text, whatever it looks like.
        """
        block = -1  # how far the line is indented that began it
        for number, line in enumerate(self.lines[: self.line + 1]):
            indent = _indent(line)
            if not line.strip() or (0 <= block < indent):
                continue
            block = -1
            match = _ENTRY.match(line)
            if match and match["before"].strip():
                if _BLOCK.fullmatch(match["value"]):
                    block = indent
                yield number, match.end("before"), match["value"]


def explain(failure: Failure) -> Mistake:
    """The mistake behind a failure; where none is recognised, the parser's words."""
    for recognise in _KNOWN:
        mistake = recognise(failure)
        if mistake:
            return mistake
    help = "look at the indentation, the colons and the quotation marks of this line"
    return Mistake("yaml", failure.said, failure.line, failure.column, help)


def in_value(typed: str) -> tuple[str, str, str] | None:
    """A mistake that YAML takes for a value: code, message and help, of a value without quotes."""
    if typed[:1].isalnum():
        return None  # as nearly every value is
    around = re.fullmatch("[“”„]([^“”]*)[“”]?|[‘‚]([^‘’]*)[‘’]", typed)
    if around:  # in a list, a comma ends the value before its second mark
        return ("curly-quotes", *_CURLY)
    if _DASH.match(typed):
        return ("missing-space", *_AFTER_DASH)
    return None


_CURLY = (
    "curly quotation marks stand around a value",
    'YAML knows straight ones alone: write "…"',
)
_AFTER_DASH = ("a space is missing after the dash", 'begin an entry of a list with "- "')


def _tab(failure: Failure) -> Mistake | None:
    line = failure.lines[failure.line] if failure.has(failure.line) else ""
    match = re.match(r" *(?:- *)*\t", line)
    if not match:
        return None
    message = "a tab stands where YAML wants spaces"
    return Mistake("tab", message, failure.line, match.end() - 1, "indent with spaces alone")


def _curly(failure: Failure) -> Mistake | None:
    for number, column, value in failure.entries():
        if number in failure.near and value[0] in _CURLY_MARKS:
            return Mistake("curly-quotes", _CURLY[0], number, column, _CURLY[1])
    return None


def _quote(failure: Failure) -> Mistake | None:
    for number, column, value in failure.entries():
        mark = value[0]
        if mark not in _QUOTED:
            continue
        closed = _QUOTED[mark].match(value)
        if closed:
            rest = value[closed.end() :].strip()
            if rest and rest[0] not in "#:":
                at = column + value.index(rest, closed.end())
                help = (
                    "write '' for an apostrophe in it, or put the value between \"…\""
                    if mark == "'"
                    else 'put all of the value in quotes; write \\" for a mark inside'
                )
                message = f"the value goes on behind its closing {mark}"
                return Mistake("broken-quote", message, number, at, help)
        elif not _goes_on(failure, number, column):
            message = f"the quotation mark {mark} is not closed"
            help = f"close it with {mark} at the end of the value"
            return Mistake("broken-quote", message, number, column, help)
    return None


def _goes_on(failure: Failure, number: int, column: int) -> bool:
    """Whether the lines below belong to the value that begins here."""
    if failure.began == number and "end of stream" in failure.said:
        return False
    line = failure.lines[number][:column]
    own = len(line) - len(line.lstrip(" -"))
    below = next((text for text in failure.lines[number + 1 :] if text.strip()), "")
    return _indent(below) > own


def _space(failure: Failure) -> Mistake | None:
    for number in failure.near:
        line = failure.lines[number]
        if dash := _DASH.match(line):
            return Mistake("missing-space", _AFTER_DASH[0], number, dash.end() - 1, _AFTER_DASH[1])
        if name := _NAME.match(line):
            message = "a space is missing after the colon"
            return Mistake("missing-space", message, number, name.end(), 'write "name: value"')
    return None


def _colon(failure: Failure) -> Mistake | None:
    if not failure.said.startswith("mapping values"):
        return None
    line = failure.lines[failure.line]
    match = _ENTRY.match(line)
    name = line[: failure.column].strip()
    if match is None or re.fullmatch("(?:- +)*[a-z_]+", name):
        return None
    value = match["value"]
    quoted = f'"{value}"' if '"' not in value else "'" + value.replace("'", "''") + "'"
    # A value of several lines is not all here to be shown.
    is_whole = len(match["before"].strip()) > 0 and match.end("before") <= failure.column
    is_whole = is_whole and len(value) <= 60
    help = f"put the value in quotes: {quoted}" if is_whole else "put all of the value in quotes"
    message = 'the value holds ": ", which ends a field\'s name'
    return Mistake("unquoted-colon", message, failure.line, failure.column, help)


def _mark(failure: Failure) -> Mistake | None:
    for number, column, value in failure.entries():
        if number not in failure.near or value[0] not in _MARKS or _BLOCK.fullmatch(value):
            continue
        if value[0] in "[{" and not re.search(r"[]}].|@", value):
            if "]" in value or "}" in value:
                continue
            close = "]" if value[0] == "[" else "}"
            message = f'the "{value[0]}" is not closed'
            return Mistake("yaml", message, number, column, f"close it with {close}")
        message = f'a value begins with "{value[0]}", which means something else in YAML'
        return Mistake("unquoted-mark", message, number, column, "put the value in quotes")
    return None


def _name(failure: Failure) -> Mistake | None:
    number = failure.began
    if failure.said.startswith("mapping values"):
        number = failure.line - 1
        if number < 0 or re.search(r":\s|:$|^\s|^-|^$", failure.lines[number]):
            return None
    elif "could not find expected ':'" not in failure.said:
        return None
    line = failure.lines[number]
    message = "the line is no field and no entry"
    help = 'a field is "name: value"; in a Markdown file, text begins below the closing ---'
    return Mistake("yaml", message, number, _indent(line), help)


def _document(failure: Failure) -> Mistake | None:
    if "another document" not in failure.said:
        return None
    message = "the file goes on behind a line ---"
    help = "take the line away: a YAML file holds one list or one table"
    return Mistake("yaml", message, failure.line, failure.column, help)


def _indentation(failure: Failure) -> Mistake | None:
    if not re.search("mapping values|'-'|expected key|block end|document start", failure.said):
        return None
    if not failure.has(failure.line):
        return None
    line = failure.lines[failure.line]
    message = "the line does not stand below those that it belongs to"
    help = "begin the fields of one thing in the same column, and each entry of a list at its dash"
    return Mistake("indentation", message, failure.line, _indent(line), help)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


_KNOWN = (_tab, _curly, _quote, _space, _colon, _mark, _name, _document, _indentation)

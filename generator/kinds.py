"""What a field takes, and the kinds of things made of fields: read, and told to editors, alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from generator import markdown, urls, values
from generator.fields import SLUG, Entries, Node, Table, Text, check_slug
from generator.markdown import Document
from generator.model import When
from generator.phrases import typographic
from generator.problems import Place, Problems, did_you_mean
from generator.wording import show


class Takes(Struct, frozen=True):
    """What a field takes.

    `read` gives the value of a node that is not empty. Where the node is none of these values, it
    calls what it was given for that and gives None; the field is then as if it were left out.
    """

    rule: str  # "takes a date": for messages
    schema: Mapping[str, Any]  # JSON Schema of the same
    read: Callable[[Node, Refuse, Problems], Any]
    empty: Callable[[Place], Any] = lambda _: ""  # the value where the field is left out
    choices: tuple[str, ...] = ()
    help: str = ""
    kind: Kind | None = None  # of the things in it


Refuse = Callable[[Node], None]


class Where(Struct, frozen=True):
    """ "Where the field has one of these values"."""

    field: str
    values: tuple[str, ...]

    def holds(self, found: Mapping[str, Any]) -> bool:
        return found[self.field] in self.values


class Field(Struct, frozen=True):
    """One field of a kind: where it is needed, and the only place where it may stand, if any.

    `about` is the line that an editor is shown.
    """

    name: str
    takes: Takes
    about: str
    needed: bool | Where = False
    only: Where | None = None
    default: Any = None

    def is_needed(self, found: Mapping[str, Any]) -> bool:
        return self.needed.holds(found) if isinstance(self.needed, Where) else self.needed


class Kind(Struct, frozen=True):
    """A kind of thing: what messages call it, what it is, its fields in order."""

    name: str  # "a fact"
    about: str
    fields: tuple[Field, ...]


# ------------------------------------------------------------------------------- reading


def read(table: Table, kind: Kind, problems: Problems) -> dict[str, Any]:
    """The value of each field of a kind, by its name; what is wrong is noted."""
    found: dict[str, Any] = {}
    for field in kind.fields:
        found[field.name] = _value(table, field, kind, found, problems)
    for key in table.entries:
        if key not in found:
            known = list(found)
            fields = f"fields are: {', '.join(known)}"
            near = did_you_mean(key, known)
            message = f'"{key}" is not a field of {kind.name}'
            problems.add(
                "unknown-field", message, key.place, f"{near} {fields}" if near else fields
            )
    return found


def tables(node: Node | None, kind: Kind, problems: Problems) -> Iterator[Table]:
    """The tables of a list of things of a kind."""
    if node is None:
        return
    if not isinstance(node, Entries):
        problems.add("bad-value", f"expected a list, each entry {kind.name}", node.place)
        return
    for item in node.items:
        if isinstance(item, Table):
            yield item
        else:
            problems.add("bad-value", f"expected {kind.name} with its fields", item.place)


def _value(
    table: Table, field: Field, kind: Kind, found: Mapping[str, Any], problems: Problems
) -> Any:
    """The value of a field; `found` has those of the fields before it."""
    node = table.entries.get(field.name)  # type: ignore[call-overload]
    if node is None or _is_empty(node):
        empty = _left_out(field, table)
        if isinstance(node, Text) and node.lost:
            _refuse_lost(node.lost, problems)
            return empty
        if field.is_needed(found):
            place = node.place if node else table.place
            problems.add("missing-field", f'{kind.name} needs "{field.name}"', place)
        return empty
    if field.only and found[field.only.field] and not field.only.holds(found):
        other = field.only.field
        message = f'{kind.name} of {other} {found[other]} has no "{field.name}"'
        help = f"write {other}: {field.only.values[0]}"
        name = next(name for name in table.entries if name == field.name)
        problems.add("bad-value", message, name.place, help)
    value = _taken(field.name, field.takes, node, problems)
    return _left_out(field, table) if value is None else value


def _left_out(field: Field, table: Table) -> Any:
    return field.takes.empty(table.place) if field.default is None else field.default


def _taken(name: str, takes: Takes, node: Node, problems: Problems) -> Any:
    def refuse(wrong: Node) -> None:
        got = f'"{wrong}"' if isinstance(wrong, Text) else _sort(wrong)
        help = did_you_mean(got.strip('"'), takes.choices, takes.help)
        problems.add("bad-value", f'"{name}" {takes.rule}, not {got}', wrong.place, help)

    if _is_empty(node):  # a field left empty is as if left out, but not a name
        refuse(node)
        return None
    return takes.read(node, refuse, problems)


def _refuse_lost(lost: Text, problems: Problems) -> None:
    problems.add(
        "unquoted-hash",
        f'YAML takes "{lost}", after a space, for a comment: the value ends before it',
        lost.place,
        "put all of the value in quotes, or a space behind the # of a comment",
    )


def _is_empty(node: Node) -> bool:
    if isinstance(node, Text):
        return not node.strip()
    return not (node.items if isinstance(node, Entries) else node.entries)


def _sort(node: Node) -> str:
    return "a list" if isinstance(node, Entries) else "a table"


# -------------------------------------------------------------------------- JSON Schema


def schema(kind: Kind) -> dict[str, Any]:
    """JSON Schema of a thing of a kind, as YAML parsers of editors see it."""
    parts: list[dict[str, Any]] = []
    for field in kind.fields:
        if isinstance(field.needed, Where):
            parts.append({"if": _has(field.needed), "then": {"required": [field.name]}})
        if field.only:
            parts.append({"if": _has(field.only), "else": {"properties": {field.name: False}}})
    return {
        "description": kind.about,
        "type": "object",
        "properties": {field.name: _field_schema(field) for field in kind.fields},
        "required": [field.name for field in kind.fields if field.needed is True],
        "additionalProperties": False,
        **({"allOf": parts} if parts else {}),
    }


def _field_schema(field: Field) -> dict[str, Any]:
    found = {"description": field.about, **field.takes.schema}
    if isinstance(field.default, str | int):
        found["default"] = field.default
    if field.needed is True and "type" in found and "string" in found["type"]:
        found["minLength"] = 1
    return found


def _has(where: Where) -> dict[str, Any]:
    return {"properties": {where.field: {"enum": list(where.values)}}, "required": [where.field]}


# ------------------------------------------------------------------- what fields take


# A number or a word such as `true` is a text to the generator; a parser that types values says
# otherwise, and a field that is left empty is null to it.
_SCALAR = {"type": ["string", "number", "boolean", "null"]}


def _scalar(
    rule: str,
    schema: Mapping[str, Any],
    read: Callable[[Text, Problems], Any],
    empty: Callable[[Place], Any] = lambda _: "",
    choices: tuple[str, ...] = (),
    help: str = "",
) -> Takes:
    """What one text is read from; `read` gives None where it cannot be."""

    def of(node: Node, refuse: Refuse, problems: Problems) -> Any:
        value = read(node, problems) if isinstance(node, Text) else None
        if value is None:
            refuse(node)
        return value

    return Takes(rule, schema, of, empty, choices, help)


def _empty_text(place: Place) -> Text:
    return Text("", place)


def _words(
    read: Callable[[Text, Problems], Any], empty: Callable[[Place], Any] = _empty_text
) -> Takes:
    """What any text is read from, once all of it is there."""

    def of(text: Text, problems: Problems) -> Any:
        if text.lost:
            _refuse_lost(text.lost, problems)
        return read(text, problems)

    return _scalar("takes a text", _SCALAR, of, empty)


def _matching(pattern: str, read: Callable[[Text], Any]) -> Callable[[Text, Problems], Any]:
    """`read` of a text that the pattern matches as a whole, None of another."""
    compiled = re.compile(pattern)
    return lambda text, _: read(text) if compiled.search(text) else None


def _slug(text: Text, problems: Problems) -> Text:
    check_slug(text, text.place, problems)
    return text


def _date(text: Text, _: Problems) -> When | None:
    dates = values.read_date(text)
    return When(str(text), dates, show(dates, "date", written=text), text.place) if dates else None


def _address(text: Text, _: Problems) -> str | None:
    try:
        parts = urlsplit(text)
        is_address = parts.scheme in ("https", "http") and bool(parts.hostname)
    except ValueError:
        is_address = False
    return str(text) if is_address and not re.search(r"\s", text) else None


def _folder_address(text: Text) -> str | None:
    try:
        is_address = urlsplit(text).port != 0 and not text.endswith("\n")
    except ValueError:  # a port above the highest
        is_address = False
    return str(text) if is_address else None


_SLUG_SCHEMA = {"type": ["string", "integer"], "pattern": f"^{SLUG}$", "minimum": 0}
_WHOLE = "^[1-9][0-9]{0,8}$"
_WHOLE_SCHEMA = {"type": ["integer", "string"], "minimum": 1, "pattern": _WHOLE}
_COLOUR = "^#[0-9a-fA-F]{6}$"
# An address that others are made from by adding to its end, as it goes into a sitemap: a host, a
# port, a path of a URI, without steps up; no user, question or anchor.
_SEGMENT = r"(?!(\.|%2[eE]){1,2}(/|$))([A-Za-z0-9._~!$&'()*+,;=:@-]|%[2-9A-Fa-f][0-9A-Fa-f])+"
_FOLDER = (
    r"^(?!.*\.[hH][tT][mM][lL]?/?$)https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?"
    rf"(/{_SEGMENT})*/?$"
)
_MAIL = r'^[^\s@,;?&<>"]+@[^\s@,;?&<>"]+$'
_YEAR = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?~?"
_EDTF = (
    rf"^\s*({_YEAR}|({_YEAR}|\.\.)/({_YEAR}|\.\.)|\[({_YEAR})?\.\.({_YEAR})?\])\s*$"  # read_date's
)

TEXT = _words(lambda text, _: text)
# What is printed as it is: its quotation marks become curly.
LINE = _words(lambda text, _: Text(typographic(text), text.place))
MARKDOWN = _words(markdown.parse, lambda _: Document())
ID = _scalar("takes an id", _SLUG_SCHEMA, _slug, _empty_text)
PERMANENT = _scalar(
    "takes an address that was released",
    {"type": ["string", "null"], "pattern": f"^({urls.PERMANENT})$"},
    _matching(rf"\A(?:{urls.PERMANENT})\Z", lambda text: text),
    _empty_text,
    help="such as articles/<article>.html, articles/<article>.html#p4, facts.html#<fact> or"
    " topics/<topic>.html",
)
WHOLE = _scalar("takes a whole number from 1", _WHOLE_SCHEMA, _matching(_WHOLE, int))
# Kept as it was typed: which numbers there are is for the article to say.
PARAGRAPH = _scalar(
    "takes one number",
    _WHOLE_SCHEMA,
    _matching(r"\A[0-9]+\Z", lambda text: text),
    _empty_text,
    help="write the number of the paragraph that holds the quote, such as 4",
)
FLAG = _scalar(
    "takes true or false",
    {"type": ["boolean", "string"], "pattern": "^(true|false)$"},
    _matching("^(true|false)$", lambda text: text == "true"),
    lambda _: False,
)
DATE = _scalar(
    "takes a date",
    {"type": ["string", "integer", "null"], "pattern": _EDTF, "minimum": 1000, "maximum": 9999},
    _date,
    lambda _: None,
    help="write it in EDTF: 2024-03-19, 2024-03, 2024, 2024-37 for early 2024, 2024-03~ for about"
    ' March 2024, "[2024-01-21..2024-01-27]" for some time in it, ../2030 for by 2030',
)
ADDRESS = _scalar(
    "takes a web address",
    {"type": ["string", "null"], "pattern": r"^https?://\S+$"},
    _address,
    help="write it whole, from https:// on",
)
FOLDER_ADDRESS = _scalar(
    "takes the web address of a folder",
    {"type": ["string", "null"], "pattern": _FOLDER},
    _matching(_FOLDER, _folder_address),
    help="write it from https:// on, such as https://example.org/ferry/, without user, ? and #;"
    " what is not ASCII as browsers send it (xn--…, %C3%A9)",
)
MAIL = _scalar(
    "takes a mail address",
    {"type": ["string", "null"], "pattern": _MAIL},
    _matching(_MAIL, str),
    help="write it as name@example.org",
)
COLOUR = _scalar(
    "takes a colour",
    {"type": ["string", "null"], "pattern": _COLOUR},
    _matching(_COLOUR, str.lower),
    help='write six hexadecimal digits in quotes, such as "#7a1f2b"',
)


def choice(*choices: str) -> Takes:
    """One of a few words."""
    listed = ", ".join(choices)
    return _scalar(
        f"is one of {listed}",
        {"enum": list(choices)},
        lambda text, _: str(text) if text in choices else None,
        choices=choices,
        help=f"write one of: {listed}",
    )


def list_of(item: Takes) -> Takes:
    """A list of texts; one text stands for a list of one."""

    def of(node: Node, refuse: Refuse, problems: Problems) -> tuple[Any, ...] | None:
        if isinstance(node, Table):
            refuse(node)
            return None
        items = node.items if isinstance(node, Entries) else (node,)
        found = (item.read(entry, refuse, problems) for entry in items)
        return tuple(value for value in found if value is not None)

    one = {key: value for key, value in item.schema.items() if key != "type"}
    types = [item.schema["type"]] if isinstance(item.schema["type"], str) else item.schema["type"]
    several = {"type": [*types, "array"], **one, "items": dict(item.schema)}
    return Takes("takes a list of texts", several, of, lambda _: ())


def table_of(kind: Kind, rule: str) -> Takes:
    """A thing of a kind, in its place."""

    def of(node: Node, refuse: Refuse, problems: Problems) -> dict[str, Any] | None:
        if not isinstance(node, Table):
            refuse(node)
            return None
        return read(node, kind, problems)

    return Takes(rule, schema(kind), of, lambda _: None, kind=kind)


def either_of(kind: Kind, rule: str) -> Takes:
    """A thing of a kind, or the first of its fields alone."""
    table = table_of(kind, rule)

    def of(node: Node, refuse: Refuse, problems: Problems) -> Any:
        if isinstance(node, Text):
            node = Table({Text(kind.fields[0].name, node.place): node}, node.place)
        return table.read(node, refuse, problems)

    first = dict(kind.fields[0].takes.schema)
    return Takes(rule, {"anyOf": [first, dict(table.schema)]}, of, kind=kind)


def pairs_of(value: Takes, are_slugs: bool = False) -> Takes:
    """Names with a value each, none of them empty; `are_slugs` where they stand in addresses."""

    def of(node: Node, refuse: Refuse, problems: Problems) -> tuple[tuple[Text, Any], ...] | None:
        if not isinstance(node, Table):
            refuse(node)
            return None
        found = []
        for name, entry in node.entries.items():
            if are_slugs:
                check_slug(name, name.place, problems)
            taken = _taken(name, value, entry, problems)
            if taken is not None:
                found.append((name, taken))
        return tuple(found)

    names = {"propertyNames": {"pattern": f"^{SLUG}$"}} if are_slugs else {}
    several = {"type": "object", "additionalProperties": dict(value.schema), **names}
    return Takes("takes names with values", several, of, lambda _: (), kind=value.kind)

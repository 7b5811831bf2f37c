"""A place in a file → the link that opens it in the editor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

VARIABLE = "EDITOR_URL"
DEFAULT = "vscode://file/{path}:{line}:{column}"
_SCHEME = re.compile(r"(?!(?:javascript|data|vbscript):)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_FIELD = re.compile(r"\{([^{}]*)\}")


class Editor(Struct, frozen=True):
    """How a place is opened: an address with {path}, {line} and {column}; empty for no links."""

    address: str = DEFAULT

    def link(self, file: Path, line: int = 0, column: int = 0) -> str:
        """The link to a place; a line or column of 0 is the first."""
        path = quote(file.as_posix())
        # In vscode://file/{path} the path's own slash is there already, in file://{path} it is not.
        before = self.address.partition("{path}")[0]
        if before.endswith("/") and not before.endswith("://"):
            path = path.removeprefix("/")
        values = {"path": path, "line": str(line or 1), "column": str(column or 1)}
        return _FIELD.sub(lambda field: values[field[1]], self.address)


def from_environment(environment: Mapping[str, str]) -> Editor:
    """The editor that EDITOR_URL names; raises ValueError where it names none."""
    address = environment.get(VARIABLE, DEFAULT).strip()
    if not address:
        return Editor("")
    unknown = set(_FIELD.findall(address)) - {"path", "line", "column"}
    if unknown:
        name = sorted(unknown)[0]
        raise ValueError(f"{VARIABLE}: {{{name}}} is none of {{path}}, {{line}} and {{column}}")
    if "{path}" not in address or not _SCHEME.match(address):
        raise ValueError(f"{VARIABLE}: write it like {DEFAULT}")
    return Editor(address)

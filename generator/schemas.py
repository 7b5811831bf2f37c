"""Declarations → what editors use: a JSON Schema for each file, and docs/fields.md."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator import kinds
from generator.declarations import FILES, File
from generator.kinds import Field, Kind, Where

# Language servers for YAML know this one best.
_DIALECT = "http://json-schema.org/draft-07/schema#"

_BEGINNING = """\
# Fields

What each file of a site may hold. A field that is not listed here is refused; one that is not
needed may be left out. Made by `make schemas` from `generator/declarations.py`, as are the JSON
Schemas in `schemas/`, which tell an editor the same while typing.
"""

_ENDING = """\
## Dates

Dates are written in EDTF (ISO 8601-2): `2024`, `2024-03`, `2024-03-19`, `2024-03~` for about March,
`"[2024-03-01..2024-03-07]"` for some day in that week, `../2030` for by 2030. A part of a year has
a number in the place of the month:

| number | part of the year |
| --- | --- |
| `2024-37`, `2024-38`, `2024-39` | early, mid and late 2024, four months each |
| `2024-40`, `2024-41` | the first and the second half |
| `2024-33` to `2024-36` | the four quarters |
| `2024-21`, `2024-22`, `2024-23` | spring, summer, autumn |

## Fields while typing

The line `# yaml-language-server: $schema=…` at the top of each YAML file names its schema. Editors
with the YAML language server (VS Code with the YAML extension, Neovim, Helix, Emacs and others)
then complete fields, show what they mean and underline what is wrong.

In the front matter of a Markdown file the same line may stand below the first `---`:

```markdown
---
# yaml-language-server: $schema=../../schemas/article.json
label: Herald
---
```

The generator passes over it, as over every comment. Most editors hand no front matter to their
language server; one that does, or a checker that takes a file's front matter and a schema, can use
the line or be told which schema belongs to which folder:

| files | schema |
| --- | --- |
"""


def files() -> dict[str, str]:
    """The text of each file that is made from the declarations, by its path."""
    made = {file.schema: _json(schema(file)) for file in FILES}
    return {**made, "docs/fields.md": fields()}


def schema(file: File) -> dict[str, Any]:
    """The JSON Schema of a file; of a Markdown file that of its front matter."""
    one = kinds.schema(file.kind)
    head = {"$schema": _DIALECT, "title": file.path}
    return {**head, "type": "array", "items": one} if file.is_list else {**head, **one}


def fields() -> str:
    """docs/fields.md."""
    parts = [_BEGINNING]
    for file in FILES:
        parts.append(f"## {file.title}\n\n`{file.path}`. {file.kind.about}\n")
        parts.extend(_tables(file.kind))
    rows = "".join(f"| `{file.path}` | `{file.schema}` |\n" for file in FILES)
    return "\n".join([*parts, _ENDING + rows])


def _tables(kind: Kind) -> Iterator[str]:
    rows = "".join(_row(field) for field in kind.fields)
    yield f"| field | takes | |\n| --- | --- | --- |\n{rows}"
    for field in kind.fields:
        if field.takes.kind:
            yield f"Fields of {field.takes.kind.name} in `{field.name}`:\n"
            yield from _tables(field.takes.kind)


def _row(field: Field) -> str:
    takes = field.takes.rule.removeprefix("takes ").removeprefix("is ")
    notes = [field.about]
    if isinstance(field.needed, Where):
        where = " or ".join(f"`{value}`" for value in field.needed.values)
        notes.append(f"Needed where `{field.needed.field}` is {where}.")
    elif field.needed:
        notes.append("Needed.")
    if field.default is not None:
        notes.append(f"Left out: `{field.default}`.")
    return f"| `{field.name}` | {takes} | {' '.join(notes)} |\n"


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"

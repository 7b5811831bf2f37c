"""The JSON Schemas and docs/ are those of the declarations, and say what the generator says."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from generator import explanations, schemas, values
from generator.declarations import FILES, File
from tests.sites import ROOT, SITES, copy_plain, overlay

MADE = {**schemas.files(), "docs/problems.md": explanations.page()}
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)\n")


class Core(yaml.SafeLoader):
    """Types values as editors' parsers do, by the core schema of YAML 1.2: a date is a text."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for tag, pattern, first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", list("-+0123456789")),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789")),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), first)


@pytest.mark.parametrize("path", MADE)
def test_what_is_made_from_the_declarations_is_current(path: str) -> None:
    if os.environ.get("GOLDEN") == "overwrite":
        assert "CI" not in os.environ, "what is committed is accepted by a person"
        (ROOT / path).parent.mkdir(exist_ok=True)
        (ROOT / path).write_text(MADE[path], encoding="utf-8")
    assert (ROOT / path).read_text(encoding="utf-8") == MADE[path], "run make schemas"


def test_no_schema_is_left_over() -> None:
    there = {f"schemas/{file.name}" for file in (ROOT / "schemas").iterdir()}
    assert there == {file.schema for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.title)
def test_schema_is_one_and_describes_every_field(file: File) -> None:
    schema = schemas.schema(file)
    Draft7Validator.check_schema(schema)
    described = list(tables_of(schema))
    assert described
    for table in described:
        for name, field in table["properties"].items():
            assert field["description"].endswith((".", "…")), name


@pytest.mark.parametrize("site", [ROOT, SITES / "starter"], ids=["real", "starter"])
def test_content_is_valid(site: Path) -> None:
    assert wrong(site) == {}


def test_content_of_plain_is_valid(plain: Path) -> None:
    assert wrong(plain) == {}


@pytest.mark.parametrize("name", ["unknown-field", "missing-field", "bad-value"])
def test_a_field_that_the_generator_refuses_is_not_valid(name: str, tmp_path: Path) -> None:
    """The editor underlines it in the same files."""
    folder = SITES / "broken" / name
    report = (folder / "expected.txt").read_text(encoding="utf-8")
    told = set(re.findall(rf"^(\S+?):\d+:\d+: {name}: ", report, re.MULTILINE))
    assert set(wrong(overlay(copy_plain(tmp_path), folder))) == told


@pytest.mark.parametrize(
    "text",
    [
        "published: 2025-01-22",
        "published: 2025",
        'published: "[2024-03-01..2024-03-07]"',
        "published: ../2030",
        "title: 2031",
        "title: true",
        "author:",
    ],
)
def test_values_may_be_written_without_quotation_marks(text: str) -> None:
    assert not list(errors("article.json", f"label: x\n{text}\n"))


def test_numbers_of_a_reading_may_be_written_either_way() -> None:
    reading = "- {{fact: x, quote: y, value: {}, paragraph: {}}}\n"
    for value, paragraph in (("20%", "3"), ("[1, 2]", '"3"'), ("over $4", "3"), ("5", "3")):
        assert not list(errors("readings.json", reading.format(value, paragraph)))


def test_every_form_of_a_date_that_is_read_is_valid() -> None:
    one = ["2024", "2024-03", "2024-03-19", "2024-37", "2024~", "2024-03~", "2024-03-19~"]
    dates = [*one, *(f"{start}/{end}" for start in ["..", *one] for end in ["..", *one])]
    dates += [f"[{start}..{end}]" for start in ["", *one] for end in ["", *one]]
    read = [date for date in dates if values.read_date(date)]
    assert len(read) > 100
    for date in read:
        assert not list(errors("article.json", f'label: x\npublished: "{date}"\n')), date


def test_every_yaml_file_names_its_schema_at_its_top() -> None:
    for path, file in content_of(ROOT):
        if path.suffix == ".yaml":
            match = MODELINE.match(path.read_text(encoding="utf-8"))
            assert match, path
            assert (path.parent / match[1]).resolve() == ROOT / file.schema, path


def content_of(site: Path) -> Iterator[tuple[Path, File]]:
    """The files of a site that have a schema."""
    for file in FILES:
        for path in file.path.replace("<slug>", "*").split(", "):
            folder = site if path == "site.yaml" else site / "content"
            pattern = path.removeprefix("content/")
            found = sorted(folder.glob(pattern))
            assert found or path == "content/ledger.yaml", path  # there since a release
            yield from ((one, file) for one in found)


def wrong(site: Path) -> dict[str, list[str]]:
    """What the schemas say against the files of a site, by path."""
    found: dict[str, list[str]] = {}
    for path, file in content_of(site):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".md":
            text = text.split("---\n")[1]
        for message in errors(Path(file.schema).name, text):
            found.setdefault(path.relative_to(site).as_posix(), []).append(message)
    return found


def errors(schema: str, text: str) -> Iterator[str]:
    made = next(schemas.schema(file) for file in FILES if file.schema == f"schemas/{schema}")
    value = yaml.load(text, Loader=Core)
    yield from (error.message for error in Draft7Validator(made).iter_errors(value))


def tables_of(schema: Any) -> Iterator[Any]:
    """Every part of a schema that describes a table's fields."""
    if isinstance(schema, dict):
        if "additionalProperties" in schema and "properties" in schema:
            yield schema
        for part in schema.values():
            yield from tables_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from tables_of(part)

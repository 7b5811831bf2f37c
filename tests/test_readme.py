"""What the README and docs/ say is true of the code."""

from __future__ import annotations

import re
import subprocess

from tests.sites import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_field_that_is_read_is_documented() -> None:
    source = (ROOT / "generator" / "read.py").read_text(encoding="utf-8")
    getters = r"(?:text|texts|needed|slug|whole|flag|choice|get|pairs|when|address|colour|prose)"
    fields = set(re.findall(rf'\.{getters}\((?:fields, |inner, )?"([a-z_]+)"', source))
    table = (ROOT / "docs" / "fields.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`([a-z_]+)`", table))
    assert len(fields) > 40
    assert fields - told == set()


def test_every_command_of_the_readme_is_a_target() -> None:
    listed = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for command in set(re.findall(r"`make ([a-z]+)`", README)):
        assert f"make {command} " in listed, command


def test_pictures_of_the_readme_are_there() -> None:
    for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / path).is_file(), path

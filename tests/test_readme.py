"""What the README says is true of the code."""

from __future__ import annotations

import re
import subprocess

from tests.sites import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_of_the_readme_is_a_target() -> None:
    listed = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for command in set(re.findall(r"`make ([a-z]+)`", README)):
        assert f"make {command} " in listed, command


def test_pictures_of_the_readme_are_there() -> None:
    for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / path).is_file(), path

"""The plain site gives its expected output; builds repeat; a failed build changes nothing."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from generator.build import build
from generator.problems import BuildFailed
from tests.sites import SITES, bytes_of, copy_plain, main_of, write

EXPECTED = SITES / "plain" / "expected"
UNCOMPARED = {"site.css", "icon.svg", "build.json", "check_site.py"}  # looked at elsewhere


def outputs(root: Path) -> dict[str, str]:
    """The files of an output folder; of a page only what stands in <main>.

    Assets have their plain names, in the pages too.
    """
    found = {}
    for file in sorted(root.rglob("*")):
        name = plainly(file.relative_to(root).as_posix())
        if file.is_file() and name not in UNCOMPARED:
            text = plainly(file.read_bytes().decode())
            found[name] = main_of(text) if name.endswith(".html") else text
    return found


def plainly(text: str) -> str:
    return re.sub(r"\.[0-9a-f]{8}(\.(?:css|js|svg))\b", r"\1", text)


def test_plain_site_gives_its_expected_output(plain: Path) -> None:
    build(plain)
    found = outputs(plain / "output")
    # The build's id changes with every line of the generator.
    found.pop("about.html")
    if os.environ.get("GOLDEN") == "overwrite":
        assert "CI" not in os.environ, "expected outputs are accepted by a person"
        shutil.rmtree(EXPECTED, ignore_errors=True)
        write(EXPECTED, dict(found))
    expected = {
        file.relative_to(EXPECTED).as_posix(): file.read_bytes().decode()
        for file in sorted(EXPECTED.rglob("*"))
        if file.is_file()
    }
    assert sorted(found) == sorted(expected)
    for name, text in expected.items():
        assert found[name] == text, name


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """In another folder, with the files written in another order."""
    one = copy_plain(tmp_path / "one")
    other = tmp_path / "other place"
    for file in sorted((path for path in one.rglob("*") if path.is_file()), reverse=True):
        write(other, {file.relative_to(one).as_posix(): file.read_bytes()})
    build(one)
    build(other)
    assert bytes_of(one / "output") == bytes_of(other / "output")


def test_a_failed_build_leaves_the_last_good_output(plain: Path) -> None:
    build(plain)
    before = bytes_of(plain / "output")
    topic = plain / "content" / "topics" / "fares.md"
    topic.write_text(topic.read_text().replace("@island-post", "@nowhere"))
    with pytest.raises(BuildFailed):
        build(plain)
    assert bytes_of(plain / "output") == before
    assert [path.name for path in plain.iterdir() if path.name.startswith(".")] == []


def test_a_new_build_takes_away_what_is_no_longer_made(plain: Path) -> None:
    build(plain)
    write(plain / "output", {"articles/old.html": "old"})
    build(plain)
    assert not (plain / "output" / "articles" / "old.html").exists()


def test_crlf_and_a_byte_order_mark_change_nothing(plain: Path) -> None:
    build(plain)
    before = outputs(plain / "output")
    for file in (plain / "content").rglob("*.*"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    build(plain)
    after = outputs(plain / "output")
    assert {name for name in before if before[name] != after[name]} == {"about.html"}


def test_only_the_about_page_carries_the_build_id(plain: Path) -> None:
    build(plain)
    before = bytes_of(plain / "output")
    file = plain / "content" / "people.yaml"
    file.write_text(file.read_text() + "\n# a remark\n")
    build(plain)
    after = bytes_of(plain / "output")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"about.html", "build.json"}

"""The output is swapped in as a whole, or stays as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator import write
from generator.plan import File


def test_output_is_replaced_as_a_whole(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write.output(output, [File("a.html", "one"), File("sub/b.html", "two")], "id")
    assert write.output(output, [File("a.html", "three")], "id") == ("a.html", "build.json")
    assert sorted(path.name for path in output.iterdir()) == ["a.html", "build.json"]
    assert (output / "a.html").read_text() == "three"
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


def test_build_json_has_the_id_and_the_hashes(tmp_path: Path) -> None:
    write.output(tmp_path / "output", [File("a.html", "")], "the-id")
    listed = json.loads((tmp_path / "output" / "build.json").read_text())
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert listed == {"id": "the-id", "files": {"a.html": empty}}


@pytest.mark.parametrize("path", ["../a.html", "/a.html", "sub/../../a.html", "", "a\\..\\b"])
def test_nothing_is_written_outside(tmp_path: Path, path: str) -> None:
    with pytest.raises(ValueError, match="leads out of output/"):
        write.output(tmp_path / "output", [File(path, "")], "id")
    assert list(tmp_path.iterdir()) == []


def test_two_files_at_one_path_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a.html is written twice"):
        write.output(tmp_path / "output", [File("a.html", "1"), File("a.html", "2")], "id")


def test_a_disk_that_takes_no_more_leaves_the_old(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write.output(output, [File("a.html", "old")], "id")
    with pytest.raises(OSError):
        write.output(output, [File("a.html", "new"), File("a.html/b.html", "x")], "id")
    assert (output / "a.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["output"]

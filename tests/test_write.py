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


def test_a_file_that_does_not_change_stays_the_same_file(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write.output(output, [File("a.html", "one"), File("sub/b.html", "two")], "id")
    before = {name: (output / name).stat() for name in ("a.html", "sub/b.html")}
    write.output(output, [File("a.html", "one"), File("sub/b.html", "three")], "id")
    after = {name: (output / name).stat() for name in before}
    for field in ("st_ino", "st_mtime_ns"):
        assert getattr(before["a.html"], field) == getattr(after["a.html"], field)
    assert before["sub/b.html"].st_ino != after["sub/b.html"].st_ino
    assert (output / "sub/b.html").read_text() == "three"


def test_a_link_in_the_output_is_replaced_by_a_file(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text("one")
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "a.html").symlink_to(elsewhere)
    write.output(tmp_path / "output", [File("a.html", "one")], "id")
    assert not (tmp_path / "output" / "a.html").is_symlink()
    assert (tmp_path / "output" / "a.html").stat().st_ino != elsewhere.stat().st_ino


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

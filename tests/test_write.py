"""The output is swapped in as a whole, or stays as it was."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from msgspec import Struct

from generator import processes, write
from generator.plan import File
from generator.problems import BuildFailed


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


class Known(Struct, frozen=True):
    """A file that is known by its SHA-256, and of which it is not known what is in it."""

    path: str
    digest: str

    @property
    def encoded(self) -> bytes:
        raise AssertionError(f"{self.path} is made")


class Left:
    """A directory of which somebody knows whether it is as it was left."""

    def __init__(self, is_as_left: bool) -> None:
        self.answer, self.written = is_as_left, 0

    def is_as_left(self) -> bool:
        return self.answer

    def leave(self, written: int) -> None:
        self.written = written


@pytest.mark.parametrize("is_as_left", [True, False])
def test_an_output_that_is_as_it_was_left_is_not_read(tmp_path: Path, is_as_left: bool) -> None:
    output, file = tmp_path / "output", File("a.html", "one")
    write.output(output, [file], "id")
    known = Known("a.html", hashlib.sha256(b"one").hexdigest())
    (output / "a.html").write_text("two")  # which whoever is asked next does not know
    state = Left(is_as_left)
    if is_as_left:
        write.output(output, [known], "id", state=state)
        assert (output / "a.html").read_text() == "two"
        assert state.written >= (output / "build.json").stat().st_mtime_ns
    else:
        with pytest.raises(AssertionError, match="a.html is made"):
            write.output(output, [known], "id", state=state)
        assert state.written == 0  # nothing was


def test_a_file_that_is_not_listed_is_made_whatever_is_known(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write.output(output, [File("a.html", "one")], "id")
    for known in (Known("a.html", "0" * 64), Known("b.html", hashlib.sha256(b"one").hexdigest())):
        with pytest.raises(AssertionError, match="is made"):
            write.output(output, [known], "id", state=Left(True))


def test_a_link_in_the_output_is_replaced_by_a_file(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text("one")
    write.output(tmp_path / "output", [File("a.html", "one")], "id")
    (tmp_path / "output" / "a.html").unlink()
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


@pytest.mark.parametrize("what", ["file", "folder", "listing", "list", "pipe", "link", "deep"])
def test_what_no_build_wrote_is_not_replaced(tmp_path: Path, what: str) -> None:
    output = tmp_path / "output"
    listing = output / "build.json"
    if what == "file":
        output.write_text("mine")
    else:
        (output / "photos").mkdir(parents=True)
        (output / "photos" / "a.jpg").write_text("mine")
    if what == "listing":  # of another program
        listing.write_text('{"id": 1, "files": {}}')
    elif what == "list":
        listing.write_text('["id", "files"]')
    elif what == "deep":
        listing.write_text("[" * 100_000)
    elif what == "pipe":
        os.mkfifo(listing)
    elif what == "link":
        (tmp_path / "other.json").write_text('{"id": "a", "files": {}}')
        listing.symlink_to(tmp_path / "other.json")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BuildFailed) as failed:
        write.output(output, [File("a.html", "one")], "id")
    (problem,) = failed.value.problems
    assert (problem.code, problem.place.path) == ("foreign-output", "output")
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("target", ["..", "content", "output", "nowhere", "other", "site"])
def test_what_a_link_leads_to_is_not_replaced(tmp_path: Path, target: str) -> None:
    """Neither a folder above, nor the content, the link itself, another's or a site of ours."""
    project = tmp_path / "project"
    (project / "content").mkdir(parents=True)
    (project / "content" / "a.md").write_text("mine")
    (project / "other").mkdir()
    write.output(project / "site", [File("a.html", "old")], "id")
    (project / "output").symlink_to(target)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(BuildFailed) as failed:
        write.output(project / "output", [File("a.html", "one")], "id")
    (problem,) = failed.value.problems
    assert problem.code == "foreign-output"
    assert "is a link" in problem.message
    assert (project / "output").is_symlink()
    assert sorted(tmp_path.rglob("*")) == before
    assert (project / "site" / "a.html").read_text() == "old"


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    write.output(tmp_path / "output", [File("a.html", "one")], "id")
    assert (tmp_path / "output" / "a.html").read_text() == "one"


@pytest.mark.parametrize("write_them", [write.over, write.new_files])
def test_nothing_is_written_through_a_link(
    tmp_path: Path, write_them: Callable[[dict[Path, str]], None]
) -> None:
    mine = tmp_path / "mine"
    mine.write_text("mine")
    (tmp_path / ".a.yaml.new").symlink_to(mine)
    write_them({tmp_path / "a.yaml": "new"})
    assert mine.read_text() == "mine"
    assert (tmp_path / "a.yaml").read_text() == "new"
    assert not (tmp_path / "a.yaml").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "mine"]


@pytest.mark.parametrize("write_them", [write.over, write.new_files])
def test_what_cannot_be_written_leaves_nothing(
    tmp_path: Path, write_them: Callable[[dict[Path, str]], None]
) -> None:
    (tmp_path / "file").write_text("")
    files = {tmp_path / "a.yaml": "new", tmp_path / "b.yaml": "\ud800", tmp_path / "c.yaml": ""}
    with pytest.raises(ValueError):
        write_them(files)
    with pytest.raises(OSError):
        write_them({tmp_path / "a.yaml": "new", tmp_path / "file" / "b.yaml": "x"})
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_new_folder_at_a_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "new").symlink_to("new")
    with pytest.raises(OSError):
        write.new_folder(tmp_path / "new", {"a.txt": (b"", False)})
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_disk_that_takes_no_more_leaves_the_old(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write.output(output, [File("a.html", "old")], "id")
    with pytest.raises(OSError):
        write.output(output, [File("a.html", "new"), File("a.html/b.html", "x")], "id")
    assert (output / "a.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["output"]


class Laborious:
    """A file that is much work to make."""

    path, digest = "a.html", ""

    def __init__(self) -> None:
        self.made = 0

    @property
    def encoded(self) -> bytes:
        self.made += 1
        return b"one"


def test_what_is_in_a_file_is_made_once(tmp_path: Path) -> None:
    file = Laborious()
    for number in (1, 2):  # there is no old one; the old one is the same
        write.output(tmp_path / "output", [file], "id")
        assert file.made == number
    (tmp_path / "output" / "a.html").write_text("other")
    write.output(tmp_path / "output", [file], "id")
    assert file.made == 3
    assert (tmp_path / "output" / "a.html").read_text() == "one"


def test_what_is_known_to_be_there_is_not_made(tmp_path: Path) -> None:
    file = Laborious()
    write.output(tmp_path / "output", [file], "id")
    file.digest = hashlib.sha256(b"one").hexdigest()
    write.output(tmp_path / "output", [file], "id")
    assert file.made == 1
    (tmp_path / "output" / "a.html").write_text("other")
    write.output(tmp_path / "output", [file], "id")
    assert file.made == 2
    assert (tmp_path / "output" / "a.html").read_text() == "one"


def test_a_second_process_that_dies_leaves_the_old_files_alone(tmp_path: Path) -> None:
    """What it had linked already is put there again, and is not written through the link."""
    output, files = tmp_path / "output", [File(f"{n}.html", f"{n}") for n in range(40)]
    write.output(output, files, "id")
    before = {path.name: path.stat().st_mtime_ns for path in output.glob("*.html")}
    parent, linked, died = os.getpid(), list[str](), tmp_path / "died"

    def each(put: Callable[[File], str], files: Sequence[File]) -> list[str]:
        def dying(file: File) -> str:
            if os.getpid() == parent:
                time.sleep(0.02)  # in which the other one links some
            elif len(linked) == 5:
                died.touch()
                os._exit(1)
            linked.append(file.path)
            return put(file)

        return processes.each(dying, files, "writing")

    write.output(output, files, "id", each)
    assert died.exists()
    assert {path.name: path.stat().st_mtime_ns for path in output.glob("*.html")} == before

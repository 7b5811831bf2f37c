"""A build that would write what is there, seen without a look into a file."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import unchanged
from generator.build import build as build_site
from generator.memory import of_site
from tests.sites import ROOT, bytes_of
from tests.sites import write as write_files

SAME = "nothing changed"
TOPIC = "content/topics/boat.md"


def build(root: Path) -> str:
    """What the command says, and what is wrong."""
    done = build_into(root, stdout=subprocess.PIPE)
    return done.stdout + done.stderr


def build_into(
    root: Path, stdout: int, stderr: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", "build"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=root, env=environment, stdout=stdout, stderr=stderr, text=True
    )


def settle(root: Path) -> None:
    """Build what nobody saved just now: two changes that close to each other may have one time."""
    time.sleep(0.06)
    assert SAME not in build(root)


def test_a_build_leaves_its_templates_compiled(plain: Path) -> None:
    build(plain)
    kept = {file.name for file in (plain / ".cache").rglob("*") if file.is_file()}
    templates = [file for file in (plain / "templates").rglob("*") if file.is_file()]
    assert len(kept - {"known", "last", "printed"}) == len(templates)
    assert not any(name.startswith(".") for name in kept)


def test_a_site_that_is_as_it_was_is_not_built_again(plain: Path) -> None:
    settle(plain)
    before = bytes_of(plain / "output")
    said = build(plain)
    assert SAME in said
    assert "2 articles, 2 topics" in said
    assert "output/: " in said
    assert bytes_of(plain / "output") == before


def test_nobody_has_to_read_what_a_build_says(plain: Path) -> None:
    settle(plain)
    for _ in range(2):  # at first nothing changed
        reading, writing = os.pipe()
        os.close(reading)
        done = build_into(plain, stdout=writing)
        os.close(writing)
        assert (done.returncode, done.stderr) == (0, "")
        (plain / TOPIC).write_text((plain / TOPIC).read_text() + "\n")


def test_a_build_that_fails_fails_also_where_nobody_reads_why(plain: Path) -> None:
    text = (plain / TOPIC).read_text()
    (plain / TOPIC).write_text(text.replace("@island-post", "@iland-post"))
    reading, writing = os.pipe()
    os.close(reading)
    done = build_into(plain, stdout=writing, stderr=writing)
    os.close(writing)
    assert done.returncode == 1
    assert not (plain / "output").exists()


@pytest.mark.parametrize(
    "path", ["site.yaml", TOPIC, "content/evidence.lock", "templates/site.css", "output/index.html"]
)
def test_a_file_that_changed_is_seen_although_its_size_and_time_are_the_old_ones(
    plain: Path, path: str
) -> None:
    settle(plain)
    file = plain / path
    was, text = file.stat(), file.read_bytes()
    file.write_bytes(text[:-1] + b" ")
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert SAME not in build(plain)


@pytest.mark.parametrize("path", [TOPIC, "templates/people.html", "output/search.html", "output"])
def test_what_is_gone_is_seen(plain: Path, path: str) -> None:
    settle(plain)
    (plain / path).rename(plain / "aside")
    assert SAME not in build(plain)


@pytest.mark.parametrize("path", ["content/topics/new.md", "templates/new.html", "output/new.html"])
def test_what_is_new_is_seen(plain: Path, path: str) -> None:
    settle(plain)
    (plain / path).write_text("new")
    assert SAME not in build(plain)


def test_a_build_that_failed_is_not_taken_for_the_last(plain: Path) -> None:
    settle(plain)
    text = (plain / TOPIC).read_text()
    (plain / TOPIC).write_text(text.replace("@island-post", "@iland-post"))
    assert "unknown-article" in build(plain)
    assert "unknown-article" in build(plain)
    (plain / TOPIC).write_text(text)
    settle(plain)
    assert SAME in build(plain)


def test_what_was_saved_just_now_may_be_saved_again_without_a_trace(plain: Path) -> None:
    time.sleep(0.06)
    assert unchanged.Inputs(plain).name
    (plain / TOPIC).write_text((plain / TOPIC).read_text())
    assert not unchanged.Inputs(plain).name
    settle(plain)
    unchanged.note(plain, "", "nobody knows what this was built from")
    assert SAME not in build(plain)


def behind_a_link(root: Path) -> None:
    (root / TOPIC).rename(root / "boat.md")
    (root / TOPIC).symlink_to("../../boat.md")


def test_what_is_behind_a_link_is_built_each_time(plain: Path) -> None:
    behind_a_link(plain)
    settle(plain)
    assert "output/: " in (said := build(plain))
    assert SAME not in said


def test_where_a_link_is_nothing_tells_that_nothing_changed(plain: Path) -> None:
    behind_a_link(plain)
    build(plain)
    time.sleep(0.06)
    state = unchanged.Output(plain)
    state.is_as_left()
    state.leave(time.time_ns())
    note = plain / ".cache/build/last"
    note.write_text(f"\n{state.left}\n2 articles")  # as of inputs without a name
    assert SAME not in build(plain)


@pytest.mark.parametrize("note", ["", "x", "x\ny\nz", "\udc80"])
def test_a_damaged_note_is_ignored(plain: Path, note: str) -> None:
    settle(plain)
    (plain / ".cache/build/last").write_text(note, errors="surrogateescape")
    assert "output/: " in (said := build(plain))
    assert SAME not in said


def test_a_note_is_never_written_through_a_link(plain: Path) -> None:
    write_files(plain, {"kept": "mine"})
    (plain / ".cache/build").mkdir(parents=True)
    (plain / ".cache/build/last").symlink_to(plain / "kept")
    settle(plain)
    assert (plain / "kept").read_text() == "mine"
    assert SAME in build(plain)


def test_an_output_is_as_it_was_left_until_somebody_touches_it(plain: Path) -> None:
    settle(plain)
    assert unchanged.Output(plain).is_as_left()
    write_files(plain, {TOPIC: (plain / TOPIC).read_text() + "\n"})
    assert unchanged.Output(plain).is_as_left()  # whatever it was made from
    page = plain / "output" / "index.html"
    found = page.stat()
    page.write_bytes(page.read_bytes())
    os.utime(page, ns=(found.st_atime_ns, found.st_mtime_ns))
    assert not unchanged.Output(plain).is_as_left()
    build(plain)
    time.sleep(0.06)
    (plain / "output" / "more.html").touch()
    assert not unchanged.Output(plain).is_as_left()


def written_again(page: Path) -> None:
    """By a program that keeps the file."""
    page.write_text("something else")


def replaced(page: Path) -> None:
    """By a program that exchanges the file for another."""
    other = page.with_name("other.html")
    other.write_text("something else")
    other.replace(page)


def put_back(page: Path) -> None:
    """By a file that is older than the build."""
    other = page.with_name("other.html")
    other.write_text("something else")
    os.utime(other, ns=(0, 0))
    other.replace(page)


@pytest.mark.parametrize("change", [None, written_again, replaced, put_back])
def test_an_output_that_somebody_changes_while_it_is_built_is_not_taken_for_ours(
    plain: Path, change: Callable[[Path], None] | None
) -> None:
    settle(plain)
    state = unchanged.Output(plain)
    assert state.is_as_left()
    written = time.time_ns()
    time.sleep(0.01)
    if change:
        change(plain / "output" / "facts.html")
    state.leave(written)
    assert bool(state.left) == (change is None)


def test_what_somebody_takes_out_of_the_output_while_it_is_built_is_made_again(plain: Path) -> None:
    settle(plain)
    state, page = unchanged.Output(plain), plain / "output" / "facts.html"
    assert state.is_as_left()
    good = page.read_bytes()
    page.unlink()
    state.leave(time.time_ns())
    unchanged.note(plain, "made from something", "said", state.left)
    assert unchanged.Output(plain).is_as_left()
    assert SAME not in build(plain)
    assert page.read_bytes() == good


def test_what_is_saved_after_a_build_looked_is_built_by_the_next(plain: Path) -> None:
    settle(plain)
    before = bytes_of(plain / "output")
    inputs, memory = unchanged.Inputs(plain), of_site(plain)
    known = memory.files.all_known(inputs.take())
    topic = plain / TOPIC
    topic.write_text(topic.read_text().replace("title: ", "title: New "))
    built = build_site(plain, memory=memory, known=known)
    assert bytes_of(plain / "output") == before  # as it was when the build looked
    unchanged.note(plain, inputs.name, "said", built.left)
    assert SAME not in build(plain)
    assert b"<title>New " in (plain / "output/topics/boat.html").read_bytes()

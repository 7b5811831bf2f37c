"""What is remembered changes nothing: a build with a memory gives what a cold one gives."""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import processes, read
from generator.build import build, preview
from generator.memory import Files, Job, Memory
from generator.preview.builds import Builds
from generator.problems import BuildFailed, Problems, report
from tests.sites import ROOT, SITES, bytes_of, copy_plain


def test_a_thing_is_made_once_for_an_equal_input() -> None:
    memory, made = Memory(), list[int]()

    def make(value: int) -> Callable[[], int]:
        def run() -> int:
            made.append(value)
            return value

        return run

    assert [memory.remember("a", given, make(given)) for given in (1, 1, 2, 1)] == [1, 1, 2, 1]
    assert memory.remember("b", 1, make(3)) == 3
    assert made == [1, 2, 1, 3]


def test_nothing_is_kept_through_a_link(tmp_path: Path) -> None:
    mine, folder = tmp_path / "mine", tmp_path / "cache"
    mine.write_text("mine")
    memory = Memory(folder)
    memory.keep("other", b"words")
    (kept,) = folder.rglob("other")
    (kept.parent / f".key-{os.getpid()}").symlink_to(mine)
    memory.keep("key", b"words")
    assert mine.read_text() == "mine"
    assert (memory.load("other"), memory.load("key")) == (b"words", None)


@pytest.mark.parametrize("cores", [1, 2])
def test_many_things_are_remembered_as_each_of_them(
    monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: cores)
    memory, many = Memory(), 3 * processes.FEW
    memory.remember("thing 1", 1, lambda: (-1, 0))

    def thing(number: int) -> tuple[int, int]:
        time.sleep(0.005)  # in which the other process begins
        return number, os.getpid()

    def jobs(first: int) -> list[Job[tuple[int, int]]]:
        return [(f"thing {n}", n, partial(thing, first + n)) for n in range(many)]

    made = memory.remember_each(jobs(100))
    assert made[1] == (-1, 0)
    assert [value for value, _ in (*made[:1], *made[2:])] == [100, *range(102, 100 + many)]
    assert len({process for _, process in (*made[:1], *made[2:])}) == cores
    assert memory.remember_each(jobs(200)) == made


@pytest.mark.parametrize("cores", [1, 2])
def test_what_is_known_is_kept_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    monkeypatch.setattr(processes, "_cores", lambda: cores)
    memory = Memory(tmp_path)
    memory.remember("a", 1, lambda: "known")
    with pytest.raises(ZeroDivisionError), memory.keeping():
        raise ZeroDivisionError
    assert Memory(tmp_path).remember("a", 1, lambda: "made again") == "known"
    with memory.keeping():  # nothing is new
        shutil.rmtree(tmp_path)
    assert not tmp_path.exists()


def test_what_was_seen_of_files_a_moment_ago_is_known_meanwhile(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("words")
    (tmp_path / "link").symlink_to("file")
    time.sleep(0.06)  # from now on files are known by their times
    names, files = [str(tmp_path / name) for name in ("file", "link")], Files()
    digest = hashlib.sha256(b"words").digest()
    assert list(map(files.digest, names)) == [digest, digest]
    assert list(map(files.known, names)) == [digest, None]  # what a link leads to may change
    with files.as_seen({names[0]: digest}):
        (tmp_path / "file").write_text("other words")
        assert list(map(files.known, names)) == [digest, None]
    assert list(map(files.known, names)) == [None, None]


def test_each_file_is_looked_at_once_meanwhile(tmp_path: Path) -> None:
    file, files = tmp_path / "file", Files()
    file.write_text("words")
    time.sleep(0.06)
    digest = files.digest(str(file))
    with files.as_seen({}):
        assert files.known(str(file)) == digest
        file.write_text("other words")
        assert files.known(str(file)) == digest
    assert files.known(str(file)) is None


def test_what_is_kept_apart_is_known_with_all_else(tmp_path: Path) -> None:
    memory, shared = Memory(tmp_path), ("a", "b")
    memory.keep_apart("read folder")
    for name in ("read folder/one", "read folder/two", "read folder", "other/thing", "thing"):
        memory.remember(name, shared, partial(list, (name, shared)))
    memory.keep_all()
    kept = Memory(tmp_path)
    for name in ("read folder/one", "read folder/two", "read folder", "other/thing", "thing"):
        assert kept.remember(name, shared, lambda: ["made again"]) == [name, shared]


def test_of_files_that_went_nothing_is_kept_and_of_those_touched_what_they_are_now(
    tmp_path: Path,
) -> None:
    kept, (one, other) = tmp_path / "kept", (tmp_path / "one", tmp_path / "other")
    one.write_text("one")
    other.write_text("other")
    for expected in ({one, other}, {one}):
        time.sleep(0.06)
        memory = Memory(kept)
        memory.remember("a", 1, lambda: 1)
        for file in expected:
            os.utime(file)
        time.sleep(0.06)
        for file in expected:
            memory.files.digest(str(file))
        memory.keep_all()
        files = Memory(kept).files
        assert {file for file in (one, other) if files.known(str(file))} == expected


def test_a_text_is_known_by_the_bytes_that_were_read(tmp_path: Path) -> None:
    file, memory = tmp_path / "page.html", Memory()

    def text() -> str | None:
        return read.remembered_text(tmp_path, "page.html", Problems(), memory)

    file.write_text("first")
    time.sleep(0.06)
    seen = {str(file): memory.files.digest(str(file))}
    with memory.files.as_seen(seen):
        file.write_text("saved since")
        assert text() == "saved since"
    file.write_text("first")
    with memory.files.as_seen(seen):
        assert text() == "first"


def test_what_is_raised_is_not_remembered() -> None:
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.remember("a", 1, lambda: 1 // 0)
    assert memory.remember("a", 1, lambda: 2) == 2


def test_bytes_are_kept_for_the_next_process(tmp_path: Path) -> None:
    Memory(tmp_path).keep("a", b"kept")
    assert Memory(tmp_path).load("a") == b"kept"
    assert Memory(tmp_path).load("b") is None
    assert [file.name for file in tmp_path.rglob("*") if file.is_file()] == ["a"]


def test_what_is_damaged_on_disk_is_not_read(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.keep("a", b"kept")
    (file,) = (file for file in tmp_path.rglob("*") if file.is_file())
    whole = file.read_bytes()
    for damaged in (b"", whole[:-1], whole + b"x", whole[:20], whole[:-1] + b"x"):
        file.write_bytes(damaged)
        assert memory.load("a") is None
    file.write_bytes(whole)
    assert memory.load("a") == b"kept"


def test_a_folder_that_cannot_be_written_is_no_problem(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    memory = Memory(tmp_path / "file")
    memory.keep("a", b"lost")
    assert memory.load("a") is None


def test_templates_kept_on_disk_change_nothing(plain: Path, tmp_path: Path) -> None:
    build(plain)
    cold = bytes_of(plain / "output")
    for damage in (b"", b"damaged", b""):  # after a cold build; after each kind of damage
        build(plain, memory=Memory(tmp_path / "kept"))
        assert bytes_of(plain / "output") == cold
        kept = [file for file in (tmp_path / "kept").rglob("*") if file.is_file()]
        assert kept
        for file in kept:
            file.write_bytes(damage + file.read_bytes()[:-1])
    page = plain / "templates" / "about.html"
    page.write_text(page.read_text().replace("How the facts stand", "How they stand"))
    build(plain, memory=Memory(tmp_path / "kept"))
    assert b"How they stand" in (plain / "output" / "about.html").read_bytes()


# Parts of the site's files that edits swap, repeat and take away: words, marks, whole lines.
_PIECES = re.compile(r"\n|[ \t]+|\w+|[^\w\s]")
_REMOVED = (SITES / "plain" / "removed.txt").read_text().split()
_FILES = sorted(
    name
    for folder in (SITES / "starter", SITES / "plain", ROOT)
    for part in ("content", "templates", "site.yaml")
    for file in [folder / part, *(folder / part).rglob("*")]
    if file.is_file() and (folder != ROOT or part == "templates")
    if (name := file.relative_to(folder).as_posix()) not in _REMOVED
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, float, float]:
    file = draw(st.sampled_from(_FILES))
    kind = draw(st.sampled_from(["copy", "drop", "swap", "mend", "remove", "digits", "nothing"]))
    return file, kind, draw(st.floats(0, 1)), draw(st.floats(0, 1))


def edit(root: Path, good: Path, change: tuple[str, str, float, float]) -> None:
    name, kind, here, there = change
    file = root / name
    if kind == "mend" or not file.exists():
        shutil.copy(good / name, file)
        return
    if kind == "remove":
        file.unlink()
        return
    pieces = _PIECES.findall(file.read_text(encoding="utf-8"))
    if not pieces:
        return
    one, other = (int(place * (len(pieces) - 1)) for place in (here, there))
    if kind == "copy":
        pieces.insert(one, pieces[other])
    elif kind == "drop":
        del pieces[one]
    elif kind == "swap":
        pieces[one], pieces[other] = pieces[other], pieces[one]
    elif kind == "digits":
        pieces[one] = "".join("7" if mark.isdigit() else mark for mark in pieces[one])
    file.write_text("".join(pieces), encoding="utf-8")


def outcome(root: Path, memory: Memory) -> tuple[str, dict[str, bytes]]:
    """What a preview reports, and its files; it is there, too, where not all is proven."""
    try:
        made = preview(root, "0", memory)
        return report(made.unproven), {path: made.file(path) for path in made.paths}
    except BuildFailed as failed:
        return str(failed), {}


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(edits(), min_size=1, max_size=3), min_size=1, max_size=6))
def test_a_warm_build_is_a_cold_one(changes: list[list[tuple[str, str, float, float]]]) -> None:
    """Byte for byte and problem for problem, after any edits, good or bad."""
    with tempfile.TemporaryDirectory() as folder:
        good, root = copy_plain(Path(folder) / "good"), copy_plain(Path(folder) / "site")
        memory = Memory()
        outcome(root, memory)
        for several in changes:
            for change in several:
                edit(root, good, change)
            assert outcome(root, memory) == outcome(root, Memory())


def built(root: Path, output: Path, memory: Memory) -> tuple[str, dict[str, bytes]]:
    """What a build reports, and the files that it wrote."""
    try:
        build(root, output, memory)
    except BuildFailed as failed:
        return str(failed), {}
    return "", bytes_of(output)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(edits(), min_size=1, max_size=2), min_size=2, max_size=6))
def test_what_another_process_kept_changes_nothing(
    changes: list[list[tuple[str, str, float, float]]],
) -> None:
    """Byte for byte and problem for problem, after any edits, good or bad."""
    with tempfile.TemporaryDirectory() as folder:
        good, root = copy_plain(Path(folder) / "good"), copy_plain(Path(folder) / "site")
        kept, warm, cold = (Path(folder) / name for name in ("kept", "warm", "cold"))
        built(root, warm, Memory(kept))
        for several in changes:
            for change in several:
                edit(root, good, change)
            assert built(root, warm, Memory(kept)) == built(root, cold, Memory())


# What pages are made of, each changed in a way that some pages show and some do not.
_TELLING = [
    ("content/topics/boat.md", "title: The boat", "title: The ship"),
    ("content/articles/harbour-herald.md", "label: Herald", "label: Journal"),
    ("content/articles/harbour-herald.md", "Tidal Works builds", "Tidal Works soon builds"),
    ("content/readings/island-post.yaml", "words: $4.50", "words: asks $4.50"),
    ("content/facts.yaml", "What does", "What now does"),
    ("templates/parts/colophon.html", "</p>", " indeed</p>"),
    ("templates/site.css", "0", "1"),
    ("site.yaml", "title: ", "title: The "),
    ("site.yaml", "title: ", 'accent: "#005a9c"\ntitle: '),
]


@pytest.mark.parametrize(("file", "old", "new"), _TELLING)
def test_a_page_that_another_process_printed_is_printed_again_where_it_changed(
    plain: Path, tmp_path: Path, file: str, old: str, new: str
) -> None:
    kept, cold = tmp_path / "kept", tmp_path / "cold"
    first = build(plain, memory=Memory(kept))
    assert first.remembered == 0
    pages = sum(path.endswith(".html") for path in first.files)
    assert build(plain, memory=Memory(kept)).remembered == pages
    text = (plain / file).read_text()
    assert old in text
    (plain / file).write_text(text.replace(old, new, 1))
    build(plain, memory=Memory(kept))
    build(plain, cold)
    assert bytes_of(plain / "output") == bytes_of(cold)


def test_a_page_that_somebody_changed_is_printed_again(plain: Path, tmp_path: Path) -> None:
    build(plain, memory=Memory(tmp_path / "kept"))
    good = bytes_of(plain / "output")
    (plain / "output" / "about.html").write_text("something else")
    (plain / "output" / "facts.html").unlink()
    build(plain, memory=Memory(tmp_path / "kept"))
    assert bytes_of(plain / "output") == good


@pytest.mark.parametrize(
    ("file", "good", "bad"),
    [
        ("content/readings/island-post.yaml", "value: $4.50", "value: $4.70"),
        ("content/readings/island-post.yaml", "quote: Tidal", "quote: Tide"),
        ("content/facts.yaml", "question: What do children", "question: What “nobody said”"),
        ("content/topics/boat.md", "title: The boat", "title: The “boat that nobody built”"),
        ("content/topics/boat.md", "answer: It is", "answer: It is “nobody's”"),
        ("content/articles/island-post.md", 'published: "2031-06~"', "published: June"),
    ],
)
def test_a_mistake_is_told_where_it_stands_now(plain: Path, file: str, good: str, bad: str) -> None:
    """A comment above it changes no word, and moves what is wrong by a line."""
    memory, path = Memory(), plain / file
    text = path.read_text()
    assert good in text
    wrong = text.replace(good, bad, 1)
    start = wrong.rindex("\n", 0, wrong.index(bad)) + 1
    told = []
    for content in (wrong, f"{wrong[:start]}  # a word\n{wrong[start:]}"):
        path.write_text(content)
        told.append(outcome(plain, memory)[0])
        assert told[-1] == outcome(plain, Memory())[0]
    assert told[0] != told[1]


def test_what_a_killed_process_left_does_not_stay(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.keep("other", b"words")
    (folder,) = tmp_path.iterdir()
    (folder / ".known-1").write_bytes(b"half")
    memory.remember("a", 1, lambda: 1)
    memory.keep_all()
    assert sorted(file.name for file in folder.iterdir()) == ["known", "other"]


def test_what_somebody_else_kept_is_not_taken_for_known(tmp_path: Path) -> None:
    for content in (b"no pickle", pickle.dumps(["a list"])):
        Memory(tmp_path).keep("known", content)
        assert Memory(tmp_path).remember("a", 1, lambda: 2) == 2


def test_what_is_asked_for_no_more_is_not_kept(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    assert (memory.remember("a", 1, lambda: 1), memory.remember("b", 1, lambda: 1)) == (1, 1)
    memory.keep_all()
    memory = Memory(tmp_path)
    assert (memory.remember("a", 1, lambda: 2), memory.remember("c", 1, lambda: 2)) == (1, 2)
    memory.keep_all()
    memory = Memory(tmp_path)
    assert [memory.remember(name, 1, lambda: 3) for name in "abc"] == [1, 3, 2]


def test_a_file_that_changed_is_read_again_whatever_its_size_and_time(plain: Path) -> None:
    file, memory = plain / "content/topics/boat.md", Memory()
    time.sleep(0.06)  # from now on it is known by its times
    for old, new in (("boat", "ship"), ("ship", "punt"), ("punt", "boat")):
        before, was = preview(plain, "0", memory).file("topics/boat.html"), file.stat()
        file.write_text(file.read_text().replace(f"The {old}", f"The {new}"))
        os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
        after = preview(plain, "0", memory).file("topics/boat.html")
        assert after != before
        assert after == preview(plain, "0", Memory()).file("topics/boat.html")


@pytest.mark.parametrize("path", ["content/facts.yaml", "templates/base.html", "content"])
def test_what_moves_out_of_the_site_is_refused_though_its_bytes_are_the_same(
    plain: Path, tmp_path: Path, path: str
) -> None:
    """In a preview, and by a build after another."""
    made = Builds(plain, None)
    time.sleep(0.06)
    assert made.catch_up()
    build(plain, memory=Memory(tmp_path / "kept"))
    (plain / path).rename(tmp_path / "moved")
    (plain / path).symlink_to(tmp_path / "moved")
    style = plain / "templates/site.css"
    style.write_text(style.read_text() + "\n")
    cold = outcome(plain, Memory())
    assert "leads out" in cold[0]
    assert made.catch_up()
    assert report(made.state.problems) == cold[0].rstrip()
    with pytest.raises(BuildFailed) as warm:
        build(plain, memory=Memory(tmp_path / "kept"))
    assert str(warm.value) == cold[0]


def test_a_file_that_becomes_a_link_out_of_the_site_is_refused(plain: Path, tmp_path: Path) -> None:
    file, memory = plain / "content/topics/boat.md", Memory()
    time.sleep(0.06)
    preview(plain, "0", memory)
    shutil.copy(file, tmp_path / "aside.md")
    file.unlink()
    file.symlink_to(tmp_path / "aside.md")
    with pytest.raises(BuildFailed, match="a link that leads out"):
        preview(plain, "0", memory)

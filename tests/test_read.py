"""Files are read as they are; what cannot be read is told with its place, and all at once."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from generator import processes, read
from generator.build import build, prepare
from generator.memory import Memory
from generator.problems import BuildFailed, Problem, Problems, in_order
from tests.sites import copy_plain, write


def problems_of(root: Path) -> list[Problem]:
    with pytest.raises(BuildFailed) as failed:
        prepare(root)
    return failed.value.problems


def test_articles_are_in_the_order_of_their_dates_the_unknown_last(plain: Path) -> None:
    article = "---\nlabel: {label}\n{published}---\n\nWords.\n"
    write(
        plain,
        {
            f"content/articles/{slug}.md": article.format(label=slug, published=published)
            for slug, published in {
                "early": "published: 2030~\n",
                "at-noon": "",
                "after": 'published: "2031-04/.."\n',
                "week": 'published: "[2031-03-01..2031-03-07]"\n',
            }.items()
        },
    )
    content = read.content(plain, Problems())
    assert [article.slug for article in content.articles] == [
        "early",
        "week",
        "harbour-herald",
        "after",
        "island-post",
        "at-noon",
    ]


@pytest.mark.parametrize("cores", [1, 2])
def test_many_files_are_read_as_each_of_them(
    plain: Path, monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    """By however many processes, and whatever is wrong with some of them."""
    article = (plain / "content/articles/harbour-herald.md").read_text()
    many: dict[str, str | bytes] = {
        f"content/articles/paper-{n}.md": article for n in range(2 * processes.FEW)
    }
    many["content/articles/paper-3.md"] = article.replace("label:", "lable:")
    many["content/articles/paper-4.md"] = "no fields\n"
    write(plain, many)
    (plain / "content/articles/paper-5.md").write_bytes(b"\xff\xfe")
    time.sleep(0.06)  # from now on files are known by their times
    alone, together, memory = Problems(), Problems(), Memory()
    monkeypatch.setattr(processes, "_cores", lambda: 0)
    monkeypatch.setattr(processes, "FEW", 1000)
    expected = read.content(plain, alone)
    monkeypatch.setattr(processes, "_cores", lambda: cores)
    monkeypatch.setattr(processes, "FEW", 16)
    assert read.content(plain, together, memory) == expected
    assert in_order(together.found) == in_order(alone.found)
    assert {problem.code for problem in alone.found} >= {"not-utf-8", "front-matter"}
    monkeypatch.setattr(read._Reader, "made", lambda *_: pytest.fail("read again"))
    again = Problems()
    assert read.content(plain, again, memory) == expected
    assert again.found == together.found


def test_what_is_not_known_is_left_empty(plain: Path) -> None:
    content = read.content(plain, Problems())
    post = next(article for article in content.articles if article.slug == "island-post")
    assert (post.title, post.publisher, post.url, post.retrieved) == ("", "", "", None)
    assert post.published is not None and post.published.shown == "about June 2031"


def test_a_control_character_is_told_by_its_name(plain: Path) -> None:
    file = plain / "content" / "topics" / "boat.md"
    file.write_text(file.read_text().replace("Tidal", "Ti\u202edal", 1))
    (found,) = problems_of(plain)
    assert (found.code, found.message) == (
        "control-character",
        "U+202E is not a written character",
    )
    assert (found.place.line, found.place.column) == (7, 5)


def test_a_folder_in_a_files_place_is_told(plain: Path) -> None:
    file = plain / "content" / "about.md"
    file.unlink()
    file.mkdir()
    assert [found.code for found in problems_of(plain)] == ["unreadable-file"]


def test_what_a_broken_file_holds_is_not_told_to_be_missing(plain: Path) -> None:
    """An article that cannot be read is cited and read elsewhere: one problem, not ten."""
    for path in ("content/articles/island-post.md", "content/facts.yaml"):
        file = plain / path
        file.write_text(
            file.read_text().replace("published:", "published: [").replace("id: fare\n", "id: [\n")
        )
    assert [(found.code, found.place.path) for found in problems_of(plain)] == [
        ("yaml", "content/articles/island-post.md"),
        ("yaml", "content/facts.yaml"),
    ]


def test_files_of_editors_are_passed_over(plain: Path) -> None:
    write(
        plain,
        {
            "content/topics/.boat.md.swp": b"\x00\xff",
            "content/topics/boat.md~": "old",
            "content/readings/.#harbour-herald.yaml": "lock",
        },
    )
    prepare(plain)


def test_problems_of_all_files_are_told_at_once_sorted_by_place(plain: Path) -> None:
    write(plain, {"content/articles/island-post.md": b"---\nlabel: \xe9\n---\n\nWords.\n"})
    for path, old, new in (
        ("site.yaml", "- boat", "- boot"),
        ("content/topics/fares.md", "para. 2]", "para. 9]"),
        ("content/readings/harbour-herald.yaml", "paragraph: 1", "paragraph: 7"),
    ):
        file = plain / path
        file.write_text(file.read_text().replace(old, new, 1))
    places = [found.place.path for found in problems_of(plain)]
    assert places == sorted(places)
    assert set(places) == {
        "content/articles/island-post.md",
        "content/readings/harbour-herald.yaml",
        "content/topics/fares.md",
        "site.yaml",
    }


def test_a_byte_order_mark_and_crlf_make_no_difference(plain: Path, tmp_path: Path) -> None:
    """As editors on Windows save: the pages are the same, and so are the places of problems."""
    windows = copy_plain(tmp_path / "windows")
    for site in (plain, windows):
        file = site / "content" / "topics" / "fares.md"
        file.write_text(file.read_text().replace("question:", "qestion:"))
    for file in [windows / "site.yaml", *(windows / "content").rglob("*.*")]:
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert problems_of(windows) == problems_of(plain)
    for site in (plain, windows):
        file = site / "content" / "topics" / "fares.md"
        file.write_bytes(file.read_bytes().replace(b"qestion:", b"question:"))
    pages = []
    for site in (plain, windows):
        build(site)
        written = (site / "output").rglob("*.html")
        # The build's id is a hash of the files as they are.
        pages.append({file.name: file.read_text() for file in written if file.stem != "about"})
    assert pages[0] == pages[1]


def test_front_matter_may_name_its_schema(plain: Path) -> None:
    file = plain / "content" / "articles" / "harbour-herald.md"
    line = "---\n# yaml-language-server: $schema=../../schemas/article.json\n"
    file.write_text(file.read_text().replace("---\n", line, 1))
    build(plain)

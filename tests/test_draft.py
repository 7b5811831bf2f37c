"""`add`: the files that a new article begins with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generator import read
from generator.__main__ import main
from generator.figures import figures
from generator.problems import Problems
from generator.values import Dates, edtf, read_date
from tests.sites import ROOT, write

ADDED = Path(__file__).parent / "added"


def add(site: Path, file: Path, *arguments: str) -> int:
    return main(["add", str(file), "--root", str(site), *arguments])


def test_a_saved_page_gives_its_three_files(plain: Path) -> None:
    assert add(plain, ADDED / "quay.html") == 0
    for path in (
        "content/articles/a-new-quay-for-the-heron.md",
        "content/readings/a-new-quay-for-the-heron.yaml",
        "texts/a-new-quay-for-the-heron.txt",
    ):
        expected = ADDED / "expected" / Path(path).name
        found = (plain / path).read_text(encoding="utf-8")
        if os.environ.get("GOLDEN") == "overwrite":
            expected.write_text(found, encoding="utf-8")
        assert found == expected.read_text(encoding="utf-8"), path


def test_suggestions_are_no_readings_until_they_are_uncommented(plain: Path) -> None:
    add(plain, ADDED / "quay.html", "--slug", "quay")
    problems = Problems()
    content = read.content(plain, problems)
    assert problems.found == []
    assert [reading for reading in content.readings if reading.article == "quay"] == []
    file = plain / "content" / "readings" / "quay.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    start = lines.index("#- fact: start")
    lines[start : start + 5] = [line.removeprefix("#") for line in lines[start : start + 5]]
    file.write_text("\n".join(lines), encoding="utf-8")
    (reading,) = (r for r in read.content(plain, problems).readings if r.article == "quay")
    assert problems.found == []
    assert (reading.fact, reading.paragraph, reading.value) == ("start", "3", ("2031-05-01",))
    assert (reading.quote, reading.words) == ("came into service on 1 May 2031", "1 May 2031")


def test_of_what_is_known_of_a_fact_the_first_values_are_shown(plain: Path) -> None:
    readings = plain / "content" / "readings" / "island-post.yaml"
    known = "\n".join(
        f"- {{fact: fare, value: ${n}, paragraph: 1, quote: asks ${n}}}" for n in (5, 5, 6, 7)
    )
    readings.write_text(f"{readings.read_text()}{known}\n", encoding="utf-8")
    add(plain, ADDED / "quay.html", "--slug", "quay")
    lines = (plain / "content" / "readings" / "quay.yaml").read_text(encoding="utf-8").splitlines()
    start = lines.index("# fare: What does a crossing cost?")
    assert " ".join(line.removeprefix("#").strip() for line in lines[start + 1 : start + 3]) == (
        "known: over $4 (harbour-herald, para. 2); $4.50 (island-post, para. 1);"
        " $5 (island-post, para. 1) and 3 more"
    )


def test_markdown_states_its_metadata_in_front_matter_or_as_its_title(plain: Path) -> None:
    source = (
        "---\ntitle: 'A quay: new'\ndate: 2031-07-02\nauthor: B. Reed\nmood: glad\n---\n\n"
        "# A quay: new\n\nIt *opens* [soon](https://example.org).\n\n## Cost\n\n- One.\n- Two.\n"
    )
    file = write(plain, {"in/quay.md": source}) / "in" / "quay.md"
    assert add(plain, file, "--url", "https://example.org/q") == 0
    assert (plain / "content" / "articles" / "a-quay-new.md").read_text(encoding="utf-8") == (
        '---\nlabel: "A quay new"\ntitle: "A quay: new"\nauthor: "B. Reed"\n'
        'url: "https://example.org/q"\npublished: 2031-07-02\n---\n\n'
        "TODO: paragraph 1\n\nTODO: paragraph 2\n\nTODO: paragraph 3\n"
    )
    text = (plain / "texts" / "a-quay-new.txt").read_text(encoding="utf-8")
    assert text == "It opens soon.\n\n## Cost\n\nOne.\n\nTwo.\n"


@pytest.mark.parametrize("date", ["last week", "02/07/2031"])
def test_what_is_not_known_is_left_out(plain: Path, date: str) -> None:
    file = write(plain, {"note.md": f"---\ndate: {date}\n---\n\nIt opens.\n"}) / "note.md"
    assert add(plain, file) == 0
    assert (plain / "content" / "articles" / "note.md").read_text(encoding="utf-8") == (
        '---\nlabel: "Note"\n---\n\nTODO: paragraph 1\n'
    )


def test_a_page_without_metadata_gives_none(plain: Path) -> None:
    words = "The quay opens in May, and there was a festival with music for a whole week. "
    page = f"<html><body><article><p>{words * 3}</p></article><p>© 2031</p></body></html>"
    assert add(plain, write(plain, {"page.html": page}) / "page.html") == 0
    article = (plain / "content" / "articles" / "page.md").read_text(encoding="utf-8")
    assert article.startswith('---\nlabel: "Page"\n---\n')


def test_plain_text_has_a_paragraph_between_blank_lines(plain: Path) -> None:
    file = write(plain, {"t.txt": "One,\nstill one.\n\n## Head\n\n\nTwo.\n"}) / "t.txt"
    assert add(plain, file, "--texts", str(plain / "elsewhere")) == 0
    assert (plain / "elsewhere" / "t.txt").read_text() == "One, still one.\n\n## Head\n\nTwo.\n"
    assert (plain / "content" / "articles" / "t.md").read_text().count("TODO") == 2


@pytest.mark.parametrize(
    ("taken", "mine"),
    [
        ("texts/quay.txt", "Mine."),
        ("content/articles/quay.md", "---\nlabel: Mine\n---\n\nMine.\n"),
        ("content/readings/quay.yaml", "# mine\n"),
    ],
)
def test_nothing_is_overwritten_and_nothing_written_besides(
    plain: Path, taken: str, mine: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(plain, {taken: mine})
    before = sorted(plain.rglob("*"))
    assert add(plain, ADDED / "quay.html", "--slug", "quay") == 1
    assert f"{plain / taken}: is there already" in capsys.readouterr().err
    assert sorted(plain.rglob("*")) == before
    assert (plain / taken).read_text() == mine


@pytest.mark.parametrize(
    ("name", "source", "told"),
    [
        ("old.txt", "caf\xe9".encode("latin-1"), "old.txt:1:4: not-utf-8"),
        ("no.html", b"<html><body></body></html>", "no paragraph of an article is found in it"),
        ("none.txt", None, "none.txt: missing-file"),
    ],
)
def test_what_cannot_be_read_is_told(
    plain: Path, name: str, source: bytes | None, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if source is not None:
        write(plain, {name: source})
    assert add(plain, plain / name) == 1
    assert told in capsys.readouterr().err


def test_html_without_its_library_says_how_to_get_it(plain: Path) -> None:
    start = (
        "import sys; sys.modules['trafilatura'] = None; from generator.__main__ import main;"
        f" sys.exit(main(['add', {str(ADDED / 'quay.html')!r}, '--root', {str(plain)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", start], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert "run make add FILE=" in done.stderr


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("1 May 2031", "2031-05-01"),
        ("May 2031", "2031-05"),
        ("2031", "2031"),
        ("early 2031", "2031-37"),
        ("by 2030", "../2030"),
        ("by May 2030", "../2030-05"),
        ("after 2020", "2021/.."),
        ("after 3 May 2020", "2020-05-04/.."),
        ("between 3 and 5 May 2020", "[2020-05-03..2020-05-05]"),
    ],
)
def test_dates_are_written_as_they_are_read(words: str, written: str) -> None:
    (figure,) = figures(words)
    assert isinstance(figure.value, Dates)
    assert edtf(figure.value) == written
    assert read_date(written) == figure.value

"""The checker that is published beside the site: it passes, and each kind of damage is told."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.build import Report, build
from generator.values import read_date
from tests.sites import ROOT, copy_plain

Real = tuple[Path, Report]
SOURCE = ROOT / "templates" / "check_site.py"
TOPIC, ARTICLE = "topics/fares.html", "articles/harbour-herald.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = copy_plain(tmp_path_factory.mktemp("site"))
    build(site)
    return site / "output"


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A copy of the plain site's output, free to be damaged."""
    return Path(shutil.copytree(built, tmp_path / "downloaded"))


def run(folder: Path) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-I", "check_site.py"], cwd=folder, capture_output=True, text=True
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def damage(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def told(folder: Path, line: str) -> None:
    """The checker ends with 1 and a report that has the line."""
    status, lines = run(folder)
    assert status == 1
    assert line in lines
    assert re.fullmatch("[0-9]+ wrong", lines[-1])


def test_it_is_published_as_it_is_written_and_python_3_9_reads_it(copy: Path) -> None:
    source = SOURCE.read_bytes()
    assert (copy / "check_site.py").read_bytes() == source
    tree = ast.parse(source, feature_version=(3, 9))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {
        a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names
    }
    assert {str(name).partition(".")[0] for name in modules} <= sys.stdlib_module_names


def test_the_plain_site_passes(copy: Path) -> None:
    status, lines = run(copy)
    assert (status, lines[-1]) == (0, "all of it holds")
    listed = json.loads((copy / "build.json").read_text(encoding="utf-8"))["files"]
    assert f"files: {len(listed)} as the build wrote them" in lines
    assert "relations: 8 facts, 11 readings" in lines


def test_the_real_site_passes(real: Real) -> None:
    output, report = real
    status, lines = run(output)
    assert (status, lines[-1]) == (0, "all of it holds"), lines
    count = sum(len(row.readings) for row in report.site.rows)
    assert f"relations: {len(report.site.rows)} facts, {count} readings" in lines
    cited = sum(
        len(c.where) for t in report.site.answers for c in report.site.answers[t].cited.values()
    )
    found = re.search(r"citations: (\d+), (\d+) links back", "\n".join(lines))
    assert found and int(found[1]) > cited and int(found[2]) > cited


def test_a_missing_file_is_told(copy: Path) -> None:
    (copy / "timeline.html").unlink()
    told(copy, "timeline.html: is missing")
    told(copy, "index.html: the link timeline.html leads nowhere")


def test_a_file_that_is_more_is_told(copy: Path) -> None:
    (copy / "topics" / "more.txt").write_text("more")
    told(copy, "topics/more.txt: is not one of the files that the build wrote")


def test_a_changed_byte_is_told(copy: Path) -> None:
    damage(copy, "facts.csv", "fare", "Fare")
    told(copy, "facts.csv: is not as the build wrote it")


def test_a_broken_anchor_is_told(copy: Path) -> None:
    damage(copy, "facts.html", 'id="fare-children"', 'id="children"')
    told(copy, f"{TOPIC}: the link ../facts.html#fare-children leads nowhere")


def test_a_button_without_its_card_is_told(copy: Path) -> None:
    damage(copy, TOPIC, 'id="e-harbour-herald-2"', 'id="e-2"')
    told(copy, f"{TOPIC}: the link #e-harbour-herald-2 leads nowhere")


def test_a_dropped_backlink_is_told(copy: Path) -> None:
    text = (copy / ARTICLE).read_text(encoding="utf-8")
    back = re.search(r'<a href="\.\./topics/fares\.html#s-[^"]+">[^<]*</a>', text)
    assert back
    damage(copy, ARTICLE, back[0], "")
    paragraph = re.findall(r'id="p(\d+)"', text[: back.start()])[-1]
    line = f"../{ARTICLE}#p{paragraph} does not lead back to where it is cited"
    told(copy, f"{TOPIC}: {line}")


def test_a_backlink_to_what_does_not_cite_is_told(copy: Path) -> None:
    text = (copy / TOPIC).read_text(encoding="utf-8")
    cited = re.search(rf'<a href="\.\./{re.escape(ARTICLE)}#p(\d+)">¶', text)
    assert cited
    damage(copy, TOPIC, cited[0], f'<a href="../{ARTICLE}">¶')
    status, lines = run(copy)
    assert status == 1
    assert any(
        re.fullmatch(rf"{ARTICLE}: \.\./{TOPIC}#s-\S+ does not cite p{cited[1]}", line)
        for line in lines
    )


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ('"relation": "differ"', '"relation": "agree"', "start is said to be agree, its readings"),
        ('"relation": "changed"', '"relation": "differ"', "fare-change is said to be differ, its"),
        (
            '"high": 4.5',
            '"high": 3.5',
            "fare is said to be compatible, its readings make it differ",
        ),
        ('"as_of": "2031-03-02"', '"as_of": "some day"', "fact 2 cannot be read"),
        ('"paragraph": 2', '"paragraph": 9', "fare has a reading of no paragraph"),
    ],
)
def test_a_fact_that_its_readings_do_not_give_is_told(
    copy: Path, old: str, new: str, line: str
) -> None:
    text = (copy / "facts.json").read_text(encoding="utf-8")
    assert old in text
    (copy / "facts.json").write_text(text.replace(old, new), encoding="utf-8")
    status, lines = run(copy)
    assert status == 1
    assert any(found.startswith(f"facts.json: {line}") for found in lines), lines


@pytest.mark.parametrize(
    "page", ["topics/fares.html", "facts.html", "people.html", "index.html"], ids=str
)
def test_a_dropped_backlink_is_told_whatever_page_it_led_to(copy: Path, page: str) -> None:
    text = (copy / ARTICLE).read_text(encoding="utf-8")
    without, count = re.subn(rf'<a href="\.\./{re.escape(page)}#[^"]+">([^<]*)</a>', r"\1", text)
    assert count
    renewed(copy, ARTICLE, without)
    status, lines = run(copy)
    assert status == 1
    assert any(re.fullmatch(rf"{page}: \S+ does not lead back .*", line) for line in lines)


def renewed(folder: Path, path: str, text: str) -> None:
    """A file written anew, and its hash with it, as a forger would."""
    (folder / path).write_bytes(text.encode())
    listing = json.loads((folder / "build.json").read_text(encoding="utf-8"))
    listing["files"][path] = hashlib.sha256(text.encode()).hexdigest()
    (folder / "build.json").write_text(json.dumps(listing), encoding="utf-8")


def forged(folder: Path, change: Callable[[list[Any]], Any]) -> list[str]:
    """What is told of a site whose facts.json is changed, its hash renewed."""
    found = json.loads((folder / "facts.json").read_text(encoding="utf-8"))
    change(found["facts"])
    renewed(folder, "facts.json", json.dumps(found))
    status, lines = run(folder)
    assert status == 1
    return lines


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda facts: facts.clear(), "facts.html: fare is no fact of facts.json"),
        (lambda facts: facts.append(facts[0]), "facts.json: fare is there twice"),
        (
            lambda facts: facts[0].update(articles=99),
            "facts.json: fare is said to be in 99 articles, its readings are of 2",
        ),
        (
            lambda facts: facts[0].update(origins=99),
            "facts.json: fare is said to have 99 origins, its readings have 2",
        ),
        (
            lambda facts: facts[0]["readings"][1].update(value="$999"),
            "facts.json: fare has a reading that prints $999 for another value",
        ),
        (
            lambda facts: facts[0]["readings"][1].update(value="$4.50 and more"),
            "facts.json: fare has a reading that facts.html has not: fare--island-post",
        ),
        (
            lambda facts: facts[0].update(
                relation="single", articles=1, origins=1, readings=facts[0]["readings"][:1]
            ),
            "facts.html: has 11 readings, facts.json 10",
        ),
        (lambda facts: facts.insert(0, {**facts[0], "id": "new"}), "facts.json: new has no row"),
        (
            lambda facts: facts[0]["readings"][1].update(quote="asks less"),
            "facts.csv: row 3 has another quote than facts.json",
        ),
        (
            lambda facts: facts[1]["readings"][0].update(as_of="9999-12-31~"),
            "facts.json: fact 2 cannot be read",
        ),
        (lambda facts: facts.insert(0, {"readings": 5}), "facts.json: fact 1 cannot be read"),
    ],
)
def test_a_forged_fact_is_told(copy: Path, change: Callable[[list[Any]], Any], line: str) -> None:
    assert any(found.startswith(line) for found in forged(copy, change))


@pytest.mark.parametrize(
    ("path", "old", "new", "line"),
    [
        (
            "facts.html",
            '<tbody class="differ',
            '<tbody class="agree',
            "facts.json: start is differ, and not so in facts.html",
        ),
        ("facts.csv", ",differ,", ",agree,", "facts.csv: row 6 has another relation"),
        ("facts.csv", "fare,", "fair,", "facts.csv: row 2 has another fact than facts.json"),
        ("facts.html", "<b>over $4</b>", "<b>over $5</b>", "facts.json: fare has a reading that"),
    ],
)
def test_a_forged_table_is_told(copy: Path, path: str, old: str, new: str, line: str) -> None:
    text = (copy / path).read_bytes().decode()
    assert old in text
    renewed(copy, path, text.replace(old, new, 1))
    status, lines = run(copy)
    assert status == 1
    assert any(found.startswith(line) for found in lines), lines


@pytest.mark.parametrize("text", ["[" * 200_000, '{"facts": [' + "1" * 5_000 + "]}", "\ud800"])
@pytest.mark.parametrize("path", ["build.json", "facts.json", "facts.csv", "index.html"])
def test_nothing_ends_it(copy: Path, path: str, text: str) -> None:
    (copy / path).write_bytes(text.encode(errors="surrogatepass"))
    (copy / os.fsdecode(b"caf\xe9.txt")).write_text("x")
    told(copy, f"{path}: is not as the build wrote it" if path != "build.json" else BROKEN)


BROKEN = 'build.json: cannot be read, or has no "files"'


@pytest.mark.parametrize("text", ["", "[]", '{"files": [], "facts": {}}', "\x00"])
@pytest.mark.parametrize("path", ["build.json", "facts.json"])
def test_a_file_that_cannot_be_read_is_told(copy: Path, path: str, text: str) -> None:
    (copy / path).write_text(text)
    name = "files" if path == "build.json" else "facts"
    told(copy, f'{path}: cannot be read, or has no "{name}"')


def test_a_folder_without_a_site_is_told(tmp_path: Path) -> None:
    shutil.copy(SOURCE, tmp_path)
    told(tmp_path, 'build.json: cannot be read, or has no "files"')


def test_it_reads_dates_as_the_generator_does() -> None:
    checker = runpy.run_path(str(SOURCE))
    one = ["2024", "2024-02", "2024-02-29", "2024~", "2024-12~", "2023-03-01~"]
    one += [
        f"2024-{part}{about}" for part in (*range(21, 24), *range(33, 42)) for about in ("", "~")
    ]
    ranges = [f"{start}/{end}" for start in ("..", *one) for end in ("..", *one)]
    ranges += [f"[{start}..{end}]" for start in ("", *one) for end in ("", *one)]
    read = {edtf: found for edtf in (*one, *ranges) if (found := read_date(edtf))}
    assert len(read) > 500
    for edtf, dates in read.items():
        assert checker["days"](edtf) == (dates.earliest, dates.latest), edtf

"""`new`: a project with a small explainer, which builds, is tested and is served at once."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from generator import starter
from generator.__main__ import main
from generator.build import build
from tests.sites import copy_starter


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("begun") / "ferry"
    assert main(["new", str(folder)]) == 0
    return folder


def run(new: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *arguments], cwd=new, capture_output=True, text=True, timeout=120
    )


def test_it_builds_and_its_own_tests_pass(new: Path) -> None:
    done = run(new, "generator", "build")
    assert done.returncode == 0, done.stderr
    assert "2 articles, 1 topic, 4 facts, 8 readings" in done.stdout
    tests = ("real_site", "architecture", "readme", "build", "broken_sites", "machines", "assets")
    done = run(new, "pytest", "-q", *(f"tests/test_{name}.py" for name in tests))
    assert done.returncode == 0, done.stdout


def test_it_is_served(new: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "generator", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=new, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    try:
        assert "The new ferry" in page_at(f"http://127.0.0.1:{port}/index.html")
    finally:
        server.terminate()
        server.communicate(timeout=30)


def page_at(address: str) -> str:
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            assert time.monotonic() < deadline, "nothing is served"
            time.sleep(0.1)


def test_it_has_what_a_project_needs_and_nothing_that_is_made(new: Path) -> None:
    for path in ("Makefile", ".gitignore", "README.md", ".github/workflows/pages.yml", "templates"):
        assert (new / path).exists(), path
    assert (new / ".ci" / "venv").stat().st_mode & 0o111
    assert not (new / "tests" / "test_explainer.py").exists()
    assert not (new / ".venv").exists()


def test_it_shows_every_feature(tmp_path: Path) -> None:
    site = copy_starter(tmp_path)
    report = build(site)
    content = report.site.content
    assert [article.rights for article in content.articles] == ["full", "full"]
    assert (len(content.topics), len(content.facts)) == (1, 4)
    facts = json.loads((site / "output" / "facts.json").read_text("utf-8"))["facts"]
    relations = [fact["relation"] for fact in facts]
    assert sorted(relations) == ["changed", "compatible", "compatible", "differ"]
    readings = [reading for fact in facts for reading in fact["readings"]]
    for shown in ("said_by", "origin", "hedge", "inferred"):
        assert any(reading[shown] for reading in readings), shown
    assert all(reading["verified"] for reading in readings)
    (topic,) = content.topics
    assert topic.terms and topic.key_facts
    statements = topic.body.statements
    assert any(statement.is_framing for statement in statements)
    assert any(span.fact for statement in statements for span in statement.spans)
    assert any(span.derived for statement in statements for span in statement.spans)
    assert any(note.cited for note in report.site.notes.values())
    timeline = (site / "output" / "timeline.html").read_text("utf-8")
    assert "The Heron comes into service" in timeline


def test_a_folder_that_is_not_empty_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    assert main(["new", str(tmp_path / "mine")]) == 1
    said = capsys.readouterr().err.splitlines()
    assert "is not an empty folder" in said[0]
    assert said[1:] == ["nothing was written"]
    assert [path.name for path in tmp_path.rglob("*")] == ["mine", "notes.txt"]
    (tmp_path / "mine" / "notes.txt").unlink()
    assert main(["new", str(tmp_path / "mine")]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_every_program_that_make_runs_is_in_a_new_project() -> None:
    files = starter.files()
    named = set(
        re.findall(r"-m ((?:generator|tests|bench)(?:\.\w+)*)", files["Makefile"][0].decode())
    )
    assert "bench.build" in named
    for name in named:
        path = name.replace(".", "/")
        assert f"{path}.py" in files or f"{path}/__main__.py" in files, name

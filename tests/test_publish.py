"""The checks before publishing find what they look for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build import build
from tests import pages
from tests.audit import publish


@pytest.fixture
def output(plain: Path) -> Path:
    build(plain)
    return plain / "output"


def add(output: Path, path: str, markup: str) -> None:
    file = output / path
    file.write_text(file.read_text("utf-8").replace("</main>", f"{markup}</main>"), "utf-8")


def test_a_sound_site_is_found_sound(output: Path) -> None:
    for check in (publish.check_links, publish.check_requests, publish.check_weights):
        assert check(output).wrong == (), check.__name__


def test_a_link_to_nowhere_is_found(output: Path) -> None:
    add(output, "topics/boat.html", '<a href="fares.html#no">x</a><a href="../no.html">x</a>')
    found = publish.check_links(output).wrong
    assert found == ("topics/boat.html: fares.html#no", "topics/boat.html: ../no.html")


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="https://example.org/a.png" alt="">',
        "<img src=//example.org/a.png alt>",
        '<link rel="stylesheet" href="https://example.org/a.css">',
        "<style>a { background: url('http://example.org/a.png') }</style>",
        "<style>@import 'https://example.org/a.css';</style>",
        "<script>fetch('https://example.org')</script>",
        '<a href="/" ping="https://example.org/">x</a>',
        '<meta http-equiv="refresh" content="0;url=https://example.org/">',
        '<img src="&#104;ttps://example.org/a.png" alt="">',
        '<img src="\\\\example.org/a.png" alt="">',
        '<input type="image" src="\tht\ntps://example.org/">',
        '<img srcset="a.png 1x, https://example.org/b.png 2x" alt="">',
        "<iframe srcdoc=\"<img src='https://example.org/a.png'>\"></iframe>",
        '<button formaction="https://example.org/">x</button>',
        '<script>new Image().src="https://example.org"</script>',
        '<script>import("./a.js")</script>',
        '<script type="module">import x from "https://example.org/a.js"</script>',
        '<link href="https://example.org/a.css" rel="alternate stylesheet">',
        '<link rel="canonical stylesheet" href="https://example.org/a.css">',
        '<link rel=stylesheet href="https://example.org/a.css" data-rel="me">',
        '<svg><image href="https://example.org/a.png"/></svg>',
        '<svg><use xlink:href="https://example.org/a.svg#a"/></svg>',
        "<p style=\"background:image-set('https://example.org/a' 1x)\">x</p>",
        "<style>a { background: url(\\68ttps://example.org/a.png) }</style>",
        "<p onclick=\"fetch('a')\">x</p>",
    ],
)
def test_what_asks_another_place_is_found(output: Path, markup: str) -> None:
    add(output, "index.html", markup)
    found = publish.check_requests(output).wrong
    assert found and all(line.startswith("index.html: ") for line in found)


def test_words_about_addresses_ask_nothing(output: Path) -> None:
    add(
        output, "index.html", '<p>fetch("https://example.org")</p><a href="https://a.example">x</a>'
    )
    assert publish.check_requests(output).wrong == ()


@pytest.mark.parametrize("code", [';fetch("https://example.org")', "\nimport('//example.org/a')"])
def test_what_asks_is_found_among_the_data_of_the_search(output: Path, code: str) -> None:
    (data,) = output.glob("search-data.*.js")
    data.write_text(data.read_text("utf-8") + code, "utf-8")
    wrong = publish.check_requests(output).wrong
    assert any(line.startswith(f"{data.name}: ") and "example.org" in line for line in wrong)


def without_tools(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Nothing that has to be installed apart is on the PATH."""
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))


@pytest.mark.parametrize(
    ("name", "check"), [("HTML", publish.check_markup), ("browser", publish.check_in_browser)]
)
def test_what_cannot_be_looked_at_does_not_pass(
    output: Path,
    name: str,
    check: Callable[[Path], publish.Finding],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    without_tools(monkeypatch, tmp_path / "bin")
    assert publish.told({name: check(output)}, []) == 1
    told = capsys.readouterr().out
    assert f"Not to be published: {name}." in told and f"SKIP={name}" in told


def test_a_workflow_that_was_not_linted_does_not_pass(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without_tools(monkeypatch, tmp_path / "bin")
    (line,) = publish.check_workflow().wrong
    assert "actionlint" in line and "SKIP=workflow" in line


def test_what_was_left_out_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert publish.told({"links": publish.Finding("3 links")}, ["HTML"]) == 0
    told = capsys.readouterr().out
    assert "May be published." not in told and "left out: HTML." in told
    assert publish.told({"links": publish.Finding("3 links")}, []) == 0
    assert capsys.readouterr().out.endswith("May be published.\n")


def test_a_check_that_there_is_not_cannot_be_left_out() -> None:
    with pytest.raises(SystemExit) as ended:
        publish.main(["--skip", "HTML workflow html"])
    assert ended.value.code == 2


def test_a_site_without_an_address_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert publish.told({"address": publish.address("")}, []) == 0
    assert "--  address   site.yaml has no base_url, so no canonical links" in (
        capsys.readouterr().out
    )
    assert not publish.address("https://example.org/").is_lacking


def test_what_is_published_is_what_was_checked(output: Path, tmp_path: Path) -> None:
    built = Path(shutil.copytree(output, tmp_path / "built"))
    assert publish.check_output(built, output).wrong == ()
    add(output, "about.html", "<p>More.</p>")
    (output / "more.txt").write_text("more")
    wrong = publish.check_output(built, output).wrong
    assert "output/about.html: is not as a build gives it now: make build" in wrong
    assert "about.html: is not as the build wrote it" in wrong
    assert "output/more.txt: is not as a build gives it now: make build" in wrong
    assert publish.check_output(built, tmp_path / "none").is_lacking
    (built / "facts.csv").write_text("")
    assert "facts.csv: is not as the build wrote it" in (
        publish.check_output(built, tmp_path / "none").wrong
    )


@pytest.mark.browser
def test_a_request_is_seen_in_a_browser(output: Path) -> None:
    if pages.chromium() is None:
        pytest.skip("no Chromium is installed")
    assert publish.check_in_browser(output).wrong == ()
    add(output, "about.html", '<img src="http://127.0.0.1:9/a.png" alt="">')
    found = publish.check_in_browser(output).wrong
    assert "about.html: asks for http://127.0.0.1:9/a.png" in found

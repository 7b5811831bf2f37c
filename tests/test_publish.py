"""The checks before publishing find what they look for."""

from __future__ import annotations

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
    ],
)
def test_what_asks_another_place_is_found(output: Path, markup: str) -> None:
    add(output, "index.html", markup)
    (found,) = publish.check_requests(output).wrong
    assert found.startswith("index.html: ")


@pytest.mark.browser
def test_a_request_is_seen_in_a_browser(output: Path) -> None:
    if pages.chromium() is None:
        pytest.skip("no Chromium is installed")
    assert publish.check_in_browser(output).wrong == ()
    add(output, "about.html", '<img src="http://127.0.0.1:9/a.png" alt="">')
    found = publish.check_in_browser(output).wrong
    assert "about.html: asks for http://127.0.0.1:9/a.png" in found

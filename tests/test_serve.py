"""The live preview, over a real port and a real socket."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tornado.websocket import websocket_connect

from tests.sites import ROOT

HELLO = '{"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}'


@pytest.fixture
def address(plain: Path) -> Iterator[str]:
    """The address of a preview of the plain site."""
    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "generator", "serve", "--root", str(plain), "--port", "8750"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout
    try:
        for line in server.stdout:
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            if found:
                yield found.group()
                break
    finally:
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=10)


def get(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def wait_for(address: str, words: str) -> str:
    """The page, as soon as it has the words."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        _, text = get(address)
        if words in text:
            return text
        time.sleep(0.05)
    raise AssertionError(f"{address} never said {words!r}")


def test_pages_are_served_with_the_script_that_reloads_them(address: str) -> None:
    status, text = get(address)
    assert status == 200
    assert "livereload.js" in text


def test_an_address_that_does_not_exist_shows_our_page(address: str) -> None:
    status, text = get(address + "nowhere/at/all.html")
    assert status == 404
    assert "Page not found" in text


def test_a_change_is_built_and_the_browser_told(address: str, plain: Path) -> None:
    async def messages() -> list[str]:
        connection = await websocket_connect(address.replace("http", "ws") + "livereload")
        await connection.write_message(HELLO)
        await connection.read_message()
        await connection.write_message('{"command": "info", "url": "x"}')
        await asyncio.sleep(0.2)
        replace(plain / "content" / "topics" / "boat.md", "The boat", "The ship")
        found = [str(await asyncio.wait_for(connection.read_message(), 10))]
        connection.close()
        return found

    (message,) = asyncio.run(messages())
    assert '"reload"' in message
    assert "The ship" in get(address + "topics/boat.html")[1]


def test_problems_are_shown_at_every_address_until_they_are_mended(
    address: str, plain: Path
) -> None:
    topic = plain / "content" / "topics" / "boat.md"
    replace(topic, "@island-post", "@iland-post")
    for page in ("", "facts.html", "nowhere.html"):
        text = wait_for(address + page, "unknown-article")
        assert "did you mean &quot;island-post&quot;?" in text
        assert "content/topics/boat.md:4:" in text
    replace(topic, "@iland-post", "@island-post")
    assert "unknown-article" not in wait_for(address, "A new boat and a new price")


def test_an_editor_that_replaces_a_file_is_noticed(address: str, plain: Path) -> None:
    settings = plain / "site.yaml"
    temporary = plain / ".site.yaml.tmp"
    temporary.write_text(settings.read_text().replace("Quillmarsh ferry", "Marsh ferry"))
    os.utime(temporary, (0, 0))  # an old modification time, as a stash or an archive gives it
    temporary.replace(settings)
    wait_for(address, "The Marsh ferry")


def test_settings_that_go_and_come_back_are_noticed(address: str, plain: Path) -> None:
    settings = plain / "site.yaml"
    text = settings.read_text()
    settings.unlink()
    wait_for(address, "site.yaml")
    settings.write_text(text.replace("Quillmarsh ferry", "Marsh ferry"))
    wait_for(address, "The Marsh ferry")
    replace(settings, "Marsh ferry", "Reed ferry")
    wait_for(address, "The Reed ferry")


def test_the_preview_never_touches_the_output(address: str, plain: Path) -> None:
    get(address)
    assert not (plain / "output").exists()


def test_a_taken_port_gives_way_to_the_next(plain: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, "-u", "-m", "generator", "serve", "--root", str(plain)]
            + ["--port", str(port)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert server.stdout
        line = server.stdout.readline()
        server.send_signal(signal.SIGINT)
        server.communicate(timeout=10)
    assert line.startswith(f"port {port} is taken, so the preview is on ")


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_what_is_not_proven_is_marked_and_listed_and_the_page_still_shown(
    address: str, plain: Path
) -> None:
    replace(plain / "content" / "topics" / "boat.md", "Tidal Works built", "Brightwater built")
    text = wait_for(address + "topics/boat.html", "not proven")
    assert "unproven-name: &#34;Brightwater&#34; was never proven" in text
    assert 'class="statement unproven"' in text
    replace(plain / "content" / "articles" / "harbour-herald.md", "from 1 May", "from 1 October")
    assert '<div class="unproven">' in wait_for(address + "articles/harbour-herald.html", "October")
    readings = plain / "content" / "readings" / "island-post.yaml"
    replace(readings, "quote: Brightwater Lines asks", "quote: Brightwater Lines takes")
    text = wait_for(address + "facts.html", "Lines takes")
    assert '<p id="operator--island-post" class="unproven">' in text

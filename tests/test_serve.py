"""The live preview, over a real port and a real socket."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from generator import check
from generator.build import Preview
from generator.build import preview as preview_of
from generator.preview import builds, editor, watch
from generator.preview.builds import Builds
from generator.preview.told import Teller, lines
from generator.problems import Place, Problem
from tests.preview import Running, free_port, replace, running, until
from tests.sites import ROOT

HELLO = '{"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}'
TOPIC = "content/topics/boat.md"


@pytest.fixture
def preview(plain: Path) -> Iterator[Running]:
    """A preview of the plain site."""
    with running(plain) as found:
        yield found


@asynccontextmanager
async def listening(preview: Running, url: str = "x") -> AsyncIterator[WebSocketClientConnection]:
    """livereload's socket, as its script opens it."""
    connection = await websocket_connect(preview.address.replace("http", "ws") + "livereload")
    await connection.write_message(HELLO)
    await connection.read_message()
    # A page that shows another state is told at once, so it is known when this was read.
    plugins = {"preview": {"shows": "another"}}
    said = {"command": "info", "url": url, "plugins": plugins}
    await connection.write_message(json.dumps(said))
    assert await told(connection) == "*"
    yield connection
    await close(connection)


async def close(connection: WebSocketClientConnection) -> None:
    """Close a socket, and wait until it is."""
    connection.close()
    while await asyncio.wait_for(connection.read_message(), 10) is not None:
        pass


async def told(connection: WebSocketClientConnection) -> str:
    """The path that the browser is told to reload next."""
    message = json.loads(str(await asyncio.wait_for(connection.read_message(), 15)))
    assert message["command"] == "reload"
    path: str = message["path"]
    return path


async def told_until(
    connection: WebSocketClientConnection, preview: Running, page: str, words: str
) -> list[str]:
    """What the browser is told until the page has the words."""
    found = [await told(connection)]
    while words not in preview.get(page)[1]:
        found.append(await told(connection))
    return found


def style(root: Path, declaration: str) -> None:
    """Save the stylesheet with one declaration more."""
    with (root / "templates" / "site.css").open("a", encoding="utf-8") as file:
        file.write(f"\nbody {{ {declaration}; }}\n")


def test_pages_are_served_with_the_script_that_reloads_them(preview: Running) -> None:
    status, text = preview.get()
    assert status == 200
    assert '<script async src="/livereload.js">' in text
    assert "LiveReload" in preview.get("livereload.js")[1]


def test_an_address_that_does_not_exist_shows_our_page(preview: Running) -> None:
    for path in ("nowhere/at/all.html", "topics/", "topics", "preview/last/", "preview/"):
        status, text = preview.get(path)
        assert (status, "There is no such page" in text) == (
            (200, False) if path == "preview/last/" else (404, True)
        ), path


def test_each_save_is_told_and_told_once(preview: Running, plain: Path) -> None:
    topic, page = plain / TOPIC, "topics/boat.html"

    async def follow() -> None:
        async with listening(preview) as connection:
            replace(topic, "The boat", "The ship")
            await asyncio.sleep(0.5)  # what is tested: two saves so far apart
            replace(topic, "The ship", "The tub")
            # On a busy machine the first may still be built when the second comes.
            assert await told_until(connection, preview, page, "The tub") in (["*"], ["*", "*"])
            # Ten files at once, as another branch brings them.
            files = [*(plain / "content").rglob("*.md"), *(plain / "content").rglob("*.yaml")]
            for file in files:
                beside = file.with_name(f".{file.name}.new")
                beside.write_bytes(file.read_bytes().replace(b"The tub", b"The raft") + b"\n")
            for file in files:
                file.with_name(f".{file.name}.new").replace(file)
            assert await told_until(connection, preview, page, "The raft") == ["*"]
            # An editor that writes beside and renames; a stash that gives an old time back.
            beside.write_text(topic.read_text().replace("The raft", "The punt"))
            os.utime(beside, (0, 0))
            beside.replace(topic)
            assert await told_until(connection, preview, page, "The punt") == ["*"]
            replace(topic, "The punt", "The last")
            assert await told_until(connection, preview, page, "The last") == ["*"]

    asyncio.run(follow())


def test_a_save_that_changes_nothing_is_not_built(plain: Path) -> None:
    made = Builds(plain, None)
    assert made.catch_up()
    (plain / TOPIC).write_bytes((plain / TOPIC).read_bytes())
    (plain / "content" / "topics" / "boat.md~").write_text("what an editor leaves")
    (plain / "output").mkdir()
    assert not made.catch_up()
    style(plain, "order: 1")
    assert made.catch_up()


@pytest.mark.parametrize("read_first", ["@island-post", "@iland-post"])
def test_what_changes_while_it_is_built_is_built_before_anything_is_shown(
    plain: Path, monkeypatch: pytest.MonkeyPatch, read_first: str
) -> None:
    complete = (plain / TOPIC).read_text().replace("The boat", "The ship")
    replace(plain / TOPIC, "@island-post", read_first)

    def saved_meanwhile(*arguments: Any) -> Preview:
        try:
            return preview_of(*arguments)
        finally:
            (plain / TOPIC).write_text(complete)

    monkeypatch.setattr(builds, "preview", saved_meanwhile)
    made = Builds(plain, None)
    assert made.catch_up()
    assert made.state.is_current and made.state.good
    assert b"The ship" in made.state.good.file("topics/boat.html")
    assert not made.catch_up()


def test_a_file_that_was_read_half_saved_and_is_as_before_is_read_again(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, people = Builds(plain, None), plain / "content" / "people.yaml"
    whole = people.read_text() + "\n"
    people.write_text(whole)
    read = iter([""])

    def half_saved(*arguments: Any) -> Preview:
        people.write_text(next(read, whole))
        try:
            return preview_of(*arguments)
        finally:
            people.write_text(whole)

    monkeypatch.setattr(builds, "preview", half_saved)
    assert made.catch_up()
    assert made.state.is_current


def test_who_asks_while_it_is_built_gets_what_is_built(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, began = Builds(plain, None), threading.Event()
    assert made.catch_up()
    replace(plain / TOPIC, "The boat", "The ship")

    def slow(*arguments: Any) -> Preview:
        began.set()
        time.sleep(0.2)
        return preview_of(*arguments)

    monkeypatch.setattr(builds, "preview", slow)
    building = threading.Thread(target=made.catch_up)
    building.start()
    assert began.wait(5)
    good = made.settled().good
    assert good and b"The ship" in good.file("topics/boat.html")
    building.join()


def test_only_a_stylesheet_that_changed_alone_is_told_alone(preview: Running, plain: Path) -> None:
    async def follow() -> None:
        about = preview.address + "about.html?x#y"
        async with listening(preview) as connection, listening(preview, url=about) as reader:
            style(plain, "order: 1")
            # The about page prints the id of what it was built from.
            assert [await told(connection), await told(reader)] == ["site.css", "*"]
            beside = plain / "templates" / ".base.html"
            beside.write_text((plain / "templates" / "base.html").read_text() + "<!-- other -->")
            style(plain, "order: 2")
            beside.replace(plain / "templates" / "base.html")
            while "<!-- other -->" not in preview.get()[1]:
                await told(connection)
            replace(plain / TOPIC, "The boat", "The ship")
            assert await told(connection) == "*"

    asyncio.run(follow())


def test_no_save_is_lost_while_a_build_runs(preview: Running, plain: Path) -> None:
    # A build that takes its time, so that saves fall into it.
    replace(
        plain / "templates/base.html", "</main>", "</main>{% for _ in range(40000) %}{% endfor %}"
    )

    async def follow() -> None:
        async with listening(preview) as connection:
            for number in range(25):
                old = "The boat" if number == 0 else f"Boat {number - 1}."
                replace(plain / TOPIC, old, f"Boat {number}.")
                await asyncio.sleep(0.013 * (number % 7))
            while "Boat 24." not in preview.get("topics/boat.html")[1]:
                await told(connection)

    asyncio.run(follow())


def test_files_and_folders_may_come_go_and_come_back(preview: Running, plain: Path) -> None:
    settings = plain / "site.yaml"
    text = settings.read_text()
    settings.unlink()
    preview.wait_for("", "site.yaml")
    settings.write_text(text.replace("Quillmarsh ferry", "Marsh ferry"))
    preview.wait_for("", "The Marsh ferry")
    (plain / "content/topics/new.md").write_text("---\ntitle: New\nquestion: New?\n---\n")
    preview.wait_for("", "unused-topic")
    (plain / "content/topics/new.md").unlink()
    preview.wait_for("", "The Marsh ferry")
    (plain / "content").rename(plain / "aside")
    preview.wait_for("", "content/facts.yaml")
    shutil.copytree(plain / "aside", plain / "content")
    until(lambda: preview.get()[0] == 200, "the page")
    replace(plain / TOPIC, "The boat", "The ship")
    preview.wait_for("topics/boat.html", "The ship")


def test_the_texts_may_come_later(plain: Path) -> None:
    (plain / "content/evidence.lock").unlink()
    with running(plain, "--texts", str(plain / "later" / "texts")) as preview:
        listed = "not proven or not cited"
        assert listed in preview.get("topics/boat.html")[1]
        shutil.copytree(plain / "texts", plain / "later" / "texts")
        until(lambda: listed not in preview.get("topics/boat.html")[1], "all is proven")
        text = plain / "later/texts/harbour-herald.txt"
        replace(text, "Tidal Works", "Brightwater")
        assert "false-name" in preview.wait_for("topics/boat.html", "false-name")


def test_problems_are_shown_at_every_address_until_they_are_mended(
    preview: Running, plain: Path
) -> None:
    replace(plain / TOPIC, "@island-post", "@iland-post")
    people = plain / "content/people.yaml"
    before = people.read_text()
    people.write_text("- id: x\n\tname: y\n")
    for path in ("", "facts.html", "nowhere.html", "site.css", "topics/"):
        text = preview.wait_for(path, "unknown-article")
        assert preview.get(path)[0] == 500
        assert "did you mean &#34;island-post&#34;?" in text
        assert f"{TOPIC}:4:" in text
        assert "content/people.yaml:2:1" in text
    assert "The boat" in preview.get("preview/last/topics/boat.html")[1]
    assert "content/people.yaml:2:1: tab:" in preview.said()
    assert "GET" not in preview.said()
    assert 'did you mean "island-post"?' in preview.said()
    people.write_text(before)
    replace(plain / TOPIC, "@iland-post", "@island-post")
    last = "preview/last/topics/boat.html"
    until(lambda: "This is the last good build" not in preview.get(last)[1], "the page of now")
    assert "What is the new boat?" in preview.get(last)[1]


def test_a_site_that_never_could_be_built_is_served_too(plain: Path) -> None:
    replace(plain / TOPIC, "@island-post", "@iland-post")
    with running(plain) as preview:
        assert "There is no good build yet" in preview.get("preview/last/index.html")[1]
        replace(plain / TOPIC, "@iland-post", "@island-post")
        preview.wait_for("topics/boat.html", "What is the new boat?")


def test_the_preview_never_touches_the_output_and_leaves_nothing(plain: Path) -> None:
    temporary = plain.parent / "temporary"
    for signal_ in (signal.SIGINT, signal.SIGTERM):
        with running(plain) as preview:
            for old, new in (("boat", "ship"), ("ship", "tub"), ("tub", "boat")):
                replace(plain / TOPIC, f"The {old}", f"The {new}")
                preview.wait_for("topics/boat.html", f"The {new}")
            preview.process.send_signal(signal_)
            assert preview.process.wait(timeout=10) == 0
        assert list(temporary.iterdir()) == []
    assert not (plain / "output").exists()


def test_a_fault_that_is_not_the_contents_is_shown_and_passes(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Builds(plain, None)
    with monkeypatch.context() as broken:
        broken.delattr(check, "site")
        assert made.catch_up()
        assert "AttributeError" in made.state.failure
    replace(plain / TOPIC, "The boat", "The ship")
    assert made.catch_up()
    assert made.state.is_current


def test_a_template_that_only_another_page_has_is_told_too(preview: Running, plain: Path) -> None:
    replace(plain / "templates/people.html", "{% block main %}", "{% block main %}{{ nobody }}")
    assert "&#39;nobody&#39; is undefined" in preview.wait_for("about.html", "nobody")
    assert "templates/people.html:11:1: template" in preview.said()
    # The last good build is the last of which every page could be printed.
    assert "People and organisations" in preview.get("preview/last/people.html")[1]
    replace(plain / "templates/people.html", "{{ nobody }}", "")
    until(lambda: preview.get("about.html")[0] == 200, "the page")


# ------------------------------------------------------------------------------- the address


def test_a_taken_port_gives_way_to_the_next(plain: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with running(plain, "--port", str(port)) as preview:
            assert f"port {port} is taken, so the preview is on " in preview.said()
            assert preview.get()[0] == 200


def test_no_other_address_is_listened_on_unless_told(preview: Running, plain: Path) -> None:
    port = int(preview.address.rstrip("/").rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=10)
    with running(plain, "--host", "127.0.0.2") as other:
        assert other.address.startswith("http://127.0.0.2:")
        assert other.get()[0] == 200


def test_a_browser_is_opened_only_when_asked_for(plain: Path, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {opened}\n')
    browser.chmod(0o755)
    with running(plain, BROWSER=str(browser)) as preview:
        preview.get()
    assert not opened.exists()
    with running(plain, "--open", BROWSER=str(browser)) as preview:
        until(lambda: opened.exists() and preview.address in opened.read_text(), "a browser")


@pytest.mark.parametrize(
    "path",
    [
        "/../site.yaml",
        "/topics/../../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e%5csite.yaml",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/index.html%00.css",
        "/site.yaml",
        "/content/facts.yaml",
        "/preview/last/../../site.yaml",
        "/preview/last//evil.example",
        "/preview/last/%2fevil.example",
        "/preview/server.py",
        "/preview/..%2fserver.py",
        "/topics",
        "/topics/",
        "/.",
        "/forcereload",
    ],
)
def test_nothing_outside_the_build_is_served(served: Running, path: str) -> None:
    answer = served.raw(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 404 ") and b"There is no such page" in answer, answer


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One preview for tests that change nothing."""
    from tests.sites import copy_plain

    root = copy_plain(tmp_path_factory.mktemp("served") / "plain")
    with running(root) as preview:
        yield preview


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 403),
        ("localhost.evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("192.0.2.1", 403),
    ],
)
def test_only_this_machine_s_own_names_are_answered(
    served: Running, host: str, status: int
) -> None:
    for path in ("/", "/livereload.js", "/preview/last/"):
        answer = served.raw(f"GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n")
        expected = 302 if status == 200 and path.endswith("last/") else status
        assert answer.startswith(f"HTTP/1.1 {expected} ".encode()), answer


def test_a_page_of_another_site_gets_no_socket(served: Running) -> None:
    async def connect(origin: str, host: str = "") -> None:
        headers = {"Origin": origin, **({"Host": host} if host else {})}
        address = served.address.replace("http", "ws") + "livereload"
        await close(await websocket_connect(HTTPRequest(address, headers=headers)))

    asyncio.run(connect(served.address.rstrip("/")))
    for origin, host in (
        ("http://evil.example", ""),
        ("http://localhost:1", ""),
        ("http://evil.example", "evil.example"),
        ("null", ""),
    ):
        with pytest.raises(HTTPClientError, match="403"):
            asyncio.run(connect(origin, host))


def test_words_that_are_not_livereload_s_do_no_harm(served: Running) -> None:
    async def speak() -> None:
        connection = await websocket_connect(served.address.replace("http", "ws") + "livereload")
        for message in ("", "[]", "{", "null", '{"command": "info", "url": 1}'):
            await connection.write_message(message)
        await connection.write_message(HELLO)
        assert "hello" in str(await asyncio.wait_for(connection.read_message(), 10))
        await close(connection)

    asyncio.run(speak())
    assert "Traceback" not in served.said()


# ------------------------------------------------------------------------------ what is said


def test_what_is_not_proven_is_listed_and_the_page_still_shown(
    preview: Running, plain: Path
) -> None:
    replace(plain / TOPIC, "Tidal Works built", "Brightwater built")
    text = preview.wait_for("topics/boat.html", "not proven")
    assert "<code>unproven-name</code> &#34;Brightwater&#34; was never proven" in text
    assert 'class="statement unproven"' in text
    assert "unproven-name" in preview.said()
    replace(plain / "content/articles/harbour-herald.md", "from 1 May", "from 1 October")
    assert '<div class="unproven">' in preview.wait_for("articles/harbour-herald.html", "October")
    readings = plain / "content/readings/island-post.yaml"
    replace(readings, "quote: Brightwater Lines asks", "quote: Brightwater Lines takes")
    text = preview.wait_for("facts.html", "Lines takes")
    assert '<p id="operator--island-post" class="unproven">' in text


def test_it_is_known_of_every_page_which_files_it_is_made_from(plain: Path) -> None:
    made = Builds(plain, None)
    made.catch_up()
    assert made.state.good
    pages = {path for path in made.state.good.paths if path.endswith(".html")}
    assert set(made.state.good.sources) == pages
    for file in chain(*made.state.good.sources.values()):
        assert (plain / file).is_file(), file


def test_a_terminal_is_told_in_colour_unless_it_asks_for_none(plain: Path) -> None:
    replace(plain / TOPIC, "@island-post", "@iland-post")
    words = "unknown-article"
    assert f"\033[31m{words}\033[0m" in in_a_terminal(plain)
    assert "\033[" not in in_a_terminal(plain, NO_COLOR="1")
    with running(plain) as preview:
        assert "\033[" not in preview.said()


def in_a_terminal(root: Path, **environment: str) -> str:
    """What a preview prints to a terminal until it listens."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "generator", "serve", "--root", str(root)]
        + ["--port", str(free_port())],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "TERM": "xterm", **environment},
        stdout=theirs,
        stderr=theirs,
    )
    os.set_blocking(ours, False)
    said = bytearray()

    def has_begun() -> bool:
        with suppress(BlockingIOError):
            said.extend(os.read(ours, 4096))
        return b"preview on" in said

    try:
        until(has_begun, "preview on")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=10)
        os.close(ours)
        os.close(theirs)
    return said.decode()


def test_a_problem_is_told_with_its_line_and_a_caret(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbfone\r\n\ttwo three\r\n" + b"long " * 60)
    teller = Teller(tmp_path, None, editor.Editor())
    problems = [
        Problem("dead-link", "a byte order mark before", Place("a.md", 1, 2)),
        Problem(
            "dead-link", "a tab before", Place("a.md", 2, 6), "mend it", (Place("b.md", 4, 1),)
        ),
        Problem("dead-link", "far right", Place("a.md", 3, 251)),
        Problem("missing-file", "gone", Place("c.md")),
    ]
    shown = "\n".join(lines(teller.files(problems), False)).split("\n")
    assert shown[:10] == [
        "a.md:1:2: dead-link: a byte order mark before",
        "  1 | one",
        "    |  ^",
        "",
        "a.md:2:6: dead-link: a tab before",
        "  2 | \ttwo three",
        "    | \t    ^",
        "  help: mend it",
        "  also: b.md:4:1",
        "",
    ]
    long, caret = shown[11:13]
    assert len(long) < 110
    assert long[caret.index("^") :].startswith("long long")
    assert shown[-3:] == ["c.md: missing-file: gone", "", "4 problems in 2 files"]


@pytest.mark.parametrize(
    ("address", "link"),
    [
        (None, "vscode://file/a%20b/c.md:3:7"),
        ("vscodium://file/{path}:{line}", "vscodium://file/a%20b/c.md:3"),
        ("subl://open?url=file://{path}&line={line}", "subl://open?url=file:///a%20b/c.md&line=3"),
        ("idea://open?file={path}&line={line}", "idea://open?file=/a%20b/c.md&line=3"),
        ("", ""),
    ],
)
def test_a_place_has_a_link_that_opens_the_editor(address: str | None, link: str) -> None:
    environment = {} if address is None else {"EDITOR_URL": address}
    assert editor.from_environment(environment).link(Path("/a b/c.md"), 3, 7) == link


@pytest.mark.parametrize("address", ["vim", "x://{path}:{lin}", "x://file", "javascript:{path}"])
def test_an_editor_that_cannot_be_meant_is_refused(plain: Path, address: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "generator", "serve", "--root", str(plain)],
        cwd=ROOT,
        env={**os.environ, "EDITOR_URL": address},
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert (done.returncode, done.stderr.startswith("EDITOR_URL: ")) == (2, True)


def test_links_in_a_circle_do_not_stop_the_watch(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "again").symlink_to(tmp_path / "content")
    fingerprints = watch.Fingerprints([tmp_path / "content"])
    before = fingerprints.now()
    (tmp_path / "content" / "a.md").write_text("a")
    assert fingerprints.now() != before


def test_a_file_that_changed_has_another_fingerprint_whatever_its_time_and_size(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.md"
    file.write_text("one")
    fingerprints = watch.Fingerprints([tmp_path])
    time.sleep(0.06)  # from now on it is known by its times
    first = fingerprints.now()
    assert fingerprints.now() == first
    was = file.stat()
    for words in ("two", "six"):  # the second at once: it may have the time of the first
        file.write_text(words)
        os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
        assert fingerprints.now() != first
        first = fingerprints.now()
    file.write_text("one")
    assert fingerprints.now() == watch.Fingerprints([tmp_path]).now()


def test_of_files_of_which_it_is_told_no_other_is_looked_at(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("one")
    other.write_text("other")
    time.sleep(0.06)
    looked = watch.Fingerprints([tmp_path])
    first = looked.now()
    assert looked.now({str(one)}) == first
    one.write_text("two")
    assert looked.now({str(other)}) == first
    assert looked.now({str(one)}) == watch.Fingerprints([tmp_path]).now() != first
    (tmp_path / "third").write_text("third")  # of what was not there all is looked at
    one.write_text("one")
    assert looked.now({str(tmp_path / "third")}) == watch.Fingerprints([tmp_path]).now()

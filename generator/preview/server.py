"""The server of the preview: the site's pages from the last build, and livereload's socket."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import json
import logging
import os
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from msgspec.structs import replace
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler
from tornado.websocket import WebSocketHandler

from generator import urls
from generator.preview import pages, told
from generator.preview.builds import Build, Builds, State
from generator.preview.editor import Editor
from generator.preview.told import Teller
from generator.problems import BuildFailed, Problem, counted

HOST = "127.0.0.1"
_PORTS_TRIED = 50
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".csv": "text/csv; charset=utf-8",
    ".bib": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
}


def serve(
    root: Path,
    texts: Path | None,
    editor: Editor,
    *,
    host: str = HOST,
    port: int,
    open_browser: bool = False,
) -> int:
    """Serve the site at root until interrupted; gives the exit status.

    With a folder of the articles' texts everything is proven while it is written.
    """
    sockets, free = _listening(host, port)
    if not sockets:
        last = min(port + _PORTS_TRIED, 65536) - 1
        print(f"no port from {port} to {last} is free", file=sys.stderr)
        return 1
    if free != port:
        print(f"port {port} is taken, so the preview is on {free}")
    builds = Builds(root, texts)
    teller = Teller(root, texts, editor)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        builds.catch_up()
        builds.complete()
        _print(State(), builds.state, teller)
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{free}/"
        print(f"preview on {address} (Ctrl+C ends it)", flush=True)
        if open_browser:
            webbrowser.open(address)
        asyncio.run(_serve(builds, teller, host, sockets))
    except KeyboardInterrupt:
        print()
    return 0


def application(builds: Builds, teller: Teller, host: str) -> Application:
    """What answers requests: livereload's script and socket, and the pages."""
    for name in ("tornado.access", "livereload"):  # each request, each reload
        logging.getLogger(name).setLevel(logging.CRITICAL)
    given = {"builds": builds, "teller": teller, "host": host}
    return Application(
        [
            (r"/livereload", _Socket, given),
            (r"/livereload\.js", _Script, given),
            (rf"/{pages.LAST}(.*)", _LastPages, given),
            (r"/(.*)", _Pages, given),
        ]
    )


async def _serve(builds: Builds, teller: Teller, host: str, sockets: list[socket.socket]) -> None:
    loop, stopped = asyncio.get_running_loop(), threading.Event()
    HTTPServer(application(builds, teller, host)).add_sockets(sockets)

    def built(before: State, now: State) -> None:
        loop.call_soon_threadsafe(tell, before, now)
        _print(before, now, teller)

    watching = threading.Thread(target=builds.follow, args=(built, stopped), daemon=True)
    watching.start()
    try:
        await asyncio.Event().wait()
    finally:
        stopped.set()
        watching.join(timeout=5)


class _Local(RequestHandler):
    """Answers only what this machine asks for, so that no site in the browser reads the preview
    under a name of its own that it had lead here."""

    def initialize(self, builds: Builds, teller: Teller, host: str) -> None:
        self.builds, self.teller, self.host = builds, teller, host

    def prepare(self) -> None:
        name = self.request.host_name.strip("[]")
        if name != "localhost" and name != self.host:
            try:
                address = ipaddress.ip_address(name)
            except ValueError:
                raise HTTPError(403) from None
            if not address.is_loopback and self.host == HOST:
                raise HTTPError(403)

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        refused = f"The preview answers to {self.host} and localhost alone.\n"
        self.finish(refused if status_code == 403 else f"{self._reason}\n")

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")


class _Pages(_Local):
    """The pages: only what the build wrote is ever read, by the path it was written to."""

    def get(self, path: str) -> None:
        state = self.builds.settled()
        path = path or urls.FRONT
        if not state.is_current or state.good is None:
            self.send_problems(state, path)
        else:
            self.send_file(state, state.good, path)

    head = get

    def send_problems(self, state: State, path: str) -> None:
        """Send what is wrong."""
        self.set_status(500)
        self.send(".html", pages.problems(state, path, self.teller))

    def send_file(self, state: State, good: Build, path: str) -> None:
        """Send a file of a build, or its page for what does not exist."""
        asked = path
        if path not in good.paths:
            self.set_status(404)
            path = urls.NOT_FOUND
        try:
            body = good.file(path)
        except BuildFailed as failed:
            self.send_problems(replace(state, problems=tuple(failed.problems)), asked)
            return
        if path.endswith(".html"):
            body = pages.page(body, state, good, path, self.teller)
        self.send(Path(path).suffix, body)

    def send(self, suffix: str, body: bytes) -> None:
        self.set_header("Content-Type", _TYPES.get(suffix, "application/octet-stream"))
        self.finish(body)


class _LastPages(_Pages):
    """The last good build; once the input can be built again, the page of now."""

    def get(self, path: str) -> None:
        state = self.builds.settled()
        path = path or urls.FRONT
        if state.good is None or (state.is_current and path not in state.good.paths):
            super().get(path)
        elif state.is_current:
            self.redirect(f"/{path}")
        else:
            self.send_file(state, state.good, path)

    head = get


class _Script(_Local, LiveReloadJSHandler):  # type: ignore[misc]
    """livereload's script."""


class _Socket(_Local, LiveReloadHandler):  # type: ignore[misc]
    """livereload's socket, for pages of the preview alone."""

    shown: str = ""  # the path of the page that the browser shows
    shows: str = ""  # the version of the state that it shows, or was told to show

    # livereload lets any page connect; this is Tornado's own rule.
    check_origin = WebSocketHandler.check_origin

    def on_message(self, message: str | bytes) -> None:
        with suppress(ValueError, KeyError, TypeError, AttributeError):  # not from livereload.js
            super().on_message(message)
            said = json.loads(message)
            if said["command"] == "info":
                path = said["url"].partition("#")[0].partition("?")[0]
                self.shown = path.partition("://")[2].partition("/")[2] or urls.FRONT
                self.shows = said["plugins"]["preview"]["shows"]
                # It was built anew while the page was on its way, or by another preview.
                if self.shows != self.builds.state.version:
                    self.reload("*")

    def reload(self, path: str) -> None:
        """Have the browser reload: a stylesheet, or "*" for the page."""
        self.send_message({"command": "reload", "path": path, "liveCSS": True, "liveImg": True})


def tell(before: State, now: State) -> None:
    """Have every page reload that changed, or its stylesheet where that alone did."""
    assets = now.good.assets if now.good else frozenset()
    changed = [path for path in sorted(assets) if now.differs(before, path)]
    styles = [path for path in changed if path.endswith(".css")]
    for waiter in LiveReloadHandler.waiters.copy():
        if waiter.shows == now.version:
            continue  # it was loaded since
        if changed != styles or now.differs(before, waiter.shown):
            waiter.reload("*")
        else:
            for path in styles:
                waiter.reload(path)


def _listening(host: str, first: int) -> tuple[list[socket.socket], int]:
    """Sockets on the first port that is free, and its number; none where all are taken."""
    for port in range(first, min(first + _PORTS_TRIED, 65536)):
        try:
            return bind_sockets(port, host), port
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    return [], 0


def _print(before: State, now: State, teller: Teller) -> None:
    """Say in the terminal what the browser shows."""
    if now.is_current and now.good:
        files = counted(len(now.good.paths), "file")
        print(f"{now.good.time} built {files} in {now.seconds:.2f} s", flush=True)
        unproven = [problem for problem, _ in now.good.unproven]
        if unproven and (not before.good or now.good.unproven != before.good.unproven):
            print(_told(unproven, teller), file=sys.stderr, flush=True)
    elif now.failure:
        print(f"\n{now.failure}", file=sys.stderr, flush=True)
    else:
        print(f"\n{_told(now.problems, teller)}", file=sys.stderr, flush=True)


def _told(problems: Sequence[Problem], teller: Teller) -> str:
    shows_colours = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    is_coloured = shows_colours and not os.environ.get("NO_COLOR")
    return "\n".join(told.lines(teller.files(problems), is_coloured))

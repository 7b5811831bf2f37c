"""The live preview: builds at each change and tells the browser; the only importer of its
libraries.

livereload serves the pages and holds the browser's socket; watchfiles watches, since livereload's
own polling loses changes that come shortly after one another.
"""

from __future__ import annotations

import html
import logging
import shutil
import socket
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import watchfiles
from livereload import Server
from livereload.handlers import LiveReloadHandler, StaticFileHandler
from livereload.watcher import Watcher
from tornado.ioloop import IOLoop

from generator import read, render
from generator.build import Preview, build, fingerprint
from generator.problems import BuildFailed, report

HOST = "127.0.0.1"
_PORTS_TRIED = 50


def serve(root: Path, port: int, open_browser: bool, texts: Path | None = None) -> int:
    """Serve the site at root until interrupted; gives the exit status.

    With a folder of the articles' texts everything is proven while it is written.
    """
    free = next(_free_ports(port), None)
    if free is None:
        print(f"no port from {port} to {port + _PORTS_TRIED - 1} is free", file=sys.stderr)
        return 1
    if free != port:
        print(f"port {port} is taken, so the preview is on {free}")
    # A folder of its own: what is published is never a preview.
    folder = Path(tempfile.mkdtemp(prefix="preview-"))
    preview = _Preview(root, folder / "site", texts)
    try:
        preview.rebuild()
        _listen(preview, free)
        address = f"http://{HOST}:{free}/"
        print(f"preview on {address} (Ctrl+C ends it)", flush=True)
        if open_browser:
            webbrowser.open(address)
        IOLoop.current().start()
    except KeyboardInterrupt:
        print()
    finally:
        preview.stopped.set()
        shutil.rmtree(folder, ignore_errors=True)
    return 0


class _Preview:
    """The last good build, and what is wrong since."""

    def __init__(self, root: Path, output: Path, texts: Path | None) -> None:
        self.root, self.output, self.texts = root, output, texts
        self.problems = ""
        self.built_at = ""
        self.built_from = ""  # fingerprint of the input of the last build
        self.stopped = threading.Event()
        self.building = threading.Lock()  # two watches may ask for a build at once

    def rebuild(self) -> None:
        """Build once more, one build at a time; problems are kept for the browser and printed."""
        with self.building:
            start = time.perf_counter()
            try:
                self.built_from = fingerprint(self.root)
                built = build(self.root, self.output, Preview(self.texts))
            except BuildFailed as failed:
                self.problems = report(failed.problems)
            except OSError as error:  # a file that goes while it is read, a full disk
                self.problems = f"{error.filename or ''}: {error.strerror or error}"
            else:
                self.problems = ""
                self.built_at = time.strftime("%H:%M:%S")
                seconds = time.perf_counter() - start
                print(
                    f"{self.built_at} built {len(built.files)} files in {seconds:.2f} s", flush=True
                )
            if self.problems:
                print(f"\n{self.problems}", file=sys.stderr, flush=True)

    def follow(self, loop: IOLoop, *paths: Path, recursive: bool) -> None:
        """Rebuild at each change below the paths, then have the browser reload."""
        changes = watchfiles.watch(
            *paths,
            step=50,
            debounce=300,
            recursive=recursive,
            watch_filter=lambda _, path: self._is_input(Path(path)),
            stop_event=self.stopped,
            raise_interrupt=False,
            # The first yield, at the latest after this time, says that the watch has begun.
            rust_timeout=200,
            yield_on_timeout=True,
        )
        is_first = True
        for found in changes:
            # What was saved between the first build and the beginning of the watch is not lost.
            if found or (is_first and fingerprint(self.root) != self.built_from):
                self.rebuild()
                loop.add_callback(LiveReloadHandler.reload_waiters, "*")
            is_first = False

    def _is_input(self, path: Path) -> bool:
        if path.name.startswith(".") or path.name.endswith("~"):
            return False
        return path == self.root / read.SETTINGS or path.parent != self.root


def _listen(preview: _Preview, port: int) -> None:
    logging.getLogger("tornado.access").setLevel(logging.ERROR)
    logging.getLogger("livereload").setLevel(logging.ERROR)
    LiveReloadHandler.DEFAULT_RELOAD_TIME = 0  # else reloads within 3 s are dropped
    server = Server(watcher=_NoWatcher())
    server.root = str(preview.output)
    server.default_filename = "index.html"
    server.SFH = type("Pages", (_Pages,), {"preview": preview})
    server.application(port, HOST)
    loop = IOLoop.current()
    folders = [folder for folder in ("content", render.FOLDER) if (preview.root / folder).is_dir()]
    for paths, recursive in (
        ([*(preview.root / folder for folder in folders), *filter(None, [preview.texts])], True),
        ([preview.root], False),  # site.yaml, which editors replace rather than change
    ):
        threading.Thread(
            target=preview.follow,
            args=(loop, *paths),
            kwargs={"recursive": recursive},
            daemon=True,
        ).start()


class _NoWatcher(Watcher):  # type: ignore[misc]
    """Keeps livereload from polling."""

    def start(self, callback: Any) -> bool:
        return True


class _Pages(StaticFileHandler):  # type: ignore[misc]
    """The preview's pages; while there are problems every address shows them."""

    preview: _Preview

    async def get(self, path: str, include_body: bool = True) -> None:
        if self.preview.problems:
            self.set_status(500)
            self._finish_with(_problem_page(self.preview))
            return
        await super().get(path, include_body)

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-store")

    def write_error(self, status_code: int, **_: Any) -> None:
        not_found = self.preview.output / "404.html"
        if status_code == 404 and not_found.is_file():
            self._finish_with(not_found.read_text(encoding="utf-8"))
        else:
            super().write_error(status_code)

    def _finish_with(self, text: str) -> None:
        self.set_header("Content-Type", "text/html; charset=UTF-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(text)


def _problem_page(preview: _Preview) -> str:
    good = f"The last good build was at {preview.built_at}." if preview.built_at else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Problems</title>'
        '<meta name="color-scheme" content="light dark"></head><body><h1>Problems</h1>'
        f"<p>This page comes back when they are mended. {good}</p>"
        f'<pre style="white-space: pre-wrap">{html.escape(preview.problems)}</pre>'
        "</body></html>"
    )


def _free_ports(first: int) -> Iterator[int]:
    for port in range(first, min(first + _PORTS_TRIED, 65536)):
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((HOST, port))
            except OSError:
                continue
        yield port

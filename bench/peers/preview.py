"""The previews side by side: from the save of an article until its page is served with it."""

from __future__ import annotations

import http.client
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.peers.install import ELEVENTY, PYTHON
from tests.preview import free_port

_NAMES = ("Ours", "Hugo", "Eleventy", "MkDocs*")
_PAGE = "/articles/article-1.html"
_LOOK = 0.004  # seconds between two looks at the page
_START, _FOLLOW = 120, 60  # seconds until it is given up
_PAUSE = 0.3  # seconds between two saves, in which what follows a build comes to rest
_SETTLE = 2  # seconds after which also those watch that serve first


def print_table(hugo: Path, folder: Path, sizes: list[int], saves: int) -> None:
    """Measure every preview with the sites in folder, by size, and print the medians."""
    print(f"\nfrom save to served page   (milliseconds, medians of {saves}; × Hugo in brackets)")
    print(f"{'articles':10}" + "".join(f"{name:>20}" for name in _NAMES))
    for size in sizes:
        found = {}
        for name in _NAMES:
            port, site = free_port(), folder / str(size) / name.lower().rstrip("*")
            command = _command(name, hugo, port)
            found[name] = statistics.median(_measured(command, port, site, saves))
        cells = (f"{each:.0f} ({each / found['Hugo']:5.2f})" for each in found.values())
        print(f"{size:<10,}" + "".join(f"{cell:>20}" for cell in cells), flush=True)


def _command(name: str, hugo: Path, port: int) -> list[str]:
    """What serves the site, from its folder."""
    match name:
        case "Ours":
            return [sys.executable, "-m", "generator", "serve", "--port", str(port)]
        case "Hugo":
            return [str(hugo), "server", "--port", str(port)]
        case "Eleventy":
            return ["node", str(ELEVENTY), "--serve", "--quiet", f"--port={port}"]
        case _:
            serve = ["serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
            return [str(PYTHON), "-m", "mkdocs", *serve]


def _measured(command: list[str], port: int, site: Path, saves: int) -> list[float]:
    """The milliseconds of each save."""
    (article,) = site.glob("[cd]o*/articles/article-1.md")  # content or docs
    text = article.read_text(encoding="utf-8")
    times = []
    with _running(command, site):
        _wait_for(port, "<h1", _START)
        time.sleep(_SETTLE)
        for number in range(saves + 1):
            words = f"Nobody painted {'again and ' * number}again."
            start = time.perf_counter()
            article.write_text(f"{text}{words}\n", encoding="utf-8")
            _wait_for(port, words, _FOLLOW)
            times.append((time.perf_counter() - start) * 1000)
            time.sleep(_PAUSE)
    article.write_text(text, encoding="utf-8")
    return times[1:]  # the first save finds nothing remembered


@contextmanager
def _running(command: list[str], site: Path) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=site, stdout=quiet, stderr=quiet) as process:
        try:
            yield
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(port: int, words: str, seconds: float) -> None:
    """Come back as soon as the page has the words."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if words in _page(port):
            return
        time.sleep(_LOOK)
    sys.exit(f"the preview on port {port} never served: {words}")


def _page(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", _PAGE)
        return connection.getresponse().read().decode()
    except (OSError, http.client.HTTPException):
        return ""  # not up yet, or between two builds
    finally:
        connection.close()

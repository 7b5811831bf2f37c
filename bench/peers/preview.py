"""The previews side by side: from the save of a file until its page is served with the change."""

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
_SAVES = ("article", "topic")
_LOOK = 0.004  # seconds between two looks at the page
_START, _FOLLOW = 120, 60  # seconds until it is given up
_PAUSE = 0.3  # seconds between two saves, in which what follows a build comes to rest
_SETTLE = 2  # seconds after which also those watch that serve first


def print_table(hugo: Path, folder: Path, sizes: list[int], saves: int) -> None:
    """Measure every preview with the sites in folder, by size, and print the medians."""
    print(f"\nfrom save to served page   (milliseconds, medians of {saves}; × Hugo in brackets)")
    print(f"{'articles':10}{'saved':10}" + "".join(f"{name:>20}" for name in _NAMES))
    for size in sizes:
        found = {}
        for name in _NAMES:
            port, site = free_port(), folder / str(size) / name.lower().rstrip("*")
            with _running(_command(name, hugo, port), site):
                _wait_for(port, "about", "<main", _START)
                time.sleep(_SETTLE)
                for kind in _SAVES:
                    found[kind, name] = statistics.median(_measured(port, site, kind, saves))
        for kind in _SAVES:
            medians = (found[kind, name] for name in _NAMES)
            cells = (f"{each:.0f} ({each / found[kind, 'Hugo']:5.2f})" for each in medians)
            row = f"{size:<10,}{kind:10}" + "".join(f"{cell:>20}" for cell in cells)
            print(row, flush=True)


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


def _measured(port: int, site: Path, kind: str, saves: int) -> list[float]:
    """The milliseconds of each save of an article's last words, or of a topic's question."""
    page = f"{kind}s/{kind}-1"
    (file,) = site.glob(f"[cd]o*/{page}.md")  # in content or docs
    text = file.read_text(encoding="utf-8")
    times = []
    for number in range(saves + 1):
        words = f"painted {'again and ' * number}again"
        if kind == "article":
            changed = f"{text}Nobody {words}.\n"
        else:
            changed = text.replace("ferries cost?", f"ferries cost, {words}?", 1)
        start = time.perf_counter()
        file.write_text(changed, encoding="utf-8")
        _wait_for(port, page, words, _FOLLOW)
        times.append((time.perf_counter() - start) * 1000)
        time.sleep(_PAUSE)
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


def _wait_for(port: int, page: str, words: str, seconds: float) -> None:
    """Come back as soon as the page has the words."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if words in _served(port, page):
            return
        time.sleep(_LOOK)
    sys.exit(f"a preview never served {page}.html with: {words}")


def _served(port: int, page: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", f"/{page}.html")
        return connection.getresponse().read().decode()
    except (OSError, http.client.HTTPException):
        return ""  # not up yet, or between two builds
    finally:
        connection.close()

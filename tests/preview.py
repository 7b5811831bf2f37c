"""A preview that runs as a person runs it, for the tests of it and the benchmark."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.sites import ROOT

_T = TypeVar("_T")
_WAIT = 15  # seconds


@dataclass(frozen=True)
class Running:
    """A preview at work."""

    address: str  # ends with "/"
    process: subprocess.Popen[bytes]
    log: Path  # what it printed

    def get(self, path: str = "") -> tuple[int, str]:
        """The status and the text of a page."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def wait_for(self, path: str, words: str) -> str:
        """The page, as soon as it has the words."""
        return until(lambda: next((t for t in [self.get(path)[1]] if words in t), None), words)

    def raw(self, request: str) -> bytes:
        """What is answered to a request as it is, which no client tidies up."""
        host, port = self.address.removeprefix("http://").rstrip("/").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            connection.sendall(request.encode("latin-1"))
            parts = list(iter(lambda: connection.recv(65536), b""))
        return b"".join(parts)

    def said(self) -> str:
        """What it printed until now."""
        return self.log.read_text(encoding="utf-8")


@contextmanager
def running(
    root: Path, *arguments: str, module: str = "generator", **environment: str
) -> Iterator[Running]:
    """A preview of the site at root; its folder is below root.parent/"temporary"."""
    temporary = root.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    log = root.parent / f"{root.name}.log"
    command = [sys.executable, "-u", "-m", module, "serve", "--root", str(root)]
    if "--port" not in arguments:
        command += ["--port", str(free_port())]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, *arguments],
            cwd=ROOT,
            env={**os.environ, "TMPDIR": str(temporary), **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        found = until(lambda: re.search(r"preview on (http://\S+)", log.read_text()), "preview on")
        yield Running(found[1], process, log)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=10)


def free_port() -> int:
    """A port that is free at this moment."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def until(look: Callable[[], _T | None], what: str) -> _T:
    """What look gives, as soon as it gives something."""
    end = time.monotonic() + _WAIT
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"never came: {what}")


def replace(file: Path, old: str, new: str) -> None:
    """Save a file with some of its words changed."""
    text = file.read_text(encoding="utf-8")
    assert old in text, old
    file.write_text(text.replace(old, new), encoding="utf-8")

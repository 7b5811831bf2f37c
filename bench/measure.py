"""A program run by itself → what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Taken:
    """What a program took, its start included."""

    wall: float  # seconds
    processor: float  # seconds
    memory: float  # megabytes at the peak of its largest process


def taken(command: list[str], folder: Path) -> Taken:
    """Run the command in the folder; where it fails, end with what it said.

    A program's peak counts from that of the process that starts it: whoever measures stays small.
    """
    start = time.perf_counter()
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode:
        sys.exit(f"{' '.join(command)}: ended with {process.returncode}\n{said.decode()}")
    return Taken(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)

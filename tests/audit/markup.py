"""The Nu checker's errors and warnings on a site's HTML, CSS and SVG."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

CHECKER = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"

# What the standards have and the checker does not know yet; and its word for what a policy blocks:
# to it no file on a disk is of the site itself, and no hash allows a style. A browser shows that.
_UNKNOWN = r".*“position-(area|try-fallbacks)”.*|.*violates Content Security Policy.*"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the checker has to say of a place in a file."""

    path: str
    line: int
    kind: str
    message: str
    extract: str


def findings(output: Path) -> tuple[Finding, ...]:
    """What the checker finds in the files of an output: nothing, where all is well."""
    kinds = ("--skip-non-html", "--also-check-css", "--also-check-svg")
    form = ("--stdout", "--exit-zero-always", "--format", "json", "--filterpattern", _UNKNOWN)
    command = ["java", "-Duser.language=en", "-jar", str(CHECKER), *kinds, *form, str(output)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"the Nu checker failed:\n{done.stdout}{done.stderr}")
    messages = json.loads(done.stdout)["messages"]
    start = output.as_uri().replace("file://", "file:")
    return tuple(
        Finding(
            path=message.get("url", "").removeprefix(start).lstrip("/"),
            line=message.get("lastLine", 0),
            kind=message.get("subType", message["type"]),
            message=message["message"],
            extract=" ".join(message.get("extract", "").split()),
        )
        for message in messages
    )

"""The Nu checker's errors and warnings on a site's HTML, CSS and SVG."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import pages
from tests.audit.server import serving

CHECKER = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"

# What the standards have and the checker does not know yet: two properties, and that a policy may
# allow a style by its hash. Whether the hash is right is tested in a browser.
_UNKNOWN = r".*“position-(area|try-fallbacks)”.*|Inline style violates Content Security Policy.*"


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
    others = [str(f) for f in sorted(output.rglob("*")) if f.suffix in (".css", ".svg")]
    # What a page may load of its own site depends on where that is: pages have to be served.
    with serving(output) as site:
        addresses = [site + page for page in pages.of(output)]
        messages = _messages(*addresses) + _messages(
            "--also-check-css", "--also-check-svg", *others
        )
        starts = (site, f"{output.as_uri().replace('file://', 'file:')}/")
    return tuple(
        Finding(
            path=_path(message.get("url", ""), starts),
            line=message.get("lastLine", 0),
            kind=message.get("subType", message["type"]),
            message=message["message"],
            extract=" ".join(message.get("extract", "").split()),
        )
        for message in messages
        if not _is_data(message)
    )


def _messages(*arguments: str) -> list[dict[str, Any]]:
    form = ("--stdout", "--exit-zero-always", "--format", "json", "--filterpattern", _UNKNOWN)
    java = ("java", "-Duser.language=en", "-Dnu.validator.servlet.allow-forbidden-hosts=true")
    done = subprocess.run(
        [*java, "-jar", str(CHECKER), *form, *arguments], capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"the Nu checker failed:\n{done.stdout}{done.stderr}")
    found: list[dict[str, Any]] = json.loads(done.stdout)["messages"]
    return found


def _path(address: str, starts: tuple[str, ...]) -> str:
    for start in starts:
        address = address.removeprefix(start)
    return address


def _is_data(message: dict[str, Any]) -> bool:
    """Whether what a policy is said to block is data, which it does not speak of."""
    is_policy = message["message"].startswith("Inline script violates")
    return is_policy and 'type="application/ld+json"' in message.get("extract", "")

"""Lighthouse's scores of a page: each the median of some runs, as a phone on a slow network."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests import pages

_COMMAND = Path(__file__).parent / "node_modules/lighthouse/cli/index.js"
_BROWSER = ("--headless=new", "--no-sandbox", "--disable-background-networking", "--disable-quic")

# The lowest score that will do, by category.
WANTED = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}


@dataclass(frozen=True, slots=True)
class Scores:
    """A page's score in each category, of 100, and the audits that it failed."""

    page: str
    scores: dict[str, int]
    failed: tuple[str, ...]

    @property
    def missed(self) -> tuple[str, ...]:
        """The categories in which the page is not good enough."""
        return tuple(name for name, wanted in WANTED.items() if self.scores[name] < wanted)


def scores(site: str, page: str, runs: int, is_hidden: bool) -> Scores:
    """The scores of a page of a site that is served; is_hidden if the page asks not to be found."""
    results = [_run(f"{site}{page}", is_hidden) for _ in range(runs)]
    medians = {
        name: round(median(result["categories"][name]["score"] * 100 for result in results))
        for name in WANTED
    }
    short = [name for name, score in medians.items() if score < WANTED[name]]
    failed = {line: None for result in results for line in _failed(result, short)}
    return Scores(page, medians, tuple(failed))


def _run(address: str, is_hidden: bool) -> dict[str, Any]:
    options = [
        "--output=json",
        "--quiet",
        "--no-enable-error-reporting",
        f"--only-categories={','.join(WANTED)}",
        f"--chrome-flags={' '.join(_BROWSER)}",
    ]
    if is_hidden:
        options.append("--skip-audits=is-crawlable")
    browser = pages.chromium()
    if browser is None:
        raise RuntimeError("no Chromium is installed")
    done = subprocess.run(
        ["node", str(_COMMAND), address, *options],
        capture_output=True,
        text=True,
        env={**os.environ, "CHROME_PATH": browser},
    )
    if done.returncode:
        raise RuntimeError(f"Lighthouse failed on {address}:\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    if "runtimeError" in result:
        raise RuntimeError(f"Lighthouse failed on {address}: {result['runtimeError']['message']}")
    return result


def _failed(result: dict[str, Any], categories: list[str]) -> Iterator[str]:
    """The audits that cost a category points, with what they found."""
    for category in categories:
        for reference in result["categories"][category]["auditRefs"]:
            audit = result["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.995:
                shown = audit.get("displayValue", "")
                yield f"{category}: {audit['id']}: {audit['title']} {shown}".rstrip()
                for item in audit.get("details", {}).get("items", [])[:5]:
                    yield f"  {_snippet(item)}"


def _snippet(item: dict[str, Any]) -> str:
    """The place that an audit names, in a line."""
    node = item.get("node") or {}
    found = node.get("snippet") or item.get("description") or item.get("url") or json.dumps(item)
    return " ".join(str(found).split())[:200]

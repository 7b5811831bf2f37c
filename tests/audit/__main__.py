"""Builds the project's site and says how it does with the Nu checker, on the scales, in Lighthouse.

    python -m tests.audit [markup] [weights] [lighthouse] [--pages PAGE ...] [--runs 3]

Without a name all three are done. --pages narrows what Lighthouse opens: else a page of each kind.
The exit status is 1 where something is not as it should be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.build import build
from tests import pages
from tests.audit import lighthouse, markup, weights
from tests.audit.server import serving
from tests.sites import ROOT


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked for."""

    pages: tuple[str, ...]  # none: a page of each kind
    runs: int


def main() -> int:
    """Do the steps that are asked for; gives the exit status."""
    steps: dict[str, Callable[[Path, Options], bool]] = {
        "markup": check_markup,
        "weights": weigh,
        "lighthouse": run_lighthouse,
    }
    summary, _, usage = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        description=summary, epilog=usage, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("steps", nargs="*", metavar="STEP", help=", ".join(steps))
    parser.add_argument("--pages", nargs="+", default=[], metavar="PAGE")
    parser.add_argument("--runs", type=int, default=3)
    given = parser.parse_args()
    if unknown := set(given.steps) - {*steps}:
        parser.error(f"no such step: {', '.join(sorted(unknown))}")
    if given.runs < 1:
        parser.error("there has to be one run at least")
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        build(ROOT, output)
        if missing := set(given.pages) - {*pages.of(output)}:
            parser.error(f"no such page: {', '.join(sorted(missing))}")
        options = Options(tuple(given.pages), given.runs)
        done = [step(output, options) for name, step in steps.items() if is_asked(name, given)]
    print("\nThe audit is passed." if all(done) else "\nThe audit is not passed.")
    return 0 if all(done) else 1


def is_asked(step: str, given: argparse.Namespace) -> bool:
    """Whether a step is to be done."""
    return not given.steps or step in given.steps


def check_markup(output: Path, _: Options) -> bool:
    """Print what the Nu checker finds; gives whether it is nothing."""
    heading("Nu checker")
    found = markup.findings(output)
    for each in found:
        print(f"{each.path}:{each.line}: {each.kind}: {each.message}\n    {each.extract}")
    errors = sum(each.kind == "error" for each in found)
    checked = len(pages.of(output))
    print(f"{checked} pages: {errors} errors, {len(found) - errors} warnings")
    return not found


def weigh(output: Path, _: Options) -> bool:
    """Print what the pages weigh; gives whether they are within their limits."""
    heading("Weights, gzip -9, in bytes; the limit is that of HTML and CSS")
    found = weights.of(output)
    table(
        ("page", "HTML", "CSS", "sum", "limit", "JS", ""),
        (
            (each.page, each.html, each.css, each.sum, each.limit or "", each.js, sign(each.holds))
            for each in found
        ),
    )
    for each in found:
        for name in each.waits_for:
            print(f"{each.page} waits for {name}")
    scripts = weights.of_scripts(output)
    print(f"all scripts: {scripts} of {weights.SCRIPTS} at most")
    return all(each.holds for each in found) and scripts <= weights.SCRIPTS


def run_lighthouse(output: Path, options: Options) -> bool:
    """Print Lighthouse's scores; gives whether they are as good as they have to be."""
    heading(f"Lighthouse, as a phone, median of {options.runs}")
    found = []
    with serving(output) as site:
        for page in options.pages or pages.of_each_kind(output):
            start = time.monotonic()
            is_hidden = 'content="noindex"' in (output / page).read_text(encoding="utf-8")
            found.append(lighthouse.scores(site, page, options.runs, is_hidden))
            print(f"  {page} ({time.monotonic() - start:.0f} s)", file=sys.stderr, flush=True)
    table(
        ("page", *lighthouse.WANTED, ""),
        ((each.page, *each.scores.values(), sign(not each.missed)) for each in found),
    )
    for each in found:
        for line in each.failed:
            print(f"{each.page}: {line}")
    return not any(each.missed for each in found)


def heading(words: str) -> None:
    print(f"\n== {words}", flush=True)


def sign(holds: bool) -> str:
    return "ok" if holds else "NO"


def table(head: tuple[str, ...], rows: Iterable[tuple[str | int, ...]]) -> None:
    """Print rows in columns: names on the left, figures on the right."""
    lines = [head, *(tuple(map(str, row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *others in lines:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        print("  ".join((first.ljust(widths[0]), *cells)).rstrip())


if __name__ == "__main__":
    sys.exit(main())

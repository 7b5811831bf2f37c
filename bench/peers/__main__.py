"""How long builds take beside those of the peers: the same work, on the same machine, in one run.

python -m bench.peers 5 1000 [--runs 3] [--saves 10]

Hugo, Eleventy and the floor make the same topic pages with citations, article pages with
backlinks and fact tables by topic; those with a star the same pages and text without any of these
joins. Ours makes more pages than the peers, and all its checks. Content and sites are in memory
where there is a place for it; each figure is the median of the runs, whose order goes round.
"""

from __future__ import annotations

import argparse
import json
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Taken, taken
from bench.peers import preview
from bench.peers.install import ELEVENTY, PYTHON, install

_ROOT = Path(__file__).parent.parent.parent
_MEMORY = Path("/dev/shm")
_WORK = ("cold", "nothing changed", "one edited")


@dataclass(frozen=True)
class _Builder:
    """A program that builds a site, in a folder of its own in that of the size."""

    name: str
    command: tuple[str, ...]
    again: tuple[str, ...] = ()  # added where it has built before
    article: str = "content/articles/article-1.md"
    made: tuple[str, ...] = ("output",)  # what a cold build does not have
    joins: bool = True

    def site(self, folder: Path) -> Path:
        return folder / self.name.lower().rstrip("*")

    def build(self, site: Path, again: bool = False) -> Taken:
        if not again:
            for name in self.made:
                shutil.rmtree(site / name, ignore_errors=True)
        return taken([*self.command, *(self.again if again else ())], site)


@dataclass(frozen=True)
class _Row:
    """The medians of one builder."""

    name: str
    seconds: dict[str, float]  # by work
    memory: float  # of the largest process of any of the work
    pages: int


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=[5, 1000], metavar="N")
    parser.add_argument("--runs", type=int, default=3, help="medians of so many runs (default 3)")
    parser.add_argument("--saves", type=int, default=10, help="medians of so many (default 10)")
    options = parser.parse_args()
    hugo = install()
    folder = Path(tempfile.mkdtemp(prefix="peers-", dir=_MEMORY if _MEMORY.is_dir() else None))
    sizes = sorted(options.sizes)
    ours: dict[int, _Row] = {}
    try:
        for size in sizes:
            joins = _translated(size, folder / str(size))
            rows = _measured(_builders(hugo), folder / str(size), options.runs, joins)
            _print(size, rows, options.runs)
            ours[size] = rows[0]
        if len(sizes) > 1:
            _print_growth(ours, *sizes[-2:])
        if options.saves:
            preview.print_table(hugo, folder, sizes, options.saves)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def _builders(hugo: Path) -> list[_Builder]:
    ours = (sys.executable, "-m", "generator", "build")
    eleventy = ("node", "--max-old-space-size=12000", str(ELEVENTY), "--quiet")
    return [
        _Builder("Ours", ours, made=("output", ".cache")),
        _Builder("Hugo", (str(hugo), "--quiet"), made=("output", "resources")),
        _Builder("Eleventy", eleventy),
        _Builder(
            "Pelican*",
            (str(PYTHON), "-m", "pelican", "--quiet"),
            made=("output", "cache"),
            joins=False,
        ),
        _Builder(
            "MkDocs*",
            (str(PYTHON), "-m", "mkdocs", "build", "--quiet"),
            again=("--dirty",),
            article="docs/articles/article-1.md",
            joins=False,
        ),
        _Builder(
            "Floor",
            (sys.executable, str(_ROOT / "bench" / "floor.py"), "."),
            made=("output", ".cache"),
        ),
    ]


def _translated(size: int, folder: Path) -> dict[str, int]:
    """Write the content in everyone's form; gives how many links of each class it joins."""
    command = [sys.executable, "-m", "bench.peers.translate", str(size), str(folder)]
    joins: dict[str, int] = json.loads(subprocess.check_output(command, cwd=_ROOT))
    return joins


def _measured(
    builders: list[_Builder], folder: Path, runs: int, joins: dict[str, int]
) -> list[_Row]:
    found: dict[str, dict[str, list[Taken]]] = {
        builder.name: {work: [] for work in _WORK} for builder in builders
    }
    for run in range(runs):
        first = run % len(builders)
        for builder in builders[first:] + builders[:first]:
            site, each = builder.site(folder), found[builder.name]
            each["cold"].append(builder.build(site))
            if not run and builder.joins and builder.name != "Ours":
                _check_joins(site, joins)
            each["nothing changed"].append(builder.build(site, again=True))
            words = _edit(site / builder.article, run)
            each["one edited"].append(builder.build(site, again=True))
            if words not in (site / "output" / "articles" / "article-1.html").read_text("utf-8"):
                sys.exit(f"{builder.name}: the page of the edited article is not current")
    return [
        _Row(
            builder.name,
            {
                work: statistics.median(each.wall for each in found[builder.name][work])
                for work in _WORK
            },
            statistics.median(each.memory for each in found[builder.name]["cold"]),
            len(list((builder.site(folder) / "output").rglob("*.html"))),
        )
        for builder in builders
    ]


def _check_joins(site: Path, joins: dict[str, int]) -> None:
    """End where a peer does not make the links that it is compared by."""
    texts = [file.read_text("utf-8") for file in (site / "output").rglob("*.html")]
    made = {name: sum(text.count(f'class="{name}"') for text in texts) for name in joins}
    if made != joins:
        sys.exit(f"{site.name}: {made} links of {joins}")


def _edit(article: Path, run: int) -> str:
    """Add to the article's last paragraph words that no run before has added."""
    words = f"mended {'again and ' * run}again"
    with article.open("a", encoding="utf-8") as file:
        file.write(f"Nobody {words}.\n")
    return words


def _print(size: int, rows: list[_Row], runs: int) -> None:
    hugo = next(row for row in rows if row.name == "Hugo")
    columns = [*_WORK, "peak MB"]
    print(f"\n{size:,} articles   (seconds, medians of {runs}; × Hugo in brackets)")
    print(f"{'':10}" + "".join(f"{name:>20}" for name in columns) + f"{'pages':>10}")
    for row in rows:
        cells = [_cell(row.seconds[work], hugo.seconds[work], 3) for work in _WORK]
        cells.append(_cell(row.memory, hugo.memory, 0))
        print(f"{row.name:10}" + "".join(f"{c:>20}" for c in cells) + f"{row.pages:>10,}")
    ours, floor = rows[0], rows[-1]
    times = (f"{work} {ours.seconds[work] / floor.seconds[work]:.2f}" for work in _WORK)
    print("ours, × the floor: " + ", ".join(times), flush=True)


def _cell(value: float, hugo: float, digits: int) -> str:
    return f"{value:.{digits}f} ({value / hugo:5.2f})"


def _print_growth(ours: dict[int, _Row], small: int, large: int) -> None:
    def exponent(least: float, most: float) -> str:
        return f"{math.log(most / least) / math.log(large / small):.2f}"

    one, other = ours[small], ours[large]
    times = (f"{work} {exponent(one.seconds[work], other.seconds[work])}" for work in _WORK)
    memory = exponent(one.memory, other.memory)
    print(f"\nours, growth from {small:,} to {large:,} articles as a power of their number:")
    print(", ".join([*times, f"memory {memory}"]), flush=True)


if __name__ == "__main__":
    sys.exit(main())

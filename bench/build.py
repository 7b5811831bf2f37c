"""How long a build takes: synthetic sites of several sizes, each stage, memory, throughput.

python -m bench.build 5 1000 [--real] [--runs 3] [--profile 30] [--keep DIR]
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.content import write_site
from bench.measure import taken

_ROOT = Path(__file__).parent.parent
_STAGES = ("read", "resolve", "check", "plan", "render", "write")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.build", description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", help="numbers of articles", metavar="N")
    parser.add_argument("--real", action="store_true", help="measure the content here as well")
    parser.add_argument("--runs", type=int, default=3, help="medians of so many runs (default 3)")
    parser.add_argument("--profile", type=int, metavar="LINES", help="print a profile of the build")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="make the sites here, keep them")
    parser.add_argument("--stages", type=Path, metavar="ROOT", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stages:
        print(json.dumps(_stages(options.stages)))
        return 0
    folder = options.keep or Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        sites = [(f"{size:,}", _made(folder, size)) for size in options.sizes]
        if options.real:
            sites.append(("real", _copied(folder / "real")))
        _table(sites, options.runs, options.profile)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def _table(sites: list[tuple[str, Path]], runs: int, profile: int | None) -> None:
    head = ("articles", "wall", "cpu", *_STAGES, "MB", "pages", "pages/s", "MB/s")
    print("".join(f"{name:>9}" for name in head) + "   (medians, seconds)")
    for name, site in sites:
        measured = [_measured(site) for _ in range(runs)]
        wall, cpu, memory = map(statistics.median, zip(*measured, strict=True))
        stages = [_run("bench.build", "--stages", str(site)) for _ in range(runs)]
        times = [statistics.median(each[stage] for each in stages) for stage in _STAGES]
        files = [file for file in (site / "output").rglob("*") if file.is_file()]
        pages = sum(file.suffix == ".html" for file in files)
        megabyte = sum(file.stat().st_size for file in files) / 1e6
        cells = [f"{seconds:.3f}" for seconds in (wall, cpu, *times)]
        cells += [f"{memory:.0f}", f"{pages:,}", f"{pages / wall:.0f}", f"{megabyte / wall:.1f}"]
        print("".join(f"{cell:>9}" for cell in (name, *cells)), flush=True)
        if profile:
            _print_profile(site, profile)


def _made(folder: Path, size: int) -> Path:
    site = folder / str(size)
    return site if site.exists() else write_site(site, size)


def _copied(site: Path) -> Path:
    """The site of this repository, without what was made of it."""
    for name in ("content", "templates"):
        shutil.copytree(_ROOT / name, site / name, dirs_exist_ok=True)
    shutil.copy(_ROOT / "site.yaml", site)
    return site


def _measured(site: Path) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak megabytes of a cold build, Python included."""
    for made in ("output", ".cache"):
        shutil.rmtree(site / made, ignore_errors=True)
    build = taken([sys.executable, "-m", "generator", "build", "--root", str(site)], _ROOT)
    return build.wall, build.processor, build.memory


def _run(module: str, *arguments: str) -> dict[str, float]:
    command = [sys.executable, "-m", module, *arguments]
    shown: dict[str, float] = json.loads(subprocess.check_output(command, cwd=_ROOT))
    return shown


def _stages(site: Path) -> dict[str, float]:
    """The seconds of each stage of one build."""
    from generator import build, check, plan, read, resolve, write

    shutil.rmtree(site / ".cache", ignore_errors=True)
    times = dict.fromkeys(_STAGES, 0.0)

    def timed(stage: str, run: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*arguments: Any, **named: Any) -> Any:
            start = time.perf_counter()
            try:
                return run(*arguments, **named)
            finally:
                times[stage] += time.perf_counter() - start

        return wrapper

    modules = (read, resolve, check, plan, build, write)
    names = ("content", "site", "site", "pages", "printed", "output")
    for stage, module, name in zip(_STAGES, modules, names, strict=True):
        setattr(module, name, timed(stage, getattr(module, name)))
    build.build(site)
    times["write"] -= times["render"]  # a page is written as soon as it is rendered
    return times


def _print_profile(site: Path, lines: int) -> None:
    from generator.build import build

    profile = cProfile.Profile()
    profile.runcall(build, site)
    found = pstats.Stats(profile).strip_dirs()
    found.sort_stats("cumulative").print_stats(lines)
    found.sort_stats("tottime").print_stats(lines)


if __name__ == "__main__":
    sys.exit(main())

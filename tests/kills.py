"""Kills builds at random moments and looks at what they leave: the old site or the new, whole.

python -m tests.kills --times 200 [--seed 1]
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from generator import write
from generator.build import build
from tests.sites import ROOT, bytes_of, copy_plain
from tests.sites import write as write_files

# The second is a build on a system that cannot exchange two folders in one step.
_BUILDS = (
    ("-m", "generator"),
    (
        "-c",
        "import sys; from generator import command, write\n"
        "write._exchange = lambda *_: False\n"
        "sys.exit(command.main())",
    ),
)


@dataclass(slots=True)
class Kills:
    """What was found: how the builds ended, what each left, and what was not as it has to be."""

    ended: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--times", type=int, default=200, metavar="N")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = kill(Path(folder), options.times, options.seed)
    print(f"{sum(found.ended.values())} builds killed, seed {options.seed}")
    for name, count in sorted(found.ended.items()):
        print(f"{count:5}  {name}")
    for line in found.wrong:
        print(line)
    print("no site was half of one" if not found.wrong else "NOT WHOLE")
    return 1 if found.wrong else 0


def kill(folder: Path, times: int, seed: int) -> Kills:
    """Kill so many builds of a site that changes each time."""
    chance = random.Random(seed)
    site = copy_plain(folder / "site")
    settings = (site / "site.yaml").read_text(encoding="utf-8")
    versions = [settings.replace("Quillmarsh", title) for title in ("One", "Other")]
    whole: list[dict[str, bytes]] = []
    for version in versions:
        write_files(site, {"site.yaml": version})
        build(site)
        whole.append(bytes_of(site / "output"))
    write_files(site, {"site.yaml": versions[0]})
    lasts, writes = durations(site)
    found = Kills()
    now = 0  # which of the two is in output/
    killed = 0
    while killed < times and not found.wrong:
        new = 1 - now
        write_files(site, {"site.yaml": versions[new]})
        how = chance.randrange(len(_BUILDS))
        process = build_in(_BUILDS[how], site)
        if chance.random() < 1 / 3:
            time.sleep(chance.uniform(0, lasts))
            when = "at any time"
        else:
            wait_for(site / ".output-new", process)
            time.sleep(chance.uniform(0, writes))
            when = "while writing"
        process.kill()
        status = process.wait()
        if status == -signal.SIGKILL:
            killed += 1
        else:
            when = ""  # it was done before
            found.wrong += [f"a build ended with {status}"] * bool(status)
        is_lost = not (site / "output").exists()
        if is_lost and not how:
            found.wrong.append(f"kill {killed}: no output/, although the folders are exchanged")
        write.repair(site / "output")
        left = bytes_of(site / "output")
        if left not in whole:
            found.wrong.append(f"kill {killed}: {len(left)} files, neither the old nor the new")
            break
        now = whole.index(left)
        if when:
            what = "repaired, " * is_lost + ("the new site" if now == new else "the old site")
            found.ended[f"{when}, {('exchanged', 'renamed')[how]}: {what}"] += 1
    done = build_in(_BUILDS[0], site).wait()
    beside = sorted(file.name for file in site.iterdir() if file.name.startswith(".output"))
    if done or beside:
        found.wrong.append(f"the last build ended with {done}, beside output/ are {beside}")
    return found


def durations(site: Path) -> tuple[float, float]:
    """The seconds that a build lasts, and those of it in which it writes."""
    start = time.monotonic()
    process = build_in(_BUILDS[0], site)
    wait_for(site / ".output-new", process)
    began = time.monotonic()
    while (site / ".output-new").exists():
        pass
    wrote = time.monotonic() - began
    process.wait()
    return time.monotonic() - start, wrote


def build_in(command: tuple[str, ...], site: Path) -> subprocess.Popen[bytes]:
    """Begin a build in a process of its own."""
    return subprocess.Popen(
        [sys.executable, *command, "build", "--root", str(site)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )


def wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    while not path.exists() and process.poll() is None:
        time.sleep(0.0001)


if __name__ == "__main__":
    sys.exit(main())

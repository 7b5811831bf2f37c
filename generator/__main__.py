"""The command line, which says at once where a build would give what is there."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from generator import unchanged


def main(arguments: list[str] | None = None) -> int:
    """Run a command; gives the exit status: 0 done, 1 there are problems, 2 wrong usage."""
    start = time.perf_counter()
    arguments = sys.argv[1:] if arguments is None else arguments
    match arguments:
        case ["build"]:
            last = unchanged.last(Path.cwd())
        case ["build", "--root", root]:
            last = unchanged.last(Path(root).resolve())
        case _:
            last = ""
    if last:
        print(f"{last}, nothing changed, {time.perf_counter() - start:.2f} s")
        print("open output/index.html")
        return 0
    from generator import command  # all that a build needs: the most of its time

    return command.main(arguments)


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # at once: what a build made is not taken apart piece by piece

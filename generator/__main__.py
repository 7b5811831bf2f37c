"""The command line, which says at once where a build would give what is there."""

from __future__ import annotations

import gc
import os
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

from generator import unchanged


def main(arguments: list[str] | None = None) -> int:
    """Run a command; gives the exit status: 0 done, 1 there are problems, 2 wrong usage."""
    start = time.perf_counter()
    arguments = sys.argv[1:] if arguments is None else arguments
    match arguments:
        case ["build"]:
            root = Path.cwd()
        case ["build", "--root", folder] if Path(folder).is_dir():
            root = Path(folder).resolve()
        case _:
            from generator import command  # all that a build needs: the most of its time

            return command.main(arguments)
    inputs = unchanged.Inputs(root)
    if last := inputs.last:
        with suppress(BrokenPipeError):  # who read has read enough
            print(f"{last}, nothing changed, {time.perf_counter() - start:.2f} s")
            print("open output/index.html")
        return 0
    return _build(root, inputs)


def _build(root: Path, inputs: unchanged.Inputs) -> int:
    """Build, and meanwhile compile the templates. That takes as long as it takes to load what else
    a build needs and to read a small site, so it begins before either."""
    from generator import processes

    gc.disable()  # what is loaded lives until the end
    with processes.aside(partial(_compile, root)) as wait:
        from generator import command

        status = command.build_site(root, inputs)
        if status == 0:
            wait()
    return status


def _compile(root: Path) -> None:
    from generator import memory, templates

    kept = memory.of_site(root)
    if kept.is_kept:
        templates.compile_all(root / templates.FOLDER, kept)


if __name__ == "__main__":
    status = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(BrokenPipeError):  # who read has read enough
            stream.flush()
    os._exit(status)  # at once: what a build made is not taken apart piece by piece

"""The command line, which says after each build of the preview how long its stages took."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from generator import check, command, plan, read, render, resolve
from generator.preview import server, watch
from generator.preview.builds import Builds

STAGES = {
    "fingerprint": (watch.Fingerprints, "now"),
    "read": (read, "content"),
    "resolve": (resolve, "site"),
    "check": (check, "site"),
    "plan": (plan, "pages"),
    "render": (render.Rendering, "file"),
}


def main() -> int:
    times: dict[str, float] = {}
    for stage, (module, name) in STAGES.items():
        setattr(module, name, _timed(times, stage, getattr(module, name)))
    catch_up, tell = Builds.catch_up, server.tell

    def caught_up(builds: Builds) -> bool:
        times.clear()
        times["began"] = time.time()
        return catch_up(builds)

    def told(*states: Any) -> None:
        tell(*states)
        print("stages", json.dumps({**times, "told": time.time()}), flush=True)

    setattr(Builds, "catch_up", caught_up)  # noqa: B010
    setattr(server, "tell", told)  # noqa: B010
    return command.main()


def _timed(times: dict[str, float], stage: str, run: Callable[..., Any]) -> Callable[..., Any]:
    def timed(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return run(*arguments, **named)
        finally:
            times[stage] = times.get(stage, 0.0) + time.perf_counter() - start

    return timed


if __name__ == "__main__":
    sys.exit(main())

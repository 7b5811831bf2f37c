"""Whether a path stays in its folder, wherever links lead."""

from __future__ import annotations

import os
from itertools import accumulate, islice
from pathlib import Path


def leads_out(root: Path, path: str) -> bool:
    """Whether links lead from a path below root to what is not."""
    below = path.split("/")
    steps = accumulate(below, os.path.join, initial=os.fspath(root))
    if ".." not in below and not any(map(os.path.islink, islice(steps, 1, None))):
        return False  # as it is of nearly every file, of which there may be many
    return not Path(os.path.realpath(root / path)).is_relative_to(os.path.realpath(root))

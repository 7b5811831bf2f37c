"""Takes out of package-lock.json what npm has no use for: whom one may pay, at which address."""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> None:
    lock = Path(sys.argv[1])
    found = json.loads(lock.read_text(encoding="utf-8"))
    for package in found["packages"].values():
        package.pop("funding", None)
    lock.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""Values → few bytes, and back: a site may have more than a machine remembers as they are."""

from __future__ import annotations

import pickle
import zlib
from typing import Any


def pack(value: object) -> bytes:
    """A value in few bytes."""
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), level=1)


def unpack(packed: bytes) -> Any:
    """The value that was packed."""
    return pickle.loads(zlib.decompress(packed))

"""Values → a short name for them, the same for equal values: a hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from msgspec import Struct
from msgspec.json import Encoder


def _plain(value: object) -> str:
    """A text as a string without its place."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"{type(value).__name__} is no text")


_ENCODER = Encoder(enc_hook=_plain, order="deterministic")  # sets have no order of their own


def digest(*parts: object) -> bytes:
    """A hash of all parts: structs with their fields, sequences, mappings, sets, plain values."""
    return hashlib.sha256(_ENCODER.encode(parts)).digest()


def but(struct: Struct, *fields: str) -> list[object]:
    """All fields of a struct but some, for those whose digest is to be the same whatever they
    are."""
    return [getattr(struct, name) for name in struct.__struct_fields__ if name not in fields]


def joined(digests: Iterable[bytes]) -> bytes:
    """A digest of digests, or other names of things, in their order."""
    return hashlib.sha256(b"".join(digests)).digest()

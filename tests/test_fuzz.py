"""A short run of what `make fuzz` does at length, and what that brought to light."""

from __future__ import annotations

import pytest

from tests import fuzz


@pytest.mark.parametrize("kind", fuzz.SHARES)
def test_what_nobody_would_write_gives_a_site_or_problems(kind: str) -> None:
    ended = fuzz.run(kind, 150, first=1)
    assert sum(ended.values()) >= 100
    assert len(ended) > 1, "every input ended in the same way"

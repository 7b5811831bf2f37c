"""Every code is explained, by an example that gives it and a cure that builds."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import build, verify
from generator.explanations import EXPLANATIONS, Example, explain
from generator.problems import CODES, BuildFailed
from tests.sites import copy_plain

# What only the articles' texts show.
BY_VERIFY = {
    "changed-text",
    "copied-words",
    "false-figure",
    "false-name",
    "false-quotation",
    "paragraph-count",
}


def test_every_code_is_explained() -> None:
    assert set(EXPLANATIONS) == set(CODES)


@pytest.mark.parametrize("code", EXPLANATIONS)
def test_mistake_gives_its_code_and_the_cure_builds(code: str, tmp_path: Path) -> None:
    explanation = EXPLANATIONS[code]
    broken = lay(copy_plain(tmp_path / "broken"), explanation.mistake, code)
    with pytest.raises(BuildFailed) as failed:
        if code in BY_VERIFY:
            verify(broken, broken / "texts")
        else:
            build(broken)
    assert code in {found.code for found in failed.value.problems}
    if not explanation.cure.path:  # a command, on the site as it is
        verify(broken, broken / "texts")
        build(broken)
        return
    cured = lay(copy_plain(tmp_path / "cured"), explanation.cure)
    if code in BY_VERIFY:
        verify(cured, cured / "texts")
    build(cured)


@pytest.mark.parametrize("code", EXPLANATIONS)
def test_explanation_shows_what_is_changed(code: str) -> None:
    explanation = EXPLANATIONS[code]
    text = explain(code)
    assert text.startswith(f"{code}: {CODES[code]}\n")
    assert explanation.why.endswith(".")
    for example in (explanation.mistake, explanation.cure):
        assert example.path in text
        for line in (example.text or "").splitlines():
            assert f"    {line}".rstrip() in text


def lay(site: Path, example: Example, code: str = "") -> Path:
    """An example laid over the site as explanations.Example says."""
    path = site / example.path
    if path.parent.is_file():
        path.parent.unlink()
    path.parent.mkdir(exist_ok=True)
    is_whole = path.suffix in (".html", ".lock", ".txt") or (example.text or "").startswith("---")
    before = path.read_text(encoding="utf-8") if path.is_file() and not is_whole else ""
    if example.text is None:
        path.unlink(missing_ok=True)
        return site
    gap = "\n" if before and path.suffix == ".md" else ""
    encoding = "cp1252" if code == "not-utf-8" else "utf-8"
    path.write_text(before + gap + example.text, encoding=encoding)
    return site

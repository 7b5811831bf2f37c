"""The story of the site: read, resolve, check, plan, render, write."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator import (
    check,
    evidence,
    ledger,
    plan,
    processes,
    read,
    releases,
    resolve,
    templates,
    unchanged,
    urls,
    write,
)
from generator.memory import Files, Memory
from generator.model import Lock, Site
from generator.phrases import NORMALISATION
from generator.plan import File
from generator.problems import MARKED, BuildFailed, Place, Problem, Problems, in_order
from generator.progress import Progress
from generator.render import Printed, Rendering, Unwritten


class Report(Struct, frozen=True):
    """What was built."""

    files: tuple[str, ...]
    site: Site
    remembered: int  # pages that were the same before, and not printed again
    left: str  # see unchanged.Output


def build(
    root: Path,
    output: Path | None = None,
    memory: Memory | None = None,
    progress: Progress | None = None,
    known: Mapping[str, bytes] | None = None,
) -> Report:
    """Build the site at root into output (root/output where none is named).

    With the hashes that files were just seen to have, by their paths, these are not looked at.

    Raises BuildFailed with every problem, and OSError where the disk does not take the files;
    either leaves the output as it was.

    Who builds more than once keeps a Memory() and gives it to each build, one build at a time: it
    makes them faster, and changes nothing else. It may be of use after a build that failed, too.
    """
    directory = output or root / "output"
    problems = Problems()
    write.repair(directory)
    write.note_foreign(directory, problems)
    memory = memory or Memory()
    site, rendering, build_id = _planned(root, memory, problems, progress, known)
    pages: dict[str, Printed] = {}
    made = set[str]()
    state = unchanged.Output(root)

    def each(put: Callable[[Unwritten], str], files: Sequence[Unwritten]) -> list[str]:
        found = printed(put, files, progress)
        for file, (_, page, is_made) in zip(files, found, strict=True):
            if page:
                pages[file.path] = page
            if is_made:
                made.add(file.path)
        return [digest for digest, *_ in found]

    try:
        with memory.keeping():
            files = rendering.unwritten()
            paths = write.output(directory, files, build_id, each, None if output else state)
    except BuildFailed:
        if problems.found:
            rendering.tell_all()  # not the first of it
        raise
    rendering.remember(pages)
    remembered = sum(path.endswith(".html") for path in pages.keys() - made)
    return Report(paths, site, remembered, state.left)


def printed(
    put: Callable[[Unwritten], str], files: Sequence[Unwritten], progress: Progress | None
) -> list[tuple[str, Printed | None, bool]]:
    """Each file put where it belongs: its SHA-256, what to remember of a page, and whether it was
    made, not known."""

    def work(file: Unwritten) -> tuple[str, Printed | None, bool]:
        digest = put(file)
        return digest, file.printed(digest), file.is_made

    return processes.each(work, files, "printing pages", progress)


def prepare(
    root: Path, memory: Memory | None = None, problems: Problems | None = None
) -> tuple[Site, tuple[File, ...], str]:
    """Everything but the writing. Raises BuildFailed, also for problems that were known before."""
    site, rendering, build_id = _planned(root, memory or Memory(), problems or Problems())
    return site, rendering.files(), build_id


def _planned(
    root: Path,
    memory: Memory,
    problems: Problems,
    progress: Progress | None = None,
    known: Mapping[str, bytes] | None = None,
) -> tuple[Site, Rendering, str]:
    """Everything but rendering the pages and the writing."""
    with memory.files.as_seen(known or {}):
        site = resolved(root, problems, memory, progress=progress)
        problems.stop_if_any()
        build_id = fingerprint(root, memory.files)
    pages = plan.pages(site, build_id, memory)
    rendering = Rendering(pages, root / templates.FOLDER, problems, memory, is_published=True)
    problems.stop_if_any()
    return site, rendering, build_id


def resolved(
    root: Path,
    problems: Problems,
    memory: Memory | None = None,
    texts: Path | None = None,
    progress: Progress | None = None,
) -> Site:
    """The site at root as far as it could be read, with every problem of its content noted; with
    a folder of the articles' texts, it is held against them."""
    content = read.content(root, problems, memory, progress)
    found = read.texts(texts, content.articles, problems) if texts else {}
    if progress:
        progress.begin("checking")
    site = resolve.site(content, resolve.proof(content, found, memory), problems, memory)
    check.site(site, problems, memory, found)
    return site


class Preview(Struct, frozen=True):
    """A site for its editor's eyes: what is merely not proven or not cited is marked in it, and
    its files are rendered when they are asked for."""

    site: Site
    build_id: str
    unproven: tuple[Problem, ...]  # what a build would refuse
    rendering: Rendering
    templates: Problems  # what was found wrong with the templates until now

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all files."""
        return (*self.rendering.paths, urls.BUILD_JSON)

    def file(self, path: str) -> bytes:
        """What is in a file. Raises BuildFailed where a template cannot be filled in."""
        if path == urls.BUILD_JSON:
            files = {path: self.file(path) for path in self.rendering.paths}
            digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
            return write.build_json(digests, self.build_id)
        made = self.rendering.file(path)
        self.templates.stop_if_any()
        return made.encoded


def preview(root: Path, build_id: str, memory: Memory, texts: Path | None = None) -> Preview:
    """The site at root; with a folder of the articles' texts everything is held against them.

    Raises BuildFailed with every problem but those that can be marked.
    """
    problems, wrong = Problems(), Problems()
    site = resolved(root, problems, memory, texts)
    problems.stop_if_any(but=MARKED)
    pages = plan.pages(site, build_id, memory)
    rendering = Rendering(pages, root / templates.FOLDER, wrong, memory, is_published=False)
    wrong.stop_if_any()
    return Preview(site, build_id, tuple(in_order(problems.found)), rendering, wrong)


class Verified(Struct, frozen=True):
    """What verify found: how many assertions hold, and what lacks its text or its article."""

    site: Site
    assertions: int
    without_text: tuple[str, ...]
    strays: tuple[str, ...]  # names of texts that are of no article


def verify(root: Path, folder: Path, accept_changed: bool = False) -> Verified:
    """Hold everything that the site at root says against the texts in a folder; write the lock.

    Raises BuildFailed with every problem and leaves the lock as it was. A text that is not the
    one of the last time is a problem unless accept_changed says that it is meant.
    """
    problems = Problems()
    content = read.content(root, problems)
    texts = read.texts(folder, content.articles, problems)
    read.texts_are_there(folder, content.articles, texts, problems)
    counted = {
        slug: (len(paragraphs), evidence.text_fingerprint(paragraphs))
        for slug, paragraphs in texts.items()
    }
    old = content.lock.articles if content.lock else {}
    if not accept_changed:
        check.texts_are_the_same(old, counted, problems)
    known = {article.slug for article in content.articles if article.rights != "full"}
    strays = read.stray_texts(folder, content.articles)
    if texts and strays:
        for slug in sorted(known - {*texts, *old}):
            message = f"there is no {slug}.txt; of no article are: {', '.join(strays)}"
            problems.add("missing-file", message, Place(str(folder)), f"rename it to {slug}.txt")
    articles = {slug: {**old, **counted}[slug] for slug in known & {*old, *counted}}
    is_current = content.lock is not None and content.lock.normalisation == NORMALISATION
    proven = content.lock.proven if content.lock and is_current else frozenset[str]()
    content = replace(content, lock=Lock(NORMALISATION, articles, proven))
    proof = resolve.proof(content, texts)
    site = resolve.site(content, proof, problems)
    check.site(site, problems, texts=texts)
    problems.stop_if_any()
    found = list(resolve.assertions(content, site.passages, site.rows, proof.names))
    write.over({root / read.LOCK: evidence.lock_text(articles, proof.entries(found))})
    return Verified(site, len(found), tuple(sorted(known - {*texts})), strays)


def release(root: Path, day: date, again: bool = False) -> tuple[Path, ...]:
    """Note the site at root as released on a day: its addresses in the ledger, its facts.

    Gives the files that were written. Raises BuildFailed where the site cannot be built, and
    ValueError for a day before the last release, or its own day, unless `again` says that it is to
    take that one's place.
    """
    site, _, _ = prepare(root)
    content = site.content
    last = content.releases[-1].day if content.releases else None
    if last and day < last:
        raise ValueError(f"{day} is before the last release, {last}")
    if day == last and not again:
        raise ValueError(f"there is a release of {day}, which only --again (AGAIN=1) replaces")
    problems = Problems()
    before = read.text_of(root, read.LEDGER, Problems()) or ""
    files = {  # the ledger first: it may know more than was released, and never less
        root / read.LEDGER: ledger.text(content, before, problems),
        root / read.RELEASES / f"{day}.json": releases.text(releases.snapshot(day, site.rows)),
    }
    problems.stop_if_any()
    write.over(files)
    return tuple(files)


def fingerprint(root: Path, files: Files | None = None) -> str:
    """A hash of all that a site is made from: settings, content, templates, generator."""
    files, digest = files or Files(), hashlib.sha256()
    own = Path(__file__).parent
    found = {read.SETTINGS: root}
    for base, folder in ((root, "content"), (root, templates.FOLDER), (own.parent, own.name)):
        for path in _inputs(base, folder):
            found[path] = base
    for path, base in sorted(found.items()):  # by the names alone, wherever the folders are
        if held := _digest(base, path, files):
            digest.update(os.fsencode(path) + b"\0" + held)
    return digest.hexdigest()[:16]


def _digest(base: Path, path: str, files: Files) -> bytes | None:
    """The hash of a file that a site is made from; None where there is none that is read."""
    file = f"{base}/{path}"
    if known := files.known(file):
        return known
    with suppress(OSError):
        if Path(file).is_file() and not read.why_unread(base, path):
            return files.digest(file)
    return None


def _inputs(base: Path, folder: str) -> Iterator[str]:
    """The paths of all in a folder below base but of what an editor or Python leaves there."""
    with suppress(FileNotFoundError), os.scandir(base / folder) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith((".", "__")):
                    yield from _inputs(base, path)
            elif not entry.name.startswith(".") and not entry.name.endswith("~"):
                yield path

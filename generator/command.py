"""The commands."""

from __future__ import annotations

import errno
import gc
import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator import read, reports, unchanged
from generator.build import build, prepare, release, resolved, verify
from generator.memory import of_site
from generator.model import RELATIONS, Site
from generator.problems import MARKED, BuildFailed, Problems, counted, did_you_mean, report
from generator.progress import Progress
from generator.unchanged import Inputs

if TYPE_CHECKING:
    import argparse

_EVERY_CODE = "list"  # in the place of a problem's code
_NOT_WRITTEN = "nothing was written"
_NOT_BUILT = f"{_NOT_WRITTEN}; output/ is as it was"


def main(typed: Sequence[str] | None = None) -> int:
    """Run a command; gives the exit status: 0 done, 1 there are problems, 2 wrong usage."""
    from generator import arguments  # who builds a site types none

    options = arguments.options(sys.argv[1:] if typed is None else typed)
    if options is None:
        return 2
    return _status(partial(_RUNS[options.command], options), _IF_FAILED.get(options.command, ""))


def build_site(root: Path, inputs: Inputs) -> int:
    """Run the command that builds the site at root from what was just seen; gives the exit
    status."""
    return _status(partial(_build_at, root, inputs), _NOT_BUILT)


def _status(run: Callable[[], int], if_failed: str) -> int:
    """What a command gives; where it fails, it is told why, and how it left the files."""
    try:
        status = run()
        sys.stdout.flush()
    except BuildFailed as failed:
        help = "make help CODE=… explains a problem"
        _tell(report(failed.problems), "; ".join(filter(None, (if_failed, help))))
        return 1
    except BrokenPipeError:  # who read has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _tell(f"{where}{error.strerror or error}", *filter(None, [if_failed]))
        return 1
    except KeyboardInterrupt:
        return 130
    return status


def _tell(*lines: str) -> None:
    """Tell what is wrong, whether anybody reads it or not."""
    with suppress(BrokenPipeError):
        print(*lines, sep="\n", file=sys.stderr, flush=True)


def _build(options: argparse.Namespace) -> int:
    root = options.root.resolve()
    return _build_at(root, Inputs(root))


def _build_at(root: Path, inputs: Inputs) -> int:
    start = time.perf_counter()
    gc.disable()  # what a build makes lives until its end: looking for what could go is in vain
    try:
        memory = of_site(root)
        with _working("building") as progress:
            hashes = memory.files.all_known(inputs.take())
            built = build(root, memory=memory, progress=progress, known=hashes)
        _LIVING[:] = [built, memory]
        gc.freeze()
    finally:
        gc.enable()
    seconds = time.perf_counter() - start
    pages = sum(path.endswith(".html") for path in built.files)
    said = f"{summary(built.site)}\noutput/: {counted(pages, 'page')}, {len(built.files)} files"
    known = f", {counted(built.remembered, 'page')} remembered" if built.remembered else ""
    print(f"{said}, {seconds:.2f} s{known}")
    print("open output/index.html")
    if memory.is_kept:
        unchanged.note(root, inputs.name, said, built.left)
    return 0


_LIVING: list[object] = []  # what builds made: taking it apart takes long, and who ends need not


def _check(options: argparse.Namespace) -> int:
    with _working("checking the content"):
        site, _, _ = prepare(options.root.resolve())
    print(f"no problems\n{summary(site)}\n")
    print(reports.unchecked(site))
    return 0


def _explain(options: argparse.Namespace) -> int:
    with _working("reading the content"):
        site = _site(options.root.resolve())
    rows = {row.fact.id: row for row in site.rows}
    if options.fact not in rows:
        help = did_you_mean(options.fact, rows, "the ids are in content/facts.yaml")
        _tell(f'there is no fact "{options.fact}"; {help}')
        return 1
    print(reports.explain(rows[options.fact], _width()))
    return 0


def _coverage(options: argparse.Namespace) -> int:
    with _working("reading the content"):
        site = _site(options.root.resolve())
    problems = Problems()
    folder = options.texts
    texts = read.texts(folder.resolve(), site.content.articles, problems) if folder else {}
    if folder:
        read.texts_are_there(folder, site.content.articles, texts, problems)
    problems.stop_if_any()
    print(reports.coverage(site, texts, _width()))
    return 0


def _site(root: Path) -> Site:
    """The site as far as it is written: what is merely not proven or not cited does not matter."""
    problems = Problems()
    site = resolved(root, problems)
    problems.stop_if_any(but=MARKED)
    return site


def _facts(options: argparse.Namespace) -> int:
    with _working("reading the content"):
        site = _site(options.root.resolve())
    print(reports.facts(site, _width()))
    return 0


def _changes(options: argparse.Namespace) -> int:
    with _working("reading the content"):
        site = _site(options.root.resolve())
    print(reports.changes(site, _width()))
    return 0


def _add(options: argparse.Namespace) -> int:
    from generator import draft, write  # what alone adds is not needed to build

    root = options.root.resolve()
    problems = Problems()
    with _working("reading the content"):
        content = read.content(root, problems)
    with _working(f"reading {options.file}"):
        new = draft.of_file(options.file, options.url or "", options.slug or "", problems)
    problems.stop_if_any()
    assert new is not None, "without a draft there is a problem"
    texts = (options.texts or root / "texts").resolve()
    with _working("looking for what it says on the facts"):
        files = draft.files(new, content)
    whole = {texts / path if path == new.text else root / path: files[path] for path in files}
    taken = [str(path) for path in whole if os.path.lexists(path)]
    if taken:
        help = "is there already" if len(taken) == 1 else "are there already"
        help += "; remove what you do not need, or add it as another SLUG"
        raise FileExistsError(errno.EEXIST, help, ", ".join(taken))
    write.new_files(whole)
    print(draft.told(new))
    for path in files:
        print(f"{texts / path if path == new.text else path}")
    print("next: write the digest, choose among the suggestions, then make verify")
    return 0


def _release(options: argparse.Namespace) -> int:
    with _working("building"):
        try:
            written = release(options.root.resolve(), options.date, options.again)
        except ValueError as error:
            _tell(str(error), _NOT_WRITTEN)
            return 1
    for path in written:
        print(path.relative_to(options.root.resolve()))
    print("commit them, and publish the site that make build makes now")
    return 0


def _new(options: argparse.Namespace) -> int:
    from generator import starter, write

    write.new_folder(options.folder, starter.files())
    print(f"{options.folder}: an explainer to begin with; in it, run make build, make serve")
    return 0


def _help(options: argparse.Namespace) -> int:
    from generator import explanations  # what alone explains is not needed to build

    code = options.code
    if code is None or code == _EVERY_CODE:
        print(explanations.listed())
    elif code in explanations.EXPLANATIONS:
        print(explanations.explain(code))
    else:
        help = did_you_mean(
            code, explanations.EXPLANATIONS, f"make help CODE={_EVERY_CODE} lists them"
        )
        _tell(f'there is no problem "{code}"; {help}')
        return 1
    return 0


def _verify(options: argparse.Namespace) -> int:
    with _working("holding all that the site says against the texts"):
        found = verify(
            options.root.resolve(), options.texts.resolve(), options.accept_changed_texts
        )
    print(summary(found.site))
    for slug in found.without_text:
        print(f"{slug}: no text at hand; what was proven of it before still counts")
    for name in found.strays:
        print(f"{name}: no article has this name, so the text is not used")
    print(f"{counted(found.assertions, 'assertion')} proven, content/evidence.lock written")
    return 0


def _serve(options: argparse.Namespace) -> int:
    from generator.preview import editor, server  # its libraries are not needed to build

    try:
        editing = editor.from_environment(os.environ)
    except ValueError as error:
        _tell(str(error))
        return 2
    texts = options.texts.resolve() if options.texts else None
    return server.serve(
        options.root.resolve(),
        texts,
        editing,
        host=options.host,
        port=options.port,
        open_browser=options.open,
    )


_RUNS: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": _build,
    "check": _check,
    "serve": _serve,
    "verify": _verify,
    "explain": _explain,
    "coverage": _coverage,
    "changes": _changes,
    "facts": _facts,
    "add": _add,
    "release": _release,
    "new": _new,
    "help": _help,
}
_IF_FAILED = {
    "build": _NOT_BUILT,
    **dict.fromkeys(("verify", "add", "release", "new"), _NOT_WRITTEN),
}


def _width() -> int:
    """The columns of the terminal; 80 where there is none, unless COLUMNS says otherwise."""
    return shutil.get_terminal_size((80, 24)).columns


@contextmanager
def _working(on: str) -> Iterator[Progress]:
    """Say what is going on while it does."""
    progress = Progress()
    progress.begin(on)
    try:
        yield progress
    finally:
        progress.end()


def summary(site: Site) -> str:
    """What a site is made of, in two lines."""
    content = site.content
    readings = sum(len(row.readings) for row in site.rows)
    relations = Counter(row.relation for row in site.rows)
    return "\n".join(
        [
            f"{counted(len(content.articles), 'article')},"
            f" {counted(len(content.topics), 'topic')},"
            f" {counted(len(site.rows), 'fact')}, {counted(readings, 'reading')}",
            ", ".join(f"{relations[name]} {name}" for name in RELATIONS if relations[name]),
        ]
    )

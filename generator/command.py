"""The commands."""

from __future__ import annotations

import argparse
import errno
import gc
import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import NoReturn

from generator import fields, read, releases, reports, unchanged
from generator.build import build, prepare, release, resolved, verify
from generator.memory import Memory
from generator.model import RELATIONS, Site
from generator.problems import MARKED, BuildFailed, Problems, counted, did_you_mean, report
from generator.progress import Progress

CACHE = ".cache/build"  # below the site's root; may be deleted at any time
_EVERY_CODE = "list"  # in the place of a problem's code
_NOT_WRITTEN = "nothing was written; output/ is as it was"


def main(arguments: list[str] | None = None) -> int:
    """Run a command; gives the exit status: 0 done, 1 there are problems, 2 wrong usage."""
    parser = _parser()
    arguments = sys.argv[1:] if arguments is None else arguments
    commands = parser.get_default("commands")
    if arguments and not arguments[0].startswith("-") and arguments[0] not in commands:
        help = did_you_mean(arguments[0], commands, f"commands are: {', '.join(commands)}")
        print(f'there is no command "{arguments[0]}"; {help}', file=sys.stderr)
        return 2
    options = parser.parse_args(arguments)
    not_written = f"{_NOT_WRITTEN}; " if options.run in _WRITING else ""
    try:
        status: int = options.run(options)
        sys.stdout.flush()
    except BuildFailed as failed:
        print(report(failed.problems), file=sys.stderr)
        print(f"{not_written}make help CODE=… explains a problem", file=sys.stderr)
        return 1
    except BrokenPipeError:  # who read has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(f"{where}{error.strerror or error}", file=sys.stderr)
        if not_written:
            print(_NOT_WRITTEN, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return status


class _Parser(argparse.ArgumentParser):
    """Tells what is wrong without the usage: who typed a make command did not type this one."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m generator",
        description="Turn articles, topics and facts into an explainer of plain HTML files.",
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def add(
        name: str, run: Callable[[argparse.Namespace], int], help: str, more: str = ""
    ) -> argparse.ArgumentParser:
        """A command, told in a line, and in more where that is not all."""
        command = commands.add_parser(name, help=help, description=more or f"{help.capitalize()}.")
        command.set_defaults(run=run)
        return command

    def add_for_site(
        name: str, run: Callable[[argparse.Namespace], int], help: str, more: str = ""
    ) -> argparse.ArgumentParser:
        """The same, of the site in a folder."""
        command = add(name, run, help, more)
        command.add_argument(
            "--root",
            type=_folder,
            default=Path(),
            metavar="DIR",
            help="the folder with site.yaml (default: the current one)",
        )
        return command

    add_for_site("build", _build, "check the content and write the site to output/")
    add_for_site("check", _check, "check the content and the templates, write nothing")
    command = add_for_site(
        "serve", _serve, "show the site on this machine and build it again at each change"
    )
    command.add_argument(
        "--port", type=_port, default=8000, help="default: 8000, or the next that is free"
    )
    command.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="listen on this address of the machine (default: 127.0.0.1)",
    )
    command.add_argument("--open", action="store_true", help="open a browser")
    command.add_argument(
        "--texts",
        type=Path,
        metavar="DIR",
        help="the articles' texts, to prove with; the folder may come later",
    )
    command = add_for_site(
        "verify",
        _verify,
        "hold all that the site says against the articles' texts, write the evidence",
        "Hold every quotation, figure and name against the articles' texts; where all of them stand"
        " there, write content/evidence.lock.",
    )
    command.add_argument(
        "--texts", type=_folder, required=True, metavar="DIR", help="the folder of <slug>.txt files"
    )
    command.add_argument(
        "--accept-changed-texts",
        action="store_true",
        help="take texts that are not the ones of the last time",
    )
    command = add_for_site("explain", _explain, "print how a fact's relation was reached")
    command.add_argument("fact", help="the fact's id")
    command = add_for_site("coverage", _coverage, "print what no statement and no reading rests on")
    command.add_argument("--texts", type=_folder, metavar="DIR", help="the articles' texts")
    add_for_site("changes", _changes, "print what changed in the facts since the last release")
    add_for_site(
        "facts",
        _facts,
        "print the fact table",
        "Print the fact table: relation, a mark for each article, values.",
    )
    command = add_for_site(
        "add",
        _add,
        "begin a new article from its text",
        "Write what a new article begins with: a digest to be filled in, its text, and suggestions"
        " for its readings.",
    )
    command.add_argument("file", type=Path, help="plain text, Markdown or saved HTML")
    command.add_argument("--url", type=_url, help="the article's web address")
    command.add_argument("--slug", type=_slug, help="default: from its title")
    command.add_argument(
        "--texts", type=Path, metavar="DIR", help="the articles' texts (default: texts/)"
    )
    command = add_for_site(
        "release",
        _release,
        "note what is published as released",
        "Write content/ledger.yaml and a snapshot of the facts, after which no address may vanish"
        " without a word.",
    )
    command.add_argument(
        "--date", type=_day, default=date.today(), metavar="DATE", help="default: today"
    )
    command.add_argument(
        "--again", action="store_true", help="take the place of a release of the same day"
    )
    command = add(
        "new",
        _new,
        "begin an explainer of your own",
        "Write a small explainer, a project of its own, into a new folder.",
    )
    command.add_argument("folder", type=Path, metavar="DIR", help="new, or an empty folder")
    command = add(
        "help",
        _help,
        "explain a problem, or list them all",
        "Explain a problem by its code, with a mistake that gives it and the cure.",
    )
    command.add_argument("code", nargs="?", help="the problem's code; none: list them")
    parser.set_defaults(commands=tuple(commands.choices))
    return parser


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder {text}")
    return Path(text)


def _slug(text: str) -> str:
    if text != fields.as_slug(text):
        raise argparse.ArgumentTypeError("a slug has a-z, 0-9 and single hyphens between them")
    return text


def _url(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise argparse.ArgumentTypeError(f"{text} is no web address: it begins with https://")
    return text


def _day(text: str) -> date:
    found = releases.day(text)
    if found is None:
        raise argparse.ArgumentTypeError("a day is written as 2021-06-01")
    if found > date.today():
        # No earlier day could be released from then on.
        raise argparse.ArgumentTypeError(f"{found} is still to come: name the day of the release")
    return found


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return int(text)


def _build(options: argparse.Namespace) -> int:
    start = time.perf_counter()
    root = options.root.resolve()
    made_from = unchanged.inputs(root)
    gc.disable()  # what a build makes lives until its end: looking for what could go is in vain
    try:
        memory = _memory(root)
        with _working("building") as progress:
            built = build(root, memory=memory, progress=progress)
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
    if not read.leads_out(root, CACHE):
        unchanged.note(root, made_from, said)
    return 0


_LIVING: list[object] = []  # what builds made: taking it apart takes long, and who ends need not


def _memory(root: Path) -> Memory:
    """What is remembered from build to build, unless a link would have it written elsewhere."""
    folder = root / CACHE
    return Memory(None if read.leads_out(root, CACHE) else folder)


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
        print(f'there is no fact "{options.fact}"; {help}', file=sys.stderr)
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
            print(f"{error}\n{_NOT_WRITTEN}", file=sys.stderr)
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
        print(f'there is no problem "{code}"; {help}', file=sys.stderr)
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
        print(error, file=sys.stderr)
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


_WRITING = (_build, _verify, _add, _release, _new)


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

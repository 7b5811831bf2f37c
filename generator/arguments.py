"""What is typed → the options of a command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from generator import fields, releases
from generator.problems import did_you_mean


class _Parser(argparse.ArgumentParser):
    """Tells what is wrong without the usage: who typed a make command did not type this one."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{message}\n")


def options(arguments: Sequence[str]) -> argparse.Namespace | None:
    """The options of a command, which is their `command`; None, and it is told why, where there
    is no such command. Ends the process where a command is not used as it can be."""
    parser, commands = _parser()
    if arguments and not arguments[0].startswith("-") and arguments[0] not in commands:
        help = did_you_mean(arguments[0], commands, f"commands are: {', '.join(commands)}")
        print(f'there is no command "{arguments[0]}"; {help}', file=sys.stderr)
        return None
    return parser.parse_args(arguments)


def _parser() -> tuple[argparse.ArgumentParser, tuple[str, ...]]:
    parser = _Parser(
        prog="python -m generator",
        description="Turn articles, topics and facts into an explainer of plain HTML files.",
    )
    commands = parser.add_subparsers(
        title="commands", required=True, metavar="COMMAND", dest="command"
    )

    def add(name: str, help: str, more: str = "") -> argparse.ArgumentParser:
        """A command, told in a line, and in more where that is not all."""
        return commands.add_parser(name, help=help, description=more or f"{help.capitalize()}.")

    def add_for_site(name: str, help: str, more: str = "") -> argparse.ArgumentParser:
        """The same, of the site in a folder."""
        command = add(name, help, more)
        command.add_argument(
            "--root",
            type=_folder,
            default=Path(),
            metavar="DIR",
            help="the folder with site.yaml (default: the current one)",
        )
        return command

    add_for_site("build", "check the content and write the site to output/")
    add_for_site("check", "check the content and the templates, write nothing")
    command = add_for_site(
        "serve", "show the site on this machine and build it again at each change"
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
    command = add_for_site("explain", "print how a fact's relation was reached")
    command.add_argument("fact", help="the fact's id")
    command = add_for_site("coverage", "print what no statement and no reading rests on")
    command.add_argument("--texts", type=_folder, metavar="DIR", help="the articles' texts")
    add_for_site("changes", "print what changed in the facts since the last release")
    add_for_site(
        "facts",
        "print the fact table",
        "Print the fact table: relation, a mark for each article, values.",
    )
    command = add_for_site(
        "add",
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
        "begin an explainer of your own",
        "Write a small explainer, a project of its own, into a new folder.",
    )
    command.add_argument("folder", type=Path, metavar="DIR", help="new, or an empty folder")
    command = add(
        "help",
        "explain a problem, or list them all",
        "Explain a problem by its code, with a mistake that gives it and the cure.",
    )
    command.add_argument("code", nargs="?", help="the problem's code; none: list them")
    return parser, tuple(commands.choices)


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

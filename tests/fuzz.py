"""Feeds the generator what nobody would write: it gives a site whose links hold, or problems.

python -m tests.fuzz --inputs 20000 [--seed 1]
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from generator import fields, figures, markdown, values
from generator.build import prepare, release
from generator.fields import Text
from generator.memory import Memory
from generator.problems import CODES, UNWANTED, BuildFailed, Place, Problems
from generator.wording import show
from tests import links
from tests.sites import copy_plain

_PIECES = {
    "yaml": (
        "- |: |\n|\n  |\n- |[|]|{|}|,|&a |*a|>\n|'|\"|#|%|!|!!python/object:os.system |"
        "---\n|...|\n|\t|? |<<: |id|fare|~|null|no|010|2031-05-01|\\|\\u202e|\ufeff|“|’|@|"
        "`|\r\n|é|\U0001f6a2"
    ),
    "markdown": (
        "[|]|(|)|[@island-post, para. 1]|[@harbour-herald, paras. 1-|, |; |@|{fact=fare}|{|"
        '}|{derived="$5 - $3"}|{.framing}\n|## |# |- |1. |> |    |*|**|_|`|```\n|~~~|<b>|'
        '</b>|<!--|\\|"|&amp;|&#0;|&#x202e;|![|](/facts.html)|](javascript:a)|'
        "<https://a.b>|“|”|’|\n|\n\n|  \n|---|***|\t|: |words |Tidal Works|$4|May 2031|"
        "over |[^1]|~~|[a]: b|\u00a0|é|\U0001f6a2|=== |a|{#id .c}"
    ),
    "values": (
        "$|€|£|4|13.8|1,000|.|,| |-|–|over |about |nearly |up to |billion|bn|%|per cent|a |"
        "th|a third|half a |two|dozen|dollars|million |May|March 2|2031|2024-03-19|/|..|[|"
        "]|~|early |mid-|late |last week|Q3 |2024-37|9999|0000|and |to |between |next |1/3|"
        "million-dollar |s|½|\u0663|-1"
    ),
    "addresses": (
        "facts.html#|topics/|articles/|.html|#p1|#p|address: |, alias: |, tombstone: {date: 2031, "
        'reason: Gone.}|- {|}|"id": |"paragraph": |"readings": [|"|,|:|{|}|[|]|\\ud800|\\udc00|'
        "\\u202e|\\u0000|\\\\|null|true|1e999|-5|NaN|island-post|fare|content|start"
    ),
}
_FILES = (
    "site.yaml",
    "content/facts.yaml",
    "content/people.yaml",
    "content/evidence.lock",
    "content/index.md",
    "content/about.md",
    "content/topics/fares.md",
    "content/topics/boat.md",
    "content/articles/harbour-herald.md",
    "content/articles/island-post.md",
    "content/readings/harbour-herald.yaml",
    "content/readings/island-post.yaml",
    "content/ledger.yaml",
    "content/releases/2031-06-01.json",
    "content/releases/2031-07-01.json",
)

_GONE = """- {address: facts.html#price, alias: facts.html#fare}
- {address: topics/tides.html, tombstone: {date: 2031-06-02, reason: Nobody speaks of it.}}
"""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=20_000, metavar="N")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    print(f"seed {options.seed}")
    is_sound = True
    for kind, share in SHARES.items():
        start = time.monotonic()
        count = max(1, round(options.inputs * share))
        ended: Counter[str] = Counter()
        for first in range(0, count, _AT_ONCE):
            try:
                ended += run(kind, min(_AT_ONCE, count - first), options.seed + first)
            except Exception:  # whatever it is, it is what was looked for
                is_sound = False
                traceback.print_exc()
        told = ", ".join(f"{number:,} {name}" for name, number in sorted(ended.items()))
        print(f"{kind:9}{sum(ended.values()):7,} inputs, {time.monotonic() - start:4.0f} s: {told}")
    print("no traceback, and no link that leads nowhere" if is_sound else "NOT SOUND: see above")
    return 0 if is_sound else 1


SHARES = {"yaml": 0.25, "markdown": 0.3, "values": 0.25, "sites": 0.2}
_AT_ONCE = 1_000  # Hypothesis remembers all inputs of a run


def run(kind: str, inputs: int, first: int) -> Counter[str]:
    """Try so many inputs of a kind; gives how many ended in which way.

    Raises what an input brought to light, with the smallest input that does.
    """
    ended: Counter[str] = Counter()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    try:
        strategy, check = _prepared(kind, folder)

        @seed(first)
        @settings(
            max_examples=inputs,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def each(given: Any) -> None:
            ended[check(given)] += 1

        each()
    finally:
        shutil.rmtree(folder)
    return ended


def _prepared(kind: str, folder: Path) -> tuple[st.SearchStrategy[Any], Callable[[Any], str]]:
    if kind == "sites":
        site = copy_plain(folder / "site")
        release(site, date(2031, 6, 1))
        facts, ledger = site / "content" / "facts.yaml", site / "content" / "ledger.yaml"
        facts.write_text(facts.read_text("utf-8").replace("children pay", "the young pay"), "utf-8")
        ledger.write_text(ledger.read_text("utf-8") + _GONE, "utf-8")
        release(site, date(2031, 7, 1))
        return changes, partial(check_site, site, Memory())
    checks = {"yaml": check_yaml, "markdown": check_markdown, "values": check_values}
    return texts(_PIECES[kind]), checks[kind]


def texts(pieces: str) -> st.SearchStrategy[str]:
    """Texts of the pieces, which | parts, and of any characters."""
    known = st.sampled_from(pieces.split("|"))
    return st.lists(st.one_of(known, known, known, st.text(max_size=4)), max_size=25).map("".join)


# Changes to the files of a site: which, how, where and at what length, and with what.
changes = st.lists(
    st.tuples(
        st.sampled_from(_FILES),
        st.sampled_from(["insert", "replace", "delete", "repeat", "move"]),
        st.integers(0, 2_000),
        st.integers(1, 60),
        st.one_of(
            *(st.sampled_from(pieces.split("|")) for pieces in _PIECES.values()),
            st.text(max_size=4),
        ),
    ),
    min_size=1,
    max_size=3,
)


def check_yaml(text: str) -> str:
    """YAML is read to nodes, or there is a problem."""
    if UNWANTED.search(text):
        return "refused"  # before it is parsed
    problems = Problems()
    node = fields.parse(text, "a.yaml", problems)
    assert node is None or not problems.count
    return told(problems) or ("values" if node is not None else "nothing")


def check_markdown(text: str) -> str:
    """Markdown is HTML in which every element is closed and nothing is run, or a problem."""
    if UNWANTED.search(text):
        return "refused"  # before it is parsed
    problems = Problems()
    document = markdown.parse(Text(text, Place("a.md", 1, 1), (text, 1, 1)), problems)
    if not problems.count:
        page = links.Page(markdown.to_html(document.tokens))
        assert not page.loads
        assert not any(href.lower().startswith("javascript:") for href, _ in page.links)
    for statement in document.statements:
        assert statement.place.line >= 1 and statement.place.column >= 1
    return told(problems) or ("HTML" if document.blocks else "nothing")


def check_values(text: str) -> str:
    """Words are values that can be shown and compared, or none."""
    found = [figure.value for figure in figures.figures(text)]
    for type in ("money", "percent", "number", "date"):
        unit = {"money": "USD", "number": "crossings"}.get(type, "")
        for read in (figures.read_words, figures.read_value):
            value = read(type, text, unit)
            if value is not None:
                assert show(value, type, unit)
                value.normalized()
                found.append(value)
    for one, other in combinations(found[:4], 2):
        if type_of(one) is type_of(other):
            values.relate([one, other])
    return "values" if found else "none"


def type_of(value: object) -> type:
    return type(value)


def check_site(site: Path, memory: Memory, changes: list[tuple[str, str, int, int, str]]) -> str:
    """A site is files whose links hold, or there are problems, each with a place in a file."""
    before = {path: (site / path).read_bytes() for path, *_ in changes}
    try:
        for path, how, at, length, piece in changes:
            text = (site / path).read_bytes().decode()
            at %= len(text) + 1
            end = at + length
            new = {
                "insert": text[:at] + piece + text[at:],
                "replace": text[:at] + piece + text[end:],
                "delete": text[:at] + text[end:],
                "repeat": text[:end] + text[at:],
                "move": text[:at] + text[end:] + text[at:end],
            }[how]
            (site / path).write_bytes(new.encode())
        _, files, _ = prepare(site, memory=memory)
    except BuildFailed as failed:
        problems = Problems()
        problems.found = failed.problems
        assert all(str(problem) for problem in failed.problems)
        return told(problems)
    finally:
        for path, content in before.items():
            (site / path).write_bytes(content)
    texts = {f.path: f.content if isinstance(f.content, str) else "" for f in files}
    assert links.broken({"build.json": "", **texts}) == []
    return "sites"


def told(problems: Problems) -> str:
    """What problems there are is known; empty where there are none."""
    assert all(p.code in CODES and p.message and p.place.path for p in problems.found)
    return "refused" * bool(problems.count)


if __name__ == "__main__":
    sys.exit(main())

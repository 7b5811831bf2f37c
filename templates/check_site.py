"""Checks this site as it was downloaded: `python3 check_site.py` in its folder, without a network.

Needs nothing but Python 3.9 or newer. It shares no code with what built the site, and checks that

- the files are those that build.json lists, byte for byte, and there are no others;
- every link within the site leads to a file, and to a place in it where it names one;
- every citation, of topics, readings, notes, people and the front page, is linked back from its
  paragraph, and every backlink leads to what rests on the paragraph;
- the relation and the counts of every fact in facts.json follow from its readings, and facts.html
  and facts.csv have the same facts, relations and readings.

Ends with status 0 where all of this holds, else with 1.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import posixpath
import re
import sys
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

Target = tuple[str, str]  # a file's path and an anchor in it, "" for none


def main() -> int:
    """Check the folder that is named, else the one that this file stands in."""
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    wrong, told = check(root)
    for line in wrong:
        print(line)
    for line in told:
        print(line)
    print(f"{len(wrong)} wrong" if wrong else "all of it holds")
    return 1 if wrong else 0


def check(root: Path) -> tuple[list[str], list[str]]:
    """What is wrong with the site in a folder, and what was looked at."""
    paths = {
        file.relative_to(root).as_posix()
        for file in root.rglob("*")
        if file.is_file() or file.is_symlink()
    }
    pages = {
        path: Page(text_of(root / path))
        for path in sorted(paths)
        if path.endswith(".html") and (root / path).is_file()
    }
    site = Site(pages, paths)
    wrong: list[str] = []
    told = [
        check_files(root, paths, wrong),
        check_links(site, wrong),
        check_citations(site, wrong),
        check_facts(root, site, wrong),
    ]
    return wrong, told


def text_of(file: Path) -> str:
    """A file's text; empty where it cannot be read, which is noted with the files."""
    try:
        return file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


# ---------------------------------------------------------------------------------- files


def check_files(root: Path, paths: set[str], wrong: list[str]) -> str:
    """The files are those that build.json lists."""
    listed = read_json(root / "build.json", "files", dict, wrong)
    for path in sorted(set(listed) - paths):
        wrong.append(f"{path}: is missing")
    for path in sorted(paths - set(listed) - {"build.json"}):
        wrong.append(f"{path}: is not one of the files that the build wrote")
    same = 0
    for path in sorted(paths & set(listed)):
        if digest(root / path) == listed[path]:
            same += 1
        else:
            wrong.append(f"{path}: is not as the build wrote it")
    return f"files: {same} as the build wrote them"


def digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def read_json(file: Path, name: str, kind: type, wrong: list[str]) -> Any:
    """What a file of JSON has by a name; nothing, which is noted, where it cannot be read."""
    try:
        found = json.loads(file.read_text("utf-8"))[name]
        if isinstance(found, kind):
            return found
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        pass
    wrong.append(f'{file.name}: cannot be read, or has no "{name}"')
    return kind()


# ---------------------------------------------------------------------------------- links


class Page(HTMLParser):
    """A page: its ids, and its links with the ids of the elements that they stand in."""

    void = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[Link] = []
        self.canonical = ""
        self.rows: dict[str, str] = {}  # of a table, by id: the class of what they stand in
        # What is set in bold in a paragraph with an id, or in the summary above an item with one.
        self.values: dict[str, str] = {}
        self._summary = ""
        self._open: list[tuple[str, str, str]] = []  # tag, id, what makes it special
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        id = given.get("id", "")
        self.ids.add(id)
        special = "popover" if "popover" in given else given.get("class", "")
        opened = [*self._open, (tag, id, special)]
        if tag not in self.void:
            self._open = opened
        if tag == "summary":
            self._summary = ""
        if tag == "li" and id and any(kind == "said" for _, _, kind in opened):
            self.values[id] = self._summary
        if tag == "tr" and id:
            self.rows[id] = next((kind for tag, _, kind in reversed(opened) if tag == "tbody"), "")
        if given.get("rel") == "canonical":
            self.canonical = given.get("href", "")
        hrefs = [given[name] for name in ("href", "src") if name in given]
        if "popovertarget" in given:
            hrefs.append("#" + given["popovertarget"])
        around = tuple(id for _, id, _ in opened if id)
        kinds = {kind for _, _, kind in opened}
        self.links += [Link(href, around, kinds) for href in hrefs]

    def handle_data(self, data: str) -> None:
        if len(self._open) > 1 and self._open[-1][0] == "b" and self._open[-2][0] == "p":
            id = self._open[-2][1]
            self.values[id] = self.values.get(id, "") + data
        elif [tag for tag, _, _ in self._open[-2:]] == ["summary", "b"]:
            self._summary += data

    def handle_endtag(self, tag: str) -> None:
        for number in range(len(self._open) - 1, -1, -1):
            if self._open[number][0] == tag:
                del self._open[number:]
                return


class Link:
    """Where a link leads, as it is written, and what it stands in."""

    def __init__(self, href: str, around: tuple[str, ...], kinds: set[str]) -> None:
        self.href, self.around = href, around
        self.is_backlink = "backlinks" in kinds
        self.is_on_card = "popover" in kinds


class Site:
    """All pages, and how their links lead to each other."""

    def __init__(self, pages: dict[str, Page], paths: set[str]) -> None:
        self.pages, self.paths = pages, paths
        # The site's own address, where its pages tell it: what begins so leads into the site.
        self.base = pages["index.html"].canonical if "index.html" in pages else ""
        self.inside: dict[Target, set[Target]] = {}  # where the links in an element lead
        for path, page in pages.items():
            for link in page.links:
                target = self.target(path, link.href)
                for id in link.around if target else ():
                    self.inside.setdefault((path, id), set()).add(target)  # type: ignore[arg-type]

    def target(self, path: str, href: str) -> Target | None:
        """Where a link on a page leads; None where that is not within the site."""
        if self.base and href.startswith(self.base):
            path, href = "index.html", href[len(self.base) :] or "index.html"
        try:
            parts = urlsplit(href)
        except ValueError:
            return (href, "")  # no file has such a name
        if parts.scheme or parts.netloc:
            return None
        if not parts.path:
            return (path, unquote(parts.fragment))
        to = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        return (to, unquote(parts.fragment))

    def has(self, target: Target) -> bool:
        path, anchor = target
        if path not in self.paths:
            return False
        return not anchor or path not in self.pages or anchor in self.pages[path].ids


def check_links(site: Site, wrong: list[str]) -> str:
    """Every link within the site leads to a file, and to a place in it where it names one."""
    count = 0
    for path, page in site.pages.items():
        for link in page.links:
            target = site.target(path, link.href)
            if target is None:
                continue
            count += 1
            if not site.has(target):
                wrong.append(f"{path}: the link {link.href} leads nowhere")
    return f"links: {count} within the site"


# ------------------------------------------------------------------------------ citations


def check_citations(site: Site, wrong: list[str]) -> str:
    """Citations and backlinks lead to each other."""
    citations, backlinks = 0, 0
    for path, page in site.pages.items():
        for link in page.links:
            target = site.target(path, link.href)
            if target is None or not site.has(target):
                continue
            if is_cited_on(path) and is_paragraph(target) and not link.is_on_card:
                citations += 1
                back = site.inside.get(target, set())
                if not any((path, id) in back for id in link.around):
                    wrong.append(f"{path}: {link.href} does not lead back to where it is cited")
            paragraphs = [(path, id) for id in link.around if is_paragraph((path, id))]
            if link.is_backlink and paragraphs:
                backlinks += 1
                if paragraphs[-1] not in site.inside.get(target, set()):
                    wrong.append(f"{path}: {link.href} does not cite {paragraphs[-1][1]}")
    return f"citations: {citations}, {backlinks} links back from paragraphs"


def is_cited_on(path: str) -> bool:
    """Whether what a page says of a paragraph is listed there."""
    pages = ("index.html", "people.html", "facts.html", "about.html")
    return path in pages or path.startswith(("topics/", "facts/", "people-"))


def is_paragraph(target: Target) -> bool:
    """Whether a place is a paragraph of an article."""
    return target[0].startswith("articles/") and bool(re.fullmatch("p[0-9]+", target[1]))


# ---------------------------------------------------------------------------------- facts


def check_facts(root: Path, site: Site, wrong: list[str]) -> str:
    """What is said of every fact follows from its readings, which are those of paragraphs; and
    the fact table has the same facts, relations and readings."""
    facts = read_json(root / "facts.json", "facts", list, wrong)
    pages = [page for path, page in site.pages.items() if re.match(r"facts(/[^/]*)?\.html$", path)]
    rows = {id: kind for page in pages for id, kind in page.rows.items()}
    values = {id: value for page in pages for id, value in page.values.items()}
    lines: list[dict[str, str]] = []
    ids: set[str] = set()
    for number, fact in enumerate(facts, 1):
        try:
            found = list(about_fact(fact, site))
            if fact["id"] in ids:
                found.append("is there twice")
            ids.add(fact["id"])
            found += about_row(fact, rows, values)
            lines += lines_of(fact)
            wrong += (f"facts.json: {fact['id']} {told}" for told in found)
        except UNREADABLE:
            wrong.append(f"facts.json: fact {number} cannot be read")
    readings = {id for page in pages for id in page.values if id.partition("--")[0] in rows}
    for id in sorted(set(rows) - ids):
        wrong.append(f"facts.html: {id} is no fact of facts.json")
    if len(readings) != len(lines):
        wrong.append(f"facts.html: has {len(readings)} readings, facts.json {len(lines)}")
    check_csv(root / "facts.csv", lines, wrong)
    return f"relations: {len(facts)} facts, {len(lines)} readings"


# What a file may be that nobody but a forger wrote.
UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def about_fact(fact: dict[str, Any], site: Site) -> Iterator[str]:
    """What is wrong with a fact by itself."""
    readings = fact["readings"]
    for reading in readings:
        if not site.has((f"articles/{reading['article']}.html", f"p{reading['paragraph']}")):
            yield "has a reading of no paragraph"
        if not may_print(reading["value"], reading["normalized"]):
            yield f"has a reading that prints {reading['value']} for another value"
    if relation(fact) != fact["relation"]:
        yield f"is said to be {fact['relation']}, its readings make it {relation(fact)}"
    speaking = {reading["article"] for reading in readings}
    if fact["articles"] != len(speaking):
        yield f"is said to be in {fact['articles']} articles, its readings are of {len(speaking)}"
    stated = {reading["origin"] for reading in readings if reading["origin"]}
    unstated = speaking - {reading["article"] for reading in readings if reading["origin"]}
    # Origins may be one under several names.
    least, most = len(unstated) + bool(stated), len(unstated) + len(stated)
    if not least <= fact["origins"] <= most:
        yield f"is said to have {fact['origins']} origins, its readings have {most}"


NUMBER = re.compile(r"(?<![\w.,])([0-9][0-9,]*(?:\.[0-9]+)?)(?: (thousand|[mbtr]+illion))?")
SCALES = {"": 1, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


def may_print(value: str, normalized: dict[str, Any]) -> bool:
    """Whether a printed value may be that of an interval: a number of it lies there."""
    if "low" not in normalized:
        return True
    numbers = [
        float(found[1].replace(",", "")) * SCALES.get(found[2] or "", 1)
        for found in NUMBER.finditer(value)
    ]
    low, high = normalized["low"], normalized["high"]
    is_in = (overlap((low, high), (sign * n, sign * n)) for n in numbers for sign in (1, -1))
    return not numbers or any(is_in)


def about_row(fact: dict[str, Any], rows: dict[str, str], values: dict[str, str]) -> Iterator[str]:
    """Where the fact table has another fact."""
    id = fact["id"]
    if id not in rows:
        yield "has no row in facts.html"
    elif fact["relation"] not in rows[id].split():
        yield f"is {fact['relation']}, and not so in facts.html"
    counts: dict[str, int] = {}
    for reading in fact["readings"]:
        count = counts[reading["article"]] = counts.get(reading["article"], 0) + 1
        place = f"{id}--{reading['article']}" + (f"-{count}" if count > 1 else "")
        if values.get(place) != reading["value"]:
            yield f"has a reading that facts.html has not: {place}"


def lines_of(fact: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The rows that a fact has in facts.csv."""
    for reading in fact["readings"]:
        cells = {"fact": fact["id"], "question": fact["question"], "relation": fact["relation"]}
        names = ("article", "paragraph", "value", "quote", "said_by", "origin", "hedge", "as_of")
        cells.update({name: reading[name] for name in names})
        yield {name: "" if cell is None else str(cell) for name, cell in cells.items()}


def check_csv(file: Path, lines: list[dict[str, str]], wrong: list[str]) -> None:
    """facts.csv has a row for each reading, as facts.json has it."""
    try:
        rows = list(csv.DictReader(io.StringIO(text_of(file), newline="")))
    except csv.Error:
        rows = []
    if len(rows) != len(lines):
        wrong.append(f"{file.name}: has {len(rows)} rows, facts.json {len(lines)} readings")
    for number, row in enumerate(rows[: len(lines)]):
        for name, cell in lines[number].items():
            # A mark before it keeps a spreadsheet from running what begins like a formula.
            if row.get(name) not in (cell, f"'{cell}"):
                wrong.append(f"{file.name}: row {number + 2} has another {name} than facts.json")


def relation(fact: dict[str, Any]) -> str:
    """What a fact's readings are to each other."""
    readings = fact["readings"]
    if not readings:
        return "none"
    pairs = list(combinations(readings, 2))
    apart = [(a, b) for a, b in pairs if not meet(a["normalized"], b["normalized"])]
    if apart:
        return "changed" if fact["changes"] and all(at_other_times(*p) for p in apart) else "differ"
    if len({reading["article"] for reading in readings}) == 1:
        return "single"
    is_same = all(a["normalized"] == b["normalized"] for a, b in pairs)
    return "agree" if is_same else "compatible"


def meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two values have a possibility in common."""
    if "answers" in one:
        return bool(set(one["answers"]) & set(other["answers"]))
    if "members" in one:
        mine, yours = set(one["members"]), set(other["members"])
        return (one["open"] or yours <= mine) and (other["open"] or mine <= yours)
    low, high = ("earliest", "latest") if "earliest" in one else ("low", "high")
    return overlap((one[low], one[high]), (other[low], other[high]))


def overlap(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    """Whether two stretches, None where open, have a point in common."""
    ends = ((one[0], other[1]), (other[0], one[1]))
    return all(first is None or last is None or first <= last for first, last in ends)


def at_other_times(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether it is known that two readings speak for different dates."""
    if not one["as_of"] or not other["as_of"]:
        return False
    return not overlap(days(one["as_of"]), days(other["as_of"]))


# Parts of a year in EDTF (ISO 8601-2): first and last month.
PARTS = {
    **{number: (number, number) for number in range(1, 13)},
    **{21: (3, 5), 22: (6, 8), 23: (9, 11)},  # spring, summer, autumn
    **{33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)},  # quarters
    **{37: (1, 4), 38: (5, 8), 39: (9, 12)},  # thirds
    **{40: (1, 6), 41: (7, 12)},  # halves
}


def days(edtf: str) -> tuple[date | None, date | None]:
    """The first and the last day of a date in EDTF, None where open; ValueError for all else."""
    ends = re.fullmatch(r"\[(.*)\.\.(.*)\]", edtf) or re.fullmatch(r"(.*)/(.*)", edtf)
    if ends is None:
        return days_of_one(edtf)
    start, end = (None if end in ("", "..") else days_of_one(end) for end in ends.groups())
    return (start[0] if start else None, end[1] if end else None)


def days_of_one(edtf: str) -> tuple[date, date]:
    found = re.fullmatch("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~?)", edtf)
    if found is None:
        raise ValueError(edtf)
    year, part, day = (int(number or 0) for number in found.groups()[:3])
    if day:
        one = date(year, part, day)
        about = timedelta(days=1 if found[4] else 0)
        return (one - about, one + about)
    first, last = PARTS[part] if part else (1, 12)
    about_months = last - first + 1 if found[4] else 0  # as much again to either side
    start = year * 12 + first - 1 - about_months
    end = year * 12 + last - 1 + about_months
    to_year, to_month = end // 12, end % 12 + 1
    last_day = monthrange(to_year, to_month)[1]
    return (date(start // 12, start % 12 + 1, 1), date(to_year, to_month, last_day))


if __name__ == "__main__":
    sys.exit(main())

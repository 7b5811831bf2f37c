"""What a page weighs as it is sent: gzip -9, in bytes."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

from tests import pages

# Limits of HTML and CSS in sum; a page that is not named has none.
_LIMITS = {"index.html": 14_000, "topics": 14_000, "people.html": 14_000, "facts.html": 30_000}

# The limit of all scripts in sum, but for the data that is loaded when someone asks for it.
SCRIPTS = 6_000
_LATER = ("search-data", "articles-data")


@dataclass(frozen=True, slots=True)
class Weight:
    """What one page weighs, and the fonts and pictures that its first view waits for."""

    page: str
    html: int
    css: int
    js: int
    limit: int | None
    waits_for: tuple[str, ...]

    @property
    def sum(self) -> int:
        return self.html + self.css

    @property
    def holds(self) -> bool:
        return (self.limit is None or self.sum <= self.limit) and not self.waits_for


def of(output: Path) -> tuple[Weight, ...]:
    """The weight of each page of an output."""
    return tuple(_weight(output, page) for page in pages.of(output))


def of_scripts(output: Path) -> int:
    """The weight of all scripts of an output."""
    return sum(map(compressed, filter(_is_early, output.rglob("*.js"))))


def _weight(output: Path, page: str) -> Weight:
    loads = _Loads()
    loads.feed((output / page).read_text(encoding="utf-8"))
    styles = [output / urljoin(page, href) for href in loads.styles]
    scripts = {output / urljoin(page, href) for href in loads.scripts}
    inline = "".join(loads.inline)
    css = inline + "".join(style.read_text(encoding="utf-8") for style in styles)
    fetched = re.findall(r"@font-face|@import|url\((?!#|['\"]?data:)[^)]*\)", css)
    return Weight(
        page=page,
        html=compressed(output / page),
        css=sum(map(compressed, styles)),
        js=sum(map(compressed, filter(_is_early, scripts))),
        limit=_LIMITS.get(page, _LIMITS.get(page.partition("/")[0])),
        waits_for=(*loads.pictures, *fetched),
    )


def _is_early(script: Path) -> bool:
    return not script.name.startswith(_LATER)


def compressed(file: Path) -> int:
    """A file's size as gzip -9 has it."""
    return len(gzip.compress(file.read_bytes(), 9, mtime=0))


class _Loads(HTMLParser):
    """The files that a page loads to be shown, and the style sheets that stand in it."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.pictures: list[str] = []
        self.inline: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._in_style = tag == "style"
        if tag == "link" and given.get("rel") == "stylesheet":
            self.styles.append(given["href"])
        elif tag == "script" and "src" in given:
            self.scripts.append(given["src"])
        elif tag == "link" and given.get("rel") in ("preload", "modulepreload"):
            self.pictures.append(given["href"])
        elif tag in ("img", "video", "iframe", "object", "embed", "image"):
            self.pictures += [f"<{tag}>"] * (given.get("loading") != "lazy")

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

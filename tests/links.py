"""What a site's pages link to and load, and what of it leads nowhere."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


class Page(HTMLParser):
    """A page's ids, its links with the ids they stand in, and what it loads."""

    void = frozenset({"br", "hr", "img", "input", "link", "meta"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[tuple[str, tuple[str, ...]]] = []
        self.loads: list[str] = []
        self.opens: list[tuple[str, tuple[str, ...]]] = []
        self.popovers: list[str] = []
        self.text_of: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []
        self.feed(text)
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        id = given.get("id", "")
        if id:
            self.ids.append(id)
        if tag not in self.void:
            self._open.append((tag, id))
        if "popover" in given:
            self.popovers.append(id)
        around = tuple(id for _, id in self._open if id)
        if tag == "a" and "href" in given:
            self.links.append((given["href"], around))
        elif "popovertarget" in given:
            self.opens.append((given["popovertarget"], around))
        elif ("href" in given or "src" in given) and given.get("rel") != "canonical":
            self.loads.append(given.get("href") or given["src"])

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.void:
            opened, _ = self._open.pop()
            assert opened == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        for _, id in self._open:
            if id:
                self.text_of[id] = self.text_of.get(id, "") + data


def target(page: str, href: str) -> tuple[str, str]:
    """The path and the anchor that a link on a page leads to."""
    path, _, anchor = href.partition("#")
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page, (
        unquote(anchor)
    )


def is_outside(href: str) -> bool:
    return bool(urlsplit(href).scheme)


def broken(files: Mapping[str, str]) -> list[str]:
    """What leads nowhere, of a site's files by path: to no file, no anchor, no web address."""
    pages = {path: Page(text) for path, text in files.items() if path.endswith(".html")}
    found = []
    for name, page in pages.items():
        for href in [href for href, _ in page.links] + page.loads:
            path, anchor = target(name, href)
            if is_outside(href):
                leads = href.startswith(("https://", "http://", "mailto:")) or href == "data:,"
            else:
                leads = path in files and (not anchor or anchor in pages[path].ids)
            if not leads:
                found.append(f"{name}: {href}")
    return found


def texts_of(output: Path) -> dict[str, str]:
    """The files of an output as text, by path."""
    return {
        file.relative_to(output).as_posix(): file.read_text(encoding="utf-8", errors="replace")
        for file in sorted(output.rglob("*"))
        if file.is_file()
    }

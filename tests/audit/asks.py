"""What a site's files ask of other places: read as a browser reads them, before any is opened."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

LOADED = {".html", ".css", ".js", ".svg"}


def of(file: Path) -> tuple[str, ...]:
    """What a file that a browser loads asks of another place than its own site."""
    text = file.read_text(encoding="utf-8", errors="replace")
    if file.suffix == ".css":
        return tuple(_of_style(text))
    if file.suffix == ".js":
        return () if _is_data(text) else tuple(_of_script(text))
    return tuple(_Markup(text).found)


# What a browser fetches from, or sends to, without a reader having followed a link there.
_FETCHED = frozenset(
    {"src", "poster", "data", "background", "action", "formaction", "manifest", "codebase"}
)
_LISTS = frozenset({"srcset", "imagesrcset", "ping"})  # of several addresses
# The relations of a <link> that fetch nothing; any other word beside them may.
_TOLD_ONLY = frozenset({"canonical", "license", "me", "alternate", "author", "next", "prev"})
_FOLLOWED = frozenset({"a", "area"})
_DATA = re.compile(r"application/(?:ld\+)?json", re.IGNORECASE)


class _Markup(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = ""  # the script or the style that is being read
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        is_data = tag == "script" and _DATA.fullmatch(given.get("type", ""))
        self._inside = tag if tag in ("script", "style") and not is_data else ""
        for name, value in given.items():
            self.found += [f"<{tag} {name}>: {asked}" for asked in _of_attribute(tag, name, given)]
            if name.startswith("on"):
                self.found += [f"<{tag} {name}>: {asked}" for asked in _of_script(value)]
        if tag == "meta" and given.get("http-equiv", "").strip().lower() == "refresh":
            self.found += [f"<meta refresh>: {given.get('content', '')}"]

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found += (_of_style if self._inside == "style" else _of_script)(data)


def _of_attribute(tag: str, name: str, given: dict[str, str]) -> Iterator[str]:
    value = given[name]
    if name == "style":
        yield from _of_style(value)
    elif name == "srcdoc":
        yield from _Markup(value).found
    elif name in _LISTS:
        yield from filter(_is_outside, re.split(r"[\s,]+", value))
    elif name in ("href", "xlink:href"):
        is_told = tag == "link" and set(given.get("rel", "x").lower().split()) <= _TOLD_ONLY
        if tag not in _FOLLOWED and not is_told and _is_outside(value):
            yield value
    elif name in _FETCHED and _is_outside(value):
        yield value


def _is_outside(address: str) -> bool:
    """Whether an address, as a browser reads it, is not one of the site."""
    plain = re.sub(r"[\t\n\r]", "", address).strip("".join(map(chr, range(33)))).replace("\\", "/")
    return plain.startswith("//") or bool(re.match(r"(?!data:)[a-z][a-z0-9+.-]*:", plain, re.I))


def _of_style(text: str) -> Iterator[str]:
    """Every address in a style is fetched; what it has in itself is not looked at."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", lambda m: chr(int(m[1], 16) % 0x110000), text)
    text = re.sub(r"url\(\s*([\"']?)data:.*?\1\s*\)", "", text, flags=re.DOTALL)
    for found in re.finditer(r"(?:\b[a-z][a-z0-9+.-]*:)?//[^\s\"')]*", text, re.IGNORECASE):
        yield found.group()


_ASKING = re.compile(
    r"\b(?:fetch|importScripts|XMLHttpRequest|WebSocket|WebTransport|RTCPeerConnection|EventSource"
    r"|sendBeacon|SharedWorker|Worker|import)\s*\("
    r"|[\"'`](?:(?:https?|wss?|ftp):|//)[^\"'`\s]*",
    re.IGNORECASE,
)


def _of_script(text: str) -> Iterator[str]:
    """What asks, and every whole address that stands in the script."""
    for found in _ASKING.finditer(text):
        yield found.group()


def _is_data(script: str) -> bool:
    """Whether a script does nothing but give a name to data, which are words about anything."""
    name = re.match(r"window\.\w+=", script)
    try:
        json.loads(script[name.end() :].strip().removesuffix(";") if name else "")
    except (ValueError, RecursionError):
        return False
    return True

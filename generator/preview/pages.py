"""What the preview shows in place of the site's pages, and what it adds to them, as HTML."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from generator import templates, urls
from generator.memory import Memory
from generator.preview.builds import Build, State
from generator.preview.told import Teller
from generator.problems import Place, counted

# Where the last good build is while the input cannot be built; the site has no page there.
LAST = "preview/last/"
_FOLDER = Path(__file__).parent


def problems(state: State, path: str, teller: Teller) -> bytes:
    """The page that stands at every address, here at path, while the input cannot be built."""
    good = state.good
    last = f"/{LAST}{path if path in good.paths else urls.FRONT}" if good else ""
    count = len(state.problems)
    files = teller.files(state.problems)
    return _filled_in(
        "problems.html",
        title=f"{counted(count, 'problem')} in {counted(len(files), 'file')}"
        if count
        else "The site could not be built",
        files=files,
        state=state,
        last=last,
    ).encode()


def page(html: bytes, state: State, good: Build, path: str, teller: Teller) -> bytes:
    """A page of the site with what the preview adds: its script, and a bar that says which files
    the page is made from, what is not proven, and whether the page is an old one."""
    bar = _filled_in(
        "bar.html",
        state=state,
        good=good,
        sources=[teller.spot(Place(source)) for source in good.sources.get(path, ())],
        unproven=[teller.told(problem, address) for problem, address in good.unproven],
        now=f"/{path}",
        prefix="/" if state.is_current else f"/{LAST}",
    )
    head = _filled_in("head.html", state=state)
    return _before(b"</body>", _before(b"</head>", html, head.encode()), bar.encode())


def _before(mark: bytes, html: bytes, added: bytes) -> bytes:
    """HTML with something added before its last mark; at the end where a template has none."""
    start, found, end = html.rpartition(mark)
    return start + added + found + end if found else html + added


def _filled_in(template: str, **context: Any) -> str:
    text: str = _environment().get_template(template).render(context)
    return text


@cache
def _environment() -> Any:
    files = [file for file in _FOLDER.iterdir() if file.suffix in (".html", ".css", ".js")]
    sources = {file.name: file.read_text(encoding="utf-8") for file in files}
    return templates.environment(sources, Memory())

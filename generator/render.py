"""Pages → files: the Jinja environment and nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
import traceback
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import rcssmin
import rjsmin
from jinja2 import (
    BytecodeCache,
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.bccache import Bucket
from markupsafe import Markup
from msgspec import Struct

from generator import markdown, read, urls
from generator.memory import Memory
from generator.plan import Data, File, Page, Plan
from generator.problems import Place, Problems
from generator.views import Prose

FOLDER = "templates"
_MINIFY: dict[str, Callable[[str], str]] = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}


class Rendering:
    """The files of a plan, each made when it is asked for.

    A template that cannot be filled in is noted as a problem. What pages load is named by its
    content, and each page says what it may load at all; in a preview every file keeps its name,
    and pages may be given scripts of its own. What was rendered for a preview is not rendered
    again with this memory while its view, what is around it and all templates are the same.
    """

    def __init__(
        self, plan: Plan, templates: Path, problems: Problems, memory: Memory, is_published: bool
    ) -> None:
        self._plan, self._problems, self._memory = plan, problems, memory
        self._is_published = is_published
        self._made: dict[str, File] = {}
        self._named: dict[str, str] = {}  # the assets, by the path that templates know them by
        self._parts: dict[str, Page | Data] = {}
        before = problems.count
        sources: dict[str, str] = {}
        for file in sorted(templates.rglob("*")):
            if file.is_file() and not file.name.startswith(".") and not file.name.endswith("~"):
                name = file.relative_to(templates).as_posix()
                sources[name] = read.text_of(templates.parent, f"{FOLDER}/{name}", problems) or ""
        if problems.count > before:
            return
        self._environment = memory.remember(
            "templates", sources, lambda: environment(sources, memory)
        )
        for asset in plan.assets:
            path = asset.path
            if is_published:
                made = self._render(asset)
                path = urls.by_content(path, made.encoded)
                self._made[path] = File(path, made.content)
            self._named[asset.path] = path
            self._parts[path] = asset
        self._parts.update({page.path: page for page in plan.pages})
        self._parts.update({file.path: file for file in plan.files})

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all files."""
        return tuple(self._parts)

    @property
    def assets(self) -> tuple[str, ...]:
        """The paths of what pages load with them, not later."""
        return tuple(path for path in self._named.values() if isinstance(self._parts[path], Page))

    def file(self, path: str) -> File:
        """The file at one of the paths."""
        if path not in self._made:
            self._made[path] = self._render(self._parts[path])
        return self._made[path]

    def files(self) -> tuple[File, ...]:
        """All files. Raises BuildFailed where a template cannot be filled in."""
        made = tuple(map(self.file, self.paths))
        self._problems.stop_if_any()
        return made

    def unwritten(self) -> tuple[Unwritten, ...]:
        """All files, none of which is kept: a site may be larger than what a machine remembers."""
        return tuple(Unwritten(path, self._content) for path in self.paths)

    def _content(self, path: str) -> bytes:
        """What is in a file. Raises BuildFailed where a template cannot be filled in."""
        made = self._made.get(path) or self._render(self._parts[path])
        self._problems.stop_if_any()
        return made.encoded

    def _render(self, part: Page | Data) -> File:
        if isinstance(part, Data):
            return File(part.path, part.make())
        view, named = part.view(), dict(self._named)
        try:
            make = partial(
                _render, part, view, self._plan, self._environment, named, self._is_published
            )
            if self._is_published:
                return File(part.path, make())
            of = part.template, part.title, part.updated, part.citation, part.canonical, view
            around = self._plan.frame, self._plan.base_url, self._plan.image, self._plan.places
            given = of, around, self._environment, named
            return File(part.path, self._memory.remember(f"render {part.path}", given, make))
        except Exception as error:  # whatever a template's expression raises is the template's
            _note(error, part, self._problems)
            return File(part.path, "")


class Unwritten(Struct, frozen=True):
    """A file of the published site, made when it is written."""

    path: str
    make: Callable[[str], bytes]

    @property
    def encoded(self) -> bytes:
        """What is in it. Raises BuildFailed where a template cannot be filled in."""
        return self.make(self.path)

    @property
    def digest(self) -> str:
        return ""


class _Compiled(BytecodeCache):
    """Keeps templates as they were compiled, by their name and source."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def load_bytecode(self, bucket: Bucket) -> None:
        content = self.memory.load(f"{bucket.key}-{bucket.checksum}")
        if content is not None:
            bucket.bytecode_from_string(content)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.memory.keep(f"{bucket.key}-{bucket.checksum}", bucket.bytecode_to_string())


def environment(sources: Mapping[str, str], memory: Memory) -> Environment:
    """What fills in templates, given by name; it refuses names that are not known."""

    def load(name: str) -> tuple[str, str, None] | None:
        # Named as problems name it, wherever the site is.
        return (sources[name], f"{FOLDER}/{name}", None) if name in sources else None

    made = Environment(
        loader=FunctionLoader(load),
        bytecode_cache=_Compiled(memory),
        autoescape=lambda name: name is None or not name.endswith((".css", ".js", ".txt", ".json")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # For the styles that stand on the one page that needs them.
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    made.filters["css"] = lambda style: Markup(rcssmin.cssmin(str(style)))
    return made


def _render(
    page: Page,
    view: Any,
    plan: Plan,
    environment: Environment,
    named: Mapping[str, str],
    is_published: bool,
) -> str:
    # A feed is read away from the site.
    address = plan.base_url.__add__ if page.path == urls.FEED else partial(urls.relative, page.path)
    to: Callable[[str], str] = cache(lambda at: address(urls.placed(at, plan.places)))
    context: dict[str, Any] = {
        "page": page,
        "view": view,
        "frame": plan.frame,
        "base_url": plan.base_url,
        "canonical": urls.absolute(plan.base_url, page.canonical) if page.canonical else "",
        "image": plan.base_url + named[plan.image] if plan.image else "",
        "is_published": is_published,
        "policy": _policy,
        "urls": urls,
        "to": to,
        "asset": lambda path: to(named[path]),
        # Where a card stands on the page, what cites its paragraph opens it.
        "cards": {card.paragraph.card for card in getattr(view, "evidence", ())},
        "report": partial(_report, plan),
    }
    if page.path.endswith(".html"):
        # A macro prints the citation: templates alone hold the site's HTML.
        part = environment.get_template("parts/citation.html").make_module(dict(context))
        context["prose"] = partial(_prose, to, part.citation)  # type: ignore[attr-defined]
    text = environment.get_template(page.template).render(context)
    minify = _MINIFY.get(Path(page.path).suffix)
    return minify(text) + "\n" if minify else text


def _policy(styles: str) -> Markup:
    """A Content-Security-Policy: the site's own files, and the styles that a template has in it.

    What else stands in a page, and however it came there, is neither run nor applied.
    """
    policy = "default-src 'self'; base-uri 'none'; form-action 'self'"
    hashes = [
        base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        for style in re.findall(r"<style>(.*?)</style>", styles, re.DOTALL)
    ]
    if hashes:
        policy += "; style-src 'self'" + "".join(f" 'sha256-{each}'" for each in hashes)
    return Markup(policy)


def _report(plan: Plan, address: str) -> str:
    """Where an error at an address of the site is reported; empty where nobody can be told."""
    return urls.report(plan.frame.repository, plan.frame.mail, plan.base_url + address)


def _prose(to: Callable[[str], str], citation: Callable[[Any], str], prose: Prose) -> Markup:
    """A text as HTML, links relative to the page."""
    rendering = markdown.Rendering(
        statements={
            **{
                number: markdown.Mark(
                    view.id, citation(view), "statement" if view.is_proven else "statement unproven"
                )
                for number, view in prose.citations.items()
            },
            **{number: markdown.Mark(id, "", "uncited") for number, id in prose.uncited.items()},
        },
        link=lambda target: to(target[1:]) if target.startswith("/") else target,
        fact=lambda id: to(urls.fact(id)),
        terms=prose.terms,
    )
    return Markup(markdown.to_html(prose.document.tokens, rendering))


def _note(error: Exception, page: Page, problems: Problems) -> None:
    name, line, help = page.template, 0, ""
    message = str(error) or type(error).__name__
    for frame in traceback.extract_tb(error.__traceback__):
        file = Path(frame.filename)
        if file.is_relative_to(FOLDER) and frame.lineno:
            name, line = file.relative_to(FOLDER).as_posix(), frame.lineno
    if isinstance(error, TemplateSyntaxError):
        name, line = error.name or name, error.lineno
        message = error.message or message
    elif isinstance(error, TemplateNotFound):
        message = f'the template "{error.name}" is not there'
    elif isinstance(error, UndefinedError):
        help = "the fields of a template's view are in generator/views.py"
    elif not isinstance(error, TemplateError):
        message = f"{type(error).__name__}: {message}"
    place = Place(f"{FOLDER}/{name}", line, 1 if line else 0)
    problems.add("template", message.rstrip("."), place, help)

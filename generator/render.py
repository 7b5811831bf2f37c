"""Pages → files: each page's view filled into its template."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import rcssmin
import rjsmin
from markupsafe import Markup
from msgspec import DecodeError, Struct, json

from generator import markdown, processes, read, urls
from generator.digests import digest
from generator.memory import Memory
from generator.plan import Data, File, Page, Plan
from generator.problems import Place, Problems
from generator.templates import FOLDER, Environment, environment, mistake, names
from generator.views import Prose

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
        sources = _sources(templates, problems, memory)
        if problems.count > before:
            return
        self._environment = memory.remember(
            "templates", sources, lambda: environment(sources, memory), is_passing=True
        )
        self._named.update({asset.path: asset.path for asset in plan.assets})
        if is_published:
            texts = [(os.fsencode(name), text) for name, text in sources.items()]
            self._around = digest(plan.frame, plan.base_url, plan.image, plan.places, texts)
            self._name_assets()
        self._parts.update({self._named[asset.path]: asset for asset in plan.assets})
        self._parts.update({page.path: page for page in plan.pages})
        self._parts.update({file.path: file for file in plan.files})

    def _name_assets(self) -> None:
        """Name what pages load by its content; what is known by its key is not made for that."""
        known = {key: of.digest for of in self._printed.values() for key in (of.quick, of.key)}
        known.pop("", None)  # of files without a quick one
        new = []
        for asset in self._plan.assets:
            if isinstance(asset, Data):
                before = known.get(self.quick_key(asset))
                if before or (asset.key and (before := known.get(self.key(asset)))):
                    self._named[asset.path] = urls.by_content(asset.path, before)
                else:
                    new.append(asset)
        for asset, made in zip(new, processes.each(self._render, new), strict=True):
            self._name(asset.path, made)
        for page in self._plan.assets:  # each may name those before it, and all data
            if isinstance(page, Page):
                self._name(page.path, self._render(page))

    def _name(self, asset: str, made: File) -> None:
        path = urls.by_content(asset, hashlib.sha256(made.encoded).hexdigest())
        self._named[asset] = path
        self._made[path] = File(path, made.content)

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

    def tell_all(self) -> None:
        """Raise BuildFailed with all that is wrong with templates; what is made does not stay. One
        that fails for many pages is not tried for more, and what else is wrong with it not told.
        """
        failed = Counter[str]()
        for part in self._parts.values():
            if isinstance(part, Page) and failed[part.template] < _MOST_FAILED:
                before = self._problems.count
                self._render(part)
                failed[part.template] += self._problems.count - before
        self._problems.stop_if_any()

    def unwritten(self) -> tuple[Unwritten, ...]:
        """All files, none of which is kept: a site may be larger than what a machine remembers."""
        return tuple(Unwritten(path, self, self._printed.get(path)) for path in self._parts)

    def remember(self, printed: Mapping[str, Printed]) -> None:
        """Keep what is known of the files that were written, by their paths."""
        if printed != self._printed:
            self._memory.keep(_NAME, json.encode(printed))

    @cached_property
    def _printed(self) -> Mapping[str, Printed]:
        try:
            return _PRINTED.decode(self._memory.load(_NAME) or b"{}")
        except DecodeError:
            return {}

    def content(self, path: str, view: object) -> tuple[bytes, Mapping[str, str]]:
        """What is in a file, given its view, and the names of the assets that it asks for.

        Raises BuildFailed where a template cannot be filled in.
        """
        part, asked = self._parts[path], dict[str, str]()
        made = self._made.get(path) or (
            self._filled(part, view, asked) if isinstance(part, Page) else self._render(part)
        )
        self._problems.stop_if_any()
        return made.encoded, asked

    def part(self, path: str) -> Page | Data | None:
        """What is at a path, if it is worth a key: not a file that is made anyway."""
        part = self._parts[path]
        is_worth = part.key or (isinstance(part, Page) and path not in self._made)
        return part if is_worth else None

    def quick_key(self, part: Page | Data) -> str:
        """A hash of all that a file depends on but the names of assets, and of the whole outline of
        the site with it; empty where it would be no less work than the key."""
        if not part.beyond:
            return ""
        return digest(self._around, self._plan.outline, part.path, list(part.beyond())).hex()

    def key(self, part: Page | Data, view: Callable[[], object] | None = None) -> str:
        """A hash of all that a file depends on but the names of assets, given what makes a view
        where it has no key of its own."""
        known = part.path, *(_around_view(part) if isinstance(part, Page) else ())
        make = part.key or view
        return digest(self._around, known, make and make()).hex()

    def are_named(self, assets: Mapping[str, str]) -> bool:
        """Whether assets have these names still, by the paths that templates know them by."""
        return all(self._named.get(path) == name for path, name in assets.items())

    def _render(self, part: Page | Data) -> File:
        if isinstance(part, Data):
            return File(part.path, part.make())
        return self._filled(part, part.view(), {})

    def _filled(self, page: Page, view: object, asked: dict[str, str]) -> File:
        def asset(path: str) -> str:
            asked[path] = self._named[path]
            return asked[path]

        make = partial(
            _render, page, view, self._plan, self._environment, asset, self._is_published
        )
        try:
            return File(page.path, make() if self._is_published else self._known(page, view, make))
        except Exception as error:  # whatever a template's expression raises is the template's
            _note(error, page, self._problems)
            return File(page.path, "")

    def _known(self, page: Page, view: object, make: Callable[[], str]) -> str:
        of = _around_view(page), view
        around = self._plan.frame, self._plan.base_url, self._plan.image, self._plan.places
        given = of, around, self._environment, self._named
        return self._memory.remember(f"render {page.path}", given, make, is_passing=True)


class Printed(Struct, frozen=True):
    """What is remembered of a file that was written."""

    quick: str  # see Rendering.quick_key
    key: str  # a hash of what it was made of
    assets: Mapping[str, str]  # the names of those that it asked for
    digest: str  # the SHA-256 of what is in it


class Unwritten:
    """A file of the published site, which is made when it is asked what is in it."""

    def __init__(self, path: str, rendering: Rendering, before: Printed | None) -> None:
        self.path = path
        self._rendering, self._before = rendering, before
        self._part = rendering.part(path)
        self._assets: Mapping[str, str] = {}
        self.is_made = False

    @property
    def digest(self) -> str:
        """The SHA-256 of what is in it, where the same file was written before; else empty."""
        before = self._before
        if not before or not self._part or before.key != self._key:
            return ""
        return before.digest if self._rendering.are_named(before.assets) else ""

    @property
    def encoded(self) -> bytes:
        """What is in it. Raises BuildFailed where a template cannot be filled in."""
        self.is_made = True
        content, self._assets = self._rendering.content(self.path, self._view)
        return content

    def printed(self, digest: str) -> Printed | None:
        """What to remember of a file that was written, given its SHA-256; asked for at last."""
        if not self._part:
            return None
        before = self._before
        assets = before.assets if before and digest == self.digest else self._assets
        known = Printed(self._quick, self._key, assets, digest)
        self.__dict__.pop("_view", None)  # those of all pages are more than a machine remembers
        return known

    @cached_property
    def _view(self) -> object:
        return self._part.view() if isinstance(self._part, Page) else None

    @cached_property
    def _quick(self) -> str:
        return self._rendering.quick_key(self._part) if self._part else ""

    @cached_property
    def _key(self) -> str:
        if self._before and self._quick and self._before.quick == self._quick:
            return self._before.key
        return self._rendering.key(self._part, lambda: self._view) if self._part else ""


_MOST_FAILED = 50  # pages of one template: others most likely fail alike
_NAME = "printed"
_PRINTED = json.Decoder(dict[str, Printed])
_STYLES = 64  # of which the policy is remembered: each kind of page has one


def _around_view(page: Page) -> tuple[object, ...]:
    """What a page has of its own besides its view."""
    return page.template, page.title, page.updated, page.citation, page.canonical


def _sources(templates: Path, problems: Problems, memory: Memory) -> dict[str, str]:
    """What is in each template, by its name."""

    return {
        name: read.remembered_text(templates.parent, f"{FOLDER}/{name}", problems, memory) or ""
        for name in names(templates)
    }


def _render(
    page: Page,
    view: Any,
    plan: Plan,
    environment: Environment,
    asset: Callable[[str], str],
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
        "image": plan.base_url + asset(plan.image) if plan.image else "",
        "is_published": is_published,
        "policy": _policy,
        "urls": urls,
        "to": to,
        "asset": lambda path: to(asset(path)),
        "report": partial(_report, plan),
    }
    if page.path.endswith(".html"):
        # A macro prints the citation: templates alone hold the site's HTML.
        part: Any = environment.get_template("parts/citation.html").module
        # Where a card stands on the page, what cites its paragraph opens it.
        cards = {card.paragraph.card for card in getattr(view, "evidence", ())}
        context["prose"] = partial(_prose, to, partial(part.citation, to=to, cards=cards))
    text = environment.get_template(page.template).render(context)
    minify = _MINIFY.get(Path(page.path).suffix)
    return minify(text) + "\n" if minify else text


@lru_cache(_STYLES)
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
    return Markup(markdown.to_html(prose.tokens, rendering))


def _note(error: Exception, page: Page, problems: Problems) -> None:
    name, line, message, help = mistake(error, page.template)
    place = Place(f"{FOLDER}/{name}", line, 1 if line else 0)
    problems.add("template", message.rstrip("."), place, help)

"""The folder of templates → the Jinja environment that fills them in, which keeps them compiled."""

from __future__ import annotations

import os
import stat
import traceback
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import rcssmin
from jinja2 import (
    BytecodeCache,
    Environment,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup, escape

from generator.memory import Memory

__all__ = ["FOLDER", "Environment", "compile_all", "environment", "mistake", "names"]

FOLDER = "templates"  # below the site's root
_MOST_BYTES = 1_000_000  # of a template that is compiled in advance
_STYLES = 64  # that are remembered as they were minified: each kind of page has one


def names(folder: Path) -> Iterator[str]:
    """The names of the templates in a folder, in order."""
    for within, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(map(Path(within).joinpath, files)):
            if file.is_file() and not file.name.startswith(".") and not file.name.endswith("~"):
                yield file.relative_to(folder).as_posix()


def environment(sources: Mapping[str, str], memory: Memory) -> Environment:
    """What fills in templates, given by name; it refuses names that are not known."""

    def load(name: str) -> tuple[str, str, None] | None:
        # Named as problems name it, wherever the site is.
        return (sources[name], f"{FOLDER}/{name}", None) if name in sources else None

    made = _Environment(
        loader=FunctionLoader(load),
        bytecode_cache=_Compiled(memory),
        cache_size=-1,  # all of them, which do not change
        auto_reload=False,
        autoescape=lambda name: name is None or not name.endswith((".css", ".js", ".txt", ".json")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # For the styles that stand on the one page that needs them.
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    made.filters["css"] = lru_cache(_STYLES)(lambda style: Markup(rcssmin.cssmin(str(style))))
    return made


class _Context(Context):
    """The names of a template. What templates call here asks for no context of its own, so Jinja
    need not look for that at each call, which would take a tenth of the time of a page. A macro
    escapes what it prints as where it stands, not as where it is called."""

    def call(
        self,
        called: Callable[..., Any],
        /,
        *args: Any,
        _loop_vars: object = None,
        _block_vars: object = None,
        **named: Any,
    ) -> Any:
        return called(*args, **named)


class _Template(Template):
    """A template that makes no Markup of what it prints, which is joined to a text at once: making
    one takes longer than looking for what has to be escaped."""

    @classmethod
    def from_code(cls, *args: Any, **kwargs: Any) -> Template:
        made = super().from_code(*args, **kwargs)
        made.root_render_func.__globals__["escape"] = _escaped
        return made


def _escaped(value: object) -> str:
    """What is printed of a value: the same characters as markupsafe gives."""
    if type(value) is str:
        if "&" in value or "<" in value or ">" in value or '"' in value or "'" in value:
            return escape(value)
        return value
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int else escape(value)


class _Environment(Environment):
    """An environment whose own names are one dict: they are looked through for each page."""

    context_class = _Context
    template_class = _Template

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


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


def compile_all(folder: Path, memory: Memory) -> None:
    """Keep all templates of a folder compiled; of what is wrong with them nothing is told."""
    sources = {}
    for name in names(folder):
        with suppress(OSError, ValueError):
            found = (folder / name).lstat()
            if stat.S_ISREG(found.st_mode) and found.st_size <= _MOST_BYTES:
                sources[name] = (folder / name).read_text(encoding="utf-8-sig")
    known = environment(sources, memory)
    for name in sources:
        with suppress(TemplateError):
            known.get_template(name)


def mistake(error: Exception, template: str) -> tuple[str, int, str, str]:
    """What is wrong with templates, given what filling in one of them raised: the name of the one
    that it is in, the line (0 for none), what is wrong, and what helps."""
    name, line, help = template, 0, ""
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
    return name, line, message, help

"""What fills in templates prints what Jinja prints, though it takes shorter ways."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup, escape

from bench.content import write_site
from generator import plan, render
from generator.build import resolved
from generator.memory import Memory
from generator.problems import BuildFailed, Problems
from generator.render import Rendering
from generator.templates import environment


class Html:
    """What knows how it is printed."""

    def __html__(self) -> str:
        return "<i>own</i>"


class Words(str):
    """A string with something more."""


TEXTS = st.text(st.sampled_from("ab &<>\"'\n“é"))
VALUES = st.one_of(
    TEXTS,
    st.builds(Markup, TEXTS),
    st.builds(Words, TEXTS),
    st.builds(Html),
    st.integers(),
    st.booleans(),
    st.floats(),
    st.decimals(),
    st.none(),
    st.lists(TEXTS, max_size=2),
)
PRINTING = environment({"page.html": "{{ value }}", "page.css": "{{ value }}"}, Memory())


@given(VALUES)
def test_what_is_printed_is_escaped_as_everywhere(value: object) -> None:
    assert PRINTING.get_template("page.html").render(value=value) == str(escape(value))
    assert PRINTING.get_template("page.css").render(value=value) == str(value)


SOURCES = {
    "page.html": """{% extends "around.html" %}
{% from "parts.html" import mark, listed, framed with context %}{% from "plain.html" import each %}
{% set own = "<set>" %}
{% block main %}{% for item in items %}{{ mark(item, words=own) }}{{ to(item) }}
{{- loop.cycle("<", ">") }}{{ each(loop.index) }}{% endfor %}{{ listed(items) }}
{%- call(item) framed(items) %}<b>{{ item }}</b>{% endcall %}{% endblock %}""",
    "around.html": "{% set main %}{% block main %}{% endblock %}{% endset %}{{ main }}{{ main|e }}",
    "parts.html": """{% macro mark(item, words="&") %}<i>{{ item }}{{ words }}{{ to(item) }}</i>
{%- endmacro %}
{% macro listed(items) %}{% for item in items %}{{ item ~ "<" }}{% endfor %}{% endmacro %}
{% macro framed(items) %}{% for item in items %}{{ caller(item) }}{% endfor %}{% endmacro %}""",
    "plain.html": "{% macro each(n) %}{{ n }}{{ '<' }}{{ range(n)|list }}{% endmacro %}",
}


def test_a_page_of_parts_is_what_jinja_makes_of_it() -> None:
    plain = jinja2.Environment(
        loader=jinja2.DictLoader(SOURCES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    known = {"items": ["a", "<b>", Markup("<c>"), Decimal(2)], "to": "“{}”&".format}
    found = environment(SOURCES, Memory()).get_template("page.html").render(known)
    assert found == plain.get_template("page.html").render(known)
    assert "&lt;b&gt;" in found
    assert "<c>" in found


@pytest.mark.parametrize("asked", ["{{ nobody }}", "{{ nobody() }}", "{{ to.nobody }}"])
def test_a_name_that_nobody_knows_is_refused(asked: str) -> None:
    page = environment({"page.html": asked}, Memory()).get_template("page.html")
    with pytest.raises(UndefinedError, match="nobody"):
        page.render(to=str)


def test_one_that_fails_for_many_pages_is_not_tried_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(render, "_MOST_FAILED", 3)
    root, problems, memory = write_site(tmp_path / "site", 8), Problems(), Memory()
    for name in ("article", "about"):
        template = root / "templates" / f"{name}.html"
        template.write_text(template.read_text().replace("<h1>", "<h1>{{ nobody }}"))
    pages = plan.pages(resolved(root, problems, memory), "", memory)
    made = Rendering(pages, root / "templates", problems, memory, is_published=True)
    with pytest.raises(BuildFailed) as failed:
        made.tell_all()
    assert problems.count == 3 + 1
    assert [each.place.path for each in failed.value.problems] == [
        "templates/about.html",
        "templates/article.html",
    ]

"""`Site` → the data of the site's script, as scripts: from a folder nothing else can be loaded."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator import exports, urls
from generator.model import Passage, Site
from generator.views import FactView

Entry = tuple[str, str, str]  # address, title, text


def data(site: Site, facts: tuple[FactView, ...]) -> str:
    """Sets window.searched: groups, each with its name and entries."""
    groups = [
        ("Facts", [(fact.address, fact.question, _values(fact)) for fact in facts]),
        ("Statements", [entry for passage in site.passages for entry in _statements(passage)]),
        ("People and organisations", list(_people(site))),
        ("Paragraphs of the articles", list(_paragraphs(site))),
    ]
    return _script("searched", groups)


def articles(site: Site) -> str:
    """Sets window.articles: each as CSL-JSON, by its slug. They change less often than the texts,
    and so does the name of their file, which every page that can copy a source knows."""
    return _script("articles", {a.slug: exports.csl(a) for a in site.content.articles})


def _script(name: str, value: object) -> str:
    return f"window.{name}={json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"


def _values(fact: FactView) -> str:
    return "; ".join(dict.fromkeys(reading.shown for reading in fact.readings))


def _statements(passage: Passage) -> Iterator[Entry]:
    for cited in passage.cited.values():
        yield f"{passage.pages[0]}#{cited.id}", passage.title, cited.statement.words


def _people(site: Site) -> Iterator[Entry]:
    for person in site.content.people:
        others = [name for name in person.names[1:] if name not in person.unprinted]
        yield urls.person(person.id), person.name, ", ".join(others)


def _paragraphs(site: Site) -> Iterator[Entry]:
    for article in site.content.articles:
        for number, paragraph in enumerate(article.body.paragraphs, 1):
            title = f"{article.label}, paragraph {number}"
            yield urls.paragraph(article.slug, number), title, paragraph.words

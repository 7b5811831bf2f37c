"""`Site` → every page and file of the output: what exists is decided here."""

from __future__ import annotations

from dataclasses import dataclass

from generator import exports, search, urls
from generator.memory import Memory
from generator.model import Site, When
from generator.viewer import Viewer
from generator.views import Frame


@dataclass(frozen=True, slots=True)
class Page:
    """A file to be rendered: its template prints its view."""

    path: str
    template: str
    view: object
    title: str = ""  # for a page of HTML
    updated: str = ""  # when its content last changed
    citation: str = ""  # how it is cited


@dataclass(frozen=True, slots=True)
class File:
    """A file with its text; path is relative to output/."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the output is made of."""

    frame: Frame
    base_url: str
    pages: tuple[Page, ...]
    files: tuple[File, ...]


def pages(site: Site, build_id: str, memory: Memory | None = None) -> Plan:
    """Everything that the output is made of; the build id is printed on the about page alone."""
    memory = memory or Memory()
    viewer = Viewer(site)
    content = site.content

    def page(path: str, view: object, template: str, title: str, own: When | None = None) -> Page:
        updated = viewer.updated(own)
        citation = viewer.citation(path, title, updated)
        return Page(path, template, view, title, updated.shown if updated else "", citation)

    made = [
        page(urls.FRONT, viewer.index(), "index.html", ""),
        *(
            page(urls.topic(t.slug), viewer.topic(t), "topic.html", t.title, t.updated)
            for t in content.topics
        ),
        *(
            page(urls.article(a.slug), viewer.article(a), "article.html", a.title or a.label)
            for a in content.articles
        ),
        page(urls.FACTS, viewer.fact_table(), "facts.html", "Fact table"),
        page(urls.COMPARISON, viewer.comparison(), "comparison.html", "How the articles compare"),
        page(urls.TIMELINE, viewer.timeline(), "timeline.html", "Timeline"),
        page(urls.PEOPLE, viewer.people(), "people.html", "People and organisations"),
        page(urls.SEARCH, viewer.search(), "search.html", "Search"),
        page(urls.ABOUT, viewer.about(build_id), "about.html", content.about.title),
        page(urls.CHANGES, viewer.changes(), "changes.html", "Changes"),
        *(
            page(path, view, "gone.html", "Moved" if view.gone.target else "Withdrawn")
            for path, view in viewer.gone_pages()
        ),
        Page(urls.NOT_FOUND, "404.html", viewer.not_found(), "Page not found"),
        Page(urls.STYLESHEET, "site.css", viewer.style()),
        Page(urls.SCRIPT, "site.js", None),
        Page(urls.ICON, "icon.svg", viewer.style()),
        Page(urls.CHECK_SITE, "check_site.py", None),
    ]
    if viewer.has_feed:
        made.append(Page(urls.FEED, "feed.xml", viewer.changes()))
    files = (
        File(
            urls.FACTS_JSON,
            memory.remember("facts.json", site.rows, lambda: exports.facts_json(site.rows)),
        ),
        File(urls.FACTS_CSV, exports.facts_csv(site)),
        File(urls.ARTICLES_JSON, exports.csl_json(content.articles)),
        File(urls.SEARCH_DATA, search.data(site, tuple(viewer.facts.values()))),
        File(urls.ARTICLES_BIB, exports.bibtex(content.articles)),
        # Branch deploys of GitHub Pages would else leave out what begins with an underscore.
        File(".nojekyll", ""),
    )
    return Plan(viewer.frame(), content.settings.base_url, tuple(made), files)

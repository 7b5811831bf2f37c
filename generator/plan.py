"""`Site` → every page and file of the output: what exists is decided here."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator import exports, search, urls
from generator.memory import Memory
from generator.model import Site, When
from generator.viewer import Viewer
from generator.views import Frame, GonePageView


@dataclass(frozen=True, slots=True)
class Page:
    """A file to be rendered: its template prints its view."""

    path: str
    template: str
    view: object
    title: str = ""  # for a page of HTML
    updated: When | None = None  # when its content last changed
    citation: str = ""  # how it is cited
    canonical: str = ""  # the path of the page that search engines shall name; empty for none


@dataclass(frozen=True, slots=True)
class File:
    """A file with what is in it; path is relative to output/."""

    path: str
    content: str | bytes

    @property
    def encoded(self) -> bytes:
        return self.content.encode() if isinstance(self.content, str) else self.content


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the output is made of."""

    frame: Frame
    base_url: str
    image: str  # the path of the picture shown where a page is shared; empty for none
    assets: tuple[Page | File, ...]  # what others load; each may name those before it
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
        return Page(path, template, view, title, updated, citation, path)

    def gone(path: str, view: GonePageView) -> Page:
        target = view.gone.target
        made = page(path, view, "gone.html", "Moved" if target else "Withdrawn")
        return replace(made, canonical=target.address if target else "")

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
    ]
    base_url = content.settings.base_url
    sitemap = viewer.sitemap((page.path, page.updated) for page in made)
    others = [
        *(gone(path, view) for path, view in viewer.gone_pages()),
        *([Page(urls.FEED, "feed.xml", viewer.changes())] if viewer.has_feed else []),
        Page(urls.CHECK_SITE, "check_site.py", None),
        Page(urls.NOT_FOUND, "404.html", viewer.not_found(), "Page not found"),
        Page(urls.FACTS_SCHEMA, "facts.schema.json", None),
        Page(urls.ROBOTS, "robots.txt", sitemap),
        *([Page(urls.SITEMAP, "sitemap.xml", sitemap)] if base_url else []),
    ]
    image = content.image if base_url else None  # what shares a page needs its whole address
    assets: list[Page | File] = [
        *([File(urls.picture(image.ending), image.content)] if image else []),
        Page(urls.ICON, "icon.svg", viewer.style()),
        Page(urls.STYLESHEET, "site.css", viewer.style()),
        File(urls.SEARCH_DATA, search.data(site, tuple(viewer.facts.values()))),
        File(urls.ARTICLES_DATA, search.articles(site)),
        Page(urls.SCRIPT, "site.js", None),
    ]
    files = (
        File(
            urls.FACTS_JSON,
            memory.remember("facts.json", site.rows, lambda: exports.facts_json(site.rows)),
        ),
        File(urls.FACTS_CSV, exports.facts_csv(site)),
        File(urls.ARTICLES_JSON, exports.csl_json(content.articles)),
        File(urls.ARTICLES_BIB, exports.bibtex(content.articles)),
        # Branch deploys of GitHub Pages would else leave out what begins with an underscore.
        File(".nojekyll", ""),
    )
    return Plan(
        frame=viewer.frame(),
        base_url=base_url,
        image=urls.picture(image.ending) if image else "",
        assets=tuple(assets),
        pages=(*made, *others),
        files=files,
    )

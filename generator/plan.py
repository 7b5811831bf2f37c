"""`Site` → every page and file of the output: what exists is decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from msgspec import Struct

from generator import exports, paging, search, urls
from generator.memory import Memory
from generator.model import Article, Site, When
from generator.viewer import Viewer, article_view
from generator.views import Frame, GonePageView, ScriptView

_T = TypeVar("_T")


class Page(Struct, frozen=True):
    """A file to be rendered: its template prints its view, which is made when it is asked for."""

    path: str
    template: str
    view: Callable[[], object]
    title: str = ""  # for a page of HTML
    updated: When | None = None  # when its content last changed
    citation: str = ""  # how it is cited
    canonical: str = ""  # the path of the page that search engines shall name; empty for none
    of: Callable[[], object] | None = None  # what the view depends on, where that is less work


class Data(Struct, frozen=True):
    """A file that no template prints; what is in it is made when it is asked for."""

    path: str
    make: Callable[[], str | bytes]


class File(Struct, frozen=True):
    """A file with what is in it; path is relative to output/."""

    path: str
    content: str | bytes

    @property
    def encoded(self) -> bytes:
        return self.content.encode() if isinstance(self.content, str) else self.content

    @property
    def digest(self) -> str:
        """Nothing: what is in it is known."""
        return ""


class Plan(Struct, frozen=True):
    """Everything that the output is made of."""

    frame: Frame
    places: Mapping[str, str]  # see urls.placed
    base_url: str
    image: str  # the path of the picture shown where a page is shared; empty for none
    assets: tuple[Page | Data, ...]  # what others load; each may name those before it
    pages: tuple[Page, ...]
    files: tuple[Data, ...]
    prepare: Callable[[], object]  # makes what many pages need: before several processes do


def pages(site: Site, build_id: str, memory: Memory | None = None) -> Plan:
    """Everything that the output is made of; the build id is printed on the about page alone."""
    memory = memory or Memory()
    viewer = Viewer(site, memory)
    content = site.content

    def page(
        path: str,
        view: Callable[[], object],
        template: str,
        title: str,
        own: When | None = None,
        of: Callable[[], object] | None = None,
    ) -> Page:
        updated = viewer.updated(own)
        citation = viewer.citation(path, title, updated)
        return Page(path, template, view, title, updated, citation, path, of)

    def article(article: Article) -> Page:
        def view() -> object:
            return article_view(article, viewer.joined(article))

        def of() -> object:
            return article.digest, viewer.joined(article)

        path, title = urls.article(article.slug), article.title or article.label
        return page(path, view, "article.html", title, of=of)

    def numbered(
        path: str, count: int, view: Callable[[int], object], title: str
    ) -> Iterator[Page]:
        """The page at a path, and what it goes on with."""
        for number in range(1, max(count, 1) + 1):
            name = title if number == 1 else f"{title} ({number})"
            yield page(urls.numbered(path, number), partial(view, number), path, name)

    searched, on_demand = search.parts(site, memory)
    data = [urls.numbered(urls.SEARCH_DATA, n + 1) for n in range(len(searched) + len(on_demand))]
    texts, more = data[: len(searched)], data[len(searched) :]
    of_articles = paging.parts(content.articles, search.MOST_ARTICLES) or ((),)
    articles = [urls.numbered(urls.ARTICLES_DATA, n + 1) for n in range(len(of_articles))]
    made = [
        page(urls.FRONT, viewer.index, "index.html", ""),
        *(
            page(urls.topic(t.slug), partial(viewer.topic, t), "topic.html", t.title, t.updated)
            for t in content.topics
        ),
        *map(article, content.articles),
        *_fact_table(viewer, page),
        *numbered(
            urls.COMPARISON,
            memory.remember("comparison", site.rows, lambda: len(viewer.amounts)),
            viewer.comparison,
            "How the articles compare",
        ),
        *numbered(urls.TIMELINE, len(viewer.dated), viewer.timeline, "Timeline"),
        *numbered(urls.PEOPLE, len(viewer.people_parts), viewer.people, "People and organisations"),
        page(urls.SEARCH, partial(viewer.search, texts, more), "search.html", "Search"),
        page(urls.ABOUT, partial(viewer.about, build_id), "about.html", content.about.title),
        page(urls.CHANGES, viewer.changes, "changes.html", "Changes"),
    ]
    if viewer.article_parts:
        count = len(viewer.article_parts)
        made += numbered(urls.ARTICLES, count, viewer.articles_page, "The articles")
    base_url = content.settings.base_url
    sitemap = partial(viewer.sitemap, [(page.path, page.updated) for page in made])
    others = [
        *(_gone(path, view) for path, view in viewer.gone_pages()),
        *([Page(urls.FEED, "feed.xml", viewer.changes)] if viewer.has_feed else []),
        Page(urls.CHECK_SITE, "check_site.py", _nothing),
        Page(urls.NOT_FOUND, "404.html", viewer.not_found, "Page not found"),
        Page(urls.FACTS_SCHEMA, "facts.schema.json", _nothing),
        Page(urls.ROBOTS, "robots.txt", sitemap),
        *([Page(urls.SITEMAP, "sitemap.xml", sitemap)] if base_url else []),
    ]
    image = content.image if base_url else None  # what shares a page needs its whole address
    assets: list[Page | Data] = [
        *([Data(urls.picture(image.ending), partial(_same, image.content))] if image else []),
        Page(urls.ICON, "icon.svg", viewer.style),
        Page(urls.STYLESHEET, "site.css", viewer.style),
        *(
            Data(path, partial(search.data, part))
            for path, part in zip(data, (*searched, *on_demand), strict=True)
        ),
        *(
            Data(path, partial(search.articles, part))
            for path, part in zip(articles, of_articles, strict=True)
        ),
        Page(urls.SCRIPT, "site.js", partial(ScriptView, tuple(articles))),
    ]
    files = (
        Data(
            urls.FACTS_JSON,
            lambda: memory.remember(
                "facts.json", site.rows, lambda: exports.facts_json(site.rows), is_passing=True
            ),
        ),
        Data(urls.FACTS_CSV, lambda: exports.facts_csv(site)),
        Data(urls.ARTICLES_JSON, lambda: exports.csl_json(content.articles)),
        Data(urls.ARTICLES_BIB, lambda: exports.bibtex(content.articles)),
        # Branch deploys of GitHub Pages would else leave out what begins with an underscore.
        Data(".nojekyll", lambda: ""),
    )
    return Plan(
        frame=viewer.frame(),
        places=site.pages,
        base_url=base_url,
        image=urls.picture(image.ending) if image else "",
        assets=tuple(assets),
        pages=(*made, *others),
        files=files,
        prepare=viewer.prepare,
    )


def _fact_table(viewer: Viewer, page: Callable[..., Page]) -> Iterator[Page]:
    if not viewer.fact_targets:
        yield page(urls.FACTS, viewer.fact_table, "facts.html", "Fact table")
        return
    yield page(urls.FACTS, viewer.fact_index, "fact_index.html", "Fact table")
    for path, title, view in viewer.fact_pages():
        yield page(path, view, "facts.html", title)


def _gone(path: str, view: GonePageView) -> Page:
    target = view.gone.target
    title = "Moved" if target else "Withdrawn"
    canonical = target.address if target else ""
    return Page(path, "gone.html", partial(_same, view), title, canonical=canonical)


def _same(known: _T) -> _T:
    """What is known already."""
    return known


def _nothing() -> None:
    """The view of a template that prints nothing but itself."""

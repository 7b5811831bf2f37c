"""`Site` → every page and file of the output: what exists is decided here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeAlias, TypeVar

from msgspec import Struct

from generator import exports, paging, search, urls
from generator.keys import Keys
from generator.memory import Memory
from generator.model import Article, Site, Topic, When
from generator.viewer import Viewer
from generator.views import Frame, GonePageView, ScriptView

_T = TypeVar("_T")
# Gives what a file has beyond the site's outline, such as digests of the articles whose words it
# prints.
Beyond: TypeAlias = Callable[[], Iterable[str]]


def _nothing_more(*of: object) -> Iterable[str]:
    """Where the outline leaves out nothing that a file has."""
    return ()


class Page(Struct, frozen=True):
    """A file to be rendered: its template prints its view, which is made when it is asked for."""

    path: str
    template: str
    view: Callable[[], object]
    title: str = ""  # for a page of HTML
    updated: When | None = None  # when its content last changed
    citation: str = ""  # how it is cited
    canonical: str = ""  # the path of the page that search engines shall name; empty for none
    key: Callable[[], bytes] | None = None  # see Keys; None where the view is as little work
    beyond: Beyond | None = None  # None where that is as much work as the key


class Data(Struct, frozen=True):
    """A file that no template prints; what is in it is made when it is asked for."""

    path: str
    make: Callable[[], str | bytes]
    key: Callable[[], bytes] | None = None  # see Keys; None where making it is as little work
    beyond: Beyond | None = None  # None where that is as much work as the key


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

    outline: bytes  # see Content
    frame: Frame
    places: Mapping[str, str]  # see urls.placed
    base_url: str
    image: str  # the path of the picture shown where a page is shared; empty for none
    assets: tuple[Page | Data, ...]  # what others load; each may name those before it
    pages: tuple[Page, ...]
    files: tuple[Data, ...]


def pages(site: Site, build_id: str, memory: Memory | None = None) -> Plan:
    """Everything that the output is made of; the build id is printed on the about page alone."""
    memory = memory or Memory()
    viewer = Viewer(site, memory)
    keys = Keys(viewer)
    content = site.content

    def page(
        path: str,
        view: Callable[[], object],
        template: str,
        title: str,
        key: Callable[[], bytes] | None = None,
        beyond: Beyond | None = None,
        own: When | None = None,
    ) -> Page:
        updated = viewer.updated(own)
        citation = viewer.citation(path, title, updated)
        return Page(path, template, view, title, updated, citation, path, key, beyond)

    def article(of: Article) -> Page:
        path, title = urls.article(of.slug), of.title or of.label
        view, key = partial(viewer.article, of), partial(keys.article, of)
        return page(path, view, "article.html", title, key, partial(_same, (of.digest,)))

    def topic(of: Topic) -> Page:
        view, key = partial(viewer.topic, of), partial(keys.topic, of)
        path, beyond = urls.topic(of.slug), partial(keys.beyond_topic, of)
        return page(path, view, "topic.html", of.title, key, beyond, of.updated)

    def numbered(
        path: str,
        count: int,
        view: Callable[[int], object],
        title: str,
        key: Callable[[int], bytes],
        beyond: Callable[[int], Iterable[str]],
    ) -> Iterator[Page]:
        """The page at a path, and what it goes on with."""
        for n in range(1, max(count, 1) + 1):
            name = title if n == 1 else f"{title} ({n})"
            of_number = partial(key, n), partial(beyond, n)
            yield page(urls.numbered(path, n), partial(view, n), path, name, *of_number)

    searched, on_demand = search.parts(site, memory)
    data = [urls.numbered(urls.SEARCH_DATA, n + 1) for n in range(len(searched) + len(on_demand))]
    texts, more = data[: len(searched)], data[len(searched) :]
    of_articles = paging.parts(content.articles, search.MOST_ARTICLES) or ((),)
    articles = [urls.numbered(urls.ARTICLES_DATA, n + 1) for n in range(len(of_articles))]
    about = content.about.title
    made = [
        page(urls.FRONT, viewer.index, "index.html", "", keys.index, keys.beyond_index),
        *map(topic, content.topics),
        *map(article, content.articles),
        *_fact_table(viewer, keys, page),
        *numbered(
            urls.COMPARISON,
            viewer.numbers.comparisons,
            viewer.comparison,
            "How the articles compare",
            keys.comparison,
            _nothing_more,
        ),
        *numbered(
            urls.TIMELINE,
            viewer.numbers.timelines,
            viewer.timeline,
            "Timeline",
            keys.timeline,
            _nothing_more,
        ),
        *numbered(
            urls.PEOPLE,
            len(viewer.people_parts),
            viewer.people,
            "People and organisations",
            keys.people,
            keys.beyond_people,
        ),
        page(
            urls.SEARCH,
            partial(viewer.search, texts, more),
            "search.html",
            "Search",
            partial(keys.search, texts, more),
            partial(_same, (*texts, "", *more)),
        ),
        # It names the build, which is another with whatever changes.
        page(
            urls.ABOUT,
            partial(viewer.about, build_id),
            "about.html",
            about,
            partial(_same, build_id.encode()),
        ),
        page(urls.CHANGES, viewer.changes, "changes.html", "Changes"),
    ]
    if viewer.article_parts:
        count = len(viewer.article_parts)
        view, key = viewer.articles_page, keys.articles
        made += numbered(urls.ARTICLES, count, view, "The articles", key, _nothing_more)
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
            Data(
                path,
                partial(search.data, part),
                partial(keys.searched, part),
                partial(keys.beyond_searched, part),
            )
            for path, part in zip(data, (*searched, *on_demand), strict=True)
        ),
        *(
            Data(
                path, partial(search.articles, part), partial(keys.of_articles, part), _nothing_more
            )
            for path, part in zip(articles, of_articles, strict=True)
        ),
        Page(urls.SCRIPT, "site.js", partial(ScriptView, tuple(articles))),
    ]
    files = (
        Data(urls.FACTS_JSON, lambda: exports.facts_json(site.rows), keys.rows, _nothing_more),
        Data(urls.FACTS_CSV, lambda: exports.facts_csv(site), keys.rows, _nothing_more),
        Data(
            urls.ARTICLES_JSON,
            lambda: exports.csl_json(content.articles),
            keys.references,
            _nothing_more,
        ),
        Data(
            urls.ARTICLES_BIB,
            lambda: exports.bibtex(content.articles),
            keys.references,
            _nothing_more,
        ),
        # Branch deploys of GitHub Pages would else leave out what begins with an underscore.
        Data(".nojekyll", lambda: ""),
    )
    return Plan(
        outline=content.outline,
        frame=viewer.frame(),
        places=site.pages,
        base_url=base_url,
        image=urls.picture(image.ending) if image else "",
        assets=tuple(assets),
        pages=(*made, *others),
        files=files,
    )


def _fact_table(viewer: Viewer, keys: Keys, page: Callable[..., Page]) -> Iterator[Page]:
    if not viewer.fact_targets:
        yield page(
            urls.FACTS,
            viewer.fact_table,
            "facts.html",
            "Fact table",
            keys.fact_table,
            _nothing_more,
        )
        return
    yield page(
        urls.FACTS,
        viewer.fact_index,
        "fact_index.html",
        "Fact table",
        keys.fact_table,
        _nothing_more,
    )
    for path, title in viewer.fact_pages():
        view, key = partial(viewer.fact_page, path), partial(keys.fact_page, path)
        yield page(path, view, "facts.html", title, key, _nothing_more)


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

"""`Site` → where on its pages the lines of its files are printed; the files of each page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from generator import ledger, read, templates, urls
from generator.model import Site
from generator.problems import Place


def sources(site: Site) -> dict[str, tuple[str, ...]]:
    """For each page the files it is made from: that of its content first, then its template."""
    content = site.content
    made: dict[str, tuple[str, ...]] = {
        urls.FRONT: (read.FRONT, "index.html"),
        urls.FACTS: (read.FACTS, "facts.html"),
        urls.COMPARISON: (read.FACTS, "comparison.html"),
        urls.TIMELINE: (read.FACTS, "timeline.html"),
        urls.PEOPLE: (read.PEOPLE, "people.html"),
        urls.SEARCH: ("search.html",),
        urls.ABOUT: (read.ABOUT, "about.html"),
        urls.CHANGES: (
            *(
                f"{read.RELEASES}/{each.day.isoformat()}.json"
                for each in reversed(content.releases)
            ),
            "changes.html",
        ),
        urls.NOT_FOUND: ("404.html",),
        **{
            address: (read.LEDGER, "gone.html")
            for address in ledger.gone(content)
            if urls.permanent(address).kind in ("topic", "article") and "#" not in address
        },
        **{urls.topic(topic.slug): (topic.place.path, "topic.html") for topic in content.topics},
    }
    parts = {page: address.partition("#")[0] for address, page in site.pages.items()}
    made.update({page: made[whole] for page, whole in parts.items()})
    readings = {
        of_article.article: f"{read.READINGS}/{of_article.article}.yaml"
        for of_article in content.folded_readings
        if of_article.said
    }
    for article in content.articles:
        files = (article.place.path, readings.get(article.slug, ""), "article.html")
        made[urls.article(article.slug)] = tuple(filter(None, files))
    return {
        page: (*files, f"{templates.FOLDER}/{template}")
        for page, (*files, template) in made.items()
    }


class Addresses:
    """Tells where what stands at a place in a file is printed."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._known: dict[str, list[tuple[Place, str]]] = {}  # by file

    def of(self, place: Place) -> str:
        """The address of what begins at the place or nearest before it in its file; empty where
        nothing of the file is printed before it."""
        if place.path not in self._known:
            self._known[place.path] = sorted(_printed(self._site, place.path))
        printed = self._known[place.path]
        at = bisect_right(printed, place, key=lambda each: each[0])
        return printed[at - 1][1] if at else ""


def _printed(site: Site, path: str) -> Iterator[tuple[Place, str]]:
    """Every place of a file from which something is printed, with its address."""
    content = site.content
    things = [
        (content.front.place, urls.FRONT),
        (content.about.place, urls.ABOUT),
        *((topic.place, urls.topic(topic.slug)) for topic in content.topics),
        *((article.place, urls.article(article.slug)) for article in content.articles),
    ]
    for row in site.rows:
        address = urls.placed(urls.fact(row.fact.id), site.pages)
        things.append((row.fact.place, address))
        page = address.partition("#")[0]
        things += [(reading.place, f"{page}#{reading.id}") for reading in row.readings]
    for person in content.people:
        things.append((person.place, urls.placed(urls.person(person.id), site.pages)))
    yield from (thing for thing in things if thing[0].path == path)
    for article in content.articles:
        if article.place.path == path:
            for number, block in enumerate(article.body.paragraphs, 1):
                yield block.place, urls.paragraph(article.slug, number)
    for passage in site.passages:
        statements = passage.document.statements
        if statements and statements[0].source.place.path == path:
            ids = [(number, cited.id) for number, cited in passage.cited.items()]
            for number, id in (*ids, *passage.uncited.items()):
                yield statements[number].place, f"{passage.pages[0]}#{id}"

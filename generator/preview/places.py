"""`Site` → where on its pages the lines of its files are printed; the files of each page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

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
    readings = {reading.article: reading.place.path for reading in content.readings}
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

    @cached_property
    def _printed(self) -> list[tuple[Place, str]]:
        return sorted(_printed(self._site))

    def of(self, place: Place) -> str:
        """The address of what begins at the place or nearest before it in its file; empty where
        nothing of the file is printed before it."""
        at = bisect_right(self._printed, place, key=lambda printed: printed[0])
        nearest, address = self._printed[at - 1] if at else (Place(""), "")
        return address if nearest.path == place.path else ""


def _printed(site: Site) -> Iterator[tuple[Place, str]]:
    """Every place from which something is printed, with its address."""
    content = site.content
    yield content.front.place, urls.FRONT
    yield content.about.place, urls.ABOUT
    for topic in content.topics:
        yield topic.place, urls.topic(topic.slug)
    for article in content.articles:
        yield article.place, urls.article(article.slug)
        for number, block in enumerate(article.body.paragraphs, 1):
            yield block.place, urls.paragraph(article.slug, number)
    for row in site.rows:
        address = urls.placed(urls.fact(row.fact.id), site.pages)
        yield row.fact.place, address
        for reading in row.readings:
            yield reading.place, f"{address.partition('#')[0]}#{reading.id}"
    for person in content.people:
        yield person.place, urls.placed(urls.person(person.id), site.pages)
    for passage in site.passages:
        for cited in passage.cited.values():
            yield cited.statement.place, f"{passage.pages[0]}#{cited.id}"
        for number, id in passage.uncited.items():
            yield passage.document.statements[number].place, f"{passage.pages[0]}#{id}"

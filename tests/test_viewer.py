"""What pages show of evidence, support and corrections, on the plain site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator import urls
from generator.build import build
from generator.viewer import Viewer
from tests.sites import write
from tests.test_facts import site_of

FARES = "topics/fares.html"


def page(site: Path, path: str = FARES) -> str:
    build(site)
    return (site / "output" / path).read_text(encoding="utf-8")


def change(site: Path, path: str, old: str, new: str) -> None:
    text = (site / path).read_text(encoding="utf-8")
    assert old in text
    write(site, {path: text.replace(old, new)})


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def card(html: str, id: str) -> str:
    match = re.search(rf'<section popover[^>]* id="{id}".*?</section>', html, re.DOTALL)
    assert match, id
    return match[0]


def test_a_paragraph_has_one_card_however_often_it_is_cited(plain: Path) -> None:
    html = page(plain)
    assert html.count('<button popovertarget="e-harbour-herald-2">A') == 3
    assert html.count('id="e-harbour-herald-2"') == 1


def test_a_card_has_the_phrase_its_source_and_the_way_to_the_original(plain: Path) -> None:
    told = card(page(plain, "topics/boat.html"), "e-harbour-herald-3")
    assert words_of(told) == (
        "A Herald, paragraph 3 Close Tidal Works builds the boat from Ada Finch"
        " 2 March 2031 Original"
    )
    assert 'href="../articles/harbour-herald.html#p3"' in told
    fragment = "#:~:text=Tidal%20Works%20builds%20the%20boat"
    assert f'href="https://example.org/herald/boat{fragment}"' in told


def test_a_statement_shows_how_the_articles_stand_to_what_it_says(plain: Path) -> None:
    html = page(plain)
    support = re.search(r'<span class="support">.*?</span></span>', html)
    assert support
    assert words_of(support[0]).startswith("$4.50")
    assert "1 of 2 says this, 1 says something compatible" in words_of(support[0])


def test_more_articles_than_marks_can_show_are_counted(plain: Path) -> None:
    extra = {
        f"content/articles/gull-{n}.md": f"---\nlabel: Gull {n}\nrights: full\n---\n\nA gull.\n"
        for n in range(11)
    }
    html = page(write(plain, dict(extra)))
    strip = re.search(r'<span class="support">.*?</span></span>', html)
    assert strip
    assert re.findall(r'<b class="mark m1 (\w+)">(\d+)</b>', strip[0]) == [
        ("says", "1"),
        ("compatible", "1"),
        ("silent", "11"),
    ]


@pytest.mark.parametrize(
    ("settings", "begins"),
    [
        (
            "repository: https://example.org/repository",
            "https://example.org/repository/issues/new?",
        ),
        ("mail: desk@example.org", "mailto:desk@example.org?"),
    ],
)
def test_an_error_is_reported_where_the_site_says(plain: Path, settings: str, begins: str) -> None:
    change(plain, "site.yaml", "repository: https://example.org/repository", settings)
    [link] = re.findall(r'<a class="report"[^>]* href="([^"]*)"', page(plain))
    assert link.startswith(begins)
    assert "/topics/fares.html&" in link


def test_nobody_to_tell_is_no_link(plain: Path) -> None:
    change(plain, "site.yaml", "repository: https://example.org/repository\n", "")
    assert 'class="report"' not in page(plain)
    assert "Report an error" not in page(plain)


def test_a_page_says_when_its_content_changed_and_how_it_is_cited(plain: Path) -> None:
    change(
        plain, "content/topics/boat.md", "title: The boat", "title: The boat\nupdated: 2031-05-02"
    )
    change(plain, "content/topics/fares.md", "title: Fares", "title: Fares\nupdated: 2031-04")
    boat, fares, facts = (page(plain, p) for p in ("topics/boat.html", FARES, "facts.html"))
    assert "Content last changed 2 May 2031." in boat
    assert "Content last changed April 2031." in fares
    assert "Content last changed 2 May 2031." in facts  # the latest of the site
    assert (
        "Ferry desk: Fares. The Quillmarsh ferry. April 2031. https://example.org/ferry/" in fares
    )


def test_many_places_that_name_someone_are_counted(plain: Path) -> None:
    def add(path: str, *texts: str) -> None:
        write(plain, {path: (plain / path).read_text(encoding="utf-8") + "".join(texts)})

    topic, facts = "content/topics/boat.md", "content/facts.yaml"
    asked = "- id: f{0}\n  question: Who is {0} at Brightwater?\n  type: set\n  topic: boat\n"
    said = "\nIt makes the {} at Brightwater [@harbour-herald, para. 1].\n"
    add(topic, *map(said.format, ("trip", "new trip", "old trip", "day", "night")))
    add(facts, *map(asked.format, "abcde"))
    told = entry(page(plain, "people.html"), "brightwater")
    assert (
        "Statements: The boat The boat 1 , The boat 2 , The boat 3 , The boat 4 , The boat 5"
        in words_of(told)
    )
    assert told.count("<li>") == 8
    add(topic, said.format("last trip"))
    add(facts, asked.format("f"))
    told = entry(page(plain, "people.html"), "brightwater")
    assert "Statements: The boat (6)" in words_of(told)
    assert "Facts: Fares ; The boat (7) ; In general" in words_of(told)
    assert "<li>" not in told


def entry(html: str, id: str) -> str:
    match = re.search(rf'<article class="person" id="{id}".*?</article>', html, re.DOTALL)
    assert match, id
    return match[0]


def test_who_is_only_named_is_told_of_by_the_readings(plain: Path) -> None:
    people = "content/people.yaml"
    described = (
        "  description: She reports that Tidal Works builds the boat [@harbour-herald, para. 3].\n"
    )
    change(plain, people, described, "")
    change(plain, "content/articles/harbour-herald.md", "url:", "credit: By Ada Finch.\nurl:")
    readings = "content/readings/harbour-herald.yaml"
    for value in ("value: fair\n", "value: $3\n"):
        change(plain, readings, value, f"{value}  said_by: Ada Finch\n")
    told = words_of(entry(page(plain, "people.html"), "ada-finch"))
    assert (
        "No article says who this is. Named as who said it in 2 readings,"
        " as the origin of 1 reading and in the credit of Herald." in told
    )


@pytest.mark.parametrize(
    ("fields", "reference"),
    [
        ("title: Who pays?", "Who pays? https://example.org/gull"),
        ("title: Who pays\npublisher: The Gull", "Who pays. The Gull. https://example.org/gull"),
        ('published: "2031-06~"', "[Gull]. About June 2031. https://example.org/gull"),
    ],
)
def test_an_article_is_cited_by_what_is_known_of_it(
    plain: Path, fields: str, reference: str
) -> None:
    head = f"label: Gull\nrights: full\nurl: https://example.org/gull\n{fields}"
    write(plain, {"content/articles/gull.md": f"---\n{head}\n---\n\nA gull.\n"})
    cited = re.search("<dt>As text</dt><dd>(.*?)</dd>", page(plain, "articles/gull.html"))
    assert cited and cited[1] == reference


def test_a_text_fragment_is_written_so_that_browsers_read_it() -> None:
    address = urls.at_words("https://example.org/a", "a six-day, full stop & more")
    assert address == "https://example.org/a#:~:text=a%20six%2Dday%2C%20full%20stop%20%26%20more"
    assert urls.at_words("https://example.org/a#b", "words") == "https://example.org/a#b"


def test_who_says_both_is_shown_as_saying_what_it_is_cited_for(plain: Path) -> None:
    """In the fact's row the same article says otherwise: there the difference has to be seen."""
    path = "content/readings/island-post.yaml"
    more = "- fact: fare\n  value: $9\n  paragraph: 1\n  quote: even $9\n"
    write(plain, {path: (plain / path).read_text(encoding="utf-8") + more})
    viewer = Viewer(site_of(plain))
    topic = next(topic for topic in viewer.content.topics if topic.slug == "fares")
    (support,) = [s for c in viewer.topic(topic).body.citations.values() for s in c.support]
    assert support.shown == "$4.50"
    assert [mark.stance for mark in support.strip.marks] == ["compatible", "says"]
    assert viewer.fact("fare").strip.marks[1].stance == "otherwise"


def supports(site: Path, statement: str) -> list[tuple[str, list[str]]]:
    """For each tie of a statement about the boat: its value, and how the articles stand to it."""
    path = "content/topics/boat.md"
    text = (site / path).read_text(encoding="utf-8")
    write(site, {path: f"{text}\n{statement}\n"})
    viewer = Viewer(site_of(site))
    topic = next(topic for topic in viewer.content.topics if topic.slug == "boat")
    citation = list(viewer.topic(topic).body.citations.values())[-1]
    return [(s.shown, [mark.stance for mark in s.strip.marks]) for s in citation.support]


BOTH = "[@harbour-herald, para. 1; @island-post, para. 2]."


def test_words_that_repeat_a_reading_are_compared_with_that_one(plain: Path) -> None:
    words = f"It starts [on 1 May 2031]{{fact=start}} or [in early 2031]{{fact=start}} {BOTH}"
    assert supports(plain, words) == [
        ("1 May 2031", ["says", "otherwise"]),
        ("early 2031", ["otherwise", "says"]),
    ]


def test_words_about_a_difference_show_that_the_articles_differ(plain: Path) -> None:
    words = f"The papers [do not agree]{{fact=start}} {BOTH}"
    assert supports(plain, words) == [("Differ", ["otherwise", "otherwise"])]


def test_where_as_many_say_one_thing_as_another_neither_is_what_is_said(plain: Path) -> None:
    strip = Viewer(site_of(plain)).fact("start").strip
    assert [mark.stance for mark in strip.marks] == ["otherwise", "otherwise"]
    assert strip.words == "2 of 2 say different things; at most 2 origins"


def third_article(site: Path, value: str, words: str) -> None:
    """An article that has a value, in some words, for when the boat comes into service."""
    reading = f"- {{fact: start, value: {value}, paragraph: 1, quote: {words}}}\n"
    fields = "---\nlabel: Gazette\npublished: 2031-07-01\nrights: full\n---\n"
    write(
        site,
        {
            "content/articles/gazette.md": f"{fields}\nIt comes into service {words}.\n",
            "content/readings/gazette.yaml": reading,
        },
    )


def test_who_has_something_in_common_with_all_says_nothing_different(plain: Path) -> None:
    third_article(plain, "../2031-05", "by May 2031")
    strip = Viewer(site_of(plain)).fact("start").strip
    assert [mark.stance for mark in strip.marks] == ["otherwise", "otherwise", "compatible"]
    words = "2 of 3 say different things, 1 says something compatible; at most 3 origins"
    assert strip.words == words


def test_words_about_a_difference_show_who_stands_against_whom(plain: Path) -> None:
    third_article(plain, "2031-37", "in early 2031")
    fact = Viewer(site_of(plain)).fact("start")
    assert [mark.stance for mark in fact.strip.marks] == ["otherwise", "says", "says"]
    words = f"The papers [do not agree]{{fact=start}} {BOTH}"
    assert supports(plain, words) == [("Differ", ["otherwise", "otherwise", "otherwise"])]


def test_a_card_has_something_for_each_statement_that_cites_its_paragraph(plain: Path) -> None:
    path = "content/topics/fares.md"
    text = (plain / path).read_text(encoding="utf-8")

    def told(*statements: str) -> tuple[list[str], str]:
        added = " ".join(f"{words} [@harbour-herald, para. 3]." for words in statements)
        write(plain, {path: f"{text}\n{added}\n"})
        viewer = Viewer(site_of(plain))
        topic = next(topic for topic in viewer.content.topics if topic.slug == "fares")
        cards = {card.paragraph.card: card for card in viewer.topic(topic).evidence}
        card = cards["e-harbour-herald-3"]
        return [phrase.quote for phrase in card.phrases], card.digest

    in_our_words = "Ada Finch reports that Tidal Works builds the boat."
    assert told("Tidal Works builds it") == (["Tidal Works builds the boat"], "")
    # Nothing that was read fits: the paragraph itself has to.
    assert told("A paper asked around") == ([], in_our_words)
    both = told("Tidal Works builds it", "A paper asked around")
    assert both == (["Tidal Works builds the boat"], in_our_words)

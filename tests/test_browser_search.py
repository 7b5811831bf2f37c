"""The site's script in a real browser, from disk: search, copies, counts, reports."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.build import Report, build
from tests.sites import copy_plain

pytestmark = pytest.mark.browser
Real = tuple[Path, Report]


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = copy_plain(tmp_path_factory.mktemp("ferry"))
    build(site)
    return site / "output"


def opened(browser: Browser, root: Path, path: str, javascript: bool = True) -> Page:
    """A page from disk, offline; whatever it says on the console fails the test."""
    context = browser.new_context(offline=True, java_script_enabled=javascript)
    page = context.new_page()
    page.on("console", lambda message: pytest.fail(message.text))
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto((root / path.partition("?")[0]).as_uri() + path[len(path.partition("?")[0]) :])
    return page


def found(page: Page) -> dict[str, list[str]]:
    """The words of the results, by the heading of their group."""
    return {
        section.locator("h2").inner_text(): [
            " ".join(item.inner_text().split()) for item in section.locator("li").all()
        ]
        for section in page.locator("#results section").all()
    }


def test_results_are_grouped_and_lead_to_their_place_with_the_words_marked(
    browser: Browser, ferry: Path
) -> None:
    page = opened(browser, ferry, "search.html")
    page.keyboard.press("/")
    page.keyboard.type("tidal WORKS")
    expect(page.locator("#found")).to_have_text("6 results")
    results = found(page)
    assert list(results) == [
        "Facts: 1",
        "Statements: 2",
        "People and organisations: 1",
        "Paragraphs of the articles: 2",
    ]
    assert not page.locator("#index").is_visible()
    assert page.url.endswith("?q=tidal%20WORKS")
    page.locator("#results a[href*='articles/']").first.click()
    page.wait_for_url("**/articles/harbour-herald.html?q=tidal%20WORKS#p3")
    assert page.locator("#p3 > div mark").all_inner_texts() == ["Tidal", "Works"]
    assert page.locator("mark:not(#p3 *)").count() == 0


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ('"tidal works"', 6),
        ('"works tidal"', 0),
        ("works tidal", 6),
        ("idal", 6),
        ("al", 0),  # a letter or two are found at the beginning of a word
        ("4.50", 4),
        ("$4.50", 4),
        ("...", 0),
        ("crossing cost 3", 3),
        ("<i>nothing</i>", 0),
    ],
)
def test_words_are_found_as_a_reader_would_expect(
    browser: Browser, ferry: Path, query: str, count: int
) -> None:
    page = opened(browser, ferry, "search.html")
    page.locator("#q").fill(query)
    if query == "...":
        expect(page.locator("#index")).to_be_visible()
    else:
        words = f"{count} results" if count else re.compile("^Nothing found")
        expect(page.locator("#found")).to_have_text(words)
    assert page.locator("#results li").count() == count


def test_letters_with_accents_and_without_are_the_same(browser: Browser, tmp_path: Path) -> None:
    site = copy_plain(tmp_path)
    people = site / "content" / "people.yaml"
    extra = "\n- id: zoe\n  name: Zoë Šárka\n  kind: person\n"
    people.write_text(people.read_text(encoding="utf-8") + extra, encoding="utf-8")
    build(site)
    page = opened(browser, site / "output", "search.html?q=zoe%20sarka")
    expect(page.locator("#results mark")).to_have_text(["Zoë", "Šárka"])
    page.locator("#q").fill("ŠÁRKA")
    expect(page.locator("#results mark")).to_have_text(["Šárka"])


def test_the_keyboard_moves_through_results(browser: Browser, ferry: Path) -> None:
    page = opened(browser, ferry, "topics/fares.html")
    page.keyboard.press("/")
    page.wait_for_url("**/search.html?q=")
    page.keyboard.type("ferry")
    page.locator("#q").fill("heron")
    expect(page.locator("#found")).to_contain_text("results")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    links = page.locator("#results a")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_have_value("")
    expect(page.locator("#index")).to_be_visible()


def test_many_results_are_shown_on_demand(browser: Browser, tmp_path: Path) -> None:
    site = copy_plain(tmp_path)
    with (site / "content" / "facts.yaml").open("a", encoding="utf-8") as facts:
        for name in "abcdefghijkl":
            facts.write(f"- id: deck-{name}\n  question: Who sits on deck {name}?\n  type: set\n")
    build(site)
    page = opened(browser, site / "output", "search.html")
    assert "search-data.js" not in page.content()  # loaded when it is needed
    page.locator("#q").fill("deck")
    first = page.locator("#results section").first
    expect(first.locator("li")).to_have_count(8)
    first.locator("button").click()
    count = int(first.locator("h2").inner_text().rpartition(" ")[2])
    assert first.locator("li").count() == count > 8
    expect(first.locator("li").nth(8).locator("a")).to_be_focused()


def test_a_figure_is_found_as_a_whole(browser: Browser, real: Real) -> None:
    root, report = real
    page = opened(browser, root, "search.html?q=20%25")
    expect(page.locator("#found")).to_have_text(re.compile(r"^[1-9]\d? results?$"))
    results = [words for group in found(page).values() for words in group]
    assert results and all(re.search(r"(?<![\d.,])20%", words) for words in results)
    page.locator("#q").fill("20")
    expect(page.locator("#found")).to_have_text(re.compile(r"^[1-9]\d+ results$"))
    facts = next(words for name, words in found(page).items() if name.startswith("Facts"))
    assert re.search(r"\b20\b", facts[0])


def test_without_javascript_the_page_is_an_index(browser: Browser, real: Real) -> None:
    root, report = real
    page = opened(browser, root, "search.html", javascript=False)
    assert not page.locator("#q").is_visible()
    assert page.locator(".without-script").is_visible()
    assert page.locator("#index a[href^='facts.html#']").count() == len(report.site.rows)
    people = page.locator("#index a[href^='people.html#']").count()
    assert people == len(report.site.content.people)


def test_evidence_is_copied_as_text_markdown_and_csl_json(browser: Browser, ferry: Path) -> None:
    page = opened(browser, ferry, "topics/boat.html")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("[popovertarget=e-harbour-herald-3]").first.click()
    card = page.locator("#e-harbour-herald-3")
    address = f"{ferry.as_uri()}/articles/harbour-herald.html#p3"
    source = "New boat for Quillmarsh, Harbour Herald, 2 March 2031, paragraph 3"
    copied = {}
    for kind in ("Text", "Markdown", "CSL-JSON"):
        card.get_by_role("button", name=kind, exact=True).click()
        expect(card.locator("[role=status]")).to_have_text("Copied")
        copied[kind] = page.evaluate("navigator.clipboard.readText()")
        page.evaluate("navigator.clipboard.writeText('')")
    assert copied["Text"] == f"“Tidal Works builds the boat” {source}. {address}"
    assert copied["Markdown"] == f"> “Tidal Works builds the boat”\n\n[{source}]({address})"
    (item,) = json.loads(copied["CSL-JSON"])
    assert item["title"] == "New boat for Quillmarsh"
    assert (item["label"], item["locator"], item["note"]) == ("paragraph", "3", address)


def test_counts_follow_the_filters(browser: Browser, real: Real) -> None:
    root, report = real
    page = opened(browser, root, "facts.html")
    topic = report.site.content.topics[0]
    page.locator("label:has([name=topic])", has_text=topic.title).click()
    rows = [row for row in report.site.rows if row.fact.topic == topic.slug]
    status = page.locator(".filters [role=status]")
    expect(status).to_have_text(f"{len(rows)} of {len(report.site.rows)} facts")
    for relation in sorted({row.relation for row in report.site.rows}):
        count = sum(row.relation == relation for row in rows)
        label = page.locator(f"label:has([value={relation}]) span")
        expect(label).to_have_text(str(count))
    for number, article in enumerate(report.site.content.articles, 1):
        count = sum(any(r.article == article.slug for r in row.readings) for row in rows)
        expect(page.locator(f"label:has([value=a{number}]) span")).to_have_text(str(count))
    page.locator("[type=reset]").click()
    expect(status).to_have_text(f"{len(report.site.rows)} of {len(report.site.rows)} facts")


def test_the_quotations_of_the_fact_table_are_shown_on_demand(
    browser: Browser, ferry: Path
) -> None:
    page = opened(browser, ferry, "facts.html", javascript=False)
    quotes = page.locator(".fact-table q")
    assert not any(quote.is_visible() for quote in quotes.all())
    page.get_by_label("Show the words each reading rests on").check()
    assert all(quote.is_visible() for quote in quotes.all())
    page.get_by_label("Show the words each reading rests on").uncheck()
    page.goto(f"{page.url}#fare--island-post")
    shown = [quote.inner_text() for quote in quotes.all() if quote.is_visible()]
    assert shown == ["asks $4.50 for a crossing"]
    page.emulate_media(media="print")
    assert all(quote.is_visible() for quote in quotes.all())


def test_the_report_of_an_error_names_what_is_pointed_at(browser: Browser, ferry: Path) -> None:
    begun = "https://example.org/repository/issues/new?title=Error%20in%20https%3A//"
    page = opened(browser, ferry, "topics/boat.html")
    assert page.locator(".citation .report").count() == 0
    for statement in page.locator("main .statement:has(.citation)").all():
        statement.locator(".citation").first.hover()
        report = statement.locator(".report")
        assert report.is_visible()
        address = str(report.get_attribute("href"))
        assert address.startswith(begun)
        assert f"/topics/boat.html%23{statement.get_attribute('id')}&body=" in address
    page.goto((ferry / "facts.html").as_uri())
    for fact in page.locator("tr[id]").all():
        fact.locator(".question a").focus()  # by keyboard: the next stop is the report
        page.keyboard.press("Tab")
        stop = page.evaluate("[document.activeElement.innerText, document.activeElement.href]")
        assert stop[0] == "Report an error"
        assert f"/facts.html%23{fact.get_attribute('id')}&body=" in stop[1]

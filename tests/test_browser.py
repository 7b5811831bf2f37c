"""The real site in a real browser, opened from disk with the network cut."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.build import Report
from generator.model import Row

pytestmark = pytest.mark.browser
Real = tuple[Path, Report]


@pytest.fixture(scope="module")
def pages(real: Real) -> list[Path]:
    return sorted(real[0].rglob("*.html"))


@pytest.mark.parametrize("javascript", [True, False])
def test_every_page_opens_from_disk_and_asks_for_nothing_else(
    browser: Browser, real: Real, pages: list[Path], javascript: bool
) -> None:
    context = browser.new_context(java_script_enabled=javascript, offline=True)
    page = context.new_page()
    requests: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    # An icon that is still loading when the page is left is no failure.
    page.on(
        "requestfailed",
        lambda request: said.extend([request.url] * (request.failure != "net::ERR_ABORTED")),
    )
    for path in pages:
        page.goto(path.as_uri())
        assert page.locator("h1").count() == 1, path
    assert said == []
    assert {url for url in requests if not url.startswith(real[0].as_uri())} == set()


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_the_window(
    browser: Browser, pages: list[Path], width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    for path in pages:
        page.goto(path.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (path.name, wide)


def test_a_citation_leads_to_its_paragraph_and_back(browser: Browser, real: Real) -> None:
    root, report = real
    topic = report.site.content.topics[0].slug
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((root / "topics" / f"{topic}.html").as_uri())
    statement = page.locator("main .statement").first
    id = statement.get_attribute("id")
    statement.locator("a[href*='articles/']").first.click()
    number = page.url.partition("#")[2]
    paragraph = page.locator(f"#{number}")
    assert paragraph.is_visible()
    back = paragraph.locator(f"a[href='../topics/{topic}.html#{id}']").first
    if not back.is_visible():
        paragraph.locator("summary").first.click()
    back.click()
    assert page.url.endswith(f"topics/{topic}.html#{id}")
    assert page.locator(f"#{id}").is_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_fact_table_is_filtered_without_javascript(
    browser: Browser, real: Real, width: int
) -> None:
    root, report = real
    page = browser.new_context(
        java_script_enabled=False, viewport={"width": width, "height": 900}
    ).new_page()
    page.goto((root / "facts.html").as_uri())
    shown = page.locator("main tr[id]:visible")
    article = report.site.content.articles[-1]
    topic = report.site.content.topics[0]
    relation = "compatible"

    def choose(name: str, words: str) -> None:
        page.locator(f"label:has([name={name}])", has_text=words).click()

    def ids(rows: Iterable[Row]) -> list[str]:
        return sorted(row.fact.id for row in rows)

    def visible() -> list[str]:
        return sorted(str(row.get_attribute("id")) for row in shown.all())

    rows = list(report.site.rows)
    assert visible() == ids(rows)
    choose("relation", "Compatible")
    rows = [row for row in rows if row.relation == relation]
    assert visible() == ids(rows)
    choose("article", article.label)
    rows = [row for row in rows if any(r.article == article.slug for r in row.readings)]
    assert visible() == ids(rows)
    choose("topic", topic.title)
    rows = [row for row in rows if row.fact.topic == topic.slug]
    assert rows and visible() == ids(rows)


def test_a_filter_never_hides_what_the_address_points_at(browser: Browser, real: Real) -> None:
    root, report = real
    page = browser.new_context(java_script_enabled=False).new_page()
    row = next(row for row in report.site.rows if row.relation != "differ")
    page.goto(f"{(root / 'facts.html').as_uri()}#{row.fact.id}")
    page.locator("label:has([name=relation])", has_text="Differ").click()
    assert page.locator(f"[id='{row.fact.id}']").is_visible()


def test_the_head_and_the_first_column_of_the_fact_table_stay(browser: Browser, real: Real) -> None:
    root, report = real
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    id = report.site.rows[len(report.site.rows) // 2].fact.id
    page.goto(f"{(root / 'facts.html').as_uri()}#{id}")
    head = page.locator("thead th").first.bounding_box()
    row = page.locator(f"[id='{id}'] th").bounding_box()
    assert head and row
    assert head["y"] == 0
    assert row["y"] >= head["height"]  # what the address points at is not behind the head

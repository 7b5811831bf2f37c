"""The same bytes work at a domain's root, under a path and from disk, with no network at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.build import build
from tests import pages
from tests.audit.server import serving
from tests.sites import ROOT

pytestmark = pytest.mark.browser
PLACES = ("root", "path", "disk")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site as it is published: its address is known. Folder of the output."""
    site = tmp_path_factory.mktemp("published")
    for folder in ("content", "templates"):
        shutil.copytree(ROOT / folder, site / folder)
    settings = [
        line
        for line in (ROOT / "site.yaml").read_text("utf-8").splitlines()
        if not line.startswith("base_url:")
    ]
    settings.append("base_url: https://example.org/explainer/")
    (site / "site.yaml").write_text("\n".join(settings), encoding="utf-8")
    build(site)
    return site / "output"


@contextmanager
def at(place: str, output: Path, folder: Path) -> Iterator[str]:
    """The address of the site at a place; ends with "/"."""
    if place == "disk":
        yield f"{output.as_uri()}/"
    elif place == "root":
        with serving(output) as site:
            yield site
    else:
        shutil.copytree(output, folder / "repo")
        shutil.copy(output / "404.html", folder)  # a host shows one for all that it has
        with serving(folder) as site:
            yield f"{site}repo/"


@pytest.fixture(params=PLACES)
def site(request: pytest.FixtureRequest, published: Path, tmp_path: Path) -> Iterator[str]:
    with at(request.param, published, tmp_path) as address:
        yield address


@pytest.fixture
def told() -> list[str]:
    """What went wrong on the pages that were opened."""
    return []


@pytest.fixture
def page(browser: Browser, site: str, told: list[str]) -> Iterator[Page]:
    """A page that reaches nothing but the site: whatever else it asks for fails and is told."""
    context = browser.new_context()
    context.route(lambda url: not url.startswith(site), lambda route: route.abort())
    page = context.new_page()
    page.on("console", lambda message: told.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: told.append(f"error: {error}"))
    page.on(
        "requestfailed",
        lambda request: (
            told.append(f"failed: {request.url} ({request.failure})")
            if request.failure != "net::ERR_ABORTED"  # it was on its way when the page was left
            else None
        ),
    )
    page.on(
        "response",
        lambda response: (
            told.append(f"{response.status}: {response.url}") if response.status >= 400 else None
        ),
    )
    yield page
    context.close()


def test_pages_of_each_kind_are_shown_without_an_error(
    page: Page, site: str, told: list[str], published: Path
) -> None:
    for name in pages.of_each_kind(published):
        page.goto(site + name, wait_until="load")
        assert told == [], name
        # Linked and own styles are applied, not only loaded.
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith("Charter")
        if name == "facts.html":
            shown = page.evaluate("getComputedStyle(document.querySelector('.filters')).display")
            assert shown == "grid"


def test_every_link_of_the_menus_leads_to_a_page(page: Page, site: str, told: list[str]) -> None:
    page.goto(f"{site}index.html")
    for number in range(page.locator(".masthead nav a").count()):
        link = page.locator(".masthead nav a").nth(number)
        address = link.evaluate("link => link.href")
        link.click()
        page.wait_for_url(address)
        expect(page.locator("h1")).to_be_visible()
        assert address.startswith(site) and told == []


def test_search_and_the_evidence_work(page: Page, site: str, told: list[str]) -> None:
    page.goto(f"{site}search.html")
    page.locator("#q").fill(page.locator("#index a").last.inner_text())
    expect(page.locator("#found")).to_contain_text("result")
    page.locator("#results a").first.click()
    page.goto(f"{site}index.html")
    page.locator("main a[href^='topics/']").first.click()
    page.locator(".citation button").first.click()
    card = page.locator(".evidence:popover-open")
    card.get_by_role("button", name="CSL-JSON").click()
    expect(card.locator("[role=status]")).to_have_text("Copied")
    assert told == []


def test_what_is_put_into_a_page_is_neither_run_nor_loaded(
    page: Page, site: str, told: list[str]
) -> None:
    page.goto(f"{site}index.html")
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.hasRun = true";
          const image = document.createElement("img");
          image.src = "https://example.org/spy.png";
          const style = document.createElement("style");
          style.textContent = "body { display: none }";
          document.head.append(script, style);
          document.body.append(image);
        }"""
    )
    page.wait_for_timeout(100)
    assert page.evaluate("window.hasRun") is None
    assert page.evaluate("getComputedStyle(document.body).display") == "block"
    refused = [line for line in told if "Content Security Policy" in line]
    assert len(refused) == 3, told
    assert "failed: https://example.org/spy.png (csp)" in told


@pytest.mark.parametrize("place", ["root", "path"])
@pytest.mark.parametrize("address", ["none.html", "topics/none.html", "a/b/c/d/none"])
def test_what_does_not_exist_is_told_at_any_depth(
    browser: Browser, published: Path, tmp_path: Path, place: str, address: str
) -> None:
    with at(place, published, tmp_path) as site:
        page = browser.new_page()
        told: list[str] = []
        asked: list[str] = []
        page.on("console", lambda message: told.append(message.text))
        page.on("request", lambda request: asked.append(request.url))
        response = page.goto(site + address)
        assert response is not None and response.status == 404
        assert page.locator("h1").inner_text() == "There is no such page"
        assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
        assert asked == [site + address]  # it loads nothing
        # The browser's own line on the page itself.
        assert [line for line in told if "status of 404" not in line] == []
        links = page.locator("a").evaluate_all("links => links.map((link) => link.href)")
        assert links[0].startswith("https://example.org/explainer/")
        page.close()

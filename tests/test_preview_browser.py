"""The live preview in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.preview import Running, replace, running, until
from tests.sites import copy_plain

pytestmark = pytest.mark.browser
TOPIC = "content/topics/boat.md"
PARTS = [first + second for first in "abcdef" for second in "klmnopqrst"]
FILLER = "".join(f"\n## Part {part}\n\n{{.framing}}\nWords of part {part}.\n" for part in PARTS)


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Path]]:
    """One preview for all tests here, and its site, which `site` gives back as it was."""
    root = copy_plain(tmp_path_factory.mktemp("preview") / "plain")
    with (root / TOPIC).open("a") as topic:
        topic.write(FILLER)
    with running(root, EDITOR_URL="editor://{path}?{line},{column}") as found:
        yield found, root


@pytest.fixture
def site(preview: tuple[Running, Path], tmp_path: Path) -> Iterator[Path]:
    """The site of the preview; what a test changes is put back."""
    running_, root = preview
    shutil.copytree(root, tmp_path / "before")
    _, build = running_.get("build.json")  # which has a hash of what it was made from
    yield root
    for file in (tmp_path / "before").rglob("*"):
        target = root / file.relative_to(tmp_path / "before")
        if file.is_file() and file.read_bytes() != target.read_bytes():
            shutil.copy(file, target)
    until(lambda: running_.get("build.json")[1] == build, "the build of before")


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    context.set_default_timeout(15_000)
    expect.set_options(timeout=15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def opened(page: Page, address: str) -> None:
    """Open an address and wait until the page follows the preview."""
    with page.expect_websocket() as socket:
        page.goto(address)
    # livereload's script tells the page's address once the two have greeted each other.
    while True:
        sent = socket.value.wait_for_event("framesent")
        if '"info"' in str(sent):
            return


def mark(page: Page) -> None:
    """Leave something in the page that a reload takes away."""
    page.evaluate("window.wasNotReloaded = true")


def is_marked(page: Page) -> bool:
    return bool(page.evaluate("window.wasNotReloaded === true"))


def top_of(page: Page, selector: str) -> float:
    """How far below the top of the window an element stands."""
    return float(page.locator(selector).evaluate("it => it.getBoundingClientRect().top"))


def until_top_is(page: Page, selector: str, top: float) -> None:
    """Wait until an element stands so far below the top of the window, on a page that is not at
    its own top."""
    page.wait_for_function(
        """([selector, top]) => {
          const now = document.querySelector(selector)?.getBoundingClientRect().top;
          return scrollY > 500 && Math.abs(now - top) < 3;
        }""",
        arg=[selector, top],
    )


def test_what_a_save_changed_is_exchanged_and_the_reading_position_stays(
    preview: tuple[Running, Path], site: Path, page: Page
) -> None:
    opened(page, preview[0].address + "topics/boat.html")
    page.locator(".answer [popovertarget]").first.click()
    card = page.locator(".evidence:popover-open")
    expect(card).to_be_visible()
    page.get_by_text("Words of part dk.").evaluate("line => line.scrollIntoView()")
    before = top_of(page, "#part-dm")
    mark(page)
    replace(site / TOPIC, "title: The boat", "title: The ship")
    replace(site / TOPIC, "Words of part do.", "Changed in part do.")
    expect(page.get_by_text("Changed in part do.")).to_be_visible()
    until_top_is(page, "#part-dm", before)
    expect(page).to_have_title(re.compile("The ship"))
    # It stays at the same words, too, when there is more above them, and paragraphs come and go.
    replace(site / TOPIC, "Words of part bl.", "More " + "and more " * 300 + "of part bl.\n\nNew.")
    replace(site / TOPIC, "\n\n## Part bm\n\n{.framing}\nWords of part bm.", "")
    expect(page.get_by_text("and more and more")).to_be_visible()
    expect(page.locator("#part-bm")).to_have_count(0)
    until_top_is(page, "#part-dm", before)
    assert is_marked(page)
    expect(card).to_be_visible()
    words = page.locator(".explanation").inner_html()
    page.reload()
    assert page.locator(".explanation").inner_html() == words


def test_where_evidence_comes_or_goes_the_page_is_reloaded_and_the_position_stays(
    preview: tuple[Running, Path], site: Path, page: Page
) -> None:
    opened(page, preview[0].address + "topics/boat.html")
    page.get_by_text("Words of part dk.").evaluate("line => line.scrollIntoView()")
    before = top_of(page, "#part-dm")
    mark(page)
    cards = page.locator(".evidence[id^=e-]").count()
    added = "Brightwater Lines runs the ferry [@island-post, para. 1]."
    replace(site / TOPIC, "{.framing}\nWords of part do.", added)
    expect(page.locator(".evidence[id^=e-]")).to_have_count(cards + 1)
    until_top_is(page, "#part-dm", before)
    assert not is_marked(page)
    page.get_by_text("Brightwater Lines runs").locator("[popovertarget]").click()
    expect(page.get_by_role("button", name="Markdown")).to_be_visible()


def test_a_stylesheet_is_exchanged_without_a_reload(
    preview: tuple[Running, Path], site: Path, page: Page
) -> None:
    opened(page, preview[0].address + "topics/boat.html")
    mark(page)
    page.evaluate("scrollTo(0, 500)")
    with (site / "templates/site.css").open("a") as style:
        style.write("\nh1 { color: rgb(1, 2, 3); }\n")
    expect(page.locator("h1")).to_have_css("color", "rgb(1, 2, 3)")
    assert is_marked(page)
    assert page.evaluate("scrollY") == 500


def test_problems_stand_at_every_address_until_the_page_comes_back_by_itself(
    preview: tuple[Running, Path], site: Path, context: BrowserContext, page: Page
) -> None:
    address = preview[0].address
    opened(page, address + "topics/boat.html")
    page.get_by_text("Words of part dk.").evaluate("line => line.scrollIntoView()")
    before = top_of(page, "#part-dm")
    replace(site / TOPIC, "The boat", "The ship")
    replace(site / TOPIC, "@island-post", "@iland-post")
    heading = "1 problem in 1 file"
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    page.reload()  # as F5 does
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    other = context.new_page()
    opened(other, address + "nowhere/at/all.html")
    expect(other.get_by_role("heading", level=1)).to_have_text(heading)

    replace(site / TOPIC, "@iland-post", "@island-post")
    expect(page.locator(".kicker").first).to_have_text("The ship")
    expect(other.get_by_role("heading", level=1)).to_have_text("There is no such page")
    assert page.url == address + "topics/boat.html"
    until_top_is(page, "#part-dm", before)


def test_a_problem_has_its_line_a_caret_its_help_and_a_link_to_the_editor(
    preview: tuple[Running, Path], site: Path, page: Page
) -> None:
    replace(site / TOPIC, "@island-post, para. 2", "@iland-post, para. 2")
    (site / "content/people.yaml").write_text("- id: x\n\tname: y\n")
    opened(page, preview[0].address)
    expect(page.get_by_role("heading", level=1)).to_have_text("2 problems in 2 files")
    files = page.get_by_role("heading", level=2)
    assert files.all_inner_texts() == ["content/people.yaml", TOPIC]
    problem = page.locator("article").nth(1)
    assert problem.locator("pre span").inner_text() == "4"
    before, marked, after = problem.locator("pre code").evaluate(
        "code => [...code.childNodes].map((node) => node.textContent)"
    )
    assert (marked + after).startswith("@iland-post"), (marked, after)
    assert (
        problem.locator("mark").evaluate("it => getComputedStyle(it, '::after').content") == '"^"'
    )
    expect(problem).to_contain_text('help: did you mean "island-post"?')
    column = len(before) + 1
    expect(problem.locator("p").first).to_have_text(f"{TOPIC}:4:{column} unknown-article")
    link = problem.get_by_role("link", name=f"{TOPIC}:4:{column}")
    assert link.get_attribute("href") == f"editor://{site}/{TOPIC}?4,{column}"


def test_the_further_places_of_a_problem_are_links_too(
    preview: tuple[Running, Path], site: Path, page: Page
) -> None:
    replace(site / TOPIC, "@island-post", "@iland-post")
    cited = "Words [@iland-post, para. 1].\n" * 9
    replace(site / TOPIC, "{.framing}\nWords of part ak.", cited)
    opened(page, preview[0].address)
    also = page.locator("article p", has_text="also:").first
    expect(also.get_by_role("link")).to_have_count(6)  # once both changes are built
    places = also.get_by_role("link").all_inner_texts()
    for place in places:
        path, line, column = place.split(":")
        link = also.get_by_role("link", name=place, exact=True)
        assert link.get_attribute("href") == f"editor://{site}/{path}?{line},{column}"
        written = (site / path).read_text().splitlines()[int(line) - 1]
        assert written[int(column) - 1 :].startswith("@iland-post")
    expect(also).to_contain_text(f"{places[-1]} and 4 more places")


@pytest.mark.parametrize("width", [400, 1200])
def test_the_caret_is_in_view_however_narrow_the_window_is(
    preview: tuple[Running, Path], site: Path, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    cited = "Words " * 14 + "[@iland-post, para. 1]."
    replace(site / TOPIC, "{.framing}\nWords of part ak.", cited)
    opened(page, preview[0].address)
    mark = page.locator("article mark").first
    expect(mark).to_have_text("@")
    box = mark.bounding_box()
    assert box and box["x"] > 0 and box["x"] + box["width"] < width
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_last_good_build_can_be_looked_at_and_its_links_stay_in_it(
    preview: tuple[Running, Path], site: Path, page: Page
) -> None:
    address = preview[0].address
    opened(page, address + "topics/boat.html")
    replace(site / TOPIC, "@island-post, para. 2", "@iland-post, para. 2")
    page.get_by_role("link", name="Look at the last good build").click()
    assert page.url == address + "preview/last/topics/boat.html"
    bar = page.get_by_role("complementary", name="Preview")
    expect(bar).to_contain_text("This is the last good build")
    page.get_by_role("link", name="Fares").first.click()
    assert page.url == address + "preview/last/topics/fares.html"
    expect(bar).to_contain_text("This is the last good build")
    bar.get_by_role("link", name="see the problems").click()
    assert page.url == address + "topics/fares.html"
    expect(page.get_by_role("heading", level=1)).to_have_text("1 problem in 1 file")
    opened(page, address + "preview/last/topics/fares.html")
    replace(site / TOPIC, "@iland-post", "@island-post")
    page.wait_for_url(address + "topics/fares.html")
    expect(bar).to_contain_text("Preview, built at")


def test_what_is_not_proven_or_cited_is_marked_and_leads_there(
    preview: tuple[Running, Path], site: Path, page: Page
) -> None:
    opened(page, preview[0].address + "index.html")
    replace(site / TOPIC, "Tidal Works built", "Brightwater built")
    replace(site / TOPIC, "{.framing}\nWords of part ak.", "Words of part ak.")
    replace(site / "content/articles/harbour-herald.md", "from 1 May", "from 1 October")
    replace(site / "content/readings/island-post.yaml", "Lines asks", "Lines takes")
    panel = page.locator(".preview-bar details")
    expect(panel).to_contain_text("Lines takes")
    for code, marked in (
        ("unproven-name", ".statement.unproven"),
        ("uncited-statement", ".uncited"),
        ("unproven-figure", ".paragraph:has(.unproven)"),
        ("unproven-quotation", "p.unproven"),
    ):
        panel.evaluate("panel => { panel.open = true; }")
        line = panel.get_by_role("listitem").filter(has_text=code).first
        link = line.get_by_role("link").first
        assert str(link.get_attribute("href")).startswith(f"editor://{site}/content/")
        line.get_by_role("link", name="show it in the page").click()
        expect(page.locator(f":target:is({marked})"), code).to_have_count(1)


def test_a_page_says_which_file_it_is_made_from(
    preview: tuple[Running, Path], site: Path, page: Page
) -> None:
    for path, source in (
        ("", "content/index.md"),
        ("topics/boat.html", TOPIC),
        ("articles/island-post.html", "content/readings/island-post.yaml"),
        ("facts.html", "content/facts.yaml"),
        ("nowhere.html", "templates/404.html"),
    ):
        page.goto(preview[0].address + path)
        bar = page.get_by_role("complementary", name="Preview")
        link = bar.get_by_role("link", name=source)
        assert link.get_attribute("href") == f"editor://{site}/{source}?1,1"


def test_a_page_that_was_on_its_way_while_it_was_built_is_not_left_behind(
    preview: tuple[Running, Path], site: Path, page: Page
) -> None:
    def late(route: Route) -> None:
        if "The boat" in (site / TOPIC).read_text():
            replace(site / TOPIC, "The boat", "The ship")
            preview[0].wait_for("topics/boat.html", "The ship")
        route.continue_()

    page.route("**/livereload.js", late)
    page.goto(preview[0].address + "topics/boat.html")
    expect(page.locator(".kicker").first).to_have_text("The ship")


def test_a_page_comes_back_when_the_preview_does(plain: Path, page: Page) -> None:
    with running(plain) as first:
        opened(page, first.address + "topics/boat.html")
        port = first.address.rstrip("/").rpartition(":")[2]
    replace(plain / TOPIC, "The boat", "The ship")
    with running(plain, "--port", port):
        expect(page.locator(".kicker").first).to_have_text("The ship")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_the_preview_adds_is_accessible(
    preview: tuple[Running, Path], site: Path, browser: Browser, scheme: str
) -> None:
    page = browser.new_context(color_scheme="dark" if scheme == "dark" else "light").new_page()
    replace(site / TOPIC, "Tidal Works built", "Brightwater built")
    preview[0].wait_for("topics/boat.html", "Brightwater built")
    page.goto(preview[0].address + "topics/boat.html")
    page.locator(".preview-bar summary").click()
    assert Axe().run(page).response["violations"] == []
    replace(site / TOPIC, "@island-post", "@iland-post")
    expect(page.get_by_role("heading", level=1)).to_contain_text("problems in 1 file")
    assert Axe().run(page).response["violations"] == []

"""Whether everyone can use the real site: axe, the keyboard alone, zoom, motion, colours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page

from generator.build import Report
from tests import pages

pytestmark = pytest.mark.browser
Real = tuple[Path, Report]
Scheme = Literal["light", "dark"]
Open = Callable[..., Page]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

# Beside axe's own choice, which is WCAG 2.2 A and AA and best practices without these two.
RULES = {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}}


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens a page that is closed at the end, with what new_context() takes."""
    contexts = []

    def open_page(width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """What axe finds on the page as it is: the rule, and what first breaks it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run({resultTypes: ['violations'], ...options})", options)[
        "violations"
    ]
    return [f"{each['id']} × {len(each['nodes'])}: {each['nodes'][0]['html']}" for each in found]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_page(open_page: Open, real: Real, width: int) -> None:
    root, _ = real
    page = open_page(width)
    found = {}
    for name in pages.of(root):
        page.emulate_media(color_scheme="light")
        page.goto((root / name).as_uri())
        found[name, "light"] = violations(page, {"rules": RULES})
        page.emulate_media(color_scheme="dark")
        found[name, "dark"] = violations(page, {"runOnly": ["cat.color"]})
    assert {where: rules for where, rules in found.items() if rules} == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_the_filtered_fact_table(
    open_page: Open, real: Real, width: int
) -> None:
    page = open_page(width)
    page.goto((real[0] / "facts.html").as_uri())
    page.locator("label:has([name=relation])", has_text="Differ").click()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert violations(page, {"rules": RULES}) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_in_an_open_card(open_page: Open, real: Real, width: int) -> None:
    page = open_page(width)
    page.goto(topic(real))
    page.locator(".citation [popovertarget]").first.click()
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert page.locator(".evidence:popover-open").is_visible()
        assert violations(page, {"rules": RULES}) == []


def topic(real: Real) -> str:
    """The address of a topic."""
    root, report = real
    return (root / "topics" / f"{report.site.content.topics[0].slug}.html").as_uri()


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def test_the_first_stop_of_the_keyboard_leads_to_the_content(open_page: Open, real: Real) -> None:
    root, _ = real
    page = open_page()
    for name in pages.of_each_kind(root):
        if name == "404.html":  # it is content from the start
            continue
        page.goto((root / name).as_uri())
        page.keyboard.press("Tab")
        assert focused(page).get_attribute("href") == "#content", name
        box = focused(page).bounding_box()
        assert box and box["x"] >= 0 and box["y"] >= 0, name
        page.keyboard.press("Enter")
        page.wait_for_url("**#content")  # the browser goes there in its own time
        page.keyboard.press("Tab")
        assert focused(page).evaluate("element => element.closest('main') !== null"), name


@pytest.mark.parametrize("width", [360, 1280])
def test_every_stop_of_the_keyboard_is_seen(open_page: Open, real: Real, width: int) -> None:
    page = open_page(width)
    page.goto(topic(real))
    stops = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, summary, input")]
            .filter(element => element.checkVisibility()).length"""
    )
    for _ in range(stops):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
                const element = document.activeElement;
                const {x, y} = element.getBoundingClientRect();
                const {outlineStyle, outlineWidth} = getComputedStyle(element);
                const isLined = outlineStyle !== "none" && outlineWidth !== "0px";
                const isInView = x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
                return {what: element.outerHTML.slice(0, 200), isLined, isInView};
            }"""
        )
        assert state["isLined"] and state["isInView"], state
    assert focused(page).evaluate("element => element.closest('main') === null")  # past the content


@pytest.mark.parametrize("javascript", [True, False])
def test_a_card_opens_and_closes_by_keyboard(open_page: Open, real: Real, javascript: bool) -> None:
    page = open_page(java_script_enabled=javascript)
    page.goto(topic(real))
    button = page.locator(".citation [popovertarget]").first
    card = page.locator(f"[id='{button.get_attribute('popovertarget')}']")
    button.focus()
    assert not card.is_visible()
    page.keyboard.press("Enter")
    assert card.is_visible()
    page.keyboard.press("Tab")
    assert card.locator(":focus").count() == 1
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert button.and_(focused(page)).count() == 1


def test_the_fact_table_is_filtered_by_keyboard(open_page: Open, real: Real) -> None:
    root, report = real
    page = open_page(java_script_enabled=False)
    page.goto((root / "facts.html").as_uri())
    page.locator("[name=relation]:checked").focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
        relation = page.locator("[name=relation]:checked").get_attribute("value")
        rows = [row for row in report.site.rows if row.relation == relation]
        assert rows and page.locator("main tr[id]:visible").count() == len(rows)
        lined = focused(page).locator("xpath=ancestor::label")
        assert lined.evaluate("element => getComputedStyle(element).outlineStyle") == "solid"


def test_a_key_leads_to_the_search(open_page: Open, real: Real) -> None:
    page = open_page()
    page.goto(topic(real))
    page.keyboard.press("/")
    page.wait_for_url("**/search.html*")
    field = page.locator("input[type=search]")
    page.wait_for_function("document.activeElement.type === 'search'")
    field.press_sequentially("the")
    page.locator("[role=status]:not(:empty)").first.wait_for()
    page.keyboard.press("Escape")
    assert field.input_value() == ""


def test_no_page_is_wider_than_the_window_at_four_times_the_size(
    open_page: Open, real: Real
) -> None:
    page = open_page(320, 256)
    for name in pages.of(real[0]):
        page.goto((real[0] / name).as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 320, (name, wide)


SPACED = """
* {
    line-height: 1.5 !important;
    letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important;
}
p { margin-bottom: 2em !important; }
"""

# What is cut off: more inside than there is room for, and no way to scroll there. What is meant
# for the ear alone is cut off on purpose.
CLIPPED = """() => [...document.querySelectorAll("body *")].filter(element => {
    const {overflowX, overflowY, clipPath} = getComputedStyle(element);
    const clips = way => way === "hidden" || way === "clip";
    return clipPath === "none" && element.checkVisibility()
        && (clips(overflowX) && element.scrollWidth > element.clientWidth
        || clips(overflowY) && element.scrollHeight > element.clientHeight);
}).map(element => element.outerHTML.slice(0, 200))"""


@pytest.mark.parametrize("width", [360, 1280])
def test_spaced_text_has_room(open_page: Open, real: Real, width: int) -> None:
    root, _ = real
    page = open_page(width, bypass_csp=True)  # the style is the reader's, not the page's
    for name in pages.of_each_kind(root):
        page.goto((root / name).as_uri())
        page.add_style_tag(content=SPACED)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, (name, wide)
        assert page.evaluate(CLIPPED) == [], name


def test_nothing_moves_for_those_who_do_not_want_it(open_page: Open, real: Real) -> None:
    root, _ = real
    page = open_page(reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].flatMap(element =>
        ["", "::before", "::after", "::backdrop"].filter(part => {
            const style = getComputedStyle(element, part || null);
            const durations = `${style.transitionDuration}, ${style.animationDuration}`;
            return style.scrollBehavior === "smooth" || /[1-9]/.test(durations);
        }).map(part => element.outerHTML.slice(0, 100) + part))"""
    for name in pages.of_each_kind(root):
        page.goto((root / name).as_uri())
        assert page.evaluate(moving) == [], name


SHIFTS = """
window.shifts = [];
new PerformanceObserver(list => {
    for (const {value, sources} of list.getEntries())
        shifts.push([value, ...sources.map(({node}) => node?.outerHTML.slice(0, 100))]);
}).observe({type: "layout-shift", buffered: true});
"""


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_shifts_while_a_page_loads_and_is_scrolled(
    open_page: Open, real: Real, width: int
) -> None:
    root, _ = real
    page = open_page(width)
    page.add_init_script(SHIFTS)
    for name in pages.of_each_kind(root):
        page.goto((root / name).as_uri())
        page.evaluate(
            """async () => {
                const frame = () => new Promise(requestAnimationFrame);
                for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
                    scrollTo(0, y);
                    await frame();
                }
                await frame();
                await frame();
            }"""
        )
        assert page.evaluate("shifts") == [], name


# The contrast of each mark's letter with what is behind it, by the mark's classes: axe cannot tell.
CONTRASTS = """() => {
    const context = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const pixel = color => {
        context.clearRect(0, 0, 1, 1);
        context.fillStyle = color;
        context.fillRect(0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data];
    };
    const luminance = ([r, g, b]) => [r, g, b]
        .map(part => part / 255)
        .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
        .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
    // A mark's filling stands above its outline, where it has one.
    const ground = (element, parts) => {
        for (const part of parts) {
            const style = getComputedStyle(element, part);
            const color = pixel(style.backgroundColor);
            if (color[3] === 255 && (part === null || style.content !== "none")) return color;
        }
        return element.parentElement ? ground(element.parentElement, [null]) : pixel("Canvas");
    };
    const contrasts = {};
    for (const mark of document.querySelectorAll(".mark")) {
        if (!mark.checkVisibility()) continue;
        const behind = ground(mark, ["::after", "::before", null]);
        const pair = [pixel(getComputedStyle(mark).color), behind];
        const [low, high] = pair.map(luminance).sort((a, b) => a - b);
        contrasts[mark.className] = (high + 0.05) / (low + 0.05);
    }
    return contrasts;
}"""


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("forced", ["none", "active"])
def test_the_letter_of_a_mark_is_legible(
    open_page: Open, real: Real, scheme: Scheme, forced: str
) -> None:
    root, _ = real
    page = open_page(color_scheme=scheme, forced_colors=forced)
    for name in pages.of_each_kind(root):
        page.goto((root / name).as_uri())
        contrasts = page.evaluate(CONTRASTS)
        assert contrasts or name == "404.html"
        assert {mark: ratio for mark, ratio in contrasts.items() if ratio < 4.5} == {}, name


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_filter_that_is_chosen_shows_in_forced_colours(
    open_page: Open, real: Real, scheme: Scheme
) -> None:
    page = open_page(color_scheme=scheme, forced_colors="active")
    page.goto((real[0] / "facts.html").as_uri())
    ground = "element => getComputedStyle(element).backgroundColor"
    chosen = page.locator("label:has(:checked)").first.evaluate(ground)
    assert chosen != page.locator("label:has([type=radio]:not(:checked))").first.evaluate(ground)
    # Elsewhere the browser lays a plate of its own behind the words.
    adjust = "element => getComputedStyle(element).forcedColorAdjust"
    assert page.locator("label:has(:checked)").first.evaluate(adjust) == "none"

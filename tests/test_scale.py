"""Sites with more facts and articles than a page holds: made-up content, built and read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, expect

from bench.content import write_site
from generator import paging
from generator.build import Report, build
from tests import links
from tests.sites import write
from tests.test_browser_search import opened

MOST = 300_000  # bytes of a page, and of a part of the data that is searched
Large = tuple[Path, Report]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Large:
    """60 articles that speak of 600 facts in 5 topics and one in none, of 150 organisations."""
    site = write_site(tmp_path_factory.mktemp("large"), 60, facts=600)
    facts = yaml.safe_load((site / "content" / "facts.yaml").read_text())
    general = "- id: anything\n  question: Is there anything else?\n  type: set\n"
    people = "".join(
        f"- id: guild-{n}\n  name: Guild {chr(97 + n // 26)}{chr(97 + n % 26)}\n"
        "  kind: organisation\n"
        for n in range(150)
    )
    for path, more in (("facts", general), ("people", people)):
        with (site / "content" / f"{path}.yaml").open("a") as file:
            file.write("\n" + more)
    id = facts[0]["id"]
    write(
        site,
        {
            "content/ledger.yaml": f"- {{address: facts.html#before, alias: facts.html#{id}}}\n"
            "- {address: facts.html#gone, tombstone: {date: 2033-01-01, reason: Nobody asked.}}\n"
        },
    )
    return site / "output", build(site)


def test_every_link_leads_somewhere_and_the_site_checks_itself(large: Large) -> None:
    output, _ = large
    assert links.broken(links.texts_of(output)) == []
    command = [sys.executable, str(output / "check_site.py")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.stdout.endswith("all of it holds\n"), checked.stdout[:2000]


def test_no_page_and_no_part_of_the_search_is_too_large(large: Large) -> None:
    output, _ = large
    files = [*output.rglob("*.html"), *output.glob("search-data*.js")]
    sizes = {file.relative_to(output).as_posix(): file.stat().st_size for file in files}
    assert {path: size for path, size in sizes.items() if size > MOST} == {}
    assert len([path for path in sizes if path.startswith("search-data")]) > 1


def test_each_fact_has_its_row_on_one_page_of_its_topic(large: Large) -> None:
    output, report = large
    pages = {
        file.name: set(re.findall(r'<tr id="([^"]+)"', file.read_text()))
        for file in (output / "facts").iterdir()
    }
    assert sum(map(len, pages.values())) == len(report.site.rows)
    for row in report.site.rows:
        name = row.fact.topic or "general"
        (page,) = (page for page, ids in pages.items() if row.fact.id in ids)
        assert re.fullmatch(rf"{name}(-[0-9]+)?\.html", page)
    assert {"topic-1.html", "general.html"} <= set(pages)


def test_a_fact_keeps_its_permanent_address(large: Large) -> None:
    """Its line in facts.html leads to its row, also that of an old id, also where it was
    withdrawn."""
    output, report = large
    index = links.Page((output / "facts.html").read_text())
    (first, *_), *_ = (row.fact.id for row in report.site.rows), 0
    for row in report.site.rows:
        assert row.fact.id in index.ids
    assert {"before", "gone"} <= set(index.ids)
    targets = [links.target("facts.html", href) for href, _ in index.links]
    rows = {target for target in targets if target[0].startswith("facts/") and target[1]}
    assert {anchor for _, anchor in rows} == {row.fact.id for row in report.site.rows}
    assert first in {anchor for _, anchor in rows}


def test_readings_are_grouped_by_what_they_say(large: Large) -> None:
    output, report = large
    row = next(row for row in report.site.rows if row.relation == "differ")
    page = "".join(file.read_text() for file in (output / "facts").iterdir())
    cell = page.partition(f'<tr id="{row.fact.id}">')[2].partition("</tr>")[0]
    groups = re.findall(
        r"<summary><b>(.*?)</b> (\d+) articles?</summary>(.*?)</details>", cell, re.S
    )
    values = {shown for shown, *_ in groups}
    assert values == {reading.shown for reading in row.readings} and len(values) == 2
    for shown, count, entries in groups:
        same = [reading for reading in row.readings if reading.shown == shown]
        assert int(count) == len({reading.article for reading in same})
        assert re.findall(r'<li id="(.*?)"', entries) == [reading.id for reading in same]
        assert entries.count("<q>") == len(same)


def test_an_article_leads_to_the_rows_that_it_speaks_to(large: Large) -> None:
    output, report = large
    placed = report.site.pages
    for row in report.site.rows[:20]:
        for reading in row.readings:
            page = (output / "articles" / f"{reading.article}.html").read_text()
            assert f'href="../{placed[f"facts.html#{row.fact.id}"]}#{reading.id}"' in page


@pytest.mark.browser
def test_the_search_finds_facts_from_disk_and_paragraphs_where_they_are_asked_for(
    browser: Browser, large: Large
) -> None:
    output, report = large
    row = report.site.rows[-2]
    name = str(row.fact.question).split()[3]
    page = opened(browser, output, "search.html")
    page.locator("#q").fill(name)
    expect(page.locator("#found")).to_have_text(re.compile(r"^\d+ results?$"))
    first = page.locator("#results a").first
    expect(first).to_have_text(row.fact.question)
    headings = page.locator("#results h2")
    expect(headings.filter(has_text="Paragraphs")).to_have_count(0)
    page.get_by_role("button", name="Search the paragraphs").click()
    expect(headings.filter(has_text="Paragraphs of the articles: 5")).to_have_count(1)
    first.click()
    page.wait_for_url(re.compile(rf"/facts/topic-\d(-\d)?\.html\?q={name}#{row.fact.id}$"))
    expect(page.locator(f"tr[id={row.fact.id}] mark").first).to_have_text(name)


@pytest.mark.browser
def test_a_permanent_address_leads_on_to_the_row_and_a_reading_is_opened(
    browser: Browser, large: Large
) -> None:
    output, report = large
    page = opened(browser, output, "facts.html")
    first = report.site.rows[0]
    for anchor in (first.fact.id, "before"):
        page.goto(f"{(output / 'facts.html').as_uri()}#{anchor}")
        page.wait_for_url(f"**/facts/topic-1.html#{anchor}")
        expect(page.locator(":target")).to_be_visible() if anchor == first.fact.id else None
    page.goto(f"{(output / 'facts/topic-1.html').as_uri()}#{first.readings[0].id}")
    expect(page.locator(f"[id='{first.readings[0].id}']")).to_be_visible()


def test_everything_is_reached_by_links_alone(large: Large) -> None:
    """Without JavaScript: from the front page over links to every page."""
    output, _ = large
    pages = {
        path: links.Page(text)
        for path, text in links.texts_of(output).items()
        if path.endswith(".html")
    }
    reached, waiting = set[str](), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in reached or path not in pages:
            continue
        reached.add(path)
        hrefs = (href for href, _ in pages[path].links if not links.is_outside(href))
        waiting += [links.target(path, href)[0] for href in hrefs]
    assert set(pages) - reached == {"404.html"}
    everyone = {id for path, page in pages.items() if path.startswith("people") for id in page.ids}
    assert {f"guild-{number}" for number in range(150)} <= everyone


def test_of_more_facts_than_an_index_lists_it_keeps_the_addresses(tmp_path: Path) -> None:
    output = tmp_path / "output"
    rows = build(write_site(tmp_path, 13, facts=1100)).site.rows
    index = (output / "facts.html").read_text()
    assert set(links.Page(index).ids) >= {row.fact.id for row in rows}
    assert len(index.encode()) < MOST and str(rows[0].fact.question) not in index
    pages = [file.name for file in (output / "facts").iterdir()]
    assert len(pages) == len(set(pages)) > 5
    facts = json.loads((output / "facts.json").read_text())["facts"]
    assert len(facts) == 1100


def test_few_articles_stand_side_by_side_on_each_page_of_the_table(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a topic goes on under the name of another one, that one keeps its name."""
    monkeypatch.setattr(paging, "MOST_WEIGHT", 1500)
    for file in (*(plain / "content").rglob("*.*"), plain / "site.yaml"):
        text = file.read_text().replace("topics/boat.html", "topics/fares-2.html")
        file.write_text(re.sub(r"(topic:|^-|^  -) boat$", r"\1 fares-2", text, flags=re.MULTILINE))
    (plain / "content/topics/boat.md").rename(plain / "content/topics/fares-2.md")
    output = plain / "output"
    rows = build(plain).site.rows
    pages = {
        file.name: set(re.findall(r'<tr id="([^"]+)"', file.read_text()))
        for file in (output / "facts").iterdir()
    }
    for row in rows:
        (page,) = (page for page, ids in pages.items() if row.fact.id in ids)
        expected = {"fares": r"fares(-[3-9])?", "fares-2": r"fares-2(-[2-9])?"}
        assert re.fullmatch(expected.get(str(row.fact.topic), "general") + r"(-\d)?\.html", page)
    assert {"fares.html", "fares-2.html", "fares-3.html"} <= set(pages)
    page = (output / "facts/fares.html").read_text()
    assert page.count('<th scope="col">') == 1 + len(list((plain / "content/articles").iterdir()))
    assert links.broken(links.texts_of(output)) == []
    checked = subprocess.run(
        [sys.executable, str(output / "check_site.py")], capture_output=True, text=True, check=False
    )
    assert checked.stdout.endswith("all of it holds\n"), checked.stdout

"""The project's own site: its links, its backlinks in both directions, its contract."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from generator.build import Report, build
from generator.values import read_date
from tests import links
from tests.links import Page, is_outside, target
from tests.sites import ROOT

Real = tuple[Path, Report]


@pytest.fixture(scope="module")
def pages(real: Real) -> dict[str, Page]:
    root, _ = real
    return {
        file.relative_to(root).as_posix(): Page(file.read_text(encoding="utf-8"))
        for file in sorted(root.rglob("*.html"))
    }


def test_every_link_leads_to_a_file_and_an_anchor_that_exist(real: Real) -> None:
    root, _ = real
    assert links.broken(links.texts_of(root)) == []


def test_links_between_pages_are_relative_and_name_the_file(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        for href in [href for href, _ in page.links] + page.loads:
            if is_outside(href):
                continue
            assert name != "404.html", href
            assert not href.startswith("/") and not href.partition("#")[0].endswith("/"), href


def test_pages_load_nothing_from_elsewhere(real: Real, pages: dict[str, Page]) -> None:
    root, _ = real
    for name, page in pages.items():
        for href in page.loads:
            if href == "data:,":  # no icon: 404.html is shown at any depth and loads nothing
                continue
            assert not is_outside(href), (name, href)
            assert (root / target(name, href)[0]).is_file(), (name, href)


def test_ids_are_unique_and_plain(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        assert [id for id, count in Counter(page.ids).items() if count > 1] == [], name
        assert all(re.fullmatch(r"[a-z0-9-]+", id) for id in page.ids), name


def test_each_paragraph_has_its_anchor(real: Real, pages: dict[str, Page]) -> None:
    _, report = real
    anchors = {
        article.slug: [id for id in pages[f"articles/{article.slug}.html"].ids if is_paragraph(id)]
        for article in report.site.content.articles
    }
    for found in anchors.values():
        assert found == [f"p{number}" for number in range(1, len(found) + 1)]


def is_paragraph(id: str) -> bool:
    return re.fullmatch(r"p[0-9]+", id) is not None


def test_every_citation_of_a_topic_is_linked_back_from_its_paragraph(
    pages: dict[str, Page],
) -> None:
    count = 0
    for name, page in pages.items():
        if not name.startswith("topics/"):
            continue
        for href, around in page.links:
            path, anchor = target(name, href)
            statements = [id for id in around if id.startswith("s-")]
            if path.startswith("articles/") and is_paragraph(anchor) and statements:
                back = backlinks(pages, path, anchor)
                assert (name, statements[-1]) in back, (name, href)
                count += 1
    assert count


def test_every_citation_of_a_topic_opens_the_evidence(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        opened = {id for id, around in page.opens if id not in around}  # not the closing ones
        assert opened == set(page.popovers), name
        if not name.startswith("topics/"):
            continue
        cards: dict[str, set[str]] = {}
        for id, around in page.opens:
            cards.setdefault(around[-1], set()).add(id)
        for href, around in page.links:
            path, anchor = target(name, href)
            if path.startswith("articles/") and is_paragraph(anchor) and around[-1][:2] == "s-":
                slug = posixpath.basename(path).removesuffix(".html")
                assert f"e-{slug}-{anchor[1:]}" in cards[around[-1]], (name, href)


def test_every_backlink_leads_to_what_rests_on_its_paragraph(pages: dict[str, Page]) -> None:
    count = 0
    for name in pages:
        if not name.startswith("articles/"):
            continue
        for paragraph in filter(is_paragraph, pages[name].ids):
            for path, anchor in backlinks(pages, name, paragraph):
                inside = [target(path, href) for href, ids in pages[path].links if anchor in ids]
                assert (name, paragraph) in inside, (name, paragraph, path, anchor)
                count += 1
    assert count


def backlinks(pages: dict[str, Page], article: str, paragraph: str) -> set[tuple[str, str]]:
    """The addresses that a paragraph links back to."""
    links = [target(article, href) for href, ids in pages[article].links if paragraph in ids]
    return {(path, anchor) for path, anchor in links if anchor and path != article}


def test_each_topic_cites_every_article_that_speaks_of_it(real: Real) -> None:
    _, report = real
    for topic, passage in report.site.bodies.items():
        cited = {slug for c in passage.cited.values() for slug, _ in c.parts}
        rows = [row for row in report.site.rows if row.fact.topic == topic]
        speaking = {reading.article for row in rows for reading in row.readings}
        in_answer = report.site.answers[topic].cited.values()
        cited |= {slug for c in in_answer for slug, _ in c.parts}
        assert speaking <= cited, (topic, speaking - cited)


def test_facts_json_keeps_the_contract(real: Real, pages: dict[str, Page]) -> None:
    root, report = real
    facts = json.loads((root / "facts.json").read_text(encoding="utf-8"))["facts"]
    readings = [reading for fact in facts for reading in fact["readings"]]
    articles = len(report.site.content.articles)
    keys = "id topic question type unit changes relation note articles origins readings silent"
    for fact in facts:
        assert set(keys.split()) <= set(fact)
        assert fact["id"] in pages["facts.html"].ids
        speaking = {reading["article"] for reading in fact["readings"]}
        assert fact["articles"] == len(speaking)
        assert speaking.isdisjoint(silence["article"] for silence in fact["silent"])
        assert len(speaking) + len(fact["silent"]) == articles
        assert fact["relation"] not in ("differ", "changed") or fact["note"], fact["id"]
    for reading in readings:
        assert f"p{reading['paragraph']}" in pages[f"articles/{reading['article']}.html"].ids
        assert reading["verified"] is True


def test_relations_follow_from_the_normalised_values(real: Real) -> None:
    """Computed again from the published file alone, by other code than the generator's."""
    root, _ = real
    facts = json.loads((root / "facts.json").read_text(encoding="utf-8"))["facts"]
    for fact in facts:
        found = [reading["normalized"] for reading in fact["readings"]]
        apart = [(a, b) for a, b in combinations(found, 2) if not meet(a, b)]
        if not found:
            expected = "none"
        elif apart:
            expected = "differ"
            if fact["changes"] and all(speak_for_different_dates(a, b) for a, b in apart_by(fact)):
                expected = "changed"
        elif fact["articles"] == 1:
            expected = "single"
        else:
            expected = "agree" if all(a == found[0] for a in found) else "compatible"
        assert fact["relation"] == expected, fact["id"]


def apart_by(fact: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The pairs of readings that have nothing in common."""
    pairs = combinations(fact["readings"], 2)
    return [(a, b) for a, b in pairs if not meet(a["normalized"], b["normalized"])]


def speak_for_different_dates(one: dict[str, Any], other: dict[str, Any]) -> bool:
    dates = [read_date(reading["as_of"]) for reading in (one, other) if reading["as_of"]]
    known = [date.normalized() for date in dates if date]
    return len(known) == 2 and not meet(*known)


def meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two normalised values have a possibility in common."""
    if "answers" in one:
        return bool(set(one["answers"]) & set(other["answers"]))
    if "members" in one:
        a, b = set(one["members"]), set(other["members"])
        return (one["open"] or a >= b) and (other["open"] or b >= a)
    low, high = ("earliest", "latest") if "earliest" in one else ("low", "high")
    return not any(
        a[low] is not None and b[high] is not None and a[low] > b[high]
        for a, b in ((one, other), (other, one))
    )


def test_real_site_is_the_same_whenever_it_is_built(real: Real, tmp_path: Path) -> None:
    root, report = real
    build(ROOT, tmp_path / "again")
    for path in report.files:
        assert (root / path).read_bytes() == (tmp_path / "again" / path).read_bytes(), path


def test_build_json_lists_every_file_with_its_hash(real: Real, pages: dict[str, Page]) -> None:
    root, report = real
    listed = json.loads((root / "build.json").read_text())
    for path, digest in listed["files"].items():
        assert hashlib.sha256((root / path).read_bytes()).hexdigest() == digest
    assert {*listed["files"], "build.json"} == set(report.files)
    carrying = {name for name in pages if listed["id"] in (root / name).read_text("utf-8")}
    assert carrying == {"about.html"}

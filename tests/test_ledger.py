"""Releases: what they write, what they refuse, and what becomes of released addresses."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import feedparser
import pytest

from generator import ledger, releases, urls
from generator.__main__ import main
from generator.build import build
from generator.problems import BuildFailed, Place, Problem
from tests.sites import write
from tests.test_facts import site_of
from tests.test_viewer import change, words_of

LEDGER = "content/ledger.yaml"
FACTS, FARES = "content/facts.yaml", "content/topics/fares.md"
TOMBSTONE = "tombstone: {date: 2021-07-01, reason: 'An error: the editor''s.'}"


def release(site: Path, date: str, *more: str) -> int:
    return main(["release", "--root", str(site), "--date", date, *more])


def output(site: Path, path: str) -> str:
    build(site)
    return (site / "output" / path).read_text(encoding="utf-8")


def noted(site: Path, address: str, more: str) -> None:
    """Add what became of it to the line of an address."""
    change(site, LEDGER, f"{{address: {address}}}", f"{{address: {address}, {more}}}")


def rename(site: Path, old: str, new: str) -> None:
    """Give a fact another id wherever it is named."""
    for file in (site / "content").rglob("*"):
        if file.suffix in (".yaml", ".md") and file.name != "ledger.yaml":
            text = file.read_text(encoding="utf-8")
            for before, after in (
                (f"id: {old}\n", f"id: {new}\n"),
                (f"fact: {old}\n", f"fact: {new}\n"),
                (f"fact={old}}}", f"fact={new}}}"),
                (f"[{old},", f"[{new},"),
                (f"#{old})", f"#{new})"),
            ):
                text = text.replace(before, after)
            file.write_text(text, encoding="utf-8")


def without_fact(site: Path, id: str, next: str) -> None:
    """Remove a fact that nothing cites; `next` is the id of the one after it."""
    text = (site / FACTS).read_text(encoding="utf-8")
    kept = text.partition(f"- id: {id}\n")
    write(site, {FACTS: kept[0] + f"- id: {next}\n" + kept[2].partition(f"- id: {next}\n")[2]})


def problems_of(site: Path) -> list[Problem]:
    with pytest.raises(BuildFailed) as failed:
        build(site)
    return failed.value.problems


def without_topic(site: Path, slug: str) -> None:
    (site / "content" / "topics" / f"{slug}.md").unlink()
    change(site, "site.yaml", f"  - {slug}\n", "")
    change(site, FACTS, f"  topic: {slug}\n", "")


# ------------------------------------------------------------------------------ releases


def test_a_release_writes_each_address_on_a_line_and_the_facts(plain: Path) -> None:
    assert release(plain, "2021-06-01") == 0
    lines = (plain / LEDGER).read_text(encoding="utf-8").splitlines()
    assert lines == [
        "# yaml-language-server: $schema=../schemas/ledger.json",
        "- {address: articles/harbour-herald.html}",
        *(f"- {{address: articles/harbour-herald.html#p{n}}}" for n in (1, 2, 3)),
        "- {address: articles/island-post.html}",
        *(f"- {{address: articles/island-post.html#p{n}}}" for n in (1, 2, 3)),
        *(
            f"- {{address: facts.html#{id}}}"
            for id in ("builder", "fare", "fare-change", "fare-children")
        ),
        *(
            f"- {{address: facts.html#{id}}}"
            for id in ("first-passenger", "operator", "price-view", "start")
        ),
        "- {address: topics/boat.html}",
        "- {address: topics/fares.html}",
    ]
    snapshot = json.loads((plain / "content" / "releases" / "2021-06-01.json").read_text("utf-8"))
    assert snapshot["facts"][0] == {
        "id": "fare",
        "question": "What does a crossing cost?",
        "relation": "compatible",
        "readings": [
            {
                "article": "harbour-herald",
                "paragraph": 2,
                "value": "over $4",
                "as_of": "2031-03-02",
            },
            {"article": "island-post", "paragraph": 1, "value": "$4.50", "as_of": "2031-06~"},
        ],
    }
    assert len(snapshot["facts"]) == 8


def test_paragraphs_are_sorted_by_their_numbers(plain: Path) -> None:
    more = "\n\n".join(["Gulls were seen."] * 9)
    text = f"---\nlabel: Gull\nrights: full\n---\n\n{more}\n\nThey went.\n"
    write(plain, {"content/articles/gull.md": text})
    assert release(plain, "2021-06-01") == 0
    lines = (plain / LEDGER).read_text(encoding="utf-8").splitlines()
    gull = [line.partition("#")[2] for line in lines if "gull" in line]
    assert gull == ["", *(f"p{n}}}" for n in range(1, 11))]


def test_a_release_keeps_what_the_editor_noted(plain: Path) -> None:
    release(plain, "2021-06-01")
    rename(plain, "fare", "price")
    noted(plain, "facts.html#fare", "alias: facts.html#price")
    without_topic(plain, "boat")
    noted(plain, "topics/boat.html", TOMBSTONE)
    text = "# Ours since 2031.\n\n" + (plain / LEDGER).read_text(encoding="utf-8")
    text = text.replace("facts.html#price}", "facts.html#price}  # it is no fare") + "# The end."
    write(plain, {LEDGER: text})
    assert release(plain, "2021-07-01") == 0
    after = (plain / LEDGER).read_text(encoding="utf-8")
    assert after == text + "\n- {address: facts.html#price}\n"
    # What a release writes, the next one reads, and has nothing to add.
    assert release(plain, "2021-07-02") == 0
    assert (plain / LEDGER).read_text(encoding="utf-8") == after


@pytest.mark.parametrize("form", ["[{}]", "  - {}", "- {}\n..."])
def test_a_ledger_below_which_no_line_can_stand_is_told(
    plain: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    text = form.format("{address: facts.html#fare}")
    write(plain, {LEDGER: text})
    build(plain)
    assert release(plain, "2021-06-01") == 1
    assert f"{LEDGER}: bad-value: no line can be added" in capsys.readouterr().err
    assert (plain / LEDGER).read_text(encoding="utf-8") == text
    assert not (plain / "content" / "releases").exists()


def test_a_day_before_the_last_release_is_refused(
    plain: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert release(plain, "2021-06-01") == 0
    assert release(plain, "2021-05-31") == 1
    told = capsys.readouterr().err
    assert "2021-05-31 is before the last release, 2021-06-01" in told
    assert [f.name for f in (plain / "content" / "releases").iterdir()] == ["2021-06-01.json"]
    change(plain, FACTS, "What do children pay?", "What does a child pay?")
    snapshot = plain / "content/releases/2021-06-01.json"
    assert release(plain, "2021-06-01") == 1
    assert "there is a release of 2021-06-01" in capsys.readouterr().err
    assert "What do children pay?" in snapshot.read_text()
    assert release(plain, "2021-06-01", "--again") == 0
    assert "What does a child pay?" in snapshot.read_text()


@pytest.mark.parametrize("date", ["2021-6-1", "20210601", "2021-02-30", "2021-W01-1", "today"])
def test_what_is_no_day_is_wrong_usage(plain: Path, date: str) -> None:
    with pytest.raises(SystemExit) as left:
        release(plain, date)
    assert left.value.code == 2
    assert not (plain / LEDGER).exists()


def test_a_site_that_cannot_be_built_is_not_released(
    plain: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(plain, FARES, "@island-post", "@nowhere")
    assert release(plain, "2021-06-01") == 1
    assert "unknown-article" in capsys.readouterr().err
    assert not (plain / LEDGER).exists()
    assert not (plain / "content" / "releases").exists()


def test_what_was_released_may_not_vanish(plain: Path) -> None:
    release(plain, "2021-06-01")
    build(plain)
    without_topic(plain, "boat")
    with pytest.raises(BuildFailed) as failed:
        build(plain)
    (problem,) = failed.value.problems
    assert (problem.code, problem.place.path) == ("vanished-address", LEDGER)
    assert 'topics/boat.html" was released' in problem.message
    assert release(plain, "2021-07-01") == 1


@pytest.mark.parametrize("is_whole", [True, False], ids=["the ledger", "a line"])
def test_what_was_released_may_not_vanish_together_with_its_line(
    plain: Path, is_whole: bool
) -> None:
    release(plain, "2021-06-01")
    release(plain, "2021-06-02")
    text = (plain / LEDGER).read_text(encoding="utf-8")
    line = "- {address: facts.html#fare-children}\n"
    assert line in text
    if is_whole:
        (plain / LEDGER).unlink()
    else:
        write(plain, {LEDGER: text.replace(line, "")})
    build(plain)  # nothing is lost yet
    without_fact(plain, "fare-children", "start")
    (problem,) = problems_of(plain)
    assert problem.code == "vanished-address"
    assert problem.place.path == "content/releases/2021-06-01.json"
    assert '"facts.html#fare-children" was released' in problem.message
    assert line.strip() in problem.help
    write(plain, {LEDGER: line.replace("}", f", {TOMBSTONE}}}")})
    build(plain)


def test_an_article_and_a_paragraph_of_a_release_may_not_vanish_either(plain: Path) -> None:
    release(plain, "2021-06-01")
    (plain / LEDGER).unlink()
    write(plain, {"content/releases/2021-06-01.json": SNAPSHOT})
    assert [problem.message.split('"')[1] for problem in problems_of(plain)] == [
        "articles/gull.html",
        "articles/gull.html#p2",
    ]


def test_a_release_that_is_killed_half_way_knows_every_address(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It dies when one of its files is in its place."""
    replace = Path.replace
    replaced: list[Path] = []

    def once(self: Path, target: Path) -> Path:
        if replaced:
            raise KeyboardInterrupt
        replaced.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", once)
    assert release(plain, "2021-06-01") == 130
    monkeypatch.undo()
    without_fact(plain, "fare-children", "start")
    (problem,) = problems_of(plain)
    assert (problem.code, problem.place.path) == ("vanished-address", LEDGER)
    assert not list((plain / "content").rglob(".*"))


@pytest.mark.parametrize("more", ["alias: facts.html#fare", TOMBSTONE])
def test_no_line_takes_a_place_that_every_page_has(plain: Path, more: str) -> None:
    for id in sorted(urls.RESERVED_IDS):
        write(plain, {LEDGER: f"- {{address: facts.html#{id}, {more}}}\n"})
        (problem,) = problems_of(plain)
        assert (problem.code, problem.place) == ("duplicate-id", Place(LEDGER, 1, 3))


def test_a_name_longer_than_a_disk_takes_is_refused(plain: Path) -> None:
    long, most = "a" * 101, "a" * 100
    write(plain, {LEDGER: f"- {{address: topics/{long}.html, {TOMBSTONE}}}\n"})
    assert [(problem.code, problem.place.line) for problem in problems_of(plain)] == [
        ("bad-value", 1)
    ]
    write(plain, {LEDGER: f"- {{address: topics/{most}.html, {TOMBSTONE}}}\n"})
    build(plain)
    topics = plain / "content" / "topics"
    (topics / "boat.md").rename(topics / f"{long}.md")
    (problem,) = (each for each in problems_of(plain) if each.code == "bad-slug")
    assert problem.place.path == f"content/topics/{long}.md"
    assert problem.help == "use at most 100 characters"


@pytest.mark.parametrize("folder", ["articles", "readings", "topics", "releases"])
def test_a_folder_of_content_is_no_link_to_elsewhere(plain: Path, folder: str) -> None:
    """Nothing is in it that could not be read; but what is released would be written there."""
    elsewhere = plain.parent / "elsewhere"
    elsewhere.mkdir()
    shutil.rmtree(plain / "content" / folder, ignore_errors=True)
    (plain / "content" / folder).symlink_to(elsewhere)
    told = [(problem.code, problem.place.path) for problem in problems_of(plain)]
    assert ("unreadable-file", f"content/{folder}") in told
    assert release(plain, "2021-06-01") == 1
    assert list(elsewhere.iterdir()) == []


def test_a_file_that_cannot_be_made_sense_of_has_not_lost_its_addresses(plain: Path) -> None:
    release(plain, "2021-06-01")
    for path in (FARES, FACTS, "content/articles/island-post.md"):
        write(plain, {path: "nonsense: ["})
    with pytest.raises(BuildFailed) as failed:
        build(plain)
    assert "vanished-address" not in {problem.code for problem in failed.value.problems}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"facts": {}}',
        '{"facts": [], "more": 1}',
        '{"facts": [{"id": 1, "question": "q", "relation": "none", "readings": []}]}',
        '{"facts": [{"id": "a", "question": "q", "relation": "maybe", "readings": []}]}',
        '{"facts": [{"id": "a", "question": "\\u202e", "relation": "none", "readings": []}]}',
        '{"facts": [{"id": "a", "question": "q", "relation": "none", "readings": [{}]}]}',
        '{"facts": ' + "[" * 100_000 + "]" * 100_000 + "}",
    ],
)
def test_what_is_no_snapshot_is_none(text: str) -> None:
    assert releases.parse(text) is None


READING = '{"article": "gull", "paragraph": 2, "value": "$1", "as_of": "2031-06~"}'
FACT = '{"id": "fare", "question": "What?", "relation": "none", "readings": [' + READING + "]}"
SNAPSHOT = '{"facts": [' + FACT + "]}"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"gull"', '"../../x"'),
        ('"gull"', '"Gull"'),
        ('"gull"', '""'),
        ("2,", "true,"),
        ("2,", "0,"),
        ("2,", "-5,"),
        ("2,", "2.0,"),
        ("2,", "9999999999,"),
        ("2,", f"{'9' * 5000},"),
        ("2031-06~", "soon"),
        ("2031-06~", "2031-06\\u2028"),
        ("$1", "\\ud800"),
        ('"$1"', "null"),
        ('"fare"', '"../../x"'),
        ('"fare"', '"a#b"'),
        ("What?", "\\ud800"),
        ("What?", "\\udfff?"),
        ('"id":', '"id": "boat", "id":'),
        ('"paragraph":', '"paragraph": 1, "paragraph":'),
        (FACT, f"{FACT}, {FACT}"),
        ('{"facts"', '{"facts": [], "facts"'),
    ],
)
def test_a_snapshot_of_another_form_is_none(old: str, new: str) -> None:
    assert releases.parse(SNAPSHOT)
    assert SNAPSHOT.count(old) == 1
    assert releases.parse(SNAPSHOT.replace(old, new)) is None


def test_half_a_character_in_a_release_is_told(plain: Path) -> None:
    release(plain, "2021-06-01")
    release(plain, "2021-06-02")
    change(plain, "content/releases/2021-06-01.json", "What do children pay?", "\\ud800")
    assert [problem.code for problem in problems_of(plain)] == ["bad-value"]


def test_a_snapshot_is_read_as_it_was_written(plain: Path) -> None:
    day = releases.day("2021-06-01")
    assert day
    snapshot = releases.snapshot(day, site_of(plain).rows)
    assert releases.parse(releases.text(snapshot)) == snapshot.facts


# ------------------------------------------------------------- what became of an address


def test_the_old_id_of_a_fact_is_an_anchor_on_the_row_of_the_new_one(plain: Path) -> None:
    release(plain, "2021-06-01")
    rename(plain, "fare", "price")
    noted(plain, "facts.html#fare", "alias: facts.html#price")
    html = output(plain, "facts.html")
    row = html.partition('<tr id="price">')[2].partition("</tr>")[0]
    assert '<span id="fare"></span>' in row


def test_a_withdrawn_fact_says_why_where_it_stood(plain: Path) -> None:
    release(plain, "2021-06-01")
    text = (plain / FACTS).read_text(encoding="utf-8")
    kept = text.partition("- id: fare-children")
    write(plain, {FACTS: kept[0] + "- id: start" + kept[2].partition("- id: start")[2]})
    noted(plain, "facts.html#fare-children", TOMBSTONE)
    html = output(plain, "facts.html")
    line = html.partition('<li id="fare-children">')[2].partition("</li>")[0]
    assert (
        words_of(line) == "What do children pay? – withdrawn 1 July 2021. An error: the editor’s."
    )


def test_the_page_of_a_topic_that_has_another_name_leads_there(plain: Path) -> None:
    release(plain, "2021-06-01")
    topics = plain / "content" / "topics"
    (topics / "fares.md").rename(topics / "prices.md")
    change(plain, "site.yaml", "  - fares\n", "  - prices\n")
    change(plain, FACTS, "topic: fares", "topic: prices")
    noted(plain, "topics/fares.html", "alias: topics/prices.html")
    html = output(plain, "topics/fares.html")
    assert "This page has moved" in html
    assert 'fares – now <a href="prices.html">Fares</a>.' in html
    assert "refresh" not in html
    assert '<link rel="canonical" href="https://example.org/ferry/topics/prices.html">' in html
    assert "noindex" not in html
    assert "topics/fares.html" not in output(plain, "index.html")


def test_the_page_of_a_topic_that_was_withdrawn_says_why(plain: Path) -> None:
    release(plain, "2021-06-01")
    without_topic(plain, "boat")
    noted(plain, "topics/boat.html", TOMBSTONE)
    html = output(plain, "topics/boat.html")
    assert '<meta name="robots" content="noindex">' in html
    assert "canonical" not in html
    told = words_of(html)
    assert "This page was withdrawn" in told
    assert "boat – withdrawn 1 July 2021. An error: the editor’s." in told


def test_the_page_of_an_article_keeps_the_places_of_its_paragraphs(plain: Path) -> None:
    gull = "---\nlabel: Gull\nrights: full\n---\n\nGulls came.\n\nThey went.\n"
    write(plain, {"content/articles/gull.md": gull + "\nThey are back.\n"})
    release(plain, "2021-06-01")
    (plain / "content/articles/gull.md").unlink()
    write(plain, {"content/articles/sea-gull.md": gull})
    address = "articles/gull.html"
    noted(plain, address, "alias: articles/sea-gull.html")
    noted(plain, f"{address}#p2", "alias: articles/sea-gull.html#p1")
    html = output(plain, address)
    for id, href, words in (
        ("p1", "sea-gull.html#p1", "Gull, paragraph 1"),  # the same of what it became
        ("p2", "sea-gull.html#p1", "Gull, paragraph 1"),  # as its own line says
        ("p3", "sea-gull.html", "Gull"),  # the new one has no third
    ):
        line = html.partition(f'<li id="{id}">')[2].partition("</li>")[0]
        assert f'<a href="{href}">{words}</a>' in line


def test_a_paragraph_that_went_says_so_on_the_page_of_its_article(plain: Path) -> None:
    gull = "---\nlabel: Gull\nrights: full\n---\n\nGulls came.\n"
    write(plain, {"content/articles/gull.md": gull + "\nThey went.\n"})
    release(plain, "2021-06-01")
    write(plain, {"content/articles/gull.md": gull})
    noted(plain, "articles/gull.html#p2", TOMBSTONE)
    html = output(plain, "articles/gull.html")
    line = html.partition('<li id="p2">')[2].partition("</li>")[0]
    assert words_of(line) == "Paragraph 2 – withdrawn 1 July 2021. An error: the editor’s."


def test_the_ledger_of_released_content_is_that_of_the_content(plain: Path) -> None:
    release(plain, "2021-06-01")
    content = site_of(plain).content
    assert sorted(e.address for e in content.ledger) == sorted(ledger.addresses(content))
    assert not ledger.gone(content)


# ------------------------------------------------------------------- changes and the feed


@pytest.fixture
def changed(plain: Path) -> Path:
    """Released, changed in every way, and released again."""
    release(plain, "2021-06-01")
    rename(plain, "operator", "line")
    noted(plain, "facts.html#operator", "alias: facts.html#line")
    text = (plain / FACTS).read_text(encoding="utf-8")
    kept = text.partition("- id: fare-children")
    write(plain, {FACTS: kept[0] + "- id: start" + kept[2].partition("- id: start")[2]})
    noted(plain, "facts.html#fare-children", TOMBSTONE)
    change(plain, FACTS, "Who was the first passenger?", "Who came & crossed first?")
    readings = plain / "content" / "readings" / "island-post.yaml"
    of_fare, others = readings.read_text(encoding="utf-8").split("- fact: line")
    assert of_fare.startswith("- fact: fare")
    write(plain, {"content/readings/island-post.yaml": f"- fact: line{others}"})
    added = "- id: fog\n  question: Was there fog?\n  type: set\n"
    write(plain, {FACTS: (plain / FACTS).read_text(encoding="utf-8") + added})
    assert release(plain, "2021-07-01") == 0
    return plain


def test_the_page_of_changes_has_what_was_added_changed_and_withdrawn(changed: Path) -> None:
    html = output(changed, "changes.html")
    last, first = html.partition('id="release-2021-07-01"')[2].split('id="release-2021-06-01"')
    assert "The first release, with 8 facts." in words_of(first)
    told = words_of(last)
    assert told.startswith("> 1 July 2021 1 fact added, 2 facts changed and 1 fact withdrawn.")
    added, changed_, withdrawn = last.split("<h3>")[1:]
    assert words_of(added) == "Added Was there fog? Relation: No article"
    assert words_of(changed_) == (
        "Changed What does a crossing cost? Relation: One article; before: Compatible"
        " Readings taken away:"
        " $4.50 ( Post, para. 1 ; as of about June 2031)"
        " Who came &amp; crossed first? The question was: Who was the first passenger?"
        " Relation: No article"
    )
    assert '<a href="articles/island-post.html#p1">Post, para. 1</a>' in changed_
    assert words_of(withdrawn).startswith(
        "Withdrawn What do children pay? An error: the editor’s. Relation: No article"
    )
    assert '<a href="facts.html#fare-children">' in withdrawn


def test_a_site_that_was_never_released_says_so_and_has_no_feed(plain: Path) -> None:
    assert "Nothing was released yet." in output(plain, "changes.html")
    assert not (plain / "output" / "feed.xml").exists()
    assert "feed.xml" not in output(plain, "index.html")


def test_the_feed_is_one_and_has_an_entry_for_each_release(changed: Path) -> None:
    feed = feedparser.parse(output(changed, "feed.xml").encode())
    assert (feed.bozo, feed.version) == (False, "atom10")
    base = "https://example.org/ferry/"
    assert feed.feed.title == "The Quillmarsh ferry: changes"
    assert (feed.feed.id, feed.feed.link) == (f"{base}feed.xml", f"{base}changes.html")
    assert feed.feed.updated == feed.entries[0].updated == "2021-07-01T00:00:00Z"
    assert [entry.id for entry in feed.entries] == [
        f"{base}changes.html#release-2021-07-01",
        f"{base}changes.html#release-2021-06-01",
    ]
    html = (changed / "output" / "changes.html").read_text(encoding="utf-8")
    for entry in feed.entries:
        assert entry.link == entry.id
        assert f'id="{entry.id.partition("#")[2]}"' in html
        assert entry.title.partition(": ")[2] in html
    content = feed.entries[0].content[0]
    assert content.type == "application/xhtml+xml"
    assert f'href="{base}articles/island-post.html#p1"' in content.value
    assert "Who came &amp; crossed first?" in content.value


def test_readers_of_feeds_find_it_from_the_front_page_and_readers_from_the_about_page(
    changed: Path,
) -> None:
    link = '<link rel="alternate" type="application/atom+xml" title="Changes" href="feed.xml">'
    assert link in output(changed, "index.html")
    assert link in output(changed, "changes.html")
    about = output(changed, "about.html")
    assert '<a href="changes.html">' in about
    assert '<a href="check_site.py">' in about


def test_without_an_address_of_the_site_there_is_no_feed(changed: Path) -> None:
    change(changed, "site.yaml", "base_url:", "# base_url:")
    assert "release-2021-07-01" in output(changed, "changes.html")
    assert not (changed / "output" / "feed.xml").exists()


def test_the_clock_decides_nothing(changed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = output(changed, "feed.xml")
    for file in (changed / "content").rglob("*"):
        os.utime(file, (0, 0))
    assert output(changed, "feed.xml") == before

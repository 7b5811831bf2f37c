"""What pages load is named by its content, and is all that they may load."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from generator.build import Report, build, preview
from generator.memory import Memory
from generator.problems import BuildFailed
from tests import pages
from tests.sites import bytes_of

Real = tuple[Path, Report]
STEMS = ("site", "icon", "search-data", "articles-data")


def named(output: Path) -> dict[str, str]:
    """The assets of an output, by the beginning of their names."""
    return {
        stem: next(file.name for file in output.iterdir() if file.name.startswith(f"{stem}."))
        for stem in STEMS[1:]
    } | {file.suffix: file.name for file in output.glob("site.*")}


def policy(page: str) -> dict[str, list[str]]:
    """A page's Content-Security-Policy: what is allowed, by what it is."""
    [content] = re.findall(
        r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">',
        page.partition("<body>")[0],
    )
    parts = (part.split() for part in content.split(";"))
    return {name: allowed for name, *allowed in parts}


def test_an_asset_has_the_hash_of_its_content_in_its_name(real: Real) -> None:
    output, _ = real
    for name in named(output).values():
        digest = hashlib.sha256((output / name).read_bytes()).hexdigest()
        assert name.split(".")[1] == digest[:8], name
    plain = {"site.css", "site.js", "icon.svg", "search-data.js", "articles-data.js"}
    assert plain.isdisjoint(file.name for file in output.iterdir())


def test_a_new_style_has_a_new_name_on_every_page(plain: Path) -> None:
    build(plain)
    before = named(plain / "output")
    style = plain / "templates" / "site.css"
    style.write_text(style.read_text() + "\nb { color: red }\n")
    build(plain)
    after = named(plain / "output")
    assert {name for name in before if before[name] != after[name]} == {".css"}
    for page in pages.of(plain / "output"):
        text = (plain / "output" / page).read_text("utf-8")
        assert before[".css"] not in text and (after[".css"] in text) == (page != "404.html")


def test_a_change_of_one_topic_changes_the_pages_that_print_it_alone(plain: Path) -> None:
    build(plain)
    before = bytes_of(plain / "output")
    topic = plain / "content" / "topics" / "boat.md"
    text = topic.read_text()
    topic.write_text(f"{text.rstrip()}\n\n{{.framing}}\nThat is all.\n")
    build(plain)
    after = bytes_of(plain / "output")
    changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    assert changed == {"topics/boat.html", "about.html", "build.json"}
    topic.write_text(text.replace("It is the", "She is the"))
    build(plain)
    after = bytes_of(plain / "output")
    changed = {name for name in before.keys() & after.keys() if before[name] != after[name]}
    assert "search.html" in changed  # it names the data of the search, which has the statement
    assert changed.isdisjoint({"topics/fares.html", "facts.html", "people.html", "timeline.html"})


def test_a_preview_has_plain_names_and_leaves_room_for_its_own_scripts(plain: Path) -> None:
    made = preview(plain, "0", Memory())
    names = {"site.css", "site.js", "icon.svg", "search-data.js", "articles-data.js"}
    assert names < set(made.paths)
    for path in made.paths:
        assert b"Content-Security-Policy" not in made.file(path), path


def test_pages_allow_the_files_of_the_site_and_their_own_styles_alone(real: Real) -> None:
    output, _ = real
    with_styles = set()
    for name in pages.of(output):
        text = (output / name).read_text("utf-8")
        hashes = [
            f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
            for style in re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
        ]
        allowed = policy(text)
        images = allowed.pop("img-src", None)
        assert images == (["data:"] if name == "404.html" else None)
        assert allowed.pop("style-src", ["'self'"]) == ["'self'", *hashes], name
        with_styles |= {name} if hashes else set()
        assert allowed == {
            "default-src": ["'self'"],
            "base-uri": ["'none'"],
            "form-action": ["'self'"],
        }
        start = text.index("Content-Security-Policy")
        assert not re.search(r"<(?:link|script|style)", text[:start]), name
    assert with_styles >= {"404.html", "facts.html", "search.html"}


def test_pages_have_no_script_in_them_and_no_style_on_an_element(real: Real) -> None:
    output, _ = real
    for name in pages.of(output):
        text = (output / name).read_text("utf-8")
        scripts = re.findall(r"<script\b([^>]*)>", text)
        assert all(" src=" in each or 'type="application/ld+json"' in each for each in scripts)
        assert not re.search(r"<[a-z][^>]* (?:style|on[a-z]+)=", text), name


def test_a_style_that_no_template_declares_is_not_allowed(plain: Path) -> None:
    template = plain / "templates" / "timeline.html"
    text = template.read_text()
    template.write_text(text.replace("<h1>", "<style>h1 { color: red }</style><h1>"))
    build(plain)
    assert "style-src" not in policy((plain / "output" / "timeline.html").read_text("utf-8"))


def test_no_page_tells_others_where_its_reader_comes_from(real: Real) -> None:
    output, _ = real
    for name in pages.of(output):
        text = (output / name).read_text("utf-8")
        assert '<meta name="referrer" content="no-referrer">' in text, name
        for link in re.findall(r'<a\b[^>]*href="https?:[^>]*>', text):
            assert re.search(r'rel="(?:license )?external"', link), (name, link)
        assert " target=" not in text, name  # nothing opens a window that could reach back


@pytest.mark.parametrize("name", ["site.css", "site.js"])
def test_an_asset_that_cannot_be_filled_in_is_told_once(plain: Path, name: str) -> None:
    file = plain / "templates" / name
    file.write_text(file.read_text() + "\n{{ nothing }}\n")
    with pytest.raises(BuildFailed) as failed:
        build(plain)
    assert [problem.place.path for problem in failed.value.problems] == [f"templates/{name}"]

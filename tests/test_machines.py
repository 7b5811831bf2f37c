"""What is published for machines holds against the parsers and schemas of its kind."""

from __future__ import annotations

import csv
import json
import re
import struct
import warnings
from collections.abc import Callable
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser

import pytest
from jsonschema import Draft202012Validator, ValidationError
from lxml import etree
from msgspec.structs import replace
from pybtex.database import BibliographyData, parse_string
from pybtex.plugin import find_plugin
from pybtex.richtext import Text
from pyld import jsonld

from generator import exports
from generator.build import Report, build, prepare, verify
from generator.problems import BuildFailed
from tests import pages
from tests.made import exactly
from tests.sites import ROOT, copy_plain, write

with warnings.catch_warnings():  # of its own making
    warnings.simplefilter("ignore")
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
    from citeproc import formatter as citeproc_formatter
    from citeproc.source.json import CiteProcJSON

Real = tuple[Path, Report]
Change = Callable[[dict[str, Any]], None]
BASE = "https://example.org/ferry/"  # the plain site's


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plain site with a picture; its address is known."""
    site = copy_plain(tmp_path_factory.mktemp("ferry"))
    with (site / "site.yaml").open("a") as settings:
        settings.write("image: content/boat.png\n")
    write(site, {"content/boat.png": PICTURE})
    build(site)
    return site / "output"


PICTURE = b"\x89PNG\r\n\x1a\n and so on"


@pytest.fixture(params=["plain", "real"])
def output(request: pytest.FixtureRequest, ferry: Path, real: Real) -> Path:
    return ferry if request.param == "plain" else real[0]


def head(page: Path) -> str:
    return page.read_text(encoding="utf-8").partition("<body>")[0]


def metas(page: Path) -> dict[str, str]:
    """What a page says of itself, by name and by property."""
    found = {}
    for tag in re.findall(r"<meta ([^>]*)>", head(page)):
        given = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        for key in ("name", "property"):
            if key in given:
                found[given[key]] = given["content"]
    return found


# ------------------------------------------------------------------------------------- facts


def schema(output: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((output / "facts.schema.json").read_text("utf-8"))
    return found


def test_facts_json_holds_against_the_published_schema(output: Path) -> None:
    Draft202012Validator.check_schema(schema(output))
    facts = json.loads((output / "facts.json").read_text("utf-8"))
    Draft202012Validator(schema(output)).validate(facts)


@pytest.mark.parametrize("amount", ["0.00005", "12.5", "1e21", "3"])
def test_facts_json_has_the_bytes_of_the_standard_library(plain: Path, amount: str) -> None:
    rows = prepare(plain)[0].rows
    (first, *others) = rows[0].readings
    small = replace(rows[0], readings=(replace(first, value=exactly(amount)), *others))
    for some in ((), (small, *rows[1:])):
        text = exports.facts_json(some)
        assert text == json.dumps(json.loads(text), ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize(
    "change",
    [
        lambda fact: fact.update(relation="agreed"),
        lambda fact: fact.pop("silent"),
        lambda fact: fact.update(rating=5),
        lambda fact: fact.update(type="date"),  # its readings are amounts
        lambda fact: fact["readings"][0].update(paragraph=0),
        lambda fact: fact["readings"][0].update(normalized={"low": "4", "high": None}),
        lambda fact: fact["readings"][0].update(said_by=""),
    ],
)
def test_the_schema_refuses_what_breaks_the_contract(ferry: Path, change: Change) -> None:
    facts = json.loads((ferry / "facts.json").read_text("utf-8"))
    change(next(fact for fact in facts["facts"] if fact["id"] == "fare"))
    with pytest.raises(ValidationError):
        Draft202012Validator(schema(ferry)).validate(facts)


def test_many_silent_articles_are_counted_and_hold_against_the_schema(plain: Path) -> None:
    article = "---\nlabel: Paper {0}\n---\n\nThe boat is red.\n"
    write(plain, {f"content/articles/paper-{n}.md": article.format(n) for n in range(20)})
    write(plain, {f"texts/paper-{n}.txt": "The boat is red.\n" for n in range(20)})
    verify(plain, plain / "texts")
    build(plain)
    facts = json.loads((plain / "output" / "facts.json").read_text("utf-8"))
    Draft202012Validator(schema(plain / "output")).validate(facts)
    assert any("articles" in silence for fact in facts["facts"] for silence in fact["silent"])


def test_rows_of_facts_csv_are_the_readings_and_hold_against_the_schema(output: Path) -> None:
    with (output / "facts.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    row = schema(output)["$defs"]
    validator = Draft202012Validator({**row["row"], "$defs": row})
    for each in rows:
        validator.validate(each)
    facts = json.loads((output / "facts.json").read_text("utf-8"))["facts"]
    assert [(row["fact"], row["article"], row["paragraph"]) for row in rows] == [
        (fact["id"], reading["article"], str(reading["paragraph"]))
        for fact in facts
        for reading in fact["readings"]
    ]


def test_the_schema_is_linked_from_the_fact_table(output: Path) -> None:
    assert 'href="facts.schema.json"' in (output / "facts.html").read_text("utf-8")


# ----------------------------------------------------------------------------------- sources


def sources(output: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((output / "articles.json").read_text("utf-8"))
    return found


def test_articles_json_has_the_types_and_variables_of_csl(output: Path) -> None:
    schema = etree.parse(files("citeproc") / "data/schema/schemas/styles/csl.rng")
    listed: dict[str, set[str]] = {}
    for define in schema.iter("{*}define"):
        values = {value.text for value in define.iter("{*}value")}
        listed.setdefault(define.get("name").partition(".")[0], set()).update(values)
    for item in sources(output):
        assert item["type"] in listed["item-types"]
        assert item.keys() - {"id", "type"} <= listed["variables"], item


def test_articles_json_is_what_a_citation_processor_prints(ferry: Path) -> None:
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(
        style, CiteProcJSON(sources(ferry)), citeproc_formatter.plain
    )
    for item in sources(ferry):
        bibliography.register(Citation([CitationItem(item["id"])]))
    printed = [str(line) for line in bibliography.bibliography()]
    assert "Ada Finch" in printed[0] and "New boat for Quillmarsh" in printed[0]
    assert "Harbour Herald" in printed[0] and "2031" in printed[0]


def bibliography(output: Path) -> BibliographyData:
    return parse_string((output / "articles.bib").read_text("utf-8"), "bibtex")


def test_articles_bib_is_read_as_the_same_sources(output: Path) -> None:
    entries = bibliography(output).entries
    assert list(entries) == [item["id"] for item in sources(output)]
    for item, entry in zip(sources(output), entries.values(), strict=True):
        assert str(Text.from_latex(entry.fields["title"])) == item["title"]
        assert entry.fields.get("url", "") == item.get("URL", "")
        [parts] = item.get("issued", {}).get("date-parts", [[]])
        if parts and "circa" not in item["issued"]:
            assert entry.fields["year"] == str(parts[0])
    style = find_plugin("pybtex.style.formatting", "unsrt")()
    assert len(list(style.format_entries(entries.values()))) == len(entries)


# Commands of LaTeX that the parser does not know, and what they print.
COMMANDS = {r"\textbraceleft{}": "{", r"\textbraceright{}": "}", r"\textasciicircum{}": "^"}
COMMANDS |= {r"\$": "$"}
PLACES = {command: chr(0xE000 + number) for number, command in enumerate(COMMANDS)}
BACK = str.maketrans({place: COMMANDS[command] for command, place in PLACES.items()})


@pytest.mark.parametrize(
    "hostile",
    [
        "A } title",
        "{ A {{ title",
        "x}, url = {javascript:alert()",
        "A \\}title\\",
        "50% of ~^_#$& \\{}",
    ]
    + ["}}\n@misc{evil, title={y}"],
)
def test_no_title_leaves_its_field_in_articles_bib(plain: Path, hostile: str) -> None:
    file = plain / "content" / "articles" / "harbour-herald.md"
    address = "https://example.org/a}{,b\\c"
    texts = {"title": hostile, "publisher": hostile, "author": hostile, "url": address}
    kept = re.sub(r"^(title|publisher|author|url): .*\n", "", file.read_text(), flags=re.M)
    fields = "".join(f"{name}: {json.dumps(text)}\n" for name, text in texts.items())
    file.write_text(kept.replace("---\n", f"---\n{fields}", 1))
    build(plain)
    output = plain / "output"
    entries = bibliography(output).entries
    assert list(entries) == [item["id"] for item in sources(output)]
    entry = entries["harbour-herald"]
    assert set(entry.fields) <= {"title", "organization", "url", "note", "year", "month", "day"}
    for name in ("title", "organization"):
        text = entry.fields[name]
        for command, place in PLACES.items():
            text = text.replace(command, place)
        assert str(Text.from_latex(text)).translate(BACK) == " ".join(hostile.split())
    assert entry.fields["url"] == "https://example.org/a%7D%7B,b%5Cc"


# ------------------------------------------------------------------------------- linked data


def linked_data(output: Path) -> dict[str, Any]:
    [text] = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', head(output / "index.html")
    )
    found: dict[str, Any] = json.loads(text)
    return found


def test_linked_data_is_an_article_with_its_sources(output: Path) -> None:
    vocabulary = "http://schema.org/"

    def load(address: str, _: object) -> dict[str, Any]:
        assert address == "https://schema.org"
        context = {"@context": {"@vocab": vocabulary}}
        return {"contextUrl": None, "documentUrl": address, "document": context}

    data = linked_data(output)
    [article] = jsonld.expand(data, {"documentLoader": load})
    assert article["@type"] == [f"{vocabulary}Article"]
    cited = {source["@id"]: source for source in article[f"{vocabulary}citation"]}
    assert len(cited) == len(sources(output))
    parts = article[f"{vocabulary}hasPart"]
    assert len(parts) == len(list((output / "topics").glob("*.html")))
    for part in parts:
        assert part["@type"] == [f"{vocabulary}Article"]
        assert {source["@id"] for source in part[f"{vocabulary}citation"]} <= set(cited)
    kinds = set(re.findall(r'"@type":"(\w+)"', json.dumps(data, separators=(",", ":"))))
    assert kinds == {"Article", "Organization"}  # nothing is rated
    titles = [source[f"{vocabulary}headline"][0]["@value"] for source in cited.values()]
    assert titles == [item["title"].strip("[]") for item in sources(output)]


def test_a_topic_names_the_sources_that_it_cites_and_no_other(plain: Path) -> None:
    topic = plain / "content" / "topics" / "boat.md"
    topic.write_text(re.sub("; @island-post, para. [0-9]", "", topic.read_text()))
    build(plain)
    topics = {part["@id"]: part["citation"] for part in linked_data(plain / "output")["hasPart"]}
    assert topics == {
        f"{BASE}topics/fares.html": [{"@id": "_:harbour-herald"}, {"@id": "_:island-post"}],
        f"{BASE}topics/boat.html": [{"@id": "_:harbour-herald"}],
    }


def test_linked_data_cannot_end_its_element(plain: Path) -> None:
    file = plain / "content" / "index.md"
    title = "A </script><script>alert()</script>"
    file.write_text(re.sub(r"title: .*", f"title: '{title}'", file.read_text(), count=1))
    build(plain)
    assert linked_data(plain / "output")["headline"] == title


# --------------------------------------------------------------------- sitemap, robots, shares


def test_the_sitemap_has_every_page_once(ferry: Path) -> None:
    tree = etree.parse(ferry / "sitemap.xml")
    etree.XMLSchema(etree.parse(Path(__file__).parent / "sitemap.xsd")).assertValid(tree)
    found = [element.text for element in tree.iter("{*}loc")]
    wanted = {BASE + page.removesuffix("index.html") for page in pages.of(ferry)}
    assert sorted(found) == sorted(wanted - {f"{BASE}404.html"})
    for address in found:
        path = address.removeprefix(BASE) or "index.html"
        assert f'<link rel="canonical" href="{address}">' in head(ferry / path)


def test_the_sitemap_says_when_a_page_last_changed(plain: Path) -> None:
    topic = plain / "content" / "topics" / "boat.md"
    topic.write_text(topic.read_text().replace("---\n", "---\nupdated: 2031-08-02\n", 1))
    other = plain / "content" / "topics" / "fares.md"
    other.write_text(other.read_text().replace("---\n", "---\nupdated: 2031-07~\n", 1))
    build(plain)
    text = (plain / "output" / "sitemap.xml").read_text()
    assert f"<loc>{BASE}topics/boat.html</loc><lastmod>2031-08-02</lastmod>" in text
    assert f"<loc>{BASE}topics/fares.html</loc></url>" in text  # not known to the day


def test_robots_may_read_everything_and_are_led_to_the_sitemap(ferry: Path) -> None:
    robots = RobotFileParser()
    robots.parse((ferry / "robots.txt").read_text().splitlines())
    assert robots.can_fetch("any", f"{BASE}facts.json")
    assert robots.site_maps() == [f"{BASE}sitemap.xml"]


def test_every_page_says_how_it_is_shared(ferry: Path) -> None:
    [picture] = ferry.glob("share.*.png")
    assert picture.read_bytes() == PICTURE
    for page in pages.of(ferry):
        found = metas(ferry / page)
        if page == "404.html":
            assert not any(name.startswith("og:") for name in found)
            continue
        assert found["og:url"] == BASE + page.removesuffix("index.html")
        assert found["og:type"] == ("website" if page == "index.html" else "article")
        assert found["og:title"] and found["og:description"] == found["description"]
        assert found["og:image"] == BASE + picture.name
        assert found["twitter:card"] == "summary_large_image"
    assert metas(ferry / "topics/fares.html")["og:title"] == "Fares"


def test_nothing_has_a_whole_address_where_that_of_the_site_is_not_known(plain: Path) -> None:
    settings = plain / "site.yaml"
    settings.write_text(re.sub(r"(base_url|repository): .*\n", "", settings.read_text()))
    settings.write_text(f"{settings.read_text()}image: content/boat.png\n")
    write(plain, {"content/boat.png": PICTURE})
    build(plain)
    output = plain / "output"
    assert not (output / "sitemap.xml").exists()
    assert "Sitemap" not in (output / "robots.txt").read_text()
    assert list(output.glob("share*")) == []
    for page in pages.of(output):
        assert 'rel="canonical"' not in head(output / page)
        assert not any(name.startswith(("og:", "twitter:")) for name in metas(output / page))
    assert "@id" not in {*linked_data(output), *linked_data(output)["hasPart"][0]}
    assert "$id" not in schema(output)


@pytest.mark.parametrize(
    ("image", "content", "told"),
    [
        ("content/boat.png", b"GIF89a", "what is in content/boat.png is neither"),
        ("content/none.png", b"", "there is no file content/none.png"),
        ("content/../boat.png", b"", '"content/../boat.png" is no PNG or JPEG file'),
        ("content/boat.svg", b"", '"content/boat.svg" is no PNG or JPEG file'),
    ],
)
def test_a_picture_that_cannot_be_published_is_told(
    plain: Path, image: str, content: bytes, told: str
) -> None:
    with (plain / "site.yaml").open("a") as settings:
        settings.write(f"image: {image}\n")
    write(plain, {"content/boat.png": content} if content else {})
    with pytest.raises(BuildFailed) as failed:
        build(plain)
    [problem] = failed.value.problems
    assert str(problem).startswith("site.yaml:10:8: ") and told in problem.message


def test_the_picture_of_the_real_site_has_the_size_that_is_shown() -> None:
    for file in (ROOT / "content").glob("*.png"):
        assert struct.unpack(">II", file.read_bytes()[16:24]) == (1200, 630)


def test_every_page_has_an_icon(output: Path) -> None:
    for page in pages.of(output):
        [address] = re.findall(r'<link rel="icon"[^>]* href="([^"]+)"', head(output / page))
        if page != "404.html":
            icon = (output / page).parent / address
            assert etree.parse(icon.resolve()).getroot().tag == "{http://www.w3.org/2000/svg}svg"

"""Hostile content is shown as text or refused with a message; nothing of it is run or followed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
import regex  # type: ignore[import-untyped]

from generator.__main__ import main
from generator.build import build
from generator.declarations import FILES, File
from generator.kinds import Kind
from generator.problems import UNWANTED, BuildFailed
from tests.sites import ROOT, bytes_of, copy_starter, write

SCRIPT = "<script>alert()</script>"
_FARES = "content/topics/fares.md"
_ARTICLE, _READINGS = "articles/harbour-herald.md", "readings/harbour-herald.yaml"


_OWN_SCRIPTS = ("site.", "search-data.", "articles-data.")


class Dangers(HTMLParser):
    """What on a page would be run or followed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        source = given.get("src", "").rpartition("/")[2]
        is_data = given.get("type") == "application/ld+json"
        if tag == "script" and not is_data and not source.startswith(_OWN_SCRIPTS):
            self.found.append(f"<script {given}>")
        if tag in ("iframe", "object", "embed", "base"):
            self.found.append(f"<{tag}>")
        self.found += [name for name in given if name.startswith("on")]
        self.found += [
            value
            for name, value in given.items()
            if name in ("href", "src", "action", "formaction")
            and value.strip().lower().startswith(("javascript:", "data:text", "vbscript:"))
        ]


def dangers(output: Path) -> list[str]:
    return [
        f"{file.name}: {danger}"
        for file in output.rglob("*.html")
        for danger in Dangers(file.read_text("utf-8")).found
    ]


def change(site: Path, path: str, old: str, new: str) -> None:
    text = (site / path).read_text("utf-8")
    assert old in text
    write(site, {path: text.replace(old, new, 1)})


def codes(site: Path) -> list[str]:
    """The codes of the problems for which the site is refused."""
    with pytest.raises(BuildFailed) as failed:
        build(site)
    assert not (site / "output").exists()
    return [problem.code for problem in failed.value.problems]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("site.yaml", "title: The", f"title: {SCRIPT}"),
        ("site.yaml", "description: What", "description: '\"><img src=x onerror=alert()>'  #"),
        ("site.yaml", "publisher: Ferry", f"publisher: {SCRIPT}"),
        (_FARES, "title: Fares", f"title: {SCRIPT}"),
        (_FARES, "question: What", f"question: {SCRIPT} What"),
        (_FARES, "crossing: one way", f"crossing: '{SCRIPT}'  #"),
        (_FARES, "## What", f"## {SCRIPT} What"),
        (_FARES, "Prices are", f"{SCRIPT} Prices are"),
        ("content/facts.yaml", "question: What", f"question: {SCRIPT} What"),
        ("content/articles/harbour-herald.md", "title: ", f"title: {SCRIPT} "),
        ("content/articles/harbour-herald.md", "label: ", f"label: {SCRIPT} "),
        ("content/articles/harbour-herald.md", "publisher: ", f"publisher: {SCRIPT} "),
        ("content/people.yaml", "- id: ", f"- id: a\n  name: {SCRIPT}\n  kind: person\n- id: "),
        ("content/readings/harbour-herald.yaml", "said_by: ", f"said_by: {SCRIPT} "),
        ("content/readings/harbour-herald.yaml", "origin: ", f"origin: {SCRIPT} "),
    ],
)
def test_a_script_in_a_text_is_shown_as_text(plain: Path, path: str, old: str, new: str) -> None:
    change(plain, path, old, new)
    build(plain)
    assert dangers(plain / "output") == []
    shown = b"".join(bytes_of(plain / "output").values())
    assert b"&lt;script&gt;alert()&lt;/script&gt;" in shown or b"&lt;img src=x" in shown


def test_markup_in_a_quote_is_shown_as_text(tmp_path: Path) -> None:
    """It stands in the article, too, which is all there: the quote is proven, and no markup."""
    site = copy_starter(tmp_path)
    article, readings = (f"content/{part}" for part in (_ARTICLE, _READINGS))
    change(site, article, "will cost over $4", "will <b onclick=alert()>cost</b> over $4")
    for _ in range(2):
        change(
            site,
            readings,
            "quote: will cost",
            "words: over $4\n  quote: will <b onclick=alert()>cost</b>",
        )
    build(site)
    assert dangers(site / "output") == []
    quote = "will &lt;b onclick=alert()&gt;cost&lt;/b&gt; over $4"
    for page in ("facts.html", "articles/harbour-herald.html"):
        assert quote in (site / "output" / page).read_text("utf-8")


ADDRESSES = [
    "javascript:alert()",
    "JaVaScRiPt:alert()",
    " javascript:alert()",
    "java\tscript:alert()",
    "vbscript:x",
    "data:text/html,<script>alert()</script>",
    "https:javascript:alert()",
    "//example.org",
    "file:///etc/passwd",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("content/articles/harbour-herald.md", "url"),
        ("content/articles/harbour-herald.md", "archived"),
        ("site.yaml", "repository"),
        ("site.yaml", "base_url"),
        ("site.yaml", "license:\n  name: Mine\n  url"),
    ],
)
def test_an_address_is_one_of_the_web(plain: Path, path: str, field: str, address: str) -> None:
    lines = (plain / path).read_text("utf-8").split("\n")
    lines = [line for line in lines if not line.startswith(f"{field}:")]
    quoted = address.replace("\t", "\\t")
    lines.insert(path.endswith(".md"), f'{field}: "{quoted}"')
    write(plain, {path: "\n".join(lines)})
    assert codes(plain) == ["bad-value"]


@pytest.mark.parametrize(
    "end",
    [
        "?x=1",
        "#x",
        "index.html",
        ":99999/",
        "../a/",
        "./a/",
        "%2e%2E/a/",
        "%zz/",
        "caf\u00e9/",
        "//a/",
    ]
    + ['"', "a b", "<", "%0a"],
)
@pytest.mark.parametrize("field", ["base_url", "repository"])
def test_an_address_that_others_begin_with_is_that_of_a_folder(
    plain: Path, field: str, end: str
) -> None:
    host = "https://example.org" if end.startswith(":") else "https://example.org/"
    lines = (plain / "site.yaml").read_text("utf-8").split("\n")
    lines = [line for line in lines if not line.startswith(f"{field}:")]
    for address in (f"{host}{end}", f"https://user:pw@example.org/{end}"):
        write(plain, {"site.yaml": "\n".join([f"{field}: '{address}'", *lines])})
        assert codes(plain) == ["bad-value"]


@pytest.mark.parametrize(
    "address",
    ["https://example.org", "http://localhost:8000/", "https://xn--caf-dma.example/~a/b-c.d/"]
    + ["https://example.org/caf%C3%A9/", "https://git.example.org/a/b.js"],
)
def test_an_address_of_a_folder_is_read(plain: Path, address: str) -> None:
    settings = (plain / "site.yaml").read_text("utf-8")
    kept = [line for line in settings.split("\n") if not line.startswith("base_url:")]
    write(plain, {"site.yaml": "\n".join([f"base_url: {address}", *kept])})
    build(plain)
    sitemap = (plain / "output" / "sitemap.xml").read_text("utf-8")
    assert f"<loc>{address.rstrip('/')}/facts.html</loc>" in sitemap


@pytest.mark.parametrize("name", ["con", "aux", "nul", "prn", "com1", "lpt9"])
@pytest.mark.parametrize("folder", ["topics", "articles", "ledger"])
def test_no_file_has_the_name_of_a_device(plain: Path, folder: str, name: str) -> None:
    if folder == "ledger":
        tombstone = "tombstone: {date: 2031-06-01, reason: It went}"
        entry = f"- {{address: topics/{name}.html, {tombstone}}}\n"
        write(plain, {"content/ledger.yaml": entry})
        assert codes(plain) == ["bad-value"]
        return
    page = "content/topics/boat.md" if folder == "topics" else f"content/{_ARTICLE}"
    write(plain, {f"content/{folder}/{name}.md": (plain / page).read_bytes()})
    assert "bad-slug" in codes(plain)
    (plain / f"content/{folder}/{name}.md").rename(plain / f"content/{folder}/{name}-1.md")
    assert "bad-slug" not in codes(plain)


@pytest.mark.parametrize("address", [*ADDRESSES, "&#106;avascript:alert()", "%6Aavascript:a"])
def test_a_link_of_markdown_leads_to_the_web_or_is_text(plain: Path, address: str) -> None:
    forms = ("[w]({0})", "[w](<{0}>)", "<{0}>", "[w][{1}]\n\n[{1}]: {0}", "[w]: {0}\n\n[w]")
    for number, form in enumerate(forms):
        text = form.format(address, "abcdef"[number])
        write(plain, {"content/about.md": f"---\ntitle: About\n---\n\n{{.framing}}\nSee {text}\n"})
        try:
            build(plain)
        except BuildFailed as failed:
            known = {"bad-link", "uncited-statement"}
            assert {problem.code for problem in failed.problems} <= known, text
        else:
            assert dangers(plain / "output") == [], text


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u061c", "\0", "\x1b", "\u200b"])
@pytest.mark.parametrize("way", ["as it is", "as an escape", "in a name", "as an entity"])
def test_what_turns_the_writing_is_refused(plain: Path, character: str, way: str) -> None:
    number = f"{ord(character):04x}"
    if way == "as it is":
        change(plain, "site.yaml", "title: The", f"title: T{character}he")
    elif way == "as an escape":
        change(plain, "site.yaml", "title: The Quillmarsh ferry", f'title: "T\\u{number}he"')
    elif way == "in a name":
        change(plain, _FARES, "  crossing:", f'  "cross\\u{number}ing":')
    else:
        change(plain, _FARES, "Prices are", f"Pri&#x{number};ces are")
        if character < " ":  # Markdown has another character in its place
            build(plain)
            assert "Pri\ufffdces" in (plain / "output/topics/fares.html").read_text("utf-8")
            return
    assert "control-character" in codes(plain)


def fields_of_text(kind: Kind) -> Iterator[tuple[str, str]]:
    """Each field of a kind that takes words, however deep: its name, and YAML with {} for it."""
    for field in kind.fields:
        if field.takes.kind is not None:
            is_named = field.takes.rule == "takes names with values"
            for name, inner in fields_of_text(field.takes.kind):
                inner = f"{{a: {inner}}}" if is_named else inner
                yield f"{field.name}.{name}", f"{{{field.name}: {inner}}}"
        elif field.takes.rule == "takes names with values":
            yield field.name, f"{{{field.name}: {{a: {{}}}}}}"
        elif field.takes.rule in ("takes a text", "takes a list of texts"):
            yield field.name, f"{{{field.name}: {{}}}}"


PATHS = {"<slug>": "harbour-herald", "content/index.md, about.md": "content/about.md"}
FIELDS = [(file, name, written) for file in FILES for name, written in fields_of_text(file.kind)]


@pytest.mark.parametrize(
    ("file", "name", "written"), FIELDS, ids=[f"{f.path} {n}" for f, n, _ in FIELDS]
)
def test_what_turns_the_writing_is_refused_in_every_field(
    plain: Path, file: File, name: str, written: str
) -> None:
    path = PATHS.get(file.path) or file.path.replace("<slug>", PATHS["<slug>"])
    text = written.replace("{}", '"T\\u202ehe"')
    whole = f"- {text}\n" if file.is_list else f"---\n{text}\n---\n\nWords.\n"
    write(plain, {path: whole if path != "site.yaml" else text})
    with pytest.raises(BuildFailed) as failed:
        build(plain)
    assert [
        (p.place.path, p.place.column)
        for p in failed.value.problems
        if p.code == "control-character"
    ] == [(path, text.index('"T') + 1 + 2 * file.is_list)]


def test_the_fields_are_many() -> None:
    assert len(FIELDS) > 35 and len({file.path for file, *_ in FIELDS}) == len(FILES)


def test_no_character_goes_unseen(plain: Path) -> None:
    """Unicode's own list, behind a letter of our own; marks that other scripts and emoji need."""
    ignorable = regex.compile(
        r"[\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Cs}]"
    )
    listed = [c for c in map(chr, range(sys.maxunicode + 1)) if ignorable.match(c)]
    assert len(listed) > 4_000
    assert [hex(ord(c)) for c in listed if not UNWANTED.search(f"a{c}b")] == []
    for written in (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
        "\u0915\u094d\u200d\u0937",  # Hindi
        "\u1820\u180e\u1820",  # Mongolian
        "\u845b\U000e0100\u57ce",  # a Japanese name
        "\U0001f469\U0001f3fd\u200d\U0001f680 \u2764\ufe0f\u200d\U0001f525 1\ufe0f\u20e3",
        "Na\u00efve \u2013 \u201cCaf\u00e9\u201d",
    ):
        assert UNWANTED.search(written) is None, ascii(written)
    change(plain, "site.yaml", "title: The", "title: T\U000e0041he")
    assert codes(plain) == ["control-character"]


@pytest.mark.parametrize("escape", ["\\uffff", "\\ufffe", "\\U0001FFFF", "\\xad"])
def test_what_is_no_character_is_refused(plain: Path, escape: str) -> None:
    change(plain, "site.yaml", "title: The Quillmarsh ferry", f'title: "The {escape}Q"')
    assert codes(plain) == ["control-character"]


def test_a_message_does_nothing_to_the_terminal(plain: Path) -> None:
    name = "con\x1b[2Jtrol\nforged.md: dead-link: x"
    write(plain, {f"content/topics/{name}.md": "x"})
    with pytest.raises(BuildFailed) as failed:
        build(plain)
    told = "\n".join(map(str, failed.value.problems))
    assert "\x1b" not in told and "\nforged" not in told
    assert "con<U+001B>[2Jtrol<U+000A>forged.md" in told


def test_a_name_of_bytes_that_are_no_letters_is_told(plain: Path) -> None:
    (plain / "content" / "articles" / os.fsdecode(b"caf\xe9.md")).write_text("x")
    (plain / "templates" / os.fsdecode(b"caf\xe9.html")).write_text("x")
    done = built(plain)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "caf<U+DCE9>" in done.stderr
    (plain / "content" / "articles" / os.fsdecode(b"caf\xe9.md")).unlink()
    assert built(plain).returncode == 0


@pytest.mark.parametrize(
    "slug", ["../../mine", "..", "/etc/mine", "a/../../b", "..\\..\\b", "%2e%2e%2fb", "a\\0b", "."]
)
@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("site.yaml", "- fares", '- "{}"'),
        ("content/facts.yaml", "id: fare\n", 'id: "{}"\n'),
        ("content/facts.yaml", "topic: fares", 'topic: "{}"'),
        ("content/people.yaml", "- id: ", '- id: "{}"  #'),
        (_FARES, "@harbour-herald", "@{}"),
        (_FARES, "/facts.html#fare", "/{}"),
        (_FARES, "key_facts: [fare", 'key_facts: ["{}"'),
        ("content/readings/harbour-herald.yaml", "fact: fare\n", 'fact: "{}"\n'),
    ],
)
def test_no_name_leads_out_of_the_output(
    plain: Path, path: str, old: str, new: str, slug: str
) -> None:
    change(plain, path, old, new.format(slug))
    before = bytes_of(plain.parent)
    assert codes(plain)
    assert bytes_of(plain.parent) == before


LONG = "word " * 2_000_000


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("site.yaml", f"description: {LONG}\n"),
        ("content/facts.yaml", f"# {LONG}\n"),
        ("content/people.yaml", f"- id: a\n  name: {'[' * 10_000_000}\n"),
        ("content/evidence.lock", LONG),
        ("content/articles/harbour-herald.md", f"---\ntitle: {LONG}\n---\n\nWords.\n"),
        (_FARES, f"---\ntitle: Fares\n---\n\n{LONG}\n"),
        ("templates/index.html", LONG),
    ],
)
def test_a_line_of_10_megabytes_is_refused(plain: Path, path: str, text: str) -> None:
    write(plain, {path: text})
    with pytest.raises(BuildFailed) as failed:
        build(plain)
    assert [(p.code, p.place.path) for p in failed.value.problems] == [("unreadable-file", path)]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (_FARES, "---\ntitle: Fares\n---\n\n" + "word\n" * 250_000),
        ("content/articles/harbour-herald.md", "---\nlabel: A\n---\n\n" + "w\n\n" * 400_000),
        ("content/facts.yaml", "- a\n" * 1_300_000),
    ],
)
def test_a_file_that_nobody_wrote_by_hand_is_refused(plain: Path, path: str, text: str) -> None:
    write(plain, {path: text})
    with pytest.raises(BuildFailed) as failed:
        build(plain)
    [problem] = failed.value.problems
    assert (problem.code, problem.place.path) == ("unreadable-file", path)
    assert "bytes" in problem.message and problem.help


def test_a_file_without_end_is_not_read(plain: Path) -> None:
    with (plain / "content" / "people.yaml").open("wb") as file:
        file.truncate(10**12)
    assert codes(plain) == ["unreadable-file"]


@pytest.mark.parametrize("path", ["site.yaml", _FARES])
@pytest.mark.parametrize("unit", ["- ", "? ", "[\n", "{a:\n"], ids=repr)
def test_values_nested_deeply_are_refused(plain: Path, path: str, unit: str) -> None:
    """In a process of its own: a parser may end the one it runs in."""
    lines = unit * (150_000 if "\n" in unit else 9_000 // len(unit))
    whole = f"---\na: {lines}\n---\n\nWords.\n" if path.endswith(".md") else f"a:\n {lines}\n"
    write(plain, {path: whole})
    done = built(plain)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr[-500:]
    assert f"{path}:" in done.stderr


def test_a_table_in_a_table_in_a_table_is_refused(plain: Path) -> None:
    write(plain, {"site.yaml": "".join(" " * n + "a:\n" for n in range(3_000))})
    assert codes(plain)[0] == "yaml"


def test_a_bomb_of_aliases_is_refused(plain: Path) -> None:
    bomb = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    write(plain, {"site.yaml": "\n".join(bomb)})
    assert "alias" in codes(plain)
    write(plain, {"site.yaml": "title: &a [*a]\n"})
    assert "alias" in codes(plain)


@pytest.mark.parametrize(
    "path",
    ["site.yaml", _FARES, "content/facts.yaml", "content/about.md", "templates/parts/head.html"]
    + ["content/evidence.lock", "content/articles", "content/topics", "templates"],
)
@pytest.mark.parametrize("way", ["absolute", "relative", "twice"])
def test_a_link_out_of_the_folder_is_not_followed(plain: Path, path: str, way: str) -> None:
    place, outside = plain / path, plain.parent / "outside"
    place.parent.mkdir(exist_ok=True)
    place.rename(outside) if place.exists() else outside.write_text("secret")
    target = outside if way == "absolute" else Path(os.path.relpath(outside, place.parent))
    if way == "twice":
        (plain / "between").symlink_to(outside)
        target = Path(os.path.relpath(plain / "between", place.parent))
    place.symlink_to(target)
    with pytest.raises(BuildFailed) as failed:
        build(plain)
    assert any(
        problem.code == "unreadable-file" and problem.place.path.startswith(path)
        for problem in failed.value.problems
    )
    assert not (plain / "output").exists()


def test_a_link_within_the_folder_is_followed(plain: Path) -> None:
    (plain / "content" / "about.md").rename(plain / "kept.md")
    (plain / "content" / "about.md").symlink_to("../kept.md")
    build(plain)


def test_what_is_remembered_is_not_written_out_of_the_folder(plain: Path) -> None:
    elsewhere = plain.parent / "elsewhere"
    elsewhere.mkdir()
    (plain / ".cache").symlink_to(elsewhere)
    done = built(plain)
    assert (done.returncode, done.stderr) == (0, "")
    assert list(elsewhere.iterdir()) == []


def test_verify_and_release_write_through_no_link(plain: Path) -> None:
    mine = plain.parent / "mine"
    mine.write_text("mine")
    (plain / "content" / ".evidence.lock.new").symlink_to(mine)
    (plain / "content" / ".ledger.yaml.new").symlink_to(mine)
    assert main(["verify", "--root", str(plain), "--texts", str(plain / "texts")]) == 0
    assert main(["release", "--root", str(plain), "--date", "2031-06-01"]) == 0
    assert mine.read_text() == "mine"
    for name in ("evidence.lock", "ledger.yaml"):
        assert not (plain / "content" / name).is_symlink()
    assert list((plain / "content").glob(".*")) == []


@pytest.mark.parametrize("path", ["content/about.md", "content/topics/loop.md", "templates/x.html"])
def test_a_link_to_itself_is_told(plain: Path, path: str) -> None:
    (plain / path).unlink(missing_ok=True)
    (plain / path).symlink_to(Path(path).name)
    done = built(plain)
    assert "Traceback" not in done.stderr
    assert done.returncode == (0 if path.startswith("templates") else 1)


@pytest.mark.parametrize("target", ["/dev/zero", "../../mine.png"])
def test_a_picture_is_the_sites_own(plain: Path, target: str) -> None:
    (plain.parent / "mine.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (plain / "content" / "share.png").symlink_to(target)
    settings = (plain / "site.yaml").read_text("utf-8")
    write(plain, {"site.yaml": f"{settings}image: content/share.png\n"})
    assert "unreadable-file" in codes(plain)


def test_a_release_nested_deeply_is_refused(plain: Path) -> None:
    write(plain, {"content/releases/2031-07-01.json": '{"facts": ' + "[" * 9_000})
    assert codes(plain) == ["bad-value"]


@pytest.mark.parametrize(
    "path",
    ["site.yaml", "content/about.md", "content/facts.yaml", "content/evidence.lock"]
    + ["content/topics/fares.md", "content/readings/harbour-herald.yaml", "templates/pipe.html"],
)
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_pipe_or_a_device_holds_nothing_up(plain: Path, path: str, kind: str) -> None:
    (plain / path).unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(plain / path)
    else:
        (plain / path).symlink_to("/dev/zero")
    done = built(plain)
    if path.startswith("templates"):
        assert done.returncode == 0, done.stderr  # passed over, as all that is no file
    else:
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
        assert f"{path}: un" in done.stderr  # unreadable-file, or unknown-file


def built(site: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", "build", "--root", str(site)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, errors="replace", timeout=60
    )

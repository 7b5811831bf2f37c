"""The text of a new article → the files that it begins with: digest, text and readings.

Metadata are those that the file itself states. Of the digest there is a line for each paragraph
that the editor is to write; of the readings there are suggestions, as comments.
"""

from __future__ import annotations

import errno
import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from msgspec import Struct

from generator import read, values
from generator.evidence import UNWRITTEN
from generator.fields import Table, Text, parse
from generator.figures import Figure
from generator.markdown import plain_blocks, slugify
from generator.model import Content, Reading, Row
from generator.names import Names
from generator.problems import UNWANTED, Problems, counted
from generator.suggest import Suggestion, Suggestions, suggest
from generator.values import Names as NameSet

_HTML = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown")
# What editors have articles as, too.
_OTHER = {
    ".pdf": "a PDF",
    **dict.fromkeys((".doc", ".docx", ".odt", ".rtf", ".pages"), "a word processor's document"),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".webp", ".gif", ".heic"), "a picture"),
    **dict.fromkeys((".epub", ".zip"), "an archive"),
}
# Ours, by the names that front matter has for them elsewhere.
_METADATA = {
    "title": ("title",),
    "publisher": ("publisher", "site", "sitename", "site_name", "source"),
    "author": ("author", "authors", "byline"),
    "url": ("url", "canonical", "link", "address"),
    "published": ("published", "date", "pubdate"),
}
_LONGEST_SLUG = 40
_LONGEST_HEADLINE = 20  # in words
_ENDED = re.compile(r"[.!?:;…][\"'”’)\]]*$")  # as a sentence ends, and a headline does not
_WIDTH = 100
_MOST_KNOWN = 3  # readings that are shown beside a suggestion


class Draft(Struct, frozen=True):
    """An article as it came: what it states of itself, and its text."""

    slug: str
    metadata: Mapping[str, str]  # title, publisher, author, url, published: those that are known
    blocks: tuple[tuple[bool, str], ...]  # whether it is a heading, and its words

    @property
    def text(self) -> str:
        """The name of its text's file."""
        return f"{self.slug}.txt"

    @property
    def paragraphs(self) -> tuple[str, ...]:
        return tuple(words for is_heading, words in self.blocks if not is_heading)


def of_file(file: Path, url: str, slug: str, problems: Problems) -> Draft | None:
    """Read an article's file: HTML, Markdown or plain text; None, with the problem, if it cannot.

    Raises OSError where the file is not there or of another kind, has no paragraph, or where the
    library that reads HTML is not installed.
    """
    if file.suffix.lower() in _HTML:
        metadata, blocks = _html(file, url)
    else:
        kind = _OTHER.get(file.suffix.lower())
        if kind:
            help = f"this is {kind}: save the article as a web page or as plain text"
            raise OSError(errno.EINVAL, help, str(file))
        if not file.exists():
            raise FileNotFoundError(errno.ENOENT, "there is no such file", str(file))
        real = file.resolve()  # which file it is was said by who gave it
        text = read.text_of(real.parent, real.name, problems)
        if text is None:
            return None
        is_markdown = file.suffix.lower() in _MARKDOWN
        metadata, blocks = _markdown(text) if is_markdown else ({}, _plain(text))
    title = metadata.get("title", "")
    # Some files have their title once more at the head of their text.
    if blocks and blocks[0][0] and blocks[0][1] == title:
        blocks = blocks[1:]
    metadata = {**metadata, **({"url": url} if url else {})}
    if not values.read_date(metadata.get("published", "")):
        metadata.pop("published", None)
    if not any(not is_heading for is_heading, _ in blocks):
        raise OSError(errno.EINVAL, "no paragraph of an article is found in it", str(file))
    return Draft(slug or _slug(title or file.stem), metadata, tuple(blocks))


def files(draft: Draft, content: Content) -> dict[str, str]:
    """What is written for a draft, by path; that of the text is within the folder of texts."""
    suggestions = suggest(content, draft.paragraphs)
    return {
        draft.text: _text(draft),
        f"{read.READINGS}/{draft.slug}.yaml": "\n".join(_readings(draft, suggestions, content)),
        f"{read.ARTICLES}/{draft.slug}.md": _article(draft),
    }


# ---------------------------------------------------------------------------------- reading


def _html(file: Path, url: str) -> tuple[dict[str, str], list[tuple[bool, str]]]:
    try:
        import trafilatura  # large, and needed for nothing else
    except ImportError:
        help = f"HTML needs trafilatura: run make add FILE={file}, or save the page as text"
        raise OSError(errno.ENOENT, help, str(file)) from None
    found = trafilatura.extract(
        file.read_bytes(),
        url=url or None,
        output_format="xml",
        with_metadata=True,
        include_comments=False,
        # A date that the page states of itself; else htmldate takes any that the text has.
        date_extraction_params={
            "extensive_search": False,
            "original_date": True,
            "max_date": "2099-12-31",
        },
    )
    if not found:
        return {}, []
    page = ElementTree.fromstring(found)
    stated = {
        "title": page.get("title"),
        "publisher": page.get("sitename"),
        "author": page.get("author"),
        "url": page.get("url"),
        "published": page.get("date"),
    }
    main = page.find("main")
    blocks = [] if main is None else list(_elements(main))
    return {key: _clean(words) for key, words in stated.items() if words}, blocks


def _elements(parent: ElementTree.Element) -> Iterator[tuple[bool, str]]:
    for element in parent:
        if element.tag in ("list", "quote", "table", "row") and len(element):
            yield from _elements(element)
        else:
            words = _clean("".join(element.itertext()))
            if words:
                yield element.tag == "head", words


def _clean(words: str) -> str:
    """Words of a page, without what it has for its own layout and no file may hold."""
    return " ".join(UNWANTED.sub("", words).split())


def _markdown(text: str) -> tuple[dict[str, str], list[tuple[bool, str]]]:
    metadata: dict[str, str] = {}
    front = re.match(r"---[ \t]*\n(.*?)^---[ \t]*$\n?", text, re.DOTALL | re.MULTILINE)
    if front:
        text = text[front.end() :]
        # Of front matter that cannot be read nothing is known.
        table = parse(front[1], "", Problems())
        stated = table.entries if isinstance(table, Table) else {}
        for key, words in stated.items():
            for ours, theirs in _METADATA.items():
                if key.lower() in theirs and isinstance(words, Text) and words.strip():
                    metadata.setdefault(ours, " ".join(words.split()))
    blocks = [(level, words) for level, words in plain_blocks(text) if words]
    if blocks and blocks[0][0] == 1:
        metadata.setdefault("title", blocks[0][1])
    return metadata, [(level > 0, words) for level, words in blocks]


def _plain(text: str) -> list[tuple[bool, str]]:
    blocks = (" ".join(block.split()) for block in re.split(r"\n[ \t]*\n", text))
    return [(b.startswith("## "), b.removeprefix("## ")) for b in blocks if b]


def _slug(words: str) -> str:
    slug = slugify(words)
    return slug if len(slug) <= _LONGEST_SLUG else slug[: _LONGEST_SLUG + 1].rsplit("-", 1)[0]


# ---------------------------------------------------------------------------------- writing


def _text(draft: Draft) -> str:
    return "\n\n".join(f"## {w}" if is_heading else w for is_heading, w in draft.blocks) + "\n"


def _article(draft: Draft) -> str:
    # The label is the site's short name for the article: the editor's to choose.
    label = draft.metadata.get("publisher") or draft.slug.replace("-", " ").capitalize()
    lines = ["---", f"label: {_quoted(label)}"]
    lines += [
        f"{key}: {words if key == 'published' else _quoted(words)}"
        for key in _METADATA
        if (words := draft.metadata.get(key))
    ]
    lines += ["---", ""]
    for number, _ in enumerate(draft.paragraphs, 1):
        lines += [f"{UNWRITTEN}: paragraph {number}", ""]
    return "\n".join(lines[:-1]) + "\n"


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _readings(draft: Draft, suggestions: Suggestions, content: Content) -> Iterator[str]:
    names = Names(content.people)
    yield "# yaml-language-server: $schema=../../schemas/readings.json"
    yield from _comment(
        "Suggestions for each paragraph, found by rules of thumb: of those that are likely, two in"
        " three are right; of those that are possible, one in five. Nothing here counts until you"
        ' take away the "#" before "- fact:" and the lines of that entry, and set right what they'
        " say. Remove the rest before you publish: it quotes the article."
    )
    for number, topics in suggestions.topics.items():
        yield ""
        yield f"# ---- Para. {number}: {', '.join(topics) or 'no topic'}"
        found = suggestions.facts[number]
        for row, suggestion in found:
            if suggestion.strength == "likely":
                yield ""
                yield from _likely(row, suggestion, names)
        possible = [(row, s) for row, s in found if s.strength == "possible"]
        if possible:
            yield ""
            yield "# possible:"
        for row, suggestion in possible:
            shown = f" {suggestion.shown}" if suggestion.shown else ""
            yield from _comment(f"{row.fact.id}: {row.fact.question}{shown}")
    yield ""
    yield "# ---- Figures and dates that no fact knows yet"
    for number, figure in suggestions.unknown:
        yield f"# para. {number}: {_figure(figure)}"
    if not suggestions.unknown:
        yield "# none"
    yield ""


def _comment(words: str) -> list[str]:
    return textwrap.wrap(
        words, _WIDTH, initial_indent="# ", subsequent_indent="#   ", break_on_hyphens=False
    )


def _known(readings: Sequence[Reading]) -> str:
    """What is known already: a reading of each value, the first few, and how many there are
    besides."""
    by_value: dict[str, Reading] = {}
    for reading in readings:
        by_value.setdefault(reading.shown, reading)
    shown = list(by_value.values())[:_MOST_KNOWN]
    listed = "; ".join(f"{r.shown} ({r.article}, para. {r.paragraph})" for r in shown)
    more = len(readings) - len(shown)
    return f"{listed} and {more} more" if more else listed


def _figure(figure: Figure) -> str:
    kind = f"{figure.type} in {figure.unit}" if figure.unit else figure.type
    return f"{_quoted(figure.words)}, {kind}"


def _likely(row: Row, suggestion: Suggestion, names: Names) -> Iterator[str]:
    yield from _comment(f"{row.fact.id}: {row.fact.question}")
    if row.readings:
        yield from _comment(f"known: {_known(row.readings)}")
    if row.fact.answers:
        yield from _comment(f"answers: {', '.join(answer.id for answer in row.fact.answers)}")
    would = f", would {_RELATIONS[suggestion.relation]}" if suggestion.relation else ""
    yield from _comment(
        f"{suggestion.strength} ({suggestion.score:.2f}){would}: {'; '.join(suggestion.why)}"
    )
    yield f"#- fact: {row.fact.id}"
    yield f"#  value: {_value(suggestion, names)}".rstrip()
    yield f"#  paragraph: {suggestion.paragraph}"
    yield f"#  quote: {_quoted(suggestion.quote) if suggestion.quote else ''}".rstrip()
    if suggestion.quote and suggestion.words != suggestion.quote:
        yield f"#  words: {_quoted(suggestion.words)}"


_RELATIONS = {"agree": "agree", "compatible": "be compatible", "differ": "differ"}


def _value(suggestion: Suggestion, names: Names) -> str:
    value = suggestion.value
    if value is None:
        return ""
    if isinstance(value, NameSet):
        return f"[{', '.join(map(_quoted, sorted(value.members)))}]"
    if isinstance(value, values.Dates):
        return values.edtf(value)
    return _quoted(suggestion.words)


def told(draft: Draft) -> str:
    """What was found in the file, in a line; in another, that it may begin with its headline."""
    known = ", ".join(draft.metadata) or "none"
    found = f"{counted(len(draft.paragraphs), 'paragraph')}; metadata found: {known}"
    first = draft.paragraphs[0]
    is_headline = len(first.split()) <= _LONGEST_HEADLINE and not _ENDED.search(first)
    if is_headline and len(draft.paragraphs) > 1:
        found += f'\nparagraph 1 looks like a headline, which has no number: "{first}"'
    return found

"""Markdown → `Document`: its statements, citations and ties to facts; and `Document` → HTML.

Parsed once to tokens. Citation numbers, addresses and backlinks need every page parsed first,
so what depends on other pages comes in when the same tokens are rendered.

A citation is Pandoc's: `[@article, para. 4]`, `[@article, paras. 4-6, 8; @other, para. 12]`.
It closes the statement before it: everything since the last citation in its paragraph.
"""

from __future__ import annotations

import operator
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import groupby, islice
from operator import itemgetter

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token as Parsed
from mdit_py_plugins.attrs import attrs_block_plugin
from mdit_py_plugins.attrs.parse import ParseError
from mdit_py_plugins.attrs.parse import parse as parse_attributes
from msgspec import Struct

from generator.digests import but, digest
from generator.fields import Text, as_slug, refuse_character
from generator.packing import pack, unpack
from generator.problems import Place, Problems, did_you_mean, unwanted

_PART = re.compile(
    r"\s*@(?P<article>[A-Za-z0-9_-]+)\s*,\s*(?:paras?\.?|paragraphs?)\s*"
    r"(?P<numbers>\d+(?:\s*[-–]\s*\d+)?(?:\s*,\s*\d+(?:\s*[-–]\s*\d+)?)*)\s*"
)
_HEADING_LIKE = re.compile(r"^(#{2,6})(?=[^#\s]|\xa0)", re.MULTILINE)
_LOOKS_CITED = re.compile(r"\[(?:[^\[\]]*[\s;-])?@")
_BEGUN_PART = r"@[A-Za-z0-9_-]+(?:\s*,\s*(?:paras?\.?|paragraphs?)[\s\d,–-]*\d)?"
_BEGUN = re.compile(rf"\[[^\[\]@]*{_BEGUN_PART}(?:\s*;\s*{_BEGUN_PART})*")
_UNREAD_MARK = re.compile(r"\{[ .#]*(?:fact|derived|framing)\b[^{}]*\}?", re.IGNORECASE)
_BARE_KEY = re.compile(r"@[A-Za-z][A-Za-z0-9_-]*")
_NO_SPACE = re.compile(r"\S")
_CLOSING_PUNCTUATION = re.compile(r"[.,;:!?)\]”’\"']+")
_CITATION_HELP = "write [@article, para. 4] or [@article, paras. 4-6, 8; @other, para. 12]"
_TEMPLATE_IDS = ("section-", "e-", "term-")  # what the ids of the templates begin with
_MOST_PARAGRAPHS = 50  # in one range: more is a typing error, not a citation

# A line that begins neither a list, a heading nor anything else than a paragraph, and goes on with
# one; and what may have a meaning to Markdown within a paragraph.
_RUNNING = re.compile(r"[^\W\d_]|[\"“‘'$(][^\W_]")
_MEANING = re.compile(r"[][\\`*_<&@{}\"']| \n")

_UNFOLDED = 64  # texts that are remembered as they were parsed: more than small sites have
_LONGEST_MARK = 1_000  # how far the end of a mark in braces is looked for

_BLOCKS = {"paragraph", "heading", "bullet_list", "ordered_list", "list_item", "blockquote", "hr"}
_INLINES = {"text", "softbreak", "hardbreak", "em", "strong", "link", "span"}
_UNSUPPORTED = {
    "image": ("pictures", "pictures are drawn from the facts by the build"),
    "table": ("tables", "what can be compared belongs in content/facts.yaml"),
    "fence": ("code", "write a paragraph"),
    "code_inline": ("code", "take away the `"),
    "code_block": ("code", "take away the spaces at the beginning of the line"),
}


class Part(Struct, frozen=True):
    """One article of a citation, with the paragraphs that are cited of it."""

    article: str
    paragraphs: tuple[int, ...]
    place: Place


class Citation(Struct, frozen=True):
    """A reference to article paragraphs; it closes the statement before it."""

    parts: tuple[Part, ...]
    place: Place


class Span(Struct, frozen=True):
    """Words tied to a fact, or to the arithmetic they come from."""

    words: str
    fact: str
    derived: str
    place: Place


class Statement(Struct, frozen=True):
    """A stretch of text that one citation closes; `citation` is None where none does."""

    words: str  # plain text, white space folded, quotation marks curly
    citation: Citation | None
    spans: tuple[Span, ...]
    is_framing: bool
    is_heading: bool
    source: Text  # the text that it is part of
    offset: int  # where it begins in the source
    end: int  # where it ends there

    @property
    def place(self) -> Place:
        return self.source.at(self.offset)

    def place_of(self, words: str) -> Place:
        """Where words of the statement stand; where markup cuts them, where it begins."""
        typed = {"“": '["“]', "”": '["”]', "’": "['’]", "‘": "['‘]"}
        pattern = r"\s+".join(
            "".join(typed.get(character, re.escape(character)) for character in word)
            for word in words.split()
        )
        found = re.compile(pattern).search(self.source, self.offset, self.end)
        return self.source.at(found.start() if found else self.offset)


class Link(Struct, frozen=True):
    """A link of a text, with its target as written."""

    target: str
    place: Place


class Heading(Struct, frozen=True):
    """A heading, with the id of its element."""

    level: int
    words: str
    id: str


class Token(Struct, frozen=True):
    """A piece of a text, in the order of printing: of markdown-it's token what is printed."""

    type: str
    tag: str = ""
    nesting: int = 0
    level: int = 0
    content: str = ""
    children: tuple[Token, ...] = ()
    attrs: tuple[tuple[str, str | int | float], ...] = ()
    block: bool = False
    hidden: bool = False
    statement: int = -1  # the number of the one that it opens or closes
    fact: str = ""  # to which a span is tied
    derived: str = ""  # the arithmetic that a span comes from


class Block(Struct, frozen=True):
    """A top-level block, or an item of a top-level list; a heading has no number in a digest."""

    tokens: tuple[Token, ...]
    statements: tuple[Statement, ...]
    words: str
    is_heading: bool
    place: Place


class Document(Struct, frozen=True, dict=True):
    """A parsed text."""

    tokens: tuple[Token, ...] = ()
    statements: tuple[Statement, ...] = ()
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    blocks: tuple[Block, ...] = ()

    @cached_property
    def paragraphs(self) -> tuple[Block, ...]:
        """The blocks that have a number, in order."""
        return tuple(block for block in self.blocks if not block.is_heading)

    @cached_property
    def digests(self) -> tuple[bytes, ...]:
        """A digest of each statement, of what is typed for it and of where each word of that
        stands; in the text of a file it is the same whatever stands around it."""
        found = []
        for each in self.statements:
            source = each.source
            typed = str(source)[each.offset : each.end], source.typed if source.is_folded else ()
            found.append(digest(each.place, typed, but(each, "source", "offset", "end")))
        return tuple(found)

    @property
    def words(self) -> str:
        return " ".join(block.words for block in self.blocks)

    @property
    def citations(self) -> tuple[Citation, ...]:
        return tuple(each.citation for each in self.statements if each.citation)


class Folded(Struct, frozen=True):
    """A parsed text in few bytes, with what is asked of many texts at once.

    A site may have more texts than a machine remembers as they were parsed.
    """

    packed: bytes
    count: int  # of its paragraphs
    size: int  # of their words, in bytes
    links: tuple[Link, ...]
    citations: tuple[Citation, ...]

    @property
    def document(self) -> Document:
        """The text; the last ones that were asked for are remembered."""
        return _unfolded(self.packed)


def fold(document: Document) -> Folded:
    """A parsed text, folded."""
    size = sum(len(paragraph.words.encode()) for paragraph in document.paragraphs)
    count = len(document.paragraphs)
    return Folded(pack(document), count, size, document.links, document.citations)


@lru_cache(maxsize=_UNFOLDED)
def _unfolded(packed: bytes) -> Document:
    document: Document = unpack(packed)
    return document


def parse(text: Text, problems: Problems) -> Document:
    """Markdown text → Document; what cannot be printed is noted as a problem."""
    return _Reader(text, problems).document()


def explains(document: Document, term: str) -> bool:
    """Whether a term can be explained in the text: it stands there outside headings and links."""
    return any(_term(term).search(token.content) for token in _running_text(document.tokens))


def plain_blocks(text: str) -> Iterator[tuple[int, str]]:
    """The blocks of any Markdown as plain text, each with its level as a heading, else 0.

    For what others wrote: nothing is refused, and what this site does not print keeps its words.
    """
    level = 0
    for token in MarkdownIt("commonmark").parse(text):
        if token.type in ("heading_open", "paragraph_open"):
            level = int(token.tag[1:]) if token.type == "heading_open" else 0
        elif token.type == "inline":
            words = "".join(
                " " if child.type.endswith("break") else child.content
                for child in token.children or ()
                if child.type not in ("html_inline", "image")
            )
            yield level, " ".join(words.split())
        elif token.type in ("fence", "code_block"):
            yield 0, " ".join(token.content.split())


def slugify(words: str) -> str:
    """Words → an id of a-z, 0-9 and hyphens."""
    return as_slug(words) or "section"


# ---------------------------------------------------------------------------------- parsing


class _Reader:
    """One pass over the tokens of one text."""

    def __init__(self, text: Text, problems: Problems) -> None:
        self.text, self.problems = text, problems
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.lines = text.split("\n")
        self.statements: list[Statement] = []
        self.headings: list[Heading] = []
        self.heading_ids: set[str] = set()
        self.counts: dict[str, int] = {}  # of headings with the same words
        self.links: list[Link] = []

    def document(self) -> Document:
        if all(not line or _RUNNING.match(line) for line in self.lines):
            return self.running()
        tokens = _MARKDOWN.parse(str(self.text))
        framing_levels: list[int] = []
        open_token: Parsed | None = None
        for token in tokens:
            if token.type == "inline":
                assert open_token is not None
                if open_token.type in ("th_open", "td_open"):
                    continue  # the table as a whole is refused
                self.inline(token, open_token, bool(framing_levels))
                continue
            if token.nesting >= 0:
                self.block_start(token)
                open_token = token
                if "class" in token.attrs:  # a mark that is not known is told already
                    framing_levels.append(token.level)
            elif framing_levels and framing_levels[-1] == token.level:
                framing_levels.pop()
        kept = tuple(map(_kept, tokens))
        return self.made(kept, self.blocks(tokens, kept))

    def running(self) -> Document:
        """The same of a text that is nothing but paragraphs, as most are: what the parser makes of
        their lines is known, and it is asked for what stands in them alone."""
        tokens: list[Token] = []
        blocks = []
        first = 0
        for is_empty, lines in groupby(self.lines, operator.not_):
            run = list(lines)
            if not is_empty:
                begin = len(self.statements)
                place = self.text.at(self.line_starts[first])
                inner, words = self.paragraph("\n".join(run).strip(), first)
                block = (_PARAGRAPH_OPEN, inner, _PARAGRAPH_CLOSE)
                tokens += block
                blocks.append(Block(block, tuple(self.statements[begin:]), words, False, place))
            first += len(run)
        return self.made(tuple(tokens), blocks)

    def paragraph(self, content: str, line: int) -> tuple[Token, str]:
        """What stands in a paragraph that begins at a line, and its words."""
        if content[0].isalpha() and not _MEANING.search(content):
            number, words = len(self.statements), _fold(content)
            behind = line + content.count("\n") + 1
            ends = [*self.line_starts[behind : behind + 1], len(self.text)]
            # No character is looked for that no text needs: an entity alone could hide it.
            self.statements.append(
                Statement(words, None, (), False, False, self.text, self.line_starts[line], ends[0])
            )
            text = Token("text", content=words if words == content else content)
            return Token("inline", children=(_opening(number), text, _closing(number))), words
        (inline,) = _MARKDOWN.parseInline(content)
        inline.map = [line, line + 1]
        self.inline(inline, _PARAGRAPH, is_framing=False)
        return _kept(inline), _words_of([inline])

    def made(self, tokens: tuple[Token, ...], blocks: Iterable[Block]) -> Document:
        return Document(
            tokens, tuple(self.statements), tuple(self.headings), tuple(self.links), tuple(blocks)
        )

    def block_start(self, token: Parsed) -> None:
        kind = token.type.removesuffix("_open")
        place = self.place_of_line(token)
        # A table is refused once, not once for each of its cells.
        if kind not in _BLOCKS and kind not in ("thead", "tbody", "tr", "th", "td"):
            self.unsupported(kind, place)
        for name, value in token.attrs.items():
            if name == "start":  # an ordered list that does not begin at 1
                continue
            if name != "class" or set(str(value).split()) - {"framing"}:
                self.problems.add(
                    "unknown-mark",
                    f'a block cannot be marked with "{name}={value}"',
                    place,
                    "the mark of a whole block is {.framing}, on the line above it",
                )

    def refuse_unwanted(self, statement: Statement) -> None:
        found = unwanted(statement.words)
        if found:  # written as an entity such as &#x202e;
            refuse_character(found.group(), statement.place, self.problems)

    def refuse_unread_marks(self, statement: Statement) -> None:
        """Note a mark that is no mark as it is written, and would be printed."""
        if "{" not in statement.words:
            return
        for match in _UNREAD_MARK.finditer(statement.words):
            self.problems.add(
                "unknown-mark",
                f'"{match.group()}" marks nothing as it is written here',
                statement.place_of(match.group()),
                "words are marked with [words]{fact=id} or {derived=…}, a whole block with"
                " {.framing} on a line of its own above it",
            )

    def place_of_line(self, token: Parsed) -> Place:
        line = token.map[0] if token.map else 0
        source = self.lines[line] if line < len(self.lines) else ""
        return self.text.at(self.line_starts[line] + len(source) - len(source.lstrip()))

    def unsupported(self, kind: str, place: Place) -> None:
        name, help = _UNSUPPORTED.get(kind, (kind.replace("_", " "), ""))
        self.problems.add("unsupported-markdown", f"the site does not print {name}", place, help)

    def inline(self, token: Parsed, parent: Parsed, is_framing: bool) -> None:
        """Cut the children of an inline token into statements."""
        offsets = _Offsets(token, self.line_starts, self.lines)
        children = token.children or []
        is_heading = parent.type == "heading_open"
        arranged: list[Parsed] = []
        stretch: list[Parsed] = []  # tokens since the last citation
        start = 0  # where the stretch begins, in the inline content
        # A citation that is none, and was told so: nobody is told that there is none, too.
        told: Citation | None = None  # in the stretch
        is_after_none = False  # the stretch began behind such a one
        for found in _HEADING_LIKE.finditer(token.content):
            marks, place = found[1], self.text.at(offsets.of(found.start()))
            message = f"a space is missing after {marks}"
            help = f'a heading is "{marks} Words" on a line of its own; plain marks are \\{marks}'
            self.problems.add("missing-space", message, place, help)
            told = Citation((), place)

        def close(citation: Citation | None, end: int) -> None:
            if not _says_something(stretch):
                arranged.extend(stretch)
                stretch.clear()
                return
            spans = tuple(self.spans(stretch, offsets))
            lead = _cut_leading_space(stretch)
            number = len(self.statements)
            self.statements.append(
                Statement(
                    _fold(_plain(stretch)),
                    citation,
                    spans,
                    is_framing,
                    is_heading,
                    self.text,
                    offsets.of(_after_space(token.content, start)),
                    offsets.of(end),
                )
            )
            self.refuse_unwanted(self.statements[-1])
            self.refuse_unread_marks(self.statements[-1])
            meta = {"statement": number}
            opening = Parsed("statement_open", "span", 1, meta=meta)
            closing = Parsed("statement_close", "span", -1, meta=meta)
            arranged.extend([*lead, opening, *stretch, closing])
            stretch.clear()

        position = 0
        while position < len(children):
            child = children[position]
            position += 1
            kind = child.type.removesuffix("_open").removesuffix("_close")
            if kind == "citation":
                citation = self.citation(child, offsets, is_heading)
                _cut_trailing_space(stretch)
                taken = 0
                if position < len(children) and child.level == 0:
                    taken = _take_punctuation(children, position, stretch)
                if child.level or not _says_something(stretch):
                    if child.level or not (told or is_after_none):
                        self.problems.add(
                            "misplaced-citation",
                            "the citation stands inside emphasis or a link"
                            if child.level
                            else "the citation closes no statement: there are no words before it",
                            citation.place,
                            "put it behind the words that rest on it",
                        )
                    told = Citation((), citation.place)
                    continue
                end = child.meta["end"] + taken
                close(citation, end)
                told, is_after_none = None, not citation.parts
                start = end
                continue
            if kind == "bare_key":
                self.problems.add(
                    "bad-citation",
                    f'"{child.content}" stands outside of brackets',
                    self.text.at(offsets.of(child.meta["pos"])),
                    f"{_CITATION_HELP}; for a plain @ write \\@",
                )
                told = Citation((), self.text.at(offsets.of(child.meta["pos"])))
            elif kind not in _INLINES:
                self.unsupported(kind, self.text.at(offsets.of(0)))
            elif child.type == "link_open":
                target = str(child.attrs.get("href", ""))
                self.links.append(Link(target, self.text.at(offsets.find(target))))
            stretch.append(child)
        close(None if is_framing else told, len(token.content))
        token.children = _joined(arranged)
        if is_heading:
            self.heading(token, parent)

    def heading(self, token: Parsed, parent: Parsed) -> None:
        words = _fold(_plain(token.children or []))
        if parent.tag == "h1":
            message = "a first-level heading is the page's title"
            help = "begin headings with ##"
            self.problems.add("unsupported-markdown", message, self.place_of_line(parent), help)
        base = id = slugify(words)
        is_reserved = base == "content" or base.startswith(_TEMPLATE_IDS)
        while id in self.heading_ids or (id == base and is_reserved):
            self.counts[base] = count = self.counts.get(base, 1) + 1
            id = f"{base}-{count}"
        self.heading_ids.add(id)
        parent.attrs["id"] = id
        self.headings.append(Heading(int(parent.tag[1:]), words, id))

    def citation(self, token: Parsed, offsets: _Offsets, is_heading: bool) -> Citation:
        """The citation that a citation token holds.

        Where it is none, the problem is noted, and a citation without parts closes the statement.
        """
        place = self.text.at(offsets.of(token.meta["pos"]))
        if not token.meta["closed"]:
            self.problems.add(
                "bad-citation", "the citation's bracket is not closed", place, _CITATION_HELP
            )
            return Citation((), place)
        if is_heading:
            self.problems.add(
                "misplaced-citation",
                "a heading has no citation",
                place,
                "put the citation behind the statement below the heading",
            )
            return Citation((), place)
        parts = []
        at = token.meta["pos"] + 1
        for written in token.content.split(";"):
            part = self.part(written, self.text.at(offsets.of(at + _indent(written))))
            at += len(written) + 1
            if part is None:  # who mends it has the form of the others before them
                return Citation((), place)
            parts.append(part)
        return Citation(tuple(parts), place)

    def part(self, written: str, place: Place) -> Part | None:
        match = _PART.fullmatch(written)
        if match is None:
            message = f'"{written.strip()}" is not a citation'
            if re.fullmatch(r"\s*@[A-Za-z0-9_-]+\s*", written):
                message = f'"{written.strip()}" names no paragraph'
            self.problems.add("bad-citation", message, place, _CITATION_HELP)
            return None
        numbers: list[int] = []
        for item in match["numbers"].split(","):
            first, _, last = item.replace("–", "-").partition("-")
            low, high = int(first[:9]), int((last or first).strip()[:9])
            if not low <= high < low + _MOST_PARAGRAPHS:
                self.problems.add(
                    "bad-citation",
                    f'"{item.strip()}" is not a range of paragraphs',
                    place,
                    "give the lower number first",
                )
                return None
            numbers.extend(range(low, high + 1))
        return Part(match["article"], tuple(dict.fromkeys(numbers)), place)

    def spans(self, stretch: Sequence[Parsed], offsets: _Offsets) -> list[Span]:
        found = []
        for index, token in enumerate(stretch):
            if token.type != "span_open":
                continue
            place = self.text.at(offsets.of(token.meta["pos"]))
            marks = {name: str(value) for name, value in token.meta["marks"].items()}
            if len(marks) != 1 or not marks.keys() <= {"fact", "derived"}:
                near = did_you_mean(next(iter(marks), ""), ("fact", "derived"))
                self.problems.add(
                    "unknown-mark",
                    f"words cannot be marked with {{{token.meta['written']}}}",
                    place,
                    f"{near} the marks of words are {{fact=…}} and {{derived=…}}".lstrip(),
                )
                continue
            inside = []
            for later in islice(stretch, index + 1, None):
                if later.type == "span_close" and later.level == token.level:
                    break
                inside.append(later)
            words = _fold(_plain(inside))
            found.append(Span(words, marks.get("fact", ""), marks.get("derived", ""), place))
        return found

    def blocks(self, tokens: Sequence[Parsed], kept: Sequence[Token]) -> list[Block]:
        """Top-level blocks, lists item by item, with what is kept of each of the tokens."""
        found: list[Block] = []
        start = 0
        for index, token in enumerate(tokens):
            in_list = token.type in ("list_item_open", "list_item_close") and token.level == 1
            if (token.level == 0 and token.nesting == 1) or (in_list and token.nesting == 1):
                start = index
            ends = token.level == 0 and token.nesting <= 0 and not token.type.endswith("list_close")
            if not ends and not (in_list and token.nesting == -1):
                continue
            of_it = slice(index if token.nesting == 0 else start, index + 1)
            if in_list:
                of_it = slice(of_it.start + 1, of_it.stop - 1)
            slice_ = tokens[of_it]
            if token.type == "hr":
                continue
            words = _words_of(slice_)
            place = self.place_of_line(slice_[0]) if slice_ else self.text.place
            numbers = [
                child.meta["statement"]
                for inline in slice_
                for child in inline.children or []
                if child.type == "statement_open"
            ]
            statements = tuple(self.statements[number] for number in numbers)
            is_heading = token.type == "heading_close"
            found.append(Block(tuple(kept[of_it]), statements, words, is_heading, place))
        return found


class _Offsets:
    """Positions in a block's inline content → offsets in the whole text.

    markdown-it strips the indentation and the marks before a block's lines, so each line of the
    content is found again in its source line.
    """

    def __init__(self, token: Parsed, line_starts: Sequence[int], lines: Sequence[str]) -> None:
        first = token.map[0] if token.map else 0
        self.content = token.content
        self.starts: list[tuple[int, int]] = []  # (in the content, in the text) for each line
        at = 0
        for number, line in enumerate(token.content.split("\n"), first):
            source = lines[number] if number < len(lines) else ""
            column = max(source.find(line.rstrip()), 0)
            start = line_starts[number] if number < len(line_starts) else 0
            self.starts.append((at, start + column))
            at += len(line) + 1

    def of(self, position: int) -> int:
        here, there = self.starts[bisect_right(self.starts, position, key=itemgetter(0)) - 1]
        return there + position - here

    def find(self, words: str) -> int:
        return self.of(max(self.content.find(words), 0))


def _joined(tokens: Sequence[Parsed]) -> list[Parsed]:
    """Text that only the source's line breaks cut, in one piece: a term may stand across them."""
    joined: list[Parsed] = []
    for is_text, run in groupby(tokens, lambda token: token.type in ("text", "softbreak")):
        if is_text:
            words = (token.content if token.type == "text" else "\n" for token in run)
            joined.append(_text("".join(words)))
        else:
            joined += run
    return joined


def _kept(token: Parsed) -> Token:
    if token.type == "inline":
        return Token("inline", children=tuple(map(_kept, token.children or ())))
    marks = token.meta.get("marks", {})
    return Token(
        token.type,
        token.tag,
        token.nesting,
        token.level,
        token.content,
        attrs=tuple(token.attrs.items()),
        block=token.block,
        hidden=token.hidden,
        statement=token.meta.get("statement", -1),
        fact=marks.get("fact", ""),
        derived=marks.get("derived", ""),
    )


_PARAGRAPH = Parsed("paragraph_open", "p", 1, block=True)
_PARAGRAPH_OPEN = _kept(_PARAGRAPH)
_PARAGRAPH_CLOSE = _kept(Parsed("paragraph_close", "p", -1, block=True))


@cache
def _opening(number: int) -> Token:
    return Token("statement_open", "span", 1, statement=number)


@cache
def _closing(number: int) -> Token:
    return Token("statement_close", "span", -1, statement=number)


def _running_text(tokens: Sequence[Token]) -> Iterator[Token]:
    """The pieces of text that are in no heading, link or span."""
    is_heading = False
    for token in tokens:
        is_heading = token.type == "heading_open" or (is_heading and token.type != "heading_close")
        depth = 0
        for child in token.children:
            if child.type.startswith(("link_", "span_")):
                depth += child.nesting
            elif child.type == "text" and not depth and not is_heading:
                yield child


def _is_plain(heading: Token) -> bool:
    """Whether a heading's words hold no link of their own, and can be one to the heading."""
    return not any(child.type in ("link_open", "span_open") for child in heading.children)


def _term(term: str) -> re.Pattern[str]:
    """A term as it may stand in a text: in any case, in the plural, across a line break."""
    words = r"\s+".join(map(re.escape, term.split()))
    return re.compile(rf"(?<!\w){words}(?:e?s)?(?!\w)", re.IGNORECASE)


def _plain(tokens: Sequence[Parsed]) -> str:
    breaks = {"softbreak": " ", "hardbreak": " "}
    return "".join(breaks.get(token.type, token.content) for token in tokens)


def _words_of(tokens: Iterable[Parsed]) -> str:
    return " ".join(_fold(_plain(t.children or [])) for t in tokens if t.type == "inline")


def _says_something(tokens: Sequence[Parsed]) -> bool:
    """Whether there is more than marks: such as are left of a citation that is none."""
    return re.search(r"\w", _plain(tokens)) is not None


def _fold(words: str) -> str:
    return " ".join(words.split())


def _after_space(content: str, start: int) -> int:
    """Where the first character from `start` on stands that is no white space."""
    return found.start() if (found := _NO_SPACE.search(content, start)) else len(content)


def _indent(written: str) -> int:
    return len(written) - len(written.lstrip())


def _cut_leading_space(stretch: list[Parsed]) -> list[Parsed]:
    """Take the white space before a statement out of it."""
    if stretch[0].type == "softbreak":
        return [stretch.pop(0)]
    if stretch[0].type == "text" and stretch[0].content[:1].isspace():
        stretch[0] = _text(stretch[0].content.lstrip())
        return [_text(" ")]
    return []


def _cut_trailing_space(stretch: list[Parsed]) -> None:
    while stretch and stretch[-1].type == "softbreak":
        stretch.pop()
    if stretch and stretch[-1].type == "text":
        stretch[-1] = _text(stretch[-1].content.rstrip())


def _take_punctuation(children: list[Parsed], position: int, stretch: list[Parsed]) -> int:
    """Give a statement the full stop that stands behind its citation; how much was taken."""
    following = children[position]
    match = _CLOSING_PUNCTUATION.match(following.content) if following.type == "text" else None
    if not match or not _plain(stretch).strip():
        return 0
    stretch.append(_text(match.group()))
    children[position] = _text(following.content[match.end() :])
    return match.end()


def _text(content: str) -> Parsed:
    return Parsed("text", "", 0, content=content)


def _citation_rule(state: StateInline, silent: bool) -> bool:
    """`[@…]`: kept as written; what it says is read when the block's lines are known."""
    character = state.src[state.pos]
    if character == "@":
        before = state.src[state.pos - 1] if state.pos else " "
        match = _BARE_KEY.match(state.src, state.pos)
        if match is None or before.isalnum():
            return False
        if not silent:
            state.push("bare_key", "", 0)
            state.tokens[-1].content = match.group()
            state.tokens[-1].meta = {"pos": state.pos}
        state.pos = match.end()
        return True
    if character != "[" or not _LOOKS_CITED.match(state.src, state.pos):
        return False
    following = state.src.find("[", state.pos + 1)
    end = state.src.find("]", state.pos, following if following >= 0 else None)
    is_closed = end >= 0
    if not is_closed:  # what follows what a citation holds is text again
        begun = _BEGUN.match(state.src, state.pos)
        end = (begun.end() if begun else state.pos + 1) - 1
    if not silent:
        token = state.push("citation", "", 0)
        token.content = state.src[state.pos + 1 : end]
        token.meta = {"pos": state.pos, "end": end + 1, "closed": is_closed}
    state.pos = end + 1
    return True


def _span_rule(state: StateInline, silent: bool) -> bool:
    """`[words]{fact=id}`: Pandoc's bracketed span."""
    if state.src[state.pos] != "[":
        return False
    label_end = state.md.helpers.parseLinkLabel(state, state.pos, False)
    if label_end < 0 or not state.src.startswith("{", label_end + 1):
        return False
    try:
        length, marks = parse_attributes(state.src[label_end + 1 : label_end + _LONGEST_MARK])
    except ParseError:
        return False
    end = label_end + 1 + length + 1
    if not silent:
        maximum = state.posMax
        token = state.push("span_open", "span", 1)
        written = state.src[label_end + 2 : end - 1]
        token.meta = {"pos": state.pos, "marks": dict(marks), "written": written}
        state.pos, state.posMax = state.pos + 1, label_end
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = maximum
    state.pos = end
    return True


# -------------------------------------------------------------------------------- rendering


class Mark(Struct, frozen=True):
    """How a cited statement is rendered: its element's id and class, its citation as HTML."""

    id: str
    citation: str
    css_class: str = "statement"


class Rendering(Struct, frozen=True):
    """What rendering needs from elsewhere.

    `statements` has the mark of each cited statement by its number; `link` turns a link's target,
    and `fact` a fact's id, into an address relative to the page; `terms` has the id of the element
    that explains a term, by the term: where it first stands, a button opens that element.
    """

    statements: Mapping[int, Mark] = {}
    link: Callable[[str], str] = str
    fact: Callable[[str], str] = str
    terms: Mapping[str, str] = {}


def to_html(tokens: Sequence[Token], rendering: Rendering | None = None) -> str:
    """Tokens of a Document → HTML."""
    rendering = rendering or Rendering()
    places = _first_places(tokens, rendering.terms) if rendering.terms else {}
    return _Printer(rendering, places).html(tokens)


def _first_places(
    tokens: Sequence[Token], terms: Mapping[str, str]
) -> dict[int, list[tuple[int, int, str]]]:
    """Where terms first stand, by the identity of the token: start, end, id.

    Of terms that overlap the longer one is explained, the shorter at its next place.
    """
    found: dict[int, list[tuple[int, int, str]]] = {}
    for term in sorted(terms, key=lambda term: (-len(term), term)):
        for token in _running_text(tokens):
            taken = found.setdefault(id(token), [])
            matches = (match.span() for match in _term(term).finditer(token.content))
            free = (
                m
                for m in matches
                if not any(m[0] < end and start < m[1] for start, end, _ in taken)
            )
            place = next(free, None)
            if place:
                taken.append((*place, terms[term]))
                break
    return {token: sorted(places) for token, places in found.items()}


class _Printer:
    """Prints tokens with what is known of other pages."""

    def __init__(
        self, rendering: Rendering, terms: Mapping[int, list[tuple[int, int, str]]]
    ) -> None:
        self.rendering, self.terms = rendering, terms

    def html(self, tokens: Sequence[Token]) -> str:
        return "".join(self.token(tokens, index) for index in range(len(tokens)))

    def token(self, tokens: Sequence[Token], index: int) -> str:
        token = tokens[index]
        match token.type:
            case "inline":
                return self.html(token.children)
            case "text":
                return self.text(token)
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "<br />\n"
            case "heading_open":
                link = f'<a href="#{dict(token.attrs)["id"]}">'
                return _tag(tokens, index) + link * _is_plain(tokens[index + 1])
            case "heading_close":
                return "</a>" * _is_plain(tokens[index - 1]) + _tag(tokens, index)
            case "statement_open":
                known = self.rendering.statements.get(token.statement)
                return f'<span class="{known.css_class}" id="{known.id}">' if known else ""
            case "statement_close":
                known = self.rendering.statements.get(token.statement)
                return f"{known.citation}</span>" if known else ""
            case "span_open" if token.fact:
                return f'<a class="fact" href="{self.rendering.fact(token.fact)}">'
            case "span_open":
                return '<span class="derived">'
            case "span_close":
                return _span_end(tokens, index)
            case "link_open":
                return self.link(token)
        return _tag(tokens, index)

    def text(self, token: Token) -> str:
        content, parts, at = token.content, [], 0
        for start, end, id_ in self.terms.get(id(token), ()):
            words = escapeHtml(content[start:end])
            parts += [
                escapeHtml(content[at:start]),
                f'<button class="term" popovertarget="{id_}">{words}</button>',
            ]
            at = end
        return "".join([*parts, escapeHtml(content[at:])])

    def link(self, token: Token) -> str:
        target = str(dict(token.attrs).get("href", ""))
        rel = "" if target.startswith("/") else ' rel="external"'
        return f'<a href="{escapeHtml(self.rendering.link(target))}"{rel}>'


def _span_end(tokens: Sequence[Token], index: int) -> str:
    level = tokens[index].level
    opening = next(
        tokens[at]
        for at in range(index - 1, -1, -1)
        if tokens[at].type == "span_open" and tokens[at].level == level
    )
    if opening.fact:
        return "</a>"
    # Our own arithmetic is shown to the reader as such.
    return f" <small>({escapeHtml(opening.derived)})</small></span>"


def _tag(tokens: Sequence[Token], index: int) -> str:
    """A token's tag, with a line of its own as CommonMark's examples have it."""
    token = tokens[index]
    if token.hidden:  # the paragraph of a list's item, where none is parted from the next
        return ""
    before = "\n" * bool(token.block and token.nesting >= 0 and index and tokens[index - 1].hidden)
    attrs = "".join(f' {name}="{escapeHtml(str(value))}"' for name, value in token.attrs)
    begin, end = "</" if token.nesting < 0 else "<", "" if token.nesting else " /"
    ends_line = token.block
    if ends_line and token.nesting == 1 and index + 1 < len(tokens):
        after = tokens[index + 1]
        is_closed = after.nesting == -1 and after.tag == token.tag
        ends_line = not (after.type == "inline" or after.hidden or is_closed)
    return f"{before}{begin}{token.tag}{attrs}{end}>" + "\n" * ends_line


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "typographer": True})
    # Tables, code and pictures are parsed so that they can be refused with a message.
    markdown.enable(["smartquotes", "table"])
    attrs_block_plugin(markdown)
    markdown.inline.ruler.before("link", "citation", _citation_rule)
    markdown.inline.ruler.after("citation", "span", _span_rule)
    return markdown


_MARKDOWN = _markdown()

"""`site.yaml` and `content/` → `Content`, as written; the only module that reads content files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from generator import evidence, markdown, values
from generator.fields import (
    UNWANTED,
    Entries,
    Fields,
    Table,
    Text,
    check_slug,
    parse,
    refuse_character,
    tables,
)
from generator.markdown import Document
from generator.model import (
    FACT_TYPES,
    Answer,
    Article,
    Content,
    Fact,
    License,
    Lock,
    OwnPage,
    Person,
    Settings,
    Topic,
    When,
    WrittenReading,
)
from generator.phrases import typographic
from generator.problems import Place, Problems, did_you_mean
from generator.wording import show

_T = TypeVar("_T")

SETTINGS = "site.yaml"
FACTS = "content/facts.yaml"
PEOPLE = "content/people.yaml"
FRONT = "content/index.md"
ABOUT = "content/about.md"
LOCK = "content/evidence.lock"
ARTICLES = "content/articles"
READINGS = "content/readings"
TOPICS = "content/topics"

VERIFY_HELP = "run make verify TEXTS=folder with the articles' texts at hand"
_DATE_HELP = (
    "write it in EDTF: 2024-03-19, 2024-03, 2024, 2024-37 for early 2024, 2024-03~ for about "
    'March 2024, "[2024-01-21..2024-01-27]" for some time in it, ../2030 for by 2030'
)


def content(root: Path, problems: Problems) -> Content:
    """Read everything below root; what is wrong is noted, and the rest is still read.

    Content.unread has the paths of the files that exist and could not be made sense of, so that
    nobody is told that what they hold does not exist.
    """
    reader = _Reader(root, problems)
    reader.known_names_only()
    settings = reader.settings()
    articles = tuple(reader.folder(ARTICLES, ".md", reader.article))
    topics = {topic.slug: topic for topic in reader.folder(TOPICS, ".md", reader.topic)}
    return Content(
        settings=settings,
        articles=tuple(sorted(articles, key=_by_date)),
        readings=tuple(
            reading
            for found in reader.folder(READINGS, ".yaml", reader.readings)
            for reading in found
        ),
        facts=tuple(reader.entries(FACTS, "a fact", reader.fact)),
        topics=tuple(reader.ordered(topics, settings)),
        people=tuple(reader.entries(PEOPLE, "a person or organisation", reader.person)),
        front=reader.own_page(FRONT),
        about=reader.own_page(ABOUT),
        lock=reader.lock(),
        unread=frozenset(reader.unread),
    )


def texts(
    folder: Path, articles: Iterable[Article], problems: Problems
) -> dict[str, tuple[str, ...]]:
    """The paragraphs of the articles' texts: one <slug>.txt an article, blocks between blank
    lines, headings (## ) without a number. Articles without a text there have no entry."""
    found = {}
    for article in articles:
        path = f"{article.slug}.txt"
        if article.rights == "full" or not (folder / path).is_file():
            continue
        text = text_of(folder, path, problems)
        if text is not None:
            blocks = (block.strip() for block in re.split(r"\n[ \t]*\n", text))
            found[article.slug] = tuple(b for b in blocks if b and not b.startswith("## "))
    if not found and any(article.rights != "full" for article in articles):
        message = "there is no text of any article in this folder"
        problems.add(
            "missing-file", message, Place(str(folder)), "it holds a <slug>.txt an article"
        )
    return found


def text_of(root: Path, path: str, problems: Problems) -> str | None:
    """A file's text, with LF at the ends of its lines; None, with the problem, where it has none.

    A byte order mark and CRLF are accepted.
    """
    place = Place(path)
    try:
        raw = (root / path).read_bytes()
    except FileNotFoundError:
        problems.add("missing-file", "the file is not there", place, f"create {path}")
        return None
    except OSError as error:
        problems.add("unreadable-file", str(error.strerror or error), place)
        return None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        byte = f"byte 0x{raw[error.start]:02x}"
        help = "save the file as UTF-8 (it looks like Windows-1252)"
        problems.add("not-utf-8", f"{byte} is not UTF-8", Place(path, line, column), help)
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        problems.add("empty-file", "the file is empty", place, "write its content, or remove it")
        return None
    return text if _is_clean(text, path, problems) else None


_CONFLICT = re.compile(r"^(<{7}|>{7}) ", re.MULTILINE)


def _is_clean(text: str, path: str, problems: Problems) -> bool:
    def place(offset: int) -> Place:
        before = text[:offset]
        return Place(path, before.count("\n") + 1, offset - before.rfind("\n"))

    conflict = _CONFLICT.search(text)
    if conflict:
        problems.add(
            "merge-conflict",
            "an unfinished merge left its marks",
            place(conflict.start()),
            "keep one of the two versions and remove the lines <<<<<<<, ======= and >>>>>>>",
        )
    unwanted = UNWANTED.search(text)
    if unwanted:
        refuse_character(unwanted.group(), place(unwanted.start()), problems)
    return not conflict and not unwanted


def _by_date(article: Article) -> tuple[bool, str, str]:
    dates = article.published.dates if article.published else None
    start = dates and (dates.earliest or dates.latest)
    return (start is None, start.isoformat() if start else "", article.slug)


class _Reader:
    def __init__(self, root: Path, problems: Problems) -> None:
        self.root, self.problems = root, problems
        self.unread: set[str] = set()

    # ---------------------------------------------------------------------------- files

    def yaml(self, path: str, may_be_comments: bool = False) -> Table | Entries | Text | None:
        text = text_of(self.root, path, self.problems)
        if text is None:
            self.unread.add(path)
            return None
        before = self.problems.count
        node = parse(text, path, self.problems)
        is_broken = self.problems.count > before
        if node is None and (is_broken or not may_be_comments):
            self.unread.add(path)
            if not is_broken:
                self.problems.add("empty-file", "the file holds nothing", Place(path))
        return node

    def front_matter(self, path: str, what: str) -> tuple[Fields, Text] | None:
        """A Markdown file's fields and its body."""
        text = text_of(self.root, path, self.problems)
        if text is None:
            self.unread.add(path)
            return None
        match = re.match(r"---[ \t]*\n(.*?)^---[ \t]*$\n?", text, re.DOTALL | re.MULTILINE)
        if match is None:
            begun = text.startswith("---")
            self.problems.add(
                "yaml",
                "the front matter is not closed" if begun else "the file has no front matter",
                Place(path, 1, 1),
                "close it with a line --- of its own"
                if begun
                else "begin the file with its fields between two lines ---",
            )
            self.unread.add(path)
            return None
        before = self.problems.count
        node = parse(match[1], path, self.problems, first_line=2)
        if not isinstance(node, Table):
            self.unread.add(path)
            if self.problems.count == before:
                place = Place(path, 1, 1)
                self.problems.add("yaml", f"the front matter has no fields of {what}", place)
            return None
        line = text.count("\n", 0, match.end()) + 1
        raw = text[match.end() :]
        body = raw.strip("\n")
        line += len(raw) - len(raw.lstrip("\n"))
        return (
            Fields(node, what, self.problems),
            Text(body, Place(path, line, 1), (body, line, 1)),
        )

    def folder(
        self, folder: str, ending: str, read: Callable[[str, str], _T | None]
    ) -> Iterator[_T]:
        """What `read` makes of each file of a folder, given its path and its slug."""
        directory = self.root / folder
        for file in sorted(directory.iterdir()) if directory.is_dir() else ():
            path = f"{folder}/{file.name}"
            if file.name.startswith(".") or file.name.endswith("~"):
                continue
            if file.suffix != ending or not file.is_file():
                self.problems.add(
                    "unknown-file", f"{folder}/ holds {ending} files", Place(path), "move it away"
                )
                continue
            before = self.problems.count
            check_slug(file.stem, Place(path), self.problems)
            if self.problems.count > before:
                # It is there, under a name that what cites it would not use.
                self.unread.add(f"{folder}/{markdown.slugify(file.stem)}{ending}")
            else:
                thing = read(path, file.stem)
                if thing is not None:
                    yield thing

    def known_names_only(self) -> None:
        """Note what stands in content/ and is never read: a misspelt name, most likely."""
        known = [FRONT, ABOUT, FACTS, PEOPLE, LOCK, ARTICLES, READINGS, TOPICS]
        directory = self.root / "content"
        for file in sorted(directory.iterdir()) if directory.is_dir() else ():
            path = f"content/{file.name}"
            if path not in known and not file.name.startswith(".") and not path.endswith("~"):
                help = did_you_mean(path, known, f"known are: {', '.join(known)}")
                self.problems.add("unknown-file", "nothing of this name is read", Place(path), help)

    def entries(self, path: str, what: str, read: Callable[[Fields], _T | None]) -> Iterator[_T]:
        """What `read` makes of each entry of a YAML list."""
        for fields in tables(self.yaml(path), what, self.problems):
            before = self.problems.count
            thing = read(fields)
            if thing is not None:
                yield thing
            if self.problems.count > before:
                self.unread.add(path)

    # --------------------------------------------------------------------------- things

    def settings(self) -> Settings:
        node = self.yaml(SETTINGS)
        if node is not None and not isinstance(node, Table):
            self.problems.add("bad-value", "expected the fields of the site", node.place)
        table = node if isinstance(node, Table) else Table({}, Place(SETTINGS))
        # What a file that cannot be read lacks is not told as well.
        problems = self.problems if isinstance(node, Table) else Problems()
        fields = Fields(table, "site.yaml", problems)
        settings = Settings(
            title=typographic(fields.needed("title")),
            description=typographic(fields.needed("description")),
            language=fields.choice("language", ("en",), "en"),
            publisher=typographic(fields.needed("publisher")),
            base_url=self.address(fields, "base_url", ends_with_slash=True),
            repository=self.address(fields, "repository").rstrip("/"),
            mail=self.mail(fields),
            license=self.license(fields, problems),
            accent=self.colour(fields, "accent", "#7a1f2b"),
            accent_dark=self.colour(fields, "accent_dark", "#e39aa3"),
            quotation_words=fields.whole("quotation_words", 12),
            quoted_words=fields.whole("quoted_words", 300),
            topics=fields.texts("topics", required=True),
        )
        fields.done()
        return settings

    def license(self, fields: Fields, problems: Problems) -> License | None:
        node = fields.get("license")
        if node is None:
            return None
        if not isinstance(node, Table):
            problems.add("bad-value", '"license" takes a name and a url', node.place)
            return None
        inner = Fields(node, "license", problems)
        license = License(inner.needed("name"), self.address(inner, "url"))
        inner.done()
        return license

    def article(self, path: str, slug: str) -> Article | None:
        read = self.front_matter(path, "an article")
        if read is None:
            return None
        fields, body = read
        label = typographic(fields.needed("label"))
        article = Article(
            slug=slug,
            label=label,
            title=typographic(fields.text("title") or ""),
            publisher=typographic(fields.text("publisher") or ""),
            author=typographic(fields.text("author") or ""),
            url=self.address(fields, "url"),
            archived=self.address(fields, "archived"),
            kind=typographic(fields.text("kind") or ""),
            credit=typographic(fields.text("credit") or ""),
            published=self.when(fields, "published"),
            published_inferred=typographic(fields.text("published_inferred") or ""),
            retrieved=self.when(fields, "retrieved"),
            rights="full"
            if fields.choice("rights", ("digest", "full"), "digest") == "full"
            else "digest",
            body=markdown.parse(body, self.problems),
            place=Place(path, 1, 1),
        )
        fields.done()
        if not article.body.paragraphs:
            self.problems.add(
                "empty-file",
                "the article has no paragraphs",
                Place(path),
                "write one paragraph of the digest for each paragraph of the article",
            )
            self.unread.add(path)
        return article

    def topic(self, path: str, slug: str) -> Topic | None:
        read = self.front_matter(path, "a topic")
        if read is None:
            return None
        fields, body = read
        topic = Topic(
            slug=slug,
            title=typographic(fields.needed("title")),
            question=typographic(fields.needed("question")),
            answer=markdown.parse(fields.needed("answer"), self.problems),
            terms=tuple(self.terms(fields)),
            updated=self.when(fields, "updated"),
            key_facts=fields.texts("key_facts"),
            body=markdown.parse(body, self.problems),
            place=Place(path, 1, 1),
        )
        fields.done()
        self.has_body(topic.body, path)
        return topic

    def terms(self, fields: Fields) -> Iterator[tuple[Text, Document]]:
        for term, definition in fields.pairs("terms"):
            if isinstance(definition, Text) and definition.strip():
                yield term, markdown.parse(definition, self.problems)
            else:
                message = f'the term "{term}" takes its definition, a text'
                self.problems.add("bad-value", message, definition.place)

    def ordered(self, topics: dict[str, Topic], settings: Settings) -> Iterator[Topic]:
        unlisted = [slug for slug in topics if slug not in settings.topics]  # check tells so
        for slug in [*dict.fromkeys(settings.topics), *unlisted]:
            if slug in topics:
                yield topics[slug]

    def own_page(self, path: str) -> OwnPage:
        read = self.front_matter(path, "a page")
        if read is None:
            return OwnPage("", None, Document(), Place(path))
        fields, body = read
        page = OwnPage(
            typographic(fields.needed("title")),
            self.when(fields, "updated"),
            markdown.parse(body, self.problems),
            Place(path, 1, 1),
        )
        fields.done()
        self.has_body(page.body, path)
        return page

    def fact(self, fields: Fields) -> Fact | None:
        id, question = fields.slug("id"), typographic(fields.needed("question"))
        type = fields.choice("type", FACT_TYPES)
        needs_unit = type in ("money", "number")
        fact = Fact(
            id=id,
            question=question,
            type=next((known for known in FACT_TYPES if known == type), "answer"),
            topic=fields.text("topic"),
            unit=fields.text("unit", required=needs_unit) or "",
            happened=self.when(fields, "happened"),
            changes=fields.flag("changes"),
            event=typographic(fields.text("event") or ""),
            answers=tuple(self.answers(fields, type)),
            note=self.prose(fields, "note"),
            place=fields.place,
        )
        fields.done()
        # Without its type and its unit no reading of it makes sense, and that is told already.
        return fact if type in FACT_TYPES and (fact.unit or not needs_unit) else None

    def answers(self, fields: Fields, type: str) -> Iterator[Answer]:
        if type == "answer":
            fields.get("answers", required=True)
        ids: list[Text] = []
        for id, node in fields.pairs("answers"):
            check_slug(id, id.place, self.problems)
            ids.append(id)
            if isinstance(node, Text):
                yield Answer(id, typographic(node), ())
            elif isinstance(node, Table):
                inner = Fields(node, "an answer", self.problems)
                yield Answer(id, typographic(inner.needed("label")), inner.texts("includes"))
                inner.done()
            else:
                self.problems.add("bad-value", "an answer takes a label", node.place)
        if ids and type != "answer":
            self.problems.add(
                "bad-value",
                f'a fact of type {type} has no "answers"',
                fields.place,
                "write type: answer",
            )

    def readings(self, path: str, slug: str) -> list[WrittenReading] | None:
        node = self.yaml(path, may_be_comments=True)  # as `add` leaves it
        if node is None:
            return None
        found = []
        for fields in tables(node, "a reading", self.problems):
            fact, paragraph = fields.needed("fact"), fields.needed("paragraph")
            value, quote = fields.texts("value", required=True), fields.needed("quote")
            found.append(
                WrittenReading(
                    fact=fact,
                    article=slug,
                    paragraph=paragraph,
                    value=value,
                    quote=quote,
                    words=fields.text("words") or quote,
                    said_by=typographic(fields.text("said_by") or ""),
                    origin=typographic(fields.text("origin") or ""),
                    hedge=fields.text("hedge") or "",
                    as_of=self.when(fields, "as_of"),
                    inferred=typographic(fields.text("inferred") or ""),
                    place=fields.place,
                )
            )
            fields.done()
        return found

    def lock(self) -> Lock | None:
        if not (self.root / LOCK).exists():
            return None  # whether one is needed is for check to say
        text = text_of(self.root, LOCK, self.problems)
        if text is None:
            self.unread.add(LOCK)
            return None
        lock = evidence.parse_lock(text)
        if isinstance(lock, int):
            self.unread.add(LOCK)
            message = "the line is none that verify writes"
            self.problems.add("bad-value", message, Place(LOCK, lock, 1), VERIFY_HELP)
            return None
        return lock

    def person(self, fields: Fields) -> Person:
        name = fields.needed("name")
        kind = fields.choice("kind", ("person", "organisation"))
        names, unprinted = fields.texts("names"), fields.texts("article_names")
        for empty in (text for text in (*names, *unprinted) if not text.strip()):
            self.problems.add("bad-value", "a name is empty", empty.place, "take it away")
        person = Person(
            id=fields.slug("id"),
            name=name,
            kind="person" if kind == "person" else "organisation",
            names=(name, *names, *unprinted),
            unprinted=frozenset(map(str, unprinted)),
            place=fields.place,
        )
        fields.done()
        return person

    def has_body(self, body: Document, path: str) -> None:
        if not body.blocks:
            help = "write its text below the front matter"
            self.problems.add("empty-file", "the file has no text", Place(path), help)

    # ---------------------------------------------------------------------------- values

    def prose(self, fields: Fields, key: str) -> Document:
        text = fields.text(key)
        return markdown.parse(text, self.problems) if text else Document()

    def when(self, fields: Fields, key: str) -> When | None:
        text = fields.text(key)
        if text is None:
            return None
        dates = values.read_date(text)
        if dates is None:
            self.problems.add(
                "bad-value", f'"{key}" takes a date, not "{text}"', text.place, _DATE_HELP
            )
            return None
        return When(str(text), dates, show(dates, "date", written=text))

    def address(self, fields: Fields, key: str, ends_with_slash: bool = False) -> str:
        text = fields.text(key)
        if text is None:
            return ""
        try:
            parts = urlsplit(text)
            is_address = parts.scheme in ("https", "http") and bool(parts.hostname)
        except ValueError:
            is_address = False
        if not is_address or re.search(r"\s", text):
            self.problems.add(
                "bad-value",
                f'"{key}" takes a web address, not "{text}"',
                text.place,
                "write it whole, from https:// on",
            )
            return ""
        return text.rstrip("/") + "/" if ends_with_slash else str(text)

    def mail(self, fields: Fields) -> str:
        text = fields.text("mail")
        if text is None:
            return ""
        if not re.fullmatch(r"[^\s@,;?&<>\"]+@[^\s@,;?&<>\"]+", text):
            help = "write it as name@example.org"
            message = f'"mail" takes a mail address, not "{text}"'
            self.problems.add("bad-value", message, text.place, help)
            return ""
        return str(text)

    def colour(self, fields: Fields, key: str, default: str) -> str:
        text = fields.text(key)
        if text is None:
            return default
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
            self.problems.add(
                "bad-value",
                f'"{key}" takes a colour, not "{text}"',
                text.place,
                'write six hexadecimal digits in quotes, such as "#7a1f2b"',
            )
            return default
        return text.lower()

"""`site.yaml` and `content/` → `Content`, as written; the only module that reads content files."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

from generator import digests, evidence, kinds, markdown, processes, releases
from generator.declarations import (
    ARTICLE,
    FACT,
    LEDGER_ENTRY,
    PAGE,
    PERSON,
    READING,
    SITE,
    TOPIC,
)
from generator.fields import (
    Entries,
    Table,
    Text,
    as_slug,
    check_file_slug,
    is_file_slug,
    parse,
    refuse_character,
)
from generator.folders import leads_out
from generator.kinds import Kind
from generator.markdown import Document
from generator.memory import Files, Held, Memory
from generator.model import (
    Answer,
    Article,
    Content,
    Fact,
    FoldedReadings,
    LedgerEntry,
    License,
    Lock,
    OwnPage,
    Person,
    Picture,
    Settings,
    Snapshot,
    Tombstone,
    Topic,
    When,
    WrittenReading,
)
from generator.packing import pack
from generator.phrases import count_words
from generator.problems import Place, Problem, Problems, did_you_mean, unwanted
from generator.progress import Progress

_T = TypeVar("_T")

SETTINGS = "site.yaml"
FACTS = "content/facts.yaml"
PEOPLE = "content/people.yaml"
FRONT = "content/index.md"
ABOUT = "content/about.md"
LOCK = "content/evidence.lock"
LEDGER = "content/ledger.yaml"
ARTICLES = "content/articles"
READINGS = "content/readings"
TOPICS = "content/topics"
RELEASES = "content/releases"

_OF_ARTICLES = f"{ARTICLES}/"

VERIFY_HELP = "run make verify TEXTS=folder with the articles' texts at hand"


def content(
    root: Path,
    problems: Problems,
    memory: Memory | None = None,
    progress: Progress | None = None,
) -> Content:
    """Read everything below root; what is wrong is noted, and the rest is still read.

    A file with the bytes that it had when it was read with this memory is not read again.

    Content.unread has the paths of the files that exist and could not be made sense of, so that
    nobody is told that what they hold does not exist.
    """
    reader = _Reader(root, problems, memory or Memory(), progress)
    settings = reader.once(SETTINGS, reader.settings)
    reader.known_names_only(settings)
    for folder in (ARTICLES, READINGS, TOPICS):
        reader.memory.keep_apart(f"read {folder}")
    articles = tuple(reader.folder(ARTICLES, ".md", reader.article))
    topics = {topic.slug: topic for topic in reader.folder(TOPICS, ".md", reader.topic)}
    return Content(
        settings=settings,
        image=reader.image(settings.image) if settings.image else None,
        articles=tuple(sorted(articles, key=_by_date)),
        folded_readings=tuple(reader.folder(READINGS, ".yaml", reader.readings)),
        facts=reader.once(FACTS, lambda: tuple(reader.entries(FACTS, FACT, reader.fact))),
        topics=tuple(reader.ordered(topics, settings)),
        people=reader.once(
            PEOPLE,
            lambda: tuple(reader.entries(PEOPLE, PERSON, reader.person)),
        ),
        front=reader.once(FRONT, lambda: reader.own_page(FRONT)),
        about=reader.once(ABOUT, lambda: reader.own_page(ABOUT)),
        lock=reader.once(LOCK, reader.lock),
        ledger=reader.once(LEDGER, reader.ledger),
        releases=tuple(reader.folder(RELEASES, ".json", reader.release)),
        unread=frozenset(reader.unread),
        outline=_outline(articles, reader.others),
    )


def _outline(articles: Iterable[Article], others: Iterable[bytes]) -> bytes:
    """A digest of all but the articles' bodies, of which it has how many paragraphs they have,
    given the other files. The picture is left out: it is published under a name of its content."""
    of_articles = (b"%b %d " % (article.of_fields, article.folded.count) for article in articles)
    return digests.joined([*others, *of_articles])


def slugs(folder: str, found: Iterable[str], content: Content) -> tuple[str, ...]:
    """The slugs of a folder: of what was read, and of files that could not be made sense of."""
    unread = (path for path in content.unread if path.startswith(f"{folder}/"))
    return tuple(sorted({*found, *(Path(path).stem for path in unread)}))


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
    return found


def stray_texts(folder: Path, articles: Iterable[Article]) -> tuple[str, ...]:
    """The names of the texts in a folder that are of no article."""
    known = {f"{article.slug}.txt" for article in articles}
    return tuple(
        each.name
        for each in _entries(folder)
        if each.name[-4:].lower() == ".txt" and each.name not in known
    )


def texts_are_there(
    folder: Path, articles: Sequence[Article], found: Iterable[str], problems: Problems
) -> None:
    """Note where a folder has the text of none of the articles, given the slugs of those found."""
    if any(found) or all(article.rights == "full" for article in articles):
        return
    strays = stray_texts(folder, articles)
    of_none = f"; those there belong to no article: {', '.join(strays)}" if strays else ""
    message = f"there is no text of any article in this folder{of_none}"
    help = "it holds a <slug>.txt an article, named as in content/articles/"
    problems.add("missing-file", message, Place(str(folder)), help)


def text_of(root: Path, path: str, problems: Problems) -> str | None:
    """A file's text, with LF at the ends of its lines; None, with the problem, where it has none.

    A byte order mark and CRLF are accepted.
    """
    raw = _bytes_of(root, path, problems)
    return None if raw is None else _decoded(raw, path, problems)


def remembered_text(root: Path, path: str, problems: Problems, memory: Memory) -> str | None:
    """The same; a file with the bytes that it had is not read again by this process."""
    told, name, raw = Problems(), f"text {path}", b""
    digest = None if leads_out(root, path) else memory.files.known(str(root / path))
    if digest is None or not memory.knows(name, digest, is_passing=True):
        found = _bytes_of(root, path, problems, memory.files)
        if found is None:
            return None
        raw, digest = found, hashlib.sha256(found).digest()

    def make() -> tuple[str | None, tuple[Problem, ...]]:
        return _decoded(raw, path, told), tuple(told.found)

    text, wrong = memory.remember(name, digest, make, is_passing=True)
    problems.found += wrong
    return text


def _bytes_of(
    root: Path,
    path: str,
    problems: Problems,
    files: Files | None = None,
    is_own: bool = False,
) -> bytes | None:
    try:
        if why := why_unread(root, path, is_own):
            help = "take out of it what no reader needs" * why.startswith(_TOO_LARGE)
            problems.add("unreadable-file", why, Place(path), help)
            return None
        return (files or Files()).read(os.path.join(root, path))
    except FileNotFoundError:
        problems.add("missing-file", "the file is not there", Place(path), f"create {path}")
    except OSError as error:
        problems.add("unreadable-file", str(error.strerror or error), Place(path))
    return None


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What is in a folder, by name; nothing where there is none."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=attrgetter("name"))
    except (FileNotFoundError, NotADirectoryError):
        return []


def why_unread(root: Path, path: str, is_own: bool = False) -> str:
    """Why a file is none that is read for a site at root, by its path below it; empty where it
    is one.

    Content may come from anywhere: what is read has an end, and is the site's own; `is_own` where
    it is known that no link leads out.
    """
    if not is_own and leads_out(root, path):
        return "the file is a link that leads out of the site's folder"
    status = os.stat(os.path.join(root, path))
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        return "a pipe or a device is no file of text"
    most = _MOST_BYTES.get(os.path.splitext(path)[1], _MOST_BYTES[""])
    return f"{_TOO_LARGE} {most:,} bytes" * (status.st_size > most)


_TOO_LARGE = "the file has more than"
# Far above what is written by hand: the longest novel is no page of a site.
_MOST_BYTES = {".md": 1_000_000, ".yaml": 5_000_000, "": 20_000_000}
_LONGEST_LINE = 10_000  # far above what is written, far below what would be read for hours


def _decoded(raw: bytes, path: str, problems: Problems) -> str | None:
    place = Place(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.add(*_encoding(raw, error, path))
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        problems.add("empty-file", "the file is empty", place, "write its content, or remove it")
        return None
    lines = text.split("\n") if len(text) > _LONGEST_LINE else ()
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE:
            message = f"the line has {len(line):,} characters, and {_LONGEST_LINE:,} are read"
            problems.add("unreadable-file", message, Place(path, number, 1), "break it")
            return None
    return text if _is_clean(text, path, problems) else None


def _encoding(raw: bytes, error: UnicodeDecodeError, path: str) -> tuple[str, str, Place, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "not-utf-8", "the file is in UTF-16", Place(path, 1, 1), "save the file as UTF-8"
    before = raw[: error.start].decode("utf-8-sig", "replace").replace("\r\n", "\n")
    place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
    byte = raw[error.start : error.start + 1]
    character = byte.decode("cp1252", "ignore")
    message = f"byte 0x{byte.hex()} is not UTF-8"
    if not character:
        return "not-utf-8", message, place, "save the file as UTF-8"
    help = f'save the file as UTF-8 (it looks like Windows-1252, where the byte is "{character}")'
    return "not-utf-8", message, place, help


_IMAGE = re.compile(r"content/[\w-][\w.-]*\.(?:png|jpe?g)")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # how they begin

# What git leaves of a merge: the two sides, where each begins and ends, and what both came from.
_CONFLICT = re.compile(r"^(?:(?:<{7}|>{7}|\|{7})(?: .*)?|={7})$", re.MULTILINE)


def _is_clean(text: str, path: str, problems: Problems) -> bool:
    def place(offset: int) -> Place:
        before = text[:offset]
        return Place(path, before.count("\n") + 1, offset - before.rfind("\n"))

    conflict = [place(mark.start()) for mark in _CONFLICT.finditer(text)]
    if conflict:
        lines = ", ".join(str(mark.line) for mark in conflict)
        problems.add(
            "merge-conflict",
            f"an unfinished merge left its marks in {'lines' if conflict[1:] else 'line'} {lines}",
            conflict[0],
            "keep one of the versions and remove the lines <<<<<<<, |||||||, ======= and >>>>>>>",
        )
    found = unwanted(text)
    if found:
        refuse_character(found.group(), place(found.start()), problems)
    return not conflict and not found


_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_FIELD_LIKE = re.compile(r"[ \t-]|#(?!#+ )|[\w-]+:")  # "## " begins a heading of the text


def _front_matter_mistake(text: str) -> tuple[str, int, str]:
    """Why a file has no front matter: message, line, help."""
    lines = text.split("\n")
    first = next(number for number, line in enumerate(lines) if line.strip())
    if lines[0].rstrip() != "---":
        dashes = re.fullmatch(r"\s*[-–—]+\s*", lines[first])
        if not dashes:
            help = "begin the file with its fields between two lines ---"
            return "the file has no front matter", 1, help
        help = "write --- as the first line, without spaces before it"
        return "the front matter does not begin with a line --- at the top", first + 1, help
    for number, line in enumerate(lines[1:], 2):
        if re.fullmatch(r"\s*[-–—]+\s*", line):
            message = f'"{line.strip()}" does not close the front matter'
            return message, number, "write --- there, without spaces before it"
        if line.strip() and not _FIELD_LIKE.match(line):  # where the text begins
            help = "close it with a line --- of its own before this one"
            return "the front matter is not closed", number, help
    help = "close it with a line --- of its own"
    return "the front matter is not closed", len(text.rstrip().split("\n")), help


def _of_fields(slug: str, fields: Mapping[str, Any]) -> bytes:
    """A digest of an article's fields, wherever they stand."""
    plain = [
        digests.but(value, "place") if isinstance(value, When) else value
        for value in fields.values()
    ]
    return digests.digest(slug, plain)


def _by_date(article: Article) -> tuple[bool, str, str]:
    dates = article.published.dates if article.published else None
    start = dates and (dates.earliest or dates.latest)
    return (start is None, start.isoformat() if start else "", article.slug)


class _Reader:
    def __init__(
        self, root: Path, problems: Problems, memory: Memory, progress: Progress | None
    ) -> None:
        self.root, self.problems, self.memory = root, problems, memory
        self.below = os.path.join(root, "")  # what files' names begin with
        self.progress = progress
        self.unread: set[str] = set()
        self.why: dict[str, list[Problem]] = {}  # by path: why a file could not be read
        self.raw: dict[str, bytes] = {}  # what is being read, taken from the disk once
        self.out: dict[str, bool] = {}  # by folder: whether it leads out of the site's
        self.others: list[bytes] = []  # the files but the articles', each with its hash

    # ---------------------------------------------------------------------------- files

    def once(
        self,
        path: str,
        read: Callable[[], _T],
        is_own: bool = False,
        known: bytes | None = None,
    ) -> _T:
        """What `read` makes of a file, and notes of it; remembered by the file's bytes, of which
        `known` is the hash where it is known that they were read."""
        problems, raw, name = Problems(), b"", f"read {path}"
        digest = known or self.known(path)
        if digest is None:
            found = _bytes_of(self.root, path, problems, self.memory.files, is_own)
            if found is None:
                self.why[path] = problems.found
                return read()  # which tells why
            raw, digest = found, hashlib.sha256(found).digest()
        if not path.startswith(_OF_ARTICLES):
            self.others.append(path.encode() + b"\0" + digest)
        thing, told, further = self.memory.remember(
            name, digest, partial(self.made, path, raw, read)
        )
        self.problems.found.extend(told)
        self.unread |= further
        return thing

    def known(self, path: str) -> bytes | None:
        """The hash of a file that was read and is as it was; None where it is another, or its
        folder leads out of the site by now."""
        folder = path.rpartition("/")[0]
        if folder not in self.out:
            self.out[folder] = leads_out(self.root, folder)
        digest = None if self.out[folder] else self.memory.files.known(self.below + path)
        return digest if digest and self.memory.knows(f"read {path}", digest) else None

    def made(
        self, path: str, raw: bytes, read: Callable[[], _T]
    ) -> tuple[_T, tuple[Problem, ...], frozenset[str]]:
        """What `read` makes of a file, given its bytes, and what it notes."""
        outer, unread = self.problems, self.unread
        self.problems, self.unread, self.raw[path] = Problems(), set(), raw
        try:
            return read(), tuple(self.problems.found), frozenset(self.unread)
        finally:
            self.problems, self.unread = outer, unread
            del self.raw[path]

    def ahead(
        self,
        folder: str,
        files: Sequence[tuple[str, str, bool]],
        read: Callable[[str, str], _T | None],
    ) -> dict[str, bytes]:
        """Read the files of a folder that are new, where there are many of them by two processes;
        each has its path, its slug and whether it is the site's own. Gives, by path, the hashes of
        those that were read by now."""
        of_files = self.memory.files

        def work(file: tuple[str, str, bool]) -> tuple[bytes, Held | None, object] | None:
            path, slug, is_own = file
            raw = _bytes_of(self.root, path, Problems(), of_files, is_own)
            if raw is None:
                return None  # when it is asked for, it is told why
            made = self.made(path, raw, partial(read, path, slug))
            return hashlib.sha256(raw).digest(), of_files.get(self.below + path), made

        known = {path: digest for path, *_ in files if (digest := self.known(path))}
        new = [file for file in files if file[0] not in known]
        if len(new) < processes.FEW:
            return known
        found = processes.each(work, new, f"reading {folder}/", self.progress)
        for (path, _, _), done in zip(new, found, strict=True):
            if done is not None:
                known[path], held, made = done
                self.memory.learn(f"read {path}", known[path], made)
                if held:
                    of_files.hold(self.below + path, held)
        return known

    def digest(self, path: str) -> str:
        """The SHA-256 of the file that is being read."""
        return hashlib.sha256(self.raw[path]).hexdigest()

    def text(self, path: str) -> str | None:
        if path in self.raw:
            return _decoded(self.raw[path], path, self.problems)
        if path in self.why:  # it may be there by now: an editor is saving it
            self.problems.found.extend(self.why[path])
            return None
        return text_of(self.root, path, self.problems)

    def yaml(self, path: str, may_be_comments: bool = False) -> Table | Entries | Text | None:
        text = self.text(path)
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

    def front_matter(self, path: str, kind: Kind) -> tuple[dict[str, Any], Text] | None:
        """The values of a Markdown file's fields, and its body."""
        text = self.text(path)
        if text is None:
            self.unread.add(path)
            return None
        match = _FRONT_MATTER.match(text)
        if match is None:
            message, line, help = _front_matter_mistake(text)
            self.problems.add("front-matter", message, Place(path, line, 1), help)
            self.unread.add(path)
            return None
        before = self.problems.count
        node = parse(match[1], path, self.problems, first_line=2)
        if not isinstance(node, Table):
            self.unread.add(path)
            if self.problems.count == before:
                message = f"the front matter has no fields of {kind.name}"
                help = 'a field is "name: value"'
                self.problems.add("front-matter", message, Place(path, 1, 1), help)
            return None
        line = text.count("\n", 0, match.end()) + 1
        raw = text[match.end() :]
        body = raw.strip("\n")
        line += len(raw) - len(raw.lstrip("\n"))
        return (
            kinds.read(node, kind, self.problems),
            Text(body, Place(path, line, 1), (body, line, 1)),
        )

    def folder(
        self, folder: str, ending: str, read: Callable[[str, str], _T | None]
    ) -> Iterator[_T]:
        """What `read` makes of each file of a folder, given its path and its slug."""
        directory = self.root / folder
        if leads_out(self.root, folder):  # also where it is empty: files are written there, too
            message = "the folder is a link that leads out of the site's folder"
            self.problems.add("unreadable-file", message, Place(folder), "put the folder there")
            return
        files = []
        for entry in _entries(directory):
            name, path = entry.name, f"{folder}/{entry.name}"
            if name.startswith(".") or name.endswith("~"):
                continue
            stem = name.removesuffix(ending)
            if stem == name or not entry.is_file():
                stem, suffix = os.path.splitext(name)
                is_case = suffix.lower() == ending and entry.is_file()
                help = f"rename it to {stem}{ending}" if is_case else "move it away"
                message = f"{folder}/ holds {ending} files"
                self.problems.add("unknown-file", message, Place(path), help)
                if is_case:
                    self.unread.add(f"{folder}/{stem}{ending}")
                continue
            if not is_file_slug(stem):
                cure = f"rename the file to {{}}{ending}"
                check_file_slug(stem, Place(path), self.problems, cure)
                # It is there, under a name that what cites it would not use.
                self.unread.add(f"{folder}/{as_slug(stem)}{ending}")
            else:
                # The folder leads nowhere else, so only a link in it could.
                files.append((path, stem, not entry.is_symlink()))
        known = self.ahead(folder, files, read)
        for path, stem, is_own in files:
            thing = self.once(path, partial(read, path, stem), is_own, known.get(path))
            if thing is not None:
                yield thing

    def known_names_only(self, settings: Settings) -> None:
        """Note what stands in content/ and is never read: a misspelt name, most likely."""
        known = [FRONT, ABOUT, FACTS, PEOPLE, LOCK, LEDGER, ARTICLES, READINGS, TOPICS, RELEASES]
        known += [settings.image] if _IMAGE.fullmatch(settings.image) else []
        directory = self.root / "content"
        for file in sorted(directory.iterdir()) if directory.is_dir() else ():
            path = f"content/{file.name}"
            if SETTINGS in self.unread and _IMAGE.fullmatch(path):
                continue  # they may name it
            if path not in known and not file.name.startswith(".") and not path.endswith("~"):
                help = did_you_mean(path, known, f"known are: {', '.join(known)}")
                self.problems.add("unknown-file", "nothing of this name is read", Place(path), help)

    def entries(self, path: str, kind: Kind, read: Callable[[Table], _T | None]) -> Iterator[_T]:
        """What `read` makes of each entry of a YAML list."""
        for table in kinds.tables(self.yaml(path), kind, self.problems):
            before = self.problems.count
            thing = read(table)
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
        found = kinds.read(table, SITE, self.problems if isinstance(node, Table) else Problems())
        base_url, license = found["base_url"], found["license"]
        return Settings(
            **{
                **found,
                "base_url": base_url.rstrip("/") + "/" if base_url else "",
                "repository": found["repository"].rstrip("/"),
                "license": License(**license) if license else None,
            }
        )

    def image(self, path: Text) -> Picture | None:
        """The picture at a path that site.yaml names."""
        if not _IMAGE.fullmatch(path):
            message = f'"{path}" is no PNG or JPEG file in content/'
            help = "put it there, and name it as in content/share.png"
            self.problems.add("bad-value", message, path.place, help)
            return None
        try:
            if why := why_unread(self.root, path):
                self.problems.add("unreadable-file", why, Place(path))
                return None
            content = (self.root / path).read_bytes()
        except FileNotFoundError:
            message = f"there is no file {path}"
            self.problems.add("missing-file", message, path.place, "put the picture there")
            return None
        except OSError as error:
            self.problems.add("unreadable-file", str(error.strerror or error), Place(path))
            return None
        if not content.startswith(_PICTURES):
            message = f"what is in {path} is neither a PNG nor a JPEG picture"
            self.problems.add("bad-value", message, path.place, "save the picture as one of them")
            return None
        return Picture(".png" if content.startswith(_PICTURES[0]) else ".jpg", content)

    def article(self, path: str, slug: str) -> Article | None:
        read = self.front_matter(path, ARTICLE)
        if read is None:
            return None
        fields, body = read
        # Where a word of an article's fields stands is asked for no more.
        known: dict[str, Any] = {
            name: str(value) if isinstance(value, Text) else value for name, value in fields.items()
        }
        folded = markdown.fold(markdown.parse(body, self.problems))
        article = Article(
            slug=slug,
            folded=folded,
            place=Place(path, 1, 1),
            of_fields=_of_fields(slug, known),
            digest=self.digest(path),
            **known,
        )
        if not folded.count:
            self.problems.add(
                "empty-file",
                "the article has no paragraphs",
                Place(path),
                "write one paragraph of the digest for each paragraph of the article",
            )
            self.unread.add(path)
        return article

    def topic(self, path: str, slug: str) -> Topic | None:
        read = self.front_matter(path, TOPIC)
        if read is None:
            return None
        fields, body = read
        parsed, place = self.body(body, path), Place(path, 1, 1)
        return Topic(slug=slug, body=parsed, place=place, digest=self.digest(path), **fields)

    def ordered(self, topics: dict[str, Topic], settings: Settings) -> Iterator[Topic]:
        unlisted = [slug for slug in topics if slug not in settings.topics]  # check tells so
        for slug in [*dict.fromkeys(settings.topics), *unlisted]:
            if slug in topics:
                yield topics[slug]

    def own_page(self, path: str) -> OwnPage:
        read = self.front_matter(path, PAGE)
        if read is None:
            return OwnPage(Text("", Place(path)), None, Document(), Place(path))
        fields, body = read
        return OwnPage(body=self.body(body, path), place=Place(path, 1, 1), **fields)

    def fact(self, table: Table) -> Fact | None:
        found = kinds.read(table, FACT, self.problems)
        # Without its type and its unit no reading of it makes sense, and that is told already.
        if not found["type"] or (found["type"] in ("money", "number") and not found["unit"]):
            return None
        answers = tuple(Answer(id, **answer) for id, answer in found["answers"])
        topic = found["topic"] or None
        texts = [*found.values(), *(text for answer in answers for text in answer.includes)]
        places = tuple(text.place for text in texts if isinstance(text, Text))
        own = {"topic": topic, "answers": answers, "place": table.place, "places": places}
        return Fact(**{**found, **own})

    def readings(self, path: str, slug: str) -> FoldedReadings | None:
        node = self.yaml(path, may_be_comments=True)  # as `add` leaves it
        if node is None:
            return None
        readings, said = [], []
        for table in kinds.tables(node, READING, self.problems):
            found = kinds.read(table, READING, self.problems)
            words = found["words"] or found["quote"]
            reading = WrittenReading(
                **{**found, "words": words, "article": slug, "place": table.place}
            )
            readings.append(reading)
            printed = (reading.quote, reading.said_by, reading.origin, reading.inferred)
            length = sum(map(len, (*printed, *reading.value)))
            said.append((sys.intern(str(reading.fact)), length))  # many name the same
        quotes = {str(reading.quote) for reading in readings}
        hedges = {str(r.hedge) for r in readings if not any(r.hedge in quote for quote in quotes)}
        return FoldedReadings(
            article=slug,
            packed=pack(tuple(readings)),
            said=tuple(said),
            quoted=sum(map(count_words, quotes | hedges)),
            longest=max((count_words(w) for r in readings for w in (r.quote, r.hedge)), default=0),
            digest=self.digest(path),
        )

    def lock(self) -> Lock | None:
        if not (self.root / LOCK).exists():
            return None  # whether one is needed is for check to say
        text = self.text(LOCK)
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

    def ledger(self) -> tuple[LedgerEntry, ...]:
        if not (self.root / LEDGER).exists():
            return ()  # nothing was released yet
        return tuple(self.entries(LEDGER, LEDGER_ENTRY, self.ledger_entry))

    def ledger_entry(self, table: Table) -> LedgerEntry | None:
        found = kinds.read(table, LEDGER_ENTRY, self.problems)
        stone = found["tombstone"]
        if not found["address"] or (stone and not (stone["date"] and stone["reason"])):
            return None  # it is told already
        found["tombstone"] = Tombstone(**stone) if stone else None
        return LedgerEntry(**found, place=table.place)

    def release(self, path: str, slug: str) -> Snapshot | None:
        text = self.text(path)
        if text is None:
            return None
        day, facts = releases.day(slug), releases.parse(text)
        if day is None:
            help = "name it by the day of the release, such as 2031-06-01.json"
            self.problems.add("unknown-file", f'"{slug}" is no day', Place(path), help)
        if facts is None:
            help = "put it back as make release wrote it"
            self.problems.add(
                "bad-value", "the file is none that release writes", Place(path), help
            )
        return Snapshot(day, facts) if day and facts is not None else None

    def person(self, table: Table) -> Person:
        found = kinds.read(table, PERSON, self.problems)
        names, unprinted = found["names"], found.pop("article_names")
        for empty in (text for text in (*names, *unprinted) if not text.strip()):
            self.problems.add("bad-value", "a name is empty", empty.place, "take it away")
        return Person(
            **{
                **found,
                "names": (found["name"], *names, *unprinted),
                "unprinted": frozenset(map(str, unprinted)),
                "place": table.place,
            }
        )

    def body(self, text: Text, path: str) -> Document:
        document = markdown.parse(text, self.problems)
        if not document.blocks:
            help = "write its text below the front matter"
            self.problems.add("empty-file", "the file has no text", Place(path), help)
        return document

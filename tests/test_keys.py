"""What files depend on: after an edit those that it concerns are made again, hardly others."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.content import write_site
from generator import paging, processes, search, viewer
from generator.build import build
from generator.memory import Memory
from generator.plan import Data, Page
from generator.render import Rendering
from tests.sites import bytes_of, write

ARTICLE, READINGS = "content/articles/article-1.md", "content/readings/article-1.yaml"
QUIET = "content/articles/article-2.md"  # nothing is read in its first paragraph
TOPIC, OTHER = "content/topics/topic-1.md", "content/topics/topic-2.md"


Edit = Callable[[Path], tuple[str, str]]  # the site at a root → a file, its new text


def at(path: str, edit: Callable[[str], str]) -> Edit:
    def changed(root: Path) -> tuple[str, str]:
        before = (root / path).read_text()
        after = edit(before)
        assert before != after
        return path, after

    return changed


def replaced(path: str, old: str, new: str) -> Edit:
    return at(path, lambda text: text.replace(old, new, 1))


def tied_to_a_fact_of_another_topic(root: Path) -> tuple[str, str]:
    """A paragraph of another topic, which has ties to that one's facts."""
    *_, paragraph = (root / OTHER).read_text().rstrip("\n").split("\n\n")
    assert "{fact=" in paragraph
    return TOPIC, f"{(root / TOPIC).read_text()}\n{paragraph}\n"


def key_fact_of_another_topic(root: Path) -> tuple[str, str]:
    (last,) = re.findall(r"^key_facts: .*?(\w+)\]$", (root / OTHER).read_text(), re.MULTILINE)
    return at(TOPIC, lambda text: re.sub(r"key_facts: \[", f"key_facts: [{last}, ", text))(root)


def other_questions(root: Path) -> tuple[str, str]:
    """Other questions of all facts of the other topic."""
    pattern = r"(question: )What (did .*\n.*\n.*\n  topic: topic-2\n)"
    return at("content/facts.yaml", lambda text: re.sub(pattern, r"\1So what \2", text))(root)


def credited(root: Path) -> tuple[str, str]:
    (name, *_) = re.findall(r"name: (.*)", (root / "content/people.yaml").read_text())
    return replaced(ARTICLE, "rights:", f"credit: Papers of {name}\nrights:")(root)


def without_first(text: str) -> str:
    """Without the first entry of a list."""
    return text[text.index("\n- ") + 1 :]


def reversed_topics(text: str) -> str:
    head, topics = text.split("topics:\n")
    return f"{head}topics:\n" + "".join(reversed(topics.splitlines(keepends=True)))


def without_last(path: str) -> Edit:
    """Without the last paragraph of a text, or the last entry of a list."""
    return at(path, lambda text: "\n\n".join(text.rstrip("\n").split("\n\n")[:-1]) + "\n")


def reversed_entries(text: str) -> str:
    return "\n\n".join(reversed(text.strip("\n").split("\n\n"))) + "\n"


def first_entry_twice(text: str) -> str:
    return text + "\n" + text.split("\n\n")[0] + "\n"


def cited_on_another_page(path: str) -> Edit:
    def changed(root: Path) -> tuple[str, str]:
        *_, paragraph = (root / OTHER).read_text().rstrip("\n").split("\n\n")
        return at(path, lambda text: f"{text.rstrip()}\n\n{paragraph}\n")(root)

    return changed


def described(root: Path) -> tuple[str, str]:
    """A description of somebody whom a topic names, cited as there."""
    said = re.search(r"(\w+ House) (put the .*?\])\.", (root / OTHER).read_text())
    assert said
    name, words = said.groups()
    return replaced(PEOPLE, f"name: {name}", f"name: {name}\n  description: '{words}'")(root)


def rests_on_a_quiet_paragraph(path: str) -> Edit:
    said = "Nobody knows why [@article-2, para. 1]."
    return at(path, lambda text: f"{text.rstrip()}\n\n{said}\n")


def noted_from_a_quiet_paragraph(root: Path) -> tuple[str, str]:
    """Notes of all facts that have none."""
    note = "\\1  note: Nobody knows why [@article-2, para. 1].\n"
    return at(FACTS, lambda text: re.sub(r"(unit: USD\n)(?!  note)", note, text))(root)


def undescribed(root: Path) -> str:
    """The name of the last person or organisation that has no description."""
    *_, name = re.findall(r"name: (.*)\n(?!  desc|  names)", (root / PEOPLE).read_text())
    return str(name)


def named_in_a_quiet_paragraph(root: Path) -> tuple[str, str]:
    return QUIET, f"{(root / QUIET).read_text()}\nOf the rain {undescribed(root)} says nothing.\n"


def known_from_a_quiet_paragraph(root: Path) -> tuple[str, str]:
    name, last = undescribed(root), len((root / QUIET).read_text().split("\n\n")) - 1
    described = f"name: {name}\n  description: Silent on the rain [@article-2, para. {last}]."
    return replaced(PEOPLE, f"name: {name}", described)(root)


def longer_paragraphs(path: str) -> Edit:
    """All paragraphs of an article with a few words more, which change nothing that is counted."""
    return at(path, lambda text: re.sub(r"\.$", ". Or so it seems.", text, flags=re.MULTILINE))


def new(path: str, text: str) -> Edit:
    return lambda root: (path, text)


def another_like(path: str, old: str, new: str) -> Edit:
    """A file with another one's text, but for some words."""
    return lambda root: (path, (root / ARTICLE).read_text().replace(old, new, 1))


FACTS, PEOPLE, LEDGER = "content/facts.yaml", "content/people.yaml", "content/ledger.yaml"
GONE = "- {{address: articles/article-1.html#p99, tombstone: {{date: 2033-01-01, reason: {}}}}}\n"
EDITS: dict[str, Edit] = {
    "words of an article": at(ARTICLE, lambda text: f"{text.rstrip()} Nobody knows why.\n"),
    "a paragraph of an article": at(ARTICLE, lambda text: f"{text}\nAnother quiet paragraph.\n"),
    "label": replaced(ARTICLE, "label: Paper 1\n", "label: Paper One\n"),
    "publisher": replaced(ARTICLE, "rights:", "publisher: The Quay\nrights:"),
    "author": replaced(ARTICLE, "rights:", "author: Ann Rower\nrights:"),
    "credit": credited,
    "date": replaced(ARTICLE, "published: 2031", "published: 2029"),
    "hedge": replaced(READINGS, "said_by:", "hedge: cost\n  said_by:"),
    "a reading less": at(READINGS, without_first),
    "question": replaced(FACTS, "What did", "How much did"),
    "topic of a fact": replaced(FACTS, "topic: topic-1", "topic: topic-2"),
    "note": replaced(FACTS, "USD", 'USD\n  note: "{.framing}\\nNobody knows why."'),
    "words of a topic": replaced(TOPIC, " put the ", " soon put the "),
    "ties": tied_to_a_fact_of_another_topic,
    "questions of the tied facts": other_questions,
    "key facts": key_fact_of_another_topic,
    "title of a topic": replaced(TOPIC, "title: Topic", "title: A topic"),
    "when a topic changed": replaced(TOPIC, "question:", "updated: 2032-01-01\nquestion:"),
    "order of topics": at("site.yaml", reversed_topics),
    "title of the site": replaced("site.yaml", "title: Ferries", "title: All ferries"),
    "name of somebody": replaced(PEOPLE, "kind:", "names: [The House]\n  kind:"),
    "front page": replaced("content/index.md", "All that", "Nearly all that"),
    "about page": replaced("content/about.md", "How this", "How all of this"),
    "what the about page cites": cited_on_another_page("content/about.md"),
    "what the front page cites": cited_on_another_page("content/index.md"),
    "who somebody is": described,
    "when it was read": replaced(ARTICLE, "rights:", "retrieved: 2033-01-01\nrights:"),
    "where it stands": replaced(ARTICLE, "rights:", "url: https://example.org/one\nrights:"),
    "why the date": replaced(ARTICLE, "rights:", "published_inferred: So it says.\nrights:"),
    "no date": at(ARTICLE, lambda text: re.sub("published.*\n", "", text)),
    "a paragraph that is gone": new(LEDGER, GONE.format("An error")),
    "why it is gone": new(LEDGER, GONE.format("A large error")),
    "order of facts": at(FACTS, reversed_entries),
    "order of people": at(PEOPLE, reversed_entries),
    "a second reading": at(READINGS, first_entry_twice),
    "an article called as it is numbered": another_like(
        "content/articles/article-1-2.md", "Paper One", "Paper One B"
    ),
    "that article without a paragraph": without_last("content/articles/article-1-2.md"),
    "readings in another order": at(READINGS, reversed_entries),
    "a reading less at the end": without_last(READINGS),
    # A paragraph that no reading is of: its card has what it says.
    "a topic with a card": rests_on_a_quiet_paragraph(TOPIC),
    "words on that card": longer_paragraphs(QUIET),
    "a front page with a card": rests_on_a_quiet_paragraph("content/index.md"),
    "words on the card of the front page": longer_paragraphs(QUIET),
    "notes with a card": noted_from_a_quiet_paragraph,
    "words on the card of a note": longer_paragraphs(QUIET),
    "words that make another part of what is searched": at(
        QUIET, lambda text: f"{text.rstrip()} {'And so on. ' * 600}\n"
    ),
    "a quiet paragraph that names somebody": named_in_a_quiet_paragraph,
    "somebody with a card": known_from_a_quiet_paragraph,
    "words on somebody's card": longer_paragraphs(QUIET),
}


SMALL = {  # what is printed on several pages only of large sites is so of small ones, too
    paging: ("MOST_WEIGHT", "MOST_IN_TOPIC", "MOST_LINES", "MOST_SOURCES", "MOST_NAMED"),
    search: ("MOST_BYTES", "MOST_ARTICLES"),
    viewer: (
        *("MOST_TOPICS", "MOST_ON_FRONT", "MOST_CHARTED", "MOST_STANDING", "MOST_BOXED"),
        *("MOST_QUESTIONS", "MOST_LISTED"),
    ),
}
BYTES = {"MOST_WEIGHT": 6000, "MOST_IN_TOPIC": 3000, "MOST_BYTES": 12_000}  # the others: a few


@pytest.mark.parametrize(
    ("articles", "is_small"),
    [(8, False), (20, False), (20, True)],  # fewer than there are marks, more; several pages
)
def test_after_an_edit_a_build_that_remembers_writes_what_another_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, articles: int, is_small: bool
) -> None:
    """Each edit comes on top of those before it."""
    for module, names in SMALL.items() if is_small else ():
        for name in names:
            monkeypatch.setattr(module, name, BYTES.get(name, 4))
    root, cold = write_site(tmp_path / "site", articles), tmp_path / "cold"
    files = set(build(root, memory=Memory(tmp_path / "kept")).files)
    numbered = {f"{name}-2.html" for name in ("articles", "comparison", "timeline", "people")}
    assert numbered & files == (numbered if is_small else set())
    for what, edit in EDITS.items():
        write(root, dict([edit(root)]))
        build(root, memory=Memory(tmp_path / "kept"))
        build(root, cold)
        assert bytes_of(root / "output") == bytes_of(cold), what


@pytest.mark.parametrize(
    ("what", "most"),
    [
        # The article; what cites it; the search page, which names the script that has its words;
        # the about page, which names the build.
        ("words of an article", 6),
        # And what counts its paragraphs: those of the articles and the front page.
        ("a paragraph of an article", 8),
        # The topic, the articles that it cites, and what names who is named in it.
        ("words of a topic", 12),
        # The page itself, and those that count or name what stands on it.
        ("about page", 4),
    ],
)
def test_after_an_edit_few_pages_are_printed_again(tmp_path: Path, what: str, most: int) -> None:
    root, kept = write_site(tmp_path / "site", 60), tmp_path / "kept"
    first = build(root, memory=Memory(kept))
    pages = sum(file.endswith(".html") for file in first.files)
    assert pages > 60
    write(root, dict([EDITS[what](root)]))
    assert 1 <= pages - build(root, memory=Memory(kept)).remembered <= most


def test_an_article_names_the_topic_in_which_a_note_rests_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(viewer, "MOST_TOPICS", 4)  # else each page names all topics
    root, kept = write_site(tmp_path / "site", 20), tmp_path / "kept"
    fact, topic = re.findall(r"id: (\w+)(?:\n .*)*?\n  topic: (.*)", (root / FACTS).read_text())[0]
    silent = next(
        path.stem
        for path in sorted((root / "content/readings").iterdir())
        if f"fact: {fact}\n" not in path.read_text()
    )
    note = f"id: {fact}\n  note: Nobody knows why [@{silent}, para. 2]."
    write(root, dict([replaced(FACTS, f"id: {fact}", note)(root)]))
    build(root, memory=Memory(kept))
    article = root / "output" / "articles" / f"{silent}.html"
    assert "Renamed" not in article.read_text()
    write(root, dict([replaced(f"content/topics/{topic}.md", "title: ", "title: Renamed ")(root)]))
    build(root, memory=Memory(kept))
    assert "Renamed" in article.read_text()


@pytest.mark.parametrize("undated", [1, 20])  # the others move; fewer pages of the timeline
def test_articles_without_a_date_move_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, undated: int
) -> None:
    monkeypatch.setattr(paging, "MOST_WEIGHT", 6_000)
    root = write_site(tmp_path / "site", 20, facts=5)  # some articles speak of none
    kept, cold = tmp_path / "kept", tmp_path / "cold"
    before = build(root, memory=Memory(kept)).files
    articles = [f"content/articles/article-{number}.md" for number in range(1, undated + 1)]
    edits = [at(path, lambda text: re.sub("published.*\n", "", text)) for path in articles]
    write(root, dict(edit(root) for edit in edits))
    after = build(root, memory=Memory(kept)).files
    assert (len(after) < len(before)) == (undated == 20)
    build(root, cold)
    assert bytes_of(root / "output") == bytes_of(cold)


def long(number: int, times: int) -> dict[str, str | bytes]:
    """An article of one paragraph."""
    fields = f"---\nlabel: Long {number}\npublished: 2001-01-0{number}\nrights: full\n---\n"
    return {f"content/articles/long-{number}.md": f"{fields}\n{'And so on. ' * times}\n"}


def test_the_search_page_knows_how_many_parts_there_are_to_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where its template names none of them."""
    monkeypatch.setattr(search, "MOST_BYTES", 9_000)
    root, kept, cold = write_site(tmp_path / "site", 8), tmp_path / "kept", tmp_path / "cold"
    write(root, {"templates/search.html": "{{ view.more|length }} parts\n"})
    write(root, long(1, 500) | long(2, 500) | long(3, 500))
    build(root, memory=Memory(kept))
    before = (root / "output" / "search.html").read_text()
    write(root, long(2, 50))
    build(root, memory=Memory(kept))
    build(root, cold)
    assert bytes_of(root / "output") == bytes_of(cold)
    assert (root / "output" / "search.html").read_text() != before


def test_where_words_alone_changed_hardly_a_key_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "_is_possible", lambda: False)  # all are made by this one
    root, kept = write_site(tmp_path / "site", 60), tmp_path / "kept"
    build(root, memory=Memory(kept))
    made: list[str] = []
    key = Rendering.key

    def noted(self: Rendering, part: Page | Data, *view: Callable[[], object]) -> str:
        made.append(part.path)
        return key(self, part, *view)

    monkeypatch.setattr(Rendering, "key", noted)
    write(root, dict([EDITS["words of an article"](root)]))
    pages = build(root, memory=Memory(kept)).remembered
    assert pages > 60
    assert 1 <= len(made) < 16  # the article; what cites it, and what has no quick key

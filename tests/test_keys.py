"""What files depend on: after an edit those that it concerns are made again, hardly others."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.content import write_site
from generator.build import build
from generator.memory import Memory
from tests.sites import bytes_of, write

ARTICLE, READINGS, TOPIC = (
    "content/articles/article-1.md",
    "content/readings/article-1.yaml",
    "content/topics/topic-1.md",
)


def replaced(old: str, new: str) -> Callable[[str], str]:
    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


def with_paragraph(text: str) -> str:
    return f"{text}\nAnother quiet paragraph.\n"


def without_first(text: str) -> str:
    """Without the first entry of a list."""
    return text[text.index("\n- ") + 1 :]


def reversed_topics(text: str) -> str:
    head, topics = text.split("topics:\n")
    return f"{head}topics:\n" + "".join(reversed(topics.splitlines(keepends=True)))


EDITS: dict[str, tuple[str, Callable[[str], str]]] = {
    "words of an article": (ARTICLE, lambda text: text.rstrip() + " Nobody knows why.\n"),
    "a paragraph of an article": (ARTICLE, with_paragraph),
    "label": (ARTICLE, replaced("label: Paper 1\n", "label: Paper One\n")),
    "publisher": (ARTICLE, replaced("rights:", "publisher: The Quay\nrights:")),
    "author": (ARTICLE, replaced("rights:", "author: Ann Rower\nrights:")),
    "credit": (ARTICLE, replaced("rights:", "credit: Bacoba House\nrights:")),
    "date": (ARTICLE, replaced("published: 2031", "published: 2029")),
    "who said it": (READINGS, replaced("said_by:", "hedge: cost\n  said_by:")),
    "a reading less": (READINGS, without_first),
    "question": ("content/facts.yaml", replaced("What did", "How much did")),
    "topic of a fact": ("content/facts.yaml", replaced("topic: topic-1", "topic: topic-2")),
    "event": ("content/facts.yaml", replaced("unit: USD", "unit: USD\n  event: It was built")),
    "note": (
        "content/facts.yaml",
        replaced("unit: USD", 'unit: USD\n  note: "{.framing}\\nNobody knows why."'),
    ),
    "words of a topic": (TOPIC, replaced(" put the ", " soon put the ")),
    "title of a topic": (TOPIC, replaced("title: Topic", "title: A topic")),
    "key facts": (TOPIC, lambda text: re.sub(r"(key_facts: \[)\w+, ", r"\1", text)),
    "when a topic changed": (TOPIC, replaced("question:", "updated: 2032-01-01\nquestion:")),
    "order of topics": ("site.yaml", reversed_topics),
    "title of the site": ("site.yaml", replaced("title: Ferries", "title: All ferries")),
    "name of somebody": ("content/people.yaml", replaced("kind:", "names: [The House]\n  kind:")),
    "front page": ("content/index.md", replaced("All that", "Nearly all that")),
    "about page": ("content/about.md", replaced("How this", "How all of this")),
}


@pytest.mark.parametrize("articles", [8, 20])  # fewer than there are marks, more
def test_after_an_edit_a_build_that_remembers_writes_what_another_writes(
    tmp_path: Path, articles: int
) -> None:
    """Each edit comes on top of those before it."""
    root, cold = write_site(tmp_path / "site", articles), tmp_path / "cold"
    build(root, memory=Memory(tmp_path / "kept"))
    for what, (path, edit) in EDITS.items():
        write(root, {path: edit((root / path).read_text())})
        build(root, memory=Memory(tmp_path / "kept"))
        build(root, cold)
        assert bytes_of(root / "output") == bytes_of(cold), what


@pytest.mark.parametrize(
    ("path", "edit", "most"),
    [
        # The article and, since the script that the search page names has them, that page; what
        # cites the article; the about page names the build.
        (ARTICLE, EDITS["words of an article"][1], 6),
        # And what counts its paragraphs: those of the articles and the front page.
        (ARTICLE, EDITS["a paragraph of an article"][1], 8),
        # The topic, the articles that it cites, and what names who is named in it.
        (TOPIC, EDITS["words of a topic"][1], 12),
        # The page itself, and those that count or name what stands on it.
        ("content/about.md", EDITS["about page"][1], 4),
    ],
)
def test_after_an_edit_few_pages_are_printed_again(
    tmp_path: Path, path: str, edit: Callable[[str], str], most: int
) -> None:
    root, kept = write_site(tmp_path / "site", 60), tmp_path / "kept"
    first = build(root, memory=Memory(kept))
    pages = sum(file.endswith(".html") for file in first.files)
    assert pages > 60
    write(root, {path: edit((root / path).read_text())})
    assert 1 <= pages - build(root, memory=Memory(kept)).remembered <= most

"""Synthetic content → the same content in each peer's form, with that peer's templates.

python -m bench.peers.translate 1000 DIR

A program of its own, so that the one that measures stays small.
"""

from __future__ import annotations

import compileall
import json
import re
import shutil
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.content import write_site
from bench.peers.install import PACKAGES

_HERE = Path(__file__).parent
_FRONT = re.compile(r"---\n(.*?)---\n\n", re.DOTALL)
_CITATION = re.compile(r"\[@([\w-]+), para\. (\d+)\]")
_FACT = re.compile(r"\[([^]]+)\]\{fact=([\w-]+)\}")


@dataclass(frozen=True)
class _Content:
    root: Path
    articles: dict[str, tuple[dict[str, Any], str]]  # front matter and body, by slug
    topics: dict[str, tuple[dict[str, Any], str]]
    facts: list[dict[str, Any]]
    readings: dict[str, list[dict[str, Any]]]  # by slug


def main() -> None:
    print(json.dumps(translate(int(sys.argv[1]), Path(sys.argv[2]))))


def translate(size: int, folder: Path) -> dict[str, int]:
    """Write so many articles' content below folder, in each form; gives how many links of each
    class those that join have to make."""
    content = _read(write_site(folder / "ours", size))
    # A project is a folder with the generator in it; that is compiled, as it is after a first run.
    shutil.copytree(_HERE.parent.parent / "generator", folder / "ours" / "generator")
    compileall.compile_dir(folder / "ours" / "generator", quiet=1)
    for name, write in _FORMS.items():
        root = folder / name
        shutil.copytree(_HERE / name, root)
        write(content, root)
    citations = sum(
        len(_CITATION.findall(head["answer"] + body)) for head, body in content.topics.values()
    )
    readings = sum(map(len, content.readings.values()))
    return {"citation": citations, "backlink": citations + readings}


def _read(root: Path) -> _Content:
    content = root / "content"
    return _Content(
        root=root,
        articles=_pages(content / "articles"),
        topics=_pages(content / "topics"),
        facts=_yaml((content / "facts.yaml").read_text("utf-8")),
        readings={
            file.stem: _yaml(file.read_text("utf-8"))
            for file in sorted((content / "readings").iterdir())
        },
    )


def _pages(folder: Path) -> dict[str, tuple[dict[str, Any], str]]:
    pages = {}
    for file in sorted(folder.iterdir()):
        text = file.read_text("utf-8")
        front = _FRONT.match(text)
        assert front, file
        pages[file.stem] = _yaml(front[1]), text[front.end() :]
    return pages


def _yaml(text: str) -> Any:
    return yaml.load(text, yaml.CSafeLoader)


def _hugo(content: _Content, root: Path) -> None:
    """Citations and facts become shortcodes; the data become JSON, which it reads faster."""
    data, pages = root / "data", root / "content"
    _write(data / "facts.json", json.dumps(content.facts))
    for slug, readings in content.readings.items():
        _write(data / "readings" / f"{slug}.json", json.dumps(readings))
    shutil.copytree(content.root / "content" / "articles", pages / "articles", dirs_exist_ok=True)

    def translated(text: str) -> str:
        text = _FACT.sub(r'{{< fact "\2" "\1" >}}', text)
        return _CITATION.sub(r'{{< cite "\1" \2 >}}', text)

    for slug, (head, body) in content.topics.items():
        head = {**head, "answer": translated(head["answer"])}
        _write(pages / "topics" / f"{slug}.md", _front(head) + translated(body))
        _write(pages / "facts" / f"{slug}.md", _front({"title": head["title"]}))


def _eleventy(content: _Content, root: Path) -> None:
    """The texts stay as they are; the data become JSON, which it reads by itself."""
    for kind in ("articles", "topics"):
        shutil.copytree(
            content.root / "content" / kind, root / "content" / kind, dirs_exist_ok=True
        )
    _write(root / "_data" / "facts.json", json.dumps(content.facts))
    _write(root / "_data" / "readings.json", json.dumps(content.readings))
    (root / "node_modules").symlink_to(PACKAGES)


def _floor(content: _Content, root: Path) -> None:
    """The content as it is."""
    shutil.copytree(content.root / "content", root / "content")


def _pelican(content: _Content, root: Path) -> None:
    """Its own metadata; the text, and what the facts' readings say as text too."""
    pages = root / "content"
    for slug, (head, body) in content.articles.items():
        metadata = f"Title: {head['title']}\nDate: {head['published']}\nLabel: {head['label']}\n"
        _write(pages / "articles" / f"{slug}.md", f"{metadata}Slug: {slug}\n\n{body}")
    for path, title, body in _plain(content):
        saved = f"Title: {title}\nSlug: {path.replace('/', '-')}\nSave_as: {path}.html\n\n"
        _write(pages / "pages" / f"{path}.md", saved + body)


def _mkdocs(content: _Content, root: Path) -> None:
    """Its own metadata; the text, and what the facts' readings say as text too."""
    pages = root / "docs"
    for slug, (head, body) in content.articles.items():
        _write(pages / "articles" / f"{slug}.md", _front(head) + body)
    for path, title, body in _plain(content):
        _write(pages / f"{path}.md", _front({"title": title}) + body)


def _plain(content: _Content) -> list[tuple[str, str, str]]:
    """Path, title and text of every other page, for those that join nothing."""
    labels = {slug: head["label"] for slug, (head, _) in content.articles.items()}
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for slug, readings in content.readings.items():
        for reading in readings:
            words = f"{labels[slug]}, para. {reading['paragraph']}, “{reading['quote']}”"
            said[reading["fact"]][reading["value"]].append(f"{words} {reading['said_by']}")

    def fact(each: dict[str, Any]) -> str:
        values = (f"- {value}: {'; '.join(who)}" for value, who in said[each["id"]].items())
        return f"## {each['question']}\n\n" + "\n".join(values) + "\n"

    def translated(text: str) -> str:
        text = _CITATION.sub(lambda found: f"({labels[found[1]]}, para. {found[2]})", text)
        return _FACT.sub(r"\1", text)

    table = {each["id"]: fact(each) for each in content.facts}
    pages = []
    for slug, (head, body) in content.topics.items():
        key = "\n".join(table[each] for each in head["key_facts"])
        text = f"{head['question']}\n\n{translated(head['answer'])}\n{key}\n{translated(body)}"
        pages.append((f"topics/{slug}", head["title"], text))
        rows = [table[each["id"]] for each in content.facts if each["topic"] == slug]
        pages.append((f"facts/{slug}", head["title"], "\n".join(rows)))
    titles = [f"- {head['title']}" for head, _ in content.topics.values()]
    articles = [f"1. {head['label']} {head['title']}" for head, _ in content.articles.values()]
    pages.append(("index", "Ferries", _FRAMING + "\n" + "\n".join(titles) + "\n"))
    pages.append(("about", "About", _FRAMING + "\n" + "\n".join(articles) + "\n"))
    pages.append(("facts", "Facts", "\n".join(titles) + "\n"))
    return pages


_FRAMING = "All that is known of them.\n"
_FORMS = {
    "hugo": _hugo,
    "eleventy": _eleventy,
    "pelican": _pelican,
    "mkdocs": _mkdocs,
    "floor": _floor,
}


def _front(head: dict[str, Any]) -> str:
    return f"---\n{yaml.dump(head, Dumper=yaml.CSafeDumper, width=1000)}---\n\n"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()

"""The least that two processes need to write the pages of synthetic content, with no check at all.

python -m bench.floor DIR

Reads front matter with the C loader, renders an article as one document of markdown-it-py and a
page by its template; of a second run it knows by the times of the files what has changed.
"""

from __future__ import annotations

import gc
import marshal
import os
import pickle
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment
    from markdown_it import MarkdownIt

_TEMPLATES = Path(__file__).parent / "peers" / "floor"
_CITATION = re.compile(r"\[@([\w-]+), para\. (\d+)\]")
_STATEMENT = re.compile(rf"([^\n]+?) {_CITATION.pattern}\.")
_FACT = re.compile(r"\[([^]]+)\]\{fact=([\w-]+)\}")
_ARTICLES = "content/articles/"
_TITLES = {"index": "Ferries", "about": "About", "facts": "Facts"}


def main() -> None:
    gc.disable()
    root = Path(sys.argv[1])
    times, joins = root / ".cache" / "times", root / ".cache" / "joins"
    now = _times(root)
    known = marshal.loads(times.read_bytes()) if times.exists() else {}
    changed = {path for path, when in now.items() if known.get(path) != when}
    if not changed and len(now) == len(known):
        return
    if len(now) == len(known) and all(path.startswith(_ARTICLES) for path in changed):
        floor = _Floor(root, pickle.loads(joins.read_bytes()))
        floor.write_articles([root / path for path in changed])
    else:
        floor = _Floor(root, _joins(root))
        _write_all(floor)
        joins.parent.mkdir(exist_ok=True)
        joins.write_bytes(pickle.dumps(floor.joins))
    times.write_bytes(marshal.dumps(now))


def _times(root: Path) -> dict[str, tuple[int, int]]:
    times = {}
    for folder in ("content", "content/articles", "content/readings", "content/topics"):
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if not entry.is_dir():
                    status = entry.stat()
                    times[f"{folder}/{entry.name}"] = status.st_mtime_ns, status.st_size
    return times


def _write_all(floor: _Floor) -> None:
    """All the pages, half of the articles' by another process, which tells their front matter."""
    for folder in ("articles", "topics", "facts"):
        (floor.output / folder).mkdir(parents=True, exist_ok=True)
    articles = sorted((floor.root / _ARTICLES).iterdir())
    half = len(articles) // 2
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        with os.fdopen(write, "wb") as pipe:
            pickle.dump(floor.write_articles(articles[half:]), pipe)
        os._exit(0)
    os.close(write)
    heads = floor.write_articles(articles[:half])
    with os.fdopen(read, "rb") as pipe:
        heads |= pickle.load(pipe)
    _, status = os.waitpid(child, 0)
    if status:
        sys.exit("the other process failed")
    floor.write_rest(heads)


def _joins(root: Path) -> dict[str, Any]:
    """All that is looked up from more than one page."""
    content = root / "content"
    facts = _yaml((content / "facts.yaml").read_bytes())
    of_topic, of_fact, of_paragraph, statements = (defaultdict(list) for _ in range(4))
    for fact in facts:
        of_topic[fact["topic"]].append(fact)
    for file in sorted((content / "readings").iterdir()):
        for reading in _yaml(file.read_bytes()):
            of_fact[reading["fact"]].append({**reading, "article": file.stem})
            of_paragraph[file.stem, reading["paragraph"]].append(reading)
    topics = {}
    for file in sorted((content / "topics").iterdir()):
        topics[file.stem] = head, body = _page(file)
        for words, article, number in _STATEMENT.findall(f"{head['answer']}\n{body}"):
            address = f"/topics/{file.stem}.html#{article}-{number}"
            statement = head["title"], address, _FACT.sub(r"\1", words)
            statements[article, int(number)].append(statement)
    return {
        "facts": {fact["id"]: fact for fact in facts},
        "of_topic": of_topic,
        "of_fact": of_fact,
        "of_paragraph": of_paragraph,
        "statements": statements,
        "topics": topics,
    }


class _Floor:
    def __init__(self, root: Path, joins: dict[str, Any]) -> None:
        self.root, self.output, self.joins = root, root / "output", joins
        self.markdown, self.templates = _markdown(), _templates(joins)

    def write_articles(self, files: list[Path]) -> dict[str, dict[str, Any]]:
        """Write the articles' pages; gives their front matter by slug."""
        template = self.templates.get_template("article.html")
        heads = {}
        for file in files:
            heads[file.stem], body = _page(file)
            paragraphs = self.markdown.render(body).split("<p>")[1:]
            html = template.render(heads[file.stem], slug=file.stem, paragraphs=paragraphs)
            (self.output / "articles" / f"{file.stem}.html").write_bytes(html.encode())
        return heads

    def write_rest(self, heads: dict[str, dict[str, Any]]) -> None:
        """Write all other pages."""

        def linked(text: str) -> str:
            html = _FACT.sub(self._fact, self.markdown.render(text))
            return _CITATION.sub(lambda found: _cited(heads, found), html)

        for slug, (head, body) in self.joins["topics"].items():
            key = [self.joins["facts"][id] for id in head["key_facts"]]
            texts = {"answer": linked(head["answer"]), "body": linked(body)}
            named = {**head, **texts, "heads": heads}
            self._write("topic.html", f"topics/{slug}", named, facts=key)
            self._write("facts.html", f"facts/{slug}", named, facts=self.joins["of_topic"][slug])
        for name in _TITLES:
            template = "fact_pages.html" if name == "facts" else f"{name}.html"
            self._write(template, name, {"title": _TITLES[name], "heads": heads})

    def _write(self, template: str, name: str, named: dict[str, Any], **more: Any) -> None:
        html = self.templates.get_template(template).render(named, **more)
        (self.output / f"{name}.html").write_bytes(html.encode())

    def _fact(self, found: re.Match[str]) -> str:
        topic = self.joins["facts"][found[2]]["topic"]
        return f'<a class="fact" href="/facts/{topic}.html#{found[2]}">{found[1]}</a>'


def _cited(heads: dict[str, dict[str, Any]], found: re.Match[str]) -> str:
    article, number = found.groups()
    address = f"/articles/{article}.html#p{number}"
    words = f"{heads[article]['label']}, para. {number}"
    return f'<a class="citation" id="{article}-{number}" href="{address}">{words}</a>'


def _page(file: Path) -> tuple[dict[str, Any], str]:
    _, head, body = file.read_text("utf-8").split("---\n", 2)
    return _yaml(head), body


def _yaml(text: str | bytes) -> Any:
    import yaml

    return yaml.load(text, yaml.CSafeLoader)


def _markdown() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt()


def _templates(joins: dict[str, Any]) -> Environment:
    from jinja2 import Environment, FileSystemLoader

    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
    environment.globals.update(joins)
    return environment


if __name__ == "__main__":
    main()

"""Synthetic content of any size, the same for the same size and seed; all that it says is made up.

N articles of 12 paragraphs each, max(5, N/100) topics, N/2 facts with 5 readings each, of which
two are told and cited in the fact's topic. The articles are `rights: full`, so that they prove by
themselves what is said of them.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

PARAGRAPHS = 12
READINGS = 5  # of each fact
_STATEMENTS = 3  # in each paragraph of a topic
_SYLLABLES = ("ba", "de", "fi", "go", "lu", "mar", "nes", "pol", "quin", "ras", "tev", "vor", "xan")
_WORDS = re.findall(
    r"\w+",
    """
    the a harbour board ferry line season winter route keeper lantern tide market village council
    crossing old new timber steady quiet early long mended painted carried brought found kept
    because while after before under across with without many few people neighbours visitors
    goods letters barrels ropes sails evening morning road bridge quay office plan report
    """,
)


def write_site(root: Path, articles: int, seed: int = 1, facts: int = 0) -> Path:
    """Write a site with so many articles below root: site.yaml, content/ and the templates.

    It has half as many facts as articles where no other number is given.
    """
    chance = random.Random(seed)
    files = dict(_files(articles, facts or articles // 2, chance))
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    templates = Path(__file__).parent.parent / "templates"
    shutil.copytree(templates, root / "templates", dirs_exist_ok=True)
    return root


def _files(count: int, facts_count: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    topics = [f"topic-{number}" for number in range(1, max(5, count // 100) + 1)]
    slugs = [f"article-{number}" for number in range(1, count + 1)]
    names = _names()
    houses = [f"{next(names)} House" for _ in range(5 + count // 50)]
    facts = [
        _Fact(next(names), number, topics, houses)
        for number in range(max(facts_count, len(topics)))
    ]
    said: dict[tuple[str, int], list[str]] = {}  # sentences, by article and paragraph
    readings: dict[str, list[str]] = {slug: [] for slug in slugs}
    for fact in facts:
        for slug in chance.sample(slugs, min(READINGS, count)):
            paragraph = chance.randint(1, PARAGRAPHS)
            value = chance.choice(fact.values)
            said.setdefault((slug, paragraph), []).append(fact.sentence(value))
            readings[slug].append(fact.reading(value, paragraph))
            fact.cited.append((slug, paragraph, value))
    for position, slug in enumerate(slugs):
        yield f"content/articles/{slug}.md", _article(slug, position, said, chance)
        if readings[slug]:
            yield f"content/readings/{slug}.yaml", "\n".join(readings[slug])
    for topic in topics:
        yield f"content/topics/{topic}.md", _topic(topic, [f for f in facts if f.topic == topic])
    yield "content/facts.yaml", "\n".join(fact.entry() for fact in facts)
    yield "content/people.yaml", "\n".join(_organisation(house) for house in houses)
    yield "content/index.md", "---\ntitle: Ferries\n---\n\n{.framing}\nAll that is known of them.\n"
    yield "content/about.md", "---\ntitle: About\n---\n\n{.framing}\nHow this site is made.\n"
    settings = "title: Ferries\ndescription: All about them.\npublisher: The desk\ntopics:\n"
    yield "site.yaml", settings + "".join(f"- {topic}\n" for topic in topics)


class _Fact:
    def __init__(self, name: str, number: int, topics: list[str], houses: list[str]) -> None:
        self.name, self.id = name, name.lower()
        self.topic = topics[number % len(topics)]
        self.house = houses[number % len(houses)]
        # Every third fact has articles that differ.
        other = 7 if number % 3 == 0 else 3
        self.values = (f"${3 + number % 90} million", f"${other + number % 90} million")
        self.cited: list[tuple[str, int, str]] = []

    def entry(self) -> str:
        return (
            f"- id: {self.id}\n  question: What did the {self.name} ferry cost?\n"
            f"  type: money\n  unit: USD\n  topic: {self.topic}\n"
        )

    def sentence(self, value: str) -> str:
        return f"The {self.name} ferry cost {value} to build, said {self.house}."

    def reading(self, value: str, paragraph: int) -> str:
        return (
            f"- fact: {self.id}\n  value: {value}\n  paragraph: {paragraph}\n"
            f"  quote: ferry cost {value} to build\n  said_by: {self.house}\n"
        )

    def statements(self) -> list[str]:
        """A statement for each of the first readings."""
        return [
            f"{self.house} put the {self.name} ferry at [{value}]{{fact={self.id}}}"
            f" [@{slug}, para. {paragraph}]."
            for slug, paragraph, value in self.cited[:2]
        ]


def _article(
    slug: str, position: int, said: dict[tuple[str, int], list[str]], chance: random.Random
) -> str:
    day = f"20{31 + position // 336 % 60}-{position // 28 % 12 + 1:02}-{position % 28 + 1:02}"
    paragraphs = [
        " ".join([*said.get((slug, number), ()), *(_sentence(chance) for _ in range(3))])
        for number in range(1, PARAGRAPHS + 1)
    ]
    head = f"---\ntitle: {_sentence(chance)[:-1]}\nlabel: Paper {position + 1}\n"
    head += f"published: {day}\nrights: full\n---\n\n"
    return head + "\n\n".join(paragraphs) + "\n"


def _sentence(chance: random.Random) -> str:
    words = chance.choices(_WORDS, k=14)
    return " ".join(words).capitalize() + "."


def _topic(slug: str, facts: list[_Fact]) -> str:
    title = slug.replace("-", " ").capitalize().rstrip("0123456789 ")
    statements = [statement for fact in facts for statement in fact.statements()]
    key = ", ".join(fact.id for fact in facts[:5])
    head = f"---\ntitle: {title} of {_in_letters(slug)}\nquestion: What did the ferries cost?\n"
    head += f"answer: >\n  {statements[0]}\nkey_facts: [{key}]\n---\n\n"
    rest = iter(statements)
    paragraphs = iter(lambda: " ".join(islice(rest, _STATEMENTS)), "")
    return head + "## What is known?\n\n" + "\n\n".join(paragraphs) + "\n"


def _in_letters(slug: str) -> str:
    """A name for a topic without digits, which would have to stand in an article."""
    return "".join(_SYLLABLES[int(digit)] for digit in slug.rpartition("-")[2])


def _organisation(name: str) -> str:
    return f"- id: {name.lower().replace(' ', '-')}\n  name: {name}\n  kind: organisation\n"


def _names() -> Iterator[str]:
    for syllables in product(_SYLLABLES, repeat=4):
        yield "".join(reversed(syllables)).capitalize()  # the beginnings of neighbours differ

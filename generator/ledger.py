"""The ledger: which addresses were released, and what became of those that are gone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from generator import fields, read, urls
from generator.model import Content, LedgerEntry
from generator.problems import Place, Problems

_HEAD = "# yaml-language-server: $schema=../schemas/ledger.json\n"


def addresses(content: Content) -> tuple[str, ...]:
    """Every address that a release of the content promises to keep."""
    found = [urls.fact(fact.id) for fact in content.facts]
    found += [urls.topic(topic.slug) for topic in content.topics]
    for article in content.articles:
        found.append(urls.article(article.slug))
        numbers = article.numbers
        found += [urls.paragraph(article.slug, number) for number in numbers]
    return tuple(found)


def gone(content: Content) -> Mapping[str, LedgerEntry]:
    """By address, what was released and is no more.

    A paragraph without an alias or a tombstone of its own has what its article has.
    """
    there = set(addresses(content)) if content.ledger else set()
    return {entry.address: entry for entry in content.ledger if entry.address not in there}


def renamed(entries: Iterable[LedgerEntry], kind: str) -> Mapping[str, str]:
    """By the old id of a fact or an article, the one that it has now."""
    return {
        urls.permanent(entry.address).id: urls.permanent(entry.alias).id
        for entry in entries
        if entry.alias and urls.permanent(entry.address).kind == kind
    }


def new_articles(content: Content) -> tuple[str, ...]:
    """The slugs of the articles that were not released yet, under whatever name."""
    known = {str(address) for entry in content.ledger for address in (entry.address, entry.alias)}
    slugs = (article.slug for article in content.articles)
    return tuple(slug for slug in slugs if urls.article(slug) not in known)


def text(content: Content, before: str, problems: Problems) -> str:
    """content/ledger.yaml, as it was before, and below a line for each address that it lacks.

    What an editor wrote there stays as it is, comments too; a problem where no line can follow it.
    """
    known = {str(entry.address) for entry in content.ledger}
    new = sorted((each for each in addresses(content) if each not in known), key=_natural)
    lines = [line(address) for address in new]
    if before and not before.endswith("\n"):
        before += "\n"
    whole = (before or _HEAD) + "".join(lines)
    if fields.parse(whole, read.LEDGER, Problems()) is None:
        message = "no line can be added below what is there"
        help = 'begin each entry on a line of its own, with "- " and no spaces before it'
        problems.add("bad-value", message, Place(read.LEDGER), help)
    return whole


def line(address: str) -> str:
    """The line of an address of which there is nothing more to say."""
    return f"- {{address: {address}}}\n"


def _natural(address: str) -> tuple[str, ...]:
    """Sorts paragraph 2 before paragraph 10."""
    return tuple(part.zfill(9) if part.isdigit() else part for part in re.split(r"(\d+)", address))

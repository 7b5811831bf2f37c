"""The ledger: which addresses were released, and what became of those that are gone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from generator import urls
from generator.model import Content, LedgerEntry

_HEAD = "# yaml-language-server: $schema=../schemas/ledger.json\n"


def addresses(content: Content) -> tuple[str, ...]:
    """Every address that a release of the content promises to keep, in the ledger's order."""
    found = [urls.fact(fact.id) for fact in content.facts]
    found += [urls.topic(topic.slug) for topic in content.topics]
    for article in content.articles:
        found.append(urls.article(article.slug))
        numbers = range(1, len(article.body.paragraphs) + 1)
        found += [urls.paragraph(article.slug, number) for number in numbers]
    return tuple(sorted(found, key=_natural))


def gone(content: Content) -> Mapping[str, LedgerEntry]:
    """By address, what was released and is no more.

    A paragraph without an alias or a tombstone of its own has what its article has.
    """
    there = set(addresses(content))
    return {entry.address: entry for entry in content.ledger if entry.address not in there}


def renamed(entries: Iterable[LedgerEntry], kind: str) -> Mapping[str, str]:
    """By the old id of a fact or an article, the one that it has now."""
    return {
        urls.permanent(entry.address).id: urls.permanent(entry.alias).id
        for entry in entries
        if entry.alias and urls.permanent(entry.address).kind == kind
    }


def text(content: Content) -> str:
    """content/ledger.yaml with all that the content has: a line for each address, sorted."""
    known = {str(entry.address): _line(entry) for entry in content.ledger}
    new = {address: f"- {{address: {address}}}\n" for address in addresses(content)}
    lines = {**new, **known}
    return _HEAD + "".join(lines[address] for address in sorted(lines, key=_natural))


def _line(entry: LedgerEntry) -> str:
    parts = [f"address: {entry.address}"]
    if entry.alias:
        parts.append(f"alias: {entry.alias}")
    if entry.tombstone:
        # A text of JSON is one of YAML, and needs no more than its line.
        date, reason = (
            json.dumps(words, ensure_ascii=False)
            for words in (entry.tombstone.date.edtf, entry.tombstone.reason)
        )
        parts.append(f"tombstone: {{date: {date}, reason: {reason}}}")
    return f"- {{{', '.join(parts)}}}\n"


def _natural(address: str) -> tuple[str, ...]:
    """Sorts paragraph 2 before paragraph 10."""
    return tuple(part.zfill(9) if part.isdigit() else part for part in re.split(r"(\d+)", address))

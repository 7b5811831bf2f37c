"""`Site` → what machines read: facts.json, facts.csv, articles.json, articles.bib."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from generator import paging, urls
from generator.model import Article, Reading, Row, Site, Topic, When


def facts_json(rows: Sequence[Row]) -> str:
    """Every fact with its readings, their values normalised, its relation and its silences."""
    # One after the other: of many facts all at once would be in memory several times.
    facts = (_json(_fact(row)).rstrip().replace("\n", "\n  ") for row in rows)
    listed = ",".join(f"\n  {fact}" for fact in facts)
    return f'{{\n "facts": [{listed}\n ]\n}}\n' if listed else _json({"facts": []})


def _fact(row: Row) -> dict[str, Any]:
    fact = row.fact
    return {
        "id": fact.id,
        "topic": str(fact.topic) if fact.topic else None,
        "question": fact.question,
        "type": fact.type,
        "unit": fact.unit or None,
        "changes": fact.changes,
        "relation": row.relation,
        "note": fact.note.words or None,
        "articles": row.articles,
        "origins": row.origins,
        "origins_at_most": row.origins_at_most,
        "readings": [_reading(reading) for reading in row.readings],
        "silent": [{"article": s.article, "reason": s.reason} for s in row.silent]
        or [{"articles": count, "reason": reason} for reason, count in row.silent_counts.items()],
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "article": reading.article,
        "paragraph": reading.paragraph,
        "value": reading.shown,
        "normalized": reading.value.normalized(),
        "quote": reading.quote,
        "said_by": reading.said_by or None,
        "origin": reading.origin or None,
        "hedge": reading.hedge or None,
        "as_of": reading.as_of.edtf if reading.as_of else None,
        "inferred": reading.inferred or None,
        "verified": reading.is_proven,
    }


def facts_csv(site: Site) -> str:
    """A row for each reading, the fact's own columns repeated (RFC 4180)."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    columns = ("article", "paragraph", "value", "quote", "said_by", "origin", "hedge", "as_of")
    writer.writerow(
        ["fact", "topic", "question", "type", "unit", "relation", *columns, "inferred", "verified"]
    )
    for row in site.rows:
        fact = row.fact
        head = [fact.id, fact.topic or "", fact.question, fact.type, fact.unit, row.relation]
        for reading in row.readings:
            values = _reading(reading)
            cells = [values[column] for column in columns]
            cells += [reading.inferred, "true" if reading.is_proven else "false"]
            writer.writerow(_cell(cell) for cell in [*head, *cells])
    return stream.getvalue()


def _cell(value: Any) -> str:
    text = "" if value is None else str(value)
    # A spreadsheet runs what begins like a formula.
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def csl_json(articles: Sequence[Article]) -> str:
    """Sources as CSL-JSON (citeproc-js schema 1.0)."""
    return _json([csl(article) for article in articles])


def csl(article: Article) -> dict[str, Any]:
    """One source as a CSL-JSON item; what is not known has no field."""
    item: dict[str, Any] = {"id": article.slug, "type": "article-newspaper"}
    item["title"] = article.title or f"[{article.label}]"
    if article.author:
        item["author"] = [{"literal": article.author}]
    if article.publisher:
        item["container-title"] = article.publisher
    if article.published:
        item["issued"] = _csl_date(article.published)
    if article.retrieved:
        item["accessed"] = _csl_date(article.retrieved)
    if article.url:
        item["URL"] = article.url
    if article.archived:
        item["archive_location"] = article.archived
    if article.published_inferred:
        item["note"] = _inferred(article)
    return item


def _inferred(article: Article) -> str:
    return f"Date inferred: {article.published_inferred.removesuffix('.')}"


def _csl_date(when: When) -> dict[str, Any]:
    if re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?~?", when.edtf):
        parts = [int(part) for part in when.edtf.rstrip("~").split("-")]
        circa = {"circa": True} if when.edtf.endswith("~") else {}
        return {"date-parts": [parts], **circa}
    return {"literal": when.shown}


def bibtex(articles: Sequence[Article]) -> str:
    """Sources as BibTeX, an entry each."""
    return "\n".join(map(_entry, articles))


def _entry(article: Article) -> str:
    """A date that is not plain stands in the note."""
    fields: dict[str, str] = {"title": article.title or f"[{article.label}]"}
    if article.author:
        fields["author"] = article.author
    if article.publisher:
        fields["organization"] = article.publisher
    notes = []
    if article.published:
        plain = re.fullmatch(
            r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?(?:-([0-9]{2}))?", article.published.edtf
        )
        if plain:
            fields["year"] = plain[1]
            if plain[2]:
                fields["month"] = _month(int(plain[2]))
            if plain[3]:
                fields["day"] = str(int(plain[3]))
        else:
            notes.append(f"Published {article.published.shown}")
    if article.published_inferred:
        notes.append(_inferred(article))
    if article.retrieved:
        notes.append(f"Retrieved {article.retrieved.shown}")
    if notes:
        fields["note"] = ". ".join(notes)
    fields = {name: _tex(value) for name, value in fields.items()}
    if "author" in fields:
        fields["author"] = f"{{{fields['author']}}}"  # one name, whatever its words
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if name != "month"]
    if "month" in fields:
        lines.append(f"  month = {fields['month']},")
    if article.url:  # printed as it is: what would end the field is written as a URI has it
        url = re.sub(r"[{}\\]", _percent, article.url)
        lines.append(f"  url = {{{url}}},")
    return "\n".join([f"@misc{{{article.slug},", *lines, "}", ""])


def _month(number: int) -> str:
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    return names[number - 1]


def _percent(found: re.Match[str]) -> str:
    return quote(found.group(), safe="")


# A brace counts for BibTeX also behind a backslash, so it has to be a command.
_TEX: dict[str, str | int | None] = {
    **{character: f"\\{character}" for character in "&%$#_"},
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def _tex(text: str) -> str:
    return " ".join(text.translate(str.maketrans(_TEX)).split())


def linked_data(site: Site, updated: When | None) -> dict[str, Any]:
    """The explainer as an article with its sources, and its topics with theirs (JSON-LD of
    schema.org); what is not known is left out. It rates nothing and nobody.

    Where there are too many sources for a page it names the file that has them."""
    content = site.content
    base = content.settings.base_url
    license = content.settings.license
    articles = content.articles if len(content.articles) <= paging.MOST_NAMED else ()
    file = {
        "@type": "Collection",
        "name": urls.ARTICLES_JSON,
        "url": urls.absolute(base, urls.ARTICLES_JSON),
        "collectionSize": len(content.articles),
    }
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "Article",
            "@id": base,
            "headline": content.front.title,
            "inLanguage": content.settings.language,
            "dateModified": day(updated),
            "publisher": {"@type": "Organization", "name": content.settings.publisher},
            "license": license.url if license else "",
            "citation": [_source(article) for article in articles] or [_known(file)],
            "hasPart": [
                _known(
                    {
                        "@type": "Article",
                        "@id": urls.absolute(base, urls.topic(topic.slug)),
                        "headline": topic.question,
                        "dateModified": day(topic.updated),
                        "citation": [
                            {"@id": _node(article)}
                            for article in articles
                            if article.slug in _cited(site, topic)
                        ],
                    }
                )
                for topic in content.topics
            ],
        }
    )


def _source(article: Article) -> dict[str, Any]:
    organisation = {"@type": "Organization", "name": article.publisher}
    return _known(
        {
            "@type": "Article",
            "@id": _node(article),
            "headline": article.title or article.label,
            "datePublished": day(article.published),
            "publisher": organisation if article.publisher else None,
            "author": article.author,
            "url": article.url,
        }
    )


def _node(article: Article) -> str:
    """What an article is called within the same data: it has no address that is ours to give."""
    return f"_:{article.slug}"


def _cited(site: Site, topic: Topic) -> set[str]:
    passages = site.answers[topic.slug], site.bodies[topic.slug]
    return {slug for p in passages for cited in p.cited.values() for slug, _ in cited.where}


def _known(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if value}


def day(when: When | None) -> str:
    """A date as ISO 8601; empty where it is not known so precisely."""
    return when.edtf if when and re.fullmatch(r"[0-9]{4}(-[0-9]{2}){2}", when.edtf) else ""


def reference(article: Article) -> str:
    """One source as a line of a list of references; what is not known is left out."""
    published = article.published.shown if article.published else ""
    inferred = " (inferred)" if published and article.published_inferred else ""
    issue = ", ".join(filter(None, (article.publisher, published + inferred)))
    issue = issue[:1].upper() + issue[1:]
    parts = filter(None, (article.author, article.title or f"[{article.label}]", issue))
    sentences = (part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)
    return " ".join(filter(None, (*sentences, article.url)))


def _json(value: Any) -> str:
    # Both steps are fast; json.dumps with an indent is not.
    compact = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return msgspec.json.format(compact, indent=1) + "\n"

"""`Content` → `Site`: citations, fact table, backlinks and mentions, joined."""

from __future__ import annotations

from generator import facts, links, urls
from generator.model import Content, Site
from generator.names import Names
from generator.problems import Problems


def site(content: Content, problems: Problems) -> Site:
    """Resolve every name of the content; what names nothing is noted as a problem."""
    names = Names(content.people)
    rows = facts.rows(content, names, problems)
    resolver = links.Resolver(content, problems)
    front = resolver.passage(content.front.body, content.front.title, urls.FRONT)
    answers, bodies, notes = {}, {}, {}
    for topic in content.topics:
        page = urls.topic(topic.slug)
        answers[topic.slug] = resolver.passage(topic.answer, topic.title, page)
        bodies[topic.slug] = resolver.passage(topic.body, topic.title, page)
    for row in rows:
        pages = [urls.FACTS]
        if row.fact.topic and row.relation in ("differ", "changed"):
            pages.append(urls.topic(row.fact.topic))  # a difference stands on its topic's page too
        notes[row.fact.id] = resolver.passage(row.fact.note, row.fact.question, *pages)
    about = resolver.passage(content.about.body, content.about.title, urls.ABOUT)
    unlinked = Site(content, rows, answers, bodies, notes, front, about, {}, {})
    titles = _titles(content)
    return Site(
        content,
        rows,
        answers,
        bodies,
        notes,
        front,
        about,
        links.backlinks(unlinked.passages, rows, titles),
        links.mentions(unlinked.passages, rows, names, titles),
    )


def _titles(content: Content) -> dict[str, str]:
    """What the pages that print passages are called."""
    return {
        urls.FRONT: "Front page",
        urls.FACTS: "Fact table",
        urls.ABOUT: content.about.title,
        **{urls.topic(topic.slug): topic.title for topic in content.topics},
        # A fact may name a topic that does not exist; check tells so.
        **{
            urls.topic(fact.topic): fact.topic
            for fact in content.facts
            if fact.topic and fact.topic not in {topic.slug for topic in content.topics}
        },
    }

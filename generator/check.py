"""Rules about the whole site, one small function each, listed in one table at the end."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate

from generator import copies, evidence, facts, ledger, markdown, read, releases, statements, urls
from generator.digests import digest
from generator.figures import figures
from generator.markdown import Citation
from generator.memory import Memory
from generator.model import Article, LedgerEntry, Passage, Site
from generator.names import digest_of, names_of
from generator.phrases import NORMALISATION, count_words, normalise, typographic
from generator.problems import Place, Problem, Problems, counted, did_you_mean, nearest


def site(
    site: Site,
    problems: Problems,
    memory: Memory | None = None,
    texts: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Note every breach of a rule; some are seen only with the articles' texts, as far as these
    are at hand: by article, its paragraphs.

    With a memory, our texts are not looked at again while they and what they are tied to are the
    same.
    """
    memory = memory or Memory()
    texts_keep_their_rules(site, problems, memory)
    if texts:
        words_are_our_own(site, texts, problems, memory)
    for rule in RULES:
        rule(site, problems)


def texts_keep_their_rules(site: Site, problems: Problems, memory: Memory) -> None:
    """Every text that we wrote, digests, passages and definitions of terms, keeps the rules that
    hold for its statements."""
    content = site.content
    are_read = not any(path.startswith(f"{read.READINGS}/") for path in content.unread)
    written = Counter(fact for of_article in content.folded_readings for fact, _ in of_article.said)
    # Of a fact with a reading that could not be made sense of, not all is known that is said.
    rows = {
        row.fact.id: row
        for row in site.rows
        if are_read and len(row.readings) == written[row.fact.id]
    }
    are_known = read.FACTS not in content.unread
    ids = {fact.id for fact in content.facts}
    counts, people = Counter[str](), digest_of(content.people)
    definitions = [(text, True) for topic in content.topics for _, text in topic.terms]
    digests = [(article.body, False) for article in _digests(site)]
    passages = [(passage.document, False) for passage in site.passages]
    for text, is_definition in (*digests, *passages, *definitions):
        if not text.statements:
            continue
        source = text.statements[0].source
        spans = [span for statement in text.statements for span in statement.spans]
        tied = {span.fact for span in spans if span.fact}
        around = statements.Around(
            people=content.people,
            quotation_words=content.settings.quotation_words,
            is_definition=is_definition,
            rows={id: rows[id] for id in tied if id in rows},
            unknown={id: facts.unknown(id, ids) for id in tied - ids if are_known},
        )
        path = source.place.path
        counts[path] += 1
        given = digest(
            (text.digests, people, around.quotation_words, is_definition, around.unknown),
            {
                id: (row.digest, [reading.place for reading in row.readings])
                for id, row in around.rows.items()
            },
        )
        make = partial(statements.problems_of, text, around)
        problems.found += memory.remember(f"rules {path} {counts[path]}", given, make)


def _digests(site: Site) -> list[Article]:
    """The articles whose text is not ours to publish."""
    return [article for article in site.content.articles if article.rights != "full"]


def ids_are_given_once(site: Site, problems: Problems) -> None:
    """An id, a name, a listed topic and what readers tell things apart by stand for one thing."""
    content = site.content
    things = [
        ("fact", [(fact.id, fact.place) for fact in content.facts]),
        ("person", [(person.id, person.place) for person in content.people]),
        ("name", [(name, person.place) for person in content.people for name in person.names]),
        ("topic", [(str(slug), slug.place) for slug in content.settings.topics]),
        ("address", [(str(entry.address), entry.place) for entry in content.ledger]),
    ]
    for what, named in things[:2]:
        for name, place in named:
            if name in urls.RESERVED_IDS:
                message = f'"{name}" is an id that every page has'
                problems.add("duplicate-id", message, place, f"rename the {what}")
    for entry in content.ledger:
        if entry.address in map(urls.fact, urls.RESERVED_IDS):
            message = f'"{entry.address}" is a place that every page has'
            problems.add("duplicate-id", message, entry.place, "remove the line: no fact had it")
    for what, named in things:
        _refuse_twice(what, named, problems)
    labels = [(article.label, article.place) for article in content.articles]
    titles = [(str(topic.title), topic.title.place) for topic in content.topics]
    _refuse_twice("label", labels, problems, str.casefold)
    _refuse_twice("title", titles, problems, str.casefold)
    for fact in content.facts:
        answers = [(answer.label, fact.place) for answer in fact.answers]
        _refuse_twice("answer", answers, problems, str.casefold)
    for topic in content.topics:
        key_facts = [(str(id), id.place) for id in topic.key_facts]
        _refuse_twice("key fact", key_facts, problems, help="remove one")


def _refuse_twice(
    what: str,
    named: Iterable[tuple[str, Place]],
    problems: Problems,
    seen_as: Callable[[str], str] = str,
    help: str = "rename or remove one",
) -> None:
    seen: dict[str, Place] = {}
    for name, place in named:
        if (known := seen_as(name)) in seen:
            message = f'the {what} "{name}" is given twice'
            problems.add("duplicate-id", message, place, help, seen[known])
        elif name:
            seen[known] = place


def topics_are_known(site: Site, problems: Problems) -> None:
    """site.yaml and the facts name topics that are written, and no topic is left out."""
    content = site.content
    slugs = {topic.slug: topic for topic in content.topics}
    given = set(content.settings.topics)
    meant = set()  # by a listed name that is misspelt, most likely
    for slug in content.settings.topics:
        if slug not in slugs and f"{read.TOPICS}/{slug}.md" not in content.unread:
            meant.add(nearest(slug, slugs))
            help = did_you_mean(slug, slugs, f"write {read.TOPICS}/{slug}.md")
            message = f'there is no topic "{slug}"'
            missing = urls.topic(slug)
            problems.add("unknown-topic", message, slug.place, help, missing=missing)
    for topic in content.topics:
        if topic.slug not in {*given, *meant} and read.SETTINGS not in content.unread:
            problems.add(
                "unused-topic",
                f'{read.SETTINGS} does not list "{topic.slug}"',
                topic.place,
                "add it to topics, or remove the file",
            )
    for fact in content.facts:
        if fact.topic and fact.topic not in slugs:
            if f"{read.TOPICS}/{fact.topic}.md" in content.unread:
                continue
            help = did_you_mean(fact.topic, slugs, f"topics are: {', '.join(slugs)}")
            message = f'there is no topic "{fact.topic}"'
            missing = urls.topic(fact.topic)
            problems.add("unknown-topic", message, fact.topic.place, help, missing=missing)


def key_facts_are_known(site: Site, problems: Problems) -> None:
    """The box of a topic holds facts that exist."""
    ids = {fact.id for fact in site.content.facts}
    if read.FACTS in site.content.unread:
        return
    for topic in site.content.topics:
        for id in topic.key_facts:
            if id not in ids:
                facts.note_unknown(id, id.place, facts.unknown(id, ids), problems)


def narrower_answers_are_listed(site: Site, problems: Problems) -> None:
    """What an answer includes is a narrower answer of the same fact."""
    for fact in site.content.facts:
        ids = [answer.id for answer in fact.answers]
        for answer in fact.answers:
            for id in answer.includes:
                if id not in ids:
                    help = did_you_mean(id, ids, f"answers are: {', '.join(ids)}")
                    message = f'"{id}" is not an answer of "{fact.id}"'
                    problems.add("unknown-answer", message, id.place, help)
                elif answer.id in facts.included(id, fact.answers):
                    other = "itself" if id == answer.id else f'"{id}", which includes it'
                    message = f'the answer "{answer.id}" includes {other}'
                    help = "includes names narrower answers: take this one out"
                    problems.add("bad-value", message, id.place, help)


def readings_belong_to_articles(site: Site, problems: Problems) -> None:
    """A file of readings is named for an article."""
    content = site.content
    slugs = {article.slug for article in content.articles}
    for slug in (of_article.article for of_article in content.folded_readings if of_article.said):
        if slug not in slugs and f"{read.ARTICLES}/{slug}.md" not in content.unread:
            problems.add(
                "unknown-article",
                f'there is no article "{slug}"',
                Place(f"{read.READINGS}/{slug}.yaml"),
                did_you_mean(
                    slug,
                    read.slugs(read.ARTICLES, slugs, content),
                    f"write {read.ARTICLES}/{slug}.md",
                ),
                missing=urls.article(slug),
            )


def articles_that_went_are_named_nowhere(site: Site, problems: Problems) -> None:
    """Of an article that was there it is told, first of all, that its file is gone."""
    content = site.content
    slugs = {article.slug for article in content.articles}
    known = set(content.lock.articles if content.lock else ())
    for entry in content.ledger:
        of = urls.permanent(entry.address)
        if of.kind == "article" and (entry.alias or entry.tombstone):
            known.discard(of.id)  # the ledger says already what became of it
        elif of.kind == "article":
            known.add(of.id)
    missing = {problem.missing for problem in problems.found}
    for slug in sorted(known - slugs):
        if urls.article(slug) in missing:
            path = f"{read.ARTICLES}/{slug}.md"
            near = nearest(slug, slugs - known)
            renamed = f"; if it is {near} now, rename what names it" if near else ""
            problems.add(
                "unknown-article",
                f'there is no article "{slug}" any more',
                Place(path),
                f"put the file back, or take away what names it{renamed}",
                missing=urls.article(slug),
            )


def statements_are_cited(site: Site, problems: Problems) -> None:
    """A citation closes every statement that is not framing, and none stands in framing."""
    for passage in site.passages:
        for statement in passage.document.statements:
            if statement.is_framing and statement.citation and statement.citation.parts:
                problems.add(
                    "framing-with-citation",
                    "framing rests on nothing, and this paragraph has a citation",
                    statement.citation.place,
                    "take away {.framing} or the citation",
                )
            is_exempt = statement.is_framing or statement.is_heading
            if not is_exempt and statement.citation is None:
                problems.add(
                    "uncited-statement",
                    f'no citation closes "{statements.start_of(statement.words)}"',
                    statement.place,
                    "close it with [@article, para. 4], or mark what is only framing with a line"
                    " {.framing} above the paragraph",
                )


def texts_without_citations_have_none(site: Site, problems: Problems) -> None:
    """Digests and definitions hold no citations."""
    for article in site.content.articles:
        help = "each of its paragraphs rests on the article's paragraph of the same number"
        _refuse_citations(article.folded.citations, "a digest has no citations", help, problems)
    for topic in site.content.topics:
        for _, definition in topic.terms:
            help = "explain the word in plain English; what an article says belongs in the body"
            message = "a term's definition has no citations"
            _refuse_citations(definition.citations, message, help, problems)


def terms_can_be_explained(site: Site, problems: Problems) -> None:
    """A term stands in the text of its topic, where a reader can ask for its meaning."""
    for topic in site.content.topics:
        for term, _ in topic.terms:
            if not any(markdown.explains(text, term) for text in (topic.answer, topic.body)):
                problems.add(
                    "unused-term",
                    f'"{term}" stands nowhere in the topic, outside its headings and links',
                    term.place,
                    "write it as it stands in the text, or take it away",
                )


def _refuse_citations(
    citations: Iterable[Citation], message: str, help: str, problems: Problems
) -> None:
    for citation in citations:
        if citation.parts:  # of others it is told already
            problems.add("misplaced-citation", message, citation.place, help)


def quotes_are_short(site: Site, problems: Problems) -> None:
    """No reading quotes more words than site.yaml allows."""
    most = site.content.settings.quotation_words
    full = {article.slug for article in site.content.articles if article.rights == "full"}
    for of_article in site.content.folded_readings:
        if of_article.longest <= most or of_article.article in full:
            continue
        for reading in of_article.readings:
            for quoted in (reading.quote, reading.hedge):
                count = count_words(quoted)
                if count > most:
                    message = f"{counted(count, 'word')} quoted from {reading.article}"
                    help = statements.shorter(most)
                    problems.add("long-quotation", message, quoted.place, help)


def articles_are_not_quoted_at_length(site: Site, problems: Problems) -> None:
    """The readings of an article quote no more of it than site.yaml allows."""
    most = site.content.settings.quoted_words
    quoted = {each.article: each.quoted for each in site.content.folded_readings}
    for article in site.content.articles:
        count = quoted.get(article.slug, 0)
        if article.rights != "full" and count > most:
            problems.add(
                "too-much-quoted",
                f"the readings quote {counted(count, 'word')} of {article.slug},"
                f" {counted(most, 'word')} are allowed",
                Place(f"{read.READINGS}/{article.slug}.yaml"),
                "shorten quotes to the words that hold the value",
            )


def words_are_our_own(
    site: Site, texts: Mapping[str, Sequence[str]], problems: Problems, memory: Memory
) -> None:
    """No digest has more of its article's words in a row than a quotation may have, and no text
    that cites more of those it cites."""
    most = site.content.settings.quotation_words

    def hold(of: Article | Passage, name: str, known: object, slugs: Iterable[str]) -> None:
        against = {slug: tuple(texts[slug]) for slug in dict.fromkeys(slugs) if slug in texts}
        given, make = (known, against, most), partial(_copied, of, against, most)
        problems.found += memory.remember(f"copies {name}", given, make, is_passing=True)

    for article in _digests(site):
        hold(article, f"of {article.slug}", article.digest, [article.slug])
    for number, passage in enumerate(site.passages):
        cited = (slug for each in passage.cited.values() for slug, _ in each.parts)
        hold(passage, f"{number}", passage.document.digests, cited)


def _copied(
    of: Article | Passage, against: Mapping[str, Sequence[str]], most: int
) -> list[Problem]:
    said = (of.body if isinstance(of, Article) else of.document).statements if against else ()
    words = " ".join(statement.words for statement in said)  # a citation may cut a run
    ends = list(accumulate(len(statement.words) + 1 for statement in said))
    problems, told = Problems(), set[int]()
    for slug, paragraphs in against.items():
        for run in copies.copied(words, paragraphs, most):
            if run.start in told:
                continue  # two articles say it
            told.add(run.start)
            statement = said[bisect_right(ends, run.start)]
            problems.add(
                "copied-words",
                f"{counted(run.count, 'word')} in a row are those of {slug},"
                f' para. {run.paragraph}: "{statements.start_of(run.words)}"',
                # Markup may stand anywhere among them: the first ones are enough.
                statement.place_of(" ".join(run.words.split()[:3])),
                statements.shorter(most),
            )
    return problems.found


def digests_are_written(site: Site, problems: Problems) -> None:
    """No paragraph of a digest is still the line that `add` put in its place."""
    for article in _digests(site):
        for number, block in enumerate(article.body.paragraphs, 1):
            if evidence.is_unwritten(block.words):
                problems.add(
                    "unwritten-paragraph",
                    f"paragraph {number} is not written",
                    block.place,
                    f"write paragraph {number} in your own words",
                )


def digests_have_the_paragraphs_of_the_text(site: Site, problems: Problems) -> None:
    """Each digest was held against its text and has as many paragraphs."""
    lock = site.content.lock
    for article in site.content.articles:
        if article.rights == "full" or lock is None:
            continue
        if article.slug not in lock.articles:
            problems.add(
                "unverified-article",
                f'the article "{article.slug}" was never held against its text',
                article.place,
                read.VERIFY_HELP,
            )
            continue
        count, _ = lock.articles[article.slug]
        digest = article.folded.count
        if digest != count and article.place.path not in site.content.unread:
            help = "write one paragraph of the digest for each paragraph of the article"
            without = _resting_behind(digest, article, site)
            if without:
                help += "; what rests on those that are not there follows"
            problems.add(
                "paragraph-count",
                f"the digest has {counted(digest, 'paragraph')}, the article {count}",
                article.place,
                help,
                without,
            )


def _resting_behind(last: int, article: Article, site: Site) -> list[Place]:
    """Where readings and citations are that name paragraphs behind the last that an article has."""
    found = [
        reading.paragraph.place
        for of_article in site.content.folded_readings
        if of_article.article == article.slug
        for reading in of_article.readings
        if reading.paragraph.isdecimal() and int(reading.paragraph[:9]) > last
    ]
    for passage in site.passages:
        for cited in passage.cited.values():
            for part in cited.statement.citation.parts if cited.statement.citation else ():
                if part.article == article.slug and max(part.paragraphs) > last:
                    found.append(part.place)
    return sorted(found)


def everything_is_proven(site: Site, problems: Problems) -> None:
    """Every assertion stands in its paragraph, by the texts or by the lock."""
    lock, unread = site.content.lock, site.content.unread
    if lock is None and any(not failure.has_text for failure in site.failures):
        if read.LOCK not in unread:
            message = "nothing that the site says of the articles is proven"
            problems.add("missing-evidence", message, Place(read.LOCK), read.VERIFY_HELP)
    elif lock is not None and lock.normalisation != NORMALISATION:
        message = "what is proven was proven under another rule of comparison"
        problems.add("outdated-lock", message, Place(read.LOCK), read.VERIFY_HELP)
    people = [name for person in site.content.people for name in person.names]
    broken, in_doubt, lines = _broken(site), _names_in_doubt(site), _lines_of_facts(site)
    names = names_of(site.content.people)
    for failure in site.failures:
        assertion = failure.assertion
        slugs = dict.fromkeys(slug for slug, _ in assertion.where)
        is_told = (
            lock is None
            or lock.normalisation != NORMALISATION
            or all(slug not in lock.articles for slug in slugs)  # told for each article
            or (assertion.kind == "name" and assertion.words in in_doubt)
        )
        if (is_told and not failure.has_text) or any(slug in broken for slug in slugs):
            continue
        where = "; ".join(
            slug + (f", para. {number}" if number else "") for slug, number in assertion.where
        )
        if failure.has_text:
            code, help = f"false-{assertion.kind}", failure.suggestion
            message = f'"{assertion.words}" does not stand in {where}'
        else:
            code, help = f"unproven-{assertion.kind}", f"correct it, or {read.VERIFY_HELP}"
            message = f'"{assertion.words}" was never proven in {where}'
        line, rests_on = lines.get(assertion.place, ("", ()))
        help = "; ".join(filter(None, (help, line))) or _HELP[assertion.kind]
        near = nearest(assertion.words, people, cutoff=0.85)
        if assertion.kind == "quotation" and near:
            help = f'did you mean "{near}"? {help}'.rstrip()
        elif assertion.kind == "name" and (like := names.like(assertion.words)):
            help = f'did you mean "{like}"? if not, list it in {read.PEOPLE}'
        problems.add(code, message, assertion.place, help, rests_on)


_HELP = {
    "quotation": "write what stands there, word for word, or take it away",
    "figure": "write a figure that stands there, or cite the paragraph that has it",
    "name": f"name whom the text names, or list in {read.PEOPLE} the name that it uses",
}


def _names_in_doubt(site: Site) -> set[str]:
    """The names of those who share an id or a name: what proves them is not known."""
    people = site.content.people
    given = Counter(each for person in people for each in {person.id, *person.names})
    return {
        normalise(name)
        for person in people
        if any(given[each] > 1 for each in (person.id, *person.names))
        for name in person.names
    }


def _lines_of_facts(site: Site) -> dict[Place, tuple[str, list[Place]]]:
    """What events and answers rest on, which have no citation, by where they are told of: in
    words, and the places of the readings."""
    found: dict[Place, tuple[str, list[Place]]] = {}
    for row in site.rows:
        lines = {row.fact.event.place: "an event"}
        if row.fact.type == "answer":
            lines |= {reading.place: "an answer" for reading in row.readings}
        for place, line in lines.items():
            help = f"{line} says only what the paragraphs of the fact's readings say"
            found[place] = (help, [reading.place for reading in row.readings])
    return found


def citations_fit_their_paragraphs(site: Site, problems: Problems) -> None:
    """No cited paragraph fits its statement much less than one that is not cited."""
    known = sum(len(row.readings) for row in site.rows)
    written = sum(len(of_article.said) for of_article in site.content.folded_readings)
    if site.content.unread or known < written:
        return  # what a paragraph is known by is not all there
    broken = _broken(site)
    for misfit in site.misfits:
        statement = misfit.cited.statement
        if statement.citation is None or misfit.article in broken:
            continue
        place = next(p.place for p in statement.citation.parts if p.article == misfit.article)
        words = statements.start_of(statement.words)
        here = f"{misfit.article}, para. {misfit.number}"
        tie = f"tie words to a fact that para. {misfit.number} has a reading of"
        if misfit.better is None:
            message = f'"{words}" has no word in common with {here}'
            help = f"cite the paragraph that says it, or {tie}"
        else:
            message = f'"{words}" fits {here} much less than para. {misfit.better}'
            help = f"cite para. {misfit.better}, or {tie}"
        problems.add("weak-citation", message, place, help)


def _broken(site: Site) -> set[str]:
    """The articles of whose paragraphs nothing is told but what is wrong with all of them."""
    return {a.slug for a in site.content.articles if site.content.is_broken(a)}


def texts_are_the_same(
    old: Mapping[str, tuple[int, str]], new: Mapping[str, tuple[int, str]], problems: Problems
) -> None:
    """Note where an article's text (paragraphs, fingerprint) is not the one of the lock."""
    for slug, text in new.items():
        if slug in old and old[slug] != text:
            problems.add(
                "changed-text",
                f"the text of {slug} is not the one that was verified",
                Place(f"{slug}.txt"),
                "put the old text back, or run make verify with ACCEPT=1",
            )


def links_lead_somewhere(site: Site, problems: Problems) -> None:
    """Links lead to pages of this site that exist, or out of it."""
    links = [link for article in site.content.articles for link in article.folded.links]
    links += [link for passage in site.passages for link in passage.document.links]
    terms = [text for topic in site.content.topics for _, text in topic.terms]
    links += [link for text in terms for link in text.links]
    is_any_own = any(link.target.startswith("/") for link in links)
    known = set(_addresses(site)) if is_any_own else set[str]()
    for link in links:
        if link.target.startswith(("https://", "http://", "mailto:")):
            continue
        if not link.target.startswith("/") or link.target.startswith("//"):
            problems.add(
                "bad-link",
                f'"{link.target}" is neither a page of this site nor a web address',
                link.place,
                "begin a page's address with /, such as /facts.html, others with https://",
            )
        elif link.target[1:] not in known and not _is_unread(link.target, site):
            pages = [f"/{address}" for address in known]
            help = did_you_mean(link.target, pages, "pages are named as in output/")
            message = f'"{link.target}" does not exist'
            problems.add("dead-link", message, link.place, help, missing=link.target[1:])


def released_addresses_are_kept(site: Site, problems: Problems) -> None:
    """What was released is still there, or the ledger says what became of it."""
    if not site.content.ledger:
        return
    there = set(ledger.addresses(site.content))
    missing = {problem.missing for problem in problems.found}
    broken = _broken(site)
    gone = ledger.gone(site.content)
    known = {str(entry.address) for entry in site.content.ledger}
    for entry in site.content.ledger:
        told = entry.alias or entry.tombstone
        of = urls.permanent(entry.address)
        if entry.address in there:
            if told:
                message = f'"{entry.address}" is there again'
                help = "take the alias or the tombstone away, or give what is new another id"
                problems.add("returned-address", message, entry.place, help)
        elif any(_is_unread(f"/{address}", site) for address in (entry.address, entry.alias)):
            continue
        elif (of.kind == "paragraph" and of.id in broken) or (
            not told and entry.address in missing
        ):
            continue  # it is told already
        elif entry.alias and entry.tombstone:
            message = "an address has an alias or a tombstone, not both"
            problems.add("bad-value", message, entry.place, "take one of them away")
        elif entry.alias:
            if entry.alias not in there or urls.permanent(entry.alias).kind != of.kind:
                message = f'"{entry.alias}" is no {of.kind} that there is'
                near = _nearest(entry.alias, of.kind, there)
                help = _now(entry.alias, gone) or (f'did you mean "{near}"?' if near else "")
                problems.add("dead-alias", message, entry.alias.place, help)
        elif not told and not (of.kind == "paragraph" and urls.article(of.id) in gone):
            new = _nearest(entry.address, of.kind, there - known)
            alias = f"alias: {new or f'<the {of.kind} that it became>'}"
            problems.add(
                "vanished-address",
                f'"{entry.address}" was released and is no longer there',
                entry.address.place,
                f"put it back, or add to its line {alias}, or tombstone: {{date: …, reason: …}}",
            )


def released_addresses_are_in_the_ledger(site: Site, problems: Problems) -> None:
    """What a release names is still there, or the ledger has it."""
    if read.LEDGER in site.content.unread or not site.content.releases:
        return
    known = {*ledger.addresses(site.content), *(str(e.address) for e in site.content.ledger)}
    for release in site.content.releases:
        for address in releases.addresses(release):
            if address not in known and not _is_unread(f"/{address}", site):
                known.add(address)  # told once
                problems.add(
                    "vanished-address",
                    f'"{address}" was released, is no longer there, and not in the ledger',
                    Place(f"{read.RELEASES}/{release.day}.json"),
                    f"put it back, or add {ledger.line(address).strip()} to {read.LEDGER}, and to"
                    " that line an alias or a tombstone",
                )


def _nearest(address: str, kind: str, addresses: Iterable[str]) -> str:
    """The one of the addresses of a kind that has the nearest id; empty where none is near."""
    by_id = {
        of.id: address
        for address, of in ((each, urls.permanent(each)) for each in addresses)
        if of.kind == kind != "paragraph"  # their numbers are alike whatever they say
    }
    return by_id.get(nearest(urls.permanent(address).id, by_id), "")


def _now(alias: str, gone: Mapping[str, LedgerEntry]) -> str:
    """A help line for an alias that went itself."""
    entry = gone.get(alias)
    if entry is None:
        return ""
    if entry.alias:
        return f"that became {entry.alias}: write alias: {entry.alias}"
    return "that went, too: write a tombstone" if entry.tombstone else ""


def tombstones_assert_nothing(site: Site, problems: Problems) -> None:
    """The reason of a tombstone rests on nothing, so it holds nothing that needs a source."""
    names = names_of(site.content.people)
    for reason in (e.tombstone.reason for e in site.content.ledger if e.tombstone):
        words = typographic(reason)
        found = [("a quotation", quotation) for quotation in evidence.quotations(words)]
        found += [("a figure", figure.words) for figure in figures(words)]
        found += [("a name", name) for _, name in names.named(words)]
        for kind, what in found:
            message = f'a tombstone holds {kind}, "{what}"'
            help = "say why it went without what only an article can tell"
            problems.add("unsourced-framing", message, reason.place, help)


def _is_unread(target: str, site: Site) -> bool:
    """Whether a link leads to what a file holds that could not be made sense of."""
    page, _, anchor = target[1:].partition("#")
    unread = site.content.unread
    if page == urls.FACTS:
        return bool(anchor) and read.FACTS in unread
    if page == urls.PEOPLE:
        return bool(anchor) and read.PEOPLE in unread
    return f"content/{page.removesuffix('.html')}.md" in unread


def _addresses(site: Site) -> Iterable[str]:
    """Every address that a text may link to."""
    yield from (urls.FRONT, urls.FACTS, urls.TIMELINE, urls.PEOPLE, urls.SEARCH, urls.ABOUT)
    yield urls.CHANGES
    yield from (urls.FACTS_JSON, urls.FACTS_CSV, urls.ARTICLES_JSON, urls.ARTICLES_BIB)
    for topic in site.content.topics:
        yield urls.topic(topic.slug)
        for heading in topic.body.headings:
            yield f"{urls.topic(topic.slug)}#{heading.id}"
    for article in site.content.articles:
        yield urls.article(article.slug)
        for number in article.numbers:
            yield urls.paragraph(article.slug, number)
    yield from (urls.fact(fact.id) for fact in site.content.facts)
    yield from (urls.person(person.id) for person in site.content.people)


RULES: tuple[Callable[[Site, Problems], None], ...] = (
    quotes_are_short,
    ids_are_given_once,
    topics_are_known,
    key_facts_are_known,
    narrower_answers_are_listed,
    readings_belong_to_articles,
    articles_that_went_are_named_nowhere,
    statements_are_cited,
    texts_without_citations_have_none,
    terms_can_be_explained,
    articles_are_not_quoted_at_length,
    digests_are_written,
    digests_have_the_paragraphs_of_the_text,
    everything_is_proven,
    citations_fit_their_paragraphs,
    links_lead_somewhere,
    released_addresses_are_kept,
    released_addresses_are_in_the_ledger,
    tombstones_assert_nothing,
)

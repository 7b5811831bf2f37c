"""What each code means for who meets it, with a mistake that gives it and its cure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from msgspec import Struct

from generator.problems import CODES


class Example(Struct, frozen=True):
    """A piece of a file: what is added at its end; of a template, a lock, a text, and where it
    begins with front matter, all of it.

    Without a text there is no such file; without a path the text is a command.
    """

    path: str
    text: str | None


class Explanation(Struct, frozen=True):
    """Why a code is told, and an example; over a site that builds, the cure builds."""

    why: str
    mistake: Example
    cure: Example


def _in(path: str, why: str, mistake: str | None, cure: str | None) -> Explanation:
    return Explanation(why, Example(path, mistake), Example(path, cure))


_FARES, _BOAT, _FACTS = "content/topics/fares.md", "content/topics/boat.md", "content/facts.yaml"
_PEOPLE, _SITE, _LOCK = "content/people.yaml", "site.yaml", "content/evidence.lock"
_LEDGER = "content/ledger.yaml"
_READINGS, _ARTICLE = "content/readings/harbour-herald.yaml", "content/articles/island-post.md"
_DIGEST = (
    '---\nlabel: Post\npublished: "2031-06~"\n---\n\n'
    "Brightwater Lines asks $4.50 for a crossing.\n\n"
    "The *Heron* came into service {parts} built it.\n"
)
_VERIFY = Example("", "make verify TEXTS=texts")

_HELD = (
    "Quotations, figures and names are held to the paragraphs that are cited for them. With the"
    " articles' texts at hand"
)
_PROVEN = (
    "Without the articles' texts, what is said of them is held to content/evidence.lock, which has"
    " what make verify found. What is not there was never proven: correct it, or run make verify"
    " where the texts are."
)

EXPLANATIONS: dict[str, Explanation] = {
    "alias": _in(
        _FACTS,
        "YAML can give a value a name with & and repeat it with *. Here every value is written"
        " where it stands, so that it can be read and changed there.",
        "- id: captain\n  question: &q Who is the captain?\n  type: set\n  event: *q\n",
        "- id: captain\n  question: Who is the captain?\n  type: set\n",
    ),
    "bad-citation": _in(
        _BOAT,
        "A citation stands in brackets and names an article, by its file's name without .md, and"
        " its paragraphs. Several articles are parted by semicolons.",
        "The boat has a captain [@harbour-herald, p. 1].\n",
        "The boat has a captain [@harbour-herald, para. 1].\n",
    ),
    "bad-link": _in(
        "content/about.md",
        "A link to a page of this site begins with / and ends in .html, like the file in output/;"
        " the build makes it work from every page. A link out of the site is a whole address.",
        "{.framing}\nSee [the facts](facts.html).\n",
        "{.framing}\nSee [the facts](/facts.html).\n",
    ),
    "bad-slug": _in(
        _FACTS,
        "Ids and the names of files become parts of addresses. Other characters than a-z, 0-9 and"
        " the hyphen would be written differently there, and servers differ in whether capital"
        " letters count. No file can have the name of a device of Windows, such as con or aux.",
        "- id: Captain_1\n  question: Who is the captain?\n  type: set\n",
        "- id: captain-1\n  question: Who is the captain?\n  type: set\n",
    ),
    "bad-value": _in(
        _FACTS,
        "A field takes one kind of value: a date, an address, one of a few words. docs/fields.md"
        " says which.",
        "- id: captain\n  question: Who is the captain?\n  type: set\n  happened: May 2031\n",
        "- id: captain\n  question: Who is the captain?\n  type: set\n  happened: 2031-05\n",
    ),
    "broken-quote": _in(
        _PEOPLE,
        "A value in quotes ends at the next mark of the same kind. An apostrophe inside single"
        " quotes ends it too; put such a value between double quotes, or in none at all.",
        "- id: pilots\n  name: 'Pilots' Guild'\n  kind: organisation\n",
        '- id: pilots\n  name: "Pilots\' Guild"\n  kind: organisation\n',
    ),
    "changed-text": Explanation(
        "verify was run with another text of the article than the last time. What was proven with"
        " the old text may not stand in the new one: put the old text back, or say with"
        " make verify ACCEPT=1 that the new one is meant.",
        Example(
            "texts/island-post.txt", "A line asks $4.50.\n\nIt runs.\n\nTidal Works built it.\n"
        ),
        Example(
            "texts/island-post.txt",
            "## What the islanders say\n\n"
            "It is dear, many find: Brightwater Lines asks $4.50 for a crossing.\n\n"
            "The Heron came into service in early 2031, and nobody misses the old boat.\n\n"
            "Tidal Works and others built it.\n",
        ),
    ),
    "control-character": _in(
        _BOAT,
        "Some characters are not seen and still change what is read, found or copied: zero-width"
        " spaces, soft hyphens, marks that turn the direction of writing; some are no characters at"
        " all. They come along with pasted text. What joins or varies a character is read behind"
        " one of a script, a symbol or an emoji that has such forms. In the example one stands"
        " before the last word.",
        "The boat has a captain [@harbour-herald, para. 1] and a \u200bcook"
        " [@harbour-herald, para. 1].\n",
        "The boat has a captain [@harbour-herald, para. 1] and a cook"
        " [@harbour-herald, para. 1].\n",
    ),
    "copied-words": _in(
        _FARES,
        "What others wrote is retold, not republished. With the articles' texts at hand, verify and"
        " the preview look for runs of their words in digests and in all that cites: none may be"
        " longer than quotation_words in site.yaml allows a quotation to be.",
        "The Heron came into service in early 2031, and nobody misses the old boat"
        " [@island-post, para. 2].\n",
        "No one wants the old boat back [@island-post, para. 2].\n",
    ),
    "curly-quotes": _in(
        _PEOPLE,
        "Curly quotation marks are letters to YAML: they would become part of the value. Text"
        " pasted from a word processor brings them along.",
        "- id: pilots\n  name: “Pilots”\n  kind: organisation\n",
        '- id: pilots\n  name: "Pilots"\n  kind: organisation\n',
    ),
    "dead-alias": _in(
        _LEDGER,
        "An alias in content/ledger.yaml leads from an address that was released to the one at"
        " which the same thing is found now: a fact to a fact, a topic to a topic. Where nothing"
        " took its place, a tombstone says when it went, and why.",
        "- {address: facts.html#price, alias: facts.html#fee}\n",
        "- {address: facts.html#price, alias: facts.html#fare}\n",
    ),
    "dead-link": _in(
        "content/about.md",
        "A link leads to a page of this site, or a place on one, that the build does not make."
        " Perhaps a topic or a fact was renamed.",
        "{.framing}\nSee [the fare](/facts.html#fee).\n",
        "{.framing}\nSee [the fare](/facts.html#fare).\n",
    ),
    "duplicate-field": _in(
        _FACTS,
        "YAML would take the last of two fields of the same name and say nothing of the other.",
        "- id: captain\n  question: Who is the captain?\n  type: set\n  question: Who steers?\n",
        "- id: captain\n  question: Who is the captain?\n  type: set\n",
    ),
    "duplicate-id": _in(
        _FACTS,
        "An id, and a name that someone goes by, stands for one thing: readings, topics and"
        " addresses find it by that, as readers do by a label, a title or an answer.",
        "- id: fare\n  question: What does a child pay?\n  type: money\n  unit: USD\n",
        "- id: child-fare\n  question: What does a child pay?\n  type: money\n  unit: USD\n",
    ),
    "empty-file": _in(
        "content/about.md",
        "A file is there and holds nothing that could be printed.",
        "---\ntitle: About\n---\n",
        "---\ntitle: About\n---\n\n{.framing}\nThis explainer is about a ferry.\n",
    ),
    "false-figure": _in(
        _FARES,
        f"{_HELD}, verify looks the figure up by its value: the paragraph has another one.",
        "A crossing will cost over $5 [@harbour-herald, para. 2].\n",
        "A crossing will cost over $4 [@harbour-herald, para. 2].\n",
    ),
    "false-name": _in(
        _BOAT,
        f"{_HELD}, verify looks for any of the names in content/people.yaml that the person or"
        " organisation goes by: the paragraph has none of them. A word that is nearly one of a"
        " listed name's has to stand there as it is written. A fact's event and its answers have no"
        " citation: they name only whom the paragraphs of the fact's readings name.",
        "Brightwater Lines asks for it [@harbour-herald, para. 3].\n",
        "Tidal Works builds it [@harbour-herald, para. 3].\n",
    ),
    "false-quotation": _in(
        _FARES,
        f"{_HELD}, verify looks for the quotation word for word: the paragraph has other words.",
        'It is called "fair and cheap" [@harbour-herald, para. 2].\n',
        'It is called "fair and simple" [@harbour-herald, para. 2].\n',
    ),
    "foreign-output": _in(
        "output/photos.txt",
        "A build puts the new site in the place of the old: all that stands in output/ goes. So it"
        " replaces only a folder with the build.json of a build, or an empty one, and never what a"
        " link leads to.",
        "The photos of the ferry\n",
        None,
    ),
    "framing-with-citation": _in(
        _BOAT,
        "A paragraph marked {.framing} is the editor's own and rests on nothing; one with a"
        " citation rests on an article. It cannot be both.",
        "{.framing}\nHere is more on the boat [@harbour-herald, para. 1].\n",
        "{.framing}\nHere is more on the boat.\n",
    ),
    "front-matter": _in(
        "content/about.md",
        "A Markdown file begins with its fields between two lines that hold --- and nothing else;"
        " its text follows below.",
        "---\ntitle: About\n\n{.framing}\nThis explainer is about a ferry.\n",
        "---\ntitle: About\n---\n\n{.framing}\nThis explainer is about a ferry.\n",
    ),
    "indentation": _in(
        _PEOPLE,
        "The columns in which lines begin say what belongs together: the fields of one thing begin"
        " in the same column, right below each other.",
        "- id: pilots\n name: Pilots\n kind: organisation\n",
        "- id: pilots\n  name: Pilots\n  kind: organisation\n",
    ),
    "long-quotation": _in(
        _FARES,
        "What others wrote is retold, not republished: a quotation has at most as many words as"
        " quotation_words in site.yaml allows.",
        'It is called "fair and simple and good for all who live by the water and cross it"'
        " [@harbour-herald, para. 2].\n",
        'It is called "fair and simple" [@harbour-herald, para. 2].\n',
    ),
    "merge-conflict": _in(
        _PEOPLE,
        "git could not merge two versions of these lines and left both, between marks of seven"
        " characters. Keep what is right and take every mark away.",
        "- id: pilots\n<<<<<<< HEAD\n  name: Pilots\n=======\n  name: The pilots\n>>>>>>> other\n"
        "  kind: organisation\n",
        "- id: pilots\n  name: Pilots\n  kind: organisation\n",
    ),
    "mismatched-value": _in(
        _READINGS,
        "The build reads the value from the article's words itself. Where they come to something"
        " else, the value or the words are wrong; where only the article's date makes them clear,"
        " say so with inferred.",
        "- fact: fare\n  value: $3.50\n  paragraph: 2\n  quote: up from $3 now\n",
        "- fact: fare\n  value: $3\n  paragraph: 2\n  quote: up from $3 now\n",
    ),
    "misplaced-citation": _in(
        _BOAT,
        "A citation closes the statement before it. It needs words there, outside of emphasis and"
        " links; headings, digests and definitions have none.",
        "[@harbour-herald, para. 1] The boat has a captain.\n",
        "The boat has a captain [@harbour-herald, para. 1].\n",
    ),
    "missing-evidence": Explanation(
        "There is no content/evidence.lock, so nothing that the site says of the articles is"
        " proven. make verify writes it, where the articles' texts are at hand.",
        Example(_LOCK, None),
        _VERIFY,
    ),
    "missing-field": _in(
        _FACTS,
        "Some fields are needed: without them nothing could be printed or compared."
        " docs/fields.md says which.",
        "- id: child-fare\n  question: What does a child pay?\n  type: money\n",
        "- id: child-fare\n  question: What does a child pay?\n  type: money\n  unit: USD\n",
    ),
    "missing-file": _in(
        "content/about.md",
        "Every site has these files: site.yaml, and in content/ facts.yaml, people.yaml, index.md"
        " and about.md.",
        None,
        "---\ntitle: About\n---\n\n{.framing}\nThis explainer is about a ferry.\n",
    ),
    "missing-quote": _in(
        _READINGS,
        "words is the part of the quote that holds the value, so it stands in the quote.",
        "- fact: fare\n  value: $3\n  paragraph: 2\n  quote: up from $3 now\n  words: $3 before\n",
        "- fact: fare\n  value: $3\n  paragraph: 2\n  quote: up from $3 now\n  words: $3\n",
    ),
    "missing-space": _in(
        _PEOPLE,
        "An entry of a list begins with a dash and a space, a value follows its field's name after"
        " a colon and a space, a heading begins with ## and a space. Without the space they are"
        " part of a word.",
        "-id: pilots\n  name: Pilots\n  kind: organisation\n",
        "- id: pilots\n  name: Pilots\n  kind: organisation\n",
    ),
    "not-utf-8": _in(
        _PEOPLE,
        "A file is a row of bytes; which letters they are is agreed on, and here it is UTF-8."
        " Older programs on Windows save in Windows-1252, where é is another byte.",
        "- id: pilots\n  name: Café\n  kind: organisation\n",
        "- id: pilots\n  name: Café\n  kind: organisation\n",
    ),
    "odd-quotation-mark": _in(
        _FARES,
        "Words between quotation marks are held to the article. A mark without its partner, or of"
        " a kind that is not read, would let a quotation pass unchecked.",
        'It is called "fair and simple [@harbour-herald, para. 2].\n',
        'It is called "fair and simple" [@harbour-herald, para. 2].\n',
    ),
    "outdated-lock": Explanation(
        "The rule by which words are compared has changed since the evidence was written, so what"
        " it has proves nothing now.",
        Example(_LOCK, "normalisation 0\n"),
        _VERIFY,
    ),
    "paragraph-count": _in(
        _ARTICLE,
        "A digest has one paragraph, or one item of a list, for each paragraph of the article, so"
        " that a number means the same in both. Headings have none.",
        _DIGEST.format(parts="in early 2031. Tidal Works and others"),
        _DIGEST.format(parts="in early 2031.\n\nTidal Works and others"),
    ),
    "returned-address": _in(
        _LEDGER,
        "An alias or a tombstone in content/ledger.yaml says what became of an address that is no"
        " more; here something stands at that address. Where the same thing is back, take the"
        " alias or the tombstone away; where it is another, give it another id.",
        "- {address: facts.html#fare, alias: facts.html#fare-change}\n",
        "- {address: facts.html#fare}\n",
    ),
    "tab": _in(
        _FACTS,
        "YAML is indented with spaces; how wide a tab is depends on the editor.",
        "- id: captain\n\tquestion: Who is the captain?\n\ttype: set\n",
        "- id: captain\n  question: Who is the captain?\n  type: set\n",
    ),
    "template": _in(
        "templates/about.html",
        "A template names a field that its view does not have (the views are in"
        " generator/views.py), or its marks are not closed.",
        '{% extends "base.html" %}\n{% block main %}\n<h1>{{ view.titel }}</h1>\n{% endblock %}\n',
        '{% extends "base.html" %}\n{% block main %}\n<h1>{{ view.title }}</h1>\n{% endblock %}\n',
    ),
    "too-much-quoted": _in(
        _SITE,
        "The quotes of an article's readings together have more words than quoted_words in"
        " site.yaml allows. Shorten them to the words that hold the values.",
        "quoted_words: 10\n",
        "quoted_words: 100\n",
    ),
    "uncited-statement": _in(
        _BOAT,
        "Nothing unsourced is published: a citation closes every statement, or the paragraph is"
        " marked as the editor's framing.",
        "The boat has a captain.\n",
        "The boat has a captain [@harbour-herald, para. 1].\n",
    ),
    "unknown-answer": _in(
        _READINGS,
        "The value of a reading is one of the answers that its fact lists, by id.",
        "- fact: price-view\n  value: fiar\n  paragraph: 2\n  quote: fair and simple\n",
        "- fact: price-view\n  value: fair\n  paragraph: 2\n  quote: fair and simple\n",
    ),
    "unknown-article": _in(
        _BOAT,
        "An article is named by its file in content/articles/, without .md.",
        "The boat has a captain [@harbor-herald, para. 1].\n",
        "The boat has a captain [@harbour-herald, para. 1].\n",
    ),
    "unknown-fact": _in(
        _FARES,
        "A fact is named by its id in content/facts.yaml.",
        "It will cost [over $4]{fact=fair} [@harbour-herald, para. 2].\n",
        "It will cost [over $4]{fact=fare} [@harbour-herald, para. 2].\n",
    ),
    "unknown-field": _in(
        _PEOPLE,
        "A field that is not read would be lost in silence. docs/fields.md lists those that are.",
        "- id: pilots\n  name: Pilots\n  kind: organisation\n  nmaes: [The pilots]\n",
        "- id: pilots\n  name: Pilots\n  kind: organisation\n  names: [The pilots]\n",
    ),
    "unknown-file": _in(
        "content/articles/notes.txt",
        "content/ holds what is read and nothing else, so that a misspelt name is told. Notes have"
        " their place elsewhere.",
        "Ask the line for a photograph.\n",
        None,
    ),
    "unknown-mark": _in(
        _FARES,
        "Words are marked with {fact=…} or {derived=…} behind brackets, a whole block with"
        " {.framing} on the line above it.",
        "It will cost [over $4]{fakt=fare} [@harbour-herald, para. 2].\n",
        "It will cost [over $4]{fact=fare} [@harbour-herald, para. 2].\n",
    ),
    "unknown-paragraph": _in(
        _BOAT,
        "Paragraphs are numbered from 1; headings have no number. An article's page shows the"
        " numbers.",
        "The boat has a captain [@harbour-herald, para. 11].\n",
        "The boat has a captain [@harbour-herald, para. 1].\n",
    ),
    "unknown-topic": _in(
        _FACTS,
        "A topic is named by its file in content/topics/, without .md.",
        "- id: captain\n  question: Who is the captain?\n  type: set\n  topic: boot\n",
        "- id: captain\n  question: Who is the captain?\n  type: set\n  topic: boat\n",
    ),
    "unprinted-name": Explanation(
        "article_names are names by which articles call someone and we do not: they prove that a"
        " paragraph names them, and our own texts use the printed name.",
        Example(
            _PEOPLE,
            "- id: pilots\n  name: Pilots\n  kind: organisation\n  article_names: [new boat]\n",
        ),
        Example(
            _PEOPLE,
            "- id: pilots\n  name: Pilots\n  kind: organisation\n  article_names: [the mates]\n",
        ),
    ),
    "unproven-figure": _in(
        _FARES,
        _PROVEN,
        "A crossing will cost over $5 [@harbour-herald, para. 2].\n",
        "A crossing will cost over $4 [@harbour-herald, para. 2].\n",
    ),
    "unproven-name": _in(
        _BOAT,
        _PROVEN,
        "Ada Finch likes it [@island-post, para. 3].\n",
        "Tidal Works built it [@island-post, para. 3].\n",
    ),
    "unproven-quotation": _in(
        _FARES,
        _PROVEN,
        'It is called "fair and cheap" [@harbour-herald, para. 2].\n',
        'It is called "fair and simple" [@harbour-herald, para. 2].\n',
    ),
    "unquoted-colon": _in(
        _FACTS,
        "In YAML, a colon and a space end a field's name. A value that holds them stands in"
        " quotes.",
        "- id: captain\n  question: One question: who is the captain?\n  type: set\n",
        '- id: captain\n  question: "One question: who is the captain?"\n  type: set\n',
    ),
    "unquoted-hash": _in(
        _PEOPLE,
        "Behind a space, YAML takes # and what follows it for a comment, and the value would lose"
        " these words. A value that holds them stands in quotes; a comment that is meant has a"
        " space behind its #.",
        "- id: pier\n  name: Pier #1\n  kind: organisation\n",
        '- id: pier\n  name: "Pier #1"\n  kind: organisation\n',
    ),
    "unquoted-mark": _in(
        _PEOPLE,
        "Some characters mean something else in YAML at the beginning of a value: @ ` % * & ! | >"
        " [ {. Such a value stands in quotes.",
        "- id: pilots\n  name: @pilots\n  kind: organisation\n",
        '- id: pilots\n  name: "@pilots"\n  kind: organisation\n',
    ),
    "unreadable-file": Explanation(
        "The file cannot be opened: it is a folder, or the user who builds may not read it. Or it"
        " is a device, a link that leads out of the site's folder, or has a line, or a size, that"
        " nobody writes."
        " In the example there is a folder content/about.md.",
        Example("content/about.md/notes.md", "Words.\n"),
        Example(
            "content/about.md",
            "---\ntitle: About\n---\n\n{.framing}\nThis explainer is about a ferry.\n",
        ),
    ),
    "unsourced-framing": _in(
        _BOAT,
        "Framing, headings and definitions rest on no article, so they hold no figure, no"
        " quotation and no name of content/people.yaml.",
        "{.framing}\nTidal Works is worth a page of its own.\n",
        "{.framing}\nThe boat is worth a page of its own.\n",
    ),
    "unsupported-markdown": _in(
        _BOAT,
        "The site prints paragraphs, headings from ## on, lists, quotations, emphasis and links."
        " What can be compared belongs in the fact table.",
        "![The boat](boat.jpg)\n",
        "## A picture in words\n\nThe boat has a captain [@harbour-herald, para. 1].\n",
    ),
    "unused-term": _in(
        _BOAT,
        "A term is explained where it first stands in its topic's text. One that stands nowhere"
        " would never be seen.",
        "---\ntitle: The boat\nquestion: What is the new boat?\n"
        "answer: It is new [@harbour-herald, para. 1].\nterms:\n"
        "  gangway: the way from the pier to the boat\n---\n\n"
        "It has a captain [@harbour-herald, para. 1].\n",
        "---\ntitle: The boat\nquestion: What is the new boat?\n"
        "answer: It is new [@harbour-herald, para. 1].\nterms:\n"
        "  gangway: the way from the pier to the boat\n---\n\n"
        "It has a gangway [@harbour-herald, para. 1].\n",
    ),
    "unused-topic": _in(
        "content/topics/crew.md",
        "site.yaml lists the topics in order; a page that it does not list would be reached from"
        " nowhere. Add it there, or remove the file.",
        "---\ntitle: Crew\nquestion: Who sails?\nanswer: A captain [@harbour-herald, para. 1].\n"
        "---\n\nThere is a cook too [@harbour-herald, para. 1].\n",
        None,
    ),
    "vanished-address": _in(
        _LEDGER,
        "What was released is cited elsewhere by its address, so the address leads somewhere for"
        " good. Where a fact, a topic, an article or a paragraph has another id now, an alias in"
        " its line of content/ledger.yaml leads there; where it is gone, a tombstone says why, such"
        " as tombstone: {date: 2031-07-01, reason: Nobody answered it.}. Either is told there.",
        "- {address: facts.html#price}\n",
        "- {address: facts.html#price, alias: facts.html#fare}\n",
    ),
    "unverified-article": Explanation(
        "make verify has never held the article against its text, so nothing that is said of it is"
        " proven.",
        Example(_LOCK, "normalisation 1\n"),
        _VERIFY,
    ),
    "unwritten-paragraph": _in(
        _ARTICLE,
        "The digest of a new article begins with a line TODO for each paragraph of the article."
        " In its place goes that paragraph in your own words.",
        _DIGEST.format(parts="in early 2031.\n\nTODO: paragraph 3\n").removesuffix(" built it.\n"),
        _DIGEST.format(parts="in early 2031.\n\nTidal Works and others"),
    ),
    "weak-citation": _in(
        _FARES,
        "Another paragraph of the article shares much more with the statement than the cited one:"
        " most likely the number is wrong. Where it is right, tie words of the statement to a fact"
        " that the cited paragraph has a reading of.",
        "A crossing will cost over $4 [@harbour-herald, para. 3].\n",
        "A crossing will cost over $4 [@harbour-herald, para. 2].\n",
    ),
    "wrong-arithmetic": _in(
        _FARES,
        "A figure of our own shows how it is reached, and the build reckons it again.",
        'That is [two dollars]{derived="$4.50 - $3"} more [@harbour-herald, para. 2].\n',
        'That is [$1.50]{derived="$4.50 - $3"} above the old [$3]{fact=fare-change}'
        " [@harbour-herald, para. 2; @island-post, para. 1].\n",
    ),
    "wrong-tie": _in(
        _FARES,
        "A reader who asks about tied words is shown what the articles say on their fact. So a"
        " figure of the fact's type is one that a reading of it says or leaves possible: over $4"
        " leaves $5 possible, early 2031 leaves March 2031. Words without a figure are free, and so"
        " is a figure of another type among other words.",
        "They ask [$3]{fact=fare} now [@harbour-herald, para. 2].\n",
        "They ask [$3]{fact=fare-change} now [@harbour-herald, para. 2].\n",
    ),
    "yaml": _in(
        _FACTS,
        "The YAML cannot be read here, and most likely the reason is in this line or the one"
        ' before: a field is "name: value", a list that opens with [ closes with ].',
        "- id: captain\n  question Who is the captain?\n  type: set\n",
        "- id: captain\n  question: Who is the captain?\n  type: set\n",
    ),
}


_BEGINNING = """\
# Problems

What a build may refuse, by code: what it means, a mistake that gives it, the cure.
`make help CODE=…` prints the same. Made by `make schemas` from
`generator/explanations.py`.
"""


def explain(code: str) -> str:
    """A code as it is explained in the terminal."""
    found = EXPLANATIONS[code]
    parts = [f"{code}: {CODES[code]}", "\n".join(textwrap.wrap(found.why, 80))]
    parts += [f"The mistake{_where(found.mistake)}:", _indented(found.mistake)]
    parts += [f"The cure{_where(found.cure)}:", _indented(found.cure)]
    return "\n\n".join(parts)


def listed() -> str:
    """Every code with its sentence."""
    width = max(map(len, CODES))
    return "\n".join(f"{code:{width}}  {CODES[code]}" for code in sorted(CODES))


def page() -> str:
    """docs/problems.md: the same on the web."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    yield _BEGINNING
    for code in sorted(EXPLANATIONS):
        found = EXPLANATIONS[code]
        sentence = CODES[code][0].upper() + CODES[code][1:]
        why = "\n".join(textwrap.wrap(found.why, 100))
        yield f"## {code}\n\n{sentence}.\n\n{why}\n"
        for name, example in (("The mistake", found.mistake), ("The cure", found.cure)):
            yield f"{name}{_where(example, '`')}:\n"
            yield f"```\n{_text(example)}\n```\n"


def _where(example: Example, mark: str = "") -> str:
    return f", in {mark}{example.path}{mark}" if example.path else ""


def _text(example: Example) -> str:
    return "(there is no such file)" if example.text is None else example.text.rstrip("\n")


def _indented(example: Example) -> str:
    return "\n".join(f"    {line}".rstrip() for line in _text(example).split("\n"))

"""What can be wrong in the input: its place, its code, its words, and their text form."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

# Every code names what is wrong, never the cure. The sentence is what an editor is told of it.
CODES: dict[str, str] = {
    "alias": "YAML anchors and aliases are not read: what is meant twice is written twice",
    "bad-citation": "a citation is not in the form [@article, para. 4]",
    "bad-link": "a link leads neither to a page of this site nor to a web address",
    "bad-slug": "a name that becomes part of an address has other characters than a-z, 0-9 and -",
    "bad-value": "a field's value is not of the kind that the field takes",
    "broken-quote": "a quotation mark of YAML is not closed where its value ends",
    "control-character": "a file holds a character that no text needs",
    "copied-words": "a text of ours has more of an article's words in a row than may be quoted",
    "curly-quotes": "curly quotation marks stand where YAML takes straight ones",
    "dead-alias": "the ledger says that an address is now another one, which does not exist",
    "dead-link": "a link leads to a page or a place on a page that does not exist",
    "duplicate-field": "a field is given twice, and one of them would be lost",
    "duplicate-id": "two things have one id, name or title, by which they are told apart",
    "empty-file": "a file has no content",
    "false-figure": "a figure does not stand in the paragraphs cited for it",
    "false-name": "a name does not stand in the paragraphs cited for it",
    "false-quotation": "a quotation does not stand word for word in the paragraph cited for it",
    "foreign-output": "output/ is not what a build wrote, and would be lost",
    "framing-with-citation": "a paragraph is marked as framing and has a citation",
    "front-matter": "a Markdown file's fields do not stand between two lines ---",
    "indentation": "a line of YAML is indented otherwise than those it belongs to",
    "merge-conflict": "a file holds the marks of an unfinished merge",
    "long-quotation": "a quotation has more words than site.yaml allows",
    "mismatched-value": "a reading's value is not what its words say",
    "misplaced-citation": "a citation stands where it cannot close a statement",
    "missing-evidence": "nothing that the site says of the articles is proven",
    "missing-field": "a field that is needed is not there",
    "missing-file": "a file that is needed is not there",
    "missing-quote": "a reading's words do not stand in its quote",
    "missing-space": "what begins an entry, a value or a heading is not followed by a space",
    "not-utf-8": "a file is not in the UTF-8 encoding",
    "odd-quotation-mark": "a quotation mark stands where it quotes nothing that is checked",
    "outdated-lock": "the evidence was found under an older rule of comparison",
    "paragraph-count": "a digest has not as many paragraphs as its article",
    "returned-address": "an address is in use of which the ledger says that it went",
    "tab": "a tab stands where YAML takes spaces",
    "template": "a template cannot be read or filled in",
    "uncited-statement": "a paragraph ends without a citation",
    "too-much-quoted": "the readings quote more words of an article than site.yaml allows",
    "changed-text": "an article's text is not the one that the evidence was found in",
    "unprinted-name": "a text uses a name that only articles use",
    "unproven-figure": "a figure was never found in the paragraphs cited for it",
    "unproven-name": "a name was never found in the paragraphs cited for it",
    "unproven-quotation": "a quotation was never found in the paragraph cited for it",
    "unsourced-framing": "framing holds what needs a source",
    "unknown-answer": "a reading gives an answer that its fact does not list",
    "unknown-article": "an article is named that content/articles/ does not have",
    "unknown-fact": "a fact is named that content/facts.yaml does not have",
    "unknown-field": "a field is not one of those that are read",
    "unknown-file": "a file stands where content is read and is none of the kinds that are read",
    "unknown-mark": "a mark in braces is not one of those that are read",
    "unknown-paragraph": "an article does not have the paragraph that is named",
    "unknown-topic": "a topic is named that content/topics/ does not have",
    "unquoted-colon": "a value without quotes holds a colon and a space",
    "unquoted-hash": "a value without quotes ends before a word that begins with #",
    "unquoted-mark": "a value without quotes begins with a mark that means something else in YAML",
    "unreadable-file": "a file cannot be opened, or is none of the kind that is written by hand",
    "unsupported-markdown": "Markdown is used that the site does not print",
    "unused-term": "a term that a topic explains does not stand in its text",
    "unused-topic": "a topic is written but site.yaml does not list it",
    "unwritten-paragraph": "a paragraph of a digest is still the line that marks its place",
    "vanished-address": "an address that was released leads nowhere any more",
    "unverified-article": "an article was never held against its text",
    "weak-citation": "a cited paragraph fits its statement much less than one that is not cited",
    "wrong-arithmetic": "a figure is not what its arithmetic gives",
    "wrong-tie": "a figure is tied to a fact of which no reading says it",
    "yaml": "a file's YAML cannot be read",
}


# Control characters, surrogates and noncharacters, and what is not seen but changes what is read,
# found or copied: Unicode's Default_Ignorable_Code_Point, the soft hyphen with it, since a browser
# hyphenates by itself. What joins or varies a character is let be behind one that it can belong
# to: joiners in scripts and emoji, variants of symbols, of ideographs and of Mongolian letters.
UNWANTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff"
    r"\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff"
    + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(1, 17))
    + "]"
    r"(?<![\u0600-\u109f\u1700-\u1dff\u2600-\u27bf\u2b00-\u2bff\ua840-\uabff\ufb50-\ufdcf"
    r"\ufe0f\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001faff][\u200c\u200d])"
    r"(?<![#*0-9\xa9\xae\u1000-\u109f\u203c\u2049\u20e3\u2122-\u303d\u3297\u3299\u3400-\u9fff"
    r"\ua840-\ua877\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U0003134a][\ufe00-\ufe0f])"
    r"(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134a][\U000e0100-\U000e01ef])"
    r"(?<![\u1820-\u18aa][\u180b-\u180f])"
)


def unwanted(text: str) -> re.Match[str] | None:
    """The first character of a text that no text needs."""
    if text.isascii() and text.isprintable():
        return None
    # Few texts have one: the characters that a text is made of, each alone, are looked at sooner.
    return UNWANTED.search(text) if UNWANTED.search(" ".join(set(text))) else None


# What the preview marks and shows all the same; a build refuses it as it does any other.
MARKED = frozenset(
    {
        "copied-words",
        "false-figure",
        "false-name",
        "false-quotation",
        "missing-evidence",
        "outdated-lock",
        "paragraph-count",
        "uncited-statement",
        "unverified-article",
        "unwritten-paragraph",
        "unproven-figure",
        "unproven-name",
        "unproven-quotation",
        "weak-citation",
        "wrong-tie",
    }
)


class Place(Struct, frozen=True, order=True):
    """A point in a file: path relative to the site's root, line and column from 1.

    Line 0 means the file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


class Problem(Struct, frozen=True):
    """One thing wrong; `help` says what to do, `also` names further places.

    `missing` is the address of what is not there, whoever names it: it is told once.
    """

    code: str
    message: str
    place: Place
    help: str = ""
    also: tuple[Place, ...] = ()
    missing: str = ""

    def __str__(self) -> str:
        lines = [f"{self.place}: {self.code}: {self.message}"]
        if self.help:
            lines.append(f"  help: {self.help}")
        if self.also:
            lines.append(f"  also: {listed(self.also)}")
        return "\n".join(map(_visible, lines))


def _visible(line: str) -> str:
    """A line that does to a terminal nothing but be shown there, whatever file it speaks of."""
    seen = UNWANTED.sub(lambda found: f"<U+{ord(found[0]):04X}>", line)
    return seen.replace("\n", "<U+000A>")  # a line that a name breaks


class BuildFailed(Exception):
    """There are problems; `problems` has them sorted by place, each once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__(report(self.problems))


class Problems:
    """Collects problems, so that all of them are told at once."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(
        self,
        code: str,
        message: str,
        place: Place,
        help: str = "",
        also: Place | Sequence[Place] = (),
        missing: str = "",
    ) -> None:
        """Note a problem; its code must be one of CODES."""
        assert code in CODES, code
        places = (also,) if isinstance(also, Place) else tuple(also)
        self.found.append(Problem(code, message, place, help, places, missing))

    @property
    def count(self) -> int:
        return len(self.found)

    def stop_if_any(self, but: frozenset[str] = frozenset()) -> None:
        """Raise BuildFailed where a problem was noted, one with a code in `but` excepted."""
        if any(problem.code not in but for problem in self.found):
            raise BuildFailed(self.found)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems sorted by place, each once; and so is what is missing, where it is first named."""
    found: dict[str, list[Problem]] = {}
    for problem in sorted(set(problems), key=lambda p: (p.place, p.code, p.message)):
        found.setdefault(problem.missing or str(problem), []).append(problem)
    return [
        _with_places(first, [other.place for other in others]) for first, *others in found.values()
    ]


def _with_places(problem: Problem, others: Sequence[Place]) -> Problem:
    """A problem that names the other places that have it, too."""
    places = dict.fromkeys((*problem.also, *others))
    return replace(problem, also=tuple(place for place in places if place != problem.place))


def listed(places: Sequence[Place]) -> str:
    """Places in a line: the first of them, and how many there are besides."""
    first, more = first_of(places)
    shown = ", ".join(map(str, first))
    return f"{shown} and {more}" if more else shown


def first_of(places: Sequence[Place]) -> tuple[Sequence[Place], str]:
    """The places that are shown, and how many there are besides, in words; empty for none."""
    more = len(places) - _MOST_PLACES
    return places[:_MOST_PLACES], counted(more, "more place", "more places") if more > 0 else ""


_MOST_PLACES = 6  # of several that have one thing wrong


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """A help line that suggests the known name nearest to the one given."""
    near = nearest(name, known)
    return f'did you mean "{near}"?' if near else otherwise


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The known name nearest to the one given, whatever the case; empty where none is near."""
    by_key = {key.lower(): key for key in sorted(known)}
    near = difflib.get_close_matches(name.lower(), by_key, n=1, cutoff=cutoff)
    return by_key[near[0]] if near else ""


def counted(count: int, one: str, many: str = "") -> str:
    """ "1 problem", "2 problems"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def report(problems: Iterable[Problem]) -> str:
    """All problems as text, closed with a count."""
    found = list(problems)
    files = len({problem.place.path for problem in found})
    closing = f"{counted(len(found), 'problem')} in {counted(files, 'file')}"
    return "\n\n".join([*map(str, found), closing])

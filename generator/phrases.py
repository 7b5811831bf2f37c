"""Text as evidence compares it: one normalisation, and where a phrase stands in it."""

from __future__ import annotations

import re
import unicodedata

# Raised by one when the rule below changes: what was proven under another rule is not proven.
NORMALISATION = 1

_CHARACTERS = {
    **dict.fromkeys("“”„‟«»〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛′`´＇", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "\u00ad": "",  # a soft hyphen is not seen
    "\u200b": "",
    "\ufeff": "",
    "…": "...",
}
_TRANSLATED = re.compile(f"[{''.join(_CHARACTERS)}]")
_IN_WORD = re.compile(r"\w")


def normalise(text: str) -> str:
    """Text with one form of white space, quotation marks and dashes; case is kept.

    The characters are composed (Unicode NFC) and compatibility forms are left as they are,
    so that "½" never becomes "12".
    """
    composed = unicodedata.normalize("NFC", text)
    return " ".join(_TRANSLATED.sub(_translated, composed).split())


def _translated(match: re.Match[str]) -> str:
    return _CHARACTERS[match.group()]


def find(phrase: str, text: str) -> int:
    """Where the phrase stands in the text as whole words, both normalised; -1 where it does not."""
    at = text.find(phrase) if phrase else -1
    while at >= 0:
        # A mark at an end of the phrase may stand beside a word.
        start = at if phrase[0].isalnum() else 0
        end = at + len(phrase) if phrase[-1].isalnum() else len(text)
        if is_whole(text, start, end):
            return at
        at = text.find(phrase, at + 1)
    return -1


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on before start or after end."""
    return not (start and _IN_WORD.match(text, start - 1)) and not _IN_WORD.match(text, end)


def typographic(text: str) -> str:
    """Text with curly quotation marks and apostrophes, to be printed."""
    if '"' not in text and "'" not in text:
        return str(text)
    text = re.sub(r"(?<![\w.,;:!?)])\"", "“", text).replace('"', "”")
    return re.sub(r"(?<![\w.,;:!?)])'(?!\d)", "‘", text).replace("'", "’")


def count_words(text: str) -> int:
    """How many words there are between the white space."""
    return len(text.split())

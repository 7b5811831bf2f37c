"""Text as evidence compares it: one normalisation, and where a phrase stands in it."""

from __future__ import annotations

import re
import unicodedata

# Raised by one when the rule below changes: what was proven under another rule is not proven.
NORMALISATION = 1

_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»〝〞＂", '"'),
        **dict.fromkeys("‘’‚‛′`´＇", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\u00ad": "",  # a soft hyphen is not seen
        "\u200b": "",
        "\ufeff": "",
        "…": "...",
    }
)


def normalise(text: str) -> str:
    """Text with one form of white space, quotation marks and dashes; case is kept.

    The characters are composed (Unicode NFC) and compatibility forms are left as they are,
    so that "½" never becomes "12".
    """
    return " ".join(unicodedata.normalize("NFC", text).translate(_CHARACTERS).split())


def find(phrase: str, text: str) -> int:
    """Where the phrase stands in the text as whole words, both normalised; -1 where it does not."""
    if not phrase:
        return -1
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalnum() else ""
    match = re.search(before + re.escape(phrase) + after, text)
    return match.start() if match else -1


def typographic(text: str) -> str:
    """Text with curly quotation marks and apostrophes, to be printed."""
    text = re.sub(r"(?<![\w.,;:!?)])\"", "“", text).replace('"', "”")
    return re.sub(r"(?<![\w.,;:!?)])'(?!\d)", "‘", text).replace("'", "’")


def count_words(text: str) -> int:
    """How many words there are between the white space."""
    return len(text.split())

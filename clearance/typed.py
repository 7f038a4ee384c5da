"""What people type: a name, a code word, an issuer, a few lines."""

import re
from typing import Final

#: Control characters, halves of a pair, and what turns the direction of text.
_ODD: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)

#: Of where something is known from: a notice, an order.
LONGEST_SOURCE: Final = 1000


def squeezed(typed: str) -> str:
    """Return it without spaces at its ends, and with one between words."""
    return " ".join(typed.split())


def is_one_line(text: str, longest: int) -> bool:
    """Say whether squeezed text is there, fits, and holds nothing that is not shown."""
    return bool(text) and len(text) <= longest and text.isprintable()


def is_text(text: str, longest: int) -> bool:
    """Say whether text of one line or several is there, fits, and can be stored and read."""
    shown = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    return bool(text.strip()) and len(text) <= longest and not _ODD.search(shown)

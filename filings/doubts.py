"""Whether a press release states a quarter's results as final, judged from its words.

A false doubt keeps a window closed until a person looks; a missed one opens it. So each
of these phrases is enough. Clinical results, which are often preliminary too, are not meant.
"""

import re
from dataclasses import dataclass

NUMBERS = (
    r"(?:results?|revenues?|sales|net\s+(?:loss|income)|earnings|figures?|estimates?|cash"
    r"|unaudited)"
)
WORDS = r"(?:[\s,-]+[\w'\u2019&]+){0,6}?[\s,-]+"  # up to six words between
REACH = r"(?:[^.]|\.\d){0,150}?"  # within the sentence; a decimal point does not end it
FINANCIAL = re.compile(
    r"\b(?:quarter\w*|years?|fiscal|financial|unaudited|revenues?|sales|cash|net|earnings|ended)\b",
    re.IGNORECASE,
)
CLINICAL = re.compile(
    r"\b(?:(?:pre)?clinical|trials?|stud(?:y|ies)|phase|top-?line|data|safety|efficacy|patients?"
    r"|cohorts?|enrol\w+)\b",
    re.IGNORECASE,
)
AFTER = 60  # characters behind a phrase in which its subject shows
RESULT = re.compile(
    r"\b(?:net\s+(?:loss|income)|(?:loss|earnings|income)\s+per\s+share|revenues?"
    r"|operating\s+(?:loss|income|expenses?)|research\s+and\s+development\s+expenses?"
    r"|cash\s+and\s+cash\s+equivalents)\b[^.]{0,120}?\d",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A way of speaking that leaves a doubt, and what to say of it behind a "but"."""

    pattern: re.Pattern[str]
    why: str


def doubt(why: str, pattern: str) -> Doubt:
    """Declare a doubt."""
    return Doubt(re.compile(pattern, re.IGNORECASE), why)


DOUBTS = (
    doubt("calls them preliminary", rf"\bpreliminary{WORDS}{NUMBERS}\b"),
    doubt("calls them estimates", rf"\bestimated{WORDS}{NUMBERS}\b"),
    doubt(
        "says what it expects to report",
        rf"\bexpects?\s+to\s+(?:report|announce|record){WORDS}{NUMBERS}\b",
    ),
    doubt(
        "says what it expects them to be",
        rf"\b(?:expect|anticipate|estimate)(?:s|ed)?\b{REACH}\b{NUMBERS}\b{REACH}\bended\b",
    ),
    doubt(
        "says that the books are not closed",
        r"\b(?:not\s+(?:yet\s+)?(?:been\s+)?|subject\s+to\s+(?:the\s+)?)(?:complet|finali[sz])\w*"
        r"[^.]{0,80}\b(?:clos\w+|review|audit|financial\s+(?:statements|results))\b",
    ),
)


def doubt_of(text: str) -> str | None:
    """Say why a release may be no full report, in words that follow a "but"; else None."""
    for known in DOUBTS:
        for found in known.pattern.finditer(text):
            if not is_clinical(found, text):
                return f"{known.why} (\u201c{found.group(0)[:80]}\u201d)"
    if not RESULT.search(text):
        return "no result is stated in it"
    return None


def is_clinical(found: re.Match[str], text: str) -> bool:
    """Say whether a phrase speaks of a trial's results: by its own words, or the nearest after."""
    if FINANCIAL.search(found.group(0)):
        return False
    if CLINICAL.search(found.group(0)):
        return True
    after = text[found.end() : found.end() + AFTER]
    clinical, financial = CLINICAL.search(after), FINANCIAL.search(after)
    return clinical is not None and (financial is None or clinical.start() < financial.start())

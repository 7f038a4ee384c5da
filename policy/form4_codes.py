"""What a line of a Form 4 or 5 is to short-swing matching: a purchase, a sale, or exempt.

Exchange Act, section 16(b), and its rules: 16b-3(d) to (f) (grants, withholding, transactions
with the company), 16b-5 (gifts, inheritance), 16b-6 (derivatives), 16b-8 (voting trusts). A
derivative stands for its shares: to acquire a right to buy them is a purchase (16b-6(a)), and
its exercise is exempt unless it was out of the money (16b-6(b)). What a code leaves open is
matched; where not even the side is clear, a person says it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from policy.actions import Side

Table = Literal["I", "II"]

#: The rule by which a code's transactions are matched with nothing.
NOT_MATCHED: Mapping[str, str] = {
    "A": "Rule 16b-3(d)",
    "D": "Rule 16b-3(e)",
    "F": "Rule 16b-3(e)",
    "I": "Rule 16b-3(f)",
    "M": "Rule 16b-6(b)",
    "C": "Rule 16b-6(b)",
    "X": "Rule 16b-6(b)",
    "G": "Rule 16b-5",
    "W": "Rule 16b-5",
    "Z": "Rule 16b-8",
}
#: Codes that go one way only, whatever is acquired or disposed of.
ONE_WAY: Mapping[str, Literal["A", "D"]] = {
    "P": "A", "A": "A", "L": "A", "S": "D", "D": "D", "F": "D", "U": "D",
}  # fmt: skip
#: In Table II these give up the derivative; what it became stands in Table I.
EXERCISES = frozenset({"M", "C", "X", "O"})

_CALL = re.compile(
    r"\b(?:right to buy|options?|warrants?|convertible|preferred|notes?|debentures?|units?|rsus?"
    r"|psus?|rights?|calls?)\b",
    re.IGNORECASE,
)
_NOT_A_CALL = re.compile(
    r"\b(?:puts?|sell|obligations?|short|swaps?|forwards?|collars?|straddles?|futures?|exchange)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Matching:
    """What a line is: its side, or none; and the rule that exempts it, if one does."""

    side: Side | None
    exempt: str | Literal[False] = False


class UnclearError(ValueError):
    """A line of which no program can say what it is; the text says why."""


def matching_of(code: str, table: Table, acquired_or_disposed: str, title: str) -> Matching:
    """Say what a line of a form is to matching; raises UnclearError where it is not clear."""
    if ONE_WAY.get(code, acquired_or_disposed) != acquired_or_disposed:
        said = "disposed of" if acquired_or_disposed == "D" else "acquired"
        raise UnclearError(f"code {code} cannot stand for something that was {said}")
    side: Side = "purchase" if acquired_or_disposed == "A" else "sale"
    if table == "I":
        return Matching(side, NOT_MATCHED.get(code, False))
    if code in EXERCISES:
        if acquired_or_disposed == "A":
            raise UnclearError(f"code {code} gives a derivative up, and it says acquired")
        return Matching(None)
    if code in NOT_MATCHED:
        return Matching(side, NOT_MATCHED[code])
    if code == "E" or _NOT_A_CALL.search(title) or not _CALL.search(title):
        raise UnclearError(
            f"whether {title!r} under code {code} is a purchase or a sale of the shares, the form "
            "does not say"
        )
    return Matching(side)

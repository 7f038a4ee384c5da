"""What the lists of opening balances have in common: whom a line is about, and how many."""

from collections.abc import Iterator

from clearance.lists import LineProblem
from clearance.people import PersonFound, by_slack_id
from clearance.reporting import LARGEST
from storage.tx import Tx


def person_on(tx: Tx, slack_id: str) -> PersonFound:
    """Return the person of a line that was checked."""
    found = by_slack_id(tx, slack_id)
    if found is None:
        raise LookupError("the line was checked before it was read")
    return found


def count_problems(line: int, field: str, text: str) -> Iterator[LineProblem]:
    """Say whether a field is no number of shares."""
    # The length first: Python reads no number of thousands of digits.
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST))
    if not (digits and 0 < int(text) <= LARGEST):
        yield LineProblem(line, field, "Write a whole number of shares, digits only.")


def person_problems(tx: Tx, line: int, field: str, slack_id: str) -> Iterator[LineProblem]:
    """Say whether a field names nobody on the record."""
    if by_slack_id(tx, slack_id) is None:
        yield LineProblem(
            line, field, f"{slack_id!r} is nobody on the record: import the people first."
        )

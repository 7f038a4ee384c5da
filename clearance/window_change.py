"""What a record did to the company's window, the same for everybody.

For whoever makes a record on the command line: a report, a day or a moved blackout can
close the window at once, and that is said where it happens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from clearance.facts import Grounds, window
from policy.blackouts import Window
from storage.tx import Tx

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class WindowChange:
    """The window just before and just after a record.

    It holds no number of what ended by that: where a clearance was taken back before, the
    number would be one less than who knows of the request expects.
    """

    before: Window
    after: Window


def watched(grounds: Grounds, tx: Tx, act: Callable[[], Answer]) -> tuple[Answer, WindowChange]:
    """Do an act that may move the window; return its answer and what it did."""
    before = window(tx, grounds.at(tx))
    answer = act()
    return answer, WindowChange(before, window(tx, grounds.at(tx)))

"""What a record did to the company's window, and how much of what was filed ended by it.

For whoever makes a record on the command line: a report, a day or a moved blackout can
close the window at once, and that is said where it happens.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from clearance.facts import Grounds, window
from policy.blackouts import Window
from storage import requests
from storage.tx import Tx

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class WindowChange:
    """The window just before and just after a record.

    ``ended`` counts requests, waiting and decided ones together: a number of clearances
    alone would tell an approval from a decline.
    """

    before: Window
    after: Window
    ended: int


def watched(grounds: Grounds, tx: Tx, act: Callable[[], Answer]) -> tuple[Answer, WindowChange]:
    """Do an act that may move the window; return its answer and what it did."""
    before, waiting = window(tx, grounds.at(tx)), _live(tx)
    answer = act()
    return answer, WindowChange(before, window(tx, grounds.at(tx)), waiting - _live(tx))


def _live(tx: Tx) -> int:
    return len(list(requests.in_state(tx, "pending", "decided")))

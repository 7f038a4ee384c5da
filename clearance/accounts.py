"""What Slack last said of people's accounts: guest, deactivated, of another company.

A memory, and no record: the list of people says who may act, and what Slack says only takes
away from that. It is asked at an act and kept for a few minutes.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

#: How long an answer is good for (seconds of real time); an event brings a newer one sooner.
GOOD_FOR_SECONDS = 300.0
#: More accounts than any company has: whoever acted longest ago is forgotten first.
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Account:
    """One account as Slack describes it; ``known`` is false where Slack never said.

    ``teams`` are the workspaces that it belongs to, empty where Slack names none.
    """

    known: bool = True
    guest: bool = False
    deactivated: bool = False
    foreign: bool = False
    teams: tuple[str, ...] = ()


UNKNOWN = Account(known=False)


class Accounts:
    """Remembers the accounts of those who acted; ``steady`` gives seconds of real time."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._said: OrderedDict[str, tuple[float, Account]] = OrderedDict()

    def learn(self, user_id: str, account: Account) -> None:
        """Keep what Slack said just now."""
        self._said[user_id] = (self._steady(), account)
        self._said.move_to_end(user_id)
        while len(self._said) > MOST:
            self._said.popitem(last=False)

    def fresh(self, user_id: str) -> bool:
        """Say whether the last answer is new enough that Slack need not be asked."""
        at, _ = self._said.get(user_id, (None, UNKNOWN))
        return at is not None and 0 <= self._steady() - at < GOOD_FOR_SECONDS

    def last(self, user_id: str) -> Account:
        """Return the last answer, however old; ``UNKNOWN`` where there never was one."""
        return self._said.get(user_id, (0.0, UNKNOWN))[1]

"""What Slack last said of people's accounts: guest, deactivated, of another company.

A memory, and no record: the list of people says who may act, and what Slack says only takes
away from that. All of them are read when the bot starts and again every few minutes, so that many
can act at once; who was not read of late is asked for at an act.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sqlalchemy import select

from storage.tables import PersonRow
from storage.tx import Tx

#: How long an answer is good for (seconds of real time); an event brings a newer one sooner.
GOOD_FOR_SECONDS = 300.0
#: So many accounts take some 20 MB: whoever was spoken of longest ago is forgotten first.
MOST = 100_000
_SLACK_IDS: Final = select(PersonRow.__table__.c.slack_id).distinct()  # type: ignore[attr-defined]


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


@lru_cache(maxsize=1000)
def _once(account: Account) -> Account:
    """Give the one that is kept for all that are alike."""
    return account


def on_the_list(tx: Tx) -> frozenset[str]:
    """Name every Slack id that the list of people ever named."""
    return frozenset(tx.execute(_SLACK_IDS).scalars())


class Accounts:
    """Remembers accounts; ``steady`` gives seconds of real time."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._said: OrderedDict[str, tuple[float, Account]] = OrderedDict()

    def begun(self) -> float:
        """Give the moment at which a question is asked, for ``learn``."""
        return self._steady()

    def learn(self, user_id: str, account: Account, asked_at: float | None = None) -> None:
        """Keep what Slack said just now; what it said since ``asked_at`` is newer, and stays."""
        at, _ = self._said.get(user_id, (None, UNKNOWN))
        if asked_at is not None and at is not None and asked_at < at:
            return
        self._said[user_id] = (self._steady() if asked_at is None else asked_at, _once(account))
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

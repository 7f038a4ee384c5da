"""Which entries of the log a bundle shows, and what of them it opens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from audit.pulls import KINDS, Pull
from audit.restrictions import PRODUCING, opens_restricted
from clearance.case_records import CaseRecords
from clearance.checkpointing import COMMITTED
from policy.instants import on_the_clock
from storage.log import moment

_ONE_DAY: Final = timedelta(days=1)
#: Entries that name whom they are about in their confidential part alone. Not those of cases:
#: a pull of what is about oneself would tell that there is a case.
_HIDE_SUBJECT: Final = ("plan:", "paper:", "filing:")
_CASES: Final = "case:"
PULLED: Final = "audit:pulled"
#: Entries about the bundle itself, whatever days were asked for.
_OF_ITSELF: Final = frozenset({PULLED, *PRODUCING})
#: Entries about the log as a whole: without them what was removed, or lost, has no reason.
_OF_THE_LOG: Final = ("retention:removed", "database:restored")


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for, as it is asked of each entry; moments are as records write them."""

    pull: Pull
    since: str
    until: str
    tags: tuple[str, ...]
    gathered: CaseRecords | None = None

    @classmethod
    def of(cls, pull: Pull, gathered: CaseRecords | None = None) -> "Choice":
        """Make ready what a pull asks for; ``gathered`` is what belongs to its case."""
        wanted = pull.wanted
        return cls(
            pull=pull,
            since="" if wanted.first is None else _midnight(wanted.first),
            until="~" if wanted.last is None else _midnight(wanted.last + _ONE_DAY),
            tags=tuple(tag for kind in sorted(wanted.kinds) for tag in KINDS[kind]),
            gathered=gathered,
        )

    @property
    def everything(self) -> bool:
        """Say whether no entry is withheld."""
        return self.pull.wanted.everything

    def needs_hidden(self, record: Mapping[str, Any]) -> bool:
        """Say whether the confidential part has to be read to tell if the entry is meant.

        Not for a redacted bundle: that it was shown would tell whom it is about.
        """
        wanted = self.pull.wanted
        about = record["subject"] is None and record["tag"].startswith(_HIDE_SUBJECT)
        return about and wanted.person is not None and not wanted.redacted

    def takes(self, record: Mapping[str, Any], hidden_subject: str | None = None) -> bool:
        """Say whether the bundle shows an entry."""
        wanted, tag = self.pull.wanted, record["tag"]
        if wanted.request is not None:
            return bool(record["request"] == wanted.request)
        if tag in _OF_ITSELF and record["body"]["open"]["id"] == self.pull.id:
            return True
        if tag in _OF_THE_LOG or (tag == COMMITTED and self.pull.restrictions):
            return True  # else the history of restrictions beside it would hang in the air
        if wanted.case is not None:
            return self.gathered is not None and self.gathered.belongs(record)
        if not self.since <= record["at"] < self.until or not tag.startswith(self.tags or ""):
            return False
        concerned = (record["subject"], record["actor"], hidden_subject)
        return wanted.person is None or wanted.person in concerned

    def opens(self, record: Mapping[str, Any]) -> frozenset[str]:
        """Name the hidden parts of a shown entry that the bundle opens."""
        pull = self.pull
        if pull.wanted.redacted:
            return frozenset()
        ask = None if pull.produced is None else pull.produced.id
        if record["tag"].startswith(_CASES) and pull.wanted.case is None and ask is None:
            return frozenset()  # it may be about whoever pulls
        closed = not pull.restrictions or not opens_restricted(record, pull.by, ask)
        return frozenset({"sealed"}) if closed else frozenset({"sealed", "restricted"})


def _midnight(day: date) -> str:
    at: datetime = on_the_clock(day, time())
    return moment(at)

"""What is said of a plan that is submitted here, and what its owner and approver see of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from policy.plan_wait import Wait

#: What its owner states, all of it: Rule 10b5-1(c)(1)(ii)(C).
CERTIFIED: Final = ("good_faith", "no_mnpi")
#: What a change may touch; the first three make it a new plan, ``wording`` does not.
TOUCHED: Final = ("amount", "price", "timing", "wording")
#: What an approver can send back to be corrected.
FIELDS: Final = ("kind", "broker", "days", "shares", "terms", "document")
LONGEST_BROKER: Final = 80
LONGEST_TITLE: Final = 100
LONGEST_TERMS: Final = 1000
#: So much of the terms fits into their row, as it is written there.
LONGEST_BYTES: Final = 1600
MOST_SHARES: Final = 1_000_000_000
#: How far ahead the day of adoption may lie: what is certified is certified now.
MOST_AHEAD: Final = 30


@dataclass(frozen=True, slots=True, repr=False)
class PlanText:
    """What a plan says in words: its broker, its terms, and the document that holds them.

    ``shares`` is the aggregate amount; ``terms`` are lines of amounts, prices and dates;
    ``sha256`` names the document, ``title`` says what it is called.
    """

    broker: str
    shares: int
    terms: str = ""
    title: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class PlanSaid:
    """What the form says of a new plan, of a change (``changes`` names the plan), or both anew.

    ``corrects`` names what was returned; ``form`` the opened form, so that one that is sent
    twice is one.
    """

    kind: str
    text: PlanText
    adopted_on: date
    begins_on: date
    ends_on: date
    certified: tuple[str, ...] = ()
    touched: tuple[str, ...] = ()
    changes: str | None = None
    corrects: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class PlanFormSheet:
    """What the form opens with: today, and what it is filled in with.

    ``said`` is what was returned, or how the plan stands that is to be changed.
    """

    today: date
    said: PlanSaid | None = None


@dataclass(frozen=True, slots=True)
class PlanFiled:
    """What was submitted of a plan, as its owner and whoever may approve it see it.

    ``state``: pending; approved; declined; returned (``fields`` names what to correct);
    withdrawn. ``wait`` says when it may first trade, None beyond the calendar. ``before`` is
    what the plan says until a change is approved. ``against`` names the public facts that
    forbid it by now.
    """

    record: str
    plan: str
    owner: str
    said: PlanSaid
    state: str
    filed_at: datetime
    wait: Wait | None
    before: PlanText | None = None
    decided_by: str | None = None
    office: str | None = None
    decided_at: datetime | None = None
    fields: tuple[str, ...] = ()
    own: bool = False
    may_decide: bool = False
    may_withdraw: bool = False
    may_correct: bool = False
    roles: tuple[str, ...] = ()
    suspended: bool = False
    restricted: bool = False  # said to whoever decides alone
    against: tuple[str, ...] = ()
    approvable: bool = False

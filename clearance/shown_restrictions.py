"""What officers say and see of restrictions, and what the people concerned are told.

Everything here is opened on demand, in a form that Slack does not keep in a conversation.
An officer sees what they set; the classes hold no more than that viewer may see.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from clearance.reason import Reason
from clearance.shown import PlanShown

#: In characters.
LONGEST_MATTER = 40
LONGEST_ISSUER = 60
#: How many people one restriction, or one notice, may name.
MOST_PEOPLE = 50

RestrictionKind = Literal["event", "early_blackout"]
Widening = Literal["lift", "take_out", "shorten"]
Basis = Literal["public", "not_material"]


@dataclass(frozen=True, slots=True)
class RestrictSaid:
    """What the form for a new restriction says.

    ``people`` are Slack ids. ``matter`` is a code word, never the information. ``notify``
    tells the people in neutral words; ``quarter_end`` belongs to an early blackout alone.
    ``form`` names the opened form, so that one sent twice is one restriction.
    """

    kind: RestrictionKind
    people: tuple[str, ...]
    matter: str
    reason: Reason = field(default_factory=Reason)
    notify: bool = True
    quarter_end: date | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class TakesForce:
    """The answer to every change of the register: not kept and not in force before ``at``."""

    at: datetime


@dataclass(frozen=True, slots=True)
class RestrictSheet:
    """What the form for a new restriction opens with, and shows once people are chosen.

    ``quarters`` are the quarter ends whose blackout may begin early. ``plans`` are those of
    the chosen people that are in force; ``PlanShown.runs_through`` is false for one that is
    too young to run on. ``most`` bounds how many people one restriction may name.
    """

    quarters: tuple[date, ...]
    plans: tuple[PlanShown, ...] = ()
    most: int = MOST_PEOPLE


@dataclass(frozen=True, slots=True)
class RestrictedPerson:
    """One person under a restriction: since when, and until when if that is known.

    ``untold``: they were to be told, and Slack does not take the notice.
    """

    slack_id: str
    name: str
    since: datetime
    until: datetime | None = None
    untold: bool = False


@dataclass(frozen=True, slots=True)
class RestrictionShown:
    """A restriction as the officer sees it who set it, or who is asked about it.

    ``by`` is the setter's name, empty for the setter's own eyes. ``asked`` says that an end
    or a narrowing of it waits for somebody's agreement.
    """

    id: str
    kind: RestrictionKind
    matter: str
    people: tuple[RestrictedPerson, ...]
    notified: bool
    since: datetime
    quarter_end: date | None = None
    has_reason: bool = False
    asked: bool = False
    by: str = ""


@dataclass(frozen=True, slots=True)
class WidenSheet:
    """What the form for ending a restriction opens with.

    Each entry of ``releases`` is a record's id, its title and when it was public: one of
    them is named where the matter is public. ``nobody_to_agree`` says that no second person
    is there.
    """

    restriction: RestrictionShown
    releases: tuple[tuple[str, str, datetime], ...]
    nobody_to_agree: bool = False


@dataclass(frozen=True, slots=True)
class WideningSaid:
    """What the form for ending, taking out and shortening says.

    ``people`` are the Slack ids to be taken out, empty for all. ``release`` is a record's id
    and belongs to the basis ``public``; ``until`` (a session day, at its open) to ``shorten``.
    """

    restriction: str
    what: Widening
    basis: Basis
    people: tuple[str, ...] = ()
    release: str | None = None
    until: date | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class WideningShown:
    """A widening that waits for agreement, as the person sees it who is asked.

    ``ends_at`` is when it would end for these people; None for the moment it is agreed to.
    """

    id: str
    restriction: RestrictionShown
    what: Widening
    basis: Basis
    people: tuple[str, ...]  # names
    by: str
    asked_at: datetime
    release: str = ""  # its title
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RestrictionsSheet:
    """What an officer has set that is in force, and what they are asked to agree to.

    ``to_confirm`` says that the register comes from a backup, or may: approvals stop until
    each officer has confirmed that what they see is all that they set. ``others`` are the
    names of officers who have not confirmed yet. ``may_set`` is false for somebody who is
    shown this and is no officer: who is asked to agree, or compliance.
    """

    at: datetime
    mine: tuple[RestrictionShown, ...]
    asked: tuple[WideningShown, ...] = ()
    to_confirm: bool = False
    others: tuple[str, ...] = ()
    lifted_then_approved: tuple["LiftedThenApproved", ...] = ()
    may_set: bool = True


@dataclass(frozen=True, slots=True)
class LiftedThenApproved:
    """For compliance: an approval within ten trading days after a restriction's end."""

    request: str
    person: str
    lifted_at: datetime
    lifted_by: tuple[str, ...]
    approved_at: datetime
    approved_by: str


@dataclass(frozen=True, slots=True)
class NeutralNotice:
    """What a notified person is told; it never has a reason.

    They may not trade; that is over; or an issuer's securities are not to be traded.
    ``id`` and ``acknowledged`` belong to a notice on an issuer, which is acknowledged.
    """

    what: Literal["restricted", "ended", "issuer"]
    at: datetime
    issuer: str = ""
    id: str = ""
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class ReasonShown:
    """A reason that was opened on the record, for the viewer who opened it."""

    restriction: str
    matter: str
    reason: Reason
    viewer: str


@dataclass(frozen=True, slots=True)
class UnseenShown:
    """A withdrawal that its person has not answered: for the officers."""

    request: str
    person: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class IssuerNoticeSaid:
    """A neutral notice about another issuer, to people who have to acknowledge it."""

    people: tuple[str, ...]
    issuer: str
    form: str | None = None


@dataclass(frozen=True, slots=True)
class ReceiptSaid:
    """The answer to a withdrawn clearance: no open order, or executed at a moment."""

    request: str
    executed_at: datetime | None = None


RestrictionOpened = (
    RestrictionShown | WideningShown | RestrictionsSheet | NeutralNotice | ReasonShown | UnseenShown
)

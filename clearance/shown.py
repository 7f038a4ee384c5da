"""What a viewer may see: the one place that says it, for forms, App Home and messages.

The classes below are all that leaves the desk. They carry ids and parameters, never
words; who may see which finding is decided by ``findings_for`` and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from clearance.shown_delegates import DelegateShown
from clearance.shown_plans import PlanFiled, PlanText
from clearance.shown_related import RelatedShown
from clearance.shown_reports import Execution, Form144
from clearance.shown_swing import SwingShown
from policy.facts import Trade
from policy.findings import Audience, Finding, Parameter
from policy.plan_wait import Wait

EVERYONE = frozenset({Audience.EVERYONE})
#: The review form is opened on demand and not kept in a conversation.
REVIEW_FORM = frozenset({Audience.EVERYONE, Audience.APPROVERS, Audience.CONFIDENTIAL})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as Slack says it; the people table says which person that is."""

    team_id: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Ask:
    """What the request form says.

    ``account`` is ``own`` or ``related``; ``related`` names the registered person or entity.
    ``plan`` is the id of the recorded plan under which the trade is made; the desk reads its
    terms from the record, so ``trade.plan`` is left empty. ``statements`` holds the ids of
    the statements made; ``corrects`` the id of a request that was returned for correction;
    ``form`` names the opened form (Slack's view id), so that one sent twice is one request.
    """

    trade: Trade
    account: str = "own"
    statements: tuple[str, ...] = ()
    corrects: str | None = None
    form: str | None = None
    related: str | None = None
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an officer says: the decision, their own statement, and what to correct."""

    decision: Literal["approve", "decline", "return"]
    statement: bool = False
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What was traded on a clearance: all fields, or ``traded`` false and none.

    ``stated`` says whether the person states that they held no inside information when
    they traded; None where nothing was traded. ``form`` names the opened form, so that
    one that is sent again changes nothing. ``further`` holds the executions after the first.
    Of a plan's trade: whether they chose its day, and when they were told of it.
    """

    traded: bool
    at: datetime | None = None
    quantity: int | None = None
    price: str | None = None
    form: str | None = field(default=None, compare=False)
    stated: bool | None = None
    further: tuple[Execution, ...] = ()
    chose_day: bool | None = None
    told_on: date | None = None

    @property
    def executions(self) -> tuple[Execution, ...]:
        """Every execution in the order in which it was said; none where nothing was traded."""
        if self.at is None or self.quantity is None or self.price is None:
            return ()
        return (Execution(self.at, self.quantity, self.price), *self.further)


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as far as this viewer may see it."""

    rule: str
    section: str
    effect: str
    parameters: Mapping[str, Parameter]


@dataclass(frozen=True, slots=True)
class No:
    """A refusal to act, as a value: why, by id, and what the words need.

    ``findings`` are the public rules that refuse, where the form itself can be corrected.
    """

    reason: str
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    findings: tuple[ShownFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class WindowShown:
    """The company's window, the same for everybody: no restriction changes it."""

    at: datetime
    open: bool
    reopens_at: datetime | None  # None while closed: the report is not recorded yet
    closes_at: datetime | None  # None while closed
    quarter_end: date | None  # whose blackout closes it


@dataclass(frozen=True, slots=True)
class PlanShown:
    """A Rule 10b5-1 plan on the record, as its owner and the officers see it.

    ``counts_from`` is the day from which its age counts, that of a change where one made it
    a new plan. ``begins_on`` and ``ends_on`` are its own first and last day;
    ``first_trade_on`` is the first session on which it may trade, after its cooling-off and
    any blackout that it is too young for, None while nobody can know; ``wait`` is the sum.
    ``text`` is what it says, where it was submitted here; its owner ``may_change`` and end it.
    ``doubts`` names, by id, what later law has against it (``policy.plan_law``).
    ``runs_through`` says whether it is old enough for the blackout that runs or comes next,
    None where nobody knows when that began. ``resume_asked_by`` is the name of the officer
    who asked for it to run again, where a second one has to agree; its owner is not told.
    """

    id: str
    owner: str
    established_on: date
    established_at: datetime | None
    approved_on: date
    approved_by: str
    office: str
    ends_on: date | None
    kind: str
    first_trade_on: date | None
    suspended: bool
    doubts: tuple[str, ...] = ()
    resume_asked_by: str | None = None
    may_suspend: bool = False
    may_ask_resume: bool = False
    may_agree: bool = False
    own: bool = False
    over: bool = False
    begins_on: date | None = None
    counts_from: date | None = None
    runs_through: bool | None = None
    wait: Wait | None = None
    text: PlanText | None = None
    ended_on: date | None = None
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class PlansSheet:
    """One's own plans, and those that an officer may act on, without those that are over.

    ``blackout_at`` is when the blackout began that runs now, else when the next one begins.
    ``filed`` is what was submitted and waits: for one's own decision first, then one's own.
    """

    own: tuple[PlanShown, ...]
    others: tuple[PlanShown, ...]
    officer: bool
    blackout_at: datetime | None
    exempt_days: int
    filed: tuple[PlanFiled, ...] = ()


@dataclass(frozen=True, slots=True)
class NewsShown:
    """A release after which who knew of it before has to wait, and until when.

    ``section`` is that of the policy which says so.
    """

    title: str
    public_at: datetime
    reopens_at: datetime
    section: str


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """How the policy file reads a point: whether it counts, is allowed; its section.

    ``chosen`` says that the policy's text leaves it open, so that counsel chose.
    """

    holds: bool
    section: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class AskingSheet:
    """What the request form needs to open: the same for everybody but one's own entries.

    ``readings`` goes by the policy file's keys, ``sections`` by its clauses' ids;
    ``plan_sellers`` sell under a plan only; ``company`` is what the company may be called.
    """

    window: WindowShown
    related: tuple[RelatedShown, ...] = ()
    plans: tuple[PlanShown, ...] = ()  # one's own, approved, in force
    news: tuple[NewsShown, ...] = ()
    readings: Mapping[str, ReadingShown] = field(default_factory=dict)
    company: tuple[str, ...] = ()
    sections: Mapping[str, str] = field(default_factory=dict)
    plan_sellers: tuple[str, ...] = ()
    files_for: tuple[DelegateShown, ...] = ()  # for whom else one may file
    sign_first: bool = False  # the policy is not acknowledged in the round in force


@dataclass(frozen=True, slots=True)
class ReportShown:
    """What the requester said was traded.

    ``outside`` names what does not keep to the clearance: ``quantity``, ``time``,
    ``statement``. A Section 16 person owes ``due_form`` until ``due_on``.
    """

    at: datetime
    report: Report
    outside: tuple[str, ...] = ()
    due_form: str | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A request as its own requester sees it.

    ``state``: pending; refused (by a public rule, findings say which); exempt;
    approved; declined; returned (``fields`` names what to correct); withdrawn;
    expired (nobody decided in time); lapsed (the window closed while it waited);
    overtaken (another public rule forbade it when an officer approved);
    clearance_ended (approved, and over; ``cause`` is ``time``, ``blackout``,
    ``withdrawn``, ``cancelled`` by the requester, or ``corrected``); reported.
    ``outlasted_at`` is the last moment of a clearance given now, where the planned day of
    a pending request lies after it.
    """

    id: str
    state: str
    trade: Trade
    account: str
    holder: str
    submitted_at: datetime
    decide_by: datetime
    decided_at: datetime | None = None
    decided_by: str | None = None  # the officer's name
    office: str | None = None  # and the office acted in
    earliest_trade_at: datetime | None = None
    expires_at: datetime | None = None
    cause: str | None = None
    fields: tuple[str, ...] = ()
    findings: tuple[ShownFinding, ...] = ()
    report: ReportShown | None = None
    outlasted_at: datetime | None = None
    back_at: datetime | None = None  # pending, and all who may decide are away until then
    source: str = "slack"
    may_withdraw: bool = False
    may_report: bool = False
    may_correct: bool = False
    related: str | None = None  # the entry of a related account, as it was when asked
    relation: str | None = None
    related_with: tuple[str, ...] = ()  # colleagues who have to ask for it as well
    plan: PlanShown | None = None  # where one request is shown: that of the trade, as it is now
    may_receipt: bool = False  # a withdrawn clearance that was not answered yet
    receipt_at: datetime | None = None
    executed_at: datetime | None = None
    filed_by: str | None = None  # the name of who filed it for the requester
    swing: SwingShown | None = None  # where one request is shown, and its trade is to come
    owes_answer: bool = False  # whether anything was traded: asked, and not said yet
    form144: Form144 | None = None
    may_nudge: bool = False  # it waits, was not nudged, and was not filed just now
    nudge_from: datetime | None = None  # from when on, where it was filed just now
    nudged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """Everything an officer needs to decide one request.

    ``covered`` is ``review`` where a person has to decide whether the policy covers the
    related account, ``scope`` the section on it; ``relation`` ties it to the requester.
    ``related_with`` names the colleagues who have to ask for the trade as well.
    """

    request: str
    status: str  # pending, decided, ended
    requester: str
    roles: tuple[str, ...]
    trade: Trade
    account: str
    holder: str
    statements: tuple[str, ...]
    submitted_at: datetime
    decide_by: datetime
    window: WindowShown
    earliest_trade_at: datetime | None  # if it were approved now
    expires_at: datetime | None
    findings: tuple[ShownFinding, ...]
    approvable: bool
    corrects: str | None = None
    ended: RequestShown | None = None  # how it ended, where it has
    news: tuple[NewsShown, ...] = ()  # the officer may have known of it before, too
    relation: str | None = None
    covered: str | None = None
    related_with: tuple[str, ...] = ()
    scope: str = ""
    plan: PlanShown | None = None
    filed_by: str | None = None  # the name of who filed it for the requester
    swing: SwingShown | None = None
    source: str = "slack"
    form144: Form144 | None = None
    nudged_at: datetime | None = None  # when the requester asked for it again


@dataclass(frozen=True, slots=True)
class Card:
    """The officer's message: an id, when to decide by, three buttons."""

    request: str
    decide_by: datetime


@dataclass(frozen=True, slots=True)
class ClosedCard:
    """A card after the request's end: it has no buttons any more.

    ``decided`` says whether an officer decided it, the card's own (``you``) or another
    (``other``); never how.
    """

    request: str
    channel: str
    ts: str
    decided: Literal["you", "other"] | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """Every other message: constant words, an id, a time to act by, **Open**."""

    delivery: str
    act_by: datetime | None


@dataclass(frozen=True, slots=True)
class Digest:
    """An officer's reminder of requests that wait: by when the first is needed, **Open**."""

    delivery: str
    decide_by: datetime


@dataclass(frozen=True, slots=True)
class CheckpointSigned:
    """The day's checkpoint of the log, for compliance: the signed note as it is."""

    note: str
    at: datetime


Message = Card | ClosedCard | Digest | Envelope | CheckpointSigned


def findings_for(
    findings: tuple[Finding, ...], audience: frozenset[Audience]
) -> tuple[ShownFinding, ...]:
    """Return the findings that this audience may see; a lifted one is shown to nobody."""
    return tuple(
        ShownFinding(found.rule, found.section, str(found.effect), found.parameters)
        for found in findings
        if found.lifted_by is None and found.audience in audience
    )

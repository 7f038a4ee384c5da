"""A request's life: the steps written of it, and what they add up to.

What happened in a step is sealed; in the open a request is pending, decided or ended.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from clearance.authority import Approver, approvers_of
from clearance.facts import Ground, fingerprint
from clearance.parting import parted
from clearance.people import by_id
from clearance.shown import Report, ReportShown
from clearance.shown_reports import Execution
from policy.archive import facts_public, finding_from
from policy.facts import Facts
from policy.findings import Finding
from storage import requests
from storage.requests import State, Step
from storage.tables import RequestRow
from storage.tx import Tx

#: What a step says happened, and the state that the requester is shown.
STATES = {
    "submitted": "pending",
    "refused": "refused",
    "exempt": "exempt",
    "approved": "approved",
    "declined": "declined",
    "returned": "returned",
    "withdrawn": "withdrawn",
    "expired": "expired",
    "lapsed": "lapsed",
    "overtaken": "overtaken",
    "over": "clearance_ended",
    "reported": "reported",
}


class Life(NamedTuple):
    """What has become of a request."""

    state: str
    decided_at: datetime | None = None
    decided_by: str | None = None
    office: str | None = None
    earliest_trade_at: datetime | None = None
    expires_at: datetime | None = None
    ended_at: datetime | None = None  # a clearance that is over: since when
    cause: str | None = None
    fields: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    report: ReportShown | None = None
    account: str = "own"
    holder: str = ""
    related: dict[str, Any] | None = None  # the entry's id, relation, coverage, and with whom
    plan: str | None = None
    statements: tuple[str, ...] = ()
    filed_by: str | None = None  # who filed it in the requester's name
    cards: tuple[tuple[str, str], ...] = ()
    receipt_at: datetime | None = None  # when a withdrawal was answered
    executed_at: datetime | None = None  # and when an order had been executed before it
    given_up: bool = False  # given back unused, or corrected on paper
    nudged_at: datetime | None = None  # when its requester asked for it to be looked at

    @property
    def awaits_receipt(self) -> bool:
        """Say whether a clearance was withdrawn and its person has not answered."""
        withdrawn = self.state == "clearance_ended" and self.cause == "withdrawn"
        return withdrawn and self.receipt_at is None

    @property
    def silent(self) -> bool:
        """Say whether nothing was said of what came of it, and it was not given back."""
        return self.report is None and not self.given_up

    @property
    def holders(self) -> tuple[str, ...]:
        """Name the colleagues whose account it is too, and who have to ask as well."""
        return tuple((self.related or {}).get("with", ()))

    @property
    def apart(self) -> tuple[str, ...]:
        """Name who never decides it: the account's holders, and who filed it for somebody."""
        return (*self.holders, *((self.filed_by,) if self.filed_by else ()))

    @property
    def live(self) -> bool:
        """Say whether a clearance was given that nothing has ended."""
        return self.state == "approved"


def life_of(steps: Sequence[Step]) -> Life:
    """Add the steps up, in their order."""
    life = Life(state="pending")
    for step in steps:
        life = _after(life, step)
    return life


def _after(life: Life, step: Step) -> Life:
    value = step.value
    what = value["what"]
    if what in _BESIDE:
        return _BESIDE[what](life, step)
    life = life._replace(state=STATES[what], findings=_findings(value) or life.findings)
    if what == "submitted":
        return life._replace(
            account=value["account"],
            holder=value["holder"],
            related=value.get("related"),
            plan=value.get("plan"),
            statements=tuple(value["statements"]),
            filed_by=value.get("filed_by"),
            cards=tuple((to, delivery) for to, delivery in value["cards"]),
        )
    if what == "over":
        # One that was withdrawn stays so, whatever is corrected on paper afterwards.
        cause = "withdrawn" if life.cause == "withdrawn" else value["cause"]
        given_up = life.given_up or value["cause"] in _GIVEN_UP
        return life._replace(cause=cause, ended_at=life.ended_at or step.at, given_up=given_up)
    if what == "reported":
        return life._replace(report=_report(step))
    return life._replace(
        decided_at=_instant(value.get("at")) or step.at,
        decided_by=value.get("officer", value["by"]),
        office=value.get("office"),
        earliest_trade_at=_instant(value.get("earliest")),
        expires_at=_instant(value.get("expires")),
        fields=tuple(value.get("fields", ())),
        account=value.get("account", life.account),
        holder=value.get("holder", life.holder),
        related=value.get("related", life.related),
        plan=value.get("plan", life.plan),
        statements=tuple(value.get("statements", life.statements)),
        filed_by=value.get("filed_by", life.filed_by),
    )


def _handed_on(life: Life, step: Step) -> Life:
    return life._replace(cards=tuple((to, card) for to, card in step.value["cards"]))


def _nudged(life: Life, step: Step) -> Life:
    return _handed_on(life, step)._replace(nudged_at=step.at)


def _receipt(life: Life, step: Step) -> Life:
    return life._replace(receipt_at=step.at, executed_at=_instant(step.value["executed"]))


def _answered(life: Life, step: Step) -> Life:
    """Note what was said of a request that was not cleared: it stays what it is."""
    return life._replace(report=_report(step))


#: How a clearance ends of which nothing more is to be said.
_GIVEN_UP = frozenset({"cancelled", "corrected"})
#: Steps that change no state.
_BESIDE: Mapping[str, Callable[[Life, Step], Life]] = {
    "closed": lambda life, _: life,
    "handed_on": _handed_on,
    "nudged": _nudged,
    "receipt": _receipt,
    "answered": _answered,
}


def _findings(value: dict[str, Any]) -> tuple[Finding, ...]:
    return tuple(finding_from(one) for one in value.get("findings", ()))


def _report(step: Step) -> ReportShown:
    said = step.value["report"]
    return ReportShown(
        at=step.at,
        report=Report(
            traded=said["traded"],
            at=_instant(said["at"]),
            quantity=said["quantity"],
            price=said["price"],
            # Kept since the second version of the tables.
            stated=said.get("stated"),
            # Kept since there are executions in parts.
            further=tuple(
                Execution(datetime.fromisoformat(at), quantity, price)
                for at, quantity, price in said.get("further", ())
            ),
            chose_day=said.get("chose_day"),
            told_on=_day(said.get("told_on")),
        ),
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


@dataclass(frozen=True, slots=True)
class Case:
    """One request in one transaction: the ground it stands on, and its life so far."""

    tx: Tx
    ground: Ground
    request: RequestRow
    life: Life


def case_of(tx: Tx, ground: Ground, request: RequestRow) -> Case:
    """Open a request's case."""
    return Case(tx, ground, request, life_of(requests.steps(tx, [request.id])[request.id]))


def able_of(case: Case) -> tuple[Approver, ...]:
    """Name who may decide it, nobody where its requester is not known."""
    requester = by_id(case.tx, case.request.person)
    if requester is None:
        return ()
    return approvers_of(case.tx, requester, case.ground.policy, case.life.apart)


def write_step(
    case: Case,
    state: State,
    *,
    actor: str,
    value: dict[str, Any],
    judged: tuple[str, Facts] | None = None,
) -> None:
    """Write a step and its log record, which commit together or not at all.

    ``judged`` is the id under which the facts are kept, and the facts; the step seals what
    they are known by again. The open part of the record names who acted and what the
    request now is, and no more.
    """
    facts_id, facts = judged if judged is not None else (None, None)
    tx, request, ground = case.tx, case.request, case.ground
    public = None if facts is None else facts_public(facts)
    value = {**value, "by": actor}
    if public is not None:
        versions = (ground.policy.version, ground.calendar.version)
        value["rests_on"] = fingerprint(request.id, *versions, public)
    requests.add_step(tx, request.id, state, public={"by": actor}, value=value, facts=facts_id)
    tx.log(
        f"request:{state}",
        actor=actor,
        subject=request.person,
        request=request.id,
        policy=ground.policy.version,
        calendar=ground.calendar.version,
        open={"facts": public, "register": ground.register},
        **parted(value, facts),
    )

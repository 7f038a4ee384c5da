"""Filing a request: judged, written down and handed to the approvers, or refused at once.

What only has to be filled in otherwise is refused at its field and not filed: the order,
the margin account, a day that is too soon. Nor is one filed whose policy is to be signed
first. Where any other rule refuses too, the request is filed, so that the record shows it.
"""

from dataclasses import replace

from clearance import answering, drafts, plan_use
from clearance.acknowledged import to_sign
from clearance.authority import approvers_of
from clearance.away import to_ask
from clearance.facts import Ground, gather, history_ahead, keep
from clearance.life import Case, Life, case_of, write_step
from clearance.notices import hand_over
from clearance.people import PersonFound
from clearance.related import Account, account_of
from clearance.shown import EVERYONE, Ask, No, findings_for
from clearance.shown_drafts import DraftOf
from policy.archive import decision_to
from policy.clearance_life import decide_by
from policy.decide import decide
from policy.findings import Decision, Effect, Outcome
from policy.rules import (
    lead_time,
    limit_order,
    margin_account,
    not_acknowledged,
    standing_order,
)
from storage import requests
from storage.requests import State
from storage.tables import RequestRow
from storage.tx import Tx

#: The statements that a request needs, all of them; the first is on inside information.
STATEMENTS = ("no_mnpi", "policy_read", "responsible")
#: The rules whose refusal another choice in the form does away with.
AT_FIELDS = frozenset(
    module.RULE.id for module in (margin_account, standing_order, limit_order, lead_time)
)
WHAT = {Outcome.REFUSE: "refused", Outcome.EXEMPT: "exempt", Outcome.REFER: "submitted"}


def submit(
    tx: Tx, ground: Ground, person: PersonFound, ask: Ask, by: PersonFound | None = None
) -> RequestRow | No:
    """File a request; the same form sent again gives the request it gave before.

    ``by`` is who files it for the person, where they do not themselves.
    """
    if set(STATEMENTS) - set(ask.statements):
        return No("statements_missing")
    form = None if ask.form is None else tx.name(f"form:{(by or person).person}:{ask.form}")
    requests.ahead_of_filing(tx, form)
    drafts.ahead(tx, by or person, DraftOf("request", ask.corrects or ""))
    history_ahead(tx, person.person, ground.policy.short_swing.lookback_months)
    before = None if form is None else requests.from_form(tx, form)
    if before is not None:
        return before
    if ask.corrects is not None and not _returned_to(tx, ground, person, ask.corrects):
        return No("not_returned")
    account = account_of(tx, ground, person, ask)
    if isinstance(account, No):
        return account
    filed = _judge_and_file(tx, ground, person, ask, account=account, form=form, by=by)
    if not isinstance(filed, No):  # once: a form that comes again may find a later one's draft
        drafts.sent(tx, by or person, DraftOf("request", ask.corrects or ""), ask.form)
    return filed


def _returned_to(tx: Tx, ground: Ground, person: PersonFound, request_id: str) -> bool:
    request = requests.find(tx, request_id)
    if request is None or request.person != person.person:
        return False
    returned = case_of(tx, ground, request).life.state == "returned"
    return returned and not requests.corrected(tx, request_id)


def _judge_and_file(
    tx: Tx,
    ground: Ground,
    person: PersonFound,
    ask: Ask,
    *,
    account: Account,
    form: str | None,
    by: PersonFound | None,
) -> RequestRow | No:
    if ask.trade.on is not None and ground.calendar.session_on(ask.trade.on) is None:
        return No("no_session")
    use = plan_use.Use(person.person, account.kind, ask.plan)
    trade = plan_use.under(tx, use, ask.trade, ground)
    if isinstance(trade, No):
        return trade
    ask = replace(ask, trade=trade)
    facts = gather(tx, ground, person, ask.trade, attests=True)
    decision = decide(facts, ground.policy, ground.calendar)
    first = _comes_first(decision, unsigned=to_sign(tx, person), alone=by is None)
    if first is not None:
        return first
    apart = [*(account.related or {}).get("with", ()), *([] if by is None else [by.person])]
    approvers = approvers_of(tx, person, ground.policy, apart)
    referred = decision.outcome is Outcome.REFER
    if referred and not approvers:
        return No("nobody_to_decide")
    # What is refused or exempt at once is over: no officer and no timer comes back to it.
    state: State = "pending" if referred else "ended"
    request = _row(tx, ground, person, ask, state=state, form=form)
    requests.add(tx, request)
    value = {
        "what": WHAT[decision.outcome],
        "plan": ask.plan,
        "account": account.kind,
        "holder": account.holder,
        "related": account.related,
        "statements": list(ask.statements),
        "filed_by": None if by is None else by.person,
        **decision_to(decision),
        "cards": hand_over(tx, ground, request, to_ask(tx, approvers)) if referred else [],
    }
    kept = keep(tx, ground, request.id, facts)
    case = Case(tx, ground, request, Life(state="pending"))
    write_step(case, state, actor=(by or person).person, value=value, judged=(kept, facts))
    if decision.outcome is Outcome.EXEMPT:
        answering.set_first(tx, ground, request, Life("exempt", decided_at=tx.now), facts)
    return request


def _comes_first(decision: Decision, *, unsigned: bool, alone: bool) -> No | None:
    """Refuse without filing what only has to be filled in otherwise, or signed before.

    ``unsigned`` says that there is a document to sign here; on paper it is signed elsewhere, and
    the request is filed as refused. Where another rule refuses too, it is filed; where somebody
    files it for the person (``alone`` is false), the fields are named whatever else refuses,
    which is not for them to learn.
    """
    refusing = tuple(
        found
        for found in decision.findings
        if found.effect is Effect.REFUSE and found.lifted_by is None
    )
    at_fields = tuple(found for found in refusing if found.rule in AT_FIELDS)
    signed_first = {not_acknowledged.RULE.id} if unsigned and alone else set()
    others = {found.rule for found in refusing} - AT_FIELDS - signed_first
    if not refusing or (others and (alone or not at_fields)):
        return None
    if at_fields:
        return No("refused_at_fields", findings=findings_for(at_fields, EVERYONE))
    return No("sign_first")


def _row(
    tx: Tx, ground: Ground, person: PersonFound, ask: Ask, *, state: State, form: str | None
) -> RequestRow:
    return requests.row_of(
        requests.new_id(tx),
        person.person,
        at=tx.now,
        status=state,
        decide_by=decide_by(tx.now, ground.blackouts, planned=ask.trade.on),
        source="slack",
        corrects=ask.corrects,
        form=form,
    )

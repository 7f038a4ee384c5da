"""Filing a request: judged, written down and handed to the approvers, or refused at once."""

from dataclasses import replace

from clearance import plans
from clearance.authority import approvers_of
from clearance.facts import Ground, gather, keep
from clearance.life import Case, Life, case_of, write_step
from clearance.notices import hand_over
from clearance.people import PersonFound
from clearance.related import Account, account_of
from clearance.shown import Ask, No
from policy.archive import decision_to
from policy.clearance_life import decide_by
from policy.decide import decide
from policy.findings import Outcome
from storage import requests
from storage.requests import State
from storage.tables import RequestRow
from storage.tx import Tx

#: The statements that a request needs, all of them; the first is on inside information.
STATEMENTS = ("no_mnpi", "policy_read", "responsible")
WHAT = {Outcome.REFUSE: "refused", Outcome.EXEMPT: "exempt", Outcome.REFER: "submitted"}


def submit(tx: Tx, ground: Ground, person: PersonFound, ask: Ask) -> RequestRow | No:
    """File a request; the same form sent again gives the request it gave before."""
    if set(STATEMENTS) - set(ask.statements):
        return No("statements_missing")
    form = None if ask.form is None else tx.name(f"form:{person.person}:{ask.form}")
    before = None if form is None else requests.from_form(tx, form)
    if before is not None:
        return before
    if ask.corrects is not None and not _returned_to(tx, ground, person, ask.corrects):
        return No("not_returned")
    account = account_of(tx, ground, person, ask)
    if isinstance(account, No):
        return account
    return _judge_and_file(tx, ground, person, ask, account=account, form=form)


def _returned_to(tx: Tx, ground: Ground, person: PersonFound, request_id: str) -> bool:
    request = requests.find(tx, request_id)
    if request is None or request.person != person.person:
        return False
    returned = case_of(tx, ground, request).life.state == "returned"
    return returned and not requests.corrected(tx, request_id)


def _judge_and_file(
    tx: Tx, ground: Ground, person: PersonFound, ask: Ask, *, account: Account, form: str | None
) -> RequestRow | No:
    if ask.trade.on is not None and ground.calendar.session_on(ask.trade.on) is None:
        return No("no_session")
    trade = plans.under(tx, person.person, ask.trade, ask.plan, ground.policy)
    if isinstance(trade, No):
        return trade
    ask = replace(ask, trade=trade)
    facts = gather(tx, ground, person, ask.trade, attests=True)
    decision = decide(facts, ground.policy, ground.calendar)
    approvers = approvers_of(tx, person, ground.policy)
    referred = decision.outcome is Outcome.REFER
    if referred and not approvers:
        return No("nobody_to_decide")
    # What is refused or exempt at once is over: no officer and no timer comes back to it.
    state: State = "pending" if referred else "ended"
    request = _row(tx, ground, person, ask, state)
    request.form = form
    requests.add(tx, request)
    value = {
        "what": WHAT[decision.outcome],
        "plan": ask.plan,
        "account": account.kind,
        "holder": account.holder,
        "related": account.related,
        "statements": list(ask.statements),
        **decision_to(decision),
        "cards": hand_over(tx, request, approvers) if referred else [],
    }
    kept = keep(tx, ground, request.id, facts)
    case = Case(tx, ground, request, Life(state="pending"))
    write_step(case, state, actor=person.person, value=value, judged=(kept, facts))
    return request


def _row(tx: Tx, ground: Ground, person: PersonFound, ask: Ask, state: State) -> RequestRow:
    return RequestRow(
        id=requests.new_id(tx),
        person=person.person,
        at=tx.now,
        status=state,
        decide_by=decide_by(
            tx.now,
            ground.policy,
            ground.calendar,
            ground.releases,
            ground.overrides,
            planned=ask.trade.on,
        ),
        source="slack",
        corrects=ask.corrects,
    )

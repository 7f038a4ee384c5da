"""``decide``: what becomes of a request, and every rule that speaks against it."""

from policy.actions import ACTIONS
from policy.decide import decide
from policy.facts import (
    COMPANY,
    ORDERS,
    PRICE_KINDS,
    TIMES_IN_FORCE,
    Facts,
    Person,
    Plan,
    Trade,
)
from policy.findings import Finding
from policy.questions.fields import Fields, RefusedError
from policy.questions.given import Answer, Given
from policy.questions.record import record_of, restrictions_of
from policy.questions.transactions import transactions_of


def answer(question: Fields, given: Given) -> Answer:
    """Answer with ``outcome``, ``approvable``, ``rules`` and a text for each of them."""
    record = record_of(question, given)
    for name in ("releases", "restrictions"):
        if not question.has(name):
            raise RefusedError("missing_field", f"{name} is missing")
    facts = Facts(
        at=question.instant("at"),
        person=_person(question.one("person"), given),
        trade=_trade(question.one("trade")),
        releases=record.releases or (),
        overrides=record.overrides,
        attests_no_mnpi=question.switch("attests_no_mnpi", absent=True),
        restrictions=restrictions_of(question, record.policy),
        history=transactions_of(question, "history"),
    )
    decision = decide(facts, record.policy, given.calendar, record.blackouts)
    speaking = [each for each in decision.findings if each.lifted_by is None]
    return {
        "outcome": decision.outcome,
        "approvable": decision.approvable,
        "rules": list(decision.rules),
        "findings": [{"rule": each.rule, "text": _text(each, given)} for each in speaking],
    }


def _person(person: Fields, given: Given) -> Person:
    return Person(
        roles=frozenset(person.choices("roles", given.known_roles)),
        acknowledged=person.flag("acknowledged"),
    )


def _trade(trade: Fields) -> Trade:
    return Trade(
        action=trade.choice("action", ACTIONS),
        quantity=trade.whole("quantity", 1),
        issuer=trade.text("issuer") if trade.has("issuer") else COMPANY,
        on=trade.day("on") if trade.has("on") else None,
        order=trade.choice("order", ORDERS, "market"),
        time_in_force=trade.choice("time_in_force", TIMES_IN_FORCE, "day"),
        shares_sold=trade.whole("shares_sold", 0) if trade.has("shares_sold") else 0,
        price_kind=trade.choice("price_kind", PRICE_KINDS) if trade.has("price_kind") else None,
        settlement=trade.text("settlement") if trade.has("settlement") else None,
        margin=trade.switch("margin"),
        insider_knows_mnpi=trade.switch("insider_knows_mnpi"),
        plan=_plan(trade.one("plan")) if trade.has("plan") else None,
    )


def _plan(plan: Fields) -> Plan:
    return Plan(
        established_on=plan.day("established_on"),
        approved=plan.flag("approved"),
        report_filed_on=plan.day("report_filed_on") if plan.has("report_filed_on") else None,
        suspended=plan.switch("suspended"),
    )


def _text(finding: Finding, given: Given) -> str:
    return given.words(finding.rule, finding.parameters) if given.words else finding.rule

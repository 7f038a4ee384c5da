"""Facts, findings and decisions as JSON and back, exactly.

What a decision rests on is stored in two parts: the public one in the open, the
confidential one sealed. Instants are written in UTC, days as YYYY-MM-DD, prices as the
text they came as; reading gives back equal values, and writing those gives the same text.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from policy.facts import (
    COMPANY,
    Facts,
    Override,
    Person,
    Plan,
    Release,
    Restriction,
    Trade,
    Transaction,
)
from policy.findings import Audience, Decision, Effect, Finding, Outcome
from policy.instants import utc

Json = dict[str, Any]

#: What stands in the open for a company that is not ours.
_ANOTHER = "another"


def facts_public(facts: Facts) -> Json:
    """Return the part of the facts that anybody may know, ready for JSON."""
    return {
        "at": _instant(facts.at),
        "attests_no_mnpi": facts.attests_no_mnpi,
        "overrides": [
            {
                "ends_at": _instant(each.ends_at),
                "quarter_end": _day(each.quarter_end),
                "starts_at": _instant(each.starts_at),
            }
            for each in facts.overrides
        ],
        "person": {
            "acknowledged": facts.person.acknowledged,
            "roles": sorted(facts.person.roles),
        },
        "releases": [
            {"at": _instant(each.at), "kind": each.kind, "quarter_end": _day(each.quarter_end)}
            for each in facts.releases
        ],
        "trade": _trade(facts.trade),
    }


def facts_confidential(facts: Facts) -> Json:
    """Return the part of the facts that is sealed, ready for JSON.

    A plan's terms are sealed wherever they stand: whether one is suspended is for its
    owner and the officers. So is the name of another issuer, and what somebody says they
    know about it.
    """
    return {
        "history": [
            {
                "exempt": each.exempt,
                "on": _day(each.on),
                "owner": each.owner,
                "price": each.price,
                "shares": each.shares,
                "side": each.side,
            }
            for each in facts.history
        ],
        "issuer": _issuer(facts.trade),
        "plan": _plan(facts.trade.plan),
        "restrictions": [
            {
                "ends_at": _instant(each.ends_at),
                "kind": each.kind,
                "quarter_end": _day(each.quarter_end),
                "starts_at": _instant(each.starts_at),
            }
            for each in facts.restrictions
        ],
    }


def facts_from(public: Mapping[str, Any], confidential: Mapping[str, Any]) -> Facts:
    """Return the facts that the two parts were written from."""
    return Facts(
        at=_instant_from(public["at"]),
        person=Person(
            roles=frozenset(public["person"]["roles"]),
            acknowledged=public["person"]["acknowledged"],
        ),
        trade=_trade_from(public["trade"], confidential),
        releases=tuple(
            Release(_day_from(each["quarter_end"]), _instant_from(each["at"]), each["kind"])
            for each in public["releases"]
        ),
        overrides=tuple(
            Override(
                quarter_end=_day_from(each["quarter_end"]),
                starts_at=_instant_or_none(each["starts_at"]),
                ends_at=_instant_or_none(each["ends_at"]),
            )
            for each in public["overrides"]
        ),
        attests_no_mnpi=public["attests_no_mnpi"],
        restrictions=tuple(
            Restriction(
                kind=each["kind"],
                starts_at=_instant_from(each["starts_at"]),
                ends_at=_instant_or_none(each["ends_at"]),
                quarter_end=_day_or_none(each["quarter_end"]),
            )
            for each in confidential["restrictions"]
        ),
        history=tuple(
            Transaction(**{**each, "on": _day_from(each["on"])}) for each in confidential["history"]
        ),
    )


def finding_to(finding: Finding) -> Json:
    """Return a finding, ready for JSON."""
    return {
        "audience": finding.audience.value,
        "effect": finding.effect.value,
        "lifted_by": finding.lifted_by,
        "parameters": dict(finding.parameters),
        "rule": finding.rule,
        "section": finding.section,
    }


def finding_from(stored: Mapping[str, Any]) -> Finding:
    """Return the finding that ``finding_to`` wrote."""
    return Finding(
        rule=stored["rule"],
        section=stored["section"],
        effect=Effect(stored["effect"]),
        audience=Audience(stored["audience"]),
        parameters=dict(stored["parameters"]),
        lifted_by=stored["lifted_by"],
    )


def decision_to(decision: Decision) -> Json:
    """Return a decision with all its findings, ready for JSON."""
    return {
        "approvable": decision.approvable,
        "findings": [finding_to(each) for each in decision.findings],
        "outcome": decision.outcome.value,
        "rules": list(decision.rules),
    }


def decision_from(stored: Mapping[str, Any]) -> Decision:
    """Return the decision that ``decision_to`` wrote."""
    return Decision(
        outcome=Outcome(stored["outcome"]),
        approvable=stored["approvable"],
        rules=tuple(stored["rules"]),
        findings=tuple(finding_from(each) for each in stored["findings"]),
    )


def _trade(trade: Trade) -> Json:
    return {
        "action": trade.action,
        "issuer": COMPANY if trade.issuer == COMPANY else _ANOTHER,
        "margin": trade.margin,
        "on": _day(trade.on),
        "order": trade.order,
        "price_kind": trade.price_kind,
        "quantity": trade.quantity,
        "security": trade.security,
        "settlement": trade.settlement,
        "shares_sold": trade.shares_sold,
        "time_in_force": trade.time_in_force,
    }


def _trade_from(stored: Mapping[str, Any], confidential: Mapping[str, Any]) -> Trade:
    # The first version of the tables sealed no issuer, and kept an empty plan in the open.
    plan = confidential.get("plan") or stored.get("plan")
    read = {"on": _day_or_none(stored["on"]), "plan": plan and _plan_from(plan)}
    return Trade(**{**stored, **confidential.get("issuer", {}), **read})


def _issuer(trade: Trade) -> Json:
    return {"insider_knows_mnpi": trade.insider_knows_mnpi, "issuer": trade.issuer}


def _plan(plan: Plan | None) -> Json | None:
    if plan is None:
        return None
    return {
        "adopted_on": _day(plan.adopted_on),
        "approved": plan.approved,
        "established_at": _instant(plan.established_at),
        "established_on": _day(plan.established_on),
        "report_filed_on": _day(plan.report_filed_on),
        "suspended": plan.suspended,
    }


def _plan_from(stored: Mapping[str, Any]) -> Plan:
    return Plan(
        established_on=_day_from(stored["established_on"]),
        approved=stored["approved"],
        report_filed_on=_day_or_none(stored["report_filed_on"]),
        suspended=stored["suspended"],
        # Kept since the second version of the tables.
        established_at=_instant_or_none(stored.get("established_at")),
        adopted_on=_day_or_none(stored.get("adopted_on")),
    )


def _instant(at: datetime | None) -> str | None:
    return utc(at).isoformat() if at else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _instant_from(text: str) -> datetime:
    return utc(datetime.fromisoformat(text))


def _instant_or_none(text: str | None) -> datetime | None:
    return _instant_from(text) if text else None


def _day_from(text: str) -> date:
    return date.fromisoformat(text)


def _day_or_none(text: str | None) -> date | None:
    return _day_from(text) if text else None

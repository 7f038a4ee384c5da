"""``clearance``: a clearance's first and last moment, and whether a trade kept to it."""

from policy.clearance_life import clearance_life
from policy.questions.fields import Fields
from policy.questions.given import Answer, Given, written
from policy.questions.record import record_of, restrictions_of
from policy.trade_check import failing_rule


def answer(question: Fields, given: Given) -> Answer:
    """Answer with ``earliest_trade_at``, ``expires_at``; with a trade ``ok`` and ``rule``."""
    approved_at = question.instant("approved_at")
    trade_at = question.instant("trade_at") if question.has("trade_at") else None
    attests = question.switch("attests_no_mnpi", absent=True)
    record = record_of(question, given)
    restrictions = restrictions_of(question, record.policy)
    life = clearance_life(
        approved_at, record.blackouts, look_at_blackouts=record.releases is not None
    )
    answered: Answer = {
        "earliest_trade_at": written(life.earliest_trade_at),
        "expires_at": written(life.expires_at) if life.expires_at else None,
    }
    if trade_at is None:
        return answered
    rule = failing_rule(
        approved_at,
        trade_at,
        life,
        record.blackouts,
        restrictions,
        attests_no_mnpi=attests,
        look_at_blackouts=record.releases is not None,
    )
    answered["ok"] = rule is None
    if rule is not None:
        answered["rule"] = rule
    return answered

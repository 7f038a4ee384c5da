"""What the form refuses at its fields is the same with and without a restriction."""

from dataclasses import replace
from datetime import date

import pytest

from clearance import submitting
from policy.facts import Restriction
from tests.clearance.company import buy, ny, who

RESTRICTION = Restriction(kind="event", starts_at=ny("2026-11-01 00:00"))
ASKS = [
    {},
    {"order": "limit"},
    {"order": "stop", "margin": True},
    {"on": date(2026, 11, 23)},
    {"action": "short_sale"},
    {"order": "limit", "action": "sell"},
    {"action": "pledge", "margin": True},
]


async def answers(company, **ask):
    """Give what two people are told, and what was written of it in the open."""
    told = []
    for name in ("employee", "director"):
        answer = await company.desk.submit(who(name), buy(**ask))
        told.append(repr(answer).replace(getattr(answer, "id", "no id"), ""))
    rows = await company.rows("select status, decide_by from requests")
    return told, [dict(row) for row in rows]


@pytest.mark.parametrize("ask", ASKS)
async def test_a_restriction_changes_nothing_of_what_the_form_answers(company, monkeypatch, ask):
    plain = await answers(company, **ask)
    gather = submitting.gather

    def restricted(*given, **named):
        return replace(gather(*given, **named), restrictions=(RESTRICTION,))

    monkeypatch.setattr(submitting, "gather", restricted)
    told, rows = await answers(company, **ask)
    assert told == plain[0]
    assert rows == plain[1] * 2
    assert "restriction" not in str(told)

"""Slack is answered after the desk has done what was asked, never before.

An answer that came first would tell somebody of an act that a crash can still take away.
"""

import pytest
from slack_bolt.async_app import AsyncAck

from clearance.shown import No
from handlers.views import report_form, review_form, withdraw_form
from tests.handlers import samples
from tests.handlers.states import report_state, request_view, review_state, view

DECIDED = view(review_state(decision="decline"), review_form.CALLBACK, "K7M4QWXA") | {
    "blocks": review_form.build(samples.REVIEW)["blocks"]
}
REPORTED = view(
    report_state(traded_on="2026-11-23", traded_at="09:45"), report_form.CALLBACK, "K7M4QWXA"
)
WITHDRAWN = view({}, withdraw_form.CALLBACK, "K7M4QWXA")
FORMS = {
    "submit": request_view(),
    "decide": DECIDED,
    "withdraw": WITHDRAWN,
    "report": REPORTED,
}


@pytest.fixture
def answered(monkeypatch, desk):
    """Note what the desk had been asked each time that Slack was answered."""
    found = []
    answer = AsyncAck.__call__

    async def noted(self, *arguments, **more):
        found.append([name for name, *_ in desk.asked])
        return await answer(self, *arguments, **more)

    monkeypatch.setattr(AsyncAck, "__call__", noted)
    return found


@pytest.mark.parametrize("act", FORMS)
async def test_a_form_is_answered_when_its_act_is_done(conversation, answered, act):
    await conversation.submit(FORMS[act])
    (asked_before,) = answered
    assert asked_before[-1] == act


@pytest.mark.parametrize("act", FORMS)
async def test_a_refusal_is_answered_when_it_is_known(conversation, desk, answered, act):
    desk.answers[act] = No("not_found")
    await conversation.submit(FORMS[act])
    (asked_before,) = answered
    assert asked_before[-1] == act

"""The shortcuts: each opens its form, and what waits is what is theirs."""

from dataclasses import replace

import pytest

from clearance.shown import No
from clearance.shown_home import CompanyAtHome
from handlers import shortcut
from handlers.views import (
    notice,
    request_form,
    traded_list,
    waiting_list,
)
from handlers.words import home as words
from sandbox.blockkit import view_problems
from tests.handlers import samples

OWED = samples.many(2)


@pytest.mark.parametrize(
    "way",
    [
        (shortcut.ASK, "asking", samples.ASKING, request_form.build(samples.ASKING)),
        (shortcut.REPORT, "unanswered", OWED, traded_list.build(OWED)),
        (shortcut.WAITS, "home", samples.FULLEST_HOME, waiting_list.build(samples.FULLEST_HOME)),
    ],
)
async def test_each_opens_its_form_and_refuses_as_a_notice(conversation, slack, desk, way):
    callback, asks, answer, form = way
    desk.answers[asks] = answer
    assert await conversation.interact("shortcut", callback_id=callback) == (200, "")
    desk.answers[asks] = no = No("stranger")
    await conversation.interact("shortcut", callback_id=callback)
    assert slack.opened() == [form, notice.of(no)]
    assert {name for name, _ in slack.calls} == {"views.open"}


def test_of_what_waits_everybody_gets_what_is_theirs_and_it_fits():
    for sheet in (samples.FULLEST_HOME, replace(samples.FULLEST_HOME, company=None)):
        assert view_problems(waiting_list.build(sheet)) == []
    nothing = str(waiting_list.build(replace(samples.HOME, offices=("ceo",))))
    assert words.WAITS_NONE in nothing
    assert words.TO_DECIDE_NONE not in nothing
    compliance = str(waiting_list.build(replace(samples.HOME, company=CompanyAtHome(2))))
    assert words.CASES.format(count=2) in compliance
    assert words.WAITS_NONE not in compliance

"""The request form names the sections of the policy in force, and says of it what is so."""

import re
from dataclasses import replace

import pytest

from clearance import asking
from handlers.views import request_form
from handlers.words.trade_kinds import KINDS
from policy.clauses import CLAUSES, RULES, sections_in
from policy.company import load_policy
from tests.handlers import samples
from tests.handlers.test_choosing import block, choose, told


def of_another_company():
    policy = load_policy("example_general_counsel")
    return replace(
        samples.ASKING_MORE,
        readings=asking.readings(policy),
        sections=sections_in(policy),
        plan_sellers=policy.plans.required_for_sales_by,
        news=(),
    )


#: Headings of the first policy for what the file of another one gives a section.
HEADINGS = {clause.section for clause in (*CLAUSES, *RULES) if clause.cites} - {
    clause.section for clause in RULES if clause.cites is None and clause.law is None
}


@pytest.mark.parametrize("action", sorted(KINDS))
def test_what_is_said_names_the_sections_of_the_companys_own_policy(action):
    filled = request_form.Filled({"action": action})
    own = str(request_form.build(of_another_company(), filled)["blocks"])
    assert not {heading for heading in HEADINGS if f"“{heading}”" in own}
    assert "Section 1.4" in own or "account" not in KINDS[action].fields
    first = str(request_form.build(samples.ASKING_MORE, filled)["blocks"])
    assert not re.search(r"Section \d\.", first)
    assert not [text for text in re.findall(r"'text': '([^']*)'", own) if "{" in text]


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("security", "1.1"),
        ("plan", "5.3"),
        ("order", "2.5"),
        ("time_in_force", "2.5"),
        ("margin", "2.6"),
        ("on", "4.1"),
        ("on", "3.1"),
        ("account", "1.4"),
    ],
)
def test_each_field_names_its_section(name, section):
    view = request_form.build(of_another_company(), request_form.Filled({"action": "sell"}))
    assert f"Section {section}" in block(view, name)["hint"]["text"]
    assert "The Chief Executive Officer and the Chief Financial Officer sell only" in told(view)


@pytest.mark.parametrize("action", ["gift", "warrant_exercise", "pledge"])
def test_what_another_policy_does_say_is_not_called_unsaid(action):
    view = request_form.build(of_another_company(), request_form.Filled({"action": action}))
    assert "So it stands in the policy." in told(view)
    assert "names" not in told(view)


@pytest.mark.parametrize("action", ["buy", "option_exercise"])
@pytest.mark.parametrize("name", ["order", "margin"])
async def test_what_the_policy_file_allows_is_not_called_forbidden(
    conversation, slack, desk, action, name
):
    await choose(conversation, action)
    assert block(slack.opened()[0], name)["hint"]["text"].count("llow") == 0
    key = {"order": "day_limit"}.get(name, name)
    allowed = replace(samples.ASKING.readings[key], holds=True)
    readings = {**samples.ASKING.readings, key: allowed}
    desk.answers["asking"] = replace(samples.ASKING, readings=readings)
    await choose(conversation, action)
    hints = [block(one, name)["hint"]["text"] for one in slack.opened()]
    assert hints[0] != hints[1]
    assert "may not be held" not in hints[1]
    assert "No limit order" not in hints[1]

"""Choosing in the request form, through the real Bolt app: what each kind asks, and files."""

from dataclasses import replace
from datetime import date

import pytest

from clearance.shown import No
from handlers import words
from handlers.views import notice, request_form, review_form
from handlers.words import related as related_words
from handlers.words import request as request_words
from handlers.words import trade as trade_words
from policy.actions import ACTIONS, PROHIBITED, READ_BY_POLICY
from policy.facts import SECURITIES, Plan, Trade
from tests.handlers import samples
from tests.handlers.states import request_view

DAY = date(2026, 12, 2)
MARKET = {"order", "time_in_force"}
SOLD = {"quantity", "shares_sold", *MARKET, "margin", "on", "account"}
#: What each kind asks, written down here once more; a plan only of somebody who has one.
ASKED = {
    "buy": {"security", "quantity", "plan", *MARKET, "margin", "on", "account"},
    "sell": {"security", "quantity", "plan", *MARKET, "margin", "on", "account"},
    "option_exercise": SOLD,
    "warrant_exercise": SOLD,
    "conversion": {"converted", "price_kind", *SOLD},
    "espp_purchase": {"quantity", "on"},
    "espp_election": {"quantity", "on"},
    "plan_401k_move": {"direction", "quantity", "on"},
    "dividend_reinvestment": {"quantity", "on", "account"},
    "rsu_vesting": {"quantity", "on"},
    "sell_to_cover_tax_broker": {"quantity", "plan", *MARKET, "on"},
    "net_share_withholding": {"quantity", "on"},
    "gift": {"security", "quantity", "on", "account"},
    "pledge": {"security", "quantity", "margin", "on", "account"},
    # In an order, so that all processes that share the suite collect the same.
    **{action: {"quantity", "account"} for action in sorted(PROHIBITED)},
}
ELSEWHERE = {"issuer_name", "learned", "quantity", "account"}
#: What each kind files, as far as it differs from a plain trade of 500 on the planned day.
FILED = {
    "option_exercise": {"security": "option"},
    "warrant_exercise": {"security": "warrant"},
    "conversion": {"security": "note", "price_kind": "fixed"},
    **{action: {"on": None} for action in PROHIBITED},
}


async def choose(conversation, action, issuer="company", *, pressed="action", **changed):
    """Choose in an open form, which then sends all that is in it."""
    form = request_view(action=action, issuer=issuer, drawn_for={}, **changed)
    chosen = {"action": request_form.CHOOSE_ACTION, "issuer": request_form.CHOOSE_ISSUER}[pressed]
    return await conversation.press(chosen, view=form)


@pytest.fixture
def talk(conversation, slack, desk):
    """Give all three at once."""
    return conversation, slack, desk


def inputs(view):
    return {block["block_id"] for block in view["blocks"] if block["type"] == "input"}


def block(view, name):
    return next(one for one in view["blocks"] if one.get("block_id") == name)


def told(view):
    return str([one for one in view["blocks"] if one["type"] != "input"])


def test_every_action_that_the_rules_know_is_offered():
    assert set(trade_words.ACTIONS) == set(ACTIONS) == set(ASKED)
    assert set(trade_words.SECURITIES) == set(SECURITIES)


@pytest.mark.parametrize("action", ASKED)
@pytest.mark.parametrize("issuer", ["company", "other"])
@pytest.mark.parametrize("sheet", [samples.ASKING, samples.ASKING_MORE], ids=["bare", "plan"])
async def test_a_choice_draws_exactly_its_fields(talk, action, issuer, sheet):
    conversation, slack, desk = talk
    desk.answers["asking"] = sheet
    pressed = "issuer" if issuer == "other" else "action"
    assert (await choose(conversation, action, issuer, pressed=pressed))[0] == 200
    ((method, call),) = slack.calls
    assert (method, call["view_id"], call["hash"]) == ("views.update", "V1", "1.a")
    (view,) = slack.opened()
    wanted = ELSEWHERE if issuer == "other" else ASKED[action]
    wanted = wanted if sheet.plans else wanted - {"plan"}
    assert inputs(view) == wanted | {"issuer", "action", "statements"}
    assert block(view, "action")["element"]["initial_option"]["value"] == action
    for name in wanted:
        assert "ection “" in block(view, name)["hint"]["text"] or name in {
            *("quantity", "shares_sold", "converted", "direction", "issuer_name", "on")
        }
    assert "ection “" in told(view)
    counted = block(view, "quantity")["label"]["text"]
    assert ("or units" in counted) is ("security" in wanted)


@pytest.mark.parametrize("action", ASKED)
async def test_a_filled_form_files_its_trade(conversation, desk, action):
    status, answer = await conversation.submit(request_view(action=action))
    assert (status, answer["response_action"]) == (200, "update")
    ((name, _, ask),) = desk.asked
    trade = Trade(action, 500, on=DAY)
    assert (name, ask.trade) == ("submit", replace(trade, **FILED.get(action, {})))
    assert (ask.account, ask.related, ask.plan) == ("own", None, None)


@pytest.mark.parametrize("action", ASKED)
async def test_another_companys_securities_are_filed_under_its_name(conversation, desk, action):
    await conversation.submit(request_view(action=action, issuer="other", learned="yes"))
    (_, (_, _, ask)) = desk.asked
    assert ask.trade == Trade(action, 500, "Other Corp.", insider_knows_mnpi=True)


@pytest.mark.parametrize(
    ("changed", "filed"),
    [
        ({"security": "warrant"}, {"security": "warrant"}),
        ({"margin": "yes"}, {"margin": True}),
        ({"order": "limit", "time_in_force": "gtc"}, {"order": "limit", "time_in_force": "gtc"}),
        ({"on": None}, {"on": None}),
        ({"action": "plan_401k_move", "direction": "out"}, {"shares_sold": 500}),
        ({"action": "conversion", "price_kind": "variable"}, {"price_kind": "variable"}),
        ({"action": "conversion", "converted": "preferred"}, {"security": "preferred"}),
        ({"action": "warrant_exercise", "shares_sold": "900"}, {"shares_sold": 900}),
        ({"action": "option_exercise", "shares_sold": "500"}, {"shares_sold": 500}),
        ({"action": "option_exercise", "shares_sold": "1", "order": "limit"}, {"order": "limit"}),
        ({"action": "option_exercise", "shares_sold": "0", "order": "stop"}, {"order": "market"}),
    ],
)
async def test_what_is_chosen_is_filed(conversation, desk, changed, filed):
    await conversation.submit(request_view(**changed))
    trade = desk.asked[-1][2].trade
    assert {name: getattr(trade, name) for name in filed} == filed


NEEDED = [
    ("conversion", "price_kind", None, "price_kind"),
    ("conversion", "converted", None, "converted"),
    ("conversion", "converted", "common", "converted"),
    ("plan_401k_move", "direction", None, "direction"),
    ("option_exercise", "shares_sold", None, "shares_sold"),
    ("option_exercise", "shares_sold", "501", "shares_sold"),
    ("option_exercise", "shares_sold", "-1", "shares_sold"),
    ("buy", "security", None, "security"),
    ("buy", "margin", None, "margin"),
    ("buy", "order", None, "order"),
    ("buy", "time_in_force", None, "time_in_force"),
    ("buy", "account", "NOBODY00", "account"),
    ("gift", "quantity", "0", "quantity"),
    ("pledge", "on", "2026-11-22", "on"),
]


@pytest.mark.parametrize(("action", "name", "value", "at"), NEEDED)
async def test_what_is_missing_or_wrong_is_said_at_its_field(talk, action, name, value, at):
    """Twin: ``test_a_filled_form_files_its_trade``, one field away."""
    conversation, _, desk = talk
    _, answer = await conversation.submit(request_view(action=action, **{name: value}))
    assert (answer["response_action"], list(answer["errors"])) == ("errors", [at])
    assert desk.asked == []


@pytest.mark.parametrize(
    ("typed", "own"),
    [
        ("Cellectar Biosciences", True),
        ("cellectar", True),
        ("NASDAQ: CLRB", True),
        ("$clrb", True),
        ("company", True),
        ("Cellectar Holdings", False),
        ("CLRBX", False),
        ("Nasdaq, Inc.", False),
        ("Company Tricks Ltd", False),
    ],
)
async def test_the_company_is_no_other_company(conversation, desk, typed, own):
    _, answer = await conversation.submit(request_view(issuer="other", issuer_name=typed))
    filed = [name for name, *_ in desk.asked] == ["asking", "submit"]
    assert filed is not own
    errors = {"issuer_name": request_words.ERROR_ISSUER_OWN} if own else None
    assert answer.get("errors") == errors


@pytest.mark.parametrize("typed", [None, "", " ", "!?", "x" * 101, "\u200b"])
async def test_another_company_has_a_name(conversation, desk, typed):
    _, answer = await conversation.submit(request_view(issuer="other", issuer_name=typed))
    assert list(answer["errors"]) == ["issuer_name"]
    _, answer = await conversation.submit(request_view(issuer="other", issuer_name="x" * 100))
    assert answer["response_action"] == "update"
    assert desk.asked[-1][2].trade.issuer == "x" * 100


async def test_whether_something_was_learned_has_to_be_answered(conversation, desk):
    _, answer = await conversation.submit(request_view(issuer="other", learned=None))
    assert answer["errors"] == {"learned": request_words.ERRORS["learned"]}
    assert desk.asked == []


@pytest.mark.parametrize("action", sorted(PROHIBITED))
async def test_what_nobody_may_do_says_so_at_once_and_can_be_put_on_the_record(
    conversation, slack, action
):
    await choose(conversation, action)
    await choose(conversation, action, "other")
    await choose(conversation, "sell")
    forbidden = request_words.named(request_words.FORBIDDEN, samples.SECTIONS)
    assert [forbidden in told(view) for view in slack.opened()] == [True, False, False]


@pytest.mark.parametrize("action", sorted(READ_BY_POLICY))
@pytest.mark.parametrize("counts", [True, False])
@pytest.mark.parametrize("chosen", [True, False])
async def test_a_reading_is_said_as_the_policy_file_has_it(talk, action, counts, chosen):
    conversation, slack, desk = talk
    key = READ_BY_POLICY[action]
    reading = replace(samples.ASKING.readings[key], holds=counts, chosen=chosen)
    readings = {**samples.ASKING.readings, key: reading}
    desk.answers["asking"] = replace(samples.ASKING, readings=readings)
    await choose(conversation, action)
    said = told(slack.opened()[0])
    assert ("read as trading" in said, "read as not trading" in said) == (counts, not counts)
    assert ("counsel's choice" in said) is chosen
    assert "Section “Trading”" in said


async def test_what_was_typed_is_kept_when_the_form_is_drawn_anew(conversation, slack):
    typed = {"action": "gift", "quantity": "1,5", "statements": ("responsible",)}
    form = request_view(samples.ASKING, "K7M4QWXA", drawn_for={"action": "buy"}, **typed)
    await conversation.press(request_form.CHOOSE_ACTION, view=form)
    (view,) = slack.opened()
    assert block(view, "statements")["element"]["initial_options"][0]["value"] == "responsible"
    assert block(view, "quantity")["element"]["initial_value"] == "1,5"
    assert block(view, "on")["element"]["initial_date"] == "2026-12-02"
    assert "planned day is read" not in told(view), "what is picked later would make it wrong"
    assert view["private_metadata"] == "K7M4QWXA"


@pytest.mark.parametrize(
    "drawn_for", [{}, {"action": "buy"}, {"action": "gift", "issuer": "other"}]
)
async def test_a_form_sent_before_it_was_drawn_anew_is_drawn_then(conversation, desk, drawn_for):
    """Twin: drawn for what is chosen in it, it is filed."""
    behind = request_view(action="gift", drawn_for=drawn_for)
    _, answer = await conversation.submit(behind)
    assert answer["response_action"] == "update"
    assert inputs(answer["view"]) >= ASKED["gift"]
    assert request_words.CHANGED in told(answer["view"])
    assert [name for name, *_ in desk.asked] == ["asking", "draft"]
    await conversation.submit(request_view(action="gift", drawn_for={"action": "gift"}))
    assert desk.asked[-1][0] == "submit"


@pytest.mark.parametrize("error", ["hash_conflict", "not_found"])
async def test_a_drawing_that_comes_too_late_is_let_go(conversation, slack, error):
    slack.fails["views.update"] = error
    assert (await choose(conversation, "gift"))[0] == 200
    assert [method for method, _ in slack.calls] == ["views.update"]


async def test_any_other_failure_to_draw_is_told(conversation, slack):
    slack.fails["views.update"] = "fatal_error"
    await choose(conversation, "gift")
    assert [method for method, _ in slack.calls] == ["views.update", "views.push"]


async def test_somebody_unknown_gets_no_form(conversation, slack, desk):
    desk.answers["asking"] = No("stranger")
    await choose(conversation, "gift")
    assert slack.opened() == [notice.build(words.refusal("stranger", {}))]


async def test_an_account_is_ones_own_or_a_registered_persons(conversation, slack, desk):
    await choose(conversation, "buy")
    account = block(slack.opened()[0], "account")
    assert [one["value"] for one in account["element"]["options"]] == ["own"]
    assert "/preclear related" in account["hint"]["text"]
    desk.answers["asking"] = samples.ASKING_MORE
    await choose(conversation, "buy")
    account = block(slack.opened()[1], "account")
    assert [one["value"] for one in account["element"]["options"]] == ["own", "RELATED1"]
    assert "Ada Example: a person will look" in account["hint"]["text"]
    await conversation.submit(request_view(samples.ASKING_MORE, account="RELATED1"))
    ask = desk.asked[-1][2]
    assert (ask.account, ask.related) == ("related", "RELATED1")


@pytest.mark.parametrize(("covered", "said"), [("yes", False), ("no", True), ("review", True)])
async def test_whom_the_policy_may_not_cover_is_said(conversation, slack, desk, covered, said):
    sister = replace(samples.ADA, covered=covered)
    desk.answers["asking"] = replace(samples.ASKING_MORE, related=(sister,))
    await choose(conversation, "buy")
    assert ("Ada Example:" in block(slack.opened()[0], "account")["hint"]["text"]) is said


@pytest.mark.parametrize("covered", ["yes", "no", "review"])
def test_an_officer_reads_whose_account_it_is_and_whether_it_is_covered(covered):
    related = {"account": "related", "holder": "Ada Example", "relation": "sibling"}
    shown = str(review_form.build(replace(samples.REVIEW, **related, covered=covered)))
    assert "Account of Ada Example (brother or sister)." in shown
    texts = {
        one: related_words.to_decide(one, "Scope of Policy") for one in related_words.TO_DECIDE
    }
    assert [one for one, text in texts.items() if text in shown] == [covered]
    assert "(brother" not in str(review_form.build(samples.REVIEW))


async def test_a_plan_goes_by_its_id(conversation, desk):
    await conversation.submit(request_view(samples.ASKING_MORE, action="sell", plan="PLAN0001"))
    assert (desk.asked[-1][2].plan, desk.asked[-1][2].trade.plan) == ("PLAN0001", None)
    await conversation.submit(request_view(samples.ASKING_MORE, action="sell", plan="none"))
    assert desk.asked[-1][2].plan is None
    _, answer = await conversation.submit(request_view(samples.ASKING_MORE, plan="PLAN0002"))
    assert list(answer["errors"]) == ["plan"]


async def test_a_correction_opens_as_it_was_sent(conversation, slack, desk):
    plan = Plan(date(2026, 3, 2), approved=True)
    trade = Trade("sell", 900, on=DAY, order="limit", margin=True, plan=plan, security="unit")
    returned = replace(
        samples.PENDING,
        trade=trade,
        state="returned",
        may_correct=True,
        fields=("order",),
        account="related",
        holder="Ada Example",
        related="RELATED1",
    )
    desk.answers |= {"request": returned, "asking": samples.ASKING_MORE}
    await conversation.press("request:correct", view={"id": "V1", "type": "modal"})
    (view,) = slack.opened()
    preset = {
        one["block_id"]: one["element"].get("initial_option", {}).get("value")
        for one in view["blocks"]
        if one["type"] == "input"
    }
    assert preset["plan"] == "PLAN0001"
    assert preset["account"] == "RELATED1"
    assert (preset["security"], preset["order"], preset["margin"]) == ("unit", "limit", "yes")
    ended = replace(trade, plan=Plan(date(2025, 3, 3), approved=True))
    gone = replace(returned, trade=ended, related="GONE0000")
    desk.answers["request"] = gone
    await conversation.press("request:correct", view={"id": "V1", "type": "modal"})
    for name in ("account", "plan"):
        assert "initial_option" not in block(slack.opened()[1], name)["element"]


ROUND = {
    "conversion": {"security": "preferred", "price_kind": "variable", "shares_sold": 7},
    "option_exercise": {"security": "option", "shares_sold": 300, "margin": True},
    "warrant_exercise": {"security": "warrant", "shares_sold": 0},
    "plan_401k_move": {"shares_sold": 500},
    "sell": {"security": "unit", "order": "stop", "time_in_force": "gtc"},
    **{action: {"on": None} for action in PROHIBITED},
}


@pytest.mark.parametrize("action", ASKED)
@pytest.mark.parametrize("issuer", ["company", "Other Corp."])
async def test_a_correction_sent_as_it_opens_is_the_same_trade(conversation, desk, action, issuer):
    """Slack sends of an untouched form what each element began with."""
    changed = {"on": DAY} | ROUND.get(action, {})
    if issuer != "company":
        changed = {"issuer": issuer, "insider_knows_mnpi": True}
    trade = Trade(action, 500, **changed)
    filled = request_form.correction(replace(samples.PENDING, trade=trade), samples.ASKING)
    made = request_form.build(samples.ASKING, filled)
    state = {
        one["block_id"]: {one["element"]["action_id"]: _untouched(one["element"])}
        for one in made["blocks"]
        if one["type"] == "input"
    }
    state["statements"] = {"value": {"selected_options": [{"value": v} for v in words.STATEMENTS]}}
    await conversation.submit(made | {"id": "V1", "state": {"values": state}})
    assert desk.asked[-1][0] == "submit"
    assert desk.asked[-1][2].trade == trade
    assert desk.asked[-1][2].corrects == samples.PENDING.id


def _untouched(element):
    kind = element["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": element.get("initial_value")}
    if kind == "datepicker":
        return {"type": kind, "selected_date": element.get("initial_date")}
    return {"type": kind, "selected_option": element.get("initial_option")}

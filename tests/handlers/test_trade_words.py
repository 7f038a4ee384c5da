"""A trade in a line: right for every kind, issuer, security, plan and sale."""

from dataclasses import replace
from datetime import date

import pytest

from clearance.deciding import FIELDS
from handlers.views import home, receipt, report_form, request_list, review_form, withdraw_form
from handlers.words import trade as trade_words
from policy.actions import ACTIONS
from policy.facts import SECURITIES, Plan, Trade
from tests.handlers import samples

DAY = date(2026, 12, 2)
ON = "on Wednesday 2 December 2026"
MARKET = "market order, good for the day"
SAID = {
    "buy": f"Buy 500 shares, {MARKET}, {ON}",
    "sell": f"Sell 500 shares, {MARKET}, {ON}",
    "option_exercise": f"Exercise 500 options, no share sold at once, {ON}",
    "warrant_exercise": f"Exercise 500 warrants, no share sold at once, {ON}",
    "conversion": f"Convert 500 shares, no share sold at once, {ON}",
    "espp_purchase": f"Stock purchase plan: purchase of 500 shares, {ON}",
    "espp_election": f"Stock purchase plan: election for about 500 shares, {ON}",
    "plan_401k_move": f"401(k): move 500 shares into company stock, {ON}",
    "dividend_reinvestment": f"Dividend reinvestment in 500 shares, {ON}",
    "rsu_vesting": f"Vesting of 500 shares, {ON}",
    "sell_to_cover_tax_broker": f"Sell 500 shares to cover tax, {MARKET}, {ON}",
    "net_share_withholding": f"Withholding of 500 shares for tax, {ON}",
    "gift": f"Gift of 500 shares, {ON}",
    "pledge": f"Pledge of 500 shares, {ON}",
    "short_sale": f"Short sale of 500 shares, {ON}",
    "buy_put": f"Purchase of puts on 500 shares, {ON}",
    "buy_call": f"Purchase of calls on 500 shares, {ON}",
    "write_covered_call": f"Covered calls on 500 shares, {ON}",
    "straddle": f"Straddle on 500 shares, {ON}",
    "collar": f"Collar on 500 shares, {ON}",
    "prepaid_forward": f"Prepaid variable forward on 500 shares, {ON}",
    "equity_swap": f"Equity swap on 500 shares, {ON}",
    "exchange_fund": f"Exchange of 500 shares for a share in a fund, {ON}",
}


def test_every_action_has_its_line():
    assert set(SAID) == set(ACTIONS)


@pytest.mark.parametrize("action", SAID)
def test_a_trade_is_said_in_a_line(action):
    assert trade_words.trade(Trade(action, 500, on=DAY)) == SAID[action]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"quantity": 1, "on": None}, f"Buy 1 share, {MARKET}, as soon as allowed"),
        ({"security": "preferred"}, f"Buy 500 shares of preferred stock, {MARKET}, {ON}"),
        ({"margin": True}, f"Buy 500 shares, {MARKET}, in a margin account, {ON}"),
        (
            {"order": "limit", "time_in_force": "gtc"},
            f"Buy 500 shares, limit order, standing, until cancelled, {ON}",
        ),
        (
            {"plan": Plan(date(2026, 3, 2), approved=True)},
            f"Buy 500 shares, under the trading plan of Monday 2 March 2026, {MARKET}, {ON}",
        ),
        (
            {"action": "option_exercise", "shares_sold": 1},
            f"Exercise 500 options, 1 share sold at once, {MARKET}, {ON}",
        ),
        (
            {"action": "conversion", "security": "note", "price_kind": "fixed", "shares_sold": 20},
            f"Convert 500 notes, at a fixed price a share, 20 shares sold at once, {MARKET}, {ON}",
        ),
        (
            {"action": "plan_401k_move", "shares_sold": 500, "on": None},
            "401(k): move 500 shares out of company stock",
        ),
        ({"action": "gift", "on": None}, "Gift of 500 shares, as soon as allowed"),
        ({"action": "rsu_vesting", "on": None}, "Vesting of 500 shares"),
        (
            {"action": "sell", "issuer": "Other Corp."},
            "Sell 500 shares or units of Other Corp. (another company)",
        ),
        (
            {"action": "buy_put", "issuer": "Other Corp.", "quantity": 1},
            "Purchase of puts on 1 share or unit of Other Corp. (another company)",
        ),
    ],
)
def test_what_makes_a_difference_is_said(changed, said):
    assert trade_words.trade(replace(Trade("buy", 500, on=DAY), **changed)) == said


@pytest.mark.parametrize("security", SECURITIES)
def test_every_security_is_named(security):
    assert security in {"common", "option"} or security.rstrip("s") in trade_words.trade(
        Trade("sell", 500, security=security)
    )


@pytest.mark.parametrize("action", SAID)
def test_every_view_that_shows_a_trade_says_it_so(action):
    trade = Trade(action, 500, on=DAY)
    request = replace(samples.APPROVED, trade=trade)
    mine = replace(samples.HOME, mine=(request,))
    views = [
        *(receipt.build(request), request_list.build((request,)), report_form.build(request)),
        *(withdraw_form.build(request), home.build(mine)),
        review_form.build(replace(samples.REVIEW, trade=trade)),
    ]
    assert all(SAID[action] in str(view) for view in views)


def test_what_can_be_sent_back_is_what_the_trade_has():
    assert set(trade_words.FIELDS) == set(FIELDS)
    assert set(trade_words.fields_of(Trade("gift", 5))) == {
        *("action", "issuer", "security", "quantity", "on", "account", "statements")
    }
    assert set(trade_words.fields_of(Trade("buy", 5, issuer="Other Corp."))) == {
        *("action", "issuer", "quantity", "account", "statements")
    }
    assert {"security", "price_kind"} <= set(trade_words.fields_of(Trade("conversion", 5)))
    for action in ACTIONS:
        offered = str(review_form.build(replace(samples.REVIEW, trade=Trade(action, 5)), "return"))
        assert ("'order'" in offered) is ("order" in trade_words.fields_of(Trade(action, 5)))

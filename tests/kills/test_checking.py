"""The check has teeth: what is lost or was done twice is named, beside a ledger that is true."""

from dataclasses import replace

import pytest

from clearance.desk import Desk
from clearance.shown import Actor, Ask, Verdict
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from policy.facts import Trade
from storage import requests
from tests.kills import checking
from tests.kills.company import company
from tests.kills.ledger import Ledger

ASKER, OFFICER = "U0EMPLOYEE", "U0CEO"
STATEMENTS = ("no_mnpi", "policy_read", "responsible")


def of(user):
    return Actor("T0SANDBOX", user)


def lose_the_request(ledger, request):
    ledger.asked["ZZZZZZZZ"] = ledger.asked[request]


def store_another_number(ledger, request):
    ledger.asked[request] = (ASKER, 501)


def lose_the_decision(ledger, request):
    ledger.decided["ZZZZZZZZ"] = ledger.decided[request]


def store_another_decision(ledger, request):
    ledger.decided[request] = [(OFFICER, "decline")]


def tell_two(ledger, request):
    ledger.note_decided(request, OFFICER, "approve")


def lose_the_withdrawal(ledger, request):
    ledger.withdrawn[request] = ASKER


def lose_the_report(ledger, request):
    ledger.reported[request] = ASKER


@pytest.mark.parametrize(
    "wrong",
    [
        lose_the_request,
        store_another_number,
        lose_the_decision,
        store_another_decision,
        tell_two,
        lose_the_withdrawal,
        lose_the_report,
    ],
    ids=lambda one: one.__name__,
)
async def test_a_ledger_that_says_more_than_the_record_is_found_wrong(sqlite_url, tmp_path, wrong):
    async with company(sqlite_url, tmp_path) as opened:
        ledger, request = await _decided(opened)
        assert await opened.database.run(lambda tx: checking.check(tx, ledger)) == []
        wrong(ledger, request)
        assert len(await opened.database.run(lambda tx: checking.check(tx, ledger))) == 1


async def test_a_second_deciding_step_and_a_second_request_of_one_form_are_found(
    sqlite_url, tmp_path
):
    async with company(sqlite_url, tmp_path) as opened:
        ledger, request = await _decided(opened)

        def twice(tx):
            value = requests.steps(tx, [request])[request][1].value
            requests.add_step(tx, request, "decided", public={"by": "x"}, value=value)

        await opened.database.run(twice)
        found = await opened.database.run(lambda tx: checking.check(tx, ledger))
        assert f"decided twice: {request}" in found
        await opened.desk.submit(of(ASKER), replace(_ask(), form="V2"))
        found = await opened.database.run(lambda tx: checking.check(tx, ledger))
        assert "filed twice: 500" in found


async def test_an_outcome_that_reached_no_screen_is_found(sqlite_url, tmp_path):
    """Twin: nobody is owed an envelope while a request waits."""
    async with company(sqlite_url, tmp_path) as opened:
        _, request = await _decided(opened)
        found = await opened.database.run(lambda tx: checking.told(tx, opened))
        assert found == [f"{request}: its requester has no envelope"]
        await opened.desk.submit(of(ASKER), replace(_ask(), form="V2"))
        assert await opened.database.run(lambda tx: checking.told(tx, opened)) == found


async def _decided(opened):
    policy = load_policy()
    opened.desk = Desk(opened.database, policy, load_exchange(policy.issuer.exchange), "T0SANDBOX")
    filed = await opened.desk.submit(of(ASKER), _ask())
    await opened.desk.decide(of(OFFICER), filed.id, Verdict("approve", statement=True))
    ledger = Ledger()
    ledger.asked[filed.id] = (ASKER, 500)
    ledger.note_decided(filed.id, OFFICER, "approve")
    return ledger, filed.id


def _ask():
    return Ask(Trade(action="buy", quantity=500), statements=STATEMENTS, form="V1")

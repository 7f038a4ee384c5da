"""The desk and what Slack says of an account: it only ever takes away."""

import pytest

from clearance.accounts import MOST, Account, Accounts
from clearance.desk import Desk
from clearance.people import import_people
from clearance.shown import No
from tests.clearance.company import OPERATOR, TEAM, who

MEMBER = Account(teams=(TEAM,))


@pytest.fixture
def accounts():
    return Accounts(lambda: 0.0)


@pytest.fixture
def desk(company, accounts, cellectar, exchange):
    return Desk(company.database, cellectar, exchange, TEAM, accounts=accounts)


@pytest.mark.parametrize(
    ("account", "reason"),
    [
        (MEMBER, None),
        (Account(), None),
        (Account(teams=("T0OTHER", TEAM)), None),
        (Account(guest=True, teams=(TEAM,)), "guest"),
        (Account(deactivated=True), "inactive"),
        (Account(foreign=True), "other_workspace"),
        (Account(teams=("T0OTHER",)), "other_workspace"),
        (None, "account_unknown"),
    ],
)
async def test_who_acts_by_what_slack_says(desk, accounts, account, reason):
    if account is not None:
        accounts.learn("U0CEO", account)
    found = await desk.home(who("ceo"))
    assert found == No(reason) if reason else not isinstance(found, No)


async def test_nobody_is_let_in_by_what_slack_says(desk, accounts):
    accounts.learn("U0NOBODY", MEMBER)
    assert await desk.home(who("nobody")) == No("stranger")
    accounts.learn("U0LEFT", MEMBER)
    assert await desk.home(who("left")) == No("inactive")


async def test_a_guest_needs_the_list_and_two_people_whatever_slack_says(company, desk, accounts):
    accounts.learn("U0GUEST", Account(guest=True, teams=(TEAM,)))
    text = "slack_id,name,roles,guest\nU0GUEST,Gus,director,yes\n"
    await company.database.run(lambda tx: import_people(tx, text, OPERATOR))
    assert await desk.home(who("guest")) == No("guest")


def test_who_acted_longest_ago_is_forgotten_first(accounts):
    for number in range(MOST + 1):
        accounts.learn(f"U{number}", MEMBER)
    assert not accounts.last("U0").known
    assert accounts.last("U1").known

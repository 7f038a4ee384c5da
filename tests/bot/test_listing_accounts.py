"""Everybody's account is known before a crowd acts, and a list that fails holds up nothing."""

import asyncio

import pytest
from slack_sdk.errors import SlackApiError

from bot.app import client_for_delivery
from bot.listing_accounts import AccountLister, ListPace
from clearance.accounts import UNKNOWN, Account, Accounts
from clearance.people import import_people
from sandbox.seed import User, new_seed
from sandbox.server import Workspace
from tests.bot.pieces import until

MANY = 12
PEOPLE = "slack_id,name,roles\n" + "".join(f"U1{n},Person {n},employee\n" for n in range(MANY))
#: Three to a page, and no rest between them.
QUICK = ListPace(page=3, between=0.0)


@pytest.fixture
async def workspace(clock):
    members = tuple(User(f"U1{n}", f"p{n}", f"Person {n}", deleted=n == 0) for n in range(MANY))
    strangers = (User("U2", "nobody", "Not on the list"),)
    served = Workspace(clock, seed=new_seed(users=(*strangers, *members)))
    await served.start(port=0)
    yield served
    await served.stop()


@pytest.fixture
def accounts(clock):
    return Accounts(clock.steady)


@pytest.fixture
async def lister(database, accounts, settings, clock):
    await database.run(lambda tx: import_people(tx, PEOPLE, "operator"))
    return AccountLister(database, accounts, client_for_delivery(settings), clock, QUICK)


async def test_all_who_are_on_the_list_are_known_and_nobody_else(lister, accounts, workspace):
    await lister.read()
    assert accounts.last("U10") == Account(deactivated=True, teams=(workspace.seed.team_id,))
    assert all(accounts.fresh(f"U1{n}") for n in range(MANY))
    assert accounts.last(f"U1{MANY - 1}") == Account(teams=(workspace.seed.team_id,))
    assert accounts.last("U2") == UNKNOWN


async def test_what_slack_said_meanwhile_is_newer_than_its_list(lister, accounts, clock):
    begun = accounts.begun()
    clock.pass_(1)
    accounts.learn("U11", Account(deactivated=True))
    accounts.learn("U11", Account(), begun)
    assert accounts.last("U11").deactivated
    clock.pass_(1)
    await lister.read()
    assert not accounts.last("U11").deactivated


async def test_a_list_that_slack_refuses_is_asked_for_again(lister, accounts, workspace):
    rests = []

    async def rest(seconds):
        rests.append(seconds)
        if len(rests) > 1:
            await asyncio.Event().wait()

    workspace.faults.rate_limit("users.list", retry_after=77)
    lister._rest = rest
    reading = asyncio.create_task(lister.run())
    await until(lambda: len(rests) > 1)
    assert rests[0] == 77
    assert accounts.fresh("U10")
    await lister.stop(reading)


async def test_after_a_limit_it_goes_on_from_the_page_that_was_refused(lister, accounts, workspace):
    pages, list_ = [], lister._client.users_list

    async def listed(**named):
        if len(pages) == 2:
            workspace.faults.rate_limit("users.list", retry_after=1)
        pages.append(named["cursor"])
        return await list_(**named)

    lister._client.users_list = listed
    with pytest.raises(SlackApiError):
        await lister.read()
    assert not accounts.fresh(f"U1{MANY - 1}")
    await lister.read()
    assert pages[3] == pages[2]
    assert all(accounts.fresh(f"U1{n}") for n in range(MANY))
    assert lister._cursor == ""

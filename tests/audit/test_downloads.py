"""A link to a pull: it takes the code, holds for an hour, and dies at the fifth wrong code."""

import json
from datetime import timedelta

import pytest

from audit.downloads import Downloads
from audit.pulls import Pull, Wanted
from clearance.people import import_people
from clearance.shown import Actor, No
from storage import log
from tests.audit.lived import COMPLIANCE, COMPLY, company_of, opened, pull
from tests.clearance.company import OPERATOR, ROSTER, TEAM, who

OTHER = Actor(TEAM, "U0SECONDCO")
WRONG = "AAAAAAAA"


@pytest.fixture
async def asked(database_url, keys, clock, exchange, cellectar):
    company = await company_of(opened(database_url, keys, clock), clock, cellectar, exchange)
    yield company
    await company.database.close()


@pytest.fixture
async def made(asked):
    """Give the downloads, a pull and a link to it."""
    found = await pull(asked, Wanted(), "download")
    downloads = Downloads(asked.desk)
    return downloads, found, await downloads.link(COMPLY, found.id)


async def taken(company):
    entries = await company.database.run(lambda tx: log.entries(tx, limit=100_000))
    records = [json.loads(one.record) for one in entries]
    return [one["body"]["open"]["how"] for one in records if one["tag"] == "audit:taken"]


async def test_link_and_code_together_give_the_pull_and_it_is_recorded(asked, made):
    downloads, found, link = made
    assert await taken(asked) == ["link"]
    got = await downloads.take(link.token, f" {link.code[:4].lower()} {link.code[4:]}\n")
    assert isinstance(got, Pull)
    assert got.id == found.id
    assert await taken(asked) == ["link", "download"]


@pytest.mark.parametrize(("seconds", "good"), [(3599, True), (3600, False)])
async def test_it_is_good_for_an_hour(asked, made, seconds, good):
    downloads, _, link = made
    asked.clock.pass_(seconds)
    assert (await downloads.take(link.token, link.code) is not None) is good
    assert ("download" in await taken(asked)) is good


@pytest.mark.parametrize(("failures", "good"), [(4, True), (5, False)])
async def test_it_dies_at_the_fifth_wrong_code(asked, made, failures, good):
    downloads, _, link = made
    for _ in range(failures):
        assert await downloads.take(link.token, WRONG) is None
    assert (await downloads.take(link.token, link.code) is not None) is good
    assert ("download" in await taken(asked)) is good


async def test_another_link_of_the_same_pull_has_a_code_of_its_own(made):
    downloads, found, link = made
    second = await downloads.link(COMPLY, found.id)
    assert await downloads.take(second.token, link.code) is None
    assert await downloads.take(second.token, second.code) is not None


@pytest.mark.parametrize("change", ["role", "active", "nothing"])
async def test_who_has_left_compliance_gets_nothing_by_a_link_from_before(asked, made, change):
    downloads, _, link = made
    before = "U0COMPLY,Cora Plain,compliance,2026-01-05,,yes"
    after = {
        "role": before.replace("compliance", "employee"),
        "active": before.replace("yes", "no"),
        "nothing": before,
    }[change]
    people = ROSTER + COMPLIANCE.replace(before, after)
    await asked.database.run(lambda tx: import_people(tx, people, OPERATOR))
    got = await downloads.take(link.token, link.code)
    assert (got is not None) is (change == "nothing")


async def test_only_one_s_own_pull_has_a_link_for_oneself(asked, made):
    downloads, found, _ = made
    for actor in (OTHER, who("employee"), who("cfo")):
        assert isinstance(await downloads.link(actor, found.id), No)
    assert await taken(asked) == ["link"]


async def test_neither_token_nor_code_is_kept(asked, made):
    _, _, link = made
    rows = await asked.rows("SELECT * FROM downloads")
    assert len(rows) == 1
    assert not {link.token, link.code} & {str(value) for value in rows[0].values()}
    assert link.code not in repr(link)
    assert link.token not in repr(link)


async def test_a_token_that_nobody_made_is_answered_like_a_wrong_code(asked, made):
    downloads, _, link = made
    assert await downloads.take("x" * len(link.token), link.code) is None
    asked.clock.move(asked.clock.now() + timedelta(minutes=1))
    assert await downloads.take(link.token, link.code) is not None

"""What a pull may ask for, and what the log says of it to whom."""

import json
from dataclasses import replace
from datetime import date

import pytest

from audit.desk import AuditDesk
from audit.pulls import KINDS, RESTRICTIONS, Wanted, find
from clearance.desk import Desk
from clearance.shown import No
from storage import checkpoints, log
from storage.log import TAGS
from tests.audit.lived import COMPLY, SIGNER, company_of, opened, pull
from tests.clearance.company import TEAM, buy, who


@pytest.fixture
async def asked(database_url, keys, clock, exchange, cellectar):
    database = opened(database_url, keys, clock)
    yield await company_of(database, clock, cellectar, exchange)
    await database.close()


@pytest.fixture
async def silent(asked, exchange, cellectar):
    """Give the same company's desk under a policy that hides restrictions from compliance."""
    hides = replace(cellectar.disclosure_of_restrictions, compliance_sees_existence=False)
    policy = replace(cellectar, disclosure_of_restrictions=hides)
    return AuditDesk(Desk(asked.database, policy, exchange, TEAM))


async def last_entries(company, count):
    def read(tx):
        found = log.entries(tx)[-count:]
        return [(json.loads(one.record), log.hidden(tx, one)) for one in found]

    return await company.database.run(read)


def test_every_tag_is_of_a_kind():
    tags = [tag for kind in KINDS.values() for tag in kind]
    assert [one for one in TAGS if not one.startswith(tuple(tags))] == []


async def test_the_pull_its_entry_and_its_checkpoint_are_one(asked):
    wanted = Wanted(date(2026, 11, 1), date(2026, 11, 30), kinds=frozenset({"decisions"}))
    found = await pull(asked, wanted)
    assert await asked.database.run(lambda tx: find(tx, found.id)) == found
    point = await asked.database.run(lambda tx: checkpoints.find(tx, found.checkpoint))
    size = len(await asked.database.run(log.entries))
    assert point.size == size
    assert checkpoints.stated(point.note, [SIGNER.verifier]).size == size
    ((record, _),) = await last_entries(asked, 1)
    assert record["tag"] == "audit:pulled"
    assert record["body"]["open"] == {
        "id": found.id,
        "way": "folder",
        "wanted": {
            "first": "2026-11-01",
            "last": "2026-11-30",
            "person": None,
            "kinds": ["decisions"],
            "request": None,
            "redacted": False,
        },
    }


async def test_openly_nothing_tells_whether_restrictions_were_asked_for(asked):
    """Two pulls, one of them for restrictions too: the open entries differ in the id alone."""
    said = []
    for kinds in ({"decisions"}, {"decisions", RESTRICTIONS}):
        found = await pull(asked, Wanted(kinds=frozenset(kinds)))
        entries = await last_entries(asked, 2)
        assert found.restrictions is (RESTRICTIONS in kinds)
        assert json.loads(entries[-1][1]["restricted"])["value"][RESTRICTIONS] is found.restrictions
        opens = json.dumps([record["body"]["open"] for record, _ in entries])
        said.append(opens.replace(found.id, "ID"))
    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        (Wanted(date(2026, 11, 2), date(2026, 11, 1)), "days_turned"),
        (Wanted(person="nobody"), "no_such_person"),
        (Wanted(request="NOSUCH23"), "no_such_request"),
    ],
)
async def test_what_cannot_be_asked_for_leaves_nothing(asked, wanted, reason):
    before = len(await asked.database.run(log.entries))
    assert await pull(asked, wanted) == No(reason)
    assert len(await asked.database.run(log.entries)) == before
    assert not isinstance(await pull(asked, Wanted(date(2026, 11, 1), date(2026, 11, 1))), No)


async def test_a_request_that_is_there_can_be_proven(asked):
    filed = await asked.desk.submit(who("employee"), buy())
    found = await pull(asked, Wanted(request=filed.id))
    assert found.restrictions is False, "a proof is made to be handed on"


async def test_where_the_policy_hides_them_restrictions_are_not_pulled(asked, silent):
    wanted = Wanted(kinds=frozenset({RESTRICTIONS}))
    assert await silent.pull(COMPLY, wanted, "folder") == No("restrictions_not_yours")
    whole = await silent.pull(COMPLY, Wanted(), "folder")
    assert whole.restrictions is False
    assert RESTRICTIONS not in (await silent.sheet(COMPLY)).kinds
    assert RESTRICTIONS in (await AuditDesk(asked.desk).sheet(COMPLY)).kinds


async def test_what_was_pulled_with_restrictions_is_not_taken_once_they_are_hidden(asked, silent):
    found = await pull(asked, Wanted(), "download")
    assert await silent.take(COMPLY, found.id, "download") == No("restrictions_not_yours")
    assert await AuditDesk(asked.desk).take(COMPLY, found.id, "download") == found


async def test_without_the_signing_key_nothing_is_pulled(
    database_url, keys, clock, exchange, cellectar
):
    database = opened(database_url, keys, clock, signs=None)
    company = await company_of(database, clock, cellectar, exchange)
    assert await pull(company, Wanted()) == No("not_signed_here")
    await database.close()


async def test_the_latest_pulls_are_listed_for_compliance_alone(asked):
    first, second = await pull(asked, Wanted()), await pull(asked, Wanted(redacted=True))
    listed = await AuditDesk(asked.desk).pulls(COMPLY)
    assert set(listed) == {first, second}
    assert await AuditDesk(asked.desk).pulls(who("ceo")) == No("not_compliance")

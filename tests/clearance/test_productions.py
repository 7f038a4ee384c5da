"""A production for an authority takes two people, and says openly no more than an id."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clearance.asked import LASTS
from clearance.authority import countersigners
from clearance.desk import Desk
from clearance.people import people
from clearance.productions import Taken
from clearance.shown import Envelope, No
from clearance.shown_productions import ProductionSaid, ProductionShown
from policy.company import load_policy
from storage import checkpoints, log, records
from storage.database import Database
from storage.notes import Signer
from storage.sealed import SIZES
from storage.tables import PersonAskedRow
from tests.clearance.company import TEAM, Company, who
from tests.clearance.restricting import SECOND, event, ticked

COMPLIANCE = "U0COMPLY,Helen Sorensen,compliance,2026-01-05,,yes"
SIGNER = Signer("example.com/preclear", bytes(range(32)))
DAY = date(2026, 11, 20)
SAID = ProductionSaid("Securities and Exchange Commission", "HO-14.777", (DAY,), reasons=True)
OTHER = replace(SAID, reference="HO-14.778")


@pytest.fixture
async def company(database_url, keys, clock, exchange):
    """Let somebody be compliance, and the log be signed."""
    database = Database.open(
        database_url, keys=keys, now=clock.now, steady=clock.steady, signs=SIGNER
    )
    found = Company(Desk(database, load_policy("cellectar_2018"), exchange, TEAM), database, clock)
    await found.seed()
    await also(found, COMPLIANCE)
    yield found
    database.close_now()


async def also(company, *lines):
    left = "U0LEFT,Lena Former,employee,2026-01-05,,no"
    await company.replace_roster(left, "\n".join((left, *lines)))


async def asked(company, said=SAID, by="comply"):
    found = await company.desk.ask_production(who(by), said)
    assert isinstance(found, ProductionShown), found
    return found.id


async def told(company):
    """Carry out what is due; say whom an envelope went to."""
    return sorted(to for to, message in await company.carry_out() if isinstance(message, Envelope))


async def entries(company, *tags):
    found = await company.database.run(log.entries)
    return [one for one in found if json.loads(one.record)["tag"] in tags]


async def test_one_asks_another_confirms_and_the_asker_takes_it(company):
    ask = await asked(company)
    assert await told(company) == ["U0CEO", "U0CFO", "U0CHAIR"]
    seen = await company.desk.production(who("cfo"), ask)
    assert (seen.said, seen.state, seen.mine, seen.by) == (SAID, "waits", False, "Helen Sorensen")
    done = await company.desk.confirm_production(who("cfo"), ask)
    assert (done.state, done.confirmed_by) == ("confirmed", "Felix Ott")
    assert await told(company) == ["U0COMPLY"]
    await ticked(company)  # the day's commitment, before there is a restriction
    await company.desk.restrict(who("ceo"), event("employee"))
    await ticked(company)
    await company.carry_out()
    taken = await company.desk.take_production(who("comply"), ask, "folder")
    assert isinstance(taken, Taken)
    assert taken.register == 1
    committed = (await entries(company, "register:committed"))[-1]  # all that is produced
    hidden = await company.database.run(lambda tx: log.hidden(tx, committed))
    assert json.loads(hidden["restricted"])["value"]["size"] == taken.register
    made = await company.database.run(lambda tx: checkpoints.find(tx, taken.checkpoint))
    assert made.size == len(await company.database.run(log.entries))
    # Both are told that it was taken, by whatever hand.
    assert await told(company) == ["U0CFO", "U0COMPLY"]
    for name in ("cfo", "comply"):
        assert (await company.desk.production(who(name), ask)).taken_at == (company.clock.now(),)
    company.clock.pass_(60)
    await company.desk.take_production(who("comply"), ask, "folder")
    assert len((await company.desk.production(who("comply"), ask)).taken_at) == 2


async def test_nobody_alone_gets_one_out(company):
    ask = await asked(company)
    refused = await company.desk.take_production(who("comply"), ask, "folder")
    assert refused == No("ask_not_confirmed")
    assert await company.desk.confirm_production(who("comply"), ask) == No("own_ask")
    assert await company.desk.take_production(who("comply"), ask, "folder") == refused
    assert not await entries(company, "audit:confirmed", "audit:produced", "register:committed")
    await company.desk.confirm_production(who("chair"), ask)  # the twin: another person
    assert isinstance(await company.desk.take_production(who("comply"), ask, "folder"), Taken)


async def test_who_holds_both_roles_is_one_person_still(company):
    await also(company, COMPLIANCE.replace("compliance", "compliance;ceo"))
    for pending in await company.desk.database.run(_changes):
        await company.desk.confirm_change(who("cfo"), pending)
    ask = await asked(company)
    assert await company.desk.confirm_production(who("comply"), ask) == No("own_ask")
    assert isinstance(await company.desk.confirm_production(who("ceo"), ask), ProductionShown)


def _changes(tx):
    return [one.id for one in records.in_force(tx, PersonAskedRow)]


async def test_a_second_confirmation_is_told_so_whoever_gives_it(company):
    ask = await asked(company)
    await company.desk.confirm_production(who("ceo"), ask)
    for again in ("ceo", "cfo", "chair"):
        assert await company.desk.confirm_production(who(again), ask) == No("ask_confirmed")
    assert len(await entries(company, "audit:confirmed")) == 1


@pytest.mark.parametrize("name", ["employee", "director", "nobody"])
async def test_whoever_has_no_part_in_it_is_not_told_that_it_is_there(company, name):
    ask = await asked(company)
    answers = {
        (await act(who(name), ask)).reason
        for act in (
            company.desk.production,
            company.desk.confirm_production,
            company.desk.withdraw_production,
            lambda actor, it: company.desk.take_production(actor, it, "folder"),
        )
    }
    assert answers == {"stranger" if name == "nobody" else "no_such_ask"}
    unknown = await company.desk.production(who(name), "NONESUCH")
    assert unknown == await company.desk.production(who(name), ask)
    assert isinstance(await company.desk.ask_production(who(name), SAID), No)


@pytest.mark.parametrize("by", ["ceo", "cfo", "chair", "employee"])
async def test_compliance_alone_asks(company, by):
    assert await company.desk.ask_production(who(by), SAID) == No("not_compliance")
    assert await company.desk.productions(who(by)) == No("not_compliance")


async def test_another_of_compliance_neither_sees_nor_takes_it(company):
    await also(company, COMPLIANCE, "U0SECONDC,Kim Second,compliance,2026-01-05,,yes")
    for pending in await company.desk.database.run(_changes):
        await company.desk.confirm_change(who("cfo"), pending)
    ask = await asked(company)
    await company.desk.confirm_production(who("ceo"), ask)
    other = who("secondc")
    assert await company.desk.take_production(other, ask, "folder") == No("no_such_ask")
    assert (await company.desk.productions(other)).mine == ()
    (mine,) = (await company.desk.productions(who("comply"))).mine
    assert mine.id == ask


async def test_it_holds_for_thirty_days_to_the_second(company):
    ask = await asked(company)
    begun = company.clock.now()
    company.clock.move(begun + LASTS - SECOND)
    assert isinstance(await company.desk.confirm_production(who("ceo"), ask), ProductionShown)
    assert isinstance(await company.desk.take_production(who("comply"), ask, "folder"), Taken)
    late = await asked(company)
    company.clock.move(begun + LASTS)
    assert await company.desk.take_production(who("comply"), ask, "folder") == No("ask_expired")
    company.clock.move(company.clock.now() + LASTS)
    assert await company.desk.confirm_production(who("ceo"), late) == No("ask_expired")


async def test_the_same_asked_again_while_it_waits_is_one(company):
    """Twins: something else, and the same once it was confirmed, are asks of their own."""
    first = await asked(company)
    assert await told(company) == ["U0CEO", "U0CFO", "U0CHAIR"]
    assert await asked(company) == first
    assert await told(company) == []
    assert len(await entries(company, "audit:asked")) == 1
    assert await asked(company, OTHER) != first
    await company.desk.confirm_production(who("cfo"), first)
    assert await asked(company) != first
    assert len(await entries(company, "audit:asked")) == 3


async def test_what_was_taken_back_can_be_neither_confirmed_nor_taken(company):
    one, other = await asked(company), await asked(company, OTHER)
    assert await company.desk.withdraw_production(who("ceo"), one) == No("no_such_ask")
    await company.desk.confirm_production(who("ceo"), other)
    for ask in (one, other):
        gone = await company.desk.withdraw_production(who("comply"), ask)
        assert gone.state == "gone"
        assert await company.desk.withdraw_production(who("comply"), ask) == No("ask_gone")
    assert await company.desk.confirm_production(who("ceo"), one) == No("ask_gone")
    assert await company.desk.take_production(who("comply"), other, "folder") == No("ask_gone")


async def test_who_left_compliance_does_not_take_it(company):
    ask = await asked(company)
    await company.desk.confirm_production(who("ceo"), ask)
    await also(company, COMPLIANCE.replace(",compliance,", ",employee,"))
    for pending in await company.desk.database.run(_changes):
        await company.desk.confirm_change(who("cfo"), pending)
    assert await company.desk.take_production(who("comply"), ask, "folder") == No("no_such_ask")


async def test_who_is_asked_to_confirm_does_not_depend_on_restrictions(company):
    await company.desk.restrict(who("ceo"), event("cfo", "chair", "comply", notify=False))
    await ticked(company)
    await company.carry_out()
    ask = await asked(company)
    assert await told(company) == ["U0CEO", "U0CFO", "U0CHAIR"]
    assert isinstance(await company.desk.confirm_production(who("cfo"), ask), ProductionShown)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"authority": " "}, "production_authority"),
        ({"authority": "x" * 81}, "production_authority"),
        ({"reference": "a\u0007b"}, "production_reference"),
        ({"days": (date(2026, 11, 23),)}, "production_days"),  # it is not over
        ({"days": tuple(DAY - timedelta(n) for n in range(21))}, "production_days"),
        ({"days": ()}, "production_no_day"),
        ({"first": date(2026, 11, 3), "last": date(2026, 11, 2)}, "production_dates"),
    ],
)
async def test_what_does_not_fit_is_refused(company, changed, reason):
    said = {"authority": "SEC", "reference": "HO-1", "days": (DAY,), "reasons": True}
    refused = await company.desk.ask_production(who("comply"), ProductionSaid(**said | changed))
    assert refused.reason == reason


@pytest.mark.parametrize(
    "changed",
    [
        {"authority": "\U0001f4be" * 80, "reference": "ñ" * 80},
        {"days": tuple(DAY - timedelta(n) for n in range(20))},
        {"days": (date(2026, 11, 22),)},
        {"days": (), "reasons": False},
        {"first": date(2026, 11, 2), "last": date(2026, 11, 2)},
    ],
)
async def test_its_twin_is_taken(company, changed):
    said = {"authority": "SEC", "reference": "HO-1", "days": (DAY,), "reasons": True}
    ask = await asked(company, ProductionSaid(**said | changed))
    seen = await company.desk.production(who("comply"), ask)
    assert set(seen.said.days) == set((said | changed)["days"])


async def test_the_open_log_has_an_id_and_the_table_one_size(company):
    one, other = await asked(company), await asked(company, OTHER)
    await company.desk.confirm_production(who("cfo"), one)
    await company.desk.take_production(who("comply"), one, "folder")
    await company.desk.withdraw_production(who("comply"), other)
    found = await entries(company, "audit:asked", "audit:confirmed", "audit:produced")
    opens = [json.loads(entry.record)["body"]["open"] for entry in found]
    assert opens == [
        {"id": one},
        {"id": other},
        {"id": one},
        {"id": one},
        {"id": other, "withdrawn": True},
    ]
    for entry in found:
        assert "HO-14" not in entry.record
        hidden = await company.database.run(lambda tx, entry=entry: log.hidden(tx, entry))
        value = json.loads(hidden["restricted"])["value"]
        assert value["reference"] in {"HO-14.777", "HO-14.778"}
        assert value["days"] == ["2026-11-20"]
    rows = await company.rows("SELECT sealed FROM asked")
    assert {len(row["sealed"]) for row in rows} == {SIZES["asked"]}


async def test_without_the_signing_key_nothing_leaves(company):
    ask = await asked(company)
    await company.desk.confirm_production(who("ceo"), ask)
    company.database._signs = None
    refused = await company.desk.take_production(who("comply"), ask, "folder")
    assert refused == No("not_signed_here")
    assert not await entries(company, "audit:produced")


@pytest.mark.parametrize(
    ("gone", "able"),
    [
        ((), ["ceo", "cfo", "chair"]),
        (("ceo", "cfo"), ["chair"]),
        (("ceo", "cfo", "chair"), ["other"]),  # of compliance, as nobody else is left
    ],
)
async def test_while_somebody_holds_an_office_nobody_of_compliance_confirms(company, gone, able):
    await also(company, COMPLIANCE, "U0OTHER,Kim Other,compliance,2026-01-05,,yes")
    for pending in await company.database.run(_changes):
        await company.desk.confirm_change(who("cfo"), pending)
    serving = await company.database.run(people)
    serving = [one for one in serving if one.slack_id not in {who(name).user_id for name in gone}]
    (asker,) = [one for one in serving if one.slack_id == "U0COMPLY"]
    found = countersigners(serving, asker, company.desk.grounds.policy)
    assert sorted(one.person.slack_id for one in found) == [who(name).user_id for name in able]

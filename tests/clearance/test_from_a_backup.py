"""A register that comes from a backup stops approvals until its officers have confirmed."""

from dataclasses import dataclass

import pytest

from clearance.shown import No
from tests.clearance.company import APPROVE, DECLINE, buy, who
from tests.clearance.restricting import pass_minutes, restricted, ticked


@dataclass
class Kept:
    """The newest version, as a file beside the key file would know it."""

    known: int | None = None

    def keep(self, version):
        self.known = version


async def stopped(company):
    request = await company.desk.submit(who("employee"), buy())
    answer = await company.desk.decide(who("cfo"), request.id, APPROVE)
    return answer == No("approvals_stopped")


async def test_an_older_register_stops_approvals_until_each_officer_has_confirmed(company):
    company.desk.newest = Kept()
    found = await restricted(company, "employee")
    company.desk.newest.keep(company.desk.newest.known + 100)  # and the database is older
    assert await stopped(company)
    await ticked(company)
    assert company.desk.newest.known > 100
    assert await stopped(company)
    sheet = await company.desk.restrictions(who("ceo"))
    assert (sheet.to_confirm, sheet.others) == (True, ("Felix Ott",))
    assert [one.id for one in sheet.mine] == [found]
    await company.desk.confirm_restored(who("ceo"))
    await ticked(company)
    assert await stopped(company)
    assert not (await company.desk.restrictions(who("ceo"))).to_confirm
    assert await company.desk.confirm_restored(who("ceo")) == No("nothing_to_confirm")
    await company.desk.confirm_restored(who("cfo"))
    await ticked(company)
    await company.desk.restrictions(who("cfo"))
    request = await company.desk.submit(who("second"), buy())
    assert (await company.desk.decide(who("cfo"), request.id, APPROVE)).status == "decided"


async def test_meanwhile_requests_are_filed_and_declined_as_ever(company):
    company.desk.newest = Kept(5)
    request = await company.desk.submit(who("employee"), buy())
    assert request.state == "pending"
    assert (await company.desk.decide(who("cfo"), request.id, DECLINE)).status == "decided"


@pytest.mark.parametrize(
    ("ticks", "is_known", "stops"),
    [
        (0, None, False),  # a new installation
        (3, 3, False),
        (3, 2, False),  # killed between the commit and the file
        (3, 4, True),
        (3, None, True),  # nobody knows how old it is
        (0, 1, True),  # restored from before the first tick
    ],
)
async def test_what_counts_as_older(company, ticks, is_known, stops):
    await pass_minutes(company, ticks)
    company.clock.pass_(180)
    company.desk.newest = Kept(is_known)
    assert await stopped(company) == stops
    await ticked(company)
    assert await stopped(company) == stops


@pytest.mark.parametrize(("seconds", "adopted"), [(119, True), (120, False)])
async def test_a_bot_that_comes_to_others_on_a_server_takes_their_version(
    company, seconds, adopted
):
    """It knows none yet, and they tick; on SQLite there are no others."""
    await ticked(company)
    company.clock.pass_(seconds)
    company.desk.newest = Kept(None)
    server = await company.database.run(lambda tx: tx.server)
    assert await stopped(company) == (not (adopted and server))


async def test_a_tick_beside_an_approval_is_no_restore(company):
    """What is known outside was looked at before: another tick meanwhile makes it no newer."""
    await pass_minutes(company, 2)
    kept = company.desk.newest = Kept(2)
    knowing = company.desk.knowing()
    kept.known = 3
    grounds, stopped_ = company.desk.grounds, company.desk.approvals_stopped
    assert not await company.database.run(lambda tx: stopped_(tx, grounds.at(tx), knowing))
    assert await company.database.run(lambda tx: stopped_(tx, grounds.at(tx)))


async def test_nobody_else_confirms(company):
    company.desk.newest = Kept(5)
    await ticked(company)
    for name in ("employee", "chair"):
        assert await company.desk.confirm_restored(who(name)) == No("nothing_to_confirm")


async def test_an_officer_who_left_holds_up_nobody(company):
    company.desk.newest = Kept(5)
    await ticked(company)
    await company.replace_roster("Carla Eng,ceo,2026-01-05,,yes", "Carla Eng,ceo,2026-01-05,,no")
    await company.desk.confirm_restored(who("cfo"))
    await ticked(company)
    assert not await stopped(company)


async def test_once_nobody_is_left_to_confirm_a_new_officer_stops_nothing(company):
    company.desk.newest = Kept(5)
    await ticked(company)
    await company.desk.confirm_restored(who("ceo"))
    await ticked(company)
    assert await stopped(company)
    left = "U0CFO,Felix Ott,cfo,2026-01-05,,no"
    await company.replace_roster("U0CFO,Felix Ott,cfo,2026-01-05,,yes", left)
    await ticked(company)
    after = f"{left}\nU0NEXT,Nora Next,cfo,2026-01-05,,yes"
    await company.replace_roster("U0CFO,Felix Ott,cfo,2026-01-05,,yes", after)
    request = await company.desk.submit(who("employee"), buy())
    decided = await company.desk.decide(who("next"), request.id, APPROVE)
    assert not isinstance(decided, No)

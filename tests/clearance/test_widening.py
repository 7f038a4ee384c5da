"""Widening takes two people, neither of them under the restriction, and a basis."""

from datetime import date, timedelta

import pytest

from clearance.people import import_people
from clearance.shown import No
from clearance.shown_restrictions import (
    NeutralNotice,
    RestrictionsSheet,
    TakesForce,
    WideningShown,
)
from tests.clearance.company import APPROVE, ROSTER, buy, ny, told, who
from tests.clearance.restricting import event, known, lift, lifted, restricted, ticked

QUARTER = date(2026, 12, 31)


async def approvable(company, name="employee"):
    officer = "ceo" if name == "cfo" else "cfo"
    request = await company.desk.submit(who(name), buy())
    await company.carry_out()
    return (await company.desk.review(who(officer), request.id)).approvable


async def asked_of(company, name):
    found = await company.desk.restrictions(who(name))
    return () if isinstance(found, No) else found.asked


async def ask(company, restriction, by="ceo", **more):
    return await company.desk.widen(who(by), lift(restriction, **more))


async def agree(company, name, widening, *, yes=True):
    return await company.desk.agree_widening(who(name), widening.id, agree=yes)


async def test_one_person_alone_widens_nothing(company):
    found = await restricted(company, "employee")
    assert isinstance(await ask(company, found), TakesForce)
    await ticked(company)
    (waiting,) = await asked_of(company, "cfo")
    assert await agree(company, "ceo", waiting) == No("own_widening")
    await ticked(company)
    assert not await approvable(company)
    await agree(company, "cfo", waiting)
    assert not await approvable(company)  # not before the tick
    await ticked(company)
    assert await approvable(company)
    assert await known(company, "ceo") == set()


async def test_who_is_asked_sees_that_one_and_nothing_else(company):
    found = await restricted(company, "employee", matter="Heron")
    await restricted(company, "second", matter="Crane")
    await company.carry_out()
    await ask(company, found)
    await ticked(company)
    envelopes = dict(await told(company))
    assert set(envelopes) == {"U0CEO", "U0CFO"}
    shown = await company.desk.opened(who("cfo"), envelopes["U0CFO"])
    assert isinstance(shown, WideningShown)
    assert (shown.restriction.matter, shown.by, shown.people) == (
        "Heron",
        "Carla Eng",
        ("Erin Boyd",),
    )
    sheet = await company.desk.restrictions(who("cfo"))
    assert sheet.mine == ()
    assert [one.restriction.matter for one in sheet.asked] == ["Heron"]


async def test_not_agreed_it_stays(company):
    found = await restricted(company, "employee")
    await ask(company, found)
    await ticked(company)
    (waiting,) = await asked_of(company, "cfo")
    await agree(company, "cfo", waiting, yes=False)
    await ticked(company)
    assert not await approvable(company)
    assert await asked_of(company, "cfo") == ()
    assert await agree(company, "cfo", waiting) == No("widening_gone")
    assert isinstance(await ask(company, found), TakesForce)  # and may be asked for again


async def test_the_other_officer_is_under_it_so_the_chair_is_asked(company):
    found = await restricted(company, "employee", "cfo", notify=False)
    await ask(company, found)
    await ticked(company)
    assert await asked_of(company, "cfo") == ()
    (waiting,) = await asked_of(company, "chair")
    assert await agree(company, "cfo", waiting) == No("widening_gone")
    assert isinstance(await agree(company, "chair", waiting), TakesForce)
    await ticked(company)
    assert await approvable(company)
    assert await approvable(company, "cfo")


async def test_with_a_vacant_seat_the_chair_is_asked_and_else_not(company):
    found = await restricted(company, "employee")
    assert not (await company.desk.widen_sheet(who("ceo"), found)).nobody_to_agree
    await company.replace_roster("Felix Ott,cfo", "Felix Ott,employee")
    await ask(company, found)
    await ticked(company)
    assert await asked_of(company, "cfo") == ()
    (waiting,) = await asked_of(company, "chair")
    await agree(company, "chair", waiting)
    await ticked(company)
    assert await known(company, "ceo") == set()


async def test_where_the_chair_is_under_it_too_compliance_is_asked(company):
    await company.replace_roster("Sam Okafor,employee", "Sam Okafor,compliance")
    found = await restricted(company, "employee", "cfo", "chair")
    await ask(company, found)
    await ticked(company)
    assert await asked_of(company, "chair") == ()
    (waiting,) = await asked_of(company, "second")
    await agree(company, "second", waiting)
    await ticked(company)
    assert await known(company, "ceo") == set()


async def test_where_nobody_is_left_to_agree_it_cannot_be_asked_for(company):
    found = await restricted(company, "employee", "cfo", "chair")
    assert (await company.desk.widen_sheet(who("ceo"), found)).nobody_to_agree
    assert await ask(company, found) == No("nobody_to_agree")


async def test_nobody_but_its_keeper_asks_for_it(company):
    found = await restricted(company, "employee", "second")
    for name in ("cfo", "employee", "chair"):
        assert await ask(company, found, name) == No("restriction_gone")
        assert await company.desk.widen_sheet(who(name), found) == No("restriction_gone")
    assert await ask(company, "NOSUCHID") == No("restriction_gone")


async def test_when_its_setter_is_gone_the_office_keeps_it(company):
    found = await restricted(company, "employee")
    await company.replace_roster("Carla Eng,ceo,2026-01-05,,yes", "Carla Eng,ceo,2026-01-05,,no")
    assert await known(company, "cfo") == {found}
    roster = "U0NEXT,Nora Next,ceo,2026-01-05,,yes\nU0CEO,Carla Eng,ceo,2026-01-05,,no"
    await company.replace_roster("U0CEO,Carla Eng,ceo,2026-01-05,,yes", roster)
    assert await known(company, "next") == {found}
    assert await known(company, "cfo") == set()


async def test_who_comes_into_that_office_and_is_under_it_does_not_keep_it(company):
    found = await restricted(company, "employee", "second")
    roster = "U0SECOND,Sam Okafor,ceo,2026-01-05,,yes\nU0CEO,Carla Eng,ceo,2026-01-05,,no"
    gone = ROSTER.replace("U0SECOND,Sam Okafor,employee,2026-01-05,,yes\n", "")
    changed = gone.replace("U0CEO,Carla Eng,ceo,2026-01-05,,yes", roster)
    await company.database.run(lambda tx: import_people(tx, changed, by="operator:test"))
    assert await known(company, "second") == set()
    assert await known(company, "cfo") == {found}


async def test_taking_people_out_frees_them_alone(company):
    found = await restricted(company, "employee", "second")
    for people, wanted in ((), "widen_people"), (("U0CHAIR",), "widen_people"):
        refused = await ask(company, found, what="take_out", people=people)
        assert refused == No(wanted)
    await ask(company, found, what="take_out", people=("U0SECOND",))
    await ticked(company)
    (waiting,) = await asked_of(company, "cfo")
    assert waiting.people == ("Sam Okafor",)
    await agree(company, "cfo", waiting)
    await ticked(company)
    assert await approvable(company, "second")
    assert not await approvable(company)
    (kept,) = (await company.desk.restrictions(who("ceo"))).mine
    assert [one.slack_id for one in kept.people] == ["U0EMPLOYEE"]


async def released(company, at="2026-11-24 08:00"):
    company.clock.move(ny(at))
    return await company.disclose(ny(at))


async def test_public_since_a_release_ends_after_two_full_trading_days(company):
    """A release on Tuesday before the open does not count its day; Friday is a short one."""
    found = await restricted(company, "employee")
    release = await released(company)
    await ask(company, found, basis="public", release=release)
    await ticked(company)
    (waiting,) = await asked_of(company, "cfo")
    ends = ny("2026-12-01 09:30")
    assert (waiting.release, waiting.ends_at) == ("News", ends)
    await agree(company, "cfo", waiting)
    await ticked(company)
    (kept,) = (await company.desk.restrictions(who("ceo"))).mine
    assert kept.people[0].until == ends
    company.clock.move(ends - timedelta(seconds=1))
    assert not await approvable(company)
    company.clock.move(ends)
    assert await approvable(company)


async def test_a_basis_is_stated_with_what_belongs_to_it(company):
    found = await restricted(company, "employee")
    release = await released(company)
    wrong = [
        {"basis": "public"},
        {"basis": "public", "release": "NOSUCHID"},
        {"basis": "not_material", "release": release},
        {"basis": "because", "release": None},
    ]
    for more in wrong:
        assert await ask(company, found, **more) == No("widen_release")
    for more in ({"until": date(2026, 11, 30)}, {"what": "burn"}, {"what": "shorten"}):
        assert await ask(company, found, **more) == No("widen_until")
    assert isinstance(await ask(company, found, basis="public", release=release), TakesForce)
    await ticked(company)
    assert await ask(company, found) == No("widening_waits")


async def test_an_early_blackout_is_shortened_to_a_session_ahead(company):
    found = await restricted(company, "employee", kind="early_blackout", quarter_end=QUARTER)
    for day in (date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 28)):
        assert await ask(company, found, what="shorten", until=day) == No("widen_until")
    await ask(company, found, what="shorten", until=date(2026, 11, 24))
    await ticked(company)
    (waiting,) = await asked_of(company, "cfo")
    await agree(company, "cfo", waiting)
    await ticked(company)
    company.clock.move(ny("2026-11-24 09:29:59"))
    assert not await approvable(company)
    company.clock.move(ny("2026-11-24 09:30"))
    assert await approvable(company)


async def test_an_event_is_not_shortened(company):
    found = await restricted(company, "employee")
    day = date(2026, 11, 24)
    assert await ask(company, found, what="shorten", until=day) == No("widen_until")


@pytest.mark.parametrize("notify", [True, False])
async def test_who_was_told_of_it_is_told_of_its_end(company, notify):
    found = await restricted(company, "employee", "second", notify=notify)
    first = dict(await told(company))
    await lifted(company, found)
    envelopes = dict(await told(company))
    assert ("U0EMPLOYEE" in envelopes) == ("U0SECOND" in envelopes) == notify
    if notify:
        for one in (first, envelopes):
            shown = await company.desk.opened(who("employee"), one["U0EMPLOYEE"])
            assert shown == NeutralNotice("ended", company.clock.now())
    await ticked(company)
    assert await told(company) == []


async def test_both_who_agreed_are_told_that_it_is_done(company):
    found = await restricted(company, "employee", notify=False)
    await told(company)
    await lifted(company, found)
    envelopes = await told(company)
    assert sorted(to for to, _ in envelopes) == ["U0CEO", "U0CEO", "U0CFO", "U0CFO"]
    for to, envelope in envelopes:
        opened = await company.desk.opened(who(to[2:]), envelope)
        assert isinstance(opened, RestrictionsSheet | No), opened


async def test_an_approval_soon_after_is_listed_for_compliance_alone(company):
    await company.replace_roster("Sam Okafor,employee", "Sam Okafor,compliance")
    found = await restricted(company, "employee")
    await lifted(company, found)
    request = await company.desk.submit(who("employee"), buy())
    await company.desk.decide(who("cfo"), request.id, APPROVE)
    listed = await company.desk.restrictions(who("second"))
    (one,) = listed.lifted_then_approved
    assert (one.request, one.person, one.approved_by) == (request.id, "Erin Boyd", "Felix Ott")
    assert one.lifted_by == ("Carla Eng", "Felix Ott")
    assert listed.mine == listed.asked == ()
    for officer in ("ceo", "cfo"):
        assert (await company.desk.restrictions(who(officer))).lifted_then_approved == ()


@pytest.mark.parametrize(
    ("day", "is_listed"), [("2026-12-07 15:59", True), ("2026-12-07 16:01", False)]
)
async def test_soon_is_within_ten_trading_days(company, day, is_listed):
    await company.replace_roster("Sam Okafor,employee", "Sam Okafor,compliance")
    company.clock.move(ny("2026-11-23 10:00"))
    found = await restricted(company, "employee")
    await lifted(company, found)  # Monday 23 November, the first; Thanksgiving is none
    company.clock.move(ny(day))
    request = await company.desk.submit(who("employee"), buy())
    await company.desk.decide(who("cfo"), request.id, APPROVE)
    listed = (await company.desk.restrictions(who("second"))).lifted_then_approved
    assert [one.request for one in listed] == ([request.id] if is_listed else [])


async def test_compliance_that_was_under_it_is_not_shown_it(company):
    await company.replace_roster("Sam Okafor,employee", "Sam Okafor,compliance")
    found = await restricted(company, "employee", "second", notify=False)
    await lifted(company, found)
    request = await company.desk.submit(who("employee"), buy())
    await company.desk.decide(who("cfo"), request.id, APPROVE)
    assert (await company.desk.restrictions(who("second"))).lifted_then_approved == ()


async def test_a_second_restriction_is_not_told_by_the_end_of_the_first(company):
    """The notice of an end is the same whether or not a silent one holds on."""
    found = await restricted(company, "employee")
    await company.desk.restrict(who("cfo"), event("employee", notify=False))
    await ticked(company)
    await told(company)
    await lifted(company, found)
    envelopes = dict(await told(company))
    shown = await company.desk.opened(who("employee"), envelopes["U0EMPLOYEE"])
    assert shown.what == "ended"
    assert not await approvable(company)

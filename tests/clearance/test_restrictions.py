"""Setting a restriction: nothing before the tick, and from it on no approval."""

from datetime import date, timedelta

import pytest

from clearance.opening_clearances import CLEARANCES, import_clearances
from clearance.reason import Reason
from clearance.shown import No
from clearance.shown_restrictions import (
    NeutralNotice,
    RestrictionShown,
    RestrictSaid,
    TakesForce,
)
from tests.clearance.company import APPROVE, DECLINE, buy, decided, ny, state_of, told, who
from tests.clearance.restricting import event, known, lift, restricted, ticked


async def filed(company, name="employee", **more):
    found = await company.desk.submit(who(name), buy(**more))
    await company.carry_out()
    return found


async def approved(company, request):
    return await company.desk.decide(who("cfo"), request.id, APPROVE)


async def test_nothing_is_kept_or_in_force_before_the_tick(company):
    request = await filed(company)
    asked = await company.desk.restrict(who("ceo"), event("employee"))
    assert asked == TakesForce(ny("2026-11-23 10:01"))
    assert await company.rows("SELECT * FROM register") == []
    assert await known(company, "ceo") == set()
    assert (await company.desk.review(who("cfo"), request.id)).approvable
    assert (await approved(company, request)).status == "decided"


async def test_from_the_tick_on_it_can_only_be_declined_or_returned(company):
    request, other = await filed(company), await filed(company, "second")
    await restricted(company, "employee")
    sheet = await company.desk.review(who("cfo"), request.id)
    assert not sheet.approvable
    assert "restriction" in {one.rule for one in sheet.findings}
    assert await approved(company, request) == No("not_approvable")
    assert await state_of(company, request) == "pending"
    assert (await approved(company, other)).status == "decided"
    await company.desk.decide(who("cfo"), request.id, DECLINE)
    assert await state_of(company, request) == "declined"


async def test_the_officer_is_told_when_it_is_kept(company):
    asked = await company.desk.restrict(who("ceo"), event("employee", notify=False))
    await company.carry_out()
    assert await told(company) == []
    at = await ticked(company)
    ((to, envelope),) = await told(company)
    assert (to, asked.at) == ("U0CEO", at)
    shown = await company.desk.opened(who("ceo"), envelope)
    assert isinstance(shown, RestrictionShown)
    assert (shown.matter, [one.name for one in shown.people]) == ("Heron", ["Erin Boyd"])
    assert shown.since == at
    assert await company.desk.opened(who("cfo"), envelope) == No("not_found")


@pytest.mark.parametrize("notify", [True, False])
async def test_the_person_is_told_in_neutral_words_or_not_at_all(company, notify):
    await company.carry_out()
    await company.desk.restrict(who("cfo"), event("employee", "second", notify=notify))
    at = await ticked(company)
    envelopes = dict(await told(company))
    assert set(envelopes) == {"U0CFO", *(["U0EMPLOYEE", "U0SECOND"] if notify else [])}
    if notify:
        shown = await company.desk.opened(who("employee"), envelopes["U0EMPLOYEE"])
        assert shown == NeutralNotice("restricted", at)


@pytest.mark.parametrize("name", ["employee", "chair", "newcomer", "left", "nobody"])
async def test_who_is_no_officer_has_no_such_command(company, name):
    for answered in (
        await company.desk.restrict(who(name), event("second")),
        await company.desk.restrict_sheet(who(name)),
        await company.desk.restrictions(who(name)),
    ):
        expected = {"left": "inactive", "nobody": "stranger"}.get(name, "not_an_officer")
        assert answered == No(expected)
    await ticked(company)
    assert await known(company, "ceo") == await known(company, "cfo") == set()


BAD = {
    "restrict_people": [event(), event("left"), event("stranger"), event("employee", "nobody")],
    "own_restriction": [event("ceo"), event("employee", "ceo")],
    "restrict_matter": [event("employee", matter=" "), event("employee", matter="x" * 41)],
    "restrict_quarter": [
        event("employee", kind="early_blackout"),
        event("employee", kind="early_blackout", quarter_end=date(2026, 12, 30)),
        event("employee", kind="early_blackout", quarter_end=date(2026, 9, 30)),
        event("employee", quarter_end=date(2026, 12, 31)),
        event("employee", kind="other"),
    ],
}
GOOD = [
    event("employee"),
    event("employee", "cfo", "director", "chair"),
    event("employee", matter="x" * 40),
    event("employee", kind="early_blackout", quarter_end=date(2026, 12, 31)),
    event("employee", kind="early_blackout", quarter_end=date(2027, 6, 30)),
]


@pytest.mark.parametrize(
    ("reason", "said"), [(reason, said) for reason, all_of in BAD.items() for said in all_of]
)
async def test_what_is_wrong_is_refused_at_once(company, reason, said):
    refused = await company.desk.restrict(who("ceo"), said)
    assert isinstance(refused, No)
    assert refused.reason == reason
    await ticked(company)
    assert await known(company, "ceo") == set()


@pytest.mark.parametrize("said", GOOD)
async def test_its_twin_is_taken(company, said):
    assert isinstance(await company.desk.restrict(who("ceo"), said), TakesForce)
    await ticked(company)
    assert len(await known(company, "ceo")) == 1


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (("stranger",), "restrict_people"),
        (("employee", "left"), "restrict_people"),
        (("employee", "ceo"), "own_restriction"),
        (("employee", "cfo"), None),
        ((), None),
    ],
)
async def test_the_form_says_at_once_who_cannot_be_restricted(company, names, reason):
    people = event(*names).people
    shown = await company.desk.restrict_sheet(who("ceo"), people)
    assert (shown.reason if isinstance(shown, No) else None) == reason


async def test_only_an_officers_list_offers_a_new_one(company):
    """Whoever is asked to agree sees the same list, and sets nothing."""
    restriction = await restricted(company, "cfo")
    assert (await company.desk.restrictions(who("ceo"))).may_set
    assert (await company.desk.restrictions(who("chair"))).reason == "not_an_officer"
    assert isinstance(await company.desk.widen(who("ceo"), lift(restriction)), TakesForce)
    await ticked(company)
    asked = await company.desk.restrictions(who("chair"))
    assert len(asked.asked) == 1
    assert not asked.may_set


async def test_a_blackout_that_has_begun_cannot_begin_early(company):
    said = event("employee", kind="early_blackout", quarter_end=date(2026, 12, 31))
    company.clock.move(ny("2026-12-17 16:59"))
    assert isinstance(await company.desk.restrict(who("ceo"), said), TakesForce)
    company.clock.move(ny("2026-12-17 17:00"))
    assert await company.desk.restrict(who("cfo"), said) == No("restrict_quarter")


async def test_it_is_checked_again_at_its_tick(company):
    """Who is in office no more when the tick comes has set nothing, and is told so."""
    await company.carry_out()
    await company.desk.restrict(who("ceo"), event("employee"))
    await company.replace_roster("Carla Eng,ceo", "Carla Eng,employee")
    await ticked(company)
    ((to, envelope),) = await told(company)
    assert to == "U0CEO"
    assert await company.desk.opened(who("ceo"), envelope) == No("not_an_officer")
    assert (await filed_and_approved(company)).status == "decided"


async def filed_and_approved(company):
    return await approved(company, await filed(company))


async def test_one_form_is_one_restriction(company):
    said = event("employee", form="V1")
    first, second = [await company.desk.restrict(who("ceo"), said) for _ in range(2)]
    assert first == second
    await ticked(company)
    assert isinstance(await company.desk.restrict(who("ceo"), said), TakesForce)
    await ticked(company)
    assert len(await known(company, "ceo")) == 1


async def test_an_officer_sees_what_they_set_and_not_what_the_other_set(company):
    mine = await restricted(company, "employee")
    assert await known(company, "ceo") == {mine}
    assert await known(company, "cfo") == set()


async def test_who_is_restricted_sees_nothing_of_it(company):
    await restricted(company, "cfo", notify=False)
    assert await known(company, "cfo") == set()
    request = await filed(company, "cfo")
    assert request.state == "pending"
    assert not (await company.desk.review(who("ceo"), request.id)).approvable


async def test_who_is_restricted_is_refused_as_anybody_is(company):
    await restricted(company, "employee", notify=False)
    for name in ("employee", "second"):
        assert await company.desk.restrictions(who(name)) == No("not_an_officer")
        assert await company.desk.restrict_sheet(who(name)) == No("not_an_officer")
        assert await company.desk.restrict(who(name), event("second")) == No("not_an_officer")


async def test_an_early_blackout_ends_with_its_quarters_blackout(company):
    await restricted(
        company, "employee", kind="early_blackout", quarter_end=date(2026, 12, 31), by="cfo"
    )
    request = await filed(company)
    assert await approved(company, request) == No("not_approvable")
    company.clock.move(ny("2027-02-11 08:00"))
    await company.report(date(2026, 12, 31), ny("2027-02-11 07:30"))
    await company.carry_out()
    company.clock.move(ny("2027-02-12 23:59"))
    await ticked(company)  # Saturday, 00:00: the window is closed until the 16th
    assert len(await known(company, "cfo")) == 1
    company.clock.move(ny("2027-02-16 09:30") - timedelta(minutes=1))
    await ticked(company)
    assert await known(company, "cfo") == set()
    assert (await filed_and_approved(company)).status == "decided"


async def test_a_live_clearance_is_withdrawn_and_other_peoples_are_not(company):
    mine, others = await decided(company), await decided(company, name="second")
    declined = await decided(company, DECLINE, quantity=7)
    await restricted(company, "employee", notify=False)
    assert await state_of(company, mine) == "clearance_ended"
    assert await state_of(company, others, "second") == "approved"
    shown = await company.desk.request(who("employee"), mine.id)
    assert (shown.cause, shown.may_receipt) == ("withdrawn", True)
    rows = await company.rows("SELECT id, status FROM requests")
    ended = {row["id"]: row["status"] for row in rows}
    assert ended[mine.id] == ended[declined.id] == "ended"  # all are closed alike
    envelopes = [to for to, _ in await told(company)]
    assert sorted(envelopes) == ["U0CEO", "U0EMPLOYEE", "U0EMPLOYEE"]


async def test_who_holds_no_clearance_notices_nothing(company):
    declined = await decided(company, DECLINE)
    await restricted(company, "employee", notify=False)
    assert [to for to, _ in await told(company)] == ["U0CEO"]
    assert await state_of(company, declined) == "declined"
    rows = await company.rows("SELECT status FROM requests")
    assert [row["status"] for row in rows] == ["decided"]


async def test_a_clearance_entered_from_paper_meanwhile_is_withdrawn_at_the_next_tick(company):
    """The command line overrides nothing, and what it prints is the same for everybody."""
    await restricted(company, "employee", notify=False)
    entered = [await from_paper(company, one) for one in ("EMPLOYEE", "SECOND")]
    assert entered[0] == entered[1]
    await ticked(company)
    states = [(await company.desk.mine(who(one)))[0].state for one in ("employee", "second")]
    assert states == ["clearance_ended", "approved"]


async def from_paper(company, name):
    text = f"{','.join(CLEARANCES[:6])}\nU0{name},buy,500,2026-11-23T09:50-05:00,U0CFO,cfo\n"

    def enter(tx):
        return import_clearances(company.desk.grounds.at(tx), tx, text, "operator:test")

    return await company.database.run(enter)


def test_a_reason_is_never_too_long():
    assert RestrictSaid("event", (), "x", Reason("y" * 1000)).reason.given
    with pytest.raises(ValueError, match="at most 1000") as raised:
        Reason("y" * 1001)
    assert "yyy" not in str(raised.value)

"""Officers who are away: who is asked meanwhile, what the requester reads, who is handed what."""

import json
from datetime import date

import pytest

from clearance.authority import approvers_of
from clearance.away import to_ask
from clearance.handover import hand_on
from clearance.people import by_slack_id, import_people
from clearance.shown import Card, Digest, Envelope, No
from clearance.shown_away import AbsenceShown, AwaySaid
from clearance.shown_related import RelatedSaid
from policy.coverage import Tie
from storage import log
from tests.clearance.company import APPROVE, OPERATOR, ROSTER, buy, ny, who
from tests.clearance.plan_filing import sent as plan_sent

CEO, CFO = "U0CEO", "U0CFO"


def days(first, last=None, hour=9, month=11):
    last = first if last is None else last
    return AwaySaid(date(2026, month, first), date(2026, month, last), hour)


async def goes(company, name, said):
    sheet = await company.desk.set_away(who(name), said)
    assert not isinstance(sheet, No), sheet
    return sheet


async def filed(company, name="employee", **more):
    request = await company.desk.submit(who(name), buy(**more))
    assert not isinstance(request, No), request
    return request


async def asked(company, moment=None):
    """Carry out what is due and name, by person, what officers were sent."""
    if moment is not None:
        company.clock.move(ny(f"2026-{moment}"))
    sent = await company.carry_out()
    return [
        (to, one.request if isinstance(one, Card) else "digest")
        for to, one in sorted(sent, key=lambda each: each[0])
        if isinstance(one, Card | Digest)
    ]


# --- what is said ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (AwaySaid(None, None, 9), None),
        (AwaySaid(date(2026, 11, 24), None, 9), "away_last_missing"),
        (AwaySaid(None, date(2026, 11, 24), 9), "away_first_missing"),
        (days(25, 24), "away_reversed"),
        (days(25, 25), None),
        (days(20, 22), "away_past"),
        (days(20, 23), None),  # since Friday, and today
        (AwaySaid(date(2026, 11, 24), date(2027, 2, 21), 9), None),  # 90 days
        (AwaySaid(date(2026, 11, 24), date(2027, 2, 22), 9), "away_long"),
        (AwaySaid(date(2027, 11, 23), date(2027, 11, 23), 9), None),
        (AwaySaid(date(2027, 11, 24), date(2027, 11, 24), 9), "away_far"),
        (days(24, hour=8), "reminder_hour"),
        (days(24, hour=17), None),
        (days(24, hour=18), "reminder_hour"),
    ],
)
async def test_what_cannot_be_is_refused(company, said, reason):
    done = await company.desk.set_away(who("ceo"), said)
    assert (done.reason if isinstance(done, No) else None) == reason
    kept = await company.rows("SELECT id FROM absences")
    assert len(kept) == (reason is None and said.first_on is not None)


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [(7, 9, None), (7, 10, "away_overlaps"), (12, 20, "away_overlaps"), (13, 14, None),
     (11, 11, "away_overlaps"), (10, 12, None)],
)  # fmt: skip
async def test_absences_do_not_overlap_and_the_same_again_is_the_same(company, first, last, reason):
    await goes(company, "ceo", days(10, 12, month=12))
    done = await company.desk.set_away(who("ceo"), days(first, last, month=12))
    assert (done.reason if isinstance(done, No) else None) == reason
    rows = await company.rows("SELECT id FROM absences")
    assert len(rows) == (1 if reason or first == 10 else 2)


async def test_twenty_to_come_are_enough(company):
    for day in range(1, 21):
        await goes(company, "ceo", days(day, month=12))
    assert await company.desk.set_away(who("ceo"), days(21, month=12)) == No("away_full")
    company.clock.move(ny("2026-12-02 00:00"))  # one is over
    await goes(company, "ceo", days(21, month=12))


async def test_nobody_else_has_such_times(company):
    for name in ("employee", "director"):
        assert await company.desk.away(who(name)) == No("not_an_officer")
        assert await company.desk.set_away(who(name), days(24)) == No("not_an_officer")
    assert not isinstance(await company.desk.away(who("chair")), No)  # the CEO's plans are hers


async def test_it_is_seen_ended_and_on_the_record(company):
    sheet = await goes(company, "ceo", days(23, 24, hour=11))
    (one,) = sheet.absences
    assert one == AbsenceShown(one.id, date(2026, 11, 23), date(2026, 11, 24), now=True)
    assert (sheet.hour, sheet.zone) == (11, "America/New_York")
    assert (await company.desk.home(who("ceo"))).away == sheet
    assert (await company.desk.home(who("employee"))).away is None
    assert await company.desk.end_away(who("cfo"), one.id) == No("absence_gone")
    assert (await company.desk.end_away(who("ceo"), one.id)).absences == ()
    assert await company.desk.end_away(who("ceo"), one.id) == No("absence_gone")
    entries = await company.database.run(lambda tx: list(log.entries(tx)))
    tags = [json.loads(one.record)["tag"] for one in entries]
    assert tags[-3:] == ["reminder_hour:recorded", "absence:recorded", "absence:ended"]


# --- who is asked ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "to"),
    [("11-23 23:59:59", [CEO, CFO]), ("11-24 00:00", [CFO]),
     ("11-24 23:59:59", [CFO]), ("11-25 00:00", [CEO, CFO])],
)  # fmt: skip
async def test_the_other_is_asked_from_midnight_to_midnight(company, moment, to):
    await goes(company, "ceo", days(24))
    company.clock.move(ny(f"2026-{moment}"))
    request = await filed(company)
    assert await asked(company) == [(one, request.id) for one in to]
    assert (await company.desk.review(who("ceo"), request.id)).approvable


@pytest.mark.parametrize(("moment", "to"), [("11-24 02:59:59", [CEO, CFO]), ("11-24 03:00", [CFO])])
async def test_midnight_is_where_the_officer_is(company, moment, to):
    """Three in the morning in New York is midnight in California."""
    line = "Carla Eng,ceo,2026-01-05,"
    await company.replace_roster(line, f"{line}America/Los_Angeles")
    await goes(company, "ceo", days(24))
    company.clock.move(ny(f"2026-{moment}"))
    request = await filed(company)
    assert await asked(company) == [(one, request.id) for one in to]


@pytest.mark.parametrize(
    ("moment", "to"), [("03-14 00:00", [CFO]), ("03-14 23:59", [CFO]), ("03-15 00:00", [CEO, CFO])]
)
async def test_a_day_on_which_the_clocks_change_ends_at_midnight_too(company, moment, to):
    """The Sunday of 23 hours, on which summer time begins in 2027."""
    await goes(company, "ceo", AwaySaid(date(2027, 3, 12), date(2027, 3, 14), 9))
    company.clock.move(ny(f"2027-{moment}"))

    def ask(tx):
        able = approvers_of(tx, by_slack_id(tx, "U0EMPLOYEE"), company.desk.grounds.at(tx).policy)
        return sorted(one.person.slack_id for one in to_ask(tx, able))

    assert await company.database.run(ask) == to


async def test_whom_only_the_one_away_can_decide_for_asks_them_at_once(company):
    """The other's own request, and one of whom the other is a relative."""
    await goes(company, "ceo", days(23, 27))
    own = await filed(company, "cfo")
    assert await asked(company) == [(CEO, own.id)]
    said = RelatedSaid("", Tie("sibling"), colleagues=(CFO,))
    entry = await company.desk.register_related(who("employee"), said)
    done = await company.desk.answer_related(who("cfo"), entry.said.id, agrees=True)
    assert not isinstance(done, No), done
    request = await filed(company)
    assert await asked(company) == [(CEO, request.id)]


async def test_an_officer_who_leaves_takes_nothing_along(company):
    """The one away has it at once; twin of the card that stays with the other."""
    await goes(company, "ceo", days(23, 27))
    request = await filed(company)
    assert await asked(company) == [(CFO, request.id)]
    gone = ROSTER.replace("Felix Ott,cfo", "Felix Ott,employee")
    await company.database.run(lambda tx: import_people(tx, gone, by=OPERATOR))
    await company.database.run(_hand_on(company))
    assert (CEO, request.id) in await asked(company)


def _hand_on(company):
    return lambda tx: hand_on(tx, company.desk.grounds.at(tx), OPERATOR)


async def test_who_goes_away_keeps_the_cards_they_have(company):
    request = await filed(company)
    assert len(await asked(company)) == 2
    await goes(company, "ceo", days(23, 27))
    assert await company.database.run(_hand_on(company)) == 0
    assert await asked(company) == []
    done = await company.desk.decide(who("ceo"), request.id, APPROVE)
    assert done.status == "decided"
    closed = [to for to, one in await company.carry_out() if not isinstance(one, Envelope)]
    assert sorted(closed) == [CEO, CFO]


# --- both are away --------------------------------------------------------------------


async def test_both_away_it_waits_and_says_until_when(company):
    await goes(company, "ceo", days(23, 24))
    await goes(company, "cfo", days(23, 30))
    request = await filed(company)
    assert await asked(company) == [(CEO, request.id), (CFO, request.id)]
    assert request.back_at == ny("2026-11-25 09:00") < request.decide_by
    assert (await company.desk.home(who("employee"))).mine[0].back_at == request.back_at
    assert await asked(company, "11-24 09:00") == []
    company.clock.move(ny("2026-11-25 00:00"))
    assert (await company.desk.request(who("employee"), request.id)).back_at is None
    assert await asked(company, "11-25 08:59:59") == []
    assert await asked(company, "11-25 09:00") == [(CEO, request.id)]


async def test_one_away_nothing_is_said(company):
    await goes(company, "ceo", days(23, 24))
    assert (await filed(company)).back_at is None


async def test_the_moment_to_decide_by_is_as_if_nobody_were_away(company):
    usual = (await filed(company)).decide_by
    await goes(company, "ceo", days(23, 30))
    await goes(company, "cfo", days(23, 30))
    late = await filed(company)
    assert (late.decide_by, late.back_at) == (usual, ny("2026-12-01 09:00"))


async def test_when_the_other_goes_away_too_both_have_it(company):
    """By day, on the first business morning; what somebody there can decide is left."""
    await goes(company, "ceo", days(23, 27))
    await goes(company, "cfo", days(24, 27))
    request = await filed(company)
    assert await asked(company) == [(CFO, request.id)]
    assert await asked(company, "11-24 08:59:59") == []
    assert await asked(company, "11-24 09:00") == [(CEO, request.id)]


async def test_when_the_other_goes_away_at_once_both_have_it_at_once(company):
    await goes(company, "ceo", days(23, 27))
    request = await filed(company)
    assert await asked(company) == [(CFO, request.id)]
    await goes(company, "cfo", days(23))
    assert await asked(company) == [(CEO, request.id)]


async def test_who_is_back_when_the_other_goes_is_reminded_and_gets_no_card_beside(company):
    """Their cards would be as many messages as requests wait; the morning's one says it."""
    await goes(company, "ceo", days(23))
    await goes(company, "cfo", days(24, 27))
    requests = [await filed(company) for _ in range(2)]
    assert await asked(company) == [(CFO, one.id) for one in requests]
    assert await asked(company, "11-24 09:00") == [(CEO, "digest")]


# --- who comes back -------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 2])
async def test_who_comes_back_is_handed_what_waits(company, count):
    """Thanksgiving is Thursday: who is away until then is back on Friday, at their hour."""
    await goes(company, "ceo", days(23, 26, hour=10))
    company.clock.move(ny("2026-11-25 12:00"))
    requests = [await filed(company) for _ in range(count)]
    assert [to for to, _ in await asked(company)] == [CFO] * count
    seen = [
        (at, one)
        for at in ("11-26 10:00", "11-27 09:59:59", "11-27 10:00")
        for to, one in await asked(company, at)
        if to == CEO
    ]
    assert seen == [("11-27 10:00", requests[0].id if count == 1 else "digest")]


async def test_absences_that_follow_each_other_are_one(company):
    """Away until Friday, and from Saturday to Tuesday: back on Wednesday."""
    await goes(company, "ceo", days(23, 27))
    await goes(company, "ceo", AwaySaid(date(2026, 11, 28), date(2026, 12, 1), 9))
    await goes(company, "cfo", days(27, 30))
    company.clock.move(ny("2026-11-30 08:00"))
    request = await filed(company)
    assert request.back_at == ny("2026-12-01 09:00")  # the other one
    assert [to for to, _ in await asked(company)] == [CEO, CFO]
    seen = [
        (at, to)
        for at in ("11-30 09:00", "12-01 09:00", "12-02 09:00")
        for to, _ in await asked(company, at)
    ]
    assert seen == [("12-01 09:00", CFO), ("12-02 09:00", CEO), ("12-02 09:00", CFO)]


@pytest.mark.parametrize(("moment", "at_once"), [("11-23 14:00", True), ("11-23 20:00", False)])
async def test_who_is_back_early_is_handed_it_at_once_by_day(company, moment, at_once):
    sheet = await goes(company, "ceo", days(23, 27))
    request = await filed(company)
    assert await asked(company) == [(CFO, request.id)]
    company.clock.move(ny(f"2026-{moment}"))
    await company.desk.end_away(who("ceo"), sheet.absences[0].id)
    assert await asked(company) == ([(CEO, request.id)] if at_once else [])
    again = [to for to, _ in await asked(company, "11-24 09:00")]
    assert again == [CEO, CFO]


async def test_a_plan_too_is_asked_about_where_somebody_is(company):
    """Two hold the office: who is there hears of it first, who was away when they are back."""
    two = ROSTER + "U0CFO2,Fred Zwei,cfo,2026-01-05,,yes\n"
    await company.database.run(lambda tx: import_people(tx, two, by=OPERATOR))
    await goes(company, "cfo", days(23, 24))
    await plan_sent(company)
    told = [to for to, one in await company.carry_out() if isinstance(one, Envelope)]
    assert told == ["U0CFO2"]
    assert await reminded(company, "11-24 09:00") == ["U0CFO2"]
    assert await reminded(company, "11-25 09:00") == [CFO, "U0CFO2"]


async def reminded(company, moment):
    company.clock.move(ny(f"2026-{moment}"))
    sent = await company.carry_out()
    return sorted(to for to, one in sent if isinstance(one, Envelope))


@pytest.mark.parametrize(("hour", "when"), [(17, "11-25 09:00"), (9, "11-25 09:00")])
async def test_who_is_there_hears_of_it_before_it_ends_whatever_their_hour(company, hour, when):
    """The other officer, who was asked, goes away on the day on which it ends at four."""
    await goes(company, "ceo", days(23, 24, hour=hour))
    await goes(company, "cfo", days(25, 27))
    request = await filed(company)
    assert request.decide_by == ny("2026-11-25 16:00")
    assert [to for to, _ in await asked(company)] == [CFO]
    assert await asked(company, "11-24 23:00") == []
    assert [to for to, _ in await asked(company, when)] == [CEO]


async def test_who_alone_can_decide_is_reminded_on_coming_back_though_their_hour_is_late(company):
    await goes(company, "ceo", days(23, 24, hour=17))
    request = await company.desk.submit(who("cfo"), buy())
    assert [to for to, _ in await asked(company)] == [CEO]
    assert [to for to, _ in await asked(company, "11-25 09:00")] == [CEO]
    assert request.decide_by == ny("2026-11-25 16:00")

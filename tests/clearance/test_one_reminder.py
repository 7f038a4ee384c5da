"""One reminder a day over all matters: whatever somebody owes, they are told of it once."""

from collections import Counter
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clearance.matters import call_to_mind, tell_at_once
from clearance.people import by_slack_id, import_people
from clearance.shown import Card, Digest, Envelope, No, Report
from clearance.shown_away import AwaySaid
from clearance.shown_filings import FilingList, FilingSaid
from clearance.shown_waiting import OwedShown
from storage import deliveries
from tests.clearance.acknowledgements import asked_well, signs
from tests.clearance.company import APPROVE, NOTHING, OPERATOR, buy, decided, ny, who

CFO, CEO, COMPLY = "U0CFO", "U0CEO", "U0COMPLY"
COMPLIANCE = "slack_id,name,roles,acknowledged_on\nU0COMPLY,Cora Lyle,compliance,2026-01-05\n"
NUMBER = "0001234567-26-000123"


CLOCKS = {"00:30", "08:59:59", "09:00", "09:00:01", "12:00", "17:59:59", "18:00", "22:30"}


def officer(zone):
    return f"slack_id,name,roles,zone\nU0CFO,Felix Ott,cfo,{zone}\n"


async def at(company, moment):
    """Carry out what is due at a moment, and name the reminders of it and whose they are."""
    if moment is not None:
        company.clock.move(moment if isinstance(moment, datetime) else ny(f"2026-{moment}"))
    before = Counter(one.request for _, one in company.sent if isinstance(one, Card))
    sent = await company.carry_out()
    return [(to, one) for to, one in sent if await is_reminder(company, one, before)]


async def is_reminder(company, message, before):
    if isinstance(message, Digest):
        return True
    if isinstance(message, Card):
        return before[message.request] > 0
    return isinstance(message, Envelope) and (await about(company, message))["what"] == "digest"


async def about(company, message):
    found = await company.database.run(lambda tx: deliveries.find(tx, message.delivery))
    return found.about


async def apart(company, moment, to=CFO):
    """Carry out what is due, and count the notices of its own that a matter got."""
    company.clock.move(ny(f"2026-{moment}"))
    envelopes = [one for whom, one in await company.carry_out() if whom == to]
    found = [await about(company, one) for one in envelopes if isinstance(one, Envelope)]
    return sum(one["what"] == "notice" and "owed" in one for one in found)


async def owing_everything(company):
    """Let the CFO owe all five: ripe on the morning of Monday 30 November."""
    mine = await company.desk.submit(who("cfo"), buy())
    await company.desk.decide(who("ceo"), mine.id, APPROVE)
    bought = await decided(company, name="director")
    found = await asked_well(company)
    company.clock.move(ny("2026-11-27 10:30"))
    made = Report(traded=True, at=ny("2026-11-27 10:00"), quantity=400, price="4.10", stated=True)
    assert not isinstance(await company.desk.report(who("director"), bought.id, made), No)
    company.clock.move(ny("2026-11-27 15:30"))
    signed = await company.desk.acknowledge(who("second"), signs(found, "second"))
    waits = await company.desk.submit(who("second"), buy())
    assert not {type(signed), type(waits)} & {No}, (signed, waits)
    await company.carry_out()
    return mine, signed, waits, found


@pytest.mark.parametrize(
    ("zone", "hour"), [("", 9), ("", 15), ("America/Los_Angeles", 9), ("Europe/Berlin", 17)]
)
async def test_five_matters_are_one_reminder_a_day(company, zone, hour):
    """Each by day where they are, at their hour, and never on a weekend or a holiday."""
    await company.database.run(lambda tx: import_people(tx, officer(zone), OPERATOR))
    done = await company.desk.set_away(who("cfo"), AwaySaid(None, None, hour))
    assert done.hour == hour
    await owing_everything(company)
    there = ZoneInfo(zone or "America/New_York")
    came = []
    for day in (date(2026, 11, 27) + timedelta(days=n) for n in range(18)):
        for clock in sorted(CLOCKS | {f"{hour - 1:02}:59:59", f"{hour:02}:00", f"{hour:02}:00:01"}):
            moment = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=there)
            if moment > company.clock.now():
                came += [(moment, one) for to, one in await at(company, moment) if to == CFO]
    days = [moment.date() for moment, _ in came]
    assert len(days) == len(set(days)), days
    assert days[0] == date(2026, 11, 30)
    assert not {day for day in days if day.weekday() > 4}
    hours = {day: moment.hour for day, (moment, _) in zip(days, came, strict=True)}
    assert {moment.strftime("%M:%S") for moment, _ in came} == {"00:00"}
    # On its last day a form is told of at nine; in Berlin it has until the next one at four.
    if zone != "Europe/Berlin":
        assert hours.pop(date(2026, 12, 1)) == 9
    assert set(hours.values()) == {hour}


async def test_it_opens_all_of_them_the_most_urgent_first(company):
    """Twin: a second before nine there is none."""
    mine, signed, waits, _ = await owing_everything(company)
    assert [to for to, _ in await at(company, "11-30 08:59:59") if to == CFO] == []
    ((_, one),) = [each for each in await at(company, "11-30 09:00") if each[0] == CFO]
    assert (type(one), one.decide_by) == (Digest, waits.decide_by)
    found = await company.desk.opened(who("cfo"), one.delivery)
    assert isinstance(found, OwedShown)
    assert found.kinds == ("forms", "requests", "sign", "answers", "initials")
    assert [each.request for each in found.waiting.requests] == [waits.id]
    assert [each.id for each in found.answers] == [mine.id]
    assert [each.id for each in found.to_initial] == [signed.id]
    assert [(each.form, each.left) for each in found.forms] == [("4", 1)]
    assert await company.desk.opened(who("ceo"), one.delivery) == No("not_found")
    for moment in ("11-30 09:00:01", "11-30 12:00", "11-30 17:59"):
        assert [to for to, _ in await at(company, moment) if to == CFO] == []


async def test_what_is_done_is_in_it_no_more_and_what_is_left_alone_opens_by_itself(company):
    mine, signed, waits, document = await owing_everything(company)
    ((_, one),) = [each for each in await at(company, "11-30 09:00") if each[0] == CFO]
    await company.desk.decide(who("cfo"), waits.id, APPROVE)
    await company.desk.initial(who("cfo"), signed.id, "FO")
    found = await company.desk.opened(who("cfo"), one.delivery)
    assert found.kinds == ("forms", "sign", "answers")
    await company.desk.report(who("cfo"), mine.id, NOTHING)
    await company.desk.acknowledge(who("cfo"), signs(document, "cfo"))
    left = await company.desk.opened(who("cfo"), one.delivery)
    assert isinstance(left, FilingList)
    said = FilingSaid(left.lines[0].id, "4", NUMBER, date(2026, 11, 30))
    await company.desk.enter_filing(who("cfo"), said)
    assert (await company.desk.opened(who("cfo"), one.delivery)).count == 0


async def test_of_an_envelope_nothing_tells_that_it_reminds(company):
    """Who has nothing to decide gets the one that everybody gets for everything."""
    await owing_everything(company)
    ((_, one),) = [each for each in await at(company, "11-30 09:00") if each[0] == "U0DIRECTOR"]
    assert isinstance(one, Envelope)
    assert one.act_by is not None


# --- What comes after today's reminder --------------------------------------------------


async def brought_in(company, *lists):
    for text in lists:
        await company.database.run(lambda tx, text=text: import_people(tx, text, OPERATOR))


async def owed_twice(company):
    """Let compliance be told of one request in the morning, of another an hour later.

    Sam Okafor is reminded in New York, Erin Boyd in Chicago; both never answer.
    """
    await brought_in(company, COMPLIANCE)
    for name in ("second", "employee"):
        await decided(company, name=name)


async def test_what_comes_after_todays_reminder_waits_for_tomorrows(company):
    """Twin: what has come until then is told today, and not again tomorrow."""
    await owed_twice(company)
    found = []
    for day in ("11-27 13:00", "11-30", "12-01", "12-02", "12-03", "12-04", "12-07"):
        for clock in ("09:00", "10:00", "17:00") if " " not in day else ("",):
            sent = await at(company, f"{day} {clock}".strip())
            found += [(day, clock) for to, _ in sent if to == COMPLY]
    assert found == [("12-03", "09:00"), ("12-04", "09:00")]
    overdue = await company.desk.overdue(who("comply"))
    assert len(overdue.lines) == 2


@pytest.mark.parametrize(("answered", "comes"), [(False, True), (True, False)])
async def test_tomorrows_comes_only_if_it_is_still_owed(company, answered, comes):
    await owed_twice(company)
    for day in ("11-27 13:00", "11-30 10:00", "12-01 10:00", "12-02 10:00"):
        await at(company, day)
    assert [to for to, _ in await at(company, "12-03 09:00") if to == COMPLY] == [COMPLY]
    await at(company, "12-03 10:00")
    if answered:
        for name in ("employee", "second"):
            (one,) = await company.desk.unanswered(who(name))
            await company.desk.report(who(name), one.id, NOTHING)
    came = [to for to, _ in await at(company, "12-04 09:00") if to == COMPLY]
    assert came == ([COMPLY] if comes else [])


async def reported_late(company, moment):
    """Let a director report at a moment what was traded a week before."""
    company.clock.move(ny(f"2026-{moment}"))
    made = Report(traded=True, at=ny("2026-11-24 10:00"), quantity=400, price="4.10", stated=True)
    (one,) = await company.desk.unanswered(who("director"))
    assert not isinstance(await company.desk.report(who("director"), one.id, made), No)


@pytest.mark.parametrize(("moment", "by_itself"), [("17:59:59", 1), ("18:00", 0)])
async def test_a_form_late_after_todays_reminder_is_a_notice(company, moment, by_itself):
    """By day at once; what is known in the evening only, is in tomorrow's reminder."""
    await owed_twice(company)
    await decided(company, name="director")
    for day in ("11-27 13:00", "11-30 10:00", "12-01 10:00", "12-02 10:00", "12-03 09:00"):
        await at(company, day)
    await reported_late(company, f"12-03 {moment}")
    assert await apart(company, f"12-03 {moment}", COMPLY) == by_itself
    await late_is_in(company, "12-04 09:00")
    assert await apart(company, "12-04 17:00", COMPLY) == 0


async def test_a_form_late_before_todays_reminder_is_in_it(company):
    await owed_twice(company)
    await decided(company, name="director")
    for day in ("11-27 13:00", "11-30 10:00", "12-01 10:00", "12-02 10:00"):
        await at(company, day)
    await reported_late(company, "12-03 08:59:59")
    assert await apart(company, "12-03 08:59:59", COMPLY) == 0
    await late_is_in(company, "12-03 09:00")
    assert await apart(company, "12-03 12:00", COMPLY) == 0


async def late_is_in(company, moment):
    """See that the one reminder of a morning opens the form that is late, among others."""
    ((_, one),) = [each for each in await at(company, moment) if each[0] == COMPLY]
    found = await company.desk.opened(who("comply"), one.delivery)
    assert [each.state for each in found.forms] == ["late"]
    assert found.overdue


@pytest.mark.parametrize("how", [call_to_mind, tell_at_once])
@pytest.mark.parametrize(("since", "rows"), [("09:00", 0), ("09:00:01", 1)])
async def test_what_stood_in_todays_list_is_told_and_what_is_newer_is_not(
    company, how, since, rows
):
    """Twin: what is newer by a second gets a timer or, where it cannot wait, a notice."""
    await owing_everything(company)
    await at(company, "11-30 09:00")
    company.clock.move(ny("2026-11-30 09:00:02"))
    before = len(await company.rows("SELECT id FROM deliveries"))
    began = ny(f"2026-11-30 {since}")
    await company.database.run(lambda tx: _call(company, tx, how, "initial", began))
    assert len(await company.rows("SELECT id FROM deliveries")) == before + rows


async def test_what_is_told_of_first_today_is_reminded_of_tomorrow(company):
    """The mornings of other zones come on the same day: ten o'clock is nine in Chicago."""
    found = await asked_well(company)
    await at(company, "11-24 09:00")
    company.clock.move(ny("2026-11-24 09:30"))
    await company.desk.acknowledge(who("second"), signs(found, "second"))
    assert [to for to, _ in await company.carry_out()] == [CFO]
    assert await at(company, "11-24 10:00") == []
    assert [to for to, _ in await at(company, "11-25 09:00")] == [CFO]


@pytest.mark.parametrize(("waits", "told"), [(True, []), (False, [CFO])])
async def test_after_todays_reminder_nothing_new_to_initial_is_told(company, waits, told):
    """It is in the list that the reminder opens, and in tomorrow's."""
    found = await asked_well(company)
    if waits:
        await company.desk.acknowledge(who("second"), signs(found, "second"))
    await company.carry_out()
    assert [to for to, _ in await at(company, "11-24 09:00")] == [CFO] * waits
    company.clock.move(ny("2026-11-24 14:00"))
    await company.desk.acknowledge(who("director"), signs(found, "director"))
    assert [to for to, _ in await company.carry_out()] == told
    assert [to for to, _ in await at(company, "11-25 09:00")] == [CFO]


# --- A last moment ----------------------------------------------------------------------


async def form_due(company, hour=9):
    """Let a form be due on Friday 27 November, and the CFO file it."""
    await company.desk.set_away(who("cfo"), AwaySaid(None, None, hour))
    bought = await decided(company, name="director")
    company.clock.move(ny("2026-11-24 11:00"))
    made = Report(traded=True, at=ny("2026-11-24 10:00"), quantity=400, price="4.10", stated=True)
    assert not isinstance(await company.desk.report(who("director"), bought.id, made), No)
    await company.carry_out()


@pytest.mark.parametrize(("day", "when"), [("11-25", "17:00"), ("11-27", "09:00")])
async def test_on_its_last_day_a_form_is_told_of_at_nine(company, day, when):
    """On the days before it waits for the hour that its reader chose."""
    await form_due(company, hour=17)
    if day == "11-27":
        await at(company, "11-25 17:00")
    came = []
    for moment in ("08:59:59", "09:00", "16:59:59", "17:00"):
        sent = await at(company, f"{day} {moment}")
        came += [moment for to, _ in sent if to == CFO]
    assert came == [when]


@pytest.mark.parametrize(
    ("back", "by_itself"), [("11-27 17:59:59", 0), ("11-27 18:00", 1), ("11-27 22:00", 1),
                            ("11-27 22:00:01", 0)],
)  # fmt: skip
async def test_what_would_come_too_late_is_a_notice_of_its_own(company, back, by_itself):
    """No bot ran on the form's last day, until then: by day it is the reminder, else a notice."""
    await form_due(company)
    await at(company, "11-25 09:00")
    assert await apart(company, back) == by_itself
    assert len([1 for to, _ in await at(company, "11-30 09:00") if to == CFO]) == 1


@pytest.mark.parametrize(("back", "by_itself"), [("17:59:59", 0), ("18:00", 1)])
async def test_a_timer_that_was_set_and_comes_late_is_a_notice_too(company, back, by_itself):
    """The reminder was to come at nine of the last day, and the bot fell just then."""
    found = await asked_well(company)
    await company.desk.acknowledge(who("second"), signs(found, "second"))
    await company.carry_out()
    company.clock.move(ny("2026-11-24 09:00"))
    last = ny("2026-11-24 22:00")
    await company.database.run(lambda tx: _call(company, tx, call_to_mind, "initial", until=last))
    assert await apart(company, f"11-24 {back}") == by_itself


def _call(company, tx, how, matter, *since, **more):
    how(tx, company.desk.grounds.at(tx), by_slack_id(tx, CFO), matter, *since, **more)


# --- Away -------------------------------------------------------------------------------


@pytest.mark.parametrize(("away", "kind"), [(True, Envelope), (False, Digest)])
async def test_who_is_away_is_reminded_of_their_own_matters_alone(company, away, kind):
    """The day's message says by when to decide only to who is asked."""
    await owing_everything(company)
    if away:
        days = date(2026, 11, 30), date(2026, 11, 30)
        assert not isinstance(await company.desk.set_away(who("cfo"), AwaySaid(*days, 9)), No)
    ((_, one),) = [each for each in await at(company, "11-30 09:00") if each[0] == CFO]
    assert type(one) is kind
    assert len([1 for to, _ in await at(company, "12-01 09:00") if to == CFO]) == 1


@pytest.mark.parametrize(("planned", "at_once"), [(date(2026, 12, 1), True), (None, False)])
async def test_who_is_back_after_todays_reminder_gets_what_cannot_wait(company, planned, at_once):
    """A card that they never had, of what ends before tomorrow's reminder; the rest is in that."""
    await owing_everything(company)
    days = date(2026, 11, 28), date(2026, 11, 30)
    sheet = await company.desk.set_away(who("cfo"), AwaySaid(*days, 9))
    company.clock.move(ny("2026-11-28 10:00"))
    asked = await company.desk.submit(who("second"), buy(quantity=7, on=planned))
    assert not isinstance(asked, No), asked
    ((_, one),) = [each for each in await at(company, "11-30 09:00") if each[0] == CFO]
    assert type(one) is Envelope
    company.clock.move(ny("2026-11-30 10:00"))
    await company.desk.end_away(who("cfo"), sheet.absences[0].id)
    cards = [one.request for to, one in await company.carry_out() if to == CFO]
    assert cards == ([asked.id] if at_once else [])

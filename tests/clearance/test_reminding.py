"""Reminders: once a business morning where the approver is, at their hour, of all that waits."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from clearance.mornings import next_morning
from clearance.people import by_slack_id
from clearance.reminding import remind
from clearance.shown import Card, Digest, Envelope, No
from clearance.shown_away import AwaySaid
from clearance.shown_questions import QuestionSaid
from policy.calendars.exchange import load_exchange
from tests.clearance.company import APPROVE, DECLINE, ROSTER, buy, ny, who
from tests.clearance.plan_filing import days
from tests.clearance.plan_filing import sent as plan_sent

IN_CALIFORNIA = "Carla Eng,ceo,2026-01-05,America/Los_Angeles"


@pytest.fixture(scope="module")
def calendar():
    return load_exchange("XNAS")


@pytest.mark.parametrize(
    ("now", "zone", "morning"),
    [
        ("2026-11-23 10:00", "America/New_York", "2026-11-24 09:00"),
        # Six in the morning is three hours before nine; a minute later is too close.
        ("2026-11-24 06:00", "America/New_York", "2026-11-24 09:00"),
        ("2026-11-24 06:01", "America/New_York", "2026-11-25 09:00"),
        # The day before Thanksgiving: on Friday exchange and offices are open.
        ("2026-11-25 10:00", "America/New_York", "2026-11-27 09:00"),
        ("2026-11-27 10:00", "America/New_York", "2026-11-30 09:00"),
        # Good Friday of 2026 is a business day and no session.
        ("2026-04-02 10:00", "America/New_York", "2026-04-03 09:00"),
        # Both sides of the change to summer time, on a Sunday.
        ("2026-03-06 10:00", "America/New_York", "2026-03-09 09:00"),
        ("2026-11-23 22:00", "Asia/Tokyo", "2026-11-25 09:00"),
        ("2026-11-23 17:00", "Europe/Berlin", "2026-11-24 09:00"),
    ],
)
def test_the_next_morning(calendar, now, zone, morning):
    expected = datetime.fromisoformat(morning).replace(tzinfo=ZoneInfo(zone))
    assert next_morning(ny(now).astimezone(UTC), zone, calendar) == expected


def cards(sent, to="U0CEO"):
    return [one.request for who_, one in sent if who_ == to and isinstance(one, Card)]


async def filed(company):
    request = await company.desk.submit(who("employee"), buy())
    assert cards(await company.carry_out()) == [request.id]
    return request


@pytest.mark.parametrize(("moment", "again"), [("08:59:59", False), ("09:00", True)])
async def test_a_card_comes_again_in_the_morning(company, moment, again):
    request = await filed(company)
    company.clock.move(ny(f"2026-11-24 {moment}"))
    assert cards(await company.carry_out()) == ([request.id] if again else [])


async def test_each_officer_has_their_own_morning(company):
    await company.replace_roster("Carla Eng,ceo,2026-01-05,", IN_CALIFORNIA)
    request = await filed(company)
    company.clock.move(ny("2026-11-24 09:00"))
    sent = await company.carry_out()
    assert (cards(sent), cards(sent, "U0CFO")) == ([], [request.id])
    company.clock.move(ny("2026-11-24 12:00"))
    sent = await company.carry_out()
    assert (cards(sent), cards(sent, "U0CFO")) == ([request.id], [])


async def test_each_morning_until_it_must_be_decided(company):
    request = await filed(company)
    came = []
    for day in (24, 25, 26, 27, 30):
        company.clock.move(ny(f"2026-11-{day} 09:00"))
        came += [day for _ in cards(await company.carry_out())]
    assert request.decide_by == ny("2026-11-25 16:00")
    assert came == [24, 25]
    timers = await company.rows("SELECT due_at FROM deliveries WHERE conversation = ''")
    morning = ny("2026-11-27 09:00").timestamp() * 1_000_000
    assert morning not in {one["due_at"] for one in timers}


@pytest.mark.parametrize(("moment", "queued"), [("15:59:59", 1), ("16:00", 0)])
async def test_what_can_be_decided_no_more_is_not_reminded_of(company, moment, queued):
    """Also where the timer of its end is late."""
    await filed(company)
    company.clock.move(ny(f"2026-11-25 {moment}"))
    await company.database.run(lambda tx: _remind(company, tx))
    kept = await company.rows("SELECT id FROM decisions")
    assert len(kept) == 1 + queued  # the filing, and the card that was handed on


async def test_what_is_decided_reminds_nobody_and_every_card_is_closed(company):
    """Both the first card and the one of the morning; twin of the mornings above."""
    request = await filed(company)
    company.clock.move(ny("2026-11-24 09:00"))
    await company.carry_out()
    await company.desk.decide(who("cfo"), request.id, APPROVE)
    closed = [one for _, one in await company.carry_out() if not hasattr(one, "delivery")]
    assert len({(one.channel, one.ts) for one in closed}) == 4
    company.clock.move(ny("2026-11-25 09:00"))
    assert cards(await company.carry_out()) == []


async def test_who_may_decide_no_more_is_not_reminded(company):
    """The other officer is; an office that changes hands takes the reminder with it."""
    request = await filed(company)
    gone = ROSTER.replace("Carla Eng,ceo,2026-01-05,,yes", "Carla Eng,employee,2026-01-05,,yes")
    line = next(one for one in gone.splitlines() if "Carla" in one)
    await company.replace_roster("U0CEO,Carla Eng,ceo,2026-01-05,,yes", line)
    company.clock.move(ny("2026-11-24 09:00"))
    sent = await company.carry_out()
    assert (cards(sent), cards(sent, "U0CFO")) == ([], [request.id])


@pytest.mark.parametrize(
    ("back", "at_once", "at_nine"),
    [("24 17:59", 1, 1), ("24 18:00", 0, 1), ("25 02:27", 0, 1), ("25 11:00", 1, 0)],
)
async def test_a_reminder_that_is_late_wakes_nobody_at_night(company, back, at_once, at_nine):
    """It comes once when the bot is back by day, else in the next morning."""
    await filed(company)
    company.clock.move(ny(f"2026-11-{back}"))
    assert len(cards(await company.carry_out())) == at_once
    company.clock.move(max(company.clock.now(), ny("2026-11-25 09:00")))
    assert len(cards(await company.carry_out())) == at_nine


@pytest.mark.parametrize(("day", "reminded"), [(24, 0), (27, 2)])
async def test_a_morning_after_the_last_moment_sets_no_timer(company, day, reminded):
    """A trade that is planned for tomorrow has to be decided today; one for Friday has time."""
    planned = date(2026, 11, day)
    request = await company.desk.submit(who("employee"), buy(on=planned))
    assert (request.decide_by < ny("2026-11-24 09:00")) is (reminded == 0)
    await company.carry_out()
    timers = await company.rows("SELECT due_at FROM deliveries WHERE conversation = ''")
    morning = ny("2026-11-24 09:00").timestamp() * 1_000_000
    assert [one["due_at"] for one in timers].count(morning) == reminded


async def test_who_moves_to_another_zone_is_reminded_in_its_morning(company):
    """Nine o'clock in New York is six in California, where they are by now."""
    request = await filed(company)
    await company.replace_roster("Carla Eng,ceo,2026-01-05,", IN_CALIFORNIA)
    company.clock.move(ny("2026-11-24 09:00"))
    assert cards(await company.carry_out()) == []
    company.clock.move(ny("2026-11-24 12:00"))
    assert cards(await company.carry_out()) == [request.id]


# --- several things wait --------------------------------------------------------------


def digests(sent, to="U0CEO"):
    return [one for who_, one in sent if who_ == to and isinstance(one, Digest)]


async def three(company):
    """File three; the second is to be decided first, as its day is the next one."""
    asked = []
    for minute, name, on in ((0, "employee", None), (1, "second", 25), (2, "director", 30)):
        company.clock.move(ny(f"2026-11-23 10:{minute:02}"))
        planned = None if on is None else date(2026, 11, on)
        asked.append(await company.desk.submit(who(name), buy(on=planned)))
    assert not any(isinstance(one, No) for one in asked), asked
    await company.carry_out()
    return asked


@pytest.mark.parametrize(("moment", "comes"), [("24 08:59:59", False), ("24 09:00", True)])
async def test_three_that_wait_are_one_message(company, moment, comes):
    first, second, third = await three(company)
    company.clock.move(ny(f"2026-11-{moment}"))
    sent = await company.carry_out()
    assert cards(sent) == []
    assert [one.decide_by for one in digests(sent)] == ([second.decide_by] if comes else [])
    assert second.decide_by < first.decide_by
    for one in digests(sent):
        opened = await company.desk.opened(who("ceo"), one.delivery)
        assert [each.request for each in opened.requests] == [first.id, second.id, third.id]
        assert await company.desk.opened(who("cfo"), one.delivery) == No("not_found")


async def test_one_that_is_left_is_its_card_again(company):
    first, second, third = await three(company)
    for one in (second, third):
        await company.desk.decide(who("cfo"), one.id, APPROVE)
    company.clock.move(ny("2026-11-24 09:00"))
    sent = await company.carry_out()
    assert (cards(sent), digests(sent)) == ([first.id], [])


async def test_what_is_decided_before_it_is_sent_sends_nothing(company):
    """The row is there at nine, and Slack is away; by the time it is back all is decided."""
    asked = await three(company)
    company.clock.move(ny("2026-11-24 09:00"))
    await company.database.run(lambda tx: _remind(company, tx))
    for one in asked:
        await company.desk.decide(who("cfo"), one.id, APPROVE)
    sent = await company.carry_out()
    officers = [one for to, one in sent if to in {"U0CEO", "U0CFO"}]
    assert not [one for one in officers if isinstance(one, Digest | Envelope)]


@pytest.mark.parametrize("left", [0, 1])
async def test_what_is_answered_before_it_is_sent_sends_nothing(company, left):
    """Twin: of what is left, be it one of two questions, the envelope comes."""
    for number in range(1 + left):
        said = QuestionSaid("May I?", form=f"V{number}")
        assert not isinstance(await company.desk.ask_question(who("employee"), said), No)
    await company.carry_out()
    company.clock.move(ny("2026-11-24 09:00"))
    await company.database.run(lambda tx: _remind(company, tx, "U0CFO"))
    (one, *_) = (await company.desk.questions(who("cfo"))).to_answer
    assert not isinstance(await company.desk.answer_question(who("cfo"), one.id, "Yes."), No)
    assert len(envelopes(await company.carry_out())) == left


def _remind(company, tx, whom="U0CEO"):
    to = by_slack_id(tx, whom)
    remind(tx, company.desk.grounds.at(tx), to.person)


async def test_a_plan_and_a_question_wait_as_well(company):
    """They have no last moment, so that the message is the envelope that everybody gets."""
    plan = await plan_sent(company)
    await company.carry_out()
    company.clock.move(ny("2026-11-24 09:00"))
    (alone,) = envelopes(await company.carry_out())
    assert [one.record for one in (await opened(company, alone)).plans] == [plan.record]
    await company.desk.ask_question(who("employee"), QuestionSaid("May I?", form="V1"))
    await company.carry_out()
    company.clock.move(ny("2026-11-25 09:00"))
    (both,) = envelopes(await company.carry_out())
    found = await opened(company, both)
    assert ([one.record for one in found.plans], len(found.questions)) == ([plan.record], 1)
    answered = await company.desk.answer_question(who("cfo"), found.questions[0].id, "Yes.")
    decided = await company.desk.decide_plan(who("cfo"), plan.record, DECLINE)
    assert No not in {type(answered), type(decided)}, (answered, decided)
    company.clock.move(ny("2026-11-27 09:00"))
    assert envelopes(await company.carry_out()) == []
    assert (await opened(company, both)).count == 0


def envelopes(sent):
    return [one for to, one in sent if to == "U0CFO" and isinstance(one, Envelope)]


async def opened(company, envelope):
    return await company.desk.opened(who("cfo"), envelope.delivery)


@pytest.mark.parametrize("hour", [9, 10, 17])
async def test_it_comes_at_the_hour_of_their_choice(company, hour):
    request = await filed(company)
    done = await company.desk.set_away(who("ceo"), AwaySaid(None, None, hour))
    assert done.hour == hour
    came = []
    # At five on the same day it is late enough: seven hours after the card.
    for at in ("23 17:00", "24 09:00", "24 09:59:59", "24 10:00", "24 16:59:59", "24 17:00"):
        company.clock.move(ny(f"2026-11-{at}"))
        came += [at for _ in cards(await company.carry_out())]
    assert came == {9: ["24 09:00"], 10: ["24 10:00"], 17: ["23 17:00", "24 17:00"]}[hour]
    assert request.id


async def test_another_hour_brings_no_second_one_on_a_day(company):
    """Reminded at nine, the CEO chooses three in the afternoon: from the next day on."""
    await filed(company)
    came = []
    for at in ("24 09:00", "24 15:00", "25 09:00", "25 15:00"):
        company.clock.move(ny(f"2026-11-{at}"))
        came += [at for _ in cards(await company.carry_out())]
        await company.desk.set_away(who("ceo"), AwaySaid(None, None, 15))
    assert came == ["24 09:00", "25 15:00"]
    kept = await company.rows("SELECT id FROM decisions")
    assert len(kept) == 5  # the filing, and two cards for each of two officers


async def test_a_weekend_reminds_nobody(company):
    company.clock.move(ny("2026-12-04 10:00"))
    await filed(company)
    came = []
    for day in (5, 6, 7):
        company.clock.move(ny(f"2026-12-{day:02} 09:00"))
        came += [day for _ in cards(await company.carry_out())]
    assert came == [7]


async def test_a_timer_that_was_set_for_one_request_reminds_all_the_same(company):
    """As it was set before there was one reminder for all."""
    request = await filed(company)

    def old(tx):
        ceo = by_slack_id(tx, "U0CEO")
        about = {"what": "timer", "timer": "remind", "request": request.id, "approver": ceo.person}
        at = ny("2026-11-24 09:00")
        tx.at(at, f"timer:remind:{request.id}:{ceo.person}:{at.timestamp():.0f}", about)

    await company.database.run(old)
    company.clock.move(ny("2026-11-24 09:00"))
    assert cards(await company.carry_out()) == [request.id]


@pytest.mark.parametrize(("filed_at", "comes"), [("06:00", True), ("06:01", False)])
async def test_a_request_that_has_just_come_is_not_reminded_of(company, filed_at, comes):
    """The morning's timer is an earlier request's, which waits no more."""
    first = await filed(company)
    company.clock.move(ny(f"2026-11-24 {filed_at}"))
    await company.desk.withdraw(who("employee"), first.id)
    second = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    company.clock.move(ny("2026-11-24 09:00"))
    assert cards(await company.carry_out()) == [second.id] * comes


@pytest.mark.parametrize("what", ["question", "plan"])
@pytest.mark.parametrize(("asked_at", "comes"), [("06:00", 1), ("06:01", 0)])
async def test_nor_of_a_plan_or_a_question_that_has_just_come(company, what, asked_at, comes):
    first = await company.desk.ask_question(who("employee"), QuestionSaid("May I?", form="V1"))
    await company.desk.answer_question(who("cfo"), first.id, "Yes.")
    company.clock.move(ny(f"2026-11-24 {asked_at}"))
    if what == "plan":
        await plan_sent(company, said=days("2026-11-24"))
    else:
        said = QuestionSaid("And tomorrow?", form="V2")
        assert not isinstance(await company.desk.ask_question(who("employee"), said), No)
    await company.carry_out()
    for moment, reminders in (("24 09:00", comes), ("25 09:00", 1)):
        company.clock.move(ny(f"2026-11-{moment}"))
        assert len(envelopes(await company.carry_out())) == reminders


@pytest.mark.parametrize("besides", ["nothing", "question", "request"])
async def test_on_the_day_of_its_end_a_request_is_reminded_of_before_it(company, besides):
    """At nine, whatever hour its reader chose and whatever else waits, also for longer."""
    assert not isinstance(await company.desk.set_away(who("cfo"), AwaySaid(None, None, 17)), No)
    request = await filed(company)
    assert request.decide_by == ny("2026-11-25 16:00")
    if besides == "question":
        asked = await company.desk.ask_question(who("director"), QuestionSaid("May I?"))
        assert not isinstance(asked, No), asked
    company.clock.move(ny("2026-11-23 17:00"))
    await company.carry_out()
    if besides == "request":
        other = await company.desk.submit(who("second"), buy())
        assert other.decide_by > ny("2026-11-27 09:00")
    company.clock.move(ny("2026-11-24 17:00"))
    await company.carry_out()
    company.clock.move(ny("2026-11-25 09:00"))
    came = [one for to, one in await company.carry_out() if to == "U0CFO"]
    assert [type(one) for one in came] == [Card if besides == "nothing" else Digest]

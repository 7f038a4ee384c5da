"""A message that can never arrive is told to somebody else, once, and not what it was about."""

import pytest

from clearance import outbox
from clearance.notices import act_by
from clearance.shown import Envelope, No
from clearance.shown_restrictions import NeutralNotice
from clearance.shown_undelivered import UndeliveredShown
from clearance.undelivered import send_again
from storage import deliveries, not_delivered
from tests.clearance.company import APPROVE, DECLINE, NOTHING, buy, decided, ny, who
from tests.clearance.restricting import restricted

COMPLIANCE = "U0COMPLY,Helen Sorensen,compliance,2026-01-05,,yes"
HELEN = "U0COMPLY"
COLUMNS = "slack_id,name,roles,acknowledged_on,zone,active"
ERIN = "Erin Boyd,employee,2026-01-05,America/Chicago,yes"
MOVED = (
    f"{COLUMNS}\nU0EMPLOYEE,{ERIN}",
    f"{COLUMNS},formerly\nU0MOVED,{ERIN},U0EMPLOYEE",
)


@pytest.fixture
async def company(company):
    """Let somebody be compliance, too."""
    left = "U0LEFT,Lena Former,employee,2026-01-05,,no"
    await company.replace_roster(left, f"{left}\n{COMPLIANCE}")
    return company


async def lose(company, *gone, word="user_disabled"):
    """Carry out what is due; what goes to one of these people is given up. Return who was told."""
    told = []
    while claimed := await company.database.run(
        lambda tx: deliveries.claim(tx, "test", limit=10, lease_seconds=60)
    ):
        for one in claimed:
            await company.database.run(lambda tx, one=one: _end(company, tx, one, gone, word))
            told += [one] if "undelivered" in one.about and one.conversation not in gone else []
    return told


def _end(company, tx, one, gone, word):
    if one.conversation in gone:
        if deliveries.ended(tx, one.id, word):
            outbox.given_up(company.desk, tx, one)
        return
    company._do(one, tx)


def whom(told):
    return sorted(one.conversation for one in told)


async def opens(company, told, name):
    (one,) = [each for each in told if each.conversation == f"U0{name.upper()}"]
    return await company.desk.opened(who(name), one.id)


async def test_a_lost_card_is_told_to_the_other_officer(company):
    await company.desk.submit(who("employee"), buy())
    told = await lose(company, "U0CEO")
    assert whom(told) == ["U0CFO"]
    shown = await opens(company, told, "cfo")
    assert shown == UndeliveredShown("Carla Eng", "U0CEO", company.clock.now(), gone=True)


async def test_where_both_cards_are_lost_compliance_is_told(company):
    await company.desk.submit(who("employee"), buy())
    assert set(whom(await lose(company, "U0CEO", "U0CFO"))) == {HELEN}


async def test_where_nobody_can_be_reached_it_ends_and_stays_on_the_record(company):
    await company.desk.submit(who("employee"), buy())
    assert await lose(company, "U0CEO", "U0CFO", HELEN) == []
    lost = await company.database.run(lambda tx: not_delivered.given_up(tx, tx.now))
    assert {one.conversation for one in lost} == {"U0CEO", "U0CFO", HELEN}
    waiting = await company.rows(
        "SELECT id FROM deliveries WHERE ended_as IS NULL AND conversation <> ''"
    )
    assert waiting == []


async def test_a_lost_outcome_is_told_to_compliance(company):
    """Twin: one that arrives is told to nobody else."""
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    told = await lose(company, "U0EMPLOYEE")
    assert whom(told) == [HELEN]
    other = await company.desk.submit(who("second"), buy())
    await company.carry_out()
    await company.desk.decide(who("cfo"), other.id, APPROVE)
    assert await lose(company, "U0EMPLOYEE") == []


async def test_why_is_said_and_what_it_was_about_is_not(company):
    filed = await company.desk.submit(who("employee"), buy())
    told = await lose(company, "U0CEO", word="invalid_blocks")
    shown = await opens(company, told, "cfo")
    assert not shown.gone
    assert filed.id not in repr(shown)


async def test_only_who_was_told_opens_it(company):
    await company.desk.submit(who("employee"), buy())
    (one,) = await lose(company, "U0CEO")
    assert await company.desk.opened(who("employee"), one.id) == No("not_found")


async def test_a_lost_closing_is_told_to_nobody(company):
    """The card says so when it is pressed; twin of the lost outcome in the same history."""
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    assert await lose(company, "U0CEO", word="message_not_found") == []


async def test_a_lost_notice_of_a_restriction_looks_like_any_lost_message(company):
    """Compliance is told of it as of anything, and only whoever keeps it sees what was lost."""
    await restricted(company, "employee", by="ceo", notify=True)
    told = await lose(company, "U0EMPLOYEE")
    assert whom(told) == [HELEN]
    assert (await opens(company, told, "comply")).name == "Erin Boyd"
    (held,) = (await company.desk.restrictions(who("ceo"))).mine
    assert [one.untold for one in held.people] == [True]


async def test_a_notice_of_a_restriction_that_arrived_is_not_marked(company):
    """Twin of the one above; and of a silent one nothing was to arrive."""
    await restricted(company, "employee", by="ceo", notify=True)
    await company.carry_out()
    await restricted(company, "second", by="ceo", notify=False)
    await lose(company, "U0SECOND")
    for held in (await company.desk.restrictions(who("ceo"))).mine:
        assert [one.untold for one in held.people] == [False]


async def test_with_another_account_they_get_what_was_lost(company):
    """Whether the list came before the loss or after it, once; twin: before it nothing comes."""
    await restricted(company, "employee", by="ceo", notify=True)
    await lose(company, "U0EMPLOYEE")
    await company.replace_roster(*MOVED)
    assert await company.database.run(send_again) == 1
    assert await company.database.run(send_again) == 0
    sent = [(to, one) for to, one in await company.carry_out() if to == "U0MOVED"]
    ((_, envelope),) = sent
    found = await company.desk.opened(who("moved"), envelope.delivery)
    assert isinstance(found, NeutralNotice)
    (held,) = (await company.desk.restrictions(who("ceo"))).mine
    assert [one.untold for one in held.people] == [False]


async def test_a_list_that_came_first_sends_it_to_the_new_account_at_once(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    await company.replace_roster(*MOVED)
    assert await lose(company, "U0EMPLOYEE") == []
    ends = await company.rows("SELECT ended_as FROM deliveries WHERE conversation = 'U0MOVED'")
    assert [one["ended_as"] for one in ends] == ["sent"]


@pytest.mark.parametrize("answered", [False, True])
async def test_in_the_place_of_lost_reminders_comes_one_at_the_new_account(company, answered):
    """By day, a day after the last one; twin: who has answered meanwhile gets none."""
    await decided(company)
    for moment in ("11-27 13:00", "11-30 10:00", "12-01 10:00", "12-02 10:00"):
        company.clock.move(ny(f"2026-{moment}"))
        await lose(company, "U0EMPLOYEE")
    await company.replace_roster(*MOVED)
    if answered:
        (owed,) = await company.desk.unanswered(who("moved"))
        await company.desk.report(who("moved"), owed.id, NOTHING)
    assert await company.database.run(send_again) > 0
    assert await company.database.run(send_again) == 0
    came = []
    for moment in ("12-02 17:00", "12-03 09:59:59", "12-03 10:00", "12-04 10:00"):
        company.clock.move(ny(f"2026-{moment}"))
        sent = [one for to, one in await company.carry_out() if to == "U0MOVED"]
        abouts = [await about(company, one) for one in sent]
        came += [moment for one in abouts if one["what"] == "digest"]
    assert came == ([] if answered else ["12-03 10:00"])


async def about(company, message):
    found = await company.database.run(lambda tx: deliveries.find(tx, message.delivery))
    return found.about


async def test_a_silently_restricted_persons_lost_outcome_is_told_as_anybodys(company):
    """With a restriction and without it the same people are told of the same messages."""
    await restricted(company, "employee", by="ceo", notify=False)
    await company.carry_out()
    filed = [await company.desk.submit(who(name), buy()) for name in ("employee", "second")]
    await company.carry_out()
    for one in filed:
        await company.desk.decide(who("cfo"), one.id, DECLINE)
    told = await lose(company, "U0EMPLOYEE", "U0SECOND")
    assert whom(told) == [HELEN, HELEN]


async def test_told_twice_of_one_message_it_is_one_envelope(company):
    await company.desk.submit(who("employee"), buy())
    (told,) = await lose(company, "U0CEO")
    lost = await company.database.run(lambda tx: deliveries.find(tx, told.about["undelivered"]))
    again = deliveries.Claimed(lost.id, lost.conversation, 0, 0, lost.about, None, None)
    await company.database.run(lambda tx: outbox.given_up(company.desk, tx, again))
    assert await lose(company) == []


async def test_where_one_of_two_hears_of_it_nobody_further_is_told(company):
    """Twin: where both envelopes are lost, the officers hear of it."""
    second = "U0SECOND,Sam Okafor,employee,2026-01-05,,yes"
    await company.replace_roster(second, second.replace("employee", "compliance"))
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    assert whom(await lose(company, "U0EMPLOYEE", "U0SECOND")) == [HELEN]
    other = await company.desk.submit(who("director"), buy())
    await company.carry_out()
    await company.desk.decide(who("cfo"), other.id, APPROVE)
    told = await lose(company, "U0DIRECTOR", "U0SECOND", HELEN)
    assert whom(told) == ["U0CEO", "U0CFO"]


async def test_the_envelope_looks_like_any_other(company):
    await company.desk.submit(who("employee"), buy())
    (told,) = await lose(company, "U0CEO")
    shown = await company.database.run(lambda tx: outbox.prepare(company.desk, tx, told))
    when = await company.database.run(lambda tx: act_by(tx.now, company.desk.grounds.at(tx)))
    assert shown == Envelope(told.id, when)

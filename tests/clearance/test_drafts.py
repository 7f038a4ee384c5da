"""Drafts: what was typed is kept once, sealed, for its author alone, and goes with the act."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from clearance import drafts
from clearance.shown import Actor, No, Report
from clearance.shown_drafts import DraftOf, DraftSaid, FormSent
from clearance.shown_questions import QuestionSaid
from storage.sealed import SIZES
from tests.clearance.company import TEAM, buy, decided, who

REQUEST = DraftOf("request")
SAID = DraftSaid(REQUEST, "V1", "1000.000001", {"action": "buy", "quantity": "500"})
ERIN = who("employee")


def later(said=SAID, count="1000.000002", **values):
    return replace(said, typed_at=count, values=values, fields=frozenset({*SAID.values, *values}))


async def shown(company, of=REQUEST, actor=ERIN):
    found = await company.desk.draft(actor, of)
    return None if found is None else dict(found.values)


async def test_what_is_typed_is_there_again_and_written_over(company):
    assert await shown(company) is None
    assert await company.desk.keep_draft(ERIN, SAID)
    begun = company.clock.now()
    company.clock.move(begun + timedelta(minutes=4))
    assert await company.desk.keep_draft(ERIN, later(quantity="700", ticked=("a", "something")))
    found = await company.desk.draft(ERIN, REQUEST)
    assert (found.values, found.begun_at) == (
        {"quantity": "700", "ticked": ("a", "something")},
        begun,
    )
    (row,) = await company.rows("select id, sealed from drafts")
    assert len(row.sealed) == SIZES["drafts"]
    # By length no accident of a random id or of sealed bytes: each is of seven letters or more.
    words = ("EMPLOYEE", "request", "quantity", "something")
    assert not any(word in str(row.values()) for word in words)


async def test_it_is_its_authors_alone_and_one_for_each_form(company):
    await company.desk.keep_draft(ERIN, SAID)
    for other in (who("second"), who("cfo"), who("director")):
        assert await shown(company, actor=other) is None
    assert isinstance(await company.desk.draft(Actor("T0OTHER", "U0EMPLOYEE"), REQUEST), No)
    for of in (DraftOf("request", "K7M4QWXA"), DraftOf("plan")):
        assert await shown(company, of) is None


@pytest.mark.parametrize(
    ("second", "kept"),
    [
        (later(count="0999.000000", quantity="7"), False),  # came late, typed earlier
        (later(count="1000.000001", quantity="7"), True),
        (replace(later(count="0999.000000", quantity="7"), view="V0"), False),  # left behind
        (replace(later(count="1000.000002", quantity="7"), view="V2"), True),
    ],
)
async def test_of_one_form_the_last_that_was_typed_stays(company, second, kept):
    await company.desk.keep_draft(ERIN, SAID)
    assert await company.desk.keep_draft(ERIN, second) is kept
    assert ((await shown(company))["quantity"] == "7") is kept


@pytest.mark.parametrize("goes_on", [True, False])
async def test_it_is_as_old_as_the_form_that_goes_on_with_it(company, goes_on):
    await company.desk.keep_draft(ERIN, SAID)
    begun = company.clock.now()
    company.clock.move(begun + timedelta(hours=1))
    await company.desk.keep_draft(ERIN, replace(SAID, view="V2", goes_on=goes_on))
    found = await company.desk.draft(ERIN, REQUEST)
    assert (found.begun_at == begun) is goes_on


async def test_the_act_empties_it_and_what_of_the_form_comes_late_is_not_kept(company):
    await company.desk.keep_draft(ERIN, SAID)
    await company.desk.submit(ERIN, buy(form="V1"))
    assert await shown(company) is None
    assert not await company.desk.keep_draft(ERIN, later(quantity="700"))
    assert await shown(company) is None
    assert await company.desk.keep_draft(ERIN, replace(SAID, view="V2"))


async def test_a_form_that_comes_again_leaves_what_another_kept_since(company):
    await company.desk.submit(ERIN, buy(form="V1"))
    await company.desk.keep_draft(ERIN, replace(SAID, view="V2"))
    await company.desk.submit(ERIN, buy(form="V1"))
    assert await shown(company) == dict(SAID.values)
    await company.desk.submit(ERIN, buy(form="V2"))
    assert await shown(company) is None


async def test_a_form_that_was_sent_before_anything_was_kept_keeps_nothing_after(company):
    await company.desk.submit(ERIN, buy(form="V1"))
    assert not await company.desk.keep_draft(ERIN, SAID)


async def test_what_was_done_with_no_form_leaves_it(company):
    await company.desk.keep_draft(ERIN, SAID)
    await company.desk.submit(ERIN, buy())
    assert await shown(company) == SAID.values


async def test_with_an_act_that_a_form_asked_for_its_draft_goes_and_no_other(company):
    asking, other = DraftOf("question_ask"), DraftOf("question_ask", "K7M4QWXA")
    for of in (asking, other):
        await company.desk.keep_draft(ERIN, replace(SAID, of=of))
    sending = company.desk.sending(FormSent(asking, "V1"))
    refused = await sending.ask_question(ERIN, QuestionSaid(""))
    assert refused.reason == "question_text"
    assert await shown(company, asking) == SAID.values
    await sending.ask_question(ERIN, QuestionSaid("May I?", form="V1"))
    assert await shown(company, asking) is None
    assert await shown(company, other) == SAID.values
    # The same form again leaves what was typed into the next one.
    await company.desk.keep_draft(ERIN, replace(SAID, of=asking, view="V2"))
    await sending.ask_question(ERIN, QuestionSaid("May I?", form="V1"))
    assert await shown(company, asking) == SAID.values
    await company.desk.sending(FormSent(asking, "V2")).ask_question(ERIN, QuestionSaid("And?"))
    assert await shown(company, asking) is None


@pytest.mark.parametrize(("count", "kept"), [("0999.000000", False), ("1000.000002", True)])
async def test_a_form_left_behind_comes_not_after_one_that_was_sent(company, count, kept):
    await company.desk.keep_draft(ERIN, replace(SAID, view="V2"))
    await company.desk.submit(ERIN, buy(form="V2"))
    assert await company.desk.keep_draft(ERIN, replace(SAID, typed_at=count)) is kept
    assert (await shown(company) is not None) is kept


@pytest.mark.parametrize("past", [timedelta(0), timedelta(minutes=59, seconds=59)])
async def test_the_row_tells_the_hour_alone(company, past):
    hour = company.clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    company.clock.move(hour + past)
    await company.desk.keep_draft(ERIN, SAID)
    (row,) = await company.rows("select at from drafts")
    wanted = hour if past == timedelta(0) else hour + timedelta(hours=1)
    assert row.at == int(wanted.timestamp() * 1_000_000)


async def test_what_is_refused_leaves_it(company):
    await company.desk.keep_draft(ERIN, SAID)
    refused = await company.desk.submit(ERIN, replace(buy(form="V1"), statements=()))
    assert refused.reason == "statements_missing"
    assert await shown(company) == SAID.values


async def test_the_report_empties_its_own_and_no_other(company):
    filed = await decided(company)
    mine = replace(SAID, of=DraftOf("report", filed.id))
    await company.desk.keep_draft(ERIN, mine)
    await company.desk.keep_draft(ERIN, SAID)
    await company.desk.report(ERIN, filed.id, Report(traded=False, form="V1"))
    assert await shown(company, mine.of) is None
    assert await shown(company) == SAID.values


async def test_starting_afresh_empties_it_and_the_form_goes_on(company):
    await company.desk.drop_draft(ERIN, SAID)  # there is none: nothing is written
    assert await company.rows("select id from drafts") == []
    await company.desk.keep_draft(ERIN, SAID)
    await company.desk.drop_draft(ERIN, later(count="1000.000003"))
    assert await shown(company) is None
    assert not await company.desk.keep_draft(ERIN, later(quantity="700"))
    assert await company.desk.keep_draft(ERIN, later(count="1000.000004", quantity="9"))


@pytest.mark.parametrize(("after", "there"), [(timedelta(seconds=-1), 1), (timedelta(0), 0)])
async def test_after_a_day_it_is_gone(company, after, there):
    hour = company.clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    company.clock.move(hour)
    await company.desk.keep_draft(ERIN, SAID)
    company.clock.move(company.clock.now() + drafts.KEPT + after)
    assert (await shown(company) is not None) == bool(there)
    await company.desk.tick()
    assert len(await company.rows("select id from drafts")) == there


async def test_it_is_shown_no_more_after_a_day_and_taken_out_with_the_hour(company):
    hour = company.clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    company.clock.move(hour + timedelta(minutes=20))
    await company.desk.keep_draft(ERIN, SAID)
    company.clock.move(hour + timedelta(minutes=20) + drafts.KEPT)
    assert await shown(company) is None
    await company.desk.tick()
    assert len(await company.rows("select id from drafts")) == 1
    company.clock.move(hour + timedelta(hours=1) + drafts.KEPT)
    await company.desk.tick()
    assert await company.rows("select id from drafts") == []


async def test_more_than_a_form_holds_leaves_what_was_kept(company):
    await company.desk.keep_draft(ERIN, SAID)
    text = "".join(chr(0x4E00 + (number * 7919) % 20000) for number in range(9000))
    assert not await company.desk.keep_draft(ERIN, later(terms=text))
    assert await shown(company) == SAID.values


async def test_nothing_of_it_is_in_the_log(company):
    before = await company.rows("select size, deliveries from log_head")
    await company.desk.keep_draft(ERIN, SAID)
    await company.desk.drop_draft(ERIN, SAID)
    assert await company.rows("select size, deliveries from log_head") == before


async def test_one_that_an_earlier_version_wrote_stops_nobody_and_is_written_over(company):
    await company.desk.keep_draft(ERIN, SAID)

    def as_before(tx):
        (row,) = tx.execute(text("select id from drafts")).all()
        old = {"begun": "", "view": "", "typed_at": "", "sent": False, "values": {"quantity": "1"}}
        sealed = tx.seal(drafts.TABLE, row.id, old)
        tx.execute(text("update drafts set sealed = :it"), {"it": sealed})

    await company.database.run(as_before)
    assert not await shown(company)
    assert await company.desk.keep_draft(ERIN, SAID)
    assert await shown(company) == dict(SAID.values)


async def test_one_that_somebody_changed_stops_nobody_and_is_written_over(company):
    await company.desk.keep_draft(ERIN, SAID)
    await company.database.run(
        lambda tx: tx.execute(text("update drafts set sealed = :it"), {"it": b"x"})
    )
    assert await shown(company) is None
    assert await company.desk.keep_draft(ERIN, SAID)
    assert await shown(company) == SAID.values


async def test_what_a_form_had_before_it_was_last_drawn_is_kept_beside(company):
    await company.desk.keep_draft(ERIN, replace(SAID, values={"traded": "yes", "price": "2"}))
    hidden = replace(SAID, values={"traded": "no"}, fields=frozenset({"traded"}))
    await company.desk.keep_draft(ERIN, hidden)
    assert await shown(company) == {"traded": "no", "price": "2"}
    emptied = replace(hidden, fields=frozenset({"traded", "price"}))
    await company.desk.keep_draft(ERIN, emptied)
    assert await shown(company) == {"traded": "no"}


async def test_whoever_has_left_keeps_none(company):
    refused = await company.desk.keep_draft(Actor(TEAM, "U0LEFT"), SAID)
    assert refused.reason
    assert await company.rows("select id from drafts") == []

"""A director from hire to a later sale, over real Socket Mode with the clock moved.

The policy is signed and initialled, a plan approved, a purchase cleared and reported in two
parts, its Form 4 reminded of and filed, and a sale under the plan warned of as short-swing.
"""

from datetime import date, datetime

import pytest

from bot.starting import open_database
from clearance.bringing_in import bring_in
from clearance.desk import Desk
from clearance.releases import ReleaseEntry, add_release
from handlers import words
from handlers.words import acknowledgement as acknowledgement_words
from handlers.words import filing as filing_words
from handlers.words import plan_form as plan_form_words
from handlers.words import traded as traded_words
from tests.bot.pieces import CEO, CFO, NEW_YORK, until
from tests.bot.test_acknowledging_whole_way import LEILA, signature
from tests.bot.test_plan_filed_whole_way import approve, typed
from tests.bot.test_restrictions_whole_way import option, push, send, text, type_in
from tests.bot.test_section16_whole_way import day, moved, part
from tests.bot.test_whole_way import bot, chosen, clock, home, press, settings, settled, shown, top

__all__ = ["bot", "clock", "settings", "settled"]
HIRED = (
    "slack_id,name,roles,acknowledged_on,zone\nU0NEWHIRE,Leila Haddad,director,,America/New_York\n"
)
STATED = {"statements": {"value": chosen("no_mnpi", "policy_read", "responsible")}}
#: The reports of the quarters that end while the plan waits for its cooling-off.
REPORTED = {date(2026, 12, 31): "2027-03-05 08:00", date(2027, 3, 31): "2027-05-10 08:00"}


@pytest.fixture
def record(settings, clock, cellectar, exchange):
    """Give a way to record something as the operator's commands do, beside the running bot."""

    def recorded(act):
        database = open_database(settings, clock)
        desk = Desk(database, cellectar, exchange)
        done = database.run_now(lambda tx: act(tx, desk))
        database.close_now()
        return done

    return recorded


@pytest.mark.usefixtures("bot")
async def test_from_hire_to_form_4_and_the_sale_after_it(workspace, clock, record):
    hire(clock, record)
    await type_in(workspace, LEILA, "section16")
    assert "Form 3, due by Friday 4 December 2026" in await closed(workspace)
    await sign_in_the_plan_form(workspace)
    await initialled_by_the_cfo(workspace)
    await purchase_cleared(workspace)
    await reported_in_two_parts(workspace, clock)
    await reminded_and_filed(workspace, clock)
    await warned_of_the_sale(workspace, clock, record)
    letters = workspace.conversation(LEILA).messages
    assert len({one.text.split(", by ")[0] for one in letters}) == 1, "all of them read alike"


def hire(clock, record):
    """Enter her as a director, the day after the company's first list."""
    moved(clock, "2026-11-24 10:00")
    record(lambda tx, desk: bring_in(tx, desk.grounds.at(tx), HIRED, "test"))


async def closed(workspace, user=LEILA):
    """Read the form on top, and close all."""
    said = shown(workspace, user)
    await workspace.acts.close(user, top(workspace, user).id, everything=True)
    return said


async def opened(workspace, user, count):
    """Open somebody's so many-th message, their last."""
    letters = workspace.conversation(user).messages
    await until(lambda: len(letters) >= count, f"message {count} of {user}")
    assert await press(workspace, user, letters[count - 1], "envelope:open") == {"ok": True}
    return shown(workspace, user)


async def sign_in_the_plan_form(workspace):
    """Submit a plan: the policy comes first, and the plan's form is as it was left."""
    await type_in(workspace, LEILA, "plan")
    form = top(workspace, LEILA)
    plan = typed(plan_begins={"selected_date": "2027-04-01"})
    assert await workspace.acts.submit(LEILA, form.id, plan) == {"ok": True}
    signed = signature("Leila Haddad", "read", "comply")
    assert await workspace.acts.submit(LEILA, top(workspace, LEILA).id, signed) == {"ok": True}
    assert [one.id for one in workspace.views.stack(LEILA)] == [form.id]
    assert await workspace.acts.submit(LEILA, form.id, plan) == {"ok": True}
    assert plan_form_words.SENT in await closed(workspace)


async def initialled_by_the_cfo(workspace):
    """Her plan's approver finds both in messages that read alike, and in App Home."""
    await workspace.acts.open_home(CFO)
    for waits in (acknowledgement_words.OPEN_TO_INITIAL, plan_form_words.HOME.format(count=1)):
        await until(lambda text=waits: text in home(workspace, CFO), "App Home")
    letters = workspace.conversation(CFO).messages
    await until(lambda: len(letters) == 4, "a Form 3, to initial, all have signed, a plan")
    done = set()
    for count in range(1, len(letters) + 1):
        said = await opened(workspace, CFO, count)
        if plan_form_words.IS_NEW in said:
            assert plan_form_words.DECIDED in await approve(workspace, CFO)
            done.add("plan")
        elif acknowledgement_words.LABEL_INITIALS in said:
            initials = {"acknowledgement_initials": text("PR")}
            assert acknowledgement_words.INITIAL_DONE in await send(workspace, CFO, initials)
            done.add("initials")
        else:
            await closed(workspace, CFO)
    assert done == {"plan", "initials"}


async def purchase_cleared(workspace):
    await type_in(workspace, LEILA, "buy 500 on 25 Nov")
    assert await workspace.acts.submit(LEILA, top(workspace, LEILA).id, STATED) == {"ok": True}
    assert words.STATES["pending"] in await closed(workspace)
    cards = workspace.conversation(CEO).messages
    await until(lambda: cards and "card:approve" in str(cards[-1].blocks), "the CEO's card")
    assert await press(workspace, CEO, cards[-1], "card:approve") == {"ok": True}
    await approve(workspace, CEO)
    # A day's trade may be reported at once, before anybody asks.
    await type_in(workspace, LEILA, "traded")
    assert traded_words.HELD in await closed(workspace)


async def reported_in_two_parts(workspace, clock):
    moved(clock, "2026-11-25 12:00")
    await type_in(workspace, LEILA, "traded")
    await push(workspace, LEILA, {"action_id": "request:report"})
    traded = {"action_id": "value", "block_id": "traded", **option("yes")["value"]}
    await push(workspace, LEILA, traded)
    await push(workspace, LEILA, {"action_id": "traded:add"})
    said = part(1, "2026-11-25", "09:45", "300") | part(2, "2026-11-25", "10:15", "200")
    said |= {"traded": option("yes"), "stated": option("none")}
    assert await workspace.acts.submit(LEILA, top(workspace, LEILA).id, said) == {"ok": True}
    report = await closed(workspace)
    assert "a Form 4 is due by Monday 30 November 2026, 10 p.m. New York time" in report
    assert "/preclear section16" in report


async def reminded_and_filed(workspace, clock):
    """Thanksgiving is no business day: the second one after Wednesday is Monday."""
    letters = workspace.conversation(LEILA).messages
    for moment in ("2026-11-27 12:00", "2026-11-30 12:00"):
        before = len(letters)
        moved(clock, moment)
        await until(lambda before=before: len(letters) > before, f"the reminder of {moment}")
    await type_in(workspace, LEILA, "section16")
    assert filing_words.LEFT[0] in shown(workspace, LEILA)
    await push(workspace, LEILA, {"action_id": "filing:enter"})
    filed = {
        "filing_which": option("4"),
        "filing_accession": text("0001234567-26-000123"),
        "filing_day": day("2026-11-30"),
    }
    assert await workspace.acts.submit(LEILA, top(workspace, LEILA).id, filed) == {"ok": True}
    assert "Filed: Form 4 0001234567-26-000123" in await closed(workspace)


async def warned_of_the_sale(workspace, clock, record):
    """Outside her plan she does not sell at all; under it she is shown what matches."""
    for quarter, at in REPORTED.items():
        moved(clock, at)
        public = datetime.fromisoformat(at).replace(tzinfo=NEW_YORK)
        entry = ReleaseEntry(kind="full", public_at=public, title="Report", quarter_end=quarter)
        record(lambda tx, desk, entry=entry: add_release(desk.grounds, tx, entry, "test"))
    moved(clock, "2027-05-13 10:00")
    await type_in(workspace, LEILA, "sell 300")
    assert await workspace.acts.submit(LEILA, top(workspace, LEILA).id, STATED) == {"ok": True}
    assert words.STATES["refused"] in await closed(workspace)
    await type_in(workspace, LEILA, "sell 300")
    (plan,) = (
        one["value"]
        for block in top(workspace, LEILA).given["blocks"]
        if block.get("block_id") == "plan"
        for one in block["element"]["options"]
        if "24 November 2026" in one["text"]["text"]
    )
    form = top(workspace, LEILA).id
    assert await workspace.acts.submit(LEILA, form, STATED | {"plan": option(plan)}) == {"ok": True}
    said = await closed(workspace)
    assert words.STATES["exempt"] in said
    assert "purchase on Wednesday 25 November 2026, 300 shares at $4.10. Matched until" in said

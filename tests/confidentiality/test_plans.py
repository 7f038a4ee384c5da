"""What stands in the open of a plan: that there is one, and that something of it changed."""

import json

import pytest

from storage import log
from storage.sealed import SIZES
from tests.clearance.company import told, who
from tests.clearance.planning import entered, line, sell, take_in

WORDS = (
    "suspend", "resume", "ordinary", "single_trade", "2026-03-02", "2026-02-27", "2027-03-01",
    "amount", "certified",  "approved",
)  # fmt: skip


@pytest.fixture
async def lived(company):
    """Enter a plan that is suspended, asked for and resumed, and one that nobody touches."""
    plan = await entered(company, modified_on="2026-04-01", modified_terms="amount")
    await entered(company, slack_id="U0EMPLOYEE", ends_on="")
    await company.desk.submit(who("director"), sell(plan))
    for name, act in (("cfo", "suspend"), ("ceo", "ask_resume"), ("cfo", "agree_resume")):
        await company.desk.change_plan(who(name), plan, act)
        await company.desk.submit(who("director"), sell(plan))
    await take_in(company, line(corrects=plan, certified="no"))
    await company.carry_out()
    return plan


async def tables(company, *names):
    return {name: await company.rows(f"select * from {name}") for name in names}


@pytest.mark.usefixtures("lived")
async def test_every_row_has_its_tables_size(company):
    for name, rows in (await tables(company, "plans", "plan_steps", "deliveries")).items():
        assert len(rows) > 2, name
        assert {len(row["sealed"]) for row in rows} == {SIZES[name]}
    bodies = await company.rows("select * from log_bodies")
    assert len({len(row["sealed"]) for row in bodies}) == 1


@pytest.mark.usefixtures("lived")
async def test_no_open_column_says_what_a_plan_is_or_became(company):
    names = ("plans", "plan_steps", "deliveries", "facts", "decisions", "requests", "log_bodies")
    for name, rows in (await tables(company, *names)).items():
        for row in rows:
            shown = " ".join(str(value) for value in row.values() if not isinstance(value, bytes))
            assert not [word for word in WORDS if word in shown], name


async def test_a_log_record_of_a_suspension_and_a_resumption_read_alike(company, lived):
    changes = [
        entry
        for entry in await company.database.run(log.entries)
        if json.loads(entry.record)["tag"] == "plan:changed"
    ]
    opened = [json.loads(entry.record) for entry in changes]
    assert [one["body"]["open"] for one in opened] == [{"plan": lived}] * 4
    assert len({len(one) for one in (entry.record for entry in changes[:3])}) == 1
    hidden = [
        (await company.database.run(lambda tx, entry=entry: log.confidential(tx, entry)))["value"]
        for entry in changes[:3]
    ]
    assert [one["step"]["what"] for one in hidden] == ["suspended", "resume_asked", "resumed"]


async def test_a_refusal_and_an_exemption_leave_the_same_rows_in_the_open(company):
    """Whoever reads the database cannot tell a suspended plan's request from another's."""
    plan = await entered(company)
    seen = []
    for suspended in (False, True):
        if suspended:
            await company.desk.change_plan(who("cfo"), plan, "suspend")
        filed = await company.desk.submit(who("director"), sell(plan))
        facts = await company.rows(f"select public, sealed from facts where request = '{filed.id}'")
        steps = await company.rows(
            f"select state, seq, public, sealed from decisions where request = '{filed.id}'"
        )
        row = await company.rows(f"select status, decide_by from requests where id = '{filed.id}'")
        seen.append(
            (
                [(one["public"], len(one["sealed"])) for one in facts],
                [(one["state"], one["seq"], one["public"], len(one["sealed"])) for one in steps],
                [dict(one) for one in row],
            )
        )
    assert seen[0] == seen[1]


async def test_its_envelope_is_like_any_other(company):
    """The same words, the same time to act by: a suspension, a resumption, an asking."""
    plan = await entered(company)
    envelopes = []
    for name, act in (("cfo", "suspend"), ("ceo", "ask_resume"), ("cfo", "agree_resume")):
        await company.desk.change_plan(who(name), plan, act)
        envelopes += [message for _, message in await company.carry_out()]
    assert len({(type(one), one.act_by, len(one.delivery)) for one in envelopes}) == 1
    assert await told(company) == []

"""What stands in the open of a plan: that there is one, and that somebody changed some plan."""

import json
import re
from hashlib import sha256

import pytest

from storage import log
from storage.sealed import SIZES, KeyFile
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
    assert [one["body"]["open"] for one in opened] == [{}] * 4
    assert {(one["subject"], one["request"]) for one in opened} == {(None, None)}
    assert len({len(one) for one in (entry.record for entry in changes[:3])}) == 1
    hidden = [
        (await company.database.run(lambda tx, entry=entry: log.confidential(tx, entry)))["value"]
        for entry in changes[:3]
    ]
    assert [one["step"]["what"] for one in hidden] == ["suspended", "resume_asked", "resumed"]
    assert {one["plan"] for one in hidden} == {lived}


async def change(company, what, plan):
    """Do one of the acts, or correct the plan's record."""
    if what == "correct":
        await take_in(company, line(corrects=plan, ends_on="2027-02-26"))
    elif what == "take back":
        await take_in(company, line(corrects=plan, kind="void"))
    else:
        officer = {"suspend": "cfo", "ask_resume": "ceo", "agree_resume": "cfo"}[what]
        await company.desk.change_plan(who(officer), plan, what)


async def open_rows(company):
    """Read all that is open of steps and log; ids and hashes by what they look like alone."""
    steps = await company.rows("select * from plan_steps order by at, id")
    bodies = await company.rows('select * from log_bodies order by "index"')
    records = [json.loads(row["record"]) for row in bodies]
    rows = [dict(row) for row in steps]
    rows += [one for one in records if one["tag"] == "plan:changed"]
    sealed = [len(row["sealed"]) for row in (*steps, *bodies)]
    return rows, set(sealed)


def alike(value):
    """Put in place of every id, hash and name of an actor what it looks like."""
    if isinstance(value, dict):
        return {key: "who" if key in {"by", "actor"} else alike(one) for key, one in value.items()}
    if isinstance(value, bytes):
        return len(value)
    random = isinstance(value, str) and re.fullmatch(r"[0-9a-f]{32}|[0-9a-f]{64}", value)
    return f"{len(value)} digits" if random else value


ACTS = ("suspend", "ask_resume", "suspend", "ask_resume", "agree_resume", "correct", "take back")


async def test_no_open_row_tells_one_change_of_a_plan_from_another(company):
    """Two people with the open database, one of whose plan was suspended, learn no more of it
    than of one that was corrected: that somebody acted, and when.
    """  # noqa: D205 - one sentence
    plan = await entered(company)
    seen, before = [], []
    for what in ACTS:
        await change(company, what, plan)
        rows, _ = await open_rows(company)
        new = [row for row in rows if row not in before]
        seen.append(sorted((alike(row) for row in new), key=str))
        before = rows
        assert len({row.get("by") or row.get("actor") for row in new}) == 1, what
    assert [len(one) for one in seen] == [2] * len(ACTS)
    assert all(one == seen[0] for one in seen)


async def test_no_open_row_of_a_step_says_whose_plan_it_was(company):
    """What a suspended and a resumed plan of two people leave behind are two equal heaps."""
    first = await entered(company)
    second = await entered(company, slack_id="U0EMPLOYEE")
    heaps = []
    for plan in (first, second):
        before, _ = await open_rows(company)
        for what in ("suspend", "ask_resume", "agree_resume"):
            await change(company, what, plan)
        rows, sizes = await open_rows(company)
        heaps.append([alike(row) for row in rows if row not in before])
        owners = await company.rows("select person from plans")
        shown = str([{**row, "sealed": None} for row in rows])
        assert not [one for one in (first, second, *(o["person"] for o in owners)) if one in shown]
        assert sizes == {SIZES["plan_steps"], SIZES["log_bodies"]}
    assert sorted(map(str, heaps[0])) == sorted(map(str, heaps[1]))


async def test_the_name_of_a_step_does_not_come_from_the_plan_alone(company):
    """Whoever knows a plan's id guesses no name: not without the key, and not with another."""
    plan = await entered(company)
    await change(company, "suspend", plan)
    (row,) = await company.rows("select key from plan_steps")
    natural = f"plan-step:{plan}:0"
    assert await company.database.run(lambda tx: tx.name(natural)) == row["key"]
    assert KeyFile(bytes(32)).name(natural) != row["key"]
    assert sha256(natural.encode()).hexdigest() != row["key"]


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

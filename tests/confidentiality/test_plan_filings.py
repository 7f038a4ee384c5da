"""A plan of somebody under a restriction takes the way of any other, byte for byte."""

import json
import re
from dataclasses import dataclass

import pytest

from clearance.shown import Verdict
from storage import log
from storage.sealed import SIZES
from tests.clearance.company import APPROVE, DECLINE, told, who
from tests.clearance.plan_filing import SAID, approved, sent
from tests.confidentiality.worlds import hands
from tests.confidentiality.worlds.acts import Later, LooksHome, OpensEnvelope, Restricts, Types
from tests.confidentiality.worlds.pairs import both, same

CFO, ERIN = "U0CFO", "U0EMPLOYEE"
DAY = "2026-11-24"
FILLED = {
    "plan_broker": "Fidelity", "plan_adopted": DAY, "plan_begins": DAY, "plan_ends": "2027-11-22",
    "plan_shares": "5000", "plan_terms": "Each month 100 shares",
    "plan_certified": ("good_faith", "no_mnpi"),
}  # fmt: skip


@dataclass(frozen=True)
class Submits:
    """Submit a plan with the command's form."""

    who: str

    async def do(self, world):
        await world.slack.acts.command(self.who, "/preclear plan")
        await hands.submit(world, self.who, **FILLED)
        await hands.close_all(world, self.who)


@dataclass(frozen=True)
class DecidesPlan:
    """Open the last envelope and decline or return what it is about."""

    who: str
    verdict: str

    async def do(self, world):
        assert await hands.press_on_message(world, self.who, "envelope:open")
        await hands.choose(world, self.who, "value", self.verdict)
        fields = ("terms",) if self.verdict == "return" else ()
        await hands.submit(world, self.who, decision=self.verdict, fields=fields)
        await hands.close_all(world, self.who)


@pytest.mark.parametrize("verdict", ["decline", "return"])
def test_its_owner_sees_the_same_whether_or_not_a_restriction_stands(verdict):
    def history(restricts):
        return (
            restricts,
            Later(),
            Submits(ERIN),
            Types(ERIN, "plans"),
            Later(),
            LooksHome(ERIN),
            DecidesPlan(CFO, verdict),
            Later(),
            OpensEnvelope(ERIN),
            Types(ERIN, "plans"),
            LooksHome(ERIN),
        )

    held, free = (Restricts(CFO, (ERIN,), reason="a merger"), Restricts(CFO, (ERIN,), hidden=True))
    one, other = both([history(held), history(free)], (ERIN,))
    assert len(one.posted[ERIN]) == 1
    same(one.of(ERIN), other.of(ERIN))
    same(one.posted[ERIN], other.posted[ERIN])
    for each in (one, other):
        each.shape.pop("register")
        each.shape.pop("deliveries")  # an officer's envelope that the restriction is kept
        assert len(each.shape["plans"]) > 1
        assert each.shape["plan_texts"]
    assert one.shape == other.shape


async def test_an_approval_a_decline_and_a_return_leave_rows_of_one_shape(company):
    """Whoever reads the database without the key cannot tell one from another."""
    shapes = []
    send_back = Verdict("return", fields=("days",))
    for name, verdict in (("employee", APPROVE), ("second", DECLINE), ("director", send_back)):
        filed = await sent(company, name)
        before = [set(map(str, await company.rows(f"select * from {one}"))) for one in TABLES]
        await company.desk.decide_plan(who("cfo"), filed.record, verdict)
        shapes.append(
            [
                [shape(row) for row in await company.rows(f"select * from {one}")
                 if str(row) not in known]
                for one, known in zip(TABLES, before, strict=True)
            ]
        )  # fmt: skip
        envelopes = await company.carry_out()
        assert len({(type(one), one.act_by) for _, one in envelopes}) == 1
    assert shapes[0] == shapes[1] == shapes[2]
    assert [len(rows) for rows in shapes[0]] == [0, 0, 1, 1]


TABLES = ("plans", "plan_texts", "plan_steps", "log_bodies")


def shape(row):
    """Say how long each value is, and of a log record its tag."""
    found = {name: len(value) if isinstance(value, bytes | str) else type(value).__name__
             for name, value in row.items()}  # fmt: skip
    tag = json.loads(row["record"])["tag"] if "record" in row else ""
    return {**found, "tag": tag, "index": "", "key": len(str(row.get("key")))}


async def test_every_row_has_its_tables_size_and_no_word_of_it_is_open(company):
    filed = await approved(company, "employee")
    await company.desk.end_plan(who("employee"), filed.plan)
    await told(company)
    for table in (*TABLES, "deliveries"):
        for row in await company.rows(f"select * from {table}"):
            assert len(row["sealed"]) == SIZES[table]
            shown = " ".join(str(one) for one in row.values() if not isinstance(one, bytes))
            for word in ("Fidelity", "1,000", "5000", "ordinary", "approved", "terminated",
                         SAID.ends_on.isoformat()):  # fmt: skip
                # Ids and names are of random figures and letters, which may hold any number.
                assert not re.search(rf"(?<![0-9a-f]){word}(?![0-9a-f])", shown), table


async def test_the_log_says_of_a_submission_whose_and_of_all_else_that_something_changed(company):
    filed = await approved(company, "employee")
    await company.desk.end_plan(who("employee"), filed.plan)
    entries = await company.database.run(log.entries)
    plans = [one for one in map(json.loads, (entry.record for entry in entries))
             if one["tag"].startswith("plan:")]  # fmt: skip
    assert [one["tag"] for one in plans] == ["plan:recorded", "plan:changed", "plan:changed"]
    assert plans[0]["body"]["open"] == {"plan": filed.record}
    assert [one["body"]["open"] for one in plans[1:]] == [{}, {}]
    assert {one["subject"] for one in plans[1:]} == {None}

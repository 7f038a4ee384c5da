"""Rows, messages and their timing are the same for an approval, a decline and a return."""

from dataclasses import replace

from clearance.releases import add_release
from clearance.shown import Envelope, Verdict
from tests.clearance.company import APPROVE, DECLINE, THIRD_QUARTER, buy, ny, who

VERDICTS = [APPROVE, DECLINE, Verdict("return", fields=("quantity",))]


async def test_the_open_columns_do_not_tell_an_approval_from_a_decline(company):
    """Ids, hashes and sealed bytes apart, three requests leave the same rows behind."""
    seen = []
    for verdict in VERDICTS:
        company.clock.move(ny("2026-11-23 10:00"))
        filed = await company.desk.submit(who("employee"), buy())
        await company.carry_out()
        await company.desk.decide(who("cfo"), filed.id, verdict)
        messages = await company.carry_out()
        company.clock.move(ny("2026-11-27 13:00"))
        messages += await company.carry_out()
        seen.append(await open_part(company, filed.id, messages))
        company.clock.move(ny("2026-11-23 10:00"))
    assert seen[0] == seen[1] == seen[2]


async def open_part(company, request_id, messages):
    steps = await company.rows(
        f"select at, state, public, length(sealed) as size from decisions "
        f"where request = '{request_id}' order by seq"
    )
    row = await company.rows(f"select status, decide_by from requests where id = '{request_id}'")
    shapes = [
        (to, type(message).__name__, getattr(message, "act_by", None)) for to, message in messages
    ]
    return [dict(step) for step in steps], dict(row[0]), shapes


async def test_every_delivery_row_has_the_same_size_and_no_readable_word(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    await company.carry_out()
    rows = await company.rows("select key, sealed from deliveries")
    assert len({len(row["sealed"]) for row in rows}) == 1
    assert all(len(row["key"]) == len(rows[0]["key"]) for row in rows)
    assert not any(b"card" in bytes(row["sealed"]) for row in rows)


async def test_a_window_that_closes_at_once_closes_every_decided_request_alike(company):
    filed = []
    for name, verdict in (("employee", APPROVE), ("second", DECLINE)):
        one = await company.desk.submit(who(name), buy())
        await company.desk.decide(who("cfo"), one.id, verdict)
        filed.append(one)
    await company.carry_out()
    rows = await company.rows("select id from releases")
    void = replace(THIRD_QUARTER, kind="void")
    await company.database.run(
        lambda tx: add_release(company.desk.grounds, tx, void, "operator:t", rows[0]["id"])
    )
    told = [to for to, message in await company.carry_out() if isinstance(message, Envelope)]
    assert sorted(told) == ["U0EMPLOYEE", "U0SECOND"]
    status = await company.rows("select distinct status from requests")
    assert [row["status"] for row in status] == ["ended"]


async def test_no_word_of_an_outcome_stands_in_an_open_column(company):
    for verdict in VERDICTS:
        one = await company.desk.submit(who("employee"), buy())
        await company.desk.decide(who("cfo"), one.id, verdict)
    await company.carry_out()
    company.clock.move(ny("2026-12-01 10:00"))
    await company.carry_out()
    for table in ("requests", "decisions", "facts", "deliveries", "log_bodies"):
        for row in await company.rows(f"select * from {table}"):
            shown = " ".join(str(value) for value in row.values() if not isinstance(value, bytes))
            for word in ("approved", "declined", "returned", "clearance_ended", "restriction"):
                assert word not in shown.replace("restrictions", ""), (table, word)

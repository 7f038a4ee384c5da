"""The record decides itself again: an untouched one the same, a touched one not."""

import json
from dataclasses import replace as with_
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from clearance.calendar_days import DayEntry, add_day
from clearance.facts import clearance_times
from clearance.opening_clearances import import_clearances
from clearance.releases import add_release
from clearance.replay import how_many, replay
from policy import archive as plain
from policy.rules import blackout, short_swing
from storage import requests
from storage.sealed import KeyFile
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    OPERATOR,
    RETURN,
    THIRD_QUARTER,
    buy,
    decided,
    ny,
    who,
)

REWRITE = "UPDATE facts SET public = :p WHERE id = :i"
RESEAL = "UPDATE {} SET sealed = :b WHERE id = :i"
PAPER = "slack_id,action,quantity,approved_at,approved_by,office\n"


def again(company, page=2):
    """Decide the record again, and give what differs, with the counts."""
    pages = list(replay(company.database.run_now, page))
    kinds = sorted((d.request, d.kind) for one in pages for d in one.differing)
    return kinds, sum(one.done for one in pages), sum(one.without for one in pages)


async def unguarded(company, table, statement, **values):
    """Do what only somebody can who takes the database's own guards away first."""

    def act(tx):
        if tx.server:
            for name in ("kept", "empties"):
                tx.execute(text(f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}"))
        else:
            for name in ("no_update", "no_delete", "empties"):
                tx.execute(text(f"DROP TRIGGER IF EXISTS {table}_{name}"))
        tx.execute(text(statement), values)

    await company.database.run(act)


@pytest.fixture
async def full(company):
    """Fill the record with each kind of judgement there is."""
    for verdict in (APPROVE, DECLINE, RETURN):
        await decided(company, verdict)
    await company.desk.submit(who("employee"), buy(action="short_sale"))
    await company.desk.submit(who("employee"), buy(action="option_exercise"))
    await company.desk.submit(who("director"), buy(issuer="Another"))
    line = "U0EMPLOYEE,buy,300,2026-11-20T10:00:00-05:00,U0CFO,cfo\n"
    assert (
        await company.database.run(
            lambda tx: import_clearances(company.desk.grounds.at(tx), tx, PAPER + line, OPERATOR)
        )
        == 1
    )
    return company


async def test_an_untouched_record_comes_out_the_same(full):
    total = await full.database.run(how_many)
    assert total == 3 * 2 + 3 + 1
    assert again(full) == ([], total, 1)
    assert again(full, page=100) == ([], total, 1)


async def test_an_empty_record_has_nothing_that_differs(company):
    assert again(company) == ([], 0, 0)


async def test_what_was_decided_before_a_correction_keeps_its_own_facts(full):
    waiting = await full.desk.submit(who("second"), buy())
    day = DayEntry(date(2026, 11, 25), "closed", "the exchange's notice")
    await full.database.run(lambda tx: add_day(full.desk.grounds, tx, day, OPERATOR))
    await decided(full)
    rows = await full.rows("select id from releases")
    wrong = with_(THIRD_QUARTER, kind="preliminary")
    await full.database.run(
        lambda tx: add_release(full.desk.grounds, tx, wrong, OPERATOR, rows[0]["id"])
    )
    assert (await full.desk.request(who("second"), waiting.id)).state == "lapsed"
    assert (await full.desk.submit(who("second"), buy())).state == "refused"
    assert again(full) == ([], 3 * 2 + 3 + 1 + 2 + 2 + 1, 1)


async def test_a_changed_rule_is_found_where_it_decides_otherwise_and_nowhere_else(
    full, monkeypatch
):
    refused = await full.desk.submit(who("employee"), buy(on=date(2026, 12, 18)))
    assert refused.state == "refused"
    monkeypatch.setattr(blackout, "check", lambda _: None)
    assert again(full)[0] == [(refused.id, "decision")]


async def test_a_rule_that_can_no_longer_be_asked_is_named_and_its_words_are_not(full, monkeypatch):
    def broken(_):
        raise RuntimeError("Maya")

    monkeypatch.setattr(short_swing, "check", broken)
    kinds, total, _ = again(full)
    assert [kind for _, kind in kinds] == ["not_judged"] * total


@pytest.mark.parametrize("moved", ["earliest_trade_at", "expires_at"])
async def test_another_moment_of_a_clearance_is_found(full, monkeypatch, moved):
    def a_second_later(ground, at):
        times = clearance_times(ground, at)
        return with_(times, **{moved: getattr(times, moved) + timedelta(seconds=1)})

    monkeypatch.setattr("clearance.replay.clearance_times", a_second_later)
    assert [kind for _, kind in again(full)[0]] == ["times"] * 4  # decided by an officer, or paper


async def test_an_open_fact_that_was_changed_is_found_also_where_it_decides_nothing(full):
    of = "select id, request, public from facts where public like '%quantity_:500%'"
    (row, *_) = await full.rows(of)
    public = row["public"].replace('"quantity":500', '"quantity":400')
    assert public != row["public"]
    await unguarded(full, "facts", REWRITE, p=public, i=row["id"])
    assert again(full)[0] == [(row["request"], "facts_changed")]


@pytest.mark.parametrize("public", ["{}", "nonsense", '{"at":1}', "[]"])
async def test_facts_that_cannot_be_read_are_named(full, public):
    (row, *_) = await full.rows("select id, request from facts order by id")
    await unguarded(full, "facts", REWRITE, p=public, i=row["id"])
    assert again(full)[0] == [(row["request"], "facts_changed")]


@pytest.mark.parametrize(
    ("table", "kind"), [("facts", "facts_sealed"), ("decisions", "step_sealed")]
)
async def test_what_does_not_unseal_is_named(full, table, kind):
    where = "" if table == "facts" else "where facts is not null"
    (row, *_) = await full.rows(f"select id, request, sealed from {table} {where} order by id")
    blob = bytes(row["sealed"])
    blob = blob[:-1] + bytes([blob[-1] ^ 1])
    await unguarded(full, table, RESEAL.format(table), b=blob, i=row["id"])
    assert again(full)[0] == [(row["request"], kind)]


async def test_one_seal_moved_to_another_row_is_found(full):
    one, two = (await full.rows("select id, request, sealed from facts order by id"))[:2]
    blob = bytes(two["sealed"])
    await unguarded(full, "facts", RESEAL.format("facts"), b=blob, i=one["id"])
    assert again(full)[0] == [(one["request"], "facts_sealed")]


async def test_gone_facts_and_gone_steps_are_named(full):
    (row, *_) = await full.rows("select id, request from facts order by id")
    await unguarded(full, "facts", "DELETE FROM facts WHERE id = :i", i=row["id"])
    assert again(full)[0] == [(row["request"], "facts_missing")]
    (step, *_) = await full.rows(
        f"select id, request from decisions where facts is not null and facts <> '{row['id']}' "
        "order by id desc"
    )
    await unguarded(full, "decisions", "DELETE FROM decisions WHERE id = :i", i=step["id"])
    assert again(full)[0] == sorted(
        [(row["request"], "facts_missing"), (step["request"], "step_missing")]
    )


@pytest.mark.parametrize("table", ["policies", "calendars"])
@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE {} SET content = content || ' '", "changed"),
        ("DELETE FROM {}", "missing"),
    ],
)
async def test_a_policy_or_calendar_that_is_not_what_it_was_is_named(full, table, statement, kind):
    await unguarded(full, table, statement.format(table))
    one = {"policies": "policy", "calendars": "calendar"}[table]
    kinds, total, _ = again(full)
    assert [found for _, found in kinds] == [f"{one}_{kind}"] * total


async def test_a_policy_that_this_version_cannot_read_is_named(full, monkeypatch):
    monkeypatch.setattr("clearance.replay.Policy.from_content", lambda _: {}["a table that is new"])
    kinds, total, _ = again(full)
    assert [found for _, found in kinds] == ["policy_unreadable"] * total


def as_it_was_written_before(tx, filed, lacking):
    """Write a request as an earlier version did, without what was added since."""
    row = requests.find(tx, filed.id)
    old = row._replace(id="OLDER222", form=None)
    requests.add(tx, old)
    facts = requests.facts_of(tx, filed.id)[0]
    public = json.loads(json.dumps(facts.public))
    del public["trade"]["security"]
    kept = requests.keep_facts(
        tx,
        old.id,
        policy=facts.policy,
        calendar=facts.calendar,
        public=public,
        confidential=facts.confidential,
    )
    step = requests.steps(tx, [filed.id])[filed.id][0]
    value = {name: what for name, what in step.value.items() if name not in lacking}
    requests.add_step(tx, old.id, "ended", public={}, value=value, facts=kept)
    return value


async def test_a_record_without_the_newest_fields_is_compared_by_its_findings(company, monkeypatch):
    filed = await company.desk.submit(who("employee"), buy(action="short_sale"))
    lacking = {"outcome", "approvable", "rules", "rests_on"}
    value = await company.database.run(lambda tx: as_it_was_written_before(tx, filed, lacking))
    assert value["findings"]
    assert again(company) == ([], 2, 0)
    monkeypatch.setattr(blackout, "check", lambda _: (_ for _ in ()).throw(ValueError))
    assert [kind for _, kind in again(company)[0]] == ["not_judged"] * 2


async def test_each_part_of_a_stored_decision_is_held_against_the_new_one(company):
    filed = await company.desk.submit(who("employee"), buy(action="short_sale"))
    step = (await company.database.run(lambda tx: requests.steps(tx, [filed.id])))[filed.id][0]
    assert step.value["outcome"] == "refuse"
    for name, other in (
        ("outcome", "refer"),
        ("approvable", True),
        ("rules", []),
        ("findings", []),
    ):

        def act(tx, name=name, other=other):
            row = requests.find(tx, filed.id)
            changed = row._replace(id=requests.new_id(tx))
            requests.add(tx, changed)
            facts = requests.facts_of(tx, filed.id)[0]
            kept = requests.keep_facts(
                tx,
                changed.id,
                policy=facts.policy,
                calendar=facts.calendar,
                public=facts.public,
                confidential=facts.confidential,
            )
            value = {**step.value, name: other}
            del value["rests_on"]
            requests.add_step(tx, changed.id, "ended", public={}, value=value, facts=kept)
            return changed.id

        wrong = await company.database.run(act)
        assert (wrong, "decision") in again(company)[0]
    assert len(again(company)[0]) == 4


async def test_under_another_key_nothing_unseals_and_nothing_is_told(full, monkeypatch):
    other = KeyFile(bytes(range(1, 33)))
    monkeypatch.setattr(full.database, "_keys", other)
    kinds, total, _ = again(full)
    assert sorted({kind for _, kind in kinds}) == ["facts_sealed", "step_sealed"]
    assert len(kinds) == 2 * total


async def test_facts_read_from_the_record_are_those_that_were_judged(company):
    filed = await company.desk.submit(who("employee"), buy(on=date(2026, 12, 1)))
    (kept,) = await company.database.run(lambda tx: requests.facts_of(tx, filed.id))
    facts = plain.facts_from(kept.public, kept.confidential)
    assert (facts.at, facts.trade.on) == (ny("2026-11-23 10:00"), date(2026, 12, 1))

"""Filing a request: what is stored, who is asked, what is refused at once."""

from dataclasses import replace
from datetime import date

import pytest

from clearance.desk import Desk
from clearance.shown import Actor, Card, No
from policy.company import load_policy
from storage import records
from storage.tables import PersonRow
from tests.clearance.company import APPROVE, RETURN, TEAM, buy, decided, ny, who


async def test_a_request_in_an_open_window_goes_to_the_ceo_and_the_cfo_and_nobody_else(company):
    filed = await company.desk.submit(who("employee"), buy())
    assert (filed.state, filed.trade.quantity) == ("pending", 500)
    assert filed.decide_by == ny("2026-11-25 16:00")
    sent = await company.carry_out()
    assert sorted(to for to, _ in sent) == ["U0CEO", "U0CFO"]
    assert {message for _, message in sent} == {Card(filed.id, filed.decide_by)}


@pytest.mark.parametrize(
    ("moment", "state"), [("2026-12-17 16:59:59", "pending"), ("2026-12-17 17:00", "refused")]
)
async def test_the_blackout_begins_at_five_to_the_second(company, moment, state):
    company.clock.move(ny(moment))
    filed = await company.desk.submit(who("employee"), buy())
    assert filed.state == state
    assert [found.rule for found in filed.findings] == (["blackout"] if state == "refused" else [])
    assert len(await company.carry_out()) == (2 if state == "pending" else 0)


async def test_a_refusal_at_once_is_on_the_record_with_its_facts(company):
    company.clock.move(ny("2026-12-18 10:00"))
    filed = await company.desk.submit(who("employee"), buy())
    facts = await company.rows("select * from facts")
    steps = await company.rows("select * from decisions")
    assert [row["request"] for row in facts] == [row["request"] for row in steps] == [filed.id]
    assert steps[0]["facts"] == facts[0]["id"]
    kept = await company.rows("select hash from policies")
    assert [row["hash"] for row in kept] == [facts[0]["policy"]]


@pytest.mark.parametrize("missing", ["no_mnpi", "policy_read", "responsible"])
async def test_without_every_statement_nothing_is_stored(company, missing):
    ask = buy()
    lacking = replace(ask, statements=tuple(one for one in ask.statements if one != missing))
    before = await company.rows("select count(*) as n from log_leaves")
    assert await company.desk.submit(who("employee"), lacking) == No("statements_missing")
    assert await company.rows("select count(*) as n from requests") == [{"n": 0}]
    assert await company.rows("select count(*) as n from log_leaves") == before
    assert (await company.desk.submit(who("employee"), ask)).state == "pending"


async def test_who_has_not_acknowledged_the_policy_is_refused_with_that_rule(company):
    refused = await company.desk.submit(who("newcomer"), buy())
    assert [found.rule for found in refused.findings] == ["not_acknowledged"]
    assert (await company.desk.submit(who("second"), buy())).state == "pending"


async def test_a_director_may_buy_but_sells_only_under_a_plan(company):
    refused = await company.desk.submit(who("director"), buy(action="sell"))
    assert [found.rule for found in refused.findings] == ["must_use_10b5_1_plan"]
    assert (await company.desk.submit(who("director"), buy())).state == "pending"
    assert (await company.desk.submit(who("employee"), buy(action="sell"))).state == "pending"


CORRECTABLE = [
    ({"order": "limit"}, ["limit_order"]),
    ({"order": "limit", "time_in_force": "gtc"}, ["standing_order"]),
    ({"order": "stop"}, ["standing_order"]),
    ({"margin": True}, ["margin_account"]),
    ({"on": date(2026, 11, 23)}, ["lead_time"]),
    (
        {"order": "limit", "margin": True, "on": date(2026, 11, 23)},
        ["margin_account", "limit_order", "lead_time"],
    ),
]
_WRITTEN = ("requests", "facts", "decisions", "deliveries", "log_leaves")


async def written(company):
    return [await company.rows(f"select count(*) as n from {name}") for name in _WRITTEN]


@pytest.mark.parametrize(("wrong", "rules"), CORRECTABLE)
async def test_what_can_be_filled_in_otherwise_is_refused_and_not_stored(company, wrong, rules):
    before = await written(company)
    refused = await company.desk.submit(who("employee"), buy(form="V1", **wrong))
    assert (refused.reason, [found.rule for found in refused.findings]) == (
        "refused_at_fields",
        rules,
    )
    assert await written(company) == before
    assert (await company.desk.submit(who("employee"), buy(form="V1"))).state == "pending"


async def test_a_day_too_soon_is_refused_with_the_earliest_and_the_section(company):
    today, tomorrow = ny("2026-11-23 10:00").date(), ny("2026-11-24 10:00").date()
    (found,) = (await company.desk.submit(who("employee"), buy(on=today))).findings
    assert found.section == "Pre-Clearance of Trades"
    assert found.parameters == {"earliest_on": tomorrow.isoformat(), "lead": "session_anchor"}
    assert (await company.desk.submit(who("employee"), buy(on=tomorrow))).state == "pending"


async def test_a_companys_own_policy_says_what_is_refused_and_in_which_section(company, exchange):
    """Its limit orders are allowed; its margin accounts are not, by a section of its own."""
    policy = load_policy("example_general_counsel")
    other = Desk(company.database, policy, exchange, TEAM)
    (found,) = (await other.submit(who("employee"), buy(margin=True, order="limit"))).findings
    assert (found.rule, found.section) == ("margin_account", "2.6")
    stands = await other.submit(who("employee"), buy(time_in_force="gtc"))
    assert [(one.rule, one.section) for one in stands.findings] == [("standing_order", "2.5")]


@pytest.mark.parametrize(("wrong", "rules"), CORRECTABLE)
async def test_where_another_rule_refuses_too_it_is_filed_with_all_of_them(company, wrong, rules):
    filed = await company.desk.submit(who("newcomer"), buy(**wrong))
    assert filed.state == "refused"
    assert {found.rule for found in filed.findings} == {*rules, "not_acknowledged"}
    assert len(await company.rows("select id from requests")) == 1


async def test_of_a_returned_request_the_correction_is_still_open(company):
    returned = await decided(company, RETURN)
    again = replace(buy(order="limit"), corrects=returned.id)
    assert (await company.desk.submit(who("employee"), again)).reason == "refused_at_fields"
    assert (await company.desk.request(who("employee"), returned.id)).may_correct
    again = replace(buy(), corrects=returned.id)
    assert (await company.desk.submit(who("employee"), again)).state == "pending"


async def test_the_same_form_sent_twice_is_one_request(company):
    first = await company.desk.submit(who("employee"), buy(form="V1"))
    again = await company.desk.submit(who("employee"), buy(form="V1"))
    other = await company.desk.submit(who("employee"), buy(form="V2"))
    assert again.id == first.id != other.id
    assert len(await company.carry_out()) == 4


@pytest.mark.parametrize(
    ("actor", "reason"),
    [
        (Actor(TEAM, "U0NOBODY"), "stranger"),
        (Actor("T0OTHER", "U0EMPLOYEE"), "other_workspace"),
        (Actor(TEAM, "U0LEFT"), "inactive"),
    ],
)
async def test_strangers_other_workspaces_and_those_who_left_are_refused(company, actor, reason):
    assert await company.desk.submit(actor, buy()) == No(reason)
    assert await company.rows("select count(*) as n from requests") == [{"n": 0}]


async def test_an_officers_own_request_goes_to_the_other_officer(company):
    filed = await company.desk.submit(who("ceo"), buy())
    assert [to for to, _ in await company.carry_out()] == ["U0CFO"]
    assert await company.desk.decide(who("ceo"), filed.id, APPROVE) == No("own_request")
    assert (await company.desk.decide(who("cfo"), filed.id, APPROVE)).ended.state == "approved"


async def test_a_day_without_a_session_is_refused_at_its_field(company):
    saturday, monday = ny("2026-11-28 10:00").date(), ny("2026-11-30 10:00").date()
    assert await company.desk.submit(who("employee"), buy(on=saturday)) == No("no_session")
    assert await company.rows("select * from requests") == []
    assert (await company.desk.submit(who("employee"), buy(on=monday))).state == "pending"


@pytest.mark.parametrize(("day", "outlasted"), [("2026-11-27", False), ("2026-11-30", True)])
async def test_who_plans_for_after_a_clearance_given_now_is_told(company, day, outlasted):
    filed = await company.desk.submit(who("employee"), buy(on=ny(f"{day} 10:00").date()))
    assert filed.outlasted_at == (ny("2026-11-27 13:00") if outlasted else None)


async def test_an_acknowledgement_counts_from_its_day_on(company):
    """Recorded by an earlier version, a day may lie ahead: it does not count yet."""
    await company.database.run(
        lambda tx: records.add(
            tx,
            PersonRow(
                id="R", person="P", slack_id="U0AHEAD", name="Ada", roles='["employee"]',
                zone="UTC", acknowledged_on=date(2026, 11, 24), active=True, at=tx.now, by="t",
            ),
        )
    )  # fmt: skip
    refused = await company.desk.submit(who("ahead"), buy())
    assert [found.rule for found in refused.findings] == ["not_acknowledged"]
    company.clock.move(ny("2026-11-24 10:00"))
    assert (await company.desk.submit(who("ahead"), buy())).state == "pending"

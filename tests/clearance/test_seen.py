"""What is seen of a request: by its requester, by an officer, and by nobody else."""

import json

import pytest

from clearance import submitting
from clearance.opening_transactions import import_transactions
from clearance.people import import_people
from clearance.related import Account
from clearance.shown import REVIEW_FORM, No, Report, Verdict, findings_for
from policy.findings import Audience, Effect, Finding
from storage import log
from tests.clearance.company import APPROVE, DECLINE, buy, ny, who

RETURN = Verdict("return", fields=("quantity",))
SOLD = "slack_id,side,on,shares,price\nU0DIRECTOR,sale,2026-07-01,100,5.00\n"


def rules(shown):
    return [found.rule for found in shown.findings]


async def test_what_is_for_officers_alone_is_not_told_to_who_is_refused(company):
    await company.database.run(lambda tx: import_transactions(tx, SOLD, "operator:test"))
    filed = await company.desk.submit(who("director"), buy())
    assert set(rules(await company.desk.review(who("cfo"), filed.id))) == {"short_swing"}
    company.clock.move(ny("2026-12-17 17:00"))
    refused = await company.desk.submit(who("director"), buy())
    assert (refused.state, rules(refused)) == ("refused", ["blackout"])


async def test_what_an_exemption_lifted_is_told_to_nobody(company):
    company.clock.move(ny("2026-12-18 10:00"))
    filed = await company.desk.submit(who("employee"), buy(action="option_exercise"))
    assert (filed.state, rules(filed)) == ("exempt", [])
    step = (await company.rows("select id, sealed from decisions"))[0]
    kept = await company.database.run(
        lambda tx: tx.unseal("decisions", step["id"], bytes(step["sealed"]))
    )
    assert [(one["rule"], one["lifted_by"]) for one in kept["findings"]] == [
        ("blackout", "sells_nothing")
    ]


@pytest.mark.parametrize("lifted_by", [None, "sells_nothing"])
@pytest.mark.parametrize("audience", list(Audience))
def test_the_review_form_shows_what_stands_and_the_requester_what_is_for_all(audience, lifted_by):
    found = Finding("blackout", "Black-Out Periods", Effect.REFUSE, audience, {}, lifted_by)
    to_officers = findings_for((found,), REVIEW_FORM)
    to_everyone = findings_for((found,), frozenset({Audience.EVERYONE}))
    assert len(to_officers) == (lifted_by is None)
    assert to_everyone == (to_officers if audience is Audience.EVERYONE else ())


@pytest.mark.parametrize("verdict", [None, APPROVE, DECLINE])
async def test_what_an_officer_weighs_is_not_told_to_the_requester(company, verdict):
    filed = await company.desk.submit(who("employee"), buy(action="pledge"))
    assert rules(await company.desk.review(who("cfo"), filed.id)) == ["pledge_not_addressed"]
    if verdict is not None:
        await company.desk.decide(who("cfo"), filed.id, verdict)
    assert rules(await company.desk.request(who("employee"), filed.id)) == []


@pytest.mark.parametrize(
    ("verdict", "timed", "may"),
    [
        (None, False, "withdraw"),
        (APPROVE, True, "withdraw report"),
        (DECLINE, False, ""),
        (RETURN, False, "correct"),
    ],
)
async def test_the_requester_sees_what_they_may_do_and_times_only_of_a_clearance(
    company, verdict, timed, may
):
    filed = await company.desk.submit(who("employee"), buy())
    if verdict is not None:
        await company.desk.decide(who("cfo"), filed.id, verdict)
    mine = await company.desk.request(who("employee"), filed.id)
    assert [mine.earliest_trade_at is not None, mine.expires_at is not None] == [timed, timed]
    acts = {"withdraw": mine.may_withdraw, "report": mine.may_report, "correct": mine.may_correct}
    assert [name for name, allowed in acts.items() if allowed] == may.split()


async def test_nobody_is_named_as_the_officer_where_none_decided(company):
    filed = await company.desk.submit(who("employee"), buy())
    taken_back = await company.desk.withdraw(who("employee"), filed.id)
    assert (taken_back.state, taken_back.decided_by, taken_back.office) == ("withdrawn", None, None)
    company.clock.move(ny("2026-12-18 10:00"))
    refused = await company.desk.submit(who("employee"), buy())
    assert (refused.state, refused.decided_by, refused.office) == ("refused", None, None)


@pytest.mark.parametrize("verdict", [APPROVE, DECLINE, RETURN])
async def test_whose_account_it_is_stays_with_the_request(company, monkeypatch, verdict):
    """As it was asked before there was a register: in words, without an entry."""
    monkeypatch.setattr(submitting, "account_of", lambda *_: Account("related", "my mother"))
    ask = buy()
    filed = await company.desk.submit(who("employee"), ask)
    sheet = await company.desk.review(who("cfo"), filed.id)
    await company.desk.decide(who("cfo"), filed.id, verdict)
    mine = await company.desk.request(who("employee"), filed.id)
    company.clock.move(ny("2026-12-18 10:00"))
    refused = await company.desk.submit(who("employee"), ask)
    for shown in (filed, sheet, mine, refused):
        assert (shown.account, shown.holder) == ("related", "my mother")


async def test_after_the_end_the_sheet_offers_nothing_to_decide(company):
    filed = await company.desk.submit(who("employee"), buy(action="pledge"))
    before = await company.desk.review(who("ceo"), filed.id)
    assert before.approvable
    assert before.ended is None
    assert None not in (before.earliest_trade_at, before.expires_at)
    await company.desk.decide(who("cfo"), filed.id, DECLINE)
    after = await company.desk.review(who("ceo"), filed.id)
    assert (after.status, after.approvable, after.findings) == ("decided", False, ())
    assert (after.earliest_trade_at, after.expires_at) == (None, None)
    assert (after.ended.state, after.ended.decided_by) == ("declined", "Felix Ott")


async def test_looking_at_a_card_that_still_waits_leaves_it_standing(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    await company.desk.review(who("ceo"), filed.id, place=("D9", "1.1"))
    assert await company.carry_out() == []


async def test_ones_own_list_is_newest_first_and_app_home_shows_its_beginning(company):
    company.clock.move(ny("2026-12-18 10:00"))
    filed = []
    for _ in range(22):
        company.clock.pass_(60)
        filed.append((await company.desk.submit(who("employee"), buy())).id)
    filed.reverse()
    assert [one.id for one in await company.desk.mine(who("employee"))] == filed
    home = await company.desk.home(who("employee"))
    assert [one.id for one in home.mine] == filed[:11]
    assert (await company.desk.home(who("second"))).mine == ()


async def test_an_officer_sees_first_what_must_be_decided_first(company):
    filed = []
    for day in ("23 10:00", "23 17:00", "24 17:00", "25 17:00", "27 14:00"):
        company.clock.move(ny(f"2026-11-{day}"))
        filed.append(await company.desk.submit(who("employee"), buy()))
    assert len({one.decide_by for one in filed}) == 5
    home = await company.desk.home(who("cfo"))
    assert [one.request for one in home.to_decide] == [one.id for one in filed]
    assert (home.offices, home.to_decide[0].requester) == (("cfo",), "Erin Boyd")


async def test_the_log_tells_in_the_open_who_acted_and_no_outcome(company):
    """An approval, a decline and a return are recorded in the same open words."""
    seen = []
    for verdict in (APPROVE, DECLINE, RETURN):
        filed = await company.desk.submit(who("employee"), buy())
        await company.desk.decide(who("cfo"), filed.id, verdict)
        seen.append(await open_records(company, filed.id))
    assert seen[0] == seen[1] == seen[2]
    people = await company.rows("select person, slack_id from people")
    ids = {row["slack_id"]: row["person"] for row in people}
    assert [(one["tag"], one["actor"], one["subject"]) for one in seen[0]] == [
        ("request:pending", ids["U0EMPLOYEE"], ids["U0EMPLOYEE"]),
        ("request:decided", ids["U0CFO"], ids["U0EMPLOYEE"]),
    ]


async def open_records(company, request_id):
    entries = await company.database.run(log.entries)
    records = [json.loads(entry.record) for entry in entries]
    found = [one for one in records if one["request"] == request_id]
    kept = ("tag", "actor", "subject", "policy", "calendar")
    return [{name: one[name] for name in kept} | one["body"]["open"] for one in found]


async def test_the_log_names_the_record_that_a_changed_person_replaces(company):
    text = "slack_id,name,roles\nU0SECOND,Sam Okafor,officer\nU0NEW,Nora New,employee\n"
    await company.database.run(lambda tx: import_people(tx, text, "operator:test"))
    before = await company.rows("select id from people where slack_id = 'U0SECOND' order by at")
    entries = await company.database.run(log.entries)
    records = [json.loads(entry.record) for entry in entries[-2:]]
    assert [(one["tag"], one["actor"]) for one in records] == [
        ("person:recorded", "operator:test")
    ] * 2
    told = [one["body"]["open"] for one in records]
    assert [(one["slack_id"], one["roles"], one["replaces"]) for one in told] == [
        ("U0SECOND", ["officer"], before[0]["id"]),
        ("U0NEW", ["employee"], None),
    ]


async def test_the_log_keeps_under_seal_what_was_decided_and_on_what(company):
    await company.database.run(lambda tx: import_transactions(tx, SOLD, "operator:test"))
    filed = await company.desk.submit(who("director"), buy())
    await company.desk.decide(who("cfo"), filed.id, APPROVE)

    def last(tx):
        return log.confidential(tx, log.entries(tx)[-1])["value"]

    kept = await company.database.run(last)
    assert (kept["step"]["what"], kept["step"]["office"]) == ("approved", "cfo")
    assert [one["on"] for one in kept["facts"]["history"]] == ["2026-07-01"]


async def test_a_request_of_somebody_else_is_found_by_no_way(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    for name in ("second", "cfo"):
        assert await company.desk.request(who(name), filed.id) == No("not_found")
        assert await company.desk.withdraw(who(name), filed.id) == No("not_found")
        nothing = Report(traded=False)
        assert await company.desk.report(who(name), filed.id, nothing) == No("not_found")
    assert (await company.desk.request(who("employee"), filed.id)).state == "approved"

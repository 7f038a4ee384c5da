"""The history of restrictions: whole, hashed, and shown to each reader as far as they may read."""

import base64
import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest

from audit import as_of, production, restrictions
from clearance.asked import Asked
from clearance.people import people
from clearance.productions import KIND, Taken, value_of
from clearance.restrictions import history
from clearance.restrictions.book import book_of, document
from clearance.restrictions.setting import REASONS
from clearance.shown import Actor, No
from clearance.shown_productions import ProductionSaid
from clearance.shown_restrictions import IssuerNoticeSaid, RestrictSaid, WideningSaid
from storage.sealed import canonical
from storage.tree import Edge, leaf_hash
from tests.clearance.company import APPROVE, TEAM, buy, ny, who
from tests.clearance.restricting import event, lift, lifted, pass_minutes, restricted, ticked

CANARY = "kestrel takes over the pension fund"
CODE = "OSPREY"


async def ground_of(company):
    return await company.database.run(company.desk.grounds.at)


async def shown(company, said):
    """Give the lines and the files of a production."""

    def produce(tx):
        ground = company.desk.grounds.at(tx)
        taken = Taken(Asked("ASK", KIND, "P", tx.now, value_of(said)), "", len(ground.book.history))
        return (
            list(production.lines(tx, ground, taken)),
            dict(production.files(tx, ground, taken)),
        )

    return await company.database.run(produce)


async def ids(company):
    found = await company.database.run(people)
    return {one.slack_id.removeprefix("U0").lower(): one.person for one in found}


def root(lines):
    edge = Edge()
    for one in lines:
        edge.add(
            leaf_hash(one["record"].encode()) if "record" in one else bytes.fromhex(one["hash"])
        )
    return {"size": edge.size, "root": edge.root().hex()}


async def live(company):
    """Live some days: an approval withdrawn, one taken out, the rest lifted, and a silent one."""
    company.clock.move(ny("2026-11-23 10:00"))
    filed = await company.desk.submit(who("employee"), buy())
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    first = await restricted(company, "employee", "director", reason=CANARY, matter=CODE)
    company.clock.move(ny("2026-11-24 11:00"))
    await ticked(company)
    out = WideningSaid(first, "take_out", "not_material", people=("U0DIRECTOR",))
    await company.desk.widen(who("ceo"), out)
    await ticked(company)
    (waits,) = (await company.desk.restrictions(who("cfo"))).asked
    await company.desk.agree_widening(who("cfo"), waits.id, agree=True)
    await ticked(company)
    company.clock.move(ny("2026-11-25 12:00"))
    second = await restricted(company, "second", by="cfo", notify=False)
    await company.desk.ask_reason(who("ceo"), first)
    await company.desk.tell_of_issuer(who("ceo"), IssuerNoticeSaid(("U0SECOND",), "Peregrine"))
    await pass_minutes(company, 2)
    company.clock.move(ny("2026-11-30 09:30"))
    await lifted(company, first)
    return first, second, filed.id


def as_told(files, day):
    return json.loads(files[production.named(day)])["restrictions"]


def holding(entry):
    """Say whom an entry still holds when its day ends."""
    return sorted(
        one["person"]
        for one in entry["people"]
        if one["held"][-1]["over"] is None and one["held"][-1]["until"] is None
    )


async def test_the_days_are_told_from_the_lines_alone(company):
    first, second, _ = await live(company)
    company.clock.move(ny("2026-12-02 09:00"))
    await ticked(company)
    days = (*(date(2026, 11, n) for n in (22, 23, 24, 25, 29, 30)), date(2026, 12, 1))
    lines, files = await shown(company, ProductionSaid("SEC", "1", days, reasons=True))
    who_is = await ids(company)
    told = {day.day: {one["restriction"]: one for one in as_told(files, day)} for day in days}
    assert {day: set(found) for day, found in told.items()} == {
        22: set(),
        23: {first},
        24: {first},
        25: {first, second},
        29: {first, second},
        30: {first, second},  # it ended in the course of the day
        1: {second},
    }
    both, one = sorted((who_is["employee"], who_is["director"])), [who_is["employee"]]
    assert [holding(told[day][first]) for day in (23, 24, 25, 30)] == [both, one, one, []]
    terms = [term for one in told[30][first]["people"] for term in one["held"]]
    assert all(term["until"] and term["over"] for term in terms)
    entry = told[23][first]
    assert (entry["matter"], entry["kind"], entry["reason"]) == (CODE, "event", CANARY)
    assert (entry["set_by"], entry["office"], entry["notified"]) == (who_is["ceo"], "ceo", True)
    assert told[25][second]["reason"] == ""
    assert told[25][second]["notified"] is False
    for day, found in told.items():
        for each in found.values():  # every line that it rests on is shown
            assert all("named" in lines[index] for index in each["lines"]), day


async def test_an_end_that_is_agreed_and_ahead_is_told_as_what_was_known(company):
    """Two full trading days pass after the release, and the Friday is half a day."""
    first = await restricted(company, "employee")
    company.clock.move(ny("2026-11-24 08:00"))
    release = await company.disclose(ny("2026-11-24 07:30"))
    company.clock.move(ny("2026-11-24 09:00"))
    asked = lift(first, basis="public", release=release)
    assert not isinstance(await company.desk.widen(who("ceo"), asked), No)
    await ticked(company)
    (waits,) = (await company.desk.restrictions(who("cfo"))).asked
    await company.desk.agree_widening(who("cfo"), waits.id, agree=True)
    await ticked(company)
    company.clock.move(ny("2026-12-03 09:00"))
    await ticked(company)  # nobody ticked for days: the end is noticed late, and was earlier
    days = (date(2026, 11, 23), date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 2))
    _, files = await shown(company, ProductionSaid("SEC", "1", days))
    held = {
        day.day: [one["held"] for entry in as_told(files, day) for one in entry["people"]]
        for day in days
    }
    ((before,),) = held[23]
    assert (before["until"], before["over"]) == (None, None)
    ((known,),) = held[24]
    assert known["until"].startswith("2026-12-01T14:30")
    assert known["over"] is None
    assert held[1] == held[24]
    assert held[2] == []


async def test_an_early_blackout_that_ends_of_itself_is_told_as_over(company):
    said = RestrictSaid("early_blackout", ("U0DIRECTOR",), CODE, quarter_end=date(2026, 12, 31))
    await company.desk.restrict(who("cfo"), said)
    await ticked(company)
    company.clock.move(ny("2027-02-10 08:00"))
    await company.report(date(2026, 12, 31), ny("2027-02-10 07:30"))
    company.clock.move(ny("2027-02-16 12:00"))
    await ticked(company)
    days = (date(2027, 2, 15), date(2027, 2, 16), date(2027, 2, 17))
    _, files = await shown(company, ProductionSaid("SEC", "1", days))
    overs = [
        [one["held"][-1]["over"] for entry in as_told(files, day) for one in entry["people"]]
        for day in days
    ]
    assert overs == [[None], ["2027-02-16T17:01:00.000000Z"], []]


async def test_a_production_holds_what_the_days_rest_on_and_no_more(company):
    first, _, request = await live(company)
    said = ProductionSaid("SEC", "1", (date(2026, 11, 23),), reasons=True)
    lines, _ = await shown(company, said)
    opened = [json.loads(one["record"]) for one in lines if "record" in one]
    assert [one["what"] for one in opened] == ["set", "withdrawn"]
    assert {one["restriction"] for one in opened} == {first}
    assert request in lines[1]["named"]
    assert "Peregrine" not in str(lines)
    ground = await ground_of(company)
    assert root(lines) == history.committed(ground.book.history)
    without, _ = await shown(company, replace(said, reasons=False))
    assert CANARY in str(lines)
    assert CANARY not in str(without)
    assert CODE in str(without)


async def test_what_a_line_hides_is_that_whose_hash_it_has(company):
    await live(company)
    days = tuple(date(2026, 11, n) for n in (23, 24, 25))
    lines, _ = await shown(company, ProductionSaid("SEC", "1", days, reasons=True))
    reasons = 0
    for one in (line for line in lines if "record" in line):
        record = json.loads(one["record"])
        assert canonical(record).decode() == one["record"]
        for name in ("named", "reason"):
            if name in record:
                assert hashlib.sha256(one[name].encode()).hexdigest() == record[name]
                reasons += name == "reason"
    assert reasons == 2  # also where none was given


async def test_an_ordinary_pull_tells_nobody_who_is_under_one(company):
    first, _, request = await live(company)
    ground = await ground_of(company)
    lines = list(restrictions.lines(ground))
    text = json.dumps(lines)
    who_is = await ids(company)
    for secret in (CANARY, CODE, request, "Peregrine", "matter", "notified"):
        assert secret not in text, secret
    for name in ("employee", "director", "second"):
        assert who_is[name] not in text, name
    assert {who_is["ceo"], who_is["cfo"]} <= {json.loads(one["record"])["by"] for one in lines}
    assert first in text  # the twin: that there is one, it tells
    assert root(lines) == history.committed(ground.book.history)
    assert set().union(*lines) == {"index", "record"}


async def test_a_silent_one_reads_like_any_other(company):
    await company.desk.restrict(who("ceo"), event("employee", notify=False))
    await company.desk.restrict(
        who("ceo"), event("director", "second", reason=CANARY, matter="Another")
    )
    await ticked(company)
    ground = await ground_of(company)
    lines = [json.loads(one["record"]) for one in restrictions.lines(ground)]
    shapes = [
        {name: len(value) if name in ("named", "reason", "salt") else value
         for name, value in one.items() if name != "restriction"}
        for one in lines
    ]  # fmt: skip
    assert shapes[0] == shapes[1]


async def test_whoever_may_not_know_gets_no_history(company):
    policy = company.desk.grounds.policy
    everybody = {one.slack_id: one for one in await company.database.run(people)}
    helen = replace(everybody["U0SECOND"], roles=frozenset({"compliance"}))
    assert restrictions.entitled(helen, policy)
    assert not restrictions.entitled(everybody["U0CEO"], policy)
    disclosure = replace(policy.disclosure_of_restrictions, compliance_sees_existence=False)
    closed = replace(policy, disclosure_of_restrictions=disclosure)
    assert not restrictions.entitled(helen, closed)


@pytest.mark.parametrize(
    ("tag", "subject", "ask", "opens"),
    [
        ("request:ended", "P2", None, True),
        ("request:ended", "P1", None, False),  # the puller's own, whatever it hides
        ("register:committed", None, None, True),
        ("audit:asked", None, None, False),
        ("request:ended", "P1", "A1", True),
        ("audit:asked", None, "A1", True),
        ("audit:produced", None, "A2", False),  # another authority's
        ("hold:set", "P2", None, False),
        ("hold:set", "P2", "A1", False),
    ],
)
def test_what_a_bundle_opens_of_restrictions(tag, subject, ask, opens):
    record = {"tag": tag, "subject": subject, "body": {"open": {"id": "A1"}}}
    assert restrictions.opens_restricted(record, "P1", ask) is opens


async def test_lines_that_are_not_asked_for_leave_their_hash(company):
    await live(company)
    ground = await ground_of(company)
    whole = history.committed(ground.book.history)
    lines = list(restrictions.lines(ground, shows=lambda one: one["what"] == "set"))
    assert root(lines) == whole
    assert {one.get("why") for one in lines} == {None, "not_asked"}
    fewer = list(restrictions.lines(ground, upto=3))
    assert root(fewer) == history.committed(ground.book.history[:3])
    assert root(fewer) != whole


async def test_an_early_blackout_is_told_with_its_quarter(company):
    said = RestrictSaid("early_blackout", ("U0DIRECTOR",), CODE, quarter_end=date(2026, 12, 31))
    await company.desk.restrict(Actor(TEAM, "U0CFO"), said)
    await ticked(company)
    company.clock.move(ny("2026-11-30 12:00"))
    day = date(2026, 11, 24)
    _, files = await shown(company, ProductionSaid("SEC", "1", (day,)))
    (entry,) = as_told(files, day)
    assert (entry["kind"], entry["quarter_end"]) == ("early_blackout", "2026-12-31")
    assert "reason" not in entry


async def test_a_history_of_an_earlier_version_is_told_from_here_on(company):
    """Its lines stay as they were hashed, and one line a restriction says the rest."""
    first = await restricted(company, "employee", "director", reason=CANARY, matter=CODE)
    second = await restricted(company, "second", by="cfo")
    await lifted(company, second, by="cfo", agrees="ceo")
    before = await company.database.run(lambda tx: _as_before(company, tx))
    company.clock.move(ny("2026-11-24 12:00"))
    await ticked(company)
    await ticked(company)  # and once only
    ground = await ground_of(company)
    new = ground.book.history
    assert [history.text(one) for one in new[: len(before)]] == before
    assert [one["what"] for one in new[len(before) :]] == ["brought_over"] * 2
    company.clock.move(ny("2026-11-26 12:00"))
    day = date(2026, 11, 24)
    lines, files = await shown(company, ProductionSaid("SEC", "1", (day,), reasons=True))
    (entry,) = as_told(files, day)
    who_is = await ids(company)
    assert (entry["restriction"], entry["reason"], entry["matter"]) == (first, CANARY, CODE)
    assert holding(entry) == sorted((who_is["employee"], who_is["director"]))
    assert root(lines) == history.committed(new)
    await company.desk.ask_reason(who("ceo"), first)  # and its officer reads it as ever
    await ticked(company)
    opened = [json.dumps(one, default=str) for one in (await ground_of(company)).book.history]
    assert CANARY not in "".join(opened)


def _as_before(company, tx):
    """Write the register as the version before did: lines without what they hide, no nonce."""
    ground = company.desk.grounds.at(tx)
    content = document(ground.book)
    for one in content["restrictions"]:
        value = tx.unseal(REASONS, one["id"], base64.b64decode(one["reason"]))["value"]
        one["reason"] = base64.b64encode(tx.seal(REASONS, one["id"], value)).decode()
    content["history"] = [
        {name: one[name] for name in ("at", "by", "what")}
        | {"v": 1, "restriction": one.get("restriction")}
        for one in content["history"]
    ]
    company.desk.grounds.register.write(tx, content, above=ground.register)
    return [history.text(one) for one in book_of(content).history]


def test_a_day_of_the_market_ends_at_its_midnight():
    assert as_of.ends(date(2026, 11, 1)).isoformat() == "2026-11-02T05:00:00+00:00"
    assert as_of.ends(date(2026, 10, 31)).isoformat() == "2026-11-01T04:00:00+00:00"

"""What the log keeps apart: a decision can be shown without what tells of a restriction."""

import json

from storage import log, requests
from tests.clearance.company import APPROVE, DECLINE, buy, ny, who
from tests.clearance.restricting import restricted


async def parts(company, request):
    """Give the hidden parts of each of a request's records, in order."""
    entries = await company.database.run(log.entries)
    found = []
    for one in entries:
        record = json.loads(one.record)
        if record["request"] == request:
            texts = await company.database.run(lambda tx, one=one: log.hidden(tx, one))
            found.append({name: json.loads(text)["value"] for name, text in texts.items()})
    return found


async def declined(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.desk.decide(who("cfo"), filed.id, DECLINE)
    return (await parts(company, filed.id))[-1]


async def test_a_decline_reads_the_same_with_and_without_a_restriction(company):
    free = await declined(company)
    await restricted(company, "employee")
    held = await declined(company)
    for one in (free, held):
        one["sealed"]["step"].pop("rests_on")  # another request's, at another moment
        for name in ("expires", "earliest"):
            one["sealed"]["step"].pop(name)
    assert free["sealed"] == held["sealed"]
    assert free["sealed"]["step"]["what"] == "declined"
    assert free["restricted"]["step"]["rules"] == []
    assert held["restricted"]["step"]["rules"] == ["restriction"]
    assert free["restricted"]["restrictions"] == []
    assert len(held["restricted"]["restrictions"]) == 1
    assert free["restricted"]["step"]["approvable"] is True
    assert held["restricted"]["step"]["approvable"] is False
    assert "restriction" not in json.dumps(held["sealed"])


async def test_the_two_parts_together_hold_the_whole_step(company):
    await restricted(company, "employee")
    filed = await company.desk.submit(who("employee"), buy())
    await company.desk.decide(who("cfo"), filed.id, DECLINE)
    steps = (await company.database.run(lambda tx: requests.steps(tx, [filed.id])))[filed.id]
    for step, part in zip(steps, await parts(company, filed.id), strict=True):
        apart = part["restricted"]["step"]
        whole = {**part["sealed"]["step"], **apart}
        for name in ("rules", "findings"):
            if name in step.value:
                both = [*part["sealed"]["step"][name], *apart[name]]
                assert sorted(map(str, both)) == sorted(map(str, step.value[name]))
                whole[name] = step.value[name]
        assert whole == step.value


async def test_why_a_clearance_was_over_and_the_answer_to_it_are_apart(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    await restricted(company, "employee")
    over = (await parts(company, filed.id))[-1]
    assert over["sealed"]["step"] == {"what": "over", "by": "preclear"}
    assert over["restricted"]["step"] == {"cause": "withdrawn"}


async def test_a_withdrawal_by_oneself_is_told_by_its_actor_alone(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    company.clock.move(ny("2026-11-23 11:00"))
    await company.desk.withdraw(who("employee"), filed.id)
    over = (await parts(company, filed.id))[-1]
    assert over["sealed"]["step"]["what"] == "over"
    assert over["restricted"]["step"] == {"cause": "cancelled"}

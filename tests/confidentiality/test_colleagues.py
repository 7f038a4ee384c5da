"""A colleague's account: no restriction of the one shows in what is told of the other.

A request for it is judged on the facts of whoever asks. So an insider learns nothing of a
colleague by asking for their account or for a trust of both, nor the colleague of them.
"""

import pytest

from clearance.people import by_slack_id
from clearance.shown import Report
from tests.clearance.company import APPROVE, DECLINE, ny, who
from tests.clearance.restricting import restricted
from tests.clearance.test_colleagues import SPOUSE, TRUST, everything, name_colleagues, say
from tests.clearance.test_related import ask_for
from tests.confidentiality.twins import twin


async def asked_for_them(company, tie, verdict):
    """Let Erin ask for what is Sam's too; give what she, the officer and Sam can see of it."""
    name = "" if tie == SPOUSE else "Boyd Trust"
    entry = (await name_colleagues(company, name=name, tie=tie)).said
    await say(company, entry.id)
    await company.carry_out()
    filed = await company.desk.submit(who("employee"), ask_for(entry.id))
    cards = await company.carry_out()
    sheet = await company.desk.review(who("cfo"), filed.id)
    before = await everything(company, "second")
    ended = await company.desk.decide(who("cfo"), filed.id, verdict)
    sent = await company.carry_out()
    assert await everything(company, "second") == before
    hers = await everything(company, "employee")
    return {"hers": [filed, cards, sent, hers], "officers": [sheet, ended], "theirs": before}


@pytest.mark.parametrize("tie", [SPOUSE, TRUST])
@pytest.mark.parametrize("verdict", [APPROVE, DECLINE])
async def test_a_colleagues_restriction_changes_nothing_of_what_is_asked_for_them(
    sqlite_template, keys, tie, verdict
):
    """Twin: one's own restriction stands in the officer's sheet, and is not approved."""
    seen = {}
    for held in ("newcomer", "second", "employee"):
        async with twin(sqlite_template, keys) as company:
            await restricted(company, held, notify=False)
            seen[held] = await asked_for_them(company, tie, verdict)
    assert seen["second"] == seen["newcomer"]
    assert "restriction" not in str(seen["second"])
    assert "restriction" in str(seen["employee"]["officers"])
    assert seen["employee"]["theirs"] == seen["newcomer"]["theirs"]


@pytest.mark.parametrize("tie", [SPOUSE, TRUST])
async def test_what_one_insider_reports_counts_for_them_alone(sqlite_template, keys, tie):
    """Sam's record, and so what is judged of Sam, is not changed by what Erin says she traded."""
    async with twin(sqlite_template, keys) as company:
        seen = await asked_for_them(company, tie, APPROVE)
        company.clock.move(ny("2026-11-24 11:00"))
        said = Report(
            traded=True, at=ny("2026-11-24 10:00"), quantity=500, price="2.15", stated=True
        )
        done = await company.desk.report(who("employee"), seen["hers"][0].id, said)
        assert done.state == "reported"
        rows = await company.rows("select person from transactions")
        erin = await company.database.run(lambda tx: by_slack_id(tx, "U0EMPLOYEE"))
        assert {row["person"] for row in rows} == {erin.person}
        assert await everything(company, "second") == seen["theirs"]

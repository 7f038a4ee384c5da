"""What became of a request goes to its insider: nobody who files or records for them is told.

An operator enters clearances, trades and people from paper. What the commands give back to
them is the same whatever an officer decided, and whatever was taken back meanwhile.
"""

from dataclasses import replace

import pytest

from clearance.opening_clearances import clearances, import_clearances
from clearance.opening_transactions import import_transactions, transactions
from clearance.people import import_people
from clearance.plan_sheets import listed
from clearance.releases import add_release
from clearance.replay import replay
from clearance.shown import No
from clearance.window_change import watched
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    OPERATOR,
    RETURN,
    ROSTER,
    THIRD_QUARTER,
    buy,
    who,
)
from tests.clearance.restricting import restricted
from tests.clearance.test_colleagues import TRUST, name_colleagues, say
from tests.clearance.test_related import ask_for
from tests.confidentiality.twins import twin

PAPER = """\
slack_id,action,quantity,approved_at,approved_by,office,corrects
U0EMPLOYEE,buy,100,2026-11-23T09:00:00-05:00,U0CEO,ceo,
"""
TRADED = """\
slack_id,side,on,shares,price
U0EMPLOYEE,purchase,2026-11-20,100,4.10
"""


async def taken_back(company, filed):
    """Let a restriction take back the paper clearance and what was approved."""
    await decided(company, filed, APPROVE)
    await restricted(company, "employee")


async def decided(company, filed, verdict):
    """Let the officer decide."""
    assert not isinstance(await company.desk.decide(who("cfo"), filed.id, verdict), No)


OUTCOMES = {
    "approved": lambda company, filed: decided(company, filed, APPROVE),
    "declined": lambda company, filed: decided(company, filed, DECLINE),
    "returned": lambda company, filed: decided(company, filed, RETURN),
    "taken back": taken_back,
}


async def told(company, outcome):
    """Enter what an operator enters, let it end, and give what the commands answer after."""
    run = company.database.run
    desk = company.desk
    await run(lambda tx: import_clearances(desk.grounds.at(tx), tx, PAPER, OPERATOR))
    await run(lambda tx: import_transactions(tx, TRADED, OPERATOR))
    filed = await desk.submit(who("employee"), buy())
    await OUTCOMES[outcome](company, filed)
    if outcome != "taken back":
        await restricted(company, "newcomer")
    await company.carry_out()
    (paper,) = await run(clearances)
    corrected = PAPER.replace("100", "90").replace("ceo,\n", f"ceo,{paper[0]}\n")
    later = replace_release(company)
    return [
        paper,
        await run(lambda tx: import_clearances(desk.grounds.at(tx), tx, PAPER, OPERATOR)),
        await run(lambda tx: import_clearances(desk.grounds.at(tx), tx, corrected, OPERATOR)),
        [said for _, said in await run(clearances)],
        await run(transactions),
        await run(lambda tx: import_people(tx, ROSTER, OPERATOR)),
        await run(lambda tx: listed(tx, desk.grounds.at(tx))),
        await later(),
        [page.differing for page in replay(company.database.run_now)],
    ]


def replace_release(company):
    """Make the correction that closes the window, as a command does."""
    grounds = company.desk.grounds

    async def correct():
        rows = await company.rows("select id from releases")
        wrong = replace(THIRD_QUARTER, kind="preliminary")

        def act(tx):
            done = watched(
                grounds, tx, lambda: add_release(grounds, tx, wrong, OPERATOR, rows[0]["id"])
            )
            return done[1]

        return await company.database.run(act)

    return correct


@pytest.mark.parametrize("outcome", sorted(set(OUTCOMES) - {"approved"}))
async def test_an_operator_is_told_the_same_whatever_became_of_it(sqlite_template, keys, outcome):
    seen = []
    for one in ("approved", outcome):
        async with twin(sqlite_template, keys) as company:
            seen.append(await told(company, one))
    assert seen[0] == seen[1]


async def test_what_was_entered_from_paper_is_told_to_its_insider_alone(company):
    """The insider opens it; the operator, and who approved it on paper, do not find it."""
    grounds = company.desk.grounds
    await company.database.run(lambda tx: import_clearances(grounds.at(tx), tx, PAPER, OPERATOR))
    (row,) = await company.rows("select id from requests")
    mine = await company.desk.request(who("employee"), row["id"])
    assert (mine.state, mine.source) == ("approved", "paper")
    for name in ("second", "ceo", "cfo"):
        assert await company.desk.request(who(name), row["id"]) == No("not_found")
    company.clock.pass_(14 * 24 * 3600)
    assert {to for to, _ in await company.carry_out()} == {"U0EMPLOYEE"}


@pytest.mark.parametrize("verdict", [APPROVE, DECLINE, RETURN])
async def test_what_is_asked_for_somebody_else_is_told_to_whoever_asked(company, verdict):
    """A colleague whose account it is too gets no envelope, and cannot open that of the asker."""
    entry = (await name_colleagues(company, name="Boyd Trust", tie=TRUST)).said
    await say(company, entry.id)
    await company.carry_out()
    filed = await company.desk.submit(who("employee"), ask_for(entry.id))
    await company.carry_out()
    await company.desk.decide(who("cfo"), filed.id, verdict)
    sent = [(to, one) for to, one in await company.carry_out() if hasattr(one, "delivery")]
    assert [to for to, _ in sent] == ["U0EMPLOYEE"]
    assert (await company.desk.opened(who("employee"), sent[0][1].delivery)).id == filed.id
    assert await company.desk.opened(who("second"), sent[0][1].delivery) == No("not_found")

"""What is told at once is the same for a restricted person, under every policy file."""

from dataclasses import replace
from datetime import date

import pytest

from clearance.desk import Desk
from clearance.people import import_people
from clearance.shown_away import AwaySaid
from storage import requests
from tests.clearance.company import DECLINE, ROSTER, TEAM, buy, ny, who
from tests.clearance.restricting import restricted
from tests.policy.making import changed

NO_CLEARANCE = changed(
    clearance={"applies_to_consultants": False}, blackout={"applies_to_consultants": False}
)
ASKED = {
    "a purchase": {},
    "a pledge": {"action": "pledge"},
    "a limit order": {"order": "limit"},
    "a short sale": {"action": "short_sale"},
    "an exercise": {"action": "option_exercise"},
}


@pytest.fixture
async def desk(company, exchange):
    """Let an employee become a consultant, of whom the policy asks no clearance."""
    roster = ROSTER.replace("Erin Boyd,employee", "Erin Boyd,consultant")
    await company.database.run(lambda tx: import_people(tx, roster, by="operator:test"))
    return Desk(company.database, NO_CLEARANCE, exchange, TEAM)


@pytest.fixture
def restrict(company):
    """Restrict both who ask, silently."""

    async def put():
        await restricted(company, "employee", "second", notify=False)
        await company.carry_out()

    return put


@pytest.mark.parametrize("name", ["employee", "second"])
@pytest.mark.parametrize("asked", ASKED)
async def test_the_answer_and_the_cards_are_the_same(company, desk, restrict, name, asked):
    """A consultant who needs no clearance, and an employee who does."""
    seen = []
    for held in (False, True):
        if held:
            await restrict()
        answer = await desk.submit(who(name), buy(**ASKED[asked]))
        messages = await company.carry_out()
        seen.append((shape(answer), [(to, type(message).__name__) for to, message in messages]))
        if hasattr(answer, "id"):
            await desk.withdraw(who(name), answer.id)
            await company.carry_out()
    assert seen[0] == seen[1]


async def test_filing_does_not_look_at_it_and_the_officers_sheet_does(company, desk, restrict):
    """What filing writes is the same, sealed or not; the review and the decision say it."""
    await restrict()
    filed = await desk.submit(who("second"), buy())
    steps = await company.database.run(lambda tx: requests.steps(tx, [filed.id])[filed.id])
    assert "restriction" not in {found["rule"] for found in steps[0].value["findings"]}
    assert (filed.state, filed.findings) == ("pending", ())
    sheet = await desk.review(who("cfo"), filed.id)
    assert "restriction" in {found.rule for found in sheet.findings}
    assert not sheet.approvable
    await desk.decide(who("cfo"), filed.id, DECLINE)
    steps = await company.database.run(lambda tx: requests.steps(tx, [filed.id])[filed.id])
    assert "restriction" in {found["rule"] for found in steps[1].value["findings"]}


@pytest.mark.parametrize("away", [("ceo",), ("ceo", "cfo")])
async def test_who_is_asked_and_what_is_said_of_absences_is_the_same(company, away):
    """One of two who ask at once is restricted; what each reads, and whose cards there are."""
    await restricted(company, "second", notify=False)
    await company.carry_out()
    for one in away:
        said = AwaySaid(date(2026, 11, 23), date(2026, 11, 24), 9)
        await company.desk.set_away(who(one), said)
    names = ("employee", "second")
    filed = [await company.desk.submit(who(one), buy()) for one in names]
    sent = [(message.request, to) for to, message in await company.carry_out()]
    told = [[one.back_at, *(to for which, to in sent if which == one.id)] for one in filed]
    for moment in ("24 23:59:59", "25 00:00"):
        company.clock.move(ny(f"2026-11-{moment}"))
        for name, one, each in zip(names, filed, told, strict=True):
            each.append((await company.desk.request(who(name), one.id)).back_at)
    assert told[0] == told[1]
    assert (told[0][0] is not None) is (len(away) == 2)
    assert told[0][-1] is None


async def test_a_consultants_pledge_has_somebody_to_look_at_it(company, desk):
    filed = await desk.submit(who("employee"), buy(action="pledge"))
    sent = await company.carry_out()
    assert filed.state == "pending"
    assert {to for to, _ in sent} == {"U0CEO", "U0CFO"}


def shape(answer):
    """Leave out what is drawn at random, and the moment, a minute later."""
    if not hasattr(answer, "id"):
        return answer
    return replace(answer, id="", submitted_at=None, nudge_from=None, decided_at=None)

"""Plans that are submitted in Slack, for tests: filled in, sent, decided."""

from dataclasses import replace
from datetime import date

from clearance.shown import No
from clearance.shown_plans import CERTIFIED, PlanSaid, PlanText
from tests.clearance.company import APPROVE, who

TEXT = PlanText(broker="Fidelity", shares=5000, terms="2027-07-01: 1,000 shares at $5 or more")
#: Adopted on the day of the test company's clock, Monday 23 November 2026.
SAID = PlanSaid(
    kind="ordinary",
    text=TEXT,
    adopted_on=date(2026, 11, 23),
    begins_on=date(2026, 11, 23),
    ends_on=date(2027, 11, 22),
    certified=CERTIFIED,
)


def days(adopted, begins=None, ends=None, **more):
    """Fill in the form with other days."""
    on = date.fromisoformat(adopted)
    return replace(
        SAID,
        adopted_on=on,
        begins_on=date.fromisoformat(begins) if begins else on,
        ends_on=date.fromisoformat(ends) if ends else SAID.ends_on,
        **more,
    )


async def sent(company, name="director", said=SAID):
    """Submit a plan and return what was filed."""
    filed = await company.desk.submit_plan(who(name), said)
    assert not isinstance(filed, No), filed
    return filed


async def approved(company, name="director", said=SAID, by="cfo"):
    """Submit a plan, have it approved, and return it as it was filed."""
    filed = await sent(company, name, said)
    done = await company.desk.decide_plan(who(by), filed.record, APPROVE)
    assert not isinstance(done, No), done
    return filed


async def answer(company, said, name="director"):
    """Submit, and say why it was refused, or how it stands."""
    found = await company.desk.submit_plan(who(name), said)
    return found.reason if isinstance(found, No) else found.state

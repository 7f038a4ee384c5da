"""What is there to be looked at in a company, the same beside any history.

Somebody of compliance, whoever may file for a director, a plan, a restriction that was lifted, a
case, an acknowledgement that everybody was asked for, a production and a pull.
"""

import hashlib
from datetime import date
from typing import Final

from audit.desk import AuditDesk
from audit.pulls import Wanted
from clearance import acknowledgement_rounds
from clearance.acknowledgement_rounds import DocumentEntry
from clearance.opening_plans import PlansEntered, import_plans
from clearance.people import import_people
from clearance.shown import Ask, No
from clearance.shown_cases import CaseSaid
from clearance.shown_plans import CERTIFIED, PlanSaid, PlanText
from clearance.shown_productions import ProductionSaid
from clearance.submitting import STATEMENTS
from policy.facts import Trade
from tests.clearance.company import OPERATOR, Company, who
from tests.clearance.restricting import lifted, restricted

#: Who may file for the director, and a director who has a plan.
ASSISTANT: Final = "assistant"
PLANNER: Final = "planner"
_PEOPLE: Final = (
    "slack_id,name,roles,acknowledged_on,zone,active\n"
    "U0COMPLY,Connie Ply,compliance,2026-01-05,,yes\n"
    "U0ASSISTANT,Alex Poe,employee,2026-01-05,,yes\n"
    "U0PLANNER,Paul Anner,director,2026-01-05,,yes\n"
)
#: Those of them who act have signed it on paper since; nobody else has.
_SIGNED: Final = (
    "slack_id,name,roles,acknowledged_on,zone,active\n"
    "U0EMPLOYEE,Erin Boyd,employee,2026-11-24,America/Chicago,yes\n"
    "U0SECOND,Sam Okafor,employee,2026-11-24,,yes\n"
    "U0DIRECTOR,Dora Quist,director,2026-11-24,,yes\n"
    "U0ASSISTANT,Alex Poe,employee,2026-11-24,,yes\n"
    "U0PLANNER,Paul Anner,director,2026-11-24,,yes\n"
)

_PLANS: Final = (
    "slack_id,established_on,approved_on,approved_by,office,kind,certified,ends_on\n"
    "U0PLANNER,2026-03-02,2026-02-27,U0CFO,cfo,ordinary,yes,2027-03-01\n"
)
_TEXT: Final = "Keep what you learn here to yourself.\n\nAsk before you trade."


async def people(company: Company) -> None:
    """Enter those people."""
    await company.database.run(lambda tx: import_people(tx, _PEOPLE, OPERATOR))


async def settled(company: Company, restricted_: str) -> None:
    """Leave one of each; ``restricted_`` is whose restriction was lifted."""
    entered = await company.database.run(
        lambda tx: import_plans(company.desk.grounds.at(tx), tx, _PLANS, OPERATOR)
    )
    if not isinstance(entered, PlansEntered):
        raise SystemExit(f"The plan could not be entered: {entered}.")
    await lifted(company, await restricted(company, restricted_))
    sha256 = hashlib.sha256(_TEXT.encode()).hexdigest()
    document = DocumentEntry(version="2026-A", sha256=sha256, text=_TEXT)
    asked = await company.database.run(
        lambda tx: acknowledgement_rounds.ask(tx, company.desk.grounds.at(tx), document, OPERATOR)
    )
    await company.database.run(lambda tx: import_people(tx, _SIGNED, OPERATOR))
    case = CaseSaid((f"U0{restricted_.upper()}",), (), "Something was said.")
    produced = ProductionSaid("Securities and Exchange Commission", "HO-1", (date(2026, 11, 20),))
    for done in (
        asked,
        await company.desk.allow_delegate(who("director"), f"U0{ASSISTANT.upper()}"),
        await company.desk.open_case(who("comply"), case),
        await company.desk.ask_production(who("comply"), produced),
        await AuditDesk(company.desk).pull(who("comply"), Wanted(), "folder"),
    ):
        if isinstance(done, No):
            raise SystemExit(f"A company could not be made ready: {done.reason}.")
    await company.carry_out()


async def planned(company: Company) -> str:
    """Name the plan that there is."""
    found = await company.desk.plans(who(PLANNER))
    if isinstance(found, No):
        raise SystemExit(f"The plan could not be looked at: {found.reason}.")
    return str(found.own[0].id)


def sale(plan: str) -> Ask:
    """Fill in the form for a sale under a plan."""
    return Ask(trade=Trade(action="sell", quantity=100), statements=STATEMENTS, plan=plan)


def plan_said(on: date, form: str) -> PlanSaid:
    """Fill in the form of a plan that is adopted on a day."""
    return PlanSaid(
        kind="ordinary",
        text=PlanText(broker="Fidelity", shares=5000, terms="2027-07-01: 1,000 shares at $5"),
        adopted_on=on,
        begins_on=on,
        ends_on=date(2027, 11, 22),
        certified=CERTIFIED,
        form=form,
    )

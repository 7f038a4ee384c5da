"""Plans from paper, for tests: a director's, old enough for every blackout of 2026."""

from clearance.opening_plans import PlansEntered, import_plans
from clearance.shown import Ask
from clearance.submitting import STATEMENTS
from policy.facts import Trade
from tests.clearance.company import OPERATOR

COLUMNS = (
    "slack_id,established_on,established_at,approved_on,approved_by,office,kind,certified,"
    "begins_on,ends_on,modified_on,modified_terms,report_filed_on,corrects"
)
#: A plan that may trade from its cooling-off's end, on Tuesday 30 June 2026.
PLAN = {
    "slack_id": "U0DIRECTOR",
    "established_on": "2026-03-02",
    "approved_on": "2026-02-27",
    "approved_by": "U0CFO",
    "office": "cfo",
    "kind": "ordinary",
    "certified": "yes",
    "ends_on": "2027-03-01",
}
IN_BLACKOUT = "2026-12-18 10:00"


def line(**changes):
    """Write a line of the list; the plan above, with some fields changed."""
    given = PLAN | changes
    return ",".join(given.get(name, "") for name in COLUMNS.split(",")) + "\n"


async def take_in(company, *lines):
    """Import a list; what is wrong with it, or what was entered."""
    text = f"{COLUMNS}\n{''.join(lines)}"
    return await company.database.run(
        lambda tx: import_plans(company.desk.grounds.at(tx), tx, text, OPERATOR)
    )


async def entered(company, **changes):
    """Enter one plan and return its id."""
    done = await take_in(company, line(**changes))
    assert isinstance(done, PlansEntered), done
    return next(one.id for one in done.plans)


def sell(plan=None, **more):
    """Fill in the form for a sale of 100, under a plan or under none."""
    trade = Trade(action=more.pop("action", "sell"), quantity=100, **more)
    return Ask(trade=trade, statements=STATEMENTS, plan=plan)


def rules_of(shown):
    return [found.rule for found in shown.findings]

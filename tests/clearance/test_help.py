"""What help goes by: the offices somebody holds, and nothing that is restricted or asked."""

from clearance.authority_matrix import OUTSIDERS
from clearance.people import import_people
from clearance.shown import Actor, No
from tests.clearance.company import ROSTER, who
from tests.clearance.restricting import restricted

OFFICER = {"list_restrictions", "tell_of_issuer", "ask_paper", "see_away"}
CASES = {"list_overdue", "list_cases"}
#: Of restrictions, compliance sees what was lifted, as the policy file lets them.
COMPLIANCE = {"list_restrictions", "ask_paper", "pull", *CASES}


async def with_compliance(company):
    text = f"{ROSTER}U0COMPLY,Helen Ruiz,compliance,2026-01-05,,yes\n"
    await company.database.run(lambda tx: import_people(tx, text, "operator:test"))


async def test_each_is_told_of_what_their_office_may(company):
    await with_compliance(company)
    found = {
        name: await company.desk.offices(who(name))
        for name in ("employee", "director", "ceo", "cfo", "chair", "comply")
    }
    assert found == {
        "employee": frozenset(),
        "director": frozenset(),
        "ceo": OFFICER,
        "cfo": OFFICER,
        "chair": {"see_away"},  # approves where nobody else can
        "comply": COMPLIANCE,
    }


async def test_where_compliance_is_vacant_the_next_handle_its_cases(company):
    assert await company.desk.offices(who("cfo")) == OFFICER | CASES
    assert await company.desk.offices(who("employee")) == frozenset()


async def test_who_is_nobody_here_is_told_nothing(company):
    for actor in (who("left"), who("nobody"), Actor("T0OTHER", "U0CEO")):
        no = await company.desk.offices(actor)
        assert isinstance(no, No)
        assert no.reason in OUTSIDERS


async def test_it_is_the_same_whatever_is_restricted(company):
    names = ("employee", "ceo", "cfo", "chair")
    before = [await company.desk.offices(who(name)) for name in names]
    await restricted(company, "employee", "cfo")
    assert [await company.desk.offices(who(name)) for name in names] == before

"""Whatever becomes of a request, what is sent of it shows nothing that a lock screen must not."""

import pytest

from clearance.shown import Report, Verdict
from handlers.views import messages
from tests.clearance.company import APPROVE, DECLINE, NOTHING, RETURN, buy, ny, who
from tests.handlers.views.test_lock_screen import shows_no_more

LIES = Report(traded=True, at=ny("2026-11-24 10:00"), quantity=9999, price="1.00", stated=False)


async def lived(company, end):
    """File a request, let it come to an end, and let its answer be asked for in vain."""
    request = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    company.clock.move(ny("2026-11-23 11:00"))
    await company.desk.nudge(who("employee"), request.id)
    await company.carry_out()
    if isinstance(end, Verdict):
        await company.desk.decide(who("cfo"), request.id, end)
    elif end == "withdrawn":
        await company.desk.withdraw(who("employee"), request.id)
    elif isinstance(end, Report):
        await company.desk.decide(who("cfo"), request.id, APPROVE)
        company.clock.move(ny("2026-11-24 11:00"))
        await company.desk.report(who("employee"), request.id, end)
    for later in ("2026-11-25 09:00", "2026-11-25 16:00", "2026-12-01 16:00", "2026-12-17 17:30"):
        company.clock.move(ny(later))
        await company.carry_out()
    return company.sent


@pytest.mark.parametrize(
    "end", [APPROVE, DECLINE, RETURN, "withdrawn", "undecided", NOTHING, LIES], ids=repr
)
async def test_no_end_of_a_request_shows_more(company, end):
    sent = await lived(company, end)
    assert len(sent) > 5
    assert [one for _, one in sent if not shows_no_more(messages.build(one))] == []

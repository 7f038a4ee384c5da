"""The pages that are measured: whose they are, and what of them is looked at."""

from typing import Any, Final

from audit.desk import AuditDesk
from benchmarks.flat_measured import (
    BUSY,
    INSIDER,
    LOOKS,
    Measured,
    clean,
    cleared,
    filed,
    made,
    page,
)
from benchmarks.flat_offices import a_paper
from benchmarks.flat_world import planned
from clearance.shown import Envelope
from clearance.shown_drafts import DraftOf
from tests.clearance.company import Company, who


async def _insiders(company: Company) -> str:
    return await filed(company, INSIDER)


async def _insiders_cleared(company: Company) -> str:
    return await cleared(company, INSIDER)


async def _envelope(company: Company) -> str:
    """Have somebody decided on; name the envelope that tells them."""
    await cleared(company)
    sent = await company.carry_out()
    to = who(BUSY).user_id
    return next(one.delivery for at, one in sent if at == to and isinstance(one, Envelope))


async def _pulls(company: Company, _: Any) -> Any:
    return await AuditDesk(company.desk).pulls(who("comply"))


async def _a_case(company: Company) -> str:
    return str(made(await company.desk.cases(who("comply"))).cases[0].id)


async def _a_form(company: Company) -> str:
    return str(made(await company.desk.filings(who(INSIDER))).lines[0].id)


async def _a_draft(company: Company, _: Any) -> Any:
    found = await company.desk.draft(who(BUSY), DraftOf("request"))
    if found is None:
        raise SystemExit("No draft is there to be looked at.")
    return found


PAGES: Final[tuple[Measured, ...]] = (
    page("App Home, an employee's", LOOKS, "home"),
    page("App Home, a director's", INSIDER, "home"),
    page("App Home, the CFO's", "cfo", "home"),
    page("App Home, compliance's", "comply", "home"),
    page("request form", LOOKS, "asking"),
    page("request form, an insider's", INSIDER, "asking"),
    Measured("a draft", _a_draft),
    Measured("review form", lambda c, r: c.desk.review(who("cfo"), r), filed, clean),
    Measured(
        "review form, an insider's", lambda c, r: c.desk.review(who("cfo"), r), _insiders, clean
    ),
    Measured(
        "short-swing, an insider's",
        lambda c, r: c.desk.swing(who(INSIDER), r, "2.00"),
        _insiders,
        clean,
    ),
    Measured(
        "a request, an insider's",
        lambda c, r: c.desk.request(who(INSIDER), r),
        _insiders_cleared,
        clean,
    ),
    Measured("an envelope, opened", lambda c, e: c.desk.opened(who(BUSY), e), _envelope, clean),
    page("one's own requests", LOOKS, "mine"),
    page("unanswered", LOOKS, "unanswered"),
    page("overdue", "comply", "overdue"),
    page("forms, one's own", INSIDER, "filings"),
    page("forms, everybody's", "comply", "filings"),
    Measured("a form", lambda c, one: c.desk.filing(who(INSIDER), one), _a_form),
    page("one's own six months", INSIDER, "band"),
    page("questions", "cfo", "questions"),
    page("cases", "comply", "cases"),
    Measured("a case", lambda c, case: c.desk.case(who("comply"), case), _a_case),
    page("plans", INSIDER, "plans"),
    Measured("a plan", lambda c, plan: c.desk.plan(who("cfo"), plan), planned),
    page("plan form", INSIDER, "plan_form"),
    page("restrictions, whoever's", "ceo", "restrictions"),
    page("restrictions, compliance's", "comply", "restrictions"),
    page("related persons", INSIDER, "related"),
    page("delegates", INSIDER, "delegates"),
    page("away", "cfo", "away"),
    page("acknowledgements", "comply", "acknowledgements"),
    Measured("one on paper", lambda c, ask: c.desk.paper(who("cfo"), ask), a_paper),
    page("productions", "comply", "productions"),
    Measured("pulls", _pulls),
    page("calendar", "comply", "calendar"),
)

"""The acts of offices and of people beside requests: cases, plans, paper, delegates and so on."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from audit.desk import AuditDesk
from audit.pulls import Wanted
from benchmarks.company import NOW
from benchmarks.flat_measured import (
    BUSY,
    INSIDER,
    OTHER,
    SECOND,
    Measured,
    clean,
    cleared,
    fresh,
    joined,
    made,
    minute,
)
from benchmarks.flat_world import ASSISTANT, PLANNER, plan_said, planned, sale
from clearance.shown_acknowledgements import SignSaid
from clearance.shown_cases import CaseSaid, CloseSaid, NoteSaid
from clearance.shown_paper import PaperSaid
from clearance.shown_related import RelatedSaid
from clearance.shown_reports import Execution, UnaskedSaid
from clearance.shown_restrictions import IssuerNoticeSaid, ReceiptSaid
from policy.acknowledgement import STATEMENTS
from policy.coverage import Tie
from tests.clearance.company import APPROVE, Company, buy, who
from tests.clearance.restricting import event

_A_MONTH: Final = Wanted(first=date(2026, 10, 1), last=date(2026, 10, 31))


async def _case(company: Company) -> str:
    said = CaseSaid((f"U0{OTHER.upper()}",), (), "Something was said.", form=fresh())
    return str(made(await company.desk.open_case(who("comply"), said)).id)


async def _case_asked(company: Company, _: Any) -> Any:
    said = CaseSaid((f"U0{OTHER.upper()}",), (), "Something was said.", form=fresh())
    return await company.desk.open_case(who("comply"), said)


async def _noted(company: Company, case: str) -> Any:
    said = NoteSaid(case, "More was said.", form=fresh())
    return await company.desk.note_case(who("comply"), said)


async def _case_closed(company: Company, case: str) -> Any:
    said = CloseSaid(case, "no_breach", "Nothing came of it.", form=fresh())
    return await company.desk.close_case(who("comply"), said)


async def _cases_closed(company: Company) -> None:
    """Close all cases but the one that is there to be looked at."""
    found = made(await company.desk.cases(who("comply"))).cases
    for one in [one for one in found if one.open][:-1]:
        made(await _case_closed(company, one.id))
    await company.carry_out()


async def _plan_filed(company: Company) -> tuple[str, str]:
    name = await joined(company, "director")
    said = plan_said(NOW.date(), fresh())
    return name, made(await company.desk.submit_plan(who(name), said)).record


async def _plan_runs(company: Company) -> tuple[str, str]:
    name, record = await _plan_filed(company)
    made(await company.desk.decide_plan(who("cfo"), record, APPROVE))
    return name, made(await company.desk.plans(who(name))).own[0].id


async def _withdrawn(company: Company) -> tuple[str, str]:
    """Have somebody cleared, and restricted after it."""
    name = await joined(company)
    request = await cleared(company, name)
    made(await company.desk.restrict(who("ceo"), event(name, form=fresh())))
    await minute(company)
    return name, request


async def _unasked(company: Company, _: Any) -> Any:
    at = company.clock.now() - timedelta(days=1)
    made_ = (Execution(at, 200, "4.10"),)
    said = UnaskedSaid("buy", "common", made_, stated=True, form=fresh())
    return await company.desk.report_unasked(who(INSIDER), said)


async def _to_sign(company: Company) -> tuple[str, str]:
    name = await joined(company)
    return name, made(await company.desk.acknowledgement(who(name))).document.round


async def _sign(company: Company, ready: tuple[str, str]) -> Any:
    name, round_ = ready
    return await company.desk.acknowledge(who(name), SignSaid(round_, STATEMENTS, "New Comer"))


async def _related_removed(company: Company) -> None:
    for one in made(await company.desk.related(who(BUSY))).entries:
        made(await company.desk.remove_related(who(BUSY), one.id))


async def _delegations_ended(company: Company) -> None:
    for one in made(await company.desk.delegates(who(PLANNER))).mine:
        made(await company.desk.end_delegation(who(PLANNER), one.id))
    await company.carry_out()


async def _delegation(company: Company) -> str:
    return str(made(await company.desk.delegates(who(ASSISTANT))).theirs[0].id)


def _paper_said(company: Company) -> PaperSaid:
    quantity = 100 + int(fresh().removeprefix("flat "))
    at = company.clock.now() - timedelta(days=1)
    return PaperSaid(f"U0{SECOND.upper()}", "buy", quantity, at, "U0CFO", form=fresh())


async def a_paper(company: Company) -> str:
    """Ask for a clearance from paper to be entered."""
    said = _paper_said(company)
    return str(made(await company.desk.ask_paper(who("comply"), said)).id)


async def _pull(company: Company, _: Any) -> Any:
    return await AuditDesk(company.desk).pull(who("comply"), _A_MONTH, "folder")


async def _tell_of_issuer(company: Company, _: Any) -> Any:
    said = IssuerNoticeSaid((f"U0{OTHER.upper()}",), "Other Inc.", form=fresh())
    return await company.desk.tell_of_issuer(who("cfo"), said)


async def _under_plan(company: Company, plan: str) -> Any:
    return await company.desk.submit(who(PLANNER), sale(plan))


async def _planner_clean(company: Company) -> None:
    for one in made(await company.desk.mine(who(PLANNER)))[:5]:
        if one.may_withdraw:
            made(await company.desk.withdraw(who(PLANNER), one.id))
    await company.carry_out()


OFFICES: Final[tuple[Measured, ...]] = (
    Measured(
        "say that no order is open",
        lambda c, r: c.desk.receipt(who(r[0]), ReceiptSaid(r[1])),
        _withdrawn,
        clean,
    ),
    Measured("tell of another issuer", _tell_of_issuer),
    Measured("open a case", _case_asked, None, _cases_closed),
    Measured("note something in a case", _noted, _case, _cases_closed),
    Measured("close a case", _case_closed, _case, clean),
    Measured(
        "submit a plan",
        lambda c, name: c.desk.submit_plan(who(name), plan_said(NOW.date(), fresh())),
        lambda c: joined(c, "director"),
        clean,
    ),
    Measured(
        "decide a plan",
        lambda c, r: c.desk.decide_plan(who("cfo"), r[1], APPROVE),
        _plan_filed,
        clean,
    ),
    Measured("end a plan", lambda c, r: c.desk.end_plan(who(r[0]), r[1]), _plan_runs, clean),
    Measured("submit under a plan", _under_plan, planned, _planner_clean),
    Measured("say of a trade without clearance", _unasked, None, _cases_closed),
    Measured("sign the policy", _sign, _to_sign, clean),
    Measured(
        "enter somebody related",
        lambda c, _: c.desk.register_related(
            who(BUSY), RelatedSaid("Ann", Tie("sibling"), form=fresh())
        ),
        None,
        _related_removed,
    ),
    Measured(
        "allow a delegate",
        lambda c, _: c.desk.allow_delegate(who(PLANNER), f"U0{ASSISTANT.upper()}"),
        None,
        _delegations_ended,
    ),
    Measured(
        "submit for somebody else",
        lambda c, by: c.desk.file_for(who(ASSISTANT), by, replace(buy(), form=fresh())),
        _delegation,
        clean,
    ),
    Measured(
        "ask for one on paper",
        lambda c, _: c.desk.ask_paper(who("comply"), _paper_said(c)),
        None,
        clean,
    ),
    Measured(
        "confirm one on paper", lambda c, ask: c.desk.confirm_paper(who("cfo"), ask), a_paper, clean
    ),
    Measured("pull a month of the log", _pull, None, clean),
)

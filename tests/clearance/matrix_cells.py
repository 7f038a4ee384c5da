"""How each act of the matrix of authority is asked of the desk, and of what in each cell."""

from dataclasses import replace
from datetime import date

from audit.desk import AuditDesk
from audit.pulls import Wanted
from clearance.authority_matrix import Rule
from clearance.shown import No
from clearance.shown_acknowledgements import SignSaid
from clearance.shown_away import AwaySaid
from clearance.shown_calendar import ReleaseSaid
from clearance.shown_cases import CaseSaid, CloseSaid, NoteSaid
from clearance.shown_drafts import DraftOf, DraftSaid
from clearance.shown_filings import FilingSaid
from clearance.shown_paper import PaperSaid
from clearance.shown_productions import ProductionSaid
from clearance.shown_questions import QuestionSaid
from clearance.shown_related import RelatedSaid
from clearance.shown_reports import Execution, UnaskedSaid
from clearance.shown_restrictions import (
    IssuerNoticeSaid,
    ReceiptSaid,
    RestrictSaid,
)
from policy.coverage import Tie
from tests.clearance import matrix_asks, matrix_plans
from tests.clearance.company import APPROVE, DECLINE, NOTHING, RETURN, buy, ny
from tests.clearance.matrix_world import ERIN, TIED, slack_id
from tests.clearance.restricting import lift

PRODUCTION = ProductionSaid("SEC", "HO-1")
PAPER = PaperSaid(ERIN, "buy", 700, ny("2027-02-19 10:00"), "U0CEO")
SIGN = SignSaid("DOCUMENT1.0", ("read", "comply"), "U0Erin")
MADE = (Execution(ny("2026-11-24 10:00"), 10, "1.00"),)
UNASKED = UnaskedSaid("buy", "common", MADE, stated=True)
NEWS = ReleaseSaid("disclosure", ny("2026-11-20 10:00"), "News of a trial")
FILED = FilingSaid("", "4", "0001234567-27-000001", date(2027, 2, 22))
AWAY = AwaySaid(None, None, 10)
DRAFT = DraftSaid(DraftOf("request"), "V1", "1.000000", {"quantity": "500"})
SISTER = RelatedSaid("Ann", Tie("sibling"))


async def restrict(desk, me, it):
    """Open the form, which refuses already, and send it."""
    sheet = await desk.restrict_sheet(me, (it,))
    done = await desk.restrict(me, RestrictSaid("event", (it,), "HERON"))
    assert not isinstance(sheet, No) or sheet == done
    return done


ASK = {
    "see_window": lambda desk, me, _: desk.window(me),
    "see_calendar": lambda desk, me, _: desk.calendar(me),
    "foresee_calendar": lambda desk, me, _: desk.foresee_calendar(me, NEWS),
    "keep_calendar": lambda desk, me, _: desk.keep_calendar(me, NEWS),
    "open_form": lambda desk, me, _: desk.asking(me),
    "see_home": lambda desk, me, _: desk.home(me),
    "list_requests": lambda desk, me, _: desk.mine(me),
    "see_band": lambda desk, me, _: desk.band(me),
    "see_offices": lambda desk, me, _: desk.offices(me),
    "keep_draft": lambda desk, me, _: desk.keep_draft(me, DRAFT),
    "see_draft": lambda desk, me, _: desk.draft(me, DRAFT.of),
    "drop_draft": lambda desk, me, _: desk.drop_draft(me, DRAFT),
    "list_related": lambda desk, me, _: desk.related(me),
    "list_plans": lambda desk, me, _: desk.plans(me),
    "register_related": lambda desk, me, _: desk.register_related(me, SISTER),
    "change_related": lambda desk, me, it: desk.register_related(me, replace(SISTER, replaces=it)),
    "remove_related": lambda desk, me, it: desk.remove_related(me, it),
    "file": lambda desk, me, it: desk.submit(me, it),
    "see_request": lambda desk, me, it: desk.request(me, it),
    "withdraw": lambda desk, me, it: desk.withdraw(me, it),
    "nudge": lambda desk, me, it: desk.nudge(me, it),
    "correct": lambda desk, me, it: desk.submit(me, replace(buy(), corrects=it)),
    "report": lambda desk, me, it: desk.report(me, it, NOTHING),
    "answer_withdrawal": lambda desk, me, it: desk.receipt(me, ReceiptSaid(it)),
    "see_related_asked": lambda desk, me, it: desk.related_asked(me, it),
    "answer_related": lambda desk, me, it: desk.answer_related(me, it, agrees=True),
    "restrict": restrict,
    "see_restriction": lambda desk, me, it: desk.widen_sheet(me, it),
    "open_reason": lambda desk, me, it: desk.ask_reason(me, it),
    "ask_widening": lambda desk, me, it: desk.widen(me, lift(it)),
    "see_widening": lambda desk, me, it: desk.widening(me, it),
    "agree_widening": lambda desk, me, it: desk.agree_widening(me, it, agree=True),
    "acknowledge_notice": lambda desk, me, it: desk.acknowledge_notice(me, it),
    "list_restrictions": lambda desk, me, _: desk.restrictions(me),
    "confirm_restored": lambda desk, me, _: desk.confirm_restored(me),
    "tell_of_issuer": lambda desk, me, _: desk.tell_of_issuer(me, IssuerNoticeSaid((ERIN,), "Ex")),
    "open_envelope": lambda desk, me, it: desk.opened(me, it),
    "review": lambda desk, me, it: desk.review(me, it),
    "approve": lambda desk, me, it: desk.decide(me, it, APPROVE),
    "decline": lambda desk, me, it: desk.decide(me, it, DECLINE),
    "return": lambda desk, me, it: desk.decide(me, it, RETURN),
    "see_plan": lambda desk, me, it: desk.plan(me, it),
    "suspend": lambda desk, me, it: desk.change_plan(me, it, "suspend"),
    "ask_resume": lambda desk, me, it: desk.change_plan(me, it, "ask_resume"),
    "agree_resume": lambda desk, me, it: desk.change_plan(me, it, "agree_resume"),
    "open_plan_form": lambda desk, me, _: desk.plan_form(me),
    "submit_plan": lambda desk, me, _: desk.submit_plan(me, matrix_plans.SELLS_TO_COVER),
    "change_plan": lambda desk, me, it: desk.plan_form(me, changes=it),
    "end_plan": lambda desk, me, it: desk.end_plan(me, it),
    "withdraw_plan": lambda desk, me, it: desk.withdraw_plan(me, it),
    "review_plan": lambda desk, me, it: desk.plan_filed(me, it),
    "approve_plan": lambda desk, me, it: desk.decide_plan(me, it, APPROVE),
    "decline_plan": lambda desk, me, it: desk.decide_plan(me, it, DECLINE),
    "return_plan": lambda desk, me, it: desk.decide_plan(me, it, matrix_plans.SEND_BACK),
    "see_change": lambda desk, me, it: desk.change(me, it),
    "confirm_office": lambda desk, me, it: desk.confirm_change(me, it),
    "confirm_guest": lambda desk, me, it: desk.confirm_change(me, it),
    "list_productions": lambda desk, me, _: desk.productions(me),
    "ask_production": lambda desk, me, _: desk.ask_production(me, PRODUCTION),
    "see_production": lambda desk, me, it: desk.production(me, it),
    "confirm_production": lambda desk, me, it: desk.confirm_production(me, it),
    "withdraw_production": lambda desk, me, it: desk.withdraw_production(me, it),
    "see_keeping": lambda desk, me, it: desk.keeping(me, it),
    "confirm_keeping": lambda desk, me, it: desk.confirm_keeping(me, it),
    "list_cases": lambda desk, me, _: desk.cases(me),
    "open_case": lambda desk, me, it: desk.open_case(me, CaseSaid((it,), (), "Seen.")),
    "see_case": lambda desk, me, it: desk.case(me, it),
    "note_case": lambda desk, me, it: desk.note_case(me, NoteSaid(it, "Seen.")),
    "close_case": lambda desk, me, it: desk.close_case(me, CloseSaid(it, "no_breach", "None.")),
    "see_policy": lambda desk, me, _: desk.acknowledgement(me),
    "acknowledge": lambda desk, me, _: desk.acknowledge(me, SIGN),
    "see_acknowledged": lambda desk, me, it: desk.acknowledged(me, it),
    "initial": lambda desk, me, it: desk.initial(me, it, "AB"),
    "list_acknowledged": lambda desk, me, _: desk.acknowledgements(me),
    "list_unanswered": lambda desk, me, _: desk.unanswered(me),
    "report_unasked": lambda desk, me, _: desk.report_unasked(me, UNASKED),
    "list_overdue": lambda desk, me, _: desk.overdue(me),
    "list_filings": lambda desk, me, _: desk.filings(me),
    "see_filing": lambda desk, me, it: desk.filing(me, it),
    "draft_filing": lambda desk, me, it: desk.draft_filing(me, it),
    "enter_filing": lambda desk, me, it: desk.enter_filing(me, replace(FILED, filing=it)),
    "take_production": lambda desk, me, it: desk.take_production(me, it, "folder"),
    "list_delegates": lambda desk, me, _: desk.delegates(me),
    "allow_delegate": lambda desk, me, _: desk.allow_delegate(me, ERIN),
    "end_delegation": lambda desk, me, it: desk.end_delegation(me, it),
    "file_for": lambda desk, me, it: desk.file_for(me, it, buy()),
    "see_away": lambda desk, me, _: desk.away(me),
    "set_away": lambda desk, me, _: desk.set_away(me, AWAY),
    "end_away": lambda desk, me, it: desk.end_away(me, it),
    "pull": lambda desk, me, _: AuditDesk(desk).pull(me, Wanted(), "folder"),
    "list_pulls": lambda desk, me, _: AuditDesk(desk).pulls(me),
    "ask_paper": lambda desk, me, _: desk.ask_paper(me, PAPER),
    "see_paper": lambda desk, me, it: desk.paper(me, it),
    "confirm_paper": lambda desk, me, it: desk.confirm_paper(me, it),
    "list_questions": lambda desk, me, _: desk.questions(me),
    "ask_question": lambda desk, me, _: desk.ask_question(me, QuestionSaid("May I?")),
    "see_question": lambda desk, me, it: desk.question(me, it),
    "answer_question": lambda desk, me, it: desk.answer_question(me, it, "Yes."),
    "take_pull": lambda desk, me, it: AuditDesk(desk).take(me, it, "folder"),
}


def subject(world, me: str, rule: Rule, relation, state):  # noqa: C901, PLR0911, PLR0912 - one a subject
    """Find what the act is done to in this cell, for the person with this Slack id."""
    whose = ERIN if relation == "other" else me
    match rule.subject:
        case "request":
            return world.requests[(*_request(world, me, relation), state.replace(*STOPPED))]
        case "restriction" if rule.act == "restrict":
            return me if state == "oneself_among_them" else ERIN
        case "restriction":
            return world.restrictions[world.restriction(me, relation, state)]
        case "widening":
            as_set = {"asker": "setter"}.get(relation, relation)
            how = {"waits": "widening_waits", "gone": "over"}[state]
            return world.widenings[world.restriction(me, as_set, how)]
        case "notice":
            return world.notices[whose, state]
        case "entry" if rule.act == "file":
            if relation == "self":
                return buy()
            return replace(buy(), account="related", related=world.entries[whose])
        case "entry" if rule.act in ("see_related_asked", "answer_related"):
            return world.asked[whose, state]
        case "entry":
            return world.entries[whose]
        case "envelope":
            return world.envelopes[whose]
        case "delegation":
            return world.delegations["other" if relation == "other" else (me, relation)]
        case "question":
            return world.questions[whose, state]
        case "absence":
            return world.absences[whose, state]
        case "form":
            return world.forms[whose]
        case "pull":
            return world.pulls[whose]
        case "filing":
            return world.filings[TIED if relation == "tied" else whose, state]
        case "plan":
            return world.plans[whose, _plan_state(me, state)]
        case "ask":
            kind = ASKED_AS.get(rule.act.rpartition("_")[2], "production")
            return world.asks[kind, me if relation == "asker" else ERIN, state]
        case "acknowledgement":
            return matrix_asks.signed_id(whose, state)
        case "case":
            about = me if relation == "concerned" else ERIN
            return about if rule.act == "open_case" else world.cases[about, state]
        case "change":
            return _change(world, me, rule, relation, state)
        case _:
            return None


ASKED_AS = {"keeping": "retention", "paper": "paper"}
#: How a request stands whose approval is stopped: as any that waits.
STOPPED = ("pending_approvals_stopped", "pending")


def _request(world, me, relation):
    """Say whose request it is, and for which account."""
    if relation == "co_holder":
        return TIED, next(trust for trust in world.trusts if me in trust.split())
    whose = {"other": ERIN, "tied": TIED}.get(relation, me)
    return whose, "related" if relation == "related" else "own"


def _plan_state(me, state):
    """Name the plan that stands so for this officer; for anybody else either will do."""
    mine = "asked_cfo" if me == slack_id("cfo") else "asked_ceo"
    other = "asked_ceo" if mine == "asked_cfo" else "asked_cfo"
    return {"asked_by_me": mine, "asked_by_another": other}.get(state, state)


def _change(world, me, rule, relation, state):
    if relation == "self":
        return world.changes[me, "office"]
    if rule.act == "confirm_office":
        number = {"waits": 0, "confirmed": 1, "gone": 2}[state]
        return world.changes[f"U0OFFICE{number}", "office"]
    by_me = 2 if me == slack_id("cfo") else 1
    number = {"waits": 0, "confirmed_by_me": by_me, "confirmed": 3, "gone": 4}[state]
    return world.changes[f"U0GUEST{number}", "guest"]

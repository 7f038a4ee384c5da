"""One request as its requester sees it: how it stands, from when to when, what follows."""

from datetime import datetime
from typing import Any

from clearance.shown import ReportShown, RequestShown
from handlers import words
from handlers.moments import both, day, new_york_day
from handlers.views import nudge_button, order_form, swing_form
from handlers.views.blocks import (
    Block,
    actions,
    button,
    divider,
    header,
    marked,
    modal,
    note,
    said,
)
from handlers.words import away as away_words
from handlers.words import decided as decided_words
from handlers.words import delegate as delegate_words
from handlers.words import plan as plan_words
from handlers.words import related as related_words
from handlers.words import told as told_words
from handlers.words import trade as trade_words
from handlers.words import traded as traded_words
from policy.facts import Trade

OPEN = "request:open"
WITHDRAW = "request:withdraw"
REPORT = "request:report"
CORRECT = "request:correct"
ROW = "request:row"
#: The two answers to a withdrawn clearance, by the buttons that ask for them.
ORDERS = {"request:none_open": order_form.NONE_OPEN, "request:executed": order_form.EXECUTED}

_ENDED_BADLY = frozenset(
    {
        "refused",
        "declined",
        "returned",
        "withdrawn",
        "expired",
        "lapsed",
        "overtaken",
        "clearance_ended",
    }
)


def build(request: RequestShown, *, last: bool = False) -> dict[str, Any]:
    """Make the form that shows a request; ``last`` closes what lies beneath it too."""
    return modal(words.SHEET_TITLE, blocks(request), clear_on_close=last)


def blocks(request: RequestShown) -> list[Block]:
    """Make what the form shows: how it stands and what to do, the trade, what must be said."""
    return [
        header(words.STATES.get(request.state, request.state)),
        *_open_order(request),
        *how_it_ended(request),
        *_buttons(request),
        divider(),
        *what_was_asked(request),
        *swing_form.blocks(request.swing),
        divider(),
        *_standing_words(request),
    ]


def how_it_ended(request: RequestShown) -> list[Block]:
    """Say how a request stands: by whom, with what, from when to when."""
    by = decided_words.who(request.state, request.decided_by, request.office)
    return [
        *([said(by)] if by else []),
        *(said(words.finding(one.section, one.rule, one.parameters)) for one in request.findings),
        *(marked(text) for text in _facts(request)),
    ]


def _facts(request: RequestShown) -> list[str]:
    if request.state == "approved" and request.related_with:
        return [related_words.NOT_ALONE, *_facts_alone(request)]
    return _facts_alone(request)


def _facts_alone(request: RequestShown) -> list[str]:
    reports = request.state == "exempt" and request.may_report
    exempt = words.EXEMPT_REPORTS if request.trade.plan is None else words.EXEMPT_PLAN_REPORTS
    following = exempt if reports else words.NEXT.get(request.state, "")
    facts = ["" if request.may_receipt else following]
    if request.state == "pending":
        facts.append(away_words.waits(request.back_at, request.decide_by))
        facts.append(words.DECIDE_BY.format(at=both(request.decide_by)))
        facts += nudge_button.facts(request)
    if request.outlasted_at:
        facts.append(words.OUTLASTED.format(at=both(request.outlasted_at)))
    facts.append(traded_words.OWED_SHEET if request.owes_answer else "")
    told = [*end_facts(request), *_order(request), *_report(request), *_form_144(request)]
    return [*filter(None, facts), *told]


def _form_144(request: RequestShown) -> list[str]:
    return [] if request.form144 is None else [traded_words.form_144(request.form144)]


def end_facts(request: RequestShown) -> list[str]:
    """Say why it ended, what to correct, when it was decided, from when to when it holds."""
    facts = []
    if request.cause:
        facts.append(words.CAUSES.get(request.cause, ""))
    if request.fields:
        facts.append(words.TO_CORRECT.format(fields=trade_words.fields(request.fields)))
    if request.decided_at and request.decided_by:
        facts.append(words.DECIDED_AT.format(at=both(request.decided_at)))
    return [*filter(None, facts), *_life(request)]


def _life(request: RequestShown) -> list[str]:
    if request.earliest_trade_at is None or request.expires_at is None:
        return []
    if request.state == "clearance_ended" and request.cause == "withdrawn":
        return []  # its last moment did not come
    if request.expires_at < request.earliest_trade_at:
        return [words.NO_SESSION_LEFT]
    life = [
        words.FIRST_MOMENT.format(at=both(request.earliest_trade_at)),
        words.LAST_MOMENT.format(at=both(request.expires_at)),
    ]
    late = is_too_late(request.trade, request.expires_at)
    return [*life, words.PLANNED_TOO_LATE] if late else life


def is_too_late(trade: Trade, expires_at: datetime) -> bool:
    """Say whether the planned day lies after a clearance's last moment."""
    return trade.on is not None and trade.on > new_york_day(expires_at)


def _order(request: RequestShown) -> list[str]:
    """Say what was answered of an order, after the clearance was withdrawn."""
    if request.receipt_at is None:
        return []
    at, executed = both(request.receipt_at), request.executed_at
    if executed is None:
        return [told_words.NOTED_NONE.format(at=at)]
    report = told_words.NOTED_REPORT if request.may_report else ""
    return [told_words.NOTED_EXECUTED.format(at=at, executed=both(executed)) + report]


def _report(request: RequestShown) -> list[str]:
    if request.report is None:
        return []
    said_so = request.report.report
    if not said_so.executions:
        return [words.REPORTED_NOTHING]
    told = [
        words.REPORTED.format(quantity=f"{one.quantity:,}", price=one.price, at=both(one.at))
        for one in said_so.executions
    ]
    if said_so.stated:
        told.append(words.REPORTED_STATED)
    outside = ", ".join(words.OUTSIDE[name] for name in request.report.outside)
    told += [words.REPORTED_OUTSIDE.format(what=outside)] if outside else []
    return [*told, *_owed(request.report, request.account)]


def _owed(report: ReportShown, account: str) -> list[str]:
    if report.due_form is None or report.due_on is None:
        return []
    until = words.REPORT_DUE_UNTIL if report.due_form == "4" else ""
    owed = words.REPORT_DUE.format(form=report.due_form, day=day(report.due_on), until=until)
    return [owed + words.REPORT_DUE_RELATED if account == "related" else owed]


def what_was_asked(request: RequestShown) -> list[Block]:
    """Say the request itself: id, trade, account, when it was sent."""
    account = trade_words.account(request.account, request.holder)
    plan = [] if request.plan is None else [said(plan_words.under(request.plan))]
    others = request.related_with
    shown = [
        said(f"{trade_words.trade(request.trade)}\n{account}"),
        *([said(related_words.each_asks(others))] if others else []),
        *plan,
        *(
            [said(delegate_words.FILED_BY.format(name=request.filed_by))]
            if request.filed_by
            else []
        ),
        marked(words.SENT.format(request=request.id, at=both(request.submitted_at))),
    ]
    return [*shown, note(words.ON_PAPER)] if request.source == "paper" else shown


def _standing_words(request: RequestShown) -> list[Block]:
    if request.state == "approved":
        return [note(words.MEANWHILE_CLEARED), note(words.CLEARANCE), note(words.CONFIDENTIAL)]
    if request.state == "exempt":
        return [note(words.EXEMPT)]
    shown = [note(words.MEANWHILE), note(words.WINDOW)]
    return [*shown, note(words.CONFIDENTIAL)] if request.state in _ENDED_BADLY else shown


def _buttons(request: RequestShown) -> list[Block]:
    offered = [
        button(words.CORRECT, CORRECT, request.id, "primary") if request.may_correct else None,
        _reports(request) if request.may_report else None,
        nudge_button.here(request),
        button(words.WITHDRAW, WITHDRAW, request.id) if request.may_withdraw else None,
    ]
    row = [one for one in offered if one is not None]
    return [actions(ROW, *row)] if row else []


def _reports(request: RequestShown) -> Block:
    if request.report is None:
        return button(words.REPORT, REPORT, request.id, "primary")
    return button(words.REPORT_AGAIN, REPORT, request.id)


def _open_order(request: RequestShown) -> list[Block]:
    """Ask whoever held a clearance that was withdrawn for their answer, before anything else."""
    if not request.may_receipt:
        return []
    none, executed = ORDERS
    return [
        marked(told_words.CANCEL_ORDERS),
        actions(
            "request:order",
            button(told_words.NO_OPEN_ORDER, none, request.id, "primary"),
            button(told_words.EXECUTED, executed, request.id),
        ),
    ]

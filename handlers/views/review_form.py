"""The review form: everything an officer needs, and the decision.

Opened on demand and never kept in a conversation, so it may say what a card may not.
It carries the request's random id and nothing else.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from clearance.shown import No, PlanShown, ReviewSheet, Verdict
from handlers import words
from handlers.moments import both
from handlers.views import examples, news_lines, request_sheet, swing_form, window_line
from handlers.views.blocks import (
    Block,
    choice,
    divider,
    given,
    header,
    marked,
    modal,
    note,
    options,
    said,
)
from handlers.views.blocks import field as input_field
from handlers.words import decided as decided_words
from handlers.words import delegate as delegate_words
from handlers.words import nudge as nudge_words
from handlers.words import plan as plan_words
from handlers.words import related as related_words
from handlers.words import trade as trade_words
from handlers.words import traded as traded_words

CALLBACK = "review_form"
DECISION = "decision"
FIELDS = "fields"
STATEMENT = "statement"
MADE = {"considered": words.OFFICER}


@dataclass(frozen=True, slots=True)
class Form:
    """What was read: a decision on a request, or errors by block id."""

    request: str
    verdict: Verdict | None
    errors: dict[str, str] = field(default_factory=dict)


def build(sheet: ReviewSheet, preset: str | None = None) -> dict[str, Any]:
    """Make the form for a pending request, or say how the request has ended."""
    if sheet.status != "pending":
        return build_ended(sheet)
    return modal(
        words.REVIEW_TITLE,
        [*_asked(sheet), divider(), *_found(sheet), divider(), *_inputs(sheet, preset)],
        close=words.CANCEL,
        submit=words.REVIEW_SUBMIT,
        callback_id=CALLBACK,
        private_metadata=sheet.request,
    )


def build_ended(sheet: ReviewSheet, done: str = words.FIRST_STANDS) -> dict[str, Any]:
    """Make the form that shows how a request has ended; ``done`` says what came of the press."""
    ended = [] if sheet.ended is None else [header(words.outcome(sheet.ended.state))]
    ended += [] if sheet.ended is None else _end(sheet)
    return modal(words.REVIEW_TITLE, [*ended, marked(done), divider(), *_asked(sheet)])


def _end(sheet: ReviewSheet) -> list[Block]:
    if sheet.ended is None:
        return []
    ended = sheet.ended
    by = decided_words.who(ended.state, ended.decided_by, ended.office)
    shown = [said(by)] if by else []
    return shown + [marked(text) for text in request_sheet.end_facts(ended)]


def _asked(sheet: ReviewSheet) -> list[Block]:
    shown = [
        said(f"{sheet.requester} ({words.roles(sheet.roles)})"),
        said(f"{trade_words.trade(sheet.trade)}\n{_whose(sheet)}"),
        *([] if sheet.plan is None else [said(_plan(sheet.plan))]),
        marked(words.SENT.format(request=sheet.request, at=both(sheet.submitted_at))),
        said("\n".join([words.STATED, *_made(sheet)])),
    ]
    if sheet.nudged_at is not None:
        shown.append(marked(nudge_words.ASKED_AGAIN.format(at=both(sheet.nudged_at))))
    if sheet.filed_by is not None:
        shown.append(said(delegate_words.FILED_BY_FOR.format(name=sheet.filed_by)))
    if sheet.source == "paper":
        shown.append(note(words.ON_PAPER))
    if sheet.corrects:
        shown.append(marked(words.CORRECTS.format(request=sheet.corrects)))
    return shown


def _plan(plan: PlanShown) -> str:
    """Name the plan of the trade, how it stands now and what later law has against it."""
    said_of = [plan_words.under(plan), f"{plan_words.state(plan)}.", plan_words.doubts(plan)]
    return "\n".join(filter(None, said_of))


def _whose(sheet: ReviewSheet) -> str:
    """Say whose account it is and, where it is registered, what ties them to the requester."""
    account = trade_words.account(sheet.account, sheet.holder)
    if sheet.relation is None or sheet.covered is None:
        return account
    tie = related_words.TIES.get(sheet.relation, sheet.relation)
    said_of = [f"{account} ({tie}). {related_words.to_decide(sheet.covered, sheet.scope)}"]
    said_of += [related_words.each_decides(sheet.related_with)] if sheet.related_with else []
    return "\n".join(said_of)


def _made(sheet: ReviewSheet) -> list[str]:
    return [f"• {words.STATEMENTS.get(one, one)}" for one in sheet.statements] or [words.NOTHING]


def _found(sheet: ReviewSheet) -> list[Block]:
    found = [
        said(words.finding(one.section, one.rule, one.parameters)) for one in sheet.findings
    ] or [said(words.NO_FINDINGS)]
    return [
        marked(window_line.text(sheet.window)),
        *news_lines.build(sheet.news),
        *_if_now(sheet),
        header(words.FINDINGS),
        *found,
        *([] if sheet.approvable else [said(words.NOT_APPROVABLE)]),
        *swing_form.blocks(sheet.swing),
        *([] if sheet.form144 is None else [marked(traded_words.form_144(sheet.form144))]),
        marked(words.DECIDE_BY.format(at=both(sheet.decide_by))),
    ]


def _if_now(sheet: ReviewSheet) -> list[Block]:
    first, last = sheet.earliest_trade_at, sheet.expires_at
    if first is None or last is None:
        return []
    if last < first:
        return [said(words.NO_SESSION_IF_NOW)]
    life = [marked(words.IF_APPROVED_NOW.format(first=both(first), last=both(last)))]
    late = request_sheet.is_too_late(sheet.trade, last)
    return [*life, said(words.PLANNED_TOO_LATE_IF_NOW)] if late else life


def _inputs(sheet: ReviewSheet, preset: str | None) -> list[Block]:
    decisions = {
        verdict: text
        for verdict, text in words.DECISIONS.items()
        if sheet.approvable or verdict != "approve"
    }
    fields = trade_words.fields_of(sheet.trade)
    several: Block = {"type": "multi_static_select", "options": options(fields)}
    boxes: Block = {"type": "checkboxes", "options": options(MADE)}
    inputs = [
        input_field(words.LABEL_DECISION, DECISION, choice("radio_buttons", decisions, preset)),
        input_field(words.LABEL_FIELDS, FIELDS, several, optional=True),
    ]
    if sheet.approvable:
        inputs.append(examples.opener())
        inputs.append(
            input_field(
                words.LABEL_OFFICER, STATEMENT, boxes, hint=words.HINT_OFFICER, optional=True
            )
        )
    return [*inputs, note(words.CONFIDENTIAL_OFFICER)]


def read(view: dict[str, Any], correctable: Collection[str] = tuple(trade_words.FIELDS)) -> Form:
    """Read the decision, or say at its field what is missing; ``correctable`` may be returned."""
    errors: dict[str, str] = {}
    decision: Any = str(given(view, DECISION))
    verdict = Verdict(
        decision=decision,
        statement=tuple(given(view, STATEMENT) or ()) == tuple(MADE),
        fields=tuple(given(view, FIELDS) or ()),
    )
    if decision not in words.DECISIONS:
        errors[DECISION] = words.ERROR_DECISION
    elif decision == "approve" and not verdict.statement:
        errors[STATEMENT if _offers_statement(view) else DECISION] = words.ERROR_STATEMENT
    if decision == "return" and (not verdict.fields or set(verdict.fields) - set(correctable)):
        errors[FIELDS] = words.ERROR_FIELDS
    elif decision != "return" and verdict.fields:
        errors[FIELDS] = words.ERROR_FIELDS_ONLY
    request = str(view.get("private_metadata") or "")
    return Form(request, None, errors) if errors else Form(request, verdict)


def _offers_statement(view: dict[str, Any]) -> bool:
    """Slack takes an error only for a block that the form has."""
    return any(block.get("block_id") == STATEMENT for block in view.get("blocks") or ())


def errors_of(no: No) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    return {
        "statement_missing": {STATEMENT: words.ERROR_STATEMENT},
        "fields_missing": {FIELDS: words.ERROR_FIELDS},
        "not_approvable": {DECISION: words.NOT_APPROVABLE},
        "approvals_stopped": {DECISION: words.refusal("approvals_stopped", {})},
    }.get(no.reason)

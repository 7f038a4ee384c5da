"""The review form: everything an officer needs, and the decision.

Opened on demand and never kept in a conversation, so it may say what a card may not.
It carries the request's random id and nothing else. It asks what the chosen decision needs, and
is drawn anew as another is chosen.
"""

import re
from collections.abc import Collection, Mapping
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
    offered,
    one_of,
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
#: What each decision needs on the screen besides.
NEEDS = {"approve": STATEMENT, "return": FIELDS}
#: A choice in it draws the form anew.
CHOOSE: dict[str, str | re.Pattern[str]] = {"block_id": DECISION, "action_id": "value"}


@dataclass(frozen=True, slots=True)
class Form:
    """What was read: a decision on a request, or errors by block id.

    ``behind`` says that it was sent before it could ask what the decision in it needs.
    """

    request: str
    verdict: Verdict | None
    errors: dict[str, str] = field(default_factory=dict)
    behind: bool = False


def build(
    sheet: ReviewSheet, preset: str | None = None, *, changed: bool = False
) -> dict[str, Any]:
    """Make the form for a pending request, or say how the request has ended.

    ``preset`` is the decision that is chosen in it; ``changed`` says that it asks more than
    when it was sent.
    """
    if sheet.status != "pending":
        return build_ended(sheet)
    return modal(
        words.REVIEW_TITLE,
        [
            *_asked(sheet),
            divider(),
            *_found(sheet),
            divider(),
            *([marked(words.DECISION_CHANGED)] if changed else []),
            *_inputs(sheet, preset),
        ],
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
    chosen = choice("radio_buttons", decisions, preset)
    fields = trade_words.fields_of(sheet.trade)
    opener = [examples.opener()] if preset == "approve" and sheet.approvable else []
    return [
        decision_field(chosen),
        *opener,
        *needed(preset, fields, approvable=sheet.approvable),
        note(words.CONFIDENTIAL_OFFICER),
    ]


def decision_field(decisions: Block) -> Block:
    """Make the field of the decision, which draws its form anew."""
    return input_field(words.LABEL_DECISION, DECISION, decisions) | {"dispatch_action": True}


def needed(preset: str | None, fields: Mapping[str, str], *, approvable: bool) -> list[Block]:
    """Make the field that a decision needs: what is to be corrected, or the statement."""
    if preset == "return":
        several: Block = {"type": "multi_static_select", "options": options(fields)}
        return [input_field(words.LABEL_FIELDS, FIELDS, several)]
    if preset != "approve" or not approvable:
        return []
    boxes: Block = {"type": "checkboxes", "options": options(MADE)}
    return [input_field(words.LABEL_OFFICER, STATEMENT, boxes, hint=words.HINT_OFFICER)]


def decision(view: dict[str, Any]) -> str | None:
    """Read which decision is chosen."""
    return one_of(view, DECISION, words.DECISIONS)


def _is_behind(view: dict[str, Any]) -> bool:
    there = (view.get("state") or {}).get("values") or {}
    chosen = decision(view)
    needs = NEEDS.get(chosen or "")
    return chosen in offered(view, DECISION) and needs is not None and needs not in there


def read(view: dict[str, Any], correctable: Collection[str] = tuple(trade_words.FIELDS)) -> Form:
    """Read the decision, or say at its field what is missing; ``correctable`` may be returned."""
    request = str(view.get("private_metadata") or "")
    if _is_behind(view):
        return Form(request, None, behind=True)
    errors: dict[str, str] = {}
    decided: Any = str(given(view, DECISION))
    verdict = Verdict(
        decision=decided,
        statement=tuple(given(view, STATEMENT) or ()) == tuple(MADE),
        fields=tuple(given(view, FIELDS) or ()),
    )
    if decided not in words.DECISIONS:
        errors[DECISION] = words.ERROR_DECISION
    elif decided == "approve" and not verdict.statement:
        errors[STATEMENT if _offers_statement(view) else DECISION] = words.ERROR_STATEMENT
    if decided == "return" and (not verdict.fields or set(verdict.fields) - set(correctable)):
        errors[FIELDS] = words.ERROR_FIELDS
    elif decided != "return" and verdict.fields:
        errors[FIELDS] = words.ERROR_FIELDS_ONLY
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

"""What was submitted of a plan: as its owner sees it, and as an approver decides it.

Opened on demand and never kept in a conversation. It carries the record's random id.
"""

from typing import Any

from clearance.shown import No
from clearance.shown_plans import FIELDS as CORRECTABLE
from clearance.shown_plans import PlanFiled, PlanText
from handlers import words as common
from handlers.moments import day, in_new_york
from handlers.views import review_form
from handlers.views.blocks import (
    Block,
    actions,
    beside,
    button,
    choice,
    divider,
    header,
    marked,
    modal,
    note,
    packed,
    said,
)
from handlers.words import plan_form as words
from handlers.words.plan_wait import sum_of

CALLBACK = "plan_review"
OPEN, CORRECT, WITHDRAW = "plan_filed:open", "plan_filed:correct", "plan_filed:withdraw"
DECISION, FIELDS, STATEMENT = review_form.DECISION, review_form.FIELDS, review_form.STATEMENT
LEAST_AGE = 30


def build(
    filed: PlanFiled,
    done: str = "",
    *,
    last: bool = False,
    preset: str | None = None,
    changed: bool = False,
) -> dict[str, Any]:
    """Make the form: to be decided where the viewer may, else to be read.

    ``preset`` is the decision that is chosen in it; ``changed`` says that it asks more than
    when it was sent.
    """
    if filed.may_decide:
        return _review(filed, preset, changed=changed)
    told = [said(done)] if done else []
    shown = [header(words.STATES[filed.state]), *told, *_said(filed), *_end(filed)]
    return modal(words.FILED_TITLE, shown, clear_on_close=last)


def row(filed: PlanFiled) -> Block:
    """Make a line of a list."""
    text = f"{filed.owner}: {_what(filed)}. {words.STATES[filed.state]}."
    opener = button(words.OPEN_FILED, OPEN, filed.record)
    return beside(text, f"filed:{filed.record}", opener)


def _end(filed: PlanFiled) -> list[Block]:
    if not filed.own:
        return [*_decided(filed), note(common.CONFIDENTIAL_OFFICER)]
    buttons = [
        *([button(words.CORRECT, CORRECT, filed.record)] if filed.may_correct else []),
        *([button(words.WITHDRAW, WITHDRAW, filed.record)] if filed.may_withdraw else []),
    ]
    return [
        *_decided(filed),
        said(words.NEXT[filed.state]),
        *([actions("plan_filed", *buttons)] if buttons else []),
        note(words.NOT_CLEARED),
    ]


def _decided(filed: PlanFiled) -> list[Block]:
    lines = []
    if filed.decided_by and filed.office:
        lines.append(common.decided_by(filed.decided_by, filed.office))
    if filed.fields:
        named = ", ".join(words.FIELDS.get(one, one) for one in filed.fields)
        lines.append(words.TO_CORRECT.format(fields=named))
    return [said("\n".join(lines))] if lines else []


def _what(filed: PlanFiled) -> str:
    touched = [words.TOUCHED[one] for one in filed.said.touched if one in words.TOUCHED]
    if not touched:
        return words.IS_NEW
    return words.IS_CHANGE.format(plan=filed.plan, touched=", ".join(touched).lower())


def _said(filed: PlanFiled) -> list[Block]:
    stated = filed.said
    adopted = words.CHANGED_ON if stated.changes else words.ADOPTED
    on = adopted.format(day=day(stated.adopted_on))
    days = words.FROM_TO.format(begins=day(stated.begins_on), ends=day(stated.ends_on))
    kind = words.KINDS.get(stated.kind, stated.kind)
    shown = [
        said(f"{filed.record}: {filed.owner}. {_what(filed)}."),
        said(f"{kind}\n{on}, {days}."),
        *text(stated.text),
        said("\n".join(f"• {words.CERTIFIED[one]}" for one in stated.certified)),
        said(sum_of(filed.wait, LEAST_AGE)),
        note(words.FILED_AT.format(at=in_new_york(filed.filed_at))),
    ]
    if filed.before is not None:
        shown += [said(words.BEFORE), *text(filed.before)]
    if filed.suspended:
        shown.append(said(words.SUSPENDED))
    return shown


def text(words_of: PlanText) -> list[Block]:
    """Make a plan's words, as they were typed."""
    lines = [
        words.BROKER.format(broker=words_of.broker),
        words.SHARES.format(shares=words_of.shares),
        *words_of.terms.replace("\r\n", "\n").split("\n"),
    ]
    if words_of.sha256:
        lines.append(words.DOCUMENT.format(title=words_of.title, sha256=words_of.sha256))
    return list(packed(lines))


def _review(filed: PlanFiled, preset: str | None, *, changed: bool) -> dict[str, Any]:
    return modal(
        words.REVIEW_TITLE,
        [
            said(f"{filed.owner} ({common.roles(filed.roles)})"),
            *_said(filed),
            divider(),
            *_found(filed),
            divider(),
            *([marked(common.DECISION_CHANGED)] if changed else []),
            *_inputs(filed, preset),
        ],
        close=common.CANCEL,
        submit=words.REVIEW_SUBMIT,
        callback_id=CALLBACK,
        private_metadata=filed.record,
    )


def _found(filed: PlanFiled) -> list[Block]:
    found = [words.AGAINST.get(one, one) for one in filed.against]
    if filed.restricted:
        found.append(common.finding(words.RESTRICTED_SECTION, words.RESTRICTED, {}))
    shown = [said(one) for one in found or [common.NO_FINDINGS]]
    barred = [] if filed.approvable else [said(common.NOT_APPROVABLE)]
    return [header(common.FINDINGS), *shown, *barred]


def _inputs(filed: PlanFiled, preset: str | None) -> list[Block]:
    decisions = {
        verdict: said_of
        for verdict, said_of in common.DECISIONS.items()
        if filed.approvable or verdict != "approve"
    }
    named = {one: words.FIELDS[one] for one in CORRECTABLE}
    return [
        review_form.decision_field(choice("radio_buttons", decisions, preset)),
        *review_form.needed(preset, named, approvable=filed.approvable),
        note(common.CONFIDENTIAL_OFFICER),
    ]


def read(view: dict[str, Any]) -> review_form.Form:
    """Read the decision, or say at its field what is missing."""
    return review_form.read(view, CORRECTABLE)


def errors_of(no: No) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where it belongs to one."""
    if no.reason in words.AGAINST:
        return {DECISION: words.NOT_NOW.format(why=words.AGAINST[no.reason])}
    return review_form.errors_of(no)

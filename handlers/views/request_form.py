"""The request form: what somebody wants to do, and what they state.

It asks only what the chosen kind of transaction needs, and is drawn anew when another is
chosen. ``build`` makes it, empty or filled in; ``read`` gives what was asked, or says at its
field what is wrong. The trade never travels in ``private_metadata``: only the id of a
request that is being corrected does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from clearance.shown import Ask, AskingSheet, No, RequestShown
from clearance.shown_drafts import DraftShown
from handlers import words
from handlers.moments import day
from handlers.views import (
    acknowledge_form,
    examples,
    home_ids,
    news_lines,
    request_fields,
    typed,
    unsent,
    window_line,
)
from handlers.views.blocks import (
    Block,
    beside,
    button,
    choice,
    chosen,
    escaped,
    given,
    grouped,
    marked,
    modal,
    note,
    options,
    said,
)
from handlers.views.blocks import field as input_field
from handlers.views.unsent import Unsent, keeping
from handlers.words import acknowledgement as acknowledgement_words
from handlers.words import delegate as delegate_words
from handlers.words import findings as finding_words
from handlers.words import request as request_words
from handlers.words import trade as trade_words
from handlers.words import trade_kinds
from policy.actions import PROHIBITED
from policy.facts import COMPANY, Trade

CALLBACK = "request_form"
ISSUER = "issuer"
ACTION = "action"
STATEMENTS = "statements"
#: Whom it is for, where one may file for others too.
FOR = "filed_for"
MYSELF = "myself"
#: A choice in one of these draws the form anew.
CHOOSE_ISSUER = "request_form:issuer"
CHOOSE_ACTION = "request_form:action"


@dataclass(frozen=True, slots=True)
class Filled:
    """What the form shows when it opens: its fields' values by name, as Slack gives them.

    ``corrects`` is the id of the request that it is a correction of. ``day_read`` says that
    the planned day was read out of words, so that the form says it back; ``unread`` says what
    of the words is not in the form, ``notes`` at their fields what will not do.
    the planned day was read out of words, so that the form says it back. ``begun`` says whether
    it goes on with what was typed before and not sent.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    corrects: str | None = None
    fields: tuple[str, ...] = ()
    day_read: bool = False
    unread: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    begun: Unsent = unsent.NEW

    @property
    def action(self) -> str | None:
        """The kind of transaction, where one is chosen."""
        value = self.values.get(ACTION)
        return value if value in trade_kinds.KINDS else None

    @property
    def elsewhere(self) -> bool:
        """Whether it is about another company's securities."""
        return self.values.get(ISSUER) == "other"


@dataclass(frozen=True, slots=True)
class Form:
    """What was read: an ask, or errors by block id.

    ``behind`` says that the form does not ask what the choice in it needs: it was sent
    before it could be drawn anew.
    """

    ask: Ask | None
    delegation: str | None = None  # by which leave it is filed for somebody else
    errors: dict[str, str] = field(default_factory=dict)
    behind: bool = False


def correction(of: RequestShown, sheet: AskingSheet) -> Filled:
    """Fill the form with a returned request."""
    trade = of.trade
    elsewhere = trade.issuer != COMPANY
    under = {one.counts_from or one.established_on: one.id for one in sheet.plans}
    values = {
        ISSUER: "other" if elsewhere else COMPANY,
        ACTION: trade.action,
        "issuer_name": trade.issuer if elsewhere else "",
        "learned": "yes" if trade.insider_knows_mnpi else "no",
        "security": trade.security,
        "converted": trade.security,
        "direction": "out" if trade.shares_sold else "into",
        "quantity": f"{trade.quantity:,}",
        "price_kind": trade.price_kind,
        "shares_sold": f"{trade.shares_sold:,}",
        "plan": under.get(trade.plan.established_on, "") if trade.plan else None,
        "order": trade.order,
        "time_in_force": trade.time_in_force,
        "margin": "yes" if trade.margin else "no",
        "on": trade.on.isoformat() if trade.on else None,
        "account": "own" if of.account == "own" else of.related or "",
    }
    return Filled(values, corrects=of.id, fields=of.fields)


def entered(view: dict[str, Any]) -> Filled:
    """Give what is filled in into a form that is open."""
    names = (FOR, ISSUER, ACTION, STATEMENTS, *request_fields.NAMES)
    values = {name: given(view, name) for name in names}
    corrects = view.get("private_metadata") or None
    return Filled(values, corrects=corrects, begun=unsent.of(view), unread=typed.still_unread(view))


def resumed(filled: Filled | None, draft: DraftShown | None) -> Filled | None:
    """Go on with what was typed before; what was said now, of the same kind, comes first."""
    if draft is None:
        return filled
    if filled is None:
        return Filled(draft.values, begun=unsent.since(draft))
    said_now = {name: value for name, value in filled.values.items() if value is not None}
    other_kind = said_now.get(ACTION) != draft.values.get(ACTION)
    if (other_kind or filled.unread) and not filled.corrects:
        return filled  # nothing older stands in a field whose word was not understood
    both = {**said_now, **draft.values} if filled.corrects else {**draft.values, **said_now}
    return replace(filled, values=both, begun=unsent.since(draft))


def with_hidden(filled: Filled, draft: DraftShown | None) -> Filled:
    """Give back what was typed into fields that the form had before it was last drawn."""
    if draft is None:
        return filled
    there = {name: value for name, value in filled.values.items() if value is not None}
    return replace(filled, values={**draft.values, **there})


def build(
    sheet: AskingSheet, filled: Filled | None = None, *, changed: bool = False
) -> dict[str, Any]:
    """Make the form; ``changed`` says that it asks more than when it was sent."""
    shown = filled or Filled()
    what, whose = _choices(shown)
    action = shown.action
    if action is None:
        asked = [what, whose, note(request_words.CHOOSE_FIRST), *_made_already(shown)]
    else:
        wanted, *fields = _asked(sheet, shown, action)
        first = [what, whose, wanted] if shown.elsewhere else [what, wanted, whose]
        asked = [*first, *fields, *_stated(sheet, shown)]
    made = modal(
        request_words.REQUEST_TITLE,
        [*_head(sheet, shown, changed=changed), *_for(sheet, shown), *asked],
        close=words.CANCEL,
        submit=request_words.REQUEST_SUBMIT,
        callback_id=CALLBACK,
        private_metadata=shown.corrects or "",
    )
    return keeping(made, shown.begun)


def _head(sheet: AskingSheet, shown: Filled, *, changed: bool) -> list[Block]:
    head = [marked(request_words.CHANGED)] if changed else []
    head += typed.head(shown.unread)
    if not shown.elsewhere:
        head += [marked(window_line.text(sheet.window)), note(words.WINDOW)]
    if sheet.sign_first:
        head += [said(acknowledgement_words.SIGN_FIRST), acknowledge_form.opener()]
    if shown.fields:
        head.append(marked(words.TO_CORRECT.format(fields=trade_words.fields(shown.fields))))
    planned = request_fields.as_day(shown.values.get("on")) if shown.day_read else None
    if planned is not None:
        head.append(note(request_words.PLANNED_DAY.format(day=day(planned))))
    return head


def _made_already(shown: Filled) -> list[Block]:
    """Lead whoever came to say what they did to the place for it."""
    if shown.corrects:
        return []
    leads = button(words.REPORT, home_ids.TRADED, "new")
    return [beside(request_words.MADE_ALREADY, "made_already", leads)]


def _for(sheet: AskingSheet, shown: Filled) -> list[Block]:
    """Ask whom it is for; what was returned for correction is its requester's to correct."""
    if not sheet.files_for or shown.corrects:
        return []
    named = {MYSELF: delegate_words.MYSELF, **{one.id: one.name for one in sheet.files_for}}
    chosen_ = choice("static_select", named, shown.values.get(FOR) or MYSELF)
    return [input_field(delegate_words.LABEL_FOR, FOR, chosen_, hint=delegate_words.HINT_FOR)]


def _choices(shown: Filled) -> tuple[Block, Block]:
    issuer = "other" if shown.elsewhere else COMPANY
    whose = choice("radio_buttons", request_words.ISSUERS, issuer) | {"action_id": CHOOSE_ISSUER}
    kinds = grouped(_kinds(shown), shown.action) | {"action_id": CHOOSE_ACTION}
    return (
        input_field(request_words.LABELS[ACTION], ACTION, kinds) | {"dispatch_action": True},
        input_field(request_words.LABELS[ISSUER], ISSUER, whose) | {"dispatch_action": True},
    )


def _kinds(shown: Filled) -> dict[str, dict[str, str]]:
    groups: dict[str, dict[str, str]] = {name: {} for name in trade_kinds.GROUPS}
    for action, kind in trade_kinds.KINDS.items():
        groups[kind.group][action] = kind.name
    never = {"never": trade_kinds.NEVER_ELSEWHERE} if shown.elsewhere else {}
    labels = {**trade_kinds.GROUPS, **never}
    return {labels[name]: kinds for name, kinds in groups.items()}


def _asked(sheet: AskingSheet, shown: Filled, action: str) -> list[Block]:
    kind = trade_kinds.kind_of(action, elsewhere=shown.elsewhere)
    said = [kind.wants]
    if not shown.elsewhere:
        said.append(request_words.plan_sellers(sheet.plan_sellers) if action == "sell" else "")
        said.append(request_words.FORBIDDEN if action in PROHIBITED else "")
    said = [request_words.named(text, sheet.sections) for text in said]
    if not shown.elsewhere:
        said.append(request_words.reading(action, sheet.readings))
    wanted = marked(escaped(" ".join(filter(None, said)))) | {"block_id": _marker(shown)}
    asked = request_fields.Asked(sheet, action, kind, shown.values, shown.notes)
    return [wanted, *request_fields.draw(asked)]


def _marker(shown: Filled) -> str:
    """Name the paragraph after what the form was drawn for, so that one sent late is known."""
    return f"kind:{'other' if shown.elsewhere else COMPANY}:{shown.action}"


def _stated(sheet: AskingSheet, shown: Filled) -> list[Block]:
    made = shown.values.get(STATEMENTS) or ()
    boxes: Block = {"type": "checkboxes", "options": options(words.STATEMENTS)}
    ticked = [one for name in made if (one := chosen(words.STATEMENTS, name))]
    boxes |= {"initial_options": ticked} if ticked else {}
    label, hint = request_words.LABELS[STATEMENTS], request_words.HINTS[STATEMENTS]
    return [
        *([] if shown.elsewhere else news_lines.build(sheet.news)),
        examples.opener(),
        input_field(label, STATEMENTS, boxes, hint=hint),
    ]


def read(view: dict[str, Any], today: date) -> Form:
    """Read the form; ``today`` is the day in New York."""
    shown = entered(view)
    errors: dict[str, str] = {}
    if given(view, ACTION) and shown.action is None:
        errors[ACTION] = request_words.ERRORS[ACTION]
    if given(view, ISSUER) not in request_words.ISSUERS:
        errors[ISSUER] = request_words.ERRORS[ISSUER]
    if errors:
        return Form(None, errors=errors)
    drawn = {block.get("block_id") for block in view.get("blocks") or ()}
    if shown.action is None or _marker(shown) not in drawn:
        return Form(None, behind=True)
    kind = trade_kinds.kind_of(shown.action, elsewhere=shown.elsewhere)
    told = request_fields.Reading(view, today, errors).every(kind)
    if kind.at_most_all and not errors and told["shares_sold"] > told["quantity"]:
        errors["shares_sold"] = request_words.ERROR_SOLD_MORE
    if set(shown.values[STATEMENTS] or ()) != set(words.STATEMENTS):
        errors[STATEMENTS] = request_words.ERRORS[STATEMENTS]
    delegation = shown.values.get(FOR)
    delegation = None if delegation in (None, MYSELF) else str(delegation)
    if delegation is not None:
        errors |= _not_for_others(told)
    if errors:
        return Form(None, errors=errors)
    return Form(_ask(view, shown.action, kind, told), delegation)


def _not_for_others(told: Mapping[str, Any]) -> dict[str, str]:
    wrong = {}
    if told.get("account", request_fields.OWN) != request_fields.OWN:
        wrong["account"] = delegate_words.ERROR_ACCOUNT
    if told.get("plan", request_fields.NO_PLAN) != request_fields.NO_PLAN:
        wrong["plan"] = delegate_words.ERROR_PLAN
    return wrong


def _ask(view: dict[str, Any], action: str, kind: trade_kinds.Kind, told: Mapping[str, Any]) -> Ask:
    account = told.get("account", request_fields.OWN)
    plan = told.get("plan", request_fields.NO_PLAN)
    return Ask(
        trade=_trade(action, kind, told),
        account="own" if account == request_fields.OWN else "related",
        related=None if account == request_fields.OWN else account,
        plan=None if plan == request_fields.NO_PLAN else plan,
        statements=tuple(words.STATEMENTS),
        corrects=view.get("private_metadata") or None,
        form=view.get("id"),
    )


def _trade(action: str, kind: trade_kinds.Kind, told: Mapping[str, Any]) -> Trade:
    moved = told["quantity"] if told.get("direction") == "out" else 0
    sold = told.get("shares_sold", moved)
    # An order is only what sells the new shares: where none is sold there is none.
    ordered = sold or "shares_sold" not in told
    return Trade(
        action=action,
        quantity=told["quantity"],
        issuer=told.get("issuer_name", COMPANY),
        on=told.get("on"),
        order=told.get("order", "market") if ordered else "market",
        time_in_force=told.get("time_in_force", "day") if ordered else "day",
        shares_sold=sold,
        price_kind=told.get("price_kind"),
        margin=told.get("margin") == "yes",
        insider_knows_mnpi=told.get("learned") == "yes",
        security=told.get("security") or told.get("converted") or kind.security,
    )


def own_name(ask: Ask, sheet: AskingSheet) -> dict[str, str] | None:
    """Say at its field that the other company named is the company itself."""
    named = _plain_words(ask.trade.issuer)
    names = [_plain_words(name) for name in sheet.company]
    is_own = any(named == name[: len(named)] for name in names) or named == [COMPANY]
    return {"issuer_name": request_words.ERROR_ISSUER_OWN} if is_own else None


def _plain_words(name: str) -> list[str]:
    found = re.findall(r"[^\W_]+", name.casefold())
    return [word for word in found if word not in {"nasdaq", "nyse"}] or found


def errors_of(no: No, view: dict[str, Any]) -> dict[str, str] | None:
    """Say at which field the desk's refusal belongs, where the form has that field."""
    place, sentence = {
        "statements_missing": (STATEMENTS, request_words.ERRORS[STATEMENTS]),
        "out_of_calendar": ("on", request_words.ERROR_DAY_CALENDAR),
        "no_session": ("on", request_words.ERROR_DAY_SESSION),
        "related_gone": ("account", request_words.ERROR_RELATED_GONE),
        "related_waiting": ("account", request_words.ERROR_RELATED_WAITING),
        "no_such_plan": ("plan", request_words.ERROR_PLAN_GONE),
        "plan_not_in_force": ("plan", request_words.ERROR_PLAN_DAY),
        "plan_not_for_account": ("plan", request_words.ERROR_PLAN_ACCOUNT),
        "plan_sells_to_cover": ("plan", request_words.ERROR_PLAN_TAX),
        "plan_used": ("plan", request_words.ERROR_PLAN_USED),
    }.get(no.reason, ("", ""))
    errors = {place: sentence} | _found(no, view)
    drawn = {block.get("block_id") for block in view.get("blocks") or ()}
    return {name: text for name, text in errors.items() if name in drawn} or None


def _found(no: No, view: dict[str, Any]) -> dict[str, str]:
    """Put what the rules have against it at the fields that make it so."""
    return {
        name: finding_words.at_field(found.section, found.rule, found.parameters)
        for found in no.findings
        for name in _fields_of(found.rule, view)
    }


def _fields_of(rule: str, view: dict[str, Any]) -> tuple[str, ...]:
    if rule == "standing_order":
        standing = {"order": "stop", "time_in_force": "gtc"}
        return tuple(name for name, value in standing.items() if given(view, name) == value)
    return {"margin_account": ("margin",), "limit_order": ("order",), "lead_time": ("on",)}[rule]

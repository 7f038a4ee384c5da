"""What Slack sends of a filled-in form."""

from handlers import words
from handlers.views import request_form
from handlers.words import trade_kinds
from tests.handlers import samples


def view(state, callback_id, private_metadata="", blocks=()):
    return {
        "id": "V1",
        "hash": "1.a",
        "blocks": list(blocks),
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": private_metadata,
        "state": {"values": state},
    }


def _text(value):
    return {"value": {"type": "plain_text_input", "value": value}}


def _option(value):
    chosen = None if value is None else {"text": {"type": "plain_text"}, "value": value}
    return {"value": {"type": "static_select", "selected_option": chosen}}


def _options(values):
    return {"value": {"type": "checkboxes", "selected_options": [{"value": v} for v in values]}}


def _day(value):
    return {"value": {"type": "datepicker", "selected_date": value}}


def _time(value):
    return {"value": {"type": "timepicker", "selected_time": value}}


#: What a person fills in, by field; each kind of transaction has some of it.
FILLED = {
    "quantity": "500",
    "issuer_name": "Other Corp.",
    "learned": "no",
    "security": "common",
    "converted": "note",
    "direction": "into",
    "price_kind": "fixed",
    "shares_sold": "0",
    "plan": "none",
    "order": "market",
    "time_in_force": "day",
    "margin": "no",
    "on": "2026-12-02",
    "account": "own",
}
_TEXTS = {"quantity", "issuer_name", "shares_sold"}


def request_state(
    fields=None, *, action="buy", issuer="company", statements=tuple(words.STATEMENTS), **changed
):
    """Fill the fields of a form; those of a purchase where none are named."""
    asked = trade_kinds.KINDS["buy"].fields if fields is None else fields
    state = {"issuer": _option(issuer), "action": _option(action)}
    for name in {*asked, *changed}:
        value = changed.get(name, FILLED.get(name))
        made = _text if name in _TEXTS else _day if name == "on" else _option
        state[name] = made(value)
    return state | {"statements": _options(statements)}


def request_view(sheet=samples.ASKING, private_metadata="", *, drawn_for=None, **changed):
    """Give what Slack sends of a form that was drawn for what is chosen in it."""
    action, issuer = changed.get("action", "buy"), changed.get("issuer", "company")
    values = {"action": action, "issuer": issuer} if drawn_for is None else drawn_for
    built = request_form.build(sheet, request_form.Filled(values))
    kind = trade_kinds.KINDS.get(action, trade_kinds.KINDS["buy"])
    fields = trade_kinds.ELSEWHERE.fields if issuer == "other" else kind.fields
    state = request_state(fields, **changed)
    drawn = {block.get("block_id") for block in built["blocks"]}
    state = {name: entry for name, entry in state.items() if name in drawn}
    return view(state, request_form.CALLBACK, private_metadata, built["blocks"])


def review_state(decision="approve", fields=(), statement=()):
    return {
        "decision": _option(decision),
        "fields": _options(fields),
        "statement": _options(statement),
    }


def related_state(*, name="Dana", relation="sibling", **answers):
    told = {
        "related_name": _text(name),
        "related_relation": _option(relation),
    }
    return told | {f"related_{one}": _option(value) for one, value in answers.items()}


def report_state(
    *,
    traded="yes",
    traded_on="2026-11-24",
    traded_at="15:00",
    traded_quantity="500",
    price="2.15",
    stated="none",
):
    return {
        "traded": _option(traded),
        "traded_on": _day(traded_on),
        "traded_at": _time(traded_at),
        "traded_quantity": _text(traded_quantity),
        "price": _text(price),
        "stated": _option(stated),
    }


def _users(values):
    return {"value": {"type": "multi_users_select", "selected_users": list(values)}}


def restrict_state(
    *,
    kind="event",
    people=("U0MAYA", "U0RUTH"),
    matter="HERON",
    reason="why",
    notify="told",
    quarter=None,
):
    told = {
        "restrict_kind": _option(kind),
        "restrict_people": _users(people),
        "restrict_matter": _text(matter),
        "restrict_reason": _text(reason),
        "restrict_notify": _option(notify),
    }
    return told | ({"restrict_quarter": _option(quarter)} if quarter else {})


def widen_state(*, what="lift", basis="not_material", people=None, release=None, until=None):
    told = {"widen_what": _option(what), "widen_basis": _option(basis)}
    told |= {"widen_people": _options(people)} if people is not None else {}
    told |= {"widen_release": _option(release)} if release is not None else {}
    return told | ({"widen_until": _day(until)} if until is not None else {})


def answer_state(answer):
    return {"widening_answer": _option(answer)}


def issuer_state(people=("U0MAYA",), issuer="Other Corp."):
    return {"issuer_people": _users(people), "issuer_told": _text(issuer)}


def executed_state(on="2026-11-23", at="09:45"):
    return {"executed_on": _day(on), "executed_at": _time(at)}

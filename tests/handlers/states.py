"""What Slack sends of a filled-in form."""

from handlers import words


def view(state, callback_id, private_metadata=""):
    return {
        "id": "V1",
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


def request_state(
    *,
    action="buy",
    quantity="500",
    order="market",
    time_in_force="day",
    account="own",
    holder=None,
    on="2026-12-02",
    statements=tuple(words.STATEMENTS),
):
    return {
        "action": _option(action),
        "quantity": _text(quantity),
        "order": _option(order),
        "time_in_force": _option(time_in_force),
        "account": _option(account),
        "holder": _text(holder),
        "on": _day(on),
        "statements": _options(statements),
    }


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
):
    return {
        "traded": _option(traded),
        "traded_on": _day(traded_on),
        "traded_at": _time(traded_at),
        "traded_quantity": _text(traded_quantity),
        "price": _text(price),
    }

"""What a payload does at a desk, and what has to be on record once it was acknowledged."""

from clearance.blackout_changes import BlackoutEntry, move_blackout
from clearance.blackout_changes import take_back as take_blackout_back
from clearance.bringing_in import bring_in
from clearance.reason import Reason
from clearance.releases import ReleaseEntry, add_release, take_back
from clearance.shown import Ask, Report, Verdict
from clearance.shown_related import RelatedSaid
from clearance.shown_restrictions import ReceiptSaid, RestrictSaid, WideningSaid
from clearance.submitting import STATEMENTS
from policy.coverage import Tie
from policy.facts import Trade
from tests.simulation.company import OPERATOR, actor
from tests.simulation.history import must

WHAT = {"approve": "approved", "decline": "declined", "return": "returned"}


def at_desk(desk, payload, now):
    """Give the coroutine that carries a payload out."""
    return _ACTS[payload.kind](desk, actor(payload.user), payload, now)


def _submit(desk, who, payload, _):
    action, quantity, margin = payload.said
    trade = Trade(action=action, quantity=quantity, margin=margin)
    return desk.submit(who, Ask(trade=trade, statements=STATEMENTS, form=payload.form))


def _decide(desk, who, payload, _):
    request, verdict = payload.said
    fields = ("quantity",) if verdict == "return" else ()
    said = Verdict(verdict, statement=verdict == "approve", fields=fields)
    return desk.decide(who, request, said)


def _report(desk, who, payload, now):
    request, traded = payload.said
    at = {"at": now, "quantity": 5, "price": "3.10", "stated": True} if traded else {}
    return desk.report(who, request, Report(traded=traded, form=payload.form, **at))


def _restrict(desk, who, payload, _):
    """Restrict people, the form's name being the matter's, so that it is found again."""
    (people,) = payload.said
    said = RestrictSaid("event", people, payload.form, Reason(""), form=payload.form)
    return desk.restrict(who, said)


def _related(desk, who, payload, _):
    said = RelatedSaid("", Tie("spouse"), colleagues=payload.said, form=payload.form)
    return desk.register_related(who, said)


_ACTS = {
    "submit": _submit,
    "decide": _decide,
    "report": _report,
    "restrict": _restrict,
    "related": _related,
    "review": lambda desk, who, payload, _: desk.review(who, *payload.said),
    "withdraw": lambda desk, who, payload, _: desk.withdraw(who, *payload.said),
    "receipt": lambda desk, who, payload, _: desk.receipt(who, ReceiptSaid(*payload.said)),
    "opened": lambda desk, who, payload, _: desk.opened(who, *payload.said),
    "look": lambda desk, who, *_: desk.restrictions(who),
    "widen": lambda desk, who, payload, _: desk.widen(
        who, WideningSaid(payload.said[0], "lift", "not_material", form=payload.form)
    ),
    "agree": lambda desk, who, payload, _: desk.agree_widening(who, payload.said[0], agree=True),
    "confirm_restored": lambda desk, who, *_: desk.confirm_restored(who),
    "confirm_change": lambda desk, who, payload, _: desk.confirm_change(who, *payload.said),
    "answer_related": lambda desk, who, payload, _: desk.answer_related(
        who, payload.said[0], agrees=payload.said[1]
    ),
}


def by_operator(process, kind, said):
    """Give the coroutine of something that is done at the command line."""
    grounds = process.desk.grounds
    match kind, said:
        case "release", ("record", public_at, title, quarter_end):
            what = "full" if quarter_end else "disclosure"
            entry = ReleaseEntry(what, public_at, title, quarter_end=quarter_end)
            return process.database.run(lambda tx: add_release(grounds, tx, entry, OPERATOR))
        case "release", ("take back", record):
            return process.database.run(lambda tx: take_back(grounds, tx, record, OPERATOR))
        case "blackout", ("move", quarter_end, starts_at, replaces):
            entry = BlackoutEntry(quarter_end, "a letter", starts_at, replaces=replaces)
            return process.database.run(lambda tx: move_blackout(grounds, tx, entry, OPERATOR))
        case "blackout", ("take back", record):
            return process.database.run(
                lambda tx: take_blackout_back(grounds, tx, record, "a letter", OPERATOR)
            )
        case "people", text:
            return process.database.run(lambda tx: bring_in(tx, grounds.at(tx), text, OPERATOR))
    raise LookupError(kind)


def stored(known, rows, payload, answer) -> None:
    """Hold what was acknowledged to what is on record."""
    said, name = payload.said, f"{payload} was acknowledged"
    person = known.user(payload.user).id
    match payload.kind:
        case "submit":
            must(answer.id in known.requests, f"{name} and request {answer.id} is not stored")
            form = rows.keys.name(f"form:{person}:{payload.form}")
            must(known.forms[form] == answer.id, f"{name} as {answer.id}, its form says another")
        case "decide":
            (step,) = known.requests[said[0]].decided
            must(step.by == person, f"{name}, and somebody else decided")
            must(step.value["what"] == WHAT[said[1]], f"{name}, and it says {step.value['what']}")
        case "withdraw":
            mine = {s.value["what"] for s in known.requests[said[0]].steps if s.by == person}
            must(mine & {"withdrawn", "over"}, f"{name}, and nothing was withdrawn")
        case "report":
            steps = [one.value for one in known.requests[said[0]].steps]
            reports = [one["report"]["traded"] for one in steps if one["what"] == "reported"]
            must(said[1] in reports, f"{name}, and nothing like it is reported")
        case "receipt":
            whats = {step.value["what"] for step in known.requests[said[0]].steps}
            must("receipt" in whats, f"{name}, and there is no receipt")
        case "related":
            must((person, answer.said.id) in known.said, f"{name}, and there is no entry")
        case "answer_related":
            must((person, *said) in known.said, f"{name}, and there is no answer")

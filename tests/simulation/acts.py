"""What a payload does at a desk, and what has to be on record once it was acknowledged."""

from datetime import timedelta

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
    who, said, form = actor(payload.user), payload.said, payload.form
    match payload.kind:
        case "submit":
            action, quantity, margin = said
            trade = Trade(action=action, quantity=quantity, margin=margin)
            return desk.submit(who, Ask(trade=trade, statements=STATEMENTS, form=form))
        case "decide":
            request, verdict = said
            fields = ("quantity",) if verdict == "return" else ()
            verdict = Verdict(verdict, statement=verdict == "approve", fields=fields)
            return desk.decide(who, request, verdict)
        case "review":
            return desk.review(who, said[0], said[1])
        case "withdraw":
            return desk.withdraw(who, said[0])
        case "report":
            traded = said[1]
            at = {"at": now, "quantity": 5, "price": "3.10", "stated": True} if traded else {}
            return desk.report(who, said[0], Report(traded=traded, form=form, **at))
        case "receipt":
            return desk.receipt(who, ReceiptSaid(said[0]))
        case "opened":
            return desk.opened(who, said[0])
        case "look":
            return desk.restrictions(who)
        case "restrict":
            return desk.restrict(who, RestrictSaid("event", said[0], form, Reason(""), form=form))
        case "widen":
            return desk.widen(who, WideningSaid(said[0], "lift", "not_material", form=form))
        case "agree":
            return desk.agree_widening(who, said[0], agree=True)
        case "confirm_restored":
            return desk.confirm_restored(who)
        case "confirm_change":
            return desk.confirm_change(who, said[0])
        case "related":
            entry = RelatedSaid("", Tie("spouse"), colleagues=(said[0],), form=form)
            return desk.register_related(who, entry)
        case "answer_related":
            return desk.answer_related(who, said[0], agrees=said[1])
    raise LookupError(payload.kind)


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
            must(answer.said.id in known.entries, f"{name}, and there is no entry")
        case "answer_related":
            answers = known.answers.values()
            must((person, said[0], said[1]) in answers, f"{name}, and there is no answer")


DAY = timedelta(days=1)

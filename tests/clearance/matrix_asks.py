"""Asks that take a second person, and cases, in every state: for the matrix of authority.

They are written down as they are once their asker was in office, whatever role the person has
when the matrix is asked.
"""

from datetime import timedelta

from clearance import acknowledgement_rows as rows
from clearance import asked, case_rows, paper, question_rows, removing
from clearance.acknowledgement_rows import DocumentFound, RoundFound
from clearance.authority import SYSTEM
from clearance.people import by_slack_id, people
from clearance.productions import KIND, value_of
from clearance.shown_productions import ProductionSaid
from policy.acknowledgement import numbered
from policy.instants import market_day
from storage import records
from storage.tables_acknowledged import AcknowledgementRow

STATES = ("waits", "confirmed", "expired", "gone")
VALUES = {
    KIND: value_of(ProductionSaid("SEC", "HO-1")),
    removing.KIND: {
        "before": "2019-01-01",
        "requests": 1,
        "entries": 3,
        "stays": 0,
        "years": [[2018, 1, 3]],
    },
}


def write(tx, askers, confirmer, states):
    """Write an ask of each kind for each asker and state; by kind, asker and state their ids."""
    found, second = {}, by_slack_id(tx, confirmer).person
    values = {**VALUES, paper.KIND: _paper(tx)}
    for kind, value in values.items():
        for one in askers:
            for state in states:
                ask = asked.ask(tx, by_slack_id(tx, one).person, kind, value)
                if state == "confirmed":
                    asked.confirm(tx, ask, second)
                if state == "gone":
                    asked.withdraw(tx, ask.by, ask)
                found[kind, one, state] = ask.id
    return found


def _paper(tx):
    return {
        "person": by_slack_id(tx, "U0ERIN").person,
        "action": "buy",
        "quantity": 300,
        "approved_at": "2027-02-19T15:00:00+00:00",
        "approved_by": by_slack_id(tx, "U0CEO").person,
        "office": "ceo",
        "corrects": None,
        "form": None,
        "operator": None,
    }


def sign_policy(tx):
    """Record a document that everybody signs: each in both states, by names that are known."""
    for at, (number, state) in enumerate(SIGNED.items()):
        due = market_day(tx.now) + timedelta(days=30)
        before = f"DOCUMENT{at - 1}" if at else None
        at_ = tx.now - timedelta(minutes=10 - at)
        document = DocumentFound(number, at_, "test", state, "0" * 64, None, due, before)
        rows.add(tx, document, "Keep it.")
        found = RoundFound(document, numbered(at_, due, 0))
        for one in people(tx):
            row = AcknowledgementRow(
                id=signed_id(one.slack_id, state),
                at=tx.now,
                by=one.slack_id,
                person=one.person,
                document=number,
                round=found.id,
                sha256=document.sha256,
                statements='["read", "comply"]',
                signature=one.name,
                name=one.name,
                signed_on=market_day(tx.now),
            )
            records.add(tx, row)
            if state == "initialled":
                rows.initial(tx, row.id, one, "cfo", "AB")
    tx.log("acknowledgement:asked", actor="test", open={})


SIGNED = {"DOCUMENT0": "initialled", "DOCUMENT1": "waits"}


def signed_id(slack_id, state):
    return f"{slack_id}:{state}"


def write_cases(tx, about, handlers):
    """Write an open and a closed case about each; by whom it is about and how it stands.

    ``handlers`` handle cases, or step in: a case about one of them is about all of them here,
    so that none of them has another's to look at.
    """
    found = {}
    for one in about:
        named = {one, *handlers} if one in handlers else {one}
        people = [by_slack_id(tx, each).person for each in sorted(named)]
        for state in ("open", "closed"):
            value = {"why": "hand", "broken": [], "people": people, "requests": [], "form": None}
            case = case_rows.write(tx, SYSTEM, value)
            if state == "closed":
                end = {"text": "Done.", "people": [], "requests": [], "settled": "no_breach"}
                case_rows.note(tx, SYSTEM, case, end, form=None)
            found[one, state] = case
    return found


def write_questions(tx, askers, officer):
    """Write an open and an answered question of everybody's; by whose it is and how it stands."""
    found, answerer = {}, by_slack_id(tx, officer).person
    for one in askers:
        for state in ("open", "answered"):
            asked_ = question_rows.ask(tx, by_slack_id(tx, one).person, "May I?", None, None)
            if state == "answered":
                question_rows.answer(tx, answerer, asked_.id, "Yes.")
            found[one, state] = asked_.id
    return found


async def fill(world, everybody, confirmer, handlers):
    """Let everybody have asked for what takes a second person; some of it a month ago.

    And open cases about everybody.
    """
    clock, database, now = world.company.clock, world.company.database, world.company.clock.now()
    clock.move(now - asked.LASTS)
    for states in (("expired",), ("waits", "confirmed", "gone")):
        world.asks |= await database.run(
            lambda tx, states=states: write(tx, everybody, confirmer, states)
        )
        clock.move(now)
    world.questions = await database.run(lambda tx: write_questions(tx, everybody, confirmer))
    world.cases = await database.run(lambda tx: write_cases(tx, everybody, handlers))

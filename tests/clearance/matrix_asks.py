"""Asks that take a second person, and cases, in every state: for the matrix of authority.

They are written down as they are once their asker was in office, whatever role the person has
when the matrix is asked.
"""

from clearance import asked, case_rows, paper, question_rows, removing
from clearance.authority import SYSTEM
from clearance.people import by_slack_id
from clearance.productions import KIND, value_of
from clearance.shown_productions import ProductionSaid

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

"""Asks that take a second person, in every state, by everybody: for the matrix of authority.

They are written down as they are once their asker was in office, whatever role the person has
when the matrix is asked.
"""

from clearance import asked
from clearance.people import by_slack_id
from clearance.productions import KIND, value_of
from clearance.shown_productions import ProductionSaid

STATES = ("waits", "confirmed", "expired", "gone")
VALUES = {KIND: value_of(ProductionSaid("SEC", "HO-1"))}


def write(tx, askers, confirmer, states):
    """Write an ask of each kind for each asker and state; by kind, asker and state their ids."""
    found, second = {}, by_slack_id(tx, confirmer).person
    for kind, value in VALUES.items():
        for one in askers:
            for state in states:
                ask = asked.ask(tx, by_slack_id(tx, one).person, kind, value)
                if state == "confirmed":
                    asked.confirm(tx, ask, second)
                if state == "gone":
                    asked.withdraw(tx, ask.by, ask)
                found[kind, one, state] = ask.id
    return found

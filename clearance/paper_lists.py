"""Clearances from paper as a list: the opening balance at once, later ones by two people."""

from clearance import paper
from clearance.facts import Ground
from clearance.lists import LineProblem
from clearance.opening_clearances import (
    STOPPED,
    PaperClearance,
    read_clearances,
)
from clearance.people import by_slack_id
from clearance.shown import No
from clearance.shown_paper import PaperSaid
from storage import requests
from storage.tx import Tx

NAME_WHO = (
    "People have asked in Slack already, so that this is no opening balance: name with --by who "
    "asks for it (an officer or compliance). A second person confirms each line in Slack."
)
NOT_ENTERED = {
    "not_an_officer": "Only an officer or compliance asks for this: name them with --by.",
    "own_paper": "Nobody enters their own clearance: name another with --by.",
    "paper_again": "This clearance is on the record, or waits to be confirmed, already.",
    "paper_approver": "This person may not decide that request: name who approved it.",
    "nobody_to_agree": "There is no second person who could confirm it: fill the seat.",
}


def is_opening(tx: Tx) -> bool:
    """Say whether nobody has asked in Slack yet."""
    return not requests.any_from_slack(tx)


def ask_all(
    ground: Ground, tx: Tx, text: str, by: str | None, operator: str, *, stopped: bool = False
) -> int | tuple[LineProblem, ...]:
    """Ask for every line of a list to be entered, or for none; returns for how many."""
    if stopped:
        return (LineProblem(1, "approved_at", STOPPED),)
    if by is None:
        return (LineProblem(1, "", NAME_WHO),)
    asker = by_slack_id(tx, by)
    if asker is None or not asker.serves:
        return (LineProblem(1, "", NOT_ENTERED["not_an_officer"]),)
    read = read_clearances(tx, ground, text)
    if isinstance(read, tuple):
        return read
    wrong = []
    for line, entry in enumerate(read, 2):
        done = paper.ask(
            tx, ground, asker, _said(entry), operator=operator, corrects=entry.corrects or None
        )
        if isinstance(done, No):
            wrong.append(LineProblem(line, "", NOT_ENTERED.get(done.reason, done.reason)))
    if wrong:
        raise NotAskedError(tuple(wrong))
    return len(read)


class NotAskedError(Exception):
    """Some line cannot be asked for: the transaction is given up, and nothing is written."""

    def __init__(self, problems: tuple[LineProblem, ...]) -> None:
        super().__init__("some line cannot be asked for")
        self.problems = problems


def _said(entry: PaperClearance) -> PaperSaid:
    return PaperSaid(
        slack_id=entry.person.slack_id,
        action=entry.trade.action,
        quantity=entry.trade.quantity,
        approved_at=entry.approved_at,
        approved_by=entry.approved_by.slack_id,
    )

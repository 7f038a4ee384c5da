"""What an envelope turns out to be about, once its person opens it."""

from collections.abc import Callable
from typing import Any

from clearance import (
    acknowledged,
    asked,
    cases,
    delegates,
    filing_list,
    keeping,
    looking,
    owed,
    paper,
    people_changes,
    plan_filed,
    plan_sheets,
    productions,
    questions,
    related_answers,
    undelivered,
    window_notices,
)
from clearance.facts import Ground
from clearance.notices import DIGEST, NOTICE
from clearance.people import PersonFound
from clearance.restrictions import reading
from clearance.restrictions.acts import Look
from clearance.shown import No, PlanShown, RequestShown
from clearance.shown_cases import CaseShown
from clearance.shown_changes import ChangeShown
from clearance.shown_delegates import DelegatesSheet
from clearance.shown_filings import FilingList
from clearance.shown_keeping import KeepingShown
from clearance.shown_paper import PaperShown
from clearance.shown_plans import PlanFiled
from clearance.shown_productions import ProductionShown
from clearance.shown_pulls import PullCame
from clearance.shown_questions import QuestionShown
from clearance.shown_related import RelatedAsked, RelatedList
from clearance.shown_restrictions import RestrictionOpened
from clearance.shown_undelivered import UndeliveredShown
from storage import deliveries
from storage.tx import Tx

#: What an envelope may turn out to be about.
Opened = (
    RequestShown
    | PlanShown
    | PlanFiled
    | ChangeShown
    | PaperShown
    | ProductionShown
    | PullCame
    | QuestionShown
    | RelatedAsked
    | RelatedList
    | RestrictionOpened
    | acknowledged.Opened
    | CaseShown
    | KeepingShown
    | UndeliveredShown
    | FilingList
    | DelegatesSheet
    | owed.Opened
    | window_notices.WindowTold
)


def opened(tx: Tx, ground: Ground, person: PersonFound, delivery_id: str) -> Opened | No:
    """Return what an envelope is about, to the person whom it was sent to."""
    found = deliveries.find(tx, delivery_id)
    theirs = found is not None and found.conversation == person.slack_id
    if found is not None and theirs and found.about["what"] == deliveries.REMOVED:
        return No("record_removed")
    if found is not None and theirs and found.about["what"] == DIGEST:
        return owed.opened(tx, ground, person)
    if found is None or not theirs or found.about.get("what") != NOTICE:
        return No("not_found")
    about = found.about
    for kind, show in _ABOUT.items():
        if kind in about:
            return show(tx, ground, person, about)
    raise LookupError("an envelope is about something that is known")


def _about_own(tx: Tx, ground: Ground, person: PersonFound, about: dict[str, Any]) -> Opened | No:
    request = looking.own(tx, person, about["request"])
    return request if isinstance(request, No) else looking.one(tx, ground, request)


def _about_ask(tx: Tx, ground: Ground, person: PersonFound, about: dict[str, Any]) -> Opened | No:
    kind = asked.kind_of(tx, about["asked"])
    return _ASKED[kind or ""](tx, ground, person, about["asked"])


#: What takes a second person, by its kind.
_ASKED: dict[str, Callable[[Tx, Ground, PersonFound, str], Opened | No]] = {
    productions.KIND: productions.one,
    paper.KIND: paper.one,
    **dict.fromkeys(keeping.KINDS, keeping.one),
}
#: What an envelope's sealed part names, and what shows it.
_ABOUT: dict[str, Callable[[Tx, Ground, PersonFound, dict[str, Any]], Opened | No]] = {
    "acknowledgement": lambda tx, ground, person, about: acknowledged.opened(
        tx, ground, person, *about["acknowledgement"]
    ),
    "register": lambda tx, ground, person, about: reading.opened(
        Look(tx, ground, ground.book, person), *about["register"]
    ),
    "related": lambda tx, ground, person, about: related_answers.opened(
        tx, ground, person, about["related"], about.get("by")
    ),
    "filing": lambda tx, ground, person, about: plan_filed.one(tx, ground, person, about["filing"]),
    "plan": lambda tx, ground, person, about: plan_sheets.one(tx, ground, person, about["plan"]),
    "case": lambda tx, ground, person, about: cases.one(tx, ground, person, about["case"]),
    "change": lambda tx, ground, person, about: people_changes.one(
        tx, ground, person, about["change"]
    ),
    "delegation": lambda tx, ground, person, _: delegates.sheet(tx, ground, person),
    "asked": _about_ask,
    "question": lambda tx, ground, one_, about: questions.one(tx, ground, one_, about["question"]),
    "pull": lambda _, __, ___, about: PullCame(
        about["pull"], about["way"], about.get("place", ""), about.get("why", "")
    ),
    # The first since there is one reminder of all, the others of those before it.
    **dict.fromkeys(
        ("owed", "unanswered", "overdue"),
        lambda tx, ground, person, _: owed.opened(tx, ground, person),
    ),
    "form": lambda tx, ground, person, _: filing_list.listed(tx, ground, person),
    "undelivered": lambda tx, _, __, about: undelivered.opened(tx, about["undelivered"]),
    "window": lambda tx, ground, _, about: window_notices.opened(tx, ground, about["window"]),
    "request": _about_own,
}

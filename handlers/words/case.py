"""What is said of cases, to whoever handles them."""

from collections.abc import Iterator

from clearance.shown_cases import (
    MOST_PEOPLE,
    MOST_REQUESTS,
    CaseLine,
    CaseRequest,
    CaseShown,
    CaseStep,
    NoteShown,
)
from handlers import words
from handlers.moments import in_new_york, short
from handlers.words import FREE_TEXT
from handlers.words import trade as trade_words
from handlers.words import traded as traded_words

LIST_TITLE = "Cases"
LIST_NONE = "There is no case. A report of a trade outside its clearance opens one by itself."
OPEN_ONES = "Open"
CLOSED_ONES = "Closed"
NEW = "Open a case"
OPEN = words.OPEN
MORE = "Older cases"
LINE = "Case {case}: {people}\nOpened on {at}"
PRIVATE = (
    "Only those who handle cases see this, and nobody sees a case that is about themselves. Do "
    "not pass it on or copy it."
)

SHEET_TITLE = "Case {case}"
ABOUT = "About {people}."
OPENED_BY_REPORT = "Opened on {at} by a report of a trade that {broken}."
OPENED_BY_PAPER = (
    "Opened on {at}: a clearance by phone or on paper was entered that the rules refused as of its "
    "moment."
)
OPENED_BY_HAND = "Opened on {at} by {by}."
OPENED_BY_UNASKED = "Opened on {at} by the report of a trade that {broken}:"
BROKEN = {
    "clearance": "was made without a clearance",
    "quantity": "was larger than cleared",
    "time": "was made before the first or after the last moment of its clearance",
    "statement": "was made without stating that one held no inside information",
}
STANDS_OPEN = "It is open."
STANDS_CLOSED = "It is closed. Notes can still be added."
REQUESTS = "Requests and their steps"
REQUEST = "Request {request} of {person}: {trade}"
REQUEST_REMOVED = "Request {request} of {person}: its record was removed after its time."
MOMENTS = "Cleared from {earliest} to {expires}"
STEP = "{at}  {what}"
STEP_BY = "{at}  {what} ({by})"
ASKED = "Asked for clearance"
REPORTED = "Reported: {quantity:,} at ${price}, traded on {at}"
REPORTED_NOTHING = "Reported: nothing was traded"
REPORTED_OUTSIDE = "{report}; this {broken}"
NOTES = "Notes"
NOTES_OLDER = "Older notes are not shown here. A pull of the case has all of them."
NOTE = "{at}, {by}\n{text}"
NOTE_CORRECTED = "{at}, {by} (corrected below)\n{text}"
NOTE_CORRECTS = "{at}, {by} (corrects an earlier note)\n{text}"
NOTE_CLOSED = "{at}, {by}: closed. {settled}\n{text}"
CORRECT = "Correct"
ADD_NOTE = "Add a note"
CLOSE_CASE = "Close the case"
TO_PULL = (
    "To take it out with its records and proofs, whoever runs this app calls preclear audit "
    "export --case {case}."
)

NEW_TITLE = "Open a case"
NEW_WHY = (
    "For a trade without a clearance, a statement that was not true, or anything else that "
    "has to be looked into. What you name is gathered: requests with all their steps and "
    "reports, people and notes."
)
NOTE_TITLE = "Add a note"
CORRECT_TITLE = "Correct a note"
CORRECTED_TEXT = "The note as it stands, which stays on the record:\n{text}"
CLOSE_TITLE = "Close the case"
CLOSE_WHY = (
    "A closed case stays on the record with everything in it and is not opened again. Notes can "
    "follow, and another case can be opened."
)
LABEL_PEOPLE = "Whom it is about"
HINT_PEOPLE = (
    f"At most {MOST_PEOPLE}. Whose requests you name below is added. None of them is told."
)
LABEL_REQUESTS = "Requests"
HINT_REQUESTS = f"Their ids, with blanks between them, at most {MOST_REQUESTS}."
LABEL_MORE_PEOPLE = "Who else it is about"
LABEL_MORE_REQUESTS = "Further requests"
LABEL_TEXT = "What happened, what was done"
HINT_TEXT = f"At most 1,000 characters. {FREE_TEXT}"
LABEL_SETTLED = "How it was settled"
SETTLED = {
    "no_breach": "There was no breach",
    "dealt_with": "There was a breach, and it was dealt with",
    "passed_on": "It was passed on to counsel, the Audit Committee or an authority",
}
LABEL_CLOSING = "What was found and done"
SUBMIT = "Record"
SUBMIT_CLOSE = "Close it"
ERROR_PEOPLE = f"Choose at most {MOST_PEOPLE} people, all of them on the list of people."
ERROR_NOBODY = "Choose at least one person, or name a request."
ERROR_REQUESTS = f"There is no such request. Name at most {MOST_REQUESTS} ids, such as 7KQ2M9XA."
ERROR_TEXT = "Write 1 to 1,000 characters."
ERROR_OWN = "Nobody handles a case about themselves. Somebody else of compliance can."
ERROR_SETTLED = "Choose how it was settled."
ERROR_CORRECTED = "This note was corrected already. Correct the later one."


def line(case: CaseLine) -> str:
    """Say a case in a line of the list."""
    text = LINE.format(case=case.id, people=", ".join(case.people), at=short(case.at))
    return text if case.settled is None else f"{text}\n{SETTLED[case.settled]}"


def about(case: CaseShown) -> list[str]:
    """Say what a case is about, how it was opened and how it stands."""
    at = in_new_york(case.at)
    if case.why == "report":
        opened = OPENED_BY_REPORT.format(at=at, broken=_broken(case.broken))
    elif case.why == "paper":
        opened = OPENED_BY_PAPER.format(at=at)
    elif case.why == "unasked":
        opened = OPENED_BY_UNASKED.format(at=at, broken=_broken(case.broken))
        opened += "" if case.unasked is None else f"\n{traded_words.unasked(case.unasked)}"
    else:
        opened = OPENED_BY_HAND.format(at=at, by=case.by)
    stands = STANDS_OPEN if case.open else STANDS_CLOSED
    return [ABOUT.format(people=", ".join(case.people)), opened, stands]


def request(one: CaseRequest) -> Iterator[str]:
    """Say a request of a case with its steps, a line each."""
    if one.trade is None:
        yield REQUEST_REMOVED.format(request=one.id, person=one.person)
        return
    yield REQUEST.format(request=one.id, person=one.person, trade=trade_words.trade(one.trade))
    if one.earliest is not None and one.expires is not None:
        yield MOMENTS.format(earliest=short(one.earliest), expires=short(one.expires))
    for step in one.steps:
        form = STEP_BY if step.by else STEP
        yield form.format(at=short(step.at), what=_what(step), by=step.by)


def note(one: NoteShown) -> str:
    """Say a note with who wrote it and when."""
    form = NOTE
    if one.settled is not None:
        form = NOTE_CLOSED
    elif one.corrected:
        form = NOTE_CORRECTED
    elif one.corrects is not None:
        form = NOTE_CORRECTS
    settled = f"{SETTLED[one.settled]}." if one.settled is not None else ""
    return form.format(at=short(one.at), by=one.by, text=one.text, settled=settled)


def _what(step: CaseStep) -> str:
    report = step.report
    if report is None:
        return ASKED if step.state == "pending" else words.outcome(step.state)
    if not report.executions:
        return REPORTED_NOTHING
    said = "; ".join(
        REPORTED.format(quantity=one.quantity, price=one.price, at=short(one.at))
        for one in report.executions
    )
    if not step.outside:
        return said
    return REPORTED_OUTSIDE.format(report=said, broken=_broken(step.outside))


def _broken(names: tuple[str, ...]) -> str:
    return " and ".join(BROKEN[name] for name in names)

"""What is said of acknowledging the policy: to sign, to initial, and of how a round goes."""

from clearance.shown_acknowledgements import (
    AcknowledgementShown,
    DocumentShown,
    Progress,
    ProgressLine,
)
from handlers.moments import day, in_new_york

TITLE = "Acknowledge the policy"
HEAD = "Insider-trading policy, version {version}"
ASKED = "Asked of everybody since {asked}, to be signed by {due}."
LINK = "Read it here: {link}"
HASH = "SHA-256 of the document: {sha256}"
PAGE = "Page {page} of {pages}"
NEXT = "Next page"
BACK = "Page before"
SIGN_ON_LAST = "You sign on the last page."
LABEL_STATEMENTS = "You certify"
STATEMENTS = {
    "read": "I have read this policy and understand it",
    "comply": "I will keep to it for as long as it applies to me",
}
HINT_STATEMENTS = (
    "Both are needed. Questions first? Ask before you sign: “/preclear ask-compliance”. Who does "
    "not keep to the policy can be dismissed for it, whether or not a law was broken."
)
LABEL_SIGNATURE = "Your signature"
HINT_SIGNATURE = "Type your name as it stands here: {name}"
NAME_AND_DATE = "Name: {name}\nDate: {day} (New York)"
SUBMIT = "Sign"
WHERE_TO = (
    "What you sign goes to the officer who approves your trading plans, who initials it. It is "
    "kept with the document's hash, and nobody can change it."
)
ERROR_STATEMENTS = "Make both statements, or ask an officer first: “/preclear ask-compliance”."
ERROR_SIGNATURE = "Type your name as the company's list has it, first and last."

OPEN = "Acknowledge the policy"
OPEN_TO_INITIAL = "Read and initial"
SIGN_FIRST = (
    "Before a request is taken, the policy has to be signed in the round that runs now. You "
    "come back to this form as it is."
)
HOME = "The policy waits for your signature. Please sign by {due}."
HOME_INITIAL = "{count} signed acknowledgements wait for your initials."
HOME_INITIAL_ONE = "A signed acknowledgement waits for your initials."

SHEET_TITLE = "Acknowledgement"
SIGNED = "Signed by {name} on {day} (New York)"
SIGNATURE = "Signature as typed: {signature}"
CERTIFIED = "Certified: {statement}"
VERSION = "Version {version} of the policy"
INITIALLED = "Initialled {initials} by {by} on {at}"
WAITS = "Not initialled yet."
ON_PAPER = "Your acknowledgement on paper of {day} counts in this round. There is nothing to sign."
DONE = "Signed. It goes to the officer who initials it."
INITIAL_DONE = "Initialled. It is kept."
LABEL_INITIALS = "Your initials"
HINT_INITIALS = "One to six letters. They say that you received it."
SUBMIT_INITIALS = "Initial"
ERROR_INITIALS = "Write one to six letters."
OTHERS = "{count} more"
TO_INITIAL = "Waiting for your initials"
TO_INITIAL_LINE = "{name}, signed on {day}"
TO_INITIAL_MORE = "There are more. They move up as you initial these."

PROGRESS = "Who has signed"
PROGRESS_TITLE = "Acknowledgements"
COUNTS = (
    "{missing} have not signed, {waits} wait for initials, {initialled} are initialled, {paper} "
    "on paper."
)
DUE = "Round {round}. Asked on {asked}, due on {due}."
OVERDUE = "It is overdue."
STATES = {
    "missing": "has not signed",
    "waits": "signed on {day}, waits for initials",
    "initialled": "signed on {day}, initialled {initials} by {by}",
    "paper": "on paper, {day}",
}
MORE = "Next page"
TO_EXPORT = (
    "“/preclear acknowledge” lists what waits for your initials. As a table with hashes: whoever "
    "runs this app calls preclear acknowledgements list --csv."
)


def head(document: DocumentShown) -> str:
    """Name the document, and by when it is to be signed."""
    asked = ASKED.format(asked=day(document.asked_on), due=day(document.due_on))
    return f"{HEAD.format(version=document.version)}\n{asked}"


def signed(one: AcknowledgementShown) -> list[str]:
    """Say what somebody signed, and who initialled it."""
    lines = [
        SIGNED.format(name=one.name, day=day(one.signed_on)),
        VERSION.format(version=one.version),
        HASH.format(sha256=one.sha256),
        *(CERTIFIED.format(statement=STATEMENTS[each]) for each in one.statements),
        SIGNATURE.format(signature=one.signature),
    ]
    if one.link is not None:
        lines.insert(2, LINK.format(link=one.link))
    if one.initials is None or one.initialled_at is None:
        return [*lines, WAITS]
    at = in_new_york(one.initialled_at)
    return [*lines, INITIALLED.format(initials=one.initials, by=one.initialled_by or "", at=at)]


def counts(progress: Progress) -> str:
    """Say how many stand how."""
    document = progress.document
    numbers = {name: progress.count(name) for name in ("missing", "waits", "initialled", "paper")}
    lines = [
        HEAD.format(version=document.version),
        DUE.format(round=document.round, asked=day(document.asked_on), due=day(document.due_on)),
        COUNTS.format(**numbers),
        OVERDUE if progress.overdue else "",
    ]
    return "\n".join(filter(None, lines))


def line(one: ProgressLine) -> str:
    """Say how one person stands."""
    found = one.signed
    on = one.on_paper if found is None else found.signed_on
    state = STATES[one.state].format(
        day="" if on is None else day(on),
        initials="" if found is None else found.initials or "",
        by="" if found is None else found.initialled_by or "",
    )
    return f"{one.name}: {state}"


def home_initial(count: int) -> str:
    """Say how many wait for initials."""
    return HOME_INITIAL_ONE if count == 1 else HOME_INITIAL.format(count=count)

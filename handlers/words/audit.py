"""What compliance reads about a pull of the record: the form, the receipt, the download page."""

from collections.abc import Iterator
from typing import Final

from audit.handing_over import Listed, Ordered
from audit.ways import Ways
from clearance.shown_pulls import PullCame
from handlers.moments import day, short

#: So much of a pull's id tells it from others; the file is named by as much.
_SHOWN = 12

TITLE = "The record"
WHY = (
    "A pull is a copy of the record that a stranger can check without trusting us. It holds "
    "every entry that you ask for, the signed checkpoints, a report and the program that "
    "verifies it all. The pull itself is recorded before anything leaves."
)
LABEL_FIRST = "From"
LABEL_LAST = "To"
HINT_FIRST = "A day in New York. Left empty: from the beginning."
HINT_LAST = "This day is included. Left empty: to the end."
LABEL_PERSON = "Whose entries?"
HINT_PERSON = (
    "Left empty: everybody's. For somebody who has left Slack use “preclear audit export”."
)
LABEL_KINDS = "Which entries?"
HINT_KINDS = "Left empty: all of them."
#: What each kind of entries is called (``audit.pulls.KINDS``).
KINDS: Final = {
    "requests": "Requests, from filing to end",
    "decisions": "Decisions alone",
    "people": "List of people, delegates, acknowledgements",
    "releases": "Releases",
    "calendar": "Trading days and blackouts",
    "plans": "Rule 10b5-1 plans",
    "related": "Related persons",
    "transactions": "Transactions and forms entered",
    "pulls": "Pulls of the record",
    "cases": "Cases and questions",
    "restrictions": "Restrictions",
    "system": "The log's own entries",
}
LABEL_REDACTED = "For whom?"
REDACTED: Final = {
    "redacted": "For an outsider: leave the confidential parts closed",
}
HINT_REDACTED = (
    "Open is who asked for what and when. What was decided and why stays sealed in the copy, which "
    "verifies all the same."
)
LABEL_WAY = "Where to?"
WAYS: Final = {
    "download": "A link to download it",
    "folder": "The folder on the server",
    "slack": "Into this conversation",
}
HINT_WAY_SLACK = (
    "Slack keeps what it is given: whoever may export conversations there can read the copy."
)
NO_WAY = (
    "Your company has not said where a copy may go. Whoever runs this app sets PRECLEAR_AUDIT_URL "
    "for downloads or PRECLEAR_AUDIT_FOLDER for a folder, or uses `preclear audit export`."
)
SUBMIT = "Pull"
EARLIER = "Earlier pulls"
PRODUCTIONS = "For an authority"

ERROR_TURNED = "This is before the first day. Choose a later one."
ERROR_DAY = "Choose a day."
ERROR_PERSON = "Nobody of this account is on the list of people. Choose somebody who is."
ERROR_KINDS = "Choose among these kinds."
ERROR_WAY = "Choose where it goes."

DONE_TITLE = "Recorded"
ONE_MORE_TITLE = "One more step"
DONE = "Pull {id} is recorded. The log had {size} entries, and they are signed as they stood then."
DONE_WAY: Final = {
    "download": "You do not have the copy yet. Make a link and download it: the link is good for "
    "one hour. If you close this first, “Earlier pulls” in `/preclear audit` makes another.",
    "folder": "It is being written into the folder {place} on the server. A message comes when it "
    "is there.",
    "slack": "It is being made. It comes into this conversation, and a message says so.",
}
MAKE_LINK = "Make a link"
LINK_TITLE = "Your link"
LINK = "<{url}|Open the download page>"
LINK_WHERE = "The link: {url}"
LINK_CODE = "The page asks for this code: *{code}*"
LINK_NOTE = "Good until {at}, and for five codes that do not match."
LINK_FILE = (
    "Link and code are shown here once and kept nowhere. Do not send one with the other. Whoever "
    "has the file can read what is open in it."
)

LIST_TITLE = "Earlier pulls"
LIST_NONE = "Nobody has pulled the record yet."
LIST_NOTE = "The ten latest, whoever pulled them. Only your own can be had again."
AGAIN = "Get it again"
PULLED = "{at}: {by}\n{what}. {way}. Pull {id}."
EVERYTHING = "All entries"
FROM, TO = "from {day}", "to {day}"
WHOSE = "about {name}"
OF_REQUEST = "The proof of request {request}"
OF_CASE = "Case {case} and what it gathers"
FOR_OUTSIDER = "confidential parts closed"
WENT: Final = {
    "download": "To download",
    "folder": "Into the folder on the server",
    "slack": "Into the conversation",
}

CAME_TITLE = "A pull"
CAME: Final = {
    "folder": "Pull {id} is in the folder {place} on the server, complete.",
    "slack": "Pull {id} is the file {place} in this conversation.",
}
NOT_MADE = "Pull {id} could not be made, and nothing of it left."
NOT_MADE_WHY: Final = {
    "folder": "The folder on the server could not be written to. Whoever runs this app finds why "
    "with `preclear doctor`. Then pull again.",
    "slack": "Slack would not take the file. Whoever runs this app finds why with `preclear "
    "doctor`. Then pull again, or another way.",
    "too_large": "The copy is larger than the 1 GB that Slack takes. Pull fewer days or kinds, or "
    "choose another way.",
    "not_yours": "You may not have it any more. Ask whoever keeps the list of people.",
    "not_understood": "Something broke on our side. Pull again; if it breaks again, tell whoever "
    "runs this app.",
}

PAGE_TITLE = "Download the record"
PAGE_SAID = "Write the code that Slack showed you with this link. The download begins at once."
PAGE_LABEL = "Code"
PAGE_BUTTON = "Download"
PAGE_NOTE = (
    "A link is good for one hour and for five codes that do not match. Each download is "
    "recorded before it begins."
)
PAGE_REFUSED = (
    "That did not work. The link or the code does not match, the hour is over, or there were "
    "too many tries. In Slack, /preclear audit makes a new link."
)
PAGE_BUSY = "Too many downloads are under way. Wait a few minutes and write the code again."
PAGE_AWAY = "The record cannot be read just now. Wait a few minutes and write the code again."


def done(ordered: Ordered, ways: Ways) -> Iterator[str]:
    """Say that a pull is recorded, and what follows."""
    pull = ordered.pull
    yield DONE.format(id=shown_id(pull.id), size=f"{ordered.size:,}")
    place = "" if ways.folder is None else ways.folder.name
    yield DONE_WAY[pull.way].format(place=place)


def listed(one: Listed) -> str:
    """Say an earlier pull: when and by whom, what of it, and where it went."""
    pull = one.pull
    return PULLED.format(
        at=short(pull.at),
        by=one.by,
        what=", ".join(_what(one)),
        way=WENT[pull.way],
        id=shown_id(pull.id),
    )


def _what(one: Listed) -> Iterator[str]:
    wanted = one.pull.wanted
    if wanted.request is not None:
        yield OF_REQUEST.format(request=wanted.request)
        return
    if wanted.case is not None:
        yield OF_CASE.format(case=wanted.case)
        return
    kinds = [KINDS[kind] for kind in KINDS if kind in wanted.kinds]
    yield ", ".join(kinds) if kinds else EVERYTHING
    if one.about is not None:
        yield WHOSE.format(name=one.about)
    if wanted.first is not None:
        yield FROM.format(day=day(wanted.first))
    if wanted.last is not None:
        yield TO.format(day=day(wanted.last))
    if wanted.redacted:
        yield FOR_OUTSIDER


def came(one: PullCame) -> Iterator[str]:
    """Say where a pull is, or that it could not be made, and why."""
    if one.place:
        yield CAME[one.way].format(id=shown_id(one.pull), place=one.place)
        return
    yield NOT_MADE.format(id=shown_id(one.pull))
    yield NOT_MADE_WHY.get(one.why, NOT_MADE_WHY["not_understood"])


def shown_id(pull: str) -> str:
    """Shorten a pull's id as people read it; its file is named by the same."""
    return pull[:_SHOWN]

"""What is said of removing what is old, of legal holds, and of who confirms either."""

from clearance.shown_keeping import HoldShown, KeepingShown, RemovalShown
from handlers.moments import day, in_new_york

TITLE = "To be confirmed"
CONFIRM = "Confirm"
ASKED = "Asked for by {by} on {at}. It can be confirmed until {until}."
CONFIRMED = "Confirmed by {by}."
OWN = "Somebody else has to confirm what you have asked for."
EXPIRED = "Nobody confirmed this in time. It has to be asked for anew."

REMOVE = (
    "The records of {requests:,} requests that ended before {day} are to be removed, with "
    "{entries:,} entries of the log."
)
REMOVE_YEAR = "Asked in {year}: {requests:,} requests, {entries:,} entries"
REMOVE_STAYS = "{count:,} other requests as old as that stay, because something rests on them."
REMOVE_HOW = (
    "What was asked, decided and reported is gone from the database then, for good: the facts, "
    "the statements, the decisions, the messages. Each entry of the log leaves its hash, so that "
    "the rest still verifies. What a legal hold covers by then stays. Backups and bundles that "
    "were made before are not touched."
)
REMOVE_SURE = (
    "Confirm only if you know of no lawsuit, inquiry or request by an authority for which "
    "these records could matter, and expect none. If in doubt, ask counsel first."
)
REMOVE_DONE = "Recorded. Whoever runs this app can carry it out now."
LIFT = "A legal hold is to be lifted."
LIFT_OF = {
    "person": "It covers what {name} asked or decided.",
    "request": "It covers request {name}.",
    "all": "It covers every record.",
}
LIFT_REFERENCE = "Reference: {reference}"
LIFT_SET = "Set by {by} on {at}."
LIFT_HOW = "What it covers can be removed after that, once its time is over and two people agree."
LIFT_SURE = (
    "Confirm only if counsel has said that the matter is over. If in doubt, confirm nothing."
)
LIFT_DONE = "Recorded. The hold is lifted."
LIFTED = "This hold is lifted already."
PRIVATE = "Keep this to yourself. Above all tell nobody whose records these are."

CLI_GOES = "Ended before {day}, and may be removed: {requests:,} requests."
CLI_YEAR = "  asked in {year}  {requests:>9,} requests  {entries:>9,} entries of the log"
CLI_STAYS = {
    "live": "{count:,} stay: something of them is still to be done.",
    "held": "{count:,} stay: a legal hold covers them.",
    "case": "{count:,} stay: a case needs them.",
    "needed": "{count:,} stay: a plan that may still trade, or a later request, rests on them.",
}
CLI_ASK = "Nothing was changed. To ask for it: preclear audit retain --before {day} --by SLACK_ID"
CLI_NOTHING = "There is nothing to remove, so nothing was asked for."
CLI_ASKED = (
    "Asked for as {id}. An officer, or the Audit Committee's chair, confirms it in Slack until "
    "{until}. Then: preclear audit retain --carry-out {id}"
)
CLI_STATE = {
    "waits": "It was not confirmed yet: the people who were asked confirm it in Slack.",
    "expired": "Nobody confirmed it in time: ask anew with `preclear audit retain --by`.",
    "gone": "It was taken back: ask anew with `preclear audit retain --by`.",
    "confirmed": "It was confirmed and is not on record: ask whoever runs the database.",
}
CLI_SO_FAR = "{requests:,} requests removed, {entries:,} entries …"
CLI_BROKEN_OFF = (
    "{requests:,} requests were removed before that, whole and on record. Give "
    "`preclear audit retain --carry-out {id}` again: it goes on where it was."
)
CLI_REMOVED = (
    "{requests:,} requests removed with {entries:,} entries of the log; {messages:,} messages "
    "emptied."
)
CLI_COPIES = (
    "Backups and bundles made before still hold it: destroy those whose time is over. On "
    "PostgreSQL the old rows stay in its files until VACUUM."
)
CLI_LOG_BUSY = (
    "SQLite's write-ahead log could not be emptied, as another process reads from it: stop the "
    "bot and give this command again. Nothing more is removed by that."
)
CLI_HELD = "Held as {id}, from now on."
CLI_LIFT_ASKED = (
    "Asked for. A second person confirms it in Slack until {until}; the hold stands meanwhile."
)
CLI_NO_HOLD = "No hold is in force."
CLI_OF = {"person": "person: {which}", "request": "request {which}", "all": "everything"}


def lines(shown: KeepingShown) -> list[str]:
    """Say what was asked for, a paragraph a thing."""
    if isinstance(shown.what, RemovalShown):
        said = _removal(shown.what)
    elif shown.what is not None:
        said = _lifting(shown.what)
    else:
        said = [LIFTED]
    until = in_new_york(shown.expires_at)
    at = in_new_york(shown.asked_at)
    said.append(ASKED.format(by=shown.asked_by, at=at, until=until))
    if shown.confirmed_by is not None:
        said.append(CONFIRMED.format(by=shown.confirmed_by))
    elif shown.state == "expired":
        said.append(EXPIRED)
    elif shown.own:
        said.append(OWN)
    return said


def sure(shown: KeepingShown) -> str:
    """Say when to confirm it, and when not."""
    return REMOVE_SURE if isinstance(shown.what, RemovalShown) else LIFT_SURE


def done(shown: KeepingShown) -> str:
    """Say what a confirmation did."""
    return REMOVE_DONE if isinstance(shown.what, RemovalShown) else LIFT_DONE


def _removal(what: RemovalShown) -> list[str]:
    before = day(what.before)
    years = [
        REMOVE_YEAR.format(year=year, requests=requests, entries=entries)
        for year, requests, entries in what.years
    ]
    stays = [REMOVE_STAYS.format(count=what.stays)] if what.stays else []
    return [
        REMOVE.format(requests=what.requests, entries=what.entries, day=before),
        "\n".join(years),
        *stays,
        REMOVE_HOW,
    ]


def _lifting(what: HoldShown) -> list[str]:
    return [
        f"{LIFT} {LIFT_OF[what.of].format(name=what.name)}",
        LIFT_REFERENCE.format(reference=what.reference),
        LIFT_SET.format(by=what.by, at=in_new_york(what.at)),
        LIFT_HOW,
    ]

"""Rounds of acknowledgement: begun by a document or an anniversary, called to mind, kept up with.

Whoever runs the program records a document, and everybody who serves is asked, in the morning
where they are. The next rounds and every morning's reminders are timers, each of which sets the
next one; a round itself begins at its instant whether or not a timer is late.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Final

from clearance import acknowledgement_rows as rows
from clearance.acknowledgement_notices import (
    all_signed,
    by_day,
    missing,
    notify,
    remind_to_initial,
    tell_keepers,
    told_at,
)
from clearance.acknowledgement_rows import DocumentFound, RoundFound, Signed
from clearance.acknowledging import document_of, shown, waiting_for
from clearance.authority import SYSTEM
from clearance.authority_around import acknowledgement_keepers
from clearance.away import local_day
from clearance.facts import Ground
from clearance.lists import NotRecorded
from clearance.matters import SIGN, call_to_mind
from clearance.mornings import first_morning
from clearance.notices import MORNING, ROUND, TIMER
from clearance.people import DEFAULT_ZONE, PersonFound, people
from clearance.shown import No
from clearance.shown_acknowledgements import Progress, ProgressLine, State
from clearance.typed import is_one_line
from policy.acknowledgement import numbered, reminder, round_at
from policy.instants import market_day, on_the_clock
from storage import records
from storage.tables_acknowledged import PolicyDocumentRow
from storage.tx import Tx

LONGEST_VERSION: Final = 60
LONGEST_LINK: Final = 500
LONGEST_TEXT: Final = 150_000
DAYS_TO_SIGN: Final = timedelta(days=30)
#: A round is due before the next one begins.
_LONGEST_DUE: Final = timedelta(days=364)
_ONE_DAY: Final = timedelta(days=1)
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_LINK: Final = re.compile(r"https://[^\s<>|\"]+")
STANDS: Final[tuple[State, ...]] = ("missing", "waits", "initialled", "paper")


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document as the operator names it; ``again`` asks for the one in force once more."""

    version: str
    sha256: str
    link: str | None = None
    text: str | None = None
    due_on: date | None = None
    again: bool = False


def ask(tx: Tx, ground: Ground, entry: DocumentEntry, by: str) -> RoundFound | NotRecorded:
    """Record a document of the policy: everybody is asked to sign it, whatever they signed."""
    today = market_day(tx.now)
    due_on = entry.due_on or today + DAYS_TO_SIGN
    before = rows.documents(tx)
    wrong = _wrong(entry, before) or _due_wrong(due_on, today)
    if wrong is not None:
        return NotRecorded(wrong)
    document = DocumentFound(
        id=records.new_id(tx, PolicyDocumentRow),
        at=tx.now,
        by=by,
        version=entry.version,
        sha256=entry.sha256,
        link=entry.link,
        due_on=due_on,
        replaces=before[-1].id if before else None,
    )
    ended = rows.round_in_force(tx)
    if ended is not None:
        _end(tx, ground, ended)
    rows.add(tx, document, entry.text)
    found = _numbered(document, 0)
    _begun(tx, found, by)
    morning(tx, ground, document.id)
    return found


def begin(tx: Tx, ground: Ground, document: str, number: int) -> None:
    """Begin a document's next round, at its anniversary, unless a newer document is in force."""
    now = rows.round_in_force(tx)
    if now is None or now.document.id != document:
        return
    _end(tx, ground, _numbered(now.document, number - 1))
    _begun(tx, _numbered(now.document, number), SYSTEM)
    morning(tx, ground, document)


def morning(tx: Tx, ground: Ground, document: str) -> None:
    """Ask and remind whoever it is day for, and set the timer of the next morning anywhere."""
    found = rows.round_in_force(tx)
    if found is None or found.document.id != document:
        return
    everybody = [one for one in people(tx) if one.serves]
    unsigned = missing(tx, found, everybody)
    by_now = [one for one in everybody if by_day(tx, ground, one)]
    for one in by_now:
        if one in unsigned:
            _remind(tx, ground, one, found)
        for waits in waiting_for(tx, ground, one, everybody)[:1]:
            remind_to_initial(tx, ground, one, waits)
    if unsigned and market_day(tx.now) > found.round.due_on:
        tell_keepers(tx, ground, found.id, by_now, "overdue")
    all_signed(tx, ground, found, everybody)
    zones = {one.zone for one in everybody} or {DEFAULT_ZONE}
    when = first_morning(tx.now, zones, ground.calendar)
    key = f"timer:{MORNING}:{document}:{when.timestamp():.0f}"
    tx.at(when, key, {"what": TIMER, "timer": MORNING, "document": document})


def progress(
    tx: Tx, ground: Ground, viewer: PersonFound, round_: str | None = None
) -> Progress | No:
    """Return how a round goes, the one in force unless named, to who keeps the file."""
    everybody = people(tx)
    if viewer not in acknowledgement_keepers(everybody, ground.policy):
        return No("not_an_officer")
    found = rows.round_in_force(tx) if round_ is None else rows.round_of(tx, round_)
    return No("no_policy_document") if found is None else progress_of(tx, found, everybody)


def progress_of(tx: Tx, found: RoundFound, everybody: Sequence[PersonFound]) -> Progress:
    """Return how a round goes: everybody who serves now, who has not signed first."""
    signed, today = rows.of_round(tx, found.id), market_day(tx.now)
    lines = [_line(tx, one, signed.get(one.person), found) for one in everybody if one.serves]
    lines.sort(key=lambda line: STANDS.index(line.state))
    overdue = today > found.round.due_on and any(one.state == "missing" for one in lines)
    return Progress(document_of(found), overdue, tuple(lines))


def every(tx: Tx) -> list[RoundFound]:
    """Return every round that has begun, oldest first."""
    found, documents = [], rows.documents(tx)
    for at, one in enumerate(documents):
        until = documents[at + 1].at if at + 1 < len(documents) else tx.now
        last = round_at(one.at, one.due_on, until).number
        found += [_numbered(one, number) for number in range(last + 1)]
    return found


def _line(tx: Tx, person: PersonFound, signed: Signed | None, found: RoundFound) -> ProgressLine:
    state: State = "missing"
    on_paper = None
    if signed is not None:
        state = "waits" if signed.initials is None else "initialled"
    elif rows.paper_counts(person, found, market_day(tx.now)):
        state, on_paper = "paper", person.acknowledged_on
    seen = None if signed is None else shown(tx, signed)
    return ProgressLine(person.name, person.slack_id, state, seen, on_paper)


def _begun(tx: Tx, found: RoundFound, by: str) -> None:
    """Record that a round began, and set the timer of the next one."""
    document, following = found.document, _numbered(found.document, found.round.number + 1)
    tx.log(
        "acknowledgement:asked",
        actor=by,
        open={
            "document": document.id,
            "round": found.id,
            "version": document.version,
            "sha256": document.sha256,
            "link": document.link,
            "due_on": found.round.due_on.isoformat(),
            "replaces": document.replaces,
        },
    )
    about = {"timer": ROUND, "document": document.id, "number": following.round.number}
    tx.at(following.round.starts_at, f"timer:{ROUND}:{following.id}", {"what": TIMER, **about})


def _end(tx: Tx, ground: Ground, found: RoundFound) -> None:
    """Tell who keeps the file of a round that ends without everybody's signature."""
    everybody = people(tx)
    if missing(tx, found, everybody):
        tell_keepers(tx, ground, found.id, everybody, "ended")


def _numbered(document: DocumentFound, number: int) -> RoundFound:
    return RoundFound(document, numbered(document.at, document.due_on, number))


def _remind(tx: Tx, ground: Ground, person: PersonFound, found: RoundFound) -> None:
    """Ask somebody once, and call it to mind on later days; never twice on a day."""
    about, today = ("sign", found.id), local_day(tx.now, person)
    asked_at = told_at(tx, person, about, "asked")
    due = reminder(found.round, today)
    if asked_at is None:
        notify(tx, ground, person, about, "asked")
    elif due is not None and local_day(asked_at, person) < today:
        last = on_the_clock(found.round.due_on + _ONE_DAY, time())
        name = f"{found.id}:{due}"
        call_to_mind(tx, ground, person, SIGN, asked_at, until=last, once=name)


def _wrong(entry: DocumentEntry, before: Sequence[DocumentFound]) -> str | None:
    if not is_one_line(entry.version, LONGEST_VERSION):
        return f"--version: name the document's version, at most {LONGEST_VERSION} characters."
    if _SHA256.fullmatch(entry.sha256) is None:
        return "--sha256: write the SHA-256 of the document, 64 digits 0-9 and a-f."
    if entry.link is not None and not _is_link(entry.link):
        return f"--link: write an https address, at most {LONGEST_LINK} characters."
    if entry.text is None and entry.link is None:
        return "The document is no text that Slack can show: say with --link where people read it."
    if entry.text is not None and not 0 < len(entry.text.strip()) <= LONGEST_TEXT:
        return f"--document: a text has 1 to {LONGEST_TEXT:,} characters; give a longer one a link."
    return _known(entry, before)


def _is_link(link: str) -> bool:
    return len(link) <= LONGEST_LINK and _LINK.fullmatch(link) is not None


def _known(entry: DocumentEntry, before: Sequence[DocumentFound]) -> str | None:
    """Refuse a version that is on record, but for the one in force where it is asked again."""
    same = [one for one in before if one.version == entry.version]
    if any(one.sha256 != entry.sha256 for one in same):
        return (
            f"--version: {entry.version} is on record with another document. Give this one a "
            "version of its own."
        )
    if same and not entry.again:
        return (
            f"--version: {entry.version} is on record already. To ask everybody to sign it once "
            "more, say --again."
        )
    return None


def _due_wrong(due_on: date, today: date) -> str | None:
    if today < due_on <= today + _LONGEST_DUE:
        return None
    return "--due: name a day after today and within a year, New York's."

"""Blackout periods that the company has moved in writing, and the periods as they stand.

Policy, "Black-Out Periods": the period runs as it says "unless otherwise communicated in
writing by the Company". So a change names the writing that it rests on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from clearance.ending import sweep, tell_shortened
from clearance.facts import Ground, Grounds
from clearance.lists import NotRecorded, wrong_quarter_end, wrong_reference
from clearance.notices import set_blackout_timer
from clearance.typed import LONGEST_SOURCE, is_text
from policy.blackouts import Period, blackout_starts_at
from policy.facts import Override
from policy.instants import market_day, market_time
from policy.quarters import next_quarter_end, quarters_of
from storage import records
from storage.tables import BlackoutChangeRow
from storage.tx import Tx

Kind = Literal["moved", "void"]

LIST = "preclear blackouts list"
#: A notice reaches no further: a later day is a slip of the pen.
FARTHEST_END = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class BlackoutEntry:
    """A quarter's blackout to be moved: what is None stays as the policy says.

    A correction says the whole: what it leaves out goes back to the policy's words.
    """

    quarter_end: date
    source: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class PeriodShown:
    """A blackout as it stands; ``before_record`` where no report reaches back so far."""

    period: Period
    moved_by: BlackoutChangeRow | None
    before_record: bool


def move_blackout(
    grounds: Grounds, tx: Tx, entry: BlackoutEntry, by: str, *, office: str | None = None
) -> str | NotRecorded:
    """Record that a blackout was moved in writing; returns the record's id.

    ``office`` is that in which somebody acts who does so in Slack.

    What the window does not carry any more is ended in the same transaction, and whoever
    has to stop sooner than they were told gets an envelope.
    """
    wrong = _wrong(grounds, tx, entry)
    if wrong is not None:
        return wrong
    return _record(grounds, tx, entry, "moved", (by, office))


def take_back(
    grounds: Grounds,
    tx: Tx,
    replaces: str,
    source: str,
    by: str,
    *,
    office: str | None = None,
) -> str | NotRecorded:
    """Record that a change no longer holds: the policy's own words do again."""
    if not is_text(source, LONGEST_SOURCE):
        return NotRecorded(NO_SOURCE, "blackout_source")
    wrong = wrong_reference(tx, BlackoutChangeRow, replaces, LIST)
    before = records.find(tx, BlackoutChangeRow, replaces)
    if wrong is None and before is not None and before.kind == "void":
        wrong = f"{replaces} takes a change back; there is nothing to take back in it."
    if wrong is not None or before is None:
        return NotRecorded(wrong or "", "calendar_record")
    entry = BlackoutEntry(before.quarter_end, source, replaces=replaces)
    return _record(grounds, tx, entry, "void", (by, office))


def periods(tx: Tx, ground: Ground) -> list[PeriodShown]:
    """Return the blackouts of this fiscal year and the next as they stand, in order."""
    year_end = ground.policy.issuer.fiscal_year_end
    today = market_day(tx.now)
    year = today.year if quarters_of(year_end, today.year)[-1] >= today else today.year + 1
    both = [quarter_end for one in (year, year + 1) for quarter_end in quarters_of(year_end, one)]
    return of_quarters(tx, ground, both)


def of_quarters(tx: Tx, ground: Ground, quarter_ends: Iterable[date]) -> list[PeriodShown]:
    """Return the blackouts of these quarters as they stand."""
    blackouts, changes = ground.blackouts, {row.quarter_end: row for row in _in_force(tx)}
    return [
        PeriodShown(
            blackouts.period(quarter_end, tx.now),
            changes.get(quarter_end),
            blackouts.is_before_record(quarter_end),
        )
        for quarter_end in quarter_ends
    ]


def _record(
    grounds: Grounds, tx: Tx, entry: BlackoutEntry, kind: Kind, who: tuple[str, str | None]
) -> str:
    before, (by, office) = grounds.at(tx), who
    row = BlackoutChangeRow(
        id=records.new_id(tx, BlackoutChangeRow),
        quarter_end=entry.quarter_end,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at,
        kind=kind,
        source=entry.source,
        at=tx.now,
        by=by,
        replaces=entry.replaces,
    )
    records.add(tx, row)
    tx.log("blackout_change:recorded", actor=by, open=_open_part(row, office), sealed={})
    after = grounds.at(tx)
    sweep(tx, after)
    tell_shortened(tx, before, after, f"moved:{row.id}")
    starts_at = _start(after, entry)
    if starts_at > tx.now:
        set_blackout_timer(tx, row.id, starts_at)
    return row.id


def _open_part(row: BlackoutChangeRow, office: str | None) -> dict[str, object]:
    return ({} if office is None else {"office": office}) | {
        "id": row.id,
        "quarter_end": row.quarter_end.isoformat(),
        "starts_at": row.starts_at and row.starts_at.isoformat(),
        "ends_at": row.ends_at and row.ends_at.isoformat(),
        "kind": row.kind,
        "source": row.source,
        "replaces": row.replaces,
    }


def _in_force(tx: Tx) -> list[BlackoutChangeRow]:
    return [row for row in records.in_force(tx, BlackoutChangeRow) if row.kind == "moved"]


def _start(ground: Ground, entry: BlackoutEntry) -> datetime:
    moved = Override(entry.quarter_end, entry.starts_at, entry.ends_at)
    return blackout_starts_at(entry.quarter_end, ground.policy, moved)


NO_SOURCE = (
    "Say which writing moves it, such as the notice and its day, in 1 to 1,000 characters that can "
    "be read."
)


def _wrong(grounds: Grounds, tx: Tx, entry: BlackoutEntry) -> NotRecorded | None:
    if not is_text(entry.source, LONGEST_SOURCE):
        return NotRecorded(NO_SOURCE, "blackout_source")
    if entry.starts_at is None and entry.ends_at is None:
        said = "Say when it starts with --starts-at, or when it ends with --ends-at, or both."
        return NotRecorded(said, "blackout_moments")
    wrong = wrong_quarter_end(entry.quarter_end, grounds.policy.issuer.fiscal_year_end)
    if wrong is not None:
        return NotRecorded(wrong, "calendar_quarter")
    ground = grounds.at(tx)
    if ground.blackouts.is_before_record(entry.quarter_end):
        said = (
            f"The blackout of the quarter that ends on {entry.quarter_end} counts as ended: the "
            "reports on record are of later quarters."
        )
        return NotRecorded(said, "blackout_over")
    return _wrong_reference(tx, entry) or _wrong_moments(ground, tx, entry)


def _wrong_reference(tx: Tx, entry: BlackoutEntry) -> NotRecorded | None:
    if entry.replaces is not None:
        wrong = wrong_reference(tx, BlackoutChangeRow, entry.replaces, LIST)
        before = records.find(tx, BlackoutChangeRow, entry.replaces)
        if wrong is None and before is not None and before.quarter_end != entry.quarter_end:
            wrong = f"{entry.replaces} is of the quarter that ends on {before.quarter_end}."
        if wrong is not None:
            return NotRecorded(wrong, "calendar_record")
    for row in _in_force(tx):
        if row.quarter_end == entry.quarter_end and row.id != entry.replaces:
            said = (
                f"The blackout of the quarter that ends on {entry.quarter_end} was moved "
                f"already: correct that record with --replaces {row.id}, saying all of it."
            )
            return NotRecorded(said, "blackout_moved", {"record": row.id})
    return None


def _wrong_moments(ground: Ground, tx: Tx, entry: BlackoutEntry) -> NotRecorded | None:
    starts_at, before = _start(ground, entry), _replaced(tx, entry)
    unchanged = before is not None and before.starts_at == entry.starts_at
    if entry.starts_at is not None and not unchanged:
        if entry.starts_at < tx.now:
            said = (
                f"The start, {_said(entry.starts_at)}, lies in the past: what was decided since "
                "then stands, so name a moment that is still to come."
            )
            return NotRecorded(said, "blackout_start_past")
        if not _near(entry.starts_at, entry.quarter_end):
            said = (
                f"The start, {_said(entry.starts_at)}, is far from the quarter that ends on "
                f"{entry.quarter_end}: check the year and the month."
            )
            return NotRecorded(said, "blackout_start_far")
    if entry.ends_at is None:
        return None
    if entry.ends_at <= starts_at:
        said = f"It ends on {_said(entry.ends_at)}, before it starts on {_said(starts_at)}."
        return NotRecorded(said, "blackout_turned")
    if market_day(entry.ends_at) > entry.quarter_end + FARTHEST_END:
        said = f"The end, {_said(entry.ends_at)}, is more than a year after the quarter's."
        return NotRecorded(said, "blackout_end_far")
    return None


def _replaced(tx: Tx, entry: BlackoutEntry) -> BlackoutChangeRow | None:
    return None if entry.replaces is None else records.find(tx, BlackoutChangeRow, entry.replaces)


def _near(at: datetime, quarter_end: date) -> bool:
    """Say whether a moment lies in the quarter or in the one after it."""
    first_of_quarter = quarter_end + relativedelta(months=-2, day=1)
    return first_of_quarter <= market_day(at) <= next_quarter_end(quarter_end)


def _said(at: datetime) -> str:
    return f"{market_time(at):%Y-%m-%d %H:%M} New York time"

"""Releases: what the company has made public, and when; some of them end a blackout."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from clearance.ending import sweep
from clearance.facts import Grounds, reports_among
from clearance.lists import NotRecorded, wrong_quarter_end, wrong_reference
from clearance.typed import is_one_line
from policy.blackouts import Blackouts
from policy.instants import market_day, market_time
from policy.quarters import quarters_from
from storage import records
from storage.tables import ReleaseRow
from storage.tx import Tx

Kind = Literal["full", "preliminary", "disclosure", "void"]
_EARNINGS = frozenset({"full", "preliminary"})
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """A release to be recorded.

    ``public_at`` is when the public had it; ``accepted_at`` when EDGAR took it. A
    ``full`` or ``preliminary`` one is an earnings report and names its quarter; a
    ``disclosure`` starts the two-day wait and ends no blackout; ``void`` takes back the
    record that it replaces.
    """

    kind: Kind
    public_at: datetime
    title: str
    quarter_end: date | None = None
    accepted_at: datetime | None = None
    accession: str | None = None
    form: str | None = None
    items: Sequence[str] = ()
    source_sha256: str | None = None


def add_release(
    grounds: Grounds,
    tx: Tx,
    entry: ReleaseEntry,
    by: str,
    replaces: str | None = None,
    *,
    reaching_back: bool = False,
    office: str | None = None,
) -> str | NotRecorded:
    """Record a release, or a correction of one; returns the record's id.

    ``office`` is that in which somebody acts who does so in Slack.

    A correction can close the window at once: what it no longer carries is ended in
    the same transaction. So can a report older than all on record, because the quarters
    after it do not count as ended any more; it is refused where they would then have no
    report, unless ``reaching_back``.
    """
    wrong = _wrong(grounds, tx, entry, replaces)
    if wrong is not None:
        return wrong
    row = _row(tx, entry, by, replaces)
    gap = None if reaching_back else _gap(grounds, tx, row)
    if gap is not None:
        return gap
    records.add(tx, row)
    tx.log("release:recorded", actor=by, open=_open_part(row, office), sealed={})
    sweep(tx, grounds.at(tx))
    return row.id


def _row(tx: Tx, entry: ReleaseEntry, by: str, replaces: str | None) -> ReleaseRow:
    return ReleaseRow(
        id=records.new_id(tx, ReleaseRow),
        kind=entry.kind,
        quarter_end=entry.quarter_end,
        public_at=entry.public_at,
        accepted_at=entry.accepted_at,
        accession=entry.accession,
        form=entry.form,
        items=json.dumps(list(entry.items)),
        title=entry.title,
        source_sha256=entry.source_sha256,
        at=tx.now,
        by=by,
        replaces=replaces,
    )


def take_back(
    grounds: Grounds, tx: Tx, replaces: str, by: str, *, office: str | None = None
) -> str | NotRecorded:
    """Record that a release was none; what it says stays on the record beside it."""
    wrong = wrong_reference(tx, ReleaseRow, replaces, "preclear releases list")
    before = records.find(tx, ReleaseRow, replaces)
    if wrong is not None or before is None:
        return NotRecorded(wrong or "", "calendar_record")
    entry = ReleaseEntry(
        kind="void",
        public_at=before.public_at,
        title=before.title,
        quarter_end=before.quarter_end,
        accession=before.accession,
        form=before.form,
    )
    return add_release(grounds, tx, entry, by, replaces, office=office)


def releases(tx: Tx) -> list[ReleaseRow]:
    """Return the releases in force by the moment they were public, newest first."""
    found = [row for row in records.in_force(tx, ReleaseRow) if row.kind != "void"]
    return sorted(found, key=lambda row: (row.public_at, row.id), reverse=True)


def _wrong(
    grounds: Grounds, tx: Tx, entry: ReleaseEntry, replaces: str | None
) -> NotRecorded | None:
    if entry.kind != "void" and not is_one_line(entry.title.strip(), LONGEST_TITLE):
        said = (
            f"Say what the release is, on one line of 1 to {LONGEST_TITLE} characters that can all "
            "be seen, so that the list can be read."
        )
        return NotRecorded(said, "release_title")
    earnings = entry.kind in _EARNINGS
    if earnings and entry.quarter_end is None:
        said = "An earnings report needs the quarter that it reports: say which day it ended."
        return NotRecorded(said, "release_quarter")
    year_end = grounds.policy.issuer.fiscal_year_end
    if earnings and (wrong := wrong_quarter_end(_day(entry), year_end)):
        return NotRecorded(wrong, "calendar_quarter")
    if earnings and _day(entry) >= market_day(entry.public_at):
        said = (
            f"A report of the quarter that ends on {entry.quarter_end} cannot have been public "
            f"on {market_day(entry.public_at)}: check which quarter it reports."
        )
        return NotRecorded(said, "release_before_end")
    if entry.public_at > tx.now:
        when = market_time(entry.public_at).strftime("%Y-%m-%d at %H:%M New York time")
        said = f"The public has it on {when}, which lies in the future: record it then."
        return NotRecorded(said, "release_future")
    return _wrong_reference(tx, entry, replaces)


def _gap(grounds: Grounds, tx: Tx, row: ReleaseRow) -> NotRecorded | None:
    """Say which quarters a report older than the record would leave without one."""
    earliest = min((each.quarter_end for each in grounds.at(tx).releases), default=None)
    if earliest is None or row.quarter_end is None or row.kind not in _EARNINGS:
        return None
    unended = _unended(grounds, tx, row, row.quarter_end)
    gap = [str(quarter_end) for quarter_end in unended if quarter_end < earliest]
    if not gap:
        return None
    one = len(gap) == 1
    named = gap[0] if one else f"{', '.join(gap[:-1])} and {gap[-1]}"
    wait = f"the quarter that ended on {named} waits for a report"
    said = (
        f"On record so far, the quarters before {earliest} count as ended. With this report "
        f"{wait if one else f'the quarters that ended on {named} wait for reports'}, which "
        "closes the window. Record what ended those blackouts first, the latest quarter before "
        "the others; or add --closes-window if the closing is meant."
    )
    return NotRecorded(said, "release_gap", {"quarters": named})


def _unended(grounds: Grounds, tx: Tx, row: ReleaseRow, first: date) -> Iterator[date]:
    """Yield the quarters from the first on that nothing ends once this record is made."""
    ground = grounds.at(tx)
    others = (each for each in records.in_force(tx, ReleaseRow) if each.id != row.replaces)
    known = reports_among([*others, row])
    blackouts = Blackouts(ground.policy, ground.calendar, known, ground.overrides)
    for quarter_end in quarters_from(first):
        period = blackouts.period(quarter_end, tx.now)
        if period.starts_at > tx.now:
            return
        if period.ends_at is None:
            yield quarter_end


def _wrong_reference(tx: Tx, entry: ReleaseEntry, replaces: str | None) -> NotRecorded | None:
    if replaces is None:
        if entry.kind == "void":
            return NotRecorded("Say which record is taken back.", "calendar_record")
        known = [] if entry.accession is None else _with_accession(tx, entry.accession)
        if known:
            said = f"{entry.accession} is on the record already, as {known[0].id}."
            return NotRecorded(said, "release_known", {"record": known[0].id})
        return _twice(tx, entry) if entry.accession is None else None
    wrong = wrong_reference(tx, ReleaseRow, replaces, "preclear releases list")
    return None if wrong is None else NotRecorded(wrong, "calendar_record")


def _twice(tx: Tx, entry: ReleaseEntry) -> NotRecorded | None:
    same = (entry.kind, entry.quarter_end, entry.public_at, entry.title)
    for row in releases(tx):
        if (row.kind, row.quarter_end, row.public_at, row.title) == same:
            said = f"This release is on the record already, as {row.id}."
            return NotRecorded(said, "release_known", {"record": row.id})
    return None


def _with_accession(tx: Tx, accession: str) -> list[ReleaseRow]:
    return [row for row in releases(tx) if row.accession == accession]


def _day(entry: ReleaseEntry) -> date:
    if entry.quarter_end is None:
        raise LookupError("an earnings report names its quarter")
    return entry.quarter_end


def _open_part(row: ReleaseRow, office: str | None) -> dict[str, object]:
    return ({} if office is None else {"office": office}) | {
        "id": row.id,
        "kind": row.kind,
        "quarter_end": row.quarter_end and row.quarter_end.isoformat(),
        "public_at": row.public_at.isoformat(),
        "accepted_at": row.accepted_at and row.accepted_at.isoformat(),
        "accession": row.accession,
        "form": row.form,
        "items": json.loads(row.items),
        "title": row.title,
        "source_sha256": row.source_sha256,
        "replaces": row.replaces,
    }

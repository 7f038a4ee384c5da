"""Releases: what the company has made public, and when; some of them end a blackout."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from clearance.ending import sweep
from clearance.facts import Grounds
from clearance.lists import NotRecorded, wrong_reference
from policy.quarters import is_quarter_end
from storage import records
from storage.tables import ReleaseRow
from storage.tx import Tx

Kind = Literal["full", "preliminary", "disclosure", "void"]


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
    grounds: Grounds, tx: Tx, entry: ReleaseEntry, by: str, replaces: str | None = None
) -> str | NotRecorded:
    """Record a release, or a correction of one; returns the record's id.

    A correction can close the window at once: what it no longer carries is ended in
    the same transaction.
    """
    wrong = _wrong(grounds, tx, entry, replaces)
    if wrong is not None:
        return NotRecorded(wrong)
    row = ReleaseRow(
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
    records.add(tx, row)
    tx.log("release:recorded", actor=by, open=_open_part(row), sealed={})
    sweep(tx, grounds.at(tx))
    return row.id


def releases(tx: Tx) -> list[ReleaseRow]:
    """Return the releases in force by the moment they were public, newest first."""
    found = [row for row in records.in_force(tx, ReleaseRow) if row.kind != "void"]
    return sorted(found, key=lambda row: (row.public_at, row.id), reverse=True)


def _wrong(grounds: Grounds, tx: Tx, entry: ReleaseEntry, replaces: str | None) -> str | None:
    earnings = entry.kind in {"full", "preliminary"}
    if earnings and entry.quarter_end is None:
        return "An earnings report needs the quarter that it reports: say which day it ended."
    if earnings and not is_quarter_end(_day(entry), grounds.policy.issuer.fiscal_year_end):
        return f"{entry.quarter_end} is no quarter end of this company's fiscal year."
    if entry.public_at > tx.now:
        return "This release lies in the future: record it when the public has it."
    return _wrong_reference(tx, entry, replaces)


def _wrong_reference(tx: Tx, entry: ReleaseEntry, replaces: str | None) -> str | None:
    if replaces is None:
        if entry.kind == "void":
            return "Say which record is taken back."
        known = [] if entry.accession is None else _with_accession(tx, entry.accession)
        if known:
            return f"{entry.accession} is on the record already, as {known[0].id}."
        return None
    return wrong_reference(tx, ReleaseRow, replaces, "preclear releases list")


def _with_accession(tx: Tx, accession: str) -> list[ReleaseRow]:
    return [row for row in releases(tx) if row.accession == accession]


def _day(entry: ReleaseEntry) -> date:
    if entry.quarter_end is None:
        raise LookupError("an earnings report names its quarter")
    return entry.quarter_end


def _open_part(row: ReleaseRow) -> dict[str, object]:
    return {
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

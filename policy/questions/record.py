"""Reading the company's record out of a question: reports, notices, restrictions."""

from datetime import date, datetime
from typing import NamedTuple

from policy.blackouts import Blackouts
from policy.company import Policy
from policy.facts import Override, Release, ReleaseKind, Restriction
from policy.quarters import MONTH_ENDS, is_quarter_end
from policy.questions.fields import Fields, RefusedError, bad_value, date_in, timestamp
from policy.questions.given import Given

_KINDS: dict[str, ReleaseKind] = {"full": "full", "preliminary": "preliminary"}


#: A company's record is read once for all the questions that carry it. So many records are
#: kept, none longer than so many bytes, so that any number of questions fits.
_KEPT, _LONGEST = 64, 20_000


class Record(NamedTuple):
    """What a question says of the company, for the fiscal year that it names.

    ``releases`` is None where the question gives none, which is not an empty list.
    """

    policy: Policy
    releases: tuple[Release, ...] | None
    overrides: tuple[Override, ...]
    blackouts: Blackouts


def record_of(question: Fields, given: Given) -> Record:
    """Read the record; ``releases`` may be left out here, a kind that needs it says so."""
    written = question.written("fiscal_year_end", "releases", "overrides")
    if written is None or len(written) > _LONGEST:
        return _read(question, given)
    record: Record | None = given.kept.get(written)
    if record is None:
        record = _read(question, given)
        if len(given.kept) == _KEPT:
            given.kept.clear()
        given.kept[written] = record
    return record


def _read(question: Fields, given: Given) -> Record:
    policy = given.policy
    if question.has("fiscal_year_end"):
        policy = given.policies[question.choice("fiscal_year_end", MONTH_ENDS)]
    year_end = policy.issuer.fiscal_year_end
    known = _releases_at_once(question, year_end)
    releases = question.many("releases") if known is None and question.has("releases") else None
    overrides = question.many("overrides") if question.has("overrides") else ()
    if releases is not None:
        known = tuple([_release(each, year_end) for each in releases])
    moved = tuple([_override(each, year_end) for each in overrides])
    return Record(policy, known, moved, Blackouts(policy, given.calendar, known or (), moved))


def _releases_at_once(question: Fields, year_end: str) -> tuple[Release, ...] | None:
    """Read the reports where all are right; None has them read field by field.

    Nearly all are, and a sentence for what might be wrong with each field takes its time.
    """
    read = []
    try:
        for entry in question.items("releases"):
            quarter_end = date_in(entry["quarter_end"])
            if not is_quarter_end(quarter_end, year_end):
                return None
            read.append(Release(quarter_end, timestamp(entry["at"]), _KINDS[entry["kind"]]))
    except (KeyError, TypeError, RefusedError):
        return None
    return tuple(read)


def _release(entry: Fields, year_end: str) -> Release:
    return Release(
        quarter_end=quarter_end_of(entry, year_end),
        at=entry.instant("at"),
        kind=_KINDS[entry.choice("kind", _KINDS)],
    )


def _override(entry: Fields, year_end: str) -> Override:
    return Override(
        quarter_end=quarter_end_of(entry, year_end),
        starts_at=_instant_or_none(entry, "starts_at"),
        ends_at=_instant_or_none(entry, "ends_at"),
    )


def restrictions_of(question: Fields, policy: Policy) -> tuple[Restriction, ...]:
    """Read the restrictions on the person asked about; none where the field is left out."""
    if not question.has("restrictions"):
        return ()
    return tuple([_restriction(each, policy) for each in question.many("restrictions")])


def quarter_end_of(entry: Fields, year_end: str) -> date:
    """Read the end of a quarter of the fiscal year."""
    day = entry.day("quarter_end")
    if not is_quarter_end(day, year_end):
        allowed = f"the last day of a quarter of the fiscal year that ends on {year_end} (MMDD)"
        raise bad_value(entry.path("quarter_end"), allowed)
    return day


def _restriction(entry: Fields, policy: Policy) -> Restriction:
    if entry.choice("kind", ("event", "early_blackout")) == "early_blackout":
        return Restriction(
            kind="early_blackout",
            starts_at=entry.instant("starts_at"),
            quarter_end=quarter_end_of(entry, policy.issuer.fiscal_year_end),
        )
    return Restriction(
        kind="event",
        starts_at=entry.instant("starts_at"),
        ends_at=_instant_or_none(entry, "ends_at"),
    )


def _instant_or_none(entry: Fields, name: str) -> datetime | None:
    return entry.instant(name) if entry.holds(name) else None

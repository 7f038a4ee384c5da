"""Restrictions as the desk shows them: small, and at their largest."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from clearance.reason import LONGEST, Reason
from clearance.shown_restrictions import (
    LiftedThenApproved,
    NeutralNotice,
    ReasonShown,
    RestrictedPerson,
    RestrictionShown,
    RestrictionsSheet,
    RestrictSheet,
    TakesForce,
    UnseenShown,
    WideningShown,
    WidenSheet,
)
from clearance.shown_undelivered import UndeliveredShown
from tests.handlers import plan_samples, samples

NOW = samples.NOW
TAKES_FORCE = TakesForce(NOW + timedelta(minutes=1))
MAYA = RestrictedPerson("U0MAYA", "Maya Okafor", NOW)
RUTH = RestrictedPerson("U0RUTH", "Ruth Abernathy", NOW)
EVENT = RestrictionShown(
    id="H7M4QWXA",
    kind="event",
    matter="HERON",
    people=(MAYA, RUTH),
    notified=True,
    since=NOW,
    has_reason=True,
)
EARLY = replace(
    EVENT,
    id="B7M4QWXA",
    kind="early_blackout",
    matter="EGRET",
    quarter_end=date(2026, 12, 31),
    notified=False,
    has_reason=False,
)
OTHERS = replace(EVENT, by="Priya Raman", asked=True)
LARGEST = replace(
    EARLY,
    matter=samples.LONG[:40],
    has_reason=True,
    asked=True,
    by=samples.LONG[:100],
    people=tuple(
        RestrictedPerson(f"U{n:07}", samples.LONG[:100], NOW, NOW + timedelta(days=n % 3))
        for n in range(50)
    ),
)
ASKED = WideningShown(
    id="W7M4QWXA",
    restriction=OTHERS,
    what="take_out",
    basis="public",
    people=("Maya Okafor",),
    by="Priya Raman",
    asked_at=NOW,
    release="Results of the phase 2 study",
    ends_at=datetime(2026, 11, 27, 14, 30, tzinfo=UTC),
)
LARGEST_ASKED = replace(
    ASKED,
    restriction=LARGEST,
    people=tuple(one.name for one in LARGEST.people),
    release=samples.LONG[:300],
    by=samples.LONG[:100],
)
LIFTED = LiftedThenApproved(
    request="L7M4QWXA",
    person="Maya Okafor",
    lifted_at=NOW,
    lifted_by=("Priya Raman", "Daniel Reyes"),
    approved_at=NOW + timedelta(days=1),
    approved_by="Daniel Reyes",
)
NOTHING = RestrictionsSheet(NOW, ())
SHEET = RestrictionsSheet(NOW, (EVENT, EARLY), (ASKED,))
RESTORED = replace(SHEET, to_confirm=True, others=("Daniel Reyes",))
LARGEST_SHEET = RestrictionsSheet(
    NOW,
    mine=tuple(replace(LARGEST, id=f"M{n:07}", asked=False) for n in range(60)),
    asked=tuple(replace(LARGEST_ASKED, id=f"A{n:07}") for n in range(60)),
    to_confirm=True,
    others=(samples.LONG[:100],) * 3,
    lifted_then_approved=tuple(
        replace(LIFTED, request=f"L{n:07}", person=samples.LONG[:100]) for n in range(120)
    ),
)
NEW = RestrictSheet((date(2026, 12, 31), date(2027, 3, 31)))
YOUNG = replace(plan_samples.FOR_OFFICER, id="Y7M4QWXA", runs_through=False)
WITH_PLANS = replace(NEW, plans=(plan_samples.FOR_OFFICER, YOUNG))
LARGEST_NEW = replace(NEW, plans=plan_samples.many(100))
WIDEN = WidenSheet(
    EVENT,
    (
        ("R7M4QWXA", "An older release", NOW - timedelta(days=9)),
        ("R8M4QWXA", samples.LONG[:300], NOW),
    ),
)
WIDEN_EARLY = replace(WIDEN, restriction=EARLY)
RESTRICTED = NeutralNotice("restricted", NOW)
ENDED = NeutralNotice("ended", NOW)
ISSUER = NeutralNotice("issuer", NOW, "Other & <!channel> Corp.", "N7M4QWXA")
READ = replace(ISSUER, acknowledged=True)
SECRET = "the-reason-itself-1f6b"
REASON = ReasonShown("H7M4QWXA", "HERON", Reason(SECRET), "P1")
NO_REASON = replace(REASON, reason=Reason())
LARGEST_REASON = replace(REASON, matter=samples.LONG[:40], reason=Reason("W" * LONGEST))
UNDELIVERED = UndeliveredShown("Maya Okafor", "U0EMPLOYEE", NOW, gone=True)
UNSEEN = UnseenShown("K7M4QWXA", "Maya Okafor", NOW)
#: A clearance that was withdrawn, before and after its person has answered.
WITHDRAWN = replace(
    samples.APPROVED,
    state="clearance_ended",
    cause="withdrawn",
    may_receipt=True,
    may_withdraw=False,
)
NONE_OPEN = replace(WITHDRAWN, may_receipt=False, receipt_at=NOW)
EXECUTED = replace(NONE_OPEN, executed_at=NOW - timedelta(hours=1))

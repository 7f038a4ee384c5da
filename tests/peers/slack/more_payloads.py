"""Payloads of the builders of which the tests of the views keep no table."""

from dataclasses import replace
from datetime import date, timedelta

from clearance.shown import Card, CheckpointSigned, ClosedCard, Envelope
from clearance.shown_acknowledgements import (
    AcknowledgementSheet,
    AcknowledgementShown,
    DocumentShown,
    Progress,
    ProgressLine,
)
from clearance.shown_band import BandShown, ClearedShown
from clearance.shown_changes import ChangeShown
from clearance.shown_delegates import DelegateShown, DelegatesSheet
from handlers.views import (
    acknowledge_form,
    acknowledgement_progress,
    acknowledgement_sheet,
    band_form,
    change_sheet,
    delegates_sheet,
    filing_views,
    messages,
    notice,
    opened,
)
from handlers.words import acknowledgement as acknowledgement_words
from handlers.words import command as command_words
from policy.facts import Transaction
from policy.window_days import WindowDay
from tests.handlers import samples, test_filing_drafts
from tests.handlers.samples import LONG, NOW, TODAY

STATES = ("open", "closed", "unknown")
DOCUMENT = DocumentShown("R1", "2018", "a" * 64, "https://example.com/policy", "One.", TODAY, TODAY)
LONG_DOCUMENT = replace(DOCUMENT, version=LONG[:100], text="\n\n".join([LONG] * 40))
SIGNED = AcknowledgementShown(
    id="S1GN2222",
    name=LONG[:100],
    version="2018",
    sha256="a" * 64,
    link=None,
    statements=tuple(acknowledgement_words.STATEMENTS),
    signature=LONG[:100],
    signed_on=TODAY,
    at=NOW,
    may_initial=True,
    others=40,
)
TO_INITIAL = tuple(replace(SIGNED, id=f"S{number:07}") for number in range(40))
TO_SIGN = AcknowledgementSheet(DOCUMENT, LONG[:100], TODAY, None, None)
LINES = tuple(
    ProgressLine(LONG[:100], f"U{number:07}", state, SIGNED, TODAY)
    for number in range(100)
    for state in ("missing", "waits", "initialled", "paper")
)
CHANGE = ChangeShown(
    id="CHNG2222",
    kind="office",
    name=LONG[:100],
    roles=("officer", "employee"),
    before=("cfo",),
    after=("ceo",),
    slack_id="U0000001",
    leaves=False,
    as_guest=False,
    asked_at=NOW,
    asked_by=LONG[:100],
    takes=2,
    confirmed_by=(LONG[:100],),
    state="waits",
)
DELEGATES = tuple(DelegateShown(f"D{n:07}", LONG[:100], f"U{n:07}", NOW) for n in range(60))
YEAR = tuple(
    WindowDay(TODAY + timedelta(days=at), session=at % 7 > 1, state=STATES[at % 3])
    for at in range(-180, 180)
)
BAND = BandShown(
    TODAY,
    YEAR,
    tuple(Transaction("sale", TODAY, 10**9, "1.25") for _ in range(40)),
    tuple(ClearedShown(f"R{n:07}", TODAY, TODAY) for n in range(40)),
    (("purchase", date(2026, 12, 4)), ("sale", TODAY)),
)
PAYLOADS = [
    *(acknowledge_form.build(replace(TO_SIGN, document=LONG_DOCUMENT), page) for page in range(9)),
    acknowledge_form.build(TO_SIGN),
    acknowledge_form.build(replace(TO_SIGN, signed=SIGNED, to_initial=TO_INITIAL, keeps=True)),
    acknowledge_form.build(replace(TO_SIGN, on_paper=TODAY)),
    acknowledgement_progress.build(Progress(DOCUMENT, overdue=True, lines=LINES)),
    acknowledgement_progress.build(Progress(DOCUMENT, overdue=False, lines=LINES), 40),
    acknowledgement_sheet.build(SIGNED),
    acknowledgement_sheet.build(replace(SIGNED, may_initial=False, initials="EW"), "First."),
    band_form.build(BAND),
    band_form.build(BandShown(TODAY, YEAR)),
    change_sheet.build(CHANGE),
    change_sheet.build(replace(CHANGE, kind="guest", leaves=True, as_guest=True)),
    change_sheet.build_done(replace(CHANGE, state="confirmed")),
    delegates_sheet.build(DelegatesSheet(DELEGATES[:30], DELEGATES[30:], may_allow=True), "Done."),
    delegates_sheet.build(DelegatesSheet((), (), may_allow=False)),
    *(filing_views.draft(one) for one in test_filing_drafts.VIEWS.values()),
    messages.build(Card("K7M4QWXA", NOW)),
    messages.build(ClosedCard("K7M4QWXA", "D1", "1.2")),
    messages.build(Envelope("x" * 60, NOW)),
    messages.build(Envelope("x" * 60, None)),
    messages.build(CheckpointSigned(samples.CHECKPOINT, NOW)),
    notice.ephemeral(command_words.HELP),
    opened.build(samples.PENDING),
]

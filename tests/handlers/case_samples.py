"""What the desk gives back of cases and of what is kept: small, and at its largest."""

from datetime import date, timedelta

from clearance.shown import Report
from clearance.shown_cases import (
    CaseLine,
    CaseList,
    CaseRequest,
    CaseShown,
    CaseStep,
    NoteShown,
)
from clearance.shown_keeping import HoldShown, KeepingShown, RemovalShown
from policy.facts import Trade
from tests.handlers.samples import LONG, NOW

REPORTED = Report(traded=True, at=NOW, quantity=600, price="4.10", stated=True)
REQUEST = CaseRequest(
    "7KQ2M9XA",
    "Erin Boyd",
    Trade("buy", 500),
    NOW,
    NOW + timedelta(days=3),
    (
        CaseStep(NOW - timedelta(days=1), "pending", "Erin Boyd"),
        CaseStep(NOW, "approved", "Felix Ott"),
        CaseStep(NOW + timedelta(days=3), "clearance_ended", ""),
        CaseStep(NOW + timedelta(days=4), "reported", "Erin Boyd", REPORTED, ("quantity",)),
    ),
)
NOTE = NoteShown("N1", NOW, "Cora Lyle", "Spoke to the broker.")
CASE = CaseShown(
    id="C4SE2222",
    at=NOW,
    by="",
    why="report",
    broken=("quantity",),
    people=("Erin Boyd",),
    requests=(REQUEST,),
    notes=(NOTE,),
    open=True,
)
LARGEST = CaseShown(
    id="C4SE2223",
    at=NOW,
    by=LONG[:200],
    why="hand",
    broken=(),
    people=(LONG[:200],) * 10,
    requests=(
        *(
            CaseRequest(f"REQ{n:05}", LONG[:200], REQUEST.trade, NOW, NOW, REQUEST.steps * 10)
            for n in range(18)
        ),
        CaseRequest("REMOVED2", "Sam Okafor", None),
    ),
    notes=tuple(
        NoteShown(f"N{n:03}", NOW, LONG[:200], LONG[:1000], corrects="N1" if n % 3 else None)
        for n in range(120)
    ),
    open=True,
)
LISTED = CaseList(
    NOW,
    (
        CaseLine("C4SE2222", NOW, ("Erin Boyd",), open=True),
        CaseLine("C4SE2224", NOW, ("Sam Okafor",), open=False, settled="no_breach"),
    ),
)
REMOVAL = KeepingShown(
    id="ASK22222",
    what=RemovalShown(date(2019, 11, 23), ((2018, 12, 40), (2019, 30, 96)), 42, 136, 3),
    asked_at=NOW,
    asked_by="Cora Lyle",
    expires_at=NOW + timedelta(days=30),
    state="waits",
    own=False,
)
LIFTING = KeepingShown(
    id="ASK22223",
    what=HoldShown("H0LD2222", "person", "Erin Boyd", "Matter 12-345", NOW, "Cora Lyle"),
    asked_at=NOW,
    asked_by="Cora Lyle",
    expires_at=NOW + timedelta(days=30),
    state="waits",
    own=False,
)

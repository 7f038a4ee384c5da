"""What the desk gives back, for tests: plain values, small and at their largest."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from clearance.shown import (
    AskingSheet,
    NewsShown,
    PlanShown,
    ReadingShown,
    Report,
    ReportShown,
    RequestShown,
    ReviewSheet,
    ShownFinding,
    WindowShown,
)
from clearance.shown_acknowledgements import AtHome
from clearance.shown_away import AbsenceShown, AwaySheet
from clearance.shown_changes import ChangeWaiting
from clearance.shown_home import (
    CompanyAtHome,
    DecidedShown,
    FormsAtHome,
    HomeSheet,
    Left,
    PendingShown,
    PlansAtHome,
    RelatedAtHome,
)
from clearance.shown_paper import PaperShown
from clearance.shown_questions import QuestionShown
from clearance.shown_related import Colleague, RelatedAsked, RelatedList, RelatedShown
from clearance.shown_swing import SwingShown
from handlers import words
from handlers.words import trade as trade_words
from policy.actions import READ_BY_POLICY
from policy.clauses import sections_in
from policy.company import load_policy
from policy.coverage import Tie
from policy.facts import Trade, Transaction
from policy.findings import RULES
from policy.short_swing_shown import Proposed, swing_of
from policy.window_days import WindowDay
from storage import checkpoints
from storage.notes import Signer

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)  # a Monday, 10:00 in New York
TODAY = date(2026, 11, 23)
SIGNER = Signer("cellectar.example/preclear", bytes(range(32)))
CHECKPOINT = SIGNER.sign(checkpoints.text(SIGNER.verifier.name, 5, bytes(32), NOW))
OPEN_WINDOW = WindowShown(
    at=NOW,
    open=True,
    reopens_at=None,
    closes_at=datetime(2026, 12, 17, 22, 0, tzinfo=UTC),
    quarter_end=date(2026, 12, 31),
)
SECTIONS = sections_in(load_policy("cellectar_2018"))
ASKING = AskingSheet(
    OPEN_WINDOW,
    sections=SECTIONS,
    plan_sellers=("director", "ceo_direct_report", "section16"),
    readings={
        key: ReadingShown(holds, "Trading", chosen=True)
        for key, holds in {
            **dict.fromkeys(READ_BY_POLICY.values(), True),
            **dict.fromkeys(("net_withholding", "espp_purchase", "rsu_vesting"), False),
            "dividend_reinvestment": False,
            "day_limit": False,
            "margin": False,
            "pledge": False,
        }.items()
    },
    company=("Cellectar Biosciences, Inc.", "CLRB"),
)
CLOSED_WINDOW = WindowShown(
    at=NOW, open=False, reopens_at=None, closes_at=None, quarter_end=date(2026, 9, 30)
)
ADA = RelatedShown("RELATED1", "Ada Example", Tie("sibling"), "review", NOW)
PLAN = PlanShown(
    id="PLAN0001",
    owner="Erin Example",
    established_on=date(2026, 3, 2),
    established_at=None,
    approved_on=date(2026, 3, 2),
    approved_by="Dana Ode",
    office="cfo",
    ends_on=None,
    kind="ordinary",
    first_trade_on=date(2026, 6, 1),
    suspended=False,
)
NEWS = NewsShown(
    "A new <!channel> partner",
    NOW - timedelta(days=1),
    NOW + timedelta(days=2),
    "General Guidelines",
)
#: Somebody with a plan and a sister, while recent news still binds who knew of it.
ASKING_MORE = replace(ASKING, related=(ADA,), plans=(PLAN,), news=(NEWS,))
PENDING = RequestShown(
    id="K7M4QWXA",
    state="pending",
    trade=Trade("buy", 500, on=date(2026, 12, 2)),
    account="own",
    holder="",
    submitted_at=NOW,
    decide_by=datetime(2026, 11, 25, 21, 0, tzinfo=UTC),
    may_withdraw=True,
)
APPROVED = replace(
    PENDING,
    state="approved",
    decided_at=NOW + timedelta(hours=1),
    decided_by="Dana Ode",
    office="cfo",
    earliest_trade_at=datetime(2026, 11, 24, 14, 30, tzinfo=UTC),
    expires_at=datetime(2026, 11, 27, 18, 0, tzinfo=UTC),
    may_report=True,
)
REFUSED = replace(
    PENDING,
    state="refused",
    decided_at=NOW,
    findings=(ShownFinding("limit_order", "Standing and Limit Orders", "refuse", {}),),
    may_withdraw=False,
)
REVIEW = ReviewSheet(
    request="K7M4QWXA",
    status="pending",
    requester="Erin Example",
    roles=("employee",),
    trade=PENDING.trade,
    account="own",
    holder="",
    statements=tuple(words.STATEMENTS),
    submitted_at=NOW,
    decide_by=PENDING.decide_by,
    window=OPEN_WINDOW,
    earliest_trade_at=APPROVED.earliest_trade_at,
    expires_at=APPROVED.expires_at,
    findings=(),
    approvable=True,
    scope="Scope of Policy",
)
RESTRICTED = replace(
    REVIEW,
    approvable=False,
    findings=(ShownFinding("restriction", "Black-Out Periods", "refer", {}),),
)
ENDED = replace(REVIEW, status="decided", approvable=False, ended=APPROVED)
AWAY = AwaySheet(
    tuple(
        AbsenceShown(f"A{n:07}", TODAY + timedelta(n), TODAY + timedelta(n + n % 2), now=n < 2)
        for n in range(20)
    ),
    17,
    "America/Argentina/ComodRivadavia",
)
ALL_AWAY = replace(PENDING, back_at=NOW + timedelta(days=9))
HOME = HomeSheet("Erin Example", (), OPEN_WINDOW, (PENDING,), ())

SISTER = RelatedShown("S7M4QWXA", "Dana", Tie("sibling", influenced=True), "yes", NOW)
TRUST = RelatedShown("T7M4QWXA", "A trust", Tie("trust", insider_is="beneficiary"), "review", NOW)
RELATED = RelatedList((TRUST, SISTER), "Scope of Policy")
#: A colleague who has not answered, one who has, and a trust with one of each.
SPOUSE = RelatedShown(
    "K7M4QWXA", "", Tie("spouse"), "yes", NOW, (Colleague("U2"),), standing="waiting"
)
CONFIRMED = replace(
    SPOUSE, name="Sam Example", colleagues=(Colleague("U2", "Sam Example"),), standing="usable"
)
SHARED = replace(TRUST, id="K7M4QWXA", colleagues=(Colleague("U2", "Sam Example"), Colleague("U3")))
ASKED = RelatedAsked("K7M4QWXA", "Erin Example", "spouse")
ASKED_ENTITY = RelatedAsked("K7M4QWXA", "Erin Example", "trust", "A trust")

LONG = "Wolfeschlegelsteinhausenbergerdorff <!channel> & " * 70  # 3,430 characters
MOMENTS = {
    "reopens_at": NOW.isoformat(),
    "quarter_end": "2026-12-31",
    "earliest_on": "2026-12-02",
    "first_trade_on": "2026-12-02",
    "days": 29,
    "needed": 30,
    "side": "sale",
    "on": "2026-12-02",
    "action": "buy",
}
QUESTION = QuestionShown(
    id="K7M4QWXA",
    at=NOW,
    asker=LONG[:60],
    text=LONG[:3000],
    mine=True,
    follows="K7M4QWXB",
    followed_text=LONG[:3000],
    answer=LONG[:3000],
    answered_at=NOW,
    answered_by=LONG[:60],
)
ENTERED = PaperShown(
    id="K7M4QWXA",
    person=LONG[:60],
    action="buy",
    quantity=10**9,
    approved_at=NOW,
    approved_by=LONG[:60],
    office="cfo",
    asked_by=LONG[:60],
    asked_at=NOW,
    expires_at=NOW,
    state="waits",
    own=False,
)
EVERY_FINDING = tuple(ShownFinding(rule, "Black-Out Periods", "refer", MOMENTS) for rule in RULES)
LARGEST_TRADE = Trade(
    "sell", 1_000_000_000, on=date(2027, 9, 22), order="stop", time_in_force="gtc"
)
LARGEST = replace(
    APPROVED,
    trade=LARGEST_TRADE,
    account="related",
    holder=LONG,
    related_with=(LONG[:60],) * 3,
    decided_by=LONG,
    cause="blackout",
    fields=tuple(trade_words.FIELDS),
    findings=EVERY_FINDING,
    report=ReportShown(
        NOW,
        Report(traded=True, at=NOW, quantity=1_000_000_000, price="9" * 9),
        ("quantity", "time", "statement"),
        "4",
        date(2026, 11, 27),
    ),
    source="paper",
    may_report=True,
    may_correct=True,
)
LARGEST_REVIEW = replace(
    REVIEW,
    requester=LONG,
    roles=tuple(words.ROLES),
    trade=LARGEST_TRADE,
    account="related",
    holder=LONG,
    related_with=(LONG[:60],) * 3,
    relation="partnership",
    covered="review",
    scope="Scope of Policy",
    findings=EVERY_FINDING,
    corrects="K7M4QWXB",
)


def swing_shown(count: int, *, mine: bool) -> SwingShown:
    """Make what a purchase would match among many sales."""
    sold = Transaction("sale", date(2026, 6, 3), 10**9, "999999999.999999", owner=LONG[:60])
    history = [replace(sold, on=sold.on + timedelta(days=n)) for n in range(count)]
    history += [replace(one, price="") for one in history]
    buying = Proposed("purchase", date(2026, 12, 3), 10**9 * count, Fraction("0.000001"))
    swing = swing_of(buying, history, load_policy("cellectar_2018"))
    return SwingShown("K7M4QWXA", (swing, swing), mine, "last", TODAY)


def many(count: int) -> tuple[RequestShown, ...]:
    """Make many requests, a minute apart, in no order."""
    made = [
        replace(LARGEST, id=f"R{number:07}", submitted_at=NOW + timedelta(minutes=number))
        for number in range(count)
    ]
    return tuple(made[::2] + made[1::2])


def many_pending(count: int) -> tuple[PendingShown, ...]:
    """Make many requests that wait for an officer."""
    return tuple(PendingShown(f"P{n:07}", LONG, LARGEST_TRADE, NOW, NOW) for n in range(count))


def many_decided(count: int) -> tuple[DecidedShown, ...]:
    """Make many decided requests, as an officer sees them."""
    return tuple(
        DecidedShown(f"D{number:07}", LONG, LARGEST_TRADE, "clearance_ended", NOW)
        for number in range(count)
    )


def many_related(count: int, colleagues: int = 0, of_me: int = 0) -> RelatedList:
    """Make a long list of related entries, the last one just recorded."""
    tie = Tie("partnership", influenced=True)
    named = tuple(Colleague(f"U{n:09}W") for n in range(colleagues))
    standing = "waiting" if named else "usable"
    made = tuple(
        RelatedShown(f"E{n:07}", LONG[:60], tie, "review", NOW, named, standing)
        for n in range(count)
    )
    asked = tuple(
        RelatedAsked(f"A{n:07}", LONG[:60], "partnership", LONG[:60], confirmed=True)
        for n in range(of_me)
    )
    return RelatedList(made, "Scope of Policy", made[-1], asked)


def weekdays(first: date, count: int, state: str) -> tuple[WindowDay, ...]:
    """Make weekdays one after another that all stand alike, each Thursday without a session."""
    days = (first + timedelta(days=n) for n in range(count * 2))
    found = [one for one in days if one.weekday() < 5][:count]
    return tuple(WindowDay(one, one.weekday() != 3, state) for one in found)


#: App Home with every list at its longest, for somebody who holds every office.
FULLEST_HOME = HomeSheet(
    LONG,
    ("ceo", "cfo"),
    CLOSED_WINDOW,
    many(11),
    many_pending(11),
    many_decided(4),
    tuple(ChangeWaiting(f"K{number:07}", "office", LONG, NOW) for number in range(30)),
    AtHome(to_sign=True, due_on=TODAY, to_initial=3, late=True),
    tuple(replace(LARGEST, id=f"S{number:07}", owes_answer=True) for number in range(9)),
    plans_waiting=3,
    questions_waiting=4,
    days=tuple(
        WindowDay(one.on, one.session, ("open", "closed", "unknown")[place % 3])
        for place, one in enumerate(weekdays(TODAY, 45, "open"))
    ),
    left={f"R{number:07}": Left(2) for number in range(11)},
    related=RelatedAtHome(12, 3, 2),
    plans=PlansAtHome(1, 2, 3, 4),
    forms=FormsAtHome(TODAY, 3, 2),
    company=CompanyAtHome(
        3, 4, 5, overdue=True, unreported=(TODAY,) * 9, guests=(LONG,) * 9, vacant=("ceo", "cfo")
    ),
    changes_at=NOW,
)

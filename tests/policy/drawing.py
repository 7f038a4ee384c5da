"""Random facts, near enough to the boundaries of a real year that every rule is met."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from policy.actions import ACTIONS
from policy.facts import (
    COMPANY,
    ORDERS,
    PRICE_KINDS,
    SECURITIES,
    TIMES_IN_FORCE,
    Facts,
    Override,
    Person,
    Plan,
    Release,
    Restriction,
    Trade,
    Transaction,
)
from policy.roles import ROLES
from tests.policy.making import SUMMER, full

FIRST, LAST = datetime(2025, 5, 1, tzinfo=UTC), datetime(2025, 12, 31, tzinfo=UTC)
#: The year's reports: which of them are on record is drawn.
REPORTS = (*SUMMER, full("2025-09-30", "2025-11-12T07:00:00-05:00"))
QUARTERS = tuple(each.quarter_end for each in REPORTS)

MOMENTS = st.integers(0, int((LAST - FIRST).total_seconds())).map(
    lambda seconds: FIRST + timedelta(seconds=seconds)
)
DAYS = MOMENTS.map(lambda at: at.date())
MAYBE = st.none() | MOMENTS

EVENTS = st.builds(Restriction, st.just("event"), MOMENTS, MAYBE)
EARLY = st.builds(
    Restriction,
    st.just("early_blackout"),
    MOMENTS,
    st.none(),
    st.sampled_from(QUARTERS),
)
RESTRICTIONS = st.lists(EVENTS | EARLY, min_size=1, max_size=3).map(tuple)

PLANS = st.builds(
    Plan,
    established_on=st.dates(date(2023, 1, 1), date(2025, 10, 1)),
    approved=st.booleans(),
    report_filed_on=st.none() | DAYS,
    suspended=st.booleans(),
)
TRADES = st.builds(
    Trade,
    action=st.sampled_from(sorted(ACTIONS)) | st.sampled_from(["buy", "sell"]),
    quantity=st.integers(1, 10_000),
    issuer=st.sampled_from([COMPANY, COMPANY, COMPANY, "Example Corp."]),
    on=st.none() | DAYS,
    order=st.sampled_from(ORDERS),
    time_in_force=st.sampled_from(TIMES_IN_FORCE),
    shares_sold=st.sampled_from([0, 0, 5]),
    price_kind=st.sampled_from([None, *PRICE_KINDS]),
    margin=st.booleans(),
    insider_knows_mnpi=st.booleans(),
    plan=st.none() | PLANS,
    security=st.sampled_from(SECURITIES),
)
#: Nothing against it but what the time, the person or a restriction says.
PLAIN_TRADES = st.builds(
    Trade,
    action=st.sampled_from(["buy", "sell"]),
    quantity=st.integers(1, 10_000),
    on=st.none() | DAYS,
)
ROLE_SETS = st.frozensets(st.sampled_from(sorted(ROLES)), min_size=1, max_size=3)
PEOPLE = st.builds(Person, roles=ROLE_SETS, acknowledged=st.sampled_from([True, True, False]))
HISTORY = st.lists(
    st.builds(
        Transaction,
        side=st.sampled_from(["purchase", "sale"]),
        on=DAYS,
        shares=st.integers(1, 500),
        price=st.sampled_from(["1.00", "2.50"]),
        exempt=st.booleans(),
    ),
    max_size=2,
).map(tuple)

FACTS = st.builds(
    Facts,
    at=MOMENTS,
    person=PEOPLE,
    trade=TRADES | PLAIN_TRADES,
    releases=st.sets(st.sampled_from(REPORTS)).map(
        lambda chosen: tuple(sorted(chosen, key=lambda each: each.at))
    ),
    overrides=st.lists(
        st.builds(Override, st.sampled_from(QUARTERS), MAYBE, MAYBE), max_size=1
    ).map(tuple),
    attests_no_mnpi=st.sampled_from([True, True, False]),
    restrictions=st.just(()) | RESTRICTIONS,
    history=HISTORY,
)


def report_of(quarter_end: date, at: datetime) -> Release:
    return Release(quarter_end, at, "full")


#: Every key on which a decision rests, and values that it may have besides the first one's.
KEYS = {
    ("blackout", "lead_days"): [0, 10, 21],
    ("blackout", "starts_at"): ["00:00", "09:30", "23:59"],
    ("blackout", "time_zone"): ["America/Chicago", "Asia/Tokyo", "Pacific/Pago_Pago"],
    ("blackout", "full_trading_days"): [1, 3],
    ("blackout", "preopen_release_day_counts"): [False],
    ("blackout", "preliminary_release_ends"): [True],
    ("blackout", "applies_to_consultants"): [False],
    ("trading_day", "early_close_is_full"): [True],
    ("trading_day", "opens_at"): ["04:00"],
    ("clearance", "lead"): ["calendar_session", "full_session"],
    ("clearance", "valid_sessions"): [0, 1, 10],
    ("clearance", "approve_during_blackout"): [True],
    ("clearance", "applies_to_consultants"): [False],
    ("plans", "exempt_days"): [0, 29, 31, 60],
    ("plans", "required_for_sales_by"): [["officer"], ["ceo_direct_report"]],
    ("trading", "warrant_exercise"): [False],
    ("trading", "gift"): [False],
    ("trading", "sell_to_cover"): [False],
    ("trading", "espp_purchase"): [True],
    ("trading", "espp_election"): [False],
    ("trading", "plan_401k_move"): [False],
    ("trading", "dividend_reinvestment"): [True],
    ("trading", "rsu_vesting"): [True],
    ("orders", "day_limit"): ["allowed"],
    ("accounts", "margin"): ["allowed"],
    ("accounts", "pledge"): ["allowed"],
    ("short_swing", "lookback_months"): [1, 3, 12],
    ("issuer", "fiscal_year_end"): ["0331"],
}


@st.composite
def _readings(draw):
    """Draw a policy as what differs from the first one."""
    tables: dict[str, dict] = {}
    for table, key in draw(st.lists(st.sampled_from(sorted(KEYS)), max_size=4, unique=True)):
        tables.setdefault(table, {})[key] = draw(st.sampled_from(KEYS[table, key]))
    return tables


READINGS = _readings()

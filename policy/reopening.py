"""When trading reopens after a release, under both counts of the policy.

Policy, "Black-Out Periods": closed until "two full trading days have elapsed" after the
earnings release; a release before the open counts its own day (the second example: "prior
to the market opening on Tuesday" gives Thursday). "General Guidelines": the same wait
after any disclosure, where the day of the release never counts ("on Thursday ... until
the following Tuesday"). The two examples differ; each count has its own key in the
policy file.
"""

from datetime import date, datetime, time, timedelta
from typing import Literal

from policy.calendars.exchange import REGULAR_OPEN, ExchangeCalendar, Session
from policy.calendars.sec import is_business_day, next_business_day
from policy.company import Policy
from policy.instants import market_day, market_time, on_the_clock, utc

Count = Literal["blackout", "mnpi"]

#: Regulation S-T, Rule 13(a)(2): a filing begun after 5:30 p.m. Eastern is the next
#: business day's, and the public sees it then.
EDGAR_CUT_OFF = time(17, 30)
#: EDGAR's hours of operation begin at 6 a.m. Eastern; nothing is public before.
EDGAR_OPENS = time(6, 0)


def reopens(
    count: Count, released: datetime | date, policy: Policy, calendar: ExchangeCalendar
) -> datetime:
    """Return when trading reopens after a release (UTC).

    ``released`` is an instant, or a day where no time is known; a day alone is never
    taken as before the open. ``blackout`` counts as for an earnings report, ``mnpi`` as
    for any other disclosure. Raises OutOfCalendar where a session outside is needed.
    """
    wait = policy.blackout if count == "blackout" else policy.disclosure
    first = _first_counted(released, wait.preopen_release_day_counts, calendar)
    short_counts = policy.trading_day.early_close_is_full
    session = calendar.after_full(first, wait.full_trading_days, short_counts=short_counts)
    return opening(session, policy)


def public_at(accepted_at: datetime, policy: Policy, calendar: ExchangeCalendar) -> datetime:
    """Return when a document accepted by EDGAR is public (UTC).

    After 17:30 New York, or on a day that is no SEC business day: 06:00 on the next one;
    before 06:00: at 06:00. The policy file may choose the acceptance itself.
    """
    if policy.disclosure.clock == "edgar_acceptance":
        return utc(accepted_at)
    local = market_time(accepted_at)
    day = local.date()
    if not is_business_day(day, calendar) or local.time() > EDGAR_CUT_OFF:
        return on_the_clock(next_business_day(day, calendar), EDGAR_OPENS)
    return max(utc(accepted_at), on_the_clock(day, EDGAR_OPENS))


def opening(session: Session, policy: Policy) -> datetime:
    """Return the instant that "until the market opens" means on a session's day."""
    chosen = policy.trading_day.opens_at
    return on_the_clock(session.day, chosen) if chosen < REGULAR_OPEN else session.opens_at


def _first_counted(
    released: datetime | date, preopen_counts: bool, calendar: ExchangeCalendar
) -> Session:
    """Return the first session that may count after a release."""
    if not isinstance(released, datetime):
        return calendar.at_or_after(released + timedelta(days=1))
    released = utc(released)
    day = market_day(released)
    if preopen_counts:
        today = calendar.session_on(day)
        if today is not None and released < today.opens_at:
            return today
    return calendar.at_or_after(day + timedelta(days=1))

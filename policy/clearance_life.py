"""A clearance's first and last moment, and until when a request can be decided.

Policy, "Pre-Clearance of Trades": approval "at least one trading day before trading".
How long a trading day's lead is, and how long an approval lasts, the text leaves open;
both are readings of the policy file.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from policy.blackouts import Blackouts
from policy.calendars.exchange import ExchangeCalendar, Session
from policy.company import Policy
from policy.instants import market_day, on_the_clock, utc


@dataclass(frozen=True, slots=True)
class ClearanceLife:
    """First and last moment of a clearance (UTC).

    ``expires_at`` may lie before ``earliest_trade_at``: then a blackout begins first and
    there is no session to trade in. It is None only where nothing ends the clearance: a
    policy without a number of sessions, asked without regard to blackouts.
    """

    earliest_trade_at: datetime
    expires_at: datetime | None


def clearance_life(
    approved_at: datetime, blackouts: Blackouts, *, look_at_blackouts: bool = True
) -> ClearanceLife:
    """Return the life of a clearance approved at an instant, under a company's blackouts.

    Raises OutOfCalendar where a session outside the calendar is needed.
    """
    policy, calendar = blackouts.policy, blackouts.calendar
    earliest = earliest_session(approved_at, policy, calendar)
    ends = []
    if policy.clearance.valid_sessions:
        ends.append(calendar.after(earliest, policy.clearance.valid_sessions - 1).closes_at)
    if look_at_blackouts:
        ends.append(blackouts.next_start(approved_at))
    return ClearanceLife(earliest.opens_at, min(ends, default=None))


def earliest_session(approved_at: datetime, policy: Policy, calendar: ExchangeCalendar) -> Session:
    """Return the first session in which an approval at an instant allows a trade.

    ``session_anchor``: the session after the one that the approval belongs to;
    ``calendar_session``: the first session on a later day; ``full_session``: one whole
    session, begun after the approval, lies between.
    """
    lead = policy.clearance.lead
    if lead == "session_anchor":
        return calendar.after(calendar.anchor(approved_at))
    if lead == "calendar_session":
        return calendar.at_or_after(market_day(approved_at) + timedelta(days=1))
    between = calendar.at_or_after(market_day(approved_at))
    begun = utc(approved_at) >= between.opens_at
    return calendar.after(between, 2 if begun else 1)


def decide_by(
    submitted_at: datetime, blackouts: Blackouts, *, planned: date | None = None
) -> datetime:
    """Return until when a request submitted at an instant can be decided (UTC).

    The close of the n-th session after the one that the submission belongs to, or, if
    sooner, the start of the company's next blackout, or the moment from which on an
    approval would come too late for the planned session.
    """
    policy, calendar = blackouts.policy, blackouts.calendar
    sessions = policy.clearance.undecided_expires_after_sessions
    ends = [
        calendar.after(calendar.anchor(submitted_at), sessions).closes_at,
        blackouts.next_start(submitted_at),
    ]
    if planned is not None:
        too_late = approve_before(calendar.at_or_after(planned), policy, calendar)
        # A request that is too late as it is filed is refused for that, not for its time.
        ends += [too_late] if too_late > utc(submitted_at) else []
    return min(ends)


def approve_before(planned: Session, policy: Policy, calendar: ExchangeCalendar) -> datetime:
    """Return the instant (UTC) from which on an approval comes too late for a session."""
    before = calendar.after(planned, -1)
    if policy.clearance.lead == "calendar_session":
        return on_the_clock(planned.day, time())
    return before.closes_at if policy.clearance.lead == "session_anchor" else before.opens_at

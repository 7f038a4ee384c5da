"""One request as the rules look at it: facts, policy, calendar, and what follows from them.

What several rules need is worked out once here.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from policy.actions import Side, sides_of
from policy.blackouts import Blackouts
from policy.calendars.exchange import ExchangeCalendar
from policy.company import Policy
from policy.facts import COMPANY, Facts, Plan
from policy.instants import market_day, utc
from policy.roles import is_outsider, with_implied


@dataclass(frozen=True)
class Case:
    """The facts of one request under one policy and one calendar, with the blackouts."""

    facts: Facts
    policy: Policy
    calendar: ExchangeCalendar
    blackouts: Blackouts
    #: The moment at which the request is judged to be made (UTC).
    asked_at: datetime = field(init=False)
    #: The roles held, with those that they imply.
    roles: frozenset[str] = field(init=False)
    #: Whether the trade buys, sells, does both, or neither.
    sides: frozenset[Side] = field(init=False)

    def __post_init__(self) -> None:
        keep = object.__setattr__  # at once: every request has its rules ask for these
        keep(self, "asked_at", utc(self.facts.at))
        keep(self, "roles", with_implied(self.facts.person.roles))
        keep(self, "sides", sides_of(self.facts.trade))

    @cached_property
    def judged_at(self) -> datetime:
        """The moment of the trade: the open of the planned day if later, else now (UTC).

        Where the planned day has no session, the first moment at which it could be
        traded is the open of the next one. A planned day that is over before the calendar
        begins needs none.
        """
        planned = self.facts.trade.on
        if planned is None or planned < min(market_day(self.asked_at), self.calendar.first_day):
            return self.asked_at
        return max(self.calendar.at_or_after(planned).opens_at, self.asked_at)

    @cached_property
    def judged_on(self) -> date:
        """The day in New York of the moment judged."""
        return market_day(self.judged_at)

    @property
    def outsider(self) -> bool:
        """Whether the person is a consultant or contractor and nothing else."""
        return is_outsider(self.facts.person.roles)

    @property
    def other_issuer(self) -> bool:
        """Whether the securities are another company's."""
        return self.facts.trade.issuer != COMPANY

    @property
    def approved_plan(self) -> Plan | None:
        """The plan under which the trade is made; one not approved is no plan."""
        plan = self.facts.trade.plan
        return plan if plan is not None and plan.approved else None

"""What every question is answered with, and how answers are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from policy.calendars.exchange import ExchangeCalendar
from policy.company import Policy
from policy.findings import Parameter
from policy.instants import market_time
from policy.quarters import MONTH_ENDS
from policy.roles import ROLES

Words = Callable[[str, Mapping[str, Parameter]], str]
Answer = dict[str, Any]


@dataclass(frozen=True)
class Given:
    """The policy and the calendar; ``words`` gives a finding's text by rule."""

    policy: Policy
    calendar: ExchangeCalendar
    words: Words | None = None

    @cached_property
    def known_roles(self) -> frozenset[str]:
        """Every role that a question may name: the policy's and this company's offices."""
        return ROLES | self.policy.approvers.offices()

    @cached_property
    def policies(self) -> Mapping[str, Policy]:
        """The policy for each fiscal year that a question may name, by its end (MMDD)."""
        return {ends: self.policy.with_fiscal_year_end(ends) for ends in MONTH_ENDS}

    @cached_property
    def kept(self) -> dict[bytes, Any]:
        """What was read of earlier questions and is kept for later ones."""
        return {}


def written(at: datetime) -> str:
    """Write an instant as New York's clocks show it, with its offset."""
    return market_time(at).isoformat()


def written_day(day: date) -> str:
    """Write a date."""
    return day.isoformat()

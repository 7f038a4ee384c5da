"""What every question is answered with, and how answers are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from policy.calendars.exchange import ExchangeCalendar
from policy.company import Policy
from policy.findings import Parameter
from policy.instants import market_time

Words = Callable[[str, Mapping[str, Parameter]], str]
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """The policy and the calendar; ``words`` gives a finding's text by rule."""

    policy: Policy
    calendar: ExchangeCalendar
    words: Words | None = None


def written(at: datetime) -> str:
    """Write an instant as New York's clocks show it, with its offset."""
    return market_time(at).isoformat()


def written_day(day: date) -> str:
    """Write a date."""
    return day.isoformat()

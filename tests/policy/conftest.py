"""The shipped policy and the real calendar, read once."""

import pytest

from policy.calendars.exchange import ExchangeCalendar, load_exchange
from policy.company import Policy, load_policy


def _briefly(each, printer, _cycle) -> None:
    printer.text(repr(each))


# Hypothesis prints a failing example's arguments field by field: 12,564 days of them.
ExchangeCalendar._repr_pretty_ = _briefly
Policy._repr_pretty_ = _briefly


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy()


@pytest.fixture(scope="session")
def calendar() -> ExchangeCalendar:
    return load_exchange()

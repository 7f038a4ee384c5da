"""The policy file's tables and keys: what each is called, its type, what it allows.

One class a table, one field a key, annotated with the kind of value that it holds. A new
key is one line here and one in each shipped file.
"""

from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Annotated, Any, get_type_hints
from zoneinfo import ZoneInfo

from policy.kinds import (
    FLAG,
    MONTH_END,
    OFFICE,
    OFFICES,
    ROLE_LIST,
    TEXT,
    WALL_CLOCK,
    ZONE,
    Kind,
    one_of,
    whole,
)

_FULL_DAYS = whole(1, 20)
_FORBIDDEN_OR_ALLOWED = one_of("forbidden", "allowed")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose securities the policy is about."""

    name: Annotated[str, TEXT]
    ticker: Annotated[str, TEXT]
    exchange: Annotated[str, one_of("XNAS", "XNYS")]
    fiscal_year_end: Annotated[str, MONTH_END]


@dataclass(frozen=True, slots=True)
class Blackout:
    """When nobody trades because a quarter's results are about to be known."""

    lead_days: Annotated[int, whole(0, 90)]
    starts_at: Annotated[time, WALL_CLOCK]
    time_zone: Annotated[ZoneInfo, ZONE]
    full_trading_days: Annotated[int, _FULL_DAYS]
    preopen_release_day_counts: Annotated[bool, FLAG]
    preliminary_release_ends: Annotated[bool, FLAG]
    applies_to_consultants: Annotated[bool, FLAG]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The wait after a press release or a filing."""

    full_trading_days: Annotated[int, _FULL_DAYS]
    preopen_release_day_counts: Annotated[bool, FLAG]
    clock: Annotated[str, one_of("public_availability", "edgar_acceptance")]


@dataclass(frozen=True, slots=True)
class TradingDay:
    """Which sessions are full, and what "until the market opens" means."""

    early_close_is_full: Annotated[bool, FLAG]
    opens_at: Annotated[
        time,
        Kind('"09:30" or "04:00"', lambda value: value in ("09:30", "04:00"), time.fromisoformat),
    ]


@dataclass(frozen=True, slots=True)
class Clearance:
    """Lead and life of a clearance."""

    lead: Annotated[str, one_of("session_anchor", "calendar_session", "full_session")]
    valid_sessions: Annotated[int, whole(0, 250)]
    approve_during_blackout: Annotated[bool, FLAG]
    undecided_expires_after_sessions: Annotated[int, whole(1, 60)]
    applies_to_consultants: Annotated[bool, FLAG]


@dataclass(frozen=True, slots=True)
class Approvers:
    """Which offices decide."""

    trade: Annotated[tuple[str, ...], OFFICES]
    plan: Annotated[str, OFFICE]
    plan_of_cfo: Annotated[str, OFFICE]
    plan_of_ceo: Annotated[str, OFFICE]
    nobody_left: Annotated[str, OFFICE]

    def offices(self) -> frozenset[str]:
        """Return every office that the file names."""
        return frozenset(
            {*self.trade, self.plan, self.plan_of_cfo, self.plan_of_ceo, self.nobody_left}
        )


@dataclass(frozen=True, slots=True)
class Plans:
    """Rule 10b5-1 plans."""

    exempt_days: Annotated[int, whole(0, 365)]
    age: Annotated[str, one_of("wall_clock", "calendar_days")]
    change_restarts: Annotated[bool, FLAG]
    required_for_sales_by: Annotated[tuple[str, ...], ROLE_LIST]


@dataclass(frozen=True, slots=True)
class Trading:
    """What counts as trading where the text names neither purchase nor sale."""

    warrant_exercise: Annotated[bool, FLAG]
    gift: Annotated[bool, FLAG]
    sell_to_cover: Annotated[bool, FLAG]
    net_withholding: Annotated[bool, FLAG]
    espp_purchase: Annotated[bool, FLAG]
    espp_election: Annotated[bool, FLAG]
    plan_401k_move: Annotated[bool, FLAG]
    dividend_reinvestment: Annotated[bool, FLAG]
    rsu_vesting: Annotated[bool, FLAG]


@dataclass(frozen=True, slots=True)
class Orders:
    """Standing and limit orders."""

    day_limit: Annotated[str, _FORBIDDEN_OR_ALLOWED]


@dataclass(frozen=True, slots=True)
class Accounts:
    """Margin accounts and pledges."""

    margin: Annotated[str, _FORBIDDEN_OR_ALLOWED]
    pledge: Annotated[str, one_of("review", "allowed")]


@dataclass(frozen=True, slots=True)
class Scope:
    """Who is covered where the text is silent."""

    beneficiary_only_trust: Annotated[str, one_of("review", "not_covered")]


@dataclass(frozen=True, slots=True)
class ShortSwing:
    """How far the warning about opposite transactions looks."""

    lookback_months: Annotated[int, whole(1, 24)]
    holder_percent: Annotated[int, whole(1, 100)]


@dataclass(frozen=True, slots=True)
class DisclosureOfRestrictions:
    """Who may learn that a restriction exists, and how many people lift one."""

    compliance_sees_existence: Annotated[bool, FLAG]
    widening_needs: Annotated[int, whole(1, 5)]


TABLES: dict[str, type[Any]] = {
    "issuer": Issuer,
    "blackout": Blackout,
    "disclosure": Disclosure,
    "trading_day": TradingDay,
    "clearance": Clearance,
    "approvers": Approvers,
    "plans": Plans,
    "trading": Trading,
    "orders": Orders,
    "accounts": Accounts,
    "scope": Scope,
    "short_swing": ShortSwing,
    "disclosure_of_restrictions": DisclosureOfRestrictions,
}


@cache
def kinds_of(table: str) -> dict[str, Kind]:
    """Return a table's keys in order, each with the kind of value that it holds."""
    hints = get_type_hints(TABLES[table], include_extras=True)
    return {key: hint.__metadata__[0] for key, hint in hints.items()}

"""The companies of the worlds: who is in them, when their windows open and close.

A season is written down by hand: when the report was public, when the window opened for it
(two full trading days later, at the open) and when it closes again (two weeks before the
quarter's end, at five), and the days on which the exchange is shut.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from clearance.shown import Actor

TEAM = "T0COMPANY"
NEW_YORK = ZoneInfo("America/New_York")
OPERATOR = "operator:simulation"
EMPLOYEES = 6
#: They have not acknowledged the policy, so what they ask for is refused at once.
NEWCOMERS = ("U0EMP0", "U0EMP1", "U0EMP2")


def ny(text: str) -> datetime:
    """Read a New York wall time such as 2026-11-23 10:00."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@dataclass(frozen=True)
class Season:
    """One open window, by hand; ``clocks`` is when the clocks change in it."""

    quarter_end: date
    public_at: datetime
    opens_at: datetime
    closes_at: datetime
    starts: tuple[datetime, ...]  # where a world may begin
    clocks: datetime | None = None
    next_quarter: date | None = None


SEASONS = (
    Season(
        date(2026, 9, 30),
        ny("2026-11-12 07:30"),
        ny("2026-11-16 09:30"),
        ny("2026-12-17 17:00"),
        (ny("2026-11-16 10:00"), ny("2026-11-24 09:00"), ny("2026-12-14 11:00")),
        next_quarter=date(2026, 12, 31),
    ),
    Season(
        date(2026, 9, 30),
        ny("2026-10-27 07:30"),
        ny("2026-10-29 09:30"),
        ny("2026-12-17 17:00"),
        (ny("2026-10-29 10:00"), ny("2026-10-30 12:00")),
        clocks=ny("2026-11-01 02:00"),
        next_quarter=date(2026, 12, 31),
    ),
    Season(
        date(2026, 12, 31),
        ny("2027-03-09 07:30"),
        ny("2027-03-11 09:30"),
        ny("2027-03-17 17:00"),
        (ny("2027-03-11 10:00"), ny("2027-03-12 12:00")),
        clocks=ny("2027-03-14 02:00"),
        next_quarter=date(2027, 3, 31),
    ),
)

#: Share of companies in which one officer decides alone.
ONE_OFFICER = 0.35
HEADER = "slack_id,name,roles,acknowledged_on,zone,active"
OFFICES = {"U0CEO": "ceo", "U0CFO": "cfo", "U0CHAIR": "audit_chair"}
#: Whom an office may come to: they are there from the start, as employees.
HEIRS = ("U0HEIR1", "U0HEIR2")


@dataclass
class Listed:
    """One line of the list of people."""

    user: str
    name: str
    role: str
    zone: str = ""
    active: bool = True

    def __str__(self):
        active = "yes" if self.active else "no"
        acknowledged = "" if self.user in NEWCOMERS else "2026-01-05"
        return f"{self.user},{self.name},{self.role},{acknowledged},{self.zone},{active}"


ZONES = ("", "America/Chicago", "America/Los_Angeles", "Europe/London")


def list_of_people(rng) -> dict[str, Listed]:
    """Make up a company's list."""
    users = [*OFFICES, *HEIRS, "U0COMPLY", "U0DIRECTOR", *(f"U0EMP{n}" for n in range(EMPLOYEES))]
    roles = OFFICES | {"U0DIRECTOR": "director", "U0COMPLY": "compliance"}
    if rng.random() < ONE_OFFICER:
        roles["U0CFO"] = "employee"
    return {
        user: Listed(
            user, f"{user[2:].title()} Doe", roles.get(user, "employee"), rng.choice(ZONES)
        )
        for user in users
    }


def as_list(lines) -> str:
    return "\n".join([HEADER, *map(str, lines)]) + "\n"


def actor(user: str) -> Actor:
    return Actor(TEAM, user)


def next_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0) + timedelta(minutes=1)

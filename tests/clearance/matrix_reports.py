"""The reports of the company in which the matrix of authority is tried."""

from datetime import date, datetime

from clearance.releases import ReleaseEntry
from tests.clearance.company import NEW_YORK

REPORT = ReleaseEntry(
    kind="full",
    public_at=datetime(2027, 2, 10, 7, 30, tzinfo=NEW_YORK),
    title="Year's results",
    quarter_end=date(2026, 12, 31),
)
THIRD = ReleaseEntry(
    kind="full",
    public_at=datetime(2026, 11, 12, 7, 30, tzinfo=NEW_YORK),
    title="Third quarter results",
    quarter_end=date(2026, 9, 30),
)

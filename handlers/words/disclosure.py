"""The quarterly list of directors' and officers' plans, as lines of a table: Item 408(a)."""

from clearance.plan_disclosures import Disclosure
from handlers import words

COLUMNS = (
    "name", "title", "date", "what", "kind", "adopted", "duration", "aggregate_shares", "plan",
)  # fmt: skip
WHAT = {
    "adopted": "adopted",
    "terminated": "terminated",
    "adopted_by_change": "adopted (changed amount, price or timing)",
    "terminated_by_change": "terminated (changed amount, price or timing)",
}
KINDS = {
    "ordinary": "Rule 10b5-1 plan",
    "single_trade": "Rule 10b5-1 plan, single trade",
    "sell_to_cover": "Rule 10b5-1 plan, sales to cover taxes",
}
OPEN_END = "no last day named"
NO_SHARES = "not on record: see the plan"
NOTHING = "No director or officer adopted or terminated a plan in this quarter."
WRITTEN = "{count} written to {file}. Check it against the plans before it is disclosed."


def row(one: Disclosure) -> tuple[str, ...]:
    """Write a line; prices are none of it."""
    until = OPEN_END if one.ends_on is None else f"until {one.ends_on.isoformat()}"
    return (
        one.name,
        words.roles(one.roles),
        one.on.isoformat(),
        WHAT[one.what],
        KINDS.get(one.kind, one.kind),
        one.adopted_on.isoformat(),
        until,
        NO_SHARES if one.shares is None else str(one.shares),
        one.plan,
    )

"""What the request form is opened with: the window, one's own entries, recent news."""

from clearance import acknowledged, delegates, looking, news, plan_sheets, related_lists
from clearance.facts import Ground
from clearance.people import PersonFound
from clearance.shown import AskingSheet, ReadingShown
from policy.actions import READ_BY_POLICY
from policy.clauses import sections_in
from policy.company import Policy
from storage.tx import Tx

#: The readings that the form says under its fields: where each stands, and what holds then.
_READINGS = {
    **{key: ("trading", key, True) for key in READ_BY_POLICY.values()},
    "day_limit": ("orders", "day_limit", "allowed"),
    "margin": ("accounts", "margin", "allowed"),
    "pledge": ("accounts", "pledge", "allowed"),
}


def asking(tx: Tx, ground: Ground, person: PersonFound) -> AskingSheet:
    """Return what this person's request form needs."""
    issuer = ground.policy.issuer
    return AskingSheet(
        window=looking.window(tx, ground),
        plans=plan_sheets.own(tx, ground, person),
        files_for=delegates.files_for(tx, ground, person),
        related=related_lists.entries(tx, ground, person),
        news=news.recent(tx, ground),
        readings=readings(ground.policy),
        company=(issuer.name, issuer.ticker),
        sections=sections_in(ground.policy),
        plan_sellers=ground.policy.plans.required_for_sales_by,
        sign_first=acknowledged.to_sign(tx, person),
    )


def readings(policy: Policy) -> dict[str, ReadingShown]:
    """Return how a policy file reads the points that the form speaks of, by their keys."""
    found = {}
    for name, (table, key, when) in _READINGS.items():
        stated = policy.stated[table][key]
        chosen = stated.source.startswith("reading")
        found[name] = ReadingShown(stated.value == when, stated.section, chosen)
    return found

"""Short ways to write instants, days, records and changed policies in tests."""

import json
from datetime import date, datetime

from policy.company import Policy, parse_policy
from policy.decide import decide
from policy.facts import Facts, Override, Person, Plan, Release, Restriction, Trade
from policy.instants import utc


def at(text: str) -> datetime:
    """Read an instant; without an offset it is New York's summer time."""
    return utc(datetime.fromisoformat(text if "+" in text or text[-6] == "-" else f"{text}-04:00"))


def day(text: str) -> date:
    return date.fromisoformat(text)


def full(quarter_end: str, released_at: str) -> Release:
    return Release(day(quarter_end), at(released_at), "full")


def preliminary(quarter_end: str, released_at: str) -> Release:
    return Release(day(quarter_end), at(released_at), "preliminary")


def moved(quarter_end: str, starts_at: str | None = None, ends_at: str | None = None) -> Override:
    return Override(
        day(quarter_end), at(starts_at) if starts_at else None, at(ends_at) if ends_at else None
    )


def event(starts_at: str, ends_at: str | None = None) -> Restriction:
    return Restriction("event", at(starts_at), at(ends_at) if ends_at else None)


def changed(**tables: dict[str, object]) -> Policy:
    """Return the shipped policy with some keys changed."""
    lines = ['extends = "cellectar_2018"']
    for table, keys in tables.items():
        lines.append(f"[{table}]")
        lines += [f"{key} = {json.dumps(value)}" for key, value in keys.items()]
    return parse_policy("\n".join(lines), "changed.toml")


#: Reported to the first quarter of 2025; the next blackout begins on 16 June at 17:00.
SPRING = (
    full("2024-12-31", "2025-03-13T08:00:00"),
    full("2025-03-31", "2025-05-13T16:05:00"),
)
#: Reported to the second quarter; the window is open from 18 August to 16 September 2025.
SUMMER = (*SPRING, full("2025-06-30", "2025-08-14T07:30:00"))


def facts(**changes: object) -> Facts:
    """Return an employee's plain sale in an open window, with some facts changed."""
    person = {"roles": frozenset({"employee"}), "acknowledged": True}
    trade: dict[str, object] = {"action": "sell", "quantity": 100}
    given: dict[str, object] = {"at": at("2025-08-25T10:00:00"), "releases": SUMMER}
    for name, value in changes.items():
        if name == "roles":
            person["roles"] = frozenset(value)
        elif name == "acknowledged":
            person[name] = value
        elif name in Facts.__slots__:
            given[name] = value
        else:
            trade[name] = value
    return Facts(person=Person(**person), trade=Trade(**trade), **given)


#: A moment in the second quarter's blackout, and a plan that is old enough for it.
IN_BLACKOUT = {"at": at("2025-06-20T10:00:00"), "releases": SPRING}
OLD_PLAN = Plan(day("2025-01-02"), approved=True)


def rules_of(policy, calendar, **changes) -> tuple[str, ...]:
    return decide(facts(**changes), policy, calendar).rules


def lifted(decision) -> dict[str, str]:
    return {each.rule: each.lifted_by for each in decision.findings if each.lifted_by}

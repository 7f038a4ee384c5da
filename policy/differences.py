"""In which values two policies differ, and in which only their sources do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from policy.company import Policy
from policy.company_file import Stated
from policy.company_tables import TABLES, kinds_of
from policy.quarters import MONTH_ENDS


@dataclass(frozen=True, slots=True)
class Difference:
    """One key (``table.key``) that two policies state differently.

    ``changed`` is false where both say the same, with another section, day or source.
    """

    key: str
    before: Stated
    after: Stated
    changed: bool


def differences(before: Policy, after: Policy) -> Iterator[Difference]:
    """Yield what differs, in the order of the policy file's tables and keys."""
    for table in TABLES:
        for key, kind in kinds_of(table).items():
            one, other = before.stated[table][key], after.stated[table][key]
            if one != other:
                changed = _meant(kind.read(one.value)) != _meant(kind.read(other.value))
                yield Difference(f"{table}.{key}", one, other, changed)


def _meant(value: Any) -> Any:
    """Return what a value comes to: a list's order and February's two writings say nothing."""
    if isinstance(value, tuple):
        return frozenset(value)
    return MONTH_ENDS.get(value, value) if isinstance(value, str) else value

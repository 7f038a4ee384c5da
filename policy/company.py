"""A company's policy: the file's values, typed, each with where it comes from.

Files are read here and nowhere else in ``policy``; what comes out is frozen. A policy
is stored by the hash of its content with every decision made under it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import rfc8785

from policy.company_file import (
    LineError,
    PolicyFileError,
    Stated,
    read_stated,
    stated_from,
    stated_to,
)
from policy.company_tables import (
    TABLES,
    Accounts,
    Approvers,
    Blackout,
    Clearance,
    Disclosure,
    DisclosureOfRestrictions,
    Issuer,
    Orders,
    Plans,
    Scope,
    ShortSwing,
    Trading,
    TradingDay,
    kinds_of,
)

__all__ = [
    "LineError",
    "Policy",
    "PolicyFileError",
    "PolicyNotInForceError",
    "load_policy",
    "parse_policy",
    "policy_text",
]

DEFAULT_POLICY = "cellectar_2018"


class PolicyNotInForceError(Exception):
    """A value of the policy is asked for on a day before it holds."""


@dataclass(frozen=True)
class Policy:
    """One company's policy with its readings, one attribute a table.

    ``stated`` holds every value as the file writes it, with section, first day and
    source. The attributes answer "what does this policy say", for any day, as a
    what-if question needs; ``on(day)`` answers "is it in force", and raises before.
    """

    stated: Mapping[str, Mapping[str, Stated]]
    issuer: Issuer
    blackout: Blackout
    disclosure: Disclosure
    trading_day: TradingDay
    clearance: Clearance
    approvers: Approvers
    plans: Plans
    trading: Trading
    orders: Orders
    accounts: Accounts
    scope: Scope
    short_swing: ShortSwing
    disclosure_of_restrictions: DisclosureOfRestrictions

    def __repr__(self) -> str:
        return f"<policy of {self.issuer.name}>"

    @classmethod
    def of(cls, stated: Mapping[str, Mapping[str, Stated]]) -> "Policy":
        """Build the typed tables from values that have been checked."""
        tables = {name: _table(name, stated[name]) for name in TABLES}
        return cls(stated=stated, **tables)

    @cached_property
    def content(self) -> str:
        """Every value with its source, resolved, as canonical JSON (RFC 8785)."""
        return rfc8785.dumps(stated_to(self.stated)).decode()

    @cached_property
    def version(self) -> str:
        """SHA-256 of ``content``, in hex."""
        return hashlib.sha256(self.content.encode()).hexdigest()

    @classmethod
    def from_content(cls, content: str) -> "Policy":
        """Rebuild a policy from its stored content."""
        return cls.of(stated_from(content))

    def on(self, day: date) -> "Policy":
        """Return the policy where all of it holds on a day; raise where some does not.

        Raises PolicyNotInForceError naming each value that begins to hold later.
        """
        later = [
            f"{table}.{key} holds from {stated.holds_from}"
            for table, keys in self.stated.items()
            for key, stated in keys.items()
            if stated.holds_from is not None and day < stated.holds_from
        ]
        if later:
            raise PolicyNotInForceError(f"on {day} the policy is not in force: {'; '.join(later)}")
        return self

    def with_fiscal_year_end(self, month_end: str) -> "Policy":
        """Return the policy for a fiscal year that ends at another month's end (MMDD)."""
        if month_end == self.issuer.fiscal_year_end:
            return self
        issuer = {**self.stated["issuer"], "fiscal_year_end": Stated(month_end)}
        return replace(
            self,
            stated={**self.stated, "issuer": issuer},
            issuer=replace(self.issuer, fiscal_year_end=month_end),
        )


def load_policy(name_or_path: str = DEFAULT_POLICY) -> Policy:
    """Read a shipped policy by its name, or a policy file by its path.

    Raises PolicyFileError with every error of the file, each with its line.
    """
    return parse_policy(policy_text(name_or_path), source=str(name_or_path))


def policy_text(name_or_path: str) -> str:
    """Return the text of a shipped policy by its name, or of a policy file by its path.

    Raises PolicyFileError where there is none to read.
    """
    if name_or_path in shipped():
        return _text_of(_shipped_folder() / f"{name_or_path}.toml")
    return _text_of(Path(name_or_path))


def parse_policy(text: str, source: str) -> Policy:
    """Read a policy file's text; ``source`` names it in errors.

    Raises PolicyFileError with every error of the text, each with its line.
    """
    return Policy.of(read_stated(text, source, _shipped_texts))


def shipped() -> tuple[str, ...]:
    """Return the names of the policies that come with the package, sorted."""
    return tuple(sorted(file.stem for file in _shipped_folder().glob("*.toml")))


def _shipped_folder() -> Path:
    return Path(__file__).parent


def _shipped_texts() -> dict[str, str]:
    return {name: _text_of(_shipped_folder() / f"{name}.toml") for name in shipped()}


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PolicyFileError(
            str(path), (LineError(1, f"the file is not UTF-8 text (byte {error.start})"),)
        ) from error
    except OSError as error:
        known = ", ".join(shipped())
        raise PolicyFileError(
            str(path),
            (
                LineError(
                    0,
                    f"the file cannot be read ({error.strerror}); give the path of a policy"
                    f" file or the name of a shipped one: {known}",
                ),
            ),
        ) from error


def _table(name: str, stated: Mapping[str, Stated]) -> Any:
    read = {key: kind.read(stated[key].value) for key, kind in kinds_of(name).items()}
    return TABLES[name](**read)

"""What a bundle is made from: the database, the company's policy, and words for its report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Self, TypeVar

from audit.worth_a_look import Limits
from clearance.desk import Desk
from clearance.facts import Grounds
from policy.company import Policy
from storage.database import Database
from storage.notes import Verifier
from storage.tx import Tx

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """One company's record; ``words`` names rules, offices and kinds of trade in the report."""

    database: Database
    policy: Policy
    grounds: Grounds
    words: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, desk: Desk, words: Mapping[str, str] | None = None) -> Self:
        """Take what a desk stands on."""
        return cls(desk.database, desk.grounds.policy, desk.grounds, words or {})

    def run(self, fn: Callable[[Tx], T]) -> T:
        """Run a function in a transaction of its own, and wait for it."""
        return self.database.run_now(fn)

    def limits(self) -> Limits:
        """Say from when on something is worth a look, under the policy."""
        return Limits(offices=self.policy.approvers.offices())

    @staticmethod
    def signed(public: bytes, text: bytes, signature: bytes) -> bool:
        """Say whether a key made a signature; what openssl says, said by the library."""
        return Verifier("anybody", public).signed(text.decode(), signature)

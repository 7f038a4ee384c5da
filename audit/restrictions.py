"""The register's history as a bundle shows it, and which hidden parts a bundle may open.

An ordinary pull shows to compliance, where the policy file lets them know that restrictions
exist, every line as it was hashed: what happened to which restriction, by whom, when, of which
kind. It opens neither who is under one nor the officer's own words for the matter, and no
reason, to nobody. So a pull says the same to everybody who may pull, and whoever compliance is
cannot learn from one, nor from two pulls side by side, whether they are under a restriction
themselves: lines that were withheld only from those concerned would tell them just that.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from clearance.authority_matrix import COMPLIANCE
from clearance.facts import Ground
from clearance.people import PersonFound
from clearance.restrictions import history
from clearance.restrictions.history import Line
from clearance.restrictions.setting import reason_text
from policy.company import Policy
from storage.tree import leaf_hash
from storage.tx import Tx

NAMED: Final = history.NAMED
REASON: Final = "reason"
NOT_ASKED: Final = "not_asked"
#: Acts about an authority's wish to know, which is itself confidential.
PRODUCING: Final = frozenset({"audit:asked", "audit:confirmed", "audit:produced"})
HOLDS: Final = "hold:"

Shows = Callable[[Line], bool]


def entitled(person: PersonFound, policy: Policy) -> bool:
    """Say whether somebody may know that restrictions exist, and get their history."""
    seen = policy.disclosure_of_restrictions.compliance_sees_existence
    return seen and COMPLIANCE in person.roles


def opens_restricted(record: Mapping[str, Any], puller: str, ask: str | None = None) -> bool:
    """Say whether a bundle for somebody entitled opens this record's ``restricted``.

    Never, in an ordinary pull, of what concerns the person who pulls: in every such record
    alike, so that a closed one tells nothing. Nor of productions, but for the one that this
    bundle is (``ask``), which is for an authority and opens all else;
    nor of whose records are on hold, as that tells of a matter too.
    """
    if record["tag"].startswith(HOLDS):
        return False
    if record["tag"] in PRODUCING:
        return ask is not None and record["body"]["open"].get("id") == ask
    return ask is not None or record["subject"] != puller


def lines(
    ground: Ground, upto: int | None = None, shows: Shows = lambda _: True
) -> Iterator[dict[str, Any]]:
    """Yield the history for an ordinary pull, in order: what is not asked for as its hash.

    ``upto`` is how many lines the log had committed to, so that the log holds all of them.
    """
    for index, one in enumerate(ground.book.history[:upto]):
        yield shown(index, one) if shows(one) else kept(index, one)


def shown(index: int, one: Line) -> dict[str, Any]:
    """Show a line as it was hashed, and nothing of what it hides."""
    return {"index": index, "record": history.text(one)}


def in_full(tx: Tx, ground: Ground, index: int, one: Line, *, reason: bool) -> dict[str, Any]:
    """Show a line with what it hides: for a production alone."""
    found = shown(index, one)
    named = history.named_text(one)
    if named is not None:
        found[NAMED] = named
    if reason and REASON in one:
        found[REASON] = reason_text(tx, ground.book.restrictions[one["restriction"]])
    return found


def kept(index: int, one: Line) -> dict[str, Any]:
    """Keep one line back: alone, so that the root at every size can be computed."""
    leaf = leaf_hash(history.text(one).encode()).hex()
    return {"from": index, "count": 1, "hash": leaf, "why": NOT_ASKED}

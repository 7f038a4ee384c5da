"""The code under which a Form 4 names what was done, and whether it acquires or disposes.

General Instruction 8 of Form 4. A purchase or sale on the market is P or S, a gift G, an
exercise exempt by Rule 16b-3 or 16b-6(b) M, a warrant's exercise X, a conversion C, a grant or
its vesting A, shares kept back for tax F, a move within a 401(k) I. What is sold out of an
exercise is a sale of its own.
"""

from collections.abc import Mapping
from typing import Literal

Disposition = Literal["A", "D"]

#: By what is done; what stands here is reported on the form, so it leaves out what is not.
CODES: Mapping[str, str] = {
    "buy": "P",
    "sell": "S",
    "sell_to_cover_tax_broker": "S",
    "net_share_withholding": "F",
    "gift": "G",
    "option_exercise": "M",
    "warrant_exercise": "X",
    "conversion": "C",
    "rsu_vesting": "A",
    "plan_401k_move": "I",
}
_DISPOSES = frozenset({"S", "F", "G"})
SALE = "S"


def code_of(action: str, *, sold_at_once: bool = False) -> str | None:
    """Return the code of what was done; None where no code of the form means it."""
    return SALE if sold_at_once else CODES.get(action)


def disposition(code: str, side: str | None) -> Disposition:
    """Say whether it acquires or disposes; a move within a plan goes the way of its side."""
    return "D" if code in _DISPOSES or side == "sale" else "A"

"""What the requester and who decides see of what a trade would match, and of what is owed."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from policy.short_swing_shown import Swing


@dataclass(frozen=True, slots=True)
class SwingShown:
    """What each side of a trade that is still to be made matches, and what it comes to.

    ``priced`` says where the price is from: it was typed, or it is the last one on the
    requester's own record, of ``price_of``. ``mine`` says whether the viewer is the requester.
    """

    request: str
    sides: tuple[Swing, ...]
    mine: bool
    priced: Literal["typed", "last"] | None = None
    price_of: date | None = None
    requester: str = ""

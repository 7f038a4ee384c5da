"""When an affiliate's sales call for a notice on Form 144.

Rule 144(h): an affiliate files the notice when the order is placed, where what is sold in
reliance on the rule "during any period of three months" exceeds 5,000 shares or has an
aggregate sale price of more than $50,000. Rule 144(a)(2) and (e)(3): sales of a spouse, of
relatives of the same household and of trusts and entities controlled count with one's own, so
that all accounts on the record of one insider are added up.

Directors, officers and holders of 10% are taken for affiliates, which is the careful reading.
Whether a sale is made in reliance on the rule, or is registered, nobody reported; so this is
no determination. Shares kept back by the company for tax are no sale on the market.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from policy.roles import is_director_or_officer
from policy.section16_reports import Since

THRESHOLDS = Since(
    date(2008, 2, 15), "Rule 144(h), as amended by Release 33-8869; before it 500 shares or $10,000"
)
SHARES = 5_000
DOLLARS = Decimal(50_000)
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Sold:
    """A sale on the record: its day, how many, and the price a share, None where not reported."""

    on: date
    shares: int
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What three months of sales come to, with the one that is asked about.

    ``passed`` names the threshold that is passed whatever the price: ``shares``, ``dollars``,
    or None; then ``price_over`` is the price a share above which the sale asked about passes
    the dollars, None where nothing more is to be sold.
    """

    shares: int
    dollars: Decimal
    passed: str | None
    price_over: Decimal | None = None


def is_affiliate(roles: frozenset[str]) -> bool:
    """Say whether somebody's sales are looked at."""
    return is_director_or_officer(roles)


def notice(sold: Iterable[Sold], on: date, planned: int = 0) -> Notice:
    """Add up what was sold within three months up to a day, with ``planned`` shares on it.

    Raises ValueError for a day before these thresholds hold.
    """
    if on < THRESHOLDS.first_day:
        raise ValueError(f"these thresholds are the law since {THRESHOLDS.first_day}")
    since = on - relativedelta(months=_MONTHS)
    within = [one for one in sold if since <= one.on <= on]
    shares = sum(one.shares for one in within) + planned
    dollars = sum((one.shares * one.price for one in within if one.price is not None), Decimal(0))
    if shares > SHARES:
        return Notice(shares, dollars, "shares")
    if dollars > DOLLARS:
        return Notice(shares, dollars, "dollars")
    price_over = (DOLLARS - dollars) / planned if planned else None
    return Notice(shares, dollars, None, price_over)

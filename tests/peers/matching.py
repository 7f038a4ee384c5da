"""Short-swing pairing in exact fractions, by adding one path at a time to a small network."""

from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from tests.peers.walking import month_end


class Trade(NamedTuple):
    """One transaction in the shares of after the last split."""

    side: str
    on: date
    shares: Fraction
    price: Fraction


def anniversary(day: date, months: int = 6) -> date:
    """Find the day some months on; one that the month does not have is the next month's first."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    last = month_end(year, month)
    return date(year, month, day.day) if day.day <= last.day else last + timedelta(days=1)


def statute(one: date, other: date) -> bool:
    return max(one, other) <= anniversary(min(one, other)) - timedelta(days=2)


def policy_words(one: date, other: date) -> bool:
    return max(one, other) <= anniversary(min(one, other))


def adjusted(trade: Trade, splits: list[tuple[date, Fraction]]) -> Trade:
    shares, price = trade.shares, trade.price
    for on, ratio in splits:
        if trade.on < on:
            shares, price = shares * ratio, price / ratio
    return Trade(trade.side, trade.on, shares, price)


def sides(trades: list[Trade]) -> tuple[list[Trade], list[Trade]]:
    bought = [each for each in trades if each.side == "purchase"]
    return bought, [each for each in trades if each.side == "sale"]


def lowest_in_highest_out(trades: list[Trade]) -> Fraction:
    bought, sold = sides(trades)
    left = [each.shares for each in sold]
    order = sorted(range(len(sold)), key=lambda n: (-sold[n].price, sold[n].on))
    profit = Fraction(0)
    for buy in sorted(bought, key=lambda each: (each.price, each.on)):
        wanted = buy.shares
        for n in order:
            if sold[n].price > buy.price and statute(buy.on, sold[n].on):
                taken = min(wanted, left[n])
                wanted, left[n] = wanted - taken, left[n] - taken
                profit += taken * (sold[n].price - buy.price)
    return profit


def alert(trades: list[Trade]) -> bool:
    bought, sold = sides(trades)
    return any(
        sale.price > buy.price and policy_words(buy.on, sale.on) for buy in bought for sale in sold
    )


def most(trades: list[Trade]) -> Fraction:
    """Find the most that any pairing recovers: the dearest path first, until none pays."""
    bought, sold = sides(trades)
    room: dict[tuple, Fraction] = {}
    gain: dict[tuple, Fraction] = {}

    def edge(start: object, end: object, shares: Fraction, worth: Fraction) -> None:
        room[start, end], room[end, start] = shares, Fraction(0)
        gain[start, end], gain[end, start] = worth, -worth

    for b, buy in enumerate(bought):
        edge("source", ("b", b), buy.shares, Fraction(0))
        for s, sale in enumerate(sold):
            if sale.price > buy.price and statute(buy.on, sale.on):
                edge(("b", b), ("s", s), min(buy.shares, sale.shares), sale.price - buy.price)
    for s, sale in enumerate(sold):
        edge(("s", s), "sink", sale.shares, Fraction(0))
    total = Fraction(0)
    while path := _dearest(room, gain):
        taken = min(room[step] for step in path)
        worth = sum((gain[step] for step in path), Fraction(0))
        if worth <= 0:
            break
        for start, end in path:
            room[start, end] -= taken
            room[end, start] += taken
        total += taken * worth
    return total


def _dearest(room: dict, gain: dict) -> list[tuple]:
    worth: dict = {"source": Fraction(0)}
    came: dict = {}
    changed = True
    while changed:
        changed = False
        for (start, end), left in room.items():
            if left > 0 and start in worth:
                reached = worth[start] + gain[start, end]
                if end not in worth or reached > worth[end]:
                    worth[end], came[end] = reached, start
                    changed = True
    if "sink" not in worth:
        return []
    path, at = [], "sink"
    while at != "source":
        path.append((came[at], at))
        at = came[at]
    return path[::-1]


def money(amount: Fraction) -> str:
    cents = (amount * 200 + 1) // 2
    return f"{cents // 100}.{cents % 100:02}"

"""The answers of `preclear ask` against a second reading of plans, reports and decisions."""

import json
from collections import Counter
from datetime import date
from fractions import Fraction
from itertools import product
from random import Random

import pytest

from policy.ask import answer_lines
from policy.calendars.exchange import ExchangeCalendar, load_exchange
from tests.peers import matching
from tests.peers.deciding import ORDER
from tests.peers.kinds_questions import batch
from tests.peers.kinds_reading import KindsReading
from tests.peers.test_time_reading import agree, policy_of

SEED, POLICIES, EACH = 20180924, 40, 90


@pytest.fixture(scope="module")
def calendar() -> ExchangeCalendar:
    return load_exchange("XNAS")


def test_two_readings_give_the_same_answers(calendar):
    differing = []
    seen: Counter = Counter()
    for changed, questions in batch(SEED, POLICIES, EACH):
        reading = KindsReading(changed)
        lines = [json.dumps(question) for question in questions]
        answers = [line for line, _ in answer_lines(lines, policy_of(changed), calendar, None)]
        for question, answer in zip(questions, answers, strict=True):
            want, got = reading.answer(question), json.loads(answer)
            if "unsaid" in want:
                continue
            if not agree(want, got):
                differing.append({"policy": changed, "asked": question, "want": want, "got": got})
            seen.update([question["ask"]] if "answer" in want else want["errors"])
            seen.update(want.get("answer", {}).get("rules", []))
    assert not differing, "\n".join(f"{each}" for each in differing[:5])
    # Were the questions all refused, or all granted, the agreement would say little.
    codes = {"bad_value", "naive_timestamp", "missing_field", "out_of_calendar"}
    assert not {name for name in {*KindsReading.KINDS, *ORDER, *codes} if seen[name] < 5}


def test_the_second_reading_pairs_as_well_as_trying_every_pairing():
    rng = Random(SEED)  # noqa: S311  the same trades from the same seed
    for _ in range(60):
        trades = [single_share(rng) for _ in range(rng.randint(0, 7))]
        assert matching.most(trades) == best_by_trying(*matching.sides(trades))


def single_share(rng: Random) -> matching.Trade:
    on = date(2025, rng.randint(1, 12), rng.randint(1, 28))
    side = rng.choice(["purchase", "sale"])
    return matching.Trade(side, on, Fraction(1), Fraction(rng.randint(1, 20)))


def best_by_trying(bought: list[matching.Trade], sold: list[matching.Trade]) -> Fraction:
    """Give every purchase any sale or none, in every way in which no sale is given twice."""
    best = Fraction(0)
    for chosen in product([None, *sold], repeat=len(bought)):
        given = [id(sale) for sale in chosen if sale]
        pairs = [(buy, sale) for buy, sale in zip(bought, chosen, strict=True) if sale]
        if len(set(given)) == len(given) and all(matching.statute(b.on, s.on) for b, s in pairs):
            best = max(best, sum((s.price - b.price for b, s in pairs), Fraction(0)))
    return best


def test_the_second_reading_knows_the_decided_examples():
    seller = {"side": "sale", "on": "2024-12-20", "shares": 1, "price": "5.00"}
    bought = {"side": "purchase", "on": "2025-06-19", "shares": 1, "price": "2.00"}
    assert profit([seller, bought]) == "0.00"
    assert profit([seller, {**bought, "on": "2025-06-18"}]) == "3.00"


def profit(transactions: list[dict]) -> str:
    question = {"ask": "short_swing", "transactions": transactions}
    return KindsReading().answer(question)["answer"]["profit"]


def test_the_same_seed_asks_the_same_questions():
    assert list(batch(7, 3, 20)) == list(batch(7, 3, 20))
    assert list(batch(7, 3, 20)) != list(batch(8, 3, 20))

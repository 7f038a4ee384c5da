"""Seeded questions about plans, reports, matching and decisions, a day either side of each limit.

`batch(seed, policies, each)` gives pairs of a policy (as what differs from the first
company's) and the questions asked under it. The same seed gives the same questions.
"""

from collections.abc import Iterator
from datetime import date, datetime
from random import Random

from tests.peers import questions as timed
from tests.peers.deciding import ACTIONS
from tests.peers.matching import anniversary
from tests.peers.questions import DAY, NEW_YORK, a_day, a_time, beside, written
from tests.peers.time_reading import ROLES

LIMITS = {
    "adopted": "2023-02-27",
    "settled_in_one": "2024-05-28",
    "settled_in_two": "2017-09-05",
}
WRONG = [True, 7, 1.5, "", "soon", {}, [], [7], "2025-02-30", -1, "2024", [None], "null"]
WRONG_IN_TRADE: dict[str, list] = {
    "action": ["Buy", "", None, 7, ["buy"]],
    "order": ["Market", "", 7, ["limit"]],
    "time_in_force": ["GTC", 1, {}],
    "shares_sold": [-1, True, "3", [], {}],
    "margin": ["yes", 1, 0, []],
    "insider_knows_mnpi": ["no", 0, []],
    "on": ["2025-02-30", "soon", 7, []],
    "price_kind": ["Fixed", 1, []],
    "plan": ["yes", [], {}, True, 7],
}
REQUIRED = {
    *("period_starts_at", "who", "transacted_on", "traded_on", "transactions", "side", "on"),
    *("shares", "relation", "at", "person", "roles", "acknowledged", "trade", "action"),
}


def batch(seed: int, policies: int, each: int) -> Iterator[tuple[dict, list[dict]]]:
    rng = Random(seed)  # noqa: S311  the same questions from the same seed
    for number in range(policies):
        policy = {} if number == 0 else random_policy(rng)
        yield policy, [asked(rng, f"{seed}-{number}-{n}", policy) for n in range(each)]


def random_policy(rng: Random) -> dict:
    """Set some keys that these questions rest on, beside some that all rest on.

    `lookback_months` and the two `applies_to_consultants` stay as they are: neither what a
    longer look back does to the statute's own months nor what is asked of a consultant
    whom the policy leaves out is said.
    """
    choices = {
        ("plans", "exempt_days"): [1, 14, 29, 31, 60],
        ("plans", "age"): ["calendar_days"],
        ("plans", "change_restarts"): [False],
        ("plans", "required_for_sales_by"): [["director"], ["section16"], ["employee"]],
        ("orders", "day_limit"): ["allowed"],
        ("accounts", "pledge"): ["allowed"],
        ("scope", "beneficiary_only_trust"): ["not_covered"],
    }
    for key in ("warrant_exercise", "gift", "sell_to_cover", "espp_election", "plan_401k_move"):
        choices["trading", key] = [False]
    for key in ("net_withholding", "espp_purchase", "dividend_reinvestment", "rsu_vesting"):
        choices["trading", key] = [True]
    policy = timed.random_policy(rng) if rng.random() < 0.6 else {}
    for table, key in rng.sample(sorted(choices), rng.randint(1, 6)):
        policy.setdefault(table, {})[key] = rng.choice(choices[table, key])
    return policy


def asked(rng: Random, name: str, policy: dict) -> dict:
    kinds = [plan, cooling_off, form4, settles, short_swing, covered, decide, decide, decide]
    question = {"id": name, **rng.choice(kinds)(rng, policy)}
    if rng.random() < 0.08:
        spoil(rng, question)
    return question


def spoil(rng: Random, question: dict) -> None:
    """Take away one field that is needed, or make its value one that cannot be meant."""
    places = [(question, key) for key in question]
    for value in question.values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                places += [(part, key) for key in part]
    needed = [place for place in places if place[1] in REQUIRED and place[0].get("action") is None]
    if not needed:
        return
    holder, key = rng.choice(needed)
    if rng.random() < 0.3:
        del holder[key]
        return
    wrong = [each for each in WRONG if not (key in {"shares", "acknowledged"} and each in (1, 7))]
    if key == "transactions":
        wrong = [each for each in wrong if each != []]
    if key == "roles":
        wrong = [each for each in wrong if each != []]
    if key == "shares":
        wrong = [each for each in wrong if each not in [1.5, "2024"]]
    if key in {"period_starts_at", "at"}:
        wrong += ["2025-03-31T10:00:00", "2025-03-31", "2025-03-31T25:00:00Z"] * 3
    holder[key] = rng.choice([*wrong, None])


def telling(rng: Random, limit: str) -> date:
    if rng.random() < 0.3:
        return date.fromisoformat(LIMITS[limit]) + rng.randint(-4, 3) * DAY
    return a_day(rng)


def plan(rng: Random, policy: dict) -> dict:
    day = a_day(rng)
    starts = beside(rng, a_time(rng, day, ("17:00",)))
    wanted = policy.get("plans", {}).get("exempt_days", 30)
    back = rng.choice([wanted, wanted, wanted - 1, wanted + 1, rng.randint(-3, 90)])
    question = {"ask": "plan", "period_starts_at": written(rng, starts)}
    local = starts.astimezone(NEW_YORK)
    if rng.random() < 0.5:
        question["established_on"] = (local.date() - back * DAY).isoformat()
    else:
        # Aware arithmetic within one zone moves the clock on the wall, not the hours between.
        question["established_at"] = written(rng, beside(rng, local - back * DAY))
    if rng.random() < 0.4:
        later = local.date() - rng.randint(-2, max(back, 0)) * DAY
        question["modified_on"] = later.isoformat()
        terms = ["amount", "price", "timing", "broker", "address"]
        if rng.random() < 0.7:
            question["modified_terms"] = rng.sample(terms, rng.randint(0, 2))
    if rng.random() < 0.3:
        question["kind"] = rng.choice(["event", "quarterly"])
    return question


def filing(rng: Random, question: dict, name: str, day: date, clocks: tuple[str, ...]) -> None:
    if rng.random() < 0.5:
        question[f"{name}_on"] = day.isoformat()
    else:
        question[f"{name}_at"] = written(rng, beside(rng, a_time(rng, day, clocks)))


def cooling_off(rng: Random, _policy: dict) -> dict:
    question = {
        "ask": "cooling_off",
        "who": rng.choice(["director_or_officer", "director_or_officer", "other", "issuer"]),
    }
    day = telling(rng, "adopted")
    if rng.random() < 0.3:
        question.update(who="director_or_officer", leg="report")
        filing(rng, question, "report_filed", day, ("17:30",))
        return question
    question["adopted_on"] = day.isoformat()
    if rng.random() < 0.7:
        near = (
            day
            + rng.choice([rng.randint(84, 92), rng.randint(113, 121), rng.randint(1, 200)]) * DAY
        )
        filing(rng, question, "report_filed", near, ("17:30",))
    return question


def form4(rng: Random, _policy: dict) -> dict:
    day = a_day(rng)
    question: dict = {"ask": "form4", "transacted_on": day.isoformat()}
    if rng.random() < 0.6:
        filing(rng, question, "filed", day + rng.randint(0, 9) * DAY, ("22:00",))
    if rng.random() < 0.6:
        question["plan"] = rng.random() < 0.8
        if rng.random() < 0.7:
            question["insider_chose_date"] = rng.random() < 0.3
        if rng.random() < 0.6:
            question["notified_on"] = (day + rng.randint(0, 8) * DAY).isoformat()
    return question


def settles(rng: Random, _policy: dict) -> dict:
    day = telling(rng, rng.choice(["settled_in_one", "settled_in_two"]))
    if rng.random() < 0.3:
        year = rng.randint(2000, 2049)
        day = date(year, *rng.choice([(10, 6), (11, 8)])) + rng.randint(0, 6) * DAY
    return {"ask": "settles", "traded_on": day.isoformat()}


def a_history(rng: Random, day: date, most: int) -> list[dict]:
    found = []
    days = [day]
    for _ in range(rng.randint(0, most)):
        on = rng.choice(days) + rng.randint(-200, 200) * DAY
        if rng.random() < 0.6:
            on = anniversary(rng.choice(days)) + rng.randint(-3, 1) * DAY
        if rng.random() < 0.3:
            on = anniversary(rng.choice(days), -6) + rng.randint(-1, 3) * DAY
        days.append(on)
        cents = rng.choice([rng.randint(1, 2000), rng.choice([200, 500, 1000])])
        part: dict = {
            "side": rng.choice(["purchase", "sale"]),
            "on": on.isoformat(),
            "shares": rng.choice([1, 40, 100, 150, rng.randint(1, 9999)]),
            "price": rng.choice([f"{cents / 100:.2f}", f"{cents / 1000:.3f}"]),
        }
        if rng.random() < 0.15:
            part["exempt"] = rng.choice([True, "16b-3(d)", False])
        if rng.random() < 0.2:
            part["owner"] = "spouse_same_household"
        found.append(part)
    return found


def short_swing(rng: Random, _policy: dict) -> dict:
    day = a_day(rng)
    if rng.random() < 0.5:
        # Six months on from these there is no such day, or only in a leap year.
        month, last = rng.choice([(8, 31), (8, 30), (8, 29), (3, 31), (5, 31), (10, 31), (12, 31)])
        day = date(rng.randint(2016, 2028), month, last)
    history = a_history(rng, day, 8)
    question: dict = {"ask": "short_swing", "transactions": history}
    if rng.random() < 0.4:
        days = [date.fromisoformat(each["on"]) for each in history] + [day]
        ons = {rng.choice(days) + rng.randint(-1, 1) * DAY for _ in range(rng.randint(0, 2))}
        question["splits"] = [
            {"on": on.isoformat(), "ratio": rng.choice(["1:10", "3:2", "2:1", "1:7", "1:1"])}
            for on in sorted(ons)
        ]
    return question


def covered(rng: Random, _policy: dict) -> dict:
    relations = ["spouse", "child", "parent", "sibling", "relative", "other"]
    relation = rng.choice([*relations, "partnership", "trust", "estate", "trust"])
    question: dict = {"ask": "covered", "relation": relation}
    for name in ("same_household", "consults_insider", "influenced", "directed"):
        if rng.random() < 0.4:
            question[name] = rng.random() < 0.4
    if rng.random() < 0.6:
        seats = ["general_partner", "trustee", "executor", "beneficiary", "beneficiary"]
        question["insider_is"] = rng.choice(seats)
    return question


def decide(rng: Random, policy: dict) -> dict:
    fields, moments = timed.company(rng, policy)
    # How much of a decision is looked at where a part of it lies beyond the calendars is
    # not said: all of these stay within them.
    while not all(2001 < moment.year < 2048 for moment in moments):
        fields, moments = timed.company(rng, policy)
    fields.setdefault("restrictions", [])
    at = rng.choice(moments)
    day = at.astimezone(NEW_YORK).date()
    question: dict = {"ask": "decide", "at": written(rng, at), **fields}
    roles = rng.sample(sorted(ROLES), rng.choice([1, 1, 1, 2, 2, 3]))
    question["person"] = {"roles": roles, "acknowledged": rng.random() < 0.9}
    question["trade"] = a_trade(rng, day, moments)
    if rng.random() < 0.04:
        field = rng.choice(sorted(WRONG_IN_TRADE))
        question["trade"][field] = rng.choice(WRONG_IN_TRADE[field])
    if rng.random() < 0.3:
        question["attests_no_mnpi"] = rng.random() < 0.6
    if rng.random() < 0.5:
        question["history"] = a_history(rng, day, 3)
    return question


def a_trade(rng: Random, day: date, moments: list[datetime]) -> dict:
    actions = [*ACTIONS, *["buy", "sell"] * 8, *["gift", "option_exercise", "pledge"]]
    trade: dict = {"action": rng.choice(sorted(actions)), "quantity": rng.randint(1, 5000)}
    if rng.random() < 0.3:
        trade["issuer"] = rng.choice(["company", "company", "supplier_plc"])
        trade["insider_knows_mnpi"] = rng.random() < 0.5
    if rng.random() < 0.5:
        trade["on"] = (day + rng.randint(-1, 8) * DAY).isoformat()
        if rng.random() < 0.2:
            trade["on"] = rng.choice(moments).astimezone(NEW_YORK).date().isoformat()
    if rng.random() < 0.3:
        trade["order"] = rng.choice(["market", "limit", "stop"])
        trade["time_in_force"] = rng.choice(["day", "gtc"])
    if rng.random() < 0.3:
        trade["margin"] = rng.random() < 0.4
    if trade["action"] == "conversion":
        trade["price_kind"] = rng.choice(["fixed", "variable"])
    if trade["action"] not in {"buy", "sell"} and rng.random() < 0.4:
        trade["shares_sold"] = rng.choice([0, 1, trade["quantity"]])
    if rng.random() < 0.3:
        trade["plan"] = a_plan(rng, day)
    return trade


def a_plan(rng: Random, day: date) -> dict:
    on = day - rng.choice([rng.randint(20, 45), rng.randint(85, 125), rng.randint(30, 300)]) * DAY
    plan: dict = {"established_on": on.isoformat(), "approved": rng.random() < 0.8}
    if rng.random() < 0.4:
        plan["report_filed_on"] = (on + rng.randint(40, 120) * DAY).isoformat()
    if rng.random() < 0.4:
        plan["suspended"] = rng.random() < 0.5
    return plan

"""Seeded questions that stand on the boundaries: a second either side of what decides.

`batch(seed, policies, each)` gives pairs of a policy (as what differs from the first
company's) and the lines asked under it. The same seed gives the same lines.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
CHICAGO = ZoneInfo("America/Chicago")
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

# Closures nobody planned, early closes, holidays the two calendars disagree about,
# days the clocks change, days on which only the filing system is closed.
TELLING_DAYS = [
    *("2001-09-10", "2001-09-11", "2001-09-14", "2004-06-11", "2007-01-02", "2012-10-26"),
    *("2012-10-29", "2012-10-30", "2018-12-04", "2018-12-05", "2018-12-24", "2019-12-24"),
    *("2020-12-24", "2021-06-18", "2021-12-31", "2022-06-20", "2025-01-08", "2025-01-09"),
    *("2025-12-24", "2025-12-26", "2025-07-03", "2025-11-28", "2024-11-29", "2025-04-18"),
    *("2018-10-08", "2025-10-13", "2018-11-12", "2025-11-11", "2017-11-10", "2024-03-29"),
    *("2025-03-09", "2025-11-02", "2024-03-10", "2024-11-03", "2040-03-11", "2006-04-02"),
    *("2024-02-29", "2023-02-28", "2022-01-01", "2023-01-02", "2010-12-31", "2028-02-29"),
    *("2013-07-03", "2002-07-05", "2033-12-26", "2049-11-26", "2027-06-18", "2028-07-04"),
]
ENDS = ["1999-12-30", "2000-01-01", "2000-01-03", "2000-01-04", "2049-12-28", "2049-12-31"]
EVE = date(1999, 12, 31)
CLOCKS = ["09:30", "16:00", "13:00", "17:00", "17:30", "06:00", "04:00", "00:00", "22:00", "12:00"]
SESSION = ("09:30", "16:00", "13:00")
OFFSETS = [0, 60, -300, -360, -240, 540, 330, -720, 840]


def batch(seed: int, policies: int, each: int) -> Iterator[tuple[dict, list[str]]]:
    rng = Random(seed)  # noqa: S311  the same lines from the same seed
    for number in range(policies):
        policy = {} if number == 0 else random_policy(rng)
        yield policy, [line(rng, f"{seed}-{number}-{n}", policy) for n in range(each)]


def random_policy(rng: Random) -> dict:
    """Set a few of the keys that these questions rest on to something else that is allowed.

    `applies_to_consultants` stays as it is: who would then approve a consultant's trade, if
    anybody, is not said. So does `plan_of_ceo`, for a person who is both `ceo` and `cfo`.
    """
    choices = {
        ("blackout", "lead_days"): [0, 1, 7, 13, 15, 21, 30, 60, 89],
        ("blackout", "starts_at"): ["16:00", "16:59", "09:30", "00:00", "23:59"],
        ("blackout", "time_zone"): ["America/Chicago", "Asia/Tokyo", "UTC"],
        ("blackout", "full_trading_days"): [1, 3, 5, 10],
        ("blackout", "preopen_release_day_counts"): [False],
        ("blackout", "preliminary_release_ends"): [True],
        ("disclosure", "full_trading_days"): [1, 3],
        ("disclosure", "preopen_release_day_counts"): [True],
        ("disclosure", "clock"): ["edgar_acceptance"],
        ("trading_day", "early_close_is_full"): [True],
        ("trading_day", "opens_at"): ["04:00"],
        ("clearance", "lead"): ["calendar_session", "full_session"],
        ("clearance", "valid_sessions"): [0, 1, 2, 5, 10],
        ("clearance", "approve_during_blackout"): [True],
        ("approvers", "trade"): [["cfo"], ["ceo", "cfo", "compliance"], ["audit_chair", "board"]],
        ("approvers", "plan"): ["compliance", "ceo"],
        ("approvers", "plan_of_cfo"): ["audit_chair", "compliance"],
        ("approvers", "nobody_left"): ["compliance", "cfo", "board"],
        ("issuer", "fiscal_year_end"): ["0630", "0131", "0229", "0930"],
    }
    policy: dict = {}
    for table, key in rng.sample(sorted(choices), rng.randint(1, 6)):
        policy.setdefault(table, {})[key] = rng.choice(choices[table, key])
    return policy


def line(rng: Random, name: str, policy: dict) -> str:
    kinds = [reopens, blackouts, window, window, clearance, clearance, approvers]
    question = {"id": name, **rng.choice(kinds)(rng, policy)}
    chance = rng.random()
    if chance < 0.005:
        broken = ["{", "[1]", '"ask"', "7", "null", json.dumps(question)[:-1], "{'ask': 1}"]
        return rng.choice([*broken, "", "   ", "\t"])
    if chance < 0.01:
        question["ask"] = rng.choice(["window ", "Reopens", "", None, 7, ["window"], {}])
    elif chance < 0.13:
        spoil(rng, question)
    return json.dumps(question)


def spoil(rng: Random, question: dict) -> None:
    """Take one field away, or make its value one that cannot be meant."""
    places = [(question, key) for key in question if key != "id"]
    for value in question.values():
        for part in value if isinstance(value, list) else []:
            if isinstance(part, dict):
                places += [(part, key) for key in part]
    # An event restriction that leaves out its end may be one without an end, or a fault.
    holder, key = rng.choice([place for place in places if place[1] != "ends_at"])
    if rng.random() < 0.25:
        del holder[key]
        return
    value = holder[key]
    wrong = [*(True, 7, 1.5, "", "soon", {}, [], [7], "2025-02-30", "1232", "2025-03-30")]
    wrong += [
        -1,
        10**20,
        "2024",
        "0631",
        "0230",
        "Full",
        ["event"],
        [None],
        [{}],
        {"kind": "event"},
    ]
    wrong += ["2025-13-01T10:00:00-05:00", "2025-03-31T10:00:00", "2025-03-31", "25:00", "null"]
    wrong += ["2025-03-31T10:00:00-05:00 ", "2025-03-31T10:00:00 EST", "2025-03-31T25:00:00Z"]
    if isinstance(value, str) and len(value) > 16:
        wrong += [value[:19], value[:10], value[:19] + "+99:00"]
    # That null is as good as leaving an optional field out is said nowhere, nor denied.
    wrong += [None] if key in REQUIRED else []
    holder[key] = rng.choice(wrong)


REQUIRED = {"ask", "rule", "at", "approved_at", "for", "roles", "kind", "quarter_end"}


def a_day(rng: Random) -> date:
    chance = rng.random()
    if chance < 0.35:
        return date.fromisoformat(rng.choice(TELLING_DAYS)) + rng.randint(-3, 1) * DAY
    if chance < 0.6:
        return month_end(rng.randint(2001, 2048), rng.randint(1, 12)) - rng.randint(0, 15) * DAY
    if chance < 0.65:
        return date.fromisoformat(rng.choice(ENDS))
    return date(2001, 1, 1) + rng.randint(0, 365 * 48) * DAY


def a_time(rng: Random, day: date, clocks: tuple[str, ...] = ()) -> datetime:
    """Take a moment of a day that decides something, one of these clocks rather than others."""
    if clocks and rng.random() < 0.6:
        return datetime.combine(day, time.fromisoformat(rng.choice(clocks)), NEW_YORK)
    if rng.random() < 0.2:
        at = time(rng.randint(0, 23), rng.randint(0, 59), rng.randint(0, 59))
        return datetime.combine(day, at, NEW_YORK)
    zone = CHICAGO if rng.random() < 0.15 else NEW_YORK
    return datetime.combine(day, time.fromisoformat(rng.choice(CLOCKS)), zone)


def beside(rng: Random, moment: datetime) -> datetime:
    near = moment.astimezone(UTC) + rng.choice([-1, 0, 0, 1]) * SECOND
    # Whether the last day before the calendars is itself needed by what follows it in
    # them, a release on its evening say, is a matter of taste: no moment lies on it.
    return near + DAY if near.astimezone(NEW_YORK).date() == EVE else near


def written(rng: Random, moment: datetime) -> str:
    """Write an instant in one of the many ways in which people do."""
    if rng.random() < 0.4:
        return moment.astimezone(NEW_YORK).isoformat()
    zone = timezone(timedelta(minutes=rng.choice(OFFSETS)))
    text = moment.astimezone(zone).isoformat()
    return text.replace("+00:00", "Z") if rng.random() < 0.5 else text


def a_moment(rng: Random, day: date, clocks: tuple[str, ...]) -> str:
    return written(rng, beside(rng, a_time(rng, day, clocks)))


def month_end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - DAY


def a_year_end(rng: Random, month: int) -> str:
    if month == 2:
        return rng.choice(["0228", "0229"])
    return f"{month:02}{MONTH_DAYS[month - 1]:02}"


def reopens(rng: Random, _policy: dict) -> dict:
    day = a_day(rng)
    question = {"ask": "reopens", "rule": rng.choice(["blackout", "mnpi"])}
    fields = ["released_at", "edgar_accepted_at", "released_on"]
    asked = [fields[:1], fields[1:2], fields[2:], fields[:2], []]
    for field in rng.choices(asked, [9, 9, 5, 1, 1])[0]:
        clocks = ("06:00", "17:30") if field == "edgar_accepted_at" else ("09:30",)
        question[field] = day.isoformat() if field == "released_on" else a_moment(rng, day, clocks)
    if rng.random() < 0.3:
        near = [(day + rng.randint(0, 9) * DAY).isoformat() for _ in range(rng.randint(0, 4))]
        question["not_full_days"] = near
    return question


def blackouts(rng: Random, _policy: dict) -> dict:
    if rng.random() < 0.5:
        day = a_day(rng)
        if rng.random() < 0.1:
            day = day.replace(year=rng.choice([1950, 1999, 2055, 2600]), day=min(day.day, 28))
        return {"ask": "blackouts", "quarter_end": day.isoformat()}
    year = rng.choice([rng.randint(1999, 2050), rng.randint(1990, 2100), 0, -1, 10000, 2024])
    year_end = a_year_end(rng, rng.randint(1, 12))
    return {"ask": "blackouts", "fiscal_year_end": year_end, "fiscal_year": year}


def company(rng: Random, policy: dict) -> tuple[dict, list[datetime]]:
    """Make up a company's quarters, reports and notices, and the moments to ask about."""
    month = int(policy.get("issuer", {}).get("fiscal_year_end", "1231")[:2])
    fields: dict = {}
    # Whether a question that leaves the field out means December or the policy file's own
    # year end is settled by the reading, and asked about in either way.
    if rng.random() < 0.4:
        month = rng.randint(1, 12)
        fields["fiscal_year_end"] = a_year_end(rng, month)
    middle = a_day(rng)
    first = middle.year * 12 + middle.month - 1 - 3 * rng.randint(1, 4)
    first -= (first + 1 - month) % 3
    quarters = [month_end(n // 12, n % 12 + 1) for n in range(first, first + 22, 3)]
    moments = [beside(rng, a_time(rng, middle, SESSION))]
    releases = []
    for quarter in quarters[: rng.randint(1, 7)]:
        moments += starts(rng, quarter, policy)
        releases += reports(rng, quarter, moments)
    if rng.random() < 0.2:
        rng.shuffle(releases)
    fields["releases"] = [] if rng.random() < 0.02 else releases
    if rng.random() < 0.35:
        # Of two notices for one quarter nothing says which holds: each quarter gets one.
        chosen = rng.sample(quarters[1:6], rng.randint(1, 2))
        fields["overrides"] = [notice(rng, quarter, moments) for quarter in chosen]
    if rng.random() < 0.4:
        count = rng.randint(0, 3)
        fields["restrictions"] = [restriction(rng, quarters, moments) for _ in range(count)]
    return fields, moments


def starts(rng: Random, quarter: date, policy: dict) -> list[datetime]:
    lead = policy.get("blackout", {}).get("lead_days", 14)
    clock = policy.get("blackout", {}).get("starts_at", "17:00")
    day = quarter - lead * DAY
    return [
        beside(rng, datetime.combine(day, time.fromisoformat(clock), zone))
        for zone in (NEW_YORK, CHICAGO)
    ]


def reports(rng: Random, quarter: date, moments: list[datetime]) -> list[dict]:
    chance, found = rng.random(), []
    if chance < 0.06:
        return []
    if chance < 0.3:
        early = beside(rng, a_time(rng, quarter + rng.randint(3, 30) * DAY))
        found.append(report(rng, quarter, early, "preliminary", moments))
    if chance > 0.12:
        late = rng.choices([(15, 60), (61, 90), (91, 200)], [7, 2, 1])[0]
        at = beside(rng, a_time(rng, quarter + rng.randint(*late) * DAY))
        found.append(report(rng, quarter, at, "full", moments))
        if rng.random() < 0.15:
            again = beside(rng, a_time(rng, at.date() + rng.randint(-3, 10) * DAY))
            found.append(report(rng, quarter, again, "full", moments))
    return found


def report(rng: Random, quarter: date, at: datetime, kind: str, moments: list) -> dict:
    for after in range(1, 9):
        day = at.astimezone(NEW_YORK).date() + after * DAY
        moments.append(beside(rng, datetime.combine(day, time(9, 30), NEW_YORK)))
    moments.append(at)
    return {"quarter_end": quarter.isoformat(), "at": written(rng, at), "kind": kind}


def notice(rng: Random, quarter: date, moments: list[datetime]) -> dict:
    found: dict = {"quarter_end": quarter.isoformat()}
    if rng.random() < 0.7:
        start = a_time(rng, quarter - rng.randint(-3, 60) * DAY)
        moments.append(beside(rng, start))
        found["starts_at"] = written(rng, start)
    if rng.random() < 0.6:
        end = a_time(rng, quarter + rng.randint(4, 110) * DAY)
        moments.append(beside(rng, end))
        found["ends_at"] = written(rng, end)
    return found


def restriction(rng: Random, quarters: list[date], moments: list[datetime]) -> dict:
    start = beside(rng, rng.choice(moments)) + rng.choice([-20, -3, 0, 0, 2]) * DAY
    moments.append(beside(rng, start))
    if rng.random() < 0.5:
        quarter = rng.choice(quarters).isoformat()
        return {"kind": "early_blackout", "quarter_end": quarter, "starts_at": written(rng, start)}
    end = None
    if rng.random() < 0.6:
        until = start + rng.choice([SECOND, DAY, 10 * DAY, 40 * DAY])
        moments.append(beside(rng, until))
        end = written(rng, until)
    return {"kind": "event", "starts_at": written(rng, start), "ends_at": end}


def window(rng: Random, policy: dict) -> dict:
    fields, moments = company(rng, policy)
    return {"ask": "window", "at": written(rng, rng.choice(moments)), **fields}


def clearance(rng: Random, policy: dict) -> dict:
    if rng.random() < 0.3:
        fields, moments = {}, [beside(rng, a_time(rng, a_day(rng), SESSION))]
        if rng.random() < 0.4:
            quarters = [month_end(moments[0].year, month) for month in (3, 6, 9, 12)]
            # No `overrides` here: whether a moved end counts where no blackout is looked at
            # is not said.
            fields["fiscal_year_end"] = "1231"
            fields["restrictions"] = [restriction(rng, quarters, list(moments)) for _ in "12"]
    else:
        fields, moments = company(rng, policy)
    approved = rng.choice(moments)
    question = {"ask": "clearance", "approved_at": written(rng, approved), **fields}
    if rng.random() < 0.75:
        if rng.random() < 0.7:
            day = approved.astimezone(NEW_YORK).date() + rng.randint(0, 9) * DAY
            trade = beside(rng, a_time(rng, day, SESSION))
        else:
            trade = rng.choice([moment for moment in moments if abs(moment - approved) < 60 * DAY])
        question["trade_at"] = written(rng, trade)
    if rng.random() < 0.5:
        question["attests_no_mnpi"] = rng.random() < 0.4
    return question


def approvers(rng: Random, policy: dict) -> dict:
    offices = ["ceo", "cfo", "audit_chair", "compliance"]
    if "board" in json.dumps(policy):
        offices.append("board")
    others = ["employee", "officer", "director", "consultant", "contractor", "section16"]
    roles = rng.sample([*offices, *others, "ceo_direct_report"], rng.randint(0, 4))
    what = rng.choice(["trade", "plan", "acknowledgement"])
    question = {"ask": "approvers", "for": what, "roles": roles}
    if rng.random() < 0.6:
        question["vacant"] = rng.sample(offices, rng.randint(0, 4))
    if rng.random() < 0.05:
        question[rng.choice(["roles", "vacant"])] = rng.choice([["boss"], [True], "ceo", ["CEO"]])
    return question

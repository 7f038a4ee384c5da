"""What the bot's process holds after a day of work, against after an hour of it.

`preclear run` with all that belongs to it, the stand-in Slack in a process of its own, and a clock
that is moved through a working day in steps of a few minutes. At each step people type into
forms, send them, open App Home; officers decide; messages go out, timers fire, the register
ticks. Every hour other people come, so that what is kept of each of them is there.
"""

import asyncio
import json
import secrets
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from benchmarks.answers import WINDOW, looked_at, pending_in
from benchmarks.bot_process import TELLS, Bot
from benchmarks.burst import Answer, request, send
from benchmarks.crowd_cards import QUICKLY, waiting
from benchmarks.form import decision, submission
from benchmarks.workplace import OFFICERS, Company

HOURS: Final = 24
#: Steps an hour, and how many people do something at each.
STEPS: Final = 2
AT_A_STEP: Final = 15
#: From nine in the morning, in New York.
BEGINS: Final = datetime(2018, 11, 20, 14, 0, tzinfo=UTC)
#: What is held at the end may be so much of what was held after the first hour.
MOST: Final = 1.1
#: Seconds within which the messages of a step are sent.
SENDS: Final = 600
_MEGABYTE: Final = 2**20


def measure(hours: int = HOURS) -> None:
    """Measure and print."""
    if not TELLS:
        print("\nThe bot's memory was left out: this machine has no /proc to read it from.")
        return
    with tempfile.TemporaryDirectory() as named:
        url = f"sqlite:///{Path(named) / 'preclear.db'}"
        company = Company(Path(named), url, hours * STEPS * AT_A_STEP, BEGINS)
        company.settle()
        with company.slack_open(QUICKLY), company.bot(QUICKLY) as bot:
            held = [bot.resident]
            acts = 0
            for hour in range(hours):
                for step in range(STEPS):
                    acts += worked(company, bot, hour * STEPS + step)
                held.append(bot.resident)
            messages, lines = len(company.said()), sum(bot.logged.values())
    told = ", ".join(f"{one / _MEGABYTE:.0f}" for one in held[1:])
    print(f"\nWhat the process holds through {hours} hours of moved clock, on SQLite")
    print(f"    {acts:,} acts answered, {messages:,} messages sent, {lines:,} lines logged")
    print(f"    at the start {held[0] / _MEGABYTE:.0f} MB; after each hour {told} MB")
    ratio = median(held[-3:]) / held[1]
    print(f"    after the day {ratio:.3f}x of after an hour (at most {MOST}x is asked for)")


def worked(company: Company, bot: Bot, number: int) -> int:
    """Let people and officers work for some minutes; give how many acts were answered."""
    team = company.slack["team"]
    people = company.people[number * AT_A_STEP : (number + 1) * AT_A_STEP]
    typed = [typing(team, one) for one in people for _ in range(2)]
    acts = [*typed, *(submission(WINDOW, team, one) for one in people)]
    acts += [decision(one, team, OFFICERS[number % 2]) for one in pending_in(company.url)]
    found = sent(company, bot, acts)
    looked_at([one.body for one in found[len(typed) :]])
    homes = [opened(team, one) for one in (*people, *OFFICERS)]
    found += sent(company, bot, homes, event=True)
    if any(one.status != 200 for one in found):
        sys.exit("An act was not answered.")
    company.move(BEGINS + timedelta(hours=1) * (number + 1) / STEPS)
    bot.until(lambda: not waiting(company), SENDS, "messages that are due are not sent", 0.3)
    asyncio.run(asyncio.sleep(1.2))  # a following clock looks once a second
    return len(found)


def sent(company: Company, bot: Bot, bodies: list[bytes], *, event: bool = False) -> list[Answer]:
    """Send them, one after the other, within a second."""
    secret = company.slack["secret"]
    return asyncio.run(send(bot.port, [request(one, secret, event=event) for one in bodies], 1.0))


def typing(team: str, user: str) -> bytes:
    """Give the body that tells of a change in an open form, which keeps it as a draft."""
    sending = json.loads(parse_qs(submission(WINDOW, team, user).decode())["payload"][0])
    moment = f"{secrets.randbelow(10**10)}.{secrets.randbelow(10**6):06d}"
    act = {"action_id": "value", "block_id": "quantity", "type": "plain_text_input"}
    payload: dict[str, Any] = {
        **sending,
        "type": "block_actions",
        "container": {"type": "view", "view_id": sending["view"]["id"]},
        "actions": [{**act, "value": "500", "action_ts": moment}],
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


def opened(team: str, user: str) -> bytes:
    """Give the body that tells of an App Home that was opened."""
    event = {"type": "app_home_opened", "user": user, "channel": "D0", "tab": "home"}
    said = {"type": "event_callback", "team_id": team, "api_app_id": "A0PRECLEAR", "event": event}
    return json.dumps({**said, "event_id": f"Ev{secrets.token_hex(5)}"}).encode()


if __name__ == "__main__":
    measure(*map(int, sys.argv[1:]))

"""The stand-in Slack in a process of its own: `python -m benchmarks.slack_process FOLDER PEOPLE`.

It keeps Slack's paces. Prints one line of JSON that says where it listens and what its secrets
are. A line ``said`` on its standard input is answered with all that the app has posted so far,
in order: to whom, at which second of the moved clock, and the value that its first button
carries. It serves until its standard input ends.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bot.clock import FollowingClock
from sandbox.limits import LimitRules
from sandbox.seed import USERS, User, new_seed
from sandbox.server import Workspace

#: What the n-th of many people is called in Slack.
NAMED = "U1{:07d}"


def members(people: int) -> tuple[User, ...]:
    """Give the sandbox's own members, and so many people more."""
    more = (User(NAMED.format(n), f"person.{n}", f"Person {n}") for n in range(people))
    return (*USERS, *more)


async def serve(folder: Path, people: int, a_second: float) -> None:
    """Serve until standard input ends."""
    rules = LimitRules(messages_per_second=a_second, messages_burst=max(5, round(a_second)))
    if a_second > 1:  # not Slack's pace: what is looked at is the order alone
        rules = LimitRules(a_second, round(10 * a_second), {})
    seed = new_seed(users=members(people))
    workspace = Workspace(FollowingClock(folder / "clock"), seed, rules=rules)
    await workspace.start(port=0)
    told = {
        "secret": seed.signing_secret,
        "token": seed.bot_token,
        "api": workspace.api_url,
        "team": seed.team_id,
    }
    print(json.dumps(told), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        if line.strip() == "said":
            print(json.dumps(said(workspace)), flush=True)
    await workspace.stop()


def said(workspace: Workspace) -> list[tuple[str, int, str]]:
    """Give what the app has posted so far, in order."""
    return [
        (member, int(message.ts.partition(".")[0]), _value(message.blocks))
        for member, message in workspace.messages.notified
    ]


def _value(blocks: list[dict[str, Any]]) -> str:
    buttons = (one for block in blocks for one in block.get("elements", ()) if "value" in one)
    return str(next(buttons, {"value": ""})["value"])


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))

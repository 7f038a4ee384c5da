"""What the time of an answer is spent on: a submission, a decision and an opening of App Home.

They run in the bot's own app, in one process and on a SQLite file: first with Python's profiler
in the event loop's thread, then as many again with it in the database's, because a process has
one profiler at a time. Each counts its own thread alone, and the two are added up. A built-in
function is counted where it was called from. The profiler itself makes what is Python look
larger than it is beside SQLite and the disk: it shows where to look, and the other parts say how
long it takes.
"""

import asyncio
import pstats
from collections.abc import Callable
from cProfile import Profile
from threading import get_ident
from typing import Any, Final

from benchmarks.inside import Inside, Sent, inside

WARM, ACTS = 10, 100
#: Where a function belongs, by a part of its file's path or of a built-in's name; the first
#: that fits. What waits, and the stand-in for Slack in the same process, is left out.
ROOMS: Final = (
    ("", ("select.epoll", "select.poll", "select.kqueue", "_queue.SimpleQueue", "_write_to_self")),
    ("", ("/sandbox/", "/benchmarks/", "'disable' of '_lsprof", "'enable' of '_lsprof")),
    ("commit, with the disk's wait", ("'commit' of 'sqlite3",)),
    ("SQLite's statements", ("of 'sqlite3",)),
    ("SQLAlchemy", ("/sqlalchemy/", "/sqlmodel/", "sqlalchemy.cyextension")),
    ("signature", ("/slack_sdk/signature/", "/hmac.py", "/hashlib.py", "_hashlib.")),
    ("Bolt", ("/slack_bolt/", "/slack_sdk/")),
    ("sealing", ("/cryptography/", "/storage/sealed.py", "rust.")),
    ("JSON, written and read", ("/json/", "/rfc8785", "/orjson", "/urllib/", "canonical.py")),
    ("HTTP", ("/aiohttp/", "/yarl/", "/multidict/", "/http/", "/email/")),
    ("the rules", ("/policy/",)),
    ("the desk", ("/clearance/", "/audit/", "/filings/")),
    ("forms and words", ("/handlers/",)),
    ("the record's rows", ("/storage/",)),
    ("the bot's frame", ("/bot/", "/structlog/")),
    ("the event loop and threads", ("/asyncio/", "/concurrent/", "/threading.py", "_asyncio")),
)
OTHER: Final = "other"

#: A profiled function, and what was spent in it for those that called it.
Code = tuple[str, int, str]


class OneThread(Profile):
    """A profiler that counts one thread, whose it is from ``begin`` on.

    From Python 3.12 on the interpreter tells a profiler what every thread does, and it takes the
    calls of one for calls within those of another. There what others do is not handed on.
    """

    #: What the interpreter calls then; up to Python 3.11 there are none of them.
    TOLD: Final = (
        "_pystart_callback",
        "_pyreturn_callback",
        "_ccall_callback",
        "_creturn_callback",
    )

    def begin(self) -> None:
        """Count from here on what the calling thread does."""
        mine = get_ident()
        for name in self.TOLD:
            if hasattr(self, name):
                setattr(self, name, _of(mine, getattr(self, name)))
        self.enable()


def _of(mine: int, told: Callable[..., None]) -> Callable[..., None]:
    """Give what hands on to a profiler what one thread does."""

    def handed_on(*what: object) -> None:
        if get_ident() == mine:
            told(*what)

    return handed_on


def measure() -> None:
    """Measure and print."""
    asyncio.run(_measure())


async def _measure() -> None:
    async with inside() as bot:
        many = WARM + 2 * ACTS
        found = {"a submission": await shares(bot, [bot.submission() for _ in range(many)])}
        found["a decision"] = await shares(bot, await bot.decisions(many))
        found["App Home"] = await shares(bot, [bot.opening() for _ in range(many)])
    print(f"\nWhat the time is spent on (profiled, {ACTS} of each in each thread)")
    print(f"{'':44}{''.join(f'{act:>14}' for act in found)}")
    totals = [sum(rooms.values()) for rooms in found.values()]
    names = dict.fromkeys(name for name, _ in ROOMS if name) | {OTHER: None}
    for name in names:
        parts = [
            rooms.get(name, 0) / all_ for rooms, all_ in zip(found.values(), totals, strict=True)
        ]
        print(f"{name:44}{''.join(f'{part:>13.1%} ' for part in parts)}".rstrip())
    each = "".join(f"{all_ / ACTS * 1000:>11.2f} ms" for all_ in totals)
    print(f"{'one of them, under the profiler':44}{each}")


async def shares(bot: Inside, asked: list[Sent]) -> dict[str, float]:
    """Profile some acts in each of the two threads; give the seconds of each room."""
    loop, database = OneThread(), OneThread()
    for sent in asked[:WARM]:
        await bot.send(sent)
    loop.begin()
    for sent in asked[WARM : WARM + ACTS]:
        await bot.send(sent)
    loop.disable()
    await bot.database.run(lambda _: database.begin())
    for sent in asked[WARM + ACTS :]:
        await bot.send(sent)
    await bot.database.run(lambda _: database.disable())
    rooms: dict[str, float] = {}
    for profile in (loop, database):
        for code, spent in by_code(profile):
            room = room_of(code)
            if room:
                rooms[room] = rooms.get(room, 0) + spent
    return rooms


def by_code(profile: Profile) -> list[tuple[Code, float]]:
    """Give what was spent in each function; of a built-in, to those that called it."""
    stats: Any = pstats.Stats(profile)
    found: list[tuple[Code, float]] = []
    for code, (_, _, own, _, callers) in stats.stats.items():
        if code[0] == "~" and room_of(code) == OTHER and callers:
            found += [(caller, spent[2]) for caller, spent in callers.items()]
        else:
            found.append((code, own))
    return found


def room_of(code: Code) -> str:
    """Say where a function belongs."""
    named = f"{code[0]} {code[2]}"
    return next((room for room, parts in ROOMS if any(part in named for part in parts)), OTHER)

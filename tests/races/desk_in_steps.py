"""The real desk and carrier, stopped before everything that they await.

A coroutine of the desk or the carrier awaits a transaction or a call to Slack and nothing
else. Here each of them comes out as a ``Step``, and whoever searches decides when it is
done, and with what answer. What a coroutine remembers follows from the answers it got, so
a copy of one is a new one that is given the same answers again.
"""

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass
from typing import Any

from bot.carrier import Carrier
from bot.delivery import Pace
from bot.posting import NotPostedError, Place
from bot.refusals import Fate, Refusal
from clearance.desk import Desk
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from storage.database import Database
from storage.engines import engine_for, parsed
from storage.pacing import UNPACED
from storage.randomness import Randomness
from tests.clearance.company import TEAM, Company

#: Seconds of real time after which a lease taken here has run out.
LEASE = Pace().lease
LOST = NotPostedError(Refusal("unreachable", Fate.LATER))


@dataclass
class Step:
    """One thing that a coroutine waits for."""

    kind: str
    what: Any = None

    def __await__(self):
        return (yield self)


class Stepped(Database):
    """A database whose transactions are handed to whoever steps the coroutine."""

    async def run(self, fn, *, records=False):  # noqa: ARG002
        return await Step("transaction", fn)


class SteppedPoster:
    """Stands before Slack: every call is a step."""

    def methods(self, _user, *, replaces):
        return ("chat.update",) if replaces else ("chat.postMessage",)

    async def post(self, user, _text, _blocks):
        return await Step("post", user)

    async def replace(self, place, _text, _blocks):
        return await Step("replace", place)


class Chance:
    """Bytes that follow from a label: the same step makes the same ids on every path."""

    def __init__(self):
        self.begin("seed")

    def begin(self, label):
        self.label, self.count = label, 0

    def __call__(self, count):
        self.count += 1
        drawn = f"{self.label} {self.count}".encode()
        return hashlib.shake_256(drawn).digest(count)


class Luck(Chance):
    """Bytes that differ between processes, as the system's generator gives them."""

    def __call__(self, count):
        return secrets.token_bytes(count)


class World:
    """One process of one company, whose database, on SQLite, is put back to any earlier state."""

    def __init__(self, url, keys, clock, chance=None, *, seeded=True):
        self.clock, self.chance = clock, chance or Chance()
        self.database = Stepped(
            engine_for(parsed(url)),
            keys=keys,
            now=clock.now,
            steady=clock.steady,
            boundary=None,
            random=Randomness(self.chance),
        )
        self.desk = Desk(self.database, load_policy("cellectar_2018"), load_exchange("XNAS"), TEAM)
        self._pages = {}
        if seeded:
            self.finish(Company(self.desk, self.database, clock).seed(), "seed")

    def close(self):
        self.database.close_now()

    def finish(self, coroutine, label):
        """Do all that a coroutine awaits, at once."""
        answer = None
        while True:
            try:
                step = coroutine.send(answer)
            except StopIteration as ended:
                return ended.value
            answer = self.commit(step.what, label)

    def commit(self, fn, label):
        """Run one transaction, as the database's own thread does."""
        self.chance.begin(label)
        return self.database._whole(fn)

    def carrier(self):
        return Carrier(self.database, self.desk, SteppedPoster(), paces=UNPACED)

    def raw(self) -> sqlite3.Connection:
        fairy = self.database._engine.raw_connection()
        try:
            return fairy.driver_connection
        finally:
            fairy.close()

    def snapshot(self):
        """Keep the whole database; pages that do not differ are kept once."""
        raw = bytearray(self.raw().serialize())
        raw[18:20] = b"\x01\x01"  # in memory there is no log to write ahead
        size = 4096
        cut = (bytes(raw[at : at + size]) for at in range(0, len(raw), size))
        return tuple(self._pages.setdefault(page, page) for page in cut)

    def restore(self, snapshot):
        self.raw().deserialize(b"".join(snapshot))

    def rows(self, statement):
        return self.raw().execute(statement).fetchall()


def resumed(coroutine, answers):
    """Bring a new coroutine to where one stood that had got these answers.

    Returns the step it waits for, or ``Step("done", value)``.
    """
    try:
        step = coroutine.send(None)
        for answer in answers:
            if isinstance(answer, Exception):
                step = coroutine.throw(answer)
            else:
                step = coroutine.send(answer)
    except StopIteration as ended:
        return Step("done", ended.value)
    return step


def place_of(user, stands):
    """Say where the next message to somebody stands."""
    return Place(f"D{user[1:]}", f"{stands}.0")

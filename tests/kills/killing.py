"""Bots killed at random moments while people work, and what came of it.

A moment is a number of things that happened in the workspace since the last kill (calls of
the Web API, envelopes sent, acknowledgements) and then a few thousandths of a second more.
One in five falls into a start. The seed fixes what is drawn; how the machine's processes
run beside each other it cannot.
"""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random

from tests.kills import checking
from tests.kills.company import Company
from tests.kills.ledger import Ledger
from tests.kills.people import ASKERS, LOOK, OFFICERS, Asker, Officer
from tests.kills.processes import Process

PATIENCE_SECONDS = 300
#: So long a kill waits for things to happen, and then kills all the same.
_IDLE_SECONDS = 30.0
#: How many of the kills come before the bot is ready.
_IN_A_START = 0.2


@dataclass
class Run:
    """One run: ``wait_for_leases`` waits for the last ones as a live company has to."""

    company: Company
    seed: int
    restarts: int
    processes: int = 1
    wait_for_leases: bool = False
    tell: Callable[[str], None] = lambda _: None
    ledger: Ledger = field(default_factory=Ledger)
    figures: Counter[str] = field(default_factory=Counter)

    def __post_init__(self):
        self._random = Random(self.seed)
        self._bots: list[Process] = []

    async def carry_out(self) -> None:
        """Do all of it. Raises AssertionError with what was lost, or done twice."""
        await self._begin()
        stopping = asyncio.Event()
        people = self._people()
        working = [asyncio.create_task(one.live(stopping)) for one in people]
        try:
            while self.figures["restarts"] < self.restarts:
                await self._one(working)
            stopping.set()
            await asyncio.wait_for(asyncio.gather(*working), PATIENCE_SECONDS)
            await self._quiet(people)
        finally:
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
            for bot in self._bots:
                await bot.kill()

    async def _begin(self) -> None:
        self._bots = [await self._start() for _ in range(self.processes)]

    async def _start(self) -> Process:
        return await self.company.start()

    def _people(self) -> list[Asker | Officer]:
        numbers = itertools.count(101)
        people = []
        for user in ASKERS:
            asker = Asker(self.company, self.ledger, user, Random(self._random.random()))
            asker.numbers = numbers
            people.append(asker)
        return people + [
            Officer(self.company, self.ledger, user, Random(self._random.random()))
            for user in OFFICERS
        ]

    async def _one(self, working: list[asyncio.Task]) -> None:
        """Kill once, look, and start again at once."""
        victims = self._victims()
        if self._random.random() < _IN_A_START:
            events = self._random.randint(1, 4)
        else:
            events = self._random.randint(4, 60)
            for place in victims:
                await self._bots[place].until_ready()
        await self._until_events(self.company.events + events)
        await asyncio.sleep(self._random.random() * 0.06)  # the moment, not a wait
        for place in victims:
            self.figures["killed before it was ready"] += not self._bots[place].ready.is_set()
            await self._bots[place].kill()
        if len(victims) == self.processes:
            self.figures["rows taken over"] += await self.company.leased()
            await self.company.let_leases_run_out()
        for place in victims:
            self._bots[place] = await self._start()
        self.figures["restarts"] += len(victims)
        self._still_working(working)
        await self._look()
        if self.figures["restarts"] % 10 < len(victims):
            self.tell(self._line())

    def _victims(self) -> list[int]:
        """Choose one or all of them."""
        both = self._random.random() < 0.34
        return list(range(self.processes)) if both else [self._random.randrange(self.processes)]

    async def _until_events(self, number: int) -> None:
        loop = asyncio.get_running_loop()
        patience = loop.time() + _IDLE_SECONDS
        while self.company.events < number and loop.time() < patience:
            await asyncio.sleep(0.002)

    async def _look(self) -> None:
        # As it was before the database is read: people go on meanwhile.
        ledger = deepcopy(self.ledger)
        wrong = await self.company.database.run(lambda tx: checking.check(tx, ledger))
        assert not wrong, [wrong, self._line()]

    @staticmethod
    def _still_working(working: list[asyncio.Task]) -> None:
        for task in working:
            if task.done():
                task.result()

    async def _quiet(self, people: list[Asker | Officer]) -> None:
        """Let all come to its end, and press what is open."""
        await self._end()
        await self._until(self._all_ended, "the end of every row")
        await self._look()
        wrong = await self.company.database.run(lambda tx: checking.told(tx, self.company))
        assert not wrong, wrong
        for officer in people[len(ASKERS) :]:
            await self._close_all(officer)
        await self._until(self._all_ended, "the end of every row")
        await self._look()
        await self._count()

    async def _end(self) -> None:
        """Kill the last time and start afresh."""
        for bot in self._bots:
            await bot.kill()
        self.figures["rows taken over"] += await self.company.leased()
        if not self.wait_for_leases:
            await self.company.let_leases_run_out()
        self._bots = [await self._start() for _ in range(self.processes)]
        for bot in self._bots:
            await bot.until_ready()

    async def _close_all(self, officer: Officer) -> None:
        """Press and decide until no card is open."""
        for card in checking.open_cards(self.company, officer.user):
            for _ in range(3):
                if await officer.decide(card):
                    break
        # A decided request's cards close by themselves, where their place is known.
        await self._until(self._all_ended, "the end of every row")
        for card in checking.open_cards(self.company, officer.user):
            await self._until(lambda card=card: officer.decide(card), "a decision's answer")

        async def closed() -> bool:
            return not checking.open_cards(self.company, officer.user)

        await self._until(closed, f"the end of every card of {officer.user}")

    async def _all_ended(self) -> bool:
        return not await self.company.open_rows()

    async def _until(self, true, what: str) -> None:
        loop = asyncio.get_running_loop()
        patience = loop.time() + PATIENCE_SECONDS
        while not await true():
            assert loop.time() < patience, [f"{what} did not come", self._line()]
            await asyncio.sleep(LOOK * 5)

    async def _count(self) -> None:
        ledger = self.ledger
        ids = await self.company.database.run(checking.ids)
        self.figures |= Counter(
            {
                "requests acknowledged": len(ledger.asked),
                "requests stored": len(ids),
                "decisions acknowledged": len(ledger.decided),
                "withdrawals acknowledged": len(ledger.withdrawn),
                "reports acknowledged": len(ledger.reported),
                "envelopes never acknowledged": self.company.never_acknowledged,
            }
        )
        self.figures |= ledger.counted
        self.figures |= checking.duplicates(self.company, ids)

    def _line(self) -> str:
        done = {
            "restarts": self.figures["restarts"],
            "asked": len(self.ledger.asked),
            "decided": len(self.ledger.decided),
            **self.ledger.counted,
        }
        return ", ".join(f"{name} {number}" for name, number in done.items())

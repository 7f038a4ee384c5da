"""The sandbox's bot on its record, and how both are begun anew while the page stays open.

A scenario takes the place of all there is: the bot stops, the record is put aside, the trial
company settles in on another, the bot starts on it, and people act. If any of that fails,
what was put aside is put back and the bot goes on with it.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from bot import scenarios, trial
from bot.clock import MovableClock, SystemClock
from bot.lifecycle import Bot
from bot.playing import NotPlayedError, Played, introduce
from bot.process import running
from bot.settings import Settings
from bot.starting import CannotStartError, Rules, in_force, open_database
from bot.trial_jumps import jumps
from bot.trial_place import Place
from clearance.desk import Desk
from sandbox.seed import User
from sandbox.server import Workspace
from sandbox.staging import Jump, NotLoadedError, Scenario
from storage.upgrade import upgrade

log = structlog.get_logger("bot.stage")

KEPT = "What was there before is still there. Try again, or choose another."


@dataclass
class _Asked:
    """One wish to load a scenario, and where its outcome is put."""

    scene: scenarios.Scene
    done: "asyncio.Future[None]" = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


def settle_in(settings: Settings, clock: MovableClock, rules: Rules) -> bool:
    """Make the record where there is none, with the trial company; say whether it is new."""
    upgrade(settings.database_url.get_secret_value())
    rules = in_force(rules, clock.now())
    database = open_database(settings, clock)
    try:
        desk = Desk(database, rules.policy, rules.calendar)
        return database.run_now(lambda tx: trial.settle_in(tx, desk, rules))
    finally:
        database.close_now()


class Stage:
    """Runs the sandbox's bot, and loads what its page asks for."""

    def __init__(
        self,
        place: Place,
        clock: MovableClock,
        rules: Rules,
        real: Callable[[], datetime] | None = None,
    ) -> None:
        """Take folder, clock and rules; ``real`` gives the day that scenarios begin after."""
        self.place = place
        self._clock = clock
        self._rules = rules
        self._real = real or SystemClock().now
        self._wishes: asyncio.Queue[_Asked] = asyncio.Queue()
        self._bot: Bot | None = None
        self._settings: Settings | None = None
        self._ends = AsyncExitStack()

    @property
    def offered(self) -> Sequence[Scenario]:
        """Name the scenarios."""
        return [one.scenario for one in scenarios.SCENES]

    async def load(self, name: str) -> None:
        """Have a scenario loaded, and wait until it is there."""
        scene = next(one for one in scenarios.SCENES if one.scenario.name == name)
        wish = _Asked(scene)
        await self._wishes.put(wish)
        await wish.done

    async def jumps(self, user: User) -> Sequence[Jump]:
        """Name moments ahead that this member may know of."""
        if self._bot is None or self._settings is None:
            return []
        desk = self._bot.desk
        await introduce(self._settings, desk, user.id)
        return await jumps(desk, self._clock.now(), self._rules.calendar, user.id)

    async def run(
        self, workspace: Workspace, settings: Settings, opened: Callable[[], None]
    ) -> None:
        """Run the bot until it cannot go on, and change the scene whenever it is asked for."""
        self._settings = settings
        try:
            await self._start(settings)
            opened()
            while True:
                wish = await self._next_wish()
                await self._fulfil(wish, workspace, settings)
        finally:
            await self._stop()

    async def _next_wish(self) -> _Asked:
        if self._bot is None:
            raise CannotStartError("The bot has stopped.")
        broken = asyncio.ensure_future(self._bot.broken())
        wish = asyncio.ensure_future(self._wishes.get())
        try:
            await asyncio.wait({broken, wish}, return_when=asyncio.FIRST_COMPLETED)
            if wish.done():
                return wish.result()
            await broken
            raise CannotStartError("The bot has stopped.")
        finally:
            broken.cancel()
            wish.cancel()

    async def _fulfil(self, wish: _Asked, workspace: Workspace, settings: Settings) -> None:
        try:
            await self._change(wish.scene, workspace, settings)
        except NotLoadedError as error:
            if not wish.done.done():  # whoever wished for it may have gone
                wish.done.set_exception(error)
        except BaseException:
            wish.done.cancel()
            raise
        if not wish.done.done():
            wish.done.set_result(None)

    async def _change(
        self, scene: scenarios.Scene, workspace: Workspace, settings: Settings
    ) -> None:
        left, since = self._clock.now(), self._clock.steady_here()
        await self._stop()
        undo = workspace.empty()
        try:
            await self._begin(scene, workspace, settings)
        except Exception as error:
            log.exception("scenario_failed")
            await self._stop()
            passed = timedelta(seconds=self._clock.steady_here() - since)
            await self._go_back(settings, left + passed, undo)
            raise NotLoadedError(f"{_sentence(error)} {KEPT}") from error

    async def _begin(
        self, scene: scenarios.Scene, workspace: Workspace, settings: Settings
    ) -> None:
        self.place.put_aside()
        self.place.make()
        self._clock.begin_again(scene.begins(self._real(), self._rules))
        await asyncio.to_thread(settle_in, settings, self._clock, self._rules)
        bot = await self._start(settings)
        await scene.play(Played(bot, workspace, self._clock, settings, self._rules.calendar))
        self.place.throw_away()

    async def _go_back(self, settings: Settings, now: datetime, undo: Callable[[], None]) -> None:
        try:
            self.place.put_back()
            self._clock.begin_again(now)
            undo()
            await self._start(settings)
        except (CannotStartError, OSError) as error:
            raise CannotStartError(
                f"The sandbox could not go back to what was there ({error}). Start it again: it "
                "tries once more; with --fresh it begins another record."
            ) from error

    async def _start(self, settings: Settings) -> Bot:
        self._bot = await self._ends.enter_async_context(running(settings, self._clock))
        return self._bot

    async def _stop(self) -> None:
        self._bot = None
        await self._ends.aclose()


def _sentence(error: Exception) -> str:
    if isinstance(error, CannotStartError | NotPlayedError):
        return str(error)
    return f"The scenario could not be loaded ({type(error).__name__})."

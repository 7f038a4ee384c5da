"""Makes the bundles that go into a folder or into Slack, as deliveries of their own.

One takes as long as the log is: its lease is prolonged while a thread makes it, and the thread is
told to stop where the lease is lost or the bot stops. So no two processes make one at once, and
what a killed one had begun is begun anew; a folder has its name only once it is whole. What came
of it is told to whoever asked, by an envelope like any other.
"""

import asyncio
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, Final, TypeVar

import structlog

from audit import pulls
from audit.bundle import FolderRefused, write_folder, zip_name, zipped
from audit.desk import own_pull
from audit.pulls import Pull
from audit.source import Source
from audit.ways import Ways
from bot.posting import NotPostedError, Poster
from bot.refusals import BROKEN, Fate, Refusal
from clearance.desk import Desk
from clearance.notices import notify_of_pull
from clearance.people import PersonFound, by_id
from storage import deliveries
from storage.deliveries import Claimed
from storage.errors import DatabaseUnavailable
from storage.tx import Tx

log = structlog.get_logger("bot.bundles")

Made = TypeVar("Made")

#: The largest file that Slack takes (bytes).
SLACKS_LARGEST: Final = 1024**3
#: How often one is tried that is refused for a reason that may pass.
TRIES: Final = 10
#: Slack's own trouble, or the network's: waited for as long as it takes.
PASSING: Final = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable", "unreachable"}
)
#: A bundle waits so long for the one before it.
AFTER_ANOTHER: Final = timedelta(seconds=15)


class StoppedError(Exception):
    """The work was told to stop: the lease is another's, or the bot ends."""


class TooLargeError(Exception):
    """The zip is larger than Slack takes."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be made, for whom; ``why`` says why it must not be."""

    pull: Pull
    person: PersonFound | None
    why: str = ""


class Bundles:
    """Makes one bundle at a time for each row; ``rest`` waits so many seconds of real time."""

    def __init__(
        self,
        desk: Desk,
        source: Source,
        ways: Ways,
        poster: Poster,
        *,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._desk = desk
        self._database = desk.database
        self._source = source
        self._ways = ways
        self._poster = poster
        self._rest = rest
        self._stopping = asyncio.Event()
        self._busy = False

    def stop(self) -> None:
        """Leave what is under way; its lease is given back."""
        self._stopping.set()

    async def carry(self, row: Claimed) -> None:
        """Make what a claimed row is about, and take it where it goes.

        Raises:
            NotPostedError: it is to be tried again later.

        """
        if self._busy:  # one at a time, so that messages keep their places in the worker
            due = AFTER_ANOTHER
            await self._database.run(lambda tx: deliveries.retry(tx, row, tx.now + due, "busy"))
            return
        self._busy = True
        try:
            await self._carry(row)
        finally:
            self._busy = False

    async def _carry(self, row: Claimed) -> None:
        order = await self._database.run(lambda tx: self._order(tx, row))
        if order is None:
            return
        if order.person is None or order.why:
            await self._failed(row, order.pull, order.why or "not_yours")
            return
        try:
            place = await self._handed_over(row, order.pull, order.person)
        except StoppedError:
            await self._database.run(lambda tx: _let_go(tx, row))
        except TooLargeError:
            await self._failed(row, order.pull, "too_large")
        except NotPostedError as error:
            await self._refused(row, order.pull, error.refusal)
        else:
            await self._came(row, order.pull, place)

    async def _handed_over(self, row: Claimed, pull: Pull, person: PersonFound) -> str:
        """Make it and take it where it goes; give the name of the place."""
        try:
            if pull.way == "slack":
                return await self._into_slack(row, pull, person)
            return await self._into_folder(row, pull)
        except FolderRefused:
            raise NotPostedError(Refusal("folder_refused", Fate.DOUBTFUL)) from None
        except (StoppedError, TooLargeError, NotPostedError, DatabaseUnavailable):
            raise
        except Exception as error:
            log.exception("delivery_failed", delivery=row.id)
            raise NotPostedError(Refusal(BROKEN, Fate.DOUBTFUL)) from error

    def _order(self, tx: Tx, row: Claimed) -> _Order | None:
        """Read what is to be made, and record that it leaves, while its asker may have it."""
        if not deliveries.still_held(tx, row):
            return None
        pull = pulls.find(tx, row.about["pull"])
        if pull is None:
            raise LookupError("a pull is never deleted")
        person = by_id(tx, pull.by)
        if person is None or not person.serves:
            return _Order(pull, None)
        may = own_pull(tx, self._desk.grounds.at(tx), person, pull.id)
        if not isinstance(may, Pull):
            return _Order(pull, person, "not_yours")
        if pull.way not in self._ways.open:
            return _Order(pull, person, pull.way)
        if row.channel is None:  # however often it is tried, it leaves once
            pulls.taken(tx, pull, person.person, pull.way)
            deliveries.begun(tx, row, pull.way)
        return _Order(pull, person)

    # --- into a folder ----------------------------------------------------------------

    async def _into_folder(self, row: Claimed, pull: Pull) -> str:
        """Write the folder, unless an earlier try was killed before it could say so."""
        if self._ways.folder is None:
            raise LookupError("a way that is closed is not gone")
        folder = self._ways.folder / Path(zip_name(pull)).stem

        def write(halt: threading.Event) -> None:
            if not folder.is_dir():
                write_folder(self._source, pull, folder, lambda _: _go_on(halt))

        await self._worked(row, write)
        return f"{folder.parent.name}/{folder.name}"

    # --- into Slack -------------------------------------------------------------------

    async def _into_slack(self, row: Claimed, pull: Pull, person: PersonFound) -> str:
        """Upload the zip into the asker's own conversation; without Slack nothing is made."""
        channel = await self._poster.channel(person.slack_id)
        with tempfile.TemporaryFile() as content:
            length = await self._worked(row, lambda halt: _spool(self._zip(pull), content, halt))
            name = zip_name(pull)
            content.seek(0)
            upload = self._poster.upload(channel, name, length, content)
            await self._held_while(row, upload)
        return name

    def _zip(self, pull: Pull) -> Callable[[], Iterator[bytes]]:
        return lambda: zipped(self._source, pull)

    # --- how it ends ------------------------------------------------------------------

    async def _came(self, row: Claimed, pull: Pull, place: str) -> None:
        came = {"way": pull.way, "place": place}
        if await self._database.run(lambda tx: self._end(tx, row, pull, came)):
            log.info("bundle_made", delivery=row.id)

    async def _failed(self, row: Claimed, pull: Pull, why: str) -> None:
        came = {"way": pull.way, "why": why}
        if await self._database.run(lambda tx: self._end(tx, row, pull, came)):
            log.warning("bundle_not_made", delivery=row.id)

    async def _refused(self, row: Claimed, pull: Pull, refusal: Refusal) -> None:
        """Try again later, or say that it could not be made: what Slack refuses stays refused."""
        away = refusal.name in PASSING or refusal.name.startswith("http_")
        if refusal.fate is Fate.RATE_LIMITED or (refusal.fate is Fate.LATER and away):
            raise NotPostedError(refusal)
        if refusal.fate is Fate.NEVER or row.doubts + 1 >= TRIES:
            await self._failed(row, pull, BROKEN if refusal.name == BROKEN else pull.way)
            return
        raise NotPostedError(replace(refusal, fate=Fate.DOUBTFUL))

    def _end(self, tx: Tx, row: Claimed, pull: Pull, came: dict[str, str]) -> bool:
        """End the row and tell whoever asked, unless the row is another's by now."""
        if not deliveries.still_held(tx, row):
            return False
        deliveries.ended(tx, row.id, deliveries.FIRED)
        person = by_id(tx, pull.by)
        if person is not None:
            notify_of_pull(tx, self._desk.grounds.at(tx), person, pull.id, came)
        return True

    # --- holding the lease meanwhile --------------------------------------------------

    async def _worked(self, row: Claimed, work: Callable[[threading.Event], Made]) -> Made:
        """Do it on a thread; it ends by itself, or because it was told to."""
        halt = threading.Event()
        return await self._held_while(row, _in_thread(work, halt), halt)

    async def _held_while(
        self, row: Claimed, work: Awaitable[Made], halt: threading.Event | None = None
    ) -> Made:
        """Wait for it, and prolong the lease three times in the length of one."""
        task = asyncio.ensure_future(work)
        stopped = asyncio.ensure_future(self._stopping.wait())
        try:
            while True:
                beat = asyncio.ensure_future(self._rest(row.lease / 3))
                await asyncio.wait({task, beat, stopped}, return_when=asyncio.FIRST_COMPLETED)
                beat.cancel()
                if task.done():
                    return task.result()
                if stopped.done() or not await self._prolonged(row):
                    raise StoppedError
        finally:
            stopped.cancel()
            if halt is not None:
                halt.set()
            else:
                task.cancel()

    async def _prolonged(self, row: Claimed) -> bool:
        return await self._database.run(lambda tx: deliveries.prolong(tx, row))


def _let_go(tx: Tx, row: Claimed) -> None:
    """Give the lease back, where it is still one's own: the next start begins anew at once."""
    if deliveries.still_held(tx, row):
        deliveries.give_back(tx, [row.id])


def _go_on(halt: threading.Event) -> None:
    if halt.is_set():
        raise StoppedError


def _spool(make: Callable[[], Iterator[bytes]], content: IO[bytes], halt: threading.Event) -> int:
    """Make a zip into a file that has no name, as Slack asks for its length beforehand."""
    length = 0
    for piece in make():
        _go_on(halt)
        length += len(piece)
        if length > SLACKS_LARGEST:
            raise TooLargeError
        content.write(piece)
    return length


def _in_thread(
    work: Callable[[threading.Event], Made], halt: threading.Event
) -> "asyncio.Future[Made]":
    """Do it on a thread that no end of the process waits for."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[Made] = loop.create_future()
    done.add_done_callback(_looked_at)

    def tell(how: Callable[..., None], said: Any) -> None:
        with suppress(RuntimeError):  # the loop has ended: nobody is left to be told
            loop.call_soon_threadsafe(_unless_done, done, how, said)

    def run() -> None:
        try:
            made = work(halt)
        except BaseException as error:  # noqa: BLE001 - whoever waits for it is told
            tell(done.set_exception, error)
        else:
            tell(done.set_result, made)

    threading.Thread(target=run, name="preclear-bundle", daemon=True).start()
    return done


def _looked_at(ended: "asyncio.Future[Any]") -> None:
    """Look at an end that nobody may wait for any more, so that none is said to be lost."""
    with suppress(BaseException):
        ended.result()


def _unless_done(done: "asyncio.Future[Any]", how: Callable[[Any], None], said: Any) -> None:
    if not done.done():
        how(said)

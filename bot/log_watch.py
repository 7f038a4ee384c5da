"""Is the log still the one that is known? Asked at the start, and after every tick.

At the start the tree is built anew over its nodes, and another log than the one that this machine
knows is refused; in the first minutes every leaf is held to them. While the process runs it keeps
the tree's edge and reads what came since; the newest
checkpoint that was found to be of the log goes into the file outside the database. A log that
differs makes the process unready, is signed no more, and nothing is written over what is known.
"""

import asyncio

import structlog

from bot.places import folders
from bot.settings import Settings
from bot.starting import CannotStartError, newest_version
from storage.checkpoint_folder import newest_in
from storage.checkpoints import Stated
from storage.database import Database
from storage.known import Restore, Verified, check_since, check_start
from storage.known_file import Asked, KnownFile, KnownNotKept, KnownNotRead
from storage.known_tree import LogDiffers, hold_leaves
from storage.nodes import WIDE
from storage.signing import SigningKeys

log = structlog.get_logger("bot.log_watch")

#: The last look at a stop takes at most so many seconds.
LAST_WITHIN = 15.0
#: Between two pages of older leaves, in seconds: acts go first.
BETWEEN_PAGES = 0.1
#: After a page that could not be read, in seconds.
AFTER_A_FAILURE = 5.0
_ON_PURPOSE = (
    "If the database was put back from a backup on purpose, say so with `preclear db restored` "
    "and start again. If not, records are gone or were changed: leave everything as it is, and "
    "tell compliance"
)
_CHANGED = (
    "Somebody or something changed the database from outside: keep it as evidence, tell "
    "compliance, and put back a backup from before with `preclear db restore`"
)


def known_file(settings: Settings) -> KnownFile:
    """Return where the newest checkpoint is kept, outside the database.

    Raises:
        CannotStartError: no place for it is known.

    """
    if settings.checkpoint_file is not None:
        return KnownFile(settings.checkpoint_file)
    beside = settings.newest_file or settings.key_file or newest_version(settings).path
    return KnownFile(beside.with_name(f"{beside.name}.checkpoint"))


def known_of(settings: Settings, keys: SigningKeys) -> list[Stated]:
    """Return what is known of the log outside the database: by this machine, and in each folder.

    Raises KnownNotRead where this machine's file cannot be used.
    """
    published = (newest_in(one.path, keys.verifiers) for one in folders(settings))
    found = (known_file(settings).known(keys.verifiers), *published)
    return [one for one in found if one is not None]


async def watched(settings: Settings, database: Database, keys: SigningKeys) -> "LogWatch":
    """Hold the log against what is known of it, and return what goes on doing so.

    Raises:
        CannotStartError: it is another log, or the file cannot be read; nothing was changed.

    """
    file = known_file(settings)

    def check() -> tuple[Verified, Asked | None]:
        asked = file.read().asked
        known = known_of(settings, keys)
        found = check_start(database.run_now, known, keys.verifiers, asked=asked is not None)
        return found, asked

    try:
        found, asked = await asyncio.to_thread(check)
    except KnownNotRead as error:
        raise CannotStartError(f"PRECLEAR_CHECKPOINT_FILE: {error}.") from None
    except LogDiffers as error:
        what = _ON_PURPOSE if error.kind in {"shorter", "another"} else _CHANGED
        raise CannotStartError(
            f"DATABASE_URL: this is not the log that is known: {error}. {what}. "
            "Nothing was changed."
        ) from None
    restore = None if asked is None else Restore(asked.at, asked.by, found.lost)
    return LogWatch(database, file, keys, found, restore)


class LogWatch:
    """Looks at the log after every tick; ``restore`` waits to be recorded by the next one."""

    def __init__(
        self,
        database: Database,
        file: KnownFile,
        keys: SigningKeys,
        verified: Verified,
        restore: Restore | None,
    ) -> None:
        self._database = database
        self._file = file
        self._keys = keys
        self._verified = verified
        self._asked = restore
        self._recorded = False
        self._differs = False
        self._kept = True
        self._woken = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    @property
    def healthy(self) -> bool:
        """Say whether the log is the one that is known, and what is known can be kept."""
        return self._kept and not self._differs

    @property
    def restore(self) -> Restore | None:
        """Return the restore that the operator spoke of and that is not on record yet."""
        return None if self._recorded else self._asked

    def recorded(self) -> None:
        """Take note that the restore is on record."""
        self._recorded = True

    def wake(self) -> None:
        """Have the log looked at soon: a tick was written."""
        self._woken.set()

    async def run(self) -> None:
        """Look whenever woken, until cancelled; and, once, at the leaves that a start left out."""
        older = asyncio.create_task(self.look_at_older())
        try:
            while True:
                await self._woken.wait()
                self._woken.clear()
                await self.look()
        finally:
            older.cancel()

    async def look_at_older(self) -> None:
        """Hold every leaf to the tree that the start has looked at, some thousand at a time."""
        size, at = self._verified.edge.size, 0
        while at < size - size % WIDE and not self._differs:
            async with self._one_at_a_time:
                at = await self._older(at, size)
            await asyncio.sleep(BETWEEN_PAGES)

    async def look(self) -> None:
        """Look at what came since; what fails is logged, and looked at again the next time."""
        async with self._one_at_a_time:
            if not self._differs:
                await self._look()

    async def stop(self, looking: "asyncio.Task[None]") -> None:
        """End, after a last look at what the last tick wrote."""
        looking.cancel()
        await asyncio.wait([looking])
        try:
            await asyncio.wait_for(self.look(), LAST_WITHIN)
        except TimeoutError:
            log.exception("log_unread")

    async def _older(self, first: int, size: int) -> int:
        """Look at one page, and say where the next one begins; one that is not read is read again.

        Whatever is wrong with the database is logged by the look after each tick.
        """
        try:
            return await self._database.run(lambda tx: hold_leaves(tx, first, size))
        except LogDiffers as error:
            self._refuse(error)
        except Exception as error:  # noqa: BLE001 - the leaves are looked at all the same, later
            log.warning("log_unread", error=type(error).__name__)
            await asyncio.sleep(AFTER_A_FAILURE)
        return first

    def _refuse(self, error: LogDiffers) -> None:
        self._differs = True
        self._database.sign_no_more()
        log.error("log_differs", differs=error.kind)

    async def _look(self) -> None:
        before, keys = self._verified, self._keys.verifiers
        try:
            self._verified = await self._database.run(lambda tx: check_since(tx, before, keys))
            await asyncio.to_thread(self._keep)
        except LogDiffers as error:
            self._refuse(error)
        except (KnownNotKept, KnownNotRead) as error:
            self._kept = False
            log.error("checkpoint_not_kept", error=type(error).__name__)  # noqa: TRY400
        except Exception:
            log.exception("log_unread")
        else:
            self._kept = True

    def _keep(self) -> None:
        newest = self._verified.newest
        if self._asked is not None and self._recorded:
            asked = Asked(self._asked.at, self._asked.by)
            self._file.settle(asked, None if newest is None else newest.note)
            self._asked = None
        elif newest is not None:
            self._file.keep(newest.note, self._keys.verifiers)

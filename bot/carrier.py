"""Takes one claimed delivery to its end, or to its next try."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

import structlog

from audit.handing_over import BUNDLE
from bot.bundles import Bundles
from bot.posting import NotPostedError, Place, Poster
from bot.refusals import BROKEN, Fate, Refusal, for_the_log
from clearance import outbox
from clearance.desk import Desk
from clearance.shown import ClosedCard, Message
from handlers.views import messages
from storage import deliveries, pacing
from storage.database import Database
from storage.deliveries import Claimed
from storage.errors import DatabaseUnavailable
from storage.pacing import Paces
from storage.tx import Tx

log = structlog.get_logger("bot.delivery")


@dataclass(frozen=True, slots=True)
class Retries:
    """How a message that did not get through is tried again (seconds).

    A refusal that is in no list is tried ``doubtful_tries`` times, some 24 hours: it may be the
    workspace's, and pass. A message that cannot be rendered is tried ``broken_tries`` times.
    Slack or a network that is away is waited for as long as it takes. A turn that is not further
    off than ``longest_turn`` is waited for with the message in hand, well within its lease.
    Those whose turn is further off come back ``apart``, and not all at once.
    """

    first: float = 1.0
    longest: float = 300.0
    doubtful_tries: int = 300
    broken_tries: int = 10
    longest_turn: float = 3.0
    apart: float = 1.2

    def pause(self, attempts: int, refusal: Refusal) -> timedelta:
        """Return how long to wait after ``attempts`` earlier tries."""
        if refusal.fate is Fate.RATE_LIMITED:
            return timedelta(seconds=refusal.pause)
        return timedelta(seconds=min(self.first * 2.0 ** min(attempts, 30), self.longest))

    def give_up(self, doubts: int, refusal: Refusal) -> bool:
        """Say whether a message has come to its end without having been sent."""
        most = self.broken_tries if refusal.name == BROKEN else self.doubtful_tries
        tried_enough = doubts + 1 >= most
        return refusal.fate is Fate.NEVER or (refusal.fate is Fate.DOUBTFUL and tried_enough)


class Carrier:
    """Sends messages and fires timers, one row at a time, for the delivery worker.

    ``paces`` say how fast; ``rest`` waits so many seconds of real time for a turn. ``told`` is
    called with a person's Slack id once something reached them.
    """

    def __init__(
        self,
        database: Database,
        desk: Desk,
        poster: Poster,
        retries: Retries | None = None,
        *,
        paces: Paces | None = None,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
        bundles: Bundles | None = None,
        told: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._told = told
        self._database = database
        self._desk = desk
        self._poster = poster
        self._retries = retries or Retries()
        self._paces = paces or Paces()
        self._rest = rest
        self._bundles = bundles
        self._posted: dict[str, Place] = {}
        self._put_off_to = 0.0  # the moment up to which others were put off
        #: Up to this moment (seconds of real time) there is no turn for what everybody is told.
        self.crowded_until = 0.0

    async def carry(self, row: Claimed) -> None:
        """Take one row to its end or to its next try; whatever fails, fails here."""
        try:
            if row.about.get("what") == BUNDLE and self._bundles is not None:
                await self._bundles.carry(row)
            elif row.conversation:
                await self._send(row)
            else:
                # The head of the log first, as every act has it: no two wait for each other.
                await self._database.run(lambda tx: self._fire(tx, row), records=True)
        except NotPostedError as error:
            await self._after(row, error.refusal)
        except DatabaseUnavailable:
            await self._after(row, Refusal("database_unavailable", Fate.LATER))
        except Exception:
            log.exception("delivery_failed", delivery=row.id)
            await self._after(row, Refusal(BROKEN, Fate.DOUBTFUL))

    def _fire(self, tx: Tx, row: Claimed) -> None:
        if not deliveries.still_held(tx, row):
            return
        outbox.fire(self._desk, tx, row.about)
        deliveries.ended(tx, row.id, deliveries.FIRED)

    async def _send(self, row: Claimed) -> None:
        """Render and post, unless it was posted and only the record of it is missing."""
        place = self._posted.get(row.id)
        if place is None:
            prepared = await self._database.run(lambda tx: self._prepare(tx, row))
            if prepared is None:
                return
            message, turn = prepared
            if turn > 0:
                await self._rest(turn)
            place = self._posted[row.id] = await self._put(row, message)
        await self._note(row, place)

    async def _note(self, row: Claimed, place: Place) -> None:
        """Write down that a message was posted, and where it stands."""
        await self._database.run(lambda tx: deliveries.sent(tx, row.id, place.channel, place.ts))
        del self._posted[row.id]
        self._told(row.conversation)
        log.info("delivered", delivery=row.id)

    def _prepare(self, tx: Tx, row: Claimed) -> tuple[Message, float] | None:
        """Give the message to send now and after how many seconds; nothing where it is moot.

        Nothing either where the row is another worker's by now. Raises NotPostedError where
        Slack wants quiet, or the turn is too far off: then none is taken.
        """
        if not deliveries.still_held(tx, row):
            return None
        message = outbox.prepare(self._desk, tx, row)
        if message is None:
            deliveries.ended(tx, row.id, deliveries.MOOT)
            return None
        methods = self._poster.methods(row.conversation, replaces=isinstance(message, ClosedCard))
        paces = {
            name: pace
            for method in methods
            for name, pace in self._paces.of(method, row.conversation).items()
        }
        wait = pacing.take(tx, paces)
        if wait.quiet > 0 or wait.turn > self._retries.longest_turn:
            pause = max(wait.quiet, wait.turn)
            raise NotPostedError(Refusal(deliveries.PACED, Fate.RATE_LIMITED, pause))
        return message, wait.turn

    async def _put(self, row: Claimed, message: Message) -> Place:
        payload = messages.build(message)
        if isinstance(message, ClosedCard):
            place = Place(message.channel, message.ts)
            return await self._poster.replace(place, payload.text, payload.blocks)
        return await self._poster.post(row.conversation, payload.text, payload.blocks)

    async def _after(self, row: Claimed, refusal: Refusal) -> None:
        """Write down that a row waits, or has ended without having been sent.

        What was posted is never given back, as another process would post it again: that it
        was is written down now, or when its lease ends.
        """
        posted = self._posted.get(row.id)
        try:
            if posted is None:
                await self._not_sent(row, refusal)
            else:
                await self._note(row, posted)
        except Exception:  # the lease runs out and brings the row back
            log.exception("delivery_unrecorded", delivery=row.id)

    async def _not_sent(self, row: Claimed, refusal: Refusal) -> None:
        """Put a row off, or give it up and tell others in the same transaction.

        A timer is never given up: what it ends would otherwise stand open for ever.
        """
        over = bool(row.conversation) and self._retries.give_up(row.doubts, refusal)
        pause = self._retries.pause(row.attempts, refusal)
        doubtful, paced = refusal.fate is Fate.DOUBTFUL, refusal.name == deliveries.PACED
        waits: list[timedelta] = [] if paced else [pause]

        def write(tx: Tx) -> None:
            if refusal.fate is Fate.RATE_LIMITED and refusal.method:
                pacing.keep_quiet(tx, refusal.method, refusal.pause)
            if not over:
                if not waits:  # once, however often this is run: each turn moves the next one
                    waits.append(self._apart(tx.steady, row, pause))
                deliveries.retry(tx, row, tx.now + waits[0], refusal.name, doubtful=doubtful)
            elif deliveries.give_up(tx, row, refusal.name):
                outbox.given_up(self._desk, tx, row)

        await self._database.run(write)
        if paced:
            log.info("delivery_later", delivery=row.id, reason=deliveries.PACED)
            return
        if over:
            log.warning("delivery_ended", delivery=row.id, reason=for_the_log(refusal.name))
        else:
            log.warning("delivery_later", delivery=row.id, reason=for_the_log(refusal.name))

    def _apart(self, at: float, row: Claimed, pause: timedelta) -> timedelta:
        """Say for how long a row waits that has no turn yet: the first time, behind all such."""
        soonest = at + pause.total_seconds()
        if row.bulk:
            self.crowded_until = soonest
        if row.attempts == 0:
            # Many at once: each would find the one next turn taken by the first of them.
            soonest = max(soonest, self._put_off_to + self._retries.apart)
            self._put_off_to = min(soonest, at + pacing.LONGEST)
        return timedelta(seconds=soonest - at)

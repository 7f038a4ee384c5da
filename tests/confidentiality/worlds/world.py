"""One world: a real record, the real desk, the real Bolt app and the real delivery worker."""

import io
import json
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

from pydantic import SecretStr
from sqlalchemy import text

from bot import app as slack_app
from bot import health
from bot.carrier import Carrier
from bot.delivery import Pace, Worker
from bot.home_keeping import HomeKeeper
from bot.metrics import OF_TIME
from bot.posting import Poster
from bot.settings import Settings
from bot.ticking import Ticker
from bot.vitals import Vitals
from clearance.desk import Desk, minute_passed
from clearance.shown import Actor, No
from storage.database import Database
from storage.notes import Signer
from storage.pacing import UNPACED
from storage.randomness import Randomness
from storage.register import Register
from tests.bot.pieces import WorkerClock
from tests.clearance.company import TEAM
from tests.confidentiality.worlds.chance import Chance
from tests.confidentiality.worlds.commands import NAME, SEED
from tests.confidentiality.worlds.company import BEGIN, KEYS, PEOPLE, calendar, policy
from tests.confidentiality.worlds.slack import ADDRESS, StandIn, wired
from tests.confidentiality.worlds.watching import kept_logs
from tests.home_draining import drained

#: The key that signs each evening's checkpoint, the same in every world.
SIGNER = Signer(NAME, SEED)


@dataclass(frozen=True)
class Place:
    """Where a world's record is, and which ids stood in it before."""

    url: str
    known: frozenset[str] = frozenset()
    seed: int = 0


class World:
    """A company that acts are done in. ``log`` is what the process wrote."""

    def __init__(self, place: Place):
        self.place = place
        self.clock = WorkerClock(BEGIN)
        self.chance = Chance(place.seed, place.known)
        self.slack = StandIn(TEAM, PEOPLE, self.clock)
        self.log = io.StringIO()
        #: Whose promise ends with an officer's decision: from their restriction on, none decides.
        self.protects: str | None = None
        self.restricted = False
        self.skipped = False
        self._stack = ExitStack()

    async def __aenter__(self):
        self._stack.enter_context(wired(self.slack, self.place.seed))
        self._stack.enter_context(kept_logs(self.log))
        self.database = Database.open(
            self.place.url,
            keys=KEYS,
            now=self.clock.now,
            steady=self.clock.steady,
            boundary=minute_passed,
            random=Randomness(self.chance),
            signs=SIGNER,
        )
        self._stack.callback(self.database.close_now)
        self.start()
        return self

    async def __aexit__(self, *_):
        self._stack.close()

    def start(self):
        """Start the bot's parts; done again, it is a process that was started anew."""
        settings = Settings.read(slack_bot_token=SecretStr(self.slack.token), slack_api_url=ADDRESS)
        self.desk = Desk(self.database, policy(), calendar(), TEAM)
        self.ticker = Ticker(self.desk, self.clock)
        homes = slack_app.homes(settings, self.desk)
        self.slack.app = slack_app.build(settings, self.desk, self.clock, homes)
        client = slack_app.client_for_delivery(settings)
        self.homes = HomeKeeper(self.desk, homes, client, self.clock)
        tell = self.database.on_commit = self.homes.waker()
        carrier = Carrier(
            self.database,
            self.desk,
            Poster(client),
            paces=UNPACED,
            told=lambda user: tell((user,)),
        )
        # One at a time, so that two runs do the same in the same order.
        self.worker = Worker(self.database, carrier, self.clock, Pace(at_once=1))

    async def live(self, acts):
        """Do the acts one after the other, and deliver after each what is due."""
        for act in acts:
            self._next()
            await act.do(self)
            await self.deliver()

    async def deliver(self):
        self._next()
        await self.worker.drain()
        await drained(self.homes)
        await self._health()

    async def pass_time(self, to):
        """Move the clock to the next tick at or after a moment, and do what is due by then."""
        whole = to.replace(second=0, microsecond=0)
        self.clock.move(whole if whole == to else whole + timedelta(minutes=1))
        await self.tick()

    async def tick(self):
        self._next()
        await self.ticker.once()

    def _next(self):
        self.chance.act += 1
        self.slack.act = self.chance.act

    async def _health(self):
        """Ask the health's port as anybody who reaches it can."""
        vitals = Vitals(self.worker, self.ticker, 0.0, serving=True)
        app = health.application(vitals.alive(), vitals.ready(), vitals.metrics().text)
        for route in [one for one in app.router.routes() if one.method == "GET"]:
            answer = await route.handler(None)
            self.slack.note(
                "", f"{route.resource.canonical} {answer.status}", timeless(answer.text)
            )

    async def may_be_restricted(self, people):
        """Say whether the promise holds: whom it protects holds no live clearance."""
        if self.protects not in people:
            return True
        mine = await self.desk.mine(Actor(TEAM, self.protects))
        live = not isinstance(mine, No) and any(one.state == "approved" for one in mine)
        self.restricted, self.skipped = self.restricted or not live, self.skipped or live
        return not live

    async def may_be_decided(self, request):
        """Say whether an officer's decision is within the promise."""
        if not self.restricted:
            return True
        who = await self.rows(
            "select slack_id from people join requests on requests.person = people.person "
            f"where requests.id = '{request}'"
        )
        return self.protects not in {row["slack_id"] for row in who}

    async def inside(self):
        """Give what the sealed register holds, as text."""
        document = await self.database.run(lambda tx: Register().read(tx).document)
        return json.dumps(document, sort_keys=True, default=str)

    async def rows(self, sql):
        return await self.database.run(lambda tx: list(tx.execute(text(sql)).mappings()))


def timeless(text):
    """Leave out of a scrape what is the same in no two of them."""
    return "\n".join(one for one in text.splitlines() if one.split(" ")[0] not in OF_TIME)

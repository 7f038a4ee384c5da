"""Many messages at once: each waits for its turn once, and what is urgent finds room."""

import asyncio
from datetime import timedelta

from bot import app
from bot.carrier import Carrier
from bot.delivery import Pace, Worker
from bot.posting import Poster
from clearance.notices import NOTICE
from sandbox.seed import USERS
from storage import deliveries
from storage.pacing import UNPACED, Paces
from storage.pacing import Pace as SlackPace
from tests.bot.pieces import rows, until

PEOPLE = [one.id for one in USERS]


def queue(database, clock, people, *, bulk):
    about = {"what": NOTICE, "act_by": (clock.now() + timedelta(days=1)).isoformat()}
    database.run_now(
        lambda tx: [tx.deliver(f"notice:{one}:{bulk}", one, about, bulk=bulk) for one in people]
    )


async def test_of_what_everybody_is_told_two_are_under_way_and_others_find_room(
    database, desk, settings, clock
):
    began, go_on = [], asyncio.Event()

    class Slow(Poster):
        async def post(self, user, text, blocks):
            began.append(user)
            await go_on.wait()
            return await super().post(user, text, blocks)

    poster = Slow(app.client_for_delivery(settings))
    carrier = Carrier(database, desk, poster, paces=UNPACED)
    worker = Worker(database, carrier, clock, Pace(poll=0.05))
    queue(database, clock, PEOPLE[:5], bulk=True)
    running = asyncio.create_task(worker.run())
    await until(lambda: len(began) == 2)
    queue(database, clock, PEOPLE[5:7], bulk=False)
    await until(lambda: len(began) == 4)
    assert set(began) == {*PEOPLE[:2], *PEOPLE[5:7]}
    go_on.set()
    await until(lambda: sum(row.ended_as == "sent" for row in rows(database)) == 7)
    worker.stop()
    await running


async def test_who_has_no_turn_yet_is_put_off_once_and_not_all_to_one_moment(
    database, desk, settings, clock
):
    """They took a turn or were put off again and again, each time all of them."""
    carrier = Carrier(
        database,
        desk,
        Poster(app.client_for_delivery(settings)),
        paces=Paces(None, {"conversations.open": SlackPace(60.0, 1)}),
    )
    worker = Worker(database, carrier, clock)
    queue(database, clock, PEOPLE[:5], bulk=False)
    await worker.drain()
    waiting = [row for row in rows(database) if row.ended_as is None]
    assert {(row.attempts, row.reason) for row in waiting} == {(1, deliveries.PACED)}
    assert len({row.due_at for row in waiting}) == len(waiting) == 4
    assert not database.run_now(deliveries.tried)  # nobody refused anything
    clock.pass_(60)
    await worker.drain()
    assert sum(row.ended_as is None for row in rows(database)) == 3


async def test_while_there_is_no_turn_for_it_nothing_more_for_everybody_is_begun(
    database, desk, settings, clock
):
    carrier = Carrier(
        database,
        desk,
        Poster(app.client_for_delivery(settings)),
        paces=Paces(None, {"conversations.open": SlackPace(60.0, 1)}),
    )
    worker = Worker(database, carrier, clock)
    queue(database, clock, PEOPLE[:6], bulk=True)
    await worker.drain()
    # Two were under way; without a pause all six would have been tried.
    assert sum(row.attempts for row in rows(database)) in {1, 2}

"""The end of a world: faults stop, time passes, and everything has to come to its end."""

from datetime import timedelta

from tests.simulation import acts, record
from tests.simulation.history import must
from tests.simulation.process import LEASE

#: No request, card or reminder reaches further than this.
FARTHEST = timedelta(days=400)
PATIENCE = 3000
ROUNDS = 2
#: So late timers fire here, in seconds: many at once.
LATE = 3 * 3600.0


def settle(world) -> None:
    """Let everything come to rest, then look at all screens and everything acknowledged."""
    world.troubles.heal()
    world.slack.odds, world.line.faulty = 0.0, False
    for process in world.processes:
        process.watch.broken_at = None
    world.people.clear_up()
    _bring_all(world)
    for process in world.processes:
        if process.waiting:
            world.tick(process)
            world.finish()
    for _ in range(ROUNDS):
        _restrict(world)
    _deliver_all(world)  # processes die on, as most timers fire only now
    world.people.say_what_became()
    _bring_all(world)
    world.troubles.aims.clear()
    for process in world.processes:
        process.watch.kill_at = set()
    _press_what_is_stale(world)
    _deliver_all(world)
    _nothing_waits(world)
    _screens(world)
    for payload in world.payloads:
        acts.stored(world.known, world.rows, payload, payload.acknowledged)
    world.note("ended")


def _restrict(world) -> None:
    """Restrict and lift once more, at a tick, so that much is withdrawn and answered."""
    world.people.restrict_and_lift()
    _bring_all(world)
    world.people.do_all()
    world.people.say_what_became()
    _bring_all(world)
    for process in world.processes:
        if process.waiting:
            world.tick(process)
            world.finish()


def _bring_all(world) -> None:
    """Bring every payload, and again what nobody could acknowledge, and finish all acts."""
    while not world.line.empty:
        world.bring()
    world.finish()


def _deliver_all(world) -> None:
    """Carry out all there is, up to the last timer."""
    process, last = world.processes[0], world.clock.now() + FARTHEST
    for _ in range(PATIENCE):
        before = world.known.open
        process.claim(30)
        world.finish()
        process = world.processes[0]
        if not world.known.open:
            return
        if world.known.open != before:
            continue
        due = world.next_due()
        if due is not None and due > last:
            return
        if due is not None and due > world.clock.now():
            world.elapse((due - world.clock.now()).total_seconds() + LATE)
        else:
            world.elapse(LEASE + 1)  # a lease, or a pause that Slack asked for
    left = sorted(world.known.open)
    must(not left, f"every delivery ends, and {len(left)} do not: {left[:3]}")


def _press_what_is_stale(world) -> None:
    """Let each officer press every card that still has buttons."""
    for officer in world.known.officers():
        for ts, message in list(world.slack.screen(officer.user).items()):
            if message.kind == "card" and message.about in world.known.requests:
                place = (f"D{officer.user[1:]}", ts)
                world.press("review", officer.user, (message.about, place))
    _bring_all(world)


def _nothing_waits(world) -> None:
    now = world.clock.now()
    due = "SELECT id, due_at, ended_as FROM deliveries WHERE ended_as IS NULL"
    for row in world.rows.rows(due):
        must(record.moment(row["due_at"]) > now, f"delivery {row['id']} has ended")
    for row in world.rows.rows("SELECT id, status FROM requests"):
        known = world.known.requests[row["id"]]
        must(row["status"] == known.status, f"{row['id']} stands as its last step says")
        must(row["status"] == "ended", f"{row['id']} has come to its end, not {row['status']}")
        must(not known.live, f"the clearance of {row['id']} is over")
        if known.expires is not None and known.ended_at is not None:
            _no_overlap(world, known)


def _no_overlap(world, request) -> None:
    """Hold a clearance's whole length to every restriction there was."""
    first, last = request.earliest, min(request.expires, request.ended_at)
    for held in world.known.held.values():
        if request.person not in held.people or last <= first:
            continue
        end = held.until.get(request.person, world.clock.now() + FARTHEST)
        apart = last <= held.since or end <= first
        must(apart, f"the clearance of {request.id} lies under restriction {held.matter}")


def _screens(world) -> None:
    known, slack = world.known, world.slack
    everywhere = {
        user: {message.about for message in slack.screen(user).values()} for user in world.listed
    }
    for request in known.requests.values():
        user = known.people[request.person].user
        if request.decided and user not in slack.gone:
            envelope = known.keys[world.rows.keys.name(f"notice:{request.id}:decided")]
            must(envelope in everywhere[user], f"{user} was told of {request.id}")
    for row in world.rows.rows("SELECT channel, ts FROM deliveries WHERE channel IS NOT NULL"):
        message = slack.screens[row["channel"]][row["ts"]]
        closed = message.kind != "card" or f"U{row['channel'][1:]}" in slack.gone
        must(closed, f"the card of {message.about} at {row['channel']} is closed")
    officers = {one.user for one in known.officers()} - slack.gone
    for user in sorted(officers):
        for message in slack.screen(user).values():
            still = message.kind == "card" and message.about in known.requests
            must(not still, f"the card of {message.about} on {user}'s screen is closed")

"""Deliveries under way: who holds which, what was posted of it, and in what order."""

from tests.simulation.history import must
from tests.simulation.process import LEASE, Process


class Carried:
    """Remembers every claim, by delivery: the process and the moment."""

    def __init__(self, world):
        self.world = world
        self.leases: dict[str, tuple[Process, float]] = {}

    def claimed(self, process: Process, row) -> None:
        before, at = self.leases.get(row.id, (None, 0.0))
        now = self.world.clock.steady()
        if before is not None and before is not process and before.watch.dead:
            self.world.strike("lease of a dead process taken over")
        elif before is not None and before is not process:
            free = row.id not in {t.row.id for t in before.tasks if t.row and not t.gave_back}
            must(free or now - at >= LEASE, f"delivery {row.id} is held by one process alone")
        if before not in (None, process) and row.id in before.posted and now - at >= LEASE:
            # Its lease ran out, and where it stands was not noted.
            self.world.known.unsure.add(row.id)
        self.leases[row.id] = (process, now)
        self.world.note(f"{process.owner} claimed {row.id[:8]}, tried {row.attempts} times")

    def posted(self, row, message, *, lost: bool) -> None:
        """Hold a message that has just been posted to what may stand there already."""
        count = self.world.known.posts[row.id] = self.world.known.posts.get(row.id, 0) + 1
        must(
            count == 1 or row.id in self.world.known.unsure,
            f"{message.kind} {message.about} was posted {count} times, each answered",
        )
        self.world.known.unsure.discard(row.id)
        if lost:
            self.world.known.unsure.add(row.id)
        if message.kind == "envelope":
            must(message.about == row.id, f"the envelope of {row.id} opens {message.about}")
        if count > 1:
            self.world.tally.had["messages on screen twice"] += 1
        self._in_order(row)

    def _in_order(self, row) -> None:
        """Hold it to the order of its conversation: what is tried, or held, goes first."""
        mine = self.world.rows.delivery(row.id)
        before = self.world.rows.rows(
            "SELECT id, attempts, lease_until FROM deliveries"
            " WHERE conversation = ? AND ended_as IS NULL AND seq < ?",
            mine["conversation"],
            mine["seq"],
        )
        late = [one for one in before if one["attempts"] > 0 or one["lease_until"] is not None]
        must(not late, f"{row.id} overtook {[one['id'] for one in late]}")

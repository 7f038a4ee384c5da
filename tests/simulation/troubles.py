"""What goes wrong by plan: kills at named steps, the disk, the lock, Slack accounts, restores."""

import copy
import sqlite3

from tests.simulation.faults import named_steps

#: How often an act during which the process is wanted to die is aimed at.
AIMED = 0.5


class Troubles:
    """Begins troubles and ends them; ``aims`` are the steps that processes are to die at."""

    def __init__(self, world, aims):
        self.world, self.rng, self.aims = world, world.rng, aims
        self._locker = None
        self._backup = None
        self._full = None

    def begin(self) -> None:
        """Let something go wrong for a while."""
        process = self.rng.choice(self.world.processes)
        chance = self.rng.random()
        self.heal()
        if chance < 0.25:
            process.watch.kill_at = {self.rng.choice(named_steps())}
        elif chance < 0.50 and self._on_a_file:
            process.watch.broken_at = self.rng.choice((0, 0, 1, 2, 3, 5, 8, 13))
        elif chance < 0.60:
            self._fill(process)
        elif chance < 0.70:
            self._lock()
        elif chance < 0.77:
            self._deactivate()
        elif chance < 0.87:
            self.world.slack.odds = self.rng.choice((0.02, 0.1, 0.35))
        else:
            self._back_up_or_restore()

    def aim(self, process, *kinds: str) -> None:
        """Let a process die in an act of one of these kinds, at a step that is still wanted."""
        wanted = {step for step in self.aims if step[0] in kinds}
        if wanted and self.rng.random() < AIMED:
            process.watch.kill_at = wanted

    def killed(self, step: tuple[str, str]) -> None:
        """Count a wanted step as done."""
        if step in self.aims:
            self.aims.remove(step)

    def heal(self) -> None:
        """End what makes the database unusable."""
        if self._locker is not None:
            self._locker.close()
            self._locker = None
        if self._full is not None:
            if not self._full.watch.dead:
                self._pragma(self._full, "max_page_count=1073741823")
            self._full = None

    def count(self, process) -> None:
        """Count what the driver has refused since the last look."""
        for name in process.watch.refused:
            if name == "SQLITE_FULL":
                self.world.strike("disk full")
            elif name == "SQLITE_IOERR_FSYNC":
                self.world.strike("I/O error at a commit")
            elif name.startswith("SQLITE_IOERR"):
                self.world.strike("I/O error at a statement")
            elif name.startswith("SQLITE_BUSY"):
                self.world.strike("database locked")
        if process.watch.refused and self.rng.random() < 0.3:
            self.heal()
        process.watch.refused.clear()

    @property
    def _on_a_file(self) -> bool:
        return self.world.rows.file is not None

    def _fill(self, process) -> None:
        """Leave the database no page more than it has."""
        if self._on_a_file:
            self._pragma(process, "max_page_count=1")  # SQLite takes what there is as the least
            self._full = process

    def _pragma(self, process, words: str) -> None:
        raw = process.database._engine.raw_connection()
        try:
            raw.driver_connection.execute(f"PRAGMA {words}").close()
        finally:
            raw.close()

    def _lock(self) -> None:
        if self._on_a_file:
            self._locker = sqlite3.connect(self.world.rows.file, isolation_level=None)
            self._locker.execute("BEGIN IMMEDIATE").close()

    def _deactivate(self) -> None:
        """Slack takes somebody's account away, who is still on the list."""
        users = sorted(set(self.world.listed) - self.world.slack.gone)
        if len(self.world.slack.gone) < 2:
            gone = self.rng.choice(users)
            self.world.slack.gone.add(gone)
            self.world.strike("user deactivated in Slack")
            self.world.note(f"{gone} is deactivated in Slack")

    def _back_up_or_restore(self) -> None:
        world = self.world
        if not self._on_a_file:
            return
        world.finish()
        if self._backup is None:
            file = world.folder / "backup"
            world.rows.copy_to(file)
            self._backup = file, copy.deepcopy(world.known), len(world.payloads)
            world.note("backed up")
        else:
            world.tick(world.processes[0])
            world.finish()
            world.put_back(*self._backup)
            self._backup = None

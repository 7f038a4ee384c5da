"""What is done at the command line: releases, moved blackouts, the list of people."""

from datetime import timedelta

from tests.simulation import acts, company


class Operators:
    """Does one thing at a time, so that what it rests on is known."""

    def __init__(self, world):
        self.world, self.rng = world, world.rng
        self._titles = 0
        self._replaced = 0

    def act(self) -> None:
        chance = self.rng.random()
        if chance < 0.35:
            self.disclose()
        elif chance < 0.45:
            self.take_back_and_report_again()
        elif chance < 0.75:
            self.move_blackout()
        else:
            self.replace_officer()

    def do(self, kind: str, said) -> None:
        process = self.rng.choice(self.world.processes)
        self.world.note(f"operator: {kind} {said if kind != 'people' else said.split()[1:]}")
        process.start(kind, acts.by_operator(process, kind, said))
        self.world.finish()

    def _title(self) -> str:
        self._titles += 1
        return f"News {self._titles}"

    def disclose(self) -> None:
        self.world.tally.had["releases"] += 1
        self.do("release", ("record", self.world.clock.now(), self._title(), None))

    def take_back_and_report_again(self) -> None:
        """Take the report back, which closes the window at once, and record it corrected."""
        season, window = self.world.season, self.world.known.window
        for record in sorted(window.reports):
            self.do("release", ("take back", record))
        self.world.tally.had["releases"] += 1
        if not window.reports or self.rng.random() < 0.9:
            self.do("release", ("record", season.public_at, self._title(), season.quarter_end))

    def move_blackout(self) -> None:
        """Let the next blackout begin sooner than usual, or take that back."""
        world, window = self.world, self.world.known.window
        if window.moves and self.rng.random() < 0.7:
            self.do("blackout", ("take back", min(window.moves)))
            return
        sooner = (world.clock.now() + timedelta(days=self.rng.randint(2, 6))).astimezone(
            company.NEW_YORK
        )
        starts_at = sooner.replace(hour=17, minute=0, second=0, microsecond=0)
        if not window.moves and world.clock.now() < starts_at < window.usual_close:
            self.do("blackout", ("move", world.season.next_quarter, starts_at, None))

    def replace_officer(self) -> None:
        """Give an office to somebody else: one line takes it, one brings it, others confirm."""
        world = self.world
        heirs = [user for user in company.HEIRS if world.listed[user].role == "employee"]
        holders = [user for user, one in world.listed.items() if one.role in ("ceo", "cfo")]
        waits = [one for one in world.known.requests.values() if one.status == "pending"]
        if not heirs or not waits or self._replaced > 1:
            return
        self._replaced += 1
        old, new = world.listed[self.rng.choice(holders)], world.listed[heirs[0]]
        old.role, new.role = "employee", old.role
        world.strike("officer replaced while a card waits")
        self.do("people", company.as_list([old, new]))

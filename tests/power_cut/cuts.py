"""Cutting the power: at which points, with what left of the unsynced, and what was found."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Self

from tests.power_cut.disk import Chance, Disk, Files, Platter
from tests.power_cut.judge import Judge, goes_on
from tests.power_cut.replay import Marks, lay

#: Some disks write 512 bytes at a time, some 4096.
SECTORS = (512, 4096)


@dataclass
class Figures:
    """How many points and outcomes were tried, and what was wrong, with where to find it."""

    points: int = 0
    outcomes: int = 0
    judged: int = 0  # without those that were met before
    went_on: int = 0
    states: Counter[str] = field(default_factory=Counter)  # how often old, how often new
    found: list[str] = field(default_factory=list)

    unsynced: int = 0  # of the killed processes: how many left a commit that was not synced
    struck: int = 0  # how often the disk refused a call
    refused: int = 0  # how many transactions met that

    def __iadd__(self, other: "Figures") -> Self:
        for name in ("points", "outcomes", "judged", "went_on", "unsynced", "struck", "refused"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.states += other.states
        self.found += other.found
        return self

    def after(self, what: str) -> Self:
        """Say of each finding what had gone before."""
        self.found = [f"{what}, then {one}" for one in self.found]
        return self

    def told(self) -> str:
        """Say the figures, those that are none left out."""
        said = {
            "points": self.points,
            "outcomes": self.outcomes,
            "different ones": self.judged,
            "gone on with": self.went_on,
            "left the commit in flight undone": self.states["old"],
            "left it done": self.states["new"],
            "killed between a commit's last write and its sync": self.unsynced,
            "calls refused": self.struck,
            "transactions refused": self.refused,
            "found": len(self.found),
        }
        return ", ".join(f"{count} {what}" for what, count in said.items() if count)

    def kinds(self) -> set[str]:
        """Say in a word each what was found."""
        return {one.split(" | ")[-1].split(":")[0] for one in self.found}


@dataclass
class Left:
    """A folder that a cut left, and how to come by it again."""

    name: str
    point: int
    allowed: tuple[str, ...]  # the state that must be in it, then those that may
    files: Files
    index: bytes | None

    def mark(self) -> int:
        return hash((*sorted(self.files.items()), self.index))


@dataclass
class Cuts:
    """Cuts one disk; ``some`` outcomes by chance at each point beside the two extremes."""

    disk: Disk
    marks: Marks
    judge: Judge
    folder: Path
    some: int = 1
    seed: int = 0
    every: int = 10  # each so-many-th folder that is left is also gone on with
    after: Callable[[Path], str] = goes_on  # how: says what is wrong
    first: int = 0  # the point from which on to cut
    figures: Figures = field(default_factory=Figures)

    def points(self) -> range:
        return range(self.first, len(self.disk.changes) + 1)

    def run(self, points: Iterable[int] | None = None) -> Figures:
        """Cut at these points (all of them where none are given) and judge what is left."""
        met: set[tuple[int, tuple[str, ...]]] = set()
        at = -1
        for left in self.lefts(points):
            self.figures.points += left.point != at
            self.figures.outcomes += 1
            at = left.point
            known = (left.mark(), left.allowed)
            if known not in met:
                met.add(known)
                self._judge(left)
        return self.figures

    def lefts(self, points: Iterable[int] | None = None) -> Iterator[Left]:
        """Give what cuts at these points may leave."""
        wanted = set(self.points() if points is None else points)
        for point, platter in self._walk():
            if point in wanted:
                yield from self._outcomes(point, platter)

    def state(self, left: Left) -> str:
        """Say which state a folder is in; empty where it does not open."""
        file = lay(self.folder, left.files, left.index)
        return self.judge.verdict(file, tuple(self.judge.known))[1]

    def _walk(self) -> Iterable[tuple[int, Platter]]:
        platter = Platter.of(self.disk)
        yield 0, platter
        for point, change in enumerate(self.disk.changes, 1):
            platter.forward(change)
            yield point, platter

    def _outcomes(self, point: int, platter: Platter) -> Iterator[Left]:
        """Give what a cut may leave: nothing unsynced, all of it, and some of it by chance."""
        indexes = self.disk.index_at(point)
        allowed = self.marks.at(point)
        name = f"point {point}"
        yield Left(f"{name} nothing", point, allowed, platter.nothing(), None)
        everything = platter.everything()
        yield Left(f"{name} all", point, allowed, everything, (indexes or [None])[-1])
        for number in range(self.some):
            random = Random(f"{self.seed} {point} {number}")
            sector = SECTORS[number % len(SECTORS)] if self.some > 1 else random.choice(SECTORS)
            files = platter.left(Chance(random, sector))
            drawn = f"{name} seed {self.seed} number {number}"
            yield Left(drawn, point, allowed, files, _mixed(indexes, random))

    def _judge(self, left: Left) -> None:
        self.figures.judged += 1
        file = lay(self.folder, left.files, left.index)
        wrong, state = self.judge.verdict(file, left.allowed)
        if not wrong and self.figures.judged % self.every == 0:
            self.figures.went_on += 1
            wrong = self.after(lay(self.folder, left.files, left.index))
        if wrong:
            self.figures.found.append(f"{left.name} | {wrong}")
        elif len(left.allowed) > 1:
            self.figures.states["old" if state == left.allowed[0] else "new"] += 1


def _mixed(indexes: list[bytes], random: Random) -> bytes | None:
    """Give a shared index of pages of any age, or noise, or none: it was never synced."""
    drawn = random.random()
    if not indexes or drawn < 0.2:
        return None
    if drawn < 0.3:
        return random.randbytes(len(indexes[-1]))
    return b"".join(
        random.choice(indexes[-3:])[at : at + 4096] for at in range(0, len(indexes[-1]), 4096)
    )


def sample(points: range, count: int, seed: int) -> list[int]:
    """Choose some points by a seed."""
    return sorted(Random(seed).sample(points, min(count, len(points))))

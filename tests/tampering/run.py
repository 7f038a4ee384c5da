"""Alter bundles at random, and see that each alteration is found.

    python -m tests.tampering.run --n 100000 --seed 1

prints how many of each kind were tried and found, and exits with 1 where one was missed or
something harmless was refused. What comes out the same, or differs in line ends and the
order of the table's rows alone, is drawn again. The same seed alters the same.
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from audit.verify import openssl_signed
from tests.tampering import by_hand, forging, harmless
from tests.tampering.scenes import Altered, Scene, look, remembered, same, scenes

#: Bundles that are altered, and how often they are made anew.
RENEWED = 5000
#: So often something harmless is done, and so many bundles are checked by openssl, too.
HARMLESS = 20
SAMPLE = 200
SHOWN = 10


@dataclass
class Outcome:
    """What a run came to."""

    tried: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    compared: int = 0
    seconds: float = 0.0

    @property
    def forged(self) -> int:
        return sum(self.tried[kind] for kind in forging.KINDS)

    @property
    def harmless(self) -> int:
        return sum(self.tried[kind] for kind in harmless.KINDS)

    def table(self) -> str:
        rows = [f"{'kind':<44}{'tried':>8}{'found':>8}"]
        rows += [f"{kind:<44}{self.tried[kind]:>8}{self.found[kind]:>8}" for kind in KINDS]
        rows += [f"{'harmless':<44}{'tried':>8}{'holds':>8}"]
        rows += [f"{k:<44}{self.tried[k]:>8}{self.found[k]:>8}" for k in harmless.KINDS]
        tried = sum(self.tried.values()) - self.harmless
        last = (
            f"{tried} alterations, {self.forged} of them consistent forgeries; "
            f"{self.harmless} harmless changes; {len(self.missed)} wrong answers; "
            f"{self.compared} bundles checked by openssl, too; {self.seconds:.0f} s"
        )
        return "\n".join([*rows, last, *self.missed[:SHOWN]])


KINDS = {**by_hand.KINDS, **forging.KINDS}


def tamper(
    seed: int, n: int, *, sample: int = SAMPLE, say: Callable[[str], None] = lambda _: None
) -> Outcome:
    """Alter ``n`` times; ``sample`` of the answers are asked of openssl, too."""
    began, outcome = time.monotonic(), Outcome()
    stage: list[Scene] = []
    for number in range(n):
        draw, name = random.Random(f"{seed}/{number}"), f"{seed}/{number}"
        if number % RENEWED == 0:
            say(f"{number} altered, {len(outcome.missed)} wrong answers so far")
            stage = scenes(draw.getrandbits(32))
            remembered.cache_clear()
            for scene in stage:
                if look(Altered(scene.files, tuple(scene.notes))).count:
                    outcome.missed.append(f"{name}: an unaltered bundle is refused")
        group = forging.KINDS if number % 2 else by_hand.KINDS
        kind, scene = draw.choice(list(group)), draw.choice(stage)
        one = altered(draw, group[kind], scene)
        judge(outcome, kind, name, one, wrong=True)
        if sample and number % (n // sample) == 0:
            compare(outcome, name, one)
        if number % HARMLESS == 0:
            kind = draw.choice(list(harmless.KINDS))
            judge(outcome, kind, name, harmless.KINDS[kind](draw, scene), wrong=False)
    outcome.seconds = time.monotonic() - began
    return outcome


def compare(outcome: Outcome, name: str, one: Altered) -> None:
    """See that openssl gives the answer that was given in this process."""
    outcome.compared += 1
    if look(one, openssl_signed).told() != look(one).told():
        outcome.missed.append(f"{name}: openssl and this process differ")


def altered(draw: random.Random, change: Callable[..., Altered], scene: Scene) -> Altered:
    """Draw an alteration that changes something."""
    while True:
        found = change(draw, scene)
        if not same(scene.files, found.files):
            return found


def judge(outcome: Outcome, kind: str, number: str, one: Altered, *, wrong: bool) -> None:
    """Check a bundle, and count whether the answer is right."""
    outcome.tried[kind] += 1
    if bool(look(one).count) is wrong:
        outcome.found[kind] += 1
    else:
        outcome.missed.append(f"{number}: {kind}: {'not found' if wrong else 'refused'}")


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description="Alter bundles at random; all must be found.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--n", type=int, default=100_000)
    asked = parser.parse_args(arguments)

    def say(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    outcome = tamper(asked.seed, asked.n, say=say)
    say(outcome.table())
    return 1 if outcome.missed else 0


if __name__ == "__main__":
    sys.exit(main())

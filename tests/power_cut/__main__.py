"""``make power-cut``: every part of the proof, with its figures; exits 1 where it does not hold.

``ARGS="12 7"`` draws twelve outcomes a point instead of one, by seed 7 instead of 1.
"""

import sys
from time import monotonic

from tests.power_cut.stage import stage
from tests.power_cut.whole import parts

SHOWN = 3


def main(some: int = 1, seed: int = 1) -> int:
    """Run and print; returns the exit status."""
    bad = points = outcomes = 0
    with stage() as found:
        for part in parts(found, some, seed):
            begun = monotonic()
            figures = part.run()
            held = bool(figures.found) is part.caught and figures.outcomes > 0
            bad += not held
            points += figures.points
            outcomes += figures.outcomes
            said = "caught" if part.caught else "held"
            print(
                f"{part.name}: {said if held else 'NOT ' + said}; {figures.told()};"
                f" {monotonic() - begun:.0f} s",
                flush=True,
            )
            for one in [] if held else figures.found[:SHOWN]:
                print(f"    {one}")
    print(f"{points} points, {outcomes} outcomes; {some} drawn at each point by seed {seed}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*[int(one) for one in sys.argv[1:]]))

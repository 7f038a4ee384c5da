"""Put faults into the code, one at a time, and see a simulated company meet each.

``make reliability``. A mutant is tried against worlds of the simulator, by their seed and
number, and where none notices it, against the tests that it names: the races, the power cut,
and others that look where the simulator cannot. The table says what was changed and which
world or test noticed; ``python -m tests.simulation.run --seed S --n 40 --first W --worlds 1``
lives a world again. Arguments choose mutants by words.
"""

import re
import sys
from functools import partial

from tests.changed_code.change import gone
from tests.changed_code.trial import PASSED, load_libraries, run_tests, tried
from tests.simulation.mutants.listed import WRITTEN, drawn, survivors

_SECONDS = 240
#: Requests a world; its seed and number give the rest.
_A_WORLD = 40
#: How much of what did not hold is said; the world says the rest.
_SENTENCE = 80
#: The last line of a traceback.
_NAMED = re.compile(r"[\w.]+(: .*)?$")


def main(words: list[str]) -> int:
    """Try all, or those whose fault or file has one of the words; 1 where one is a surprise."""
    every = (*WRITTEN, *drawn())
    missing = list(gone(every))
    if missing:
        sys.stderr.write("\n".join([*missing, "Write them anew in tests/simulation/mutants.\n"]))
        return 1
    chosen = [one for one in every if not words or any(w in one.what + one.file for w in words)]
    load_libraries()
    worlds = tuple(dict.fromkeys(world for one in chosen for world in one.worlds))
    tests = tuple(dict.fromkeys(test for one in chosen for test in one.tests))
    for sound in tried(
        [(None, partial(noticed, worlds, ())), (None, partial(noticed, (), tests))],
        limit=3 * _SECONDS,
    ):
        if sound.answer["code"] != PASSED:
            sys.stderr.write(f"Without any mutant this does not pass: {sound.answer}\n")
            return 1
    results = []
    for one in tried(
        [(one, partial(noticed, one.worlds, one.tests)) for one in chosen], limit=_SECONDS
    ):
        results.append(one)
        sys.stderr.write(f"\r{len(results)} of {len(chosen)} tried ")
    sys.stderr.write("\n")
    return table(sorted(results, key=lambda one: chosen.index(one.change)))


def noticed(worlds, tests) -> dict:
    """Look for a world, then for a test, that notices what was changed."""
    for seed, first, count in worlds:
        found = _world(seed, first, count)
        if found:
            return {"code": 1, "failed": found}
    return run_tests(tests) if tests else {"code": PASSED, "failed": None}


def _world(seed: str, first: int, count: int) -> str:
    """Give the seed and the world that broke, with what did not hold."""
    from tests.simulation.run import simulate  # noqa: PLC0415 - it loads what is changed

    outcome = simulate(seed, count * _A_WORLD, first=first, worlds=count)
    if not outcome.failure:
        return ""
    raised = outcome.failure.partition("\nThe last of its history:")[0]
    found = [line for line in raised.splitlines() if _NAMED.match(line)]
    sentence = found[-1].removeprefix("tests.simulation.history.Violation: ") if found else ""
    return f"seed {seed}, world {first + outcome.worlds - 1}: {sentence:.{_SENTENCE}}"


def _endless(one) -> str:
    """Count a change with which nothing comes to its end as noticed, as mutmut does."""
    return f"no end in {_SECONDS} s" if one.answer.get("error") == "no end" else ""


def table(results) -> int:
    """Print what was changed and what noticed; 1 where what was expected did not come."""
    why, surprises = survivors(), 0
    width = max(len(one.change.what) for one in results)
    for number, one in enumerate(results, start=1):
        mutant = one.change
        told = one.caught or _endless(one)
        if not told and mutant.what in why and one.answer["code"] == PASSED:
            told = f"survives: {why[mutant.what]}"
        elif not told or mutant.what in why:
            surprises += 1
            told = f"caught, and said to survive: {told}" if told else f"NOT CAUGHT {one.answer}"
        line = f"{number:>3}  {mutant.what:<{width}}  {mutant.file:<26}  {told}"
        sys.stdout.write(f"{line}  ({one.seconds:.1f} s)\n")
    caught = sum(bool(one.caught or _endless(one)) for one in results)
    by_world = sum(one.caught.startswith("seed ") for one in results)
    sys.stdout.write(
        f"{len(results)} mutants, {caught} caught, {by_world} of them by a seed; "
        f"{len(results) - caught} survive, {surprises} unexplained.\n"
    )
    return 1 if surprises else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

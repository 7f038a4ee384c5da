"""Put leaks into the code, one at a time, and see the tests catch each: ``make leaks``.

A leak counts as caught where a test that it names fails while it runs: one that cannot be
collected or set up tells nothing. Arguments choose leaks by words.
"""

import sys
from functools import partial

from tests.changed_code.change import gone
from tests.changed_code.trial import PASSED, load_libraries, run_tests, tried
from tests.confidentiality.leaks.listed import LEAKS

#: For all the tests that any leak names, without one, on a slow machine.
WHOLE_SECONDS = 900


def main(words: list[str]) -> int:
    """Try all, or those whose leak or file has one of the words; 1 where one is not caught."""
    chosen = [one for one in LEAKS if not words or any(w in one.what + one.file for w in words)]
    missing = list(gone(LEAKS))
    if missing:
        sys.stderr.write("\n".join([*missing, "Write them anew in tests/confidentiality/leaks.\n"]))
        return 1
    load_libraries()
    tests = tuple(dict.fromkeys(test for one in chosen for test in one.tests))
    sound = next(iter(tried([(None, partial(run_tests, tests))], limit=WHOLE_SECONDS)))
    if not sound.answer or sound.answer["code"] != PASSED:
        sys.stderr.write(f"Without any leak the tests do not pass: {sound.answer}\n")
        return 1
    results = list(tried([(one, partial(run_tests, one.tests)) for one in chosen]))
    table(sorted(results, key=lambda one: chosen.index(one.change)))
    missed = [one for one in results if not one.caught]
    sys.stdout.write(f"{len(results)} leaks, {len(results) - len(missed)} caught.\n")
    return 1 if missed else 0


def table(results):
    """Print what was put in, and what caught it."""
    width = max(len(one.change.what) for one in results)
    for number, one in enumerate(results, start=1):
        caught = one.caught.removeprefix("tests/confidentiality/") or f"NOT CAUGHT {one.answer}"
        leak = one.change
        line = f"{number:>3}  {leak.what:<{width}}  {leak.file:<34}  {caught}"
        sys.stdout.write(f"{line}  ({one.seconds:.1f} s)\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

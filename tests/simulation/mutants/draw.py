"""Draw mutants of mutmut's making from the files that keep acts and deliver messages.

``python -m tests.simulation.mutants.draw SEED COUNT`` prints them as ``drawn.toml`` has them.
mutmut makes every small change that it knows of each file; as many are drawn as are asked
for, so that the hand that wrote the others has no part in it. What the run then finds that
nothing notices is explained by hand, under ``survives``.
"""

import difflib
import json
import random
import sys

import libcst
from mutmut.mutation.file_mutation import create_mutations

from tests.changed_code.change import ROOT

#: Each file, and the tests that are asked where no simulated world notices a change of it.
FILES = {
    "bot/carrier.py": ("tests/bot/test_delivery.py",),
    "clearance/deciding.py": ("tests/races/test_races.py", "tests/clearance/test_deciding.py"),
    "clearance/ending.py": ("tests/races/test_races.py", "tests/clearance/test_ending.py"),
    "clearance/notices.py": ("tests/clearance/test_plan_acts.py", "tests/races/test_races.py"),
    "clearance/outbox.py": ("tests/races/test_races.py", "tests/clearance/test_ending.py"),
    "clearance/reminding.py": ("tests/clearance/test_reminding.py",),
    "clearance/undelivered.py": ("tests/clearance/test_undelivered.py",),
    "storage/database.py": ("tests/storage/test_database.py", "tests/storage/test_processes.py"),
    "storage/deliveries.py": ("tests/storage/test_deliveries.py", "tests/races/test_races.py"),
    "storage/pacing.py": ("tests/storage/test_pacing.py", "tests/bot/test_delivery.py"),
    "storage/requests.py": ("tests/races/test_races.py", "tests/clearance/test_submitting.py"),
    "storage/tx.py": ("tests/storage/test_attempt.py", "tests/storage/test_database.py"),
}


def made(file):
    """Give every change that mutmut makes of a function of a file."""
    text = (ROOT / file).read_text(encoding="utf-8")
    module, mutations, *_ = create_mutations(file, text)
    # What runs as the module is loaded mutmut leaves alone.
    return [
        (file, text, module, one)
        for one in mutations
        if isinstance(one.contained_by_top_level_function, libcst.FunctionDef)
    ]


def as_change(before, after):
    """Give the lines that differ, with as many before them as make them stand once."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    codes = [
        code
        for code in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if code[0] != "equal"
    ]
    start, end = codes[0][1], codes[-1][2]
    start_new, end_new = codes[0][3], codes[-1][4]
    while before.count("".join(old[start:end])) != 1:
        start, start_new = start - 1, start_new - 1
    return "".join(old[start:end]), "".join(new[start_new:end_new])


def drawn(seed, count):
    """Draw so many of all changes of all files."""
    every = [change for file in FILES for change in made(file)]
    for file, text, module, one in random.Random(seed).sample(every, count):  # noqa: S311
        changed = module.deep_replace(one.original_node, one.mutated_node).code
        old, new = as_change(text, changed)
        function = one.contained_by_top_level_function.name.value
        yield {"file": file, "function": function, "old": old, "new": new}


def main(seed, count):
    for number, one in enumerate(drawn(seed, int(count)), start=1):
        what = f"mutmut {number}: {one['function']}"
        lines = ["[[mutant]]", f"what = {json.dumps(what)}", f'file = "{one["file"]}"']
        lines += [f"{key} = {json.dumps(one[key])}" for key in ("old", "new")]
        lines += [f"tests = {json.dumps(list(FILES[one['file']]))}", "", ""]
        sys.stdout.write("\n".join(lines))


if __name__ == "__main__":
    main(*sys.argv[1:])

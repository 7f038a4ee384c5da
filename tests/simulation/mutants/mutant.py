"""A fault of reliability to be put into the code, and what is expected to notice it."""

from dataclasses import dataclass, field

from tests.changed_code.change import Change

#: Tests that many mutants share: they look where no simulated company comes.
RACES = "tests/races/test_races.py"
ORDERS = "tests/races/test_orders_on_postgresql.py"
POWER = "tests/power_cut/test_cuts.py"
DELIVERY = "tests/bot/test_delivery.py"
PROCESSES = "tests/storage/test_processes.py"


@dataclass(frozen=True)
class Mutant(Change):
    """One mutant. ``worlds`` are tried first, as (seed, number of the first, how many).

    ``tests`` are asked where no world noticed it, or, without ``worlds``, alone.
    """

    worlds: tuple[tuple[str, int, int], ...] = field(default=(("1", 0, 3),), kw_only=True)

"""Mutants of transactions, of the log and of the database file."""

from tests.simulation.mutants.mutant import ORDERS, POWER, PROCESSES, RACES, Mutant

_DATABASE = "storage/database.py"
_TX = "storage/tx.py"
_ENGINES = "storage/engines.py"
_STORED = "tests/storage/test_database.py"

MUTANTS = (
    Mutant(
        "a serialization failure that is not tried again",
        _DATABASE,
        "                why = met.why\n                named.update(met.named)\n                continue\n",
        "                raise DatabaseUnavailable(met.why) from None\n",
        (ORDERS,),
        worlds=(),
    ),
    Mutant(
        "a key that another took is not looked at again",
        _DATABASE,
        "if refused.code == TAKEN and attempt < INSISTENT:",
        "if refused.code == TAKEN and attempt > ATTEMPTS:",
        (_STORED,),
        worlds=(),
    ),
    Mutant(
        "others are never made to wait",
        _DATABASE,
        "        if not self._server:\n            return None\n",
        "        if attempt < ATTEMPTS:\n            return None\n",
        (_STORED,),
        worlds=(),
    ),
    Mutant(
        "READ COMMITTED",
        _ENGINES,
        'isolation_level="SERIALIZABLE"',
        'isolation_level="READ COMMITTED"',
        (ORDERS,),
        worlds=(),
    ),
    Mutant(
        "a commit that crosses a boundary of time",
        _TX,
        "if boundary(self.now, now()):",
        "if boundary(self.now, self.now):",
        (_STORED,),
    ),
    Mutant(
        "the log's head is not counted on",
        _TX,
        '"grown": grown.size,',
        '"grown": before.size,',
    ),
    Mutant(
        "a message asked for twice is queued twice",
        _TX,
        "        name = self.name(key)\n",
        "        name = self.name(key) + self.random.token()\n",
    ),
    Mutant(
        "what was queued in an attempt outlives it",
        _TX,
        "            self._acts, self._deliveries, self._rows = acts, queued, written\n",
        "            self._acts, self._rows = acts, written\n",
        ("tests/storage/test_attempt.py",),
    ),
    Mutant(
        "what was written in an attempt outlives it",
        _TX,
        "            with self._connection.begin_nested():\n                yield\n                self._arrive()",
        "            yield\n            self._arrive()",
        ("tests/storage/test_attempt.py",),
    ),
    Mutant(
        "messages written in front of their act's commit",
        _DATABASE,
        "        answer = fn(tx)\n",
        "        answer = fn(tx)\n        connection.connection.driver_connection.commit()\n",
        (RACES,),
        worlds=(("1", 0, 8),),
    ),
    Mutant(
        "a transaction that begins without its lock",
        _ENGINES,
        '"BEGIN IMMEDIATE"',
        '"BEGIN"',
        (PROCESSES,),
    ),
    Mutant(
        "synchronous=NORMAL",
        _ENGINES,
        '"synchronous=FULL"',
        '"synchronous=NORMAL"',
        (POWER,),
        worlds=(),
    ),
    Mutant(
        "a journal in memory",
        _ENGINES,
        '"journal_mode=WAL"',
        '"journal_mode=MEMORY"',
        (POWER,),
        worlds=(),
    ),
    Mutant(
        "no unique key a delivery",
        "storage/migrations/versions/0001_first_tables.py",
        '        sa.UniqueConstraint("key"),\n',
        "",
        ("tests/storage/test_deliveries.py", "tests/storage/test_upgrade.py"),
        worlds=(),
    ),
    Mutant(
        "no unique form a request",
        "storage/migrations/versions/0001_first_tables.py",
        '        sa.UniqueConstraint("form"),\n',
        "",
        ("tests/clearance/test_submitting.py", "tests/storage/test_upgrade.py"),
        worlds=(),
    ),
)

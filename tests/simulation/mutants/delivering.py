"""Mutants of how messages are claimed, carried and ended."""

from tests.simulation.mutants.mutant import DELIVERY, ORDERS, RACES, Mutant

_DELIVERIES = "storage/deliveries.py"
_IN_LINE = "storage/in_line.py"
_CARRIER = "bot/carrier.py"
_STORED = "tests/storage/test_deliveries.py"

MUTANTS = (
    Mutant(
        "a lease that is never freed",
        _IN_LINE,
        '    _ROWS.c.lease_until <= bindparam("at"),\n',
        "",
        (_STORED,),
    ),
    Mutant(
        "a lease that nobody respects",
        _IN_LINE,
        '    _UNHELD,\n    _ROWS.c.lease_until <= bindparam("at"),',
        "    _UNHELD,\n    _ROWS.c.lease_until >= 0,",
        (_STORED, ORDERS),
    ),
    Mutant(
        "a lease that ends as it begins",
        _DELIVERIES,
        "until, far = at + lease_seconds,",
        "until, far = at,",
        (_STORED, ORDERS),
    ),
    Mutant(
        "a lease that a clock set back holds for ever",
        _IN_LINE,
        '    _ROWS.c.lease_until > bindparam("far"),\n',
        "",
        (_STORED,),
        worlds=(),
    ),
    Mutant(
        "a lease that a dead worker keeps as the next one starts",
        _DELIVERIES,
        "tx.execute(held.values(lease_owner=None, lease_until=None)).rowcount",
        "tx.execute(held.values(lease_owner=None)).rowcount",
        ("tests/races/test_starting_again.py",),
        worlds=(),
    ),
    Mutant(
        "no order within a conversation",
        _IN_LINE,
        "_ROWS.c.seq <= _FRONTS.c.front,",
        "_ROWS.c.seq <= _LAST,",
    ),
    Mutant(
        "a message that was tried is overtaken",
        _IN_LINE,
        'or_(_EARLIER.c.due_at <= bindparam("soon"), _EARLIER.c.attempts > 0),',
        '_EARLIER.c.due_at <= bindparam("soon"),',
        ("tests/storage/test_deliveries.py",),
    ),
    Mutant(
        "a row before its time",
        _IN_LINE,
        'and_(_OPEN, _ROWS.c.due_at <= bindparam("now"))',
        "and_(_OPEN)",
    ),
    Mutant(
        "a retry that keeps its lease",
        _DELIVERIES,
        "        lease_owner=None,\n        lease_until=None,\n    )\n)",
        "        lease_owner=None,\n    )\n)",
        (_STORED,),
    ),
    Mutant(
        "a message whose place is not noted",
        _DELIVERIES,
        "return _change(tx, delivery_id, channel=channel, ts=ts, **_ending(tx, SENT), lease_until=None)",
        "return _change(tx, delivery_id, **_ending(tx, SENT), lease_until=None)",
    ),
    Mutant(
        "a delivery that ends twice",
        _DELIVERIES,
        '_OPEN: Final = update(_ROWS).where(_ROWS.c.id == bindparam("row"), _ROWS.c.ended_as.is_(None))',
        '_OPEN: Final = update(_ROWS).where(_ROWS.c.id == bindparam("row"))',
        (_STORED,),
    ),
    Mutant(
        "a row without its place in the order",
        _DELIVERIES,
        "for seq, one in enumerate(queued, start)",
        "for seq, one in enumerate(queued)",
    ),
    Mutant(
        "a dropped retry",
        _CARRIER,
        "deliveries.retry(tx, row, tx.now + waits[0], refusal.name, doubtful=doubtful)",
        "deliveries.ended(tx, row.id, deliveries.MOOT)",
    ),
    Mutant(
        "a retry that posts again what stands there",
        _CARRIER,
        "        place = self._posted.get(row.id)\n",
        "        place = None\n",
        (DELIVERY,),
    ),
    Mutant(
        "noted as sent before it is",
        _CARRIER,
        "            place = self._posted[row.id] = await self._put(row, message)\n",
        "            await self._database.run(lambda tx: deliveries.ended(tx, row.id, deliveries.SENT))\n"
        "            place = self._posted[row.id] = await self._put(row, message)\n",
    ),
    # In these worlds a process is killed after a timer's commit; most often a reminder's.
    Mutant(
        "a timer that ends in another transaction than it fires",
        _CARRIER,
        "                await self._database.run(lambda tx: self._fire(tx, row), records=True)\n",
        "                await self._database.run(\n"
        "                    lambda tx: deliveries.ended(tx, row.id, deliveries.FIRED))\n"
        "                await self._database.run(lambda tx: self._fire(tx, row), records=True)\n",
        (RACES,),
        worlds=(("1", 13, 1), ("1", 29, 1)),
    ),
    Mutant(
        "a timer that is fired and does not end",
        _CARRIER,
        "        deliveries.ended(tx, row.id, deliveries.FIRED)\n",
        "",
    ),
    Mutant(
        "a message given up in silence",
        _CARRIER,
        "                outbox.given_up(self._desk, tx, row)\n",
        "                self._desk.grounds.at(tx)\n",
        ("tests/clearance/test_undelivered.py", DELIVERY),
    ),
    Mutant(
        "given up as soon as Slack is away",
        _CARRIER,
        "return refusal.fate is Fate.NEVER or (",
        "return refusal.fate in {Fate.NEVER, Fate.LATER} or (",
    ),
    Mutant(
        "never given up",
        _CARRIER,
        "return refusal.fate is Fate.NEVER or (refusal.fate is Fate.DOUBTFUL and tried_enough)",
        "return refusal.fate is Fate.DOUBTFUL and tried_enough",
    ),
    Mutant(
        "a pause that Slack asked for and nobody keeps",
        _CARRIER,
        "if refusal.fate is Fate.RATE_LIMITED and refusal.method:",
        "if refusal.fate is Fate.RATE_LIMITED and not refusal.method:",
        (DELIVERY,),
    ),
    Mutant(
        "a pause that is kept and not looked at",
        _CARRIER,
        "if wait.quiet > 0 or wait.turn > self._retries.longest_turn:",
        "if wait.turn > self._retries.longest_turn:",
        (DELIVERY, "tests/storage/test_pacing.py"),
    ),
    Mutant(
        "paces in the memory of each process",
        "storage/pacing.py",
        "    wanted = min(seconds, LONGEST)\n    if wanted > held:",
        "    wanted = min(seconds, LONGEST)\n    if wanted > held and tx is None:",
        ("tests/storage/test_pacing.py", DELIVERY),
        worlds=(),
    ),
    Mutant(
        "leases of a killed bot kept at its next start",
        "bot/process.py",
        "freed = deliveries.free_leases(tx) if alone else 0",
        "freed = 0",
        ("tests/bot/test_starting_again.py",),
        worlds=(),
    ),
    Mutant(
        "a lease shorter than the call",
        "bot/delivery.py",
        "lease: float = 90.0",
        "lease: float = 9.0",
        ("tests/bot/test_lease.py",),
        worlds=(),
    ),
)

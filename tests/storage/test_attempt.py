"""An attempt within a transaction: all of it or nothing of it, and the rest goes on."""

import json
from contextlib import suppress

import pytest
import sqlalchemy as sa

from storage import log
from storage.tables import DeliveryRow, PolicyRow


@pytest.mark.parametrize("breaks", [True, False])
def test_an_attempt_that_breaks_leaves_nothing_and_holds_up_nothing(database, breaks):
    """What was written, recorded and queued within is undone; what stands around it is kept."""

    def write(tx, name):
        tx.log("request:pending", actor=name)
        tx.deliver(name, name, {"what": name})
        row = {"hash": name, "at": tx.now, "content": name}
        tx.execute(sa.insert(PolicyRow.__table__), row)

    answers = {True: {}.popitem, False: list}

    def run(tx):
        write(tx, "before")
        with suppress(LookupError), tx.attempt():
            write(tx, "within")
            answers[breaks]()
        write(tx, "after")

    database.run_now(run)
    kept = ["before", "after"] if breaks else ["before", "within", "after"]
    table, rows = PolicyRow.__table__, DeliveryRow.__table__
    written = database.run_now(lambda tx: tx.execute(sa.select(table.c.hash)).scalars().all())
    queued = database.run_now(
        lambda tx: tx.execute(sa.select(rows.c.conversation).order_by(rows.c.seq)).scalars().all()
    )
    recorded = [json.loads(one.record)["actor"] for one in database.run_now(log.entries)]
    assert sorted(written) == sorted(kept)
    assert queued == recorded == kept

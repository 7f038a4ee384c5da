"""The tables move on under a running bot: it goes on where they only grew, and none starts anew."""

from random import Random

from sqlalchemy import text

from tests.kills.company import company
from tests.kills.ledger import Ledger
from tests.kills.people import Asker, Officer
from tests.kills.processes import PATIENCE_SECONDS
from tests.waiting import until

GROWN = (
    "ALTER TABLE deliveries ADD COLUMN later INTEGER NOT NULL DEFAULT 0",
    "CREATE TABLE later (id INTEGER PRIMARY KEY)",
    "UPDATE alembic_version SET version_num = '9999'",
)


async def test_a_running_bot_outlives_a_migration_that_only_adds_and_a_start_is_refused(
    postgres_url, tmp_path
):
    async with company(postgres_url, tmp_path) as opened:
        running = await opened.start()
        try:
            await running.until_ready()
            asker = Asker(opened, Ledger(), "U0EMPLOYEE", Random(1))
            asker.numbers = iter((500, 501))
            officer = Officer(opened, asker.ledger, "U0CEO", Random(2))
            await asker.ask()
            await until(lambda: len(officer.messages) == 1, patience=PATIENCE_SECONDS)

            def grow(tx):
                for statement in GROWN:
                    tx.execute(text(statement))

            await opened.database.run(grow)
            again = await asker.ask()
            await until(lambda: len(officer.messages) == 2, patience=PATIENCE_SECONDS)
            assert await officer.decide(officer.messages[1], "approve")
            assert asker.ledger.decided == {again: [("U0CEO", "approve")]}
            await until(lambda: asker.messages, patience=PATIENCE_SECONDS)

            started = await opened.start()
            assert await started.ended() != 0
            assert "at version 9999, which this program" in "\n".join(started.last)
        finally:
            await running.kill()

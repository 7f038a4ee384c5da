"""Guards that somebody dropped, switched off or altered are named."""

import pytest
import sqlalchemy as sa

from storage import guards_there
from storage.engines import engine_for, parsed
from storage.guards_postgres import FUNCTIONS, TRIGGERS

ONE = "requests_fixed"
#: What an editor does, what is named then, and on which database it can be done.
DONE = {
    "dropped": ("DROP TRIGGER requests_fixed{on}", ONE, "both"),
    "altered": (
        (
            "DROP TRIGGER requests_fixed; CREATE TRIGGER requests_fixed BEFORE UPDATE ON requests "
            "BEGIN SELECT 1\\; END"
        ),
        ONE,
        "sqlite",
    ),
    "switched off": ("ALTER TABLE requests DISABLE TRIGGER requests_fixed", ONE, "postgresql"),
    "for a replica": (
        "ALTER TABLE requests ENABLE REPLICA TRIGGER requests_fixed",
        ONE,
        "postgresql",
    ),
    "after the fact": (
        (
            "DROP TRIGGER requests_fixed ON requests; CREATE TRIGGER requests_fixed AFTER UPDATE "
            "ON requests FOR EACH ROW EXECUTE FUNCTION preclear_refuse()"
        ),
        ONE,
        "postgresql",
    ),
    "refuses nothing": (
        (
            "CREATE OR REPLACE FUNCTION preclear_refuse() RETURNS trigger LANGUAGE plpgsql "
            "AS $$ BEGIN RETURN NEW\\; END $$"
        ),
        "preclear_refuse",
        "postgresql",
    ),
}


async def edited(database, url, statements):
    server = await database.run(lambda tx: tx.server)
    engine = engine_for(parsed(url))
    with engine.begin() as connection:
        for one in statements.replace("\\;", "\0").split(";"):
            said = one.replace("\0", ";").format(on=" ON requests" if server else "")
            connection.execute(sa.text(said))
    engine.dispose()


async def test_a_database_made_anew_has_them_all(database):
    """The second half says what to write into ``storage.guards_postgres``."""
    assert await database.run(guards_there.broken) == []

    def made(tx):
        functions = tx.execute(guards_there._FUNCTIONS)
        triggers = tx.execute(guards_there._POSTGRES)
        digests = {row.name: guards_there.digest(row.said) for row in functions}
        return {row.name: row.said for row in triggers}, digests

    if await database.run(lambda tx: tx.server):
        assert await database.run(made) == (TRIGGERS, FUNCTIONS)


@pytest.mark.parametrize("how", [how for how, (_, _, on) in DONE.items() if on != "postgresql"])
async def test_what_was_done_to_a_file_is_found(database_url, database, how):
    statements, named, on = DONE[how]
    if on == "sqlite" and await database.run(lambda tx: tx.server):
        return
    await edited(database, database_url, statements)
    assert await database.run(guards_there.broken) == [named]


@pytest.mark.parametrize("how", [how for how, (_, _, on) in DONE.items() if on == "postgresql"])
@pytest.mark.usefixtures("postgres")
async def test_what_was_done_on_a_server_is_found(database_url, database, how):
    if not await database.run(lambda tx: tx.server):
        return
    statements, named, _ = DONE[how]
    await edited(database, database_url, statements)
    assert await database.run(guards_there.broken) == [named]

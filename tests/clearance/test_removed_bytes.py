"""On SQLite what was removed is gone from the file and from its log, byte for byte."""

import json
from pathlib import Path

import sqlalchemy as sa

from clearance.desk import Desk
from storage import retention
from storage.database import Database
from storage.engines import parsed
from tests.clearance.company import TEAM, Company
from tests.clearance.keeping import begin, carried_out, confirmed, reported, today


def pieces(blob):
    return [bytes(blob)[start : start + 32] for start in range(0, len(blob), 128)]


async def test_on_sqlite_no_byte_of_it_is_left_in_any_file(
    sqlite_url, keys, clock, exchange, cellectar
):

    database = Database.open(sqlite_url, keys=keys, now=clock.now, steady=clock.steady)
    company = Company(Desk(database, cellectar, exchange, TEAM), database, clock)
    await begin(company)
    for name in ("employee", "second", "director"):
        filed = await reported(company, name)
    await today(company)
    gone = []
    for row in await company.rows("select record, sealed from log_bodies"):
        if json.loads(row["record"])["request"] is not None:
            gone += [json.loads(row["record"])["salt"].encode(), *pieces(row["sealed"])]
    for table in ("facts", "decisions", "transactions"):
        for row in await company.rows(f"select sealed from {table}"):
            gone += pieces(row["sealed"])
    file = Path(parsed(sqlite_url).database)

    def found():
        beside = [one for one in file.parent.iterdir() if one.name.startswith(file.name)]
        content = b"".join(one.read_bytes() for one in beside)
        return sum(one in content for one in gone)

    assert found() > 0.9 * len(gone)  # but for the pieces that two pages share
    act = await confirmed(company)
    assert carried_out(company, act)[0] == 3
    assert database.empty_write_ahead_log()
    assert found() == 0
    assert await company.database.run(lambda tx: retention.is_removed(tx, filed.id))
    with sa.create_engine(f"sqlite:///{file}").connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    database.close_now()

"""The database itself refuses to change what was recorded, whoever asks."""

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from storage import (  # noqa: F401 - so that their tables are known
    tables_acknowledged,
    tables_asked,
    tables_away,
    tables_calendar,
    tables_delegations,
    tables_filed,
    tables_kept,
    tables_nodes,
    tables_pace,
    tables_plans,
    tables_pulled,
    tables_questions,
)
from storage.engines import engine_for, parsed
from storage.tables import CalendarDayRow

WRITTEN_ONCE = [
    "people",
    "people_asked",
    "confirmations",
    "asked",
    "releases",
    "calendar_days",
    "transactions",
    "blackout_changes",
    "related_persons",
    "delegations",
    "plans",
    "plan_steps",
    "facts",
    "decisions",
    "policies",
    "calendars",
    "log_leaves",
    "log_nodes",
    "log_bodies",
    "checkpoints",
    "checkpoint_copies",
    "stamps",
    "retentions",
    "removed_requests",
    "holds",
    "cases",
    "case_notes",
    "plan_texts",
    "questions",
    "answers",
    "filings_made",
    "section16_owners",
    "absences",
    "reminder_hours",
    "expected_reports",
    "pulls",
    "policy_documents",
    "acknowledgements",
    "acknowledgement_initials",
]
MAY_CHANGE = {
    "requests": set(),  # its status moves forward: a test of its own
    "deliveries": {
        "due_at",
        "attempts",
        "doubts",
        "reason",
        "lease_owner",
        "lease_until",
        "channel",
        "ts",
        "ended_at",
        "ended_as",
    },
    "downloads": {"failures"},
}
TABLES = [*WRITTEN_ONCE, *MAY_CHANGE]


def value_for(column, number):
    kinds = {sa.Date: "2026-11-09", sa.LargeBinary: bytes([number]), sa.Boolean: True}
    for kind, value in kinds.items():
        if isinstance(column.type, kind):
            return value
    kind = column.type.impl if hasattr(column.type, "impl") else column.type
    return number if isinstance(kind, sa.Integer | sa.Float) else f"text {number}"


def other_value_for(column):
    if isinstance(column.type, sa.Date):
        return "2026-11-10"
    return False if isinstance(column.type, sa.Boolean) else value_for(column, 3)


def write(connection, name, number):
    """Write a row with something in every column, past our own types."""
    table = SQLModel.metadata.tables[name]
    names = ", ".join(f'"{column.name}"' for column in table.c)
    marks = ", ".join(f":{column.name}" for column in table.c)
    values = {column.name: value_for(column, number) for column in table.c}
    connection.execute(sa.text(f"INSERT INTO {name} ({names}) VALUES ({marks})"), values)


@pytest.fixture
def engine(database_url):
    made = engine_for(parsed(database_url))
    with made.begin() as connection:
        for table in TABLES:
            write(connection, table, 1)
            write(connection, table, 2)
    yield made
    made.dispose()


def attempt(engine, statement, **values):
    with engine.begin() as connection:
        return connection.execute(sa.text(statement), values).rowcount


def refused(engine, statement, **values):
    with pytest.raises(sa.exc.DBAPIError, match="is refused: it is kept as it was written"):
        attempt(engine, statement, **values)


def test_every_table_is_guarded_in_one_way_or_another():
    assert {*TABLES, "log_head", "register", "paces", "drafts"} == set(SQLModel.metadata.tables)


@pytest.mark.parametrize("table", [*TABLES, "log_head", "register"])
def test_nothing_is_deleted(engine, table):
    if table == "register":
        write_register(engine, 1)
    refused(engine, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", TABLES)
def test_a_column_changes_only_where_it_may(engine, table):
    key = next(iter(SQLModel.metadata.tables[table].primary_key.columns))
    for column in SQLModel.metadata.tables[table].c:
        change = f'UPDATE {table} SET "{column.name}" = :v WHERE "{key.name}" = :first'
        values = {"v": other_value_for(column), "first": value_for(key, 1)}
        if column.name in MAY_CHANGE.get(table, ()):
            assert attempt(engine, change, **values) == 1
        else:
            refused(engine, change, **values)


STATES = ("pending", "decided", "ended")
FORWARD = {("pending", "decided"), ("pending", "ended"), ("decided", "ended")}


@pytest.mark.parametrize("before", STATES)
@pytest.mark.parametrize("after", [*STATES, "approved"])
def test_a_request_moves_forward_only(engine, before, after):
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO requests (id, person, at, status, decide_by, source) "
                "VALUES ('MOVES', 'P', 1, :before, 2, 'slack')"
            ),
            {"before": before},
        )
    change = "UPDATE requests SET status = :after WHERE id = 'MOVES'"
    if after == before or (before, after) in FORWARD:
        assert attempt(engine, change, after=after) == 1
    else:
        refused(engine, change, after=after)


@pytest.mark.parametrize("table", [*TABLES, "log_head", "register"])
def test_nothing_is_emptied(postgres_url, table):
    engine = engine_for(parsed(postgres_url))
    refused(engine, f"TRUNCATE {table}")
    engine.dispose()


def test_the_head_counts_up_only(engine):
    assert attempt(engine, "UPDATE log_head SET size = 5, deliveries = 5") == 1
    refused(engine, "UPDATE log_head SET size = 4")
    refused(engine, "UPDATE log_head SET deliveries = 4")
    refused(engine, "UPDATE log_head SET id = 2")
    refused(engine, "INSERT INTO log_head VALUES (2, 0, 0, '')")


def write_register(engine, version, verb="INSERT"):
    statement = f"{verb} INTO register VALUES (1, :version, 2, :blob, :blob)"
    return attempt(engine, statement, version=version, blob=b"x")


def test_the_registers_version_rises_only(engine):
    write_register(engine, 5)
    for version in (4, 5):
        refused(engine, "UPDATE register SET version = :v, sealed = :b", v=version, b=b"y")
    refused(engine, "UPDATE register SET sealed = :b", b=b"y")
    assert attempt(engine, "UPDATE register SET version = 6, sealed = :b", b=b"y") == 1


def test_the_register_is_one_row(engine):
    with pytest.raises(sa.exc.DBAPIError):
        attempt(engine, "INSERT INTO register VALUES (2, 1, 2, :b, :b)", b=b"x")


def test_sqlite_does_not_replace_the_register(sqlite_url):
    engine = engine_for(parsed(sqlite_url))
    write_register(engine, 5)
    with pytest.raises(sa.exc.DBAPIError, match="is refused"):
        write_register(engine, 4, verb="INSERT OR REPLACE")
    engine.dispose()


@pytest.mark.parametrize("table", TABLES)
def test_sqlite_replaces_no_row_in_silence(sqlite_url, table):
    """INSERT OR REPLACE removes the old row without asking a delete trigger."""
    engine = engine_for(parsed(sqlite_url))
    with engine.begin() as connection:
        connection.exec_driver_sql("PRAGMA recursive_triggers=OFF")
        write(connection, table, 1)
    names = ", ".join(f'"{column.name}"' for column in SQLModel.metadata.tables[table].c)
    copy = f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM {table}"
    refused(engine, copy)
    engine.dispose()


@pytest.mark.parametrize(
    "table",
    ["people", "releases", "calendar_days", "transactions", "requests", "decisions", "deliveries"],
)
def test_sqlite_replaces_no_row_by_its_other_key(sqlite_url, table):
    engine = engine_for(parsed(sqlite_url))
    with engine.begin() as connection:
        write(connection, table, 1)
    columns = [column.name for column in SQLModel.metadata.tables[table].c]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join("'another'" if name == "id" else f'"{name}"' for name in columns)
    copy = f"INSERT OR REPLACE INTO {table} ({names}) SELECT {values} FROM {table}"
    refused(engine, copy)
    engine.dispose()


#: What a retention act may empty, and what its row is found by.
CONTENT = {
    "log_bodies": {"record": "''", "sealed": "b"},
    "facts": {"public": "''", "sealed": "b"},
    "decisions": {"public": "''", "sealed": "b"},
    "transactions": {"sealed": "b"},
    "deliveries": {"sealed": "b"},
}


def emptying(engine, table, **other):
    """Say how a row of a table is emptied on this database; ``other`` sets it to something else."""
    nothing = "''::bytea" if engine.dialect.name == "postgresql" else "x''"
    values = {name: other.get(name, value) for name, value in CONTENT[table].items()}
    said = ", ".join(f'"{n}" = {nothing if v == "b" else v}' for n, v in values.items())
    key = next(iter(SQLModel.metadata.tables[table].primary_key.columns))
    return f'UPDATE {table} SET {said} WHERE "{key.name}" = :row', key


def act(engine, *, before, up_to, request=None):
    """Write down a retention act, and that it removes a request."""
    with engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO retentions VALUES ('ACT', 1, 'P', :before, :up_to, 'ASK')"),
            {"before": before, "up_to": up_to},
        )
        if request is not None:
            connection.execute(
                sa.text("INSERT INTO removed_requests VALUES (:request, 'ACT', 1)"),
                {"request": request},
            )


@pytest.fixture
def bare(database_url):
    """Give a database with one row in each table that may be emptied, and no act."""
    made = engine_for(parsed(database_url))
    with made.begin() as connection:
        for table in CONTENT:
            write(connection, table, 7)
    yield made
    made.dispose()


@pytest.mark.parametrize("table", CONTENT)
@pytest.mark.parametrize(("limit", "covered"), [(8, True), (7, False)])
def test_a_row_is_emptied_only_where_an_act_covers_it(bare, table, limit, covered):
    """A row of the moment 7, or the index 7, is older than 8 and not than 7."""
    statement, key = emptying(bare, table)
    row = value_for(key, 7)
    refused(bare, statement, row=row)
    act(bare, before=limit, up_to=limit, request="text 7")
    if not covered:
        refused(bare, statement, row=row)
        return
    assert attempt(bare, statement, row=row) == 1
    assert attempt(bare, statement, row=row) == 1  # again changes nothing
    filled, _ = emptying(bare, table, **dict.fromkeys(CONTENT[table], "'x'"))
    refused(bare, filled.replace("\"sealed\" = 'x'", '"sealed" = :blob'), row=row, blob=b"x")


@pytest.mark.parametrize("table", ["facts", "decisions"])
def test_a_requests_rows_are_emptied_only_where_the_request_is_removed(bare, table):
    statement, key = emptying(bare, table)
    act(bare, before=8, up_to=8, request="another")
    refused(bare, statement, row=value_for(key, 7))


@pytest.mark.parametrize("table", CONTENT)
def test_a_covered_row_is_emptied_whole_and_nothing_else_is_done_to_it(bare, table):
    act(bare, before=8, up_to=8, request="text 7")
    statement, key = emptying(bare, table)
    row = value_for(key, 7)
    for column in SQLModel.metadata.tables[table].c:
        if column.name in CONTENT[table] or column.name in MAY_CHANGE.get(table, ()):
            continue
        also = statement.replace(" WHERE", f', "{column.name}" = :v WHERE')
        refused(bare, also, row=row, v=other_value_for(column))
    for name in CONTENT[table] if len(CONTENT[table]) > 1 else ():
        only = statement.split(" SET ")[0] + f' SET {name} = :v WHERE "{key.name}" = :row'
        refused(bare, only, row=row, v=b"" if name == "sealed" else "")
    refused(bare, f'DELETE FROM {table} WHERE "{key.name}" = :row', row=row)


def test_an_open_delivery_is_never_emptied(bare):
    with bare.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO deliveries (id, key, conversation, seq, due_at, attempts, doubts, "
                "sealed) VALUES ('OPEN', 'OPEN', 'C', 9, 1, 0, 0, :blob)"
            ),
            {"blob": b"x"},
        )
    act(bare, before=10**9, up_to=10**9)
    statement, _ = emptying(bare, "deliveries")
    refused(bare, statement, row="OPEN")


def test_a_day_reads_back_as_it_was_written(database, clock):
    """The guards stand in nobody's way: a first row is written and read."""
    row = CalendarDayRow(
        id="a", day=clock.now().date(), kind="closed", source="x", at=clock.now(), by="U1"
    )
    table = CalendarDayRow.__table__
    database.run_now(lambda tx: tx.execute(sa.insert(table), row.model_dump()))
    found = database.run_now(lambda tx: tx.execute(sa.select(table)).one())
    assert found.at == clock.now()

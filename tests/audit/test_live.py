"""A database that somebody edits past its triggers: whatever the log holds is found."""

import asyncio
import shutil
from datetime import date, timedelta
from itertools import zip_longest

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from audit.live import check
from audit.pulls import Wanted
from clearance import asked, filed_rows, holds, removing
from clearance.blackout_changes import BlackoutEntry, move_blackout
from clearance.bringing_in import bring_in
from clearance.calendar_days import DayEntry, add_day
from clearance.desk import Desk
from clearance.people import by_slack_id
from clearance.section16_owners import COLUMNS, OwnersTaken, import_owners
from clearance.shown import No
from clearance.shown_away import AwaySaid
from clearance.shown_calendar import ExpectedSaid
from clearance.shown_cases import CaseSaid, NoteSaid
from clearance.shown_paper import PaperSaid
from clearance.shown_productions import ProductionSaid
from clearance.shown_questions import QuestionSaid
from clearance.shown_related import RelatedSaid
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from policy.coverage import Tie
from storage import tables_pace  # noqa: F401 - so that its table is known
from storage.engines import engine_for, parsed
from storage.register import Register
from storage.rows import HELD
from tests.audit.lived import COMPLY, SIGNER, company_of, live, opened, pull
from tests.clearance.acknowledgements import asked_well, signs
from tests.clearance.company import NEW_YORK, OPERATOR, TEAM, Company, ny, who
from tests.clearance.plan_filing import days, sent
from tests.clearance.planning import entered
from tests.clearance.seeding import KEYS
from tests.clock import HandClock
from tests.left_out import leave_out

#: Tables that nothing of the log holds, and why.
LOOSE = {
    "deliveries",  # messages: they change as they are sent, and prove nothing
    "paces",  # until when Slack is not to be called
    "drafts",  # what was typed and not sent: no act, and gone after a day
    "downloads",  # who may take a pull for a while; that it was taken is an entry
    "checkpoint_copies",  # where copies were put
    "stamps",  # whoever issued one vouches for it
    "removed_requests",  # which entries were emptied, the records of it name
}
#: Held to something else than the digests in records.
OTHERWISE = {
    "log_leaves", "log_nodes", "log_bodies", "log_head", "checkpoints", "policies", "calendars",
    "register",
}  # fmt: skip
THIRD = 'WHERE "index" = 3'
MOVED = """record = replace(record, '"actor":"', '"actor":"x')"""
FOURTH = 'SELECT sealed FROM log_bodies WHERE "index" = 4'
OWNERS = (
    ",".join(COLUMNS)
    + "\nU0DIRECTOR,7654321,QUIST DORA,1 Main Street,,Madison,WI,53716,,yes,no,no,1279704\n"
)
PERSONS = "slack_id,name,roles,acknowledged_on\nU0SECOND,Sam Okafor,officer;cfo,2026-01-05\n"


def fill(url):
    """Let the company live in a database; returns when its last day ends."""
    clock = HandClock()

    async def all_of_it():
        database = opened(url, KEYS, clock)
        company = await company_of(
            database, clock, load_policy("cellectar_2018"), load_exchange("XNAS")
        )
        await live(company)
        await more(company)
        await database.close()

    asyncio.run(all_of_it())
    return clock.now()


@pytest.fixture(scope="module")
def lived_in_a_file(sqlite_template, tmp_path_factory):
    file = tmp_path_factory.mktemp("lived") / "lived.db"
    shutil.copyfile(sqlite_template, file)
    return file, fill(f"sqlite:///{file}")


@pytest.fixture(scope="module")
def lived_on_a_server(postgres_server):
    if isinstance(postgres_server, str):
        leave_out("PostgreSQL", postgres_server)
    moments = []
    name = postgres_server.template(lambda url: moments.append(fill(url)))
    return name, moments[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """Give the URL of a copy of what was lived, and when it ended."""
    if request.param == "sqlite":
        template, moment = request.getfixturevalue("lived_in_a_file")
        shutil.copyfile(template, tmp_path / "preclear.db")
        yield f"sqlite:///{tmp_path / 'preclear.db'}", moment
        return
    template, moment = request.getfixturevalue("lived_on_a_server")
    with request.getfixturevalue("postgres").database(template=template) as url:
        yield url, moment


@pytest.fixture
async def lived(place, clock, exchange, cellectar):
    url, moment = place
    clock.move(moment)
    database = opened(url, KEYS, clock)
    company = Company(Desk(database, cellectar, exchange, TEAM), database, clock)
    company.url = url
    yield company
    await database.close()


async def more(company):
    """Write rows of the tables that the rest of a life does not touch."""
    desk, run = company.desk, company.database.run
    day = DayEntry(date(2027, 1, 8), "closed", "a day of mourning")
    assert isinstance(await run(lambda tx: add_day(desk.grounds, tx, day, OPERATOR)), str)
    moved = BlackoutEntry(date(2026, 12, 31), "the board", starts_at=ny("2026-12-10 00:00"))
    done = await run(lambda tx: move_blackout(desk.grounds, tx, moved, OPERATOR))
    assert isinstance(done, str), done
    expected = ExpectedSaid(date(2027, 3, 31), date(2027, 5, 6))
    assert not isinstance(await desk.keep_calendar(who("cfo"), expected), No)
    await desk.register_related(who("employee"), RelatedSaid("Dana", Tie("spouse")))
    assert not isinstance(await desk.allow_delegate(who("director"), "U0SECOND"), No)
    tomorrow = company.clock.now().date() + timedelta(days=1)
    said = AwaySaid(tomorrow, tomorrow, 10)
    assert not isinstance(await desk.set_away(who("ceo"), said), No)
    assert isinstance(await run(lambda tx: import_owners(tx, OWNERS, OPERATOR)), OwnersTaken)
    plan = await entered(company)
    assert not isinstance(await desk.change_plan(who("cfo"), plan, "suspend"), No)
    today = company.clock.now().astimezone(NEW_YORK).date()
    await sent(company, "second", days(today.isoformat()))
    entered_now = await run(lambda tx: bring_in(tx, desk.grounds.at(tx), PERSONS, OPERATOR))
    (one,) = await company.rows("SELECT id FROM people_asked")
    assert not isinstance(await desk.confirm_change(who("ceo"), one["id"]), No), entered_now
    question = await desk.ask_question(who("employee"), QuestionSaid("May I?", form="V1"))
    assert not isinstance(await desk.answer_question(who("cfo"), question.id, "Yes."), No)
    assert not isinstance(await desk.ask_production(COMPLY, ProductionSaid("SEC", "HO-1")), No)
    said = PaperSaid("U0EMPLOYEE", "buy", 300, company.clock.now(), "U0CFO", form="V9")
    on_paper = await desk.ask_paper(COMPLY, said)
    assert not isinstance(await desk.confirm_paper(who("ceo"), on_paper.id), No)
    await kept(company)
    await acknowledged(company)
    assert not isinstance(await pull(company, Wanted()), No)


async def acknowledged(company):
    """Ask for the policy's acknowledgement, sign it, and initial it."""
    found = await asked_well(company)
    signed = await company.desk.acknowledge(who("employee"), signs(found, "employee"))
    assert not isinstance(await company.desk.initial(who("cfo"), signed.id, "FO"), No)


async def kept(company):
    """Open a case with a note, hold somebody's record, and confirm a removal of nothing."""
    case = await company.desk.open_case(COMPLY, CaseSaid(("U0SECOND",), (), "Seen."))
    assert not isinstance(await company.desk.note_case(COMPLY, NoteSaid(case.id, "Asked.")), No)

    def keep(tx):
        second, officer = by_slack_id(tx, "U0SECOND"), by_slack_id(tx, "U0CFO")
        holds.set_(tx, officer, ("person", second.person), "In re 1")
        counts = {"requests": 0, "entries": 0, "stays": {}, "years": []}
        asked_for = asked.ask(tx, officer.person, removing.KIND, {"before": "2019-01-01", **counts})
        filed_rows.write(tx, officer.person, {"obligation": "X-20261124"}, sent=None, replaces=None)
        removing.confirmed(tx, asked_for, second.person)

    await company.database.run(keep)


def looked(company):
    """Check the record; gives table, row and kind of all that is wrong."""
    problems = everything_wrong(company)
    return [one for one in problems if one[2] != "guard"]  # an editor dropped all of them


def everything_wrong(company):
    found = check(company.database.run_now, [SIGNER.verifier])
    return [(one.table, one.row, one.kind) for one in found.problems]


class Editor:
    """Edits a database as somebody does who has dropped its triggers."""

    def __init__(self, url):
        self.engine = engine_for(parsed(url))
        with self.engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                for table in SQLModel.metadata.tables:
                    connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                named = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                for (name,) in connection.exec_driver_sql(named).all():
                    connection.exec_driver_sql(f"DROP TRIGGER {name}")

    def do(self, statement, **values):
        with self.engine.begin() as connection:
            return connection.execute(sa.text(statement), values).rowcount

    def put(self, table, column, value, row_id):
        return self.do(f'UPDATE {table} SET "{column}" = :v WHERE id = :id', v=value, id=row_id)

    def rows(self, table):
        with self.engine.connect() as connection:
            rows = connection.execute(sa.text(f"SELECT * FROM {table}")).mappings()
            return [dict(row) for row in rows]


@pytest.fixture
def editor(lived):
    made = Editor(lived.url)
    yield made
    made.engine.dispose()


def changed(column, value):
    """Give another value for a column, free of every other row's."""
    if value is None:
        kind = column.type.impl if hasattr(column.type, "impl") else column.type
        return 7 if isinstance(kind, sa.Integer) else "2031-01-01"
    return value + 90 if column.name == "seq" else other(value)


def other(value):
    """Give another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, bytes | memoryview):
        return bytes([*bytes(value)[:-1], bytes(value)[-1] ^ 1])
    if isinstance(value, date):
        return value.replace(year=value.year + 1)
    if isinstance(value, int | float):
        return 1 - value if value in (0, 1) else value + 1
    return f"{value}x"


def test_every_table_is_held_or_is_said_not_to_be():
    assert {*HELD} | LOOSE | OTHERWISE == set(SQLModel.metadata.tables)


async def test_a_record_that_nobody_edited_is_sound(lived):
    assert everything_wrong(lived) == []
    rows = {table: await lived.rows(f"SELECT count(*) AS n FROM {table}") for table in HELD}
    assert {table for table, (one,) in rows.items() if not one["n"]} == set()


@pytest.mark.parametrize("at_once", [True, pytest.param(False, marks=pytest.mark.slow)])
async def test_every_column_of_every_table_that_the_log_holds(lived, editor, at_once):
    """One column of each table at a time; put back, the record is sound again.

    Twin, for those who have the time: one column of one table.
    """
    missed, tried = [], 0
    for changes in changes_of(editor, at_once=at_once):
        for table, column, row, new in changes:
            assert editor.put(table, column, new, row["id"]) == 1, (table, column)
        found = looked(lived)
        for table, column, row, new in changes:
            tried += 1
            if not [one for one in found if one[0] == table]:
                missed.append((table, column, found))
            editor.put(table, column, row[column], new if column == "id" else row["id"])
    assert missed == []
    assert looked(lived) == []
    assert tried > 100


def changes_of(editor, *, at_once):
    """Give what is changed together: table, column, the row as it is, and the new value."""
    by_table = []
    for table in HELD:
        columns = SQLModel.metadata.tables[table].c
        row = max(editor.rows(table), key=lambda one: sum(v is not None for v in one.values()))
        by_table.append([(table, name, row, changed(columns[name], row[name])) for name in row])
    if at_once:
        return [[one for one in some if one] for some in zip_longest(*by_table)]
    return [[one] for some in by_table for one in some]


@pytest.mark.parametrize("table", HELD)
async def test_a_row_that_is_taken_out_and_one_that_is_put_in(lived, editor, table):
    row = editor.rows(table)[0]
    editor.do(f"DELETE FROM {table} WHERE id = :id", id=row["id"])
    assert (table, "gone") in {(one[0], one[2]) for one in looked(lived)}
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join(f":{name}" for name in row)
    insert = f"INSERT INTO {table} ({names}) VALUES ({marks})"
    editor.do(insert, **row)
    assert looked(lived) == []
    free = {name: f"{value}2" for name, value in row.items() if name in ("key", "form") and value}
    free |= {"seq": 99} if "seq" in row else {}
    free |= {
        name: "another" for name in ("asked", "question", "round", "acknowledgement") if name in row
    }
    editor.do(insert, **row | free | {"id": "PUTINHAND"})
    kinds = {(one[0], one[1], one[2]) for one in looked(lived)}
    assert (table, "PUTINHAND", "sealed" if "sealed" in row else "differs") in kinds


@pytest.mark.parametrize(
    ("table", "change", "kind"),
    [
        ("log", f"UPDATE log_bodies SET {MOVED} {THIRD}", "log"),
        ("log", 'DELETE FROM log_leaves WHERE "index" = 3', "log"),
        ("log", "UPDATE log_head SET size = size - 1", "log"),
        ("log", "UPDATE log_head SET edge = (SELECT hash FROM log_leaves LIMIT 1)", "log"),
        ("log_bodies", f"UPDATE log_bodies SET sealed = ({FOURTH}) {THIRD}", "hidden"),
        ("log_bodies", f"UPDATE log_bodies SET record = '', sealed = '' {THIRD}", "emptied"),
        ("checkpoints", "UPDATE checkpoints SET note = replace(note, 'exa', 'ano')", "signature"),
        ("checkpoints", "UPDATE checkpoints SET at = at + 1", "differs"),
        ("checkpoints", "UPDATE checkpoints SET size = size + 1", "differs"),
        ("checkpoints", "DELETE FROM checkpoints", "no_checkpoint"),
        ("policies", "UPDATE policies SET content = content || ' '", "content"),
        ("calendars", "UPDATE calendars SET content = content || ' '", "content"),
        ("requests", "UPDATE requests SET status = 'ended' WHERE status = 'pending'", "state"),
    ],
)  # fmt: skip
async def test_what_is_held_otherwise(lived, editor, table, change, kind):
    assert looked(lived) == []
    assert editor.do(change) > 0
    assert (table, kind) in {(one[0], one[2]) for one in looked(lived)}


@pytest.mark.usefixtures("editor")
async def test_a_line_of_the_history_of_restrictions(lived):
    """Whoever has the keys writes the register anew with one line of its history less."""

    def rewrite(tx):
        register = Register()
        read = register.read(tx)
        document = {**read.document, "history": read.document["history"][1:]}
        register.write(tx, document, above=read.version)

    await lived.database.run(rewrite)
    assert {(one[0], one[2]) for one in looked(lived)} == {("register", "history")}

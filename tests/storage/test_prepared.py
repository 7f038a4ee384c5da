"""Statements that are written out once, on both databases: as SQLAlchemy runs them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import bindparam, event, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from storage.errors import StatementRefused
from storage.prepared import Prepared, among, among_of, way_of
from storage.tables import PersonRow, RequestRow
from storage.tables_drafts import DraftRow

PEOPLE = PersonRow.__table__
REQUESTS = RequestRow.__table__
DRAFTS = DraftRow.__table__
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def request(number, **more):
    """Give the row of a request."""
    row = {"id": f"AAAA{number:04}", "person": "p", "at": NOON, "status": "pending"}
    return {**row, "decide_by": NOON, "source": "slack", **more}


def person(number, **more):
    row = {"id": f"row {number}", "person": "p", "slack_id": "U0P", "name": "Zoë", "roles": "[]"}
    row |= {"zone": "America/New_York", "acknowledged_on": date(2026, 1, 5), "at": NOON}
    return {**row, "by": "operator:test", "replaces": None, **more}


def test_rows_are_those_of_the_statement_itself(database):
    add, of = Prepared(insert(PEOPLE)), select(PEOPLE).where(PEOPLE.c.id == bindparam("row"))

    def act(tx):
        tx.execute(add, person(1, active=False))
        (own,), (found,) = (
            tx.execute(Prepared(of), {"row": "row 1"}),
            tx.execute(of, {"row": "row 1"}),
        )
        return own, found

    own, found = database.run_now(act)
    assert tuple(own) == tuple(found)
    assert own._asdict() == dict(found._mapping)
    assert (own.at, own.active, own.acknowledged_on) == (NOON, False, date(2026, 1, 5))
    assert own.guest is False  # the column's own default, which was not given


def test_many_rows_and_one_are_written_alike(database):
    add, count = Prepared(insert(REQUESTS)), Prepared(select(func.count()).select_from(REQUESTS))

    def act(tx):
        tx.execute(add, [request(1), request(2, corrects="AAAA0001"), request(3)])
        tx.execute(add, request(4))
        return tx.execute(count).scalar_one()

    assert database.run_now(act) == 4


def test_an_update_says_how_many_rows_it_touched(database):
    move = Prepared(
        update(REQUESTS)
        .where(REQUESTS.c.id == bindparam("row"), REQUESTS.c.status == bindparam("before"))
        .values(status=bindparam("after"))
    )

    def act(tx):
        tx.execute(Prepared(insert(REQUESTS)), [request(1), request(2)])
        told = {"row": "AAAA0001", "before": "pending", "after": "ended"}
        return [tx.execute(move, told).rowcount for _ in range(2)]

    assert database.run_now(act) == [1, 0]


def test_the_same_statement_takes_other_columns_the_next_time(database):
    over = Prepared(update(DRAFTS).where(DRAFTS.c.id == bindparam("row")))

    def act(tx):
        tx.execute(Prepared(insert(DRAFTS)), {"id": "one", "at": NOON, "sealed": b"first"})
        tx.execute(over, {"row": "one", "sealed": b"second"})
        before = tx.execute(select(DRAFTS)).one()
        tx.execute(over, {"row": "one", "at": LATER, "sealed": b"third"})
        return before, tx.execute(select(DRAFTS)).one()

    before, after = database.run_now(act)
    assert (before.at, before.sealed) == (NOON, b"second")
    assert (after.at, after.sealed) == (LATER, b"third")


def test_a_column_without_a_name_and_a_value_of_the_statements_own(database):
    own = Prepared(select(REQUESTS.c.id).where(REQUESTS.c.source == "slack").limit(1))

    def act(tx):
        tx.execute(Prepared(insert(REQUESTS)), [request(1), request(2, source="paper")])
        return tx.execute(Prepared(text("SELECT 1"))).scalar(), tx.execute(own).scalars()

    assert database.run_now(act) == (1, ["AAAA0001"])


@pytest.mark.parametrize("many", [0, 1, 8, 9, 17])
def test_among_some_is_asked_of_all_of_them_a_few_at_a_time(database, many):
    chosen = Prepared(select(REQUESTS.c.id).where(among(REQUESTS.c.id)))

    def act(tx):
        tx.execute(Prepared(insert(REQUESTS)), [request(number) for number in range(20)])
        wanted = [f"AAAA{number:04}" for number in range(many)]
        return [one for part in among_of(wanted) for one in tx.execute(chosen, part).scalars()]

    assert sorted(database.run_now(act)) == [f"AAAA{number:04}" for number in range(many)]


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_one_row_is_one_row(database, rows):
    chosen = Prepared(select(REQUESTS.c.id))

    def act(tx):
        if rows:
            tx.execute(Prepared(insert(REQUESTS)), [request(number) for number in range(rows)])
        found = tx.execute(chosen)
        assert (found.first() is None, found.scalar() is None) == (rows == 0, rows == 0)
        return found

    found = database.run_now(act)
    if rows == 1:
        assert found.one().id == found.one_or_none().id == found.scalar_one() == "AAAA0000"
        return
    with pytest.raises(LookupError):
        found.one()
    if rows == 0:
        assert found.one_or_none() is None
    else:
        with pytest.raises(LookupError):
            found.one_or_none()


def test_what_the_database_refuses_is_said_as_ever_and_undoes_no_more_than_itself(database):
    add = Prepared(insert(REQUESTS))

    def act(tx):
        tx.execute(add, request(1))
        with pytest.raises(StatementRefused) as refused, tx.attempt():
            tx.execute(add, request(1))
        tx.execute(add, request(2))
        return refused.value

    refused = database.run_now(act)
    assert refused.code in {"23505", "SQLITE_CONSTRAINT_TRIGGER"}
    assert refused.__cause__ is None
    assert refused.__context__ is None
    assert "AAAA" not in str(refused)


def test_a_list_of_any_length_is_refused_at_once(database):
    chosen = Prepared(select(REQUESTS).where(REQUESTS.c.id.in_(bindparam("some", expanding=True))))
    with pytest.raises(TypeError):
        database.run_now(lambda tx: tx.execute(chosen, {"some": ["AAAA0001"]}))


def test_a_value_that_is_not_given_is_refused_as_sqlalchemy_does(database):
    chosen = Prepared(select(REQUESTS.c.id).where(REQUESTS.c.id == bindparam("row")))
    assert database.run_now(lambda tx: tx.execute(chosen, {"row": "AAAA0001"})) == []
    with pytest.raises(TypeError, match="needs values for row"):
        database.run_now(lambda tx: tx.execute(chosen, {"id": "AAAA0001"}))


def test_whoever_listens_to_statements_hears_of_it(database):
    heard = []

    def listen(_connection, _cursor, sql, *_):
        heard.append(sql)

    event.listen(database._engine, "before_cursor_execute", listen)
    database.run_now(lambda tx: tx.execute(Prepared(select(REQUESTS.c.id))))
    event.remove(database._engine, "before_cursor_execute", listen)
    assert any("FROM requests" in sql for sql in heard)


def test_the_drivers_exception_comes_as_sqlalchemys(database):
    add = Prepared(insert(REQUESTS))
    with database._engine.connect() as connection, connection.begin() as begun:
        way = way_of(connection)
        way.ask(add, request(1))
        with pytest.raises(IntegrityError) as met:
            way.ask(add, request(1))
        assert not met.value.connection_invalidated
        begun.rollback()

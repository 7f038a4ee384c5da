"""What is asked ahead: one journey on a server, and on either database the same answers."""

from contextlib import suppress

import pytest
from sqlalchemy import bindparam, func, insert, select, update

from storage.prepared import Prepared
from storage.register import Register
from storage.tables_drafts import DraftRow
from tests.storage.test_prepared import REQUESTS, request
from tests.storage.test_together import Held, record, refused

ADD = Prepared(insert(REQUESTS))
ADD_DRAFT = Prepared(insert(DraftRow.__table__))
COUNT = Prepared(select(func.count()).select_from(REQUESTS))
SOURCE = Prepared(select(REQUESTS.c.source).where(REQUESTS.c.id == bindparam("row")))
#: It looks at the other table within a part of it alone.
DRAFTED = Prepared(
    select(REQUESTS.c.id).where(
        select(DraftRow.__table__.c.id).where(DraftRow.__table__.c.id == REQUESTS.c.id).exists()
    )
)
STATUS = Prepared(select(REQUESTS.c.status).where(REQUESTS.c.id == bindparam("row")))
MOVE = Prepared(update(REQUESTS).where(REQUESTS.c.id == bindparam("row")).values(status="ended"))
MOVE_SILENTLY = Prepared(MOVE.statement, counted=False)
DRAFT = {"id": "AAAA0001", "at": request(1)["at"], "sealed": b"sealed"}
REGISTER = Register()
FIRST, SECOND = {"row": "AAAA0001"}, {"row": "AAAA0002"}


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_it_goes_in_the_next_journey_and_answers_once(database, journeys):
    def act(tx):
        tx.execute(ADD, [request(1), request(2, source="paper")])
        journeys.clear()
        tx.ahead((SOURCE, FIRST), (SOURCE, SECOND), (COUNT, {}))
        assert journeys == []
        found = [tx.execute(SOURCE, dict(SECOND)).scalar(), tx.execute(COUNT).scalar()]
        found.append(tx.execute(SOURCE, FIRST).scalar())
        assert journeys == [["INSERT", "INSERT", "SELECT", "SELECT", "SELECT"]]
        return [*found, tx.execute(COUNT).scalar()]

    assert database.run_now(act) == ["paper", 2, "slack", 2]
    assert journeys[1:] == [["SELECT"]]


WRITES = {
    "rows are added": (lambda tx: tx.execute(ADD, request(2)), 2, "pending"),
    "several": (lambda tx: tx.execute(ADD, [request(2), request(3)]), 3, "pending"),
    "a row is changed": (lambda tx: tx.execute(MOVE, FIRST), 1, "ended"),
    "a row is changed silently": (lambda tx: tx.execute(MOVE_SILENTLY, FIRST), 1, "ended"),
    "by what is not prepared": (lambda tx: tx.execute(MOVE.statement, FIRST), 1, "ended"),
    "in an attempt": (lambda tx: in_an_attempt(tx, record("well")), 2, "ended"),
    "in an attempt that fails": (lambda tx: in_an_attempt(tx, refused), 1, "pending"),
}


def in_an_attempt(tx, ends):
    with suppress(KeyError), tx.attempt():
        tx.execute(ADD, request(2))
        tx.execute(MOVE, FIRST)
        tx.ahead((COUNT, {}), (STATUS, FIRST))
        ends(tx)


@pytest.mark.parametrize("what", WRITES)
def test_what_is_written_meanwhile_is_in_the_answer(database, what):
    write, many, status = WRITES[what]

    def act(tx):
        tx.execute(ADD, request(1))
        tx.ahead((COUNT, {}), (STATUS, FIRST))
        write(tx)
        return tx.execute(COUNT).scalar(), tx.execute(STATUS, FIRST).scalar()

    assert database.run_now(act) == (many, status)


def test_so_it_is_where_a_part_of_the_question_alone_looks_there(database):
    def act(tx):
        tx.execute(ADD, request(1))
        tx.ahead((DRAFTED, {}))
        tx.execute(ADD_DRAFT, DRAFT)
        return tx.execute(DRAFTED).scalars()

    assert database.run_now(act) == ["AAAA0001"]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_is_written_elsewhere_leaves_it(database, journeys):
    def act(tx):
        tx.execute(ADD, request(1))
        tx.ahead((COUNT, {}))
        journeys.clear()
        tx.execute(ADD_DRAFT, DRAFT)
        return tx.execute(COUNT).scalar()

    assert database.run_now(act) == 1
    assert journeys == [["INSERT", "SELECT", "INSERT"]]
    assert database.run_now(lambda tx: tx.execute(COUNT).scalar()) == 1


def test_other_values_are_another_question(database):
    def act(tx):
        tx.execute(ADD, [request(1), request(2, source="paper")])
        tx.ahead((SOURCE, FIRST))
        return tx.execute(SOURCE, SECOND).scalar(), tx.execute(SOURCE, FIRST).scalar()

    assert database.run_now(act) == ("paper", "slack")


def test_nobody_has_to_ask_for_it(database):
    def act(tx):
        tx.ahead((COUNT, {}))
        tx.execute(ADD, request(1))

    database.run_now(act)
    assert database.run_now(lambda tx: tx.execute(COUNT).scalar()) == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_acts_that_share_a_commit_share_what_an_act_begins_with(database, journeys):
    """Twin: once one of them has written to it, those behind it ask anew."""

    def reads(tx):
        record("reads")(tx)
        return REGISTER.read(tx).version

    def writes(tx):
        REGISTER.write(tx, {}, above=REGISTER.read(tx).version)
        return reads(tx)

    assert await Held(database).run(reads, writes, reads, reads) == [0, 1, 1, 1]
    journeys.clear()
    assert await Held(database).run(reads, reads, reads) == [1, 1, 1]
    begins, ends = ["LOCK", "SELECT", "SELECT"], ["UPDATE", "INSERT", "INSERT"]
    assert journeys == [begins, ends, begins, ends, ends, ends]

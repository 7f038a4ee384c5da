"""Whoever does not state that they hold no inside information leaves no trace of having asked.

Through the real app and both databases: of a form that is sent without a statement nothing
is written, not a row, not a record of the log, not a line of output.
"""

import io
import logging
from itertools import combinations

import pytest
import structlog
from sqlalchemy import text
from sqlmodel import SQLModel

from bot import logs
from clearance.shown import No
from clearance.submitting import STATEMENTS
from handlers import words
from tests.clearance.company import buy, who
from tests.confidentiality.twins import real_app, sent_by
from tests.handlers.conftest import Slack, slack
from tests.handlers.states import request_view

__all__ = ["slack"]

ERIN = sent_by("U0EMPLOYEE")
TOO_FEW = [some for count in range(3) for some in combinations(STATEMENTS, count)]


@pytest.fixture
async def app(company, slack: Slack, clock):
    """Give the real app over the real desk."""
    return real_app(company, slack, clock)


@pytest.fixture
def output():
    """Give all that the process would print, down to the smallest matter."""
    said = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.configure("debug", stream=said)
    logging.getLogger("handlers").debug("heard")
    assert said.getvalue()
    yield said
    root.handlers[:], level = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


async def send(app, **changed):
    """Send a request form, filled in but for what is changed."""
    view = request_view(**changed)
    return await app.interact("view_submission", view=view, **ERIN)


async def record(company):
    """Give every row of every table, as it is stored."""
    tables = sorted(SQLModel.metadata.tables)

    def read(tx):
        return {
            name: sorted(repr(tuple(row)) for row in tx.execute(text(f"select * from {name}")))
            for name in tables
        }

    return await company.database.run(read)


@pytest.mark.parametrize("made", TOO_FEW, ids=lambda made: "+".join(made) or "none")
async def test_without_every_statement_nothing_is_written(company, app, slack, output, made):
    before = await record(company)
    said_before = output.getvalue()
    status, answer = await send(app, statements=made)
    assert (status, list(answer["errors"])) == (200, ["statements"])
    assert answer["errors"]["statements"].endswith("nothing is sent.")
    assert await record(company) == before
    assert output.getvalue() == said_before
    assert slack.calls == []


@pytest.mark.parametrize("asked", [{}, {"action": "short_sale"}, {"issuer": "other"}])
async def test_its_twin_with_all_of_them_is_written(company, app, asked):
    before = await record(company)
    await send(app, statements=(), **asked)
    assert await record(company) == before
    status, answer = await send(app, statements=STATEMENTS, **asked)
    assert (status, answer["response_action"]) == (200, "update")
    after = await record(company)
    changed = {name for name in before if after[name] != before[name]}
    assert {"requests", "decisions", "facts", "log_bodies"} <= changed


async def test_a_forged_form_is_not_written_either(company, app, output):
    """Without the field, with statements that nobody knows, with one made twice."""
    before, said_before = await record(company), output.getvalue()
    view = request_view()
    without = view | {
        "blocks": [one for one in view["blocks"] if one.get("block_id") != "statements"]
    }
    del without["state"]["values"]["statements"]
    await app.interact("view_submission", view=without, **ERIN)
    for made in (("no_mnpi",) * 3, ("no_mnpi", "policy_read", "anything"), ("policy_read",)):
        status, answer = await send(app, statements=made)
        assert (status, list(answer["errors"])) == (200, ["statements"])
    assert await record(company) == before
    assert output.getvalue() == said_before


@pytest.mark.parametrize("made", TOO_FEW, ids=lambda made: "+".join(made) or "none")
async def test_the_desk_itself_files_nothing_without_them(company, made):
    before = await record(company)
    ask = buy()
    missing = type(ask)(trade=ask.trade, statements=made, form="V1")
    assert await company.desk.submit(who("employee"), missing) == No("statements_missing")
    assert await record(company) == before
    assert (await company.desk.submit(who("employee"), buy())).state == "pending"


def test_the_form_asks_for_all_that_the_desk_needs():
    assert set(words.STATEMENTS) == set(STATEMENTS)

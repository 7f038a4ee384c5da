"""What is answered about another company's securities depends on no list.

The same question about two companies gives the same answer, byte for byte, but for the name
that was typed; whatever is on record of the one, in any hand, and nothing of the other.
"""

import json
from dataclasses import replace
from datetime import date

import pytest

from clearance.releases import ReleaseEntry, add_release
from clearance.shown_related import RelatedSaid
from clearance.shown_restrictions import IssuerNoticeSaid, TakesForce
from policy.coverage import Tie
from tests.clearance.company import DECLINE, OPERATOR, buy, ny, who
from tests.clearance.restricting import restricted, ticked
from tests.confidentiality.twins import real_app, sent_by, twin
from tests.handlers.conftest import Slack, slack
from tests.handlers.states import request_view

__all__ = ["slack"]

ON_RECORD, UNKNOWN = "Acme Biologics", "Zephyr Freight"
#: Both as they may be typed: a ticker, a name in other letters, one that is long.
PAIRS = [
    (ON_RECORD, UNKNOWN),
    ("ACME", "ZEPH"),
    ("acme BIOLOGICS", "zephyr FREIGHT"),
    (f"{ON_RECORD} {'x' * 80}", f"{UNKNOWN} {'x' * 80}"),
]


async def nothing(company):
    """Put nothing on record."""


async def news(company):
    """Record a release whose title names the company: a deal was announced."""
    entry = ReleaseEntry(
        kind="disclosure", public_at=ny("2026-11-23 09:00"), title=f"Alliance with {ON_RECORD}"
    )
    added = await company.database.run(
        lambda tx: add_release(company.desk.grounds, tx, entry, OPERATOR)
    )
    assert isinstance(added, str), added


async def asked_by_a_colleague(company):
    """Let a colleague say that they learned something about it here."""
    ask = buy(issuer=ON_RECORD, insider_knows_mnpi=True)
    assert (await company.desk.submit(who("second"), ask)).state == "refused"


async def asked_by_oneself(company):
    """Let the same person say so, and ask again."""
    for knows in (True, False, False):
        await company.desk.submit(who("employee"), buy(issuer=ON_RECORD, insider_knows_mnpi=knows))


async def controlled(company):
    """Let the same person register an entity of this name."""
    tie = Tie("partnership", directed=True)
    found = await company.desk.register_related(who("employee"), RelatedSaid(ON_RECORD, tie))
    assert found.said


async def declined(company):
    """Let the same person be declined a purchase of our own securities."""
    filed = await company.desk.submit(who("employee"), buy())
    await company.desk.decide(who("cfo"), filed.id, DECLINE)


async def noticed(company):
    """Let an officer tell the same person of it, and let them acknowledge that."""
    said = IssuerNoticeSaid(("U0EMPLOYEE",), ON_RECORD)
    assert isinstance(await company.desk.tell_of_issuer(who("cfo"), said), TakesForce)
    await ticked(company)
    sent = [one for to, one in await company.carry_out() if to == "U0EMPLOYEE"]
    notice = await company.desk.opened(who("employee"), sent[-1].delivery)
    assert notice.issuer == ON_RECORD
    assert isinstance(await company.desk.acknowledge_notice(who("employee"), notice.id), TakesForce)
    await ticked(company)


async def restricted_person(company):
    """Restrict the same person, who is not told."""
    await restricted(company, "employee", notify=False)


#: Each puts something on record, about ON_RECORD where it is about a company. Whatever the
#: desk learns to keep of another company belongs here too.
RECORDS = (
    nothing,
    news,
    asked_by_a_colleague,
    asked_by_oneself,
    controlled,
    declined,
    noticed,
    restricted_person,
)


@pytest.fixture
def answers(slack: Slack, sqlite_template, keys):
    """Ask in a company of its own; give all that comes back, with the name taken out."""

    async def asked(put, typed, **more):
        async with twin(sqlite_template, keys) as company:
            await put(company)
            await company.carry_out()
            company.clock.pass_(60)
            slack.calls.clear()
            return await told(real_app(company, slack, company.clock), company, typed, more)

    return asked


async def told(app, company, typed, more):
    """Send the form; give what Slack is told, what can be looked at, and the rows' sizes."""
    view = request_view(issuer="other", issuer_name=typed, **more)
    status, answer = await app.interact("view_submission", view=view, **sent_by("U0EMPLOYEE"))
    sent = [(to, replace(one, delivery="")) for to, one in await company.carry_out()]
    mine = await company.desk.mine(who("employee"))
    home = await company.desk.home(who("employee"))
    rows = await company.rows("select person, at, status, decide_by, source from requests")
    sizes = await company.rows("select length(sealed) as size from decisions")
    # Of what is listed, the newest is the one that was asked for now.
    rest = repr([sent, mine[0], home.mine[0], home.window, list(map(dict, rows))])
    shown = json.dumps([status, answer, app.slack.calls], sort_keys=True)
    return (shown + rest).replace(typed, "NAME"), [row["size"] for row in sizes]


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0][:12])
@pytest.mark.parametrize("put", RECORDS, ids=lambda put: put.__name__)
async def test_the_same_question_about_two_companies_is_answered_alike(answers, put, pair):
    for learned, free in (("no", True), ("yes", False)):
        asked = [await answers(put, typed, learned=learned) for typed in pair]
        assert asked[0] == asked[1]
        assert "NAME" in asked[0][0]
        assert ("No clearance needed" in asked[0][0]) is free


@pytest.mark.parametrize("action", ["sell", "gift", "short_sale", "option_exercise"])
async def test_so_it_is_for_every_kind(answers, action):
    asked = [await answers(asked_by_oneself, typed, action=action) for typed in PAIRS[0]]
    assert asked[0] == asked[1]


async def test_what_was_learned_changes_the_answer(answers):
    """The comparison does find a difference: the one thing that the answer rests on."""
    asked = [await answers(nothing, ON_RECORD, learned=learned) for learned in ("no", "yes")]
    assert asked[0][0] != asked[1][0]


@pytest.mark.parametrize("learned", [True, False])
async def test_the_same_on_both_databases(company, learned):
    """The desk itself, without the form: names that are on record and one that is not."""
    await asked_by_a_colleague(company)
    await news(company)
    told = []
    for name in (ON_RECORD, UNKNOWN):
        ask = buy(issuer=name, insider_knows_mnpi=learned, on=date(2026, 12, 2))
        answer = await company.desk.submit(who("employee"), ask)
        told.append(repr(replace(answer, id="")).replace(name, "NAME"))
    assert told[0] == told[1]

"""A clearance given by phone or on paper: entered later, by two people, as of its moment."""

import json
from dataclasses import replace

import pytest

from clearance import paper_lists
from clearance.case_rows import every
from clearance.opening_clearances import CLEARANCES
from clearance.people import import_people
from clearance.replay import replay
from clearance.shown import No
from clearance.shown_paper import PaperSaid
from storage import log
from tests.clearance import acknowledgements
from tests.clearance.company import OPERATOR, TEAM, Actor, buy, ny, told, who
from tests.clearance.restricting import restricted, ticked

COMPLY = Actor(TEAM, "U0COMPLY")
AT = ny("2026-11-20 10:00")
SAID = PaperSaid("U0EMPLOYEE", "buy", 300, AT, "U0CFO", form="V1")
HEAD = ",".join(CLEARANCES[:6])
LINE = "U0EMPLOYEE,buy,300,2026-11-20T10:00-05:00,U0CFO,cfo"


@pytest.fixture
async def complied(company):
    text = "slack_id,name,roles,acknowledged_on\nU0COMPLY,Cora Lyle,compliance,2026-01-05\n"
    await company.database.run(lambda tx: import_people(tx, text, OPERATOR))
    return company


async def entered(company, said=SAID, asker=COMPLY, by="cfo"):
    asked = await company.desk.ask_paper(asker, said)
    assert not isinstance(asked, No), asked
    return await company.desk.confirm_paper(who(by), asked.id)


async def test_asked_by_one_confirmed_by_another_and_marked_so(complied):
    asked = await complied.desk.ask_paper(COMPLY, SAID)
    assert (asked.state, asked.request, asked.office) == ("waits", None, "cfo")
    assert await complied.desk.mine(who("employee")) == ()
    heard = dict(await told(complied))
    assert set(heard) == {"U0CEO", "U0CFO", "U0CHAIR"}
    seen = await complied.desk.opened(who("ceo"), heard["U0CEO"])
    assert (seen.person, seen.own, seen.approved_by) == ("Erin Boyd", False, "Felix Ott")
    done = await complied.desk.confirm_paper(who("ceo"), asked.id)
    assert (done.state, done.confirmed_by, done.refused) == ("confirmed", "Carla Eng", ())
    (mine,) = await complied.desk.mine(who("employee"))
    assert (mine.id, mine.source, mine.state) == (done.request, "paper", "approved")
    assert (mine.decided_by, mine.decided_at, mine.expires_at) == (
        "Felix Ott", AT, ny("2026-11-25 16:00")
    )  # fmt: skip
    assert (await complied.desk.review(who("ceo"), mine.id)).source == "paper"
    assert {to for to, _ in await told(complied)} == {"U0EMPLOYEE", "U0COMPLY"}
    assert await complied.database.run(every) == []


async def test_the_record_says_who_asked_and_who_confirmed(complied):
    done = await entered(complied)

    def read(tx):
        return [(json.loads(one.record), log.hidden(tx, one)) for one in log.entries(tx)[-3:]]

    (one, _), (two, _), (three, hidden) = await complied.database.run(read)
    tags = [one["tag"], two["tag"], three["tag"]]
    assert tags == ["paper:asked", "paper:confirmed", "request:decided"]
    assert one["body"]["open"] == {"id": done.id}
    paper = json.loads(hidden["sealed"])["value"]["step"]["paper"]
    assert paper["asked"] == done.id
    assert paper["asked_by"] == one["actor"]
    assert paper["confirmed_by"] == two["actor"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"slack_id": "U0NOBODY"}, "paper_person"),
        ({"approved_by": "U0SECOND"}, "paper_approver"),
        ({"approved_by": "U0EMPLOYEE"}, "paper_approver"),
        ({"slack_id": "U0CFO"}, "paper_approver"),
        ({"slack_id": "U0CFO", "approved_by": "U0CEO"}, None),
        ({"action": "short_sale"}, "paper_trade"),
        ({"quantity": 0}, "paper_trade"),
        ({"quantity": 1}, None),
        ({"approved_at": ny("2026-11-23 10:00")}, None),
        ({"approved_at": ny("2026-11-23 10:01")}, "paper_moment"),
        ({"slack_id": "U0COMPLY"}, "own_paper"),
    ],
)
async def test_what_cannot_be_entered(complied, change, reason):
    found = await complied.desk.ask_paper(COMPLY, replace(SAID, **change))
    assert found == No(reason) if reason else not isinstance(found, No)


async def test_who_enters_and_who_confirms(complied):
    for name in ("employee", "director", "chair"):
        assert await complied.desk.ask_paper(who(name), SAID) == No("not_an_officer")
    asked = await complied.desk.ask_paper(who("cfo"), SAID)
    confirm = complied.desk.confirm_paper
    assert await confirm(who("cfo"), asked.id) == No("own_ask")
    for name in ("employee", "second"):
        assert await confirm(who(name), asked.id) == No("no_such_ask")
    assert not isinstance(await confirm(who("ceo"), asked.id), No)
    assert await confirm(who("ceo"), asked.id) == No("ask_confirmed")
    assert len(await complied.desk.mine(who("employee"))) == 1


async def test_nobody_confirms_their_own_clearance(complied):
    said = replace(SAID, slack_id="U0CEO")
    asked = await complied.desk.ask_paper(COMPLY, said)
    assert await complied.desk.confirm_paper(who("ceo"), asked.id) == No("no_such_ask")
    assert not isinstance(await complied.desk.confirm_paper(who("cfo"), asked.id), No)


async def test_sent_twice_is_one_and_the_same_clearance_is_entered_once(complied):
    first = await complied.desk.ask_paper(COMPLY, SAID)
    assert await complied.desk.ask_paper(COMPLY, SAID) == first
    again = replace(SAID, form="V2")
    assert await complied.desk.ask_paper(who("ceo"), again) == No("paper_again")
    await complied.desk.confirm_paper(who("cfo"), first.id)
    assert await complied.desk.ask_paper(who("ceo"), again) == No("paper_again")
    other = await complied.desk.ask_paper(who("ceo"), replace(again, quantity=301))
    assert not isinstance(other, No)


@pytest.mark.parametrize(
    ("at", "rules"),
    [
        ("2026-11-16 09:29:59", ("blackout",)),
        ("2026-11-16 09:30:00", ()),
    ],
)
async def test_it_is_judged_as_of_its_moment_and_what_is_refused_opens_a_case(complied, at, rules):
    """The window opened on Monday 16 November at 9:30, and has been open for a week."""
    done = await entered(complied, replace(SAID, approved_at=ny(at)))
    assert set(done.refused) == set(rules)
    (mine,) = await complied.desk.mine(who("employee"))
    assert (mine.id, mine.source) == (done.request, "paper")
    assert mine.state == ("refused" if rules else "clearance_ended")  # over by now
    assert {one.rule for one in mine.findings} == set(rules)
    opened = await complied.database.run(every)
    assert [one.requests for one in opened] == ([(mine.id,)] if rules else [])
    assert [one.why for one in opened] == (["paper"] if rules else [])
    heard = [to for to, _ in await told(complied)]
    assert ("U0COMPLY" in heard[1:]) or not rules
    again = list(replay(complied.database.run_now))
    assert [one.differing for one in again] == [()]
    if rules:
        assert len((await complied.desk.case(COMPLY, opened[0].id)).people) == 2


async def test_a_signature_in_slack_counts_from_its_moment_in_the_round_of_then(complied):
    complied.clock.move(ny("2026-11-23 09:00"))
    found = await acknowledgements.asked_well(complied)
    complied.clock.move(ny("2026-11-23 11:00"))
    await complied.desk.acknowledge(who("employee"), acknowledgements.signs(found, "employee"))
    refused = []
    for at in ("08:59", "10:59", "11:00"):
        said = replace(SAID, approved_at=ny(f"2026-11-23 {at}"), form=at)
        refused.append((await entered(complied, said)).refused)
    assert refused == [(), ("not_acknowledged",), ()]


async def test_a_leavers_is_over_as_it_is_entered(complied):
    asked = await complied.desk.ask_paper(COMPLY, SAID)
    left = (
        "slack_id,name,roles,acknowledged_on,active\nU0EMPLOYEE,Erin Boyd,employee,2026-01-05,no\n"
    )
    await complied.database.run(lambda tx: import_people(tx, left, OPERATOR))
    done = await complied.desk.confirm_paper(who("cfo"), asked.id)
    assert done.refused == ()
    assert [row["status"] for row in await complied.rows("select status from requests")] == [
        "ended"
    ]


async def test_a_restriction_changes_nothing_that_is_seen_and_ends_it_at_the_next_tick(complied):
    await restricted(complied, "employee", notify=False)
    found = []
    for name in ("EMPLOYEE", "SECOND"):
        done = await entered(complied, replace(SAID, slack_id=f"U0{name}", form=name))
        found.append((done.state, done.refused))
    assert found[0] == found[1]
    assert await complied.database.run(every) == []
    await ticked(complied)
    states = [(await complied.desk.mine(who(one)))[0].state for one in ("employee", "second")]
    assert states == ["clearance_ended", "approved"]


async def test_an_approver_who_is_none_any_more_enters_nothing(complied):
    asked = await complied.desk.ask_paper(COMPLY, SAID)
    await complied.replace_roster("Felix Ott,cfo", "Felix Ott,employee")
    assert await complied.desk.confirm_paper(who("ceo"), asked.id) == No("paper_approver")
    assert await complied.rows("select * from requests") == []


async def listed(company, *lines, by="U0COMPLY", stopped=False):
    text = "\n".join([HEAD, *lines, ""])

    def act(tx):
        ground = company.desk.grounds.at(tx)
        return paper_lists.ask_all(ground, tx, text, by, OPERATOR, stopped=stopped)

    try:
        return await company.database.run(act)
    except paper_lists.NotAskedError as error:
        return error.problems


async def test_a_list_waits_for_a_second_person_line_by_line(complied):
    assert await complied.database.run(paper_lists.is_opening)
    await complied.desk.submit(who("second"), buy())
    assert not await complied.database.run(paper_lists.is_opening)
    assert await listed(complied, LINE, LINE.replace("300", "400")) == 2
    assert await complied.desk.mine(who("employee")) == ()
    heard = [one for one in await told(complied) if one[0] == "U0CFO"]
    shown = await complied.desk.opened(who("cfo"), heard[-1][1])
    await complied.desk.confirm_paper(who("cfo"), shown.id)
    assert len(await complied.desk.mine(who("employee"))) == 1


@pytest.mark.parametrize(
    ("lines", "by", "line"),
    [
        ((LINE,), None, 1),
        ((LINE,), "U0EMPLOYEE", 2),
        ((LINE,), "U0LEFT", 1),
        ((LINE, LINE.replace("EMPLOYEE", "COMPLY")), "U0COMPLY", 3),
        ((LINE.replace("buy", "hold"),), "U0COMPLY", 2),
    ],
)
async def test_of_a_wrong_list_nothing_is_asked(complied, lines, by, line):
    (wrong,) = await listed(complied, *lines, by=by)
    assert wrong.line == line
    assert " " in wrong.sentence
    assert await complied.rows("select * from asked") == []


async def test_while_the_register_is_a_backups_nothing_is_entered(complied):
    (wrong,) = await listed(complied, LINE, stopped=True)
    assert wrong.field == "approved_at"
    assert await listed(complied, LINE) == 1

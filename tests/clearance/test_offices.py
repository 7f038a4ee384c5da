"""Who decides where an office is empty, held twice, or held by somebody who has left."""

import pytest

from clearance.facts import Grounds
from clearance.handover import hand_on
from clearance.people import Imported, import_people
from clearance.shown import Card, ClosedCard, Envelope, No
from policy.company import load_policy
from tests.clearance.company import APPROVE, DECLINE, ROSTER, buy, ny, who

CEO, CFO, CHAIR = (
    "Eng,ceo,2026-01-05,,",
    "Ott,cfo,2026-01-05,,",
    "Chairman,audit_chair,2026-01-05,,",
)


async def leave(company, *lines):
    """Record these people as having left."""
    text = ROSTER
    for line in lines:
        text = text.replace(f"{line}yes", f"{line}no")
    await take_in(company, text, len(lines))


async def take_in(company, text, changed):
    counts = await company.database.run(lambda tx: import_people(tx, text, "operator:test"))
    assert counts == Imported(added=0, changed=changed, unchanged=8 - changed)


async def asked(company, name):
    """File a request and return who got its cards."""
    filed = await company.desk.submit(who(name), buy())
    sent = await company.carry_out()
    return filed, [to for to, message in sent if isinstance(message, Card)]


@pytest.mark.parametrize(
    ("left", "name", "cards"),
    [
        ((), "employee", ["U0CEO", "U0CFO"]),
        ((CFO,), "employee", ["U0CEO"]),
        ((CEO, CFO), "employee", ["U0CHAIR"]),
        ((), "ceo", ["U0CFO"]),
        ((CFO,), "ceo", ["U0CHAIR"]),
        ((CEO,), "cfo", ["U0CHAIR"]),
    ],
)
async def test_an_office_left_empty_passes_on_to_the_next(company, left, name, cards):
    await leave(company, *left)
    filed, got = await asked(company, name)
    assert sorted(got) == cards
    chair = await company.desk.decide(who("chair"), filed.id, DECLINE)
    assert (chair == No("not_an_approver")) is (cards != ["U0CHAIR"])


@pytest.mark.parametrize(
    ("name", "card"), [("employee", "U0COUNSEL"), ("ceo", "U0COUNSEL"), ("counsel", "U0CFO")]
)
async def test_an_office_of_the_companys_own_decides(company, exchange, name, card):
    """Another company's policy: the General Counsel clears, and the CFO clears counsel."""
    policy = load_policy("example_general_counsel")
    company.desk.grounds = Grounds(policy, exchange)
    counsel = "slack_id,name,roles,acknowledged_on\nU0COUNSEL,Gina Lau,general_counsel,2026-01-05\n"
    offices = policy.approvers.offices()
    await company.database.run(lambda tx: import_people(tx, counsel, "operator:test", offices))
    filed, got = await asked(company, name)
    assert got == [card]
    decided = await company.desk.decide(who(card[2:].lower()), filed.id, APPROVE)
    assert decided.ended.state == "approved"


async def test_where_nobody_is_left_to_decide_nothing_is_filed(company):
    await leave(company, CEO, CFO, CHAIR)
    assert await company.desk.submit(who("employee"), buy()) == No("nobody_to_decide")
    assert await company.rows("select * from requests") == []


async def test_a_refusal_at_once_needs_nobody_to_decide(company):
    await leave(company, CEO, CFO, CHAIR)
    company.clock.move(ny("2026-12-18 10:00"))
    assert (await company.desk.submit(who("employee"), buy())).state == "refused"


async def test_an_officer_who_left_decides_no_more(company):
    filed, _ = await asked(company, "employee")
    await leave(company, CFO)
    assert await company.desk.decide(who("cfo"), filed.id, APPROVE) == No("inactive")
    assert (await company.desk.decide(who("ceo"), filed.id, APPROVE)).ended.state == "approved"


async def test_who_takes_an_office_decides_what_waited_before(company):
    filed, _ = await asked(company, "employee")
    assert await company.desk.review(who("second"), filed.id) == No("not_an_approver")
    await take_in(company, ROSTER.replace("Okafor,employee", "Okafor,cfo"), 1)
    await company.desk.decide(who("second"), filed.id, APPROVE)
    mine = await company.desk.request(who("employee"), filed.id)
    assert (mine.decided_by, mine.office) == ("Sam Okafor", "cfo")


async def test_who_holds_both_offices_gets_one_card_and_never_their_own(company):
    both = ROSTER.replace(CEO, "Eng,ceo;cfo,2026-01-05,,").replace(f"{CFO}yes", f"{CFO}no")
    await take_in(company, both, 2)
    filed, got = await asked(company, "employee")
    assert got == ["U0CEO"]
    await company.desk.decide(who("ceo"), filed.id, APPROVE)
    closed = [to for to, one in await company.carry_out() if isinstance(one, ClosedCard)]
    assert closed == ["U0CEO"]
    own, got = await asked(company, "ceo")
    assert got == ["U0CHAIR"]
    assert await company.desk.decide(who("ceo"), own.id, APPROVE) == No("own_request")


async def test_nobody_who_left_is_written_to(company):
    gone, _ = await asked(company, "employee")
    stays, _ = await asked(company, "second")
    await leave(company, "Boyd,employee,2026-01-05,America/Chicago,")
    for filed in (gone, stays):
        await company.desk.decide(who("cfo"), filed.id, DECLINE)
    told = [to for to, message in await company.carry_out() if isinstance(message, Envelope)]
    assert told == ["U0SECOND"]


async def changes(company, *pairs):
    """Bring in the list of people with some words changed, as the command does."""
    text = ROSTER
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after)

    def take_in(tx):
        import_people(tx, text, "operator:test")
        return hand_on(tx, company.desk.grounds.at(tx), "operator:test")

    return await company.database.run(take_in)


async def test_a_new_officer_gets_the_cards_that_wait_and_the_former_ones_are_closed(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    swap = ("Felix Ott,cfo", "Felix Ott,employee"), ("Sam Okafor,employee", "Sam Okafor,cfo")
    assert await changes(company, *swap) == 1
    sent = {to: type(message) for to, message in await company.carry_out()}
    assert sent == {"U0CFO": ClosedCard, "U0SECOND": Card}
    assert (await company.desk.decide(who("cfo"), filed.id, APPROVE)).reason == "not_an_approver"
    assert (await company.desk.decide(who("second"), filed.id, APPROVE)).ended.state == "approved"
    closed = [to for to, message in await company.carry_out() if isinstance(message, ClosedCard)]
    assert sorted(closed) == ["U0CEO", "U0SECOND"]
    home = await company.desk.home(who("second"))
    assert [one.request for one in home.decided] == [filed.id]


async def test_where_both_officers_leave_the_audit_chair_is_asked(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    gone = (
        ("Carla Eng,ceo,2026-01-05,,yes", "Carla Eng,ceo,2026-01-05,,no"),
        ("Felix Ott,cfo,2026-01-05,,yes", "Felix Ott,cfo,2026-01-05,,no"),
    )
    assert await changes(company, *gone) == 1
    sent = await company.carry_out()
    assert [to for to, message in sent if isinstance(message, Card)] == ["U0CHAIR"]
    assert (await company.desk.decide(who("chair"), filed.id, APPROVE)).ended.state == "approved"


async def test_a_list_that_changes_no_office_moves_no_card(company):
    await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    assert await changes(company, ("Nils Newman", "Nils Newman Jr")) == 0
    assert await company.carry_out() == []


async def test_who_takes_an_office_is_not_shown_what_was_decided_before(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.desk.decide(who("ceo"), filed.id, DECLINE)
    await changes(company, ("Sam Okafor,employee", "Sam Okafor,cfo"))
    assert (await company.desk.home(who("second"))).decided == ()
    assert [one.request for one in (await company.desk.home(who("cfo"))).decided] == [filed.id]

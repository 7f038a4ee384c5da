"""Colleagues: nobody here is anybody's related person before they say so themselves."""

from dataclasses import replace

import pytest

from clearance.people import import_people
from clearance.related_rows import MOST_NAMED
from clearance.shown import Card, ClosedCard, No
from clearance.shown_related import RelatedAsked, RelatedSaid, RelatedTold
from policy.coverage import Tie
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    OPERATOR,
    ROSTER,
    buy,
    together,
    told,
    who,
)
from tests.clearance.test_related import ask_for

SPOUSE = Tie("spouse")
TRUST = Tie("trust", insider_is="trustee")
SAM = "U0SECOND"


async def name_colleagues(company, *slack_ids, name="", tie=SPOUSE, by="employee", **more):
    said = RelatedSaid(name, tie, colleagues=slack_ids or (SAM,), **more)
    return await company.desk.register_related(who(by), said)


async def say(company, entry_id, agrees=True, by="second"):
    return await company.desk.answer_related(who(by), entry_id, agrees=agrees)


async def confirmed(company, **more):
    entry = (await name_colleagues(company, **more)).said
    await say(company, entry.id)
    return entry.id


async def opened(company, name="employee"):
    """Open the last envelope that somebody got."""
    to = f"U0{name.upper()}"
    found = [delivery for whom, delivery in await told(company) if whom == to]
    return await company.desk.opened(who(name), found[-1])


async def standing(company, by="employee"):
    return [(one.name, one.standing) for one in (await company.desk.related(who(by))).entries]


# Being asked.


async def test_nothing_is_asked_under_an_entry_before_the_colleague_confirms_it(company):
    """Twin: once confirmed the same request is filed."""
    entry = (await name_colleagues(company)).said
    assert (entry.name, entry.standing, entry.covered) == ("", "waiting", "yes")
    assert await company.desk.submit(who("employee"), ask_for(entry.id)) == No("related_waiting")
    assert await company.rows("select id from requests") == []
    await say(company, entry.id)
    filed = await company.desk.submit(who("employee"), ask_for(entry.id))
    assert (filed.state, filed.holder, filed.relation) == ("pending", "Sam Okafor", "spouse")


async def test_the_colleagues_envelope_asks_and_the_insiders_says_what_came_of_it(company):
    entry = (await name_colleagues(company)).said
    asked = await opened(company, "second")
    assert asked == RelatedAsked(entry.id, "Erin Boyd", "spouse")
    assert (await say(company, entry.id)).of_me == (replace(asked, confirmed=True),)
    shown = await opened(company)
    assert shown.told == RelatedTold("Sam Okafor", "spouse", "", confirmed=True)
    assert await standing(company) == [("Sam Okafor", "usable")]


@pytest.mark.parametrize("ended", [False, True])
async def test_refused_or_ended_it_is_gone_and_the_list_says_so(company, ended):
    entry = (await name_colleagues(company)).said
    if ended:
        await say(company, entry.id)
        await company.carry_out()
    assert (await say(company, entry.id, agrees=False)).of_me == ()
    shown = await opened(company)
    assert shown.told == RelatedTold("Sam Okafor", "spouse", "", confirmed=False)
    assert shown.entries == ()
    for ask in (ask_for(entry.id), ask_for(entry.id, quantity=1)):
        assert await company.desk.submit(who("employee"), ask) == No("related_gone")
    assert await say(company, entry.id) == No("related_not_asked")
    assert (await name_colleagues(company)).said.standing == "waiting"


async def test_a_yes_and_a_no_are_told_by_envelopes_alike(company):
    """Two insiders; one colleague confirms, another refuses: the rows read the same."""
    yes = (await name_colleagues(company)).said
    no = (await name_colleagues(company, "U0NEWCOMER", by="director")).said
    await company.carry_out()
    await together(say(company, yes.id), say(company, no.id, agrees=False, by="newcomer"))
    sent = await company.carry_out()
    assert sorted(to for to, _ in sent) == ["U0DIRECTOR", "U0EMPLOYEE"]
    assert len({replace(message, delivery="") for _, message in sent}) == 1
    rows = await company.rows("select sealed from related_persons")
    assert len({len(row["sealed"]) for row in rows}) == 1


async def test_only_whom_it_names_is_asked_and_an_answer_is_not_guessed(company):
    entry = (await name_colleagues(company)).said
    for name in ("employee", "newcomer", "ceo"):
        assert await company.desk.related_asked(who(name), entry.id) == No("related_not_asked")
        assert await say(company, entry.id, by=name) == No("related_not_asked")
        assert await say(company, "NOSUCHID", by=name) == No("related_not_asked")
    assert await standing(company) == [("", "waiting")]
    assert (await say(company, entry.id)).of_me


async def test_said_twice_it_is_said_once(company):
    entry = (await name_colleagues(company)).said
    await together(say(company, entry.id), say(company, entry.id))
    assert [to for to, _ in await told(company)].count("U0EMPLOYEE") == 1
    assert len(await company.rows("select id from related_persons")) == 2


async def test_an_entry_taken_back_is_asked_of_nobody(company):
    entry = (await name_colleagues(company)).said
    await company.desk.remove_related(who("employee"), entry.id)
    assert await opened(company, "second") == No("related_not_asked")
    assert await say(company, entry.id) == No("related_not_asked")
    assert (await company.desk.related(who("second"))).of_me == ()


async def test_a_change_is_asked_anew(company):
    entry_id = await confirmed(company)
    changed = (await name_colleagues(company, tie=Tie("other"), replaces=entry_id)).said
    assert changed.standing == "waiting"
    assert await company.desk.submit(who("employee"), ask_for(changed.id)) == No("related_waiting")
    assert (await company.desk.related(who("second"))).of_me == ()
    await say(company, changed.id)
    assert (await company.desk.submit(who("employee"), ask_for(changed.id))).state == "pending"


async def test_a_colleague_whose_slack_id_changes_stays_who_confirmed(company):
    entry_id = await confirmed(company)
    moved = """\
slack_id,name,roles,acknowledged_on,zone,active,formerly
U0MOVED,Sam Okafor,employee,2026-01-05,,yes,U0SECOND
"""
    await company.database.run(lambda tx: import_people(tx, moved, OPERATOR))
    shown = (await company.desk.related(who("employee"))).entries[0]
    assert (shown.standing, shown.colleagues[0].slack_id) == ("usable", "U0MOVED")
    assert (await company.desk.related(who("moved"))).of_me[0].id == entry_id


# Names.


@pytest.mark.parametrize("tie", [SPOUSE, Tie("sibling"), Tie("other"), TRUST])
@pytest.mark.parametrize("name", ["Sam Okafor", "OKAFOR, sam", "Sám J. Okafor"])
async def test_a_colleagues_name_is_not_written(company, name, tie):
    """Twin: a word that tells the two apart, or the name of somebody who has left."""
    said = RelatedSaid(name, tie)
    refused = await company.desk.register_related(who("employee"), said)
    assert refused == No("related_colleague")
    assert await company.rows("select id from related_persons") == []
    for apart in ("Sam Okafor of Duluth", "Lena Former"):
        found = await company.desk.register_related(who("employee"), replace(said, name=apart))
        assert found.said.standing == "usable"


async def test_a_name_that_comes_onto_the_list_later_waits_for_a_choice(company):
    said = RelatedSaid("Dana Boyd", Tie("sibling", directed=True))
    entry = (await company.desk.register_related(who("employee"), said)).said
    filed = await company.desk.submit(who("employee"), ask_for(entry.id))
    assert filed.state == "pending"
    joined = ROSTER + "U0DANA,Dana B. Boyd,employee,2026-01-05,,yes\n"
    await company.database.run(lambda tx: import_people(tx, joined, OPERATOR))
    assert await standing(company) == [("Dana Boyd", "named")]
    assert await company.desk.submit(who("employee"), ask_for(entry.id)) == No("related_waiting")
    changed = await name_colleagues(company, "U0DANA", tie=said.tie, replaces=entry.id)
    await say(company, changed.said.id, by="dana")
    assert await standing(company) == [("Dana B. Boyd", "usable")]


async def test_who_is_not_on_the_list_looks_like_who_has_not_answered(company):
    """A colleague, one who has left, somebody on no list: told the same, to the letter."""
    answers = []
    for slack_id in (SAM, "U0LEFT", "U0NOBODY"):
        found = await name_colleagues(company, slack_id)
        answers.append(repr(found).replace(slack_id, "U").replace(found.said.id, "ID"))
        later = await company.desk.related(who("employee"))
        answers.append(repr(later.entries).replace(slack_id, "U").replace(found.said.id, "ID"))
        ask = ask_for(found.said.id)
        answers.append(repr(await company.desk.submit(who("employee"), ask)))
        await company.desk.remove_related(who("employee"), found.said.id)
    assert answers[:3] == answers[3:6] == answers[6:]
    assert [to for to, _ in await told(company)] == [SAM]
    rows = await company.rows("select sealed from related_persons")
    assert len({len(row["sealed"]) for row in rows}) == 1


async def test_somebody_who_comes_onto_the_list_can_confirm_what_was_said_before(company):
    entry = (await name_colleagues(company, "U0DANA")).said
    joined = ROSTER + "U0DANA,Dana Boyd,employee,2026-01-05,,yes\n"
    await company.database.run(lambda tx: import_people(tx, joined, OPERATOR))
    assert (await company.desk.related_asked(who("dana"), entry.id)).by == "Erin Boyd"
    await say(company, entry.id, by="dana")
    assert await standing(company) == [("Dana Boyd", "usable")]


@pytest.mark.parametrize(
    ("name", "tie", "chosen", "reason"),
    [
        ("Dana Boyd", SPOUSE, (SAM,), "related_both"),
        ("", SPOUSE, (SAM, "U0CEO"), "related_both"),
        ("", SPOUSE, (), "related_name"),
        ("", TRUST, (SAM,), "related_name"),
        ("", SPOUSE, ("U0EMPLOYEE",), "related_self"),
        ("A trust", TRUST, (SAM, "U0EMPLOYEE"), "related_self"),
        ("A trust", TRUST, (SAM, SAM), "related_colleagues"),
        ("A trust", TRUST, (SAM, "U0CEO", "U0CFO", "U0CHAIR"), "related_colleagues"),
        ("", SPOUSE, ("<!here>",), "related_colleagues"),
        ("", SPOUSE, ("U" * 21,), "related_colleagues"),
    ],
)
async def test_what_does_not_fit_is_refused(company, name, tie, chosen, reason):
    said = RelatedSaid(name, tie, colleagues=chosen)
    assert await company.desk.register_related(who("employee"), said) == No(reason)
    assert await company.rows("select id from related_persons") == []
    assert await told(company) == []


async def test_one_colleague_stands_once_on_a_list(company):
    first = (await name_colleagues(company)).said
    assert await name_colleagues(company, tie=Tie("other")) == No("related_twice")
    assert (await name_colleagues(company, "U0CEO")).said
    assert (await name_colleagues(company, tie=Tie("other"), replaces=first.id)).said


async def test_the_longest_entry_with_every_colleague_fits_its_seal(company):
    name = "".join(chr(0x20000 + 911 * each % 42_000) for each in range(60))
    tie = Tie("partnership", directed=True, influenced=True, insider_is="general_partner")
    chosen = ("U0CEO", "U0CFO", "U0CHAIR")
    assert len(chosen) == MOST_NAMED
    found = await name_colleagues(company, *chosen, name=name, tie=tie, form="V" * 40)
    for one in ("ceo", "cfo", "chair"):
        await say(company, found.said.id, by=one)
    assert await standing(company) == [(name, "usable")]
    filed = await company.desk.submit(who("employee"), ask_for(found.said.id))
    assert filed == No("nobody_to_decide")
    assert await company.desk.remove_related(who("employee"), found.said.id)


# A shared trust.


async def test_a_trust_waits_for_everybody_in_it_and_one_no_ends_it(company):
    chosen = (SAM, "U0NEWCOMER")
    entry = (await name_colleagues(company, *chosen, name="Boyd Trust", tie=TRUST)).said
    asked = await opened(company, "newcomer")
    assert asked == RelatedAsked(entry.id, "Erin Boyd", "trust", "Boyd Trust")
    await say(company, entry.id)
    assert await standing(company) == [("Boyd Trust", "waiting")]
    await say(company, entry.id, by="newcomer")
    assert await standing(company) == [("Boyd Trust", "usable")]
    await say(company, entry.id, agrees=False, by="newcomer")
    assert await standing(company) == []
    assert (await company.desk.related(who("second"))).of_me == ()


async def test_a_request_says_who_has_to_ask_as_well(company):
    entry_id = await confirmed(company, name="Boyd Trust", tie=TRUST)
    filed = await company.desk.submit(who("employee"), ask_for(entry_id))
    assert filed.related_with == ("Sam Okafor",)
    assert (await company.desk.review(who("cfo"), filed.id)).related_with == ("Sam Okafor",)
    await say(company, entry_id, agrees=False)
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    approved = await company.desk.request(who("employee"), filed.id)
    assert (approved.state, approved.related_with) == ("approved", ("Sam Okafor",))
    own = await company.desk.submit(who("employee"), buy())
    assert own.related_with == ()


@pytest.mark.parametrize("verdict", [APPROVE, DECLINE])
async def test_nobody_sees_what_became_of_the_others_request(company, verdict):
    """Each asks for the trust; the other's envelopes, lists and requests know nothing of it."""
    mine = await confirmed(company, name="Boyd Trust", tie=TRUST)
    entry = await name_colleagues(company, "U0EMPLOYEE", name="Boyd Trust", tie=TRUST, by="second")
    theirs = entry.said.id
    await say(company, theirs, by="employee")
    await company.carry_out()
    filed = await company.desk.submit(who("employee"), ask_for(mine))
    before = await everything(company, "second")
    await company.desk.decide(who("cfo"), filed.id, verdict)
    assert [to for to, _ in await told(company)] == ["U0EMPLOYEE"]
    assert await everything(company, "second") == before
    assert await company.desk.request(who("second"), filed.id) == No("not_found")
    other = await company.desk.submit(who("second"), ask_for(theirs))
    assert (other.state, other.related_with) == ("pending", ("Erin Boyd",))


async def everything(company, name):
    """Give what somebody can look at of their own, without the moment."""
    desk, one = company.desk, who(name)
    return [await desk.mine(one), await desk.related(one), (await desk.home(one)).mine]


# Nobody clears themselves through somebody else.


async def test_an_officer_does_not_decide_on_an_account_that_is_theirs_too(company):
    """The CFO confirms a trust with an employee: the CEO has the request, and the CFO no card."""
    entry_id = (await name_colleagues(company, "U0CFO", name="Boyd Trust", tie=TRUST)).said.id
    await say(company, entry_id, by="cfo")
    await company.carry_out()
    filed = await company.desk.submit(who("employee"), ask_for(entry_id))
    assert {to for to, _ in await company.carry_out()} == {"U0CEO"}
    await say(company, entry_id, agrees=False, by="cfo")
    for refused in (
        await company.desk.review(who("cfo"), filed.id),
        await company.desk.decide(who("cfo"), filed.id, APPROVE),
    ):
        assert refused == No("not_an_approver")
    assert filed.id not in {one.request for one in (await company.desk.home(who("cfo"))).to_decide}
    own = await company.desk.submit(who("employee"), buy())
    assert {to for to, _ in await company.carry_out() if to != "U0EMPLOYEE"} == {"U0CEO", "U0CFO"}
    await company.desk.decide(who("cfo"), own.id, APPROVE)
    ended = await company.desk.decide(who("ceo"), filed.id, APPROVE)
    assert ended.ended.state == "approved"


@pytest.mark.parametrize("registers", ["employee", "cfo"])
async def test_an_officers_related_person_is_decided_by_another(company, registers):
    """Whoever of the two registered it. Twin: before it is confirmed, both officers decide."""
    other = {"employee": "cfo", "cfo": "employee"}[registers]
    entry = (await name_colleagues(company, f"U0{other.upper()}", by=registers)).said
    await company.carry_out()
    await company.desk.submit(who("employee"), buy())
    assert {to for to, _ in await company.carry_out()} == {"U0CEO", "U0CFO"}
    await say(company, entry.id, by=other)
    await company.carry_out()
    filed = await company.desk.submit(who("employee"), buy(quantity=7))
    assert {to for to, _ in await company.carry_out()} == {"U0CEO"}
    assert await company.desk.decide(who("cfo"), filed.id, APPROVE) == No("not_an_approver")
    assert await company.desk.decide(who("ceo"), filed.id, APPROVE)


async def test_a_request_that_waits_is_handed_on_as_an_officer_becomes_related(company):
    """And handed back as that ends: the CFO's card closes and comes again."""
    filed = await company.desk.submit(who("employee"), buy())
    other = await company.desk.submit(who("second"), buy())
    await company.carry_out()
    entry = (await name_colleagues(company, "U0CFO")).said
    await company.carry_out()
    await say(company, entry.id, by="cfo")
    closed = [(to, one) for to, one in await company.carry_out() if isinstance(one, ClosedCard)]
    assert [(to, one.request) for to, one in closed] == [("U0CFO", filed.id)]
    assert await company.desk.decide(who("cfo"), filed.id, APPROVE) == No("not_an_approver")
    assert await company.desk.review(who("cfo"), other.id)
    company.clock.pass_(60)
    await say(company, entry.id, agrees=False, by="cfo")
    cards = [(to, one) for to, one in await company.carry_out() if isinstance(one, Card)]
    assert [(to, one.request) for to, one in cards] == [("U0CFO", filed.id)]
    assert (await company.desk.decide(who("cfo"), filed.id, APPROVE)).ended.state == "approved"

"""Delegates: who may file for whom, what they are told, and what the record keeps of it."""

from dataclasses import replace

import pytest

from clearance.people import import_people
from clearance.shown import Envelope, No
from clearance.shown_delegates import FiledFor
from policy.facts import Trade
from tests.clearance.company import APPROVE, buy, who

HEAD = "slack_id,name,roles,acknowledged_on,active\n"
#: A director, and an assistant who is nothing else.
DIRECTOR, ASSISTANT = "U0DELDIR", "U0DELHELP"


def envelopes(sent, slack_id):
    return [one for to, one in sent if to == slack_id and isinstance(one, Envelope)]


@pytest.fixture
async def let(company):
    """Give a company in which an assistant may file for a director, and how they are named."""
    await listed(company)
    sheet = await company.desk.allow_delegate(actor(DIRECTOR), ASSISTANT)
    await company.carry_out()
    return company, sheet.mine[0].id


async def listed(company, day="2026-01-05", active="yes", helps="employee"):
    text = (
        f"{HEAD}{DIRECTOR},Dana Roe,director,{day},{active}\n"
        f"{ASSISTANT},Alex Poe,{helps},{day},yes\n"
    )
    assert not isinstance(
        await company.database.run(lambda tx: import_people(tx, text, "operator:test")), tuple
    )


def actor(slack_id):
    return replace(who("employee"), user_id=slack_id)


async def test_what_a_delegate_files_is_the_others_and_says_who_filed_it(let):
    company, by = let
    assert await company.desk.file_for(actor(ASSISTANT), by, buy()) == FiledFor("Dana Roe")
    (mine,) = await company.desk.mine(actor(DIRECTOR))
    assert (mine.state, mine.filed_by) == ("pending", "Alex Poe")
    assert await company.desk.mine(actor(ASSISTANT)) == ()
    assert await company.desk.request(actor(ASSISTANT), mine.id) == No("not_found")
    sheet = await company.desk.review(who("cfo"), mine.id)
    assert (sheet.requester, sheet.filed_by) == ("Dana Roe", "Alex Poe")
    sent = await company.carry_out()
    assert envelopes(sent, DIRECTOR)
    assert not envelopes(sent, ASSISTANT)
    decided = await company.desk.decide(who("cfo"), mine.id, APPROVE)
    assert decided.status == "decided"
    assert not envelopes(await company.carry_out(), ASSISTANT)


async def test_the_record_names_who_filed_as_the_actor(let):
    company, by = let
    await company.desk.file_for(actor(ASSISTANT), by, buy())
    rows = await company.rows("select record from log_bodies")
    (filed,) = [row["record"] for row in rows if '"request:pending"' in row["record"]]
    people = await company.rows(f"select person from people where slack_id = '{ASSISTANT}'")
    assert f'"actor":"{people[0]["person"]}"' in filed


@pytest.mark.parametrize(
    "ask",
    [
        buy(),
        # Refused at once by public rules: told to the director alone.
        replace(buy(), trade=Trade(action="short_sale", quantity=5)),
        replace(buy(), trade=replace(buy().trade, issuer="Other Inc.", insider_knows_mnpi=True)),
    ],
)
async def test_a_delegate_is_told_the_same_whatever_becomes_of_it(let, ask):
    company, by = let
    assert await company.desk.file_for(actor(ASSISTANT), by, ask) == FiledFor("Dana Roe")
    assert len(envelopes(await company.carry_out(), DIRECTOR)) == 1


async def test_a_field_is_refused_alike_whether_or_not_another_rule_refuses_too(let):
    company, by = let
    limit = replace(buy(), trade=replace(buy().trade, order="limit"))
    alone = await company.desk.file_for(actor(ASSISTANT), by, limit)
    assert alone.reason == "refused_at_fields"
    await listed(company, day="")  # so that it is refused for want of an acknowledgement, too
    assert await company.desk.file_for(actor(ASSISTANT), by, limit) == alone


async def test_the_same_form_is_filed_once(let):
    company, by = let
    for _ in range(2):
        await company.desk.file_for(actor(ASSISTANT), by, replace(buy(), form="V1"))
    assert len(await company.desk.mine(actor(DIRECTOR))) == 1
    assert len(envelopes(await company.carry_out(), DIRECTOR)) == 1


async def test_somebody_elses_own_account_only(let):
    company, by = let
    for wrong in (
        replace(buy(), account="related", related="X"),
        replace(buy(), plan="P"),
        replace(buy(), corrects="R"),
    ):
        said = await company.desk.file_for(actor(ASSISTANT), by, wrong)
        assert said == No("delegate_own_account")


async def test_who_filed_never_decides_though_they_come_into_office(let):
    company, by = let
    await company.desk.file_for(actor(ASSISTANT), by, buy())
    (mine,) = await company.desk.mine(actor(DIRECTOR))
    await listed(company, helps="employee;cfo")
    assert await company.desk.review(actor(ASSISTANT), mine.id) == No("not_an_approver")
    refused = await company.desk.decide(actor(ASSISTANT), mine.id, APPROVE)
    assert refused == No("not_an_approver")
    # Twin: one who did not file it, in the same office.
    assert (await company.desk.decide(who("cfo"), mine.id, APPROVE)).status == "decided"


async def test_who_decides_files_for_nobody(let):
    company, by = let
    assert await company.desk.allow_delegate(actor(DIRECTOR), "U0CFO") == No("delegate_decides")
    await listed(company, helps="employee;cfo")
    assert await company.desk.file_for(actor(ASSISTANT), by, buy()) == No("delegation_gone")
    await listed(company)
    assert await company.desk.file_for(actor(ASSISTANT), by, buy()) == FiledFor("Dana Roe")


@pytest.mark.parametrize("whom", ["U0NOBODY", DIRECTOR, ""])
async def test_only_a_colleague_on_the_list_files(company, whom):
    await listed(company)
    assert await company.desk.allow_delegate(actor(DIRECTOR), whom) == No("delegate_unknown")


async def test_only_a_director_or_officer_lets_somebody(company):
    await listed(company)
    refused = await company.desk.allow_delegate(actor(ASSISTANT), DIRECTOR)
    assert refused == No("delegates_of_officers")


@pytest.mark.parametrize("side", [DIRECTOR, ASSISTANT])
async def test_either_side_ends_it_and_then_nothing_is_filed(let, side):
    company, by = let
    assert (await company.desk.asking(actor(ASSISTANT))).files_for[0].name == "Dana Roe"
    assert await company.desk.end_delegation(who("employee"), by) == No("delegation_gone")
    for _ in range(2):
        ended = await company.desk.end_delegation(actor(side), by)
        assert (ended.mine, ended.theirs) == ((), ())
    assert await company.desk.file_for(actor(ASSISTANT), by, buy()) == No("delegation_gone")
    assert (await company.desk.asking(actor(ASSISTANT))).files_for == ()


async def test_five_at_most(let):
    company, _ = let
    others = [f"U0MORE{n}" for n in range(5)]
    text = HEAD + "".join(f"{one},{one.title()},employee,2026-01-05,yes\n" for one in others)
    await company.database.run(lambda tx: import_people(tx, text, "operator:test"))
    for one in others[:4]:
        sheet = await company.desk.allow_delegate(actor(DIRECTOR), one)
    assert len(sheet.mine) == 5
    assert await company.desk.allow_delegate(actor(DIRECTOR), others[4]) == No("delegates_full")
    again = await company.desk.allow_delegate(actor(DIRECTOR), others[0])
    assert len(again.mine) == 5

"""Related persons: registered for oneself alone, sealed, and asked for as one's own."""

import json
from dataclasses import replace

import pytest

from clearance.related import MOST, NAME_LIMIT
from clearance.replay import replay
from clearance.shown import No
from clearance.shown_related import RelatedSaid
from policy.coverage import Tie
from tests.clearance.company import APPROVE, RETURN, buy, who

SISTER = Tie("sibling", consults_insider=True)
FAR = Tie("sibling")
TRUST = Tie("trust", insider_is="beneficiary")


async def add(company, name="Dana Boyd", tie=SISTER, by="employee", **more):
    return await company.desk.register_related(who(by), RelatedSaid(name, tie, **more))


async def names(company, by="employee"):
    return [one.name for one in (await company.desk.related(who(by))).entries]


def ask_for(entry_id, **more):
    return replace(buy(**more), account="related", related=entry_id)


# The register.


@pytest.mark.parametrize(
    ("tie", "covered"),
    [(SISTER, "yes"), (FAR, "no"), (TRUST, "review"), (Tie("spouse"), "yes"), (Tie("other"), "no")],
)
async def test_an_entry_says_whether_the_policy_covers_it(company, tie, covered):
    found = await add(company, tie=tie)
    assert (found.said.covered, found.said.tie) == (covered, tie)
    assert found.entries == (found.said,)
    assert (await company.desk.related(who("employee"))).entries == found.entries


async def test_what_another_relation_asks_for_plays_no_part(company):
    said = Tie("other", consults_insider=True, directed=True, insider_is="trustee")
    found = await add(company, tie=said)
    assert (found.said.tie, found.said.covered) == (Tie("other"), "no")


async def test_a_list_is_ones_own_and_so_is_every_entry(company):
    mine = (await add(company)).said
    assert await names(company, "second") == []
    assert await add(company, "Mine now", replaces=mine.id, by="second") == No("related_gone")
    assert await company.desk.remove_related(who("second"), mine.id) == No("related_gone")
    assert await company.desk.submit(who("second"), ask_for(mine.id)) == No("related_gone")
    for officer in ("ceo", "cfo"):
        assert await company.desk.remove_related(who(officer), mine.id) == No("related_gone")
        assert await names(company, officer) == []
    assert await names(company) == ["Dana Boyd"]
    assert (await company.desk.submit(who("employee"), ask_for(mine.id))).state == "pending"


async def test_a_stranger_and_somebody_who_left_register_nobody(company):
    assert await add(company, by="stranger") == No("stranger")
    assert await add(company, by="left") == No("inactive")


async def test_an_entry_is_corrected_once_and_the_old_id_is_gone(company):
    first = (await add(company)).said
    second = (await add(company, tie=FAR, replaces=first.id)).said
    assert (second.name, second.covered) == ("Dana Boyd", "no")
    assert await add(company, replaces=first.id) == No("related_gone")
    assert await company.desk.submit(who("employee"), ask_for(first.id)) == No("related_gone")
    assert await names(company) == ["Dana Boyd"]


async def test_an_entry_is_removed_once_and_can_be_added_again(company):
    first = (await add(company)).said
    assert (await company.desk.remove_related(who("employee"), first.id)).entries == ()
    assert await company.desk.remove_related(who("employee"), first.id) == No("related_gone")
    assert await company.desk.submit(who("employee"), ask_for(first.id)) == No("related_gone")
    assert await add(company, replaces=first.id) == No("related_gone")
    assert (await add(company)).said.id != first.id


async def test_the_same_form_sent_again_is_one_entry(company):
    first = await add(company, form="V1")
    again = await add(company, form="V1")
    assert (again.said, again.entries) == (first.said, first.entries)
    corrected = await add(company, "Dana B.", replaces=first.said.id, form="V2")
    assert (await add(company, "Dana B.", replaces=first.said.id, form="V2")) == corrected
    assert await names(company) == ["Dana B."]
    assert len(await company.rows("select id from related_persons")) == 2


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("D" * NAME_LIMIT, True),
        ("D" * (NAME_LIMIT + 1), False),
        ("  Dana   Boyd ", True),
        ("", False),
        ("   ", False),
        ("Dana\u202eBoyd", False),
        ("\U00020000" * NAME_LIMIT, True),
    ],
)
async def test_a_name_has_letters_and_an_end(company, name, taken):
    found = await add(company, name)
    assert (found == No("related_name")) is not taken
    assert await names(company) == ([" ".join(name.split())] if taken else [])


async def test_the_longest_entry_of_letters_that_press_badly_fits_its_seal(company):
    name = "".join(chr(0x20000 + 911 * each % 42_000) for each in range(NAME_LIMIT))
    tie = replace(SISTER, same_household=True, influenced=True, directed=True)
    assert (await add(company, name, tie, form="V" * 40)).said.name == name
    entry = (await company.desk.related(who("employee"))).entries[0]
    filed = await company.desk.submit(who("employee"), ask_for(entry.id))
    assert filed.holder == name


async def test_one_name_stands_once(company):
    first = (await add(company)).said
    assert await add(company, "dana  BOYD") == No("related_twice")
    assert (await add(company, "DANA BOYD", replaces=first.id)).said.name == "DANA BOYD"
    assert (await add(company, "Dana Boyd", by="second")).said.name == "Dana Boyd"


async def test_a_list_ends_where_a_form_does(company):
    for number in range(MOST):
        last = await add(company, f"Number {number}")
    assert len(last.entries) == MOST
    assert await add(company, "One more") == No("related_full")
    assert (await add(company, "Number 0b", replaces=last.entries[0].id)).said
    await company.desk.remove_related(who("employee"), last.said.id)
    assert len((await add(company, "One more")).entries) == MOST


@pytest.mark.parametrize("tie", [Tie("cousin"), Tie("trust", insider_is="owner")])
async def test_a_tie_that_nobody_knows_is_refused(company, tie):
    assert await add(company, tie=tie) == No("related_unclear")


# What is asked for them.


async def test_the_form_is_opened_with_ones_own_entries(company):
    await add(company)
    await add(company, "Boyd Trust", TRUST)
    asked = await company.desk.asking(who("employee"))
    assert [(one.name, one.covered) for one in asked.related] == [
        ("Boyd Trust", "review"),
        ("Dana Boyd", "yes"),
    ]
    assert (await company.desk.asking(who("second"))).related == ()


async def test_the_holder_comes_from_the_record(company):
    entry = (await add(company)).said
    filed = await company.desk.submit(who("employee"), ask_for(entry.id))
    assert (filed.account, filed.holder, filed.related, filed.relation) == (
        "related",
        "Dana Boyd",
        entry.id,
        "sibling",
    )
    own = await company.desk.submit(who("employee"), replace(buy(), related="X"))
    assert (own.account, own.holder, own.related) == ("own", "", None)


async def test_without_an_entry_nothing_is_filed(company):
    nobody = replace(buy(), account="related")
    assert await company.desk.submit(who("employee"), nobody) == No("related_gone")
    assert await company.rows("select id from requests") == []


@pytest.mark.parametrize(("tie", "covered"), [(SISTER, "yes"), (FAR, "no"), (TRUST, "review")])
async def test_the_officer_sees_whose_it_is_and_whether_a_person_has_to_say(company, tie, covered):
    entry = (await add(company, tie=tie)).said
    filed = await company.desk.submit(who("employee"), ask_for(entry.id))
    sheet = await company.desk.review(who("cfo"), filed.id)
    assert (sheet.holder, sheet.relation, sheet.covered) == (
        "Dana Boyd",
        tie.relation,
        covered,
    )
    assert sheet.approvable
    own = await company.desk.submit(who("employee"), buy())
    sheet = await company.desk.review(who("cfo"), own.id)
    assert (sheet.holder, sheet.relation, sheet.covered) == ("", None, None)


async def test_a_later_correction_leaves_what_was_asked_as_it_was(company):
    entry = (await add(company)).said
    filed = await company.desk.submit(who("employee"), ask_for(entry.id))
    await add(company, "Dana Trust", TRUST, replaces=entry.id)
    sheet = await company.desk.review(who("cfo"), filed.id)
    assert (sheet.holder, sheet.covered) == ("Dana Boyd", "yes")
    answer = await company.desk.decide(who("cfo"), filed.id, APPROVE)
    assert (answer.ended.holder, answer.ended.state) == ("Dana Boyd", "approved")


async def test_it_is_judged_and_routed_as_the_insiders_own(company):
    """A director's sister sells under a plan as the director does; the CFO's goes to the CEO."""
    entry = (await add(company, by="director")).said
    refused = await company.desk.submit(who("director"), ask_for(entry.id, action="sell"))
    assert [one.rule for one in refused.findings] == ["must_use_10b5_1_plan"]
    officers = (await add(company, by="cfo")).said
    filed = await company.desk.submit(who("cfo"), ask_for(officers.id))
    assert filed.state == "pending"
    sent = {to for to, _ in await company.carry_out()}
    assert "U0CFO" not in sent
    assert "U0CEO" in sent
    assert await company.desk.decide(who("cfo"), filed.id, APPROVE) == No("own_request")


async def test_a_returned_request_is_corrected_for_the_same_account(company):
    entry = (await add(company)).said
    filed = await company.desk.submit(who("employee"), ask_for(entry.id))
    await company.desk.decide(who("cfo"), filed.id, RETURN)
    returned = await company.desk.request(who("employee"), filed.id)
    assert (returned.may_correct, returned.related) == (True, entry.id)
    again = replace(ask_for(returned.related, quantity=400), corrects=filed.id)
    assert (await company.desk.submit(who("employee"), again)).holder == "Dana Boyd"


async def test_requests_for_a_related_account_decide_themselves_again(company):
    entry = (await add(company)).said
    filed = await company.desk.submit(who("employee"), ask_for(entry.id))
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    pages = list(replay(company.database.run_now))
    assert [one for page in pages for one in page.differing] == []


# What a row tells.


async def test_no_name_and_no_tie_stands_in_the_open(company):
    """Two people, a spouse and a trust, an addition and a removal: rows of one size."""
    first = (await add(company, "Dana Boyd", Tie("spouse"))).said
    await add(company, "Okafor Family Trust of 2019", TRUST, by="second")
    await add(company, "Dana B. Boyd", replaces=first.id)
    removed = (await company.desk.related(who("second"))).entries[0]
    await company.desk.remove_related(who("second"), removed.id)
    filed = (await company.desk.related(who("employee"))).entries[0]
    await company.desk.submit(who("employee"), ask_for(filed.id))
    rows = await company.rows("select * from related_persons")
    assert len({len(row["sealed"]) for row in rows}) == 1
    tables = ("related_persons", "log_bodies", "decisions", "requests", "deliveries", "facts")
    for table in tables:
        for row in await company.rows(f"select * from {table}"):
            shown = b" ".join(map(as_bytes, row.values()))
            for word in (b"Dana", b"Family", b"spouse", b"trust", b"beneficiary"):
                assert word not in shown, (table, word)
    logged = await company.rows(
        "select record from log_bodies where record like '%related:recorded%'"
    )
    opened = [json.loads(row["record"])["body"]["open"] for row in logged]
    assert [sorted(one) for one in opened] == [["id", "replaces"]] * 4


def as_bytes(value):
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()

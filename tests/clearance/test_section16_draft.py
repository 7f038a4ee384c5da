"""A draft Form 4 of what was reported: both tables, the box, whose account, what lacks."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from clearance import section16_draft
from clearance.people import import_people
from clearance.section16_draft import DraftSaid, OptionSaid
from clearance.section16_owners import OwnersTaken
from clearance.shown import No
from clearance.shown_filings import DraftShown
from clearance.shown_related import RelatedSaid
from clearance.shown_reports import Execution, UnaskedSaid
from filings.draft import Draft
from filings.draft_xml import as_xml, plan_note
from filings.ownership_file import read_filed
from filings.structure import check
from policy.coverage import Tie
from tests.clearance.company import NOTHING, OPERATOR, buy, ny, who
from tests.clearance.planning import entered as plan_entered
from tests.clearance.planning import sell
from tests.clearance.test_reported_kinds import cleared
from tests.clearance.test_section16 import COMPLIANCE, FILED, FILER, SAID, reported
from tests.clearance.test_section16_owners import CEO, DIRECTOR, take_in

OFFICER = CEO | {"slack_id": "U0OFFICER", "cik": "55", "name": "REED OLGA", "title": "VP Research"}
OFFICER |= {"is_director": "no"}
TERMS = OptionSaid(Decimal("1.25"), date(2024, 1, 2), date(2034, 1, 2), Decimal(1500))
HELD = DraftSaid(holding=Decimal(9000))
LATER = Execution(ny("2026-11-24 10:30"), 100, "4.1234")


@pytest.fixture
async def known(company):
    """Give a company that has entered its reporting persons."""
    people = (
        "slack_id,name,roles,acknowledged_on\nU0OFFICER,Olga Reed,officer;section16,2026-01-05\n"
    )
    for text in (people, FILER, COMPLIANCE):
        await company.database.run(lambda tx, text=text: import_people(tx, text, OPERATOR))
    assert await take_in(company, DIRECTOR, OFFICER) == OwnersTaken(2, 0)
    return company


async def owed(company):
    return await company.database.run(
        lambda tx: section16_draft.owed(tx, company.desk.grounds.at(tx))
    )


async def drafted(company, said=HELD, filing=None):
    """Make the draft of the one form that is owed."""
    filing = filing or (await owed(company))[0].id
    return await company.database.run(
        lambda tx: section16_draft.make(tx, company.desk.grounds.at(tx), filing, said)
    )


async def form_of(company, said=HELD, filing=None):
    """Write the draft's XML, hold it against the structure, and read it."""
    made = await drafted(company, said, filing)
    assert isinstance(made, Draft), made
    xml = as_xml(made)
    assert check(xml, signed=False) == ()
    return read_filed(xml).form


def lines(form, table="I"):
    return [
        (one.code, one.side.value, int(one.shares.value), str(one.price.value),
         int(one.after.shares.value))
        for one in form.transactions if one.table == table
    ]  # fmt: skip


def reasons(lacks):
    assert isinstance(lacks, tuple), lacks
    return [(one.where, one.reason) for one in lacks]


async def test_each_execution_is_a_line_and_the_holdings_are_counted_back(known):
    await reported(known, replace(SAID, further=(LATER,)))
    form = await form_of(known)
    assert lines(form) == [("P", "A", 400, "4.1", 8900), ("P", "A", 100, "4.1234", 9000)]
    assert (form.form, form.period, form.plan_box) == ("4", date(2026, 11, 24), False)
    assert (form.issuer.cik, form.issuer.symbol) == ("0001279704", "CLRB")
    (owner,) = form.owners
    assert (owner.cik, owner.name, owner.director, owner.officer) == (
        "0007654321", "QUIST DORA", True, False,
    )  # fmt: skip
    assert not form.not_subject
    assert form.transactions[0].timeliness.value in (None, "")
    known.clock.move(ny("2026-11-27 22:00:01"))
    assert (await form_of(known)).transactions[0].timeliness.value == "L"


async def test_an_exercise_stands_in_both_tables_and_what_was_sold_of_it_in_table_i(known):
    plan = await plan_entered(known, slack_id="U0OFFICER")
    ask = sell(plan, action="option_exercise", shares_sold=40)
    filed = await known.desk.submit(who("officer"), ask)
    known.clock.move(ny("2026-11-24 11:00"))
    said = replace(SAID, quantity=40, chose_day=False)
    assert (await known.desk.report(who("officer"), filed.id, said)).state == "reported"
    form = await form_of(known, replace(HELD, option=TERMS))
    assert lines(form) == [("M", "A", 100, "1.25", 9040), ("S", "D", 40, "4.1", 9000)]
    assert lines(form, "II") == [("M", "D", 100, "0", 1500)]
    assert [one.code_notes for one in form.transactions] == [("F1",)] * 3
    right = form.transactions[-1].derivative
    assert (right.title.value, right.shares.value) == ("Common Stock", 100)
    assert (right.exercisable_on.value, right.expires_on.value) == (
        date(2024, 1, 2), date(2034, 1, 2),
    )  # fmt: skip


async def test_a_plans_sale_ticks_the_box_and_names_the_day_of_adoption(known):
    filed = await known.desk.submit(who("director"), sell(await plan_entered(known)))
    known.clock.move(ny("2026-11-24 11:00"))
    said = replace(SAID, quantity=100, chose_day=False)
    await known.desk.report(who("director"), filed.id, said)
    form = await form_of(known)
    assert (form.plan_box, dict(form.footnotes)) == (True, {"F1": plan_note(date(2026, 3, 2))})
    assert [(one.code, one.code_notes) for one in form.transactions] == [("S", ("F1",))]
    ((filing),) = [one.id for one in await owed(known)]
    shown = await known.desk.draft_filing(who("cfo"), filing)
    assert shown.notes == (plan_note(date(2026, 3, 2)),)


async def test_a_related_persons_trade_is_held_indirectly(known):
    said = RelatedSaid("Rob Quist", Tie("spouse"))
    entry = (await known.desk.register_related(who("director"), said)).said
    ask = replace(buy(), account="related", related=entry.id)
    filed = await cleared(known, "director", ask)
    await known.desk.report(who("director"), filed.id, SAID)
    for more, nature in ((HELD, "By Rob Quist"), (replace(HELD, nature="By spouse"), "By spouse")):
        (made,) = (await form_of(known, more)).transactions
        assert (made.after.direct.value, made.after.nature.value) == ("I", nature)


async def test_a_corrected_report_is_an_amendment_of_the_lines_that_were_not_filed_so(known):
    filed = await reported(known, replace(SAID, further=(LATER,)))
    known.clock.move(ny("2026-11-25 11:00"))
    ((filing),) = [one.id for one in await owed(known)]
    await known.desk.enter_filing(who("director"), replace(FILED, filing=filing))
    assert reasons(await drafted(known, filing=filing)) == [("FORM_ID", "filed")]
    changed = replace(SAID, further=(replace(LATER, quantity=90),))
    await known.desk.report(who("director"), filed.id, changed)
    form = await form_of(known)
    assert (form.form, form.original_filed) == ("4/A", date(2026, 11, 25))
    assert lines(form) == [("P", "A", 90, "4.1234", 9000)]
    await known.desk.report(who("director"), filed.id, SAID)
    assert reasons(await drafted(known)) == [("lines", "only_taken_back")]
    await known.desk.report(who("director"), filed.id, NOTHING)
    assert await owed(known) == []


# --- each refusal, and its twin --------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "lack"),
    [
        ({"holding": None}, ("--holding", "no_holding")),
        ({"holding": Decimal(399)}, ("--holding", "below_zero")),
        ({"option": TERMS}, ("--option-price", "no_exercise")),
        ({"nature": "By spouse"}, ("--nature", "held_directly")),
    ],
)
async def test_what_the_command_says_has_to_fit(known, wrong, lack):
    await reported(known)
    assert reasons(await drafted(known, replace(HELD, **wrong)))[0] == lack
    assert isinstance(await drafted(known, replace(HELD, holding=Decimal(400))), Draft)


@pytest.mark.parametrize("term", ["price", "exercisable_on", "expires_on", "left"])
async def test_the_terms_of_what_was_exercised_have_to_be_said(known, term):
    filed = await known.desk.submit(who("officer"), buy(100, action="option_exercise"))
    assert filed.state == "exempt", filed
    known.clock.move(ny("2026-11-24 11:00"))
    await known.desk.report(who("officer"), filed.id, replace(SAID, quantity=100, price="1.25"))
    lacking = replace(HELD, option=replace(TERMS, **{term: None}))
    option = {"price": "price", "exercisable_on": "from", "expires_on": "until", "left": "left"}
    assert reasons(await drafted(known, lacking)) == [(f"--option-{option[term]}", "no_term")]
    other = replace(HELD, option=replace(TERMS, price=Decimal("1.26")))
    assert reasons(await drafted(known, other)) == [("--option-price", "other_price")]
    assert isinstance(await drafted(known, replace(HELD, option=TERMS)), Draft)


async def test_whom_and_what_edgar_does_not_know_of_is_named(company):
    await reported(company)
    shown = await company.desk.draft_filing(who("director"), (await owed(company))[0].id)
    lacks = [("issuer.cik", "no_issuer_cik"), ("owner", "no_owner")]
    assert reasons(shown.lacks) == reasons(await drafted(company)) == lacks
    bare = DIRECTOR | {"cik": "", "issuer_cik": "", "is_director": "no", "ten_percent": "yes"}
    await take_in(company, bare)
    lacks = [("issuer.cik", "no_issuer_cik"), ("owner.cik", "no_cik")]
    lacks += [("owner.is_director", "another_role")]
    assert reasons(await drafted(company)) == lacks
    await take_in(company, DIRECTOR)
    assert isinstance(await drafted(company), Draft)


@pytest.mark.parametrize(
    ("action", "security", "said", "lack"),
    [
        ("buy", "option", HELD, ("lines[1].title", "table_two")),
        ("buy", "preferred", HELD, ("--title", "no_title")),
        ("buy", "preferred", replace(HELD, title="Series A Preferred Stock"), None),
    ],
)
async def test_what_no_draft_is_made_of_is_said(known, action, security, said, lack):
    known.clock.move(ny("2026-11-24 11:00"))
    unasked = UnaskedSaid(action, security, (Execution(SAID.at, 400, "4.10"),), stated=True)
    await known.desk.report_unasked(who("director"), unasked)
    made = await drafted(known, said)
    assert isinstance(made, Draft) if lack is None else lack in reasons(made)


async def test_a_warrants_exercise_has_no_draft(known):
    filed = await cleared(known, action="warrant_exercise", quantity=100)
    await known.desk.report(who("officer"), filed.id, replace(SAID, quantity=100))
    assert ("lines[1].code", "no_code") in reasons(await drafted(known))


async def test_another_form_and_one_that_is_not_owed(known):
    assert reasons(await drafted(known, filing="NONE")) == [("FORM_ID", "no_such_form")]
    changed = "slack_id,name,roles,acknowledged_on\nU0SECOND,Sam Okafor,director,2026-01-05\n"
    known.clock.move(ny("2026-11-24 11:00"))
    await known.database.run(lambda tx: import_people(tx, changed, OPERATOR))
    forms = (await known.desk.filings(who("cfo"))).lines
    (three,) = [one for one in forms if (one.form, one.name) == ("3", "Sam Okafor")]
    assert reasons(await drafted(known, filing=three.id)) == [("FORM_ID", "other_form")]
    assert await known.desk.draft_filing(who("cfo"), three.id) == No("no_draft")


async def test_whose_it_is_and_who_files_read_the_draft_and_nothing_is_recorded_of_it(known):
    await reported(known)
    (one,) = await owed(known)
    before = await known.rows("select count(*) as n from log_leaves")
    for name in ("director", "filer", "cfo", "comply"):
        shown = await known.desk.draft_filing(who(name), one.id)
        assert isinstance(shown, DraftShown)
        assert shown.lacks == ()
    for name in ("ceo", "employee", "chair"):
        assert await known.desk.draft_filing(who(name), one.id) == No("no_such_filing")
    assert await known.rows("select count(*) as n from log_leaves") == before


async def test_who_reports_no_more_files_with_the_box_ticked(known):
    await reported(known)
    assert not (await form_of(known)).not_subject
    await known.replace_roster("Dora Quist,director", "Dora Quist,employee")
    form = await form_of(known)
    assert (form.not_subject, form.owners[0].director) == (True, True)

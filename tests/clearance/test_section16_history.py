"""Filed Forms 4 and 5 on the record: once, as amended, and exempt as their codes say."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from audit import other_acts
from clearance.facts import history_of
from clearance.opening_transactions import import_transactions, transactions
from clearance.section16_history import NamedFiling, Refused, import_filings
from filings.draft import DraftOwner
from storage import made
from tests.filings.forms import ADDRESS, EXERCISED, filed, line, option, submission, written

OPERATOR = "operator:test"
COMPANY = "EXAMPLE BIOTECH INC"
EARLIER = date(2026, 10, 6)


def named(text, name="form4.xml"):
    return NamedFiling(name, filed(text))


async def take(company, *texts, **how):
    filings = [named(text, f"{at}.xml") for at, text in enumerate(texts)]
    return await company.database.run(
        lambda tx: import_filings(tx, filings, how.pop("issuer", COMPANY), OPERATOR, **how)
    )


async def values(company):
    """Give what is in force, by day and side."""
    found = await company.database.run(made.in_force)
    return sorted((value for _, value in found), key=lambda one: (one["on"], one["side"] or ""))


async def history(company):
    def read(tx):
        rows = made.in_force(tx)
        return history_of(tx, rows[0][0].person, 6)

    return await company.database.run(read)


async def test_a_filed_sale_fills_the_look_back_of_whom_the_form_names(company):
    """The form says "Eng Carla", and the list of people "Carla Eng"."""
    (taken,) = await take(company, submission(written(line(on=EARLIER))))
    assert taken.recorded == 1
    assert taken.heading == ("Form 4 of Eng Carla for 2026-10-06, 0001234567-26-000001: Carla Eng")
    assert taken.said == ("sale of 1000 on 2026-10-06 at 4.1 (code S)",)
    (seen,) = await history(company)
    assert (seen.side, seen.on, seen.shares, seen.price, seen.exempt) == (
        "sale", EARLIER, 1000, "4.1", False,
    )  # fmt: skip
    (row,) = await company.rows("select * from transactions")
    assert (row["source"], row["by"], row["replaces"]) == ("edgar", OPERATOR, None)
    ((_, said),) = await company.database.run(transactions)
    assert said == "Carla Eng  2026-10-06  sale of 1000 at 4.1, edgar"


async def test_what_the_rules_exempt_is_recorded_so_and_not_looked_at(company):
    (taken,) = await take(company, written(*EXERCISED, plan_adopted_on=date(2026, 5, 1)))
    assert taken.recorded == 4
    assert "gives up a derivative" in taken.said[-1]
    found = {value["edgar"]["code"]: value for value in await values(company)}
    assert {code: value["exempt"] for code, value in found.items()} == {
        "M": "Rule 16b-6(b)", "S": False, "F": "Rule 16b-3(e)", "G": "Rule 16b-5",
    }  # fmt: skip
    assert found["G"]["owner"] == "By the Eng Family Trust"
    assert (found["F"]["shares"], found["F"]["edgar"]["amount"]) == (13, "12.5")
    assert [(one.side, one.shares) for one in await history(company)] == [("sale", 500)]


async def test_a_grant_of_options_is_exempt_and_a_warrant_bought_is_its_shares(company):
    grant = option(code="A", acquired=True)
    bought = option(
        code="P", acquired=True, title="Warrant (right to buy)", shares=Decimal(5), price=Decimal(9)
    )
    await take(company, written(grant, bought))
    (seen,) = await history(company)
    assert (seen.side, seen.shares, seen.price) == ("purchase", 500, "")


@pytest.mark.parametrize("again", [lambda text: text, submission])
async def test_the_same_filing_is_recorded_once_whatever_it_comes_as(company, again):
    text = written(line(on=EARLIER), line(on=EARLIER))
    assert [one.recorded for one in await take(company, text, again(text))] == [2, 0]
    (later,) = await take(company, again(text))
    assert (later.recorded, later.said) == (0, ("It is on the record already.",))
    assert len(await values(company)) == 2


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("original_first", [True, False])
async def test_an_amendment_takes_the_place_of_the_line_it_corrects(
    company, at_once, original_first
):
    texts = [
        written(line(on=EARLIER, shares=Decimal(400)), line(on=EARLIER, price=Decimal(5))),
        written(line(on=EARLIER, shares=Decimal(450)), amends=date(2026, 10, 7)),
    ]
    texts = texts if original_first else texts[::-1]
    for part in [texts] if at_once else [[text] for text in texts]:
        assert not isinstance(await take(company, *part), Refused)
    assert sorted(value["shares"] for value in await values(company)) == [450, 1000]


async def test_an_amendment_that_restates_a_line_changes_nothing(company):
    first = written(line(on=EARLIER), line(on=EARLIER, code="P", acquired=True))
    await take(company, first)
    (again,) = await take(company, written(line(on=EARLIER), amends=date(2026, 10, 7)))
    assert again.recorded == 0
    assert "as it was filed before" in again.said[0]
    assert len(await values(company)) == 2


async def test_a_line_that_an_amendment_adds_is_kept_beside_the_others(company):
    await take(company, written(line(on=EARLIER)))
    added = line(on=EARLIER, shares=Decimal(7), price=Decimal(9))
    (taken,) = await take(company, written(added, amends=date(2026, 10, 7)))
    assert "recorded beside them" in taken.said[0]
    assert sorted(value["shares"] for value in await values(company)) == [7, 1000]


async def test_an_amendment_of_another_period_corrects_nothing(company):
    await take(company, written(line(on=EARLIER, shares=Decimal(400))))
    other = date(2026, 10, 13)
    await take(company, written(line(on=other, shares=Decimal(450)), amends=date(2026, 10, 14)))
    assert sorted(value["shares"] for value in await values(company)) == [400, 450]


async def test_two_lines_that_were_the_same_are_corrected_one_by_one(company):
    await take(company, written(line(on=EARLIER), line(on=EARLIER)))
    corrections = [line(on=EARLIER, shares=Decimal(shares)) for shares in (900, 800)]
    await take(company, written(*corrections, amends=date(2026, 10, 7)))
    assert sorted(value["shares"] for value in await values(company)) == [800, 900]


async def test_of_two_amendments_the_later_one_counts_in_whatever_order_they_are_named(company):
    texts = [
        submission(
            written(line(on=EARLIER, shares=Decimal(shares)), amends=filed_on),
            form="4/A" if filed_on else "4",
            accession=f"0001234567-26-00000{at}",
            accepted=f"2026100{at}170000",
        )
        for at, shares, filed_on in (
            (9, 475, date(2026, 10, 7)), (8, 450, date(2026, 10, 7)), (7, 400, None),
        )
    ]  # fmt: skip
    await take(company, *texts)
    assert [value["shares"] for value in await values(company)] == [475]


async def test_what_was_entered_from_paper_is_not_counted_twice(company):
    paper = f"slack_id,side,on,shares,price\nU0CEO,sale,{EARLIER},1000,4.10\n"
    await company.database.run(lambda tx: import_transactions(tx, paper, OPERATOR))
    (taken,) = await take(company, written(line(on=EARLIER), line(on=EARLIER)))
    assert taken.recorded == 1
    assert "as reported or from paper" in taken.said[0]
    assert len(await values(company)) == 2


@pytest.mark.parametrize(
    ("reported", "filed_as", "recorded"),
    [((600, 400), (1000,), 0), ((1000,), (600, 400), 0), ((600, 300), (1000,), 1)],
)
async def test_what_was_reported_in_other_parts_is_not_counted_twice(
    company, reported, filed_as, recorded
):
    rows = "".join(f"U0CEO,sale,{EARLIER},{shares},4.10\n" for shares in reported)
    text = f"slack_id,side,on,shares,price\n{rows}"
    assert await company.database.run(lambda tx: import_transactions(tx, text, OPERATOR)) == len(
        reported
    )
    form = written(*(line(on=EARLIER, shares=Decimal(shares)) for shares in filed_as))
    (taken,) = await take(company, form)
    assert taken.recorded == recorded
    assert len(await values(company)) == len(reported) + recorded


async def test_a_dry_run_says_all_and_records_nothing(company):
    before = await company.rows("select count(*) as n from log_leaves")
    (taken,) = await take(company, written(line(on=EARLIER)), dry_run=True)
    assert taken.recorded == 1
    assert await values(company) == []
    assert await company.rows("select count(*) as n from log_leaves") == before
    (taken,) = await take(company, written(line(on=EARLIER)))
    assert len(await values(company)) == 1


async def test_each_line_is_in_the_log_with_who_recorded_it(company):
    await take(company, written(line(on=EARLIER)))
    (entry,) = await company.rows(
        "select record from log_bodies where record like '%transaction:recorded%'"
    )
    assert OPERATOR in entry["record"]
    said = json.loads(entry["record"])["body"]["open"]
    assert said["source"] == "edgar"
    assert set(said) == {"id", "source", "replaces"}


def test_the_report_of_the_record_says_where_a_transaction_came_from():
    said = other_acts._SAID["transaction:recorded"]
    assert said(None, {"source": "edgar"}) == "from a form filed with the SEC"
    assert said(None, {"source": "paper"}) == "from paper"


# --- whose it is, and what is in the way ----------------------------------------------

STRANGER = DraftOwner("55", "Nobody Known", ADDRESS, director=True)
SAME_NAME = DraftOwner("66", "QUIST DORA", ADDRESS, director=True)


async def refused(company, *texts, **how):
    done = await take(company, *texts, **how)
    assert isinstance(done, Refused), done
    assert await values(company) == []
    return "\n".join(done.sentences)


async def test_who_is_nobody_on_the_record_has_to_be_named(company):
    text = written(line(on=EARLIER), owners=(STRANGER,))
    said = await refused(company, text)
    assert "filed by Nobody Known, and nobody on the record has that name" in said
    assert "--person SLACK_ID" in said
    assert [one.recorded for one in await take(company, text, slack_id="U0DIRECTOR")] == [1]
    # From then on the CIK is known, and is not taken for anybody else's.
    second = written(line(on=EARLIER, shares=Decimal(3)), owners=(STRANGER,))
    (taken,) = await take(company, second)
    assert taken.heading.endswith("Dora Quist")
    third = written(line(on=EARLIER, shares=Decimal(4)), owners=(STRANGER,))
    done = await take(company, third, slack_id="U0CEO")
    assert "somebody else's" in done.sentences[0]


async def test_a_name_that_is_only_like_another_is_not_taken_for_it(company):
    for name in ("Eng Carl", "Eng Carla M", "Engcarla"):
        owner = replace(STRANGER, name=name)
        assert "nobody on the record" in await refused(
            company, written(line(on=EARLIER), owners=(owner,))
        )
    for name in ("ENG CARLA", "Eng, Carla", "carla  eng"):
        text = written(line(on=EARLIER), owners=(replace(STRANGER, name=" ".join(name.split())),))
        (taken,) = await take(company, text, dry_run=True)
        assert taken.recorded == 1


async def test_two_people_in_one_filing_have_to_be_told_apart(company):
    both = written(line(on=EARLIER), owners=(SAME_NAME, replace(STRANGER, name="Eng Carla")))
    assert "several people could be meant" in await refused(company, both)
    assert [one.recorded for one in await take(company, both, slack_id="U0DIRECTOR")] == [1]


async def test_a_slack_id_that_is_nobodys_is_refused(company):
    assert "nobody on the record" in await refused(company, written(), slack_id="U0GHOST")


async def test_another_companys_form_is_refused_unless_it_is_said_to_be_ours(company):
    text = written(line(on=EARLIER))
    assert "--any-issuer" in await refused(company, text, issuer="Cellectar Biosciences, Inc.")
    assert [one.recorded for one in await take(company, text, issuer=None)] == [1]


async def test_one_file_that_is_wrong_keeps_all_of_them_out(company):
    good, bad = written(line(on=EARLIER)), written(line(on=EARLIER), owners=(STRANGER,))
    said = await refused(company, good, bad)
    assert said.startswith("1.xml: ")


async def test_a_transaction_in_the_future_is_refused_and_that_of_today_is_not(company):
    """The clock stands on 23 November 2026."""
    late = written().replace("2026-11-20", "2026-11-24")
    assert "in the future" in await refused(company, late)
    today = written().replace("2026-11-20", "2026-11-23")
    assert [one.recorded for one in await take(company, today)] == [1]


async def test_a_line_that_no_program_can_judge_needs_a_person(company):
    put = option(code="P", acquired=True, price=Decimal(2), title="Put Option (right to sell)")
    said = await refused(company, written(put))
    assert "Table II, line " in said
    assert "preclear transactions import" in said
    call = option(code="P", acquired=True, price=Decimal(2), title="Call Option (right to buy)")
    assert [one.recorded for one in await take(company, written(call))] == [1]


async def test_a_form_3_has_holdings_and_no_transactions(company, pytestconfig):
    text = (
        pytestconfig.rootpath / "tests" / "data" / "ownership" / "form3-X0206-2022.xml"
    ).read_text()
    (taken,) = await take(company, text, issuer=None, slack_id="U0DIRECTOR")
    assert (taken.recorded, taken.said) == (0, ("It reports no transaction.",))

"""What a form is opened with: recent news as long as it binds, readings, the company's names."""

from dataclasses import replace

import pytest

from clearance import asking
from clearance.desk import Desk
from clearance.releases import ReleaseEntry, add_release
from clearance.shown import NewsShown
from policy.company import Policy, load_policy
from policy.company_file import Stated
from tests.clearance.company import APPROVE, TEAM, buy, ny, who

TITLE = "A new licence partner"
#: A Monday; two full trading days later is Thursday's open.
PUBLIC_AT = ny("2026-11-16 08:00")


async def announce(company, kind="disclosure"):
    entry = ReleaseEntry(
        kind=kind,
        public_at=PUBLIC_AT,
        title=TITLE,
        quarter_end=None if kind == "disclosure" else ny("2026-12-31 00:00").date(),
    )
    await company.database.run(
        lambda tx: add_release(company.desk.grounds, tx, entry, "operator:test")
    )


@pytest.mark.parametrize(("at", "told"), [("2026-11-19 09:29", True), ("2026-11-19 09:30", False)])
async def test_news_is_told_to_everybody_while_it_binds(company, at, told):
    company.clock.move(ny("2026-11-16 10:00"))
    await announce(company)
    company.clock.move(ny(at))
    sheets = [await company.desk.asking(who(name)) for name in ("employee", "director")]
    assert [bool(sheet.news) for sheet in sheets] == [told, told]


async def test_news_says_when_it_was_public_and_until_when_it_binds(company):
    company.clock.move(ny("2026-11-16 10:00"))
    await announce(company)
    sheet = await company.desk.asking(who("employee"))
    assert sheet.news == (
        NewsShown(TITLE, PUBLIC_AT, ny("2026-11-19 09:30"), "General Guidelines"),
    )


async def test_an_officer_is_told_the_news_with_a_request_that_waits(company):
    company.clock.move(ny("2026-11-16 10:00"))
    filed = await company.desk.submit(who("employee"), buy())
    assert (await company.desk.review(who("cfo"), filed.id)).news == ()
    await announce(company)
    assert [one.title for one in (await company.desk.review(who("cfo"), filed.id)).news] == [TITLE]
    decided = await company.desk.decide(who("cfo"), filed.id, APPROVE)
    assert decided.news == ()


async def test_the_readings_of_the_policy_in_force_are_told(company):
    sheet = await company.desk.asking(who("employee"))
    holds = {key: reading.holds for key, reading in sheet.readings.items()}
    assert holds == {
        **dict.fromkeys(("warrant_exercise", "gift", "sell_to_cover"), True),
        **dict.fromkeys(("espp_election", "plan_401k_move"), True),
        **dict.fromkeys(("net_withholding", "espp_purchase", "rsu_vesting"), False),
        **dict.fromkeys(("dividend_reinvestment", "day_limit", "margin", "pledge"), False),
    }
    assert sheet.readings["gift"].section == "Trading"
    assert (sheet.readings["gift"].chosen, sheet.readings["margin"].chosen) == (True, False)
    assert sheet.company == ("Cellectar Biosciences, Inc.", "CLRB")


async def test_the_sections_of_the_policy_in_force_are_told(company, exchange):
    sheet = await company.desk.asking(who("employee"))
    assert sheet.sections["limit_order"] == "Standing and Limit Orders and Margin Accounts"
    assert sheet.plan_sellers == ("director", "ceo_direct_report", "section16")
    other = Desk(company.database, load_policy("example_general_counsel"), exchange, TEAM)
    sheet = await other.asking(who("employee"))
    assert (sheet.sections["limit_order"], sheet.sections["blackout"]) == ("2.5", "3.1")
    assert sheet.plan_sellers == ("ceo", "cfo")
    assert (await other.related(who("employee"))).section == "1.4"


def test_another_companys_file_is_read_as_it_stands(cellectar):
    table = {**cellectar.stated["orders"], "day_limit": Stated("allowed", "Orders", None, "text")}
    other = Policy.of({**cellectar.stated, "orders": table})
    changed = asking.readings(other)["day_limit"]
    assert (changed.holds, changed.section, changed.chosen) == (True, "Orders", False)
    kept = asking.readings(cellectar)["day_limit"]
    assert replace(changed, holds=False, section=kept.section) == kept

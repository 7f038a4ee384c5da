"""One's own six months: the window, one's trades and clearances, and nobody else's."""

from datetime import date

import pytest

from clearance.opening_transactions import import_transactions
from clearance.window_years import year
from handlers.views import band_form
from handlers.words import band as band_words
from sandbox.blockkit import view_problems
from tests.clearance.company import OPERATOR, decided, who
from tests.clearance.restricting import restricted

SOLD = "U0DIRECTOR,sale,2026-06-03,1000,5.00"


async def traded(company, *lines):
    text = "\n".join(["slack_id,side,on,shares,price", *lines])
    assert await company.database.run(lambda tx: import_transactions(tx, text, OPERATOR))


async def test_the_band_of_a_director(company):
    await traded(company, SOLD, "U0CEO,purchase,2026-07-01,5,1.00")
    filed = await decided(company, name="director")
    band = await company.desk.band(who("director"))
    assert band.today == date(2026, 11, 23)
    assert (band.days[0].on, band.days[-1].on) == (date(2026, 5, 23), date(2027, 5, 23))
    assert [(one.on, one.side) for one in band.trades] == [(date(2026, 6, 3), "sale")]
    (cleared,) = band.clearances
    assert (cleared.request, cleared.first, cleared.last) == (
        filed.id, date(2026, 11, 24), date(2026, 11, 27)
    )  # fmt: skip
    assert dict(band.free) == {"purchase": date(2026, 12, 4), "sale": band.today}
    said = str(list(band_words.words(band)))
    assert "Friday 4 December 2026 on" in said
    assert "A sale today is matched with nothing on record." in said
    assert "Nov 26" in band_words.bars(band)
    assert "Jun 26 .S" in band_words.bars(band)


@pytest.mark.parametrize(("made", "shown"), [("2026-05-22", 0), ("2026-05-23", 1)])
async def test_what_lies_further_back_is_not_shown(company, made, shown):
    await traded(company, SOLD.replace("2026-06-03", made))
    assert len((await company.desk.band(who("director"))).trades) == shown


async def test_who_is_no_insider_has_a_band_without_free_days(company):
    band = await company.desk.band(who("employee"))
    assert (band.free, band.trades, band.clearances) == ((), (), ())
    assert band_words.FREE_NONE in str(list(band_words.words(band)))


async def test_a_restriction_changes_nothing_of_it(company):
    await restricted(company, "employee", notify=False)
    under, free = [await company.desk.band(who(name)) for name in ("employee", "second")]
    assert under == free


async def test_slack_takes_the_largest(company):
    await traded(company, *(SOLD.replace("1000", str(1000 + n)) for n in range(60)))
    view = band_form.build(await company.desk.band(who("director")))
    assert view_problems(view) == []
    assert "and 48 earlier" in str(view)


async def test_the_companys_year_is_what_its_window_says(company):
    drawn = await company.database.run(lambda tx: year(tx, company.desk.grounds, 2026))
    states = {one.on: one.state for one in drawn.days}
    assert len(states) == 365
    assert (states[date(2026, 11, 13)], states[date(2026, 11, 16)]) == ("closed", "open")
    # The blackout begins at 5 p.m. on the 17th; its report is not there yet.
    assert (states[date(2026, 12, 17)], states[date(2026, 12, 18)]) == ("open", "unknown")

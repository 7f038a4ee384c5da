"""App Home for each role: what it says, empty and with every list at its longest."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clearance.shown import Report, ReportShown
from clearance.shown_acknowledgements import AtHome
from clearance.shown_home import (
    CompanyAtHome,
    FormsAtHome,
    HomeSheet,
    Left,
    PlansAtHome,
    RelatedAtHome,
)
from handlers.views import home, home_ids, home_own, request_sheet
from handlers.words import change as change_words
from handlers.words import home as words
from policy.window_days import WindowDay
from sandbox.blockkit import view_problems
from tests.handlers import samples
from tests.handlers.payloads import taken_by_slacks_models
from tests.handlers.views.test_audit import TEN

HOME = replace(samples.HOME, mine=())
DECEMBER = date(2026, 12, 17)
DAYS = (
    *samples.weekdays(samples.TODAY, 19, "open"),
    *samples.weekdays(DECEMBER + timedelta(days=1), 10, "closed"),
    *samples.weekdays(date(2027, 1, 1), 16, "unknown"),
)
SIGNED = AtHome(to_sign=False, due_on=date(2026, 12, 23), signed_on=samples.TODAY)
CLEARED = replace(samples.APPROVED, id="K7M4QWXC")
FIRST, LAST = CLEARED.earliest_trade_at, CLEARED.expires_at


def said(sheet, pulled=()):
    """Give all words of the page, a block a line."""
    return "\n".join(str(block) for block in home.build(sheet, pulled)["blocks"])


def at(moment):
    return replace(samples.OPEN_WINDOW, at=moment)


def test_with_every_list_at_its_longest_it_fits_slacks_page_and_its_ids_are_constant():
    view = home.build(samples.FULLEST_HOME, TEN)
    assert view_problems(view) == []
    taken_by_slacks_models(view)
    assert 85 < len(view["blocks"]) <= 96, "a few are left for what others add"
    drawn = home.build(samples.FULLEST_HOME, TEN)
    assert drawn == view, "drawn twice it is the same, to the byte"


def test_everybody_without_anything_gets_a_short_page_and_no_officers_parts():
    shown = said(HOME)
    assert len(home.build(HOME)["blocks"]) < 12
    assert words.MINE_NONE in shown
    for part in (words.TO_DECIDE, words.DECIDED, words.COMPANY, words.STANDING):
        assert part not in shown


@pytest.mark.parametrize(
    ("sheet", "says"),
    [
        (HOME, words.MAY["none"]),
        (replace(HOME, window=samples.CLOSED_WINDOW), words.MAY["closed"]),
        (replace(HOME, mine=(samples.PENDING,)), words.MAY["pending"]),
        (
            replace(HOME, mine=(samples.PENDING,), acknowledgement=replace(SIGNED, to_sign=True)),
            words.MAY["sign"],
        ),
        (replace(HOME, mine=(replace(samples.PENDING, state="declined"),)), words.MAY["none"]),
        (
            replace(HOME, mine=(CLEARED,), left={CLEARED.id: Left(2, begins=True)}),
            "You hold a clearance that begins on",
        ),
        (
            replace(HOME, mine=(CLEARED,), left={CLEARED.id: Left(2)}, window=at(FIRST)),
            "*Only what you were cleared for*",
        ),
        (replace(HOME, mine=(CLEARED,), left={CLEARED.id: Left(0)}), words.MAY["none"]),
    ],
)
def test_it_says_first_whether_one_may_trade_now(sheet, says):
    assert says in str(home.build(sheet)["blocks"][2])


def test_what_waits_for_an_officer_stands_before_what_they_may_do_themselves():
    sheet = replace(samples.FULLEST_HOME, name="Daniel")
    heads = [
        one["text"]["text"] for one in home.build(sheet, TEN)["blocks"] if one["type"] == "header"
    ]
    waits = [words.TO_DECIDE, change_words.HOME, words.COMPANY]
    assert heads[:4] == [*waits, words.MAY_TITLE]
    assert heads.index(words.MINE) < heads.index(words.PICTURE_TITLE)


def test_a_clearance_has_the_button_that_reports_a_trade_on_it():
    held = [replace(CLEARED, id=f"K7M4QWX{end}") for end in "ACD"]
    over = replace(CLEARED, id="K7M4QWXE", state="expired")
    blocks = home.build(replace(HOME, mine=(*held, over)))["blocks"]
    reports = [one for one in blocks if one.get("block_id", "").startswith("report:")]
    assert len(reports) == home_own.REPORTS_SHOWN
    pressed = [one["elements"][0] for one in reports]
    assert {one["action_id"] for one in pressed} == {request_sheet.REPORT}
    assert {one["value"] for one in pressed} <= {one.id for one in held}
    none = said(replace(HOME, mine=(replace(CLEARED, may_report=False),)))
    assert "report:" not in none


def test_the_picture_has_a_row_a_week_and_a_square_a_day_and_the_words_say_all_of_it():
    sheet = replace(HOME, days=DAYS)
    rows = words.picture(DAYS).splitlines()
    assert len(rows) == 9
    assert all(row.count(":") == 10 for row in rows), "five squares each"
    assert (
        rows[0]
        == "`23 Nov` " + 3 * words.SQUARES["open"] + words.NO_SESSION + (words.SQUARES["open"])
    )
    assert rows[3].startswith("`14 Dec`")
    assert [row[:8] for row in rows[1:3]] == ["`30 Nov`", "`07 Dec`"], "the squares stand in line"
    told = words.in_words(DAYS)
    assert "Open from Monday 23 November 2026 to Thursday 17 December 2026." in told
    assert "Closed from Friday 18 December 2026 to Thursday 31 December 2026." in told
    assert "Not known yet from Friday 1 January 2027 on" in told
    assert "No trading on 26 November, " in told
    texts = [block.get("text", {}).get("text") for block in home.build(sheet)["blocks"]]
    assert texts.index(told) < texts.index("\n".join(rows)), "the words are read first"
    assert "http" not in said(sheet)


def test_a_window_that_stands_alone_for_a_day_is_said_as_a_day():
    alone = (WindowDay(DECEMBER, session=True, state="open"),)
    assert words.in_words(alone) == "Open on Thursday 17 December 2026."


@pytest.mark.parametrize(
    ("left", "says"),
    [
        (Left(3, begins=True), "and is good for 3 trading days, to "),
        (Left(3), "3 trading days left, to "),
        (Left(1), "1 trading day left, to "),
        (Left(1, 5), "Less than 5 hours left, to "),
        (Left(1, 1), "Less than an hour left, to "),
        (Left(0), words.NO_TIME_LEFT),
    ],
)
def test_a_clearance_shows_what_is_left_of_its_time_and_of_its_number(left, says):
    sheet = replace(HOME, mine=(CLEARED,), left={CLEARED.id: left})
    assert says in said(sheet)
    assert f"{CLEARED.trade.quantity:,} left" in said(sheet)
    if left.sessions:
        assert f"<!date^{int(LAST.timestamp())}^" in said(sheet), "the reader's own time beside"


@pytest.mark.parametrize(("done", "shown"), [(200, True), (500, False), (700, False)])
def test_what_was_reported_of_a_clearance_is_added_up(done, shown):
    report = ReportShown(samples.NOW, Report(traded=True, at=FIRST, quantity=done, price="4"))
    reported = replace(CLEARED, state="reported", report=report)
    part = words.PART_REPORTED.format(done=done, quantity=CLEARED.trade.quantity)
    assert (part in said(replace(HOME, mine=(reported,)))) is shown


def test_a_clearance_stands_before_newer_requests_that_are_over():
    over = [replace(one, state="declined") for one in samples.many(11)]
    old = replace(CLEARED, submitted_at=samples.NOW - timedelta(days=30))
    blocks = home.build(replace(HOME, mine=(*over, old)))["blocks"]
    rows = [one["block_id"] for one in blocks if one.get("block_id", "").startswith("request:")]
    assert rows[0] == f"request:{old.id}"
    assert len(rows) == 10
    assert words.MORE in said(replace(HOME, mine=(*over, old)))


def test_the_standing_of_an_insider_and_of_somebody_with_nothing():
    nothing = said(replace(HOME, related=RelatedAtHome(0), plans=PlansAtHome(), forms=None))
    assert words.RELATED_NONE in nothing
    assert words.PLANS_NONE in nothing
    assert "Section 16" not in nothing
    sheet = replace(
        HOME,
        acknowledgement=replace(SIGNED, initialled=True),
        related=RelatedAtHome(3, 1),
        plans=PlansAtHome(running=1, returned=1),
        forms=FormsAtHome(date(2026, 11, 25), 2, 1),
    )
    shown = said(sheet)
    assert "signed on Monday 23 November 2026 and initialled" in shown
    assert "last day to sign in this round: Wednesday 23 December 2026" in shown
    assert "3 registered. Waiting for a colleague's yes: 1." in shown
    assert "1 on record, 1 returned to you for correction" in shown
    assert "to be filed: 2, the first by Wednesday 25 November 2026. Late: 1." in shown
    none = replace(sheet, forms=FormsAtHome())
    assert words.FORMS_NONE in said(none)


def test_an_officer_sees_when_each_request_was_asked_and_by_when_to_decide():
    pending = replace(samples.many_pending(1)[0], asked_at=samples.NOW - timedelta(hours=1))
    shown = said(HomeSheet("Daniel", ("ceo",), samples.OPEN_WINDOW, (), (pending,)))
    assert f"<!date^{int(pending.asked_at.timestamp())}^" in shown
    assert f"<!date^{int(pending.decide_by.timestamp())}^" in shown
    assert home_ids.REVIEW in shown
    assert words.TO_DECIDE_NONE in said(replace(HOME, offices=("ceo",)))


def test_compliance_sees_what_is_open_and_missing_and_the_last_pulls():
    quiet = said(replace(HOME, company=CompanyAtHome()))
    assert words.MISSING_NONE in quiet
    assert words.PULLS_NONE in quiet
    company = CompanyAtHome(
        2, 1, 7, unreported=(date(2026, 9, 30),), guests=("Ines",), vacant=("cfo",)
    )
    shown = said(replace(HOME, company=company), TEN)
    assert "Open cases: 2" in shown
    assert "Section 16 forms that are late: 1" in shown
    assert words.UNSIGNED.format(count=7) in shown
    assert words.UNSIGNED_LATE.format(count=7) in said(
        replace(HOME, company=replace(company, overdue=True))
    )
    assert "the quarter that ended on Wednesday 30 September 2026" in shown
    assert "Nobody holds this office: Chief Financial Officer." in shown
    assert words.GUEST.format(name="Ines") in shown
    assert "“preclear people import”" in shown
    assert "company's calendar" in words.missing(company)
    assert words.PEOPLE_KEPT not in words.missing(replace(company, guests=(), vacant=()))
    assert "restrict" not in said(replace(HOME, company=company)).casefold()

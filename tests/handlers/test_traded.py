"""Forms of trades that were made: parts, what had no clearance, and what was filed."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from clearance.shown import No
from clearance.shown_changes import ChangeWaiting
from clearance.shown_filings import FilingLine, FilingList
from clearance.shown_home import HomeSheet
from clearance.shown_reports import (
    MOST_EXECUTIONS,
    Form144,
    OverdueLine,
    OverdueList,
    Unasked,
    UnaskedShown,
)
from handlers import words
from handlers.views import (
    execution_fields,
    filing_views,
    home,
    overdue_list,
    report_form,
    request_sheet,
    traded_list,
    unasked_form,
)
from handlers.words import filing as filing_words
from handlers.words import traded as traded_words
from policy.facts import Plan, Trade
from sandbox.blockkit import view_problems
from tests.handlers import samples
from tests.handlers.payloads import taken_by_slacks_models

NOW = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
LINE = FilingLine(
    id="K7M4QWXA-20261124",
    name="Dora Quist",
    own=True,
    form="4",
    on=date(2026, 11, 24),
    due_on=date(2026, 11, 27),
    state="open",
    trade=Trade("buy", 500),
    shares=400,
    left=2,
)
STATES = [
    LINE,
    replace(LINE, left=0),
    replace(LINE, state="late", left=None, form5_on=date(2027, 2, 16)),
    *(
        replace(
            LINE,
            state=state,
            left=None,
            holder=samples.LONG[:60],
            filed_form="4/A",
            accession="0001234567-26-000123",
            filed_on=date(2026, 11, 30),
        )
        for state in ("amend", "filed", "filed_late")
    ),
    replace(LINE, form="3", trade=None, shares=0),
]
UNDER_PLAN = replace(
    samples.APPROVED, trade=Trade("sell", 500, plan=Plan(date(2025, 6, 2), approved=True))
)
OWED = replace(samples.APPROVED, state="declined", owes_answer=True)
MANY = [replace(OWED, id=f"R{number:07}") for number in range(40)]
SILENT = OverdueLine("K7M4QWXA", samples.LONG[:60], NOW)
MADE = UnaskedShown("sell", "common", None, (), stated=False)
TRADED = {"traded": "yes", "chose_day": "plan"}
VIEWS = {
    **{
        f"report, {count}": report_form.build(UNDER_PLAN, count, values=TRADED)
        for count in (1, 2, 10)
    },
    "report, first": report_form.build(UNDER_PLAN),
    "unasked": unasked_form.build(()),
    "unasked, largest": unasked_form.build(samples.many_related(30).entries, 10),
    "unasked, done": unasked_form.receipt(Unasked(MADE, "4", date(2026, 11, 27))),
    "traded, none": traded_list.build(()),
    "traded": traded_list.build(MANY),
    "owed": request_sheet.build(OWED),
    "home": home.build(replace(samples.HOME, to_answer=MANY[:9])),
    "home, largest": home.build(
        HomeSheet(
            samples.LONG,
            ("ceo",),
            samples.CLOSED_WINDOW,
            samples.many(3000),
            samples.many_pending(3000),
            samples.many_decided(5),
            tuple(
                ChangeWaiting(f"K{number:07}", "office", samples.LONG, samples.NOW)
                for number in range(3000)
            ),
            to_answer=tuple(MANY),
        )
    ),
    "overdue, none": overdue_list.build(OverdueList()),
    "overdue": overdue_list.build(OverdueList((SILENT,) * 100)),
    "filings, none": filing_views.listed(FilingList((), everybodys=False)),
    "filings": filing_views.listed(
        FilingList(
            tuple(replace(STATES[n % len(STATES)], id=f"R{n:07}-20261124") for n in range(100)),
            everybodys=True,
        )
    ),
    **{f"filing, {place}": filing_views.entering(one) for place, one in enumerate(STATES)},
}


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_every_form(name):
    assert view_problems(VIEWS[name]) == []
    taken_by_slacks_models(VIEWS[name])


def test_an_execution_is_added_up_to_ten():
    assert execution_fields.drawn_in(VIEWS["report, 1"]) == 1
    assert execution_fields.drawn_in(VIEWS["report, 2"]) == 2
    adds = [execution_fields.ADD in str(VIEWS[f"report, {count}"]) for count in (2, 10)]
    assert adds == [True, False]
    assert MOST_EXECUTIONS == 10


def filled(**fields):
    values = {
        "traded": {"value": {"selected_option": {"value": "yes"}}},
        "stated": {"value": {"selected_option": {"value": "none"}}},
        "traded_on": {"value": {"selected_date": "2026-11-24"}},
        "traded_at": {"value": {"selected_time": "10:00"}},
        "traded_quantity": {"value": {"value": "300"}},
        "price": {"value": {"value": "$4.10"}},
    }
    return {"id": "V1", "private_metadata": "K7M4QWXA", "state": {"values": values | fields}}


SECOND = {
    "traded_on_2": {"value": {"selected_date": "2026-11-25"}},
    "traded_at_2": {"value": {"selected_time": "11:00"}},
    "traded_quantity_2": {"value": {"value": "200"}},
    "price_2": {"value": {"value": "4.20"}},
}
EMPTY = {name: {"value": {"value": None}} for name in SECOND}


def test_executions_are_read_in_their_order():
    read = report_form.read(filled(**SECOND), NOW)
    assert read.errors == {}
    assert [(one.quantity, one.price) for one in read.report.executions] == [
        (300, "4.10"),
        (200, "4.20"),
    ]


def test_one_that_is_left_empty_counts_for_nothing_and_half_a_one_is_asked_for():
    assert report_form.read(filled(**EMPTY), NOW).report.further == ()
    half = report_form.read(filled(**{**EMPTY, "price_2": SECOND["price_2"]}), NOW)
    assert set(half.errors) == set(SECOND) - {"price_2"}
    assert set(half.errors.values()) == {traded_words.PART_EMPTY}


@pytest.mark.parametrize(
    ("chose", "told", "wrong"),
    [
        ("plan", "2026-11-25", None),
        ("plan", "2026-11-30", None),
        ("plan", "2026-12-01", "told_on"),
        ("plan", None, "told_on"),
        ("self", None, None),
        ("self", "2026-11-25", "told_on"),
        (None, None, "chose_day"),
    ],
)
def test_of_a_plans_trade_it_is_said_who_chose_the_day(chose, told, wrong):
    option = None if chose is None else {"value": chose}
    fields = {
        "chose_day": {"value": {"selected_option": option}},
        "told_on": {"value": {"selected_date": told}},
    }
    read = report_form.read(filled(**fields), NOW)
    assert set(read.errors) == ({wrong} if wrong else set())
    if not wrong:
        assert (read.report.chose_day, str(read.report.told_on)) == (chose == "self", str(told))


def test_a_wrong_part_is_told_at_its_field():
    errors = report_form.errors_of(No("bad_report", {"field": "price_3"}))
    assert errors == {"price_3": words.ERROR_PRICE}


@pytest.mark.parametrize("state", ["late", "amend", "filed", "filed_late", "open"])
def test_each_state_of_a_form_has_its_words(state):
    told = filing_words.line(next(one for one in STATES if one.state == state))
    assert ("Late" in told, "Filed" in told) == (
        state == "late",
        state in ("filed", "filed_late"),
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Form144(5_001, Decimal(0), "shares", None), traded_words.FORM_144_PASSED),
        (Form144(3_000, Decimal("10000.00"), None, Decimal(20)), "over $20.00 a share"),
        (Form144(3_000, Decimal("10000.00"), None, None), traded_words.FORM_144_UNDER),
    ],
)
def test_form_144_says_what_is_passed_or_at_which_price(found, said):
    assert said in traded_words.form_144(found)

"""Sessions and SEC business days, against the calendar's own list and known days."""

import json
import sys
from datetime import date, time, timedelta
from importlib.metadata import version

import exchange_calendars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.ask import answer_lines
from policy.calendars import kept
from policy.calendars.edgar_closures import BEFORE_THEY_WERE_KEPT, CLOSURES
from policy.calendars.exchange import (
    FIRST_DAY,
    LAST_DAY,
    ExchangeCalendar,
    OutOfCalendar,
    ask_package,
    load_exchange,
)
from policy.calendars.kept import FILE
from policy.calendars.sec import federal_holidays, is_business_day, next_business_day
from policy.calendars.settlement import settles_on
from policy.facts import Plan
from policy.quarters import is_quarter_end, quarter_end_on_or_after, quarters_of
from tests.policy.keep_calendars import EXCHANGES, written
from tests.policy.making import at, day, rules_of

DAYS = st.dates(FIRST_DAY, LAST_DAY)


def walked(calendar, start: date) -> date | None:
    """Return the first session on or after a day by looking at one day after another."""
    sessions = set(calendar.days)
    found = start
    while found <= LAST_DAY:
        if found in sessions:
            return found
        found += timedelta(days=1)
    return None


@settings(deadline=None)
@given(DAYS)
def test_bisection_equals_a_walk(calendar, start):
    expected = walked(calendar, start)
    assert expected is not None
    assert calendar.at_or_after(start).day == expected
    assert (calendar.session_on(start) is not None) == (expected == start)


@settings(deadline=None)
@given(DAYS.filter(lambda start: start < date(2049, 11, 1)), st.integers(0, 20))
def test_the_nth_session_after(calendar, start, n):
    session = calendar.at_or_after(start)
    expected = session.day
    for _ in range(n):
        expected = walked(calendar, expected + timedelta(days=1))
    assert calendar.after(session, n).day == expected


def test_beyond_the_bounds_it_raises(calendar):
    assert calendar.at_or_after(FIRST_DAY).day == date(2000, 1, 3)
    assert calendar.session_on(FIRST_DAY) is None
    assert calendar.at_or_after(LAST_DAY).day == LAST_DAY
    for wrong in (FIRST_DAY - timedelta(days=1), LAST_DAY + timedelta(days=1)):
        with pytest.raises(OutOfCalendar):
            calendar.session_on(wrong)
        with pytest.raises(OutOfCalendar):
            calendar.at_or_after(wrong)
    with pytest.raises(OutOfCalendar):
        calendar.after(calendar.at_or_after(LAST_DAY))


def test_hours_follow_the_clocks(calendar):
    winter, summer = calendar.session_on(day("2017-03-10")), calendar.session_on(day("2017-03-13"))
    assert winter.opens_at == at("2017-03-10T14:30:00+00:00")
    assert summer.opens_at == at("2017-03-13T13:30:00+00:00")
    early = calendar.session_on(day("2025-11-28"))
    assert (early.closes_at, early.full) == (at("2025-11-28T18:00:00+00:00"), False)
    assert calendar.session_on(day("2025-12-01")).full


def test_days_added_by_the_company(calendar):
    shut = calendar.with_days(closed=[day("2025-08-19")], not_full=[day("2025-08-20")])
    assert shut.session_on(day("2025-08-19")) is None
    assert not shut.session_on(day("2025-08-20")).full
    assert calendar.session_on(day("2025-08-19")).full
    assert calendar.session_on(day("2025-08-20")).full
    assert (
        len({calendar.version, shut.version, shut.with_days(closed=[day("2026-01-02")]).version})
        == 3
    )


def test_a_stored_calendar_is_the_same_calendar(calendar):
    days = (day("2025-08-19"), day("2025-08-20"), day("2025-08-21"), day("2025-08-22"))
    for each in (calendar, calendar.with_days(*([added] for added in days))):
        again = ExchangeCalendar.from_content(each.content)
        assert again == each
        assert again.version == each.version
        assert len(again.content) < 20_000


def small_calendar(**changes) -> ExchangeCalendar:
    """Make a calendar of two weeks that ends on a Thursday; nothing of it is regular."""
    days = [f"2025-08-{number:02d}" for number in (4, 5, 7, 8, 9, 11, 12, 13, 14)]
    made = {
        "name": "TEST",
        "first_day": day("2025-08-04"),
        "last_day": day("2025-08-14"),
        "days": tuple(map(day, days)),
        "opens": ((day("2025-08-05"), time(10, 15)),),
        "closes": ((day("2025-08-05"), time(12, 45)), (day("2025-08-08"), time(17, 0))),
    }
    return ExchangeCalendar(**{**made, **changes})


def test_a_stored_calendar_keeps_what_is_out_of_the_ordinary():
    """A closed Wednesday, a session on a Saturday, a late open, an end within the week."""
    made = small_calendar()
    stored = json.loads(made.content)
    assert (stored["closed"], stored["extra"]) == (["2025-08-06"], ["2025-08-09"])
    assert stored["opens"] == [["2025-08-05", "10:15"]]
    assert stored["closes"] == [["2025-08-05", "12:45"], ["2025-08-08", "17:00"]]
    assert (stored["first_day"], stored["last_day"]) == ("2025-08-04", "2025-08-14")
    assert (stored["name"], stored["zone"]) == ("TEST", "America/New_York")
    again = ExchangeCalendar.from_content(made.content)
    assert (again, again.content) == (made, made.content)
    late = again.session_on(day("2025-08-05"))
    assert (late.opens_at, late.closes_at) == (at("2025-08-05T10:15:00"), at("2025-08-05T12:45:00"))
    assert again.session_on(day("2025-08-09")).opens_at == at("2025-08-09T09:30:00")
    assert again.session_on(day("2025-08-06")) is None


def test_a_session_is_full_unless_it_opens_late_or_closes_early():
    """One that stays open longer is."""
    monday, tuesday = day("2025-08-04"), day("2025-08-05")
    for changes, full in (
        ({"opens": ((tuesday, time(9, 31)),), "closes": ()}, False),
        ({"opens": ((tuesday, time(9, 29)),), "closes": ()}, True),
        ({"opens": (), "closes": ((tuesday, time(15, 59)),)}, False),
        ({"opens": (), "closes": ((tuesday, time(16, 1)),)}, True),
    ):
        made = small_calendar(**changes)
        assert made.session_on(tuesday).full is full
        assert made.session_on(tuesday).short is not full
        assert made.session_on(monday).full


def test_a_calendar_says_where_it_ends():
    made = small_calendar()
    runs = "the calendar of TEST runs from 2025-08-04 to 2025-08-14; {} lies outside it"
    for outside in ("2025-08-03", "2025-08-15"):
        for asked in (made.session_on, made.at_or_after):
            with pytest.raises(OutOfCalendar) as caught:
                asked(day(outside))
            assert str(caught.value) == runs.format(outside)
    first, last = made.session_on(day("2025-08-04")), made.session_on(day("2025-08-14"))
    ends = "the calendar of TEST ends on 2025-08-14; a later session is needed"
    for session, n in ((last, 1), (first, -1)):
        with pytest.raises(OutOfCalendar) as caught:
            made.after(session, n)
        assert str(caught.value) == ends
    assert made.after(last, 0) == last
    assert made.after(first).place == 1


def test_a_last_day_without_a_session_has_none():
    made = small_calendar(last_day=day("2025-08-15"))
    assert made.session_on(day("2025-08-15")) is None
    with pytest.raises(OutOfCalendar):
        made.at_or_after(day("2025-08-15"))


def test_a_calendar_names_itself_briefly(calendar):
    assert repr(calendar) == f"<calendar XNAS, {len(calendar.days)} sessions to 2049-12-31>"


def test_the_exchanges_calendar_reaches_from_2000_to_2049(calendar):
    assert (calendar.name, calendar.first_day, calendar.last_day) == ("XNAS", FIRST_DAY, LAST_DAY)
    assert (calendar.days[0], calendar.days[-1]) == (day("2000-01-03"), LAST_DAY)


def test_each_kind_of_day_changes_the_version(calendar):
    kinds = ("closed", "not_full", "edgar_closed", "not_settling")
    versions = {calendar.with_days(**{kind: [day("2025-08-19")]}).version for kind in kinds}
    assert len({calendar.version, *versions}) == 5


def test_a_calendar_stored_without_closures_has_those_known_then(calendar):
    """What a later release knows besides changes no earlier decision."""
    older = json.loads(calendar.content)
    assert older.pop("not_settling") == []
    assert older.pop("edgar_closed") == sorted(each.day.isoformat() for each in CLOSURES)
    again = ExchangeCalendar.from_content(json.dumps(older))
    assert again.edgar_closed == BEFORE_THEY_WERE_KEPT
    assert day("2025-12-26") in again.edgar_closed
    knows_less = json.dumps({**older, "edgar_closed": [], "not_settling": ["2025-08-19"]})
    again = ExchangeCalendar.from_content(knows_less)
    assert is_business_day(day("2025-12-26"), again)
    assert settles_on(day("2025-08-18"), again) == day("2025-08-20")


def test_importing_the_rules_loads_neither_pandas_nor_the_solver():
    """Nor does the calendar that is kept ready."""
    import subprocess  # noqa: PLC0415

    code = (
        "import sys, policy.ask, policy.archive, policy.calendars.exchange as exchange;"
        " exchange.load_exchange();"
        " sys.exit(bool({'pandas', 'networkx'} & sys.modules.keys()))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("closed", "worked"),
    [
        ("2018-10-08", "2018-10-09"),  # Columbus Day
        ("2025-11-11", "2025-11-12"),  # Veterans Day
        ("2023-11-10", "2023-11-09"),  # Veterans Day on a Saturday, kept on Friday
        ("2022-12-26", "2022-12-27"),  # Christmas on a Sunday, kept on Monday
        ("2021-12-31", "2021-12-30"),  # New Year on a Saturday, kept the year before
        ("2022-06-20", "2020-06-19"),  # Juneteenth on a Sunday; not yet a holiday in 2020
        ("2021-06-18", "2019-06-18"),
        ("2025-01-20", "2025-04-18"),  # King's birthday; Good Friday is a business day
        ("2025-05-26", "2025-05-27"),
        ("2025-11-27", "2025-11-28"),
        ("2025-12-26", "2024-12-26"),  # closed by order
    ],
)
def test_sec_business_days(closed, worked, calendar):
    assert not is_business_day(day(closed), calendar)
    assert is_business_day(day(worked), calendar)


def test_every_closure_by_order_is_a_weekday_with_a_source(calendar):
    for closure in CLOSURES:
        assert not is_business_day(closure.day, calendar)
        assert closure.day.weekday() < 5
        assert closure.source


def test_the_filing_day_itself_never_counts(calendar):
    assert next_business_day(day("2018-10-12"), calendar, 2) == day("2018-10-16")
    assert next_business_day(day("2018-10-05"), calendar, 2) == day("2018-10-10")
    shut = calendar.with_days(edgar_closed=[day("2018-10-15")])
    assert next_business_day(day("2018-10-12"), shut, 2) == day("2018-10-17")
    assert shut.session_on(day("2018-10-15")) is not None


def test_sec_days_end_with_the_calendar(calendar):
    assert is_business_day(LAST_DAY, calendar) is (LAST_DAY not in federal_holidays(2049))
    with pytest.raises(OutOfCalendar):
        next_business_day(LAST_DAY, calendar)


def test_what_is_said_of_a_day_that_no_calendar_has(calendar):
    known = "SEC business days are known from 2000-01-01 to 2049-12-31; {} lies outside"
    for outside in (FIRST_DAY - timedelta(days=1), LAST_DAY + timedelta(days=1)):
        with pytest.raises(OutOfCalendar) as caught:
            is_business_day(outside, calendar)
        assert str(caught.value) == known.format(outside)
    assert not is_business_day(FIRST_DAY, calendar)  # a Saturday, and known
    with pytest.raises(OutOfCalendar) as caught:
        next_business_day(date.max, calendar)
    assert str(caught.value) == known.format("2050-01-01")
    with pytest.raises(
        ValueError, match=r"^2025-08-17 has no session, so nothing is traded on it$"
    ):
        settles_on(day("2025-08-17"), calendar)


def test_each_year_has_its_holidays():
    """Ten before 2021, eleven since; New Year's Day may be kept in the year before."""
    kept = sum(len(federal_holidays(year)) for year in range(2000, 2050))
    assert kept == 21 * 10 + 29 * 11


@given(DAYS, st.sampled_from(["0131", "0228", "0331", "1231", "0630"]))
def test_quarter_ends(start, month_end):
    found = quarter_end_on_or_after(start, month_end)
    assert start <= found <= start + timedelta(days=92)
    assert is_quarter_end(found, month_end)
    between = (start + timedelta(days=n) for n in range((found - start).days))
    assert not any(is_quarter_end(each, month_end) for each in between)


def test_quarters_are_snapped_to_month_ends():
    assert quarters_of("0228", 2024) == (
        day("2023-05-31"),
        day("2023-08-31"),
        day("2023-11-30"),
        day("2024-02-29"),
    )
    assert quarters_of("0229", 2025)[-1] == day("2025-02-28")
    assert not is_quarter_end(day("2024-02-28"), "0228")
    assert is_quarter_end(day("2024-02-29"), "0228")


@pytest.mark.parametrize(
    ("kind", "fields", "days"),
    [
        ("form4", {"transacted_on": "2025-08-18"}, {"due_on": ("2025-08-20", "2025-08-21")}),
        (
            "cooling_off",
            {"who": "other", "leg": "report", "report_filed_at": "2025-08-18T18:00:00-04:00"},
            {"first_trade_on": ("2025-08-22", "2025-08-25")},
        ),
        ("settles", {"traded_on": "2025-08-19"}, {"settles_on": ("2025-08-20", "2025-08-21")}),
    ],
)
def test_a_question_is_answered_with_its_calendars_closures(kind, fields, days, policy, calendar):
    line = json.dumps({"ask": kind, **fields})
    shut = calendar.with_days(edgar_closed=[day("2025-08-19")], not_settling=[day("2025-08-20")])
    for place, asked_of in enumerate((calendar, shut)):
        [(answered, _)] = answer_lines([line], policy, asked_of)
        wanted = {name: pair[place] for name, pair in days.items()}
        assert json.loads(answered)["answer"] == wanted


def test_a_plan_waits_for_the_report_as_its_calendar_counts(policy, calendar):
    """Adopted on 20 May, reported on 14 August, the 90 days over on the 18th."""
    plan = Plan(day("2025-05-20"), approved=True, report_filed_on=day("2025-08-15"))
    at_once = {"roles": {"officer"}, "plan": plan, "at": at("2025-08-20T10:00:00")}
    shut = calendar.with_days(edgar_closed=[day("2025-08-19")])
    assert rules_of(policy, calendar, **at_once) == ()
    assert rules_of(policy, shut, **at_once) == ("cooling_off",)


@pytest.mark.parametrize("name", EXCHANGES)
def test_what_is_kept_ready_is_what_the_package_says(name):
    """Where a new release changes it, ``make calendars`` writes it anew."""
    assert load_exchange(name) == ask_package(name)
    assert load_exchange(name).version == ask_package(name).version
    assert FILE.read_text() == written()


def test_of_another_release_or_exchange_the_package_is_asked(tmp_path, monkeypatch):
    assert kept.kept("XNAS")
    assert kept.kept("XLON") is None
    other = tmp_path / "kept.json"
    monkeypatch.setattr(kept, "FILE", other)
    assert kept.kept("XNAS") is None
    other.write_text(FILE.read_text().replace(f'"{version(kept.PACKAGE)}"', '"4.12"'))
    assert kept.kept("XNAS") is None


@pytest.mark.parametrize(
    ("ends", "last_day"),
    [
        ("2049-12-31", "2049-12-31"),
        ("2049-12-27", "2049-12-31"),  # so few days are left that no session need be missing
        ("2049-12-24", "2049-12-23"),  # a holiday
        ("2030-01-04", "2030-01-04"),
    ],
)
def test_an_exchange_is_read_as_far_as_the_library_reaches(ends, last_day, monkeypatch):
    whole = exchange_calendars.get_calendar
    monkeypatch.setattr(
        exchange_calendars, "get_calendar", lambda name, start, **_: whole(name, start, ends)
    )
    read = ask_package("XNYS")
    assert (read.name, read.first_day, read.last_day) == ("XNYS", FIRST_DAY, day(last_day))
    assert read.opens == ()
    assert dict(read.closes)[day("2025-11-28")] == time(13)
    assert day("2025-11-26") not in dict(read.closes)
    assert read.days[0] == day("2000-01-03")

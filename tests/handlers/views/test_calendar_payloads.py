"""Slack takes every form of the calendar, the largest too, and what was typed stays plain."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from clearance.shown import No
from clearance.shown_calendar import (
    BlackoutMoved,
    BlackoutSaid,
    CalendarForeseen,
    CalendarKept,
    CalendarShown,
    ExpectedSaid,
    ExpectedShown,
    QuarterShown,
    RecordShown,
    ReleaseSaid,
    ReleaseShown,
    TakenBackSaid,
)
from clearance.window_notices import WindowTold
from clearance.window_years import YearShown
from handlers.moments import NEW_YORK
from handlers.views import calendar_confirm, calendar_forms, calendar_sheet, opened
from handlers.words import calendar as calendar_words
from policy.blackouts import Period
from policy.window_days import WindowDay
from sandbox.blockkit import view_problems
from tests.handlers.payloads import taken_by_slacks_models, texts
from tests.handlers.samples import CLOSED_WINDOW, OPEN_WINDOW

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
HOSTILE = ("<!channel> <@U0CEO> *b* \u202etxt\u202c =1+1 'x' \U0001f600 \u200b" * 9)[:300]
RECORD = RecordShown("H7M4QWXA", AT, "<@U0CEO> & " + "x" * 90)
MOVED = BlackoutMoved(RECORD, HOSTILE, AT, AT + timedelta(days=9))
FOURTH = date(2026, 12, 31)
QUARTER = QuarterShown(Period(FOURTH, AT, None), False, False, None, None)  # noqa: FBT003 - as read
EXPECTED = ExpectedShown(RECORD, date(2027, 3, 4), AT, False)  # noqa: FBT003 - as read
FULL_QUARTER = replace(QUARTER, moved=MOVED, expected=EXPECTED)
RELEASE = ReleaseShown(RECORD, "full", AT, HOSTILE[:150], FOURTH, by_filing=False)
KEPT = CalendarKept(date(2026, 11, 23), (QUARTER,), (), (date(2026, 9, 30),), 2, "Asia/Tokyo")


def quarters(one, count):
    ends = [date(2026 + n // 4, n % 4 * 3 + 1, 1) - timedelta(days=1) for n in range(4, 4 + count)]
    return tuple(replace(one, period=Period(end, AT, AT)) for end in ends)


LARGEST_KEPT = replace(
    KEPT,
    quarters=quarters(FULL_QUARTER, 12),
    releases=tuple(replace(RELEASE, record=replace(RECORD, id=f"H7M4QW{n:02}")) for n in range(12)),
)
DAYS = tuple(
    WindowDay(date(2026, 1, 1) + timedelta(days=n), True, "open" if n % 3 else "closed")  # noqa: FBT003
    for n in range(365)
)
YEAR = YearShown("Cellectar Biosciences, Inc.", 2026, date(2026, 11, 23), DAYS)
SAID = {
    "release": ReleaseSaid("full", AT, HOSTILE[:150], FOURTH, "H7M4QWXA", reaching_back=True),
    "news": ReleaseSaid("disclosure", AT, "News"),
    "blackout": BlackoutSaid(FOURTH, HOSTILE, AT, AT + timedelta(days=9), "H7M4QWXA"),
    "expected": ExpectedSaid(FOURTH, date(2027, 3, 4)),
    "not expected": ExpectedSaid(FOURTH, None),
    "taken back": TakenBackSaid("blackout", "H7M4QWXA", HOSTILE),
    "release taken back": TakenBackSaid("release", "H7M4QWXA"),
}
WARNS = dict.fromkeys(calendar_words.WARNS, "2026-09-30, 2026-06-30")


def foreseen(said, **more):
    periods = (Period(FOURTH, AT, None), Period(FOURTH, AT + timedelta(days=1), AT))
    return CalendarForeseen(said, OPEN_WINDOW, CLOSED_WINDOW, periods, WARNS, **more)


def test_quarters_of_which_nothing_is_open_stand_together_in_a_line_each():
    """Twin: one whose blackout was moved keeps the button that corrects it."""
    over = replace(QUARTER, period=Period(date(2026, 9, 30), AT, AT), reported=True)
    moved = replace(over, moved=MOVED)
    kept = replace(KEPT, quarters=(over, moved, QUARTER))
    blocks = calendar_sheet.build(CalendarShown(OPEN_WINDOW, (), kept))["blocks"]
    named = [one["block_id"] for one in blocks if one.get("block_id", "").startswith("quarter:")]
    assert named == ["quarter:2026-09-30", "quarter:2026-12-31"]
    line = "Quarter to 30 September 2026: blackout from 23 November 2026 to 23 November 2026"
    assert str(blocks).count(line) == 1


def test_a_day_that_is_expected_may_be_left_out_only_where_there_is_one_to_take_back():
    def day(kept):
        blocks = calendar_forms.expect(kept)["blocks"]
        return next(one for one in blocks if one.get("block_id") == calendar_forms.DAY)

    assert not day(KEPT).get("optional")
    assert "hint" not in day(KEPT)
    one = replace(KEPT, quarters=(replace(QUARTER, expected=EXPECTED),))
    assert day(one)["optional"]
    assert day(one)["hint"]["text"] == calendar_words.HINT_DAY


def sent(form, **values):
    state = {block: {"value": {"value": value}} for block, value in values.items()}
    return form | {"state": {"values": state}}


MOVING = calendar_forms.move(LARGEST_KEPT, FULL_QUARTER)
RELEASING = calendar_forms.release(LARGEST_KEPT, RELEASE)
EXPECTING = calendar_forms.expect(LARGEST_KEPT)
SENT = {
    "release": sent(RELEASING, calendar_title=HOSTILE[:150]),
    "news": sent(calendar_forms.release(KEPT), calendar_title="News"),
    "blackout": sent(MOVING, calendar_source=HOSTILE),
    "expected": sent(EXPECTING),
    "not expected": sent(EXPECTING),
    "taken back": sent(calendar_forms.mistake("blackout", "H7M4QWXA"), calendar_source=HOSTILE),
    "release taken back": sent(calendar_forms.mistake("release", "H7M4QWXA")),
}
VIEWS = {
    "everybody": calendar_sheet.build(CalendarShown(OPEN_WINDOW, (YEAR, YEAR))),
    "nothing kept": calendar_sheet.build(CalendarShown(CLOSED_WINDOW, (), KEPT)),
    "largest": calendar_sheet.build(CalendarShown(OPEN_WINDOW, (YEAR, YEAR), LARGEST_KEPT)),
    "expect": calendar_forms.expect(LARGEST_KEPT),
    "release": calendar_forms.release(KEPT),
    "release, corrected": calendar_forms.release(LARGEST_KEPT, RELEASE),
    "move": calendar_forms.move(KEPT),
    "move, corrected": calendar_forms.move(LARGEST_KEPT, FULL_QUARTER),
    "mistake": calendar_forms.mistake("blackout", "H7M4QWXA"),
    "mistake, release": calendar_forms.mistake("release", "H7M4QWXA"),
    **{
        f"foreseen, {name}": calendar_confirm.build(SENT[name], foreseen(one))
        for name, one in SAID.items()
    },
    **{f"done, {name}": calendar_confirm.done(foreseen(one)) for name, one in SAID.items()},
    "told": opened.build(WindowTold("closes", OPEN_WINDOW, 5)),
    "told, opened": opened.build(WindowTold("opened", OPEN_WINDOW, 30)),
    "told, closed": opened.build(WindowTold("closes", CLOSED_WINDOW, 0)),
}


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_it(name):
    view = VIEWS[name]
    assert view_problems(view) == []
    taken_by_slacks_models(view)
    ids = [block["block_id"] for block in view["blocks"] if "block_id" in block]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", VIEWS)
def test_what_was_typed_is_plain_text(name):
    marked = [one["text"] for one in texts(VIEWS[name]) if one["type"] == "mrkdwn"]
    assert not [one for one in marked if "<!channel>" in one or "<@U0CEO>" in one]


@pytest.mark.parametrize("name", SAID)
def test_a_form_confirms_what_it_says_in_its_head_and_nothing_else(name):
    found, form = foreseen(SAID[name]), SENT[name]
    assert not calendar_confirm.confirms(form, found)
    again = calendar_confirm.build(form, found)
    assert calendar_confirm.confirms(again, found)
    assert not calendar_confirm.confirms(again, replace(found, after=OPEN_WINDOW))
    assert not calendar_confirm.confirms(again, replace(found, said=ExpectedSaid(FOURTH, AT)))
    assert again["callback_id"] == form["callback_id"]
    assert calendar_forms.about(again) == calendar_forms.about(form)


def test_a_form_drawn_again_holds_what_was_typed_and_one_head():
    form, found = SENT["blackout"], foreseen(SAID["blackout"])
    once = calendar_confirm.build(form, found)
    fields = {one["block_id"]: one for one in once["blocks"] if one["type"] == "input"}
    assert fields["calendar_source"]["element"]["initial_value"] == HOSTILE
    assert "initial_date" not in fields["calendar_on"]["element"]  # it was emptied
    assert calendar_confirm.build(once | {"state": form["state"]}, found) == once


def hidden(node):
    """Give what travels with a view and nobody reads: ids, values, metadata."""
    if isinstance(node, list):
        return [one for part in node for one in hidden(part)]
    if not isinstance(node, dict):
        return []
    names = ("private_metadata", "callback_id", "block_id", "action_id", "value")
    own = [node[name] for name in names if name in node]
    return own + [one for part in node.values() for one in hidden(part)]


#: All that may travel with a form: ids, a mark, and words of ours.
OPAQUE = re.compile(r"((release|blackout) )?([0-9A-Z]{8})?(#[0-9a-f]{16})?")


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_that_was_typed_travels_but_as_text(name):
    view = VIEWS[name]
    assert OPAQUE.fullmatch(view.get("private_metadata", ""))
    assert not [one for one in hidden(view) if HOSTILE[:9] in one or "News" in one]


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (OPEN_WINDOW, CLOSED_WINDOW, "The window closes at once"),
        (CLOSED_WINDOW, OPEN_WINDOW, "The window opens at once"),
        (OPEN_WINDOW, OPEN_WINDOW, "The window does not change: it is open"),
        (OPEN_WINDOW, replace(OPEN_WINDOW, closes_at=AT), "closes on Monday 23 November 2026"),
        (replace(CLOSED_WINDOW, reopens_at=AT), replace(CLOSED_WINDOW, reopens_at=None), "nobody"),
    ],
)
def test_it_says_what_becomes_of_the_window(was, now, said):
    assert said in calendar_words.window_change(was, now)


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "which is today"), (1, "which is tomorrow"), (2, "2 days from now")],
)
def test_how_near_the_close_is(days, said):
    assert said in "".join(calendar_words.told(WindowTold("closes", OPEN_WINDOW, days)))


def test_every_refusal_of_a_record_has_its_field_or_a_form_of_its_own():
    for reason in calendar_words.ERRORS:
        of = TakenBackSaid("blackout", "X") if reason == "x" else SAID["news"]
        assert calendar_forms.errors_of(of, No(reason)), reason
    assert calendar_forms.errors_of(SAID["taken back"], No("calendar_record")) is None


# --- Reading a moment ------------------------------------------------------------------


def sent(on, at, zone="America/New_York", **more):
    form = calendar_forms.release(replace(KEPT, zone="America/Chicago"))
    values = {
        "calendar_kind": {"selected_option": {"value": "disclosure"}},
        "calendar_title": {"value": "  News   of a trial "},
        "calendar_on": {"selected_date": on},
        "calendar_at": {"selected_time": at},
        "calendar_zone": {"selected_option": {"value": zone}},
    } | more
    return form | {"state": {"values": {name: {"value": one} for name, one in values.items()}}}


@pytest.mark.parametrize(
    ("on", "at", "zone", "instant"),
    [
        ("2026-11-23", "10:00", "America/New_York", "2026-11-23T15:00+00:00"),
        ("2026-11-23", "10:00", "America/Los_Angeles", "2026-11-23T18:00+00:00"),
        ("2026-11-23", "10:00", "UTC", "2026-11-23T10:00+00:00"),
        ("2026-11-01", "01:30", "America/New_York", "2026-11-01T06:30+00:00"),  # the second one
        ("2026-03-08", "01:59", "America/New_York", "2026-03-08T06:59+00:00"),
        ("2026-03-08", "03:00", "America/New_York", "2026-03-08T07:00+00:00"),
    ],
)
def test_a_moment_is_that_of_the_chosen_clocks(on, at, zone, instant):
    found = calendar_forms.read_release(sent(on, at, zone))
    assert (found.said.public_at, found.said.title) == (
        datetime.fromisoformat(instant),
        "News of a trial",
    )


@pytest.mark.parametrize(
    ("on", "at", "zone", "where"),
    [
        ("2026-03-08", "02:00", "America/New_York", "calendar_at"),
        ("2026-03-08", "02:59", "America/New_York", "calendar_at"),
        (None, "10:00", "America/New_York", "calendar_on"),
        ("2026-11-23", None, "America/New_York", "calendar_at"),
        (None, None, "America/New_York", "calendar_on"),
        ("2026-11-23", "10:00", "Asia/Tokyo", "calendar_zone"),  # the form did not offer it
        ("2026-11-23", "10:00", "../../etc/passwd", "calendar_zone"),
    ],
)
def test_what_is_no_moment_is_said_at_its_field(on, at, zone, where):
    found = calendar_forms.read_release(sent(on, at, zone))
    assert found.said is None
    assert set(found.errors) == {where}


def test_a_start_in_an_hour_that_comes_twice_is_the_first_and_an_end_the_second():
    form = calendar_forms.move(KEPT)
    values = {
        "calendar_quarter": {"selected_option": {"value": "2026-12-31"}},
        "calendar_source": {"value": "Notice"},
        "calendar_zone": {"selected_option": {"value": "America/New_York"}},
    }
    for on, at in (("calendar_on", "calendar_at"), ("calendar_ends_on", "calendar_ends_at")):
        values |= {on: {"selected_date": "2026-11-01"}, at: {"selected_time": "01:30"}}
    state = {"values": {name: {"value": one} for name, one in values.items()}}
    said = calendar_forms.read_move(form | {"state": state}).said
    first = datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK).astimezone(UTC)
    assert (said.starts_at, said.ends_at) == (first, first + timedelta(hours=1))

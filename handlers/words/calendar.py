"""What is said of the company's calendar: a year of the window, and what its keepers record."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from clearance.shown import WindowShown
from clearance.shown_calendar import (
    BlackoutSaid,
    CalendarForeseen,
    ExpectedSaid,
    QuarterShown,
    RecordShown,
    ReleaseSaid,
    ReleaseShown,
    TakenBackSaid,
)
from clearance.window_notices import WindowTold
from clearance.window_years import YearShown
from handlers.moments import both, dated, day, in_new_york, new_york_day, short
from handlers.moments import said as in_words
from policy.blackouts import Period
from policy.window_days import spans

TITLE = "{company}: trading window {year}"
LEGEND = {
    "open": "Window open",
    "closed": "Window closed",
    "unknown": "Closed, end not known yet",
    "weekend": "No trading session",
}
STATES = {
    "open": "The window is open from {first} to {last}.",
    "closed": "It is closed from {first} to {last}.",
    "unknown": "It is closed from {first} on, and nobody knows yet when it opens again.",
}
AS_OF = (
    "As recorded on {day}. The last open day ends at the hour at which the policy has the blackout "
    "begin."
)
STANDING = "An open window is not permission to trade: each trade needs a clearance."


def title(of: YearShown) -> str:
    """Name the picture."""
    return TITLE.format(company=of.company, year=of.year)


def said(of: YearShown) -> str:
    """Say the same as the picture does."""
    found = [
        STATES[one.state].format(first=day(one.first), last=day(one.last)) for one in spans(of.days)
    ]
    return "\n".join([f"{title(of)}.", *found, AS_OF.format(day=day(of.today)), STANDING])


# --- The calendar, and its keepers' forms -----------------------------------------------

CALENDAR_TITLE = "Company calendar"
DAYS_HEADING = "The window by the day"
QUARTERS_HEADING = "Quarters and blackouts"
RELEASES_HEADING = "Releases on record"
RELEASES_NONE = "No release is on record yet, so the window stays closed. Record the last report."
RELEASES_LATEST = (
    "The latest {count}. The command line lists all (preclear releases list), and corrects one "
    "that came from a filing by the right file."
)
KEEPERS = (
    "The officers who decide trades and compliance keep this. Each record stays, under the "
    "name and office of whoever made it; a mistake is corrected by another record. Filings "
    "come in as files on the command line (preclear releases import): this app reads no "
    "files and no messages."
)
EXPECT, RELEASE, MOVE = "Expected earnings date", "Record a release", "Move a blackout"
CORRECT, MOVE_ONE, OPEN_CALENDAR = "Correct", "Move", "Company calendar"
TAKE_BACK_SHORT = "Take back"
HOME_LINE = "Earnings dates, releases and blackouts are kept in the company's calendar."

QUARTER = "Quarter to {day}"
BLACKOUT = "Blackout from {starts} until {ends}"
OVER = "{quarter}: blackout from {first} to {last}"
OVER_UNKNOWN = "{quarter}: blackout from {first}, counted as ended"
QUARTERS_OVER = "Reported, or before the first report on record"
UNTIL_REPORT = "{count} full trading {days} after its report"
EXPECTED = "Report expected on {day}"
EXPECTED_OPENS = "; if it comes on that day at or after the open, the window opens on {at}"
EXPECTED_PASSED = "Its report was expected on {day} and is not on record"
REPORT_KNOWN = "Its report is on record"
MOVED = "Moved in writing: {source}"
BY = "Recorded on {at} by {by}"
COMMAND_LINE = "whoever runs this app"
RELEASE_LINE = "{kind}: {title}\nPublic on {at}"
RELEASE_QUARTER = ", quarter that ended on {day}"
KINDS = {
    "full": "Earnings report, which ends the quarter's blackout",
    "preliminary": "Preliminary earnings, ahead of the report",
    "disclosure": "Other news, which ends no blackout",
}
SHORT_KINDS = {
    "full": "Earnings report",
    "preliminary": "Preliminary earnings",
    "disclosure": "News",
}

EXPECT_TITLE = "Expected earnings date"
EXPECT_WHY = (
    "A day that is expected opens nothing by itself: the blackout ends by the report. Only those "
    "who keep this calendar see it."
)
RELEASE_TITLE = "Record a release"
RELEASE_CORRECT_TITLE = "Correct a release"
RELEASE_WHY = (
    "For what the public has already. A filing from EDGAR is better recorded from its file, on the "
    "command line: this app reads no files and no messages in Slack."
)
MOVE_TITLE = "Move a blackout"
MOVE_WHY = (
    "Only for what the company has said in writing. What you leave empty stays as the policy says. "
    "A new start lies ahead: what was decided before it stands. This app reads no files and no "
    "messages: name the writing, and keep it."
)
CORRECTS = "This takes the place of record {record}, which stays beside it."
TAKE_BACK_TITLE = "Take a record back"
TAKE_BACK = "It was recorded by mistake"
TAKE_BACK_RELEASE = "That there was this release is taken back. What was recorded stays beside it."
TAKE_BACK_BLACKOUT = "The policy's own words hold again for this quarter's blackout."
LABEL_QUARTER = "Quarter"
LABEL_DAY = "Day on which its report is expected"
HINT_DAY = "Without a day, the one that was expected is taken back."
LABEL_KIND = "What it is"
LABEL_PUBLIC_ON, LABEL_PUBLIC_AT = "Day on which it was public", "Time at which it was public"
LABEL_TITLE = "What it was"
HINT_TITLE = "One line for the list, such as: press release on the third quarter."
HINT_QUARTER = "Needed for earnings, left out for other news."
LABEL_ZONE = "The times above are those of"
LABEL_STARTS_ON, LABEL_STARTS_AT = "Starts on", "Starts at"
LABEL_ENDS_ON, LABEL_ENDS_AT = "Ends on", "Ends at"
LABEL_SOURCE = "The writing"
HINT_SOURCE = "Such as: notice of the board to all staff, 3 December 2026."
ZONES = {
    "America/New_York": "New York",
    "America/Chicago": "Chicago",
    "America/Denver": "Denver",
    "America/Los_Angeles": "Los Angeles",
    "UTC": "UTC",
}
NEXT = "Next"
RECORD = "Record"

CONFIRM_TITLE = "Record this?"
DONE_TITLE = "Recorded"
DONE = "Recorded as {record}."
SURE = (
    "It is recorded at once, under your name and office. What the window no longer carries, "
    "waiting or decided, ends with it, and whoever filed is told."
)
SAID_RELEASE = "{kind}: {title}"
SAID_PUBLIC = "Public on {at}"
SAID_BLACKOUT = "Blackout of the quarter that ends on {day}, moved in writing: {source}"
SAID_EXPECTED = "Report of the quarter that ends on {day}: expected on {on}"
SAID_NOT_EXPECTED = "Report of the quarter that ends on {day}: no day is expected any more"
SAID_TAKEN_BACK = "Record {record} is taken back"
PERIOD_STARTS = "That quarter's blackout starts on {at} instead of {was}."
PERIOD_ENDS = "That quarter's blackout ends on {at} instead of {was}."
NOT_KNOWN = "a day that nobody knows yet"
WINDOW_SAME = "The window does not change: it is {state}."
WINDOW_CLOSES_NOW = "*The window closes at once.*"
WINDOW_OPENS_NOW = "*The window opens at once* and closes on {at}."
WINDOW_MOVES = "*The window {turns} on {at}* instead of {was}."
STATE_OPEN = "open, and closes on {at}"
STATE_CLOSED = "closed, and opens on {at}"
STATE_UNKNOWN = "closed, and nobody knows yet when it opens"
WARNS = {
    "no_session": "The exchange has no session on {about}. Check the day.",
    "reported": "A report of that quarter is on record already, public on {about}. The first one "
    "counts; this one moves no window that the first has moved.",
    "wait": "Whoever knew of this may trade again from {about} on: that wait is the policy's after "
    "any news.",
    "gap": "*The quarters that ended on {about} would wait for a report, and the window would stay "
    "closed until they have one.* If they were reported on, go back and record those first, the "
    "latest before the others.",
}
ERRORS = {
    "calendar_quarter": "That day ends no quarter of the company's fiscal year. Choose one that "
    "does.",
    "release_title": "Say what it was, in one line of at most 150 characters.",
    "release_quarter": "Choose the quarter that it reports.",
    "release_before_end": "That quarter had not ended when this was public. Check both.",
    "release_future": "That lies in the future. Record it once the public has it.",
    "release_known": "This is on the record already, as {record}. Correct that one instead.",
    "blackout_source": "Say which writing moves it, in one line of at most 300 characters.",
    "blackout_moments": "Say when it starts, or when it ends, or both.",
    "blackout_over": "That blackout counts as over: the reports on record are of later quarters. "
    "Choose another.",
    "blackout_moved": "That blackout was moved already, by {record}. Correct that record instead.",
    "blackout_start_past": "A new start has to lie ahead, as what was decided stands. Choose a "
    "later one.",
    "blackout_start_far": "That is far from the quarter. Check the year and the month.",
    "blackout_turned": "It would end before it starts. Choose a later end.",
    "blackout_end_far": "That is more than a year after the quarter. Check the year.",
    "expected_none": "Choose the day. None was expected so far, so there is none to take back.",
    "expected_reported": "That quarter's report is on the record already. Choose another quarter.",
    "expected_past": "That day has passed. If the report came, record it as a release.",
    "expected_early": "That is before the quarter's end. Check the quarter.",
    "expected_far": "That is too far away. Check the year.",
    "expected_weekend": "That is no business day. Choose one.",
}
ERROR_NEEDED = "Choose one."
ERROR_DAY = "Choose the day."
ERROR_BOTH = "Choose the day and the time, or neither."
ERROR_SKIPPED = "The clocks skipped that time there. Choose the minute before or the hour after."

# --- What everybody is told of the window -----------------------------------------------

TOLD_TITLE = "The trading window"
TOLD_CLOSES = "*The window closes on {at}*, {left}."
TOLD_LEFT = {0: "which is today", 1: "which is tomorrow"}
TOLD_DAYS = "{count} days from now"
TOLD_CLOSES_MEANS = (
    "A clearance ends then at the latest, whatever its last moment says. A request that waits then "
    "ends without a decision. If you mean to trade before, ask now: you can trade from the trading "
    "day after an approval on, at the earliest."
)
TOLD_OPENED = "*The window is open*, and closes on {at}."
TOLD_OPENED_MEANS = "If you mean to trade, ask now: `/preclear` opens the form."
TOLD_CLOSED = "The window is closed now. It opens on {at}."
TOLD_CLOSED_UNKNOWN = "The window is closed now, and nobody knows yet when it opens."
TOLD_SAME = "Everybody gets this message, at the same times."


def quarter_name(quarter_end: date) -> str:
    """Name a quarter by its last day: it counts in the company's fiscal year."""
    return QUARTER.format(day=dated(quarter_end))


def over(one: QuarterShown) -> str:
    """Say in a line a quarter of which nothing is open: reported, or before the record."""
    first = dated(new_york_day(one.period.starts_at))
    if one.period.ends_at is None:
        return OVER_UNKNOWN.format(quarter=quarter_name(one.period.quarter_end), first=first)
    last = dated(new_york_day(one.period.ends_at))
    return OVER.format(quarter=quarter_name(one.period.quarter_end), first=first, last=last)


def quarter(one: QuarterShown, full_days: int) -> str:
    """Say a quarter with its blackout, a line each."""
    return "\n".join(_quarter(one, full_days))


def _quarter(one: QuarterShown, full_days: int) -> Iterator[str]:
    yield quarter_name(one.period.quarter_end)
    days = "day" if full_days == 1 else "days"
    unknown = UNTIL_REPORT.format(count=full_days, days=days)
    ends = short(one.period.ends_at) if one.period.ends_at else unknown
    yield BLACKOUT.format(starts=short(one.period.starts_at), ends=ends)
    if one.moved is not None:
        yield f"{MOVED.format(source=one.moved.source)}. {recorded(one.moved.record)}"
    if one.reported:
        yield REPORT_KNOWN
    if one.expected is not None:
        yield _expected(one)


def _expected(one: QuarterShown) -> str:
    found = one.expected
    if found is None:
        return ""
    if found.passed:
        return EXPECTED_PASSED.format(day=day(found.day))
    text = EXPECTED.format(day=day(found.day))
    return text + (EXPECTED_OPENS.format(at=short(found.opens_at)) if found.opens_at else "")


def recorded(one: RecordShown) -> str:
    """Say who recorded something, and when."""
    return BY.format(at=short(one.at), by=one.by or COMMAND_LINE)


def release(one: ReleaseShown) -> str:
    """Say a release of the list."""
    text = RELEASE_LINE.format(
        kind=SHORT_KINDS.get(one.kind, one.kind), title=one.title, at=short(one.public_at)
    )
    quarter_end = RELEASE_QUARTER.format(day=day(one.quarter_end)) if one.quarter_end else ""
    return f"{text}{quarter_end}\n{recorded(one.record)}"


def what(found: CalendarForeseen) -> Iterator[str]:
    """Say what is recorded, a line each; it may hold what a person typed."""
    match found.said:
        case ReleaseSaid() as one:
            yield SAID_RELEASE.format(kind=SHORT_KINDS[one.kind], title=one.title)
            yield SAID_PUBLIC.format(at=in_new_york(one.public_at))
            if one.quarter_end is not None:
                yield quarter_name(one.quarter_end)
            if one.replaces:
                yield CORRECTS.format(record=one.replaces)
        case BlackoutSaid() as moved:
            yield SAID_BLACKOUT.format(day=day(moved.quarter_end), source=moved.source)
            if moved.replaces:
                yield CORRECTS.format(record=moved.replaces)
        case ExpectedSaid(quarter_end=quarter_end, day=None):
            yield SAID_NOT_EXPECTED.format(day=day(quarter_end))
        case ExpectedSaid(quarter_end=quarter_end, day=on) if on is not None:
            yield SAID_EXPECTED.format(day=day(quarter_end), on=day(on))
        case TakenBackSaid() as taken:
            yield SAID_TAKEN_BACK.format(record=taken.record)
            yield TAKE_BACK_RELEASE if taken.what == "release" else TAKE_BACK_BLACKOUT


def changes(found: CalendarForeseen) -> Iterator[str]:
    """Say what a record changes of blackout and window, our own words alone (mrkdwn)."""
    if found.periods is not None:
        yield from _periods(*found.periods)
    yield window_change(found.before, found.after)


def warnings(warns: Mapping[str, str]) -> Iterator[str]:
    """Say what may be a slip of the pen (mrkdwn)."""
    for name, about in warns.items():
        yield WARNS[name].format(about=in_words(about))


def _periods(was: Period, now: Period) -> Iterator[str]:
    if was.starts_at != now.starts_at:
        yield PERIOD_STARTS.format(at=both(now.starts_at), was=in_new_york(was.starts_at))
    if was.ends_at != now.ends_at:
        yield PERIOD_ENDS.format(at=_known(now.ends_at), was=_known(was.ends_at))


def _known(at: datetime | None) -> str:
    return NOT_KNOWN if at is None else in_new_york(at)


def window_change(was: WindowShown, now: WindowShown) -> str:
    """Say what becomes of the window (mrkdwn)."""
    if was.open and not now.open:
        return WINDOW_CLOSES_NOW
    if now.open and not was.open:
        return WINDOW_OPENS_NOW.format(at=_known(now.closes_at))
    if _turn(was) == _turn(now):
        return WINDOW_SAME.format(state=_state(now))
    turns = "closes" if now.open else "opens"
    return WINDOW_MOVES.format(turns=turns, at=_known(_turn(now)), was=_known(_turn(was)))


def _turn(window: WindowShown) -> datetime | None:
    return window.closes_at if window.open else window.reopens_at


def _state(window: WindowShown) -> str:
    if window.open:
        return STATE_OPEN.format(at=_known(window.closes_at))
    if window.reopens_at is None:
        return STATE_UNKNOWN
    return STATE_CLOSED.format(at=in_new_york(window.reopens_at))


def told(found: WindowTold) -> Iterator[str]:
    """Say what everybody is told of the window (mrkdwn)."""
    window = found.window
    if window.closes_at is not None and found.kind == "closes":
        left = TOLD_LEFT.get(found.days_left, TOLD_DAYS.format(count=found.days_left))
        yield TOLD_CLOSES.format(at=both(window.closes_at), left=left)
        yield TOLD_CLOSES_MEANS
    elif window.closes_at is not None:
        yield TOLD_OPENED.format(at=both(window.closes_at))
        yield TOLD_OPENED_MEANS
    elif window.reopens_at is not None:
        yield TOLD_CLOSED.format(at=both(window.reopens_at))
    else:
        yield TOLD_CLOSED_UNKNOWN


def at_field(reason: str, parameters: Mapping[str, object]) -> str | None:
    """Say at its field what is wrong with a record; None for what belongs to none."""
    text = ERRORS.get(reason)
    return None if text is None else text.format(record=parameters.get("record", ""))

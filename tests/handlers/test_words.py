"""The words: complete, exact, and light enough for the command line."""

import subprocess
import sys
from datetime import UTC, date, datetime, time

import pytest

from handlers import moments, words
from handlers.words import findings as finding_words
from handlers.words import request as request_words
from handlers.words import trade_kinds
from policy.calendars.exchange import load_exchange
from policy.decide import decide
from policy.findings import RULES
from policy.roles import GIVEN
from tests.policy.making import at, changed, day, facts


@pytest.fixture(scope="module")
def calendar():
    return load_exchange("XNAS")


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_words_with_and_without_parameters(rule):
    assert rule in finding_words._SENTENCES
    bare = words.finding_text(rule, {})
    full = words.finding_text(rule, {"quarter_end": "2018-12-31", "reopens_at": None})
    assert bare.endswith(".")
    assert "Monday 31 December 2018" in full
    assert "None" not in full


NEXT = ("sk again", "o not", "ecline", "Weigh", "Wait", "Nothing is traded")


@pytest.mark.parametrize("rule", RULES)
def test_every_finding_says_what_to_do_next_and_speaks_of_nobody(rule):
    """An officer reads the same words as the person who asked."""
    said = words.finding_text(rule, {})
    assert any(one in said for one in NEXT)
    assert "Your" not in said
    assert words.finding("Some Section", rule, {}).startswith("Some Section: ")


def test_a_blackout_says_when_the_window_opens_or_that_nobody_knows():
    known = words.finding_text("blackout", {"reopens_at": "2017-03-13T09:30:00-04:00"})
    assert "Monday 13 March 2017, 9:30 a.m. New York time" in known
    assert "not recorded" not in known
    assert "not recorded" in words.finding_text("blackout", {"reopens_at": None})


LEADS = {
    "session_anchor": "at least one trading day before the trade",
    "calendar_session": "on a later day than its approval",
    "full_session": "A whole trading session, from open to close",
}


@pytest.mark.parametrize("lead", LEADS)
def test_too_soon_a_day_is_told_by_the_reading_in_force(lead, calendar):
    """Asked on a Tuesday for that Tuesday: what is needed is not the same everywhere."""
    policy = changed(clearance={"lead": lead})
    asked = facts(on=day("2025-08-26"), at=at("2025-08-26T10:00:00"))
    (found,) = decide(asked, policy, calendar).findings
    told = words.finding_text(found.rule, found.parameters)
    assert [each for each, part in LEADS.items() if part in told] == [lead]
    earliest = "Thursday 28" if lead == "full_session" else "Wednesday 27"
    assert f"The earliest possible day is {earliest} August 2025." in told


def test_the_form_says_of_the_lead_only_what_every_policy_holds():
    """The reading in force is said with the finding; consultants may need no clearance."""
    hint = request_words.HINTS["on"]
    assert "Where a clearance is needed, it comes on an earlier day than the trade" in hint
    for text in (trade_kinds.KINDS["buy"].wants, trade_kinds.KINDS["sell"].wants, hint):
        assert "trading day" not in text


@pytest.mark.parametrize(
    ("day_limit", "told"), [("allowed", "at market or with a limit"), ("forbidden", "market order")]
)
def test_a_standing_order_is_changed_to_what_the_policy_allows(day_limit, told, calendar):
    policy = changed(orders={"day_limit": day_limit})
    (found,) = decide(facts(time_in_force="gtc"), policy, calendar).findings
    assert told in words.finding_text(found.rule, found.parameters)


def test_a_number_of_days_has_its_unit():
    told = words.finding_text("plan_too_young", {"days": 1, "needed": 30})
    assert "It was 1 day old then. It needed 30 days." in told
    assert "It was 0 days old" in words.finding_text("plan_too_young", {"days": 0, "needed": 1})


@pytest.mark.parametrize("number", ["4.2", "3(b)", "C.1", "IV", "10"])
def test_a_section_with_a_number_is_called_one(number):
    assert words.finding(number, "mnpi", {}).startswith(f"Section {number}: Nobody")


@pytest.mark.parametrize("heading", ["Black-Out Periods", "10b5-1 Plans", "Scope", "Section 4"])
def test_a_section_with_a_heading_is_called_by_it(heading):
    assert words.finding(heading, "mnpi", {}).startswith(f"{heading}: Nobody")


def test_every_role_has_a_name():
    assert set(words.ROLES) >= GIVEN


def test_a_refusal_takes_what_it_is_given():
    at = "2026-11-23T15:00:00+00:00"
    told = words.refusal("already_decided", {"office": "cfo", "at": at})
    assert "by the Chief Financial Officer on Monday 23 November 2026, 10:00 a.m." in told
    assert words.refusal("already_decided", {}).startswith("It was decided already. The first")
    assert words.refusal("something new", {"x": 1}).endswith(".")


def test_whoever_is_declined_may_still_speak_to_the_sec():
    assert "SEC" in words.CONFIDENTIAL
    assert "lawyer" in words.CONFIDENTIAL


def test_a_moment_is_said_in_new_york_and_marked_for_the_reader():
    at = datetime(2017, 3, 13, 13, 30, tzinfo=UTC)
    assert moments.both(at) == (
        "Monday 13 March 2017, 9:30 a.m. New York time (for you: "
        "<!date^1489411800^{date_short} {time}|Monday 13 March 2017, 9:30 a.m. New York time>)"
    )


@pytest.mark.parametrize(
    ("at", "said"),
    [(time(0), "12:00 a.m."), (time(12), "12:00 p.m."), (time(23, 59), "11:59 p.m.")],
)
def test_noon_and_midnight(at, said):
    assert moments.clock_time(at) == said


def test_a_time_that_the_clocks_skip_is_no_time():
    assert moments.from_new_york(date(2026, 3, 8), time(2, 30)) is None
    three = moments.from_new_york(date(2026, 3, 8), time(3, 0))
    assert three == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)


def test_a_number_is_not_taken_for_a_day():
    assert moments.said(20261202) == "20261202"


def test_the_words_load_nothing_heavy():
    code = "import sys, handlers.words; print(' '.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in run.stdout.split()}
    assert not loaded & {"slack_bolt", "slack_sdk", "aiohttp", "sqlalchemy", "pandas", "dateutil"}


@pytest.mark.parametrize("standing", [words.MEANWHILE, words.MEANWHILE_CLEARED])
def test_what_is_always_said_is_so_whatever_a_policy_file_allows(standing):
    """Margin accounts and a day's limit order can be allowed; short sales cannot."""
    assert "margin accounts where the policy forbids them" in standing
    assert "Short sales, derivatives and passing information on stay forbidden" in standing
    assert "limit" not in words.MEANWHILE_CLEARED

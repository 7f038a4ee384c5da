"""The sandbox begins on a day with something to try, near today."""

from datetime import datetime, timedelta

import pytest

from bot import trial
from bot.starting import Rules
from clearance.acknowledgement_rounds import progress_of
from clearance.acknowledgement_rows import round_in_force
from clearance.desk import Desk
from clearance.people import people
from clearance.plan_sheets import listed
from clearance.releases import releases
from policy.blackouts import window_at
from policy.facts import Release
from sandbox.seed import USERS
from tests.bot.pieces import NEW_YORK


@pytest.fixture(scope="session")
def rules(cellectar, exchange):
    return Rules(cellectar, exchange)


def ny(text):
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("day", [1, 12, 23])
def test_whenever_it_is_opened_the_window_is_open_for_a_week(rules, month, day):
    real = datetime(2027, month, day, 14, 30, tzinfo=NEW_YORK)
    at = trial.first_moment(real, rules)
    known = [Release(q, public, "full") for q, public in trial.reports_before(at, rules)]
    assert real <= at < real + timedelta(days=80)
    assert all(release.at <= at for release in known)
    assert window_at(at, rules.policy, rules.calendar, known).open
    week = at + timedelta(days=7)
    assert window_at(week, rules.policy, rules.calendar, known).open


def test_in_an_open_window_it_is_today(rules):
    real = ny("2026-11-23 10:00")
    assert trial.first_moment(real, rules) == real


def test_in_a_blackout_it_is_the_next_morning_that_will_do(rules):
    """Christmas lies in the blackout of the fourth quarter, reported on 8 February."""
    assert trial.first_moment(ny("2026-12-25 10:00"), rules) == ny("2027-02-10 10:00")


def test_everybody_of_the_workspace_is_on_record_once(rules, database, clock):
    clock.move(ny("2026-11-23 10:00"))
    desk = Desk(database, rules.policy, rules.calendar)
    assert database.run_now(lambda tx: trial.settle_in(tx, desk, rules))
    assert not database.run_now(lambda tx: trial.settle_in(tx, desk, rules))
    found = database.run_now(people)
    assert {one.slack_id for one in found} == {user.id for user in USERS}
    assert {one.name for one in found} == {user.real_name for user in USERS}
    assert {one.slack_id for one in found if not one.acknowledged_on} == {"U0NEWHIRE"}
    progress = database.run_now(lambda tx: progress_of(tx, round_in_force(tx), people(tx)))
    assert (progress.count("missing"), progress.count("paper")) == (1, len(USERS) - 2)
    (plan,) = database.run_now(lambda tx: listed(tx, desk.grounds.at(tx)))
    assert (plan.owner, plan.doubts) == ("Ruth Abernathy", ())
    assert plan.first_trade_on <= clock.now().date()
    assert len(database.run_now(releases)) == trial.QUARTERS_ON_RECORD

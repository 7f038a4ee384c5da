"""What a company's blackouts keep between two questions changes no answer."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from policy.blackouts import Blackouts
from policy.facts import Override, Release
from policy.instants import MARKET_ZONE
from policy.quarters import quarters_of
from tests.policy.making import at, full, moved

A_MOMENT = timedelta(microseconds=1)
OFTEN = 200


def drawn(draw: Random) -> tuple[tuple[Release, ...], tuple[Override, ...]]:
    """Draw a company of three years: reports that come or not, notices that move or end."""
    quarters = [each for year in (2023, 2024, 2025) for each in quarters_of("1231", year)]
    noon = [datetime.combine(each, datetime.min.time(), MARKET_ZONE) for each in quarters]

    def near(place: int, days: int) -> datetime:
        return (noon[place] + timedelta(days=days, minutes=draw.randrange(1440))).astimezone(UTC)

    releases = tuple(
        Release(each, near(place, draw.randrange(5, 120)), draw.choice(("full", "preliminary")))
        for place, each in enumerate(quarters)
        if draw.random() < 0.9
    )
    overrides = tuple(
        Override(
            each,
            near(place, draw.randrange(-60, 5)) if draw.random() < 0.6 else None,
            near(place, draw.randrange(-40, 90)) if draw.random() < 0.6 else None,
        )
        for place, each in enumerate(quarters)
        if draw.random() < 0.3
    )
    return releases, overrides


@pytest.mark.parametrize("seed", range(25))
def test_who_asks_often_is_told_what_who_asks_once_is_told(policy, calendar, seed):
    draw = Random(seed)  # noqa: S311 - the same company in every run
    releases, overrides = drawn(draw)
    often = Blackouts(policy, calendar, releases, overrides)
    edges = [each.at for each in releases]
    edges += [m for each in overrides for m in (each.starts_at, each.ends_at) if m]
    begun = datetime(2022, 12, 1, tzinfo=UTC)
    moments = [begun + timedelta(minutes=draw.randrange(1300 * 1440)) for _ in range(OFTEN)]
    often_seen = [often.window(each) for each in moments]  # from here on changes are known
    edges += [m for each in often_seen for m in (each.closes_at, each.reopens_at) if m]
    moments += [edge + by for edge in edges for by in (-A_MOMENT, timedelta(), A_MOMENT)]
    draw.shuffle(moments)
    for moment in moments:
        once = Blackouts(policy, calendar, releases, overrides)
        assert often.window(moment) == once.window(moment), moment
        later = moment + timedelta(days=draw.randrange(-30, 60))
        fresh = Blackouts(policy, calendar, releases, overrides)
        assert often.running(moment, later) == fresh.running(moment, later)


@pytest.mark.parametrize("end", ["9999-12-31", "2060-03-31"])
def test_a_quarter_that_no_calendar_reaches_changes_nothing_for_who_asks_often(
    policy, calendar, end
):
    releases = (full("2025-03-31", "2025-05-08T16:30:00"),)
    often = Blackouts(policy, calendar, releases, [moved(end, starts_at="2059-01-01T12:00:00")])
    begun = at("2025-05-01T10:00:00")
    for days in range(OFTEN):
        moment = begun + timedelta(days=days)
        once = Blackouts(policy, calendar, releases, often.overrides)
        assert often.window(moment) == once.window(moment)

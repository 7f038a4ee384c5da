"""What all requests add up to, in bounded room."""

import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest

from audit.durations import Durations
from audit.figures import Figures
from audit.lines import Line
from audit.moments import length, month_of
from tests.audit.making import BLACKOUT, SHORT_SWING, Log, ny
from tests.audit.reading import figures_of, told


def minutes(*lengths):
    found = Durations()
    for one in lengths:
        found.add(timedelta(minutes=one))
    return found


def test_the_median_is_the_middle_one_or_lies_between_the_middle_two():
    assert minutes(1, 2, 50).median() == timedelta(minutes=2)
    assert minutes(1, 2, 4, 50).median() == timedelta(minutes=3)
    assert minutes().median() is None


def test_nine_in_ten_are_within_the_second_figure():
    assert minutes(*range(1, 11)).within(90) == timedelta(minutes=9)
    assert minutes(*range(1, 12)).within(90) == timedelta(minutes=10)
    assert minutes(7).within(90) == timedelta(minutes=7)
    assert minutes().within(90) is None


def test_the_slowest_is_kept_exactly_and_lengths_are_parted_at_their_limits():
    found = minutes(1, 9, 10, 60)
    found.add(timedelta(days=3, seconds=5))
    assert found.slowest == timedelta(days=3, seconds=5)
    limits = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(days=1))
    assert found.parted(limits) == [0, 2, 1, 1, 1]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (59, "59 s"),
        (60, "1 min"),
        (61, "1 min 1 s"),
        (599, "9 min 59 s"),
        (600, "10 min"),
        (3599, "59 min"),
        (3600, "1 h"),
        (86_399, "23 h 59 min"),
        (86_400, "1 d"),
        (90_000, "1 d 1 h"),
    ],
)
def test_a_length_is_said_rounded_down_and_kept_as_exactly_as_it_is_said(seconds, said):
    assert length(timedelta(seconds=seconds)) == said
    found = Durations()
    found.add(timedelta(seconds=seconds))
    assert length(found.median()) == said


def test_so_many_lengths_need_little_room():
    found = Durations()
    for seconds in range(0, 40 * 86_400, 7):
        found.add(timedelta(seconds=seconds))
    assert len(found._counts) < 3_000
    assert found.count == len(range(0, 40 * 86_400, 7))


def test_a_month_is_one_of_new_york():
    assert month_of(datetime(2026, 4, 1, 3, 59, tzinfo=UTC)) == "2026-03"
    assert month_of(datetime(2026, 4, 1, 4, 0, tzinfo=UTC)) == "2026-04"


def test_a_request_counts_where_it_was_asked_and_its_decision_where_it_was_taken():
    log = Log()
    log.filed("PC-1", "p-erin", "2026-03-31 17:00")
    log.decided("PC-1", "p-erin", "p-ceo", "2026-04-01 09:00")
    log.decided("PC-2", "p-erin", "operator:ops", "2026-04-02 09:00", officer="p-ceo")
    months = told(log).totals.months
    assert (months["2026-03"].asked["approved"], months["2026-03"].decided.total()) == (1, 0)
    assert (months["2026-04"].asked.total(), months["2026-04"].decided["approved"]) == (1, 2)


def test_rules_are_counted_by_when_they_spoke():
    log = Log()
    log.filed("PC-1", "p-erin", "2026-03-02 10:00", what="refused", found=[BLACKOUT])
    log.filed("PC-2", "p-erin", "2026-03-02 10:00")
    log.decided("PC-2", "p-erin", "p-ceo", "2026-03-02 11:00", "declined", found=[SHORT_SWING])
    log.filed("PC-3", "p-erin", "2026-03-02 10:00")
    log.decided("PC-3", "p-erin", "p-ceo", "2026-03-02 11:00", "lapsed", found=[BLACKOUT])
    log.filed("PC-4", "p-erin", "2026-03-02 10:00")
    log.decided("PC-4", "p-erin", "p-ceo", "2026-03-02 11:00", found=[SHORT_SWING])
    rules = told(log).totals.rules
    assert rules["blackout", "Black-Out Periods"] == {"refused": 1, "stopped": 1}
    assert rules["short_swing", "Section 16"] == {"declined": 1}


def many(requests, *, over=True):
    """Yield the entries of so many requests, one after another, without keeping them."""
    start = ny("2016-01-04 09:00")
    index = 0
    for number in range(requests):
        log = Log()
        at = start + timedelta(minutes=number)
        said = at.strftime("%Y-%m-%d %H:%M")
        log.filed(f"PC-{number}", f"p-{number % 50}", said)
        log.decided(f"PC-{number}", f"p-{number % 50}", "p-ceo", said)
        if over:
            log.ended(f"PC-{number}", f"p-{number % 50}", said)
        for line in log.lines:
            yield Line(index, line.record, line.sealed, line.restricted)
            index += 1


def test_all_are_counted_and_the_latest_are_listed():
    figures = Figures(kept=40, listed=10)
    for line in many(200):
        figures.take(line)
    found = figures.told()
    assert found.totals.requests == 200
    assert found.totals.outcomes == {"approved": 200}
    assert found.totals.uses == {"silent": 200}
    assert found.totals.worth["silent"].total == 200
    assert [one.id for one in found.requests] == [f"PC-{n}" for n in range(190, 200)]
    assert (found.late, found.requesters) == (0, 50)


def test_what_ended_is_set_aside_before_what_may_still_change():
    figures = Figures(kept=40, listed=100)
    log = Log()
    log.filed("PC-old", "p-erin", "2015-12-01 10:00")
    figures.take(log.lines[0])
    for line in many(200):
        figures.take(line)
    log.decided("PC-old", "p-erin", "p-ceo", "2026-03-02 11:00")
    figures.take(log.lines[1])
    found = figures.told()
    assert found.requests[0].id == "PC-old"
    assert (found.totals.outcomes["approved"], found.late) == (201, 0)


def test_what_comes_to_a_request_that_was_set_aside_is_said_and_counted_twice_nowhere():
    figures = Figures(kept=40, listed=10)
    for line in many(200):
        figures.take(line)
    log = Log()
    log.reported("PC-0", "p-0", "2026-03-04 12:00", on="2026-03-04 11:00")
    figures.take(log.lines[0])
    found = figures.told()
    assert (found.totals.requests, found.late) == (200, 1)


def test_telling_twice_tells_the_same():
    figures = Figures(kept=40, listed=10)
    for line in many(60):
        figures.take(line)
    first, second = figures.told(), figures.told()
    assert first.totals.requests == second.totals.requests == 60
    assert first.totals.took.count == second.totals.took.count


@pytest.mark.parametrize("over", [True, False])
def test_the_room_does_not_grow_with_the_log(over):
    """Both where requests end and where they never do."""
    peaks = []
    for requests in (400, 4_000):
        figures = Figures(kept=200, listed=50)
        tracemalloc.start()
        for line in many(requests, over=over):
            figures.take(line)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


def test_names_are_those_of_the_entries_then_those_that_were_given():
    log = Log()
    log.person("p-erin", "2026-03-02 10:00")
    log.person("p-erin", "2026-03-03 10:00", name="Erin Moss", replaces="x")
    figures = Figures(names={"p-erin": "an older name", "p-sam": "Sam Okafor"})
    for line in log.lines:
        figures.take(line)
    assert figures.told().names == {"p-erin": "Erin Moss", "p-sam": "Sam Okafor"}


def test_other_acts_say_what_changed():
    log = Log()
    log.person("p-erin", "2026-03-02 10:00")
    log.person("p-erin", "2026-03-03 10:00", roles=["director"], replaces="x", active=False)
    details = [act.detail for act in told(log).acts]
    assert details == [
        "as employee",
        "roles: employee → director; not active any more",
    ]


def test_what_comes_by_the_clock_is_counted_and_not_listed():
    log = Log()
    log.add("register:committed", ny("2026-03-02 00:05"), "preclear")
    found = told(log)
    assert (found.act_counts["register:committed"], found.acts) == (1, [])


def test_no_entry_at_all():
    found = figures_of(Log()).told()
    assert (found.entries, found.first_at, found.requests, found.acts) == (0, None, [], [])

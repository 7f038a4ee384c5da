"""What is worth a look, and its twin a second or a fact away that is not."""

from datetime import timedelta

import pytest

from audit.worth_a_look import Limits, kinds
from tests.audit.making import BLACKOUT, Log, ny
from tests.audit.reading import told


def kinds_of(log, **limits):
    return {kind for kind, worth in told(log, **limits).totals.worth.items() if worth.total}


def decided(at, *, asked="2026-03-02 10:00", **more):
    log = Log()
    log.people()
    log.filed("PC-1", "p-erin", asked)
    log.decided("PC-1", "p-erin", more.pop("by", "p-ceo"), at, **more)
    return log


def traded(on, *, said=None, quantity=500, **filed):
    log = Log()
    log.filed("PC-1", "p-erin", "2026-03-02 10:00", **filed)
    log.decided(
        "PC-1",
        "p-erin",
        "p-ceo",
        "2026-03-02 11:00",
        earliest=ny("2026-03-03 09:30"),
        expires=ny("2026-03-05 16:00"),
    )
    log.reported("PC-1", "p-erin", said or on, on=on, quantity=quantity)
    return log


def test_an_ordinary_life_is_not_worth_a_look():
    log = decided("2026-03-02 11:00")
    log.reported("PC-1", "p-erin", "2026-03-04 12:00", on="2026-03-04 11:00")
    assert kinds_of(log, offices=frozenset({"ceo", "cfo"})) == set()


@pytest.mark.parametrize(("at", "listed"), [("10:00:59", True), ("10:01:00", False)])
def test_decided_in_under_a_minute(at, listed):
    assert ("quick" in kinds_of(decided(f"2026-03-02 {at}"))) is listed


@pytest.mark.parametrize(
    ("at", "listed"),
    [
        ("2026-03-03 07:59:59", True),
        ("2026-03-03 08:00", False),
        ("2026-03-03 17:59:59", False),
        ("2026-03-03 18:00", True),
        ("2026-03-06 12:00", False),  # a Friday
        ("2026-03-07 12:00", True),
        ("2026-03-08 12:00", True),
        ("2026-03-09 12:00", False),  # the Monday after the clocks went forward
    ],
)
def test_decided_outside_office_hours_of_new_york(at, listed):
    assert ("out_of_hours" in kinds_of(decided(at))) is listed


@pytest.mark.parametrize(("office", "listed"), [("audit_chair", True), ("cfo", False)])
def test_decided_by_somebody_standing_in(office, listed):
    log = decided("2026-03-02 11:00", office=office)
    assert ("standing_in" in kinds_of(log, offices=frozenset({"ceo", "cfo"}))) is listed
    assert "standing_in" not in kinds_of(log)  # which offices decide is not known


@pytest.mark.parametrize(
    ("at", "person", "replaces", "listed"),
    [
        ("2026-03-02 10:30", "p-erin", "x", True),
        ("2026-03-02 10:30", "p-sam", "x", False),
        ("2026-03-02 10:30", "p-erin", None, False),
        ("2026-03-02 09:30", "p-erin", "x", False),
        ("2026-03-02 11:30", "p-erin", "x", False),
    ],
)
def test_decided_after_the_requesters_entry_had_changed(at, person, replaces, listed):
    steps = [
        ("2026-03-02 10:00", lambda log: log.filed("PC-1", "p-erin", "2026-03-02 10:00")),
        (
            "2026-03-02 11:00",
            lambda log: log.decided("PC-1", "p-erin", "p-ceo", "2026-03-02 11:00"),
        ),
        (at, lambda log: log.person(person, at, roles=["director"], replaces=replaces)),
    ]
    log = Log()
    for _, step in sorted(steps, key=lambda one: one[0]):
        step(log)
    assert ("record_changed" in kinds_of(log)) is listed


@pytest.mark.parametrize(
    ("on", "listed"),
    [
        ("2026-03-03 09:29:59", True),
        ("2026-03-03 09:30", False),
        ("2026-03-05 16:00", False),
        ("2026-03-05 16:00:01", True),
    ],
)
def test_traded_outside_the_clearances_time(on, listed):
    assert ("trade_outside" in kinds_of(traded(on))) is listed


@pytest.mark.parametrize(("back", "listed"), [("10:59:59", True), ("11:00", False)])
def test_traded_after_it_was_given_back(back, listed):
    log = traded("2026-03-04 11:00")
    log.ended("PC-1", "p-erin", f"2026-03-04 {back}", "over", by="p-erin")
    assert ("trade_outside" in kinds_of(log)) is listed


def test_an_end_by_itself_before_the_last_moment_is_not_held_against_a_trade():
    """Why it ended is not for every reader, so nothing may be concluded from when."""
    log = traded("2026-03-04 11:00")
    log.ended("PC-1", "p-erin", "2026-03-04 10:00", "over")
    assert kinds_of(log) == set()


@pytest.mark.parametrize(("quantity", "listed"), [(499, True), (500, False), (501, True)])
def test_traded_another_quantity(quantity, listed):
    assert ("other_quantity" in kinds_of(traded("2026-03-04 11:00", quantity=quantity))) is listed


@pytest.mark.parametrize(("quantity", "listed"), [(200, False), (500, True)])
def test_of_an_exercise_that_sells_at_once_the_sale_is_reported(quantity, listed):
    log = traded("2026-03-04 11:00", quantity=quantity, action="option_exercise", sold=200)
    assert ("other_quantity" in kinds_of(log)) is listed


@pytest.mark.parametrize(("said", "listed"), [("11:00:00", False), ("11:00:01", True)])
def test_reported_late(said, listed):
    log = traded("2026-03-03 11:00", said=f"2026-03-07 {said}")
    assert ("late_report" in kinds_of(log)) is listed


def test_never_reported_on_and_its_twin_that_said_not_traded():
    log = decided("2026-03-02 11:00")
    log.ended("PC-1", "p-erin", "2026-03-06 11:00")
    assert "silent" in kinds_of(log)
    log.reported("PC-1", "p-erin", "2026-03-06 12:00")
    assert "silent" not in kinds_of(log)


@pytest.mark.parametrize(
    ("what", "listed"), [("expired", True), ("lapsed", True), ("withdrawn", False)]
)
def test_nobody_decided_in_time(what, listed):
    log = Log()
    log.filed("PC-1", "p-erin", "2026-03-02 10:00")
    log.ended("PC-1", "p-erin", "2026-03-04 16:00", what, by="p-erin")
    assert ("not_in_time" in kinds_of(log)) is listed


@pytest.mark.parametrize(("what", "listed"), [("overtaken", True), ("declined", False)])
def test_a_rule_stopped_the_approval(what, listed):
    log = decided("2026-03-02 11:00", what=what, found=[BLACKOUT])
    assert ("stopped" in kinds_of(log)) is listed


@pytest.mark.parametrize(
    ("roles", "listed"),
    [
        (["cfo"], False),
        (["cfo", "section16"], False),
        (["ceo", "cfo"], True),
        (["cfo", "compliance"], True),
        (["compliance", "audit_chair"], False),
    ],
)
def test_one_person_in_two_offices(roles, listed):
    log = Log()
    log.person("p-cfo", "2026-03-02 10:00", roles=roles)
    log.person("p-cfo", "2026-03-03 10:00", roles=roles, replaces="x", name="Felix Otto")
    found = told(log).totals.worth
    assert found["two_roles"].total == (1 if listed else 0)


def test_who_left_holds_no_office():
    log = Log()
    log.person("p-cfo", "2026-03-02 10:00", roles=["ceo", "cfo"], active=False)
    assert kinds_of(log) == set()


RELATED = {"name": "C. Eng", "relation": "spouse", "removed": False, "whom": ["p-ceo"]}


def related(**value):
    log = Log()
    log.related("E1", "p-erin", "2026-02-02 10:00", **(RELATED | value))
    return log


def then_decided(log, by="p-ceo"):
    log.filed("PC-1", "p-erin", "2026-03-02 10:00")
    log.decided("PC-1", "p-erin", by, "2026-03-02 11:00")
    return kinds_of(log)


def test_decided_by_somebody_whom_the_requester_named():
    assert "tied" in then_decided(related())
    assert "tied" not in then_decided(related(), by="p-cfo")
    assert "tied" not in then_decided(related(whom=["p-sam"]))


def test_an_entity_ties_nobody():
    assert "tied" not in then_decided(related(relation="trust"))


def test_who_denied_it_is_not_tied_and_who_agreed_is():
    for agrees in (True, False):
        log = related()
        log.related("E2", "p-ceo", "2026-02-03 10:00", answers="E1", agrees=agrees)
        assert ("tied" in then_decided(log)) is agrees


def test_an_entry_that_was_taken_out_ties_nobody_any_more():
    log = related()
    log.related("E2", "p-erin", "2026-02-03 10:00", **RELATED | {"removed": True}, replaces="E1")
    assert "tied" not in then_decided(log)


def test_decided_by_somebody_whose_account_it_is_too():
    for holder, listed in (("p-ceo", True), ("p-sam", False)):
        log = Log()
        account = {"account": "related", "related": {"id": "E1", "with": [holder]}}
        log.filed("PC-1", "p-erin", "2026-03-02 10:00", **account)
        log.decided("PC-1", "p-erin", "p-ceo", "2026-03-02 11:00")
        assert ("tied" in kinds_of(log)) is listed


def test_a_restored_database_is_listed_with_what_was_lost():
    log = Log()
    lost = {"size": 480, "root": "x", "at": "2026-03-01T05:00:00.000000Z"}
    opened = {"register": 5, "newest": 7, "marked": None, "log": 400, "lost": lost}
    log.add("database:restored", ny("2026-03-02 10:00"), "preclear", open_=opened)
    (item,) = told(log).totals.worth["restored"].latest
    assert "480 entries" in item.of[0]


def test_what_is_not_shown_gives_no_exception_that_rests_on_it():
    log = Log(sealed=False)
    log.filed("PC-1", "p-erin", "2026-03-02 10:00")
    log.decided("PC-1", "p-erin", "p-ceo", "2026-03-02 10:00:20", "overtaken", office="audit_chair")
    log.ended("PC-1", "p-erin", "2026-03-06 10:42")
    assert kinds_of(log, offices=frozenset({"ceo"})) == {"quick"}


def test_the_limits_are_in_the_words():
    found = kinds(Limits(quick=timedelta(seconds=30), report_days=9))
    assert found["quick"].title == "Decided in under 30 seconds"
    assert "9 days" in found["late_report"].title

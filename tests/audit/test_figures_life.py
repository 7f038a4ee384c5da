"""What became of each request, from its entries alone."""

import pytest

from tests.audit.making import BLACKOUT, RESTRICTION, SHORT_SWING, Log, finding, ny
from tests.audit.reading import told


def only(log, **limits):
    (request,) = told(log, **limits).requests
    return request


def asked(log=None, **filed):
    log = log or Log()
    log.filed("PC-1", "p-erin", "2026-03-02 10:00", **filed)
    return log


def cleared():
    log = asked()
    log.decided("PC-1", "p-erin", "p-ceo", "2026-03-02 10:42")
    return log


def test_a_request_that_waits():
    request = only(asked())
    assert (request.outcome, request.use, request.took) == ("waiting", None, None)
    assert request.asked_at == ny("2026-03-02 10:00")
    assert (request.trade.action, request.trade.quantity) == ("buy", 500)


def test_a_clearance_says_who_gave_it_in_which_office_how_fast_and_for_how_long():
    request = only(cleared())
    assert (request.outcome, request.decided_by, request.office) == ("approved", "p-ceo", "ceo")
    assert request.took.total_seconds() == 42 * 60
    assert request.earliest == ny("2026-03-03 10:42")
    assert request.expires == ny("2026-03-06 10:42")
    assert request.use == "running"


@pytest.mark.parametrize(
    ("what", "outcome"),
    [
        ("declined", "declined"),
        ("returned", "returned"),
        ("overtaken", "stopped"),
        ("lapsed", "stopped"),
    ],
)
def test_every_other_decision(what, outcome):
    log = asked()
    log.decided("PC-1", "p-erin", "p-ceo", "2026-03-02 10:42", what)
    log.ended("PC-1", "p-erin", "2026-03-06 10:42", "closed")
    request = only(log)
    assert (request.outcome, request.use) == (outcome, None)


@pytest.mark.parametrize("what", ["withdrawn", "expired", "lapsed"])
def test_what_ends_undecided(what):
    log = asked()
    log.ended("PC-1", "p-erin", "2026-03-04 16:00", what)
    request = only(log)
    assert (request.outcome, request.decided_by) == (what, None)


@pytest.mark.parametrize("what", ["refused", "exempt"])
def test_what_is_over_as_it_is_filed(what):
    request = only(asked(what=what, found=[BLACKOUT] if what == "refused" else []))
    assert (request.outcome, request.asked_at) == (what, ny("2026-03-02 10:00"))
    assert request.took is None


@pytest.mark.parametrize(("what", "by"), [("handed_on", "p-cfo"), ("nudged", "p-erin")])
def test_handing_a_request_on_or_nudging_changes_nothing_of_it(what, by):
    log = asked()
    opened = {"facts": None, "register": 1}
    step = {"what": what, "by": by}
    log.add(
        "request:pending",
        ny("2026-03-02 12:00"),
        by,
        "p-erin",
        "PC-1",
        open_=opened,
        step=step,
    )
    assert only(log).asked_at == ny("2026-03-02 10:00")


def test_a_clearance_is_used_where_a_trade_was_reported():
    log = cleared()
    log.reported("PC-1", "p-erin", "2026-03-04 12:00", on="2026-03-04 11:00")
    assert only(log).use == "used"


def test_not_traded_is_not_the_same_as_nothing_said():
    said, silent = cleared(), cleared()
    said.reported("PC-1", "p-erin", "2026-03-05 12:00")
    silent.ended("PC-1", "p-erin", "2026-03-06 10:42")
    assert (only(said).use, only(silent).use) == ("not_traded", "silent")


def test_a_report_after_the_end_still_says_that_it_was_used():
    log = cleared()
    log.ended("PC-1", "p-erin", "2026-03-06 10:42")
    log.reported("PC-1", "p-erin", "2026-03-20 12:00", on="2026-03-04 11:00")
    assert only(log).use == "used"


def test_the_newest_report_counts_and_the_first_says_when_it_was_said():
    log = cleared()
    log.reported("PC-1", "p-erin", "2026-03-04 12:00", on="2026-03-04 11:00", quantity=400)
    log.reported("PC-1", "p-erin", "2026-03-09 12:00", on="2026-03-04 11:00", quantity=500)
    request = only(log)
    assert (request.report.quantity, request.reports) == (500, 2)
    assert request.report.said_at == ny("2026-03-04 12:00")


def test_given_back_by_its_holder_is_told_from_an_end_by_itself():
    back, by_itself = cleared(), cleared()
    back.ended("PC-1", "p-erin", "2026-03-04 10:00", "over", by="p-erin")
    by_itself.ended("PC-1", "p-erin", "2026-03-04 10:00", "over")
    assert (only(back).use, only(by_itself).use) == ("given_back", "silent")


def test_what_a_delegate_files_and_the_rules_refuse_at_once_is_a_request():
    log = asked()
    log.filed("PC-2", "p-dora", "2026-03-02 11:00", what="refused", found=[BLACKOUT], by="p-sam")
    found = told(log)
    assert [one.outcome for one in found.requests] == ["waiting", "refused"]
    assert (found.late, found.partial) == (0, 0)


@pytest.mark.parametrize("by", ["operator:ops", "p-compliance"])
def test_a_clearance_from_paper_counts_its_own_moment_and_its_officer(by):
    log = asked()
    log.decided(
        "PC-2",
        "p-erin",
        by,
        "2026-03-02 12:00",
        officer="p-cfo",
        at="2026-02-27T15:00:00+00:00",
        office="cfo",
    )
    first, request = told(log).requests
    assert not first.paper
    assert (request.paper, request.decided_by, request.took) == (True, "p-cfo", None)
    assert request.decided_at == ny("2026-02-27 10:00")
    log.ended("PC-2", "p-erin", "2026-03-03 12:00", "over", by=by, cause="corrected")
    assert told(log).requests[1].use == "corrected"


def test_the_rules_that_refuse_hide_those_that_only_have_a_word():
    request = only(asked(what="refused", found=[BLACKOUT, SHORT_SWING]))
    assert request.rules == (("blackout", "Black-Out Periods"),)
    log = asked()
    log.decided("PC-1", "p-erin", "p-ceo", "2026-03-02 11:00", "declined", found=[SHORT_SWING])
    assert only(log).rules == (("short_swing", "Section 16"),)


def test_a_lifted_finding_and_one_of_a_restriction_speak_against_nothing():
    log = asked()
    lifted = (*BLACKOUT, "10b5_1_plan")
    log.decided(
        "PC-1", "p-erin", "p-ceo", "2026-03-02 11:00", "declined", found=[lifted, RESTRICTION]
    )
    assert only(log).rules == ()


def test_a_restriction_is_a_mark_where_the_bundle_shows_it_and_unknown_where_not():
    hidden = [finding(*RESTRICTION)]
    for shown, held, expected in [
        (True, hidden, True),
        (True, [], False),
        (False, hidden, None),
        (False, [], None),
    ]:
        log = asked(Log(restricted=shown))
        log.decided("PC-1", "p-erin", "p-ceo", "2026-03-02 11:00", "declined", hidden=held)
        assert only(log).restricted is expected


def test_what_is_not_shown_is_unknown_and_who_decided_when_is_still_told():
    log = asked(Log(sealed=False))
    assert only(log).outcome == "waiting"
    log.decided("PC-1", "p-erin", "p-ceo", "2026-03-02 10:42")
    log.ended("PC-1", "p-erin", "2026-03-06 10:42")
    request = only(log)
    assert (request.outcome, request.decided_by, request.office) == ("not_shown", "p-ceo", None)
    assert request.took.total_seconds() == 42 * 60
    refused = only(asked(Log(sealed=False), what="refused"))
    assert (refused.outcome, refused.asked_at) == ("not_shown", ny("2026-03-02 10:00"))


def test_a_clearance_whose_end_is_not_shown_is_not_called_unused():
    log = cleared()
    log.sealed = False
    log.ended("PC-1", "p-erin", "2026-03-06 10:42")
    assert only(log).use == "not_shown"


def test_a_decision_whose_filing_is_not_among_the_entries_has_no_length():
    log = Log()
    log.decided("PC-1", "p-erin", "p-ceo", "2026-03-02 10:42")
    found = told(log)
    assert (found.requests[0].took, found.partial) == (None, 1)
    assert found.totals.months["2026-03"].asked.total() == 0
    assert told(cleared()).partial == 0


@pytest.mark.parametrize("what", ["over", "closed"])
def test_what_was_decided_before_the_entries_is_not_called_undecided(what):
    log = Log()
    log.ended("PC-1", "p-erin", "2026-03-06 10:42", what)
    found = only(log)
    assert (found.outcome, found.use, found.decided_at) == ("earlier", None, None)
    log.reported("PC-1", "p-erin", "2026-03-06 12:00", on="2026-03-05 11:00")
    assert (only(log).outcome, only(log).report.quantity) == ("earlier", 500)

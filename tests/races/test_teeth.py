"""The search notices code that is broken: each of these is a race that it was made to find."""

import pytest
from sqlalchemy import Integer, bindparam, or_, select, update

from clearance import answering, deciding, ending, outbox
from clearance.shown import Card, No
from storage import deliveries, in_line, requests
from storage.prepared import Prepared
from tests.races.scene import BrokenError, Scene
from tests.races.scenes import DECIDERS, ONE, SUBMIT, WITHDRAW

BARE = Scene(DECIDERS)
CARRIED = Scene(ONE, prompt=True, at_once=1)


def unconditional(tx, request_id, _before, after):
    """Move a request whatever its state is."""
    rows = requests._REQUESTS
    moved = tx.execute(update(rows).where(rows.c.id == request_id).values(status=after))
    return moved.rowcount == 1


def test_a_decision_without_its_condition(explore, monkeypatch):
    monkeypatch.setattr(deciding, "_not_now", lambda _: None)
    monkeypatch.setattr(requests, "move", unconditional)
    with pytest.raises(BrokenError, match="decided 2 times") as found:
        explore(BARE)
    assert len(found.value.path) >= 2  # it says how one gets there


def test_a_decision_with_no_check_but_the_condition_is_an_error_and_not_a_second(
    explore, monkeypatch
):
    """The twin: with the condition left in, the database holds although the check is gone."""
    monkeypatch.setattr(deciding, "_not_now", lambda _: None)
    with pytest.raises(LookupError, match="nobody else decides"):
        explore(BARE)


def test_whoever_was_late_is_told_that_they_decided(explore, monkeypatch):
    real = deciding.decide

    def forgetful(*arguments, **more):
        refused = real(*arguments, **more)
        return None if isinstance(refused, No) and refused.reason == "already_decided" else refused

    monkeypatch.setattr(deciding, "decide", forgetful)
    with pytest.raises(BrokenError, match=r"was told that it decided|pressed after"):
        explore(BARE)


def test_who_asked_may_decide(explore, monkeypatch):
    real = deciding.may_decide

    def anybody(tx, actor, requester, *arguments, **more):
        found = real(tx, actor, requester, *arguments, **more)
        return deciding.Approver(actor, "ceo") if isinstance(found, No) else found

    monkeypatch.setattr(deciding, "may_decide", anybody)
    with pytest.raises(BrokenError, match="decided by who asked"):
        explore(BARE)


def test_a_form_sent_twice_is_filed_twice(explore, monkeypatch):
    monkeypatch.setattr(requests, "from_form", lambda *_: None)
    real = requests.add

    def unnamed(tx, row):
        real(tx, row._replace(form=None))

    monkeypatch.setattr(requests, "add", unnamed)
    with pytest.raises(BrokenError, match="two requests of one form"):
        explore(Scene((SUBMIT,), filed=False, repeats=1))


def test_a_decision_that_queues_nothing(explore, monkeypatch):
    monkeypatch.setattr(deciding, "notify", lambda *_: None)
    monkeypatch.setattr(ending, "notify", lambda *_: None)
    monkeypatch.setattr(answering, "notify", lambda *_: None)
    monkeypatch.setattr(answering, "call_to_mind", lambda *_, **__: None)
    with pytest.raises(BrokenError, match="who asked was never told"):
        explore(BARE)


def test_cards_that_nobody_closes(explore, monkeypatch):
    monkeypatch.setattr(deciding, "close_cards", lambda *_: None)
    with pytest.raises(BrokenError, match="still has its buttons"):
        explore(CARRIED)


def test_a_card_that_is_closed_before_it_is_posted(explore, monkeypatch):
    """Without the order of a conversation, a closing overtakes its card."""
    rows = deliveries._ROWS.c
    unordered = (
        select(deliveries._ROWS)
        .where(rows.ended_as.is_(None), rows.due_at <= bindparam("now"), in_line._FREE)
        .where(
            or_(rows.id != "", rows.due_at <= bindparam("soon"), rows.bulk <= bindparam("bulky"))
        )
        .order_by(rows.due_at, rows.seq)
        .limit(bindparam("limit", type_=Integer))
    )
    monkeypatch.setattr(deliveries, "CHOOSE", Prepared(unordered))
    with pytest.raises(BrokenError, match="still has its buttons"):
        explore(CARRIED)


def test_a_card_that_is_made_without_a_look_at_its_request(explore, monkeypatch):
    def blind(tx, request_id):
        return Card(request_id, requests.find(tx, request_id).decide_by)

    monkeypatch.setattr(outbox, "_card", blind)
    with pytest.raises(BrokenError, match="a card with buttons is made for a request"):
        explore(CARRIED)


def test_a_closing_that_is_always_moot(explore, monkeypatch):
    monkeypatch.setattr(outbox, "_closed", lambda *_: None)
    with pytest.raises(BrokenError, match="still has its buttons"):
        explore(CARRIED)


def test_a_stale_card_that_stays(explore, monkeypatch):
    monkeypatch.setattr("clearance.looking.close_pressed", lambda *_: None)
    with pytest.raises(BrokenError, match="was pressed, not closed"):
        explore(Scene(ONE, prompt=True, at_once=1, lost=1))


def test_a_withdrawal_that_is_not_written(explore, monkeypatch):
    monkeypatch.setattr(ending, "write_step", lambda *_, **__: None)
    with pytest.raises(BrokenError, match=r"its last step is|not withdrawn|it is not"):
        explore(Scene((*DECIDERS[:1], WITHDRAW)))


def test_a_lease_that_is_never_freed(explore, monkeypatch):
    real = deliveries.claim
    monkeypatch.setattr(
        deliveries, "claim", lambda tx, owner, limit, _: real(tx, owner, limit, 1e12)
    )
    with pytest.raises(BrokenError, match="deliveries never end"):
        explore(Scene(ONE, prompt=True, at_once=1, crashes=1))


def test_a_late_press_that_is_in_time_by_luck(explore, monkeypatch):
    real = deciding._not_now

    def lucky(case):
        return None if case.request.status == "pending" else real(case)

    monkeypatch.setattr(deciding, "_not_now", lucky)
    with pytest.raises(BrokenError, match="decided after the time to decide"):
        explore(Scene(ONE, deadline=True))


def test_a_time_that_is_over_for_what_has_ended(explore, monkeypatch):
    monkeypatch.setattr(outbox, "time_is_over", ending.close_alike)
    with pytest.raises(BrokenError, match="ended twice"):
        explore(Scene((*ONE, WITHDRAW)))

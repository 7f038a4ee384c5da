"""The requester is told who decided, by name and office, whatever the end; else that nobody did."""

from dataclasses import replace

import pytest

from handlers import words
from handlers.views import request_list, request_sheet
from handlers.words import decided
from tests.handlers import samples
from tests.handlers.payloads import texts

BY = "Decided by Dana Ode, Chief Financial Officer."
#: What is said of who decided, where an officer did and where none did.
SAID = {
    "pending": ("", ""),
    "refused": ("", ""),
    "exempt": ("", ""),
    "approved": (BY, ""),
    "declined": (BY, ""),
    "returned": (BY, ""),
    "withdrawn": ("", ""),
    "expired": ("", ""),
    "lapsed": (
        "Dana Ode, Chief Financial Officer, looked at it. The policy did not allow it by then.",
        decided.NOBODY,
    ),
    "overtaken": (
        "Dana Ode, Chief Financial Officer, looked at it. The policy did not allow it by then.",
        decided.NOBODY,
    ),
    "clearance_ended": (BY, ""),
    "reported": (BY, ""),
}


def shown(view):
    return [one["text"] for one in texts(view)]


def test_every_end_is_here():
    assert set(SAID) == set(words.STATES)


@pytest.mark.parametrize("state", SAID)
@pytest.mark.parametrize("by_an_officer", [True, False])
def test_the_sheet_and_the_list_say_who_decided(state, by_an_officer):
    one = replace(samples.APPROVED, state=state)
    wanted = SAID[state][not by_an_officer]
    if not by_an_officer or wanted in {"", decided.NOBODY}:
        one = replace(one, decided_by=None, office=None, decided_at=None)
    sheet = shown(request_sheet.build(one))
    (row, *_) = [text for text in shown(request_list.build((one,))) if "Buy" in text]
    told = [text for text in sheet if "Dana" in text or text == decided.NOBODY]
    assert told == ([wanted] if wanted else [])
    assert row.split("\n")[2:] == ([wanted] if wanted else [])


@pytest.mark.parametrize(("mine", "said"), [(True, decided.HOME_YOU), (False, BY)])
def test_each_officer_reads_at_home_who_decided(mine, said):
    (one, *_) = samples.many_decided(1)
    one = replace(one, state="declined", decided_by="Dana Ode", office="cfo", mine=mine)
    assert decided.at_home(one) == said


def test_that_nobody_decided_in_time_is_how_it_ended():
    assert words.STATES["expired"] == "Ended: nobody decided in time"


def test_a_decline_is_told_in_the_same_words_whatever_stood_behind_it():
    """What the requester is shown has no place in which a restriction could stand."""
    declined = replace(samples.APPROVED, state="declined", earliest_trade_at=None, expires_at=None)
    assert shown(request_sheet.build(declined)) == shown(
        request_sheet.build(replace(declined, findings=()))
    )
    assert words.NEXT["declined"] in shown(request_sheet.build(declined))

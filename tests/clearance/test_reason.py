"""A reason shows itself to a named viewer and to nothing else."""

import copy
import json
import logging
import pickle
import traceback

import pytest
import rfc8785

from clearance.reason import LONGEST, Reason

SECRET = "Talks with Heron"


@pytest.fixture
def reason():
    return Reason(SECRET)


def test_a_named_viewer_reads_it(reason):
    assert reason.shown_to("P1") == SECRET
    with pytest.raises(PermissionError):
        reason.shown_to("")


@pytest.mark.parametrize(
    "shown",
    [
        str,
        repr,
        lambda one: f"{one}",
        lambda one: f"{one!r:>40}",
        lambda one: f"{one:x}",
        lambda one: "%s %r" % (one, one),  # noqa: UP031 - what a log call does
        "{}".format,
        lambda one: str([one, {"reason": one}]),
        lambda one: str(copy.copy(one)) + str(copy.deepcopy([one])),
        lambda one: str(dir(one)),
    ],
)
def test_however_it_is_printed_it_does_not_show(reason, shown):
    assert SECRET not in shown(reason)


@pytest.mark.parametrize(
    "write",
    [
        pickle.dumps,
        json.dumps,
        lambda one: rfc8785.dumps({"reason": one}),
        vars,
        bytes,
        list,
        len,
        lambda one: one + "",
        lambda one: one.text,
    ],
)
def test_however_it_is_written_it_refuses_without_showing(reason, write):
    with pytest.raises(Exception) as raised:  # noqa: PT011 - any refusal will do
        write(reason)
    assert SECRET not in "".join(traceback.format_exception(raised.value))


def test_two_are_not_compared_by_what_they_say(reason):
    assert reason != Reason(SECRET)
    assert reason == reason  # noqa: PLR0124 - it is itself
    assert len({reason, Reason(SECRET)}) == 2


def test_a_log_does_not_show_it(reason, caplog):
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("bot").warning("reason %s", reason)
    assert SECRET not in caplog.text


@pytest.mark.parametrize(("text", "given"), [("", False), ("x", True), ("x" * LONGEST, True)])
def test_it_says_whether_there_is_one(text, given):
    assert Reason(text).given is given

"""Logs hold what is on the list, and nothing that anybody wrote, traded or is called."""

import io
import json
import logging

import pytest
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs
from bot.log_fields import EVENTS, FIELDS
from bot.refusals import LATER, LOGGED, NEVER, NO_MESSAGE, NOBODY, for_the_log
from storage.known_tree import KINDS
from tests.bot.pieces import CEO, notice, rows

SECRET = "Maya Okafor sold 500 CLRB"
DELIVERY = "0123456789abcdef" * 2


@pytest.fixture
def stream():
    return io.StringIO()


@pytest.fixture
def written(stream):
    logs.configure("debug", "json", stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def said(**fields):
    structlog.get_logger("bot.delivery").info("delivered", **fields)


def test_a_listed_field_of_its_shape_passes(written):
    said(delivery=DELIVERY, outages=3, transport="socket")
    (line,) = written()
    assert (line["event"], line["delivery"], line["outages"], line["transport"]) == (
        "delivered",
        DELIVERY,
        3,
        "socket",
    )
    assert "left_out" not in line


@pytest.mark.parametrize(
    "name",
    [
        "ticker", "request", "person", "kind", "outcome", "exception", "_record_", "left_out",
        "about", "register", "CLRB",
    ],
)  # fmt: skip
def test_another_field_goes_with_its_name_and_is_counted(written, name):
    """Also where its value looks like an id, and where the name is one that logs write."""
    said(**{"delivery": DELIVERY, name: "clrb"})
    (line,) = written()
    assert line["left_out"] == 1
    assert line["delivery"] == DELIVERY
    assert set(line) == {"event", "level", "logger", "timestamp", "delivery", "left_out"}
    assert "clrb" not in json.dumps(line)


#: What each field may be, and what it may not; nothing of the latter looks like a secret.
SHAPES = {
    "at": (["conftest.py:12/errors.py:4"], ["clrb:500", "Maya", "x.py", "a b.py:1", ""]),
    "connections": ([0, 2], [True, -1, 5000, "2", 2.0]),
    "delivery": ([DELIVERY], ["clrb", DELIVERY.upper(), DELIVERY[:-1], DELIVERY + "0", None]),
    "differs": (sorted(KINDS), ["CLRB", "restriction", "", None]),
    "due": ([0, 10_000], [True, -1, "500", 10**9]),
    "error": (["ValueError", "NotSealedHere"], ["Maya", "CLRB", "ValueError: no", ""]),
    "leases": ([0, 10_000], [True, -1, "500", 10**9]),
    "missed": ([0, 10_000], [True, -1, "500", 10**9]),
    "ours": ([1], [True, -1, 5000, "2"]),
    "outages": ([0, 10_000], [True, -1, "500", 10**9]),
    "place": ([0, 3], [True, -1, 101, "/kept"]),
    "port": ([8080], [70_000, "8080"]),
    "reason": (sorted(LOGGED), ["declined", "approved", "message_not_found", "CLRB", None]),
    "reference": (["01abcdef", "K7M4QWXA"], ["01abcdeg", "01abcde", "clrb"]),
    "seconds": ([1, 3600], [True, -1, 3601, 2.0, "30"]),
    "status": ([200, 503], [500_000, "500"]),
    "transport": (["socket", "http"], ["Maya", "pigeon", ["socket"]]),
}


def test_every_field_has_its_case():
    assert set(SHAPES) == set(FIELDS)


@pytest.mark.parametrize("name", SHAPES)
def test_a_field_keeps_its_shape_and_nothing_else(written, name):
    good, bad = SHAPES[name]
    for value in good:
        said(**{name: value})
    assert [line.get(name) for line in written()] == good
    for value in [*bad, SECRET, {"ticker": "CLRB"}, ["CLRB"], b"CLRB", "CLRB\n"]:
        said(**{name: value})
        line = written()[-1]
        assert name not in line, value
        assert line["left_out"] == 1


@pytest.mark.parametrize("event", [SECRET, "declined", "delivered CLRB", 500, ["CLRB"], None])
def test_an_event_that_is_not_listed_is_not_written(written, event):
    structlog.get_logger("bot.delivery").info(event, delivery=DELIVERY)
    (line,) = written()
    assert (line["event"], line["left_out"]) == (logs.UNLISTED, 1)
    assert "CLRB" not in json.dumps(line)


def test_what_is_put_into_an_event_the_old_way_is_left_out(written):
    structlog.get_logger("bot.delivery").info("delivered", SECRET, 500)
    (line,) = written()
    assert line["left_out"] == 1
    assert "CLRB" not in json.dumps(line)


def test_no_event_and_no_reason_tells_an_outcome_or_a_kind_of_message():
    """Which of Slack's words came tells a changed card from a new message: they are one."""
    telling = (
        "approv declin withdr expir restrict blackout clear revok lift widen notice card fired"
    )
    for word in [*EVENTS, *FIELDS, *(LOGGED - NOBODY - LATER)]:
        assert [part for part in telling.split() if part in word] == [], word
    assert {for_the_log(name) for name in NO_MESSAGE} == {"message_refused"}
    assert {for_the_log(name) for name in NEVER | LATER} <= LOGGED
    assert for_the_log("http_502") == "http_status"
    assert for_the_log("a_word_of_tomorrow") == "other"
    assert for_the_log("user_disabled") == "user_disabled"


@pytest.mark.parametrize(
    "case",
    [
        ("invalid_blocks", "message_refused", "delivery_ended"),
        ("user_not_found", "user_not_found", "delivery_ended"),
        ("news_to_everybody", "other", "delivery_later"),
        ("service_unavailable", "service_unavailable", "delivery_later"),
    ],
)
async def test_the_worker_logs_the_words_of_the_list(written, worker, database, workspace, case):
    """The delivery's own row keeps Slack's word."""
    word, logged, event = case
    workspace.faults.fail("chat.postMessage", word)
    await database.run(lambda tx: notice(tx, CEO, 1))
    await worker.drain()
    (line,) = [one for one in written() if one["event"].startswith("delivery")]
    assert (line["event"], line["reason"]) == (event, logged)
    assert "left_out" not in line
    (row,) = rows(database)
    assert word in {row.reason, row.ended_as}


def quoting():
    secret = SECRET
    raise ValueError(secret) from KeyError(SECRET)


def test_an_exception_is_its_types_and_frames(written):
    try:
        quoting()
    except ValueError:
        structlog.get_logger("bot.delivery").exception("delivery_failed")
    (line,) = written()
    assert "ValueError test_logs.py" in line["exception"]
    assert "KeyError" in line["exception"]
    assert "left_out" not in line
    assert "CLRB" not in json.dumps(line)


class Telling:
    """A value that would tell when it is printed."""

    def __str__(self):
        raise AssertionError(SECRET)

    __repr__ = __str__


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_librarys_text_becomes_its_place(stream, form):
    logs.configure("debug", form, stream)
    logging.getLogger("slack_sdk.web").warning("body: %s", SECRET)
    logging.getLogger("asyncio").error(SECRET, exc_info=ValueError(SECRET))
    logging.getLogger("storage.database").warning("one of ours that forgot: %s", SECRET)
    logging.getLogger("lib").warning("%d %d", SECRET)  # noqa: PLE1206 - cannot be put together
    logging.getLogger("lib").warning("%s", Telling())
    logging.getLogger("lib").warning(SECRET, stack_info=True, extra={"ticker": "CLRB"})
    text = stream.getvalue()
    assert (text.count("library"), text.count("test_logs.py:")) == (6, 6)
    assert text.count("ValueError") == 1
    assert "CLRB" not in text


def test_a_librarys_place_is_the_only_thing_that_is_kept(written):
    logging.getLogger("slack_sdk.web").warning("body: %s", SECRET)
    (line,) = written()
    assert line.pop("at").startswith("test_logs.py:")
    assert line.pop("timestamp")
    assert line == {"event": "library", "level": "warning", "logger": "slack_sdk.web"}


def test_a_line_that_cannot_be_written_is_told_without_it(capsys):
    class Full(io.StringIO):
        full = True

        def write(self, text):
            if self.full:
                self.full = False
                raise OSError(SECRET)
            return super().write(text)

    stream = Full()
    logs.configure("debug", "json", stream)
    logging.getLogger("lib").error("%s", SECRET)
    assert stream.getvalue() == "a log record could not be written\n"
    assert capsys.readouterr() == ("", "")


async def test_a_request_with_a_bad_signature_is_not_written_out(written):
    """Twin: without the logger that the app is given, Bolt writes the whole body."""
    await _refused(logger=logs.library_logger())
    assert written() == []


async def test_bolt_itself_would_write_it_out():
    lines = _Lines()
    loud = logging.getLogger("loud")
    loud.setLevel(logging.INFO)
    loud.addHandler(lines)
    name = logging.getLogger("slack_bolt.AsyncRequestVerification")
    try:
        await _refused(logger=loud)
        assert "CLRB" in lines.text
    finally:
        name.handlers.clear()


async def _refused(logger):
    app = AsyncApp(
        client=AsyncWebClient("xoxb-1"), signing_secret="s", logger=logger, name="preclear"
    )
    body = f"command=/preclear&text={SECRET}"
    headers = {"x-slack-signature": ["v0=0"], "x-slack-request-timestamp": ["1"]}
    answer = await app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
    assert answer.status == 401


class _Lines(logging.Handler):
    text = ""

    def emit(self, record):
        self.text += record.getMessage()

"""Logs hold ids, and nothing that anybody wrote, traded or is called."""

import io
import json
import logging

import pytest
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot import logs

SECRET = "Maya Okafor sold 500 CLRB"


@pytest.fixture
def written():
    stream = io.StringIO()
    logs.configure("debug", "json", stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


def test_ids_and_numbers_pass(written):
    structlog.get_logger("bot.delivery").info("delivered", delivery="a1b2", tries=3, last=True)
    (line,) = written()
    assert (line["event"], line["delivery"], line["tries"], line["last"]) == (
        "delivered",
        "a1b2",
        3,
        True,
    )


@pytest.mark.parametrize("value", [SECRET, {"ticker": "CLRB"}, ["CLRB"], b"CLRB"])
def test_anything_else_is_left_out(written, value):
    structlog.get_logger("bot.delivery").info("delivered", about=value)
    (line,) = written()
    assert line["about"] == logs.LEFT_OUT
    assert "CLRB" not in json.dumps(line)


def quoting():
    raise ValueError(SECRET) from KeyError(SECRET)


def test_an_exception_is_its_types_and_frames(written):
    try:
        quoting()
    except ValueError:
        structlog.get_logger("bot.delivery").exception("failed")
    (line,) = written()
    assert "ValueError test_logs.py" in line["exception"]
    assert "KeyError" in line["exception"]
    assert "CLRB" not in json.dumps(line)


def test_a_librarys_text_becomes_its_place(written):
    logging.getLogger("slack_sdk.web").warning("body: %s", SECRET)
    logging.getLogger("asyncio").error(SECRET, exc_info=ValueError(SECRET))
    first, second = written()
    assert (first["event"], first["at"].partition(":")[0]) == ("library", "test_logs")
    assert second["exception"] == "ValueError"
    assert "CLRB" not in json.dumps([first, second])


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

"""A form's text is read as Bolt reads it, only faster."""

import json
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.http_server import taken_apart

HEADERS = {"Content-Type": "application/x-www-form-urlencoded"}
TEXT = st.text(st.characters(exclude_categories=("Cs",)))
PAYLOADS = st.dictionaries(TEXT, st.recursive(TEXT | st.integers() | st.none(), st.lists))


def same(body):
    ours, bolts = taken_apart(body, "", HEADERS), AsyncBoltRequest(body=body, headers=HEADERS)
    seen = [(one.body, one.raw_body, one.mode, one.headers, one.query) for one in (ours, bolts)]
    assert seen[0] == seen[1]
    return ours


@given(PAYLOADS)
def test_what_slack_sends_is_the_same(said):
    payload = {"said": said}  # on the outside stand names that Bolt looks at by itself
    assert same(urlencode({"payload": json.dumps(payload)})).body == payload
    assert same(urlencode({"payload": json.dumps(payload, ensure_ascii=False)})).body == payload


@pytest.mark.parametrize(
    "body",
    [
        "",
        "command=%2Fpreclear&text=buy+500",
        "payload=" + quote_plus('{"a": "1 + 1 = 2; 50%"}') + "&more=1",
        "payload=" + quote_plus('{"a": 1}') + "&payload=" + quote_plus('{"a": 2}'),
        'payload={"a":"%2B+"}',
        'payload={"a":"#"}',
        'payload={"a":";="}',
        '{"payload": "as JSON"}',
    ],
)
def test_so_is_what_it_does_not_send(body):
    same(body)


@pytest.mark.parametrize("body", ["payload=", "payload=no", "payload=%5B1%5D", "payload=1"])
def test_what_is_no_object_fails_as_it_did(body):
    with pytest.raises(Exception) as bolts:  # noqa: PT011 - whatever Bolt raises
        AsyncBoltRequest(body=body, headers=HEADERS)
    with pytest.raises(type(bolts.value)):
        taken_apart(body, "", HEADERS)
